package person

import (
	"context"
	"fmt"

	"linli/app/auth"
)

// Recall caches the answers of a roster, for work on many things at one time. It is not safe for parallel use.
type Recall struct {
	Roster // asked when an answer is not known
	at     map[string][]Posting
	in     map[int64][]Posting
	of     map[int64][]Posting
	names  map[int64]string
}

// NewRecall returns one with an empty cache.
func NewRecall(r Roster) *Recall {
	return &Recall{
		Roster: r, at: map[string][]Posting{}, in: map[int64][]Posting{}, of: map[int64][]Posting{}, names: map[int64]string{},
	}
}

// recall returns a cached answer, or asks and caches it.
func recall[K comparable, V any](known map[K]V, key K, ask func() (V, error)) (V, error) {
	if v, ok := known[key]; ok {
		return v, nil
	}
	v, err := ask()
	if err == nil {
		known[key] = v
	}
	return v, err
}

// PostingsAt implements Roster.
func (r *Recall) PostingsAt(ctx context.Context, areas []int64, roles []auth.Role) ([]Posting, error) {
	return recall(r.at, fmt.Sprint(areas, roles), func() ([]Posting, error) { return r.Roster.PostingsAt(ctx, areas, roles) })
}

// PostingsIn implements Roster.
func (r *Recall) PostingsIn(ctx context.Context, org int64) ([]Posting, error) {
	return recall(r.in, org, func() ([]Posting, error) { return r.Roster.PostingsIn(ctx, org) })
}

// PostingsOf implements Roster.
func (r *Recall) PostingsOf(ctx context.Context, who int64) ([]Posting, error) {
	return recall(r.of, who, func() ([]Posting, error) { return r.Roster.PostingsOf(ctx, who) })
}

// NameOf implements Roster.
func (r *Recall) NameOf(ctx context.Context, who int64) (string, error) {
	return recall(r.names, who, func() (string, error) { return r.Roster.NameOf(ctx, who) })
}
