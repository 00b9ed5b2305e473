package report

import (
	"context"
	"strings"
	"time"
	"unicode"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/media"
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

// Handling is what somebody says and shows when he does something to a report. Which parts count depends on the use
// case; the others are ignored.
type Handling struct {
	Words    string
	Files    []int64
	Category Category // Accept: corrects it when not ""
	Urgent   bool     // Accept
	To       Holder   // Assign
	Outcome  Outcome  // Resolve
	Area     int64    // Locate
}

// deed is one thing a person does to a report, inside the transaction that holds the report's lock.
type deed struct {
	ctx    context.Context
	tx     Tx
	tree   *area.Tree
	who    auth.Actor
	report *Report
	now    time.Time
	Handling
}

// act locks the report, lets the deed change it, and writes report, timeline and notices together. A deed the same
// request already did changes nothing and returns the report as it is. ErrMissing when who may not see the report.
func (s *Service) act(ctx context.Context, who auth.Actor, id int64, h Handling, do func(deed) (Event, error)) (Report, error) {
	h.Words = clean(h.Words)
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
		d := deed{ctx: ctx, tx: tx, tree: tree, who: who, report: &r, now: s.now(), Handling: h}
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

// speaks returns ErrWords unless the person said something of a bearable length.
func (d deed) speaks() error { return words(d.Words, MaxWords) }

// mayspeak is speaks for words that may be left out.
func (d deed) mayspeak() error {
	if d.Words == "" {
		return nil
	}
	return d.speaks()
}

// attach gives the person's photos to the report.
func (d deed) attach() error {
	return media.Claim(d.ctx, d.tx, d.who.Person, d.Files, d.report.Community)
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
