package stories

import (
	"strings"
	"testing"
	"time"
)

func TestAResidentReviewsTheResult(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk := w.someone("老王"), w.clerk()
		id := wang.submits("路灯不亮", "阳光花园3号楼")
		review := api + "/reports/" + id + "/review"
		full := fields{"satisfied": true, "efficiency": 5, "result": 4, "attitude": 1, "words": strings.Repeat("好", 400)}
		wang.refused("mp", "POST", review, full, "409 report.state")
		clerk.acts(id, "accept", nil)
		clerk.acts(id, "take", nil)
		w.wants(clerk.acts(id, "resolve", fields{"outcome": "explained", "words": "要等大修"}), fields{
			"state": "resolved", "outcome": "explained", "result": "要等大修", "due_at": "2026-11-30T09:00:00+08:00",
			"next": "已办结，等反映人评价；11月30日 09:00 前没有评价将自动关闭，办结 10 天内可以要求重办",
		})
		w.alerted()
		before := w.traces()
		for _, c := range []struct {
			in   fields
			want string
		}{
			{fields{"satisfied": true, "efficiency": 6}, "400 report.marks"},
			{fields{"satisfied": true, "result": -1}, "400 report.marks"},
			{fields{"satisfied": true, "attitude": 100}, "400 report.marks"},
			{fields{"satisfied": true, "attitude": 1.5}, "400 http.body"},
			{fields{"satisfied": "yes"}, "400 http.body"},
			{fields{"satisfied": true, "words": strings.Repeat("好", 401)}, "400 report.words"},
		} {
			wang.refused("mp", "POST", review, c.in, c.want)
		}
		same(w, "after the refused requests", before, w.traces())
		w.wants(wang.asks(id, "review", full), fields{"state": "closed", "reviewed": true, "outcome": "explained", "due_at": ""})
		wang.refused("mp", "POST", review, full, "409 report.reviewed")
		same(w, "reviews", []fields{{
			"satisfied": true, "efficiency": 5.0, "result": 4.0, "attitude": 1.0, "words": strings.Repeat("好", 400),
			"at": "2026-11-23T09:00:00+08:00",
		}}, objects(wang.sees("mp", id)["reviews"]))
	})
}

func TestAnUnsolvedReportIsReopened(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk, officer := w.someone("老王"), w.clerk(), w.officer()
		id := wang.submits("路灯不亮", "阳光花园3号楼")
		reopen := api + "/reports/" + id + "/reopen"
		wang.refused("mp", "POST", reopen, nil, "409 report.state")
		clerk.acts(id, "accept", nil)
		clerk.acts(id, "assign", fields{"to": fields{"kind": "post", "role": "grid_officer", "area_id": w.id("阳光第一网格")}})
		officer.acts(id, "take", nil)
		officer.acts(id, "resolve", fields{"outcome": "solved", "words": "修好了"})
		wang.refused("mp", "POST", reopen, fields{"words": strings.Repeat("没", 401)}, "400 report.words")
		wang.refused("mp", "POST", reopen, fields{"file_ids": []string{"999999"}}, "404 media.missing")
		wang.refused("mp", "POST", reopen, fields{"file_ids": strings.Split("1,2,3,4,5,6,7,8,9,10", ",")}, "400 media.too_many")

		// Reopened before a review, and after one: each time it returns to the same holder.
		again := wang.asks(id, "reopen", fields{"words": "还是不亮", "file_ids": []string{wang.uploads("mp", photo(30, 20))}})
		w.wants(again, fields{"state": "in_hand", "reopens": 1.0, "outcome": "", "result": "", "holder": "阳光社区网格员 李强"})
		officer.acts(id, "resolve", fields{"outcome": "solved", "words": "换了线路"})
		wang.asks(id, "review", fields{"satisfied": false})
		again = wang.asks(id, "reopen", nil)
		w.wants(again, fields{"state": "in_hand", "reopens": 2.0, "reviewed": false, "closed_at": "", "holder": "阳光社区网格员 李强"})
		officer.acts(id, "resolve", fields{"outcome": "solved", "words": "换了灯"})
		wang.refused("mp", "POST", reopen, nil, "409 report.reopened_often")
		wang.asks(id, "review", fields{"satisfied": true})
		if n := len(objects(wang.sees("mp", id)["reviews"])); n != 2 {
			w.Fatalf("%d reviews", n)
		}

		late := wang.submits("垃圾没人收", "阳光花园3号楼")
		clerk.acts(late, "accept", nil)
		clerk.acts(late, "take", nil)
		clerk.acts(late, "resolve", fields{"outcome": "solved", "words": "收了"})
		w.later(7 * 24 * time.Hour)
		closed, err := w.system.Reports.CloseExpired(w.ctx)
		w.must(err)
		if closed != 1 {
			w.Fatalf("%d closed after seven days", closed)
		}
		w.wants(wang.sees("mp", late), fields{"state": "closed", "outcome": "solved", "reviewed": false})
		w.later(3 * 24 * time.Hour)
		w.wants(wang.asks(late, "reopen", nil), fields{"state": "in_hand"}) // the last moment
		clerk.acts(late, "resolve", fields{"outcome": "solved", "words": "又收了"})
		w.later(10*24*time.Hour + time.Second)
		wang.refused("mp", "POST", api+"/reports/"+late+"/reopen", nil, "409 report.too_late")
		w.wants(wang.asks(late, "review", fields{"satisfied": true}), fields{"state": "closed", "reviewed": true}) // there is no deadline for a review
	})
}
