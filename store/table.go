package store

import (
	"context"
	"fmt"
	"time"

	"linli/app/person"
	"linli/app/roster"
)

// Table says what becomes of the rows of one table: for how long they stay, and whom they still name after two persons became
// one or somebody left. docs/retention.md shows all tables.
type Table struct {
	Name       string
	Impersonal string          // what it holds, when none of it is about people; only Name is set besides
	Holds      string          // what it holds about people
	Keep       time.Duration   // 0: age alone ends nothing
	From       string          // what Keep counts from; without Keep, why there is no end
	Job        string          // the recurring job that deletes; "" when a deed does, or nothing
	Column     string          // with the job DropOldRows: the time in milliseconds that Keep counts from
	Unless     string          // with the job DropOldRows: a condition of rows that stay however old; "" for none
	Also       string          // what else deletes
	Names      map[string]Fate // every column that names a person
}

// Fate says what becomes of a column that names a person when two persons become one, when a follower leaves, and when
// somebody closes the account. "" means that nothing names the person afterwards; anything else is the reason why it stays.
type Fate struct{ Merge, Leave, Close string }

// DropOldRows is the recurring job that deletes the rows that only their age ends.
const DropOldRows = "drop_old_rows"

// Why a table has no end of its own, and what is said more than once.
const (
	ofRecord = "a record: complaints, appeals and audits ask for it years later"
	ofDuty   = "a record of duty: who was asked, and who answered for it"
	ofRoster = "as long as the roster says so: the import changes it"
	withHome = "closing the account; leaving, for who is only a follower"
)

const byRecord = "a record of the community; the person's row says no name any more"

var (
	byStaff  = always("only somebody of the roster does that, and nobody of the roster is merged into another or erased")
	onRecord = Fate{Leave: byRecord, Close: byRecord}
)

// always is the fate of a column that nothing changes.
func always(reason string) Fate { return Fate{reason, reason, reason} }

// Period says for how long the rows are kept, and why.
func (t Table) Period() string {
	if t.Keep == 0 {
		return t.From
	}
	return days(t.Keep) + " from " + t.From
}

func days(d time.Duration) string {
	const day = 24 * time.Hour
	if d < 4*day {
		return fmt.Sprintf("%d hours", d/time.Hour)
	}
	return fmt.Sprintf("%d days", d/day)
}

// data is what one capability keeps. A function that is nil has nothing to do.
type data struct {
	tables []Table
	move   func(t *tx, ctx context.Context, from, to int64) error                 // two persons become one
	leave  func(t *tx, ctx context.Context, p person.Person, now time.Time) error // somebody leaves; p is who they were
	carry  func(t *tx, ctx context.Context, m roster.Move) error                  // an area moves
}
