package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"linli/app/person"
)

// ResidentsNamed implements person.Store.
func (s *Persons) ResidentsNamed(ctx context.Context, community int64, words string, most int) ([]person.Person, error) {
	return s.residents(ctx, `community_id = ? AND INSTR(name, ?) > 0`, community, words, most)
}

// ResidentsWith implements person.Store.
func (s *Persons) ResidentsWith(ctx context.Context, community int64, phone person.Phone, most int) ([]person.Person, error) {
	index, err := s.db.vault.phoneIndex(phone)
	if err != nil {
		return nil, err
	}
	return s.residents(ctx, `community_id = ? AND phone_index = ?`, community, index, most)
}

// residents reads ids and then rows: the search in the names of a community uses the index alone.
func (s *Persons) residents(ctx context.Context, where string, args ...any) ([]person.Person, error) {
	return s.selected(ctx, where+` AND merged_into = 0 ORDER BY name, id LIMIT ?`, args...)
}

func (s *Persons) selected(ctx context.Context, where string, args ...any) ([]person.Person, error) {
	var ids []int64
	if err := list(ctx, s.db.pool, &ids, `SELECT id FROM person WHERE `+where, args...); err != nil || len(ids) == 0 {
		return nil, err
	}
	var rows []personRow
	if err := list(ctx, s.db.pool, &rows, `
		SELECT `+personColumns+` FROM person WHERE id IN (`+marks(len(ids))+`) ORDER BY name, id LIMIT ?`,
		append(anys(ids), len(ids))...); err != nil {
		return nil, fmt.Errorf("residents: %w", err)
	}
	return persons(rows, s.db.vault)
}

// AddResident implements person.Tx.
func (t *tx) AddResident(ctx context.Context, p *person.Person, by int64, request string) (bool, error) {
	err := t.addPerson(ctx, p, by, request)
	if !duplicate(err) {
		return err == nil, err
	}
	var id int64
	if err := get(ctx, t.q, &id, err, `SELECT id FROM person WHERE entered_by = ? AND request = ?`, by, request); err != nil {
		return false, fmt.Errorf("resident of the same request: %w", err)
	}
	*p, err = getPerson(ctx, t.q, t.vault, id, "")
	return false, err
}

// LockPersonByPhone implements person.Tx. It locks the community's row, so concurrent callers wait.
func (t *tx) LockPersonByPhone(ctx context.Context, phone person.Phone, community int64) (person.Person, error) {
	index, err := t.vault.phoneIndex(phone)
	if err != nil {
		return person.Person{}, err
	}
	var locked []int64
	if err := list(ctx, t.q, &locked, `SELECT id FROM area WHERE id = ?`+t.e.forUpd, community); err != nil {
		return person.Person{}, fmt.Errorf("lock community: %w", err)
	}
	var r personRow
	if err := get(ctx, t.q, &r, person.ErrMissing, `
		SELECT `+personColumns+` FROM person WHERE phone_index = ? AND merged_into = 0
		ORDER  BY CASE community_id WHEN ? THEN 0 WHEN 0 THEN 1 ELSE 2 END, id LIMIT 1`+t.e.forUpd, index, community); err != nil {
		return person.Person{}, err
	}
	return r.person(t.vault)
}

// FindOrAddCaller implements report.Tx: the number finds a person who called before or is in the roster; otherwise a person is
// added.
func (t *tx) FindOrAddCaller(ctx context.Context, name string, phone person.Phone, community int64, now time.Time) (int64, error) {
	p := person.Person{Community: community, Name: name, Phone: phone, CreatedAt: now}
	if phone != "" { // without a number the person cannot be found again
		known, err := t.LockPersonByPhone(ctx, phone, community)
		if !errors.Is(err, person.ErrMissing) {
			return known.ID, err
		}
	}
	err := t.AddPerson(ctx, &p)
	return p.ID, err
}
