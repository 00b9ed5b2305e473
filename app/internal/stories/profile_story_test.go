package stories

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/wxmsg/wxsim"
)

func TestALoginFindsThePersonOfTheRoster(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang := w.someone("王芳")
		for _, login := range []struct{ account, path string }{{"mp", api + "/login/resident"}, {"staff", api + "/login/staff"}} {
			used := fields{"code": wang.phone.LoginCode(login.account)}
			var in fields
			w.request("", "POST", login.path, used, 200, &in)
			w.wants(in, fields{"expires_at": "2026-12-23T09:00:00+08:00"})
			who, _ := in["person"].(fields)
			w.wants(who, fields{"name": "", "phone": "", "staff": false, "steward": false, "postings": []any{}, "home_id": ""})
			for _, bad := range []any{nil, fields{"code": "made-up"}, used, fields{"code": strings.Repeat("a", 257)}, fields{"code": "a b"}} {
				w.refused("", "POST", login.path, bad, "400 wechat.code")
			}
			w.refused("", "POST", login.path, []byte("{"), "400 http.body")
			w.sim.Fail("/sns/jscode2session", wxsim.Fault{ErrCode: -1, Times: 1})
			w.refused("", "POST", login.path, fields{"code": wang.phone.LoginCode(login.account)}, "503 wechat.busy")
		}

		phone := api + "/me/phone"
		wang.refused("staff", "POST", phone, fields{"code": "made-up"}, "400 wechat.phone_code")
		wang.refused("staff", "POST", phone, fields{"code": w.someone("老李").phone.PhoneCode("staff", "19900000001")}, "400 wechat.phone_code")
		wang.refused("staff", "POST", phone, fields{"code": wang.phone.PhoneCode("staff", "12000000000")}, "400 person.phone")
		w.sim.Fail("/wxa/business/getuserphonenumber", wxsim.Fault{ErrCode: -1, Times: 1})
		wang.refused("staff", "POST", phone, fields{"code": wang.phone.PhoneCode("staff", "19900000001")}, "503 wechat.busy")
		wang.binds("staff", "19900000001")
		for _, account := range []string{"staff", "mp"} { // one person in both clients, without a new login
			w.wants(wang.does(account, "GET", api+"/me", nil, 200), fields{
				"name": "王芳", "phone": "199****0001", "staff": true, "steward": false, "community_id": w.id("阳光社区"),
				"postings": []any{fields{
					"role": "clerk", "role_name": "社区工作人员", "area_id": w.id("阳光社区"), "area_name": "阳光社区", "org_id": "", "org_name": "",
				}},
			})
		}
		wang.refused("staff", "POST", phone, fields{"code": wang.phone.PhoneCode("staff", "19900000002")}, "409 person.taken")
		own := w.someone("陈刚").binds("staff", "19900000005").does("staff", "GET", api+"/me", nil, 200)
		w.wants(objects(own["postings"])[0], fields{"role": "org_staff", "org_id": "1", "org_name": "综合执法大队"})

		token := wang.login("mp")
		wang.does("mp", "POST", api+"/logout", nil, 204)
		w.refused(token, "GET", api+"/me", nil, "401 auth.login")
		w.refused(token, "POST", api+"/logout", nil, "401 auth.login")
	})
}

func TestAResidentSetsNameAndHome(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang := w.someone("老王")
		got := wang.does("mp", "PATCH", api+"/me", fields{"name": " 王建国 ", "home_id": w.id("2单元")}, 200)
		w.wants(got, fields{"name": "王建国", "home_id": w.id("2单元"), "home_name": "阳光社区 阳光花园3号楼 2单元", "community_id": w.id("阳光社区")})
		w.wants(wang.does("mp", "PATCH", api+"/me", fields{"home_id": w.id("新园小区1号楼")}, 200), fields{"name": "王建国", "community_id": w.id("新园社区")})
		for _, c := range []struct {
			in   fields
			want string
		}{
			{fields{"name": ""}, "400 person.name"},
			{fields{"name": strings.Repeat("王", 21)}, "400 person.name"},
			{fields{"home_id": w.id("阳光社区")}, "404 area.missing"},
			{fields{"home_id": "999999"}, "404 area.missing"},
			{fields{"home_id": "x"}, "400 http.body"},
			{fields{"name": 5}, "400 http.body"},
		} {
			wang.refused("mp", "PATCH", api+"/me", c.in, c.want)
		}
		w.wants(wang.does("mp", "GET", api+"/me", nil, 200), fields{"name": "王建国", "home_name": "新园社区 新园小区1号楼"})
	})
}

func TestPlacesAreFoundByTreeWordsPositionAndBoard(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk := w.someone("老王"), w.clerk()
		names := func(path string) []any {
			w.Helper()
			return pluck(items(wang.does("mp", "GET", api+path, nil, 200)), "full_name")
		}
		same(w, "the county", []any{""}, names("/areas"))
		same(w, "units", []any{"阳光社区 阳光花园3号楼 1单元", "阳光社区 阳光花园3号楼 2单元"}, names("/areas?parent_id="+w.id("阳光花园3号楼")))
		same(w, "below nothing", []any{}, names("/areas?parent_id=999999"))
		same(w, "words", []any{"阳光社区 阳光花园3号楼 2单元"}, names("/areas/find?words=阳光花园三号楼二单元"))
		same(w, "words elsewhere", []any{"新园社区 新园小区1号楼"}, names("/areas/find?words=1号楼&community_id="+w.id("新园社区")))
		same(w, "position", []any{"阳光社区 阳光花园3号楼", "阳光社区 阳光第一网格"}, names("/areas/find?lat=34.2011&lng=108.0011"))
		same(w, "a browser's position", []any{"阳光社区 阳光第一网格"}, names("/areas/find?lat=34.2071&lng=108.0011&coord=wgs84"))
		wang.refused("mp", "GET", api+"/areas?parent_id=x", nil, "400 http.body")
		wang.refused("mp", "GET", api+"/areas/find", nil, "400 area.position")
		wang.refused("mp", "GET", api+"/areas/find?lat=NaN&lng=108", nil, "400 area.position")
		wang.refused("mp", "GET", api+"/areas/find?words=1&community_id=x", nil, "400 http.body")

		board := w.areaOf("阳光花园3号楼").Board
		w.wants(wang.does("mp", "GET", api+"/boards/"+board, nil, 200), fields{"id": w.id("阳光花园3号楼"), "kind": "building", "lat": 34.201})
		wang.refused("mp", "GET", api+"/boards/made-up", nil, "404 area.missing")
		code := "/api/v1/staff/areas/" + w.id("阳光花园3号楼") + "/code"
		for _, path := range []string{code, code + "?opens=mp"} {
			if status, image := w.send(clerk.login("staff"), "GET", path, nil); status != 200 || len(image) < 100 {
				w.Fatalf("the code is %d, %d bytes", status, len(image))
			}
		}
		clerk.refused("staff", "GET", "/api/v1/staff/areas/"+w.id("新园小区1号楼")+"/code", nil, "404 area.missing")
	})
}

func TestAnInvitationBindsOnce(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk, clerkB, officer := w.clerk(), w.clerkB(), w.officer()
		const enter = api + "/me/invitation"
		steward := idText(int64(w.count("SELECT id FROM person WHERE code = 'P3'")))
		invite := "/api/v1/staff/persons/" + steward + "/invitation"
		made := clerk.does("staff", "POST", invite, nil, 201)
		w.wants(made, fields{"expires_at": "2026-11-30T09:00:00+08:00"})
		clerkB.refused("staff", "POST", invite, nil, "404 person.missing")
		officer.refused("staff", "POST", invite, nil, "403 auth.denied")
		clerk.refused("staff", "POST", "/api/v1/staff/persons/999999/invitation", nil, "404 person.missing")
		neighbour := w.someone("老李")
		neighbour.does("mp", "PATCH", api+"/me", fields{"home_id": w.id("1单元")}, 200)
		clerk.refused("staff", "POST", "/api/v1/staff/persons/"+neighbour.me("mp")+"/invitation", nil, "404 person.missing")

		for _, c := range []*citizen{w.someone("甲"), w.someone("乙"), neighbour, officer} {
			w.forgetTries(c)
		}
		officer.refused("staff", "POST", enter, fields{"code": made["code"]}, "409 person.taken") // already a known person
		code := fields{"code": " " + strings.ToLower(made["code"].(string)) + " "}
		var group sync.WaitGroup
		answers := make([]string, 2)
		for i, c := range []*citizen{w.someone("甲"), w.someone("乙")} {
			token := c.login("mp")
			group.Go(func() { answers[i] = w.code(token, "POST", enter, code) })
		}
		group.Wait()
		winner := map[string]string{"200": "甲", "400 person.invitation": "乙"}[answers[0]]
		if winner == "" || answers[0] == answers[1] || answers[0] != "200" && answers[1] != "200" {
			w.Fatalf("two requests with one code: %v", answers)
		}
		w.wants(w.someone(winner).does("mp", "GET", api+"/me", nil, 200), fields{"id": steward, "name": "赵红", "steward": true})

		late := clerk.does("staff", "POST", invite, nil, 201)
		w.later(7 * 24 * time.Hour)
		neighbour.refused("mp", "POST", enter, fields{"code": late["code"]}, "400 person.invitation")
		neighbour.refused("mp", "POST", enter, nil, "400 person.invitation")
		last := ""
		for range 9 {
			last = w.code(neighbour.login("mp"), "POST", enter, fields{"code": "GUESS"})
		}
		if last != "429 http.often" {
			w.Fatalf("the 11th guess within an hour = %s", last)
		}
	})
}

// forgetTries resets the rate limit of guesses: a real Redis outlives the test's world, and ids repeat in the next.
func (w *world) forgetTries(c *citizen) {
	w.Helper()
	w.must(w.system.Redis.Client().Del(w.ctx, "rate:linli:{invitation:"+c.me("mp")+"}").Err())
}

// Clients build their menus from a person's powers in the API: these must match what the routes allow.
func TestMenusFollowTheRoutes(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		doors := map[string][2]string{
			"work": {"GET", "/staff/home"}, "desk": {"GET", "/staff/media/held"}, "territory": {"GET", "/staff/templates"},
			"keep": {"GET", "/staff/families"}, "office": {"GET", "/staff/bulletins"}, "whistle": {"GET", "/staff/whistles"}, "maintain": {"GET", "/staff/guide"},
			"org": {"POST", "/staff/whistles/999999/answer"}, "manage": {"PUT", "/staff/communities/999999/hours"},
			"oversee": {"GET", "/staff/ledgers"}, "posted": {"GET", "/me/absence"},
		}
		opened := map[string]int{}
		for name, c := range map[string]*citizen{
			"resident": w.someone("老王"), "steward": w.steward(), "officer": w.officer(), "lead": w.lead(), "clerk": w.clerk(),
			"secretary": w.secretary(), "street": w.street(), "org": w.orgMan(), "centre": w.centre(),
		} {
			me := c.does("staff", "GET", api+"/me", nil, 200)
			said, _ := me["can"].([]any)
			for power, door := range doors {
				may := w.code(c.login("staff"), door[0], api+door[1], fields{}) != "403 auth.denied"
				if may != slices.Contains(said, any(power)) {
					w.Errorf("%s: %s = %t, the menu has %v", name, power, may, said)
				}
				if may {
					opened[power]++
				}
			}
			if name == "resident" && len(said) > 0 {
				w.Errorf("a resident may %v", said)
			}
		}
		for power := range doors {
			if opened[power] == 0 {
				w.Errorf("nobody may %s", power)
			}
		}
	})
}
