package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"linli/app/media"
)

// Config names the store of photos and voice messages.
type Config struct {
	URL         string // s3://key:secret@host/bucket?region=&tls=0|1&style=auto|path|host; empty means Dir
	Dir         string
	Key, Secret string // used when the URL has none
}

// Open returns the blob store of c. It does not contact an object store, so that the program starts during an outage of it;
// Probe does.
func Open(c Config) (media.Blobs, error) {
	if c.URL != "" {
		return openS3(c)
	}
	if c.Dir == "" {
		return nil, errors.New("open blobs: no folder given")
	}
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("open blobs: %w", err)
	}
	return folder{c.Dir}, nil
}

// Probe writes, reads and deletes one small blob.
func Probe(ctx context.Context, b media.Blobs) error {
	const key, word = "0000000000000000000000000000000000000000", "linli"
	if err := b.Put(ctx, key, []byte(word), "text/plain"); err != nil {
		return fmt.Errorf("probe blobs: write: %w", err)
	}
	r, _, err := b.Get(ctx, key)
	if err != nil {
		return fmt.Errorf("probe blobs: read: %w", err)
	}
	got, err := io.ReadAll(io.LimitReader(r, 64))
	if err := errors.Join(err, r.Close()); err != nil {
		return fmt.Errorf("probe blobs: read: %w", err)
	}
	if string(got) != word {
		return errors.New("probe blobs: the blob read differs from the one written")
	}
	if err := b.Delete(ctx, key); err != nil {
		return fmt.Errorf("probe blobs: delete: %w", err)
	}
	return nil
}

var errKey = errors.New("malformed blob key")

// checkKey accepts only 40 lower-case hexadecimal digits: no dots, slashes or letters that a file system folds.
func checkKey(key string) error {
	if len(key) != 40 || strings.Trim(key, "0123456789abcdef") != "" {
		return errKey
	}
	return nil
}

// folder keeps each blob in a file, dir/ab/cd/abcd….
type folder struct{ dir string }

func (f folder) path(key string) (string, error) {
	if err := checkKey(key); err != nil {
		return "", err
	}
	return filepath.Join(f.dir, key[:2], key[2:4], key), nil
}

// Put implements media.Blobs: after a crash the file is old, new or absent, never partial.
func (f folder) Put(ctx context.Context, key string, data []byte, _ string) error {
	path, err := f.path(key)
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("put blob: %w", err)
	}
	leaf := filepath.Dir(path)
	if err := os.MkdirAll(leaf, 0o700); err != nil {
		return fmt.Errorf("put blob: %w", err)
	}
	temp, err := os.CreateTemp(leaf, ".new-*")
	if err != nil {
		return fmt.Errorf("put blob: %w", err)
	}
	defer os.Remove(temp.Name()) // no effect after the rename
	_, err = temp.Write(data)
	if err := errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return fmt.Errorf("put blob: %w", err)
	}
	if err := os.Rename(temp.Name(), path); err != nil {
		return fmt.Errorf("put blob: %w", err)
	}
	return errors.Join(SyncFolder(leaf), SyncFolder(filepath.Dir(leaf)), SyncFolder(f.dir))
}

// SyncFolder makes the names in a folder survive a power failure.
func SyncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("sync folder: %w", err)
	}
	if err := errors.Join(d.Sync(), d.Close()); err != nil {
		return fmt.Errorf("sync folder: %w", err)
	}
	return nil
}

// Get implements media.Blobs.
func (f folder) Get(_ context.Context, key string) (io.ReadCloser, int64, error) {
	path, err := f.path(key)
	if err != nil {
		return nil, 0, media.ErrMissing.Because(err)
	}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, media.ErrMissing
	}
	if err != nil {
		return nil, 0, fmt.Errorf("get blob: %w", err)
	}
	info, err := file.Stat()
	if err != nil {
		return nil, 0, errors.Join(fmt.Errorf("get blob: %w", err), file.Close())
	}
	return file, info.Size(), nil
}

// Delete implements media.Blobs.
func (f folder) Delete(_ context.Context, key string) error {
	path, err := f.path(key)
	if err != nil {
		return err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("delete blob: %w", err)
	}
	return nil
}
