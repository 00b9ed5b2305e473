package wxmsg

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/auth"
	"linli/app/inbox"
)

const head = `<ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[oUser]]></FromUserName><CreateTime>1460537339</CreateTime>`

func event(name, rest string) string {
	return `<xml>` + head + `<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[` + name + `]]></Event>` + rest + `</xml>`
}

func message(kind, rest string) string {
	return `<xml>` + head + `<MsgType><![CDATA[` + kind + `]]></MsgType>` + rest + `<MsgId>6272960105994287618</MsgId></xml>`
}

func jsonEvent(name, rest string) string {
	return `{"ToUserName":"gh_1","FromUserName":"oUser","CreateTime":"1460537339","MsgType":"event","Event":"` + name + `",` + rest + `}`
}

func TestReadPush(t *testing.T) {
	for _, c := range []struct {
		name, body string
		want       inbox.Push
	}{
		{"text", message("text", "<Content><![CDATA[路灯坏了 ]]></Content>"), inbox.Push{Kind: inbox.Text, Text: "路灯坏了 "}},
		{"text in json", `{"ToUserName":"gh_1","FromUserName":"oUser","CreateTime":1460537339,"MsgType":"text","Content":"在吗","MsgId":6272960105994287618}`, inbox.Push{Kind: inbox.Text, Event: "text", Text: "在吗"}},
		{"photo", message("image", "<PicUrl>http://x</PicUrl><MediaId><![CDATA[media]]></MediaId>"), inbox.Push{Kind: inbox.Photo, MediaID: "media"}},
		{"voice", message("voice", "<MediaId>media</MediaId><Format>amr</Format><Recognition><![CDATA[灯坏了]]></Recognition>"), inbox.Push{Kind: inbox.Voice, MediaID: "media", Text: "灯坏了"}},
		{"voice unheard", message("voice", "<MediaId>media</MediaId>"), inbox.Push{Kind: inbox.Voice, MediaID: "media"}},
		{"place", message("location", "<Location_X>23.134521</Location_X><Location_Y>113.358803</Location_Y><Scale>20</Scale><Label><![CDATA[幸福小区]]></Label>"), inbox.Push{Kind: inbox.Location, Lat: 23.134521, Lng: 113.358803, Label: "幸福小区"}},
		{"place nowhere", message("location", "<Location_X>NaN</Location_X><Location_Y>1</Location_Y>"), inbox.Push{Kind: inbox.Text}},
		{"latitude above 90", message("location", "<Location_X>91</Location_X><Location_Y>1</Location_Y>"), inbox.Push{Kind: inbox.Text}},
		{"video", message("video", "<MediaId>m</MediaId>"), inbox.Push{Kind: inbox.Text}},
		{"short video", message("shortvideo", "<MediaId>m</MediaId>"), inbox.Push{Kind: inbox.Text}},
		{"link", message("link", "<Title>t</Title>"), inbox.Push{Kind: inbox.Text}},
		{"unknown message", message("hologram", ""), inbox.Push{Kind: inbox.Other}},

		{"follow", event("subscribe", ""), inbox.Push{Kind: inbox.Follow}},
		{"follow with empty key", event("subscribe", "<EventKey></EventKey>"), inbox.Push{Kind: inbox.Follow}},
		{"follow by code", event("subscribe", "<EventKey><![CDATA[qrscene_b12]]></EventKey><Ticket>T</Ticket>"), inbox.Push{Kind: inbox.Follow, Scene: "b12"}},
		{"follow after payment", event("subscribe", "<EventKey><![CDATA[last_trade_no_1]]></EventKey>"), inbox.Push{Kind: inbox.Follow}},
		{"unfollow", event("unsubscribe", "<EventKey/>"), inbox.Push{Kind: inbox.Unfollow}},
		{"scan", event("SCAN", "<EventKey><![CDATA[qrscene_x]]></EventKey><Ticket>T</Ticket>"), inbox.Push{Kind: inbox.Scan, Scene: "qrscene_x"}},
		{"click", event("CLICK", "<EventKey><![CDATA[MY_REPORTS]]></EventKey>"), inbox.Push{Kind: inbox.Click, MenuKey: "MY_REPORTS"}},
		{"view", event("VIEW", "<EventKey>http://x</EventKey>"), inbox.Push{Kind: inbox.Other}},
		{"view program", event("view_miniprogram", ""), inbox.Push{Kind: inbox.Other}},
		{"reported location", event("LOCATION", "<Latitude>23.1</Latitude><Longitude>113.3</Longitude>"), inbox.Push{Kind: inbox.Other}},
		{"unknown event", event("new_thing", ""), inbox.Push{Kind: inbox.Other}},
		{"odd event", event("new thing!", ""), inbox.Push{Kind: inbox.Other, Event: "unreadable"}},

		{"taken back", event("user_authorization_revoke", "<OpenID><![CDATA[oPerson]]></OpenID><AppID>wx1</AppID><RevokeInfo><![CDATA[8]]></RevokeInfo>"), inbox.Push{Kind: inbox.Revoke, From: "oPerson", Revoked: []string{"8"}}},
		{"several revoked", jsonEvent("user_authorization_revoke", `"OpenID":"oPerson","RevokeInfo":["205","206,8"]`), inbox.Push{Kind: inbox.Revoke, From: "oPerson", Revoked: []string{"205", "206", "8"}}},
		{"unknown code revoked", jsonEvent("user_authorization_revoke", `"OpenID":"oPerson","RevokeInfo":7`), inbox.Push{Kind: inbox.Revoke, From: "oPerson", Revoked: []string{"7"}}},
		{"revoked without a person", event("user_authorization_revoke", "<RevokeInfo>8</RevokeInfo>"), inbox.Push{Kind: inbox.Other}},
		{"closed WeChat", event("user_authorization_cancellation", "<OpenID>oPerson</OpenID><AppID>wx1</AppID>"), inbox.Push{Kind: inbox.Cancel, From: "oPerson"}},
		{"changed a name", event("user_info_modified", "<OpenID>oPerson</OpenID>"), inbox.Push{Kind: inbox.Other}},

		{"template sent", event("TEMPLATESENDJOBFINISH", "<MsgID>200163836</MsgID><Status><![CDATA[success]]></Status>"), inbox.Push{Kind: inbox.Receipts, Receipts: []inbox.Receipt{{MsgID: "200163836", OK: true}}}},
		{"template refused", event("TEMPLATESENDJOBFINISH", "<MsgID>1</MsgID><Status><![CDATA[failed:user block]]></Status>"), inbox.Push{Kind: inbox.Receipts, Receipts: []inbox.Receipt{{MsgID: "1", Reason: "user block"}}}},
		{"template failed", event("TEMPLATESENDJOBFINISH", "<MsgID>1</MsgID><Status><![CDATA[failed: system failed]]></Status>"), inbox.Push{Kind: inbox.Receipts, Receipts: []inbox.Receipt{{MsgID: "1", Reason: "system failed"}}}},
		{"template without id", event("TEMPLATESENDJOBFINISH", "<Status>success</Status>"), inbox.Push{Kind: inbox.Other}},

		{"popup with two", event("subscribe_msg_popup_event", "<SubscribeMsgPopupEvent><List><TemplateId>A</TemplateId><SubscribeStatusString>accept</SubscribeStatusString><PopupScene>2</PopupScene></List><List><TemplateId>B</TemplateId><SubscribeStatusString>reject</SubscribeStatusString></List></SubscribeMsgPopupEvent>"), inbox.Push{Kind: inbox.Consents, Consents: []inbox.Consent{{TemplateID: "A", Accepted: true}, {TemplateID: "B"}}}},
		{"popup in json, one", jsonEvent("subscribe_msg_popup_event", `"List":{"PopupScene":"0","SubscribeStatusString":"accept","TemplateId":"A"}`), inbox.Push{Kind: inbox.Consents, Consents: []inbox.Consent{{TemplateID: "A", Accepted: true}}}},
		{"popup in json, two", jsonEvent("subscribe_msg_popup_event", `"List":[{"PopupScene":0,"SubscribeStatusString":"reject","TemplateId":"A"},{"SubscribeStatusString":"accept","TemplateId":"B"}]`), inbox.Push{Kind: inbox.Consents, Consents: []inbox.Consent{{TemplateID: "A"}, {TemplateID: "B", Accepted: true}}}},
		{"popup without list", jsonEvent("subscribe_msg_popup_event", `"List":[]`), inbox.Push{Kind: inbox.Other}},
		{"change", event("subscribe_msg_change_event", "<SubscribeMsgChangeEvent><List><TemplateId>A</TemplateId><SubscribeStatusString>reject</SubscribeStatusString></List></SubscribeMsgChangeEvent>"), inbox.Push{Kind: inbox.Consents, Consents: []inbox.Consent{{TemplateID: "A"}}}},
		{"subscribe sent", event("subscribe_msg_sent_event", "<SubscribeMsgSentEvent><List><TemplateId>A</TemplateId><MsgID>1700827132819554304</MsgID><ErrorCode>0</ErrorCode><ErrorStatus>success</ErrorStatus></List></SubscribeMsgSentEvent>"), inbox.Push{Kind: inbox.Receipts, Receipts: []inbox.Receipt{{MsgID: "1700827132819554304", OK: true}}}},
		{"subscribe failed in json", jsonEvent("subscribe_msg_sent_event", `"List":{"TemplateId":"A","MsgID":1700827132819554304,"ErrorCode":20001,"ErrorStatus":"system error"}`), inbox.Push{Kind: inbox.Receipts, Receipts: []inbox.Receipt{{MsgID: "1700827132819554304", Reason: "20001 system error"}}}},

		{"picture fine", event("wxa_media_check", "<appid>wx</appid><trace_id>tr</trace_id><version>2</version><detail><suggest>pass</suggest><errcode>0</errcode></detail><detail><suggest>pass</suggest></detail><errcode>0</errcode><errmsg>ok</errmsg><result><suggest>pass</suggest><label>100</label></result>"), inbox.Push{Kind: inbox.Verdict, Verdict: inbox.MediaVerdict{TraceID: "tr", Pass: true}}},
		{"picture risky", jsonEvent("wxa_media_check", `"trace_id":"tr","version":2,"detail":[{"suggest":"risky"}],"errcode":0,"result":{"suggest":"risky","label":20002}`), inbox.Push{Kind: inbox.Verdict, Verdict: inbox.MediaVerdict{TraceID: "tr"}}},
		{"picture not found", jsonEvent("wxa_media_check", `"trace_id":"tr","errcode":"-1008","errmsg":"x"`), inbox.Push{Kind: inbox.Verdict, Verdict: inbox.MediaVerdict{TraceID: "tr", Code: -1008}}},
		{"picture with odd code", jsonEvent("wxa_media_check", `"trace_id":"tr","errcode":"what","result":{"suggest":"pass"}`), inbox.Push{Kind: inbox.Verdict, Verdict: inbox.MediaVerdict{TraceID: "tr", Code: -1}}},
		{"picture without trace", event("wxa_media_check", "<errcode>0</errcode>"), inbox.Push{Kind: inbox.Other}},
	} {
		t.Run(c.name, func(t *testing.T) {
			root, _, err := decode([]byte(c.body))
			if err != nil {
				t.Fatal(err)
			}
			got, err := readPush(auth.OA, root, time.Unix(1, 0))
			if err != nil {
				t.Fatal(err)
			}
			if got.Key == "" || len(got.Key) > 64 {
				t.Errorf("key %q", got.Key)
			}
			want := c.want
			want.Account, want.At, want.Key = auth.OA, time.Unix(1460537339, 0).UTC(), got.Key
			if want.From == "" {
				want.From = "oUser"
			}
			if want.Event == "" {
				want.Event = got.Event
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReadPushRefuses(t *testing.T) {
	for name, body := range map[string]string{
		"no sender":      `<xml><CreateTime>1</CreateTime><MsgType>text</MsgType></xml>`,
		"no type":        `<xml>` + head + `</xml>`,
		"time of words":  `<xml><FromUserName>a</FromUserName><CreateTime>now</CreateTime><MsgType>text</MsgType></xml>`,
		"time too late":  `<xml><FromUserName>a</FromUserName><CreateTime>99999999999999999</CreateTime><MsgType>text</MsgType></xml>`,
		"time too early": `<xml><FromUserName>a</FromUserName><CreateTime>-5</CreateTime><MsgType>text</MsgType></xml>`,
		"long sender":    `<xml><FromUserName>` + strings.Repeat("o", 200) + `</FromUserName><MsgType>text</MsgType></xml>`,
	} {
		root, _, err := decode([]byte(body))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := readPush(auth.OA, root, time.Unix(1, 0)); err == nil {
			t.Error(name)
		}
	}
}

func TestPushAfter2038(t *testing.T) {
	root, _, err := decode([]byte(`{"FromUserName":"a","CreateTime":"4102444800","MsgType":"text","MsgId":"1"}`))
	if err != nil {
		t.Fatal(err)
	}
	p, err := readPush(auth.MP, root, time.Time{})
	if err != nil || p.At.Year() != 2100 {
		t.Errorf("%v %v", err, p.At)
	}
}

func TestPushKey(t *testing.T) {
	key := func(body string) string {
		t.Helper()
		root, _, err := decode([]byte(body))
		if err != nil {
			t.Fatal(body, err)
		}
		p, err := readPush(auth.OA, root, time.Unix(1, 0))
		if err != nil {
			t.Fatal(err)
		}
		return p.Key
	}
	if got := key(message("text", "<Content>a</Content>")); got != "m:6272960105994287618" {
		t.Errorf("message: %s", got)
	}
	if a, b := key(message("text", "<Content>a</Content>")), key(message("text", "<Content>b</Content>")); a != b {
		t.Error("the text changes the key")
	}
	scan := event("SCAN", "<EventKey>a</EventKey><Ticket>T</Ticket>")
	if first := key(scan); first != key(scan) {
		t.Error("a redelivery has another key")
	}
	receipt := func(id string) string {
		return event("subscribe_msg_sent_event", "<SubscribeMsgSentEvent><List><MsgID>"+id+"</MsgID><ErrorCode>0</ErrorCode></List></SubscribeMsgSentEvent>")
	}
	seen := map[string]string{}
	for _, body := range []string{
		scan, event("SCAN", "<EventKey>b</EventKey>"), event("CLICK", "<EventKey>a</EventKey>"), event("subscribe", ""), event("unsubscribe", ""),
		strings.Replace(scan, "[oUser", "[oOther", 1), strings.Replace(scan, "1460537339", "1460537340", 1),
		receipt("1"), receipt("2"), event("TEMPLATESENDJOBFINISH", "<MsgID>1</MsgID>"), event("TEMPLATESENDJOBFINISH", "<MsgID>2</MsgID>"),
		event("wxa_media_check", "<trace_id>1</trace_id>"), event("wxa_media_check", "<trace_id>2</trace_id>"),
		message("text", ""), `<xml>` + head + `<MsgType>text</MsgType></xml>`,
	} {
		k := key(body)
		if other, twice := seen[k]; twice {
			t.Errorf("one key for\n%s\n%s", body, other)
		}
		seen[k] = body
	}
}
