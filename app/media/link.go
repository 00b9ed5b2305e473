package media

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"strconv"
	"time"
)

// The variants of a file.
const (
	full  = "full"
	thumb = "thumb"
	play  = "play" // a voice message in MP3
)

// linkLife is the shortest life of a link. Links made in the same hour are equal, so that phones cache pictures.
const linkLife = time.Hour

// URL returns a signed link to the file, or "" without a stored file. Anyone with the link sees the file until it expires:
// check ShownTo first. Withholding a file ends its earlier links at once.
func (s *Service) URL(f File, small bool, now time.Time) string {
	if small {
		return s.link(f, thumb, f.ThumbKey, now)
	}
	return s.link(f, full, f.Key, now)
}

// PlayURL is URL for a voice message in the form that every client plays; "" while there is none.
func (s *Service) PlayURL(f File, now time.Time) string { return s.link(f, play, f.PlayKey, now) }

func (s *Service) link(f File, variant, key string, now time.Time) string {
	if f.State != Stored || key == "" {
		return ""
	}
	id := strconv.FormatInt(f.ID, 10)
	exp := strconv.FormatInt(now.Truncate(linkLife).Add(2*linkLife).Unix(), 10)
	return s.base + "/media/" + id + "/" + variant + "?e=" + exp + "&s=" + s.sign(id, variant, exp, f.withheld())
}

// sign covers whether the file is withheld, so that withholding it ends its earlier links.
func (s *Service) sign(id, variant, exp string, withheld bool) string {
	mac := hmac.New(sha256.New, s.key)
	fmt.Fprintf(mac, "media\n%s\n%s\n%s\n%t", id, variant, exp, withheld)
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// Open returns the file of a link and its content type. The strings come unchanged from the address; any error in them is
// ErrMissing. The database is read only after the signature is verified.
func (s *Service) Open(ctx context.Context, id, variant, exp, sig string) (io.ReadCloser, string, error) {
	open := hmac.Equal([]byte(sig), []byte(s.sign(id, variant, exp, false)))
	withheld := hmac.Equal([]byte(sig), []byte(s.sign(id, variant, exp, true)))
	until, err := strconv.ParseInt(exp, 10, 64)
	if err != nil || !open && !withheld || s.now().Unix() >= until {
		return nil, "", ErrMissing
	}
	number, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return nil, "", ErrMissing
	}
	f, err := s.store.File(ctx, number)
	if err != nil {
		return nil, "", err
	}
	if f.State != Stored || withheld != f.withheld() {
		return nil, "", ErrMissing
	}
	key, contentType := f.Key, f.Type
	switch variant {
	case thumb:
		key, contentType = f.ThumbKey, typeJPEG
	case play:
		key, contentType = f.PlayKey, typeMP3
	}
	r, _, err := s.blobs.Get(ctx, key)
	if err != nil {
		return nil, "", fmt.Errorf("open file %d: %w", number, err)
	}
	return r, contentType, nil
}
