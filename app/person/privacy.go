package person

import (
	"context"
	"fmt"

	"linli/app/audit"
	"linli/app/auth"
	"linli/app/fault"
)

// PrivacyVersion is the privacy agreement (隐私保护指引) that clients show now: the day of its last change.
const PrivacyVersion = "2026-11-29"

// ErrPrivacy is returned for an agreement to an outdated version.
var ErrPrivacy = fault.New(fault.Conflict, "person.privacy", "隐私保护指引已更新，请重新阅读后同意")

// Agree notes that the person agrees to the privacy agreement, once, with a line in the audit log that stays. Faults:
// ErrPrivacy for any version but the current one.
func (s *Service) Agree(ctx context.Context, who auth.Actor, version string) (Person, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Person{}, err
	}
	if version != PrivacyVersion {
		return Person{}, ErrPrivacy
	}
	var p Person
	err := s.store.InTx(ctx, func(tx Tx) (err error) {
		if p, err = tx.LockPerson(ctx, who.Person); err != nil || p.Privacy == version {
			return err
		}
		p.Privacy, p.PrivacyAt = version, s.now()
		if err := tx.SavePerson(ctx, p); err != nil {
			return err
		}
		return tx.AddAudit(ctx, audit.Record{
			Community: p.Community, At: p.PrivacyAt, Person: p.ID, Action: "person.privacy", About: fmt.Sprintf("person:%d", p.ID),
			Reason: version,
		})
	})
	return p, err
}
