package hall

import (
	"slices"
	"time"

	"linli/app/place"
	"linli/app/when"
)

// State is where a use is. Its half-hours are held from asked on, until it is declined or cancelled.
//
//	asked ──agree──▶ agreed ──tidied, or a day after──▶ used
//	  │                │ └────────absent────────▶ absent
//	  ├──decline, or never answered──▶ declined
//	  └────────┴──cancel──▶ cancelled
type State string

// The states.
const (
	Asked     State = "asked"
	Agreed    State = "agreed"
	Declined  State = "declined"
	Used      State = "used"
	Absent    State = "absent"
	Cancelled State = "cancelled"
)

var stateNames = map[State]string{Asked: "等答复", Agreed: "已同意", Declined: "没有同意", Used: "已用完", Absent: "没有来", Cancelled: "已取消"}

// Name returns the state in Chinese.
func (s State) Name() string { return stateNames[s] }

// Open says whether the use still holds its hours and can change.
func (s State) Open() bool { return s == Asked || s == Agreed }

// deed is the actor who changes a use, the time, and the idempotency key.
type deed struct {
	person  int64
	at      time.Time
	request string
}

// done says whether the use was last changed by the same request.
func (u Use) done(request string) bool { return request != "" && u.Deed == request }

// decide agrees to a use, or declines it with a reason. Faults: ErrState, ErrPast.
func (u *Use) decide(to State, reason string, by deed) error {
	switch {
	case u.State != Asked:
		return ErrState
	case to == Agreed && !by.at.Before(u.From):
		return ErrPast
	}
	u.State, u.Reason, u.DecidedAt, u.DecidedBy, u.Deed = to, reason, by.at, by.person, by.request
	if to == Declined {
		u.Nth, u.EndedAt, u.EndedBy = 0, by.at, by.person
	}
	return nil
}

// cancel gives the hours back: the group until it begins, staff at any time before the end. Faults: ErrState, ErrPast.
func (u *Use) cancel(reason string, staff bool, by deed) error {
	last := u.From
	if staff {
		last = u.To
	}
	switch {
	case !u.State.Open():
		return ErrState
	case !by.at.Before(last):
		return ErrPast
	}
	u.State, u.Reason, u.Nth, u.EndedAt, u.EndedBy, u.Deed = Cancelled, reason, 0, by.at, by.person, by.request
	return nil
}

// finish notes that the place was used and what of the closing list is done, or that nobody came. Faults: ErrState, ErrEarly.
func (u *Use) finish(to State, tidied []string, by deed) error {
	switch {
	case u.State != Agreed:
		return ErrState
	case by.at.Before(u.From):
		return ErrEarly
	}
	u.State, u.Tidied, u.EndedAt, u.EndedBy, u.Deed = to, tidied, by.at, by.person, by.request
	return nil
}

// tidied returns what of the place's closing list was ticked.
func tidied(p place.Place, ticked []string) (all []string) {
	for _, one := range p.Lending.Closing {
		if slices.Contains(ticked, one) {
			all = append(all, one)
		}
	}
	return all
}

// untidyFor is how long after the end the group can still tick the closing list.
const untidyFor = 24 * time.Hour

// next returns when the clock has something to do for the use; zero for never.
func (u Use) next() time.Time {
	switch {
	case u.State == Asked:
		return u.From
	case u.State != Agreed:
		return time.Time{}
	case u.Told&Reminded == 0:
		return u.remindAt()
	case u.Told&AskedToTidy == 0:
		return u.To
	}
	return u.To.Add(untidyFor)
}

// remindAt is at six in the evening before, or two hours before a use that was agreed later.
func (u Use) remindAt() time.Time {
	evening := when.DateOf(u.From).Time().Add(-6 * time.Hour)
	if u.DecidedAt.After(evening) {
		return u.From.Add(-2 * time.Hour)
	}
	return evening
}

// Can names what may be done with the use now: by its group, or by staff.
func (u Use) Can(staff bool, now time.Time) []string {
	can := []string{}
	if staff && u.State == Asked && now.Before(u.From) {
		can = append(can, "agree")
	}
	if staff && u.State == Asked {
		can = append(can, "decline")
	}
	if !staff && u.State.Open() && now.Before(u.From) || staff && u.State == Agreed && now.Before(u.To) {
		can = append(can, "cancel")
	}
	if u.State == Agreed && !now.Before(u.From) {
		if can = append(can, "tidy"); staff {
			can = append(can, "absent")
		}
	}
	return can
}
