package stories

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
)

// routeOf is one operation of the contract; a test in handlers keeps the contract equal to the route table.
type routeOf struct {
	method, path string
	roles        []string // nil for a public route
}

// routes returns all routes with values for their placeholders.
func (w *world) routes() []routeOf {
	w.Helper()
	_, text := w.send("", "GET", "/openapi.json", nil)
	doc, err := openapi3.NewLoader().LoadFromData(text)
	w.must(err)
	fill := strings.NewReplacer("{id}", "999999", "{token}", "made-up", "{account}", "oa", "{variant}", "full")
	var all []routeOf
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			r := routeOf{method: method, path: fill.Replace(path)}
			names, _ := op.Extensions["x-roles"].([]any)
			for _, n := range names {
				role, _ := n.(string)
				r.roles = append(r.roles, role)
			}
			all = append(all, r)
		}
	}
	slices.SortFunc(all, func(a, b routeOf) int { return strings.Compare(a.path+a.method, b.path+b.method) })
	return all
}

func TestEveryRouteRefusesStrangers(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		expired := w.someone("老王").login("mp")
		w.later(30 * 24 * time.Hour)
		refused := 0
		for _, r := range w.routes() {
			if r.roles == nil {
				continue
			}
			refused++
			for name, token := range map[string]string{
				"no token": "", "made-up": "garbage", "long": strings.Repeat("x", 3000), "expired": expired, "binary": "\u00ff' OR 1=1 --",
			} {
				if got := w.code(token, r.method, r.path, nil); got != "401 auth.login" {
					w.Errorf("%s %s with %s token = %s", r.method, r.path, name, got)
				}
			}
			if got := w.code("", r.method, r.path, nil, "Authorization", "Basic YTpi"); got != "401 auth.login" {
				w.Errorf("%s %s with a password = %s", r.method, r.path, got)
			}
		}
		if refused < 40 {
			w.Fatalf("only %d routes", refused)
		}
	})
}

func TestEveryRouteRefusesOtherRoles(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		for _, c := range []struct {
			who     *citizen
			account string
			role    string
		}{
			{w.someone("老王"), "mp", "resident"},
			{w.steward(), "mp", "steward"},
			{w.officer(), "staff", "grid_officer"},
			{w.clerk(), "staff", "clerk"},
			{w.orgMan(), "staff", "org_staff"},
			{w.centre(), "staff", "centre"},
		} {
			token := c.who.login(c.account)
			for _, r := range w.routes() {
				if r.roles == nil || strings.HasSuffix(r.path, "/logout") || r.method+r.path == "DELETE/api/v1/me" { // these end the login
					continue
				}
				may := slices.Contains(r.roles, "resident") || slices.Contains(r.roles, c.role)
				got := w.code(token, r.method, r.path, nil)
				if denied := got == "403 auth.denied"; denied == may {
					w.Errorf("%s: %s %s = %s", c.role, r.method, r.path, got)
				}
			}
		}
	})
}

// Anything outside of an actor's areas is missing for them, whatever they try.
func TestAReportOutsideScopeIsMissing(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk := w.someone("老王"), w.clerk()
		id := wang.submits("路灯不亮", "向阳小区3号楼") // in the other grid of the community
		clerk.acts(id, "accept", nil)
		w.alerted()
		before, traces := clerk.sees("staff", id), w.traces()
		body := fields{
			"words": "看看", "reason": "看看", "satisfied": true, "outcome": "solved", "area_id": w.id("1单元"),
			"to": fields{"kind": "post", "role": "clerk", "area_id": w.id("阳光社区")},
		}
		for _, c := range []struct {
			who     *citizen
			account string
			role    string
		}{
			{w.someone("老李"), "mp", "resident"},
			{w.clerkB(), "staff", "clerk"},
			{w.officer(), "staff", "grid_officer"},
			{w.orgMan(), "staff", "org_staff"},
			{w.steward(), "mp", "steward"},
			{w.someone("钱进").binds("mp", "19900000007"), "mp", "steward"},
		} {
			for _, r := range w.routes() {
				if !strings.Contains(r.path, "/reports/999999") {
					continue
				}
				want := "404 report.missing"
				switch may := slices.Contains(r.roles, "resident") || slices.Contains(r.roles, c.role); {
				case !may:
					want = "403 auth.denied"
				case strings.HasSuffix(r.path, "/acknowledge"):
					want = "404 steward.missing"
				}
				path := strings.Replace(r.path, "999999", id, 1)
				if got := w.code(c.who.login(c.account), r.method, path, body); got != want {
					w.Errorf("%s: %s %s = %s, want %s", c.who.name, r.method, r.path, got, want)
				}
			}
		}
		same(w, "the report afterwards", before, clerk.sees("staff", id))
		same(w, "traces", traces, w.traces())
	})
}

func TestADepartmentSeesOnlyWhatItHoldsAndNeverWhoReported(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk, orgMan, steward := w.someone("老王"), w.clerk(), w.orgMan(), w.steward()
		wang.binds("mp", "19900000099").does("mp", "PATCH", api+"/me", fields{"name": "王建国"}, 200)
		id := wang.submits("工地半夜施工", "阳光花园3号楼")
		wang.submits("路灯不亮", "阳光花园3号楼")
		clerk.acts(id, "accept", nil)
		if n := len(orgMan.all("all")); n != 0 {
			w.Fatalf("before any assignment the department lists %d", n)
		}
		clerk.acts(id, "assign", fields{"to": fields{"kind": "org", "org_id": "1"}})
		orgMan.acts(id, "take", nil)
		wang.asks(id, "add", fields{"words": "今晚又开始了"})
		orgMan.acts(id, "ask", fields{"words": "哪个方向？"})
		wang.asks(id, "answer", fields{"words": "南边"})
		orgMan.acts(id, "resolve", fields{"outcome": "solved", "words": "已责令停工"})
		wang.asks(id, "review", fields{"satisfied": true})
		w.alerted()

		same(w, "what the department lists", []string{id}, orgMan.all("all"))
		same(w, "what the department sees", []string{
			"submit 反映人: 工地半夜施工", "accept 王芳: ", "assign 王芳: ", "take 我: ", "add 反映人: 今晚又开始了", "ask 我: 哪个方向？",
			"answer 反映人: 南边", "resolve 我: 已责令停工", "review 反映人: 满意",
		}, lines(orgMan.sees("staff", id)))
		for _, c := range []struct {
			who     *citizen
			account string
			paths   []string
		}{
			{orgMan, "staff", []string{"/api/v1/staff/reports?list=all", "/api/v1/reports/" + id, "/api/v1/notices", "/api/v1/staff/undelivered"}},
			{steward, "mp", []string{"/api/v1/steward/alerts", "/api/v1/reports/" + id, "/api/v1/notices"}},
		} {
			for _, path := range c.paths {
				_, answer := w.send(c.who.login(c.account), "GET", path, nil)
				for _, secret := range []string{`"reporter"`, "王建国", "0099"} {
					if strings.Contains(string(answer), secret) {
						w.Errorf("%s reads %s in %s", c.who.name, secret, path)
					}
				}
			}
		}
		orgMan.refused("staff", "POST", staffAPI+id+"/phone", fields{"reason": "要打电话"}, "404 report.missing")
		reporter, _ := clerk.sees("staff", id)["reporter"].(fields)
		w.wants(reporter, fields{"name": "王建国", "phone": "199****0099"})

		// A returned report leaves the department's list.
		wang.asks(id, "reopen", nil)
		orgMan.acts(id, "return", fields{"words": "不归我们管"})
		orgMan.refused("staff", "GET", api+"/reports/"+id, nil, "404 report.missing")
		if n := len(orgMan.all("all")); n != 0 {
			w.Fatalf("after the return the department lists %d", n)
		}
	})
}

// contract_test.go refuses any unmasked number; its pattern must find one.
func TestUnmaskedNumbersAreFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	clerk, wang := w.clerk(), w.someone("老王").binds("mp", "19900000099")
	id := wang.submits("路灯不亮", "阳光花园3号楼")
	shown := clerk.does("staff", "POST", staffAPI+id+"/phone", fields{"reason": "要打电话"}, 200)
	text, err := json.Marshal(shown)
	w.must(err)
	if !clearPhone.Match(text) {
		w.Fatalf("%s", text)
	}
}
