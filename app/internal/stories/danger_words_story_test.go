package stories

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// The centre adds a word of its people to a danger, changes what is said first, and adds a danger of its own. Chat, client, questions
// and boards hear it from then on; no shipped word goes, and no number to ring.
func TestACountyHasItsOwnWordsOfDanger(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		centre, clerk, wang := w.centre(), w.clerk(), w.named("老王", "阳光花园3号楼")
		const at = api + "/staff/words/danger"
		heard := func(said string) string {
			return fmt.Sprint(wang.does("mp", "POST", api+"/reports/danger", fields{"words": said}, 200)["say"])
		}
		same(w, "before", "", heard("灶屋哈斯味好重"))
		read := centre.does("staff", "GET", at, nil, 200)
		words := func() []fields {
			all := items(read)
			for i := range all {
				all[i] = fields{"code": all[i]["code"], "name": all[i]["name"], "hints": slices.Clone(all[i]["hints"].([]any)), "say": all[i]["say"], "hidden": all[i]["hidden"]}
			}
			return all
		}
		put := func(change func(all []fields) []fields) fields {
			return fields{"items": change(words()), "version": read["version"]}
		}
		hint := func(one fields, word string) { one["hints"] = append(one["hints"].([]any), word) }
		clerk.refused("staff", "PUT", at, put(func(all []fields) []fields { return all }), "403 auth.denied")
		for want, change := range map[string]func(all []fields) []fields{
			"409 wordlist.saves": func(all []fields) []fields { all[0]["hints"] = all[0]["hints"].([]any)[1:]; return all },
			"409 wordlist.fixed": func(all []fields) []fields { return all[1:] },
			"400 danger.say":     func(all []fields) []fields { all[1]["say"] = "请马上离开。"; return all },
			"400 danger.word":    func(all []fields) []fields { hint(all[1], "社区"); return all },
			"400 wordlist.hints": func(all []fields) []fields { hint(all[1], strings.Repeat("火", 13)); return all },
		} {
			centre.refused("staff", "PUT", at, put(change), want)
		}
		hidden := words()
		hidden[0]["hidden"] = true
		centre.refused("staff", "PUT", at, fields{"items": hidden}, "409 wordlist.fixed")

		all := items(centre.does("staff", "PUT", at, put(func(all []fields) []fields {
			hint(all[0], "哈斯味")
			all[1]["name"], all[1]["say"] = "失火", "先打 119，再叫左邻右舍下楼。"
			return append(all, fields{"name": "雪压棚", "hints": []string{"雪压棚", "棚顶压弯"}, "say": "请离开大棚，拨打 119。"})
		}), 200))
		w.wants(all[len(all)-1], fields{"name": "雪压棚", "fixed": false, "say": "请离开大棚，拨打 119。"})
		for said, first := range map[string]string{
			"灶屋哈斯味好重": "119", "三楼着火了": "先打 119，再叫左邻右舍下楼。", "村口雪压棚了": "请离开大棚，拨打 119。", "小区有人被困": "119",
			"没有哈斯味": "", "路灯坏了": "",
		} {
			if got := heard(said); got != first && (first == "" || !strings.Contains(got, first)) {
				w.Errorf("%q: %q, want %q", said, got, first)
			}
		}
		hints := fmt.Sprint(wang.does("mp", "GET", api+"/categories", nil, 200)["dangers"])
		w.expect(hints, "哈斯味", "雪压棚", "燃气泄漏", "树倒", "先打 119，再叫左邻右舍下楼。")

		// The chat answers first what the county says, and a report stands at once; so do a call from a board and a question.
		w.expect(wang.says("我家哈斯味好重"), "119", "编号")
		same(w, "urgent", 1, w.count(`SELECT COUNT(*) FROM report WHERE urgent = 1`))
		w.alerted()
		li := w.named("老李", "阳光花园3号楼")
		_, said := li.inquires("村口雪压棚了怎么办")
		w.expect(said, "请离开大棚，拨打 119。", "已按紧急事件上报")
	})
}
