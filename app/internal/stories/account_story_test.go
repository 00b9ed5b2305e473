package stories

import (
	"fmt"
	"sync"
	"testing"
	"time"
)

func TestConsentToThePrivacyAgreementIsKept(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang := w.follower("老王")
		w.wants(wang.does("mp", "GET", api+"/me", nil, 200), fields{"privacy": ""})
		for _, bad := range []any{nil, fields{"version": ""}, fields{"version": "2026-11-25"}, fields{"version": "2027-01-01"}} {
			wang.refused("mp", "PUT", api+"/me/privacy", bad, "409 person.privacy")
		}
		for range 2 {
			w.wants(wang.does("mp", "PUT", api+"/me/privacy", fields{"version": "2026-11-29"}, 200), fields{"privacy": "2026-11-29"})
		}
		w.wants(wang.does("mp", "GET", api+"/me", nil, 200), fields{"privacy": "2026-11-29"})
		if n := w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'person.privacy' AND reason = '2026-11-29'`); n != 1 {
			t.Fatalf("%d records in the audit log", n)
		}
		// Uniting with a person of the roster keeps the agreement.
		w.wants(w.someone("赵红").does("mp", "PUT", api+"/me/privacy", fields{"version": "2026-11-29"}, 200), fields{"name": ""})
		w.wants(w.steward().does("mp", "GET", api+"/me", nil, 200), fields{"name": "赵红", "privacy": "2026-11-29"})
	})
}

func TestClosingTheAccountDeletesThePerson(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk := w.clerk()
		hair := clerk.offersAs(fields{
			"name": "理发", "kind": "care", "place": "二楼", "about": "请带身份证", "rules": fields{},
			"questions": []fields{{"key": "well", "text": "最近身体怎样", "health": true}},
		}, line(fields{"places": 1, "days": []int{1, 3}}))
		wang, li := w.named("老王", "阳光花园3号楼").binds("mp", "19900000088"), w.named("老李", "阳光花园3号楼")
		w.settle()
		wang.does("mp", "PUT", api+"/me/privacy", fields{"version": "2026-11-29"}, 200)
		page := wang.entersPage()
		li.does("mp", "POST", families+"/accept", fields{"code": wang.invites("child")}, 200)
		id := wang.submits("路灯不亮", "阳光花园3号楼")
		clerk.acts(id, "accept", nil)
		monday := w.session("2026-11-30", hair)
		taken := wang.books(monday, fields{"answers": fields{"well": "很好"}, "consent": true})
		waits := li.books(monday)
		w.wants(taken, fields{"state": "confirmed"})
		w.wants(waits, fields{"state": "waiting"})
		wang.says("楼道灯也不亮")
		w.settle()
		person, old := wang.me("mp"), wang.login("mp")

		wang.does("mp", "DELETE", api+"/me", nil, 204)
		for _, token := range []string{old, page} {
			for _, path := range []string{"/me", "/reports", "/notices"} {
				w.refused(token, "GET", api+path, nil, "401 auth.login")
			}
			w.refused(token, "DELETE", api+"/me", nil, "401 auth.login")
		}
		w.wants(li.booked(waits["id"]), fields{"state": "offered"})
		w.balanced()
		for what, query := range map[string]string{
			"identities": `SELECT COUNT(*) FROM person_identity WHERE person_id = ?`,
			"a name":     `SELECT COUNT(*) FROM person WHERE id = ? AND (name <> '' OR phone_sealed <> '' OR phone_index <> '' OR born <> 0 OR home_id <> 0 OR privacy <> '' OR privacy_at <> 0)`,
			"merged":     `SELECT COUNT(*) FROM person WHERE merged_into = ? AND (name <> '' OR phone_sealed <> '' OR phone_index <> '' OR home_id <> 0)`,
			"notices":    `SELECT COUNT(*) FROM notify_notice WHERE person_id = ?`,
			"a draft":    `SELECT COUNT(*) FROM chat_draft WHERE person_id = ?`,
			"family":     `SELECT COUNT(*) FROM family_link WHERE carer_id = ? AND state IN ('asked', 'confirmed')`,
			"bookings":   `SELECT COUNT(*) FROM booking WHERE person_id = ? AND alive = 1`,
			"answers":    `SELECT COUNT(*) FROM booking WHERE person_id = ? AND answered = 1`,
		} {
			if n := w.count(query, person); n != 0 {
				t.Errorf("%s: %d rows remain", what, n)
			}
		}
		if n := w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'person.leave'`); n != 1 {
			t.Errorf("%d records in the audit log", n)
		}
		w.wants(clerk.sees("staff", id), fields{"text": "路灯不亮"})
		if reporter, _ := clerk.sees("staff", id)["reporter"].(fields); reporter["name"] != "" || reporter["phone"] != "" {
			t.Errorf("the report still names %v", reporter)
		}

		// A person who returns is a new person without the old data.
		wang.tokens = map[string]string{}
		if wang.me("mp") == person {
			t.Fatal("the returned resident has their old id")
		}
		w.refused(old, "GET", api+"/me", nil, "401 auth.login")
		wang.refused("mp", "GET", api+"/reports/"+id, nil, "404 report.missing")
		w.wants(wang.does("mp", "GET", api+"/me", nil, 200), fields{"name": "", "phone": "", "privacy": "", "home_id": ""})
		w.forward(2 * time.Minute)
		w.balanced()
		if n := w.count(`SELECT COUNT(*) FROM job_open WHERE kind = 'account.left'`); n != 0 {
			t.Errorf("%d jobs are open", n)
		}
	})
}

// A person of the roster stays in it: name and posting are the community's record.
func TestClosingTheAccountOfStaffKeepsTheRoster(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		zhao := w.steward()
		zhao.does("mp", "PATCH", api+"/me", fields{"born": 1960, "home_id": w.id("阳光花园3号楼")}, 200)
		old, person := zhao.login("mp"), zhao.me("mp")
		zhao.does("mp", "DELETE", api+"/me", nil, 204)
		w.refused(old, "GET", api+"/me", nil, "401 auth.login")
		if n := w.count(`SELECT COUNT(*) FROM person WHERE id = ? AND name = '赵红' AND phone_index <> '' AND born = 0 AND home_id = 0`, person); n != 1 {
			t.Fatal("the roster lost the person")
		}
		w.forward(2 * time.Minute)
		zhao.tokens = map[string]string{}
		w.wants(w.steward().does("mp", "GET", api+"/me", nil, 200), fields{"id": person, "name": "赵红", "steward": true, "born": 0.0})
	})
}

// Accounts are closed while others book: each place is given once and none is lost.
func TestLeavingGivesEveryPlaceOnce(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		hair := w.clerk().offers("理发", fields{}, fields{"places": 2})
		w.settle()
		monday := w.session("2026-11-30", hair)
		leaver, stays := w.named("老王", "阳光花园3号楼"), w.named("老李", "阳光花园3号楼")
		leaver.books(monday)
		stays.books(monday)
		token := leaver.login("mp")
		var others []*citizen
		for i := range 8 {
			c := w.named(fmt.Sprint("邻居", i), "阳光花园3号楼")
			c.login("mp")
			others = append(others, c)
		}
		start := make(chan struct{})
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				<-start
				if got := w.code(token, "DELETE", api+"/me", nil); got != "204" && got != "401 auth.login" {
					t.Error(got)
				}
			})
		}
		for _, c := range others {
			all.Go(func() {
				<-start
				if got := w.code(c.login("mp"), "POST", bookingsAPI, fields{"session_id": monday}); got != "201" {
					t.Error(got)
				}
			})
		}
		close(start)
		all.Wait()
		w.settle()
		w.balanced()
		if n := w.count(`SELECT COUNT(*) FROM booking WHERE session_id = ? AND state IN ('confirmed', 'offered')`, monday); n != 2 {
			t.Errorf("%d bookings have one of the two places", n)
		}
		if n := w.count(`SELECT COUNT(*) FROM booking WHERE state = 'cancelled'`); n != 1 {
			t.Errorf("%d bookings are cancelled", n)
		}
	})
}

// Closing the account of a follower also deletes the data kept under their earlier person.
func TestClosingTheAccountDeletesUnitedPersons(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		li := w.someone("老李")
		li.does("mp", "PATCH", api+"/me", fields{"name": "李大爷", "home_id": w.id("阳光花园3号楼")}, 200)
		page := li.entersPage()
		w.request(page, "PATCH", api+"/me", fields{"name": "李大爷"}, 200, nil)
		w.follower("老李") // now both are one person
		li.does("mp", "DELETE", api+"/me", nil, 204)
		if n := w.count(`SELECT COUNT(*) FROM person WHERE name = '李大爷'`); n != 0 {
			t.Fatalf("%d persons still have the name", n)
		}
	})
}
