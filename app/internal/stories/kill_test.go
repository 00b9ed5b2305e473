package stories

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"linli/store/storetest"

	"linli/app/internal/demo"
	"linli/app/internal/fixture"
	"linli/app/internal/system"

	"linli/wxmsg/wxsim"
)

var toldNumber = regexp.MustCompile(`\d{6}-\d{3,}`)

// The program is killed with SIGKILL fifty times while residents report and notices are sent. Each report whose number
// was shown exists, and each of its notices arrived once.
func TestKilledFiftyTimes(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); killed(t, newVictim(t, nil)) })
	t.Run("mysql", func(t *testing.T) { t.Parallel(); killed(t, newVictim(t, serverEnv(t))) })
}

func killed(t *testing.T, w *victim) {
	t.Helper()
	clerk, steward := w.sim.Person("王芳"), w.sim.Person("赵红")
	kills := storetest.Often(50, 15)
	neighbours := make([]*wxsim.Person, kills+1) // the reports of one author would wait for one another
	for i := range neighbours {
		neighbours[i] = w.sim.Person(fmt.Sprint("邻居", i))
	}
	w.spawn()
	for _, p := range append([]*wxsim.Person{clerk, steward}, neighbours...) {
		if _, err := p.Follow(""); err != nil {
			t.Fatal(err)
		}
	}
	w.bind(clerk, "staff", "19900000001")
	w.bind(steward, "mp", "19900000003")
	w.until(w.quiet) // now each identity is linked to its person
	w.exec(`INSERT INTO steward_policy (community_id, urgent, body) SELECT id, 1, ? FROM area WHERE kind = 'community'`,
		`{"idle":86400000,"steps":[{"who":["steward"],"wait":86400000,"repeat":0}]}`) // or slow alerts would be repeated
	told := map[string]bool{}
	for i := range kills {
		done := make(chan struct{})
		go func() {
			defer close(done)
			w.report(neighbours[i], told)
		}()
		time.Sleep(time.Duration(rand.IntN(60)) * time.Millisecond) // the moment of the kill varies
		w.kill()
		<-done
		w.spawn()
	}
	w.report(neighbours[kills], told)
	w.until(func() bool {
		return w.count(`SELECT COUNT(*) FROM job_open WHERE kind NOT IN ('media.check', 'steward.page', 'account.left')`) == 0
	})
	w.must(w.sim.Settled(w.ctx))

	reports := w.count(`SELECT COUNT(*) FROM report`)
	if len(told) == 0 || reports < len(told) {
		t.Fatalf("%d numbers were shown, %d reports exist", len(told), reports)
	}
	for number := range told {
		day, running, _ := strings.Cut(number, "-")
		if n := w.count(`SELECT COUNT(*) FROM report WHERE number = ? * 1000000 + ?`, atoi(day), atoi(running)); n != 1 {
			t.Errorf("report %s exists %d times", number, n)
		}
	}
	if n := w.count(`SELECT COUNT(*) FROM steward_alert`); n != reports {
		t.Errorf("%d alerts for %d reports", n, reports)
	}
	// What the calendar tells staff without a chat, such as a cadence at the end of a month, waits in the list.
	if n := w.count(`SELECT COUNT(*) FROM notify_notice WHERE about LIKE 'report:%' AND state NOT IN ('sent', 'delivered')`); n != 0 {
		t.Errorf("%d notices did not arrive", n)
	}
	for _, p := range []*wxsim.Person{clerk, steward} {
		seen := map[string]int{}
		for _, d := range w.sim.Delivered(wxsim.OA, p.OpenID(wxsim.OA)) {
			seen[d.ClientMsgID]++
			if seen[d.ClientMsgID] > 1 {
				t.Errorf("%s arrived twice", d.ClientMsgID)
			}
		}
		if len(seen) != reports {
			t.Errorf("%d messages for %d reports", len(seen), reports)
		}
	}
	t.Logf("%d kills, %d reports, %d numbers shown", kills, reports, len(told))
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic(err)
	}
	return n
}

// victim is the program as a separate process.
type victim struct {
	*world
	binary string
	env    []string
	listen string
	files  int // its limit of file descriptors; 0: the same as this test
	cmd    *exec.Cmd
}

func newVictim(t *testing.T, more []string) *victim {
	t.Helper()
	v := &victim{world: &world{T: t, people: map[string]*citizen{}}, binary: filepath.Join(t.TempDir(), "linli")}
	if out, err := exec.Command("go", "build", "-o", v.binary, "linli/app").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	v.ctx, v.cancel = context.WithCancel(context.Background())
	t.Cleanup(v.cancel)
	v.sim = demo.NewPlatform(wxsim.Options{Now: time.Now, RetryAfter: 10 * time.Millisecond, ReplyWithin: time.Second})
	t.Cleanup(v.sim.Stop)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	v.must(err)
	v.listen = ln.Addr().String()
	v.must(ln.Close())
	env, err := v.sim.Env(t.TempDir(), v.listen)
	v.must(err)
	env = append(env, more...)
	v.config, err = system.LoadConfig(env)
	v.must(err)
	p := system.Process{Ctx: v.ctx, Env: env, Out: io.Discard, Log: io.Discard, Now: time.Now}
	s, err := system.Wire(p, v.config)
	v.must(err)
	v.must(s.ImportSheets(v.ctx, io.Discard, fixture.County()))
	v.must(s.Close())
	v.env = env
	v.sim.CallTo(v.listen)
	v.running = &system.Running{Address: v.listen}
	t.Cleanup(v.kill)
	return v
}

// quiet says whether no job is left but the second look at who was merged, which comes a minute later.
func (v *victim) quiet() bool {
	return v.count(`SELECT COUNT(*) FROM job_open WHERE kind <> 'account.left'`) == 0
}

// spawn starts the process and waits until it answers.
func (v *victim) spawn() {
	v.Helper()
	v.cmd = exec.Command(v.binary, "serve")
	if v.files > 0 {
		v.cmd = exec.Command("sh", "-c", fmt.Sprintf("ulimit -n %d; exec %s serve", v.files, v.binary))
	}
	v.cmd.Env = append(os.Environ(), v.env...)
	if os.Getenv("LINLI_TEST_LOG") != "" {
		v.cmd.Stderr = os.Stderr
	}
	v.must(v.cmd.Start())
	v.until(func() bool {
		res, err := http.Get("http://" + v.listen + "/healthz")
		if err != nil {
			return false
		}
		res.Body.Close()
		return res.StatusCode == 200
	})
}

func (v *victim) kill() {
	if v.cmd != nil && v.cmd.Process != nil {
		_ = v.cmd.Process.Kill()
		_ = v.cmd.Wait()
		v.cmd = nil
	}
}

func (v *victim) bind(p *wxsim.Person, account, number string) {
	v.Helper()
	path := map[string]string{"mp": "resident", "staff": "staff"}[account]
	var in struct{ Token string }
	v.request("", "POST", "/api/v1/login/"+path, map[string]string{"code": p.LoginCode(account)}, 200, &in)
	v.request(in.Token, "POST", "/api/v1/me/phone", map[string]string{"code": p.PhoneCode(account, number)}, 200, nil)
}

// report submits an urgent report unless the process dies, and keeps the number that was shown.
func (v *victim) report(p *wxsim.Person, told map[string]bool) {
	reply, err := p.Text("阳光花园3号楼里有燃气味")
	if err != nil {
		return
	}
	if number := toldNumber.FindString(reply.Text); number != "" {
		told[number] = true
	}
}
