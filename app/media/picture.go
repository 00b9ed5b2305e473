package media

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/webp"

	"linli/app/fault"
)

// The faults of a picture.
var (
	ErrEmpty      = fault.New(fault.Invalid, "media.empty", "没有收到照片，请重新选择")
	ErrTooLarge   = fault.New(fault.Invalid, "media.too_large", "照片太大了，请选 10MB 以内的")
	ErrTooMany    = fault.New(fault.Invalid, "media.too_many_pixels", "照片尺寸太大了，请截图或压缩后再发")
	ErrNotPicture = fault.New(fault.Invalid, "media.not_picture", "这不是照片，请重新选择")
	ErrHEIC       = fault.New(fault.Invalid, "media.heic", "这种照片格式暂不支持，请在相册里选“兼容性最佳”，或用 JPG 格式再发一次")
	ErrBroken     = fault.New(fault.Invalid, "media.broken", "照片打不开，可能没有传完整，请重新选择")
)

// Limits bounds the input of Clean and the size of its output.
type Limits struct {
	Bytes  int // of the file as sent
	Side   int // longest side as sent, in pixels
	Pixels int // width × height as sent
	Keep   int // longest side of what is kept
	Thumb  int // longest side of the thumbnail
}

// DefaultLimits fits the photos of phones.
var DefaultLimits = Limits{Bytes: 10 << 20, Side: 12000, Pixels: 50_000_000, Keep: 2048, Thumb: 360}

// Picture is a cleaned photo: both images are new baseline JPEGs that contain pixels only.
type Picture struct {
	Full, Thumb   []byte
	Width, Height int // of Full
}

const quality = 82

// A small file can need much memory to decode, so concurrency is bounded: pictures that need up to smallCost take one of
// four places, larger ones, up to mostCost, a single place. Together they take at most about 4×64 + 512 MiB.
const (
	smallCost = 64 << 20
	mostCost  = 512 << 20
)

var (
	smallPlaces = make(chan struct{}, 4)
	bigPlace    = make(chan struct{}, 1)
)

// Clean is CleanContext without a deadline.
func Clean(data []byte, lim Limits) (Picture, error) {
	return CleanContext(context.Background(), data, lim)
}

// CleanContext turns an untrusted file into a Picture: upright, at most lim.Keep pixels long, on white, without place,
// camera, colour profile or data after the image. ErrEmpty, ErrTooLarge, ErrTooMany, ErrNotPicture, ErrHEIC or ErrBroken
// for a bad file; ctx's error when no place became free in time.
func CleanContext(ctx context.Context, data []byte, lim Limits) (Picture, error) {
	if len(data) <= lim.Bytes {
		data = stillWebP(data)
	}
	p, err := inspect(data, lim)
	if err != nil {
		return Picture{}, err
	}
	places := smallPlaces
	if p.cost > smallCost {
		places = bigPlace
	}
	select {
	case places <- struct{}{}:
		defer func() { <-places }()
	case <-ctx.Done():
		return Picture{}, fmt.Errorf("wait to decode a picture: %w", ctx.Err())
	}
	img, err := decode(p.format, data)
	if err != nil {
		return Picture{}, err
	}
	return render(img, p.turn, lim)
}

// decode reads the first image of data. A panic of a decoder counts as a broken file.
func decode(f format, data []byte) (img image.Image, err error) {
	defer func() {
		if r := recover(); r != nil {
			img, err = nil, ErrBroken.Because(fmt.Errorf("decoder panicked: %v", r))
		}
	}()
	r := bytes.NewReader(data)
	switch f {
	case formatJPEG:
		img, err = jpeg.Decode(r)
	case formatPNG:
		img, err = png.Decode(r)
	case formatGIF:
		img, err = gif.Decode(r) // the first frame only
	case formatWebP:
		img, err = webp.Decode(r)
	default:
		return nil, ErrNotPicture
	}
	if err != nil {
		return nil, ErrBroken.Because(err)
	}
	return img, nil
}

func render(img image.Image, turn int, lim Limits) (Picture, error) {
	full := upright(shrink(img, lim.Keep), turn)
	p := Picture{Width: full.Bounds().Dx(), Height: full.Bounds().Dy()}
	var err error
	if p.Full, err = encode(full); err != nil {
		return Picture{}, err
	}
	if p.Thumb, err = encode(shrink(full, lim.Thumb)); err != nil {
		return Picture{}, err
	}
	return p, nil
}

func encode(img image.Image) ([]byte, error) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
		return nil, fmt.Errorf("encode picture: %w", err)
	}
	return b.Bytes(), nil
}
