package system

import (
	"errors"
	"time"

	"linli/app/auth"
	"linli/app/when"
	"linli/wxmsg"
)

// Doctor counts what is wrong.
type Doctor struct {
	P   Process
	Bad int
}

// Finds tells what a check found: what it is about, what is wrong, and what to do.
func (d *Doctor) Finds(what string, err error, args ...any) {
	t := d.P.Tongue()
	name := t.Say("doctor."+what, args...)
	if err == nil {
		d.P.Say("doctor.ok", name)
		return
	}
	d.Bad++
	d.P.Say("doctor.bad", name, t.Explain(err))
	d.P.Say("doctor.todo", t.Say("doctor.do."+what))
}

// Accounts asks WeChat whether each account that is set works, and names those that are not set.
func (d *Doctor) Accounts(s *System, cfg Config) {
	configured := map[auth.Account]bool{}
	for _, a := range cfg.Accounts() {
		configured[a.Name] = true
		d.Finds("account", s.Wechat.Probe(d.P.Ctx, a.Name), a.Name)
	}
	t := d.P.Tongue()
	for _, name := range auth.Accounts {
		if !configured[name] {
			d.P.Say("doctor.note", t.Say("doctor.not_set", name))
		}
	}
	if len(configured) == 0 {
		d.P.Say("doctor.note", t.Say("config.no_account"))
	}
}

// Refusals tells what the running service heard from the platform in the last day; what is older than an hour may be mended and
// fails nothing.
func (d *Doctor) Refusals(s *System) {
	now, t := d.P.Now(), d.P.Tongue()
	heard, err := s.troubles.Since(d.P.Ctx, now.Add(-24*time.Hour))
	if err != nil || len(heard) == 0 {
		d.Finds("quiet", err)
	}
	for _, h := range heard {
		if now.Sub(h.At) < troubled {
			d.Finds("refused", errors.New(wxmsg.Trouble(h).String()), when.Full(h.At))
			continue
		}
		d.P.Say("doctor.note", t.Say("doctor.refused", when.Full(h.At))+": "+wxmsg.Trouble(h).String())
	}
}
