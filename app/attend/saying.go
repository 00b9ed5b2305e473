package attend

import (
	"context"

	"linli/app/auth"
	"linli/app/notify"
	"linli/app/plan"
	"linli/app/policy"
	"linli/app/when"
)

// explainWithin is how many days back a day may be explained: a month and the days in which it is confirmed.
const explainWithin = 40

// change runs a change of a month in a transaction, if the switch is on, and returns the month as it is then.
func (s *Service) change(
	ctx context.Context, who auth.Actor, community, of int64, m Month, do func(Tx, Reading) error,
) (Reading, error) {
	r, err := s.Month(ctx, who, community, of, m)
	if err != nil {
		return Reading{}, err
	}
	if err := s.store.InTx(ctx, func(tx Tx) error {
		if err := policy.Need(ctx, tx, r.Community, Summary, s.now()); err != nil {
			return err
		}
		return do(tx, r)
	}); err != nil {
		return Reading{}, err
	}
	return s.Month(ctx, who, r.Community, of, m)
}

// Confirm records that the actor's own month is right, with their own words, when it is over. Confirming again replaces it.
// Faults: ErrOpen, ErrOwn, and those of Month.
func (s *Service) Confirm(ctx context.Context, who auth.Actor, community int64, m Month, say string) (Reading, error) {
	return s.change(ctx, who, community, 0, m, func(tx Tx, r Reading) error {
		say, err := ownWords(say)
		if err != nil {
			return err
		}
		if !r.Over {
			return ErrOpen
		}
		return tx.Confirm(ctx, Confirmation{Person: who.Person, Community: r.Community, Month: r.Month, Words: say, Said: r.Say(), At: s.now()})
	})
}

// Dispute marks a line of the actor's own month as wrong, and says why; their lead answers. Faults: ErrLine, ErrWords, and those of
// Month.
func (s *Service) Dispute(ctx context.Context, who auth.Actor, community int64, m Month, line, say string) (Reading, error) {
	return s.change(ctx, who, community, 0, m, func(tx Tx, r Reading) error {
		say, err := words(say)
		if err != nil {
			return err
		}
		if r.SayLine(line) == "" {
			return ErrLine
		}
		d := Dispute{Person: who.Person, Community: r.Community, Month: r.Month, Line: line, Words: say, At: s.now()}
		if err := tx.Dispute(ctx, d); err != nil {
			return err
		}
		return s.tellLeads(ctx, tx, r, d)
	})
}

// Explain gives a reason for a day of the actor without work. Faults: ErrDay, plan.ErrReason, and those of Month.
func (s *Service) Explain(ctx context.Context, who auth.Actor, community int64, day when.Date, reason plan.Reason) (Reading, error) {
	today := when.DateOf(s.now())
	m := MonthOf(day)
	if day > today || day < plan.Add(today, -explainWithin) {
		m = 0 // refused below, after the switch
	}
	return s.change(ctx, who, community, 0, m, func(tx Tx, r Reading) error {
		if m == 0 {
			return ErrDay
		}
		if err := reason.Check(); err != nil {
			return err
		}
		reason.Community, reason.Plan, reason.Person, reason.Day = r.Community, reasonsOf(r.Community), who.Person, day
		reason.By, reason.At = who.Person, s.now()
		return tx.AddReason(ctx, reason)
	})
}

// Answer answers a disputed line of somebody below the actor. Faults: ErrMissing, ErrWords, and those of Month.
func (s *Service) Answer(ctx context.Context, who auth.Actor, community, of int64, m Month, line, say string) (Reading, error) {
	return s.change(ctx, who, community, of, m, func(tx Tx, r Reading) error {
		if !r.Leads {
			return ErrMissing
		}
		say, err := words(say)
		if err != nil {
			return err
		}
		d := Dispute{
			Person: of, Community: r.Community, Month: r.Month, Line: line, Answer: say, AnsweredBy: who.Person, AnsweredAt: s.now(),
		}
		if err := tx.Answer(ctx, d); err != nil {
			return err
		}
		facts := factsOf(r.Report, d.Line, "", "已答复", d.Answer, when.Full(d.AnsweredAt))
		return notify.Tell(ctx, tx, noticeAnswered.To(of, d.Community, about(d), facts), d.AnsweredAt)
	})
}

// See notes that the lead has seen a month that its person confirmed. Faults: ErrMissing, and those of Month.
func (s *Service) See(ctx context.Context, who auth.Actor, community, of int64, m Month) (Reading, error) {
	return s.change(ctx, who, community, of, m, func(tx Tx, r Reading) error {
		if !r.Leads {
			return ErrMissing
		}
		return tx.See(ctx, Confirmation{Person: of, Community: r.Community, Month: r.Month, SeenBy: who.Person, SeenAt: s.now()})
	})
}
