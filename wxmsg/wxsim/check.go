package wxsim

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	seenWithin  = 2 * time.Hour // content is checked only for persons who used the account within this
	maxContent  = 2500
	maxMedia    = 10 << 20
	mediaFailed = -1008
)

// Verdict is the result of content security; the zero value passes.
type Verdict struct {
	Suggest string // pass, review or risky
	Label   int    // 100 正常, 10001 广告, 20001 时政, 20002 色情, 20003 辱骂, 20006 违法犯罪, 20008 欺诈, …
	Keyword string
}

func (v Verdict) orPass() Verdict {
	if v.Suggest == "" {
		v.Suggest = "pass"
	}
	if v.Label == 0 {
		v.Label = 100
	}
	return v
}

type riskyWord struct {
	word    string
	verdict Verdict
}

// RiskyText makes texts with one of the words "risky".
func (s *Sim) RiskyText(label int, words ...string) { s.addWords("risky", label, words) }

// ReviewText makes texts with one of the words "review".
func (s *Sim) ReviewText(label int, words ...string) { s.addWords("review", label, words) }

func (s *Sim) addWords(suggest string, label int, words []string) {
	s.mu.Lock()
	defer s.unlock()
	for _, w := range words {
		s.words = append(s.words, riskyWord{w, Verdict{suggest, label, w}})
	}
}

// RiskyMedia lets the test judge pictures and recordings; nil passes all.
func (s *Sim) RiskyMedia(decide func(address string, body []byte) Verdict) {
	s.mu.Lock()
	defer s.unlock()
	s.judge = decide
}

// checkable checks the conditions of both security APIs. mu is held.
func (c *call) checkable(version, scene int, openid string) (*Person, error) {
	if version != 2 {
		return nil, wxErr(40097, "invalid args")
	}
	if scene < 1 || scene > 4 {
		return nil, wxErr(40129, "invalid scene")
	}
	o, found := c.s.byOpenID[openid]
	if !found {
		return nil, wxErr(40003, "invalid openid")
	}
	if o.kind != c.acct.Kind {
		return nil, wxErr(43104, "appid not match openid")
	}
	if st := o.person.standings[o.kind]; st.seen.IsZero() || c.now.Sub(st.seen) > seenWithin {
		return nil, wxErr(61010, "code is expired")
	}
	return o.person, nil
}

type checkDetail struct {
	Strategy string `json:"strategy"`
	Code     int    `json:"errcode"`
	Suggest  string `json:"suggest"`
	Label    int    `json:"label"`
	Keyword  string `json:"keyword,omitempty"`
	Prob     int    `json:"prob"`
}

type checkResult struct {
	Suggest string `json:"suggest"`
	Label   int    `json:"label"`
}

// checkText is /wxa/msg_sec_check.
func checkText(c *call) (any, error) {
	var in struct {
		Version   int    `json:"version"`
		Scene     int    `json:"scene"`
		OpenID    string `json:"openid"`
		Content   string `json:"content"`
		Title     string `json:"title"`
		Nickname  string `json:"nickname"`
		Signature string `json:"signature"`
	}
	if err := c.decode(&in); err != nil {
		return nil, err
	}
	s := c.s
	s.mu.Lock()
	defer s.unlock()
	if _, err := c.checkable(in.Version, in.Scene, in.OpenID); err != nil {
		return nil, err
	}
	if in.Content == "" {
		return nil, wxErr(44002, "empty post data")
	}
	if runes(in.Content) > maxContent {
		return nil, wxErr(45002, "content size out of limit")
	}
	v := s.readText(strings.Join([]string{in.Content, in.Title, in.Nickname, in.Signature}, "\n"))
	detail := []checkDetail{{Strategy: "content_model", Suggest: v.Suggest, Label: v.Label, Prob: 90}}
	if v.Keyword != "" {
		detail = append(detail, checkDetail{Strategy: "keyword", Suggest: v.Suggest, Label: v.Label, Keyword: v.Keyword, Prob: 90})
	}
	return struct {
		result
		TraceID string        `json:"trace_id"`
		Result  checkResult   `json:"result"`
		Detail  []checkDetail `json:"detail"`
	}{ok, rid(c.now), checkResult{v.Suggest, v.Label}, detail}, nil
}

// readText returns the worst verdict. mu is held.
func (s *Sim) readText(text string) Verdict {
	var worst Verdict
	for _, w := range s.words {
		if strings.Contains(text, w.word) && worst.Suggest != "risky" {
			worst = w.verdict
		}
	}
	return worst.orPass()
}

// checkMedia is /wxa/media_check_async: it answers at once, then fetches media_url as WeChat does and pushes
// wxa_media_check.
func checkMedia(c *call) (any, error) {
	var in struct {
		URL     string `json:"media_url"`
		Type    int    `json:"media_type"`
		Version int    `json:"version"`
		Scene   int    `json:"scene"`
		OpenID  string `json:"openid"`
	}
	if err := c.decode(&in); err != nil {
		return nil, err
	}
	s := c.s
	s.mu.Lock()
	defer s.unlock()
	if _, err := c.checkable(in.Version, in.Scene, in.OpenID); err != nil {
		return nil, err
	}
	u, err := url.Parse(in.URL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, wxErr(44001, "empty media data")
	}
	if in.Type != 1 && in.Type != 2 {
		return nil, wxErr(40004, "invalid media type")
	}
	trace, acct := rid(c.now), *c.acct
	s.spawn(func(ctx context.Context) {
		body, err := s.fetch(ctx, in.URL)
		s.mu.Lock()
		judge := s.judge
		s.mu.Unlock()
		var v Verdict
		if err == nil && judge != nil {
			v = judge(in.URL, body)
		}
		_, _ = s.deliver(ctx, push{
			acct: acct, openid: system(&acct), what: "wxa_media_check", automatic: true,
			body: mediaResult(&acct, s.now(), trace, v.orPass(), err),
		}) // the result is in Pushed
	})
	return struct {
		result
		TraceID string `json:"trace_id"`
	}{ok, trace}, nil
}

// system is the sender of media results; only trace_id tells which picture is meant.
func system(a *account) string { return "o" + identity(a.AppID, "system account")[:27] }

func (s *Sim) fetch(ctx context.Context, target string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, target, nil)
	if err != nil {
		return nil, fmt.Errorf("fetch media: %w", err)
	}
	res, err := s.client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("fetch media: %w", withoutURL(err))
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, maxMedia+1))
	if err != nil {
		return nil, fmt.Errorf("fetch media: %w", err)
	}
	if res.StatusCode != http.StatusOK || len(body) == 0 || len(body) > maxMedia {
		return nil, fmt.Errorf("fetch media: status %d, %d bytes", res.StatusCode, len(body))
	}
	return body, nil
}

func mediaResult(a *account, at time.Time, trace string, v Verdict, failed error) []byte {
	fields := []Field{
		{"ToUserName", a.OriginalID},
		{"FromUserName", system(a)},
		{"CreateTime", at.Unix()},
		{"MsgType", "event"},
		{"Event", "wxa_media_check"},
		{"appid", a.AppID},
		{"trace_id", trace},
		{"version", 2},
	}
	if failed != nil {
		return a.render(append(fields, Field{"errcode", mediaFailed}, Field{"errmsg", "download media failed"}))
	}
	return a.render(append(fields,
		Field{"detail", [][]Field{{{"strategy", "content_model"}, {"errcode", 0}, {"suggest", v.Suggest}, {"label", v.Label}, {"prob", 90}}}},
		Field{"errcode", 0}, Field{"errmsg", "ok"},
		Field{"result", []Field{{"suggest", v.Suggest}, {"label", v.Label}}}))
}
