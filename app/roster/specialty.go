package roster

import (
	"context"
	"strconv"

	"linli/app/audit"
	"linli/app/auth"
	"linli/app/mark"
	"linli/app/person"
)

// Specialties returns the county's list of what staff may be good at (专长), and its mark.
func (s *Service) Specialties(ctx context.Context, who auth.Actor) ([]string, string, error) {
	if err := who.Need(auth.Managers...); err != nil {
		return nil, "", err
	}
	all, err := s.directory.Specialties(ctx)
	if err != nil {
		return nil, "", err
	}
	version, err := mark.Of(all)
	return all, version, err
}

// SetSpecialties replaces the list that had the mark; postings keep what they have. Faults: person.ErrSpecialties, those of mark.
func (s *Service) SetSpecialties(ctx context.Context, who auth.Actor, all []string, seen string) error {
	if err := who.Need(auth.Centres...); err != nil {
		return err
	}
	all, err := person.CheckSpecialties(all)
	if err != nil {
		return err
	}
	return s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.LockRoster(ctx); err != nil {
			return err
		}
		known, err := tx.Specialties(ctx)
		if err != nil {
			return err
		}
		if err := mark.Need(seen, known); err != nil {
			return err
		}
		if err := tx.SetSpecialties(ctx, all); err != nil {
			return err
		}
		return tx.AddAudit(ctx, audit.Record{
			At: s.now(), Person: who.Person, Action: "roster.specialties", About: "roster", Reason: strconv.Itoa(len(all)) + " 项",
		})
	})
}
