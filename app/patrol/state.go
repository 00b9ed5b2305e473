package patrol

import (
	"slices"
	"time"

	"linli/app/when"
)

// A round:
//
//	(first scan) → open ─ by hand ───────────────┐
//	                 └── 4 hours without a scan ─┴→ closed ─ a late scan of its time ─→ closed, counted again

// Open says whether the round is on.
func (p Patrol) Open() bool { return p.ClosedAt.IsZero() }

// takes says whether a scan at a time belongs to the round: at most 4 hours from its scans, and not after it was closed by hand.
// Scans may come late and in any order.
func (p Patrol) takes(at time.Time, plan int64) bool {
	switch {
	case plan != 0 && p.Plan != 0 && plan != p.Plan:
		return false
	case !p.Open() && !p.Quiet && at.After(p.ClosedAt):
		return false
	}
	return !at.Before(p.Begin.Add(-quiet)) && !at.After(p.Last.Add(quiet))
}

// scan adds a scan; false: the same point was scanned within the minute.
func (p *Patrol) scan(s Scan) bool {
	for _, one := range p.Scans {
		if one.Area == s.Area && one.Place == s.Place && s.At.Sub(one.At).Abs() < same {
			return false
		}
	}
	p.Scans = append(p.Scans, s)
	slices.SortStableFunc(p.Scans, func(a, b Scan) int { return a.At.Compare(b.At) })
	p.Begin, p.Last = p.Scans[0].At, p.Scans[len(p.Scans)-1].At
	if !p.Open() {
		p.Minutes = p.minutes()
	}
	return true
}

// minutes returns how long the round took: from the first scan to the last one, and five minutes at the last point.
func (p Patrol) minutes() int { return int(p.Last.Sub(p.Begin)/time.Minute) + after }

// close ends the round; at least at its last scan.
func (p *Patrol) close(at time.Time, byItself bool) {
	if at.Before(p.Last) {
		at = p.Last
	}
	p.ClosedAt, p.Quiet, p.Minutes = at, byItself, p.minutes()
}

// Seen returns how many different points were scanned.
func (p Patrol) Seen() int {
	var points []Point
	for _, s := range p.Scans {
		if one := (Point{Area: s.Area, Place: s.Place}); !slices.Contains(points, one) {
			points = append(points, one)
		}
	}
	return len(points)
}

// clock returns the time of a deed as the telephone says it. Fault: ErrTime.
func clock(said, now time.Time) (time.Time, error) {
	at, ok := when.ByPhone(said, now, since)
	if !ok {
		return now, ErrTime
	}
	return at, nil
}
