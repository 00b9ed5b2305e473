package stories

import "testing"

// Somebody of the plan of visits does not come to eat: the officer is asked once whether to visit, and nobody goes before they say so. A lunch
// that was eaten, or a door at which nobody opened, asks nothing: the steps of care follow that.
func TestALunchNotEatenProposesAVisit(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		clerk, officer := w.clerk(), w.officer()
		p := w.kitchen("age", 0, "tags", []any{})
		takesPart := func(name, room, way string) {
			household, who := w.elder(name, room, 1940, "disabled")
			officer.careOf(household)
			id := word(clerk.does("staff", "POST", staffMeals, fields{"programme_id": p, "person_id": who, "way": way, "weekdays": []any{1, 2, 3, 4, 5}, "room": room, "area_id": w.id("1单元")}, 201)["id"])
			clerk.does("staff", "POST", staffMeals+"/"+id+"/agree", nil, 200)
		}
		takesPart("孙大爷", "401", "eat_in")
		takesPart("钱大妈", "402", "eat_in")
		takesPart("周大妈", "403", "deliver")
		w.at("2026-11-23 17:00")
		w.recurs("fix_meals")
		w.at("2026-11-24 13:00")
		outcome := map[string]string{"孙大爷": "not_wanted", "钱大妈": "delivered", "周大妈": "no_answer"}
		for _, s := range objects(clerk.does("staff", "GET", programmesAPI+"/"+p+"/days/2026-11-24", nil, 200)["stops"]) {
			clerk.does("staff", "POST", mealsAPI+"/stops/"+word(s["id"]), fields{"outcome": outcome[word(s["name"])]}, 200)
		}
		w.recurs("plan_visits")
		w.recurs("plan_visits")
		same(w, "asked once", []string{"要不要去看看 孙大爷: 11月24日没有来用餐"}, officer.suggested())
		same(w, "nobody is visited for it", 0, w.count(`SELECT COUNT(*) FROM care_cared WHERE asked_on > 0`))
		for _, r := range officer.today("staff") {
			if r["kind"] == "suggest" {
				tap := objects(r["taps"])[0]
				officer.does("staff", "POST", api+word(tap["path"]), tap["body"], 204)
			}
		}
		same(w, "decided", []string{}, officer.suggested())
	})
}
