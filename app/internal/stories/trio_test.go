package stories

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/store/storetest"

	"linli/store/redis"

	"linli/app/internal/system"

	"linli/app/auth"
	"linli/app/booking"
	"linli/app/when"
)

// trio is the program as three processes on one database and one Redis.
type trio struct {
	*victim
	session string
	alive   [3]*exec.Cmd
	listens [3]string
	first   int64 // id of the first resident
	client  *http.Client
}

const (
	trioPeople = 200
	trioPlaces = 12
)

// Two hundred residents ask three processes at once for twelve places and twenty ranks of the waitlist. Then they
// cancel, accept offers and book again, while one process after the other is killed: the places add up after each
// round.
func TestThreeProcessesGiveEachPlaceOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); newTrio(t, sharedRedis(t)).lastPlaces() })
	t.Run("mysql", func(t *testing.T) { t.Parallel(); newTrio(t, serverEnv(t)).lastPlaces() })
}

// sharedRedis is a Redis for several processes, without a server on the machine.
func sharedRedis(t *testing.T) []string {
	t.Helper()
	r, err := redis.Open(t.Context(), "", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return []string{"LINLI_REDIS_URL=redis://" + strings.TrimPrefix(r.Address(), "embedded ")}
}

func newTrio(t *testing.T, more []string) *trio {
	t.Helper()
	v := newVictim(t, more)
	p := &trio{victim: v, first: 7_000_001, client: &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: trioPeople}}}
	s, err := system.Wire(system.Process{Ctx: v.ctx, Env: v.env, Out: io.Discard, Log: io.Discard, Now: time.Now}, v.config)
	v.must(err)
	t.Cleanup(func() { s.Close() })
	v.system = s
	p.people()
	p.opens()
	for i := range p.alive {
		ln, err := net.Listen("tcp", "127.0.0.1:0")
		v.must(err)
		p.listens[i] = ln.Addr().String()
		v.must(ln.Close())
	}
	t.Cleanup(func() {
		for i := range p.alive {
			p.ends(i)
		}
	})
	for i := range p.alive {
		p.begins(i)
	}
	for i := range p.alive {
		p.answers(i)
	}
	return p
}

// people creates residents who are logged in.
func (p *trio) people() {
	p.Helper()
	var persons, identities []string
	for i := range int64(trioPeople) {
		persons = append(persons, fmt.Sprintf(`(%d, NULL, 0, 0, '', '', '', 0, 0, 0)`, p.first+i))
		identities = append(identities, fmt.Sprintf(`('mp', 'trio-%d', 'union-%[1]d', %d, 1, 0)`, i, p.first+i))
		p.must(p.system.Redis.PutSession(p.ctx, p.token(i), auth.Session{
			Person: p.first + i, Account: auth.MP, OpenID: fmt.Sprint("trio-", i), Expires: time.Now().Add(time.Hour),
		}))
	}
	p.exec(`INSERT INTO person (id, code, community_id, home_id, name, phone_sealed, phone_index, shown, created_at, merged_into) VALUES ` +
		strings.Join(persons, ", "))
	p.exec(`INSERT INTO person_identity (account, openid, unionid, person_id, follows, changed_at) VALUES ` + strings.Join(identities, ", "))
}

// opens creates a service with a session in three days.
func (p *trio) opens() {
	p.Helper()
	tree, err := p.system.Areas.Tree(p.ctx)
	p.must(err)
	community, err := tree.Get(int64(p.count(`SELECT id FROM area WHERE name = '阳光社区'`)))
	p.must(err)
	clerk := auth.Actor{Person: 1, Postings: []auth.Posting{{Role: auth.Clerk, Area: community.ID, Path: community.Path}}}
	service, err := p.system.Bookings.SetService(p.ctx, clerk, booking.Service{
		Community: community.ID, Name: "理发", Kind: booking.Care, Rules: booking.DefaultRules,
	}, "")
	p.must(err)
	day := when.DateOf(time.Now().AddDate(0, 0, 3))
	_, _, err = p.system.Bookings.SetEntry(p.ctx, clerk, booking.Entry{
		Service: service.ID, From: day, To: day, Days: booking.On(1, 2, 3, 4, 5, 6, 7), Begin: 540, End: 660, Places: trioPlaces, Holidays: true,
	}, "")
	p.must(err)
	p.session = fmt.Sprint(p.count(`SELECT id FROM booking_session`))
}

func (p *trio) token(i int64) string { return fmt.Sprintf("trio-%d-%s", i, p.listen) }

// begins starts a process; answers waits until it serves; ends kills it.
func (p *trio) begins(i int) {
	cmd := exec.Command(p.binary, "serve")
	cmd.Env = append(append(os.Environ(), p.env...), "LINLI_LISTEN="+p.listens[i])
	if os.Getenv("LINLI_TEST_LOG") != "" {
		cmd.Stderr = os.Stderr
	}
	p.must(cmd.Start())
	p.alive[i] = cmd
}

func (p *trio) answers(i int) {
	p.until(func() bool {
		res, err := p.client.Get("http://" + p.listens[i] + "/healthz")
		if err != nil {
			return false
		}
		res.Body.Close()
		return res.StatusCode == 200
	})
}

func (p *trio) ends(i int) {
	if cmd := p.alive[i]; cmd != nil {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		p.alive[i] = nil
	}
}

// asks sends a request of one resident to a process and returns the code and, on success, the booking.
func (p *trio) asks(process int, who int64, method, path string, in any) (string, fields) {
	body, err := json.Marshal(in)
	if err != nil {
		return err.Error(), nil
	}
	req, err := http.NewRequestWithContext(p.ctx, method, "http://"+p.listens[process]+path, bytes.NewReader(body))
	if err != nil {
		return err.Error(), nil
	}
	req.Header.Set("Authorization", "Bearer "+p.token(who))
	res, err := p.client.Do(req)
	if err != nil {
		return "died", nil
	}
	defer res.Body.Close()
	var out fields
	if err := json.NewDecoder(res.Body).Decode(&out); err != nil {
		return "died", nil
	}
	if fault, ok := out["error"].(fields); ok {
		return fmt.Sprint(res.StatusCode, " ", fault["code"]), nil
	}
	return fmt.Sprint(res.StatusCode), out
}

func (p *trio) lastPlaces() {
	p.Helper()
	var mu sync.Mutex
	codes, numbers, ranks := map[string]int{}, map[any]int{}, map[any]int{}
	p.together(trioPeople, func(i int64) {
		code, b := p.asks(int(i%3), i, "POST", bookingsAPI, fields{"session_id": p.session})
		mu.Lock()
		defer mu.Unlock()
		if codes[code]++; b == nil {
			return
		}
		if codes[b["state"].(string)]++; b["state"] == "confirmed" {
			numbers[b["number"]]++
			return
		}
		ranks[b["rank"]]++
	})
	same(p.world, "answers", map[string]int{"201": 32, "409 booking.full": 168, "confirmed": trioPlaces, "waiting": 20}, codes)
	for n := range trioPlaces {
		same(p.world, "number", 1, numbers[float64(n+1)])
	}
	for n := range 20 {
		same(p.world, "rank", 1, ranks[float64(n+1)])
	}
	p.balanced()
	began, rounds := time.Now(), storetest.Often(20, 6)
	for round := range rounds {
		p.round(round)
	}
	p.Logf("%d rounds in %s; bookings by state: %v", rounds, time.Since(began).Round(time.Millisecond), p.states())
	if n := p.count(`SELECT COUNT(*) FROM booking WHERE alive = 1 AND session_id = ?`, p.session); n == 0 || n > trioPlaces+20 {
		p.Fatalf("%d bookings have a place or a rank", n)
	}
}

// round lets residents with a booking or an offer cancel or accept it, and others book, while one process is killed.
func (p *trio) round(round int) {
	p.Helper()
	victim := round % 3
	for i := range p.alive {
		p.answers(i)
	}
	killed := make(chan struct{})
	go func() {
		defer close(killed)
		time.Sleep(time.Duration(rand.IntN(80)) * time.Millisecond) // the moment of the kill varies
		p.ends(victim)
	}()
	p.together(48, func(i int64) {
		who := (i*7 + int64(round)*13) % trioPeople
		process := int(i % 3)
		code, out := p.asks(process, who, "GET", bookingsAPI, nil)
		if code == "200" && len(items(out)) > 0 {
			b := items(out)[0]
			deed := map[any]string{"confirmed": "/cancel", "waiting": "/cancel", "offered": []string{"/accept", "/decline"}[i%2]}[b["state"]]
			code, _ = p.asks(process, who, "POST", fmt.Sprint(bookingsAPI, "/", b["id"], deed), fields{})
		} else if code == "200" {
			code, _ = p.asks(process, who, "POST", bookingsAPI, fields{"session_id": p.session})
		}
		switch code {
		case "200", "201", "409 booking.full", "409 booking.state", "409 booking.limit":
		case "died":
			if process != victim {
				p.Errorf("process %d died instead of %d", process, victim)
			}
		default:
			p.Errorf("round %d, process %d: %s", round, process, code)
		}
	})
	<-killed
	p.begins(victim)
	p.balanced()
	wrong := p.count(`SELECT COUNT(*) FROM booking_session s WHERE waiting <>
		(SELECT COUNT(*) FROM booking b WHERE b.session_id = s.id AND b.state IN ('waiting', 'offered'))`)
	same(p.world, "waitlists of another length", 0, wrong)
	idle := p.count(`SELECT COUNT(*) FROM booking_period p WHERE free > 0 AND EXISTS
		(SELECT 1 FROM booking b WHERE b.session_id = p.session_id AND b.state = 'waiting' AND b.passed = 0)`)
	same(p.world, "free places while somebody waits", 0, idle)
	unsent := p.count(`SELECT COUNT(*) FROM booking b WHERE state = 'offered' AND NOT EXISTS
		(SELECT 1 FROM job_open j WHERE j.kind = 'booking.offer' AND j.ref = b.id)`)
	same(p.world, "offers that nobody ends", 0, unsent)
}

// together runs n functions at the same moment.
func (p *trio) together(n int64, do func(i int64)) {
	start := make(chan struct{})
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() { <-start; do(i) })
	}
	close(start)
	group.Wait()
}

func (p *trio) states() map[string]int {
	p.Helper()
	all := map[string]int{}
	for _, s := range booking.States {
		if n := p.count(`SELECT COUNT(*) FROM booking WHERE state = ?`, string(s)); n > 0 {
			all[string(s)] = n
		}
	}
	return all
}
