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

// A county takes the list of another over: codes, families and questions are the same in both, also when it is taken over again; the
// reports of yesterday keep their category, and where the words are equal the chat guesses as before, and as the other county does.
func TestTheListOfAnotherCountyIsTakenOver(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		other := newWorld(t, nil)
		at := func(list string) string { return api + "/staff/words/" + list }
		read := func(w *world, list string) []fields {
			return items(w.centre().does("staff", "GET", at(list), nil, 200))
		}
		save := func(w *world, list string, all []fields) []fields {
			return items(w.centre().does("staff", "PUT", at(list), fields{"items": all}, 200))
		}
		families := save(other, "family", append(read(other, "family"), fields{"name": "文明创建"}))
		family := families[len(families)-1]["code"]
		theirs := read(other, "category")
		for _, one := range theirs {
			switch one["code"] {
			case "facility":
				one["name"], one["questions"] = "公共设施报修", []fields{{"text": "第几层", "kind": "words"}, {"text": "哪种灯", "kind": "choice", "choices": []string{"声控灯", "普通灯"}}}
			case "noise":
				one["hints"] = append(one["hints"].([]any), "打铁")
			case "parcel":
				one["hidden"] = true
			}
		}
		theirs = save(other, "category", append(theirs, fields{"name": "建筑工地", "hints": []string{"工地", "塔吊"}, "under": family}))

		wang, clerk := w.named("老王", "阳光花园3号楼"), w.clerk()
		guessed := func(w *world, said string) string {
			return word(w.named("老王", "阳光花园3号楼").does("mp", "POST", api+"/reports", fields{"text": said, "area_id": w.id("阳光花园3号楼")}, 201)["category"])
		}
		same0 := []string{"楼下广场舞太吵", "垃圾堆没人清", "楼道灯坏了", "电动车在楼道充电", "门口有人打架", "找不到原因的事"}
		var before []string
		for _, said := range same0 {
			before = append(before, guessed(w, said))
		}
		yesterday := wang.submits("楼道灯坏了好几天", "阳光花园3号楼")
		clerk.acts(yesterday, "accept", nil)
		w.at("2026-11-24 09:00")

		w.centre().refused("staff", "PUT", at("category"), fields{"items": theirs}, "400 wordlist.under") // first the families
		for range 2 {
			same(w, "families", families, save(w, "family", read(other, "family")))
			same(w, "categories", theirs, save(w, "category", theirs))
		}
		w.wants(clerk.sees("staff", yesterday), fields{"category": "facility", "category_name": "公共设施报修"})
		for i, said := range same0 {
			same(w, said, before[i], guessed(w, said))
		}
		for _, said := range append(same0, "工地的塔吊没有围挡", "隔壁打铁", "快递堆在门口") {
			same(w, said+", as there", guessed(other, said), guessed(w, said))
		}
		w.expect(fmt.Sprint(wang.says("阳光花园3号楼路灯不亮")), "1")
		w.expect(wang.says("1"), "第几层？")
		// The list can be narrowed by a family, also one that came from there.
		count := func(family any) int {
			return len(items(clerk.does("staff", "GET", fmt.Sprint(api+"/staff/reports?list=all&size=50&family=", family), nil, 200)))
		}
		same(w, "of the new family", 1, count(family))
		same(w, "of public order", true, count("security") > 0)
		all := len(items(clerk.does("staff", "GET", api+"/staff/reports?list=all&size=50", nil, 200)))
		sum := 0
		for _, f := range families {
			sum += count(f["code"])
		}
		same(w, "each stands in one family", all, sum+w.count(`SELECT COUNT(*) FROM report WHERE category = 'other'`))
		clerk.refused("staff", "GET", api+"/staff/reports?family=x", nil, "400 report.filter")
	})
}
