package stories

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

const monthAPI = api + "/staff/month"

// months switches the monthly summary on in a community for 60 days.
func (w *world) months(who *citizen, community string, keep int) {
	w.Helper()
	who.does("staff", "PUT", w.switchesOf(community)+"/monthly_summary", fields{
		"purpose": "核对月报", "basis": "安组办〔2026〕9号", "last_day": w.now().AddDate(0, 0, 60).Format(time.DateOnly), "keep_days": keep,
	}, 200)
}

// daysOf returns the days of a month by their state.
func daysOf(month fields) map[string][]string {
	all := map[string][]string{}
	for _, d := range objects(month["days"]) {
		all[fmt.Sprint(d["state_name"])] = append(all[fmt.Sprint(d["state_name"])], fmt.Sprint(d["day"])[8:])
	}
	return all
}

// The month of an officer writes itself: days with work are 外勤 whether somebody pressed or not. They dispute a line, the grid lead
// answers and has seen it; nobody else of the community reads it, and the street does.
func TestAMonthIsDisputedAndAnswered(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-11-02 09:00")
		officer, lead, secretary, street, clerk := w.officer(), w.lead(), w.secretary(), w.street(), w.clerk()
		here := w.id("阳光社区")
		officer.refused("staff", "GET", monthAPI, nil, "403 policy.off")
		w.months(secretary, "阳光社区", 100)
		w.turnsOn(secretary, 100)
		officer.does("staff", "POST", attendanceAPI, fields{"community_id": here}, 200)
		w.at("2026-11-03 10:00")
		officer.does("staff", "POST", workAPI, fields{"kind": "visit", "words": "看望独居老人"}, 204)
		officer.does("staff", "POST", workAPI, fields{"kind": "patrol", "words": "巡查车棚"}, 204)
		w.at("2026-11-06 10:00")
		explain := fields{"community_id": here, "day": "2026-11-05", "reason": "training"}
		officer.does("staff", "POST", monthAPI+"/explain", explain, 200)
		for refusal, in := range map[string]fields{
			"400 attend.day":  {"community_id": here, "day": "2026-11-07", "reason": "training"},
			"400 plan.reason": {"community_id": here, "day": "2026-11-05", "reason": "lazy"},
		} {
			officer.refused("staff", "POST", monthAPI+"/explain", in, refusal)
		}
		month := officer.does("staff", "GET", monthAPI+"?month=2026-11", nil, 200)
		days := daysOf(month)
		same(w, "days", []any{[]string{"02"}, []string{"03"}, []string{"05"}, []string{"04"}}, []any{days["到岗"], days["外勤"], days["有说明"], days["未说明"]})
		w.wants(month, fields{"person_name": "李强", "post": "阳光社区 阳光第一网格 网格员", "confirmed_at": "", "open": 0.0})
		officer.refused("staff", "POST", monthAPI+"/confirm", fields{"community_id": here, "month": "2026-11"}, "409 attend.open")
		officer.refused("staff", "GET", monthAPI+"?month=2026-12", nil, "400 attend.month")
		officer.refused("staff", "GET", monthAPI+"?month=2025-01", nil, "400 attend.month")

		line := fields{"community_id": here, "month": "2026-11", "line": "day:2026-11-04", "words": "当天在街道开会"}
		officer.does("staff", "POST", monthAPI+"/dispute", line, 200)
		officer.refused("staff", "POST", monthAPI+"/dispute", fields{"community_id": here, "line": "day:2026-10-04", "words": "不对"}, "400 attend.line")
		officer.refused("staff", "POST", monthAPI+"/dispute", fields{"community_id": here, "line": "kind:visit", "words": "。"}, "400 attend.words")
		w.settle()
		told := func(who *citizen, kind string) int {
			return w.count(`SELECT COUNT(*) FROM notify_notice WHERE person_id = ? AND kind = ?`, who.me("staff"), kind)
		}
		same(w, "the lead is told, and nobody else", []int{1, 0, 0}, []int{told(lead, "attend.disputed"), told(secretary, "attend.disputed"), told(street, "attend.disputed")})

		of := "?community_id=" + here + "&person_id=" + officer.me("staff")
		for name, who := range map[string]*citizen{"the secretary": secretary, "a clerk": clerk, "another community": w.clerkB(), "another street": w.street2(), "the centre": w.centre()} {
			if got := w.code(who.login("staff"), "GET", monthAPI+of, nil); got != "404 attend.missing" && got != "404 area.missing" {
				w.Errorf("%s reads it: %s", name, got)
			}
		}
		same(w, "the street reads it", "李强", street.does("staff", "GET", monthAPI+of, nil, 200)["person_name"])
		same(w, "the lead's list", []any{"李强"}, pluck(items(lead.does("staff", "GET", api+"/staff/months", nil, 200)), "person_name"))
		if mine := pluck(items(secretary.does("staff", "GET", api+"/staff/months", nil, 200)), "person_name"); slices.Contains(mine, any("李强")) || !slices.Contains(mine, any("郑组长")) {
			w.Errorf("the secretary's list: %v", mine)
		}

		answer := fields{"community_id": here, "person_id": officer.me("staff"), "month": "2026-11", "line": "day:2026-11-04", "words": "核对过，已补记说明"}
		secretary.refused("staff", "POST", monthAPI+"/answer", answer, "404 attend.missing")
		lead.does("staff", "POST", monthAPI+"/answer", answer, 200)
		w.settle()
		same(w, "the officer is told", 1, told(officer, "attend.answered"))
		month = officer.does("staff", "GET", monthAPI, nil, 200)
		w.wants(objects(month["disputes"])[0], fields{"line_name": "11月4日", "words": "当天在街道开会", "answer": "核对过，已补记说明", "answered_by": "郑组长"})
		same(w, "none is open", 0.0, month["open"])
		seen := fields{"community_id": here, "person_id": officer.me("staff"), "month": "2026-11"}
		lead.refused("staff", "POST", monthAPI+"/seen", seen, "404 attend.missing")

		// The month is over: they confirm it in their own words, and the sentence of that time stays.
		w.at("2026-12-01 09:00")
		month = officer.does("staff", "POST", monthAPI+"/confirm", fields{"community_id": here, "month": "2026-11", "words": "这个月主要跑了老人家里"}, 200)
		same(w, "what was confirmed", month["said"], month["confirmed_said"])
		w.expect(fmt.Sprint(month["said"]), "到岗 1 天", "外勤 1 天", "公休 9 天", "巡查 1，走访 1")
		w.wants(lead.does("staff", "POST", monthAPI+"/seen", seen, 200), fields{"seen_by": "郑组长", "words": "这个月主要跑了老人家里", "can": []any{}})
		year := officer.does("staff", "GET", monthAPI+"?month=2026", nil, 200)
		same(w, "a year has its days", 365, len(objects(year["days"])))
		w.expect(fmt.Sprint(year["said"]), "2026年：到岗 1 天", "巡查 1，走访 1")
	})
}

// The switch goes off in the middle of a month: the routes refuse, and what was kept goes after its days.
func TestTheMonthlySummaryGoesOff(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-11-02 09:00")
		clerk, secretary := w.clerk(), w.secretary()
		here := w.id("阳光社区")
		w.months(secretary, "阳光社区", 30)
		clerk.does("staff", "POST", monthAPI+"/explain", fields{"community_id": here, "day": "2026-11-02", "reason": "meeting"}, 200)
		clerk.does("staff", "POST", monthAPI+"/dispute", fields{"community_id": here, "line": "kind:visit", "words": "少了一户"}, 200)
		clerk.does("staff", "POST", monthAPI+"/confirm", fields{"community_id": here, "month": "2026-10", "words": "好"}, 200)
		w.at("2026-11-15 09:00")
		secretary.does("staff", "POST", w.switchesOf("阳光社区")+"/monthly_summary/end", nil, 200)
		for _, path := range []string{"/confirm", "/dispute", "/explain"} {
			clerk.refused("staff", "POST", monthAPI+path, fields{"community_id": here, "day": "2026-11-02", "reason": "meeting", "line": "kind:visit", "words": "少了"}, "403 policy.off")
		}
		clerk.refused("staff", "GET", monthAPI, nil, "403 policy.off")
		secretary.refused("staff", "GET", api+"/staff/months", nil, "403 policy.off")
		w.clerkB().refused("staff", "GET", monthAPI+"?community_id="+here, nil, "404 area.missing")
		kept := func() []int {
			w.recurs("drop_switched_off")
			return []int{
				w.count(`SELECT COUNT(*) FROM attend_month`), w.count(`SELECT COUNT(*) FROM attend_dispute`), w.count(`SELECT COUNT(*) FROM plan_reason`),
			}
		}
		same(w, "kept", []int{1, 1, 1}, kept())
		w.at("2026-12-01 09:00")
		same(w, "October is gone", []int{0, 1, 1}, kept())
		w.at("2026-12-30 09:00")
		same(w, "the reason of a day is gone", []int{0, 1, 0}, kept())
		w.at("2026-12-31 09:00")
		same(w, "November is gone", []int{0, 0, 0}, kept())
	})
}

// Somebody has posts in two streets: each street reads its own community's month, with the work done there.
func TestTwoPostsInTwoStreets(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-11-02 09:00")
		sun, park := w.id("阳光社区"), w.id("新园社区")
		w.centre().edits(fields{"postings": []fields{{"person_id": w.coded("P1"), "role": "clerk", "area_id": park}}})
		w.months(w.secretary(), "阳光社区", 100)
		w.centre().does("staff", "PUT", api+"/staff/communities/county/switches/monthly_summary", fields{
			"purpose": "核对月报", "basis": "安组办〔2026〕9号", "last_day": "2026-12-20", "keep_days": 100,
		}, 200)
		clerk := w.clerk()
		clerk.does("staff", "POST", workAPI, fields{"kind": "visit", "area_id": sun, "words": "阳光社区走访"}, 204)
		w.at("2026-11-03 09:00")
		clerk.does("staff", "POST", workAPI, fields{"kind": "patrol", "area_id": park, "words": "新园社区巡查"}, 204)
		w.at("2026-11-04 09:00")
		read := func(who *citizen, community string) fields {
			return who.does("staff", "GET", monthAPI+"?community_id="+community+"&person_id="+clerk.me("staff"), nil, 200)
		}
		one, two := read(w.street(), sun), read(w.street2(), park)
		same(w, "in the first street", []any{[]string{"02"}, []any{"走访"}}, []any{daysOf(one)["外勤"], pluck(objects(one["kinds"]), "name")})
		same(w, "in the second street", []any{[]string{"03"}, []any{"巡查"}}, []any{daysOf(two)["外勤"], pluck(objects(two["kinds"]), "name")})
		w.street().refused("staff", "GET", monthAPI+"?community_id="+park+"&person_id="+clerk.me("staff"), nil, "404 area.missing")
		w.street2().refused("staff", "GET", monthAPI+"?community_id="+sun, nil, "404 area.missing")
	})
}

// The sheet for pay is for the street alone, where the summary is on: by name, with days and kinds, and by place.
func TestTheStreetExportsWhatPayIsBasedOn(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-11-02 09:00")
		officer, street, secretary := w.officer(), w.street(), w.secretary()
		sheet, in := api+"/staff/ledgers/pay", fields{"from": "2026-11-01", "to": "2026-11-30", "area_id": w.id("阳光社区"), "reason": "核发岗位补贴"}
		street.refused("staff", "POST", sheet, in, "403 policy.off")
		w.months(secretary, "阳光社区", 100)
		officer.does("staff", "POST", workAPI, fields{"kind": "visit", "words": "看望独居老人"}, 204)
		w.at("2026-12-01 09:00")
		officer.does("staff", "POST", monthAPI+"/confirm", fields{"community_id": w.id("阳光社区"), "month": "2026-11", "words": "属实"}, 200)
		for _, where := range []string{"阳光社区", "城关街道"} {
			in["area_id"] = w.id(where)
			status, book := w.send(street.login("staff"), "POST", sheet, in)
			same(w, where, 200, status)
			text, rows := readLedger(w, book)
			w.expect(text, "李强", "阳光第一网格 网格员", "2026年11月", "走访 1", "2026-12-01", "属实", "未确认")
			same(w, "everybody in post, with the heading", 6, len(rows))
		}
		secretary.refused("staff", "POST", sheet, in, "403 auth.denied")
		w.centre().refused("staff", "POST", sheet, in, "404 area.missing")
		in["area_id"] = w.id("阳光社区")
		w.street2().refused("staff", "POST", sheet, in, "404 area.missing")
		in["area_id"] = w.id("新园社区")
		street.refused("staff", "POST", sheet, in, "404 area.missing")
		same(w, "who exported it is known", 2, w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'ledger.pay'`))
	})
}
