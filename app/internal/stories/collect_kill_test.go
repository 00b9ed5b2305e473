package stories

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/app/internal/system"
	"linli/app/when"
	"linli/store/storetest"
)

// The program is killed between the answers of a round from door to door. At every death each answer has its line of work and its change
// in the register, or there is none of the three; what the telephone sends again is there once.
func TestKilledBetweenAnswers(t *testing.T) {
	if testing.Short() {
		t.Skip("takes ten seconds")
	}
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); answersKilled(t, newVictim(t, nil)) })
	t.Run("mysql", func(t *testing.T) { t.Parallel(); answersKilled(t, newVictim(t, serverEnv(t))) })
}

func answersKilled(t *testing.T, v *victim) {
	t.Helper()
	v.clock.Store(time.Now().UnixMilli())
	p := system.Process{Ctx: v.ctx, Env: v.env, Out: io.Discard, Log: io.Discard, Now: time.Now}
	s, err := system.Wire(p, v.config)
	v.must(err)
	v.must(s.ImportSheets(v.ctx, io.Discard, staffed()))
	v.system = s
	defer func() { v.system = nil; v.must(s.Close()) }()
	v.spawn()
	clerk, homes := v.clerk(), 60
	for i := range homes {
		h := clerk.does("staff", "POST", staffHouseholds, v.moved("1单元", fmt.Sprint(101+i), 1), 201)
		clerk.does("staff", "POST", staffHouseholds+"/"+fmt.Sprint(h["id"])+"/confirm", fields{}, 200)
	}
	day := func(n int) string { return time.Now().In(when.Beijing).AddDate(0, 0, n).Format(time.DateOnly) }
	id := fmt.Sprint(clerk.does("staff", "POST", campaignsAPI, v.census("from", day(0), "until", day(10), "drop", day(30)), 201)["id"])
	v.secretary().does("staff", "POST", campaignsAPI+"/"+id+"/start", nil, 204)
	var doors []string
	for i := range homes {
		doors = append(doors, fmt.Sprint(v.count(`SELECT id FROM collect_answer ORDER BY id LIMIT 1 OFFSET ?`, i)))
	}

	kills := storetest.Often(12, 6)
	next := 0
	for next < homes {
		officer := v.officer()
		token := officer.login("staff")
		var round sync.WaitGroup
		round.Go(func() {
			for ; next < homes; next++ {
				if !v.answersDoor(token, doors[next]) {
					return
				}
			}
		})
		if kills > 0 {
			time.Sleep(time.Duration(rand.IntN(120)) * time.Millisecond) // the moment of the kill varies
			v.kill()
			kills--
		}
		round.Wait()
		answered := v.count(`SELECT COUNT(*) FROM collect_answer WHERE state = 'changed'`)
		same(t, "lines of work", answered, v.count(`SELECT COUNT(*) FROM work_line WHERE deed = 'collect'`))
		same(t, "in the register", answered, v.count(`SELECT COUNT(*) FROM household WHERE size = 2`))
		same(t, "lines of audit", answered, v.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'household.learn'`))
		if answered < next {
			t.Fatalf("%d answers were taken, %d are there", next, answered)
		}
		if v.cmd == nil {
			for _, c := range v.people {
				clear(c.tokens) // the embedded Redis dies with the program
			}
			v.spawn()
		}
	}
	same(t, "all", homes, v.count(`SELECT COUNT(*) FROM collect_answer WHERE state = 'changed'`))
}

// answersDoor sends an answer, without the checks of the contract: the program may die meanwhile. false: it did.
func (v *victim) answersDoor(token, door string) bool {
	req, err := http.NewRequestWithContext(v.ctx, http.MethodPost, "http://"+v.listen+doorsAPI+door, strings.NewReader(`{"state":"changed","values":{"1":"2","2":"自住"}}`))
	if err != nil {
		return false
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Idempotency-Key", "door-"+door)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusNoContent && res.StatusCode < 500 {
		said, _ := io.ReadAll(res.Body)
		v.Errorf("%d %s", res.StatusCode, said)
	}
	return res.StatusCode == http.StatusNoContent
}
