package household

import (
	"time"

	"linli/app/when"
)

// The life of a household, and of each residence in it:
//
//	reported ─confirm→ confirmed ─end→ ended
//	    └──────────── end (nobody lives there) ───┘
//
// A dwelling has at most one reported and one confirmed household. Confirming the reported one ends the other: a claim alone
// moves nobody out.

// deedBy is who changes something, when, and by which request.
type deedBy struct {
	person  int64
	at      time.Time
	request string
}

// done says whether this request changed the household last.
func (h Household) done(request string) bool { return request != "" && h.Deed == request }

// confirm notes that somebody responsible has seen the household. Fault: ErrState.
func (h *Household) confirm(size int, by deedBy) error {
	if h.State != Reported {
		return ErrState
	}
	h.State, h.Size, h.DecidedBy, h.DecidedAt, h.Deed = Confirmed, size, by.person, by.at, by.request
	return nil
}

// end notes that the household has gone, or never was there. Fault: ErrState.
func (h *Household) end(by deedBy) error {
	if h.State == Ended {
		return ErrState
	}
	h.State, h.Until, h.EndedBy, h.EndedAt, h.Deed = Ended, when.DateOf(by.at), by.person, by.at, by.request
	return nil
}

// grow adds persons who moved in with the household. Faults: ErrState, ErrFull.
func (h *Household) grow(n int, by deedBy) error {
	switch {
	case h.State == Ended:
		return ErrState
	case h.Size+n > MaxSize:
		return ErrFull
	}
	h.Size, h.Deed = h.Size+n, by.request
	return nil
}

// shrink takes one person away. Without anybody left the household ends.
func (h *Household) shrink(by deedBy) error {
	if h.Size > 1 {
		h.Size, h.Deed = h.Size-1, by.request
		return nil
	}
	return h.end(by)
}

// end closes a residence.
func (r *Residence) end(at time.Time) {
	r.State, r.Until, r.EndedAt = Ended, when.DateOf(at), at
}

// Can lists what a keeper can do with a household.
func (h Household) Can() []string {
	switch h.State {
	case Reported:
		return []string{"confirm", "end"}
	case Confirmed:
		return []string{"end"}
	}
	return []string{}
}
