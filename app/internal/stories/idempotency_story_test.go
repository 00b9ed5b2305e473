package stories

import (
	"sync"
	"testing"
	"time"

	"linli/app/press"
)

// The answer to a request was lost with the process that should have stored it: the request is not done a second time.
func TestARepetitionWithoutAStoredAnswerChangesNothing(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang := w.someone("老王")
		token, draft := wang.login("mp"), fields{"text": "路灯不亮", "place": "门口"}
		first := w.again(token, api+"/reports", draft, "a", 201)
		path := api + "/reports/" + first["id"].(string) + "/add"
		w.again(token, path, fields{"words": "三楼"}, "b", 200)
		w.alerted()
		before := w.traces()
		for _, lost := range []int{-1, 0} {
			w.later(time.Minute)
			w.exec(`UPDATE press SET status = ?, answer = ''`, lost)
			w.wants(w.again(token, api+"/reports", draft, "a", 201), fields{"id": first["id"]})
			w.again(token, path, fields{"words": "三楼"}, "b", 200)
		}
		same(w, "traces", before, w.traces())
		w.refused(token, "POST", path, fields{"words": "四楼"}, "409 http.idempotency_key", "Idempotency-Key", "b")

		// A key expires after two days; its result does not.
		w.later(press.Keep + time.Hour)
		w.recurs("drop_old_rows")
		same(w, "keys", 0, w.count(`SELECT COUNT(*) FROM press`))
		delete(wang.tokens, "mp")
		w.wants(w.again(wang.login("mp"), api+"/reports", draft, "a", 201), fields{"id": first["id"]})
		other := w.again(wang.login("mp"), api+"/reports", fields{"text": "门口着火了", "place": "门口"}, "b", 201)
		if other["id"] == first["id"] || other["urgent"] != true {
			w.Errorf("an emergency with an old key: %v", other)
		}
	})
}

// A call for help with a key of another request is refused with an error, never answered with the old result.
func TestDangerWithAUsedKeyIsAccepted(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang := w.someone("老王")
		building := api + "/buildings/" + w.id("阳光花园3号楼") + "/call"
		board := api + "/boards/" + w.token("阳光花园3号楼") + "/call"
		for _, c := range []struct{ token, path string }{{wang.login("mp"), building}, {"", board}} {
			help := func(words, key string) string {
				return w.code(c.token, "POST", c.path, fields{"words": words, "phone": "13800138000"}, "Idempotency-Key", key)
			}
			calls := w.count(`SELECT COUNT(*) FROM steward_call`)
			same(w, "first, again, danger under the same key, danger under a new one",
				[]string{"201", "201", "409 http.idempotency_key", "201"},
				[]string{help("想买药"+c.path, "k"), help("想买药"+c.path, "k"), help("家里着火了"+c.path, "k"), help("家里着火了"+c.path, "k2")})
			same(w, "calls", calls+2, w.count(`SELECT COUNT(*) FROM steward_call`))
		}
	})
}

// Of two different requests with one key at the same moment one is done.
func TestTwoRequestsWithOneKeyAtOnce(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		token := w.someone("老王").login("mp")
		var group sync.WaitGroup
		start, got := make(chan struct{}), make([]string, 20)
		for i := range got {
			group.Go(func() {
				<-start
				got[i] = w.code(token, "POST", api+"/reports", fields{"text": "路灯不亮", "place": idText(int64(i + 1000))}, "Idempotency-Key", "k")
			})
		}
		close(start)
		group.Wait()
		tally := map[string]int{}
		for _, g := range got {
			tally[g]++
		}
		same(w, "answers", map[string]int{"201": 1, "409 http.idempotency_key": 19}, tally)
		same(w, "reports", 1, w.count(`SELECT COUNT(*) FROM report`))
	})
}
