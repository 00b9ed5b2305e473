package stories

import (
	"strings"
	"sync"
	"testing"
	"time"
)

const attendanceAPI = api + "/staff/attendance"

// switchesOf is the address of the switches of a community.
func (w *world) switchesOf(name string) string {
	return api + "/staff/communities/" + w.id(name) + "/switches"
}

// turnsOn switches attendance on in 阳光社区 for 20 days.
func (w *world) turnsOn(who *citizen, keep int) []fields {
	w.Helper()
	return items(who.does("staff", "PUT", w.switchesOf("阳光社区")+"/attendance", fields{
		"purpose": "核对国庆值守", "basis": "安网办〔2026〕7号", "last_day": w.now().AddDate(0, 0, 20).Format(time.DateOnly), "keep_days": keep,
	}, 200))
}

// A secretary switches check-ins on with a purpose; three weeks later they are off, and their data are gone.
func TestASwitchEndsAndItsDataGo(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		secretary, officer := w.secretary(), w.officer()
		here := fields{"community_id": w.id("阳光社区")}
		officer.refused("staff", "POST", attendanceAPI, here, "403 policy.off")
		same(w, "nothing is on", 0, len(items(officer.does("staff", "GET", api+"/me/switches", nil, 200))))

		w.wants(w.turnsOn(secretary, 10)[0], fields{"key": "attendance", "on": true, "by_name": "何书记", "of_county": false})
		w.settle()
		told := func(who *citizen, kind string) int {
			return w.count(`SELECT COUNT(*) FROM notify_notice WHERE person_id = ? AND kind = ?`, who.me("staff"), kind)
		}
		same(w, "the officer is told", 1, told(officer, "policy.switched"))
		words, _ := items(officer.does("staff", "GET", api+"/notices", nil, 200))[0]["text"].(string)
		w.expect(words, "核对国庆值守", "安网办〔2026〕7号", "自动关闭")
		mine := items(officer.does("staff", "GET", api+"/me/switches", nil, 200))
		if len(mine) != 1 {
			w.Fatalf("on: %v", mine)
		}
		w.wants(mine[0], fields{"purpose": "核对国庆值守", "basis": "安网办〔2026〕7号", "community_name": "阳光社区"})
		days := items(officer.does("staff", "POST", attendanceAPI, here, 200))
		w.forward(8 * time.Hour)
		later := items(officer.does("staff", "POST", attendanceAPI, here, 200))
		if len(later) != 1 || later[0]["first_at"] != days[0]["first_at"] || later[0]["last_at"] == days[0]["last_at"] {
			w.Errorf("check-ins: %v, then %v", days, later)
		}
		same(w, "the lead reads none of it", 0, len(items(w.lead().does("staff", "GET", attendanceAPI, nil, 200))))

		// A week before the end the secretary is told, once; after it everybody.
		w.forward(14 * 24 * time.Hour)
		for range 2 {
			w.recurs("end_switches")
		}
		w.settle()
		same(w, "told of the end", 1, told(secretary, "policy.ending"))
		officer.does("staff", "POST", attendanceAPI, here, 200)
		w.forward(7 * 24 * time.Hour)
		officer.refused("staff", "POST", attendanceAPI, here, "403 policy.off")
		for range 2 {
			w.recurs("end_switches")
		}
		w.settle()
		same(w, "told that it is off", 2, told(officer, "policy.switched"))

		// The day of its last use is kept for ten days, and gone on the day after.
		kept := func() int { w.recurs("drop_switched_off"); return w.count(`SELECT COUNT(*) FROM attend_day`) }
		same(w, "kept", 1, kept())
		w.forward(3 * 24 * time.Hour)
		same(w, "on the last day", 1, kept())
		w.forward(24 * time.Hour)
		same(w, "on the day after", 0, kept())
	})
}

// The secretary who switched on has left when the end is near: the successor is told.
func TestTheSuccessorIsToldThatASwitchEnds(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.turnsOn(w.secretary(), 10)
		w.street().edits(fields{"postings": []fields{{"id": w.posting("P22"), "now": true}}})
		w.street().edits(fields{"postings": []fields{{"person_id": w.coded("P25"), "role": "secretary", "area_id": w.id("阳光社区")}}})
		w.forward(15 * 24 * time.Hour)
		w.recurs("end_switches")
		told := func(code string) int {
			return w.count(`SELECT COUNT(*) FROM notify_notice WHERE kind = 'policy.ending' AND person_id = ?`, w.coded(code))
		}
		same(w, "told", []int{0, 1}, []int{told("P22"), told("P25")})
	})
}

// The secretary and the centre decide, and a decision needs a purpose, a basis and an end.
func TestWhoSwitchesOn(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		secretary, clerk, street, centre := w.secretary(), w.clerk(), w.street(), w.centre()
		one := w.switchesOf("阳光社区") + "/attendance"
		in := fields{"purpose": "核对值守", "basis": "7号文", "last_day": w.now().AddDate(0, 0, 9).Format(time.DateOnly), "keep_days": 30}
		with := func(key string, value any) fields {
			f := fields{}
			for k, v := range in {
				f[k] = v
			}
			f[key] = value
			return f
		}
		for refusal, c := range map[string]struct {
			who  *citizen
			path string
			in   fields
		}{
			"403 auth.denied":    {clerk, one, in},
			"404 area.missing":   {secretary, w.switchesOf("新园社区") + "/attendance", in},
			"404 policy.missing": {secretary, w.switchesOf("阳光社区") + "/score", in},
			"400 policy.purpose": {secretary, one, with("purpose", "。")},
			"400 policy.basis":   {secretary, one, with("basis", "")},
			"400 policy.until":   {secretary, one, with("last_day", w.now().AddDate(0, 0, 400).Format(time.DateOnly))},
			"400 policy.keep":    {secretary, one, with("keep_days", 401)},
			"409 mark.stale":     {secretary, one, with("version", "0000000000000000")},
		} {
			c.who.refused("staff", "PUT", c.path, c.in, refusal)
		}
		street.refused("staff", "PUT", one, in, "403 auth.denied")
		secretary.refused("staff", "PUT", one, with("last_day", w.now().Format(time.DateOnly)), "400 policy.until")
		same(w, "a street reads", len(items(secretary.does("staff", "GET", w.switchesOf("阳光社区"), nil, 200))), len(items(street.does("staff", "GET", w.switchesOf("阳光社区"), nil, 200))))
		street.refused("staff", "GET", w.switchesOf("新园社区"), nil, "404 area.missing")
		secretary.refused("staff", "GET", api+"/staff/communities/county/switches", nil, "404 area.missing")

		// The county's counts where a community has not decided; its own decision wins, also the one to have it off.
		county := api + "/staff/communities/county/switches/attendance"
		centre.does("staff", "PUT", county, in, 200)
		w.officer().does("staff", "POST", attendanceAPI, fields{"community_id": w.id("阳光社区")}, 200)
		w.wants(items(secretary.does("staff", "GET", w.switchesOf("阳光社区"), nil, 200))[0], fields{"on": true, "of_county": true})
		secretary.does("staff", "POST", one+"/end", nil, 200)
		w.officer().refused("staff", "POST", attendanceAPI, fields{"community_id": w.id("阳光社区")}, "403 policy.off")
		w.clerkB().does("staff", "POST", attendanceAPI, fields{"community_id": w.id("新园社区")}, 200)
		w.clerkB().refused("staff", "POST", attendanceAPI, fields{"community_id": w.id("阳光社区")}, "404 area.missing")
		if n := w.count(`SELECT COUNT(*) FROM audit_record WHERE action IN ('policy.on', 'policy.off')`); n != 2 {
			w.Errorf("%d audit lines", n)
		}
	})
}

// A switch goes off while check-ins are on their way: each was before the end, or is refused.
func TestASwitchGoesOffInTheMiddle(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		secretary, officer := w.secretary(), w.officer()
		w.turnsOn(secretary, 10)
		token, here := officer.login("staff"), fields{"community_id": w.id("阳光社区")}
		var all sync.WaitGroup
		for range 10 {
			all.Go(func() {
				if got := w.code(token, "POST", attendanceAPI, here); got != "200" && got != "403 policy.off" {
					w.Error(got)
				}
			})
		}
		all.Go(func() { secretary.does("staff", "POST", w.switchesOf("阳光社区")+"/attendance/end", nil, 200) })
		all.Wait()
		late := w.count(`SELECT COUNT(*) FROM attend_day a JOIN policy_switch s ON s.community_id = a.community_id AND a.last_at > s.until_at`)
		if late != 0 {
			w.Error("a check-in after the end was recorded")
		}
		officer.refused("staff", "POST", attendanceAPI, fields{"community_id": w.id("阳光社区")}, "403 policy.off")
	})
}

// Every route that the contract binds to a switch refuses while it is off, and every switch binds a route.
func TestBoundRoutesRefuseWhileOff(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		all := items(w.secretary().does("staff", "GET", w.switchesOf("阳光社区"), nil, 200))
		watch, _ := httpClient.Transport.(*contractWatch)
		bound := map[string]bool{}
		for path, item := range watch.doc.Paths.Map() {
			for method, op := range item.Operations() {
				key, ok := op.Extensions["x-switch"].(string)
				if !ok {
					continue
				}
				bound[key] = true
				w.secretary().refused("staff", method, strings.ReplaceAll(path, "{id}", "1"), fields{"community_id": w.id("阳光社区")}, "403 policy.off")
			}
		}
		for _, s := range all {
			if key, _ := s["key"].(string); !bound[key] {
				w.Errorf("no route is bound to %s", key)
			}
		}
	})
}
