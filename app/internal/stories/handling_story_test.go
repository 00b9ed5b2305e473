package stories

import (
	"strings"
	"testing"
	"time"
)

// me returns the person's id.
func (c *citizen) me(account string) string {
	c.w.Helper()
	id, _ := c.does(account, "GET", api+"/me", nil, 200)["id"].(string)
	return id
}

func TestStaffAcceptOrRefuse(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk, officer := w.someone("老王"), w.clerk(), w.officer()
		id := wang.submits("路灯不亮", "阳光花园3号楼")
		clerk.refused("staff", "POST", staffAPI+id+"/accept", fields{"category": "x"}, "400 report.category")
		clerk.refused("staff", "POST", staffAPI+id+"/accept", fields{"words": strings.Repeat("字", 401)}, "400 report.words")
		officer.refused("staff", "POST", staffAPI+id+"/accept", nil, "403 auth.denied")
		w.wants(clerk.acts(id, "accept", fields{"category": "utility", "urgent": true, "words": "马上派人"}), fields{
			"state": "accepted", "category": "utility", "category_name": "水电气暖", "title": "水电气暖：路灯不亮", "urgent": true,
			"due_at": "2026-11-23T09:30:00+08:00", "whole_due_at": "2026-11-23T11:00:00+08:00", "next": "阳光社区工作人员正在安排人办理，预计 11月23日 11:00 前办好",
			"reporter": fields{"id": wang.me("mp"), "name": "", "phone": ""},
		})
		plain := wang.submits("垃圾没人收", "阳光花园3号楼")
		w.wants(clerk.acts(plain, "accept", nil), fields{"category": "sanitation", "due_at": "2026-11-23T15:00:00+08:00", "whole_due_at": "2026-11-30T09:00:00+08:00"})

		bad := wang.submits("我家灯坏了", "阳光花园3号楼")
		clerk.refused("staff", "POST", staffAPI+bad+"/refuse", nil, "400 report.words")
		clerk.refused("staff", "POST", staffAPI+bad+"/refuse", fields{"words": strings.Repeat("不", 401)}, "400 report.words")
		w.wants(clerk.acts(bad, "refuse", fields{"words": "户内的灯由您自己负责"}), fields{
			"state": "refused", "outcome": "refused", "due_at": "", "next": "已结束",
		})
		told := items(wang.does("mp", "GET", api+"/notices", nil, 200))
		w.wants(told[0], fields{
			"title": "不予受理", "about": "report:" + bad, "read": false,
			"text": "您反映的“公共设施：我家灯坏了”（261123-003）不能受理：户内的灯由您自己负责",
		})
	})
}

func TestStaffHandAReportOn(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk, officer, orgMan := w.someone("老王"), w.clerk(), w.officer(), w.orgMan()
		id := wang.submits("路灯不亮", "阳光花园3号楼")
		clerk.acts(id, "accept", nil)
		choices := items(clerk.does("staff", "GET", staffAPI+id+"/holders", nil, 200))
		same(w, "holders", []any{
			"阳光社区网格员", "阳光社区网格员 李强", "阳光社区工作人员", "阳光社区工作人员 王芳", "网格中心", "网格中心 吴主任", "综合执法大队",
		}, pluck(choices, "name"))
		area := w.id("阳光社区")
		for _, c := range []struct {
			name string
			to   fields
		}{
			{"nobody", nil},
			{"no such kind", fields{"kind": "area", "area_id": area}},
			{"a post without area", fields{"kind": "post", "role": "clerk"}},
			{"a post in which nobody acts", fields{"kind": "post", "role": "secretary", "area_id": area}},
			{"a post of another community", fields{"kind": "post", "role": "clerk", "area_id": w.id("新园社区")}},
			{"somebody who is not in the post", fields{"kind": "person", "person_id": orgMan.me("staff"), "role": "clerk", "area_id": area}},
			{"a person without a post", fields{"kind": "person", "person_id": officer.me("staff")}},
			{"an org in which nobody works", fields{"kind": "org", "org_id": "2"}},
			{"no such org", fields{"kind": "org", "org_id": "999"}},
		} {
			if got := w.code(clerk.login("staff"), "POST", staffAPI+id+"/assign", fields{"to": c.to}); got != "400 report.holder" {
				w.Errorf("assigned to %s = %s", c.name, got)
			}
		}
		long := fields{"to": choices[0], "words": strings.Repeat("字", 401)}
		clerk.refused("staff", "POST", staffAPI+id+"/assign", long, "400 report.words")

		// Assigned to a post: a person in the post takes it, nobody else.
		w.wants(clerk.acts(id, "assign", fields{"to": choices[0], "words": "先去看看"}), fields{"state": "assigned", "holder": "阳光社区网格员"})
		clerk.refused("staff", "POST", staffAPI+id+"/take", nil, "403 report.not_yours")
		orgMan.refused("staff", "POST", staffAPI+id+"/take", nil, "404 report.missing")
		w.wants(officer.acts(id, "take", nil), fields{"state": "in_hand", "holder": "阳光社区网格员 李强"})
		officer.refused("staff", "POST", staffAPI+id+"/return", nil, "400 report.words")
		w.wants(officer.acts(id, "return", fields{"words": "要升降车"}), fields{"state": "accepted", "holder": "阳光社区工作人员"})
		officer.refused("staff", "POST", staffAPI+id+"/return", fields{"words": "不"}, "403 report.not_yours")

		// Assigned to a person.
		w.wants(clerk.acts(id, "assign", fields{"to": choices[1]}), fields{"holder": "阳光社区网格员 李强"})
		officer.acts(id, "return", fields{"words": "还是不行"})

		// Assigned to an org: it stays responsible, whichever of its people takes the report.
		w.wants(clerk.acts(id, "assign", fields{"to": choices[6]}), fields{"holder": "综合执法大队"})
		w.wants(orgMan.acts(id, "take", nil), fields{"state": "in_hand", "holder": "综合执法大队"})
		officer.refused("staff", "POST", staffAPI+id+"/resolve", fields{"outcome": "solved", "words": "好"}, "403 report.not_yours")
		orgMan.acts(id, "resolve", fields{"outcome": "solved", "words": "换了灯杆"})

		own := wang.submits("垃圾没人收", "阳光花园3号楼")
		clerk.acts(own, "accept", nil)
		w.wants(clerk.acts(own, "take", nil), fields{"state": "in_hand", "holder": "阳光社区工作人员 王芳"}) // 自行处理
		same(w, "the author's timeline", []string{
			"submit 我: 路灯不亮", "accept 王芳: ", "assign 王芳: ", "take 李强: ", "return 李强: ", "assign 王芳: ", "return 李强: ",
			"assign 王芳: ", "take 陈刚: ", "resolve 陈刚: 换了灯杆",
		}, lines(wang.sees("mp", id)))
	})
}

// Staff are residents in other communities.
func TestStaffElsewhereAreResidents(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerkB := w.clerkB()
		id := clerkB.submits("路灯不亮", "阳光花园3号楼")
		w.alerted()
		before := w.traces()
		body := fields{"words": "好", "outcome": "solved", "area_id": w.id("新园社区"), "to": fields{"kind": "org", "org_id": "1"}}
		for _, action := range []string{"accept", "refuse", "assign", "locate", "take", "return", "reply", "note", "ask", "resolve"} {
			clerkB.refused("staff", "POST", staffAPI+id+"/"+action, body, "403 report.not_yours")
		}
		clerkB.refused("staff", "GET", staffAPI+id+"/holders", nil, "403 report.not_yours")
		clerkB.refused("staff", "POST", staffAPI+id+"/phone", fields{"reason": "看看"}, "404 report.missing")
		w.alerted()
		same(w, "traces", before, w.traces())
		w.wants(clerkB.sees("staff", id), fields{"mine": true, "reporter": nil})
	})
}

func TestStaffReplyAndResolve(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk, steward := w.someone("老王"), w.clerk(), w.steward()
		id := wang.submits("路灯不亮", "阳光花园3号楼")
		clerk.acts(id, "accept", nil)
		clerk.acts(id, "note", fields{"words": "老王常来", "file_ids": []string{clerk.uploads("staff", photo(20, 20))}})
		clerk.acts(id, "reply", fields{"words": "明天来修"})
		for _, action := range []string{"note", "reply", "ask"} {
			clerk.refused("staff", "POST", staffAPI+id+"/"+action, nil, "400 report.words")
			clerk.refused("staff", "POST", staffAPI+id+"/"+action, fields{"words": strings.Repeat("字", 401)}, "400 report.words")
		}
		for _, action := range []string{"note", "reply"} {
			clerk.refused("staff", "POST", staffAPI+id+"/"+action, fields{"words": "看", "file_ids": []string{"999999"}}, "404 media.missing")
			clerk.refused("staff", "POST", staffAPI+id+"/"+action,
				fields{"words": "看", "file_ids": strings.Split("1,2,3,4,5,6,7,8,9,10", ",")}, "400 media.too_many")
		}
		outside := []string{"submit 我: 路灯不亮", "accept 王芳: ", "reply 王芳: 明天来修"}
		same(w, "the resident", outside, lines(wang.sees("mp", id)))
		outside[0] = "submit 反映人: 路灯不亮"
		same(w, "the steward", outside, lines(steward.sees("mp", id)))
		if inside := lines(clerk.sees("staff", id)); len(inside) != 4 || inside[2] != "note 我: 老王常来" {
			w.Fatalf("the clerk sees %v", inside)
		}

		clerk.acts(id, "take", nil)
		resolve := staffAPI + id + "/resolve"
		w.alerted()
		before := w.traces()
		for _, c := range []struct {
			in   any
			want string
		}{
			{nil, "400 report.outcome"},
			{fields{"outcome": "withdrawn", "words": "好"}, "400 report.outcome"},
			{fields{"outcome": "solved"}, "400 report.result"},
			{fields{"outcome": "solved", "words": " \n"}, "400 report.result"},
			{fields{"outcome": "explained"}, "400 report.result"},
			{fields{"outcome": "transferred", "file_ids": []string{"1"}}, "400 report.result"},
			{fields{"outcome": "solved", "words": strings.Repeat("字", 401)}, "400 report.words"},
			{fields{"outcome": "solved", "file_ids": []string{"999999"}}, "404 media.missing"},
			{fields{"outcome": "solved", "file_ids": strings.Split("1,2,3,4,5,6,7,8,9,10", ",")}, "400 media.too_many"},
		} {
			clerk.refused("staff", "POST", resolve, c.in, c.want)
		}
		same(w, "after the refused requests", before, w.traces())
		w.wants(clerk.acts(id, "resolve", fields{"outcome": "solved", "file_ids": []string{clerk.uploads("staff", photo(20, 20))}}),
			fields{"state": "resolved", "outcome": "solved", "result": ""})
	})
}

func TestAReportMovesToItsCommunity(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk, clerkB := w.someone("老王"), w.clerk(), w.clerkB()
		id := wang.submits("路灯不亮", "阳光花园3号楼")
		locate := staffAPI + id + "/locate"
		clerk.refused("staff", "POST", locate, fields{"area_id": "999999"}, "404 area.missing")
		clerk.refused("staff", "POST", locate, nil, "404 area.missing")
		clerk.refused("staff", "POST", locate, fields{"area_id": "x"}, "400 http.body")
		clerkB.refused("staff", "POST", locate, fields{"area_id": w.id("新园社区")}, "404 report.missing")
		clerk.acts(id, "accept", nil)
		w.wants(clerk.acts(id, "locate", fields{"area_id": w.id("1单元")}), fields{
			"state": "accepted", "area_name": "阳光社区 阳光花园3号楼 1单元", "building_id": w.id("阳光花园3号楼"),
		})
		w.later(2 * time.Hour)
		w.wants(clerk.acts(id, "locate", fields{"area_id": w.id("新园小区9号楼")}), fields{
			"state": "submitted", "community_id": w.id("新园社区"), "holder": "新园社区工作人员", "due_at": "2026-11-23T15:00:00+08:00",
			"reporter": nil,
		})
		clerk.refused("staff", "GET", api+"/reports/"+id, nil, "404 report.missing")
		clerkB.acts(id, "accept", nil)
		w.alerted()
		same(w, "new owner", []any{id}, pluck(items(clerkB.does("staff", "GET", "/api/v1/staff/reports", nil, 200)), "id"))
		if n := len(items(clerk.does("staff", "GET", "/api/v1/staff/reports?list=all", nil, 200))); n != 0 {
			w.Fatalf("the old community still lists %d", n)
		}
	})
}
