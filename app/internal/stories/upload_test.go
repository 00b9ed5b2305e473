package stories

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"image/jpeg"
	"io/fs"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// pngClaiming is a PNG of a few bytes with a header of width × height.
func pngClaiming(width, height uint32) []byte {
	head := binary.BigEndian.AppendUint32([]byte("IHDR"), width)
	head = append(binary.BigEndian.AppendUint32(head, height), 8, 2, 0, 0, 0)
	chunk := func(body []byte) []byte {
		b := binary.BigEndian.AppendUint32(nil, uint32(len(body)-4)) //nolint:gosec // short
		return binary.BigEndian.AppendUint32(append(b, body...), crc32.ChecksumIEEE(body))
	}
	return append(append([]byte("\x89PNG\r\n\x1a\n"), chunk(head)...), chunk([]byte("IDAT\x78\x9c"))...)
}

// jpegClaiming is a real JPEG with a header of width × height.
func jpegClaiming(width, height uint16) []byte {
	data := photo(16, 16)
	at := bytes.Index(data, []byte{0xff, 0xc0})
	binary.BigEndian.PutUint16(data[at+5:], height)
	binary.BigEndian.PutUint16(data[at+7:], width)
	return data
}

// located is a photo as telephones take it: EXIF with a position, the camera, and an orientation.
func located(width, height int) []byte {
	le := binary.LittleEndian
	entry := func(b []byte, tag, kind uint16, n, value uint32) []byte {
		return le.AppendUint32(le.AppendUint32(le.AppendUint16(le.AppendUint16(b, tag), kind), n), value)
	}
	tiff := append([]byte("II*\x00"), 8, 0, 0, 0, 3, 0)
	tiff = entry(tiff, 0x0112, 3, 1, 6)   // orientation
	tiff = entry(tiff, 0x010f, 2, 12, 68) // maker
	tiff = entry(tiff, 0x8825, 4, 1, 50)  // GPS
	tiff = append(tiff, 0, 0, 0, 0, 1, 0) // end of the first directory, one entry in the second
	tiff = entry(tiff, 0x001d, 2, 12, 80) // GPS date
	tiff = append(tiff, 0, 0, 0, 0)       // end
	tiff = append(tiff, "HUAWEI-SECR\x002026:11:23\x00\x00"...)
	body := append([]byte("Exif\x00\x00"), tiff...)
	segment := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(body)+2)) //nolint:gosec // short
	data := photo(width, height)
	return append(append(append([]byte{0xff, 0xd8}, segment...), body...), data[2:]...)
}

// kept returns how many files are in the media folder.
func (w *world) kept() int {
	w.Helper()
	n := 0
	err := filepath.WalkDir(filepath.Join(w.config.Data, "media"), func(_ string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			n++
		}
		return nil //nolint:nilerr // no folder yet
	})
	w.must(err)
	return n
}

func TestBadPicturesAreRefusedAndNotStored(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang := w.someone("老王")
		whole := photo(400, 300)
		before := w.kept()
		for _, c := range []struct {
			name string
			data []byte
			want string
		}{
			{"nothing", nil, "400 media.empty"},
			{"11 MB", append(photo(64, 48), make([]byte, 11<<20)...), "400 media.too_large"},
			{"PNG of 30000x30000", pngClaiming(30000, 30000), "400 media.too_many_pixels"},
			{"JPEG of 30000x30000", jpegClaiming(30000, 30000), "400 media.too_many_pixels"},
			{"GIF of 30000x30000", []byte("GIF89a\x30\x75\x30\x75\x00\x00\x00;"), "400 media.too_many_pixels"},
			{"long and narrow", jpegClaiming(12001, 1), "400 media.too_many_pixels"},
			{"a PNG without pixels", pngClaiming(0, 0), "400 media.broken"},
			{"text", []byte("this is not a picture"), "400 media.not_picture"},
			{"a page", []byte("<html><script>alert(1)</script>"), "400 media.not_picture"},
			{"SVG", []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), "400 media.not_picture"},
			{"ZIP", []byte("PK\x03\x04\x14\x00\x00\x00"), "400 media.not_picture"},
			{"HEIC", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), "400 media.heic"},
			{"a page behind a JPEG's first bytes", []byte("\xff\xd8\xff\xe0<html><script>alert(1)</script>"), "400 media.broken"},
			{"a script behind a GIF's first bytes", []byte("GIF89a/*" + strings.Repeat(" ", 40) + "*/=alert(1)"), "400 media"},
			{"a JPEG cut off in its head", whole[:100], "400 media.broken"},
			{"a JPEG cut off in the middle", whole[:len(whole)/2], "400 media.broken"},
			{"one byte", []byte{0xff}, "400 media.not_picture"},
		} {
			got := w.code(wang.login("mp"), "POST", api+"/media", c.data, "Content-Type", "image/jpeg")
			if !strings.HasPrefix(got, c.want) {
				w.Errorf("%s = %s, want %s", c.name, got, c.want)
			}
		}
		if n := w.count("SELECT COUNT(*) FROM media_file") + w.count("SELECT COUNT(*) FROM job_open WHERE kind LIKE 'media%'"); n != 0 || w.kept() != before {
			w.Fatalf("%d rows and %d files were kept", n, w.kept()-before)
		}
		last := ""
		for range 130 {
			if last = w.code(wang.login("mp"), "POST", api+"/media", nil); last == "429 http.often" {
				break
			}
		}
		if last != "429 http.often" {
			w.Fatalf("repeated uploads = %s", last)
		}
	})
}

// Twenty megabytes are refused by their Content-Length.
func TestHugePicturesAreRefusedByTheirLength(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	conn, err := new(net.Dialer).DialContext(w.ctx, "tcp", w.running.Address)
	w.must(err)
	defer conn.Close()
	_, err = fmt.Fprintf(conn, "POST %s/media HTTP/1.1\r\nHost: linli\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n",
		api, w.someone("老王").login("mp"), 20<<20)
	w.must(err)
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	w.must(err)
	defer res.Body.Close()
	var said struct {
		Error struct{ Code, Message string }
	}
	w.must(json.NewDecoder(res.Body).Decode(&said))
	if res.StatusCode != http.StatusRequestEntityTooLarge || said.Error.Code != "http.too_large" || !strings.Contains(said.Error.Message, "10MB") {
		w.Fatalf("%d %v", res.StatusCode, said)
	}
}

// form is a multipart form with a photo.
func form(w *world, field string, data []byte) (body []byte, contentType string) {
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	part, err := m.CreateFormFile(field, "../../etc/passwd.jpg")
	w.must(err)
	_, err = part.Write(data)
	w.must(err)
	w.must(m.Close())
	return b.Bytes(), m.FormDataContentType()
}

func TestServedPhotosContainNoMetadata(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.publish()
		wang := w.someone("老王")
		hidden := []byte("PK\x03\x04<script>alert(1)</script>")
		for name, data := range map[string][]byte{
			"EXIF and GPS": located(600, 400), "polyglot": append(located(600, 400), hidden...),
		} {
			inForm, contentType := form(w, "file", data)
			for _, way := range []struct {
				body []byte
				kind string
			}{{data, "image/jpeg"}, {data, ""}, {inForm, contentType}} {
				status, answer := w.send(wang.login("mp"), "POST", api+"/media", way.body, "Content-Type", way.kind)
				var f fields
				w.must(json.Unmarshal(answer, &f))
				if status != 201 {
					w.Fatalf("%s: %d %s", name, status, answer)
				}
				w.wants(f, fields{"kind": "photo", "width": 400.0, "height": 600.0, "note": ""}) // turned upright
				for _, link := range []string{"url", "thumb"} {
					path, _ := strings.CutPrefix(f[link].(string), w.config.PublicURL)
					_, served := w.send("", "GET", path, nil)
					img, err := jpeg.Decode(bytes.NewReader(served))
					w.must(err)
					if size := img.Bounds().Size(); link == "thumb" && (size.X != 240 || size.Y != 360) {
						w.Errorf("the thumbnail is %v", size)
					}
					for _, secret := range []string{"Exif", "HUAWEI", "2026:11:23", "script", "PK\x03\x04"} {
						if bytes.Contains(served, []byte(secret)) {
							w.Errorf("%s: %s contains %q", name, link, secret)
						}
					}
				}
			}
		}
		wrong, contentType := form(w, "photo", photo(20, 20))
		w.refused(wang.login("mp"), "POST", api+"/media", wrong, "400 media.not_picture", "Content-Type", contentType)
	})
}

func TestLinksCannotBeForgedOrProlonged(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.publish()
		wang := w.someone("老王")
		first := wang.does("mp", "POST", api+"/media", photo(40, 30), 201)
		second := wang.does("mp", "POST", api+"/media", photo(40, 30), 201)
		link, err := url.Parse(first["url"].(string))
		w.must(err)
		good := link.RequestURI()
		w.refused("", "GET", good, nil, "200")
		change := func(name, value string) string {
			q := link.Query()
			q.Set(name, value)
			return link.Path + "?" + q.Encode()
		}
		sig, end := link.Query().Get("s"), link.Query().Get("e")
		flipped := map[bool]string{true: "B", false: "A"}[sig[0] == 'A'] + sig[1:]
		other := fmt.Sprintf("/media/%s/full?%s", second["id"], link.RawQuery)
		for name, path := range map[string]string{
			"signature changed": change("s", flipped), "signature cut": change("s", sig[:10]), "no signature": change("s", ""),
			"longer life": change("e", "9"+end), "no end": change("e", ""), "end in words": change("e", "never"),
			"other variant": strings.Replace(good, "/full?", "/thumb?", 1), "no such variant": strings.Replace(good, "/full?", "/raw?", 1),
			"other file": other, "no file": strings.Replace(good, link.Path, "/media/999999/full", 1), "nothing": link.Path,
		} {
			if got := w.code("", "GET", path, nil); got != "404 media.missing" {
				w.Errorf("%s = %s", name, got)
			}
		}
		w.refused("", http.MethodPost, good, nil, "405 http.method")
		w.later(time.Hour - time.Millisecond)
		w.refused("", "GET", good, nil, "200")
		w.later(time.Hour + time.Millisecond)
		w.refused("", "GET", good, nil, "404 media.missing")
	})
}
