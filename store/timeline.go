package store

import (
	"context"

	"github.com/jmoiron/sqlx"

	"linli/app/timeline"
)

// lineRow is timeline.Line as the columns that every timeline has.
type lineRow[K ~string] struct {
	At     int64  `db:"at"`
	Kind   K      `db:"kind"`
	Person int64  `db:"person_id"`
	Text   string `db:"text"`
	Files  string `db:"files"`
}

// lineColumns are the columns read. lineWritten are those written, in the order of lineValues, with the request id for hasLine.
const (
	lineColumns = `at, kind, person_id, text, files`
	lineWritten = `at, kind, person_id, request, text, files`
)

func lineValues[K ~string](l timeline.Line[K]) []any {
	return []any{ms(l.At), l.Kind, l.Person, nullText(l.Request), l.Text, joinIDs(l.Files)}
}

func (r lineRow[K]) line() timeline.Line[K] {
	return timeline.Line[K]{At: at(r.At), Kind: r.Kind, Person: r.Person, Text: r.Text, Files: splitIDs(r.Files)}
}

// hasLine says whether a request of the person already wrote a line into the timeline.
func (t *tx) hasLine(ctx context.Context, table, column string, id, person int64, request string) (bool, error) {
	var n int
	err := sqlx.GetContext(ctx, t.q, &n, `
		SELECT COUNT(*) FROM `+table+` WHERE `+column+` = ? AND person_id = ? AND request = ?`, id, person, request)
	return n > 0, err
}
