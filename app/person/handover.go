package person

import (
	"context"
	"fmt"
	"slices"
	"time"

	"linli/app/audit"
	"linli/app/auth"
	"linli/app/fault"
	"linli/app/job"
	"linli/app/when"
)

// What can go wrong with a hand-over.
var (
	ErrAbsence    = fault.New(fault.Invalid, "person.absence", "离岗时间不对：结束要晚于开始，且不超过 90 天")
	ErrSubstitute = fault.New(fault.Invalid, "person.substitute", "代班人要是同一社区或同一单位的在岗人员，且不是本人")
	ErrNoPosting  = fault.New(fault.Missing, "person.no_posting", "没有可以交接的任职")
)

// HandOverJob is the job that tells the substitute when an absence of the person it refers to begins, and the person
// when it ends.
const HandOverJob job.Kind = "person.hand_over"

// longestAbsence bounds one hand-over.
const longestAbsence = 90 * 24 * time.Hour

// Absence is when a person is away and who steps in.
type Absence struct {
	From, To   time.Time // zero From: back
	Substitute int64     // 0: the substitute of the roster
}

// Check returns ErrAbsence for invalid times.
func (a Absence) Check(now time.Time) error {
	if !a.From.IsZero() && (!a.To.After(a.From) || a.To.Sub(a.From) > longestAbsence || !a.To.After(now)) {
		return ErrAbsence
	}
	return nil
}

// Absent notes that the actor is away, or back. Meanwhile their substitute is asked instead and works on what they have
// in hand (代班); afterwards everything returns to the actor. Faults: ErrAbsence, ErrSubstitute, ErrNoPosting.
func (s *Service) Absent(ctx context.Context, who auth.Actor, a Absence) error {
	return s.handOver(ctx, who, who.Person, a)
}

// HandOver notes that a person whom the actor manages is away. Faults as for Absent, and ErrMissing.
func (s *Service) HandOver(ctx context.Context, who auth.Actor, of int64, a Absence) error {
	if err := s.needManaged(ctx, who, of); err != nil {
		return err
	}
	return s.handOver(ctx, who, of, a)
}

func (s *Service) handOver(ctx context.Context, who auth.Actor, of int64, a Absence) error {
	now := s.now()
	if err := a.Check(now); err != nil {
		return err
	}
	return s.store.InTx(ctx, func(tx Tx) error {
		p, err := tx.LockPerson(ctx, of)
		if err != nil {
			return err
		}
		own, err := held(ctx, tx, of, now)
		if err != nil {
			return err
		}
		if len(own) == 0 {
			return ErrNoPosting
		}
		if err := mayStepIn(ctx, tx, p, own, a.Substitute, now); err != nil {
			return err
		}
		for _, o := range own {
			if a.Substitute != 0 {
				if err := tx.NameSubstitute(ctx, o.ID, a.Substitute); err != nil {
					return err
				}
			}
			if err := tx.SetAbsence(ctx, o.ID, a.From, a.To); err != nil {
				return err
			}
		}
		if err := tx.AddJob(ctx, HandOverJob, of, when.Later(a.From, now)); err != nil {
			return err
		}
		return tx.AddAudit(ctx, audit.Record{
			Community: p.Community, At: now, Person: who.Person, Action: "person.hand_over", About: fmt.Sprintf("person:%d", of),
		})
	})
}

// held returns the postings of which the person is the holder at the time.
func held(ctx context.Context, r Roster, of int64, at time.Time) ([]Posting, error) {
	all, err := r.PostingsOf(ctx, of)
	return slices.DeleteFunc(all, func(p Posting) bool { return p.Person != of || !p.Holds(at) }), err
}

// mayStepIn returns ErrSubstitute unless the substitute holds a post, or steps in for one, in the same community or
// works in the same org: work with residents' addresses never goes to a neighbour who is merely on the roster.
func mayStepIn(ctx context.Context, tx Tx, p Person, own []Posting, substitute int64, now time.Time) error {
	if substitute == 0 {
		return nil
	}
	s, err := tx.LockPerson(ctx, substitute)
	if err != nil || s.ID == p.ID || s.Code == "" {
		return ErrSubstitute
	}
	theirs, err := tx.PostingsOf(ctx, s.ID)
	if err != nil {
		return err
	}
	for _, t := range theirs {
		if !t.Holds(now) || t.Role.Powerless() {
			continue
		}
		colleague := t.Person == s.ID && t.Org != 0 && slices.ContainsFunc(own, func(o Posting) bool { return o.Org == t.Org })
		if colleague || s.Community == p.Community {
			return nil
		}
	}
	return ErrSubstitute
}

// AbsenceOf returns a person's current, next or last absence and their substitute, or the zero Absence.
func AbsenceOf(ctx context.Context, r Roster, of int64, at time.Time) (Absence, error) {
	own, err := held(ctx, r, of, at)
	for _, p := range own {
		if !p.AwayFrom.IsZero() {
			return Absence{From: p.AwayFrom, To: p.AwayTo, Substitute: p.Substitute}, err
		}
	}
	return Absence{}, err
}

// Absence returns the actor's current or next absence and their substitute, or the zero Absence.
func (s *Service) Absence(ctx context.Context, who auth.Actor) (Absence, error) {
	now := s.now()
	a, err := AbsenceOf(ctx, s.store, who.Person, now)
	if !a.To.After(now) {
		a = Absence{}
	}
	return a, err
}

// Colleague is a possible substitute, with the posts of which they are the holder.
type Colleague struct {
	Person
	Posts []Posting
}

// Away returns when the colleague is or will be away, or zero times.
func (c Colleague) Away(now time.Time) (from, to time.Time) {
	for _, p := range c.Posts {
		if p.AwayTo.After(now) {
			return p.AwayFrom, p.AwayTo
		}
	}
	return from, to
}

// Substitutes returns the possible substitutes of the actor: everybody who holds a post in the actor's community or
// steps in for one, and the actor's colleagues, by name.
func (s *Service) Substitutes(ctx context.Context, who auth.Actor) ([]Colleague, error) {
	p, err := s.store.Person(ctx, who.Person)
	if err != nil {
		return nil, err
	}
	now := s.now()
	all, err := s.store.InPost(ctx, p.Community, who.Orgs(), now)
	if err != nil {
		return nil, err
	}
	var found []Colleague
	var ids []int64
	for _, o := range all {
		if o.ID != p.ID {
			found, ids = append(found, Colleague{Person: o}), append(ids, o.ID)
		}
	}
	posts, err := s.store.PostsOf(ctx, ids)
	for i, c := range found {
		for _, o := range posts {
			if o.Person == c.ID && o.Holds(now) {
				found[i].Posts = append(found[i].Posts, o)
			}
		}
	}
	return found, err
}
