package wxmsg

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// maxReply is the most bytes a passive text may have. The official page gives no number; 2048 is what the API for chat
// messages allows.
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

// cdata quotes any text for XML: characters XML cannot hold are dropped and the closing mark is split over two sections.
func cdata(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || (r < 0x20 && r != '\n' && r != '\t') || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, s)
	return "<![CDATA[" + strings.ReplaceAll(s, "]]>", "]]]]><![CDATA[>") + "]]>"
}

// cutBytes shortens s to at most n bytes of whole runes; what was cut ends in tail.
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
