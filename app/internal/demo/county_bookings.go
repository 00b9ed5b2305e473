package demo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"linli/app/auth"
	"linli/app/booking"
	"linli/app/when"
)

// demoService is a service of 阳光社区 with its lines of the timetable.
type demoService struct {
	service   booking.Service
	lines     []booking.Entry
	providers []string // codes of the providers
}

// demoTimetableDays is how many days ago the timetable was published.
const demoTimetableDays = 9.5

// hours is a line of a timetable: weekdays, first and last hour, and the length of a period in minutes.
func hours(days []int, from, to float64, step, places int) booking.Entry {
	return booking.Entry{
		Days: booking.On(days...), Every: 1, Begin: int(from * 60), End: int(to * 60), Step: step, Places: places,
	}
}

// demoServices is the week of 阳光社区 (S050-S068): the services, where they are, and what to bring.
func demoServices() []demoService {
	rules := func(change func(*booking.Rules)) booking.Rules {
		r := booking.DefaultRules
		change(&r)
		return r
	}
	haircuts := hours([]int{1, 3}, 9, 11.5, 0, 12)
	haircuts.WalkIns = 2
	reception := hours([]int{4}, 9, 11, 20, 1)
	reception.Host = "街道郭卫平"
	course := hours([]int{6}, 10, 11.5, 0, 15)
	course.Host = "剪纸"
	therapy := hours([]int{1, 2, 3, 4, 5, 6, 7}, 8.5, 11.5, 30, 2)
	therapy.Holidays = true
	return []demoService{
		{
			service: booking.Service{
				Name: "理发", Kind: booking.Care, Place: "一楼便民厅", About: "请自带毛巾。",
				Rules: rules(func(r *booking.Rules) { r.PerWeek = 2 }),
			},
			lines: []booking.Entry{haircuts}, providers: []string{"JM-10"},
		},
		{
			service: booking.Service{Name: "艾灸", Kind: booking.Care, Place: "二楼康养室", About: "饭后一小时再来，穿宽松的衣服。", Rules: booking.DefaultRules},
			lines:   []booking.Entry{hours([]int{2}, 9, 11, 30, 3)}, providers: []string{"JM-05"},
		},
		{
			service: booking.Service{Name: "义诊", Kind: booking.Care, Place: "一楼便民厅", About: "请带以前的病历和正在吃的药。", Rules: booking.DefaultRules},
			lines:   []booking.Entry{hours([]int{5}, 9, 11, 0, 20)}, providers: []string{"JM-04"},
		},
		{
			service: booking.Service{
				Name: "理疗", Kind: booking.Care, Place: "二楼康养室",
				Rules: rules(func(r *booking.Rules) { r.PerWeek = 3 }),
			},
			lines: []booking.Entry{therapy}, providers: []string{"JM-05"},
		},
		{
			service: booking.Service{Name: "现场办公", Kind: booking.Reception, Place: "二楼会议室", About: "街道领导当面听您说。", Rules: booking.DefaultRules},
			lines:   []booking.Entry{reception}, providers: []string{"CG-01", "JM-01"},
		},
		{
			service: booking.Service{
				Name: "亲子课堂", Kind: booking.Course, Place: "三楼活动室", About: "大人孩子一起来，剪刀由社区准备。",
				Rules: rules(func(r *booking.Rules) { r.Series = true }),
			},
			lines: []booking.Entry{course}, providers: []string{"JM-09"},
		},
		{
			service: booking.Service{
				Name: "上门理发", Kind: booking.Care, Place: "到您家里", About: "行动不便的居民，我们上门。",
				Rules: rules(func(r *booking.Rules) { r.Door = true }),
			},
			lines: []booking.Entry{hours([]int{4}, 14, 17, 45, 1)}, providers: []string{"JM-10"},
		},
	}
}

// demoVisit is a resident with a place in a past session, and what was done for them; "" is a no-show.
type demoVisit struct{ Who, Result string }

// demoSession is a session and the residents with a place in it.
type demoSession struct {
	Days    float64 // for a session ahead: how many days ago it was booked
	Service string
	By      string // code of the provider
	Visits  []demoVisit
}

// demoHeld are the last past sessions of these services.
var demoHeld = []demoSession{
	{Service: "理发", By: "JM-10", Visits: []demoVisit{{"JM-01", "理短发"}, {"JM-03", "修剪"}, {"JM-07", "理短发"}, {"HGJ-02", ""}}},
	{Service: "义诊", By: "JM-04", Visits: []demoVisit{{"JM-08", "血压 150/90，已提醒按时吃药"}, {"HGJ-07", "血糖正常"}}},
}

// demoAhead are the next sessions of these services.
var demoAhead = []demoSession{
	{Days: 0.9, Service: "艾灸", Visits: []demoVisit{{Who: "JM-07"}, {Who: "HGJ-02"}}},
	{Days: 0.8, Service: "义诊", Visits: []demoVisit{{Who: "JM-01"}, {Who: "JM-08"}, {Who: "HGJ-09"}}},
	{Days: 0.7, Service: "理疗", Visits: []demoVisit{{Who: "JM-02"}, {Who: "HGJ-05"}}},
	{Days: 0.6, Service: "亲子课堂", Visits: []demoVisit{{Who: "JM-02"}, {Who: "JM-06"}}},
}

// bookings returns the steps of the past at the service desk.
func (p *past) bookings(ctx context.Context) (all []moment, err error) {
	add := func(days float64, do func(context.Context, moment) error) {
		all = append(all, moment{days: days, report: -2, step: len(all), other: do})
	}
	add(demoTimetableDays, p.publishTimetable)
	for _, h := range demoHeld {
		at, err := p.lastHeld(ctx, h.Service)
		if err != nil {
			return nil, err
		}
		if days := wakingDays(p.now, at.Add(-50*time.Minute)); days < demoTimetableDays {
			add(days, func(ctx context.Context, m moment) error { return p.reserveAll(ctx, h.Visits, h.Service, at, m) })
			add(wakingDays(p.now, at.Add(-5*time.Minute)), func(ctx context.Context, m moment) error { return p.arrive(ctx, h, at, m) })
			add(wakingDays(p.now, at.Add(20*time.Minute)), func(ctx context.Context, m moment) error { return p.serve(ctx, h, at, m) })
		}
	}
	for _, a := range demoAhead {
		add(a.Days, func(ctx context.Context, m moment) error {
			return p.reserveAll(ctx, a.Visits, a.Service, p.now.Add(2*time.Hour), m)
		})
	}
	return all, nil
}

// lastHeld returns the start of the last session of a service that is over by now.
func (p *past) lastHeld(ctx context.Context, service string) (time.Time, error) {
	times, err := p.s.Clocks.Get(ctx)
	if err != nil {
		return time.Time{}, err
	}
	day, _ := when.Day(p.now)
	for _, s := range demoServices() {
		if s.service.Name != service {
			continue
		}
		for {
			day = day.AddDate(0, 0, -1)
			if _, off := times.Calendar().Holiday(when.DateOf(day)); s.lines[0].Days.Has(day.Weekday()) && !off {
				return day.Add(time.Duration(s.lines[0].Begin) * time.Minute), nil
			}
		}
	}
	return time.Time{}, fmt.Errorf("no service is called %s", service)
}

// publishTimetable publishes the timetable as the clerk, unless it is published.
func (p *past) publishTimetable(ctx context.Context, m moment) error {
	who, err := p.actor(ctx, "YG-02", m)
	if err != nil {
		return err
	}
	community := p.areas["YG"]
	known, _, err := p.s.Bookings.Services(ctx, community)
	if err != nil {
		return err
	}
	from := booking.Monday(when.DateOf(p.clock.Now()))
	for _, d := range demoServices() {
		if slices.ContainsFunc(known, func(s booking.Service) bool { return s.Name == d.service.Name }) {
			continue
		}
		d.service.Community, d.service.Area = community, community
		s, err := p.s.Bookings.SetService(ctx, who, d.service, "")
		if err != nil {
			return fmt.Errorf("offer %s: %w", d.service.Name, err)
		}
		for _, line := range d.lines {
			line.Service, line.From = s.ID, from
			for _, code := range d.providers {
				line.Providers = append(line.Providers, p.persons[code].ID)
			}
			if _, _, err := p.s.Bookings.SetEntry(ctx, who, line, ""); err != nil {
				return fmt.Errorf("publish the timetable of %s: %w", d.service.Name, err)
			}
		}
	}
	return nil
}

// session returns the first session of a service from a moment on that can be booked now; false without one.
func (p *past) session(ctx context.Context, service string, from time.Time) (booking.Session, bool, error) {
	now := p.clock.Now()
	for _, day := range []time.Time{from, from.AddDate(0, 0, 7)} {
		week, err := p.s.Bookings.Week(ctx, p.areas["YG"], when.DateOf(day))
		if err != nil {
			return booking.Session{}, false, err
		}
		for _, h := range week {
			if h.Service.Name == service && !h.Session.BeginAt.Before(from) && !now.Before(h.Session.OpensAt) {
				return h.Session, true, nil
			}
		}
	}
	return booking.Session{}, false, nil
}

// reserveAll books a session for residents of the roster, each the first free period.
func (p *past) reserveAll(ctx context.Context, all []demoVisit, service string, from time.Time, m moment) error {
	s, ok, err := p.session(ctx, service, from)
	if err != nil || !ok {
		return err
	}
	for _, v := range all {
		who, err := p.actor(ctx, v.Who, m)
		if err != nil {
			return err
		}
		if _, err := p.s.Bookings.Book(ctx, who, booking.Wish{Session: s.ID}); err != nil {
			return fmt.Errorf("%s books %s: %w", v.Who, service, err)
		}
	}
	return nil
}

// arrive checks in each resident who comes; the end of the session records the no-shows.
func (p *past) arrive(ctx context.Context, h demoSession, at time.Time, m moment) error {
	s, provider, err := p.desk(ctx, h, at, m)
	if err != nil {
		return err
	}
	for _, v := range h.Visits {
		b, err := p.s.Places.Living(ctx, s.ID, p.persons[v.Who].ID)
		if errors.Is(err, booking.ErrMissing) || v.Result == "" {
			continue // done before, or a no-show
		}
		if err != nil {
			return err
		}
		if _, err := p.s.Bookings.CheckIn(ctx, provider, b.ID); err != nil {
			return err
		}
	}
	return nil
}

// serve calls one resident after another and records what was done.
func (p *past) serve(ctx context.Context, h demoSession, at time.Time, m moment) error {
	s, provider, err := p.desk(ctx, h, at, m)
	if err != nil {
		return err
	}
	request := provider.Request
	for i := range h.Visits {
		provider.Request = fmt.Sprintf("%s-%d", request, i) // each tap of the button is a request of its own
		b, err := p.s.Bookings.CallNext(ctx, provider, s.ID)
		if errors.Is(err, booking.ErrNobody) {
			return nil
		}
		if err != nil {
			return err
		}
		if _, err := p.s.Bookings.Finish(ctx, provider, b.ID, p.done(h, b.Person)); err != nil {
			return err
		}
	}
	return nil
}

// done returns what was done for a resident in a session.
func (p *past) done(h demoSession, who int64) string {
	for _, v := range h.Visits {
		if p.persons[v.Who].ID == who {
			return v.Result
		}
	}
	return ""
}

// desk returns a past session and its provider.
func (p *past) desk(ctx context.Context, h demoSession, at time.Time, m moment) (booking.Session, auth.Actor, error) {
	s, _, err := p.session(ctx, h.Service, at)
	if err != nil {
		return s, auth.Actor{}, err
	}
	who, err := p.actor(ctx, h.By, m)
	return s, who, err
}
