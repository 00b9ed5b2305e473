package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/consent"
	"linli/app/person"
)

var consentData = data{
	tables: []Table{{
		Name: "consent", Holds: "what a person agreed to, since when, and when they withdrew it", Keep: consent.Keep, From: "the withdrawal",
		Job: DropOldRows, Column: "withdrawn_at", Unless: "withdrawn_at = 0", Also: "closing the account; of a roster person what they agreed to themselves",
		Names: map[string]Fate{"person_id": {}, "by_id": byStaff, "end_by": byStaff},
	}},
	move:  (*tx).moveConsents,
	leave: (*tx).leaveConsents,
}

// Consents implements consent.Store.
type Consents struct{ *Persons }

// NewConsents returns the records of consents.
func NewConsents(db *DB) *Consents { return &Consents{NewPersons(db)} }

// InTx implements consent.Store.
func (s *Consents) InTx(ctx context.Context, do func(consent.Deeds) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

// inForce is the condition that the person of a row agrees to a kind now; who is the column with their id.
func inForce(k consent.Kind, who string) string {
	return `EXISTS (SELECT 1 FROM consent c WHERE c.person_id = ` + who + ` AND c.kind = '` + string(k) + `' AND c.in_force = 1)`
}

// ConsentsOf implements consent.Store.
func (s *Consents) ConsentsOf(ctx context.Context, who int64) ([]consent.Consent, error) {
	return consentsOf(ctx, s.db.pool, who)
}

// ConsentsOf implements consent.Tx.
func (t *tx) ConsentsOf(ctx context.Context, who int64) ([]consent.Consent, error) {
	return consentsOf(ctx, t.q, who)
}

func consentsOf(ctx context.Context, q sqlx.QueryerContext, who int64) ([]consent.Consent, error) {
	var rows []struct {
		ID        int64        `db:"id"`
		Kind      consent.Kind `db:"kind"`
		Wording   int          `db:"wording"`
		How       consent.How  `db:"how"`
		By        int64        `db:"by_id"`
		Photo     int64        `db:"file_id"`
		From      int64        `db:"from_at"`
		Withdrawn int64        `db:"withdrawn_at"`
		EndHow    consent.How  `db:"end_how"`
		EndBy     int64        `db:"end_by"`
	}
	if err := list(ctx, q, &rows, `
		SELECT id, kind, wording, how, by_id, file_id, from_at, withdrawn_at, end_how, end_by
		FROM   consent WHERE person_id = ? ORDER BY id LIMIT 500`, who); err != nil {
		return nil, fmt.Errorf("consents: %w", err)
	}
	all := make([]consent.Consent, len(rows))
	for i, r := range rows {
		all[i] = consent.Consent{
			ID: r.ID, Person: who, Kind: r.Kind, Wording: r.Wording, How: r.How, By: r.By, Photo: r.Photo, From: at(r.From),
			Withdrawn: at(r.Withdrawn), EndHow: r.EndHow, EndBy: r.EndBy,
		}
	}
	return all, nil
}

// Agreed returns which kinds each of these persons agrees to now.
func (s *Consents) Agreed(ctx context.Context, ids []int64) (map[int64][]consent.Kind, error) {
	found := map[int64][]consent.Kind{}
	if len(ids) == 0 {
		return found, nil
	}
	var rows []struct {
		Person int64        `db:"person_id"`
		Kind   consent.Kind `db:"kind"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT person_id, kind FROM consent WHERE person_id IN (`+marks(len(ids))+`) AND in_force = 1 ORDER BY person_id, kind LIMIT 10000`,
		anys(ids)...); err != nil {
		return nil, fmt.Errorf("agreed: %w", err)
	}
	for _, r := range rows {
		found[r.Person] = append(found[r.Person], r.Kind)
	}
	return found, nil
}

// AddConsent implements consent.Tx.
func (t *tx) AddConsent(ctx context.Context, c consent.Consent) error {
	_, err := t.q.ExecContext(ctx, `
		INSERT INTO consent (person_id, kind, wording, how, by_id, file_id, from_at, withdrawn_at, end_how, end_by, in_force)
		VALUES (?, ?, ?, ?, ?, ?, ?, 0, '', 0, 1)`, c.Person, c.Kind, c.Wording, c.How, c.By, c.Photo, ms(c.From))
	if err != nil && !duplicate(err) {
		return fmt.Errorf("add consent: %w", err)
	}
	return nil
}

// WithdrawConsent implements consent.Tx.
func (t *tx) WithdrawConsent(ctx context.Context, who int64, k consent.Kind, how consent.How, by int64, now time.Time) error {
	if _, err := t.q.ExecContext(ctx, `
		UPDATE consent SET withdrawn_at = ?, end_how = ?, end_by = ?, in_force = NULL WHERE person_id = ? AND kind = ? AND in_force = 1`,
		ms(now), how, by, who, k); err != nil {
		return fmt.Errorf("withdraw consent: %w", err)
	}
	return nil
}

// moveConsents gives the consents of a merged person to the other; of two in force the other's stays.
func (t *tx) moveConsents(ctx context.Context, from, to int64) error {
	if _, err := t.q.ExecContext(ctx, `
		DELETE FROM consent WHERE person_id = ? AND in_force = 1 AND kind IN (SELECT kind FROM (
			SELECT kind FROM consent WHERE person_id = ? AND in_force = 1) AS other)`, from, to); err != nil {
		return fmt.Errorf("move consents: %w", err)
	}
	if _, err := t.q.ExecContext(ctx, `UPDATE consent SET person_id = ? WHERE person_id = ?`, to, from); err != nil {
		return fmt.Errorf("move consents: %w", err)
	}
	return nil
}

// leaveConsents deletes what a person who leaves agreed to; of a roster person what the community entered stays.
func (t *tx) leaveConsents(ctx context.Context, p person.Person, _ time.Time) error {
	where, args := `person_id = ?`, []any{p.ID}
	if p.Code != "" {
		where, args = where+` AND how = ?`, append(args, consent.Self)
	}
	if _, err := t.q.ExecContext(ctx, `DELETE FROM consent WHERE `+where, args...); err != nil {
		return fmt.Errorf("leave consents: %w", err)
	}
	return nil
}
