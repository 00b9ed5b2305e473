package wxmsg

import (
	"bytes"
	"compress/gzip"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"linli/app/media"

	"linli/app/auth"
)

func file(contentType string, body []byte) answerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		_, _ = w.Write(body)
	}
}

func pngFile(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 4, 4))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func jpegFile(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 4, 4)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestUploadPicture(t *testing.T) {
	o := open(t)
	o.p.on(uploadAPI, file("application/json", []byte(`{"type":"image","media_id":"m-1","created_at":1}`)))
	id, err := o.UploadPicture(t.Context(), jpegFile(t))
	call := o.p.calls(uploadAPI)[0]
	if err != nil || id != "m-1" || call.query["type"][0] != "image" || !bytes.Contains([]byte(call.body), jpegFile(t)) {
		t.Errorf("%s %v %v", id, err, call.query)
	}
	for _, bad := range []string{`{"errcode":40004,"errmsg":"invalid media type"}`, `{"type":"image"}`, "oops"} {
		o.p.on(uploadAPI, file("application/json", []byte(bad)))
		if id, err := o.UploadPicture(t.Context(), jpegFile(t)); err == nil {
			t.Errorf("%s: %q", bad, id)
		}
	}
}

func TestFetchMedia(t *testing.T) {
	o := open(t)
	for _, c := range []struct{ given, want string }{{"image/jpeg", "image/png"}, {"image/png; charset=x", "image/png"}, {"", "image/png"}} {
		o.p.on(mediaAPI, file(c.given, pngFile(t)))
		data, ctype, err := o.FetchMedia(t.Context(), "m&x=1", 1<<20)
		if err != nil || ctype != c.want || !bytes.Equal(data, pngFile(t)) {
			t.Errorf("%s: %s %v", c.given, ctype, err)
		}
	}
	if q := o.p.calls(mediaAPI)[0].query; q["media_id"][0] != "m&x=1" {
		t.Errorf("%v", q)
	}
	o.p.on(mediaAPI, file("voice/amr", []byte("#!AMR\n123")))
	if _, ctype, err := o.FetchMedia(t.Context(), "m", 1<<20); ctype != "voice/amr" || err != nil {
		t.Errorf("%s %v", ctype, err)
	}
	o.p.on(mediaAPI, file("image/jpeg", make([]byte, 1001)))
	if _, _, err := o.FetchMedia(t.Context(), "m", 1000); !errors.Is(err, ErrMediaSize) {
		t.Errorf("too big: %v", err)
	}
	o.p.on(mediaAPI, file("image/jpeg", jpegFile(t)))
	if data, _, err := o.FetchMedia(t.Context(), "m", int64(len(jpegFile(t)))); err != nil || len(data) != len(jpegFile(t)) {
		t.Errorf("just right: %v", err)
	}
	o.p.on(mediaAPI, file("text/plain", []byte(`{"errcode":40007,"errmsg":"invalid media_id"}`)))
	if _, _, err := o.FetchMedia(t.Context(), "m", 1000); !hasCode(err, 40007) || !errors.Is(err, media.ErrGone) {
		t.Errorf("gone: %v", err)
	}
	for _, bad := range []answerFunc{says("<html>busy</html>"), says(`{"video_url":"http://x"}`), file("image/jpeg", nil), status(502)} {
		o.p.on(mediaAPI, bad)
		var e *Error
		if data, _, err := o.FetchMedia(t.Context(), "m", 1000); !errors.As(err, &e) || !e.Unknown || data != nil {
			t.Errorf("%v", err)
		}
	}
	if _, _, err := o.FetchMedia(t.Context(), "", 1000); !errors.Is(err, media.ErrGone) {
		t.Errorf("no id: %v", err)
	}
}

// An answer that unpacks to more than the limit is not read beyond it.
func TestAPackedAnswerIsReadToTheLimitOnly(t *testing.T) {
	o := open(t)
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	for range 256 {
		if _, err := z.Write(make([]byte, 1<<20)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	o.p.on(mediaAPI, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "image/jpeg")
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(packed.Bytes())
	})
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, _, err := o.FetchMedia(t.Context(), "m", 1<<20)
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; !errors.Is(err, ErrMediaSize) || used > 16<<20 {
		t.Errorf("%d bytes of memory, %v", used, err)
	}
}

func TestSceneQR(t *testing.T) {
	o := open(t)
	o.p.on(sceneQRAPI, says(`{"ticket":"a/b+c==","expire_seconds":60,"url":"http://weixin.qq.com/q/x","errmsg":"ok"}`))
	o.p.on(showQRAPI, file("image/jpg", jpegFile(t)))
	img, address, err := o.SceneQR(t.Context(), "b12", 99999999)
	if err != nil || !bytes.Equal(img, jpegFile(t)) || address != "http://weixin.qq.com/q/x" {
		t.Fatalf("%v %s", err, address)
	}
	if q := o.p.calls(showQRAPI)[0].query; q["ticket"][0] != "a/b+c==" || len(q) != 1 {
		t.Errorf("%v", q)
	}
	if body := o.p.calls(sceneQRAPI)[0].body; !strings.Contains(body, `"expire_seconds":2592000`) || !strings.Contains(body, `"QR_STR_SCENE"`) || !strings.Contains(body, `"scene_str":"b12"`) {
		t.Error(body)
	}
	if _, _, err := o.SceneQR(t.Context(), "b12", 0); err != nil {
		t.Error(err)
	}
	if body := o.p.calls(sceneQRAPI)[1].body; strings.Contains(body, "expire_seconds") || !strings.Contains(body, `"QR_LIMIT_STR_SCENE"`) {
		t.Error(body)
	}
	for _, scene := range []string{"", strings.Repeat("a", 65)} {
		if _, _, err := o.SceneQR(t.Context(), scene, 60); !hasCode(err, 40053) {
			t.Errorf("%q: %v", scene, err)
		}
	}
	o.p.on(showQRAPI, status(404))
	if img, _, err := o.SceneQR(t.Context(), "a", 60); err == nil || img != nil {
		t.Error("no picture, no error")
	}
	o.p.on(showQRAPI, says("<html>"))
	if img, _, err := o.SceneQR(t.Context(), "a", 60); err == nil || img != nil {
		t.Error("no picture, no error")
	}
	o.p.on(sceneQRAPI, says(`{"errcode":0}`))
	if _, _, err := o.SceneQR(t.Context(), "a", 60); err == nil {
		t.Error("no ticket, no error")
	}
}

func TestPageCode(t *testing.T) {
	o := open(t)
	o.p.on(pageCodeAPI, file("image/jpeg; charset=x", jpegFile(t)), file("application/octet-stream", pngFile(t)))
	for range 2 {
		if img, err := o.PageCode(t.Context(), auth.MP, "b=12", "/pages/scan/scan"); err != nil || len(img) == 0 {
			t.Error(err)
		}
	}
	body := bodyOf(t, o.p.calls(pageCodeAPI)[0])
	if body["scene"] != "b=12" || body["page"] != "pages/scan/scan" || body["env_version"] != "release" || body["check_path"] != true {
		t.Errorf("%v", body)
	}
	for _, scene := range []string{"", strings.Repeat("a", 33), "楼", "a%b", "a b"} {
		if _, err := o.PageCode(t.Context(), auth.MP, scene, "pages/a"); !hasCode(err, 40169) {
			t.Errorf("%q: %v", scene, err)
		}
	}
	if _, err := o.PageCode(t.Context(), auth.MP, "a", "pages/a?b=1"); err == nil {
		t.Error("a page with a query")
	}
	o.p.on(pageCodeAPI, file("image/jpeg", []byte(`{"errcode":41030,"errmsg":"invalid page"}`)))
	if _, err := o.PageCode(t.Context(), auth.MP, "a", "pages/a"); !hasCode(err, 41030) {
		t.Errorf("%v", err)
	}
}
