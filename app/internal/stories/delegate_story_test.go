package stories

import (
	"strings"
	"testing"
	"time"

	"linli/app/roster"
)

const suggestAPI = api + "/suggestions"

// delegated is the county with two delegates of 阳光社区, one until the end of November.
func (w *world) delegated() {
	w.Helper()
	sheets := staffed()
	sheets[roster.SheetPersons] = append(sheets[roster.SheetPersons],
		[]string{"P41", "马代表", "19900000041", "A", "否"}, []string{"P42", "于委员", "19900000042", "A", "否"})
	sheets[roster.SheetPostings] = append(sheets[roster.SheetPostings], []string{"P41", "两代表一委员", "A", "", "", "2026-12-31", ""})
	w.imports(sheets)
}

// heardBy are the texts of what was raised with a delegate.
func (c *citizen) heardBy() []any {
	c.w.Helper()
	return pluck(items(c.does("mp", "GET", api+"/delegates/matters", nil, 200)), "text")
}

// A resident suggests something by chat, another without a name; both have numbers, deadlines and answers, the delegate sees what was raised
// with them and no number of a telephone, and nobody finds who the second was.
func TestAnAnonymousSuggestion(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.delegated()
		clerk, wang, li := w.clerk(), w.named("老王", "阳光花园3号楼"), w.named("老李", "阳光花园3号楼")
		delegate := w.someone("马代表").binds("mp", "19900000041")
		host := idText(int64(w.count(`SELECT id FROM person WHERE code = 'P41'`)))
		w.expect(wang.says("建议"), "建议 在楼下装个充电桩", "匿名建议")
		w.expect(wang.says("建议 在楼下装个充电桩"), "您的建议记下了", "社区会按时答复您")
		w.expect(li.says("匿名建议：物业收费要公开"), "没有记您是谁")
		guest := w.follower("过路人")
		w.expect(guest.says("建议，公园里多放几张椅子"), "住哪个社区", "1 阳光社区")
		w.expect(guest.says("1"), "您的建议记下了")
		w.expect(wang.says("建议 楼道里煤气味很大，快来人"), "119") // danger is a report first

		sealed := li.does("mp", "POST", suggestAPI, fields{"community_id": w.id("阳光社区"), "host_id": host, "words": "希望公开小区账目", "nameless": true}, 201)
		same(w, "no report to open", "", sealed["report_id"])
		open := wang.does("mp", "POST", suggestAPI, fields{"community_id": w.id("阳光社区"), "host_id": host, "words": "给健身器材上点油"}, 201)
		for want, in := range map[string]fields{
			"400 report.host":  {"community_id": w.id("阳光社区"), "host_id": li.me("mp"), "words": "当面说"},
			"400 report.text":  {"community_id": w.id("阳光社区"), "words": ""},
			"404 area.missing": {"community_id": w.id("阳光花园3号楼"), "words": "当面说"},
		} {
			li.refused("mp", "POST", suggestAPI, in, want)
		}
		same(w, "the delegate", []any{"给健身器材上点油", "希望公开小区账目"}, delegate.heardBy())
		matters := items(delegate.does("mp", "GET", api+"/delegates/matters", nil, 200))
		same(w, "names", []any{"老王", ""}, pluck(matters, "name"))
		wang.refused("mp", "GET", api+"/delegates/matters", nil, "403 delegate.none")

		// Nobody is its author, in no table.
		same(w, "authors", 0, w.count(`SELECT COUNT(*) FROM report WHERE text IN ('希望公开小区账目', '物业收费要公开') AND author_id <> 0`))
		same(w, "actors", 0, w.count(`SELECT COUNT(*) FROM report_event WHERE person_id <> 0 AND report_id IN (SELECT id FROM report WHERE text IN ('希望公开小区账目', '物业收费要公开'))`))
		id := idText(int64(w.count(`SELECT id FROM report WHERE text = '希望公开小区账目'`)))
		li.refused("mp", "GET", api+"/reports/"+id, nil, "404 report.missing")
		same(w, "no telephone", "", clerk.sees("staff", id)["reporter"].(map[string]any)["name"])

		// Answered as usual; it is closed by itself, and nobody is to be called.
		w.takes(clerk, id)
		clerk.acts(id, "resolve", fields{"outcome": "solved", "words": "账目每季度贴在公告栏"})
		around := items(wang.does("mp", "GET", api+"/communities/"+w.id("阳光社区")+"/delegates", nil, 200))
		w.wants(around[0], fields{"name": "马代表", "title": "两代表一委员", "matters": 2.0, "answered": 1.0})
		w.forward(8 * 24 * time.Hour)
		w.sweeps()
		w.recurs("close_unreviewed")
		same(w, "closed", 1, w.count(`SELECT COUNT(*) FROM report WHERE id = `+id+` AND state = 'closed' AND follow_up = ''`))
		same(w, "the answer", "账目每季度贴在公告栏", items(delegate.does("mp", "GET", api+"/delegates/matters", nil, 200))[1]["result"])
		if open["report_id"] == "" {
			w.Error("a suggestion with a name has no report")
		}
	})
}

// Somebody writes down at a reception what is said, and the delegate changes in mid-term: the successor sees what is open and what was said
// before, the predecessor nothing any more, and 约代表 names the new one.
func TestADelegateChangesInMidTerm(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.delegated()
		clerk, wang := w.clerk(), w.named("老王", "阳光花园3号楼")
		ma, yu := w.someone("马代表").binds("mp", "19900000041"), w.someone("于委员").binds("mp", "19900000042")
		host := idText(int64(w.count(`SELECT id FROM person WHERE code = 'P41'`)))
		clerk.offersAs(fields{"name": "代表接待日", "kind": "reception"}, fields{"days": []int{4}, "places": 5, "provider_ids": []any{host}})
		w.expect(wang.says("约代表"), "两代表一委员 马代表，11月26日 09:00 接待", "代表接待日")
		w.expect(wang.says("1"), "代表接待日")

		// Everybody reads without a login who receives and when: the office, and nobody who raised anything.
		wang.does("mp", "POST", suggestAPI, fields{"community_id": w.id("阳光社区"), "host_id": host, "words": "路灯坏了三天"}, 201)
		status, page, robots := w.openPage("/public/" + w.id("阳光社区") + "/delegates")
		same(w, "in no search engine", "noindex, nofollow, noarchive", robots)
		for _, want := range []string{"阳光社区代表委员接待", "马代表", "两代表一委员", "下次接待：11月26日 09:00，代表接待日", "居民说过 1 件事，答复了 0 件"} {
			if status != 200 || !strings.Contains(page, want) {
				w.Errorf("%s is missing: %d %s", want, status, page)
			}
		}
		for _, secret := range []string{"老王", "路灯", "199000", host + `"`} {
			if strings.Contains(page, secret) {
				w.Errorf("the page tells %s: %s", secret, page)
			}
		}
		if status, page, _ = w.openPage("/public/999/delegates"); status != 404 || !strings.Contains(page, "没有这个社区") {
			w.Errorf("another: %d %s", status, page)
		}
		if _, page, _ = w.publicPage(w.id("阳光社区")); !strings.Contains(page, "/public/"+w.id("阳光社区")+"/delegates") {
			w.Errorf("no way there: %s", page)
		}

		enter := fields{"source": "reception", "host_id": host, "name": "老王", "phone": "13811112222", "area_id": w.id("阳光社区"), "category": "advice", "text": "电梯该换了"}
		clerk.does("staff", "POST", "/api/v1/staff/reports", enter, 201)
		enter["text"], enter["nameless"] = "要多开几次议事会", true
		clerk.does("staff", "POST", "/api/v1/staff/reports", enter, 201)
		enter["host_id"] = clerk.me("staff")
		clerk.refused("staff", "POST", "/api/v1/staff/reports", enter, "400 report.host")
		same(w, "the first delegate", []any{"要多开几次议事会", "电梯该换了", "路灯坏了三天"}, ma.heardBy())
		yu.refused("mp", "GET", api+"/delegates/matters", nil, "403 delegate.none")

		sheets := staffed()
		sheets[roster.SheetPersons] = append(sheets[roster.SheetPersons],
			[]string{"P41", "马代表", "19900000041", "A", "否"}, []string{"P42", "于委员", "19900000042", "A", "否"})
		sheets[roster.SheetPostings] = append(sheets[roster.SheetPostings], []string{"P41", "两代表一委员", "A", "", "", "2026-11-22", ""}, []string{"P42", "两代表一委员", "A", "", "", "", ""})
		w.imports(sheets)
		w.later(time.Minute) // a login knows its postings for some seconds
		ma.refused("mp", "GET", api+"/delegates/matters", nil, "403 delegate.none")
		same(w, "the successor", []any{"要多开几次议事会", "电梯该换了", "路灯坏了三天"}, yu.heardBy())
		around := items(wang.does("mp", "GET", api+"/communities/"+w.id("阳光社区")+"/delegates", nil, 200))
		same(w, "who is it", []any{"于委员"}, pluck(around, "name"))
		wang.refused("mp", "POST", suggestAPI, fields{"community_id": w.id("阳光社区"), "host_id": host, "words": "给马代表"}, "400 report.host")
	})
}
