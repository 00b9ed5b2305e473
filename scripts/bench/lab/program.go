package lab

import (
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
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/redis/go-redis/v9"
)

// Program is Linli or the bare program, as a process.
type Program struct {
	*Place
	Cmd    *exec.Cmd
	Listen string
	Admin  string
	Done   chan error
	Bare   bool
	log    string
}

// FreeAddress returns a loopback address on which nobody listens now.
func FreeAddress() (string, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer ln.Close()
	return ln.Addr().String(), nil
}

// Environment returns the environment of a program of the place.
func (b *Lab) Environment(p *Place, listen, admin string) []string {
	return append(os.Environ(), append(b.Wechat.Environment(), "LINLI_LISTEN="+listen, "LINLI_ADMIN_LISTEN="+admin,
		"LINLI_DATA="+p.Dir, "LINLI_MYSQL_DSN="+p.MySQL, "LINLI_REDIS_URL="+p.Redis, "LINLI_TRUSTED_PROXIES=127.0.0.1",
		"LINLI_TEMPLATES="+filepath.Join(b.Work, "templates.yaml"))...)
}

// Migrate makes the tables of a place.
func (b *Lab) Migrate(p *Place) error {
	if err := os.WriteFile(filepath.Join(b.Work, "templates.yaml"), []byte(templates), 0o600); err != nil {
		return err
	}
	cmd := exec.CommandContext(b.Ctx, b.Linli, "migrate")
	cmd.Env = b.Environment(p, "127.0.0.1:0", "127.0.0.1:0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("migrate: %w\n%s", err, out)
	}
	return nil
}

// Start runs a program until stop and waits for its first answer; a worker answers at its own address for the operator.
func (b *Lab) Start(p *Place, binary string, args ...string) (*Program, error) {
	listen, err := FreeAddress()
	if err != nil {
		return nil, err
	}
	admin, err := FreeAddress()
	if err != nil {
		return nil, err
	}
	b.programs++
	r := &Program{
		Place: p, Listen: listen, Admin: admin, Done: make(chan error, 1), Bare: binary == b.Floor,
		log: filepath.Join(p.Dir, fmt.Sprintf("log-%d", b.programs)),
	}
	r.Cmd = exec.Command(binary, args...)
	r.Cmd.Env = b.Environment(p, listen, admin)
	out, err := os.Create(r.log)
	if err != nil {
		return nil, err
	}
	defer out.Close()
	r.Cmd.Stdout, r.Cmd.Stderr = out, out
	if err := r.Cmd.Start(); err != nil {
		return nil, err
	}
	go func() { r.Done <- r.Cmd.Wait() }()
	if r.Bare && args[0] == "notices" { // it does not listen
		time.Sleep(300 * time.Millisecond)
		return r, nil
	}
	first := "http://" + listen + "/healthz"
	if slices.Contains(args, "worker") {
		first = "http://" + admin + "/metrics"
	}
	return r, r.answers(first)
}

// answers waits until the program answers, at most 30 seconds.
func (r *Program) answers(first string) error {
	deadline := time.Now().Add(30 * time.Second)
	for time.Now().Before(deadline) {
		select {
		case err := <-r.Done:
			return fmt.Errorf("the program ended: %w\n%s", errors.Join(err, errors.New("no status")), r.Log())
		default:
		}
		if res, err := http.Get(first); err == nil {
			res.Body.Close()
			return nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	return fmt.Errorf("the program does not answer\n%s", r.Log())
}

// Log returns the end of the program's log.
func (r *Program) Log() string {
	text, _ := os.ReadFile(r.log) //nolint:errcheck // for an error message
	return string(text[max(0, len(text)-2000):])
}

// Pause freezes the process until Resume.
func (r *Program) Pause() { _ = r.Cmd.Process.Signal(syscall.SIGSTOP) }

// Resume ends a Pause.
func (r *Program) Resume() { _ = r.Cmd.Process.Signal(syscall.SIGCONT) }

// Stop ends the program as an operator does, and kills it after 25 seconds.
func (r *Program) Stop() {
	r.Resume()
	_ = r.Cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-r.Done:
	case <-time.After(25 * time.Second):
		_ = r.Cmd.Process.Kill()
		<-r.Done
	}
}

// Memory returns what the process has in memory in MiB, or 0 when it has ended.
func (r *Program) Memory() float64 { return r.memory("VmRSS:") }

// OwnMemory is Memory without the pages of the program's file, which the system shares between processes and drops when it needs the room.
func (r *Program) OwnMemory() float64 { return r.memory("RssAnon:") }

func (r *Program) memory(of string) float64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", r.Cmd.Process.Pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, of); ok {
			kb, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64) //nolint:errcheck // the kernel's own number
			return kb / 1024
		}
	}
	return 0
}

// Worked returns the processor time of the process so far.
func (r *Program) Worked() time.Duration { return worked(r.Cmd.Process.Pid) }

// AllWorked returns the processor time of the process, its database and its Redis so far.
func (r *Program) AllWorked() (time.Duration, error) {
	sum := r.Worked()
	if r.Root == nil {
		return sum, nil
	}
	var file string
	if err := r.Root.QueryRow(`SELECT @@pid_file`).Scan(&file); err != nil {
		return 0, err
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	o, err := r.RedisOptions()
	if err != nil {
		return 0, err
	}
	c := redis.NewClient(o)
	defer c.Close()
	about, err := c.Info(context.Background(), "server").Result()
	if err != nil {
		return 0, err
	}
	_, after, _ := strings.Cut(about, "process_id:")
	number, _, _ := strings.Cut(after, "\r")
	for _, one := range []string{strings.TrimSpace(string(text)), number} {
		pid, err := strconv.Atoi(one)
		if err != nil {
			return 0, err
		}
		sum += worked(pid)
	}
	return sum, nil
}

func worked(pid int) time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
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

// Watch records the largest memory until stop.
func (r *Program) Watch() (stop func() float64) {
	end, most := make(chan struct{}), make(chan float64)
	go func() {
		largest := 0.0
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for {
			largest = max(largest, r.Memory())
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

// RedisOptions finds the Redis of the program, also an embedded one: the loopback port besides its own two.
func (r *Program) RedisOptions() (*redis.Options, error) {
	if r.Redis != "" {
		return redis.ParseURL(r.Redis)
	}
	ports, err := listening(r.Cmd.Process.Pid)
	if err != nil {
		return nil, err
	}
	for _, port := range ports {
		address := "127.0.0.1:" + port
		if address == r.Listen || address == r.Admin {
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

// Fetch keeps what the admin address answers.
func (r *Program) Fetch(path, file string) error {
	res, err := http.Get("http://" + r.Admin + path)
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
