package paper

import (
	"slices"
	"time"

	"linli/app/when"
)

// State says whether the bytes of a paper are stored:
//
//	arriving ─→ here ─→ going ─→ deleted
//	    └─────────────────↑          an upload that did not end within the hour
//
// The row is written before the bytes and deleted after them, so that no crash leaves bytes without a row.
type State string

// The states.
const (
	Arriving State = "arriving"
	Here     State = "here"
	Going    State = "going"
)

// A use is asked → agreed → ended; the resident's own use, and the first one by the staff who added the paper, begins as agreed. What
// the resident declines is deleted.

// Open says whether the matter is not over.
func (u Usage) Open() bool { return u.EndedAt.IsZero() }

// Agreed says whether the person agreed.
func (u Usage) Agreed() bool { return !u.AgreedAt.IsZero() }

// shown says whether the matter's staff may open the paper now.
func (u Usage) shown(now time.Time) bool {
	return u.Agreed() && (u.Open() || now.Before(u.EndedAt.Add(KeepAfter)))
}

// Of returns the use of the paper in a matter.
func (p Paper) Of(about string) (Usage, bool) {
	i := slices.IndexFunc(p.Uses, func(u Usage) bool { return u.About == about })
	if i < 0 {
		return Usage{}, false
	}
	return p.Uses[i], true
}

// InUse says whether a matter that is not over uses the paper.
func (p Paper) InUse() bool { return slices.ContainsFunc(p.Uses, Usage.Open) }

// Expired says whether the last day of the paper is over.
func (p Paper) Expired(today when.Date) bool { return p.Valid != 0 && p.Valid < today }

// settle decides when the paper is deleted: never while it is kept or in use, else KeepAfter the end of the last matter. A
// day that is over already becomes KeepUnused from now, so that a slip of the finger can be undone.
func (p *Paper) settle(now time.Time) {
	if p.Kept || p.InUse() {
		p.DropAt = time.Time{}
		return
	}
	var ended time.Time
	for _, u := range p.Uses {
		ended = when.Later(ended, u.EndedAt)
	}
	if p.DropAt = ended.Add(KeepAfter); ended.IsZero() || !p.DropAt.After(now) {
		p.DropAt = now.Add(KeepUnused)
	}
}

// leave marks the paper for deletion.
func (p *Paper) leave(now time.Time) { p.State, p.Kept, p.DropAt = Going, false, now }

// due says whether the paper is deleted now.
func (p Paper) due(now time.Time) bool { return !p.DropAt.IsZero() && !p.DropAt.After(now) }
