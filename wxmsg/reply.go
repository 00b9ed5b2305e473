package wxmsg

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// maxReply is the most bytes of a passive text. The official page gives no number; 2048 is the limit of the API for chat
// messages.
const maxReply = 2048

// passiveText is the XML of a text reply (被动回复,
// https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Passive_user_reply_message.html).
func passiveText(to, from, text string, now time.Time) []byte {
	return fmt.Appendf(nil, "<xml><ToUserName>%s</ToUserName><FromUserName>%s</FromUserName><CreateTime>%d</CreateTime>"+
		"<MsgType><![CDATA[text]]></MsgType><Content>%s</Content></xml>",
		cdata(to), cdata(from), now.Unix(), cdata(cutBytes(text, maxReply, "…")))
}

// sealedReply wraps an encrypted reply with its signature.
func sealedReply(token, encrypted, nonce string, now time.Time) []byte {
	stamp := fmt.Sprint(now.Unix())
	return fmt.Appendf(nil, "<xml><Encrypt>%s</Encrypt><MsgSignature>%s</MsgSignature><TimeStamp>%s</TimeStamp><Nonce>%s</Nonce></xml>",
		cdata(encrypted), cdata(sign(token, stamp, nonce, encrypted)), stamp, cdata(nonce))
}

// passiveJSON is passiveText in JSON.
func passiveJSON(to, from, text string, now time.Time) []byte {
	return asJSON(struct {
		To      string `json:"ToUserName"`
		From    string `json:"FromUserName"`
		Created int64  `json:"CreateTime"`
		Type    string `json:"MsgType"`
		Content string `json:"Content"`
	}{to, from, now.Unix(), "text", cutBytes(withoutControls(text), maxReply, "…")})
}

// sealedJSON is sealedReply in JSON; its time is a number.
func sealedJSON(token, encrypted, nonce string, now time.Time) []byte {
	return asJSON(struct {
		Encrypt   string `json:"Encrypt"`
		Signature string `json:"MsgSignature"`
		Stamp     int64  `json:"TimeStamp"`
		Nonce     string `json:"Nonce"`
	}{encrypted, sign(token, strconv.FormatInt(now.Unix(), 10), nonce, encrypted), now.Unix(), nonce})
}

// asJSON encodes strings and numbers without escapes for HTML.
func asJSON(v any) []byte {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(v) // text and whole numbers never fail
	return bytes.TrimSpace(out.Bytes())
}

// cdata quotes text for XML: invalid characters are dropped and the closing mark is split over two sections.
func cdata(s string) string {
	return "<![CDATA[" + strings.ReplaceAll(withoutControls(s), "]]>", "]]]]><![CDATA[>") + "]]>"
}

// withoutControls drops invalid and invisible characters.
func withoutControls(s string) string {
	return strings.Map(func(r rune) rune {
		if r == utf8.RuneError || (r < 0x20 && r != '\n' && r != '\t') || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, s)
}

// cutBytes shortens s to at most n bytes of whole runes; a shortened text ends in tail.
func cutBytes(s string, n int, tail string) string {
	if len(s) <= n {
		return s
	}
	n -= len(tail)
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + tail
}
