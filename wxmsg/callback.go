package wxmsg

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"

	"linli/app/auth"
	"linli/app/inbox"
)

const (
	maxBody = 256 << 10
	// defaultWindow is the greatest difference between a request's timestamp and the clock. Retries of the platform come
	// within seconds.
	defaultWindow = 10 * time.Minute
)

// Inbox takes in each push once.
type Inbox interface {
	// Receive stores the push and returns the reply for the chat, or "". After an error the platform is not answered
	// "success", so it pushes again.
	Receive(ctx context.Context, p inbox.Push) (reply string, err error)
}

// Callback answers the platform's pushes to one account (消息推送,
// https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html).
//
// A genuine push is answered 200, with "success" or a passive reply, whatever it contains. Two cases differ:
//
//   - A forged request gets 403 for a wrong signature, ciphertext or appid (the same answer for all), or 400 for an
//     unreadable body that is not proven to be the platform's. The Inbox gets none of it.
//   - When the Inbox fails or panics the answer is 500 without a body, so that the platform pushes again, three times
//     in all: nothing is acknowledged that was not stored.
type Callback struct {
	window  time.Duration
	tell    func(event, outcome string)
	account Account
	seal    *sealer // nil in plain mode
	inbox   Inbox
	now     func() time.Time
	log     *slog.Logger
	replays replays
}

// CallbackConfig is what a Callback needs.
type CallbackConfig struct {
	Account Account
	Inbox   Inbox
	// Count, when set, gets every request: the platform's name of the event ("" when forged) and the outcome: reply,
	// success, other, failed, panic, unreadable, forbidden, stale, replayed, malformed.
	Count func(event, outcome string)
	Now   func() time.Time
	Log   *slog.Logger
}

// NewCallback returns the Callback of an account. An account that fails Check or has no token refuses every request.
func NewCallback(of CallbackConfig) *Callback {
	a := of.Account
	c := &Callback{window: defaultWindow, tell: of.Count, account: a, inbox: of.Inbox, now: of.Now, log: of.Log}
	if a.AESKey == "" {
		return c
	}
	if key, err := a.aesKey(); err == nil {
		c.seal, _ = newSealer(key, a.AppID) // aesKey returns 32 bytes or an error
	}
	if c.seal == nil {
		c.account.Token = "" // fail closed
	}
	return c
}

// Verify answers the GET with which the WeChat console checks the URL: the echo must be sent back byte for byte as
// text/plain. ok is false for a forged request.
func (c *Callback) Verify(query map[string]string) (echo string, ok bool) {
	if !c.fresh(query) || !c.signed(query) {
		c.count("", "forbidden")
		return "", false
	}
	return query["echostr"], true
}

// Receive answers one POST. query and body must not change afterwards.
func (c *Callback) Receive(ctx context.Context, query map[string]string, body []byte) (status int, contentType string, reply []byte) {
	a := c.receive(ctx, query, body)
	c.count(a.event, a.outcome)
	return a.status, a.contentType, a.body
}

// answer is the result of Receive and the reason for it.
type answer struct {
	status      int
	contentType string
	body        []byte
	event       string
	outcome     string
}

const plainText = "text/plain; charset=utf-8"

func success(event, outcome string) answer {
	return answer{http.StatusOK, plainText, []byte("success"), event, outcome}
}

func forbidden(outcome string) answer {
	return answer{http.StatusForbidden, plainText, []byte("forbidden"), "", outcome}
}

func malformed() answer {
	return answer{http.StatusBadRequest, plainText, []byte("bad request"), "", "malformed"}
}

func (c *Callback) receive(ctx context.Context, query map[string]string, body []byte) answer {
	if len(body) > maxBody {
		return malformed()
	}
	root, isJSON, err := decode(body)
	if err != nil {
		if !c.fresh(query) || !c.signed(query) {
			return malformed()
		}
		c.log.WarnContext(ctx, "wechat push is unreadable", "account", c.account.Name, "bytes", len(body))
		if c.seal == nil { // in plain mode the signature proves the platform: see refuse
			return success("", "unreadable")
		}
		return malformed()
	}
	if root.get("action") == "CheckContainerPath" && len(root.kids) == 1 {
		return success("CheckContainerPath", "success") // a health check of 云托管 without content
	}
	e := envelope{sealed: query["encrypt_type"] == "aes", wrapJSON: isJSON}
	if e.sealed {
		root, isJSON, err = c.unseal(query, root)
	} else {
		err = c.admitPlain(query, body)
	}
	if err != nil {
		return c.refuse(ctx, query, err)
	}
	e.root, e.isJSON = root, isJSON
	return c.take(ctx, query, e)
}

// The reasons to refuse a request.
var (
	errForged     = errors.New("forbidden")
	errStale      = errors.New("stale")
	errReplayed   = errors.New("replayed")
	errUnreadable = errors.New("unreadable")
)

// unseal returns the message of a push in safe or compatible mode. Only msg_signature is checked; plaintext next to the
// ciphertext is ignored.
func (c *Callback) unseal(query map[string]string, outer *node) (*node, bool, error) {
	encrypted := outer.get("Encrypt")
	if c.account.Token == "" || encrypted == "" ||
		!signedBy(query["msg_signature"], c.account.Token, query["timestamp"], query["nonce"], encrypted) {
		return nil, false, errForged
	}
	if !c.fresh(query) {
		return nil, false, errStale
	}
	if c.seal == nil {
		c.log.Error("wechat pushes are encrypted but no AES key is configured", "account", c.account.Name)
		return nil, false, errForged
	}
	msg, err := c.seal.open(encrypted)
	if err != nil {
		return nil, false, errForged
	}
	root, isJSON, err := decode(msg)
	if err != nil {
		return nil, isJSON, errUnreadable
	}
	return root, isJSON, nil
}

// admitPlain accepts a plaintext push, if the account allows it.
func (c *Callback) admitPlain(query map[string]string, body []byte) error {
	switch {
	case !c.signed(query):
		return errForged
	case c.seal != nil && !c.account.AllowPlain:
		return errForged // plaintext must not bypass the encryption
	case !c.fresh(query):
		return errStale
	case c.replays.known(query["signature"], body, c.now(), c.window):
		return errReplayed
	}
	return nil
}

// refuse answers a push that was not admitted. A genuine but unreadable ciphertext is acknowledged: a retry would not
// change it, and the person would be told that the account is out of order.
func (c *Callback) refuse(ctx context.Context, query map[string]string, err error) answer {
	if errors.Is(err, errUnreadable) {
		c.log.WarnContext(ctx, "wechat push is unreadable", "account", c.account.Name)
		return success("", "unreadable")
	}
	if errors.Is(err, errStale) {
		c.log.WarnContext(ctx, "wechat push outside the time window; compare the clocks", "account", c.account.Name, "off", c.off(query))
		return forbidden("stale")
	}
	if errors.Is(err, errReplayed) {
		return forbidden("replayed")
	}
	return forbidden("forbidden")
}

// envelope is an admitted push.
type envelope struct {
	root     *node
	isJSON   bool // the message
	wrapJSON bool // the body around its ciphertext
	sealed   bool
}

func (c *Callback) take(ctx context.Context, query map[string]string, e envelope) answer {
	to := e.root.get("ToUserName")
	if c.account.OriginalID != "" && to != c.account.OriginalID {
		c.log.WarnContext(ctx, "wechat push for another account", "account", c.account.Name)
		return forbidden("forbidden")
	}
	p, err := readPush(c.account.Name, e.root, c.now())
	if err != nil {
		return c.refuse(ctx, query, errUnreadable)
	}
	if p.Kind == inbox.Other {
		return success(p.Event, "other")
	}
	text, err := c.hand(ctx, p)
	if err != nil {
		outcome := "failed"
		if errors.Is(err, errPanic) {
			outcome = "panic"
		}
		return answer{http.StatusInternalServerError, plainText, nil, p.Event, outcome}
	}
	if text == "" || c.account.Name != auth.OA || !answerable(p.Kind) {
		return success(p.Event, "success")
	}
	return c.say(query, to, p, text, e)
}

// answerable says whether the platform shows replies to this kind of push.
func answerable(k inbox.Kind) bool {
	switch k {
	case inbox.Text, inbox.Photo, inbox.Voice, inbox.Location, inbox.Follow, inbox.Scan, inbox.Click:
		return true
	}
	return false
}

var errPanic = errors.New("the inbox panicked")

// hand gives the push to the inbox. A panic value may contain a person's text, so only its type and the stack are logged.
func (c *Callback) hand(ctx context.Context, p inbox.Push) (reply string, err error) {
	defer func() {
		if v := recover(); v != nil {
			c.log.ErrorContext(ctx, "inbox panicked", "account", p.Account, "event", p.Event,
				"type", fmt.Sprintf("%T", v), "stack", string(debug.Stack()))
			reply, err = "", errPanic
		}
	}()
	reply, err = c.inbox.Receive(ctx, p)
	if err != nil {
		c.log.ErrorContext(ctx, "inbox failed", "account", p.Account, "event", p.Event, "err", redact(err.Error(), p.From, p.Text, p.Label))
	}
	return reply, err
}

// say makes the passive reply in the format of the push, encrypted if the push was.
func (c *Callback) say(query map[string]string, us string, p inbox.Push, text string, e envelope) answer {
	now := c.now()
	contentType, out := "text/xml; charset=utf-8", passiveText(p.From, us, text, now)
	if e.isJSON {
		out = passiveJSON(p.From, us, text, now)
	}
	if e.sealed {
		encrypted, err := c.seal.seal(out)
		if err != nil {
			c.log.Error("wechat reply cannot be encrypted", "account", c.account.Name, "err", err)
			return success(p.Event, "success")
		}
		if out = sealedReply(c.account.Token, encrypted, query["nonce"], now); e.wrapJSON {
			out = sealedJSON(c.account.Token, encrypted, query["nonce"], now)
		}
	}
	if e.wrapJSON {
		contentType = jsonType
	}
	return answer{http.StatusOK, contentType, out, p.Event, "reply"}
}

func (c *Callback) signed(query map[string]string) bool {
	return c.account.Token != "" && signedBy(query["signature"], c.account.Token, query["timestamp"], query["nonce"])
}

// fresh says whether the timestamp is within the window.
func (c *Callback) fresh(query map[string]string) bool {
	sec, err := strconv.ParseInt(query["timestamp"], 10, 64)
	if err != nil || sec < 0 || sec > 1<<40 {
		return false
	}
	off := c.now().Sub(time.Unix(sec, 0))
	return off <= c.window && off >= -c.window
}

// off returns how far a request's timestamp is behind the clock, in whole seconds.
func (c *Callback) off(query map[string]string) int64 {
	sec, err := strconv.ParseInt(query["timestamp"], 10, 64)
	if err != nil {
		return 0
	}
	return c.now().Unix() - sec
}

func (c *Callback) count(event, outcome string) {
	if c.tell != nil {
		c.tell(event, outcome)
	}
}
