package patrol

import (
	"cmp"
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/text"
	"linli/app/when"
	"linli/app/work"
)

// Scanned is a code that somebody scanned on a round.
type Scanned struct {
	Code  string
	Plan  int64 // 0: that of the round, or the first one of the day with this point
	Floor string
	At    time.Time // zero: now. A telephone without a network sends it later
}

// Scan adds a scanned code to the actor's round, and begins one when none is on. It counts in the posts that the actor held at the
// time. The same point within a minute is one scan. Faults: ErrCode, ErrTime, ErrFloor.
func (s *Service) Scan(ctx context.Context, who auth.Actor, in Scanned) (Patrol, error) {
	if err := who.Need(auth.Everyone...); err != nil {
		return Patrol{}, err
	}
	now := s.with.Now()
	at, err := clock(in.At, now)
	if err != nil {
		return Patrol{}, err
	}
	if in.Floor = text.Line(in.Floor); utf8.RuneCountInString(in.Floor) > maxFloor {
		return Patrol{}, ErrFloor
	}
	tree, err := s.with.Areas.Tree(ctx)
	if err != nil {
		return Patrol{}, err
	}
	here, err := s.spot(ctx, tree, in.Code)
	if err != nil {
		return Patrol{}, err
	}
	who, err = asOf(ctx, s.with.Store, tree, who, at)
	if err != nil {
		return Patrol{}, err
	}
	if !covers(tree, who, here.area) {
		return Patrol{}, ErrCode
	}
	mine, err := s.asked(ctx, tree, who.Person, when.DateOf(at))
	if err != nil {
		return Patrol{}, err
	}
	one := Scan{Area: here.area, Place: here.place, Name: here.name, At: at, Floor: in.Floor}
	var p Patrol
	err = s.with.Store.InTx(ctx, func(tx Tx) error {
		p, err = s.scan(ctx, tx, step{tree, who, now}, choose(mine[when.DateOf(at)], in.Plan, one), one)
		return err
	})
	return p, err
}

// step is one deed of a walker.
type step struct {
	tree *area.Tree
	who  auth.Actor
	now  time.Time
}

// choose returns the plan of a new round: the one that was named, else the first one with the point; the zero Plan for none.
func choose(mine []Plan, named int64, s Scan) Plan {
	for _, p := range mine {
		if p.ID == named || named == 0 && slices.ContainsFunc(p.Points, func(o Point) bool { return o.SeenBy(s) }) {
			return p
		}
	}
	return Plan{}
}

func (s *Service) scan(ctx context.Context, tx Tx, st step, of Plan, one Scan) (Patrol, error) {
	if _, err := tx.LockPerson(ctx, st.who.Person); err != nil {
		return Patrol{}, err
	}
	around, err := tx.RoundsAround(ctx, st.who.Person, one.At)
	if err != nil {
		return Patrol{}, err
	}
	if i := slices.IndexFunc(around, func(p Patrol) bool { return p.takes(one.At, of.ID) }); i >= 0 {
		p := around[i]
		if !p.scan(one) {
			return p, nil
		}
		if p.Plan == 0 && of.ID != 0 {
			p.Plan, p.Area = of.ID, of.Area
		}
		if err := tx.AddScan(ctx, p.ID, p.Community, one); err != nil {
			return p, err
		}
		if !p.Open() {
			if err := s.recount(ctx, tx, p); err != nil {
				return p, err
			}
		}
		return p, tx.SaveRound(ctx, p)
	}
	for _, before := range around { // a round of another plan ends here
		if before.Open() && !one.At.Before(before.Last) {
			if err := s.end(ctx, tx, st, before, one.At, false); err != nil {
				return Patrol{}, err
			}
		}
	}
	p := Patrol{Plan: of.ID, Area: of.Area, Person: st.who.Person, Begin: one.At, Last: one.At}
	if p.Area == 0 {
		p.Area = one.Area
		if g, ok := st.tree.Up(one.Area, area.Grid); ok {
			p.Area = g.ID
		}
	}
	at, err := st.tree.Get(one.Area)
	if err != nil {
		return p, err
	}
	p.Community = at.Community
	p.scan(one)
	if err := tx.AddRound(ctx, &p); err != nil {
		return p, err
	}
	return p, tx.AddScan(ctx, p.ID, p.Community, one)
}

// Closing is how somebody ends their round.
type Closing struct {
	At    time.Time // zero: now
	Words string
	With  []int64 // colleagues who walked along
}

// Close ends the actor's round, with some words of theirs, and adds the line of each colleague who walked along. Closing again changes
// only the words and adds colleagues. Faults: ErrNone, ErrTime, ErrWords, work.ErrColleague, work.ErrColleagues.
func (s *Service) Close(ctx context.Context, who auth.Actor, c Closing) (Patrol, error) {
	if err := who.Need(auth.Everyone...); err != nil {
		return Patrol{}, err
	}
	now := s.with.Now()
	at, err := clock(c.At, now)
	if err != nil {
		return Patrol{}, err
	}
	if c.Words = text.Words(c.Words); !text.Within(c.Words, 0, maxWords) {
		return Patrol{}, ErrWords
	}
	tree, err := s.with.Areas.Tree(ctx)
	if err != nil {
		return Patrol{}, err
	}
	var p Patrol
	err = s.with.Store.InTx(ctx, func(tx Tx) error {
		if _, err := tx.LockPerson(ctx, who.Person); err != nil {
			return err
		}
		around, err := tx.RoundsAround(ctx, who.Person, at)
		if err != nil {
			return err
		}
		i := pick(around, at)
		if i < 0 {
			return ErrNone
		}
		p = around[i]
		p.Words = cmp.Or(c.Words, p.Words)
		if p, err = s.close(ctx, tx, step{tree, who, now}, p, at); err != nil {
			return err
		}
		return work.Share(ctx, tx, tree, who, c.With, lineOf(p), now)
	})
	return p, err
}

// close ends an open round; of a closed one it saves the words.
func (s *Service) close(ctx context.Context, tx Tx, st step, p Patrol, at time.Time) (Patrol, error) {
	if !p.Open() {
		return p, tx.SaveRound(ctx, p)
	}
	var err error
	if st.who, err = asOf(ctx, tx, st.tree, st.who, p.Begin); err != nil {
		return p, err
	}
	if err := s.end(ctx, tx, st, p, at, false); err != nil {
		return p, err
	}
	return roundOf(ctx, tx, p, at)
}

func roundOf(ctx context.Context, tx Tx, p Patrol, at time.Time) (Patrol, error) {
	all, err := tx.RoundsAround(ctx, p.Person, at)
	if i := slices.IndexFunc(all, func(o Patrol) bool { return o.ID == p.ID }); err == nil && i >= 0 {
		return all[i], nil
	}
	return p, err
}

// pick returns the round that is closed at a time: an open one, else the last one that had begun.
func pick(around []Patrol, at time.Time) int {
	best := -1
	for i, p := range around {
		if !p.Begin.After(at.Add(same)) && (best < 0 || p.Open() || !around[best].Open()) {
			best = i
		}
	}
	return best
}

// end closes a round, takes the length of its track, and writes its line of work.
func (s *Service) end(ctx context.Context, tx Tx, st step, p Patrol, at time.Time, byItself bool) error {
	p.close(at, byItself)
	if p.Tracking {
		track, err := tx.TrackOf(ctx, p.ID)
		if err != nil {
			return err
		}
		p.Metres = length(track)
	}
	if err := tx.SaveRound(ctx, p); err != nil {
		return err
	}
	return work.Write(ctx, tx, st.tree, st.who, lineOf(p))
}

// lineOf returns the line of work of a closed round.
func lineOf(p Patrol) work.Line {
	return work.Line{
		Community: p.Community, At: p.Begin, Minutes: min(p.Minutes, 24*60), About: about(p.ID), Deed: work.Patrolled, Area: p.Area,
		Words: sayWork(p),
	}
}

// recount corrects the line of a closed round after a scan that came late.
func (s *Service) recount(ctx context.Context, tx Tx, p Patrol) error {
	return tx.CorrectWork(ctx, about(p.ID), min(p.Minutes, 24*60), sayWork(p))
}
