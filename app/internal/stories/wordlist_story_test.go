package stories

import (
	"fmt"
	"strings"
	"testing"
)

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
		words := append(items(before), fields{"name": "留守"})
		words[0]["name"] = "八十岁以上"
		put := fields{"items": words, "version": before["version"]}
		clerk.refused("staff", "PUT", at("tag"), put, "403 auth.denied")
		after := centre.does("staff", "PUT", at("tag"), put, 200)
		centre.refused("staff", "PUT", at("tag"), put, "409 mark.stale")
		added := items(after)[len(items(after))-1]
		w.wants(added, fields{"name": "留守", "fixed": false})
		clerk.refused("staff", "PATCH", resident, fields{"tags": []string{"nothing"}}, "400 person.tag")
		got := clerk.does("staff", "PATCH", resident, fields{"tags": []any{added["code"], "aged"}}, 200)
		same(w, "in the county's order and words", []any{"八十岁以上", "留守"}, pluck(objects(got["tags"]), "name"))

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

// The centre renames a category, hides one and adds one with words that suggest it: reports keep theirs under the new name, the chat
// guesses by the new words, routes and limits know it at once.
func TestACountyHasItsOwnCategories(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		centre, clerk, wang := w.centre(), w.clerk(), w.named("老王", "阳光花园3号楼")
		at := func(list string) string { return api + "/staff/words/" + list }
		old := wang.handIn("楼道灯坏了好几天", "阳光花园3号楼")
		guessed := func(said string) string {
			return fmt.Sprint(wang.does("mp", "POST", api+"/reports", fields{"text": said, "area_id": w.id("阳光花园3号楼")}, 201)["category_name"])
		}
		same(w, "before", []string{"噪声", "其他"}, []string{guessed("楼下广场舞太吵"), guessed("工地的塔吊没有围挡")})

		list := centre.does("staff", "GET", at("category"), nil, 200)
		words := items(list)
		named := func(code string) fields {
			for _, one := range words {
				if one["code"] == code {
					return one
				}
			}
			t.Fatalf("no category %s", code)
			return nil
		}
		same(w, "shipped", 17, len(words))
		named("facility")["name"], named("noise")["hidden"] = "公共设施报修", true
		words = append(words, fields{"name": "建筑工地", "hints": []string{"工地", "塔吊"}})
		clerk.refused("staff", "PUT", at("category"), fields{"items": words}, "403 auth.denied")
		put := fields{"items": words, "version": list["version"]}
		words = items(centre.does("staff", "PUT", at("category"), put, 200))
		centre.refused("staff", "PUT", at("category"), put, "409 mark.stale")
		added := fmt.Sprint(words[17]["code"])
		w.wants(clerk.does("staff", "GET", api+"/reports/"+old, nil, 200), fields{"category": "facility", "category_name": "公共设施报修"})
		w.expect(fmt.Sprint(wang.does("mp", "GET", api+"/reports/"+old, nil, 200)["title"]), "公共设施报修：楼道灯坏")
		same(w, "afterwards", []string{"其他", "建筑工地"}, []string{guessed("楼下广场舞还是太吵"), guessed("工地的塔吊还没有围挡")})
		clerk.does("staff", "POST", api+"/staff/reports/"+old+"/accept", fields{"category": added}, 200)
		w.settle()
		if last := wang.lastHeard(); !strings.Contains(fmt.Sprint(wang.heard()), "建筑工地：楼道灯坏") {
			t.Errorf("the author reads %q", last)
		}
		same(w, "in a list", 2, len(items(clerk.does("staff", "GET", api+"/staff/reports?category="+added, nil, 200))))
		clerk.refused("staff", "GET", api+"/staff/reports?category=x", nil, "400 report.category")

		// Rules know it; a topic stands under it.
		topics := items(centre.does("staff", "GET", at("topic"), nil, 200))
		centre.refused("staff", "PUT", at("topic"), fields{"items": append(topics, fields{"name": "高处作业", "under": "x"})}, "400 wordlist.under")
		topics = items(centre.does("staff", "PUT", at("topic"), fields{"items": append(topics, fields{"name": "高处作业", "under": added})}, 200))
		topic := topics[len(topics)-1]["code"]
		id := wang.handIn("工地有人在高处干活没有系绳子", "阳光花园3号楼")
		clerk.refused("staff", "POST", api+"/staff/reports/"+id+"/accept", fields{"category": "facility", "topic": topic}, "400 report.topic")
		accepted := clerk.does("staff", "POST", api+"/staff/reports/"+id+"/accept", fields{"topic": topic}, 200)
		w.expect(fmt.Sprint(accepted["work"]), "topic_name:高处作业")

		// Nothing that reports may have goes; the last category stays, and a word suggests one only.
		centre.refused("staff", "PUT", at("category"), fields{"items": words[1:]}, "409 wordlist.kept")
		named("other")["hidden"] = true
		centre.refused("staff", "PUT", at("category"), fields{"items": words}, "409 wordlist.fixed")
		named("other")["hidden"] = false
		named("other")["hints"] = []string{"塔吊"}
		centre.refused("staff", "PUT", at("category"), fields{"items": words}, "400 wordlist.hints")
	})
}
