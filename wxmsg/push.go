package wxmsg

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"linli/app/auth"
	"linli/app/inbox"
)

// errPush is returned for a decoded body with a missing or malformed header.
var errPush = errors.New("push lacks a header")

var eventForm = regexp.MustCompile(`^[0-9A-Za-z_]{1,48}$`)

// maxWord bounds scene values and menu keys; the platform allows 64 and 128 bytes.
const maxWord = 128

// readPush turns a decoded body into a push. Unused messages have Kind inbox.Other.
// Elements: https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Receiving_standard_messages.html and
// …/Receiving_event_pushes.html
func readPush(account auth.Account, body *node, now time.Time) (inbox.Push, error) {
	p := inbox.Push{Account: account, From: body.get("FromUserName"), At: now, Kind: inbox.Other}
	if created := body.get("CreateTime"); created != "" {
		sec, err := strconv.ParseInt(created, 10, 64)
		if err != nil || sec < 0 || sec > 1<<40 {
			return p, errPush
		}
		p.At = time.Unix(sec, 0).UTC()
	}
	msgType := body.get("MsgType")
	if msgType == "" || p.From == "" || len(p.From) > maxWord {
		return p, errPush
	}
	p.Event = msgType
	if msgType == "event" {
		p.Event = body.get("Event")
		readEvent(&p, body)
	} else {
		readMessage(&p, body, msgType)
	}
	if !eventForm.MatchString(p.Event) {
		p.Event = "unreadable"
	}
	p.Key = pushKey(p, body)
	return p, nil
}

// readMessage reads a person's message. An unsupported one (video, link) becomes an empty text, so that the person gets the
// menu as an answer.
func readMessage(p *inbox.Push, body *node, msgType string) {
	switch msgType {
	case "text":
		p.Kind, p.Text = inbox.Text, body.child("Content").text
	case "image":
		p.Kind, p.MediaID = inbox.Photo, body.get("MediaId")
	case "voice":
		p.Kind, p.MediaID, p.Text = inbox.Voice, body.get("MediaId"), body.get("Recognition")
	case "location":
		lat, okLat := degrees(body.get("Location_X"), 90)
		lng, okLng := degrees(body.get("Location_Y"), 180)
		p.Kind = inbox.Text
		if okLat && okLng {
			p.Kind, p.Lat, p.Lng, p.Label = inbox.Location, lat, lng, body.get("Label")
		}
	case "video", "shortvideo", "link":
		p.Kind = inbox.Text
	}
}

// readEvent reads an event. LOCATION, VIEW, view_miniprogram and unknown events stay inbox.Other.
func readEvent(p *inbox.Push, body *node) {
	key := body.get("EventKey")
	switch p.Event {
	case "subscribe":
		p.Kind = inbox.Follow
		if scene, ok := strings.CutPrefix(key, "qrscene_"); ok {
			p.Scene = clip(scene)
		}
	case "unsubscribe":
		p.Kind = inbox.Unfollow
	case "SCAN":
		p.Kind, p.Scene = inbox.Scan, clip(key)
	case "CLICK":
		p.Kind, p.MenuKey = inbox.Click, clip(key)
	case "TEMPLATESENDJOBFINISH":
		readTemplateReceipt(p, body)
	case "subscribe_msg_sent_event":
		readSubscribeReceipts(p, body)
	case "subscribe_msg_popup_event", "subscribe_msg_change_event":
		readConsents(p, body)
	case "user_authorization_revoke", "user_authorization_cancellation":
		readAuthorization(p, body)
	case "wxa_media_check":
		if trace := body.get("trace_id"); trace != "" {
			p.Kind, p.Verdict = inbox.Verdict, readVerdict(trace, body)
		}
	}
}

// readTemplateReceipt reads the result of an official-account template message: success, or failed with a reason. The
// platform writes "failed:user block" and "failed: system failed", with and without the blank.
func readTemplateReceipt(p *inbox.Push, body *node) {
	id, status := body.get("MsgID"), body.get("Status")
	if id == "" {
		id = body.get("MsgId")
	}
	if id == "" {
		return
	}
	r := inbox.Receipt{MsgID: id, OK: strings.HasPrefix(status, "success")}
	if !r.OK {
		r.Reason = clip(strings.TrimSpace(strings.TrimPrefix(status, "failed:")))
	}
	p.Kind, p.Receipts = inbox.Receipts, []inbox.Receipt{r}
}

func readSubscribeReceipts(p *inbox.Push, body *node) {
	for _, item := range eventList(body, p.Event) {
		id := item.get("MsgID")
		if id == "" {
			continue
		}
		r := inbox.Receipt{MsgID: id, OK: item.get("ErrorCode") == "0"}
		if !r.OK {
			r.Reason = clip(strings.TrimSpace(item.get("ErrorCode") + " " + item.get("ErrorStatus")))
		}
		p.Receipts = append(p.Receipts, r)
	}
	if len(p.Receipts) > 0 {
		p.Kind = inbox.Receipts
	}
}

// readConsents reads a person's answers; only "accept" is a consent (not reject, ban or filter).
func readConsents(p *inbox.Push, body *node) {
	for _, item := range eventList(body, p.Event) {
		id := item.get("TemplateId")
		if id == "" {
			continue
		}
		p.Consents = append(p.Consents, inbox.Consent{TemplateID: id, Accepted: item.get("SubscribeStatusString") == "accept"})
	}
	if len(p.Consents) > 0 {
		p.Kind = inbox.Consents
	}
}

// wrappers are the elements that hold an event's List in XML; JSON has the List at the top.
var wrappers = map[string]string{
	"subscribe_msg_popup_event":  "SubscribeMsgPopupEvent",
	"subscribe_msg_change_event": "SubscribeMsgChangeEvent",
	"subscribe_msg_sent_event":   "SubscribeMsgSentEvent",
}

// eventList returns every List element of an event: in XML several inside a wrapper, in JSON an object or an array.
func eventList(body *node, event string) []*node {
	var items []*node
	for _, wrapper := range body.all(wrappers[event]) {
		items = append(items, wrapper.all("List")...)
	}
	return append(items, body.all("List")...)
}

// readAuthorization reads a revoked authorization (授权用户资料变更,
// https://developers.weixin.qq.com/doc/service/guide/h5/authorization_change.html). Its sender is the platform; OpenID is
// the person, and RevokeInfo has one code or several.
func readAuthorization(p *inbox.Push, body *node) {
	openid := body.get("OpenID")
	if openid == "" || len(openid) > maxWord {
		return
	}
	p.From, p.Kind = openid, inbox.Cancel
	if p.Event == "user_authorization_revoke" {
		p.Kind = inbox.Revoke
		for _, info := range body.all("RevokeInfo") {
			p.Revoked = append(p.Revoked, revokeForm.FindAllString(info.text, maxRevoked)...)
		}
	}
}

// maxRevoked is the most codes of one event.
const maxRevoked = 32

var revokeForm = regexp.MustCompile(`[0-9]{1,6}`)

func readVerdict(trace string, body *node) inbox.MediaVerdict {
	code, err := strconv.Atoi(body.get("errcode"))
	if err != nil && body.get("errcode") != "" {
		code = -1
	}
	return inbox.MediaVerdict{TraceID: clip(trace), Code: code, Pass: code == 0 && body.child("result").get("suggest") == "pass"}
}

// pushKey identifies a push: messages by MsgId, events by all fields that differ, because the platform promises only
// FromUserName + CreateTime, which two events in one second share.
func pushKey(p inbox.Push, body *node) string {
	if id := body.get("MsgId"); id != "" && len(id) <= 62 && body.get("MsgType") != "event" {
		return "m:" + id
	}
	parts := []string{
		p.From, body.get("CreateTime"), body.get("MsgType"), body.get("Event"), body.get("EventKey"),
		body.get("MsgId"), body.get("MsgID"), body.get("Ticket"), body.get("trace_id"),
	}
	parts = append(parts, p.Revoked...)
	for _, r := range p.Receipts {
		parts = append(parts, r.MsgID)
	}
	for _, c := range p.Consents {
		parts = append(parts, c.TemplateID, strconv.FormatBool(c.Accepted))
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "|")))
	return "e:" + hex.EncodeToString(sum[:])[:62]
}

func degrees(s string, most float64) (float64, bool) {
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil && !math.IsNaN(f) && math.Abs(f) <= most
}

func clip(s string) string { return cutBytes(s, maxWord, "") }
