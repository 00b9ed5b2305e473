package stories

import (
	"testing"
	"time"
)

// A committee has a term and members; the secretary and the street are told of its end, and the figures name nobody.
func TestABodyHasATerm(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		secretary, street := w.secretary(), w.street()
		of := api + "/staff/communities/" + w.id("阳光社区") + "/bodies"
		body := func(name, to string) fields {
			return fields{"kind": "committee", "name": name, "from": "2024-01-01", "to": to}
		}
		secretary.refused("staff", "POST", of, body("阳光社区居委会", "2023-12-31"), "400 post.body")
		w.officer().refused("staff", "GET", of, nil, "403 auth.denied")
		w.street2().refused("staff", "GET", of, nil, "404 area.missing")
		made := items(secretary.does("staff", "POST", of, body("阳光社区居委会", "2027-01-20"), 201))
		id, _ := made[0]["id"].(string)
		at := api + "/staff/bodies/" + id
		for _, code := range []string{"P1", "P2", "P3", "P21"} {
			made = items(secretary.does("staff", "POST", at+"/members", fields{"person_id": w.coded(code), "title": "委员", "education": "college"}, 201))
		}
		if made[0]["figures"] != nil {
			t.Error("the figures of four are shown")
		}
		secretary.refused("staff", "POST", at+"/members", fields{"person_id": w.coded("P1"), "title": "委员"}, "409 post.sits")
		secretary.refused("staff", "POST", at+"/members", fields{"person_id": w.named("老王", "阳光花园3号楼").me("mp"), "title": "委员"}, "400 post.sitter")
		made = items(secretary.does("staff", "POST", at+"/members", fields{"person_id": w.coded("P22"), "title": "主任", "education": "degree"}, 201))
		figures, _ := made[0]["figures"].(map[string]any)
		w.wants(figures, fields{"members": 5.0, "party_percent": 0.0, "mean_age": 0.0, "educated": map[string]any{"school": 0.0, "college": 4.0, "degree": 1.0}})
		// Those who work for the community, whose years are told, with the same care.
		staff := api + "/staff/communities/" + w.id("阳光社区") + "/composition"
		before := secretary.does("staff", "GET", staff, nil, 200)["figures"].(fields)
		w.wants(before, fields{"mean_age": 0.0, "educated": map[string]any{"school": 0.0, "college": 3.0, "degree": 1.0}})
		w.street2().refused("staff", "GET", staff, nil, "404 area.missing")
		w.officer().refused("staff", "GET", staff, nil, "403 auth.denied")
		w.clerkB().refused("staff", "GET", staff, nil, "404 area.missing")
		w.street2().refused("staff", "PUT", at, body("别的", "2028-01-01"), "404 post.no_body")
		secretary.refused("staff", "PUT", at, fields{"kind": "committee", "name": "居委会", "from": "2024-01-01", "to": "2027-01-20", "version": "0000000000000000"}, "409 mark.stale")

		current := items(secretary.does("staff", "GET", of, nil, 200))[0]
		secretary.does("staff", "PUT", at, fields{"kind": "committee", "name": "阳光社区居委会", "from": "2024-01-01", "to": "2027-01-20", "version": current["version"]}, 200)

		// Two months before the end both are told, once.
		told := func(c *citizen) int {
			return w.count(`SELECT COUNT(*) FROM notify_notice WHERE person_id = ? AND kind = 'post.body_ending'`, c.me("staff"))
		}
		for range 2 {
			w.must(w.system.Posts.Watch(w.ctx))
		}
		same(w, "told", []int{1, 1, 0}, []int{told(secretary), told(street), told(w.street2())})
		words, _ := items(secretary.does("staff", "GET", api+"/notices", nil, 200))[0]["text"].(string)
		w.expect(words, "阳光社区居委会", "2 个月", "2027年01月20日")
		w.forward(24 * time.Hour)
		w.must(w.system.Posts.Watch(w.ctx))
		same(w, "not again", 1, told(secretary))
		secretary.does("staff", "DELETE", at+"/members/"+w.coded("P1"), nil, 204)
		same(w, "four are left", 4, len(objects(items(secretary.does("staff", "GET", of, nil, 200))[0]["members"])))
	})
}
