// Package hall lends the places of a community for an hour (借用场地) to a person, a team or an org. The hours of a place stand in one
// table (place.Hours) with the sessions of services, so two never have the same half-hour.
package hall

import (
	"fmt"
	"slices"
	"time"

	"linli/app/booking"
	"linli/app/fault"
	"linli/app/job"
	"linli/app/person"
	"linli/app/place"
	"linli/app/text"
	"linli/app/when"
)

// The limits.
const (
	MaxPurpose = 60
	MaxTeam    = 20
	MaxWords   = 100
	MaxPeople  = 5000

	// Keep is how long a use is kept after its time.
	Keep = 365 * 24 * time.Hour
)

// TendJob reminds, asks for the closing list and ends the use it refers to.
const TendJob job.Kind = "hall.tend"

// What can go wrong.
var (
	ErrMissing = fault.New(fault.Missing, "hall.missing", "未找到这次借用")
	ErrList    = fault.New(fault.Invalid, "hall.list", "没有这个列表")
	ErrWritten = fault.New(fault.Invalid, "hall.written", "请写明做什么用（2 至 60 字），队伍名称最多 20 字")
	ErrPeople  = fault.New(fault.Invalid, "hall.people", "请填写大约多少人")
	ErrTime    = fault.New(fault.Invalid, "hall.time", "请按半小时选同一天的开始和结束时间")
	ErrWords   = fault.New(fault.Invalid, "hall.words", "请写明原因（2 至 100 字）")
	ErrOrg     = fault.New(fault.Invalid, "hall.org", "您不是这家单位的联系人")
	ErrNotLent = fault.New(fault.Conflict, "hall.not_lent", "这个场所不外借，请看看其他场所")
	ErrClosed  = fault.New(fault.Conflict, "hall.closed", "这个时间不开放，请选开放的时间")
	ErrPast    = fault.New(fault.Conflict, "hall.past", "这个时间已经过去，请选后面的时间")
	ErrAhead   = fault.New(fault.Conflict, "hall.ahead", "还没有到可以借的时候")
	ErrTaken   = fault.New(fault.Conflict, "hall.taken", "这个时间已经有人用了，请选别的时间")
	ErrLimit   = fault.New(fault.Conflict, "hall.limit", "这一周借满了，请选别的周")
	ErrState   = fault.New(fault.Conflict, "hall.state", "这次借用现在不能这样做，请看最新情况")
	ErrEarly   = fault.New(fault.Conflict, "hall.early", "还没有开始用，请用完再办")
	ErrDay     = fault.New(fault.Invalid, "hall.day", "请选今天或以后 60 天内的日子")

	errAgain = fault.New(fault.Conflict, "hall.again", "请再试一次") // the number of the week was taken at the same moment
)

// Use is one group in one place for some half-hours.
type Use struct {
	ID        int64
	Community int64
	Place     int64
	From, To  time.Time
	Person    int64        // who asks; 0: only name and number are known
	Name      string       // of somebody without an account
	Phone     person.Phone // and their number
	Org       int64        // in whose name; 0
	Team      string       // in whose name, in words; ""
	Purpose   string
	People    int
	State     State
	Reason    string   // why it was declined or cancelled
	Tidied    []string // what of the closing list was done
	Party     string   // the group, as the limit of a week counts it
	Week      int      // the Monday
	Nth       int      // which of the group's uses of the week; 0 once it no longer counts
	Told      Told
	AskedAt   time.Time
	EnteredBy int64 // staff; 0: by themselves
	DecidedAt time.Time
	DecidedBy int64
	EndedAt   time.Time
	EndedBy   int64
	Request   string // the idempotency key that made it
	Deed      string // the one that changed it last
}

// Told is what the group was told by the clock.
type Told int

// What is told.
const (
	Reminded Told = 1 << iota
	AskedToTidy
)

// Wish is what somebody asks for. Name and Phone are of somebody at the counter.
type Wish struct {
	Place    int64
	From, To time.Time
	Org      int64
	Team     string
	Purpose  string
	People   int
	Name     string
	Phone    person.Phone
}

// check cleans the words and returns ErrWritten, ErrPeople or ErrTime.
func (w *Wish) check() error {
	w.Purpose, w.Team = text.Line(w.Purpose), text.Line(w.Team)
	switch {
	case !text.Within(w.Purpose, 2, MaxPurpose), !text.Within(w.Team, 0, MaxTeam):
		return ErrWritten
	case w.People < 1 || w.People > MaxPeople:
		return ErrPeople
	case !w.From.Before(w.To), !w.From.Equal(w.From.Truncate(place.Grid)), !w.To.Equal(w.To.Truncate(place.Grid)), w.day() != when.DateOf(w.To.Add(-time.Minute)):
		return ErrTime
	}
	return nil
}

func (w Wish) day() when.Date { return when.DateOf(w.From) }

// fits returns nil when the place can be borrowed for the time: ErrNotLent, ErrPast, ErrAhead, ErrClosed or ErrPeople otherwise.
func (w Wish) fits(p place.Place, c *when.Calendar, now time.Time) error {
	open, holiday := p.OpenOn(w.day(), c)
	begin := w.day().Time()
	within := slices.ContainsFunc(open, func(s when.Span) bool {
		return !w.From.Before(begin.Add(s.From)) && !w.To.After(begin.Add(s.To))
	})
	switch {
	case !p.Lending.On || !p.EndedAt.IsZero():
		return ErrNotLent
	case !w.From.After(now):
		return ErrPast
	case w.day() > when.DateOf(now.AddDate(0, 0, p.Lending.Ahead)):
		return ErrAhead.Say("这个场所最多提前 %d 天借", p.Lending.Ahead)
	case holiday != "":
		return ErrClosed.Say("%s是%s，不外借，请选别的日子", w.day().Say(), holiday)
	case !within && len(open) == 0:
		return ErrClosed.Say("%s不开放，请选别的日子", w.day().Say())
	case !within:
		return ErrClosed.Say("这一天可以借的时间是 %s", open)
	case p.Seats > 0 && w.People > p.Seats:
		return ErrPeople.Say("这里最多坐 %d 人", p.Seats)
	}
	return nil
}

// party names the group whose uses of a week are counted together: the org, the team of the community, or the person.
func (u Use) party(phoneIndex string) string {
	switch {
	case u.Org != 0:
		return fmt.Sprintf("org:%d", u.Org)
	case u.Team != "":
		return "team:" + u.Team
	case u.Person != 0:
		return fmt.Sprintf("person:%d", u.Person)
	}
	return "phone:" + phoneIndex
}

// monday is the week of a use.
func monday(d when.Date) int { return int(booking.Monday(d)) }

// holder is who has the half-hours of a use.
func (u Use) holder() place.Holder { return place.Holder{Held: place.ByUse, ID: u.ID} }

// nextNth returns the first free number of a week, 0 when the limit is reached.
func nextNth(most int, taken []int) int {
	for n := 1; n <= most; n++ {
		if !slices.Contains(taken, n) {
			return n
		}
	}
	return 0
}

// Closure is a day on which a place is not lent.
type Closure struct {
	ID    int64
	Place int64
	Day   when.Date
	Words string
	By    int64
	At    time.Time
}
