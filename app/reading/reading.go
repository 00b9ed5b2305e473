// Package reading shows who read personal data of residents (谁看过): what staff searched, opened, revealed and exported leaves
// a line in the audit log, and the deciders of the area read these lines.
package reading

import (
	"context"
	"slices"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/fault"
	"linli/app/pages"
)

// ErrKind is returned for a kind of reading that does not exist.
var ErrKind = fault.New(fault.Invalid, "reading.kind", "没有这种查阅，请重新选择")

// Filter narrows the lines; zero values narrow nothing.
type Filter struct {
	Community int64
	Person    int64 // who read
	Kind      audit.Reading
	Before    int64 // lines before this id
}

// Store finds lines.
type Store interface {
	// Readings returns the newest lines of these kinds in these areas before an id; reader 0 is everybody.
	Readings(ctx context.Context, areas []int64, kinds []audit.Reading, reader, before int64, most int) ([]audit.Record, error)
}

// Service runs the use case.
type Service struct {
	store Store
	areas area.Source
}

// NewService returns the service.
func NewService(store Store, areas area.Source) *Service { return &Service{store, areas} }

// List returns one page of the lines of the actor's areas, newest first, in order of time only. Faults: ErrKind,
// area.ErrMissing for a community outside the actor's areas.
func (s *Service) List(ctx context.Context, who auth.Actor, f Filter) (pages.Page[audit.Record], error) {
	none := pages.Page[audit.Record]{}
	if err := who.Need(auth.Deciders...); err != nil {
		return none, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return none, err
	}
	areas := tree.Covered(who, auth.Deciders...)
	if f.Community != 0 {
		if !slices.Contains(areas, f.Community) {
			return none, area.ErrMissing
		}
		areas = []int64{f.Community}
	}
	kinds := audit.Readings
	if f.Kind != "" {
		if f.Kind.Name() == "" {
			return none, ErrKind
		}
		kinds = []audit.Reading{f.Kind}
	}
	found, err := s.store.Readings(ctx, areas, kinds, f.Person, f.Before, pages.Size)
	return pages.Full(found, pages.Size, func(r audit.Record) pages.Cursor { return pages.Cursor{ID: r.ID} }), err
}
