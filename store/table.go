package store

import (
	"context"
	"fmt"
	"time"

	"linli/app/person"
	"linli/app/roster"
)

// Table declares how long the rows of one table are kept, and what happens to the persons they name after a merge or when one
// leaves. docs/retention.md shows all tables.
type Table struct {
	Name       string
	Impersonal string          // what the table holds if nothing is about people; then only Name is set besides
	Holds      string          // what the table holds about people
	Keep       time.Duration   // 0: no row is deleted for its age alone
	From       string          // what Keep counts from; without Keep, why rows are kept
	Job        string          // the recurring job that deletes the rows; "" if an action does, or nothing
	Column     string          // with the job DropOldRows: the time in milliseconds that Keep counts from
	Unless     string          // with the job DropOldRows: a condition for rows that are never deleted; "" for none
	Also       string          // what else deletes rows
	Names      map[string]Fate // every column that names a person
}

// Fate says what happens to a column that names a person when two persons are merged, when a follower leaves, and when an
// account is closed. "" means that the column no longer names the person; any other text is the reason why it still does.
type Fate struct{ Merge, Leave, Close string }

// DropOldRows is the recurring job that deletes rows for their age alone.
const DropOldRows = "drop_old_rows"

// Reasons that several tables share.
const (
	ofRecord = "a record: complaints, appeals and audits ask for it years later"
	ofDuty   = "a record of duty: the persons asked and responsible"
	ofRoster = "as long as the roster says so: the import changes it"
	withHome = "closing the account; leaving, for a mere follower"
)

const byRecord = "a record of the community; the person's row holds no name afterwards"

var (
	byStaff  = always("only a roster person does that, and roster persons are never merged or erased")
	onRecord = Fate{Leave: byRecord, Close: byRecord}
)

// always is the fate of a column that nothing changes.
func always(reason string) Fate { return Fate{reason, reason, reason} }

// Period returns how long the rows are kept, and why.
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

// data are the tables of one capability and the functions that change them. A nil function has nothing to do.
type data struct {
	tables []Table
	move   func(t *tx, ctx context.Context, from, to int64) error                 // two persons are merged
	leave  func(t *tx, ctx context.Context, p person.Person, now time.Time) error // a person leaves; p is their record before
	carry  func(t *tx, ctx context.Context, m roster.Move) error                  // an area moves
}
