package household

import (
	"cmp"
	"context"
	"slices"
	"time"

	"linli/app/audit"
)

// LearnTx is what Learn changes.
type LearnTx interface {
	audit.Log
	LockDwelling(ctx context.Context, id int64) (Dwelling, error)
	SaveDwelling(ctx context.Context, d Dwelling) error
	GrowAreasVersion(ctx context.Context) error
	FindHousehold(ctx context.Context, id int64) (Household, error)
	SaveHousehold(ctx context.Context, h Household) error
	MembersOf(ctx context.Context, household int64) ([]Residence, error)
	SaveResidence(ctx context.Context, r Residence) error
}

// Reach is somebody who lives in a household, as far as a question about its contact person asks.
type Reach struct {
	Person   int64
	Relation Relation // to the contact person
	Phone    bool     // a number of theirs is known
	Born     int      // the year; 0 unknown
}

// Learned is what somebody said about a household in answer to a question.
type Learned struct {
	Check
	Household int64
	Contact   int64 // the contact person from now on; 0 as before
	By        int64
	At        time.Time
	Looked    bool // a keeper stood at the door
}

// news says whether something in the register changes.
func (l Learned) news() bool { return l.Check != (Check{}) || l.Contact != 0 }

// Learn keeps it in the register, inside the caller's transaction. Faults: ErrMissing, ErrSize, ErrWord, ErrState when the household
// has moved out, or the new contact person has.
func Learn(ctx context.Context, tx LearnTx, l Learned) error {
	if err := l.check(); err != nil {
		return err
	}
	h, err := tx.FindHousehold(ctx, l.Household)
	if err != nil {
		return err
	}
	home, err := tx.LockDwelling(ctx, h.Dwelling)
	if err != nil {
		return err
	}
	if h, err = tx.FindHousehold(ctx, l.Household); err != nil {
		return err
	}
	if h.State == Ended {
		return ErrState
	}
	if !l.news() && !l.Looked {
		return nil
	}
	was := home.Tenure
	if l.Looked {
		home.looked(l.Check, deedBy{person: l.By, at: l.At})
	} else {
		home.Use, home.Tenure = cmp.Or(l.Use, home.Use), cmp.Or(l.Tenure, home.Tenure)
	}
	if err := tx.SaveDwelling(ctx, home); err != nil || !l.news() {
		return err
	}
	if l.Contact != 0 {
		if err := h.pass(ctx, tx, l.Contact); err != nil {
			return err
		}
	}
	if l.Size != 0 {
		h.Size = l.Size
	}
	if l.Size != 0 || l.Contact != 0 {
		if err := tx.SaveHousehold(ctx, h); err != nil {
			return err
		}
	}
	if err := tx.AddAudit(ctx, audit.Record{
		Community: h.Community, At: l.At, Person: l.By, Action: "household.learn", About: about(h),
	}); err != nil || home.Tenure == was {
		return err
	}
	return tx.GrowAreasVersion(ctx)
}

// pass makes a member the contact person; the relations of the others are those to this member then. Fault: ErrState when they have moved out.
func (h *Household) pass(ctx context.Context, tx LearnTx, to int64) error {
	members, err := tx.MembersOf(ctx, h.ID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(members, func(m Residence) bool { return m.Person == to })
	if i < 0 {
		return ErrState
	}
	before, was := h.Contact, members[i].Relation
	for _, m := range members {
		relation := m.Relation
		switch m.Person {
		case to:
			relation = Contact
		case before:
			relation = was.back()
		default:
			relation = relation.beside(was)
		}
		if relation != m.Relation {
			m.Relation = relation
			if err := tx.SaveResidence(ctx, m); err != nil {
				return err
			}
		}
	}
	h.Contact = to
	return nil
}

// back is the relation the other way round.
func (r Relation) back() Relation {
	switch r {
	case Child:
		return Parent
	case Parent:
		return Child
	case Contact, Spouse, Grand, Relative, Flatmate, Unsaid:
	}
	return r
}

// beside is what somebody is to the one who was this relation of theirs: children of a couple are children of both. Anything else is
// not said.
func (r Relation) beside(was Relation) Relation {
	if r == Flatmate || was == Spouse && r == Child {
		return r
	}
	return Unsaid
}
