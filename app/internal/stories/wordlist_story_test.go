package stories

import "testing"

// The county adds a tag of its own, which staff then give to residents; kinds of orgs likewise.
func TestACountyHasItsOwnWords(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		centre, clerk := w.centre(), w.clerk()
		at := func(list string) string { return api + "/staff/words/" + list }
		wang := w.named("老王", "阳光花园3号楼")
		resident := api + "/staff/residents/" + wang.me("mp")
		before := clerk.does("staff", "GET", at("tag"), nil, 200)
		same(w, "who may", []any{[]any{}, []any{"set"}}, []any{before["can"], centre.does("staff", "GET", at("tag"), nil, 200)["can"]})
		words := append(items(before), fields{"name": "空巢"})
		words[0]["name"] = "八十岁以上"
		put := fields{"items": words, "version": before["version"]}
		clerk.refused("staff", "PUT", at("tag"), put, "403 auth.denied")
		after := centre.does("staff", "PUT", at("tag"), put, 200)
		centre.refused("staff", "PUT", at("tag"), put, "409 mark.stale")
		added := items(after)[len(items(after))-1]
		w.wants(added, fields{"name": "空巢", "fixed": false})
		clerk.refused("staff", "PATCH", resident, fields{"tags": []string{"nothing"}}, "400 person.tag")
		got := clerk.does("staff", "PATCH", resident, fields{"tags": []any{added["code"], "aged"}}, 200)
		same(w, "in the county's order and words", []any{"八十岁以上", "空巢"}, pluck(objects(got["tags"]), "name"))

		// A word that a rule or a resident has cannot go; afterwards it can.
		kept := items(after)
		centre.refused("staff", "PUT", at("tag"), fields{"items": kept[1:]}, "409 wordlist.fixed")
		centre.refused("staff", "PUT", at("tag"), fields{"items": kept[:len(kept)-1]}, "409 wordlist.used")
		clerk.does("staff", "PATCH", resident, fields{"tags": []string{}}, 200)
		centre.does("staff", "PUT", at("tag"), fields{"items": kept[:len(kept)-1]}, 200)
		centre.refused("staff", "PUT", at("tag"), fields{"items": append(kept[:1:1], kept[0])}, "400 wordlist.words")
		centre.refused("staff", "GET", at("colours"), nil, "404 wordlist.missing")

		// A kind of org that the county does not have is refused in the row; once it has it, it is taken.
		org := fields{"orgs": []fields{{"name": "阳光小学", "kind": "幼儿园", "area_id": w.id("阳光社区")}}}
		if wrong := w.secretary().previews(org).wrong(); len(wrong) != 1 {
			w.Errorf("an unknown kind: %q", wrong)
		}
		kinds := items(centre.does("staff", "GET", at("org_kind"), nil, 200))
		centre.does("staff", "PUT", at("org_kind"), fields{"items": append(kinds, fields{"name": "幼儿园"})}, 200)
		w.secretary().edits(org)
		if n := w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'wordlist.set'`); n != 3 {
			w.Errorf("%d audit lines", n)
		}
	})
}
