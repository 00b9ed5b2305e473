package stories

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// Working time skips holidays and includes make-up workdays; deadlines by the clock do not.
func TestDeadlinesKnowHolidaysAndMakeUpDays(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		wang, clerk := w.someone("老王"), w.clerk()
		for _, c := range []struct{ at, intake, rubbish, greenery string }{
			{"2026-02-13 16:30", "2026-02-14T09:30", "2026-02-14T11:30", "2026-02-27T17:30"}, // Friday; Saturday is a make-up workday
			{"2026-02-14 16:30", "2026-02-21T16:30", "2026-02-24T11:30", "2026-02-28T17:30"}, // the week by the clock ends in the holiday
			{"2026-02-18 10:00", "2026-02-24T10:30", "2026-02-24T14:30", "2026-02-28T17:30"}, // within the holiday
			{"2026-02-28 09:00", "2026-02-28T11:00", "2026-02-28T15:00", "2026-03-06T17:30"}, // a Saturday that is a make-up workday
			{"2026-09-18 16:30", "2026-09-20T09:30", "2026-09-20T11:30", "2026-09-24T17:30"}, // Friday; Sunday is a make-up workday
			{"2026-09-20 15:00", "2026-09-20T17:00", "2026-09-21T10:00", "2026-09-28T17:30"}, // that Sunday; Friday the 25th is off
			{"2026-09-30 16:30", "2026-10-07T16:30", "2026-10-08T11:30", "2026-10-13T17:30"}, // the week by the clock ends in the holiday
			{"2026-10-03 10:00", "2026-10-08T10:30", "2026-10-08T14:30", "2026-10-13T17:30"},
			{"2026-10-10 09:00", "2026-10-10T11:00", "2026-10-10T15:00", "2026-10-16T17:30"}, // a Saturday that is a make-up workday
		} {
			w.at(c.at)
			rubbish, greenery := wang.submits("垃圾没人收", "阳光花园3号楼"), wang.submits("绿化没人管", "阳光花园3号楼")
			w.wants(wang.sees("mp", rubbish), fields{"due_at": c.intake + ":00+08:00", "light": "green"})
			w.wants(clerk.acts(rubbish, "accept", fields{"topic": "exposed_rubbish"}), fields{"whole_due_at": c.rubbish + ":00+08:00"})
			w.wants(clerk.acts(greenery, "accept", fields{"topic": "greenery"}), fields{"whole_due_at": c.greenery + ":00+08:00"})
			clerk.refused("staff", "POST", staffAPI+wang.submits("太吵了", "阳光花园3号楼")+"/accept", fields{"topic": "greenery"}, "400 report.topic")
		}
	})
}

func TestAHolderIsWarnedOnce(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		wang, clerk := w.someone("老王"), w.clerk()
		id := wang.submits("路灯不亮", "阳光花园3号楼") // must be accepted by eleven
		for _, c := range []struct {
			after time.Duration
			light string
			told  []string
		}{
			{0, "green", []string{"new"}},
			{96 * time.Minute, "green", []string{"new", "due_soon"}}, // 80 percent
			{time.Minute, "yellow", []string{"new", "due_soon"}},
			{20 * time.Minute, "yellow", []string{"new", "due_soon"}},
			{3*time.Minute + time.Second, "red", []string{"new", "due_soon", "overdue"}},
			{time.Minute, "red", []string{"new", "due_soon", "overdue"}},
		} {
			w.after(c.after)
			w.sweeps()
			w.wants(clerk.sees("staff", id), fields{"light": c.light})
			same(w, "notices at "+c.light, c.told, clerk.notices("staff", id))
		}
		clerk.acts(id, "accept", nil)
		w.wants(clerk.acts(id, "take", nil), fields{"light": "green", "whole_due_at": "2026-11-30T09:00:00+08:00"})
		w.wants(clerk.acts(id, "resolve", fields{"outcome": "solved", "words": "好了"}), fields{"light": ""})
	})
}

// limitLine is one line of a table as the API takes it.
func limitLine(category string, n int, unit string) fields {
	term := fields{"n": n, "unit": unit}
	return fields{"category": category, "topic": "", "urgent": false, "intake": term, "whole": term, "escalate": term, "steps": []any{}}
}

func TestASecretaryChangesTheLimits(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		wang, clerk, secretary, clerkB, officer, centre := w.someone("老王"), w.clerk(), w.secretary(), w.clerkB(), w.officer(), w.centre()
		path := "/api/v1/staff/communities/" + w.id("阳光社区") + "/limits"
		pathB := "/api/v1/staff/communities/" + w.id("新园社区") + "/limits"
		county := "/api/v1/staff/communities/county/limits"
		usual := items(officer.does("staff", "GET", path, nil, 200))
		if len(usual) != 11 {
			w.Fatalf("the default has %d lines", len(usual))
		}
		w.wants(usual[6], fields{"category": "illegal", "whole": fields{"n": 20.0, "unit": "working_day"}})
		table := fields{"items": []any{limitLine("facility", 3, "hour")}}
		promised := wang.submits("路灯不亮", "阳光花园3号楼")

		clerk.refused("staff", "PUT", path, table, "403 auth.denied")
		secretary.refused("staff", "PUT", pathB, table, "404 area.missing")
		secretary.refused("staff", "PUT", county, table, "404 area.missing")
		secretary.refused("staff", "PUT", "/api/v1/staff/communities/999999/limits", table, "404 area.missing")
		secretary.refused("staff", "PUT", "/api/v1/staff/communities/"+w.id("阳光第一网格")+"/limits", table, "404 area.missing")
		secretary.refused("staff", "PUT", "/api/v1/staff/communities/x/limits", table, "404 http.no_route")
		clerkB.refused("staff", "GET", path, nil, "404 area.missing")
		secretary.does("staff", "PUT", path, table, 204)
		same(w, "the table", []any{"facility"}, pluck(items(clerk.does("staff", "GET", path, nil, 200)), "category"))
		w.wants(wang.sees("mp", wang.submits("路灯不亮", "阳光花园3号楼")), fields{"due_at": "2026-11-23T12:00:00+08:00", "whole_due_at": "2026-11-23T12:00:00+08:00"})
		w.wants(wang.sees("mp", wang.submits("太吵了", "阳光花园3号楼")), fields{"whole_due_at": "2026-11-30T09:00:00+08:00"})
		w.wants(wang.sees("mp", wang.submits("路灯不亮", "新园小区1号楼")), fields{"whole_due_at": "2026-11-30T09:00:00+08:00"})
		w.wants(wang.sees("mp", promised), fields{"due_at": "2026-11-23T11:00:00+08:00", "whole_due_at": "2026-11-30T09:00:00+08:00"})

		centre.does("staff", "PUT", county, fields{"items": []any{limitLine("facility", 5, "hour")}}, 204)
		w.wants(wang.sees("mp", wang.submits("路灯不亮", "新园小区1号楼")), fields{"whole_due_at": "2026-11-23T14:00:00+08:00"})
		w.wants(wang.sees("mp", wang.submits("路灯不亮", "阳光花园3号楼")), fields{"whole_due_at": "2026-11-23T12:00:00+08:00"})
		secretary.does("staff", "PUT", path, fields{"items": []any{}}, 204) // an empty table restores the county's
		w.wants(wang.sees("mp", wang.submits("路灯不亮", "阳光花园3号楼")), fields{"whole_due_at": "2026-11-23T14:00:00+08:00"})
		if n := w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'dispatch.limits'`); n != 3 {
			w.Fatalf("%d changes in the audit log", n)
		}

		for why, change := range map[string]func(fields){
			"没有这个类别":              func(l fields) { l["category"] = "x" },
			"事项不属于这个类别":           func(l fields) { l["topic"] = "greenery" },
			"时限数值不对":              func(l fields) { l["whole"] = fields{"n": 99_999_999, "unit": "day"} },
			"全程时限必须填写":            func(l fields) { delete(l, "whole") },
			"分步名称 1 至 10 字，并填写时限": func(l fields) { l["steps"] = []any{fields{"name": strings.Repeat("步", 5000), "term": nil}} },
		} {
			bad := limitLine("facility", 1, "hour")
			change(bad)
			status, answer := w.send(secretary.login("staff"), "PUT", path, fields{"items": []any{limitLine("", 1, "day"), bad}})
			if status != 400 || !strings.Contains(string(answer), "时限表第 2 行："+why) {
				w.Errorf("%s: %d %s", why, status, answer)
			}
		}
		long := make([]any, 101)
		for i := range long {
			long[i] = limitLine("", 1, "day")
		}
		secretary.refused("staff", "PUT", path, fields{"items": long}, "400 report.limits")
		secretary.refused("staff", "PUT", path, []byte(`{"items":`), "400 http.body")
	})
}

// Two who change the same table do not overwrite each other: the second is told, and what nobody may do here is not offered.
func TestAStaleTableIsNotSaved(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		first, second, officer, centre := w.secretary(), w.secretary(), w.officer(), w.centre()
		for _, c := range []struct {
			what  string
			first []any
			mine  []any
		}{
			{"limits", []any{limitLine("facility", 3, "hour")}, []any{limitLine("facility", 4, "hour")}},
			{"routes", []any{rule("一", toPost("clerk"))}, []any{rule("二", toPost("secretary"))}},
		} {
			path := "/api/v1/staff/communities/" + w.id("阳光社区") + "/" + c.what
			read := second.does("staff", "GET", path, nil, 200)
			same(w, "a secretary may", []any{"save", "rehearse"}, read["can"])
			same(w, "an officer may", []any{}, officer.does("staff", "GET", path, nil, 200)["can"])
			first.does("staff", "PUT", path, fields{"items": c.first, "version": read["version"]}, 204)
			second.refused("staff", "PUT", path, fields{"items": c.mine, "version": read["version"]}, "409 mark.stale")
			now := second.does("staff", "GET", path, nil, 200)
			if now["version"] == read["version"] || len(items(now)) != 1 {
				w.Errorf("%s: %v", c.what, now)
			}
			second.does("staff", "PUT", path, fields{"items": c.mine, "version": now["version"]}, 204)
			second.does("staff", "PUT", path, fields{"items": c.first}, 204) // without a version nothing is compared
			version, login := second.does("staff", "GET", path, nil, 200)["version"], second.login("staff")
			var saved atomic.Int32
			together(6, func(int) { // at the same moment, one of six is saved
				switch got := w.code(login, "PUT", path, fields{"items": c.mine, "version": version}); got {
				case "204":
					saved.Add(1)
				case "409 mark.stale":
				default:
					w.Errorf("%s: %s", c.what, got)
				}
			})
			same(w, c.what+" saved", int32(1), saved.Load())
		}
		path := "/api/v1/staff/communities/" + w.id("阳光社区") + "/limits"
		same(w, "its own", true, second.does("staff", "GET", path, nil, 200)["own"])
		county := centre.does("staff", "GET", "/api/v1/staff/communities/county/limits", nil, 200)
		same(w, "the centre may", []any{"save"}, county["can"])
		same(w, "the county's own", false, county["own"])
		same(w, "read in a community", []any{}, second.does("staff", "GET", "/api/v1/staff/communities/county/limits", nil, 200)["can"])
	})
}

// A table can be tested on past reports before it is saved.
func TestATableIsTestedOnPastReports(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-10-12 09:00") // a Monday
		wang, clerk := w.someone("老王"), w.clerk()
		for i := range 4 { // resolved after 1, 2, 3 and 4 days, and one is still open
			id := w.takes(clerk, wang.submits("路灯不亮", "阳光花园3号楼"))
			w.on(i + 1)
			clerk.acts(id, "resolve", fields{"outcome": "solved", "words": "好了"})
		}
		wang.submits("路灯不亮", "阳光花园3号楼")
		wang.submits("太吵了", "阳光花园3号楼")
		wang.submits("路灯不亮", "新园小区1号楼") // of another community
		w.at("2026-11-23 09:00")
		secretary, clerkB := w.secretary(), w.clerkB()
		path := "/api/v1/staff/communities/" + w.id("阳光社区") + "/limits/rehearse"
		table := fields{"items": []any{limitLine("facility", 60, "hour")}}
		got := secretary.does("staff", "POST", path, table, 200)
		same(w, "rehearsed", []fields{
			{"line": 0.0, "reports": 1.0, "late_before": 1.0, "late_after": 1.0},
			{"line": 1.0, "reports": 5.0, "late_before": 1.0, "late_after": 3.0},
		}, items(got))
		w.wants(got, fields{"from": "2026-08-01T00:00:00+08:00", "to": "2026-11-01T00:00:00+08:00"})
		table["from"], table["to"] = "2026-10-13T00:00:00+08:00", "2026-10-14T00:00:00+08:00"
		same(w, "of one day", []any{0.0, 1.0}, pluck(items(secretary.does("staff", "POST", path, table, 200)), "reports"))
		table["to"] = "2027-10-14T00:00:00+08:00"
		secretary.refused("staff", "POST", path, table, "400 dispatch.period")
		clerkB.refused("staff", "POST", path, table, "404 area.missing")
		w.wants(wang.sees("mp", wang.submits("路灯不亮", "阳光花园3号楼")), fields{"whole_due_at": "2026-11-30T09:00:00+08:00"})
	})
}
