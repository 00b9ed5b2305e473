package stories

import (
	"slices"
	"strings"
	"testing"
)

const guideAPI = api + "/staff/guide"

// minimum is 低保 as a department writes it down.
func minimum(more fields) fields {
	f := fields{
		"code": "SQ-01", "family": "community", "heading": "救助", "name": "最低生活保障", "other_names": []string{"低保", "吃低保", "低保户", "穷人补助"},
		"modes": []string{"errand", "accept"}, "flags": fields{"first_asked": true, "in_time": true, "all_the_way": true},
		"promised_limit": fields{"n": 18, "unit": "working_day"}, "legal_limit": fields{"n": 30, "unit": "working_day"},
		"materials": []fields{{"name": "身份证", "form": "original", "from": "本人", "reusable": true}, {"name": "收入证明", "form": "copy", "from": "单位开具"}},
		"steps":     []fields{{"name": "社区受理", "who": "窗口", "where": "服务大厅", "limit": fields{"n": 1, "unit": "working_day"}}},
		"fee":       "不收费", "where": "服务大厅 1 号窗口", "when": "工作日 9:00-17:00", "gets": "低保证", "phone": "0991-1234567",
	}
	for k, v := range more {
		f[k] = v
	}
	return f
}

// guides adds an item and publishes it; it returns its id.
func (c *citizen) guides(item fields) string {
	c.w.Helper()
	id := word(c.does("staff", "POST", guideAPI, item, 201)["id"])
	c.does("staff", "POST", guideAPI+"/"+id+"/publish", fields{"review_by": "2027-06-30"}, 200)
	return id
}

// whole returns a list as it came.
func whole(list any) []any {
	all, _ := list.([]any)
	return all
}

// foundGuide returns the names of the items that words mean in 阳光社区.
func (c *citizen) foundGuide(words string) []any {
	c.w.Helper()
	return pluck(items(c.does("mp", "GET", api+"/communities/"+c.w.id("阳光社区")+"/guide?words="+words, nil, 200)), "name")
}

// A department writes an item, publishes it, and people find it by what they say; what was published stays as it was.
func TestAnItemIsFoundByWhatPeopleSay(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		man, wang := w.orgMan(), w.named("老王", "阳光花园3号楼")
		made := man.does("staff", "POST", guideAPI, minimum(nil), 201)
		id := word(made["id"])
		w.wants(made, fields{"state": "draft", "version": 0.0, "changed": true, "org_name": "综合执法大队", "community_name": "", "can": []any{"change", "publish"}})
		same(w, "a draft", []any{}, wang.foundGuide("低保"))
		wang.refused("mp", "GET", api+"/communities/"+w.id("阳光社区")+"/guide/"+id, nil, "404 guide.missing")

		w.wants(man.does("staff", "POST", guideAPI+"/"+id+"/publish", fields{"review_by": "2027-06-30"}, 200), fields{
			"state": "published", "version": 1.0, "changed": false, "can": []any{"change", "publish", "withdraw"},
		})
		for _, said := range []string{"低保", "我想吃低保要带什么", "穷人补助在哪办"} {
			same(w, said, []any{"最低生活保障"}, wang.foundGuide(said))
		}
		same(w, "something else", []any{}, wang.foundGuide("轮椅"))
		got := wang.does("mp", "GET", api+"/communities/"+w.id("阳光社区")+"/guide/"+id, nil, 200)
		content, _ := got["content"].(map[string]any)
		w.wants(content, fields{"name": "最低生活保障", "fee": "不收费", "gets": "低保证"})
		same(w, "kept on the telephone", []any{got}, whole(wang.does("mp", "GET", api+"/communities/"+w.id("阳光社区")+"/guide/kept", nil, 200)["items"]))
		same(w, "promises", []any{"首问负责", "限时办结", "全程代办"}, got["flag_names"])
		same(w, "stale", "", got["stale"])

		// A change is a draft until it is published; the first version stays.
		mark := man.does("staff", "GET", guideAPI+"/"+id, nil, 200)["mark"]
		changed := man.does("staff", "PUT", guideAPI+"/"+id, minimum(fields{"fee": "免费", "version": mark}), 200)
		w.wants(changed, fields{"changed": true, "version": 1.0})
		man.refused("staff", "PUT", guideAPI+"/"+id, minimum(fields{"fee": "十元", "version": mark}), "409 mark.stale")
		man.refused("staff", "POST", guideAPI+"/"+id+"/publish", fields{"review_by": "2027-06-30", "version": mark}, "409 mark.stale")
		w.wants(man.does("staff", "POST", guideAPI+"/"+id+"/publish", fields{"review_by": "2027-06-30", "version": changed["mark"]}, 200), fields{"version": 2.0})
		for version, fee := range map[string]string{"1": "不收费", "2": "免费"} {
			was, _ := wang.does("mp", "GET", api+"/guide/"+id+"/versions/"+version, nil, 200)["content"].(map[string]any)
			same(w, "version "+version, any(fee), was["fee"])
		}
		wang.refused("mp", "GET", api+"/guide/"+id+"/versions/3", nil, "404 guide.missing")

		// The community says who and where; the content is not its to change.
		clerk, here := w.clerk(), w.id("阳光社区")
		local := fields{"who": "王芳", "where": "社区 1 号窗口", "when": "周一至周六 9:00-18:00", "phone": "0991-7654321"}
		clerk.does("staff", "PUT", api+"/staff/communities/"+here+"/guide/"+id, local, 200)
		same(w, "here", any(local), wang.does("mp", "GET", api+"/communities/"+here+"/guide/"+id, nil, 200)["local"])
		same(w, "elsewhere", any(map[string]any{"who": "", "where": "", "when": "", "phone": ""}), wang.does("mp", "GET", api+"/communities/"+w.id("新园社区")+"/guide/"+id, nil, 200)["local"])
		clerk.refused("staff", "PUT", guideAPI+"/"+id, minimum(nil), "404 guide.missing")
		clerk.refused("staff", "GET", guideAPI+"/"+id, nil, "404 guide.missing")
		clerk.refused("staff", "PUT", api+"/staff/communities/"+w.id("新园社区")+"/guide/"+id, local, "404 area.missing")
		local["who"] = "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一"
		clerk.refused("staff", "PUT", api+"/staff/communities/"+here+"/guide/"+id, local, "400 guide.local")
		clerk.refused("staff", "PUT", api+"/staff/communities/"+here+"/guide/999", fields{"who": "", "where": "", "when": "", "phone": ""}, "404 guide.missing")

		// A community's own item is found there only.
		own := clerk.guides(minimum(fields{"code": "YG-1", "community_id": here, "name": "楼道灯报修登记", "other_names": []string{}, "gets": "回执"}))
		same(w, "own first", []any{"楼道灯报修登记", "最低生活保障"}, pluck(items(wang.does("mp", "GET", api+"/communities/"+here+"/guide", nil, 200)), "name"))
		wang.refused("mp", "GET", api+"/communities/"+w.id("新园社区")+"/guide/"+own, nil, "404 guide.missing")
		man.refused("staff", "GET", guideAPI+"/"+own, nil, "404 guide.missing")
		same(w, "mine", []any{"YG-1"}, pluck(items(clerk.does("staff", "GET", guideAPI, nil, 200)), "code"))
		same(w, "the department's", []any{"SQ-01"}, pluck(items(man.does("staff", "GET", guideAPI+"?state=published", nil, 200)), "code"))
		same(w, "the county and all below", []any{"SQ-01", "YG-1"}, pluck(items(w.centre().does("staff", "GET", guideAPI, nil, 200)), "code"))

		export := fields{"from": "2026-11-23", "to": "2026-11-23", "area_id": here, "reason": "核对事项"}
		status, book := w.send(clerk.login("staff"), "POST", api+"/staff/ledgers/guide", export)
		if status != 200 || len(book) < 1000 {
			w.Errorf("the ledger of items: %d, %d bytes", status, len(book))
		}

		man.refused("staff", "POST", guideAPI+"/"+id+"/withdraw", fields{"reason": ""}, "400 guide.words")
		w.wants(man.does("staff", "POST", guideAPI+"/"+id+"/withdraw", fields{"reason": "政策停止"}, 200), fields{"state": "withdrawn"})
		same(w, "withdrawn", []any{}, wang.foundGuide("低保"))
		wang.does("mp", "GET", api+"/guide/"+id+"/versions/1", nil, 200)
	})
}

// What is wrong with an item is said in the words of its columns.
func TestAnItemIsWrittenDownWhole(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		man, centre := w.orgMan(), w.centre()
		man.guides(minimum(nil))
		for refusal, more := range map[string]fields{
			"409 guide.taken":   {"fee": "不收费"},
			"400 guide.code":    {"code": "S Q"},
			"400 guide.content": {"code": "SQ-02", "name": ""},
			"400 guide.org":     {"code": "SQ-02", "org_id": "999999"},
			"404 area.missing":  {"code": "SQ-02", "community_id": w.id("新园社区"), "org_id": ""},
			"400 http.body":     {"code": "SQ-02", "org_id": "x"},
		} {
			who := man
			if refusal == "400 guide.org" {
				who = centre
			}
			who.refused("staff", "POST", guideAPI, minimum(more), refusal)
		}
		draft := word(man.does("staff", "POST", guideAPI, minimum(fields{"code": "SQ-02"}), 201)["id"])
		given := centre.does("staff", "POST", guideAPI, minimum(fields{"code": "SQ-05", "name": "专项救助", "org_id": w.org("综合执法大队")}), 201)
		same(w, "its owner sees it", true, slices.Contains(pluck(items(man.does("staff", "GET", guideAPI, nil, 200)), "id"), given["id"]))
		w.wants(given, fields{"state": "draft"})
		man.refused("staff", "POST", guideAPI+"/"+draft+"/publish", fields{"review_by": "2026-11-23"}, "400 guide.review")
		man.refused("staff", "POST", guideAPI+"/"+draft+"/publish", fields{"review_by": "soon"}, "400 guide.review")
		man.refused("staff", "POST", guideAPI+"/"+draft+"/withdraw", fields{"reason": "写错了"}, "409 guide.state")
		man.refused("staff", "PUT", guideAPI+"/"+draft, minimum(nil), "409 guide.taken")
		w.named("老王", "阳光花园3号楼").refused("mp", "GET", api+"/communities/999/guide?words=x", nil, "404 area.missing")
	})
}

// In the chat 办事 and what people say is enough: what to bring, where, when, and the word for somebody to do it for them.
func TestTheChatSaysWhatToBring(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		man := w.orgMan()
		id := man.guides(minimum(nil))
		man.guides(minimum(fields{"code": "SQ-02", "name": "临时救助", "other_names": []string{"急难救助"}, "modes": []string{"accept"}, "gets": "救助金"}))
		wang := w.named("老王", "阳光花园3号楼")
		w.expect(wang.says("办事 吃低保"), "最低生活保障", "要带身份证、收入证明（复印件）", "服务大厅 1 号窗口，工作日 9:00-17:00", "18 个工作日办好，不收费", "代办 最低生活保障")
		w.clerk().does("staff", "PUT", api+"/staff/communities/"+w.id("阳光社区")+"/guide/"+id, fields{"who": "王芳", "where": "社区大厅", "when": "", "phone": "0991-7654321"}, 200)
		w.expect(wang.says("办事，低保"), "社区大厅，工作日 9:00-17:00，0991-7654321，王芳")
		w.expect(wang.says("办事"), "您想办哪一件", "1 最低生活保障", "2 临时救助")
		w.expect(wang.says("9"), "请回复上面的数字")
		reply := wang.says("2")
		w.expect(reply, "临时救助", "不收费")
		if strings.Contains(reply, "代办") {
			w.Errorf("an item without an errand offers one: %s", reply)
		}
		w.expect(wang.says("办事 造火箭"), "没有找到“造火箭”", "人工")
		w.expect(wang.says("办事处的路灯坏了"), "什么地方")
		w.expect(wang.says("0"), "")
		guest := w.follower("过路人")
		w.expect(guest.says("办事 低保"), "住哪个社区", "1 阳光社区")
		w.expect(guest.says("1"), "最低生活保障", "社区大厅")
		w.at("2027-07-01 09:00")
		w.expect(wang.says("办事 低保"), "以窗口答复为准")
	})
}
