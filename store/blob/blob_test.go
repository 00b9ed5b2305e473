package blob

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"linli/app/media"
)

const testKey = "00112233445566778899aabbccddeeff00112233"

func TestBlobs(t *testing.T) {
	t.Parallel()
	for name, open := range map[string]func(*testing.T) media.Blobs{
		"folder": func(t *testing.T) media.Blobs { return openBlobs(t, Config{Dir: t.TempDir()}) },
		"s3, key in the address": func(t *testing.T) media.Blobs {
			return openBlobs(t, Config{URL: "s3://linli:geheim@" + fakeS3(t).host + "/photos?tls=0"})
		},
		"s3, key apart": func(t *testing.T) media.Blobs {
			return openBlobs(t, Config{
				URL: "s3://" + fakeS3(t).host + "/photos?tls=0&region=ap-beijing", Key: "linli", Secret: "geheim",
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			blobsKeep(t, open(t))
		})
	}
}

func openBlobs(t *testing.T, c Config) media.Blobs {
	t.Helper()
	b, err := Open(c)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func blobsKeep(t *testing.T, b media.Blobs) {
	ctx := t.Context()
	if err := Probe(ctx, b); err != nil {
		t.Fatal(err)
	}
	for _, data := range [][]byte{[]byte("one"), bytes.Repeat([]byte("photo"), 300_000), {}} {
		if err := b.Put(ctx, testKey, data, "image/jpeg"); err != nil {
			t.Fatal(err)
		}
		r, n, err := b.Get(ctx, testKey)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if err := errors.Join(err, r.Close()); err != nil || n != int64(len(data)) || !bytes.Equal(got, data) {
			t.Fatalf("got %d of %d bytes, said %d: %v", len(got), len(data), n, err)
		}
	}
	for range 2 {
		if err := b.Delete(ctx, testKey); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := b.Get(ctx, testKey); !errors.Is(err, media.ErrMissing) {
		t.Errorf("after deletion: %v", err)
	}
	for _, key := range []string{
		"", "..", "../../etc/passwd", "/etc/passwd", testKey + "/x", testKey[:39] + "/", testKey[:39] + "\x00",
		strings.ToUpper(testKey), testKey[:38], "..%2f" + testKey[5:], strings.Repeat(".", 40),
	} {
		if err := b.Put(ctx, key, []byte("x"), ""); err == nil {
			t.Errorf("wrote under %q", key)
		}
		if _, _, err := b.Get(ctx, key); !errors.Is(err, media.ErrMissing) {
			t.Errorf("read %q: %v", key, err)
		}
		if err := b.Delete(ctx, key); err == nil {
			t.Errorf("deleted %q", key)
		}
	}
}

func TestFolderIsPrivateAndLeavesNoTemporaryFile(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "media")
	b := openBlobs(t, Config{Dir: dir})
	if err := b.Put(t.Context(), testKey, []byte("x"), ""); err != nil {
		t.Fatal(err)
	}
	var found []string
	err := filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s is readable by others: %v", p, info.Mode())
		}
		if !d.IsDir() {
			rel, _ := filepath.Rel(dir, p)
			found = append(found, rel)
		}
		return nil
	})
	if want := filepath.Join("00", "11", testKey); err != nil || len(found) != 1 || found[0] != want {
		t.Errorf("found %v (%v), want %s", found, err, want)
	}
}

func TestBlobAddressesAreChecked(t *testing.T) {
	t.Parallel()
	for _, u := range []string{
		"http://k:geheim@h/b", "s3://k:geheim@h", "s3://k:geheim@h/", "s3://k:geheim@/b", "s3://k:geheim@h/b/c",
		"s3://k:geheim@h/b?tls=yes", "s3://k:geheim@h/b?style=odd", "s3://k:geheim@h/b%zz", "s3://h/b", "s3://k@h/b", "",
	} {
		b, err := Open(Config{URL: u})
		if err == nil {
			t.Errorf("%s opened %T", u, b)
			continue
		}
		if strings.Contains(err.Error(), "geheim") {
			t.Errorf("the error contains the secret: %v", err)
		}
	}
}

func TestS3OutageIsAnError(t *testing.T) {
	t.Parallel()
	s := fakeS3(t)
	b := openBlobs(t, Config{URL: "s3://linli:wrong@" + s.host + "/absent?tls=0"})
	if err := Probe(t.Context(), b); err == nil || errors.Is(err, media.ErrMissing) {
		t.Errorf("got %v", err)
	}
	if _, _, err := b.Get(t.Context(), testKey); err == nil || errors.Is(err, media.ErrMissing) {
		t.Errorf("a missing bucket is not a missing photo: %v", err)
	}
}

// s3 is a minimal object store.
type s3 struct {
	host  string
	mu    sync.Mutex
	blobs map[string][]byte
}

func fakeS3(t *testing.T) *s3 {
	s := &s3{blobs: map[string][]byte{}}
	srv := httptest.NewServer(s)
	t.Cleanup(srv.Close)
	s.host = strings.TrimPrefix(srv.URL, "http://")
	return s
}

func (s *s3) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	path, ok := strings.CutPrefix(r.URL.Path, "/photos/media/")
	switch {
	case !strings.Contains(r.Header.Get("Authorization"), "Credential=linli/"):
		s3Error(w, http.StatusForbidden, "AccessDenied")
		return
	case !ok:
		s3Error(w, http.StatusNotFound, "NoSuchBucket")
		return
	}
	switch r.Method {
	case http.MethodPut:
		data, err := s3Body(r)
		if err != nil {
			s3Error(w, http.StatusBadRequest, "IncompleteBody")
			return
		}
		s.blobs[path] = data
		w.Header().Set("ETag", `"x"`)
	case http.MethodGet:
		data, ok := s.blobs[path]
		if !ok {
			s3Error(w, http.StatusNotFound, "NoSuchKey")
			return
		}
		w.Header().Set("ETag", `"x"`)
		w.Header().Set("Last-Modified", "Mon, 02 Mar 2026 09:00:00 GMT")
		w.Header().Set("Content-Length", strconv.Itoa(len(data)))
		w.Write(data)
	case http.MethodDelete:
		delete(s.blobs, path)
		w.WriteHeader(http.StatusNoContent)
	default:
		s3Error(w, http.StatusMethodNotAllowed, "MethodNotAllowed")
	}
}

func s3Error(w http.ResponseWriter, status int, code string) {
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(status)
	fmt.Fprintf(w, `<?xml version="1.0"?><Error><Code>%s</Code><Message>no</Message></Error>`, code)
}

// s3Body decodes the signed chunks that clients send over plain HTTP.
func s3Body(r *http.Request) ([]byte, error) {
	if !strings.HasPrefix(r.Header.Get("X-Amz-Content-Sha256"), "STREAMING-") {
		return io.ReadAll(r.Body)
	}
	var data []byte
	in := bufio.NewReader(r.Body)
	for {
		head, err := in.ReadString('\n')
		if err != nil {
			return nil, err
		}
		size, _, _ := strings.Cut(strings.TrimSpace(head), ";")
		n, err := strconv.ParseInt(size, 16, 64)
		if err != nil || n == 0 {
			return data, err
		}
		chunk := make([]byte, n+2)
		if _, err := io.ReadFull(in, chunk); err != nil {
			return nil, err
		}
		data = append(data, chunk[:n]...)
	}
}
