package stories

import (
	"testing"
	"time"

	"linli/app/roster"
)

// A whistle goes to the seat of the department that answers for the street; the officers of another street neither hear of it nor
// find it. Somebody who sits nowhere but works for the whole department finds it as well.
func TestAWhistleGoesToTheSeatOfTheStreet(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.imports(squadIn())
		first, second := w.someone("程队员").binds("staff", "19900000031"), w.someone("罗队员").binds("staff", "19900000032")
		clerk := w.clerk()
		blow := func() string {
			w.Helper()
			return word(clerk.does("staff", "POST", whistlesAPI, fields{
				"area_id": w.id("阳光花园3号楼"), "words": "夜市占道", "by": w.now().Add(time.Hour), "lead_org_id": w.org("综合执法大队"),
			}, 201)["id"])
		}
		id := blow()
		same(w, "told", []int{1, 0}, []int{len(first.whistleNews()), len(second.whistleNews())})
		same(w, "waits", [][]any{{id}, {}}, [][]any{first.whistles("mine"), second.whistles("mine")})
		same(w, "all", [][]any{{id}, {}}, [][]any{first.whistles("all"), second.whistles("all")})
		second.refused("staff", "GET", whistlesAPI+"/"+id, nil, "404 whistle.missing")
		second.refused("staff", "POST", whistlesAPI+"/"+id+"/muster", nil, "404 whistle.missing")
		first.whistle(id, "muster", nil)
		first.whistle(id, "result", fields{"words": "已劝离"})
		clerk.whistle(id, "close", nil)
		same(w, "told of the end", []int{2, 0}, []int{len(first.whistleNews()), len(second.whistleNews())})

		// Nobody sits at the street any more: everybody in the department is called.
		w.centre().edits(fields{"postings": []fields{{"id": w.postingIn("P31", "城关街道"), "now": true}}})
		id = blow()
		same(w, "told", 1, len(second.whistleNews()))
		second.whistle(id, "muster", nil)
	})
}

// An officer who works for the whole department is called where no seat is nearer, and finds what the seats are called to.
func TestAWhistleToADepartmentWithoutASeatThere(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		sheets := squadIn()
		sheets[roster.SheetPersons] = append(sheets[roster.SheetPersons], []string{"P33", "高队长", "19900000033", "C", "否"})
		sheets = without(sheets, "P31")
		sheets[roster.SheetPostings] = append(sheets[roster.SheetPostings], []string{"P33", "部门人员", "C", "O1", "", "", ""})
		w.imports(sheets)
		chief, second := w.someone("高队长").binds("staff", "19900000033"), w.someone("罗队员").binds("staff", "19900000032")
		id := word(w.clerk().does("staff", "POST", whistlesAPI, fields{
			"area_id": w.id("阳光花园3号楼"), "words": "夜市占道", "by": w.now().Add(time.Hour), "lead_org_id": w.org("综合执法大队"),
		}, 201)["id"])
		same(w, "told", []int{1, 0}, []int{len(chief.whistleNews()), len(second.whistleNews())})
		same(w, "waits", [][]any{{id}, {}}, [][]any{chief.whistles("mine"), second.whistles("mine")})
	})
}
