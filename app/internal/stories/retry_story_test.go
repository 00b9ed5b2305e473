package stories

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

// A client that does not know whether its request arrived repeats it with the same Idempotency-Key.

func TestTheSameKeyFiveTimesAtOnceMakesOneReport(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang := w.someone("老王")
		token := wang.login("mp")
		body := fields{
			"text": "路灯不亮", "area_id": w.id("阳光花园3号楼"), "share": true, "file_ids": []string{wang.uploads("mp", photo(20, 20))},
		}
		first := w.atOnce(5, token, api+"/reports", body, "submit-1")
		id, _ := first["id"].(string)
		for _, what := range []string{"report", "report_event"} {
			if n := w.count("SELECT COUNT(*) FROM " + what); n != 1 {
				w.Fatalf("%d rows in %s", n, what)
			}
		}
		w.alerted()
		before := w.traces()
		w.wants(w.again(token, api+"/reports", body, "submit-1", 201), fields{"id": id})
		same(w, "after six requests", before, w.traces())
		urged := w.atOnce(5, token, api+"/reports/"+id+"/urge", nil, "urge-1")
		w.wants(urged, fields{"urges": 1.0})

		other := w.again(token, api+"/reports", fields{"text": "又坏了", "place": "门口"}, "submit-2", 201)
		w.wants(other, fields{"number": "261123-002"}) // another report, and no number was used up meanwhile
		li := w.someone("老李").login("mp")
		if other := w.again(li, api+"/reports", fields{"text": "我的", "place": "门口"}, "submit-1", 201); other["id"] == id {
			w.Fatal("the key of another author returned their report")
		}
		w.refused(token, "POST", api+"/reports", body, "400 http.idempotency_key", "Idempotency-Key", strings.Repeat("k", 65))
	})
}

// atOnce sends the same request n times at once and returns the answer, which must be the same each time.
func (w *world) atOnce(n int, token, path string, body any, key string) fields {
	w.Helper()
	var group sync.WaitGroup
	start := make(chan struct{})
	answers := make([]string, n)
	for i := range n {
		group.Go(func() {
			<-start
			status, answer := w.send(token, "POST", path, body, "Idempotency-Key", key)
			answers[i] = fmt.Sprintf("%d %s", status/100, answer)
		})
	}
	close(start)
	group.Wait()
	for _, a := range answers {
		same(w, "answers to one key", answers[0], a)
	}
	var out fields
	w.must(json.Unmarshal([]byte(answers[0][2:]), &out))
	return out
}

func (w *world) again(token, path string, body any, key string, status int) fields {
	w.Helper()
	var out fields
	w.request(token, "POST", path, body, status, &out, "Idempotency-Key", key)
	return out
}

func TestARepeatedRequestChangesNothing(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk, officer, steward := w.someone("老王"), w.clerk(), w.officer(), w.steward()
		grid := fields{"kind": "post", "role": "grid_officer", "area_id": w.id("阳光第一网格")}
		words := fields{"words": "好的"}
		id := wang.submits("路灯不亮", "阳光花园3号楼")
		back := wang.submits("看错了", "阳光花园3号楼")
		spam := wang.submits("广告", "阳光花园3号楼")
		small := wang.submits("杂物", "阳光花园3号楼")
		w.alerted()
		photos := func(c *citizen, account string) fields {
			return fields{"words": "看照片", "file_ids": []string{c.uploads(account, photo(20, 20))}}
		}
		for i, step := range []struct {
			who           *citizen
			account, path string
			in            any
		}{
			{wang, "mp", "reports/" + id + "/add", photos(wang, "mp")},
			{wang, "mp", "reports/" + id + "/urge", nil},
			{steward, "mp", "steward/reports/" + id + "/acknowledge", nil},
			{steward, "mp", "steward/reports/" + id + "/look", photos(steward, "mp")},
			{clerk, "staff", "staff/reports/" + id + "/locate", fields{"area_id": w.id("1单元")}},
			{clerk, "staff", "staff/reports/" + id + "/accept", fields{"category": "fire"}},
			{clerk, "staff", "staff/reports/" + id + "/ask", words},
			{wang, "mp", "reports/" + id + "/answer", photos(wang, "mp")},
			{clerk, "staff", "staff/reports/" + id + "/assign", fields{"to": grid}},
			{officer, "staff", "staff/reports/" + id + "/return", words},
			{clerk, "staff", "staff/reports/" + id + "/assign", fields{"to": grid}},
			{officer, "staff", "staff/reports/" + id + "/take", nil},
			{officer, "staff", "staff/reports/" + id + "/note", photos(officer, "staff")},
			{officer, "staff", "staff/reports/" + id + "/reply", photos(officer, "staff")},
			{officer, "staff", "staff/reports/" + id + "/resolve", fields{"outcome": "solved", "words": "修好了"}},
			{wang, "mp", "reports/" + id + "/reopen", photos(wang, "mp")},
			{officer, "staff", "staff/reports/" + id + "/resolve", fields{"outcome": "solved", "words": "又修好了"}},
			{wang, "mp", "reports/" + id + "/review", fields{"satisfied": true, "result": 5}},
			{wang, "mp", "reports/" + back + "/withdraw", nil},
			{clerk, "staff", "staff/reports/" + spam + "/refuse", words},
			{steward, "mp", "steward/reports/" + small + "/resolve", photos(steward, "mp")},
			{clerk, "staff", "staff/reports", fields{
				"source": "call", "text": "水管爆了", "area_id": w.id("阳光花园3号楼"), "name": "孙奶奶", "phone": "13800138000",
			}},
		} {
			token, path, key := step.who.login(step.account), api+"/"+step.path, fmt.Sprintf("step-%d", i)
			status := 200
			if strings.HasSuffix(path, "staff/reports") {
				status = 201
			}
			start := w.traces()
			first := w.again(token, path, step.in, key, status)
			w.alerted()
			before := w.traces()
			if before["report_event"] == start["report_event"] {
				w.Fatalf("%s wrote nothing", step.path)
			}
			second := w.again(token, path, step.in, key, status)
			w.alerted()
			same(w, step.path+": answer", first, second)
			same(w, step.path+": traces", before, w.traces())
		}

		// The key still counts in a later state of the report, for this request alone.
		w.later(time.Hour)
		w.refused(clerk.login("staff"), "POST", staffAPI+id+"/accept", fields{"category": "noise"}, "409 http.idempotency_key", "Idempotency-Key", "step-5")
		now := w.again(clerk.login("staff"), staffAPI+id+"/accept", fields{"category": "fire"}, "step-5", 200)
		w.wants(now, fields{"state": "accepted", "category": "fire"})
		w.wants(clerk.sees("staff", id), fields{"state": "closed", "category": "fire"})
	})
}
