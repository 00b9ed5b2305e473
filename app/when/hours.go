package when

import (
	"fmt"
	"strings"
	"time"

	"linli/app/fault"
)

// ErrHours is returned for invalid working hours.
var ErrHours = fault.New(fault.Invalid, "when.hours", "工作时间不正确，请这样填写：08:30-12:00,14:00-17:30")

// mostSpans is the most spans of one day.
const mostSpans = 6

// Span is a part of a day since midnight in Beijing, with From and without To.
type Span struct{ From, To time.Duration }

// Spans are the parts of one day in order.
type Spans []Span

// WorkHours are the working hours of a community on working days (Working) and on days off (Resting, 错时服务).
type WorkHours struct{ Working, Resting Spans }

// OfficeHours are the hours of a community that set none.
var OfficeHours = WorkHours{Working: Spans{
	{8*time.Hour + 30*time.Minute, 12 * time.Hour},
	{14 * time.Hour, 17*time.Hour + 30*time.Minute},
}}

// Check returns ErrHours unless the spans of each day are whole minutes, in order and without overlap, and a working day
// has at least one hour.
func (h WorkHours) Check() error {
	if err := h.Working.check(); err != nil {
		return err
	}
	if err := h.Resting.check(); err != nil {
		return err
	}
	if h.Working.total() < time.Hour {
		return ErrHours.Say("工作日至少要有1小时工作时间")
	}
	return nil
}

// ParseHours reads and checks both kinds of day, each in the form of ParseSpans.
func ParseHours(working, resting string) (h WorkHours, err error) {
	if h.Working, err = ParseSpans(working); err != nil {
		return WorkHours{}, err
	}
	if h.Resting, err = ParseSpans(resting); err != nil {
		return WorkHours{}, err
	}
	if err := h.Check(); err != nil {
		return WorkHours{}, err
	}
	return h, nil
}

// ParseSpans reads "08:30-12:00,14:00-17:30". An empty text is no span. A day may end at 24:00.
func ParseSpans(s string) (Spans, error) {
	if s = strings.TrimSpace(s); s == "" {
		return nil, nil
	}
	var spans Spans
	for part := range strings.SplitSeq(strings.ReplaceAll(s, "，", ","), ",") {
		from, to, _ := strings.Cut(strings.TrimSpace(part), "-")
		f, ok := parseClock(from)
		t, also := parseClock(to)
		if !ok || !also {
			return nil, ErrHours
		}
		spans = append(spans, Span{f, t})
	}
	if err := spans.check(); err != nil {
		return nil, err
	}
	return spans, nil
}

// String returns the form that ParseSpans reads.
func (s Spans) String() string {
	parts := make([]string, len(s))
	for i, p := range s {
		parts[i] = fmt.Sprintf("%s-%s", clockText(p.From), clockText(p.To))
	}
	return strings.Join(parts, ",")
}

func (s Spans) check() error {
	if len(s) > mostSpans {
		return ErrHours.Say("一天最多填写%d段工作时间", mostSpans)
	}
	end := time.Duration(0)
	for i, p := range s {
		switch {
		case p.From%time.Minute != 0 || p.To%time.Minute != 0 || p.From < 0 || p.To > 24*time.Hour:
			return ErrHours
		case p.From >= p.To:
			return ErrHours.Say("工作时间 %s 的结束早于开始", Spans{p})
		case i > 0 && p.From < end:
			return ErrHours.Say("工作时间 %s 与前一段重叠或顺序不对", Spans{p})
		}
		end = p.To
	}
	return nil
}

// total returns the length of all spans.
func (s Spans) total() time.Duration { return s.until(24 * time.Hour) }

// until returns how much of the spans is before at.
func (s Spans) until(at time.Duration) time.Duration {
	var sum time.Duration
	for _, p := range s {
		if at <= p.From {
			break
		}
		sum += min(at, p.To) - p.From
	}
	return sum
}

// after returns the first moment at which d of the spans has passed: the inverse of until.
func (s Spans) after(d time.Duration) time.Duration {
	for _, p := range s {
		if long := p.To - p.From; d > long {
			d -= long
			continue
		}
		return p.From + d
	}
	return 24 * time.Hour
}

func parseClock(s string) (time.Duration, bool) {
	s = strings.TrimSpace(s)
	if s == "24:00" {
		return 24 * time.Hour, true
	}
	t, err := time.Parse("15:04", s)
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute, err == nil
}

func clockText(d time.Duration) string {
	return fmt.Sprintf("%02d:%02d", d/time.Hour, d%time.Hour/time.Minute)
}
