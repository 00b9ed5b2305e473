package stories

import (
	"sync"
	"testing"
)

// Deadlines pass while the desk works: parts are finished, reports merge, split and are resolved, and four workers
// sweep. Locks are taken in many orders without a deadlock, and each report ends in a state that its timeline allows.
func TestSweepsAndClerksAtOnce(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		wang, clerk, clerk2, plumber, orgMan := w.someone("老王"), w.clerk(), w.clerk2(), w.plumber(), w.orgMan()
		const rounds = 6
		var whole, main, other []string
		var parts [2][]string
		for range rounds {
			id := w.takes(clerk, wang.submits("水管爆了", "阳光花园3号楼"))
			clerk.acts(id, "split", fields{"parts": []any{
				fields{"words": "修水管", "to": toOrg(w.org("阳光物业"))}, fields{"words": "执法", "to": toOrg(w.org("综合执法大队"))},
			}})
			whole = append(whole, id)
			for i, p := range clerk.parts(id) {
				part, _ := p["id"].(string)
				parts[i] = append(parts[i], part)
				[]*citizen{plumber, orgMan}[i].acts(part, "take", nil)
			}
			other = append(other, wang.submits("路灯不亮", "阳光花园3号楼"))
			main = append(main, w.takes(clerk, wang.submits("路灯不亮", "阳光花园3号楼")))
		}
		w.at("2026-12-01 09:00")
		tokens := []string{clerk.login("staff"), clerk2.login("staff"), plumber.login("staff"), orgMan.login("staff")}
		done := fields{"outcome": "solved", "words": "好了"}
		var group sync.WaitGroup
		start := make(chan struct{})
		go1 := func(do func()) { group.Go(func() { <-start; do() }) }
		each := func(token string, ids []string, action string, in func(int) any) {
			go1(func() {
				for i, id := range ids {
					switch got := w.code(token, "POST", staffAPI+id+"/"+action, in(i)); got {
					case "200", "409 report.state", "409 report.parts", "409 report.merged":
					default:
						w.Errorf("%s = %s", action, got)
					}
				}
			})
		}
		say := func(int) any { return done }
		each(tokens[2], parts[0], "resolve", say)
		each(tokens[3], parts[1], "resolve", say)
		each(tokens[0], whole, "resolve", say)
		each(tokens[1], other, "merge", func(i int) any { return fields{"into_id": main[i]} })
		each(tokens[0], main, "resolve", say)
		for range 4 {
			go1(func() {
				for range 3 {
					if _, err := w.system.Reports.Sweep(w.ctx); err != nil {
						w.Errorf("sweep: %v", err)
					}
				}
			})
		}
		close(start)
		group.Wait()
		for i := range rounds {
			state := func(id string) any { w.Helper(); return clerk.sees("staff", id)["state"] }
			if a, b := state(parts[0][i]), state(parts[1][i]); a != "closed" || b != "closed" {
				w.Errorf("parts are %v and %v", a, b)
			}
			if m, o := state(main[i]), state(other[i]); m != "resolved" || o != "resolved" && o != "submitted" {
				w.Errorf("main %v, other %v", m, o)
			}
		}
	})
}

// The secretary, the street and the centre save the same new table at the same moment: the last write wins as a whole.
func TestManySaveATableAtOnce(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		path := "/api/v1/staff/communities/" + w.id("阳光社区") + "/limits"
		tokens := []string{w.secretary().login("staff"), w.street().login("staff"), w.centre().login("staff")}
		var group sync.WaitGroup
		start := make(chan struct{})
		for i := range 12 {
			group.Go(func() {
				<-start
				lines := make([]any, i+1)
				for j := range lines {
					lines[j] = limitLine("facility", i+1, "hour")
				}
				if got := w.code(tokens[i%3], "PUT", path, fields{"items": lines}); got != "204" {
					w.Errorf("%d lines = %s", i+1, got)
				}
			})
		}
		close(start)
		group.Wait()
		table := items(w.clerk().does("staff", "GET", path, nil, 200))
		whole, _ := table[0]["whole"].(fields)
		if whole["n"] != float64(len(table)) {
			w.Fatalf("%d lines of a table of %v", len(table), whole["n"])
		}
		if n := w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'dispatch.limits'`); n != 12 {
			w.Fatalf("%d records in the audit log", n)
		}
	})
}
