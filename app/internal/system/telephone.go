package system

import (
	"context"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"linli/app/notify"
	"linli/app/person"
	"linli/app/steward"
	"linli/app/when"
	"linli/handlers"
	"linli/store"
	"linli/telecom"
)

// telephone is what the service needs for SMS and voice calls.
type telephone struct {
	Dialer *telecom.Client
	token  string // of the addresses of the callbacks
	counts *store.Notices
}

func (s *System) openTelephone() error {
	lines, err := s.Config.lines()
	if err != nil {
		return err
	}
	templates, err := s.Config.phoneTemplates()
	if err != nil {
		return err
	}
	if s.Dialer, err = telecom.NewClient(telecom.Config{
		Lines: lines, Templates: templates, Now: s.now,
		Count: func(channel, provider, outcome string) {
			s.Metrics.phone.WithLabelValues(channel, provider, outcome).Inc()
		},
	}); err != nil {
		return err
	}
	key, err := s.DB.Vault().SigningKey("telephone callbacks")
	if err != nil {
		return err
	}
	s.token, s.counts = hex.EncodeToString(key[:20]), store.NewNotices(s.DB)
	s.Metrics.telephone(func(ctx context.Context) ([]notify.Count, error) {
		return s.counts.PhoneDays(ctx, when.DateOf(s.now()))
	})
	return nil
}

// phonePolicy returns the policy of the telephone channels.
func (c Config) phonePolicy() notify.Phone {
	p := notify.DefaultPhone
	p.CallAfter = c.Voice.After
	p.Caps = map[notify.Channel]notify.Caps{
		notify.SMS:   {Person: c.SMS.Line.PersonDay, County: c.SMS.Line.CountyDay},
		notify.Voice: {Person: c.Voice.Line.PersonDay, County: c.Voice.Line.CountyDay},
	}
	return p
}

// callback takes what the providers push.
func (s *System) callback() handlers.PhoneCallback {
	return telecom.NewCallback(telecom.CallbackConfig{
		Token: s.token, Heard: s.notices.Heard, Now: s.now, Log: s.Log,
		Count: func(channel, outcome string) { s.Metrics.callbacks.WithLabelValues(channel, "receipt", outcome).Inc() },
	})
}

// CallbackPath returns the path to which a channel's provider pushes its receipts.
func (s *System) CallbackPath(channel notify.Channel) string {
	return telecom.Path(s.Config.providerOf(channel), channel, s.token)
}

// readyTelephone reports the configured channels of the telephone: their figures of today, a reached cap, and refusals that
// only an operator can fix.
func (s *System) readyTelephone(ctx context.Context, r *handlers.Readiness) {
	today, err := s.counts.PhoneDays(ctx, when.DateOf(s.now()))
	for _, channel := range telecom.Channels {
		if !s.Dialer.On(channel) {
			continue
		}
		if err != nil {
			note(r, string(channel), "unknown")
			continue
		}
		c := countOf(today, channel)
		note(r, string(channel), phoneState(c, s.Config.phonePolicy().Caps[channel]))
		r.Parts[string(channel)+".today"] = fmt.Sprintf("%d sent, %d arrived, %d failed, %d charged", c.Tries, c.Arrived, c.Failed, c.Units)
	}
}

func countOf(all []notify.Count, channel notify.Channel) notify.Count {
	for _, c := range all {
		if c.Channel == channel {
			return c
		}
	}
	return notify.Count{Channel: channel}
}

func phoneState(c notify.Count, caps notify.Caps) string {
	switch {
	case c.Wrong > 0:
		return fmt.Sprintf("%d refused", c.Wrong)
	case caps.County > 0 && c.Tries >= caps.County:
		return "cap reached"
	}
	return "ok"
}

// alarms implements notify.Alarms: stewards and staff answer for reports and calls. An alarm about anything else is answered
// when its notice is read.
type alarms struct {
	stewards *steward.Service
	persons  *person.Service
}

// Answered implements notify.Alarms.
func (a alarms) Answered(ctx context.Context, n notify.Notice) (bool, error) {
	about, id := subjectOf(n)
	if id == 0 {
		return false, nil
	}
	return a.stewards.Answered(ctx, about, id, n.Person)
}

// Acknowledge implements notify.Alarms.
func (a alarms) Acknowledge(ctx context.Context, n notify.Notice) error {
	about, id := subjectOf(n)
	if id == 0 {
		return nil
	}
	who, err := a.persons.Actor(ctx, n.Person)
	if err != nil {
		return err
	}
	return a.stewards.AcknowledgeByKey(ctx, who, about, id)
}

func subjectOf(n notify.Notice) (steward.Subject, int64) {
	about, text, _ := strings.Cut(n.About, ":")
	subject := steward.Subject(about)
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || subject != steward.AboutReport && subject != steward.AboutCall {
		return "", 0
	}
	return subject, id
}

// Telephone checks SMS and voice calls as far as the providers tell without sending, and prints the figures and the addresses
// for their consoles.
func (d *Doctor) Telephone(s *System) {
	t := d.P.Tongue()
	days, err := s.counts.PhoneDays(d.P.Ctx, when.DateOf(d.P.Now().Add(-24*time.Hour)))
	for _, channel := range telecom.Channels {
		if !s.Dialer.On(channel) {
			d.P.Say("doctor.note", t.Say("doctor.phone_off", channel))
			continue
		}
		wrong := s.Dialer.Check(d.P.Ctx, channel)
		if err != nil {
			wrong = append(wrong, err)
		}
		if len(wrong) == 0 {
			wrong = []error{nil}
		}
		for _, one := range wrong {
			d.Finds("phone", one, channel, s.Config.providerOf(channel))
		}
		d.P.Say("doctor.note", t.Say("doctor.phone_at", channel, s.Config.PublicURL+s.CallbackPath(channel)))
		for _, c := range days {
			if c.Channel == channel {
				d.P.Say("doctor.note", t.Say("doctor.phone_day", channel, c.Day, c.Tries, c.Arrived, c.Failed, c.Units))
			}
		}
		reason, err := s.counts.PhoneTrouble(d.P.Ctx, channel, d.P.Now().Add(-24*time.Hour))
		if err != nil || reason != "" {
			d.P.Say("doctor.note", t.Say("doctor.phone_bad", channel, reason))
		}
	}
}

var _ notify.Carrier = (*telecom.Client)(nil)
