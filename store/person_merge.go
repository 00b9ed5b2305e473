package store

import (
	"context"
	"fmt"
)

// MergePerson implements person.Tx: what belonged to one belongs to the other from now on. Which columns name a person, and
// what becomes of each, stands in the test of the schema.
func (t *tx) MergePerson(ctx context.Context, from, to int64) error {
	if err := t.moveSelf(ctx, from, to); err != nil {
		return err
	}
	for _, move := range []func(context.Context, int64, int64) error{
		t.moveReports, t.moveJoins, t.moveNotices, t.moveFiles, t.moveDraft, t.moveTags, t.moveFamilies, t.moveBookings, t.moveLoans, t.movePresses,
	} {
		if err := move(ctx, from, to); err != nil {
			return err
		}
	}
	return nil
}

// moveSelf leads from one person to the other, also who was merged into the first before.
func (t *tx) moveSelf(ctx context.Context, from, to int64) error {
	for _, column := range []string{"id", "merged_into"} {
		if _, err := t.q.ExecContext(ctx, `UPDATE person SET merged_into = ? WHERE `+column+` = ?`, to, from); err != nil {
			return fmt.Errorf("merge person: %w", err)
		}
	}
	// The unionids come first: who logs in with one of them waits here, or was in time and is seen by what follows. They come
	// again because an identity, whose lock we have now, may just have brought another.
	for _, table := range []string{"person_union", "person_identity", "person_union"} {
		if _, err := t.q.ExecContext(ctx, `UPDATE `+table+` SET person_id = ? WHERE person_id = ?`, to, from); err != nil {
			return fmt.Errorf("merge %s: %w", table, err)
		}
	}
	return nil
}
