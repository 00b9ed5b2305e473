package stories

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"
)

const (
	publicAPI   = api + "/publicities"
	staffPublic = "/api/v1/staff/publicities"
)

// makesPublic makes two lines public in 阳光社区 and returns the publicity and the ids of its lines.
func (c *citizen) makesPublic() (p fields, lines []string) {
	c.w.Helper()
	p = c.does("staff", "POST", staffPublic, fields{
		"area_id": c.w.id("阳光社区"), "title": "文明家庭拟表彰名单", "words": "经居民推荐。",
		"lines": []fields{{"name": "王小明", "words": "3号楼"}, {"name": "李秀英", "words": "5号楼"}},
	}, 201)
	return p, linesOf(p)
}

func linesOf(p fields) (ids []string) {
	for _, l := range objects(p["lines"]) {
		ids = append(ids, fmt.Sprint(l["id"]))
	}
	return ids
}

func statesOf(p fields) (states []any) { return pluck(objects(p["lines"]), "state") }

func (c *citizen) public(id any) fields {
	c.w.Helper()
	return c.does("mp", "GET", fmt.Sprint(publicAPI, "/", id), nil, 200)
}

// The page of a community without a login.
func (w *world) publicPage(community string) (status int, page, robots string) {
	w.Helper()
	return w.openPage("/public/" + community)
}

// openPage opens a page without a login.
func (w *world) openPage(path string) (status int, page, robots string) {
	w.Helper()
	res, err := httpClient.Get("http://" + w.running.Address + path)
	w.must(err)
	defer res.Body.Close()
	var b bytes.Buffer
	_, err = b.ReadFrom(res.Body)
	w.must(err)
	return res.StatusCode, b.String(), res.Header.Get("X-Robots-Tag")
}

// A list is public for five working days. An objection stops its line and no other; one of the last minute counts, a late one is
// kept and answered.
func TestAListIsPublicForFiveWorkingDays(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk, wang, li := w.clerk(), w.named("老王", "阳光花园3号楼"), w.named("老李", "阳光花园3号楼")
		p, lines := clerk.makesPublic() // Monday, 23 November, 9:00
		w.wants(p, fields{"until": "2026-12-01T00:00:00+08:00", "ended": false, "kind_name": "公示"})
		same(w, "masked", []any{"王**", "李**"}, pluck(objects(p["lines"]), "name"))

		objection := fmt.Sprint(publicAPI, "/", p["id"], "/objections")
		o := wang.does("mp", "POST", objection, fields{"line_id": lines[0], "words": "他家楼道堆满杂物"}, 201)
		w.wants(o, fields{"late": false, "due": "2026-11-30T17:30:00+08:00"})
		same(w, "only its line", []any{"held", "open"}, statesOf(wang.public(p["id"])))
		wang.refused("mp", "POST", objection, fields{"line_id": lines[0], "words": "再说一遍"}, "409 publicity.twice")
		w.settle()
		same(w, "staff are told", 1, w.count(`SELECT COUNT(*) FROM notify_notice WHERE kind = 'publicity.objected'`))
		same(w, "the number at home", 1.0, clerk.does("staff", "GET", "/api/v1/staff/home", nil, 200)["objections"])
		stranger := w.named("外人", "新园小区1号楼")
		stranger.refused("mp", "POST", objection, fields{"line_id": lines[1], "words": "不同意"}, "403 publicity.elsewhere")

		// The last minute of the last day.
		w.at("2026-11-30 23:59")
		last := li.does("mp", "POST", objection, fields{"line_id": lines[1], "words": "她上月刚被处罚过"}, 201)
		w.wants(last, fields{"late": false})
		waiting := items(clerk.does("staff", "GET", "/api/v1/staff/objections", nil, 200))
		same(w, "overdue", []any{true, false}, pluck(waiting, "overdue"))
		same(w, "by whom", []any{"老王", "老李"}, pluck(waiting, "by"))
		w.at("2026-12-01 00:01")
		w.recurs("end_publicities")
		same(w, "both wait", []any{"held", "held"}, statesOf(wang.public(p["id"])))

		// Late: kept and answered, without effect.
		w.at("2026-12-01 09:00")
		late := clerk.does("staff", "POST", fmt.Sprint(staffPublic, "/", p["id"], "/objections"), fields{
			"line_id": lines[1], "words": "我也不同意", "name": "孙奶奶",
		}, 201)
		w.wants(late, fields{"late": true})
		clerk.refused("staff", "POST", fmt.Sprint(staffPublic, "/", p["id"], "/objections"), fields{"line_id": lines[1], "words": "不同意"}, "400 publicity.name")
		answer := func(o fields, upheld bool) {
			clerk.does("staff", "POST", fmt.Sprint("/api/v1/staff/objections/", o["id"], "/answer"), fields{"words": "已到现场核实。", "upheld": upheld}, 200)
		}
		answer(o, false)
		same(w, "the first passes", []any{"passed", "held"}, statesOf(wang.public(p["id"])))
		answer(late, true)
		same(w, "a late one has no effect", []any{"passed", "held"}, statesOf(wang.public(p["id"])))
		answer(last, true)
		same(w, "the second is stopped", []any{"passed", "stopped"}, statesOf(wang.public(p["id"])))
		clerk.refused("staff", "POST", fmt.Sprint("/api/v1/staff/objections/", last["id"], "/answer"), fields{"words": "再答"}, "409 publicity.answered")
		w.settle()
		same(w, "answered", []any{"已到现场核实。"}, pluck(objects(wang.public(p["id"])["objections"]), "answer"))
		same(w, "told", 1, wang.told("mp", "publicity.answered"))
		w.clerkB().refused("staff", "GET", fmt.Sprint(staffPublic, "/", p["id"], "/form.pdf"), nil, "404 publicity.missing")
	})
}

// The page is read without a login, without an address and a number, and no search engine may keep it. A name goes off it at once.
func TestThePublicPageNeedsNoLogin(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk := w.clerk()
		p, lines := clerk.makesPublic()
		status, page, robots := w.publicPage(w.id("阳光社区"))
		same(w, "status", 200, status)
		same(w, "robots", "noindex, nofollow, noarchive", robots)
		w.expect(page, `<meta name="robots" content="noindex`, "阳光社区公开栏", "文明家庭拟表彰名单", "王**", "2026年11月30日")
		if strings.Contains(page, "王小明") || strings.Contains(page, "1990000") {
			t.Error("a name or a number is on the page")
		}
		if n := w.count(`SELECT COUNT(*) FROM publicity_line WHERE name LIKE '%小明%'`); n != 0 {
			t.Error("the full name is kept")
		}
		// Taken off after the printing.
		status, form := w.send(clerk.login("staff"), "GET", fmt.Sprint(staffPublic, "/", p["id"], "/form.pdf"), nil)
		if status != 200 || !bytes.HasPrefix(form, []byte("%PDF")) {
			t.Errorf("the form: %d", status)
		}
		w.named("老王", "阳光花园3号楼").refused("mp", "POST", api+"/publicity-lines/"+lines[0]+"/hide", nil, "404 publicity.line")
		clerk.does("staff", "POST", "/api/v1/staff/publicity-lines/"+lines[0]+"/hide", nil, 200)
		if _, page, _ = w.publicPage(w.id("阳光社区")); strings.Contains(page, "王**") {
			t.Error("the name is still there")
		}
		w.expect(page, "应本人要求不显示姓名", "李**")
		for _, none := range []string{"999", "x", w.id("阳光花园3号楼")} {
			if status, page, robots = w.publicPage(none); status != 404 || robots == "" || !strings.Contains(page, "没有这个社区") {
				t.Errorf("%s: %d", none, status)
			}
		}
		// Withdrawn: gone from the page.
		clerk.refused("staff", "POST", fmt.Sprint(staffPublic, "/", p["id"], "/withdraw"), fields{"reason": ""}, "400 publicity.words")
		clerk.does("staff", "POST", fmt.Sprint(staffPublic, "/", p["id"], "/withdraw"), fields{"reason": "名单有误"}, 200)
		clerk.refused("staff", "POST", fmt.Sprint(staffPublic, "/", p["id"], "/withdraw"), fields{"reason": "名单有误"}, "409 publicity.ended")
		if _, page, _ = w.publicPage(w.id("阳光社区")); strings.Contains(page, "文明家庭") {
			t.Error("withdrawn and still public")
		}
		clerk.refused("staff", "POST", staffPublic, fields{
			"area_id": w.id("阳光社区"), "title": "公示", "lines": []fields{{"words": "电话13800000000"}},
		}, "400 publicity.private")
		clerk.refused("staff", "POST", staffPublic, fields{"area_id": w.id("新园社区"), "title": "公示", "lines": []fields{{"words": "甲"}}}, "404 area.missing")
		w.later(time.Hour)
	})
}
