package system

import (
	"errors"
	"strings"
	"time"

	"linli/app/auth"
	"linli/app/fault"
	"linli/app/when"
	"linli/wxmsg"
)

// Doctor counts the failed checks.
type Doctor struct {
	P   Process
	Bad int
}

// Finds prints the result of a check: its subject, the failure, and what to do.
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

// Lacks is Finds for what the service does without: a failure is told, but the installation is not wrong.
func (d *Doctor) Lacks(what string, err error) {
	if err == nil {
		d.Finds(what, nil)
		return
	}
	if f, ok := fault.As(err); ok && f.Err != nil {
		err = f.Err // the cause, for the operator
	}
	t := d.P.Tongue()
	d.P.Say("doctor.lacks", t.Say("doctor."+what), t.Explain(err))
	d.P.Say("doctor.todo", t.Say("doctor.do."+what))
}

// clockOff is by how much the clocks of two machines may differ.
const clockOff = 2 * time.Second

// Database names the product and its version, a clock that differs from this machine's, and each setting with which a rule of Linli does not
// hold.
func (d *Doctor) Database(s *System) {
	server, err := s.DB.Server(d.P.Ctx)
	d.Finds("database", err, strings.TrimSpace(string(server.Product)+" "+server.Version))
	if err != nil {
		return
	}
	t := d.P.Tongue()
	ahead, err := s.DB.Ahead(d.P.Ctx, d.P.Now)
	if err == nil && ahead.Abs() > clockOff {
		err = t.Err("doctor.clock_off", ahead.Round(time.Second))
	}
	d.Finds("clock", err)
	for _, w := range server.Wrong() {
		d.Bad++
		d.P.Say("doctor.bad", w.Name, t.Say("doctor.setting", w.Is, w.Want))
		d.P.Say("doctor.todo", t.Say("doctor.do.set_"+w.Rule))
	}
}

// Accounts asks WeChat whether each configured account works, and names the others.
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

// Refusals prints the platform's refusals of the last day. One older than an hour may be fixed, so it is no failure.
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
