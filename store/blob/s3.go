package blob

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"linli/app/media"
)

// bucket keeps blobs in an object store that speaks S3: MinIO, 腾讯云 COS, 阿里云 OSS.
type bucket struct {
	core minio.Core
	name string
}

// blobPrefix is before every key, so that a bucket may be shared.
const blobPrefix = "media/"

var errBlobURL = errors.New("LINLI_MEDIA_URL is malformed; the form is s3://host/bucket?region=…, the credentials in LINLI_MEDIA_KEY and LINLI_MEDIA_SECRET")

// openS3 parses the address of a bucket. Its errors never contain the address, which holds the secret.
func openS3(c Config) (media.Blobs, error) {
	u, err := url.Parse(c.URL)
	if err != nil {
		return nil, errBlobURL
	}
	name := strings.Trim(u.Path, "/")
	if u.Scheme != "s3" || u.Host == "" || name == "" || strings.Contains(name, "/") {
		return nil, errBlobURL
	}
	key, secret := c.Key, c.Secret
	if u.User != nil {
		key = u.User.Username()
		secret, _ = u.User.Password()
	}
	if key == "" || secret == "" {
		return nil, errors.New("the object store needs a key and a secret: LINLI_MEDIA_KEY, LINLI_MEDIA_SECRET")
	}
	styles := map[string]minio.BucketLookupType{
		"": minio.BucketLookupAuto, "auto": minio.BucketLookupAuto, "path": minio.BucketLookupPath, "host": minio.BucketLookupDNS,
	}
	q := u.Query()
	if q.Get("region") == "" {
		q.Set("region", "us-east-1") // expected by servers without regions; an empty value would cost a request
	}
	style, ok := styles[q.Get("style")]
	if tls := q.Get("tls"); !ok || tls != "" && tls != "0" && tls != "1" {
		return nil, errBlobURL
	}
	core, err := minio.NewCore(u.Host, &minio.Options{
		Creds:        credentials.NewStaticV4(key, secret, ""),
		Secure:       q.Get("tls") != "0",
		Region:       q.Get("region"),
		BucketLookup: style,
		Transport:    blobTransport(),
		MaxRetries:   3,
	})
	if err != nil {
		return nil, errBlobURL
	}
	return &bucket{*core, name}, nil
}

func blobTransport() *http.Transport {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 3 * time.Second}).DialContext,
		TLSHandshakeTimeout:   5 * time.Second,
		ResponseHeaderTimeout: 20 * time.Second,
		IdleConnTimeout:       time.Minute,
		MaxIdleConnsPerHost:   16,
		DisableCompression:    true,
	}
}

// Put implements media.Blobs.
func (b *bucket) Put(ctx context.Context, key string, data []byte, contentType string) error {
	if err := checkKey(key); err != nil {
		return err
	}
	_, err := b.core.Client.PutObject(ctx, b.name, blobPrefix+key, bytes.NewReader(data), int64(len(data)),
		minio.PutObjectOptions{ContentType: contentType, SendContentMd5: true, DisableMultipart: true})
	if err != nil {
		return fmt.Errorf("put blob: %w", err)
	}
	return nil
}

// Get implements media.Blobs.
func (b *bucket) Get(ctx context.Context, key string) (io.ReadCloser, int64, error) {
	if err := checkKey(key); err != nil {
		return nil, 0, media.ErrMissing.Because(err)
	}
	r, info, _, err := b.core.GetObject(ctx, b.name, blobPrefix+key, minio.GetObjectOptions{})
	if minio.ToErrorResponse(err).Code == minio.NoSuchKey {
		return nil, 0, media.ErrMissing
	}
	if err != nil {
		return nil, 0, fmt.Errorf("get blob: %w", err)
	}
	return r, info.Size, nil
}

// Delete implements media.Blobs.
func (b *bucket) Delete(ctx context.Context, key string) error {
	if err := checkKey(key); err != nil {
		return err
	}
	err := b.core.Client.RemoveObject(ctx, b.name, blobPrefix+key, minio.RemoveObjectOptions{})
	if err != nil && minio.ToErrorResponse(err).Code != minio.NoSuchKey {
		return fmt.Errorf("delete blob: %w", err)
	}
	return nil
}
