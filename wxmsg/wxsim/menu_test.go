package wxsim

import (
	"encoding/json"
	"strconv"
	"testing"
)

func TestMenu(t *testing.T) {
	w := newWorld(t, Plain)
	w.sim.AddPage(MP, "pages/index")
	const create = "/cgi-bin/menu/create"
	w.wantCode("none yet", w.api(OA, "/cgi-bin/menu/get", nil), "46003")
	good := `{"button":[{"name":"办事","sub_button":[{"type":"click","name":"随手拍","key":"REPORT"},{"type":"miniprogram","name":"小程序","url":"https://a","appid":"` +
		w.sim.accounts[MP].AppID + `","pagepath":"pages/index"}]},{"type":"view","name":"网站","url":"https://a"}]}`
	w.wantCode("good", w.api(OA, create, good), "0")
	got := w.api(OA, "/cgi-bin/menu/get", nil)["menu"].(map[string]any)["button"].([]any)
	if len(got) != 2 || got[0].(map[string]any)["name"] != "办事" {
		t.Errorf("%v", got)
	}
	for code, body := range map[string]string{
		"40033": `{"button":[{"type":"click","name":"\u529e","key":"K"}]}`,
		"40016": `{"button":[]}`,
		"40017": `{"button":[{"type":"hover","name":"a"}]}`,
		"40018": `{"button":[{"type":"click","name":"六个汉字太长","key":"K"}]}`,
		"40019": `{"button":[{"type":"click","name":"a"}]}`,
		"40020": `{"button":[{"type":"view","name":"a"}]}`,
		"40165": `{"button":[{"type":"miniprogram","name":"a","url":"https://a","appid":"` + w.sim.accounts[MP].AppID + `","pagepath":"x"}]}`,
		"40166": `{"button":[{"type":"miniprogram","name":"a","url":"https://a","appid":"wx0","pagepath":"x"}]}`,
		"47001": `{"button":`,
	} {
		w.wantCode(code, w.api(OA, create, body), code)
	}
	w.wantCode("delete", w.api(OA, "/cgi-bin/menu/delete", nil), "0")
	w.wantCode("gone", w.api(OA, "/cgi-bin/menu/get", nil), "46003")
}

func TestFollowerList(t *testing.T) {
	w := newWorld(t, Plain)
	w.sim.SetCallback(OA, "")
	var ids []string
	for i := range 3 {
		p := w.sim.Person(strconv.Itoa(i))
		_, _ = p.Follow("")
		ids = append(ids, p.OpenID(OA))
	}
	_, _ = w.sim.Person("1").Unfollow()
	got := w.api(OA, "/cgi-bin/user/get", nil)
	list := got["data"].(map[string]any)["openid"].([]any)
	if got["total"] != json.Number("2") || len(list) != 2 || list[0] != ids[0] || list[1] != ids[2] || got["next_openid"] != ids[2] {
		t.Errorf("%v", got)
	}
	got = w.api(OA, "/cgi-bin/user/get?next_openid="+ids[2], nil)
	if got["count"] != json.Number("0") || got["data"] != nil {
		t.Errorf("%v", got)
	}
	users := []map[string]string{{"openid": ids[0], "lang": "zh_CN"}, {"openid": ids[1]}}
	infos := w.api(OA, "/cgi-bin/user/info/batchget", map[string]any{"user_list": users})["user_info_list"].([]any)
	if infos[0].(map[string]any)["subscribe"] != json.Number("1") || len(infos[1].(map[string]any)) != 2 {
		t.Errorf("%v", infos)
	}
	w.wantCode("too many", w.api(OA, "/cgi-bin/user/info/batchget", map[string]any{"user_list": make([]map[string]string, 101)}), "40032")
	w.wantCode("mini openid", w.api(OA, "/cgi-bin/user/info?openid="+w.sim.Person("0").OpenID(MP), nil), "40003")
}
