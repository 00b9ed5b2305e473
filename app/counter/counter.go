// Package counter is the counters of a service hall (窗口): what each is for, when it is open, also at noon and on days off, and who sits
// there. B is asked when A is away. Its appointments and tickets are bookings of one service of the timetable.
package counter

import (
	"slices"
	"time"

	"linli/app/booking"
	"linli/app/fault"
	"linli/app/text"
	"linli/app/when"
)

// The limits.
const (
	MaxName     = 20  // characters of a name
	MaxAbout    = 300 // and of what people must know
	MaxHeading  = 12  // and of a heading
	MaxHeadings = 20
	MaxPlaces   = 10 // booked times in one half-hour
	MaxCounters = 20 // of one community
	MaxWords    = 60 // of what a visit was about

	// Keep is how long it is known who was asked to step in.
	Keep = 366 * 24 * time.Hour
)

// What can go wrong.
var (
	ErrMissing = fault.New(fault.Missing, "counter.missing", "未找到这个窗口")
	ErrWritten = fault.New(fault.Invalid, "counter.written", "请填写窗口名称（1 至 20 字），说明最多 300 字")
	ErrKind    = fault.New(fault.Invalid, "counter.kind", "统一窗口受理全部事项；特色窗口请选择 1 至 20 类事项")
	ErrHours   = fault.New(fault.Invalid, "counter.hours", "办公时间请按整点或半点填写，如“08:30-12:00,14:00-18:00”，至少有一段")
	ErrPlaces  = fault.New(fault.Invalid, "counter.places", "每半小时可约人数请填 1 至 10")
	ErrPlace   = fault.New(fault.Invalid, "counter.place", "请选择本社区的场所")
	ErrPosts   = fault.New(fault.Invalid, "counter.posts", "请选择 A 岗；A 岗和 B 岗须是本社区在岗的两个人")
	ErrFull    = fault.New(fault.Conflict, "counter.full", "一个社区最多登记 20 个窗口")
	ErrItem    = fault.New(fault.Conflict, "counter.item", "这个窗口不办这件事，请看看其他窗口")
	ErrResult  = fault.New(fault.Invalid, "counter.result", "请登记办了什么：咨询、当场办好或转代办")
	ErrName    = fault.New(fault.Invalid, "counter.name", "转代办要知道是谁，请先查找居民")
)

// Kind is what a counter takes.
type Kind string

// The kinds (S058).
const (
	General Kind = "general" // 统一窗口: every heading of the guide
	Special Kind = "special" // 特色窗口: its own headings
)

// Kinds lists them all.
var Kinds = []Kind{General, Special}

var kindNames = map[Kind]string{General: "统一窗口", Special: "特色窗口"}

// Name returns the kind in Chinese.
func (k Kind) Name() string { return kindNames[k] }

// Counter is one counter.
type Counter struct {
	ID        int64
	Community int64
	Service   int64 // of the timetable: its sessions are the counter's hours, its bookings the appointments and tickets
	Place     int64
	Name      string
	Kind      Kind
	Headings  []string // of the guide; none: every one
	A         int64    // who sits there
	B         int64    // who steps in; 0 nobody
	Working   string   // hours on working days, "08:30-12:00,14:00-18:00"
	Noon      bool     // open over noon (错时)
	NoonB     bool     // B sits there at noon, so that A can eat
	Resting   string   // hours on days off; "" closed
	Holidays  bool     // the hours of days off hold on public holidays too
	Places    int      // people who can book the same half-hour
	About     string
	EndedAt   time.Time // zero while it is there
}

// Takes says whether a counter is for matters of a heading.
func (c Counter) Takes(heading string) bool {
	return c.Kind == General || slices.Contains(c.Headings, heading)
}

// check cleans the words and returns what is wrong.
func (c *Counter) check() error {
	c.Name, c.About, c.Working, c.Resting = text.Line(c.Name), text.Words(c.About), text.Line(c.Working), text.Line(c.Resting)
	c.Headings = slices.Clone(c.Headings)
	for i, h := range c.Headings {
		c.Headings[i] = text.Line(h)
	}
	slices.Sort(c.Headings)
	c.Headings = slices.Compact(c.Headings)
	if c.B == 0 {
		c.NoonB = false
	}
	bad := func(h string) bool { return !text.Within(h, 1, MaxHeading) }
	switch {
	case !text.Within(c.Name, 1, MaxName), !text.Within(c.About, 0, MaxAbout):
		return ErrWritten
	case c.Kind.Name() == "", c.Kind == General && len(c.Headings) > 0, c.Kind == Special && len(c.Headings) == 0,
		len(c.Headings) > MaxHeadings, slices.ContainsFunc(c.Headings, bad):
		return ErrKind
	case c.Places < 1, c.Places > MaxPlaces:
		return ErrPlaces
	case c.A == 0, c.A == c.B:
		return ErrPosts
	}
	working, err := hours(c.Working)
	if err != nil {
		return err
	}
	resting, err := hours(c.Resting)
	if err == nil && len(working)+len(resting) == 0 {
		err = ErrHours
	}
	return err
}

// hours reads the hours of a day, which begin and end on the half-hour.
func hours(said string) (when.Spans, error) {
	all, err := when.ParseSpans(said)
	if err != nil {
		return nil, ErrHours
	}
	for _, s := range all {
		if s.From%(30*time.Minute) != 0 || s.To%(30*time.Minute) != 0 {
			return nil, ErrHours
		}
	}
	return all, nil
}

// opens returns the hours of a kind of day, with the noon in them.
func (c Counter) opens(only booking.Only) when.Spans {
	said := c.Resting
	if only == booking.WorkingDays {
		said = c.Working
	}
	all, err := hours(said)
	if err != nil || len(all) == 0 {
		return nil
	}
	if c.Noon && only == booking.WorkingDays {
		return when.Spans{{From: all[0].From, To: all[len(all)-1].To}}
	}
	return all
}

// step is the length of a booked time.
const step = 30

// lines returns the hours as lines of the timetable, from a day on.
func (c Counter) lines(from when.Date) (all []booking.Entry) {
	for _, only := range []booking.Only{booking.WorkingDays, booking.RestingDays} {
		for _, s := range c.opens(only) {
			all = append(all, booking.Entry{
				From: from, Days: booking.On(1, 2, 3, 4, 5, 6, 7), Every: 1, Begin: int(s.From / time.Minute), End: int(s.To / time.Minute),
				Step: step, Places: c.Places, Only: only, Holidays: only == booking.RestingDays && c.Holidays,
			})
		}
	}
	return all
}

// rules are those of a counter's service: anybody may book, a week ahead, and who comes late takes a number.
var rules = booking.Rules{Ahead: 7, Cutoff: 30, Hold: 5, Late: 15, Counter: true}

// service returns the service of the timetable.
func (c Counter) service(where string) booking.Service {
	return booking.Service{
		ID: c.Service, Community: c.Community, Area: c.Community, Name: c.Name, Kind: booking.Errand, Place: where, PlaceID: c.Place,
		About: c.About, Rules: rules, EndedAt: c.EndedAt,
	}
}
