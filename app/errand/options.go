package errand

import (
	"context"
	"slices"

	"linli/app/auth"
	"linli/app/when"
)

// A deed of staff, and one of the resident, by its name in Can.
var (
	deskDeeds = []struct {
		name string
		in   []State
	}{
		{"name", []State{Gathering}},
		{"see", []State{Gathering, Waiting}},
		{"want", []State{Gathering, Waiting}},
		{"tell", []State{Gathering}},
		{"resume", []State{Waiting}},
		{"propose", []State{Gathering, Waiting, HandedIn, Done}},
		{"hand_in", []State{Gathering, Waiting}},
		{"return", []State{HandedIn}},
		{"finish", []State{HandedIn, Gathering}},
		{"deliver", []State{Done}},
		{"trip", []State{Gathering, Waiting, HandedIn, Done}},
		{"hand", []State{Gathering, Waiting, HandedIn, Done}},
		{"fail", openStates},
		{"report", []State{Asked, Gathering, Waiting}},
	}
	ownDeeds = []struct {
		name string
		in   []State
	}{
		{"bring", []State{Gathering, Waiting}},
		{"yes", []State{Delivered}},
		{"no", []State{Delivered}},
		{"withdraw", []State{Asked, Gathering, Waiting, HandedIn}},
	}
)

// Can names what the actor may do with an errand as staff.
func (s *Service) Can(ctx context.Context, who auth.Actor, e Errand) ([]string, error) {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	can := []string{}
	if e.State == Asked && who.Need(auth.Keepers...) == nil && desk(t, who, e) == nil {
		can = append(can, "take")
	}
	mine := doer(t, who, e) == nil
	for _, d := range deskDeeds {
		if !mine || !slices.Contains(d.in, e.State) || d.name == "name" && e.Item != 0 || d.name == "tell" && len(e.Gaps()) == 0 || d.name == "hand_in" && len(e.Gaps()) > 0 {
			continue
		}
		can = append(can, d.name)
	}
	return can, nil
}

// CanOwn names what the resident may do with their errand and its mandate.
func (s *Service) CanOwn(e Errand, m Mandate) []string {
	can := []string{}
	if m.Pending(when.DateOf(s.now())) {
		can = append(can, "agree")
	}
	if m.ID != 0 && m.EndedAt.IsZero() {
		can = append(can, "revoke")
	}
	for _, d := range ownDeeds {
		if slices.Contains(d.in, e.State) {
			can = append(can, d.name)
		}
	}
	return can
}
