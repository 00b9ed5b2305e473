package stories

import (
	"testing"
	"time"

	"linli/app/internal/fixture"

	"linli/app/roster"
)

// The reports of an absent person are with their substitute between two dates, and return automatically.
func TestReportsGoToTheSubstituteAndComeBack(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk, officer := w.someone("老王"), w.clerk(), w.officer()
		sun := w.follower("孙伟").binds("staff", "19900000006")
		id := wang.submits("路灯不亮", "阳光花园3号楼")
		clerk.acts(id, "accept", nil)
		clerk.acts(id, "take", nil)
		note := staffAPI + id + "/resolve"
		done := fields{"outcome": "solved", "words": "修好了"}

		const absence = api + "/me/absence"
		away := func(more fields) fields {
			in := fields{"from": "2026-11-24T08:00:00+08:00", "to": "2026-11-26T08:00:00+08:00"}
			for k, v := range more {
				in[k] = v
			}
			return in
		}
		sheets := fixture.County() // with a person of the roster without a post
		sheets[roster.SheetPersons] = append(sheets[roster.SheetPersons], []string{"P9", "郝大妈", "19900000009", "A", "否"})
		w.imports(sheets)
		neighbour := w.someone("郝大妈").binds("mp", "19900000009").me("mp")
		for _, who := range []string{clerk.me("staff"), w.clerkB().me("staff"), wang.me("mp"), neighbour, "999999"} {
			clerk.refused("staff", "PUT", absence, away(fields{"substitute_id": who}), "400 person.substitute")
		}
		names := pluck(items(clerk.does("staff", "GET", api+"/me/substitutes", nil, 200)), "name")
		same(w, "possible substitutes", []any{"孙伟", "李强", "赵红"}, names)
		same(w, "their posts", []any{"", "网格员", "楼道红管家"}, pluck(items(clerk.does("staff", "GET", api+"/me/substitutes", nil, 200)), "post"))
		w.wants(clerk.does("staff", "GET", absence, nil, 200), fields{"from": "", "to": "", "substitute": ""})
		clerk.does("staff", "PUT", absence, away(fields{"substitute_id": sun.me("staff")}), 204)
		w.wants(clerk.does("staff", "GET", absence, nil, 200), fields{
			"from": "2026-11-24T08:00:00+08:00", "to": "2026-11-26T08:00:00+08:00", "substitute": "孙伟",
		})
		w.wants(items(officer.does("staff", "GET", api+"/me/substitutes", nil, 200))[1], fields{"name": "王芳", "away_to": "2026-11-26T08:00:00+08:00"})

		sun.refused("staff", "POST", note, done, "403 auth.denied")
		w.later(23 * time.Hour) // 24 November, eight o'clock
		w.settle()
		w.wants(items(sun.does("staff", "GET", api+"/notices", nil, 200))[0], fields{
			"kind": "person.stand_in", "text": "王芳离岗到2026年11月26日 08:00，这段时间由您代班，现有1件在办。",
		})
		same(w, "the substitute's list", []string{id}, sun.all("mine"))
		w.wants(wang.asks(id, "urge", nil), fields{"urges": 1.0})
		w.alerted()
		w.wants(items(sun.does("staff", "GET", api+"/notices", nil, 200))[0], fields{"kind": "report.urged"})
		sun.acts(id, "reply", fields{"words": "我替王芳办，今天来修"})
		second := wang.submits("门禁坏了", "阳光花园3号楼") // to the post, in which the substitute acts
		sun.acts(second, "accept", nil)
		sun.acts(second, "take", nil)

		w.later(48 * time.Hour)
		w.settle()
		w.wants(items(clerk.does("staff", "GET", api+"/notices", nil, 200))[0], fields{
			"kind": "person.back", "text": "您的离岗时间已结束，事情又回到您手上，现有1件在办。",
		})
		sun.refused("staff", "POST", note, done, "403 auth.denied")
		w.wants(clerk.does("staff", "GET", absence, nil, 200), fields{"to": ""})
		same(w, "the clerk's list after the return", []string{id}, clerk.all("mine"))
		clerk.acts(id, "resolve", done)
		w.wants(officer.sees("staff", id), fields{"state": "resolved"})
	})
}

// A superior can record an absence for their own community only.
func TestHandOverForSomebodyElse(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk, officer, clerkB := w.clerk(), w.officer(), w.clerkB()
		path := "/api/v1/staff/persons/" + officer.me("staff") + "/absence"
		in := fields{"to": "2026-11-25T09:00:00+08:00", "substitute_id": clerk.me("staff")}
		clerkB.refused("staff", "PUT", path, in, "404 person.missing")
		clerkB.refused("staff", "DELETE", path, nil, "404 person.missing")
		officer.refused("staff", "PUT", path, in, "403 auth.denied")
		clerk.refused("staff", "PUT", path, fields{"to": "2026-11-23T08:00:00+08:00"}, "400 person.absence")
		clerk.does("staff", "PUT", path, in, 204)
		w.settle()
		w.wants(items(clerk.does("staff", "GET", api+"/notices", nil, 200))[0], fields{"kind": "person.stand_in"})
		clerk.does("staff", "DELETE", path, nil, 204)
		if n := w.count("SELECT COUNT(*) FROM audit_record WHERE action = 'person.hand_over' AND person_id = ?", clerk.me("staff")); n != 2 {
			w.Errorf("%d hand-overs in the audit log", n)
		}
		w.later(72 * time.Hour)
		w.settle()
		for _, n := range items(officer.does("staff", "GET", api+"/notices", nil, 200)) {
			if n["kind"] == "person.back" {
				w.Error("notified of the return long after it")
			}
		}
	})
}
