package stories

import (
	"strings"
	"testing"
)

const residents = "/api/v1/staff/residents"

// finds returns the names in the result of a search in a community.
func (c *citizen) finds(community, words string) []any {
	c.w.Helper()
	return pluck(items(c.does("staff", "POST", residents+"/find", fields{"community_id": c.w.id(community), "q": words}, 200)), "name")
}

// enters enters a resident at the counter and returns them.
func (c *citizen) enters(community string, who fields) fields {
	c.w.Helper()
	in := fields{"name": "王秀英", "community_id": c.w.id(community)}
	for k, v := range who {
		in[k] = v
	}
	return c.does("staff", "POST", residents, in, 201)
}

func TestStaffFindTheirResidents(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk, clerkB, officer, orgMan := w.clerk(), w.clerkB(), w.officer(), w.orgMan()
		clerk.enters("阳光社区", fields{"name": "王秀英", "phone": "13800138001"})
		clerk.enters("阳光社区", fields{"name": "王秀兰", "born": 1948, "home_id": w.id("2单元")})
		clerk.enters("阳光社区", fields{"name": "李秀英%"})
		clerkB.enters("新园社区", fields{"name": "王秀珍", "phone": "13800138004"})
		same(w, "by part of the name", []any{"王秀兰", "王秀英"}, clerk.finds("阳光社区", "王秀"))
		same(w, "from the middle", []any{"李秀英%", "王秀兰", "王秀英"}, clerk.finds("阳光社区", " 秀 "))
		same(w, "wildcards in the words", []any{"李秀英%"}, clerk.finds("阳光社区", "%"))
		same(w, "by the whole number", []any{"王秀英"}, clerk.finds("阳光社区", "+86 138-0013 8001"))
		same(w, "not by part of it", []any{}, clerk.finds("阳光社区", "1380013"))
		same(w, "another community's number", []any{}, clerk.finds("阳光社区", "13800138004"))
		same(w, "the officer of a grid in it", []any{"王秀兰", "王秀英"}, officer.finds("阳光社区", "王秀"))
		found := items(clerk.does("staff", "POST", residents+"/find", fields{"community_id": w.id("阳光社区"), "q": "王秀英"}, 200))
		w.wants(found[0], fields{"phone": "138****8001", "born": 0.0, "age": 0.0, "home_name": ""})
		found = items(clerk.does("staff", "POST", residents+"/find", fields{"community_id": w.id("阳光社区"), "q": "王秀兰"}, 200))
		w.wants(found[0], fields{"phone": "", "born": 1948.0, "age": 78.0, "home_name": "阳光社区 阳光花园3号楼 2单元"})

		ask := func(c *citizen, account, community, words, want string) {
			w.Helper()
			c.refused(account, "POST", residents+"/find", fields{"community_id": community, "q": words}, want)
		}
		ask(clerk, "staff", w.id("新园社区"), "王", "404 person.place")
		ask(clerk, "staff", w.id("安平县"), "王", "404 person.place")
		ask(clerk, "staff", "999999", "王", "404 person.place")
		ask(clerk, "staff", "x", "王", "400 http.body")
		ask(clerk, "staff", w.id("阳光社区"), " ", "400 person.query")
		ask(clerk, "staff", w.id("阳光社区"), strings.Repeat("王", 21), "400 person.query")
		ask(orgMan, "staff", w.id("阳光社区"), "王", "403 auth.denied")
		ask(w.someone("老王"), "mp", w.id("阳光社区"), "王", "403 auth.denied")
		clerk.refused("staff", "GET", residents+"?community_id="+w.id("阳光社区")+"&q=x", nil, "405 http.method") // names must stand in no log
		for range 21 {
			clerk.enters("阳光社区", fields{"name": "周桂花"})
		}
		if n := len(clerk.finds("阳光社区", "周")); n != 20 {
			w.Fatalf("%d at once", n)
		}
	})
}

func TestTheSameNumberIsTheSameResident(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk, clerkB, officer := w.clerk(), w.clerkB(), w.officer()
		first := clerk.enters("阳光社区", fields{"phone": "138 0013 8000"})
		again := clerk.enters("阳光社区", fields{"name": "秀英", "phone": "13800138000", "born": 1950, "home_id": w.id("1单元")})
		w.wants(again, fields{"id": first["id"], "name": "王秀英", "phone": "138****8000", "born": 1950.0, "age": 76.0, "home_id": w.id("1单元")})
		if other := clerkB.enters("新园社区", fields{"phone": "13800138000"}); other["id"] == first["id"] {
			w.Fatal("the neighbouring community finds the resident")
		}
		call := fields{"source": "call", "text": "下水道堵了", "area_id": w.id("阳光花园3号楼"), "name": "孙奶奶", "phone": "13800138000"}
		reporter, _ := clerk.does("staff", "POST", "/api/v1/staff/reports", call, 201)["reporter"].(fields)
		w.wants(reporter, fields{"id": first["id"], "name": "王秀英"})

		// Without a number only the idempotency key makes two entries the same resident.
		in := fields{"name": "孙婆婆", "community_id": w.id("阳光社区")}
		var twice [2]fields
		for i := range twice {
			w.request(clerk.login("staff"), "POST", residents, in, 201, &twice[i], "Idempotency-Key", "counter-1")
		}
		if third := clerk.enters("阳光社区", in); twice[0]["id"] != twice[1]["id"] || third["id"] == twice[0]["id"] {
			w.Fatalf("%v, %v and %v", twice[0]["id"], twice[1]["id"], third["id"])
		}
		if n := w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'person.enter'`); n != 4 {
			w.Fatalf("%d entries in the audit log", n)
		}
		before := w.count(`SELECT COUNT(*) FROM person`)
		for _, c := range []struct {
			who  *citizen
			in   fields
			want string
		}{
			{clerk, fields{"name": ""}, "400 person.name"},
			{clerk, fields{"name": strings.Repeat("王", 21)}, "400 person.name"},
			{clerk, fields{"born": 50}, "400 person.born"},
			{clerk, fields{"born": 2027}, "400 person.born"},
			{clerk, fields{"phone": "12345"}, "400 person.phone"},
			{clerk, fields{"home_id": w.id("阳光社区")}, "404 area.missing"},
			{clerk, fields{"home_id": w.id("新园小区1号楼")}, "404 person.place"},
			{clerk, fields{"community_id": w.id("新园社区")}, "404 person.place"},
			{clerk, fields{"community_id": ""}, "404 person.place"},
			{officer, fields{}, "404 person.place"},
			{officer, fields{"community_id": w.id("阳光第一网格")}, "404 person.place"},
			{officer, fields{"home_id": w.id("向阳小区3号楼")}, "404 person.place"},
			{w.orgMan(), fields{}, "403 auth.denied"},
		} {
			in := fields{"name": "王秀英", "community_id": w.id("阳光社区")}
			for k, v := range c.in {
				in[k] = v
			}
			c.who.refused("staff", "POST", residents, in, c.want)
		}
		if n := w.count(`SELECT COUNT(*) FROM person`) - before; n != 1 { // the person of the org is new to us
			w.Fatalf("%d more", n)
		}
		officer.enters("阳光社区", fields{"home_id": w.id("阳光花园3号楼")})
	})
}

func TestTagsAreKnownToStaffOfThePlaceOnly(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		clerk, clerkB, officer, secretary := w.clerk(), w.clerkB(), w.officer(), w.secretary()
		near := clerk.enters("阳光社区", fields{"home_id": w.id("阳光花园3号楼"), "phone": "13800138000"})["id"].(string)
		far := clerk.enters("阳光社区", fields{"home_id": w.id("向阳小区3号楼")})["id"].(string)
		tags := func(c *citizen, id string) []any {
			w.Helper()
			return pluck(objects(c.does("staff", "GET", residents+"/"+id, nil, 200)["tags"]), "name")
		}
		same(w, "none yet", []any{}, tags(clerk, near))
		got := officer.does("staff", "PATCH", residents+"/"+near, fields{"tags": []string{"alone", "aged", "alone"}, "born": 1940}, 200)
		w.wants(got, fields{"born": 1940.0, "age": 86.0, "phone": "138****8000"})
		same(w, "set", []any{"高龄", "独居"}, tags(secretary, near))
		w.lead().does("staff", "PATCH", residents+"/"+near, fields{"tags": []string{"aged", "disabled"}}, 200)
		same(w, "changed", []any{"高龄", "残疾"}, tags(officer, near))
		clerk.does("staff", "PATCH", residents+"/"+near, fields{"born": 1941}, 200)
		same(w, "tags without a change", []any{"高龄", "残疾"}, tags(officer, near))
		clerk.does("staff", "PATCH", residents+"/"+near, fields{"born": 1941, "tags": []string{"aged", "disabled"}}, 200) // without a change
		if n := w.count(`SELECT COUNT(*) FROM audit_record WHERE about = ? AND action IN ('person.tag', 'person.untag', 'person.born')`,
			"person:"+near); n != 6 {
			w.Fatalf("%d changes in the audit log", n)
		}

		officer.refused("staff", "PATCH", residents+"/"+far, fields{"tags": []string{"aged"}}, "404 person.missing")
		officer.refused("staff", "GET", residents+"/"+far, nil, "404 person.missing")
		clerkB.refused("staff", "PATCH", residents+"/"+near, fields{"tags": []string{"aged"}}, "404 person.missing")
		clerkB.refused("staff", "GET", residents+"/"+near, nil, "404 person.missing")
		clerk.refused("staff", "GET", residents+"/999999", nil, "404 person.missing")
		clerk.refused("staff", "PATCH", residents+"/"+near, fields{"tags": []string{"rich"}}, "400 person.tag")
		clerk.refused("staff", "PATCH", residents+"/"+near, fields{"born": 50}, "400 person.born")
		for _, c := range []*citizen{w.street(), w.centre(), w.orgMan()} {
			c.refused("staff", "GET", residents+"/"+near, nil, "403 auth.denied")
			c.refused("staff", "PATCH", residents+"/"+near, fields{"tags": []string{}}, "403 auth.denied")
		}
		same(w, "after the refused requests", []any{"高龄", "残疾"}, tags(clerk, near))
		clerk.does("staff", "PATCH", residents+"/"+near, fields{"tags": []string{}}, 200)
		same(w, "none", []any{}, tags(clerk, near))
	})
}

// A follower's own data is deleted on unfollowing; data that the roster or a mini-program needs stays.
func TestUnfollowingDeletesBirthAndTags(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk, wang, zhou := w.clerk(), w.follower("老王"), w.follower("老周")
		token := wang.login("mp")
		w.request(token, "PATCH", api+"/me", fields{"name": "王建国", "born": 1950, "home_id": w.id("2单元")}, 200, nil)
		id := wang.me("mp")
		clerk.does("staff", "PATCH", residents+"/"+id, fields{"tags": []string{"aged"}}, 200)
		_, err := wang.phone.Unfollow()
		w.must(err)
		w.settle()
		w.wants(clerk.does("staff", "GET", residents+"/"+id, nil, 200), fields{"name": "王建国", "born": 1950.0}) // the mini-program is in use

		who := w.count(`SELECT person_id FROM person_identity WHERE openid = ?`, zhou.phone.OpenID("oa"))
		w.exec(`UPDATE person SET name = '周伯', born = 1945, community_id = ?, home_id = ? WHERE id = ?`, w.id("阳光社区"), w.id("2单元"), who)
		clerk.does("staff", "PATCH", residents+"/"+idText(int64(who)), fields{"tags": []string{"aged", "alone"}}, 200)
		_, err = zhou.phone.Unfollow()
		w.must(err)
		w.settle()
		w.wants(clerk.does("staff", "GET", residents+"/"+idText(int64(who)), nil, 200), fields{"name": "", "born": 0.0, "home_id": "", "tags": []any{}})
	})
}
