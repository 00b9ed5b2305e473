package stories

import (
	"strings"
	"testing"
)

// parts returns a report's parts as staff see them.
func (c *citizen) parts(id string) []fields {
	c.w.Helper()
	work, _ := c.sees("staff", id)["work"].(fields)
	return objects(work["parts"])
}

func TestAReportIsSplitIntoJobs(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		wang, clerk, plumber, officer, steward := w.someone("老王"), w.clerk(), w.plumber(), w.officer(), w.steward()
		wang.binds("mp", "19900000099").does("mp", "PATCH", api+"/me", fields{"name": "王建国"}, 200)
		id, _ := wang.does("mp", "POST", api+"/reports", fields{
			"text": "水管爆了路面也坏了", "area_id": w.id("阳光花园3号楼"), "file_ids": []string{wang.uploads("mp", photo(40, 30))},
		}, 201)["id"].(string)
		split := staffAPI + id + "/split"
		in := func(parts ...any) fields { return fields{"parts": parts} }
		pipe := fields{"words": "修水管", "to": toOrg(w.org("阳光物业"))}
		road := fields{"words": "围起来", "to": fields{"kind": "post", "role": "grid_officer", "area_id": w.id("阳光第一网格")}}
		clerk.refused("staff", "POST", split, in(pipe, road), "409 report.state")
		clerk.acts(id, "accept", nil)
		many := make([]any, 11)
		for i := range many {
			many[i] = pipe
		}
		w.alerted()
		before := w.traces()
		for _, c := range []struct {
			in   any
			want string
		}{
			{nil, "400 report.split"},
			{in(pipe), "400 report.split"},
			{in(many...), "400 report.split"},
			{in(pipe, fields{"words": "", "to": pipe["to"]}), "400 report.split"},
			{in(pipe, fields{"words": strings.Repeat("长", 401), "to": pipe["to"]}), "400 report.split"},
			{in(pipe, fields{"words": "修", "to": toOrg(w.org("自来水公司"))}), "400 report.holder"},
			{in(pipe, fields{"words": "修", "to": toOrg(w.org("新园物业"))}), "400 report.holder"},
		} {
			clerk.refused("staff", "POST", split, c.in, c.want)
		}
		officer.refused("staff", "POST", split, in(pipe, road), "403 auth.denied")
		w.alerted()
		same(w, "after the refused requests", before, w.traces())
		for range 2 { // the same request twice
			w.request(clerk.login("staff"), "POST", split, in(pipe, road), 200, nil, "Idempotency-Key", "split")
		}
		w.wants(clerk.sees("staff", id), fields{"state": "in_hand", "holder": "阳光社区工作人员 王芳"})
		parts := clerk.parts(id)
		same(w, "parts", []any{"阳光物业", "阳光社区网格员"}, pluck(parts, "holder"))
		one, _ := parts[0]["id"].(string)
		two, _ := parts[1]["id"].(string)
		clerk.refused("staff", "POST", staffAPI+one+"/split", in(pipe, road), "409 report.part")
		clerk.refused("staff", "POST", staffAPI+one+"/reply", fields{"words": "好"}, "409 report.part")
		clerk.refused("staff", "POST", staffAPI+one+"/ask", fields{"words": "好？"}, "409 report.part")
		clerk.refused("staff", "POST", staffAPI+one+"/locate", fields{"area_id": w.id("新园小区1号楼")}, "409 report.part")
		clerk.refused("staff", "POST", staffAPI+one+"/merge", fields{"into_id": id}, "409 report.merge")
		steward.refused("mp", "POST", api+"/steward/reports/"+one+"/resolve", fields{"file_ids": []string{steward.uploads("mp", photo(20, 20))}}, "409 report.part")

		// The department sees its part, and not the author.
		_, seen := w.send(plumber.login("staff"), "GET", api+"/reports/"+one, nil)
		if text := string(seen); !strings.Contains(text, "/media/") || strings.Contains(text, "王建国") || strings.Contains(text, `"reporter"`) {
			w.Fatalf("%s", text)
		}
		same(w, "notices to the plumber", []string{"assigned"}, plumber.notices("staff", one))
		plumber.refused("staff", "GET", api+"/reports/"+two, nil, "404 report.missing")

		// A returned part comes to the desk and is assigned again; the whole waits.
		w.wants(plumber.acts(one, "return", fields{"words": "要自来水公司"}), fields{"state": "accepted", "holder": "阳光社区工作人员"})
		clerk.acts(one, "assign", fields{"to": pipe["to"]})
		officer.acts(two, "take", nil)
		w.wants(officer.acts(two, "resolve", fields{"outcome": "solved", "words": "围好了"}), fields{"state": "closed"})
		same(w, "the holder of the whole", "part_done", last(clerk.notices("staff", id)))
		same(w, "staff see", "part 李强: 261123-003 已完成，还有 1 项：围好了", last(lines(clerk.sees("staff", id))))
		done := fields{"outcome": "solved", "words": "都好了"}
		clerk.refused("staff", "POST", staffAPI+id+"/resolve", done, "409 report.parts")
		plumber.acts(one, "take", nil)
		plumber.acts(one, "resolve", fields{"outcome": "solved", "words": "修好了"})
		w.wants(clerk.acts(id, "resolve", done), fields{"state": "resolved"})

		// The author sees one report.
		same(w, "own", []any{id}, pluck(items(wang.does("mp", "GET", api+"/reports", nil, 200)), "id"))
		same(w, "notices to the author", []string{"accepted", "resolved"}, wang.notices("mp", id))
		same(w, "notices about the parts", []string{}, append(wang.notices("mp", one), wang.notices("mp", two)...))
		for _, action := range []string{"urge", "reopen", "withdraw"} {
			wang.refused("mp", "POST", api+"/reports/"+one+"/"+action, nil, "404 report.missing")
		}
		wang.refused("mp", "GET", api+"/reports/"+one, nil, "404 report.missing")
		same(w, "the author sees", []string{
			"submit 我: 水管爆了路面也坏了", "accept 王芳: ", "split 王芳: 分成 2 项同时办理", "resolve 王芳: 都好了",
		}, lines(wang.sees("mp", id)))
	})
}

// A report with followers or parts cannot change its community.
func TestMergedReportsAndPartsStayInTheirCommunity(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		wang, clerk := w.someone("老王"), w.clerk()
		main, other := wang.submits("路灯不亮", "阳光花园3号楼"), wang.submits("路灯不亮", "阳光花园3号楼")
		clerk.acts(other, "merge", fields{"into_id": main})
		clerk.refused("staff", "POST", staffAPI+main+"/locate", fields{"area_id": w.id("新园小区1号楼")}, "409 report.moved")
		clerk.acts(main, "locate", fields{"area_id": w.id("向阳小区3号楼")})

		// A report that moves leaves supervision and requests of the old community behind.
		late := wang.submits("路灯不亮", "阳光花园3号楼")
		clerk.acts(late, "accept", nil)
		w.secretary().acts(late, "supervise", fields{"words": "抓紧"})
		w.at("2026-12-02 09:00")
		w.sweeps()
		clerk.refused("staff", "POST", staffAPI+late+"/locate", fields{"area_id": "999999"}, "404 area.missing")
		moved := clerk.acts(late, "locate", fields{"area_id": w.id("新园小区1号楼")})
		w.wants(moved, fields{"state": "submitted", "holder": "新园社区工作人员", "asked": ""})
		work, _ := w.clerkB().sees("staff", late)["work"].(fields)
		if work["supervision"] != nil || work["level"] != 0.0 {
			w.Fatalf("%v", work)
		}
	})
}
