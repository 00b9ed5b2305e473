package wxsim

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"
)

var png = []byte("\x89PNG\r\n\x1a\n and pixels")

func TestMediaIsFetchedForThreeDays(t *testing.T) {
	w := newWorld(t, Safe)
	p := w.sim.Person("王")
	_, _ = p.Follow("")
	w.app.received()
	_, _ = p.Photo(png)
	_, _ = p.Voice([]byte("#!AMR\n…"), "路灯坏了")
	got := w.app.received()
	field := func(i int, name string) string { return between(got[i].plain, "<"+name+"><![CDATA[", "]]>") }
	photo, voice := field(0, "MediaId"), field(1, "MediaId")
	if field(1, "Recognition") != "路灯坏了" || field(1, "Format") != "amr" {
		t.Errorf("%s", got[1].plain)
	}
	get := func(kind, id string) response {
		return w.do("/cgi-bin/media/get?media_id="+id+"&access_token="+w.sim.Token(kind), nil)
	}
	if r := get(OA, photo); r.ctype != "image/png" || !bytes.Equal(r.body, png) {
		t.Errorf("%+v", r)
	}
	if r := get(OA, voice); r.ctype != "audio/amr" {
		t.Errorf("%+v", r)
	}
	url := strings.TrimPrefix(field(0, "PicUrl"), w.base)
	if r := w.do(url, nil); r.status != 200 || !bytes.Equal(r.body, png) {
		t.Errorf("PicUrl: %+v", r)
	}
	if r := get(MP, photo); !strings.Contains(string(r.body), `"errcode":40007`) {
		t.Errorf("another account's media: %+v", r)
	}
	w.forward(mediaLife)
	if r := get(OA, photo); !strings.Contains(string(r.body), `"errcode":40007`) {
		t.Errorf("after three days: %+v", r)
	}
}

func TestUploadAndReplyWithAPicture(t *testing.T) {
	w := newWorld(t, Safe)
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	part, _ := form.CreateFormFile("media", "a.png")
	_, _ = part.Write(png)
	_ = form.Close()
	req, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, w.base+"/cgi-bin/media/upload?type=image&access_token="+w.sim.Token(OA), &b)
	req.Header.Set("Content-Type", form.FormDataContentType())
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	var all bytes.Buffer
	_, _ = all.ReadFrom(res.Body)
	_ = res.Body.Close()
	id := between(all.String(), `"media_id":"`, `"`)
	w.app.answer(func(_ int, r received) string {
		text := textReply(r, "")
		return strings.Replace(text, "[text]]></MsgType><Content><![CDATA[]]></Content>", "[image]]></MsgType><Image><MediaId>"+id+"</MediaId></Image>", 1)
	})
	p := w.sim.Person("王")
	rep, err := p.Follow("")
	if err != nil || rep.MediaID != id {
		t.Fatalf("%+v %v", rep, err)
	}
	if chat := w.sim.Chat(p); !bytes.Equal(chat[1].Media, png) {
		t.Errorf("%+v", chat)
	}
	w.wantCode("no form", w.api(OA, "/cgi-bin/media/upload?type=image", "x"), "41005")
}

func TestMessagesAndEvents(t *testing.T) {
	w := newWorld(t, Plain)
	p := w.sim.Person("王")
	for name, c := range map[string]func() (Reply, error){
		"SCAN before following": func() (Reply, error) { return p.Scan("123") },
	} {
		if _, err := c(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, _ = p.Location(23.134521, 113.358803, "和平路")
	_, _ = p.Scan("123")
	_, _ = p.Click("K1")
	_, _ = p.View("https://a.example/?x=1&y=2")
	_, _ = p.ViewMiniProgram("pages/index/index")
	_, _ = p.ReportLocation(23.137466, 113.352425, 119.38504)
	_, _ = p.Push(OA, "card_pass_check", Field{"CardId", "c1"})
	_, _ = p.Unfollow()
	_, _ = p.Follow("")
	wants := []string{
		"<Event><![CDATA[subscribe]]></Event><EventKey><![CDATA[qrscene_123]]></EventKey><Ticket><![CDATA[gQ",
		"<MsgType><![CDATA[location]]></MsgType><Location_X>23.134521</Location_X><Location_Y>113.358803</Location_Y><Scale>20</Scale><Label><![CDATA[和平路]]></Label><MsgId>",
		"<Event><![CDATA[SCAN]]></Event><EventKey><![CDATA[123]]></EventKey><Ticket>",
		"<Event><![CDATA[CLICK]]></Event><EventKey><![CDATA[K1]]></EventKey></xml>",
		"<Event><![CDATA[VIEW]]></Event><EventKey><![CDATA[https://a.example/?x=1&y=2]]></EventKey><MenuId>",
		"<Event><![CDATA[view_miniprogram]]></Event><EventKey><![CDATA[pages/index/index]]></EventKey><MenuId>",
		"<Event><![CDATA[LOCATION]]></Event><Latitude>23.137466</Latitude><Longitude>113.352425</Longitude><Precision>119.385040</Precision></xml>",
		"<Event><![CDATA[card_pass_check]]></Event><CardId>",
		"<Event><![CDATA[unsubscribe]]></Event><EventKey><![CDATA[]]></EventKey></xml>",
		"<Event><![CDATA[subscribe]]></Event><EventKey><![CDATA[]]></EventKey></xml>",
	}
	got := w.app.received()
	if len(got) != len(wants) {
		t.Fatalf("%d pushes", len(got))
	}
	for i, want := range wants {
		if !strings.Contains(got[i].plain, want) {
			t.Errorf("%d: %s lacks %s", i, got[i].plain, want)
		}
		if !strings.HasPrefix(got[i].plain, "<xml><ToUserName><![CDATA[gh_") || !strings.Contains(got[i].plain, "<CreateTime>1795222800</CreateTime>") {
			t.Errorf("%s", got[i].plain)
		}
	}
	if _, err := p.Follow(""); err == nil {
		t.Error("a second follow was accepted")
	}
	w.sim.SetCallback(OA, "")
	if rep, err := p.Unfollow(); err != nil || rep.Deliveries != 0 || p.Following() {
		t.Errorf("%+v %v", rep, err)
	}
	w.forward(time.Second)
}
