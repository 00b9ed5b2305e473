package store

import (
	"context"
	"fmt"
	"time"

	"linli/app/person"
	"linli/app/roster"
)

// RosterPersons implements roster.Tx.
func (t *tx) RosterPersons(ctx context.Context) (map[string]person.Person, error) {
	var rows []personRow
	if err := list(ctx, t.q, &rows, `
		SELECT `+personColumns+` FROM person WHERE code IS NOT NULL ORDER BY id LIMIT 200000`); err != nil {
		return nil, fmt.Errorf("roster persons: %w", err)
	}
	found := make(map[string]person.Person, len(rows))
	for _, r := range rows {
		p, err := r.person(t.vault)
		if r.Merged != 0 {
			p, err = getPerson(ctx, t.q, t.vault, r.Merged, "")
		}
		if err != nil {
			return nil, err
		}
		found[r.Code.String] = p
	}
	return found, nil
}

// RosterPostings implements roster.Tx.
func (t *tx) RosterPostings(ctx context.Context) ([]person.Posting, error) {
	return postings(ctx, t.q, `id > 0`)
}

// AddPosting implements roster.Tx.
func (t *tx) AddPosting(ctx context.Context, p *person.Posting) error {
	id, err := insert(ctx, t.q, `
		INSERT INTO person_posting (person_id, role, area_id, org_id, from_at, to_at, substitute_id, away_from, away_to, class,
			employed, specialties, duties)
		VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?, ?)`,
		p.Person, p.Role, p.Area, p.Org, ms(p.From), ms(p.To), p.Substitute, p.Class, p.Employed, p.Specialties, p.Duties)
	if err != nil {
		return fmt.Errorf("add posting of person %d: %w", p.Person, err)
	}
	p.ID = id
	return nil
}

// SavePosting implements roster.Tx.
func (t *tx) SavePosting(ctx context.Context, p person.Posting) error {
	if _, err := t.q.ExecContext(ctx, `
		UPDATE person_posting SET from_at = ?, to_at = ?, substitute_id = ?, class = ?, employed = ?, specialties = ?, duties = ? WHERE id = ?`,
		ms(p.From), ms(p.To), p.Substitute, p.Class, p.Employed, p.Specialties, p.Duties, p.ID); err != nil {
		return fmt.Errorf("save posting %d: %w", p.ID, err)
	}
	return nil
}

// ReleaseCode implements roster.Tx.
func (t *tx) ReleaseCode(ctx context.Context, code string, at time.Time) error {
	var who int64
	if err := get(ctx, t.q, &who, person.ErrMissing, `SELECT id FROM person WHERE code = ?`+t.e.forUpd, code); err != nil {
		return err
	}
	if _, err := t.q.ExecContext(ctx, `UPDATE person SET code = NULL WHERE id = ?`, who); err != nil {
		return fmt.Errorf("release code of person %d: %w", who, err)
	}
	if _, err := t.q.ExecContext(ctx, `
		UPDATE person_posting SET to_at = ? WHERE person_id = ? AND (to_at = 0 OR to_at > ?)`, ms(at), who, ms(at)); err != nil {
		return fmt.Errorf("end postings of person %d: %w", who, err)
	}
	if _, err := t.q.ExecContext(ctx, `UPDATE person_posting SET substitute_id = 0 WHERE substitute_id = ?`, who); err != nil {
		return fmt.Errorf("end substitutions by person %d: %w", who, err)
	}
	if err := t.DeleteMember(ctx, who); err != nil {
		return err
	}
	if _, err := t.q.ExecContext(ctx, `DELETE FROM person_invitation WHERE person_id = ? AND used_at = 0`, who); err != nil {
		return fmt.Errorf("delete invitations of person %d: %w", who, err)
	}
	return nil
}

// carryHomes moves the residents of an area, with their records, to its new community. Persons in the roster stay where the
// roster places them.
func (t *tx) carryHomes(ctx context.Context, m roster.Move) error {
	if _, err := t.q.ExecContext(ctx, `
		UPDATE person_tag SET community_id = ?
		WHERE  person_id IN (SELECT id FROM person WHERE community_id = ? AND home_id = ? AND code IS NULL)`,
		m.To.Community, m.From.Community, m.Area); err != nil {
		return fmt.Errorf("carry tags: %w", err)
	}
	if _, err := t.q.ExecContext(ctx, `UPDATE person SET community_id = ? WHERE community_id = ? AND home_id = ? AND code IS NULL`,
		m.To.Community, m.From.Community, m.Area); err != nil {
		return fmt.Errorf("carry homes: %w", err)
	}
	return nil
}

// RosterCandidate implements roster.Tx.
func (t *tx) RosterCandidate(ctx context.Context, id int64) (person.Person, error) {
	return t.LockPerson(ctx, id)
}

// GiveCode implements roster.Tx.
func (t *tx) GiveCode(ctx context.Context, id int64, code string) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE person SET code = ? WHERE id = ?`, code, id); err != nil {
		return fmt.Errorf("give a code to person %d: %w", id, err)
	}
	return nil
}

// ReleaseSubstitutes implements roster.Tx.
func (t *tx) ReleaseSubstitutes(ctx context.Context, since, until time.Time) error {
	var gone []int64
	if err := list(ctx, t.q, &gone, `
		SELECT DISTINCT e.person_id FROM person_posting e
		WHERE  e.to_at > ? AND e.to_at <= ?
		AND    EXISTS (SELECT 1 FROM person_posting s WHERE s.substitute_id = e.person_id)
		AND    NOT EXISTS (SELECT 1 FROM person_posting n WHERE n.person_id = e.person_id AND n.from_at <= ? AND (n.to_at = 0 OR n.to_at > ?))
		ORDER  BY e.person_id LIMIT 10000`, ms(since), ms(until), ms(until), ms(until)); err != nil {
		return fmt.Errorf("substitutes whose posts ended: %w", err)
	}
	for _, who := range gone {
		if _, err := t.q.ExecContext(ctx, `UPDATE person_posting SET substitute_id = 0 WHERE substitute_id = ?`, who); err != nil {
			return fmt.Errorf("release substitute %d: %w", who, err)
		}
	}
	return nil
}
