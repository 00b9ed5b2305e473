package store

import (
	"context"
	"errors"
	"fmt"

	"linli/app/person"
)

// HoldUnion implements person.Tx. The upsert locks the row whether it existed or not; a SELECT would lock nothing for a
// missing row.
func (t *tx) HoldUnion(ctx context.Context, unionid string) (int64, error) {
	if unionid == "" {
		return 0, nil
	}
	if _, err := t.q.ExecContext(ctx, `
		INSERT INTO person_union (unionid, person_id) VALUES (?, 0)`+t.e.upsert("unionid", "unionid"), unionid); err != nil {
		return 0, fmt.Errorf("hold unionid: %w", err)
	}
	who, err := t.UnionOf(ctx, unionid)
	for range 5 { // merges do not chain deeper
		var into int64
		if err == nil && who != 0 {
			err = get(ctx, t.q, &into, person.ErrMissing, `SELECT merged_into FROM person WHERE id = ?`, who)
		}
		if err != nil || into == 0 {
			return who, err
		}
		who = into
	}
	return 0, person.ErrMissing
}

// UnionOf implements person.Tx.
func (t *tx) UnionOf(ctx context.Context, unionid string) (int64, error) {
	var who int64
	err := get(ctx, t.q, &who, person.ErrMissing, `SELECT person_id FROM person_union WHERE unionid = ?`, unionid)
	if errors.Is(err, person.ErrMissing) {
		return 0, nil
	}
	return who, err
}

// GiveUnion implements person.Tx.
func (t *tx) GiveUnion(ctx context.Context, unionid string, who int64) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE person_union SET person_id = ? WHERE unionid = ?`, who, unionid); err != nil {
		return fmt.Errorf("give unionid to person %d: %w", who, err)
	}
	return nil
}

// ProvePhone implements person.Tx.
func (t *tx) ProvePhone(ctx context.Context, identity int64, phone person.Phone) error {
	index := ""
	if phone != "" {
		var err error
		if index, err = t.vault.phoneIndex(phone); err != nil {
			return err
		}
	}
	if _, err := t.q.ExecContext(ctx, `UPDATE person_identity SET proved = ? WHERE id = ?`, index, identity); err != nil {
		return fmt.Errorf("prove phone of identity %d: %w", identity, err)
	}
	return nil
}

// ProvedPerson implements person.Tx.
func (t *tx) ProvedPerson(ctx context.Context, identity int64) (int64, error) {
	var ids []int64
	if err := list(ctx, t.q, &ids, `
		SELECT r.id
		FROM   person_identity i JOIN person own ON own.id = i.person_id JOIN person r ON r.phone_index = i.proved
		WHERE  i.id = ? AND i.proved <> '' AND own.code IS NULL AND r.code IS NOT NULL AND r.merged_into = 0
		ORDER  BY r.id LIMIT 2`, identity); err != nil {
		return 0, fmt.Errorf("who has the proved number of identity %d: %w", identity, err)
	}
	if len(ids) != 1 { // two people who share a number cannot be told apart by it
		return 0, nil
	}
	return ids[0], nil
}

// ProvedBy implements roster.Tx.
func (t *tx) ProvedBy(ctx context.Context, phone person.Phone) ([]int64, error) {
	index, err := t.vault.phoneIndex(phone)
	if err != nil {
		return nil, err
	}
	var ids []int64
	if err := list(ctx, t.q, &ids, `SELECT id FROM person_identity WHERE proved = ? ORDER BY id LIMIT 20`, index); err != nil {
		return nil, fmt.Errorf("identities with a proved number: %w", err)
	}
	return ids, nil
}
