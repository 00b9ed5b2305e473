package store

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// The size and number of the portions of one DropOld, so that nobody waits long for a lock and a first run does not last.
const (
	oldAtOnce   = 500
	oldPortions = 20
)

// Old says which rows of a table only their age ends. The names are constants of the program.
type Old struct {
	Table  string
	Column string // a time in milliseconds
	Unless string // a condition of rows that stay however old; "" for none
}

var errNoneOld = errors.New("nothing is that old")

// DropOld deletes rows from before the time, the oldest first. What one run leaves, the next one takes.
func (db *DB) DropOld(ctx context.Context, o Old, before time.Time) error {
	stays := ``
	if o.Unless != "" {
		stays = ` AND NOT (` + o.Unless + `)`
	}
	for range oldPortions {
		last := ms(before) - 1
		err := get(ctx, db.pool, &last, errNoneOld, `
			SELECT `+o.Column+` FROM `+o.Table+` WHERE `+o.Column+` < ?`+stays+`
			ORDER  BY `+o.Column+` LIMIT 1 OFFSET ?`, ms(before), oldAtOnce-1)
		final := errors.Is(err, errNoneOld)
		if err != nil && !final {
			return outage(fmt.Errorf("find old rows of %s: %w", o.Table, err))
		}
		if _, err := change(ctx, direct{db}, `DELETE FROM `+o.Table+` WHERE `+o.Column+` <= ?`+stays, last); err != nil {
			return outage(fmt.Errorf("drop old rows of %s: %w", o.Table, err))
		}
		if final {
			return nil
		}
	}
	return nil
}
