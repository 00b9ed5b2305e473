package main

import (
	"errors"
	"time"

	"linli/app/auth"
	"linli/app/when"
	"linli/store"
	"linli/wxmsg"
)

type doctorCommand struct{}

// Run checks everything, says what to do about each finding, and fails when something is wrong. An account without settings is
// nothing wrong.
func (doctorCommand) Run(p process) error {
	cfg, err := loadConfig(p.env)
	if err != nil {
		return err
	}
	s, err := wire(p, cfg)
	if err != nil {
		return err
	}
	defer s.Close()
	d := doctor{p: p}
	d.finds("database", s.db.Ping(p.ctx), s.db.Engine())
	d.finds("redis", s.redis.Ping(p.ctx))
	d.finds("pictures", store.ProbeBlobs(p.ctx, s.blobs))
	tree, err := s.areas.Tree(p.ctx)
	if err == nil {
		_, err = tree.Root()
	}
	d.finds("areas", err)
	d.finds("calendar", s.calendarMissing(p.ctx))
	d.accounts(s, cfg)
	for _, err := range s.wechat.CheckTemplates(p.ctx) {
		d.finds("templates", err)
	}
	d.refusals(s)
	if d.bad > 0 {
		return p.tongue().err("doctor.failed", d.bad)
	}
	return nil
}

// doctor counts what is wrong.
type doctor struct {
	p   process
	bad int
}

// finds tells what a check found: what it is about, what is wrong, and what to do.
func (d *doctor) finds(what string, err error, args ...any) {
	t := d.p.tongue()
	name := t.say("doctor."+what, args...)
	if err == nil {
		d.p.say("doctor.ok", name)
		return
	}
	d.bad++
	d.p.say("doctor.bad", name, t.explain(err))
	d.p.say("doctor.todo", t.say("doctor.do."+what))
}

func (d *doctor) accounts(s *system, cfg config) {
	configured := map[auth.Account]bool{}
	for _, a := range cfg.accounts() {
		configured[a.Name] = true
		d.finds("account", s.wechat.Probe(d.p.ctx, a.Name), a.Name)
	}
	t := d.p.tongue()
	for _, name := range auth.Accounts {
		if !configured[name] {
			d.p.say("doctor.note", t.say("doctor.not_set", name))
		}
	}
	if len(configured) == 0 {
		d.p.say("doctor.note", t.say("config.no_account"))
	}
}

// refusals tells what the running service heard from the platform in the last day; what is older than an hour may be mended and
// fails nothing.
func (d *doctor) refusals(s *system) {
	now, t := d.p.now(), d.p.tongue()
	heard, err := s.troubles.Since(d.p.ctx, now.Add(-24*time.Hour))
	if err != nil || len(heard) == 0 {
		d.finds("quiet", err)
	}
	for _, h := range heard {
		if now.Sub(h.At) < troubled {
			d.finds("refused", errors.New(wxmsg.Trouble(h).String()), when.Full(h.At))
			continue
		}
		d.p.say("doctor.note", t.say("doctor.refused", when.Full(h.At))+": "+wxmsg.Trouble(h).String())
	}
}
