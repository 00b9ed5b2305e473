package care

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/app/auth"
	"linli/app/media"
	"linli/app/notify"
	"linli/app/plan"
	"linli/app/text"
	"linli/app/when"
	"linli/app/wordlist"
	"linli/app/work"
)

// Entry is what a visitor writes down.
type Entry struct {
	Way     Way
	Outcome Outcome
	Needs   []string  // codes of the county's list
	Next    when.Date // the next visit, as agreed; 0 as planned
	Words   string
	Files   []int64
	With    []int64   // colleagues who visited too
	At      time.Time // zero: now
}

func (e *Entry) check(now time.Time, known []wordlist.Word) error {
	if e.Words = text.Words(e.Words); !text.Within(e.Words, 0, MaxWords) {
		return ErrWords
	}
	today := when.DateOf(now)
	at, ok := when.ByPhone(e.At, now, now.Sub(plan.Add(today, -backDated).Time()))
	switch e.At = at; {
	case e.Way.Name() == "" || e.Outcome.Name() == "" || e.Outcome == NoAnswer && e.Way == Street:
		return ErrOutcome
	case !ok:
		return ErrDay
	case e.Next != 0 && (e.Next <= today || e.Next > plan.Add(today, 366)):
		return ErrNext
	case len(e.Needs) > MaxNeeds || len(e.Needs) > 0 && !e.Outcome.Seen():
		return ErrNeeds
	case e.Outcome == Declined && !text.Within(e.Words, 2, MaxReason):
		return ErrReason
	}
	for _, n := range e.Needs {
		if !slices.ContainsFunc(known, func(w wordlist.Word) bool { return w.Code == n && !w.Hidden }) {
			return ErrNeeds
		}
	}
	if len(e.Needs) > 0 && e.Outcome == Well {
		e.Outcome = Needy
	}
	return nil
}

// Visit records a visit with the line of work of its visitor, in one transaction. Two who meet somebody on the same day made one
// visit. A visit without an answer begins the steps of a chase; one that met somebody ends them. Faults: ErrMissing, ErrOutcome, ErrWords,
// ErrDay, ErrNext, ErrNeeds, ErrReason, work.ErrColleague, work.ErrColleagues.
func (s *Service) Visit(ctx context.Context, who auth.Actor, id int64, e Entry) (v Visit, c Cared, err error) {
	if err := who.Need(auth.Helpers...); err != nil {
		return v, c, err
	}
	var words []wordlist.Word
	if len(e.Needs) > 0 {
		if words, err = s.list.Words(ctx, wordlist.Needs); err != nil {
			return v, c, err
		}
	}
	if err := e.check(s.now(), words); err != nil {
		return v, c, err
	}
	c, err = s.on(ctx, who, id, visits, func(d deed, c *Cared) error {
		v, err = d.visit(c, e)
		if err != nil {
			return err
		}
		return d.after(c, v, e, words)
	})
	return v, c, err
}

// visit saves the visit, or joins the one of the same day.
func (d deed) visit(c *Cared, e Entry) (Visit, error) {
	v := Visit{
		Community: c.Community, Cared: c.ID, Day: when.DateOf(e.At), At: e.At, NotedAt: d.now, Way: e.Way, Outcome: e.Outcome,
	}
	before := *c
	c.Due = d.due(*c)
	c.visited(&v, e.Next)
	joined, err := d.addOrJoin(&v, e.Outcome)
	if err != nil {
		return v, err
	}
	if joined {
		*c = before
	}
	if err := media.Claim(d.ctx, d.tx, d.who.Person, e.Files, c.Community); err != nil {
		return v, err
	}
	err = d.tx.AddVisitor(d.ctx, Visitor{Visit: v.ID, Person: d.who.Person, NotedAt: d.now, Words: e.Words, Files: e.Files})
	if err != nil || joined || !v.Outcome.Seen() {
		return v, err
	}
	return v, d.tellFamily(*c, v)
}

// addOrJoin adds a visit; if somebody was met on that day already, v is that visit, and a need found now stands on it.
func (d deed) addOrJoin(v *Visit, found Outcome) (joined bool, err error) {
	added, err := d.tx.AddCareVisit(d.ctx, v)
	if err != nil || added {
		return false, err
	}
	if *v, err = d.tx.SeenOn(d.ctx, v.Cared, v.Day); err != nil || v.Outcome != Well || found != Needy {
		return true, err
	}
	v.Outcome = Needy
	return true, d.tx.SaveOutcome(d.ctx, v.ID, Needy)
}

// tellFamily gives the carers their one sentence. A visit entered on a later day is no news.
func (d deed) tellFamily(c Cared, v Visit) error {
	if v.Day != d.today || v.Outcome == Declined || !d.told[c.Key()] {
		return nil
	}
	carers, err := d.carers(c)
	if err != nil {
		return err
	}
	say := "今天已走访，平安"
	if v.Outcome == Needy {
		say = "有需要，社区正在联系"
	}
	for _, who := range carers {
		if err := d.tell(noticeFamily, who, c, notify.Facts{notify.FactWords: say}); err != nil {
			return err
		}
	}
	return nil
}

// after writes what follows from a visit: the line of work, needs, the wish not to be visited, and the chase.
func (d deed) after(c *Cared, v Visit, e Entry, known []wordlist.Word) error {
	said := e.Way.Name() + "：" + e.Outcome.Name()
	var names []string
	for _, w := range known {
		if slices.Contains(e.Needs, w.Code) {
			names = append(names, w.Name)
		}
	}
	if len(names) > 0 {
		said += "（" + strings.Join(names, "、") + "）"
	}
	line := work.Line{
		Community: c.Community, At: e.At, About: fmt.Sprintf("visit:%d", v.ID), Deed: work.Visited, Area: c.Area,
		Household: c.Household, Served: c.Person, Place: d.room(*c), Words: said, Files: e.Files, Sensitive: true,
	}
	if err := work.Write(d.ctx, d.tx, d.tree, d.who, line); err != nil {
		return err
	}
	if err := d.together(v, e.With, line); err != nil {
		return err
	}
	for _, kind := range e.Needs {
		if err := d.tx.AddNeed(d.ctx, &Need{
			Community: c.Community, Building: c.Building, Cared: c.ID, Visit: v.ID, Kind: kind, State: OpenNeed, By: d.who.Person, At: d.now,
		}); err != nil {
			return err
		}
	}
	switch {
	case e.Outcome == Declined:
		c.Declined = e.Words
		if err := d.audit(*c, "decline", ""); err != nil {
			return err
		}
		fallthrough
	case e.Outcome.Seen():
		return d.endChase(*c, string(e.Way))
	case v.Day == d.today:
		return d.chase(*c, v)
	}
	return nil
}

// together writes the colleagues who visited too: a visitor each, with the line of work.
func (d deed) together(v Visit, with []int64, line work.Line) error {
	if err := work.Share(d.ctx, d.tx, d.tree, d.who, with, line, d.now); err != nil {
		return err
	}
	for _, id := range with {
		if id == d.who.Person {
			continue
		}
		if err := d.tx.JoinVisit(d.ctx, Visitor{Visit: v.ID, Person: id, NotedAt: d.now}); err != nil {
			return err
		}
	}
	return nil
}
