package stories

import (
	"strings"
	"testing"
	"time"

	"linli/app/internal/fixture"

	"linli/app/roster"
	"linli/app/when"
)

// staffed is the test county with a person on each rung of the ladder, a second clerk, a department of the community
// and one of the county without staff.
func staffed() map[string][][]string {
	sheets := fixture.County()
	add := func(sheet string, rows ...[]string) { sheets[sheet] = append(sheets[sheet], rows...) }
	add(roster.SheetOrgs, []string{"O3", "阳光物业", "物业", "A"}, []string{"O4", "自来水公司", "企事业单位", "C"})
	for _, p := range []struct{ code, name, number, role, area, org string }{
		{"P21", "郑组长", "19900000021", "网格长", "A1", ""},
		{"P22", "何书记", "19900000022", "社区书记", "A", ""},
		{"P23", "冯科长", "19900000023", "街道工作人员", "S1", ""},
		{"P24", "韩科长", "19900000024", "街道工作人员", "S2", ""},
		{"P25", "唐丽", "19900000025", "社区工作人员", "A", ""},
		{"P26", "丁师傅", "19900000026", "部门人员", "A", "O3"},
	} {
		add(roster.SheetPersons, []string{p.code, p.name, p.number, p.area, "是"})
		add(roster.SheetPostings, []string{p.code, p.role, p.area, p.org, "", "", ""})
	}
	return sheets
}

// without leaves out the postings of these persons.
func without(sheets map[string][][]string, persons ...string) map[string][][]string {
	var kept [][]string
	for _, row := range sheets[roster.SheetPostings] {
		gone := false
		for _, p := range persons {
			gone = gone || row[0] == p
		}
		if !gone {
			kept = append(kept, row)
		}
	}
	sheets[roster.SheetPostings] = kept
	return sheets
}

// imports loads a workbook.
func (w *world) imports(sheets map[string][][]string) {
	w.Helper()
	var said strings.Builder
	if err := w.system.ImportSheets(w.ctx, &said, sheets); err != nil {
		w.Fatal(err, said.String())
	}
}

// eachStaffed runs a story in the fully staffed county.
func eachStaffed(t *testing.T, story func(w *world)) {
	t.Helper()
	eachWorld(t, func(w *world) { w.imports(staffed()); story(w) })
}

func (w *world) lead() *citizen {
	w.Helper()
	return w.someone("郑组长").binds("staff", "19900000021")
}

func (w *world) secretary() *citizen {
	w.Helper()
	return w.someone("何书记").binds("staff", "19900000022")
}

func (w *world) street() *citizen {
	w.Helper()
	return w.someone("冯科长").binds("staff", "19900000023")
}

func (w *world) street2() *citizen {
	w.Helper()
	return w.someone("韩科长").binds("staff", "19900000024")
}

func (w *world) clerk2() *citizen {
	w.Helper()
	return w.someone("唐丽").binds("staff", "19900000025")
}

func (w *world) plumber() *citizen {
	w.Helper()
	return w.someone("丁师傅").binds("staff", "19900000026")
}

// at sets the clock to a moment in Beijing, forwards or back. Sessions expire, so the next request logs in again.
func (w *world) at(s string) {
	w.clock.Store(beijing(s).UnixMilli())
	for _, c := range w.people {
		clear(c.tokens)
	}
}

// on is at, that many days later.
func (w *world) on(days int) {
	w.at(w.now().AddDate(0, 0, days).In(when.Beijing).Format("2006-01-02 15:04"))
}

// sweeps repeats the recurring sweep until nothing is due.
func (w *world) sweeps() {
	w.Helper()
	for range 20 {
		n, err := w.system.Reports.Sweep(w.ctx)
		w.must(err)
		if n == 0 {
			return
		}
	}
	w.Fatal("the sweep never ends")
}

// recurs runs a recurring job at once if it is due.
func (w *world) recurs(name string) {
	w.Helper()
	for _, r := range w.system.Recurring() {
		if r.Name == name {
			w.running.Queue.Recur(w.ctx, r)
			return
		}
	}
	w.Fatal("no recurring job is called " + name)
}

// after moves the clock and sweeps.
func (w *world) after(d time.Duration) { w.Helper(); w.later(d); w.sweeps() }

// notices returns the kinds of a person's notices about a report, oldest first.
func (c *citizen) notices(account, id string) []string {
	c.w.Helper()
	rows, err := c.w.records().QueryContext(c.w.ctx,
		`SELECT kind FROM notify_notice WHERE person_id = ? AND about = ? AND kind <> 'digest' ORDER BY id`, c.me(account), "report:"+id)
	c.w.must(err)
	defer rows.Close()
	kinds := []string{}
	for rows.Next() {
		var kind string
		c.w.must(rows.Scan(&kind))
		kinds = append(kinds, strings.TrimPrefix(kind, "report."))
	}
	c.w.must(rows.Err())
	return kinds
}

// events returns the kinds of a report's events in the staff timeline, oldest first.
func (c *citizen) events(id string) []string {
	c.w.Helper()
	var kinds []string
	for _, e := range objects(c.sees("staff", id)["events"]) {
		kind, _ := e["kind"].(string)
		kinds = append(kinds, kind)
	}
	return kinds
}

// takes lets the clerk accept and take a report.
func (w *world) takes(c *citizen, id string) string {
	w.Helper()
	c.acts(id, "accept", nil)
	c.acts(id, "take", nil)
	return id
}
