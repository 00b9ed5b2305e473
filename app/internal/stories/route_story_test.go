package stories

import (
	"strings"
	"testing"
	"time"
)

// org returns the id of an org as the API writes it.
func (w *world) org(name string) string {
	w.Helper()
	tree, err := w.system.Areas.Tree(w.ctx)
	w.must(err)
	for _, o := range tree.Orgs() {
		if o.Name == name {
			return idText(o.ID)
		}
	}
	w.Fatalf("no org %s", name)
	return ""
}

// rule is one route in the form of the API.
func rule(name string, to fields, more ...any) fields {
	r := fields{"name": name, "categories": []any{}, "area_id": "", "hour": "", "to": to}
	for i := 0; i+1 < len(more); i += 2 {
		r[more[i].(string)] = more[i+1]
	}
	return r
}

func toOrg(id string) fields    { return fields{"kind": "org", "org_id": id} }
func toPost(role string) fields { return fields{"kind": "post", "role": role} }

func (w *world) routesOf(community string) string {
	w.Helper()
	return "/api/v1/staff/communities/" + w.id(community) + "/routes"
}

// sunshineRules are the routes of 阳光社区 in these stories.
func (w *world) sunshineRules() fields {
	w.Helper()
	empty := fields{"kind": "post", "role": "grid_officer", "area_id": w.id("阳光第二网格")}
	return fields{"items": []any{
		rule("空岗", empty, "categories", []any{"facility", "noise"}),
		rule("违建直达", toOrg(w.org("综合执法大队")), "categories", []any{"illegal", "noise"}, "hour", "working"),
		rule("夜间", toPost("secretary"), "hour", "off"),
		rule("一网格设施", toPost("grid_officer"), "categories", []any{"facility"}, "area_id", w.id("阳光第一网格")),
	}}
}

func TestReportsGoWhereTheRulesSay(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		wang, clerk, secretary, officer, orgMan := w.follower("老王"), w.clerk(), w.secretary(), w.officer(), w.orgMan()
		secretary.does("staff", "PUT", w.routesOf("阳光社区"), w.sunshineRules(), 204)
		got := items(officer.does("staff", "GET", w.routesOf("阳光社区"), nil, 200))
		same(w, "rules", []any{"空岗", "违建直达", "夜间", "一网格设施"}, pluck(got, "name"))

		send := func(text string, more fields) string {
			w.Helper()
			in := fields{"text": text, "place": "小区里"}
			for k, v := range more {
				in[k] = v
			}
			id, _ := wang.does("mp", "POST", api+"/reports", in, 201)["id"].(string)
			return id
		}
		in := func(area string) fields { return fields{"area_id": w.id(area)} }
		org := send("有人违建", in("阳光花园3号楼"))
		lamp := send("路灯不亮", in("阳光花园3号楼"))
		point := send("路灯不亮", fields{"lat": 34.2050, "lng": 108.0050}) // within the first grid
		second := send("路灯不亮", in("向阳小区3号楼"))
		parking := send("车位被占", in("阳光花园3号楼"))
		other := send("有人违建", in("新园小区1号楼"))
		nowhere := send("路灯不亮", in("阳光社区"))
		w.at("2026-11-23 20:00")
		night := send("有人违建", in("阳光花园3号楼"))
		for _, c := range []struct{ id, state, holder string }{
			{org, "assigned", "综合执法大队"},
			{lamp, "assigned", "阳光社区网格员"},
			{point, "assigned", "阳光社区网格员"},
			{second, "submitted", "阳光社区工作人员"},
			{parking, "submitted", "阳光社区工作人员"},
			{other, "submitted", "新园社区工作人员"},
			{nowhere, "submitted", "阳光社区工作人员"},
			{night, "submitted", "阳光社区书记"},
		} {
			w.wants(wang.sees("mp", c.id), fields{"state": c.state, "holder": c.holder})
		}
		same(w, "the author has the answer", []string{}, wang.notices("mp", org))
		same(w, "notices to the department", []string{"assigned"}, orgMan.notices("staff", org))
		same(w, "at night the secretary", []string{"new"}, secretary.notices("staff", night))
		same(w, "timeline", []string{"submit 反映人: 有人违建", "route 系统: 违建直达"}, lines(clerk.sees("staff", org)))

		// The department may return a report that a route assigned.
		w.wants(orgMan.acts(org, "return", fields{"words": "不归我们"}), fields{"state": "accepted", "holder": "阳光社区工作人员"})
		same(w, "not located", []string{nowhere}, clerk.all("unlocated"))
		w.wants(clerk.acts(nowhere, "locate", in("阳光花园13号楼")), fields{"work": clerk.sees("staff", nowhere)["work"]})
		same(w, "located", []string{}, append([]string{}, clerk.all("unlocated")...))
		w.at("2026-11-24 09:00")
		wang.says("阳光花园3号楼有人违建")
		w.expect(wang.says("1"), "已收到", "已直接交给综合执法大队办理")
	})
}

func TestRulesStayWithinTheirCommunity(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		wang, clerk, secretary, centre := w.someone("老王"), w.clerk(), w.secretary(), w.centre()
		path := w.routesOf("阳光社区")
		clerk.refused("staff", "PUT", path, w.sunshineRules(), "403 auth.denied")
		secretary.refused("staff", "PUT", w.routesOf("新园社区"), w.sunshineRules(), "404 area.missing")
		secretary.refused("staff", "PUT", "/api/v1/staff/communities/county/routes", w.sunshineRules(), "404 area.missing")
		w.clerkB().refused("staff", "GET", path, nil, "404 area.missing")
		many := make([]any, 51)
		for i := range many {
			many[i] = rule("一", toPost("clerk"))
		}
		repeated := make([]any, 5000)
		for i := range repeated {
			repeated[i] = "noise"
		}
		for why, bad := range map[string][]any{
			"第 2 条分派规则：不在本社区范围内":    {rule("一", toPost("clerk")), rule("外区", toOrg(w.org("新园物业")))},
			"第 1 条分派规则：不在本社区范围内":    {rule("外区", toPost("clerk"), "area_id", w.id("新园第一网格"))},
			"第 1 条分派规则：没有这个单位":      {rule("一", toOrg("999"))},
			"第 1 条分派规则：不能分派给这个岗位":   {rule("一", toPost("steward"))},
			"第 1 条分派规则：名称 1 至 20 字": {rule(strings.Repeat("名", 10_000), toPost("clerk"))},
			"第 1 条分派规则：类别重复":        {rule("一", toPost("clerk"), "categories", repeated)},
			"分派规则最多 50 条":           many,
			"第 1 条分派规则：岗位和区划不相配":    {rule("一", fields{"kind": "post", "role": "clerk", "area_id": w.id("阳光第一网格")})},
			"第 1 条分派规则：请选择岗位或单位":    {rule("一", fields{"kind": "person", "person_id": clerk.me("staff")})},
			"第 1 条分派规则：没有这个区划":      {rule("一", toPost("clerk"), "area_id", "999999")},
		} {
			status, answer := w.send(secretary.login("staff"), "PUT", path, fields{"items": bad})
			if status != 400 || !strings.Contains(string(answer), why) {
				w.Errorf("%s: %d %s", why, status, answer)
			}
		}
		if n := w.count(`SELECT COUNT(*) FROM dispatch_route`); n != 0 {
			w.Fatalf("%d rules were saved", n)
		}
		// The county's routes apply after the community's.
		centre.does("staff", "PUT", "/api/v1/staff/communities/county/routes", fields{"items": []any{rule("全县违建", toPost("centre"), "categories", []any{"illegal"})}}, 204)
		secretary.does("staff", "PUT", path, w.sunshineRules(), 204)
		w.wants(wang.sees("mp", wang.submits("有人违建", "新园小区1号楼")), fields{"state": "submitted", "holder": "网格中心"})
		w.wants(wang.sees("mp", wang.submits("有人违建", "阳光花园3号楼")), fields{"holder": "综合执法大队"})
		secretary.does("staff", "PUT", path, fields{"items": []any{}}, 204)
		w.wants(wang.sees("mp", wang.submits("有人违建", "阳光花园3号楼")), fields{"holder": "网格中心"})
		// A department without staff is skipped at once.
		secretary.does("staff", "PUT", path, w.sunshineRules(), 204)
		w.imports(without(staffed(), "P5"))
		w.exec(`DELETE FROM person_posting WHERE org_id = ?`, w.org("综合执法大队"))
		w.wants(wang.sees("mp", wang.submits("有人违建", "阳光花园3号楼")), fields{"holder": "网格中心"})
	})
}

func TestRulesAreTriedOnPastReports(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-10-12 09:00")
		wang := w.someone("老王")
		lamp := w.someone("老李").submits("路灯不亮", "阳光花园3号楼")
		for _, text := range []string{"有人违建", "有人违建", "车位被占"} {
			wang.submits(text, "阳光花园3号楼")
		}
		wang.submits("有人违建", "新园小区1号楼")
		w.later(12 * time.Hour)
		wang.submits("有人违建", "阳光花园3号楼")
		w.at("2026-11-23 09:00")
		clerk := w.clerk()
		got := items(clerk.does("staff", "POST", w.routesOf("阳光社区")+"/try", w.sunshineRules(), 200))
		same(w, "by rule", []any{1.0, 0.0, 2.0, 1.0, 1.0}, pluck(got, "reports"))
		same(w, "matched without a staffed target", []any{0.0, 1.0, 0.0, 0.0, 0.0}, pluck(got, "empty"))
		same(w, "a sample", []any{clerk.sees("staff", lamp)["number"]}, got[4]["samples"])
		w.wants(w.someone("老李").sees("mp", lamp), fields{"holder": "阳光社区工作人员"})
		w.orgMan().refused("staff", "POST", w.routesOf("阳光社区")+"/try", w.sunshineRules(), "403 auth.denied")
		w.clerkB().refused("staff", "POST", w.routesOf("阳光社区")+"/try", w.sunshineRules(), "404 area.missing")
		bad := w.sunshineRules()
		bad["from"], bad["to"] = "2026-01-01T00:00:00+08:00", "2026-12-31T00:00:00+08:00"
		clerk.refused("staff", "POST", w.routesOf("阳光社区")+"/try", bad, "400 dispatch.period")
	})
}

func TestSixWaysToHandAReportOn(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		wang, clerk, secretary, street, centre := w.someone("老王"), w.clerk(), w.secretary(), w.street(), w.centre()
		accepted := func() string {
			w.Helper()
			id := wang.submits("路灯不亮", "阳光花园3号楼")
			clerk.acts(id, "accept", nil)
			return id
		}
		for _, c := range []struct {
			who                *citizen
			way, state, holder string
		}{
			{clerk, "self", "in_hand", "阳光社区工作人员 王芳"},
			{secretary, "self", "in_hand", "阳光社区书记 何书记"},
			{clerk, "grid_officer", "assigned", "阳光社区网格员"},
			{clerk, "community", "assigned", "阳光社区工作人员"},
			{clerk, "street", "assigned", "城关街道工作人员"},
			{clerk, "upward", "assigned", "阳光社区书记"},
			{secretary, "upward", "assigned", "城关街道工作人员"},
			{street, "upward", "assigned", "网格中心"},
		} {
			w.wants(c.who.acts(accepted(), "assign", fields{"way": c.way}), fields{"state": c.state, "holder": c.holder})
		}
		id := accepted()
		assign := staffAPI + id + "/assign"
		centre.refused("staff", "POST", assign, fields{"way": "upward"}, "409 report.top")
		clerk.refused("staff", "POST", assign, fields{"way": "department"}, "400 report.holder")
		clerk.refused("staff", "POST", assign, fields{"way": "sideways"}, "400 report.holder")
		clerk.refused("staff", "POST", assign, fields{"way": "department", "to": toOrg(w.org("自来水公司"))}, "400 report.holder") // nobody works there
		w.wants(clerk.acts(id, "assign", fields{"way": "department", "to": toOrg(w.org("阳光物业"))}), fields{"holder": "阳光物业"})
		w.wants(w.plumber().acts(id, "take", nil), fields{"state": "in_hand", "holder": "阳光物业"})
		ways := pluck(items(clerk.does("staff", "GET", staffAPI+id+"/holders", nil, 200)), "way")
		same(w, "ways of the holders", []any{
			"grid_officer", "grid_officer", "community", "community", "community", "self", "community", "community", "community",
			"street", "street", "upward", "upward", "department", "department",
		}, ways)
		second := wang.submits("路灯不亮", "向阳小区3号楼") // nobody is posted in its grid
		clerk.acts(second, "accept", nil)
		clerk.refused("staff", "POST", staffAPI+second+"/assign", fields{"way": "grid_officer"}, "400 report.holder")
	})
}
