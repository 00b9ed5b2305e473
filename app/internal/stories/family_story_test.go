package stories

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"linli/app/family"
	"linli/store"
)

const (
	families      = api + "/family"
	staffFamilies = "/api/v1/staff/families"
)

// named is a follower with a name and a home.
func (w *world) named(name, home string) *citizen {
	w.Helper()
	c := w.follower(name)
	c.does("mp", "PATCH", api+"/me", fields{"name": name, "home_id": w.id(home)}, 200)
	return c
}

// invites returns a new code.
func (c *citizen) invites(relation string) string {
	c.w.Helper()
	code, _ := c.does("mp", "POST", families+"/invite", fields{"relation": relation}, 201)["code"].(string)
	return code
}

// mayActFor checks the family link as a booking does.
func (w *world) mayActFor(carer, cared string) bool {
	w.Helper()
	var a, b int64
	fmt.Sscan(carer, &a)
	fmt.Sscan(cared, &b)
	ok, err := family.MayActFor(w.ctx, store.NewFamilies(w.system.DB), a, b)
	w.must(err)
	return ok
}

// familyLinks returns one side of the person's family as "name relation state", or for their representatives "name relation".
func (c *citizen) familyLinks(side string) []string {
	c.w.Helper()
	all := []string{}
	for _, l := range objects(c.does("mp", "GET", families, nil, 200)[side]) {
		said := fmt.Sprint(l["name"], " ", l["relation_name"])
		if state, ok := l["state_name"]; ok {
			said += fmt.Sprint(" ", state)
		}
		all = append(all, said)
	}
	return all
}

// lastNotice returns the newest notice in the person's inbox.
func (c *citizen) lastNotice() string {
	c.w.Helper()
	all := items(c.does("mp", "GET", api+"/notices", nil, 200))
	if len(all) == 0 {
		return ""
	}
	return fmt.Sprint(all[0]["kind"], ": ", all[0]["text"])
}

func TestTheInviterOfAFamilyCodeActsForItsUser(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		son, mother, stranger := w.named("王建国", "新园小区1号楼"), w.named("王秀英", "2单元"), w.named("老李", "1单元")
		mother.binds("mp", "13800138000")
		code := son.invites("parent")
		typed := fields{"code": " " + strings.ToLower(code[:4]) + "－" + code[4:] + " "}
		got := mother.does("mp", "POST", families+"/accept", typed, 200)
		w.wants(got, fields{"name": "王建国", "relation": "child", "relation_name": "子女"})
		same(w, "the son acts for", []string{"王秀英 父母 已确认"}, son.familyLinks("i_act_for"))
		same(w, "nobody acts for the son", []string{}, son.familyLinks("act_for_me"))
		same(w, "acts for the mother", []string{"王建国 子女"}, mother.familyLinks("act_for_me"))
		same(w, "the mother acts for nobody", []string{}, mother.familyLinks("i_act_for"))
		link := objects(son.does("mp", "GET", families, nil, 200)["i_act_for"])[0]
		w.wants(link, fields{"person_id": mother.me("mp"), "phone": "138****8000", "since": "2026-11-23T09:00:00+08:00"})
		if !w.mayActFor(son.me("mp"), mother.me("mp")) || w.mayActFor(mother.me("mp"), son.me("mp")) || w.mayActFor(stranger.me("mp"), mother.me("mp")) {
			w.Fatal("the link gives a power in the wrong direction")
		}
		w.settle()
		same(w, "last notice of the son", "family.confirmed: 家人（父母）已同意，您可以代为预约和办理了。", son.lastNotice())
		same(w, "message to the son", "家人确认", son.heard()[0].Title)
		same(w, "no notice to the mother, who agreed in person", "", mother.lastNotice())

		mother.does("mp", "POST", families+"/accept", typed, 200) // sent twice
		stranger.refused("mp", "POST", families+"/accept", typed, "400 family.code")
		mother.refused("mp", "POST", families+"/accept", fields{"code": son.invites("relative")}, "409 family.linked")
		if n := w.count(`SELECT COUNT(*) FROM family_link`); n != 1 {
			w.Fatalf("%d links", n)
		}
		id, _ := link["id"].(string)
		stranger.refused("mp", "DELETE", families+"/"+id, nil, "404 family.missing")
		mother.does("mp", "DELETE", families+"/"+id, nil, 204)
		mother.refused("mp", "DELETE", families+"/"+id, nil, "404 family.missing")
		if w.mayActFor(son.me("mp"), mother.me("mp")) || len(son.familyLinks("i_act_for"))+len(mother.familyLinks("act_for_me")) != 0 {
			w.Fatal("the ended link is still valid")
		}
		same(w, "last notice of the son", "family.ended: 与家人（父母）的关系已解除，您不能再代为预约和办理。", son.lastNotice())
		mother.refused("mp", "POST", families+"/accept", typed, "400 family.code")

		// Linked again, this time in both directions.
		mother.does("mp", "POST", families+"/accept", fields{"code": son.invites("parent"), "back": true}, 200)
		same(w, "the mother acts for", []string{"王建国 子女 已确认"}, mother.familyLinks("i_act_for"))
		same(w, "the son acts for", []string{"王秀英 父母 已确认"}, son.familyLinks("i_act_for"))
		same(w, "last notice of the son", "family.confirmed: 家人（父母）已同意，双方可以互相代为预约和办理了。", son.lastNotice())
		back, _ := objects(son.does("mp", "GET", families, nil, 200)["act_for_me"])[0]["id"].(string)
		mother.does("mp", "DELETE", families+"/"+back, nil, 204)
		same(w, "last notice of the son", "family.ended: 与家人（父母）的关系已解除，他不再代您预约和办理。", son.lastNotice())
		if !w.mayActFor(son.me("mp"), mother.me("mp")) {
			w.Fatal("only one direction ended")
		}
	})
}

func TestAFamilyCodeWorksOnceWithinADay(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		son, mother, daughter := w.named("王建国", "1单元"), w.named("王秀英", "2单元"), w.named("王建华", "2单元")
		enter := func(c *citizen, code string) string {
			w.Helper()
			return w.code(c.login("mp"), "POST", families+"/accept", fields{"code": code})
		}
		made := son.does("mp", "POST", families+"/invite", fields{"relation": "parent"}, 201)
		w.wants(made, fields{"expires_at": "2026-11-24T09:00:00+08:00"})
		first, _ := made["code"].(string)
		for typed, want := range map[string]string{"": "400 family.code", "GUESS": "400 family.code", "OOOO1111": "400 family.code", first + "2": "400 family.code"} {
			same(w, typed, want, enter(daughter, typed))
		}
		same(w, "the inviter's own code", "400 family.self", enter(son, first))
		if n := w.count(`SELECT COUNT(*) FROM family_invite WHERE hash LIKE ?`, "%"+first+"%"); n != 0 {
			w.Fatal("the used code is still stored")
		}
		for _, bad := range []any{fields{"relation": ""}, fields{"relation": "boss"}, nil} {
			son.refused("mp", "POST", families+"/invite", bad, "400 family.relation")
		}
		for range 4 {
			son.invites("parent")
		}
		son.refused("mp", "POST", families+"/invite", fields{"relation": "parent"}, "429 family.invites")
		w.later(24 * time.Hour)
		same(w, "a day later", "400 family.code", enter(mother, first))
		same(w, "a new one", "200", enter(mother, son.invites("parent")))

		last := ""
		for range 11 {
			last = enter(daughter, "ABCDEFGH")
		}
		same(w, "wrong codes", "429 http.often", last)
	})
}

func TestSonAndDaughterAreLinkedToOneMother(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		son, daughter := w.named("王建国", "1单元"), w.named("王建华", "新园小区1号楼")
		clerk, officer, clerkB := w.clerk(), w.officer(), w.clerkB()
		home := w.id("2单元")
		asks := func(c *citizen, born int) string {
			w.Helper()
			got := c.does("mp", "POST", families, fields{"name": "王秀英", "born": born, "relation": "parent", "home_id": home}, 201)
			w.wants(got, fields{"name": "王秀英", "person_id": "", "phone": "", "state": "asked", "state_name": "待社区确认"})
			return got["id"].(string)
		}
		waiting := func(c *citizen) (n any, cases []fields) {
			w.Helper()
			return c.does("staff", "GET", "/api/v1/staff/home", nil, 200)["families"], items(c.does("staff", "GET", staffFamilies, nil, 200))
		}
		clerkB.enters("新园社区", fields{"born": 1948})         // of the same name, elsewhere
		clerk.enters("阳光社区", fields{"born": 1990})          // of the same name, too young
		first, second := asks(son, 1948), asks(daughter, 0) // the daughter leaves out the year
		same(w, "the son's requests", []string{"王秀英 父母 待社区确认"}, son.familyLinks("i_act_for"))
		n, cases := waiting(clerk)
		same(w, "at home", any(2.0), n)
		same(w, "list of requests", []any{first, second}, pluck(cases, "id"))
		w.wants(cases[0], fields{"name": "王秀英", "born": 1948.0, "home_name": "阳光社区 阳光花园3号楼 2单元", "candidates": []any{}, "community_id": w.id("阳光社区")})
		w.wants(cases[0]["carer"].(fields), fields{"name": "王建国", "phone": ""})
		if n, cases := waiting(clerkB); n != 0.0 || len(cases) != 0 {
			w.Fatalf("the neighbouring community sees %v: %v", n, cases)
		}
		if n, _ := waiting(officer); n != 2.0 {
			w.Fatalf("the officer of the grid sees %v", n)
		}
		if n := w.street().does("staff", "GET", "/api/v1/staff/home", nil, 200)["families"]; n != 0.0 {
			w.Fatalf("the street, which decides nothing here, sees %v", n)
		}
		confirm := func(id string) string { return staffFamilies + "/" + id + "/confirm" }
		clerkB.refused("staff", "POST", confirm(first), nil, "404 family.missing")
		clerkB.refused("staff", "POST", staffFamilies+"/"+first+"/refuse", fields{"reason": "不认识"}, "404 family.missing")
		w.street().refused("staff", "POST", confirm(first), nil, "403 auth.denied")
		clerk.refused("staff", "POST", confirm("999999"), nil, "404 family.missing")

		var done [2]fields
		for i := range done {
			w.request(officer.login("staff"), "POST", confirm(first), nil, 200, &done[i], "Idempotency-Key", "confirm-1")
		}
		w.wants(done[1], fields{"state": "confirmed", "name": "", "born": 0.0})
		mother, _ := done[1]["cared"].(fields)
		w.wants(mother, fields{"name": "王秀英", "born": 1948.0, "home_name": "阳光社区 阳光花园3号楼 2单元", "phone": ""})
		clerk.refused("staff", "POST", confirm(first), nil, "409 family.state")
		clerk.refused("staff", "POST", staffFamilies+"/"+first+"/refuse", fields{"reason": "不认识"}, "409 family.state")

		_, cases = waiting(clerk)
		same(w, "candidates", []any{1990.0, 1948.0}, pluck(objects(cases[0]["candidates"]), "born"))
		stranger := clerkB.enters("新园社区", nil)
		clerk.refused("staff", "POST", confirm(second), fields{"person_id": stranger["id"]}, "404 person.missing")
		clerk.refused("staff", "POST", confirm(second), fields{"person_id": "999999"}, "404 person.missing")
		got := clerk.does("staff", "POST", confirm(second), fields{"person_id": mother["id"]}, 200)
		w.wants(got["cared"].(fields), fields{"id": mother["id"], "born": 1948.0})
		id := mother["id"].(string)
		if !w.mayActFor(son.me("mp"), id) || !w.mayActFor(daughter.me("mp"), id) || w.mayActFor(son.me("mp"), daughter.me("mp")) {
			w.Fatal("the mother is not one person")
		}
		if n := w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'family.confirmed' AND community_id = ?`, w.id("阳光社区")); n != 2 {
			w.Fatalf("%d records in the audit log", n)
		}
		w.settle()
		same(w, "last notice of the daughter", "family.confirmed: 社区已确认，您可以代王秀英（父母）预约和办理了。", daughter.lastNotice())
		same(w, "last notice of the son", "family.confirmed: 社区已确认，您可以代王秀英（父母）预约和办理了。", son.lastNotice())

		third := asks(daughter, 1948) // a second time, by mistake
		clerk.refused("staff", "POST", confirm(third), fields{"person_id": id}, "409 family.linked")
		for _, reason := range []string{"", "否", strings.Repeat("否", 101)} {
			clerk.refused("staff", "POST", staffFamilies+"/"+third+"/refuse", fields{"reason": reason}, "400 family.reason")
		}
		clerk.does("staff", "POST", staffFamilies+"/"+third+"/refuse", fields{"reason": "已经登记过了"}, 200)
		same(w, "last notice of the daughter", "family.refused: 您为王秀英（父母）提出的家人申请没有通过：已经登记过了", daughter.lastNotice())
		same(w, "the daughter sees", []string{"王秀英 父母 已确认"}, daughter.familyLinks("i_act_for"))
		fourth := asks(daughter, 1948)
		daughter.does("mp", "DELETE", families+"/"+fourth, nil, 204) // takes it back
		clerk.refused("staff", "POST", confirm(fourth), nil, "409 family.state")
		if n, _ := waiting(clerk); n != 0.0 {
			w.Fatalf("%v are waiting", n)
		}
		refused := items(clerk.does("staff", "GET", staffFamilies+"?state=refused", nil, 200))
		same(w, "refused", []any{"已经登记过了"}, pluck(refused, "reason"))
		clerk.refused("staff", "GET", staffFamilies+"?state=lost", nil, "400 family.list")
		clerk.refused("staff", "GET", staffFamilies+"?cursor=x", nil, "400 http.body")
	})
}

func TestAskingForAFamily(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		son, homeless, clerk, officer := w.named("王建国", "1单元"), w.someone("老李"), w.clerk(), w.officer()
		ask := fields{"name": "王秀英", "relation": "parent"}
		for _, c := range []struct {
			change fields
			want   string
		}{
			{fields{"name": ""}, "400 person.name"},
			{fields{"born": 2027}, "400 person.born"},
			{fields{"relation": "boss"}, "400 family.relation"},
			{fields{"home_id": w.id("阳光社区")}, "404 area.missing"},
			{fields{"home_id": "x"}, "400 http.body"},
		} {
			in := fields{}
			for _, from := range []fields{ask, c.change} {
				for k, v := range from {
					in[k] = v
				}
			}
			son.refused("mp", "POST", families, in, c.want)
		}
		homeless.refused("mp", "POST", families, ask, "400 family.place")
		var twice [2]fields
		for i := range twice {
			w.request(son.login("mp"), "POST", families, ask, 201, &twice[i], "Idempotency-Key", "ask-1")
		}
		if twice[0]["id"] != twice[1]["id"] {
			w.Fatal("two requests wait")
		}
		if n := officer.does("staff", "GET", "/api/v1/staff/home", nil, 200)["families"]; n != 0.0 {
			w.Fatalf("without a known grid, an officer sees %v", n)
		}
		var ids []string
		for i := range 7 {
			got := son.does("mp", "POST", families, fields{"name": fmt.Sprint("亲戚", i), "relation": "relative"}, 201)
			ids = append(ids, got["id"].(string))
		}
		son.refused("mp", "POST", families, ask, "409 family.full")
		son.refused("mp", "POST", families+"/invite", fields{"relation": "parent"}, "409 family.full")
		var again fields
		w.request(son.login("mp"), "POST", families, ask, 201, &again, "Idempotency-Key", "ask-1")
		same(w, "repeated though full", twice[0]["id"], again["id"])
		son.does("mp", "DELETE", families+"/"+ids[0], nil, 204)
		code := son.invites("parent")
		clerk.refused("staff", "POST", staffFamilies+"/"+ids[1]+"/confirm", fields{"person_id": son.me("mp")}, "400 family.self")
		for _, id := range append(ids[1:], twice[0]["id"].(string)) {
			clerk.does("staff", "POST", staffFamilies+"/"+id+"/confirm", nil, 200)
		}
		mother, aunt := w.named("赵桂兰", "2单元"), w.named("赵桂芳", "2单元")
		second := son.invites("relative")
		mother.does("mp", "POST", families+"/accept", fields{"code": code}, 200)
		aunt.refused("mp", "POST", families+"/accept", fields{"code": second}, "409 family.full")
	})
}

func TestStaffLinkAndUnlinkAtTheCounter(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk, clerkB, officer := w.clerk(), w.clerkB(), w.officer()
		son, mother := w.named("王建国", "1单元"), w.named("王秀英", "2单元")
		link := fields{"carer_id": son.me("mp"), "person_id": mother.me("mp"), "relation": "parent"}
		var twice [2]fields
		for i := range twice {
			w.request(clerk.login("staff"), "POST", staffFamilies, link, 201, &twice[i], "Idempotency-Key", "link-1")
		}
		w.wants(twice[1], fields{"id": twice[0]["id"], "state": "confirmed", "relation_name": "父母"})
		clerk.refused("staff", "POST", staffFamilies, link, "409 family.linked")
		w.settle()
		same(w, "last notice of the son", "family.confirmed: 社区已确认，您可以代家人（父母）预约和办理了。", son.lastNotice())
		same(w, "last notice of the mother", "family.confirmed: 社区已登记：您的家人（子女）可以代您预约和办理。如不同意，请在“家人”里解除，或告诉社区。", mother.lastNotice())
		other := clerkB.enters("新园社区", nil)["id"]
		for _, c := range []struct {
			who    *citizen
			change fields
			want   string
		}{
			{clerkB, nil, "404 person.missing"},
			{clerk, fields{"person_id": other}, "404 person.missing"},
			{clerk, fields{"carer_id": other}, "404 person.missing"},
			{clerk, fields{"carer_id": ""}, "404 person.missing"},
			{clerk, fields{"carer_id": mother.me("mp")}, "400 family.self"},
			{clerk, fields{"relation": ""}, "400 family.relation"},
			{w.orgMan(), nil, "403 auth.denied"},
		} {
			in := fields{}
			for _, from := range []fields{link, c.change} {
				for k, v := range from {
					in[k] = v
				}
			}
			c.who.refused("staff", "POST", staffFamilies, in, c.want)
		}
		of := func(who string) string { return staffFamilies + "?person_id=" + who }
		for _, who := range []*citizen{son, mother} {
			same(w, "found by the represented person", []any{twice[0]["id"]}, pluck(items(officer.does("staff", "GET", of(who.me("mp")), nil, 200)), "id"))
		}
		clerkB.refused("staff", "GET", of(son.me("mp")), nil, "404 person.missing")
		clerk.refused("staff", "GET", of("999999"), nil, "404 person.missing")
		end := staffFamilies + "/" + twice[0]["id"].(string) + "/end"
		clerkB.refused("staff", "POST", end, fields{"reason": "本人要求"}, "404 family.missing")
		officer.refused("staff", "POST", end, nil, "400 family.reason")
		mother.does("mp", "PATCH", api+"/me", fields{"home_id": w.id("新园小区1号楼")}, 200) // moves away, and back
		officer.refused("staff", "POST", end, fields{"reason": "本人要求"}, "404 family.missing")
		mother.does("mp", "PATCH", api+"/me", fields{"home_id": w.id("2单元")}, 200)
		officer.does("staff", "POST", end, fields{"reason": "本人要求"}, 204)
		officer.refused("staff", "POST", end, fields{"reason": "本人要求"}, "404 family.missing")
		if w.mayActFor(son.me("mp"), mother.me("mp")) {
			w.Fatal("the link is still valid")
		}
		same(w, "last notice of the mother", "family.ended: 与家人（子女）的关系已解除，他不再代您预约和办理。", mother.lastNotice())
		same(w, "last notice of the son", "family.ended: 与家人（父母）的关系已解除，您不能再代为预约和办理。", son.lastNotice())
		for _, action := range []string{"family.connected", "family.dissolved"} {
			if n := w.count(`SELECT COUNT(*) FROM audit_record WHERE action = ? AND person_id > 0`, action); n != 1 {
				w.Fatalf("%s has %d records in the audit log", action, n)
			}
		}
	})
}
