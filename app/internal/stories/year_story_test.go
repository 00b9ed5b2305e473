package stories

import (
	"fmt"
	"testing"
)

// A lead's year is composed from their lines: by kind, days, matters and persons, each once, and what is open. It is their own, and
// the year before stands for itself.
func TestAYearOfOnesOwn(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		year := func(c *citizen, account, query string) fields {
			return c.does(account, "GET", workAPI+"/year"+query, nil, 200)
		}
		w.at("2026-11-25 09:00")
		steward, clerk := w.steward(), w.clerk()
		same(w, "nothing yet", "2026年1月1日至11月25日。\n没有记录。", year(steward, "mp", "")["said"])
		wang := w.follower("王大妈").lives("2单元")
		for _, words := range []string{"楼道灯坏了", "楼道灯又坏了"} {
			wang.submits(words, "2单元")
			w.settle()
			steward.taps("mp", steward.row("mp", "alert"), "look", "看过了", 200)
		}
		note := fields{"kind": "dispute", "area_id": w.id("阳光花园3号楼"), "words": "调解两家的晾衣杆", "colleague_ids": []string{clerk.me("staff")}}
		steward.does("mp", "POST", workAPI, note, 204)
		w.at("2026-12-28 09:00")
		wang.submits("水管漏了", "2单元")
		w.settle()
		got := year(steward, "mp", "")
		w.wants(got, fields{"year": "2026", "days": 1.0, "served": 1.0, "solved": 0.0})
		w.expect(fmt.Sprint(got["said"]), "2026年1月1日至12月28日，有工作记录的1天，服务居民1人。", "诉求解答：到场查看2件。", "矛盾纠纷：记一笔1条。", "还在办：楼里的事3件")
		kinds := objects(got["kinds"])
		same(w, "kinds, in the order of the list", []any{"矛盾纠纷", "诉求解答"}, pluck(kinds, "name"))
		w.wants(kinds[1], fields{"count": 2.0})
		w.wants(year(clerk, "staff", ""), fields{"days": 1.0, "served": 0.0}) // their own: the note with the steward

		w.at("2027-01-04 09:00")
		steward.does("mp", "POST", workAPI, fields{"kind": "duty", "words": "元旦值守"}, 204)
		w.wants(year(steward, "mp", ""), fields{"year": "2027", "days": 1.0, "served": 0.0})
		before := year(steward, "mp", "?year=2026")
		w.wants(before, fields{"year": "2026", "days": 1.0, "served": 1.0})
		w.expect(fmt.Sprint(before["said"]), "2026年1月1日至12月31日，")
		for _, bad := range []string{"2028", "2024", "今年", "-1"} {
			steward.refused("mp", "GET", workAPI+"/year?year="+bad, nil, "400 work.year")
		}
		wang.refused("mp", "GET", workAPI+"/year", nil, "403 auth.denied")
	})
}
