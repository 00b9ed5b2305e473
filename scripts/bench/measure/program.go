package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/redis/go-redis/v9"
)

// program is Linli or the bare program, as a process.
type program struct {
	*place
	cmd    *exec.Cmd
	listen string
	admin  string
	done   chan error
	bare   bool
}

func freeAddress() (string, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer ln.Close()
	return ln.Addr().String(), nil
}

func (b *bench) environment(p *place, listen, admin string) []string {
	return append(os.Environ(), append(b.wechat.environment(), "LINLI_LISTEN="+listen, "LINLI_ADMIN_LISTEN="+admin,
		"LINLI_DATA="+p.dir, "LINLI_MYSQL_DSN="+p.mysql, "LINLI_REDIS_URL="+p.redis, "LINLI_TRUSTED_PROXIES=127.0.0.1",
		"LINLI_TEMPLATES="+filepath.Join(b.work, "templates.yaml"))...)
}

func (b *bench) migrate(p *place) error {
	if err := os.WriteFile(filepath.Join(b.work, "templates.yaml"), []byte(templates), 0o600); err != nil {
		return err
	}
	cmd := exec.CommandContext(b.ctx, b.linli, "migrate")
	cmd.Env = b.environment(p, "127.0.0.1:0", "127.0.0.1:0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("migrate: %w\n%s", err, out)
	}
	return nil
}

// start runs a program until stop and waits for its first answer.
func (b *bench) start(p *place, binary string, args ...string) (*program, error) {
	listen, err := freeAddress()
	if err != nil {
		return nil, err
	}
	admin, err := freeAddress()
	if err != nil {
		return nil, err
	}
	r := &program{place: p, listen: listen, admin: admin, done: make(chan error, 1), bare: binary == b.floor}
	r.cmd = exec.Command(binary, args...)
	r.cmd.Env = b.environment(p, listen, admin)
	out, err := os.Create(filepath.Join(p.dir, "log"))
	if err != nil {
		return nil, err
	}
	defer out.Close()
	r.cmd.Stdout, r.cmd.Stderr = out, out
	if err := r.cmd.Start(); err != nil {
		return nil, err
	}
	go func() { r.done <- r.cmd.Wait() }()
	if r.bare && args[0] == "notices" { // it does not listen
		time.Sleep(300 * time.Millisecond)
		return r, nil
	}
	return r, r.answers()
}

func (r *program) answers() error {
	deadline := time.Now().Add(30 * time.Second)
	for time.Now().Before(deadline) {
		select {
		case err := <-r.done:
			return fmt.Errorf("the program ended: %w\n%s", errors.Join(err, errors.New("no status")), r.log())
		default:
		}
		if res, err := http.Get("http://" + r.listen + "/healthz"); err == nil {
			res.Body.Close()
			return nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	return errors.New("the program does not answer")
}

// log returns the end of the program's log.
func (r *program) log() string {
	text, _ := os.ReadFile(filepath.Join(r.dir, "log")) //nolint:errcheck // for an error message
	return string(text[max(0, len(text)-2000):])
}

func (r *program) pause()  { _ = r.cmd.Process.Signal(syscall.SIGSTOP) }
func (r *program) resume() { _ = r.cmd.Process.Signal(syscall.SIGCONT) }

func (r *program) stop() {
	r.resume()
	_ = r.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-r.done:
	case <-time.After(25 * time.Second):
		_ = r.cmd.Process.Kill()
		<-r.done
	}
}

// memory returns the resident memory of the process in MB.
func (r *program) memory() float64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", r.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64) //nolint:errcheck // the kernel's own number
			return kb / 1024
		}
	}
	return 0
}

// worked returns the processor time of the process so far.
func (r *program) worked() time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", r.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(text), ") ")
	f := strings.Fields(rest)
	const user, system, tick = 11, 12, 10 * time.Millisecond
	a, _ := strconv.ParseInt(f[user], 10, 64)   //nolint:errcheck // the kernel's own number
	b, _ := strconv.ParseInt(f[system], 10, 64) //nolint:errcheck // likewise
	return time.Duration(a+b) * tick
}

// watch records the largest memory until stop.
func (r *program) watch() (stop func() float64) {
	end, most := make(chan struct{}), make(chan float64)
	go func() {
		largest := 0.0
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for {
			largest = max(largest, r.memory())
			select {
			case <-end:
				most <- largest
				return
			case <-tick.C:
			}
		}
	}()
	return func() float64 { close(end); return <-most }
}

// redisOptions finds the Redis of the program, also an embedded one: the loopback port besides its own two.
func (r *program) redisOptions() (*redis.Options, error) {
	if r.redis != "" {
		return redis.ParseURL(r.redis)
	}
	ports, err := listening(r.cmd.Process.Pid)
	if err != nil {
		return nil, err
	}
	for _, port := range ports {
		address := "127.0.0.1:" + port
		if address == r.listen || address == r.admin {
			continue
		}
		o := &redis.Options{Addr: address}
		c := redis.NewClient(o)
		err := c.Ping(context.Background()).Err()
		c.Close()
		if err == nil {
			return o, nil
		}
	}
	return nil, errors.New("the embedded Redis was not found")
}

var socket = regexp.MustCompile(`^socket:\[(\d+)\]$`)

// listening returns the TCP ports a process listens on.
func listening(pid int) ([]string, error) {
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", pid))
	if err != nil {
		return nil, err
	}
	own := map[string]bool{}
	for _, f := range files {
		if target, err := os.Readlink(f); err == nil {
			if m := socket.FindStringSubmatch(target); m != nil {
				own[m[1]] = true
			}
		}
	}
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/net/tcp", pid))
	if err != nil {
		return nil, err
	}
	var ports []string
	for line := range strings.Lines(string(text)) {
		f := strings.Fields(line)
		const listen = "0A"
		if len(f) < 10 || f[3] != listen || !own[f[9]] {
			continue
		}
		_, hex, _ := strings.Cut(f[1], ":")
		port, err := strconv.ParseUint(hex, 16, 16)
		if err != nil {
			continue
		}
		ports = append(ports, strconv.FormatUint(port, 10))
	}
	return ports, nil
}

// profiled makes a CPU profile of the program during load and notes its first lines.
func (b *bench) profiled(r *program, name string, load func()) {
	file, trace := filepath.Join(b.keep, name+".pprof"), filepath.Join(b.keep, name+".trace")
	got := make(chan error, 1)
	go func() {
		err := r.fetch(fmt.Sprintf("/debug/pprof/profile?seconds=%d", pick(b, 1, 5)), file)
		got <- errors.Join(err, r.fetch("/debug/pprof/trace?seconds=1", trace))
	}()
	time.Sleep(100 * time.Millisecond)
	load()
	if err := <-got; err != nil {
		b.note("No profile of %s: %v", name, err)
		return
	}
	waits := filepath.Join(b.keep, name+".waits.pprof")
	if out, err := exec.Command("go", "tool", "trace", "-pprof=sync", trace).Output(); err == nil {
		_ = os.WriteFile(waits, out, 0o600) //nolint:errcheck // without the file there is no output
	}
	b.note("Where the time goes, %s: processor time by function, the same with what it calls, and waiting (`%s*`).\n\n```\n%s\n%s\n%s```",
		name, filepath.Join(b.keep, name), top("-flat", "-nodecount=15", b.linli, file),
		top("-cum", "-nodecount=45", "-focus=linli|asynq|fiber", b.linli, file),
		top("-cum", "-nodecount=40", "-focus=linli/store|asynq", waits))
}

// fetch keeps what the admin address answers.
func (r *program) fetch(path, file string) error {
	res, err := http.Get("http://" + r.admin + path)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	return os.WriteFile(file, body, 0o600)
}

// top returns the head of a profile by pprof.
func top(args ...string) string {
	var out bytes.Buffer
	cmd := exec.Command("go", append([]string{"tool", "pprof", "-top"}, args...)...)
	cmd.Stdout = &out
	if err := cmd.Run(); err != nil {
		return err.Error() + "\n"
	}
	var lines []string
	for line := range strings.Lines(out.String()) {
		if !strings.HasPrefix(line, "File:") && !strings.HasPrefix(line, "Build ID:") && !strings.HasPrefix(line, "Time:") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}
