package party

import (
	"context"

	"linli/app/area"
	"linli/app/auth"
)

// Lacking is how many members and buildings of an area lack something.
type Lacking struct{ Duty, Patch, Member int }

// Lacking counts the members without a duty and without a patch, and the buildings for which no member answers. It names nobody,
// so it leaves no line. Fault: area.ErrMissing.
func (s *Service) Lacking(ctx context.Context, who auth.Actor, in int64) (n Lacking, err error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return n, err
	}
	roll, _, err := s.known(ctx, who, in, 0)
	if err != nil {
		return n, err
	}
	now, covered := s.now(), roll.covered()
	for _, e := range roll.Entries {
		if e.in(NoDuty, now) {
			n.Duty++
		}
		if e.in(NoPatch, now) {
			n.Patch++
		}
	}
	for _, b := range roll.Territory.Under(roll.Territory.Path(in), area.Building) {
		if !covered[b.ID] {
			n.Member++
		}
	}
	return n, nil
}
