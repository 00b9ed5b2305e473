package patrol

import (
	"context"
	"fmt"
	"strings"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/text"
	"linli/app/when"
)

// Raise makes the plans of an area stricter until a time. Faults: area.ErrMissing, ErrUntil.
func (s *Service) Raise(ctx context.Context, who auth.Actor, r Raise) (Raise, error) {
	if err := who.Need(auth.Publishers...); err != nil {
		return r, err
	}
	tree, err := s.with.Areas.Tree(ctx)
	if err != nil {
		return r, err
	}
	at, err := tree.Get(r.Area)
	if err != nil || at.Community == 0 || !who.Covers(tree.Path(at.Community), auth.Publishers...) {
		return r, area.ErrMissing
	}
	now := s.with.Now()
	r.Community, r.From, r.By = at.Community, now, who.Person
	if r.Reason = text.Line(r.Reason); !text.Within(r.Reason, 2, maxReason) || !r.Until.After(now) || r.Until.Sub(now) > longest {
		return r, ErrUntil
	}
	all, err := s.with.Store.Plans(ctx, []int64{r.Community}, when.DateOf(now).Next())
	if err != nil {
		return r, err
	}
	err = s.with.Store.InTx(ctx, func(tx Tx) error {
		if err := tx.AddRaise(ctx, &r); err != nil {
			return err
		}
		return s.tellRaise(ctx, tx, step{tree, who, now}, r, all)
	})
	return r, err
}

// EndRaise takes a raise back: from now on every plan is as it was before. Ending again changes nothing. Fault: ErrRaise.
func (s *Service) EndRaise(ctx context.Context, who auth.Actor, id int64) error {
	if err := who.Need(auth.Publishers...); err != nil {
		return err
	}
	tree, err := s.with.Areas.Tree(ctx)
	if err != nil {
		return err
	}
	known, err := s.with.Store.Raise(ctx, id)
	if err != nil {
		return err
	}
	if !who.Covers(tree.Path(known.Community), auth.Publishers...) {
		return ErrRaise
	}
	now := s.with.Now()
	all, err := s.with.Store.Plans(ctx, []int64{known.Community}, when.DateOf(now).Next())
	if err != nil {
		return err
	}
	return s.with.Store.InTx(ctx, func(tx Tx) error {
		r, err := tx.LockRaise(ctx, id)
		if err != nil {
			return err
		}
		if !r.end().After(now) {
			return nil
		}
		r.EndedAt, r.EndedBy = now, who.Person
		if err := tx.SaveRaise(ctx, r); err != nil {
			return err
		}
		return s.tellRaise(ctx, tx, step{tree, who, now}, r, all)
	})
}

// tellRaise adds the audit line of a raise, and tells whose plans it concerns.
func (s *Service) tellRaise(ctx context.Context, tx Tx, st step, r Raise, all []Plan) error {
	state := "加密"
	if !r.EndedAt.IsZero() {
		state = "恢复"
	}
	if err := tx.AddAudit(ctx, audit.Record{
		Community: r.Community, At: st.now, Person: st.who.Person, Action: "patrol.raise", About: fmt.Sprintf("area:%d", r.Area), Reason: state + " " + r.Reason,
	}); err != nil {
		return err
	}
	today := when.DateOf(st.now)
	for _, p := range all {
		if !strings.HasPrefix(st.tree.Path(p.Area), st.tree.Path(r.Area)) {
			continue
		}
		words := r.Reason + "，" + p.Say()
		if r.EndedAt.IsZero() {
			p, _ = p.On(st.tree, today, []Raise{r})
			words = r.Reason + "，" + p.Say() + "，到" + when.Full(r.Until)
		}
		if err := s.tellPlan(ctx, tx, st, p, [2]string{state, words}); err != nil {
			return err
		}
	}
	return nil
}
