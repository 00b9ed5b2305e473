package publicity

import (
	"context"
	"time"

	"linli/app/audit"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/work"
)

// List names a list of objections.
type List string

// The lists.
const (
	Waiting  List = "open" // without an answer, the earliest deadline first
	Answered List = "answered"
)

// Filter selects objections of some areas, beyond an id (0: from the beginning).
type Filter struct {
	Areas  []int64
	List   List
	Beyond int64
	Most   int
}

// Store is what publicities need from the database. Publicities come with their lines.
type Store interface {
	// Publicity returns one, or ErrMissing.
	Publicity(ctx context.Context, id int64) (Publicity, error)
	// Publicities returns those by id, in any order.
	Publicities(ctx context.Context, ids []int64) (map[int64]Publicity, error)
	// Hanging returns those of the areas that run, or ended after the time, newest first, without withdrawn ones.
	Hanging(ctx context.Context, areas []int64, after time.Time, most int) ([]Publicity, error)
	// Published returns those of the areas, newest first, before an id (0: from the newest).
	Published(ctx context.Context, areas []int64, before int64, most int) ([]Publicity, error)
	// DuePublicities returns those whose term ended before the time and is not closed.
	DuePublicities(ctx context.Context, before time.Time, most int) ([]int64, error)
	// Objections returns a part of a list.
	Objections(ctx context.Context, f Filter) ([]Objection, error)
	// ObjectionsOf returns those of one publicity by one person, or by anybody (0), oldest first.
	ObjectionsOf(ctx context.Context, publicity, who int64) ([]Objection, error)
	// CountObjections counts those without an answer.
	CountObjections(ctx context.Context, areas []int64) (int, error)
	// LineOf returns the publicity of a line, or ErrLine.
	LineOf(ctx context.Context, line int64) (publicity int64, err error)
	// Objection returns one, or ErrObjection.
	Objection(ctx context.Context, id int64) (Objection, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx lists what changes together with a publicity.
type Tx interface {
	audit.Log
	work.Log
	notify.Outbox
	person.Roster
	// LockPublicity returns one for update with its lines, or ErrMissing. It is locked before its objections.
	LockPublicity(ctx context.Context, id int64) (Publicity, error)
	// AddPublicity saves a new one with its lines and sets the ids.
	AddPublicity(ctx context.Context, p *Publicity) error
	// SavePublicity writes its end.
	SavePublicity(ctx context.Context, p Publicity) error
	// SaveLine writes state, name and whether it is hidden.
	SaveLine(ctx context.Context, l Line) error
	// OpenObjections returns those to a line without an answer.
	OpenObjections(ctx context.Context, line int64) ([]Objection, error)
	// AddObjection saves a new one and sets its ID.
	AddObjection(ctx context.Context, o *Objection) error
	// LockObjection returns one for update, or ErrObjection.
	LockObjection(ctx context.Context, id int64) (Objection, error)
	// SaveObjection writes its answer.
	SaveObjection(ctx context.Context, o Objection) error
}

// People returns the homes of a person.
type People interface {
	Person(ctx context.Context, id int64) (person.Person, error)
}
