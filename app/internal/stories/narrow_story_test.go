package stories

import (
	"net/url"
	"slices"
	"testing"
	"time"
)

// A desk narrows and orders every list; what lies outside the territory does not exist.
func TestAListIsNarrowedAndOrdered(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk, clerkB, officer, orgMan := w.someone("老王"), w.clerk(), w.clerkB(), w.officer(), w.orgMan()
		begin := w.now()
		lamp := wang.submits("路灯不亮", "阳光花园3号楼")
		w.later(time.Minute)
		gas := wang.submits("楼道里有煤气味", "阳光花园13号楼")
		w.later(time.Minute)
		built := wang.submits("有人违建", "向阳小区3号楼")
		w.later(time.Minute)
		elsewhere := wang.submits("树要倒了", "新园小区1号楼")
		w.alerted()
		clerk.acts(built, "accept", nil)
		clerk.acts(built, "assign", fields{"to": fields{"kind": "org", "org_id": "1"}})
		clerk.acts(lamp, "accept", nil)
		minute := func(n int) string {
			return url.QueryEscape(begin.Add(time.Duration(n)*time.Minute - time.Second).Format(time.RFC3339))
		}
		for _, c := range []struct {
			who  *citizen
			list string
			want []string
		}{
			{clerk, "all", []string{gas, built, lamp}}, // urgent first, then the newest
			{clerk, "all&sort=newest", []string{built, gas, lamp}},
			{clerk, "all&sort=oldest&size=1", []string{lamp, gas, built}},
			{clerk, "all&state=assigned", []string{built}},
			{clerk, "all&state=closed", nil},
			{clerk, "all&source=app", []string{gas, built, lamp}},
			{clerk, "all&source=hotline", nil},
			{clerk, "all&light=green&sort=oldest", []string{lamp, gas, built}},
			{clerk, "all&light=red", nil},
			{clerk, "all&from=" + minute(1) + "&to=" + minute(2), []string{gas}},
			{clerk, "all&area_id=" + w.id("阳光花园3号楼"), []string{lamp}},
			{clerk, "all&sort=newest&area_id=" + w.id("阳光第一网格"), []string{gas, lamp}},
			{clerk, "all&holder=org:1", []string{built}},
			{clerk, "mine&holder=org:1", nil},
			{orgMan, "mine&holder=org:1", []string{built}},
			{orgMan, "all&area_id=" + w.id("阳光社区"), []string{built}},
			{orgMan, "all&area_id=" + w.id("新园社区"), nil},
			{officer, "all&sort=newest&area_id=" + w.id("阳光花园13号楼"), []string{gas}},
			{w.centre(), "all&sort=newest&size=2&area_id=" + w.id("新园社区"), []string{elsewhere}},
			{w.centre(), "all&sort=due&category=facility", []string{lamp}},
		} {
			same(w, c.who.name+" "+c.list, c.want, append([]string(nil), c.who.all(c.list)...))
		}
		row := items(clerk.does("staff", "GET", "/api/v1/staff/reports?list=all&state=assigned", nil, 200))[0]
		w.wants(row, fields{"source": "app", "category": "illegal", "state": "assigned", "light": "green", "joins": 0.0, "urges": 0.0})
		work, _ := row["work"].(fields)
		if can, _ := work["can"].([]any); work["holder_key"] != "org:1" || !slices.Contains(can, any("return")) {
			w.Errorf("a row says %v", work)
		}
		for _, c := range []struct {
			who         *citizen
			query, want string
		}{
			{clerk, "state=lost", "400 report.filter"},
			{clerk, "source=fax", "400 report.filter"},
			{clerk, "light=amber", "400 report.filter"},
			{clerk, "holder=post:king:5", "400 report.filter"},
			{clerk, "holder=org:0", "400 report.filter"},
			{clerk, "from=yesterday", "400 report.filter"},
			{clerk, "area_id=x", "400 report.filter"},
			{clerk, "sort=loudest", "400 report.sort"},
			{clerk, "size=51", "400 report.size"},
			{clerk, "size=0", "400 report.size"},
			{clerk, "area_id=" + w.id("新园社区"), "404 area.missing"},
			{officer, "area_id=" + w.id("阳光社区"), "404 area.missing"},
			{clerkB, "area_id=" + w.id("阳光花园3号楼"), "404 area.missing"},
			{clerk, "area_id=99999999", "404 area.missing"},
		} {
			c.who.refused("staff", "GET", "/api/v1/staff/reports?list=all&"+c.query, nil, c.want)
		}
	})
}
