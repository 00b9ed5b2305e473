package cadence

import (
	"context"

	"linli/app/audit"
	"linli/app/auth"
	"linli/app/care"
	"linli/app/linkage"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/plan"
	"linli/app/when"
	"linli/app/work"
)

// Store reads what cadences are computed from.
type Store interface {
	// Cadences returns the rules that the county decided; decided is false when it has not.
	Cadences(ctx context.Context) (all []Cadence, decided bool, err error)
	// Posted returns every posting with one of the roles.
	Posted(ctx context.Context, roles []auth.Role) ([]person.Posting, error)
	// PostingsOf returns the postings that the person holds or may substitute for.
	PostingsOf(ctx context.Context, who int64) ([]person.Posting, error)
	// Linkages returns those to areas at or below a path that have not ended before a day.
	Linkages(ctx context.Context, path string, since when.Date) ([]linkage.Linkage, error)
	// DeedsOf returns what persons did from one day to another: each matter once.
	DeedsOf(ctx context.Context, persons []int64, begin, end when.Date) ([]Deed, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Deed is a piece of work that may count.
type Deed struct {
	Person int64
	Kind   work.Kind
	Deed   work.Deed
	About  string
	Day    when.Date
	// Area is where, Minutes how long; 0 unknown.
	Area    int64
	Minutes int
}

// Visits says how many of those who need care were met.
type Visits interface {
	// Met returns by place how many households of a cohort, "" of all, the plan wants to see at least once in each unit, and how many were
	// seen from one day to another.
	Met(ctx context.Context, communities []int64, cohort string, unit plan.Unit, begin, end when.Date) ([]care.Met, error)
	// Cohorts returns those of the county.
	Cohorts(ctx context.Context) ([]care.Cohort, error)
}

// Tx is what changes together.
type Tx interface {
	audit.Log
	notify.Outbox
	plan.Log
	// SaveCadences replaces the county's rules.
	SaveCadences(ctx context.Context, all []Cadence) error
	// LockCadences returns the rules as they are, for update.
	LockCadences(ctx context.Context) (all []Cadence, decided bool, err error)
	// RemindCadence notes that a person was reminded of a period. false: they were.
	RemindCadence(ctx context.Context, who int64, key string, first when.Date) (bool, error)
}
