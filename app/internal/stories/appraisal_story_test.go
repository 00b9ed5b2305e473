package stories

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"linli/app/when"
)

// tonight moves the clock past half past two of the next night and runs the appraisal; it reports whether a run was
// due.
func (w *world) tonight() bool {
	w.Helper()
	_, midnight := when.Day(w.now())
	w.later(midnight.Add(3 * time.Hour).Sub(w.now()))
	before := w.count("SELECT COUNT(*) FROM appraisal_run")
	w.must(w.system.Appraisals.Nightly(w.ctx))
	for _, c := range w.people {
		clear(c.tokens) // sessions expire during the story
	}
	return w.count("SELECT COUNT(*) FROM appraisal_run WHERE done_at > 0") > before
}

// figures returns the visible figures of one name, as "value of count".
func figuresOf(list fields, name string) map[string]string {
	shown := map[string]string{}
	for _, row := range items(list) {
		if row["name"] != name {
			continue
		}
		for _, f := range objects(row["figures"]) {
			if f["suppressed"] != true {
				shown[f["name"].(string)] = fmt.Sprintf("%v of %v", f["value"], f["count"])
			} else if f["value"] != nil || f["count"] != "<10" {
				shown[f["name"].(string)] = "not suppressed"
			}
		}
	}
	return shown
}

const appraisalAPI = "/api/v1/staff/appraisal"

func TestAMonthIsAppraisedFromItsRecords(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.staffed()
		wang, clerk, orgMan := w.someone("老王"), w.clerk(), w.orgMan()
		squad := fields{"to": fields{"kind": "org", "org_id": w.org("综合执法大队")}}
		var done []string
		for i := range 12 { // an hour to accept, assigned at once, taken after half an hour, resolved after two hours
			id := wang.submits("工地半夜施工", "阳光花园3号楼")
			w.later(time.Hour)
			clerk.acts(id, "accept", nil)
			clerk.acts(id, "assign", squad)
			w.later(30 * time.Minute)
			orgMan.acts(id, "take", nil)
			w.later(90 * time.Minute)
			orgMan.acts(id, "resolve", fields{"outcome": "solved", "words": "已停工"})
			switch {
			case i < 9:
				wang.asks(id, "review", fields{"satisfied": i < 6})
			case i == 9:
				wang.asks(id, "reopen", nil)
				w.later(time.Hour)
				orgMan.acts(id, "resolve", fields{"outcome": "solved", "words": "再次停工"})
				wang.asks(id, "review", fields{"satisfied": true})
			}
			done = append(done, id)
			if i%3 == 2 {
				w.later(20 * time.Hour)
			}
			for _, c := range w.people {
				clear(c.tokens)
			}
		}
		for range 9 {
			wang.submits("路灯不亮", "新园小区9号楼")
		}
		w.later(8 * 24 * time.Hour)
		closed, err := w.system.Reports.CloseExpired(w.ctx)
		w.must(err)
		same(w, "unreviewed", 2, closed)
		for _, c := range w.people {
			clear(c.tokens)
		}
		for i, id := range done {
			clerk.does("staff", "POST", staffAPI+id+"/appraise", fields{
				"org_id": w.org("综合执法大队"), "efficiency": 3 + i%2, "result": 5, "attitude": 4, "words": "比上月快",
			}, 201)
		}
		if !w.tonight() {
			w.Fatal("no run was due in the night")
		}
		month := appraisalAPI + "?month=2026-11"
		community := clerk.does("staff", "GET", month, nil, 200)
		same(w, "by name", []any{"综合执法大队", "阳光社区 社区工作人员"}, pluck(items(community), "name"))
		same(w, "the department", map[string]string{
			"cases": "12 of 12", "resolved": "13 of 13", "response_median": "30 of 12", "response_mean": "30 of 12",
			"verify_median": "30 of 12", "verify_mean": "30 of 12", "handle_median": "120 of 13", "handle_mean": "115.4 of 13",
			"returns": "0 of 12", "reopens": "1 of 13", "late": "0 of 12", "satisfied": "58.3 of 12", "unsatisfied": "25 of 12",
			"unanswered": "16.7 of 12", "efficiency": "3.5 of 12", "result": "5 of 12", "attitude": "4 of 12",
		}, figuresOf(community, "综合执法大队"))
		same(w, "the community", map[string]string{
			"cases": "12 of 12", "response_median": "60 of 12", "response_mean": "60 of 12", "verify_median": "90 of 12",
			"verify_mean": "90 of 12", "returns": "0 of 12",
		}, figuresOf(community, "阳光社区 社区工作人员"))
		same(w, "nine cases are too few", map[string]string{},
			figuresOf(w.clerkB().does("staff", "GET", month, nil, 200), "新园社区 社区工作人员"))
		_, text := w.send(clerk.login("staff"), "GET", month, nil)
		for _, name := range []string{"王芳", "陈刚", "李强", "person"} {
			if strings.Contains(string(text), name) {
				w.Errorf("%s is listed", name)
			}
		}

		// A second run, and the next night's, compute the same figures from the same records.
		same(w, "once a day", false, w.tonightAgain())
		before := w.figures()
		if !w.tonight() {
			w.Fatal("no run was due in the next night")
		}
		same(w, "the same records, the same figures", before, w.figures())
		w.seeAppraisal(month)

		// After two months the figures of the month no longer change.
		w.later(40 * 24 * time.Hour)
		w.exec("UPDATE report SET whole_due_at = 1")
		w.tonight()
		same(w, "an older month", before, w.figures())
	})
}

// tonightAgain runs the nightly job once more on the same day and reports whether it did anything.
func (w *world) tonightAgain() bool {
	w.Helper()
	w.exec("UPDATE appraisal_figure SET cases = cases + 1")
	w.later(time.Hour)
	w.must(w.system.Appraisals.Nightly(w.ctx))
	did := w.count("SELECT COUNT(*) FROM appraisal_figure WHERE org_id > 0 AND cases = 12") > 0
	w.exec("UPDATE appraisal_figure SET cases = cases - 1")
	return did
}

// figures returns the stored figures of November as one text.
func (w *world) figures() string {
	w.Helper()
	rows, err := w.system.Appraisals.List(w.ctx, w.actor(w.clerk(), "staff"), "2026-11", 0)
	w.must(err)
	return fmt.Sprintf("%+v", rows)
}

// seeAppraisal checks which staff see which figures.
func (w *world) seeAppraisal(month string) {
	w.Helper()
	names := func(c *citizen, path string) []any {
		return pluck(items(c.does("staff", "GET", path, nil, 200)), "name")
	}
	sunny, squad := []any{"综合执法大队", "阳光社区 社区工作人员"}, []any{"综合执法大队"}
	same(w, "the street", sunny, names(w.street(), month))
	same(w, "the county, of a community", sunny, names(w.centre(), month+"&community_id="+w.id("阳光社区")))
	same(w, "the department, everywhere", squad, names(w.orgMan(), month))
	same(w, "the department, of a community", squad, names(w.orgMan(), month+"&community_id="+w.id("阳光社区")))
	same(w, "another department", []any{}, names(w.powerMan(), month))
	same(w, "a grid officer", []any{}, names(w.officer(), month))
	same(w, "this month", []any{}, names(w.clerk(), appraisalAPI+"?month=2026-12"))
	w.clerkB().refused("staff", "GET", month+"&community_id="+w.id("阳光社区"), nil, "404 area.missing")
	w.clerk().refused("staff", "GET", appraisalAPI+"?month=november", nil, "400 appraisal.month")
	w.clerk().refused("staff", "GET", appraisalAPI+"?community_id=x", nil, "400 http.body")
}

func TestACommunityAppraisesADepartmentOnce(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.staffed()
		wang, clerk, secretary := w.someone("老王"), w.clerk(), w.secretary()
		o1, o3 := w.org("综合执法大队"), w.org("供电公司")
		id := wang.submits("工地半夜施工", "阳光花园3号楼")
		path := staffAPI + id + "/appraise"
		mark := func(org string, more fields) fields {
			in := fields{"org_id": org, "efficiency": 4, "result": 3, "attitude": 5}
			for k, v := range more {
				in[k] = v
			}
			return in
		}
		clerk.refused("staff", "POST", path, mark(o1, nil), "400 appraisal.org")
		clerk.acts(id, "accept", nil)
		clerk.acts(id, "assign", fields{"to": fields{"kind": "org", "org_id": o1}})
		w.orgMan().acts(id, "return", fields{"words": "不归我们"})
		for _, c := range []struct {
			in   fields
			want string
		}{
			{mark(o1, fields{"efficiency": 0}), "400 appraisal.marks"},
			{mark(o1, fields{"attitude": 6}), "400 appraisal.marks"},
			{mark(o1, fields{"words": strings.Repeat("字", 401)}), "400 appraisal.words"},
			{mark(o3, nil), "400 appraisal.org"},
			{mark("", nil), "400 appraisal.org"},
			{mark("x", nil), "400 http.body"},
		} {
			clerk.refused("staff", "POST", path, c.in, c.want)
		}
		for range 2 { // the same key twice counts once
			var kept fields
			w.request(clerk.login("staff"), "POST", path, mark(o1, fields{"words": "来了一次"}), 201, &kept, "Idempotency-Key", "m1")
			w.wants(kept, fields{"report_id": id, "org_id": o1, "efficiency": 4.0, "result": 3.0, "attitude": 5.0, "words": "来了一次"})
		}
		secretary.refused("staff", "POST", path, mark(o1, fields{"efficiency": 1}), "409 appraisal.twice")
		clerk.refused("staff", "POST", path, mark(o1, nil), "409 appraisal.twice")
		w.clerkB().refused("staff", "POST", path, mark(o1, nil), "404 report.missing")
		w.orgMan().refused("staff", "POST", path, mark(o1, nil), "403 auth.denied")
		w.street().refused("staff", "POST", path, mark(o1, nil), "403 auth.denied")

		// An org that was only whistled for because of the report can be appraised too.
		clerk.does("staff", "POST", whistlesAPI, fields{
			"report_id": id, "words": "断电查噪声", "by": w.now().Add(time.Hour), "lead_org_id": o3,
		}, 201)
		secretary.does("staff", "POST", path, mark(o3, nil), 201)
		same(w, "kept", 2, w.count("SELECT COUNT(*) FROM appraisal_mark"))
	})
}

func TestTheNightlyRunIsDoneOnce(t *testing.T) {
	t.Parallel()
	eachRecurring(t, func(w *world) {
		const days = 1 // a missed night is made up for at the start
		w.until(func() bool { return w.count("SELECT COUNT(*) FROM appraisal_run WHERE done_at > 0") == days })
		_, midnight := when.Day(w.now())
		w.later(midnight.Add(2*time.Hour + 29*time.Minute).Sub(w.now()))
		w.must(w.system.Appraisals.Nightly(w.ctx))
		same(w, "before half past two", days, w.count("SELECT COUNT(*) FROM appraisal_run"))
		w.later(time.Minute)
		w.must(w.system.Appraisals.Nightly(w.ctx))
		same(w, "at half past two", days+1, w.count("SELECT COUNT(*) FROM appraisal_run WHERE done_at > 0"))

		// A run that died is repeated at once: the lease alone prevents two at a time.
		w.exec("UPDATE appraisal_run SET done_at = 0")
		w.must(w.system.Appraisals.Nightly(w.ctx))
		same(w, "repeated after the crash", 1, w.count("SELECT COUNT(*) FROM appraisal_run WHERE done_at > 0"))
	})
}
