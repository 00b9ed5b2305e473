package lab

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"time"

	"linli/scripts/bench/load"
	"linli/wxmsg/wxsim"
)

// Wechat is the simulated platform of the whole run.
type Wechat struct {
	*wxsim.Sim
	base     string
	Accounts map[string]wxsim.Account
	stub     *httptest.Server
	end      func()
}

const aesKey = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPA"

// NewWechat starts the platform with three accounts.
func NewWechat() (*Wechat, error) {
	w := &Wechat{Sim: wxsim.New(wxsim.Options{Now: time.Now}), Accounts: map[string]wxsim.Account{}}
	for i, a := range []wxsim.Account{
		{Kind: wxsim.OA, OriginalID: "gh_bench000001", Mode: wxsim.Safe, Format: wxsim.XML},
		{Kind: wxsim.MP, OriginalID: "gh_bench000002", Mode: wxsim.Safe, Format: wxsim.JSON},
		{Kind: wxsim.Staff, OriginalID: "gh_bench000003", Mode: wxsim.Safe, Format: wxsim.JSON},
	} {
		a.AppID, a.Secret = fmt.Sprintf("wx%016x", i+1), strings.Repeat(fmt.Sprintf("%02d", i), 16)
		a.Token, a.AESKey = fmt.Sprintf("bench%d", i), aesKey
		w.Accounts[a.Kind] = w.AddAccount(a)
	}
	w.AddTemplate(wxsim.OA, wxsim.Template{ID: "TPL_oa_new", Title: "新的随手拍", Keys: []wxsim.Key{
		{Name: "thing1", Label: "事项"},
		{Name: "character_string2", Label: "编号"},
		{Name: "thing3", Label: "地点"},
		{Name: "time4", Label: "时间"},
		{Name: "thing5", Label: "说明"},
	}})
	w.AddTemplate(wxsim.OA, wxsim.Template{ID: "TPL_oa_alert", Title: "楼里有事", Keys: []wxsim.Key{
		{Name: "thing1", Label: "事项"}, {Name: "thing2", Label: "地点"}, {Name: "time3", Label: "时间"},
	}})
	w.DailyQuota("/cgi-bin/message/template/send", 100_000_000)
	w.HoldEvents() // results of messages are not sent: the floor does not handle them
	w.base, w.end = w.Start()
	// People follow the account before the measurement; the app need not receive these events.
	w.stub = httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(out, "success")
	}))
	for kind := range w.Accounts {
		w.SetCallback(kind, w.stub.URL)
	}
	return w, nil
}

// Stop ends the platform.
func (w *Wechat) Stop() {
	w.LoseEvents()
	w.end()
	w.stub.Close()
}

// templates is the file of LINLI_TEMPLATES.
const templates = `oa:
  report.new: {id: TPL_oa_new, keywords: {thing1: title, character_string2: number, thing3: place, time4: at, thing5: words}}
  collect.asked: {id: TPL_oa_new, keywords: {thing1: title, character_string2: number, thing3: place, time4: at, thing5: words}}
  steward.alert: {id: TPL_oa_alert, keywords: {thing1: title, thing2: place, time3: at}}
`

// Environment returns the settings of the accounts.
func (w *Wechat) Environment() []string {
	env := []string{"LINLI_WECHAT_BASE=" + w.base, "FLOOR_TOKEN=" + w.Token(wxsim.OA)}
	for kind, a := range w.Accounts {
		prefix := "LINLI_" + strings.ToUpper(kind) + "_"
		env = append(env, prefix+"APPID="+a.AppID, prefix+"SECRET="+a.Secret, prefix+"TOKEN="+a.Token,
			prefix+"AESKEY="+a.AESKey, prefix+"ORIGINAL_ID="+a.OriginalID)
	}
	return env
}

// Clicks signs and encrypts n presses of an unknown menu key, each by another follower and only once.
func (w *Wechat) Clicks(series string, n int, openids []string) [][]byte {
	all := make([][]byte, n)
	var group sync.WaitGroup
	const hands = 2
	for h := range hands {
		group.Go(func() {
			for i := h; i < n; i += hands {
				plain := fmt.Appendf(nil, "<xml><ToUserName><![CDATA[%s]]></ToUserName><FromUserName><![CDATA[%s]]></FromUserName>"+
					"<CreateTime>%d</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[CLICK]]></Event>"+
					"<EventKey><![CDATA[%s-%d]]></EventKey></xml>", w.Accounts[wxsim.OA].OriginalID, openids[i%len(openids)],
					time.Now().Unix(), series, i)
				query, body := w.Sign(wxsim.OA, plain)
				all[i] = Push(query, body)
			}
		})
	}
	group.Wait()
	return all
}

// Push returns a signed push of the official account as a request.
func Push(query url.Values, body []byte) []byte {
	return load.Request("POST", "/wx/oa?"+query.Encode(), map[string]string{"Content-Type": "text/xml"}, body)
}

// Texts signs and encrypts n messages with the same words, each by another follower of Followers.
func (w *Wechat) Texts(words string, n, followers int) [][]byte {
	all := make([][]byte, n)
	for i := range all {
		query, body := w.Sign(wxsim.OA, w.Person(fmt.Sprint("told-", i%followers)).Message(wxsim.OA, words, 0))
		all[i] = Push(query, body)
	}
	return all
}
