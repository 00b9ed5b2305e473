package demo

import (
	"bytes"
	"embed"
	"fmt"
	"image"
	"image/jpeg"
	"strings"
	"sync"

	"golang.org/x/image/draw"
)

// A program drew the demo's photos (demo_canvas_test.go): no picture of a real person or place is used.
//
//go:embed page/photos
var photoFiles embed.FS

// samplePhoto is a photo for the telephones of the demo: of a problem, or of its solution.
type samplePhoto struct {
	Name   string // of the file, such as "lamp"
	Title  string
	Solved string                 // the photo of the matching result; "" for photos of a result
	small  func() ([]byte, error) // for the records of past weeks
	turned func() ([]byte, error) // the small one mirrored, for a second photo
}

var samplePhotos = []samplePhoto{
	sample("lamp", "路灯不亮", "lamp-fixed"),
	sample("rubbish", "垃圾没人收", "rubbish-cleared"),
	sample("water", "楼梯积水", "water-dried"),
	sample("corridor", "楼道堆物", "corridor-free"),
	sample("car", "车位被占", "car-gone"),
	sample("wall", "墙皮掉落", "wall-mended"),
	sample("lamp-fixed", "路灯亮了", ""),
	sample("rubbish-cleared", "已清理", ""),
	sample("water-dried", "已擦干", ""),
	sample("corridor-free", "已清空", ""),
	sample("car-gone", "车位空出", ""),
	sample("wall-mended", "已修补", ""),
}

func sample(name, title, solved string) samplePhoto {
	return samplePhoto{
		name, title, solved, sync.OnceValues(func() ([]byte, error) { return smallPhoto(name, false) }),
		sync.OnceValues(func() ([]byte, error) { return smallPhoto(name, true) }),
	}
}

// photoOf returns the sample photo with the name.
func photoOf(name string) ([]byte, error) { return photoFiles.ReadFile("page/photos/" + name + ".jpg") }

// smallPhoto returns it at a third of its width: the past needs dozens.
func smallPhoto(name string, mirrored bool) ([]byte, error) {
	full, err := photoOf(name)
	if err != nil {
		return nil, err
	}
	in, err := jpeg.Decode(bytes.NewReader(full))
	if err != nil {
		return nil, fmt.Errorf("sample photo %s: %w", name, err)
	}
	out := image.NewRGBA(image.Rect(0, 0, in.Bounds().Dx()/3, in.Bounds().Dy()/3))
	draw.ApproxBiLinear.Scale(out, out.Bounds(), in, in.Bounds(), draw.Src, nil)
	for y := 0; mirrored && y < out.Rect.Dy(); y++ {
		for x, other := 0, out.Rect.Dx()-1; x < other; x, other = x+1, other-1 {
			left, right := out.RGBAAt(x, y), out.RGBAAt(other, y)
			out.SetRGBA(x, y, right)
			out.SetRGBA(other, y, left)
		}
	}
	var b bytes.Buffer
	err = jpeg.Encode(&b, out, nil)
	return b.Bytes(), err
}

// looks maps words of a report to photos.
var looks = []struct{ word, photo string }{
	{"墙", "wall"},
	{"支架", "wall"},
	{"栏杆", "wall"},
	{"垃圾", "rubbish"},
	{"小广告", "corridor"},
	{"堆", "corridor"},
	{"充电", "corridor"},
	{"水", "water"},
	{"漏", "water"},
	{"结冰", "car"},
	{"路面", "car"},
	{"车", "car"},
	{"灯", "lamp"},
	{"门", "wall"},
}

// photoFor returns a small photo that matches the text: of the problem, or of its solution.
func photoFor(words string, solved, second bool) ([]byte, error) {
	name := "wall"
	for _, l := range looks {
		if strings.Contains(words, l.word) {
			name = l.photo
			break
		}
	}
	for _, p := range samplePhotos {
		if p.Name == name && solved {
			name = p.Solved
			break
		}
	}
	for _, p := range samplePhotos {
		switch {
		case p.Name != name:
		case second:
			return p.turned()
		default:
			return p.small()
		}
	}
	return nil, fmt.Errorf("no sample photo %q", name)
}
