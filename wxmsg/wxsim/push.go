package wxsim

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// maxDeliveries is the number of attempts of one push.
const maxDeliveries = 3

// The failures of a push.
var (
	ErrNoAnswer = errors.New("no answer in time")
	ErrIllegal  = errors.New("illegal answer")
)

// Pushed is the result of one push.
type Pushed struct {
	At         time.Time
	Kind       string // account
	OpenID     string
	What       string // MsgType, or the Event
	MsgID      int64  // of messages, and of the send a result event is about
	Deliveries int
	Automatic  bool // sent by the platform, not caused by a person
	Err        error
}

// push is one request to the app.
type push struct {
	acct      account // a copy: the mode may change
	openid    string
	what      string
	msgID     int64
	body      []byte
	mayReply  bool // content is allowed in the answer
	automatic bool
}

// Forge is how SignAs differs from the account's settings; empty fields are the account's, Mode is always used.
type Forge struct {
	Mode      Mode
	Token     string
	AESKey    string
	AppID     string // inside the ciphertext
	Nonce     string
	OpenID    string
	Timestamp time.Time
	Random    []byte // the 16 bytes
}

// Sign returns the query and body of a push of plain, an XML or JSON text, without sending it.
func (s *Sim) Sign(kind string, plain []byte) (url.Values, []byte) {
	s.mu.Lock()
	mode := s.account(kind).Mode
	s.mu.Unlock()
	return s.SignAs(kind, Forge{Mode: mode}, plain)
}

// SignAs is Sign in any mode and with any wrong detail.
func (s *Sim) SignAs(kind string, f Forge, plain []byte) (url.Values, []byte) {
	s.mu.Lock()
	acct := *s.account(kind)
	s.mu.Unlock()
	return s.seal(acct, f, plain)
}

var senderOf = regexp.MustCompile(`<FromUserName><!\[CDATA\[(.*?)\]\]>|"FromUserName":\s*"(.*?)"`)

func (s *Sim) seal(acct account, f Forge, plain []byte) (url.Values, []byte) {
	def := func(v *string, d string) {
		if *v == "" {
			*v = d
		}
	}
	def(&f.Token, acct.Token)
	def(&f.AESKey, acct.AESKey)
	def(&f.AppID, acct.AppID)
	def(&f.Nonce, nonce())
	if f.OpenID == "" {
		if m := senderOf.FindSubmatch(plain); m != nil {
			f.OpenID = string(m[1]) + string(m[2])
		}
	}
	if f.Timestamp.IsZero() {
		f.Timestamp = s.now()
	}
	if f.Random == nil {
		f.Random = []byte(randomText(16))
	}
	stamp := strconv.FormatInt(f.Timestamp.Unix(), 10)
	q := url.Values{"signature": {sign(f.Token, stamp, f.Nonce)}, "timestamp": {stamp}, "nonce": {f.Nonce}, "openid": {f.OpenID}}
	if f.Mode == Plain {
		return q, plain
	}
	b, err := newBox(f.Token, f.AESKey, f.AppID)
	if err != nil {
		panic("wxsim: " + err.Error())
	}
	sealed := b.seal(f.Random, plain)
	s.mu.Lock()
	s.randoms[string(f.Random)] = true
	s.mu.Unlock()
	q.Set("encrypt_type", "aes")
	q.Set("msg_signature", sign(f.Token, stamp, f.Nonce, sealed))
	if f.Mode == Compatible {
		return q, withEncrypt(plain, sealed)
	}
	return q, acct.render([]Field{{"ToUserName", acct.OriginalID}, {"Encrypt", sealed}})
}

// withEncrypt adds the ciphertext to the plain fields, as 兼容模式 does.
func withEncrypt(plain []byte, sealed string) []byte {
	text := string(plain)
	if head, ok := strings.CutSuffix(text, "</xml>"); ok {
		return []byte(head + "<Encrypt><![CDATA[" + sealed + "]]></Encrypt></xml>")
	}
	return []byte(strings.TrimSuffix(text, "}") + `,"Encrypt":"` + sealed + `"}`)
}

// Post sends a request made by Sign, changed or not, to the account's callback, once.
func (s *Sim) Post(kind string, q url.Values, body []byte) (status int, answer []byte, err error) {
	s.mu.Lock()
	acct := *s.account(kind)
	s.mu.Unlock()
	return s.post(s.ctx, acct, q, body)
}

// VerifyURL is the console's check of a new server configuration: echostr must come back byte for byte.
func (s *Sim) VerifyURL(kind string) error {
	s.mu.Lock()
	acct := *s.account(kind)
	s.mu.Unlock()
	acct.Mode = Plain
	q, _ := s.seal(acct, Forge{Mode: Plain}, nil)
	q.Del("openid")
	echo := strconv.FormatInt(4375120948345356249-int64(randomBytes(1)[0]), 10)
	q.Set("echostr", echo)
	status, body, err := s.do(s.ctx, acct, http.MethodGet, q, nil)
	if err != nil {
		return err
	}
	if status != http.StatusOK || string(body) != echo {
		return fmt.Errorf("%w: status %d, echostr came back as %q", ErrIllegal, status, body)
	}
	return nil
}

func (s *Sim) post(ctx context.Context, acct account, q url.Values, body []byte) (int, []byte, error) {
	return s.do(ctx, acct, http.MethodPost, q, body)
}

func (s *Sim) do(ctx context.Context, acct account, method string, q url.Values, body []byte) (int, []byte, error) {
	ctx, cancel := context.WithTimeout(ctx, s.opt.ReplyWithin)
	defer cancel()
	target, err := url.Parse(acct.CallbackURL)
	if err != nil {
		return 0, nil, fmt.Errorf("callback URL: %w", err)
	}
	all := target.Query()
	for k, v := range q {
		all[k] = v
	}
	target.RawQuery = all.Encode()
	req, err := http.NewRequestWithContext(ctx, method, target.String(), bytes.NewReader(body))
	if err != nil {
		return 0, nil, fmt.Errorf("callback request: %w", err)
	}
	req.Header.Set("User-Agent", "Mozilla/4.0")
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "text/xml")
		if acct.Format == JSON {
			req.Header.Set("Content-Type", "application/json")
		}
	}
	res, err := s.client.Do(req)
	if err != nil {
		return 0, nil, fmt.Errorf("%w: %w", ErrNoAnswer, withoutURL(err))
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(res.Body, 1<<20))
	if err != nil {
		return 0, nil, fmt.Errorf("%w: %w", ErrNoAnswer, err)
	}
	return res.StatusCode, answer, nil
}

// withoutURL removes the URL, which contains signatures and openids, from an error.
func withoutURL(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

// deliver pushes until an answer is legal, at most three times. An illegal answer is repeated too: the documentation does
// not say so, but an app must tolerate it.
func (s *Sim) deliver(ctx context.Context, p push) (Reply, error) {
	if p.acct.CallbackURL == "" {
		return Reply{}, nil
	}
	var rep Reply
	var err error
	forge := Forge{Mode: p.acct.Mode}
	deliveries := 0
	for try := range maxDeliveries {
		if try > 0 && !s.pause(ctx, s.opt.RetryAfter) {
			break
		}
		if try == 0 || !s.opt.SameRetry {
			forge = Forge{Mode: p.acct.Mode, Timestamp: s.now(), Nonce: nonce()}
		}
		var n int
		rep, n, err = s.attempt(ctx, p, forge)
		deliveries += n
		if err == nil {
			break
		}
	}
	rep.Deliveries = deliveries
	if err != nil {
		s.log.Info("push failed", "account", p.acct.Kind, "what", p.what, "deliveries", deliveries, "answered", errors.Is(err, ErrIllegal))
	}
	s.mu.Lock()
	defer s.unlock()
	s.pushed = append(s.pushed, Pushed{
		At: s.now(), Kind: p.acct.Kind, OpenID: p.openid, What: p.what, MsgID: p.msgID,
		Deliveries: deliveries, Automatic: p.automatic, Err: err,
	})
	return rep, err
}

// attempt is one delivery, or several at once after DeliverCopies.
func (s *Sim) attempt(ctx context.Context, p push, forge Forge) (Reply, int, error) {
	s.mu.Lock()
	n := s.copies
	s.mu.Unlock()
	reps, errs := make([]Reply, n), make([]error, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			q, body := s.seal(p.acct, forge, p.body)
			status, answer, err := s.post(ctx, p.acct, q, body)
			if err != nil {
				errs[i] = err
				return
			}
			reps[i], errs[i] = s.readReply(p, status, answer)
		})
	}
	wg.Wait()
	shown := max(0, slices.IndexFunc(reps, func(r Reply) bool { return r.Kind != "" }))
	rep := reps[shown]
	rep.Copies = slices.Delete(reps, shown, shown+1)
	return rep, n, errors.Join(errs...)
}

// DeliverCopies makes every push arrive n times at the same moment, with the same MsgId. The default is 1.
func (s *Sim) DeliverCopies(n int) {
	s.mu.Lock()
	defer s.unlock()
	s.copies = max(1, n)
}

// Pushed returns all finished pushes, oldest first.
func (s *Sim) Pushed() []Pushed {
	s.mu.Lock()
	defer s.unlock()
	return append([]Pushed(nil), s.pushed...)
}

// nonce returns up to ten digits, as WeChat's are.
func nonce() string {
	return strconv.FormatUint(uint64(binary.BigEndian.Uint32(randomBytes(4))), 10)
}

// pause waits on the real clock; it returns false when ctx or the platform ends first.
func (s *Sim) pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
	case <-s.ctx.Done():
	}
	return false
}
