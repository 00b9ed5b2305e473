package wxsim

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxReplyText is the longest Content of a passive reply, in bytes.
const maxReplyText = 2048

// Reply is the app's answer to a push, decrypted and checked.
type Reply struct {
	Deliveries  int    // number of deliveries needed
	Status      int    // HTTP
	Raw         []byte // as received
	Plain       []byte // after decryption; the same as Raw otherwise
	Encrypted   bool
	FreshRandom bool   // encrypted with 16 bytes never seen before
	Kind        string // text, image, voice, video, music, news, transfer_customer_service; empty for success
	Text        string // Content, or the titles of the articles
	MediaID     string
	Articles    []Article
	Copies      []Reply // the other answers after DeliverCopies
}

// Article is one item of a news reply.
type Article struct{ Title, Description, PicURL, URL string }

func illegal(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrIllegal, fmt.Sprintf(format, args...))
}

// readReply says whether WeChat would accept an answer.
func (s *Sim) readReply(p push, status int, body []byte) (Reply, error) {
	rep := Reply{Status: status, Raw: body, Plain: body}
	if status != http.StatusOK {
		return rep, illegal("status %d", status)
	}
	if len(body) == 0 || string(body) == "success" {
		return rep, nil
	}
	root, err := parseReply(p.acct, body)
	if err != nil {
		return rep, err
	}
	if root.child("Encrypt") == nil && p.acct.Mode == Safe {
		return rep, illegal("plain reply in safe mode")
	}
	if root.child("Encrypt") != nil {
		if p.acct.Mode == Plain {
			return rep, illegal("encrypted reply in plain mode")
		}
		if err := s.openReply(&rep, p.acct, root); err != nil {
			return rep, err
		}
		if root, err = parseReply(p.acct, rep.Plain); err != nil {
			return rep, err
		}
	}
	if p.what == "debug_demo" {
		return rep, nil
	}
	if !p.mayReply {
		return rep, illegal("%s must not be answered with content", p.what)
	}
	return rep, s.readMessage(&rep, p, root)
}

func parseReply(acct account, body []byte) (*element, error) {
	if !utf8.Valid(body) {
		return nil, illegal("not UTF-8")
	}
	if acct.Format == JSON {
		root, err := parseJSON(body)
		if err != nil {
			return nil, illegal("%v", err)
		}
		return root, nil
	}
	if !bytes.HasPrefix(body, []byte("<xml>")) && !bytes.HasPrefix(body, []byte("<?xml")) {
		return nil, illegal("neither success nor XML")
	}
	root, err := parseXML(body)
	if err != nil {
		return nil, illegal("%v", err)
	}
	return root, nil
}

func (s *Sim) openReply(rep *Reply, acct account, root *element) error {
	stamp, sealed := root.get("TimeStamp"), root.get("Encrypt")
	if _, err := strconv.ParseInt(stamp, 10, 64); err != nil {
		return illegal("TimeStamp %q", stamp)
	}
	nonce := root.get("Nonce") // the request's or a new one
	if nonce == "" {
		return illegal("no Nonce")
	}
	if sign(acct.Token, stamp, nonce, sealed) != root.get("MsgSignature") {
		return illegal("wrong MsgSignature")
	}
	random, plain, err := acct.box.open(sealed)
	if err != nil {
		return illegal("%v", err)
	}
	if len(plain) == 0 {
		return illegal("encrypted empty answer; success is sent unencrypted")
	}
	s.mu.Lock()
	defer s.unlock()
	rep.FreshRandom = !s.randoms[string(random)]
	s.randoms[string(random)] = true
	rep.Plain, rep.Encrypted = plain, true
	return nil
}

// readMessage checks the fields of a passive reply.
func (s *Sim) readMessage(rep *Reply, p push, root *element) error {
	if got := root.get("ToUserName"); got != p.openid {
		return illegal("ToUserName %q is not the sender", got)
	}
	if got := root.get("FromUserName"); got != p.acct.OriginalID {
		return illegal("FromUserName %q is not the account", got)
	}
	stamp, err := strconv.ParseInt(strings.TrimSpace(root.get("CreateTime")), 10, 64)
	if err != nil || stamp <= 0 || stamp > 1e11 {
		return illegal("CreateTime %q is not in seconds", root.get("CreateTime"))
	}
	rep.Kind = root.get("MsgType")
	if p.acct.Kind != OA && rep.Kind != "transfer_customer_service" {
		return illegal("a mini-program may only answer transfer_customer_service, not %q", rep.Kind)
	}
	switch rep.Kind {
	case "text":
		rep.Text = root.get("Content")
		if rep.Text == "" || len(rep.Text) > maxReplyText {
			return illegal("Content of %d bytes", len(rep.Text))
		}
	case "image", "voice", "video":
		rep.MediaID = root.get(strings.ToUpper(rep.Kind[:1])+rep.Kind[1:], "MediaId")
		if !s.hasMedia(rep.MediaID) {
			return illegal("unknown MediaId in %s", rep.Kind)
		}
	case "music":
		if root.get("Music", "ThumbMediaId") == "" {
			return illegal("music without ThumbMediaId")
		}
	case "news":
		return rep.readNews(root)
	case "transfer_customer_service":
	default:
		return illegal("MsgType %q", rep.Kind)
	}
	return nil
}

func (rep *Reply) readNews(root *element) error {
	list := root.child("Articles")
	if list == nil {
		return illegal("news without Articles")
	}
	var titles []string
	for _, item := range list.children {
		a := Article{item.get("Title"), item.get("Description"), item.get("PicUrl"), item.get("Url")}
		if item.name != "item" || a.Title == "" {
			return illegal("article without a title")
		}
		rep.Articles = append(rep.Articles, a)
		titles = append(titles, a.Title)
	}
	if n := root.get("ArticleCount"); n != strconv.Itoa(len(titles)) || len(titles) != 1 {
		return illegal("ArticleCount %q with %d articles, one is allowed", n, len(titles))
	}
	rep.Text = strings.Join(titles, "\n")
	return nil
}
