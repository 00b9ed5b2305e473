package stories

import (
	"slices"
	"testing"
)

// kinds replaces the county's kinds of work: change gets the list and returns the next one.
func (c *citizen) kinds(change func([]fields) []fields, refusal ...string) []fields {
	c.w.Helper()
	const list = api + "/staff/words/work"
	words := c.does("staff", "GET", list, nil, 200)
	var send []fields
	for _, one := range change(objects(words["items"])) {
		keep := fields{"hints": []string{}, "say": "", "questions": []fields{}, "code": "", "under": "", "hidden": false}
		for _, key := range []string{"code", "name", "under", "hidden"} {
			if v, ok := one[key]; ok {
				keep[key] = v
			}
		}
		send = append(send, keep)
	}
	in := fields{"items": send, "version": words["version"]}
	if len(refusal) > 0 {
		c.refused("staff", "PUT", list, in, refusal[0])
		return nil
	}
	return objects(c.does("staff", "PUT", list, in, 200)["items"])
}

// The county names its kinds of work, hides one and adds one: a noted deed offers them, old lines keep their kind under its new name,
// and an own kind belongs where the kind above it does.
func TestTheCountyDecidesItsKindsOfWork(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		w.at("2026-11-24 09:00")
		officer, clerk, centre := w.officer(), w.clerk(), w.centre()
		officer.does("staff", "POST", workAPI, fields{"kind": "publicity", "words": "发反诈传单"}, 204)
		offered := func() (names []any) {
			return pluck(objects(officer.does("staff", "GET", workAPI, nil, 200)["kinds"]), "name")
		}
		same(w, "shipped", 19, len(offered()))

		now := centre.kinds(func(all []fields) []fields {
			all[7]["name"], all[8]["hidden"] = "宣讲", true // 政策宣传, 巡查
			return append(all, fields{"name": "反诈宣传", "under": "publicity"}, fields{"name": "夜访", "under": "visit"})
		})
		same(w, "offered in the county's order", []any{"宣讲", "走访"}, offered()[7:9])
		same(w, "of 21 without the hidden one", 20, len(offered()))
		own, night := word(now[len(now)-2]["code"]), word(now[len(now)-1]["code"])
		lines := items(officer.does("staff", "GET", workAPI, nil, 200))
		w.wants(lines[0], fields{"kind": "publicity", "kind_name": "宣讲", "words": "发反诈传单"})

		officer.does("staff", "POST", workAPI, fields{"kind": own, "words": "在门口讲反诈"}, 204)
		officer.does("staff", "POST", workAPI, fields{"kind": night, "words": "周奶奶说睡不好"}, 204)
		officer.does("staff", "POST", workAPI, fields{"kind": "patrol", "words": "没有网络时记的"}, 204) // hidden meanwhile
		officer.refused("staff", "POST", workAPI, fields{"kind": "dance", "words": "跳舞"}, "400 work.kind")

		// The year and the tally count it under its name; the ledger knows where it belongs.
		year := officer.does("staff", "GET", workAPI+"/year", nil, 200)
		w.expect(word(year["said"]), "宣讲：记一笔1条", "反诈宣传：记一笔1条")
		same(w, "in the year", true, slices.Contains(pluck(objects(year["kinds"]), "name"), any("反诈宣传")))
		tally := items(w.secretary().does("staff", "GET", api+"/staff/work/tallies?area_id="+w.id("阳光社区"), nil, 200))
		same(w, "in the tally", true, slices.ContainsFunc(tally, func(one fields) bool {
			return slices.Contains(pluck(objects(one["kinds"]), "name"), any("反诈宣传"))
		}))
		same(w, "what a visit is about is private", 1, w.count(`SELECT COUNT(*) FROM work_line WHERE is_sensitive = 1 AND kind = '`+night+`'`))

		// Regular work can ask for it.
		rules := centre.does("staff", "GET", cadencesAPI+"/rules", nil, 200)
		own2 := fields{"name": "每周讲一次", "roles": []string{"grid_officer"}, "kind": own, "unit": "week", "times": 1}
		made := items(centre.does("staff", "PUT", cadencesAPI+"/rules", fields{"items": append(items(rules), own2), "mark": rules["mark"]}, 200))
		w.wants(officer.cadence(word(made[len(made)-1]["key"])), fields{"done": 1.0, "state": "done"})

		// A kind that lines have is hidden, never removed; an own one stands under a shipped one only.
		centre.kinds(func(all []fields) []fields { return all[1:] }, "409 wordlist.kept")
		centre.kinds(func(all []fields) []fields { return append(all, fields{"name": "跟着自己的", "under": own}) }, "400 wordlist.under")
		centre.kinds(func(all []fields) []fields { all[0]["under"] = "visit"; return all }, "400 wordlist.under")
		clerk.kinds(func(all []fields) []fields { return all }, "403 auth.denied")
	})
}
