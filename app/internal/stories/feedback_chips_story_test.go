package stories

import (
	"testing"
)

// What could be better is a list of the county: the centre renames and adds words, a community hides some, and what was answered keeps
// its words.
func TestChipsAreTheCountysWords(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.lends("爱心雨伞", 3, 3, true)
		wang, li, clerk, secretary := w.named("老王", "阳光花园3号楼"), w.named("老李", "阳光花园3号楼"), w.clerk(), w.secretary()
		centre := w.centre()
		wang.returnsUmbrella()
		offers := func(of *citizen) []any { return pluck(objects(of.asked()[0]["offers"]), "name") }
		same(w, "shipped", []any{"东西旧了", "常借不到", "态度"}, offers(wang))
		first := feedbackAPI + "/" + word(wang.asked()[0]["id"])
		wang.refused("mp", "POST", first, fields{"mark": 3, "chips": []string{"taste"}}, "400 feedback.chips")
		wang.does("mp", "POST", first, fields{"mark": 3, "chips": []string{"worn", "manner"}}, 200)

		const county = "/api/v1/staff/words/chip_loan"
		all := objects(centre.does("staff", "GET", county, nil, 200)["items"])
		all[0]["name"] = "太旧"
		centre.refused("staff", "PUT", county, fields{"items": all[1:]}, "409 wordlist.kept")
		clerk.refused("staff", "PUT", county, fields{"items": all}, "403 auth.denied")
		centre.does("staff", "PUT", county, fields{"items": append(all, fields{"name": "不好找"})}, 200)
		li.returnsUmbrella()
		same(w, "of today", []any{"太旧", "常借不到", "态度", "不好找"}, offers(li))
		w.wants(wang.does("mp", "GET", first, nil, 200), fields{"chips": []any{"态度", "东西旧了"}})

		community := "/api/v1/staff/communities/" + w.id("阳光社区") + "/chips"
		clerk.refused("staff", "PUT", community, fields{"items": []fields{}}, "403 auth.denied")
		w.clerkB().refused("staff", "GET", community, nil, "404 area.missing")
		read := secretary.does("staff", "GET", community, nil, 200)
		same(w, "may hide", []any{"save"}, read["can"].([]any))
		same(w, "only reads", 0, len(clerk.does("staff", "GET", community, nil, 200)["can"].([]any)))
		hides := fields{"items": []fields{{"kind": "loan", "code": "few"}, {"kind": "loan", "code": "few"}}, "version": read["version"]}
		secretary.refused("staff", "PUT", community, fields{"items": []fields{{"kind": "loan", "code": "taste"}}}, "400 feedback.chips")
		secretary.refused("staff", "PUT", community, fields{"items": []fields{{"kind": "x", "code": "few"}}}, "400 feedback.chips")
		var hidden []fields
		for _, one := range items(secretary.does("staff", "PUT", community, hides, 200)) {
			if one["hidden"] == true {
				hidden = append(hidden, one)
			}
		}
		same(w, "hidden", []any{"常借不到"}, pluck(hidden, "name"))
		secretary.refused("staff", "PUT", community, hides, "409 mark.stale")
		same(w, "not offered here", []any{"太旧", "态度", "不好找"}, offers(li))
		li.does("mp", "POST", feedbackAPI+"/"+word(li.asked()[0]["id"]), fields{"mark": 2, "chips": []string{"few"}}, 200) // the page was open before
	})
}
