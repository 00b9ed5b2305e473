package care

import (
	"strconv"
	"time"

	"linli/app/plan"
	"linli/app/when"
)

// Due is when somebody is visited next: the window in days, and the moment after which the visit is late.
type Due struct {
	plan.Window
	By time.Time
}

// Late says whether the visit is overdue.
func (d Due) Late(now time.Time) bool { return !d.By.IsZero() && !now.Before(d.By) }

// State returns where the window stands.
func (d Due) State(now time.Time) plan.State {
	if d.Late(now) {
		return plan.Late
	}
	return d.At(when.DateOf(now))
}

// Say returns in Chinese when the visit is due.
func (d Due) Say(now time.Time) string {
	today, end := when.DateOf(now), endOf(d.Last)
	switch {
	case d.Late(now) && d.Last >= today:
		return "已过时限"
	case !d.Late(now) && !d.By.IsZero() && d.By.Before(end):
		return sayDay(d.Last, today) + d.By.In(when.Beijing).Format(" 15:04") + " 前"
	}
	return d.Window.Say(today)
}

func sayDay(d, today when.Date) string {
	switch d {
	case today:
		return "今天"
	case today.Next():
		return "明天"
	}
	return d.Say()
}

// endOf returns the moment after a day.
func endOf(d when.Date) time.Time { return d.Next().Time() }

// Rest says on which days nobody works. A nil Rest knows of none.
type Rest func(when.Date) bool

// LevelOn returns the level on a day: that of the rules, raised or lowered by a decision; a change makes it the highest for a time.
func (c Cared) LevelOn(day when.Date) Level {
	l := c.Level
	if c.Set.Level != "" && day <= c.Set.Until {
		if l = c.Set.Level; c.Must && B.above(l) {
			l = B
		}
	}
	if c.changed(day) {
		l = A
	}
	return l
}

func (c Cared) changed(day when.Date) bool { return !c.ChangeAt.IsZero() && day <= c.ChangeUntil }

// planned says whether somebody is visited at all: at a level, or once on an agreed day that has not been kept.
func (c Cared) planned(day when.Date) bool {
	return c.EndedAt.IsZero() && (c.LevelOn(day) != "" || c.Asked > c.Last)
}

// NextDue returns when the visit is due, as seen on a day, without a surge. It is the only place that says so:
// the last visit and the interval of the level; a change is visited within a day, also on a holiday.
func (r Rules) NextDue(c Cared, today when.Date, rest Rest) (d Due) {
	if !c.planned(today) {
		return Due{}
	}
	l := c.LevelOn(today)
	if l == "" { // once
		d.Window = plan.Window{Opens: plan.Add(c.Asked, -onceBefore), Last: c.Asked}
		d.By = endOf(d.Last).UTC()
		return d
	}
	rhythm := r.Levels[l]
	if c.Declined != "" {
		rhythm = r.Levels[C]
	}
	if c.Half {
		rhythm.Every = rhythm.Every.Half()
	}
	from := c.Last
	if from == 0 {
		from = c.Since
	}
	d.Window = plan.Next(from, rhythm.Every, rhythm.Before)
	if l != A && rest != nil {
		for i := 0; i < 30 && rest(d.Last); i++ {
			d.Last = d.Last.Next()
		}
	}
	if c.Asked > from && c.Asked < d.Last {
		d.Window = plan.Window{Opens: min(d.Opens, c.Asked), Last: c.Asked}
	}
	d.By = endOf(d.Last)
	if c.changed(today) && c.LastAt.Before(c.ChangeAt) {
		if by := c.ChangeAt.Add(time.Duration(r.ChangeHours) * time.Hour); by.Before(d.By) {
			d.By = by
			d.Window = plan.Window{Opens: min(when.DateOf(c.ChangeAt), d.Opens), Last: when.DateOf(by)}
		}
	}
	d.By = d.By.UTC()
	return d
}

// Surge is a time of daily visits in some areas: an overlay that leaves every date as it is.
type Surge struct {
	ID      int64
	Areas   []int64
	Why     string
	From    when.Date
	Until   when.Date // 0: it goes on
	By      int64
	EndedBy int64
}

// Holds says whether the surge goes on.
func (s Surge) Holds(today when.Date) bool {
	return s.From <= today && (s.Until == 0 || today <= s.Until)
}

// over returns the due date under a surge since a day; since 0: there is none.
func (c Cared) over(d Due, since when.Date) Due {
	if since == 0 || d.Last == 0 {
		return d
	}
	daily := plan.Next(max(c.Last, plan.Add(since, -1)), plan.Every{N: 1, Unit: plan.Day}, 0)
	if by := endOf(daily.Last).UTC(); by.Before(d.By) {
		return Due{daily, by}
	}
	return d
}

// wantsDoor says whether the next visit has to be at the door: at the highest level every second one is.
func (c Cared) wantsDoor(day when.Date) bool {
	return c.LevelOn(day) == A && c.Declined == "" && c.Remote > 0
}

// visited notes a visit. The counting ones move the date.
func (c *Cared) visited(v *Visit, next when.Date) {
	v.Level = c.LevelOn(v.Day)
	v.DueOn = c.Due.Last
	v.Counts = v.Outcome.Seen() && (v.Way == Door || !c.wantsDoor(v.Day))
	if v.Counts && c.Due.Late(v.At) {
		v.LateDays = max(plan.Between(c.Due.Last, v.Day), 1)
	}
	if !v.Outcome.Seen() {
		return
	}
	c.Asked = next
	if !v.Counts || v.At.Before(c.LastAt) {
		return
	}
	c.Last, c.LastAt, c.ToldAt = v.Day, v.At, time.Time{}
	if c.Remote++; v.Way == Door {
		c.Remote = 0
	}
}

// Key is what is unique of a household, or of a person without one, in the plan.
func Key(household, who int64) string {
	if who != 0 {
		return "person:" + strconv.FormatInt(who, 10)
	}
	return "household:" + strconv.FormatInt(household, 10)
}
