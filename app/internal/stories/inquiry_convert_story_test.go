package stories

import (
	"fmt"
	"sync"
	"testing"
	"time"
)

// Somebody asks, and what they ask has to be dealt with: staff make a report of it. The resident is its author, reads the number in the
// thread and as a notice, and says what they think of the result; the inquiry keeps its words.
func TestAnInquiryBecomesAReport(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		clerk, clerkB, wang := w.clerk(), w.clerkB(), w.named("老王", "阳光花园3号楼")
		asked, _ := wang.inquires("三号楼门口的下水井老往外冒水")
		wang.inquires("已经三天了")
		id := fmt.Sprint(asked["id"])
		convert := api + "/staff/inquiries/" + id + "/convert"
		in := fields{"area_id": w.id("阳光花园3号楼"), "place": "南门口"}
		clerkB.refused("staff", "POST", convert, in, "404 inquiry.missing")
		wang.refused("mp", "POST", convert, in, "403 auth.denied")
		clerk.refused("staff", "POST", convert, fields{"area_id": w.id("新园小区1号楼")}, "404 area.missing")

		// Twenty presses of two desks in the same second make one report.
		tokens := []string{clerk.login("staff"), w.clerk2().login("staff")}
		var group sync.WaitGroup
		start, got, mu := make(chan struct{}), map[string]int{}, sync.Mutex{}
		for i := range 20 {
			group.Go(func() {
				<-start
				code := w.code(tokens[i%2], "POST", convert, in, "Idempotency-Key", fmt.Sprint("convert-", i))
				mu.Lock()
				defer mu.Unlock()
				got[code]++
			})
		}
		close(start)
		group.Wait()
		same(w, "answers", map[string]int{"200": 1, "409 inquiry.report": 19}, got)

		now := clerk.does("staff", "GET", api+"/staff/inquiries/"+id, nil, 200)
		report := fmt.Sprint(now["report_id"])
		w.wants(now, fields{"state": "closed", "report_number": "261123-001"})
		w.expect(fmt.Sprint(now["messages"]), "下水井", "已经三天了", "已转为事件办理，编号 261123-001")
		w.wants(clerk.sees("staff", report), fields{
			"source": "inquiry", "text": "三号楼门口的下水井老往外冒水\n已经三天了", "place": "南门口", "state": "submitted", "urgent": false,
		})
		same(w, "reports", 1, w.count(`SELECT COUNT(*) FROM report`))
		w.wants(wang.sees("mp", report), fields{"mine": true, "number": "261123-001"})
		w.settle()
		w.expect(fmt.Sprint(wang.does("mp", "GET", api+"/notices", nil, 200)), "编号 261123-001")
		w.wants(wang.does("mp", "GET", api+"/inquiries/"+id, nil, 200), fields{"report_id": report, "report_number": "261123-001"})
		same(w, "the line of work", 1, w.count(`SELECT COUNT(*) FROM work_line WHERE deed = 'inquiry.answer'`))
		same(w, "audit", 1, w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'inquiry.convert'`))

		// Another resident's becomes a report of its own.
		li := w.named("老李", "阳光花园3号楼")
		other, _ := li.inquires("二楼的灯一闪一闪的")
		turned := clerk.does("staff", "POST", api+"/staff/inquiries/"+fmt.Sprint(other["id"])+"/convert", in, 200)
		w.wants(turned, fields{"state": "closed", "report_number": "261123-002"})
		same(w, "reports", 2, w.count(`SELECT COUNT(*) FROM report`))

		// Nobody enters such a report without an inquiry.
		clerk.refused("staff", "POST", api+"/staff/reports", fields{"source": "inquiry", "text": "x", "name": "王", "area_id": w.id("阳光花园3号楼")}, "400 report.source")
	})
}

// The photos of an inquiry stand in the report and in the inquiry, and stay with the report when the resident leaves; a place that is
// told in words is read.
func TestThePhotosOfAnInquiryStandInTheReport(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		clerk, wang := w.clerk(), w.named("老王", "阳光花园3号楼")
		shot := wang.uploads("mp", photo(64, 48))
		asked := wang.does("mp", "POST", api+"/inquiries", fields{"words": "下水井冒水", "file_ids": []string{shot}}, 201)
		wang.inquires("已经三天了")
		id := fmt.Sprint(asked["inquiry"].(fields)["id"])
		convert := api + "/staff/inquiries/" + id + "/convert"
		clerk.refused("staff", "POST", convert, fields{"place": "就在那边"}, "400 report.where")
		done := clerk.does("staff", "POST", convert, fields{"place": "阳光花园3号楼"}, 200)
		report := fmt.Sprint(done["report_id"])
		photos := func(who *citizen, account string) int {
			n := 0
			for _, e := range objects(who.sees(account, report)["events"]) {
				n += len(objects(e["files"]))
			}
			return n
		}
		w.wants(clerk.sees("staff", report), fields{"area_id": w.id("阳光花园3号楼")})
		same(w, "in the report", []int{1, 1}, []int{photos(clerk, "staff"), photos(wang, "mp")})
		for account, path := range map[string]string{"staff": api + "/staff/inquiries/" + id, "mp": api + "/inquiries/" + id} {
			who := map[string]*citizen{"staff": clerk, "mp": wang}[account]
			same(w, "in the inquiry, "+account, 1, len(objects(objects(who.does(account, "GET", path, nil, 200)["messages"])[0]["files"])))
		}
		wang.does("mp", "DELETE", api+"/me", nil, 204)
		w.settle()
		w.forward(9 * 24 * time.Hour)
		w.recurs("drop_unclaimed_files")
		clear(clerk.tokens)
		same(w, "the author has left", 1, photos(clerk, "staff"))
		same(w, "the file", 1, w.count(`SELECT COUNT(*) FROM media_file WHERE community_id <> 0`))
	})
}
