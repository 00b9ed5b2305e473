package stories

import (
	"bytes"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"linli/app/guide"
	"linli/app/internal/system"
	"linli/app/when"
)

const guideBook = guideAPI + "/workbook"

type guidePreview struct {
	Token                string
	Added, Changed, Same int
	Problems             []struct {
		Row            int
		Column, Reason string
	}
}

// book is a workbook of items as bytes.
func (w *world) book(rows [][]string) []byte {
	w.Helper()
	var file bytes.Buffer
	w.must(system.NewRosterFiles().WriteSheet(&file, guide.SheetName, rows))
	return file.Bytes()
}

// catalogue is a workbook of n items, heads first.
func (w *world) catalogue(n int) [][]string {
	shipped := guide.Shipped(when.DateOf(w.now()))
	rows := shipped[:1]
	for k := range n {
		row := append([]string{}, shipped[1+k%24]...)
		row[0], row[3] = fmt.Sprintf("XZ-%03d", k+1), fmt.Sprintf("%s %d 类", row[3], k+1)
		rows = append(rows, row)
	}
	return rows
}

func (c *citizen) previewsGuide(file []byte) (p guidePreview) {
	c.w.Helper()
	if code := c.upload(guideBook+"/preview", file, "", &p); code != "" {
		c.w.Fatal(code)
	}
	return p
}

// 316 items come in with one workbook, all or none, with the cell of every fault.
func TestACatalogueComesByWorkbook(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		centre, all := w.centre(), w.catalogue(316)
		wrong := w.catalogue(316)
		wrong[3][1], wrong[100][9], wrong[316][0], wrong[200][10] = "其它", "很快", "XZ-001", "身份证"
		p := centre.previewsGuide(w.book(wrong))
		got := map[string]bool{}
		for _, b := range p.Problems {
			got[fmt.Sprint(b.Row, b.Column)] = true
		}
		same(w, "faults", map[string]bool{"4类别": true, "101承诺时限": true, "317编码": true, "201材料": true}, got)
		same(w, "no token", "", p.Token)
		if code := centre.upload(guideBook, w.book(wrong), p.Token, &p); code != "" || len(p.Problems) != 4 {
			w.Errorf("%q, %d problems", code, len(p.Problems))
		}
		same(w, "nothing of it", 0, w.count(`SELECT COUNT(*) FROM guide_item`))

		file := w.book(all)
		p = centre.previewsGuide(file)
		same(w, "added", 316, p.Added)
		same(w, "a preview writes nothing", 0, w.count(`SELECT COUNT(*) FROM guide_item`))
		same(w, "no file", "roster.not_workbook", centre.upload(guideBook+"/preview", []byte("x"), "", &p))
		same(w, "no token", "guide.stale", centre.upload(guideBook, file, "x", &p))

		// What breaks in the middle leaves nothing.
		w.breaksAt("XZ-200")
		if code := centre.upload(guideBook, file, p.Token, &p); code == "" {
			w.Error("a broken import was answered with success")
		}
		same(w, "nothing is left", 0, w.count(`SELECT COUNT(*) FROM guide_item`)+w.count(`SELECT COUNT(*) FROM guide_version`))
		w.exec(`DROP TRIGGER guide_breaks`)

		if code := centre.upload(guideBook, file, p.Token, &p); code != "" {
			w.Fatal(code)
		}
		same(w, "items", 316, w.count(`SELECT COUNT(*) FROM guide_item WHERE state = 'published' AND version = 1`))
		p = centre.previewsGuide(file)
		same(w, "again", 316, p.Same)

		// What comes out goes in again and changes nothing; one changed cell is one new version.
		status, out := w.send(centre.login("staff"), "GET", guideBook, nil)
		same(w, "export", http.StatusOK, status)
		same(w, "there and back", 316, centre.previewsGuide(out).Same)
		all[7][12] = "收费 5 元"
		file = w.book(all)
		p = centre.previewsGuide(file)
		same(w, "one changed", []int{0, 1, 315}, []int{p.Added, p.Changed, p.Same})
		var one, two guidePreview
		var both sync.WaitGroup
		codes := make([]string, 2)
		both.Go(func() { codes[0] = centre.upload(guideBook, file, p.Token, &one) })
		both.Go(func() { codes[1] = centre.upload(guideBook, file, p.Token, &two) })
		both.Wait()
		same(w, "one of two is too late", true, codes[0] == "" && codes[1] == "guide.stale" || codes[0] == "guide.stale" && codes[1] == "")
		same(w, "versions", 317, w.count(`SELECT COUNT(*) FROM guide_version`))

		// A department loads its own items only, a community none of the county's.
		man := w.orgMan()
		p = man.previewsGuide(w.book(all[:3]))
		same(w, "another's", []string{"编码", "编码"}, []string{p.Problems[0].Column, p.Problems[1].Column})
		same(w, "not a clerk's", "area.missing", w.clerk().upload(guideBook+"/preview", file, "", &p))
		status, _ = w.send(w.clerk().login("staff"), "GET", guideBook+"?community_id="+w.id("新园社区"), nil)
		same(w, "another community's", http.StatusNotFound, status)
		w.clerk().does("staff", "GET", guideAPI, nil, 200)
		status, out = w.send(man.login("staff"), "GET", guideAPI+"/example", nil)
		same(w, "example", http.StatusOK, status)
		p = man.previewsGuide(out)
		same(w, "the example as the department's", []int{24, 0}, []int{p.Added, len(p.Problems)})
	})
}

// breaksAt lets the database refuse one item.
func (w *world) breaksAt(code string) {
	w.Helper()
	refuse := `SELECT RAISE(ABORT, 'broken')`
	trigger := `BEFORE INSERT ON guide_item WHEN NEW.code = '` + code + `' BEGIN ` + refuse + `; END`
	if w.config.MySQL != "" {
		trigger = `BEFORE INSERT ON guide_item FOR EACH ROW BEGIN IF NEW.code = '` + code + `' THEN SIGNAL SQLSTATE '45000'; END IF; END`
	}
	w.exec(`CREATE TRIGGER guide_breaks ` + trigger)
}

// An item past its review date says that the counter's answer counts, and becomes a task of its owner until it is confirmed.
func TestAnItemIsReviewedInTime(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		man, wang := w.orgMan(), w.named("老王", "阳光花园3号楼")
		id := man.guides(minimum(nil)) // until 30 June 2027
		own := w.clerk().guides(minimum(fields{"code": "YG-1", "community_id": w.id("阳光社区")}))
		here := api + "/communities/" + w.id("阳光社区") + "/guide/"
		number := func(c *citizen) any { return c.does("staff", "GET", "/api/v1/staff/home", nil, 200)["guide_to_review"] }
		w.at("2027-06-30 12:00")
		w.recurs("guide_review")
		same(w, "on the last day", "", wang.does("mp", "GET", here+id, nil, 200)["stale"])
		same(w, "nothing waits", 0.0, number(man))
		w.at("2027-07-01 09:00")
		same(w, "before the job", "以窗口答复为准", wang.does("mp", "GET", here+id, nil, 200)["stale"])
		for range 2 { // the two of the department and the clerk are told once
			w.recurs("guide_review")
			w.settle()
			same(w, "told", 3, w.count(`SELECT COUNT(*) FROM notify_notice WHERE kind = 'guide.to_review'`))
		}
		same(w, "waits", 1.0, number(man))
		same(w, "waits for the community", 1.0, number(w.clerk()))
		same(w, "still found", 1, len(wang.foundGuide("低保"))-1)
		w.wants(man.does("staff", "POST", guideAPI+"/"+id+"/publish", fields{"review_by": "2028-06-30"}, 200), fields{
			"state": "published", "version": 1.0, "review_by": "2028-06-30",
		})
		same(w, "confirmed", "", wang.does("mp", "GET", here+id, nil, 200)["stale"])
		same(w, "nothing waits any more", 0.0, number(man))
		same(w, "the other one still", "to_review", wang.does("mp", "GET", here+own, nil, 200)["state"])
		w.forward(time.Hour)
	})
}

// Of two editors of one draft one is told that somebody was faster; nothing of either is lost in silence.
func TestTwoEditorsOfAnItem(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		man := w.orgMan()
		id := man.guides(minimum(nil))
		mark, token := man.does("staff", "GET", guideAPI+"/"+id, nil, 200)["mark"], man.login("staff")
		var all sync.WaitGroup
		got := make([]string, 10)
		for n := range got {
			all.Go(func() {
				got[n] = w.code(token, "PUT", guideAPI+"/"+id, minimum(fields{"fee": fmt.Sprintf("%d 元", n), "version": mark}))
			})
		}
		all.Wait()
		count := map[string]int{}
		for _, code := range got {
			count[code]++
		}
		same(w, "answers", map[string]int{"200": 1, "409 mark.stale": 9}, count)
	})
}
