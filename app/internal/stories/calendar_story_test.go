package stories

import (
	"bytes"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app/internal/fixture"

	"linli/app/calendar"
	"linli/app/when"
)

const hoursPath = "/api/v1/staff/hours"

func (c *citizen) sets(community, working, resting string) map[string]any {
	c.w.Helper()
	return c.does("staff", "PUT", "/api/v1/staff/communities/"+c.w.id(community)+"/hours", fields{"working": working, "resting": resting}, 200)
}

// hours returns the working time of a community as a person sees it.
func (c *citizen) hours(community string) (working, resting string, own, open bool) {
	c.w.Helper()
	out := c.does("staff", "GET", hoursPath+"?community_id="+c.w.id(community), nil, 200)
	working, _ = out["working"].(string)
	resting, _ = out["resting"].(string)
	own, _ = out["own"].(bool)
	open, _ = out["open"].(bool)
	return working, resting, own, open
}

func beijing(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, when.Beijing)
	if err != nil {
		panic(err)
	}
	return t
}

// Own hours of a community (错时服务), at noon and on Saturday mornings, count for its deadlines only.
func TestACommunityKeepsItsOwnHours(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk, clerkB, officer, centre := w.clerk(), w.clerkB(), w.officer(), w.centre()
		const office, noon, morning = "08:30-12:00,14:00-17:30", "08:30-12:00,12:00-14:00,14:00-17:30", "09:00-12:00"
		expect := func(who *citizen, community, working, resting string, own, open bool) {
			w.Helper()
			gotWorking, gotResting, gotOwn, gotOpen := who.hours(community)
			if gotWorking != working || gotResting != resting || gotOwn != own || gotOpen != open {
				w.Fatalf("%s sees %q %q own %v open %v at %s", community, gotWorking, gotResting, gotOwn, gotOpen, when.Say(w.now()))
			}
		}
		mine := clerk.does("staff", "GET", hoursPath, nil, 200)
		if days, _ := mine["days"].([]any); mine["community_id"] != w.id("阳光社区") || len(days) != 39 || len(mine["years"].([]any)) != 1 {
			w.Fatalf("%v", mine)
		}
		if top := centre.does("staff", "GET", hoursPath, nil, 200); top["community_id"] != w.id("安平县") {
			w.Fatalf("%v", top)
		}
		expect(clerk, "阳光社区", office, "", false, true)
		w.later(3*time.Hour + 30*time.Minute) // half past twelve
		expect(clerk, "阳光社区", office, "", false, false)
		if out := clerk.sets("阳光社区", " 08:30-12:00，12:00-14:00,14:00-17:30", morning); out["working"] != noon || out["open"] != true {
			w.Fatalf("%v", out)
		}
		clerk.sets("阳光社区", noon, morning) // the same again
		expect(officer, "阳光社区", noon, morning, true, true)
		expect(clerkB, "新园社区", office, "", false, false)

		times, err := w.system.Clocks.Get(w.ctx)
		w.must(err)
		friday, two := beijing("2026-11-27 17:00"), when.Term{N: 2, Unit: when.WorkingHours}
		for community, want := range map[string]string{"阳光社区": "2026-11-28 10:30", "新园社区": "2026-11-30 10:00"} {
			if due := times.Of(w.areaOf(community).ID).Due(friday, two); !due.Equal(beijing(want)) {
				w.Fatalf("%s after %s in %s is %s", two.Say(), when.Say(friday), community, when.Say(due))
			}
		}

		centre.sets("安平县", "09:00-18:00", "")
		expect(clerkB, "新园社区", "09:00-18:00", "", false, true)
		expect(clerk, "阳光社区", noon, morning, true, true)
		clerk.sets("阳光社区", "", "")
		expect(clerk, "阳光社区", "09:00-18:00", "", false, true)
		if n := w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'calendar.hours' AND person_id > 0`); n != 3 {
			w.Fatalf("%d changes are in the audit log", n)
		}
	})
}

func TestHoursAreSetWithinScope(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk, clerkB, officer, orgMan := w.clerk(), w.clerkB(), w.officer(), w.orgMan()
		put := func(area string) string { return "/api/v1/staff/communities/" + w.id(area) + "/hours" }
		good := fields{"working": "09:00-12:00", "resting": ""}
		clerkB.refused("staff", "PUT", put("阳光社区"), good, "404 area.missing")
		clerk.refused("staff", "PUT", put("安平县"), good, "404 area.missing")
		clerk.refused("staff", "PUT", put("阳光第一网格"), good, "404 area.missing")
		officer.refused("staff", "PUT", put("阳光社区"), good, "403 auth.denied")
		clerkB.refused("staff", "GET", hoursPath+"?community_id="+w.id("阳光社区"), nil, "404 area.missing")
		clerk.refused("staff", "GET", hoursPath+"?community_id="+w.id("阳光花园3号楼"), nil, "404 area.missing")
		clerk.refused("staff", "GET", hoursPath+"?community_id=x", nil, "400 http.body")
		orgMan.refused("staff", "GET", hoursPath, nil, "403 auth.denied")
		for _, bad := range []fields{
			{"working": "9-5", "resting": ""},
			{"working": "17:00-09:00", "resting": ""},
			{"working": "", "resting": "09:00-12:00"},
			{"working": "09:00-09:30", "resting": ""},
			{"working": "09:00-12:00", "resting": "morning"},
		} {
			clerk.refused("staff", "PUT", put("阳光社区"), bad, "400 when.hours")
		}
		if n := w.count(`SELECT COUNT(*) FROM when_hours`); n != 0 {
			w.Fatalf("%d hours are stored", n)
		}
	})
}

// calendarPart returns the calendar's part of /readyz.
func (w *world) calendarPart() string {
	w.Helper()
	var out struct {
		Degraded []string
		Parts    map[string]string
	}
	w.request("", "GET", "/readyz", nil, 200, &out)
	if part := out.Parts["calendar"]; slices.Contains(out.Degraded, "calendar") == (part == "ok") {
		w.Fatalf("degraded parts %v, while the calendar is %s", out.Degraded, part)
	}
	return out.Parts["calendar"]
}

// daysLeft is the gauge for the operator's alarm.
func (w *world) daysLeft() float64 {
	w.Helper()
	families, err := w.system.Metrics.Registry.Gather()
	w.must(err)
	for _, f := range families {
		if f.GetName() == "linli_calendar_days_left" {
			return f.GetMetric()[0].GetGauge().GetValue()
		}
	}
	w.Fatal("no such metric")
	return 0
}

// logged returns the log of the daily check.
func (w *world) logged() string {
	w.Helper()
	var b bytes.Buffer
	listening := *w.system
	listening.Log = slog.New(slog.NewTextHandler(&b, nil))
	w.must(listening.CheckCalendar(w.ctx))
	return b.String()
}

func TestAMissingYearIsReportedAndDeadlinesContinue(t *testing.T) {
	t.Parallel()
	eachRecurring(t, func(w *world) {
		hour := when.Term{N: 1, Unit: when.WorkingHours}
		due := func() string {
			w.Helper()
			clock, err := w.system.Clocks.Of(w.ctx, 0)
			w.must(err)
			return when.Full(clock.Due(beijing("2026-12-31 17:00"), hour))
		}
		w.until(func() bool {
			return w.count(`SELECT COUNT(*) FROM job_run WHERE name = 'check_calendar' AND done_at > 0`) == 1
		})
		same(w, "in November", "ok", w.calendarPart())
		same(w, "days left", 39.0, w.daysLeft())
		same(w, "the log in November", "", w.logged())

		w.later(8 * 24 * time.Hour)
		same(w, "on 1 December", "missing 2027", w.calendarPart())
		same(w, "days left", 31.0, w.daysLeft())
		if log := w.logged(); !strings.Contains(log, "level=ERROR") || !strings.Contains(log, "year=2027 days_left=31") {
			w.Fatalf("the log is %q", log)
		}
		same(w, "without the list New Year's Day is a Friday", "2027年01月01日 09:00", due())

		l := calendar.ParseList([]byte(fixture.Holidays2027))
		_, err := w.system.Calendar.Load(w.ctx, l, "2027.csv", false)
		w.must(err)
		same(w, "with the list", "ok", w.calendarPart())
		same(w, "the first working day of the year", "2027年01月04日 09:00", due())
		same(w, "the log with the list", "", w.logged())
		same(w, "audit records", 1, w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'calendar.load' AND about = 'year:2027'`))

		// This year's list is missing from the table.
		w.exec(`DELETE FROM when_day WHERE year = 2026`)
		w.exec(`UPDATE when_version SET version = version + 1`)
		w.later(4 * time.Second)
		same(w, "with a hole", "missing 2026", w.calendarPart())
		same(w, "days left", 0.0, w.daysLeft())
		clock, err := w.system.Clocks.Of(w.ctx, 0)
		w.must(err)
		same(w, "National Day counts as a Thursday", "2026年10月01日 09:00", when.Full(clock.Due(beijing("2026-09-30 17:00"), hour)))
		seen := w.clerk().does("staff", "GET", hoursPath, nil, 200)
		if years, _ := seen["years"].([]any); len(years) != 1 || years[0] != 2027.0 {
			w.Fatalf("%v", seen["years"])
		}
	})
}

// What hours promise when they are tried is what a report gets once they count.
func TestHoursAreTriedBeforeTheyCount(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk, wang := w.clerk(), w.someone("老王")
		at, early := api+"/staff/communities/"+w.id("阳光社区")+"/hours/try", fields{"working": "08:30-09:30,14:00-17:30", "resting": ""}
		tried := objects(clerk.does("staff", "POST", at, early, 200)["items"])
		if working, _, own, _ := clerk.hours("阳光社区"); working != "08:30-12:00,14:00-17:30" || own {
			w.Fatalf("trying has set the hours: %s", working)
		}
		clerk.sets("阳光社区", "08:30-09:30,14:00-17:30", "")
		w.clock.Add(4000) // longer than the hours are cached
		got := clerk.sees("staff", wang.submits("路灯不亮", "阳光花园3号楼"))
		i := slices.IndexFunc(tried, func(p fields) bool { return p["category"] == got["category"] })
		now, then := tried[i]["now"].(map[string]any), tried[i]["then"].(map[string]any)
		if d := instantOf(w, got["due_at"]).Sub(instantOf(w, then["intake"])); d < 0 || d > time.Minute || now["intake"] == then["intake"] {
			w.Errorf("tried %v, promised %v", tried[i], got["due_at"])
		}
		clerk.refused("staff", "POST", at, fields{"working": "25:00", "resting": ""}, "400 when.hours")
		w.clerkB().refused("staff", "POST", at, early, "404 area.missing")
		w.officer().refused("staff", "POST", at, early, "403 auth.denied")
	})
}

func instantOf(w *world, said any) time.Time {
	w.Helper()
	text, _ := said.(string)
	at, err := time.Parse(time.RFC3339, text)
	w.must(err)
	return at
}
