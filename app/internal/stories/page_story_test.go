package stories

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"linli/wxmsg/wxsim"
)

// entersPage logs in with a web page inside WeChat and returns the token.
func (c *citizen) entersPage() string {
	c.w.Helper()
	var in struct{ Token string }
	c.w.request("", "POST", api+"/login/oa", fields{"code": c.phone.OAuthCode()}, 200, &in)
	return in.Token
}

// whoIs returns the id of a token's person.
func (w *world) whoIs(token string) string {
	w.Helper()
	var me fields
	w.request(token, "GET", api+"/me", nil, 200, &me)
	id, _ := me["id"].(string)
	return id
}

func TestAClientFindsOutWhereItRuns(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	var got fields
	w.request("", "GET", api+"/client", nil, 200, &got)
	w.wants(got, fields{"demo": false, "oa_appid": w.config.OA.AppID, "privacy_version": "2026-11-29"})
	templates, _ := got["templates"].(fields)
	resident, _ := templates["resident"].(fields)
	staff, _ := templates["staff"].(fields)
	for name, c := range map[string]struct {
		list any
		want int // kinds may share a template
	}{"report": {resident["report"], 3}, "booking": {resident["booking"], 3}, "loan": {resident["loan"], 2}, "work": {staff["work"], 3}} {
		if ids, _ := c.list.([]any); len(ids) != c.want {
			t.Errorf("%s: %v", name, c.list)
		}
	}
}

// The login redirects a web page to WeChat and back to one of the two clients, never elsewhere.
func TestAWebPageIsRedirectedToWeChat(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	client := &http.Client{Transport: httpClient.Transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for app, path := range map[string]string{"resident": "h5", "staff": "staff"} {
		req, err := http.NewRequestWithContext(w.ctx, http.MethodGet, "http://"+w.running.Address+api+"/oauth?app="+app+"&state=a-B_9&redirect_uri=https://evil.example", nil)
		w.must(err)
		res, err := client.Do(req)
		w.must(err)
		res.Body.Close()
		want := "https://open.weixin.qq.com/connect/oauth2/authorize?appid=" + w.config.OA.AppID + "&redirect_uri=" +
			strings.NewReplacer(":", "%3A", "/", "%2F").Replace(w.config.PublicURL+"/"+path+"/") +
			"&response_type=code&scope=snsapi_base&state=a-B_9#wechat_redirect"
		if got := res.Header.Get("Location"); res.StatusCode != http.StatusFound || got != want {
			t.Errorf("%d %s\nwant %s", res.StatusCode, got, want)
		}
	}
	for query, want := range map[string]string{
		"app=resident": "400 oauth.state", "app=resident&state=" + strings.Repeat("a", 65): "400 oauth.state", "app=resident&state=a%26b": "400 oauth.state",
		"app=other&state=a": "404 oauth.app", "state=a": "404 oauth.app",
	} {
		w.refused("", "GET", api+"/oauth?"+query, nil, want)
	}
}

func TestAPersonIsTheSameInWebPageChatAndMiniProgram(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		// A follower who uses the mini-program is one person in both.
		wang := w.follower("老王")
		page := wang.entersPage()
		mini := wang.login("mp")
		if a, b := w.whoIs(page), w.whoIs(mini); a != b {
			w.Fatalf("two persons: %s, %s", a, b)
		}
		id := wang.submits("路灯不亮", "阳光花园3号楼")
		w.request(page, "GET", api+"/reports/"+id, nil, 200, nil)

		// A visitor who does not follow is a person too. On following they are united with their person of the
		// mini-program.
		li := w.someone("老李")
		page, mini = li.entersPage(), li.login("mp")
		w.settle()
		if w.whoIs(page) == w.whoIs(mini) {
			w.Fatal("the persons were united too early")
		}
		if n := w.count(`SELECT COUNT(*) FROM job_open WHERE kind = 'person.link'`); n != 0 {
			w.Fatalf("%d open links", n)
		}
		w.follower("老李")
		if a, b := w.whoIs(page), w.whoIs(mini); a != b {
			w.Fatalf("still two persons: %s, %s", a, b)
		}

		// A follower from before the service is known as such, and gets notices.
		zhang := w.someone("老张")
		w.sim.SetCallback("oa", "")
		_, err := zhang.phone.Follow("")
		w.must(err)
		w.sim.CallTo(w.running.Address)
		page, mini = zhang.entersPage(), zhang.login("mp")
		w.settle()
		if a, b := w.whoIs(page), w.whoIs(mini); a != b {
			w.Fatalf("two persons: %s, %s", a, b)
		}
		w.clerk().acts(zhang.submits("井盖坏了", "阳光花园3号楼"), "accept", nil)
		w.settle()
		same(w, "last message", "已受理", zhang.lastHeard())

		used := wang.phone.OAuthCode()
		w.request("", "POST", api+"/login/oa", fields{"code": used}, 200, nil)
		for _, bad := range []any{nil, fields{"code": "made-up"}, fields{"code": used}, fields{"code": "a b"}, fields{"code": wang.phone.LoginCode("mp")}} {
			w.refused("", "POST", api+"/login/oa", bad, "400 wechat.code")
		}
		w.sim.Fail("/sns/oauth2/access_token", wxsim.Fault{ErrCode: -1, Times: 1})
		w.refused("", "POST", api+"/login/oa", fields{"code": wang.phone.OAuthCode()}, "503 wechat.busy")
	})
}

func TestAWebPageIsSigned(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		token := w.someone("老王").entersPage()
		var got fields
		page := w.config.PublicURL + "/h5/?x=1"
		w.request(token, "GET", api+"/jssdk?url="+strings.NewReplacer(":", "%3A", "/", "%2F", "?", "%3F", "=", "%3D").Replace(page)+"%23%2Fhome", nil, 200, &got)
		w.wants(got, fields{"appid": w.config.OA.AppID, "timestamp": float64(w.now().Unix())})
		for range 3 {
			w.request(token, "GET", api+"/jssdk?url="+w.config.PublicURL+"/staff/", nil, 200, nil)
		}
		if n := w.sim.Calls("/cgi-bin/ticket/getticket"); n != 1 {
			w.Fatalf("%d tickets were fetched", n)
		}
		w.sim.ExpireTokens()
		w.forward(2 * time.Hour)
		w.request(token, "GET", api+"/jssdk?url="+w.config.PublicURL, nil, 200, nil)
		for _, bad := range []string{"", "https://evil.example/", w.config.PublicURL + ".evil.example/", "%23" + w.config.PublicURL, w.config.PublicURL + "/" + strings.Repeat("a", 2000)} {
			w.refused(token, "GET", api+"/jssdk?url="+bad, nil, "400 jssdk.url")
		}
	})
}

// Without an official account web pages inside WeChat are refused everywhere.
func TestWithoutAnOfficialAccountThereAreNoWebPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t, []string{
		"LINLI_OA_APPID=", "LINLI_OA_SECRET=", "LINLI_OA_TOKEN=", "LINLI_OA_AESKEY=", "LINLI_OA_ORIGINAL_ID=", "LINLI_TEMPLATES=",
	})
	var got fields
	w.request("", "GET", api+"/client", nil, 200, &got)
	w.wants(got, fields{"oa_appid": "", "templates": fields{
		"resident": fields{"report": []any{}, "booking": []any{}, "care": []any{}, "collect": []any{}, "errand": []any{}, "order": []any{}, "feedback": []any{}, "paper": []any{}, "hall": []any{}, "loan": []any{}, "meal": []any{}, "mediate": []any{}, "inquiry": []any{}, "post": []any{}, "publicity": []any{}, "steward": []any{}}, "staff": fields{"work": []any{}, "calls": []any{}},
	}})
	w.refused("", "GET", api+"/oauth?app=resident&state=a", nil, "404 oauth.none")
	w.refused("", "POST", api+"/login/oa", fields{"code": "a"}, "404 oauth.none")
	w.refused(w.someone("老王").login("mp"), "GET", api+"/jssdk?url="+w.config.PublicURL, nil, "404 oauth.none")
}
