package wxsim

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"time"
)

// mediaLife is how long temporary media (临时素材) can be fetched.
const mediaLife = 3 * 24 * time.Hour

// medium is a picture or recording on WeChat's servers.
type medium struct {
	kind        string // image, voice
	account     string // the account of its media_id
	contentType string
	bytes       []byte
	at          time.Time
}

const picturePrefix = "/mmbiz_jpg/"

// keep stores a person's file and returns its MediaId and PicUrl.
func (s *Sim) keep(account, kind string, content []byte) (id, url string) {
	s.mu.Lock()
	defer s.unlock()
	return s.store(account, kind, content)
}

// store must be called with mu held.
func (s *Sim) store(account, kind string, content []byte) (id, url string) {
	id = randomText(64)
	contentType := "audio/amr"
	if kind == "image" {
		contentType = http.DetectContentType(content)
		if !strings.HasPrefix(contentType, "image/") {
			contentType = "image/jpeg"
		}
	}
	s.media[id] = medium{kind, account, contentType, bytes.Clone(content), s.now()}
	return id, s.baseURL + picturePrefix + id + "/0"
}

func (s *Sim) hasMedia(id string) bool {
	s.mu.Lock()
	defer s.unlock()
	_, found := s.media[id]
	return found
}

// knownMedia must be called with mu held.
func (c *call) knownMedia(id string) error {
	m, found := c.s.media[id]
	if !found || m.account != c.acct.Kind || c.now.Sub(m.at) >= mediaLife {
		return wxErr(40007, "invalid media_id")
	}
	return nil
}

func mediaPath(path string) (id string, found bool) {
	id, found = strings.CutPrefix(path, picturePrefix)
	return strings.TrimSuffix(id, "/0"), found
}

// servePicture is PicUrl: as in WeChat it needs no token and does not expire with the media_id.
func (s *Sim) servePicture(w http.ResponseWriter, id string) {
	s.mu.Lock()
	m, found := s.media[id]
	s.unlock()
	if !found || m.kind != "image" {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", m.contentType)
	_, _ = w.Write(m.bytes)
}

// getMedia is /cgi-bin/media/get.
func getMedia(c *call) (any, error) {
	c.s.mu.Lock()
	defer c.s.unlock()
	id := c.query.Get("media_id")
	if err := c.knownMedia(id); err != nil {
		return nil, err
	}
	m := c.s.media[id]
	ext := map[string]string{"image/png": ".png", "image/gif": ".gif", "audio/amr": ".amr"}[m.contentType]
	if ext == "" {
		ext = ".jpg"
	}
	return raw{m.contentType, `attachment; filename="` + id + ext + `"`, m.bytes}, nil
}

// uploadMedia is /cgi-bin/media/upload.
func uploadMedia(c *call) (any, error) {
	kind := c.query.Get("type")
	if kind != "image" && kind != "voice" {
		return nil, wxErr(40004, "invalid media type")
	}
	_, params, err := mime.ParseMediaType(c.ctype)
	if err != nil {
		return nil, wxErr(41005, "media data missing")
	}
	parts := multipart.NewReader(bytes.NewReader(c.body), params["boundary"])
	for {
		part, err := parts.NextPart()
		if err != nil {
			return nil, wxErr(41005, "media data missing")
		}
		if part.FormName() != "media" {
			continue
		}
		content, err := io.ReadAll(part)
		if err != nil || len(content) == 0 {
			return nil, wxErr(41005, "media data missing")
		}
		if len(content) > 10<<20 {
			return nil, wxErr(40009, "invalid image size")
		}
		c.s.mu.Lock()
		defer c.s.unlock()
		id, _ := c.s.store(c.acct.Kind, kind, content)
		return map[string]any{"type": kind, "media_id": id, "created_at": c.now.Unix()}, nil
	}
}
