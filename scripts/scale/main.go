// Command scale runs several processes of Linli under traffic while servers behind them fail, and asks afterwards whether anything was lost
// or done twice (多机检查). scripts/scale.sh starts the servers.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"time"

	"linli/scripts/bench/lab"
)

// scale is one run.
type scale struct {
	lab.Lab
	place   *lab.Place
	length  time.Duration
	rushAt  time.Duration
	patient time.Duration
	ahead   string // a program whose clock is wrong, for the last process of each role; "" without one
	events  []event
	said    *said

	mu  sync.RWMutex
	all []*lab.Program // web, web, worker, worker
}

// roles of the processes; the first webs of them take requests.
var roles = []string{"web", "web", "worker", "worker"}

const webs = 2

// web returns the address of the n-th process that takes requests.
func (s *scale) web(n int) string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.all[n%webs].Listen
}

// event is a command of the shell at a moment of the traffic, or "roll PROGRAM".
type event struct {
	at time.Duration
	do string
}

// event reads "8s kill -KILL 123".
func (s *scale) event(text string) error {
	when, do, ok := strings.Cut(text, " ")
	at, err := time.ParseDuration(when)
	if !ok || err != nil {
		return errors.New(`an event is "8s command"`)
	}
	s.events = append(s.events, event{at, do})
	return nil
}

func main() {
	log.SetFlags(log.Ltime)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	s := &scale{said: newSaid()}
	var dsn, redis string
	flag.StringVar(&s.Linli, "linli", "", "path of the program")
	flag.StringVar(&dsn, "mysql", "", "an empty database")
	flag.StringVar(&redis, "redis", "", "Redis, a cluster or sentinels")
	flag.DurationVar(&s.length, "for", 30*time.Second, "how long the traffic lasts")
	flag.DurationVar(&s.patient, "patience", 2*time.Minute, "how long everything may take to be done afterwards")
	flag.DurationVar(&s.rushAt, "rush", 10*time.Second, "when the opening minute is")
	flag.StringVar(&s.ahead, "ahead", "", "path of a program whose clock is wrong, for one process of each role")
	flag.Func("do", `a command at a moment: "8s kill -KILL 123", or "8s roll PROGRAM" to replace each process by that program`, s.event)
	flag.Parse()
	if err := s.run(ctx, dsn, redis); err != nil {
		fmt.Fprintln(os.Stderr, "scale:", err)
		stop()
		os.Exit(1)
	}
}

func (s *scale) run(ctx context.Context, dsn, redis string) error {
	if err := s.Open(ctx); err != nil {
		return err
	}
	defer s.Close()
	var err error
	if s.place, err = s.At(dsn, redis); err != nil {
		return err
	}
	defer s.place.DB.Close()
	if err := s.settle(); err != nil {
		return err
	}
	defer s.stop()
	for i, role := range roles {
		program := s.Linli
		if last := i%webs == webs-1; last && s.ahead != "" {
			program = s.ahead
		}
		r, err := s.Start(s.place, program, "serve", "--role", role)
		if err != nil {
			return err
		}
		s.all = append(s.all, r)
	}
	front := s.front()
	defer front.Close()
	if err := s.traffic(); err != nil {
		return err
	}
	log.Printf("%s", s.said)
	return s.check()
}

// stop ends all processes.
func (s *scale) stop() {
	for _, r := range s.all {
		r.Stop()
	}
}

// happen runs the events, each at its moment.
func (s *scale) happen(group *sync.WaitGroup) {
	begin := time.Now()
	for _, e := range s.events {
		group.Go(func() {
			select {
			case <-s.Ctx.Done():
				return
			case <-time.After(time.Until(begin.Add(e.at))):
			}
			log.Printf("%s: %s", e.at, e.do)
			if program, ok := strings.CutPrefix(e.do, "roll "); ok {
				if err := s.roll(program); err != nil {
					s.said.wrong("%s: %v", e.do, err)
				}
				return
			}
			if out, err := exec.CommandContext(s.Ctx, "bash", "-c", e.do).CombinedOutput(); err != nil {
				log.Printf("%s failed: %v %s", e.do, err, out)
			}
		})
	}
}

// roll replaces one process after the other by this program, as an operator upgrades several machines.
func (s *scale) roll(program string) error {
	for i, role := range roles {
		s.all[i].Stop()
		r, err := s.Start(s.place, program, "serve", "--role", role)
		if err != nil {
			return err
		}
		s.mu.Lock()
		s.all[i] = r
		s.mu.Unlock()
	}
	log.Printf("all processes are %s", program)
	return nil
}
