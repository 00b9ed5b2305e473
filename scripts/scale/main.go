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
	web     []*lab.Program
	all     []*lab.Program
	length  time.Duration
	patient time.Duration
	events  []event
	said    *said
}

// event is a command of the shell at a moment of the traffic.
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
	flag.Func("do", `a command at a moment: "8s kill -KILL 123"`, s.event)
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
	for _, role := range []string{"web", "web", "worker", "worker"} {
		r, err := s.Start(s.place, s.Linli, "serve", "--role", role)
		if err != nil {
			return err
		}
		defer r.Stop()
		if s.all = append(s.all, r); role == "web" {
			s.web = append(s.web, r)
		}
	}
	front := s.front()
	defer front.Close()
	if err := s.traffic(); err != nil {
		return err
	}
	log.Printf("%s", s.said)
	return s.check()
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
			if out, err := exec.CommandContext(s.Ctx, "bash", "-c", e.do).CombinedOutput(); err != nil {
				log.Printf("%s failed: %v %s", e.do, err, out)
			}
		})
	}
}
