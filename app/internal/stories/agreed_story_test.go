package stories

import (
	"io"
	"sync"
	"testing"
)

// boardNames returns the names that the board of 阳光花园3号楼 shows to staff.
func (w *world) boardNames() []string {
	w.Helper()
	var names []string
	for _, k := range objects(w.clerk().does("staff", "GET", api+"/buildings/"+w.id("阳光花园3号楼")+"/board", nil, 200)["stewards"]) {
		name, _ := k["name"].(string)
		number, _ := k["phone"].(string)
		names = append(names, name+number)
	}
	return names
}

// agreed returns the kinds in force among the consents of an answer.
func agreed(list []fields) []string {
	kinds := []string{}
	for _, c := range list {
		if c["given"] == true {
			kinds = append(kinds, c["kind"].(string)) //nolint:forcetypeassert // the contract says so
		}
	}
	return kinds
}

// A steward withdraws, and the board names them no longer; the roster of last month does not undo it.
func TestAConsentIsWithdrawnAtOnce(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		zhao := w.steward()
		mine := func() []string { return agreed(items(zhao.does("mp", "GET", api+"/me/consents", nil, 200))) }
		same(w, "from the roster", []string{"board_name", "board_phone"}, mine())
		same(w, "on the board", []string{"赵红19900000003"}, w.boardNames())

		got := items(zhao.does("mp", "DELETE", api+"/me/consents/board_phone", nil, 200))
		same(w, "without the number", []string{"board_name"}, agreed(got))
		same(w, "the name alone", []string{"赵红"}, w.boardNames())
		zhao.does("mp", "DELETE", api+"/me/consents/board_name", nil, 200)
		same(w, "nothing on the board", []string{""}, w.boardNames())
		w.wants(zhao.does("mp", "GET", api+"/steward/duty", nil, 200), fields{"level": 0.0})

		w.must(w.system.ImportSheets(w.ctx, io.Discard, staffed()))
		same(w, "after the import", []string{}, mine())
		if n := w.count(`SELECT COUNT(*) FROM consent WHERE person_id = ? AND withdrawn_at > 0`, zhao.me("mp")); n != 2 {
			w.Errorf("%d withdrawn consents on record", n)
		}
		same(w, "given again", []string{"board_name", "board_phone"}, agreed(items(zhao.does("mp", "PUT", api+"/me/consents/board_phone", nil, 200))))
		same(w, "on the board again", []string{"赵红19900000003"}, w.boardNames())

		// What does not concern somebody cannot be agreed to.
		wang := w.named("老王", "阳光花园3号楼")
		wang.refused("mp", "PUT", api+"/me/consents/board_name", nil, "404 consent.missing")
		wang.refused("mp", "PUT", api+"/me/consents/everything", nil, "404 consent.missing")
		wang.does("mp", "PATCH", api+"/me", fields{"born": 2016}, 200)
		wang.refused("mp", "PUT", api+"/me/consents/neighbours", nil, "403 consent.minor")
	})
}

// A clerk enters what an elder signed, and takes it back when the elder asks.
func TestASignedConsentIsEntered(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		wang := w.named("老王", "阳光花园3号楼")
		clerk, other := w.clerk(), w.clerkB()
		of := api + "/staff/residents/" + wang.me("mp") + "/consents"
		paper := fields{"kind": "neighbours", "how": "paper", "photo_id": clerk.uploads("staff", photo(30, 20))}
		other.refused("staff", "POST", of, paper, "404 person.missing")
		other.refused("staff", "GET", of, nil, "404 person.missing")
		wang.refused("mp", "GET", of, nil, "403 auth.denied")
		clerk.refused("staff", "POST", of, fields{"kind": "neighbours", "how": "paper", "photo_id": ""}, "400 consent.paper")
		clerk.refused("staff", "POST", of, fields{"kind": "neighbours", "how": "self", "photo_id": paper["photo_id"]}, "400 consent.how")
		wang.does("mp", "PATCH", api+"/me", fields{"born": 2016}, 200)
		clerk.refused("staff", "POST", of, paper, "400 consent.guardian")
		signed := fields{"kind": "neighbours", "how": "guardian", "photo_id": clerk.uploads("staff", photo(32, 20))}
		w.wants(items(clerk.does("staff", "POST", of, signed, 201))[0], fields{"how_name": "监护人签字，社区登记"})
		clerk.does("staff", "DELETE", of+"/neighbours", nil, 200)
		wang.does("mp", "PATCH", api+"/me", fields{"born": 1950}, 200)
		got := items(clerk.does("staff", "POST", of, paper, 201))
		same(w, "entered", []string{"neighbours"}, agreed(got))
		w.wants(got[0], fields{"how_name": "本人签字，社区登记"})
		if len(objects(got[0]["photos"])) != 1 {
			w.Errorf("photos: %v", got[0]["photos"])
		}
		same(w, "as the elder reads it", []string{"neighbours"}, agreed(items(wang.does("mp", "GET", api+"/me/consents", nil, 200))))
		same(w, "ended", []string{}, agreed(items(clerk.does("staff", "DELETE", of+"/neighbours", nil, 200))))
		if n := w.count(`SELECT COUNT(*) FROM audit_record WHERE action IN ('consent.enter', 'consent.end') AND about = ?`, "person:"+wang.me("mp")); n != 4 {
			w.Errorf("%d audit lines", n)
		}
	})
}

// Twenty presses at once are one consent.
func TestAConsentGivenTwiceIsOne(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		wang := w.named("老王", "阳光花园3号楼")
		wang.login("mp")
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() { wang.does("mp", "PUT", api+"/me/consents/neighbours", nil, 200) })
		}
		all.Wait()
		if n := w.count(`SELECT COUNT(*) FROM consent WHERE person_id = ?`, wang.me("mp")); n != 1 {
			w.Errorf("%d consents", n)
		}
		// Closing the account deletes it.
		wang.does("mp", "DELETE", api+"/me", nil, 204)
		if n := w.count(`SELECT COUNT(*) FROM consent WHERE kind = 'neighbours'`); n != 0 {
			w.Errorf("%d consents of a closed account", n)
		}
	})
}
