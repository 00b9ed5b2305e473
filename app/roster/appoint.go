package roster

import (
	"context"
	"errors"
	"time"

	"linli/app/auth"
	"linli/app/fault"
	"linli/app/when"
)

// ErrAppoint is returned with the words of the refused row.
var ErrAppoint = fault.New(fault.Conflict, "roster.appoint", "不能任命，请核对任职的地方和起止日期")

// Appointment is a post that somebody gets in the transaction of another deed.
type Appointment struct {
	Person int64
	Role   auth.Role
	Area   int64
	From   when.Date
	To     when.Date // the last day; 0: open-ended
}

// Appoint appoints a person in the caller's transaction, by the rules of a row of 任职. Somebody who is in no roster gets a code.
// Faults: ErrAppoint, person.ErrMissing.
func (s *Service) Appoint(ctx context.Context, tx Tx, who auth.Actor, a Appointment) error {
	if err := tx.LockRoster(ctx); err != nil {
		return err
	}
	known, err := readRecords(ctx, tx)
	if err != nil {
		return err
	}
	if err := s.enrol(ctx, tx, who, &known, a.Person); err != nil {
		return err
	}
	from, to := a.From.String(), ""
	if a.To != 0 {
		to = a.To.String()
	}
	edit := Edit{Postings: []PostingEdit{{Person: a.Person, Role: a.Role, Area: a.Area, From: &from, To: &to}}}
	plan, problems, err := fromEdit(who, edit, s.now()).read(known)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		return ErrAppoint.Say("%s", problems[0].Reason)
	}
	err = newLoader(tx, who, known, s.now()).load(ctx, plan)
	var refused Problems
	if errors.As(err, &refused) {
		return ErrAppoint.Say("%s", refused[0].Reason)
	}
	return err
}

// enrol gives a resident a code of their community, and adds them to the records.
func (s *Service) enrol(ctx context.Context, tx Tx, who auth.Actor, known *records, id int64) error {
	for _, p := range known.persons {
		if p.ID == id {
			return nil
		}
	}
	p, err := tx.RosterCandidate(ctx, id)
	if err != nil {
		return err
	}
	community := ""
	for _, a := range known.areas {
		if a.ID == p.Community {
			community = plainCode(a.Code)
		}
	}
	p.Code = newWriter(who, *known).code(community, "P")
	if err := tx.GiveCode(ctx, p.ID, p.Code); err != nil {
		return err
	}
	known.persons[p.Code] = p
	return nil
}

// TermEnd returns the last day of a term of years that begins on a day.
func TermEnd(from when.Date, years int) when.Date {
	return when.DateOf(from.Time().AddDate(years, 0, 0).Add(-time.Hour))
}
