package stories

import (
	"net/http"
	"slices"
	"testing"
	"time"
)

// What is open is one list, what was resolved today another; neither has what somebody else sees.
func TestOpenReportsAndThoseSolvedToday(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk, clerkB, officer := w.someone("老王"), w.clerk(), w.clerkB(), w.officer()
		solve := func(id string) {
			w.Helper()
			clerk.acts(id, "accept", nil)
			clerk.acts(id, "take", nil)
			clerk.acts(id, "resolve", fields{"outcome": "solved", "words": "好了"})
		}
		before := wang.submits("昨天的路灯不亮", "阳光花园3号楼")
		solve(before)
		w.later(24 * time.Hour)
		lamp, tree := wang.submits("路灯不亮", "阳光花园3号楼"), wang.submits("树枝断了", "向阳小区3号楼")
		again := wang.submits("门禁坏了", "阳光花园13号楼")
		solve(tree)
		solve(again)
		wang.asks(again, "reopen", nil)
		for _, c := range []struct {
			who          *citizen
			open, solved []string
		}{
			{clerk, []string{lamp, again}, []string{tree}},
			{officer, []string{lamp, again}, nil},
			{w.centre(), []string{lamp, again}, []string{tree}},
			{clerkB, nil, nil},
		} {
			open := c.who.all("open")
			slices.Sort(open)
			same(w, c.who.name+" open", append([]string(nil), c.open...), append([]string(nil), open...))
			same(w, c.who.name+" solved today", append([]string(nil), c.solved...), append([]string(nil), c.who.all("solved_today")...))
		}
	})
}

// The map draws the rows of the list, and only the territory of who looks at it.
func TestTheMapDrawsTheRowsOfTheList(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk, clerkB, officer, orgMan := w.someone("老王"), w.clerk(), w.clerkB(), w.officer(), w.orgMan()
		wang.submits("路灯不亮", "阳光花园3号楼")
		wang.submits("楼道里有煤气味", "阳光花园13号楼")
		built := wang.submits("有人违建", "向阳小区3号楼")
		wang.submits("树要倒了", "新园小区1号楼")
		w.alerted()
		clerk.acts(built, "accept", nil)
		clerk.acts(built, "assign", fields{"to": fields{"kind": "org", "org_id": "1"}})
		for _, who := range []*citizen{clerk, clerkB, officer, orgMan, w.centre()} {
			for _, query := range []string{"all", "mine", "unaccepted", "all&state=assigned", "all&light=red", "all&category=facility", "open", "solved_today"} {
				var drawn []string
				points := who.does("staff", "GET", "/api/v1/staff/reports/points?list="+query, nil, 200)
				for _, p := range items(points) {
					drawn = append(drawn, p["id"].(string))
				}
				same(w, who.name+" "+query, append([]string(nil), who.all(query)...), drawn)
				w.wants(points, fields{"more": false})
			}
		}
		first := items(clerk.does("staff", "GET", "/api/v1/staff/reports/points?list=all", nil, 200))[0]
		building := w.areaOf("阳光花园13号楼")
		w.wants(first, fields{"urgent": true, "building_id": idText(building.ID), "lat": building.Lat, "lng": building.Lng})
		clerkB.does("staff", "GET", "/api/v1/staff/reports/points?list=all&area_id="+w.id("阳光社区"), nil, 404)
		wang.does("mp", "GET", "/api/v1/staff/reports/points", nil, 403)
	})
}

func TestShapesAreThoseOfTheTerritory(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		names := func(who *citizen, query string) (all []string) {
			for _, s := range items(who.does("staff", "GET", "/api/v1/staff/areas/shapes"+query, nil, 200)) {
				all = append(all, s["name"].(string))
			}
			return all
		}
		own, theirs := names(w.clerk(), ""), names(w.clerkB(), "")
		for _, c := range []struct {
			all       []string
			name      string
			contained bool
		}{
			{own, "阳光社区", true},
			{own, "阳光花园3号楼", true},
			{own, "新园社区", false},
			{own, "新园小区9号楼", false},
			{theirs, "新园社区", true},
			{theirs, "阳光社区", false},
			{names(w.officer(), ""), "阳光社区", true},
			{names(w.centre(), ""), "阳光社区", true},
			{names(w.centre(), "?area_id="+w.id("新园社区")), "阳光社区", false},
		} {
			if slices.Contains(c.all, c.name) != c.contained {
				w.Errorf("%s in %v: not %v", c.name, c.all, c.contained)
			}
		}
		w.clerkB().does("staff", "GET", "/api/v1/staff/areas/shapes?area_id="+w.id("阳光社区"), nil, 404)
		w.someone("老王").does("mp", "GET", "/api/v1/staff/areas/shapes", nil, 403)

		// A client with the shapes gets them again only when they have changed.
		token := w.clerk().login("staff")
		got := w.sent(token, "GET", "/api/v1/staff/areas/shapes", nil)
		w.must(got.Body.Close())
		again := w.sent(token, "GET", "/api/v1/staff/areas/shapes", nil, "If-None-Match", got.Header.Get("ETag"))
		w.must(again.Body.Close())
		same(w, "again", http.StatusNotModified, again.StatusCode)
	})
}
