package stories

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// A term that ends while a report is in hand: on the next day the report is the post's, with its deadline; when the successor is there,
// they find it and take it.
func TestOpenWorkWaitsForTheSuccessor(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		secretary, lead := w.secretary(), w.lead()
		report := w.takes(lead, w.named("老王", "阳光花园3号楼").submits("井盖松了", "阳光花园3号楼"))
		due := w.count(`SELECT whole_due_at FROM report WHERE id = ?`, report)
		secretary.edits(fields{"postings": []fields{{"id": w.posting("P21"), "to": "2026-11-23"}}})
		successor := w.clerk2() // of the community until now
		secretary.edits(fields{"postings": []fields{
			{"id": w.posting("P25"), "to": "2026-11-24"},
			{"person_id": w.coded("P25"), "role": "grid_lead", "area_id": w.id("阳光第一网格"), "from": "2026-11-25", "to": "2029-11-24"},
		}})
		w.at("2026-11-23 17:00")
		w.recurs("hand_back_reports")
		same(w, "in hand until the last moment", 1, w.count(`SELECT COUNT(*) FROM report WHERE id = ? AND holder_person = ?`, report, w.coded("P21")))
		w.at("2026-11-24 08:00")
		w.recurs("hand_back_reports")
		w.sweeps()
		same(w, "nobody's", 1, w.count(`SELECT COUNT(*) FROM report WHERE id = ? AND holder_kind = 'post' AND holder_person = 0 AND is_open = 1`, report))
		lead.refused("staff", "POST", api+"/staff/reports/"+report+"/take", fields{}, "403 auth.denied")
		same(w, "the deadline stays", due, w.count(`SELECT whole_due_at FROM report WHERE id = ?`, report))
		w.at("2026-11-25 08:30")
		successor.acts(report, "take", nil)
		same(w, "the successor's", 1, w.count(`SELECT COUNT(*) FROM report WHERE id = ? AND holder_person = ?`, report, w.coded("P25")))
	})
}

// A substitute whose own term ends is asked no more: calls for an absent steward go to the steward again.
func TestASubstituteWhoseTermEndsIsNotAsked(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		secretary, zhao := w.secretary(), w.steward()
		sun := w.posted("孙伟", "19900000006", "mp", "building_lead", "向阳小区3号楼")
		w.settle()
		zhao.does("mp", "POST", api+"/steward/away", fields{"until": beijing("2026-11-29 18:00").Format(time.RFC3339)}, 200)
		secretary.edits(fields{"postings": []fields{{"id": w.posting("P6"), "to": "2026-11-24"}}})
		wang := w.named("老王", "阳光花园3号楼")
		wang.submits("楼道灯不亮了", "阳光花园3号楼")
		w.settle()
		before := sun.told("mp", "steward.alert")
		if before == 0 || zhao.told("mp", "steward.alert") != 0 {
			w.Fatalf("while the term runs: the substitute was told %d times", before)
		}
		w.at("2026-11-25 09:00")
		w.recurs("hand_back_reports")
		same(w, "nobody's substitute", 0, w.count(`SELECT COUNT(*) FROM person_posting WHERE substitute_id = ?`, w.coded("P6")))
		wang.submits("单元门坏了", "阳光花园3号楼")
		w.settle()
		same(w, "the substitute is asked no more", before, sun.told("mp", "steward.alert"))
		if zhao.told("mp", "steward.alert") == 0 {
			t.Error("nobody is asked")
		}
	})
}

// An officer of a street moves to another one at noon: from that moment they see what lies there, and nothing of the old street.
func TestAnOfficerMovesToAnotherStreetAtNoon(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		here := w.named("老王", "阳光花园3号楼").submits("井盖松了", "阳光花园3号楼")
		there := w.named("新园人", "新园小区1号楼").submits("路灯坏了", "新园小区1号楼")
		officer, centre := w.street(), w.centre()
		read := func(id, want string) {
			w.Helper()
			officer.refused("staff", "GET", api+"/reports/"+id, nil, want)
		}
		officer.sees("staff", here)
		read(there, "404 report.missing")
		w.at("2026-11-23 12:00")
		street := w.id("新园社区")
		for _, a := range items(centre.does("staff", "GET", desk+"/areas?kind=street", nil, 200)) {
			if a["code"] == "S2" {
				street, _ = a["id"].(string)
			}
		}
		centre.edits(fields{"postings": []fields{
			{"id": w.posting("P23"), "now": true},
			{"person_id": w.coded("P23"), "role": "street", "area_id": street, "from": "2026-11-23"},
		}})
		officer.sees("staff", there)
		read(here, "404 report.missing")
		w.later(time.Minute)
	})
}

// The posts of a period are a ledger: those that hold at some time of it, of the actor's area, with what is said about the work.
func TestPostsAreALedger(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		secretary := w.secretary()
		secretary.edits(fields{"postings": []fields{
			{"id": w.posting("P2"), "class": "full_time", "employed": "social_staff", "specialties": []string{"矛盾调解"}},
			{"id": w.posting("P21"), "to": "2026-11-25"},
		}})
		export := func(from, to string) (text string, rows int) {
			w.Helper()
			status, data := w.send(secretary.login("staff"), "POST", ledgersAPI+"/posts", fields{"from": from, "to": to, "reason": "年度检查"})
			if status != 200 {
				w.Fatalf("%d %s", status, data)
			}
			text, all := readLedger(w, data)
			return text, len(all) - 1
		}
		text, now := export("2026-11-23", "2026-11-23")
		w.expect(text, "任职台账", "李强", "网格员", "专职", "社区工作者", "矛盾调解", "199****0002", "郑组长")
		w.forgetExports(secretary)
		text, later := export("2026-11-26", "2026-11-30")
		same(w, "without the ended one", now-1, later)
		for _, not := range []string{"郑组长", "周敏", "19900000002"} { // ended; of another community; in the clear
			if strings.Contains(text, not) {
				t.Errorf("%s is in the ledger", not)
			}
		}
	})
}

// A grid lead leaves on Friday and the successor comes on Monday. What is urgent lies at the desk within a minute; everything else
// waits, visibly, with its clock running, and the successor finds reports, calls and bookings.
func TestAPostIsEmptyFromFridayToMonday(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.parlour(5, 1)
		secretary, lead, clerk, wang := w.secretary(), w.lead(), w.clerk(), w.named("老王", "阳光花园3号楼")
		booked := wang.reserves(w.session("2026-11-30", ""))
		w.at("2026-11-27 09:00")
		lid := w.takes(lead, wang.submits("井盖松了", "阳光花园3号楼"))
		gas := w.takes(lead, w.named("老李", "阳光花园3号楼").submits("楼里有燃气味", "阳光花园3号楼"))
		w.pleads("2单元", "腿脚不便，想买药", "138-1234-5678")
		w.settle()
		due := w.count(`SELECT whole_due_at FROM report WHERE id = ?`, lid)

		w.at("2026-11-27 17:00")
		secretary.edits(fields{"postings": []fields{{"id": w.posting("P21"), "now": true}}})
		w.recurs("man_urgent_reports")
		w.settle()
		w.expect(clerk.lastNotice(), "report.returned", "网格长岗位空缺，事情紧急，请马上处理")
		same(w, "danger is at the desk", 1, w.count(`SELECT COUNT(*) FROM report WHERE id = ? AND holder_role = 'clerk' AND is_open = 1`, gas))
		w.recurs("man_urgent_reports")
		same(w, "told once", 1, w.count(`SELECT COUNT(*) FROM notify_notice WHERE kind = 'report.returned' AND person_id = ?`, w.coded("P1")))
		one := clerk.does("staff", "GET", api+"/reports/"+lid, nil, 200)
		w.expect(fmt.Sprint(one["events"]), "原任职人：郑组长，任职已结束，待接手")
		w.expect(fmt.Sprint(clerk.does("staff", "GET", api+"/staff/vacancies?list=vacant", nil, 200)), "阳光第一网格")
		same(w, "the clock goes on", due, w.count(`SELECT whole_due_at FROM report WHERE id = ?`, lid))
		same(w, "the desk sees the call", 1, len(items(clerk.does("staff", "GET", api+"/staff/calls?list=all", nil, 200))))
		lead.refused("staff", "POST", api+"/staff/reports/"+lid+"/take", fields{}, "403 auth.denied")

		w.at("2026-11-30 08:30")
		secretary.edits(fields{"postings": []fields{
			{"id": w.posting("P25"), "now": true},
			{"person_id": w.coded("P25"), "role": "grid_lead", "area_id": w.id("阳光第一网格"), "from": "2026-11-30", "to": "2029-11-29"},
		}})
		successor := w.clerk2()
		same(w, "the successor's list", []any{lid}, pluck(items(successor.does("staff", "GET", api+"/staff/reports?view=mine", nil, 200)), "id"))
		successor.acts(lid, "take", nil)
		same(w, "the successor sees the call", 1, len(items(successor.does("staff", "GET", api+"/staff/calls?list=all", nil, 200))))
		same(w, "bookings are kept", "confirmed", wang.does("mp", "GET", api+"/bookings/"+booked, nil, 200)["state"])
		same(w, "the same deadline", due, w.count(`SELECT whole_due_at FROM report WHERE id = ?`, lid))
	})
}
