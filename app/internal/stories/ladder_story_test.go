package stories

import (
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app/roster"
)

// officers returns a report of 老王 that the grid officer took on Monday at nine o'clock; it is due a week later.
func (w *world) officers(wang *citizen) string {
	w.Helper()
	id := wang.submits("路灯不亮", "阳光花园3号楼")
	clerk, officer := w.clerk(), w.officer()
	clerk.acts(id, "accept", nil)
	clerk.acts(id, "assign", fields{"way": "grid_officer"})
	officer.acts(id, "take", nil)
	w.settle() // until all notices so far are sent
	return id
}

func TestADelayIsEscalatedRungByRung(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		wang := w.follower("老王")
		id := w.officers(wang)
		w.at("2026-11-28 23:30")
		w.sweeps()
		const doing = "阳光社区网格员 李强正在办理，预计 11月30日 09:00 前办好"
		w.wants(wang.sees("mp", id), fields{"next": doing + "；超时将请阳光社区网格长督促", "asked": ""})
		type rung struct {
			at, asked, by, then string
			who                 *citizen
		}
		lead, secretary, street, centre := w.lead(), w.secretary(), w.street(), w.centre()
		told := map[*citizen]int{}
		for i, c := range []rung{
			{"2026-11-30 09:00", "阳光社区网格长", "11月30日 15:00", "阳光社区书记", lead},
			{"2026-11-30 15:00", "阳光社区书记", "12月1日 10:00", "城关街道工作人员", secretary},
			{"2026-12-01 10:00", "城关街道工作人员", "12月1日 16:00", "网格中心", street},
			{"2026-12-01 16:00", "网格中心", "12月2日 11:00", "", centre},
			{"2026-12-02 11:00", "网格中心", "12月3日 17:30", "", centre}, // from here once each working day
			{"2026-12-03 17:30", "网格中心", "12月4日 17:30", "", centre},
			{"2026-12-04 17:30", "网格中心", "12月7日 17:30", "", centre},
			{"2026-12-07 17:30", "网格中心", "12月8日 17:30", "", centre},
		} {
			w.at(c.at)
			w.later(-time.Second)
			w.sweeps()
			before := w.traces()
			w.later(time.Second)
			w.sweeps()
			w.sweeps() // a second sweep does nothing
			if n := w.traces()["notify_notice"] - before["notify_notice"]; n != map[bool]int{true: 3, false: 2}[i == 0] && i < 4 || i >= 4 && n != 1 {
				w.Fatalf("%d notices at %s", n, c.at)
			}
			next := doing + "；已超时，正请" + c.asked + "督促，" + c.by + " 前落实"
			if c.then != "" {
				next += "，再超时将请" + c.then + "督促"
			}
			w.wants(wang.sees("mp", id), fields{"next": next, "asked": c.asked})
			told[c.who]++
			for _, who := range []*citizen{lead, secretary, street, centre} {
				if n := len(who.notices("staff", id)); n != told[who] {
					w.Fatalf("at %s %s got %d notices, not %d", c.at, who.name, n, told[who])
				}
			}
			same(w, "waits for "+c.who.name, []string{id}, c.who.all("waiting"))
		}
		w.wants(wang.sees("mp", id), fields{"light": "red"})
		w.expect(wang.says("进展"), "正请网格中心督促", "12月8日 17:30 前落实")
		same(w, "the author", []string{"accepted", "taken", "pushed"}, wang.notices("mp", id))
		same(w, "the holder", []string{"assigned", "due_soon", "overdue", "overdue", "overdue", "overdue"}, w.officer().notices("staff", id))
		same(w, "lines", []string{"submit", "accept", "assign", "take", "breach", "breach", "breach", "breach"}, w.clerk().events(id))

		// The report is resolved: nobody is asked any more.
		w.wants(w.officer().acts(id, "resolve", fields{"outcome": "solved", "words": "修好了"}), fields{"asked": "", "light": ""})
		w.on(3)
		w.sweeps()
		if n := len(centre.notices("staff", id)) + len(centre.all("waiting")); n != told[centre] {
			w.Fatalf("the centre got %d more notices", n)
		}
	})
}

func TestEscalationEndsWhenTheReportIsResolved(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		wang, clerk, secretary := w.someone("老王"), w.clerk(), w.secretary()
		id := wang.submits("路灯不亮", "阳光花园3号楼")
		w.at("2026-11-23 11:00")
		w.sweeps()
		w.wants(clerk.sees("staff", id), fields{"asked": "阳光社区书记"})
		w.wants(clerk.acts(id, "accept", nil), fields{"asked": "", "light": "green"})
		w.at("2026-11-23 15:00")
		w.sweeps()
		same(w, "asked once", []string{"breached"}, secretary.notices("staff", id))
		same(w, "waits for the secretary", 0, len(secretary.all("waiting")))
	})
}

func TestEmptyRungsAreSkippedAtOnce(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) { // no grid lead, no secretary, nobody at the street
		id := w.officers(w.someone("老王"))
		w.at("2026-11-30 09:00")
		w.sweeps()
		w.wants(w.officer().sees("staff", id), fields{"asked": "网格中心", "asked_due_at": "2026-11-30T15:00:00+08:00"})
		same(w, "the centre", []string{"breached"}, w.centre().notices("staff", id))
	})
}

func TestAHolderEscalatesAReport(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		wang, officer, clerk, lead, secretary, street, centre := w.someone("老王"), w.officer(), w.clerk(), w.lead(), w.secretary(), w.street(), w.centre()
		id := w.officers(wang)
		officer.refused("staff", "POST", staffAPI+id+"/escalate", nil, "400 report.words")
		officer.refused("staff", "POST", staffAPI+id+"/escalate", fields{"words": strings.Repeat("难", 401)}, "400 report.words")
		w.orgMan().refused("staff", "POST", staffAPI+id+"/escalate", fields{"words": "难"}, "404 report.missing")
		for _, c := range []struct {
			who, told *citizen
			holder    string
		}{
			{officer, lead, "阳光社区网格长"}, {lead, secretary, "阳光社区书记"}, {secretary, street, "城关街道工作人员"}, {street, centre, "网格中心"},
		} {
			w.wants(c.who.acts(id, "escalate", fields{"words": "需要协调"}), fields{"state": "accepted", "holder": c.holder, "whole_due_at": "2026-11-30T09:00:00+08:00"})
			same(w, "notices", []string{"escalated"}, c.told.notices("staff", id))
		}
		centre.refused("staff", "POST", staffAPI+id+"/escalate", fields{"words": "难"}, "409 report.top")
		if got := lines(wang.sees("mp", id)); got[len(got)-1] != "escalate 冯科长: 需要协调" {
			w.Fatalf("%v", got)
		}
		// From now on the centre dispatches it: a report returned by the org comes back to the centre.
		centre.acts(id, "assign", fields{"to": toOrg(w.org("综合执法大队"))})
		w.wants(w.orgMan().acts(id, "return", fields{"words": "不归我们"}), fields{"holder": "网格中心"})
		// A clerk, above the officer on the ladder, escalates to the secretary; a department does so too.
		second := w.officers(wang)
		w.wants(clerk.acts(second, "escalate", fields{"words": "要钱"}), fields{"holder": "阳光社区书记"})
		third := wang.submits("有人违建", "阳光花园3号楼")
		clerk.acts(third, "accept", nil)
		clerk.acts(third, "assign", fields{"to": toOrg(w.org("阳光物业"))})
		w.wants(w.plumber().acts(third, "escalate", fields{"words": "没有执法权"}), fields{"holder": "阳光社区书记"})
	})
}

func TestAMovedCommunityAsksItsNewStreet(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		id := wangsLamp(w)
		w.at("2026-11-23 11:00")
		w.sweeps() // the secretary is asked
		sheets := staffed()
		for _, row := range sheets[roster.SheetAreas] {
			if row[0] == "A" {
				row[1] = "S2"
			}
		}
		w.imports(sheets)
		w.later(4 * time.Second)
		w.at("2026-11-23 17:00")
		w.sweeps()
		w.wants(w.clerk().sees("staff", id), fields{"asked": "新城街道工作人员"})
		same(w, "the new street", []string{"breached"}, w.street2().notices("staff", id))
		same(w, "the old street", []string{}, w.street().notices("staff", id))
		w.street().refused("staff", "GET", api+"/reports/"+id, nil, "404 report.missing")
	})
}

func wangsLamp(w *world) string {
	w.Helper()
	return w.someone("老王").submits("路灯不亮", "阳光花园3号楼")
}

// breaches counts the sweep's timeline events of all reports.
func (w *world) breaches() map[string]int {
	w.Helper()
	n := map[string]int{}
	for _, kind := range []string{"report.breached", "report.overdue", "report.pushed", "report.due_soon"} {
		n[strings.TrimPrefix(kind, "report.")] = w.count(`SELECT COUNT(*) FROM notify_notice WHERE kind = ?`, kind)
	}
	n["breach"] = w.count(`SELECT COUNT(*) FROM report_event WHERE kind = 'breach'`)
	for k, v := range n {
		if v == 0 {
			delete(n, k)
		}
	}
	return n
}

func ids(n int, next func() string) []string {
	var all []string
	for range n {
		all = append(all, next())
	}
	slices.Sort(all)
	return all
}
