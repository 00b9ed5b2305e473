package store

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// The size and number of the portions of one DeleteOld: they bound its locks and its duration.
const (
	oldAtOnce   = 500
	oldPortions = 400
)

var errNoneOld = errors.New("nothing is that old")

// DeleteOld deletes the rows of a table from before the time, the oldest first, except those of Unless. One run is limited; the
// next continues.
func (db *DB) DeleteOld(ctx context.Context, t Table, before time.Time) error {
	stays := ``
	if t.Unless != "" {
		stays = ` AND NOT (` + t.Unless + `)`
	}
	for range oldPortions {
		last := ms(before) - 1
		err := get(ctx, db.pool, &last, errNoneOld, `
			SELECT `+t.Column+` FROM `+t.Name+` WHERE `+t.Column+` < ?`+stays+`
			ORDER  BY `+t.Column+` LIMIT 1 OFFSET ?`, ms(before), oldAtOnce-1)
		final := errors.Is(err, errNoneOld)
		if err != nil && !final {
			return outage(fmt.Errorf("find old rows of %s: %w", t.Name, err))
		}
		if _, err := change(ctx, direct{db}, `DELETE FROM `+t.Name+` WHERE `+t.Column+` <= ?`+stays, last); err != nil {
			return outage(fmt.Errorf("delete old rows of %s: %w", t.Name, err))
		}
		if final {
			return nil
		}
	}
	return nil
}
