package stories

import (
	"bytes"
	"strings"
	"sync"
	"testing"
)

func TestPeopleAreAppointedAtTheDesk(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		secretary := w.secretary()
		// A new person with a post.
		hire := fields{
			"persons":  []fields{{"name": "郑新", "phone": "199 0000 0091", "area_id": w.id("阳光社区")}},
			"postings": []fields{{"role": "clerk", "area_id": w.id("阳光社区"), "from": "2026-11-23"}},
		}
		p := secretary.edits(hire)
		w.lines("added", p.rows("added"), []string{
			"人员 郑新 编号:→A-P01 姓名:→郑新 手机号:→199****0091 所属区划编码:→阳光社区（A） 公开显示:→否",
			"任职 郑新 · 社区工作人员 · 阳光社区 人员编号:→郑新（A-P01） 角色:→社区工作人员 区划编码:→阳光社区（A） 起:→2026-11-23",
		})
		zheng := w.someone("郑新").binds("staff", "19900000091")
		w.wants(zheng.does("staff", "GET", api+"/me", nil, 200), fields{"staff": true})
		// The same once more: the number is taken.
		w.lines("twice", secretary.previews(hire).wrong(), []string{
			"人员 2 手机号 这个手机号已登记在编号 A-P01 名下：一个号码只能属于一个人，请核对后改掉其中一个",
		})
		// Above and beside the secretary.
		for name, c := range map[string]struct{ role, area, want string }{
			"a secretary":        {"secretary", "阳光社区", "任职 2 角色 这个角色需由上级任免"},
			"a steward, no unit": {"unit_lead", "阳光花园3号楼", "任职 2 区划编码 单元长应任职于单元"},
		} {
			e := fields{"postings": []fields{{"person_id": w.coded("P6"), "role": c.role, "area_id": w.id(c.area)}}}
			w.lines(name, secretary.previews(e).wrong(), []string{c.want})
		}
		there := fields{"postings": []fields{{"person_id": w.coded("P6"), "role": "clerk", "area_id": w.id("新园社区")}}}
		secretary.refused("staff", "POST", desk+"/preview", there, "404 area.missing")
		theirs := fields{"postings": []fields{{"person_id": w.coded("P7"), "role": "clerk", "area_id": w.id("阳光社区")}}}
		secretary.refused("staff", "POST", desk+"/preview", theirs, "404 person.missing")
		post := w.posting("P4")
		secretary.refused("staff", "POST", desk+"/preview", fields{"postings": []fields{{"id": post, "now": true}}}, "404 person.no_posting")
		// A clerk does not change the number of the secretary, nor invites for them.
		clerk := w.clerk()
		w.lines("number", clerk.previews(fields{"persons": []fields{{"id": w.coded("P22"), "phone": "19900000099"}}}).wrong(),
			[]string{"人员 2 编号 此人的任职由上级管理，请由上级修改"})
		clerk.refused("staff", "POST", api+"/staff/persons/"+w.coded("P22")+"/invitation", nil, "403 person.above")
		w.exec(`UPDATE person_posting SET substitute_id = ? WHERE id = ?`, w.coded("P6"), w.posting("P22"))
		clerk.refused("staff", "POST", api+"/staff/persons/"+w.coded("P6")+"/invitation", nil, "403 person.above") // their substitute
		w.exec(`UPDATE person_posting SET substitute_id = 0 WHERE id = ?`, w.posting("P22"))
		clerk.refused("staff", "POST", desk+"/invitations", fields{"person_ids": []string{w.coded("P6"), w.coded("P22")}}, "403 person.above")
		if n := w.count(`SELECT COUNT(*) FROM person_invitation`); n != 0 {
			w.Fatalf("%d invitations", n)
		}
	})
}

// posting returns the id of the first posting of a person.
func (w *world) posting(code string) string {
	w.Helper()
	return idText(int64(w.count(`SELECT MIN(o.id) FROM person_posting o JOIN person p ON p.id = o.person_id WHERE p.code = ?`, code)))
}

func TestWhatHangsOnAPostIsShownBeforeItEnds(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		secretary, officer := w.secretary(), w.officer()
		mine := w.named("老王", "阳光花园3号楼").submits("路灯不亮", "阳光花园3号楼")
		clerk := w.clerk()
		officer.me("staff")
		clerk.acts(mine, "accept", nil)
		clerk.acts(mine, "assign", fields{"to": fields{"kind": "post", "role": "grid_officer", "area_id": w.id("阳光第一网格")}})
		officer.acts(mine, "take", nil)
		end := fields{"postings": []fields{{"id": w.posting("P2"), "now": true}}}
		p := secretary.previews(end)
		if p.follows()["held_reports"] != 1 {
			w.Fatalf("%+v", p.Follows)
		}
		secretary.confirms(end, p.Token, 200)
		if n := w.count(`SELECT COUNT(*) FROM report WHERE id = ? AND holder_kind = 'post' AND holder_person = 0 AND state = 'accepted'`, mine); n != 1 {
			w.Fatal("the report is still in their hands")
		}
		officer.refused("staff", "POST", api+"/staff/reports/"+mine+"/take", fields{}, "403 auth.denied")
		// The last secretary, by the street.
		last := w.street().previews(fields{"postings": []fields{{"id": w.posting("P22"), "to": "2026-12-31"}}})
		if len(last.Notes) != 1 || !strings.Contains(last.Notes[0].Reason, "将没有社区书记") {
			w.Fatalf("%+v", last.Notes)
		}
		// A later end hands the reports back when it comes.
		lead := w.lead()
		late := w.takes(lead, w.someone("老王").submits("井盖松了", "阳光花园3号楼"))
		secretary.edits(fields{"postings": []fields{{"id": w.posting("P21"), "to": "2026-11-24"}}})
		w.system.Areas.Forget()
		w.on(2)
		w.recurs("hand_back_reports")
		if n := w.count(`SELECT COUNT(*) FROM report WHERE id = ? AND holder_kind = 'post'`, late); n != 1 {
			w.Fatal("the report stayed with the lead")
		}
	})
}

func TestATransferEndsHereAndBeginsThere(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		secretary := w.secretary()
		move := fields{"postings": []fields{
			{"id": w.posting("P2"), "to": "2026-11-30"},
			{"person_id": w.coded("P2"), "role": "grid_officer", "area_id": w.id("阳光第二网格"), "from": "2026-12-01"},
		}}
		p := secretary.edits(move)
		w.lines("changed", p.rows("changed"), []string{"任职 李强 · 网格员 · 阳光第一网格 止:→2026-11-30"})
		m := secretary.does("staff", "GET", desk+"/persons/"+w.coded("P2"), nil, 200)
		posts, _ := m["postings"].([]any)
		if len(posts) != 2 {
			w.Fatalf("%v", posts)
		}
		there, _ := posts[1].(map[string]any)
		w.wants(there, fields{"area_name": "阳光社区 阳光第二网格", "from": "2026-12-01", "to": "", "state": "future"})
		list := secretary.does("staff", "GET", desk+"/persons?role=grid_officer&state=future&area_id="+w.id("阳光第二网格"), nil, 200)
		if items, _ := list["items"].([]any); len(items) != 1 {
			w.Fatalf("%v", list)
		}
		secretary.refused("staff", "GET", desk+"/persons/"+w.coded("P4"), nil, "404 person.missing")
		secretary.refused("staff", "GET", desk+"/persons?area_id="+w.id("新园社区"), nil, "404 area.missing")
	})
}

// Of two who confirm at once the change of one post, one is told to look again; two new people do not disturb each other.
func TestTwoSecretariesAppointAtOnce(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.exec(`UPDATE person_posting SET role = 'secretary' WHERE id = ?`, w.posting("P25"))
		one, two := w.secretary(), w.clerk2()
		end := fields{"postings": []fields{{"id": w.posting("P2"), "to": "2026-12-31"}}}
		later := fields{"postings": []fields{{"id": w.posting("P2"), "to": "2027-01-31"}}}
		a, b := one.previews(end), two.previews(later)
		codes := make([]string, 2)
		var both sync.WaitGroup
		for i, c := range []struct {
			who   *citizen
			edit  fields
			token string
		}{{one, end, a.Token}, {two, later, b.Token}} {
			in := fields{"token": c.token, "postings": c.edit["postings"]}
			token := c.who.login("staff")
			both.Go(func() { codes[i] = w.code(token, "POST", desk, in) })
		}
		both.Wait()
		if !(codes[0] == "200" && codes[1] == "409 roster.stale" || codes[1] == "200" && codes[0] == "409 roster.stale") {
			w.Fatalf("%q", codes)
		}
		hire := func(name, phone string) fields {
			return fields{
				"persons":  []fields{{"name": name, "phone": phone, "area_id": w.id("阳光花园3号楼")}},
				"postings": []fields{{"role": "steward", "area_id": w.id("阳光花园3号楼")}},
			}
		}
		first, second := hire("甲新", "19900000061"), hire("乙新", "19900000062")
		a, b = one.previews(first), two.previews(second)
		one.confirms(first, a.Token, 200)
		two.confirms(second, b.Token, 200)
		if n := w.count(`SELECT COUNT(*) FROM person WHERE code IN ('A-P01', 'A-P02')`); n != 2 {
			w.Fatalf("%d people", n)
		}
	})
}

func TestABuildingIsMovedAtTheDesk(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		centre, clerkB := w.centre(), w.clerkB()
		report := w.named("老王", "阳光花园13号楼").submits("路灯不亮", "阳光花园13号楼")
		move := fields{"areas": []fields{{"id": w.id("阳光花园13号楼"), "parent_id": w.id("新园第一网格")}}}
		w.secretary().refused("staff", "POST", desk+"/preview", move, "404 area.missing")
		p := centre.previews(move)
		w.lines("changed", p.rows("changed"), []string{"区划 阳光花园13号楼 上级编码:阳光第一网格（A1）→新园第一网格（B1）"})
		if f := p.follows(); f["reports"] != 1 || f["homes"] != 1 || f["boards"] != 1 {
			w.Fatalf("%+v", p.Follows)
		}
		clerkB.refused("staff", "GET", api+"/reports/"+report, nil, "404 report.missing")
		centre.confirms(move, p.Token, 200)
		w.wants(clerkB.sees("staff", report), fields{"text": "路灯不亮"})
		centre.confirms(move, p.Token, 409)
		// New, renamed, with other names.
		made := centre.edits(fields{"areas": []fields{
			{"parent_id": w.id("新园第一网格"), "kind": "building", "name": "新园小区7号楼", "households": 30, "aliases": []string{"七号楼"}},
		}})
		w.lines("added", made.rows("added"), []string{"区划 新园小区7号楼 编码:→B1-01 上级编码:→新园第一网格（B1） 类型:→楼栋 名称:→新园小区7号楼 户数:→30 别名:→七号楼"})
		clerkB.edits(fields{"areas": []fields{{"id": w.id("新园小区7号楼"), "name": "新园小区8号楼"}}})
		w.lines("community", clerkB.previews(fields{"areas": []fields{{"id": w.id("新园社区"), "name": "旧园社区"}}}).wrong(),
			[]string{"区划 2 编码 不在您的管理范围内"})
		w.lines("kind", clerkB.previews(fields{"areas": []fields{{"parent_id": w.id("新园社区"), "kind": "unit", "name": "1单元"}}}).wrong(),
			[]string{"区划 2 上级编码 单元的上级应为楼栋"})
		got := clerkB.does("staff", "GET", desk+"/areas/"+w.id("新园小区8号楼"), nil, 200)
		w.wants(got, fields{"code": "B1-01", "households": 30.0, "below": 0.0})
		grid := func() fields { return clerkB.does("staff", "GET", desk+"/areas/"+w.id("新园第一网格"), nil, 200) }
		w.wants(grid(), fields{"too_large": false})
		clerkB.edits(fields{"areas": []fields{{"id": w.id("新园小区8号楼"), "households": 301}}})
		w.wants(grid(), fields{"households_total": 445.0, "too_large": true})
		below := clerkB.does("staff", "GET", desk+"/areas", nil, 200)
		if items, _ := below["items"].([]any); len(items) != 1 {
			w.Fatalf("%v", below)
		}
		clerkB.refused("staff", "GET", desk+"/areas?parent_id="+w.id("阳光社区"), nil, "404 area.missing")
		// An org.
		centre.edits(fields{"orgs": []fields{{"name": "供电所", "kind": "企事业单位", "area_id": w.id("安平县")}}})
		w.lines("org", clerkB.previews(fields{"orgs": []fields{{"name": "新物业", "kind": "物业", "area_id": w.id("新园社区")}}}).wrong(),
			[]string{"部门 2 所属区划编码 不在您的管理范围内"})
		orgs := centre.does("staff", "GET", desk+"/orgs", nil, 200)
		if items, _ := orgs["items"].([]any); len(items) != 5 {
			w.Fatalf("%v", orgs)
		}
	})
}

// What hangs on a building goes with it, and the preview says so.
func TestABuildingMovesWithItsStewardAndBookings(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		clerk, centre, steward := w.clerk(), w.centre(), w.steward()
		service := clerk.offers("义诊", fields{}, fields{"days": []int{3}})
		wang := w.named("老王", "阳光花园3号楼")
		wang.books(w.session("2026-11-25", service))
		w.named("老李", "阳光花园3号楼")
		open := wang.submits("路灯不亮", "阳光花园3号楼")
		move := fields{"areas": []fields{{"id": w.id("阳光花园3号楼"), "parent_id": w.id("新园第一网格")}}}
		p := centre.previews(move)
		f := p.follows()
		if f["reports"] != 1 || f["homes"] != 2 || f["bookings"] != 1 || f["stewards"] != 1 || f["boards"] != 3 {
			w.Fatalf("%+v", p.Follows)
		}
		centre.confirms(move, p.Token, 200)
		w.wants(w.clerkB().sees("staff", open), fields{"text": "路灯不亮"})
		w.wants(steward.sees("mp", open), fields{"text": "路灯不亮"})
		if n := w.count(`SELECT COUNT(*) FROM booking WHERE alive = 1`); n != 1 {
			w.Fatalf("%d bookings", n)
		}
	})
}

func TestInvitationCardsArePrinted(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		secretary := w.secretary()
		status, file := w.send(secretary.login("staff"), "POST", desk+"/invitations", fields{"person_ids": []string{w.coded("P6"), w.coded("P3")}})
		if status != 201 || !bytes.HasPrefix(file, []byte("%PDF-")) {
			w.Fatal(status)
		}
		m := secretary.does("staff", "GET", desk+"/persons/"+w.coded("P6"), nil, 200)
		w.wants(m, fields{"invited_until": "2026-11-30T09:00:00+08:00", "bound": false})
		secretary.refused("staff", "POST", desk+"/invitations", fields{"person_ids": []string{}}, "400 http.body")
		secretary.refused("staff", "POST", desk+"/invitations", fields{"person_ids": []string{w.coded("P4")}}, "404 person.missing")
	})
}

// A post has a class, a way of employment, specialties of the county's list and duties; people are found by them. A name with a place,
// such as a cleaner, gives no right.
func TestAPostSaysWhatItIsFor(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		secretary := w.secretary()
		post := fields{"postings": []fields{{
			"person_id": w.coded("P6"), "role": "volunteer", "area_id": w.id("阳光花园3号楼"), "class": "part_time", "employed": "voluntary",
			"specialties": []string{"助老服务", "水电维修"}, "duties": "每周看望独居老人。",
		}}}
		secretary.edits(post)
		member := secretary.does("staff", "GET", desk+"/persons/"+w.coded("P6"), nil, 200)
		posts := objects(member["postings"])
		w.wants(posts[len(posts)-1], fields{
			"role_name": "志愿者", "class_name": "兼职", "employed_name": "志愿", "specialties": []any{"助老服务", "水电维修"}, "duties": "每周看望独居老人。",
		})
		// What the edit leaves out stays.
		secretary.edits(fields{"postings": []fields{{"id": posts[len(posts)-1]["id"], "to": "2027-12-31"}}})
		found := items(secretary.does("staff", "GET", desk+"/persons?specialty=助老服务&class=part_time", nil, 200))
		same(w, "found by specialty", []any{w.coded("P6")}, pluck(found, "id"))
		same(w, "found by org", []any{w.coded("P26")}, pluck(items(secretary.does("staff", "GET", desk+"/persons?org_id="+w.org("阳光物业"), nil, 200)), "id"))
		w.lines("unknown", secretary.previews(fields{"postings": []fields{{"id": posts[len(posts)-1]["id"], "specialties": []string{"杂技"}}}}).wrong(),
			[]string{"任职 2 专长 县里的专长词表里没有“杂技”"})
		// The list is the county's.
		list := secretary.does("staff", "GET", api+"/staff/words/specialty", nil, 200)
		secretary.refused("staff", "PUT", api+"/staff/words/specialty", list, "403 auth.denied")
		// A second secretary is refused with words, also beside a successor who begins later.
		street := w.street()
		street.edits(fields{"postings": []fields{{"id": w.posting("P22"), "to": "2026-12-31"}}})
		second := func(from string) fields {
			return fields{"postings": []fields{{"person_id": w.coded("P25"), "role": "secretary", "area_id": w.id("阳光社区"), "from": from}}}
		}
		w.lines("a second one", street.previews(second("2026-12-31")).wrong(),
			[]string{"任职 2 角色 阳光社区已有社区书记，同一时间只能有一位：请先结束原来的任职，或改起止日期"})
		street.edits(second("2027-01-01"))
		// No right comes from a name.
		cleaner := w.someone("保洁员").binds("staff", "19900000093")
		secretary.edits(fields{
			"persons":  []fields{{"name": "保洁员", "phone": "19900000093", "area_id": w.id("阳光社区")}},
			"postings": []fields{{"role": "cleaner", "area_id": w.id("阳光社区")}},
		})
		w.settle()
		me := cleaner.does("staff", "GET", api+"/me", nil, 200)
		w.wants(me, fields{"staff": false, "can": []any{}})
		cleaner.refused("staff", "GET", "/api/v1/staff/reports", nil, "403 auth.denied")
	})
}
