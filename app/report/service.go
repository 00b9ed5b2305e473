package report

import (
	"context"
	"strings"
	"time"
	"unicode"

	"linli/app/area"
	"linli/app/auth"
)

// Service runs the use cases.
type Service struct {
	store Store
	areas Areas
	text  TextCheck
	now   func() time.Time
}

// Areas hands out the territory.
type Areas interface {
	Tree(ctx context.Context) (*area.Tree, error)
}

// NewService returns a service that reads the clock through now.
func NewService(s Store, areas Areas, text TextCheck, now func() time.Time) *Service {
	return &Service{store: s, areas: areas, text: text, now: now}
}

// Within returns the service inside somebody else's transaction: its use cases join it instead of opening their own.
func (s *Service) Within(tx Tx) *Service {
	joined := *s
	joined.store = within{s.store, tx}
	return &joined
}

type within struct {
	Store
	tx Tx
}

func (w within) InTx(_ context.Context, do func(Tx) error) error { return do(w.tx) }

// deed is one thing a person does to a report, inside the transaction that holds the report's lock.
type deed struct {
	ctx    context.Context
	tx     Tx
	tree   *area.Tree
	who    auth.Actor
	report *Report
	now    time.Time
}

// act locks the report, lets the deed change it, and writes report, timeline and notices together. A deed the same
// request already did changes nothing and returns the report as it is. ErrMissing when who may not see the report.
func (s *Service) act(ctx context.Context, who auth.Actor, id int64, do func(deed) (Event, error)) (Report, error) {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return Report{}, err
	}
	var result Report
	err = s.store.InTx(ctx, func(tx Tx) error {
		r, err := tx.LockReport(ctx, id)
		if err != nil {
			return err
		}
		if who.Person != 0 && !Sees(tree, who, r) {
			return ErrMissing
		}
		d := deed{ctx: ctx, tx: tx, tree: tree, who: who, report: &r, now: s.now()}
		if who.Request != "" {
			done, err := tx.EventOf(ctx, r.ID, who.Person, who.Request)
			if err != nil {
				return err
			}
			if done {
				result = r
				return nil
			}
		}
		event, err := do(d)
		if err != nil {
			return err
		}
		event.Report, event.At, event.Person, event.Request = r.ID, d.now, who.Person, who.Request
		event.State, event.Holder = r.State, r.Holder
		if err := tx.AddEvent(ctx, &event); err != nil {
			return err
		}
		result = r
		return tx.SaveReport(ctx, r)
	})
	return result, err
}

// clean removes what people do not see and trims what they do not mean.
func clean(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r == '\n' || !unicode.IsControl(r) && r != unicode.ReplacementChar {
			return r
		}
		return -1
	}, s))
}
