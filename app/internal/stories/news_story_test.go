package stories

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync"
	"testing"
	"time"

	"linli/app/internal/system"
)

const newsAPI = "/api/v1/staff/news"

// waitsForNews asks a process for news and sends the answer when it comes.
func (c *citizen) waitsForNews(address, since string) <-chan fields {
	return c.asksForNews(address, since, func() {})
}

// asksForNews is waitsForNews; sent is called when the request is on its way, or has failed.
func (c *citizen) asksForNews(address, since string, sent func()) <-chan fields {
	token, answer := c.login("staff"), make(chan fields, 1)
	go func() {
		defer close(answer)
		defer sent()
		ctx := httptrace.WithClientTrace(c.w.ctx, &httptrace.ClientTrace{WroteRequest: func(httptrace.WroteRequestInfo) { sent() }})
		req, err := http.NewRequestWithContext(ctx, "GET", "http://"+address+newsAPI+"?since="+since, nil)
		if err != nil {
			c.w.Error(err)
			return
		}
		req.Header.Set("Authorization", "Bearer "+token)
		res, err := httpClient.Do(req)
		if err != nil {
			c.w.Errorf("%s waits: %v", c.name, err)
			return
		}
		defer res.Body.Close()
		var got fields
		body, err := io.ReadAll(res.Body)
		if err != nil || res.StatusCode != 200 || json.Unmarshal(body, &got) != nil {
			c.w.Errorf("%s waits: %d %s %v", c.name, res.StatusCode, body, err)
		}
		answer <- got
	}()
	return answer
}

// hears checks an answer and returns where to go on.
func (c *citizen) hears(answer <-chan fields, want ...string) string {
	c.w.Helper()
	got := <-answer
	var said []string
	for _, r := range objects(got["reports"]) {
		said = append(said, fmt.Sprint(r["kind"], " ", r["id"]))
	}
	if got["all"] != false || got["home"] != (len(want) > 0) {
		c.w.Errorf("%s hears %v", c.name, got)
	}
	same(c.w, c.name+" hears", want, said)
	next, _ := got["next"].(string)
	return next
}

func (c *citizen) news() string {
	c.w.Helper()
	next, _ := c.does("staff", "GET", newsAPI, nil, 200)["next"].(string)
	return next
}

// Desks hear of what happens in their territory and in their hands, from whichever process they ask.
func TestADeskHearsOfItsReports(t *testing.T) {
	t.Parallel()
	play := func(w *world) {
		other := w.another()
		wang, clerk, clerkB, orgMan := w.someone("老王"), w.clerk(), w.clerkB(), w.orgMan()
		one, two := w.running.Address, other.Address
		at, atB, atOrg := clerk.news(), clerkB.news(), orgMan.news()
		heard, heardB, heardOrg := clerk.waitsForNews(two, at), clerkB.waitsForNews(one, atB), orgMan.waitsForNews(two, atOrg)
		lamp := wang.submits("路灯不亮", "阳光花园3号楼")
		at = clerk.hears(heard, "new "+lamp)
		heard = clerk.waitsForNews(one, at)
		gas := wang.submits("楼道里有煤气味", "阳光花园13号楼")
		at = clerk.hears(heard, "urgent "+gas)
		clerk.acts(lamp, "accept", nil)
		clerk.acts(lamp, "assign", fields{"to": fields{"kind": "org", "org_id": "1"}})
		atOrg = orgMan.hears(heardOrg, "new "+lamp)
		clerk.hears(clerk.waitsForNews(two, at), "changed "+lamp)
		heardOrg = orgMan.waitsForNews(one, atOrg)
		orgMan.acts(lamp, "return", fields{"words": "不归我们管"})
		orgMan.hears(heardOrg, "changed "+lamp)
		elsewhere := wang.submits("树要倒了", "新园小区1号楼")
		atB = clerkB.hears(heardB, "urgent "+elsewhere)
		clerkB.hears(clerkB.waitsForNews(two, atB)) // after its patience
		clerk.refused("staff", "GET", newsAPI+"?since=x", nil, "400 news.since")
		wang.refused("mp", "GET", newsAPI, nil, "403 auth.denied")

		// Without a posting a desk hears nothing from the next request on.
		w.exec(`UPDATE person_posting SET to_at = ? WHERE person_id = ?`, w.now().UnixMilli(), clerkB.me("staff"))
		w.later(time.Minute)
		clerkB.refused("staff", "GET", newsAPI+"?since="+atB, nil, "403 auth.denied")
	}
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); play(newWorld(t, sharedRedis(t))) })
	t.Run("mysql", func(t *testing.T) { t.Parallel(); play(newWorld(t, serverEnv(t))) })
}

// another starts a second process on the world's records.
func (w *world) another() *system.Running {
	w.Helper()
	s, err := system.Wire(system.Process{Ctx: w.ctx, Out: io.Discard, Log: io.Discard, Now: w.now, ByHand: true}, w.config)
	w.must(err)
	running, err := s.Start(w.ctx, "web")
	w.must(err)
	w.Cleanup(func() {
		if err := running.Stop(); err != nil {
			w.Errorf("stop: %v", err)
		}
		s.Close()
	})
	return running
}

// desks are several clerks of a community with eight windows each, as many as one person may have open.
func (w *world) desks(community string, clerks int) (all []*citizen) {
	w.Helper()
	for i := range clerks {
		c := w.someone(fmt.Sprintf("窗口%d", i))
		w.exec(`INSERT INTO person_posting (person_id, role, area_id, org_id, from_at, to_at, substitute_id, away_from, away_to)
			VALUES (?, 'clerk', ?, 0, 0, 0, 0, 0, 0)`, c.me("staff"), w.areaOf(community).ID)
		for range 8 {
			all = append(all, c)
		}
	}
	return all
}

// waitForNews lets each of the desks ask from its mark, and returns when all requests are sent.
func (w *world) waitForNews(desks []*citizen, marks []string) (answers []<-chan fields) {
	w.Helper()
	var sent sync.WaitGroup
	sent.Add(len(desks))
	for i, c := range desks {
		answers = append(answers, c.asksForNews(w.running.Address, marks[i], sync.OnceFunc(sent.Done)))
	}
	sent.Wait()
	time.Sleep(300 * time.Millisecond) // they wait
	return answers
}

// A server that stops answers its 200 waiting desks at once. After the start they all come back, and each hears once of what happened,
// whether it came back before or after.
func TestAServerStopsUnderWaitingDesks(t *testing.T) {
	t.Parallel()
	play := func(w *world) {
		wang, desks := w.someone("老王"), w.desks("阳光社区", 25)
		marks := make([]string, len(desks))
		hear := func(answers []<-chan fields, most time.Duration, want ...string) {
			w.Helper()
			begin := time.Now()
			for i, a := range answers {
				marks[i] = desks[i].hears(a, want...)
			}
			if took := time.Since(begin); took > most {
				w.Errorf("%d desks heard %v after %s", len(answers), want, took)
			}
		}
		for i, c := range desks {
			marks[i] = c.news()
		}
		waiting := w.waitForNews(desks, marks)
		begin := time.Now()
		w.stop()
		if took := time.Since(begin); took > 5*time.Second {
			w.Errorf("the stop took %s", took)
		}
		hear(waiting, time.Second)
		w.start()
		half := len(desks) / 2
		early := w.waitForNews(desks[:half], marks)
		lamp := wang.submits("路灯不亮", "阳光花园3号楼")
		late := w.waitForNews(desks[half:], marks[half:])
		hear(append(early, late...), 5*time.Second, "new "+lamp)
		waiting = w.waitForNews(desks, marks)
		noise := wang.submits("楼上装修太吵", "阳光花园3号楼")
		hear(waiting, 5*time.Second, "new "+noise) // and not again of the first
	}
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); play(newWorld(t, sharedRedis(t))) })
	t.Run("mysql", func(t *testing.T) { t.Parallel(); play(newWorld(t, serverEnv(t))) })
}
