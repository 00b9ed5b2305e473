package store

import (
	"context"
	"strconv"
	"strings"

	"github.com/jmoiron/sqlx"
)

// mostCounted is where counting stops, to bound the cost.
const mostCounted = 1000

// query selects ids of rows.
type query struct {
	text string
	args []any
}

// counts returns for each set how many distinct rows its queries find, at most 1,000, in one statement. Each query reads one
// index and stops at 1,000, so the cost does not grow with the table.
func counts(ctx context.Context, q sqlx.QueryerContext, sets ...[]query) ([]int, error) {
	found := make([]int, len(sets))
	var parts []string
	var args []any
	for i, set := range sets {
		if len(set) == 0 {
			continue
		}
		ids := make([]string, len(set))
		for k, one := range set {
			ids[k] = `SELECT id FROM (` + one.text + ` LIMIT ` + strconv.Itoa(mostCounted) + `) AS one`
			args = append(args, one.args...)
		}
		parts = append(parts, `SELECT `+strconv.Itoa(i)+` AS place, COUNT(*) AS n FROM (`+strings.Join(ids, ` UNION `)+`) AS found`)
	}
	if len(parts) == 0 {
		return found, nil
	}
	var rows []struct {
		Place int `db:"place"`
		N     int `db:"n"`
	}
	err := list(ctx, q, &rows, strings.Join(parts, ` UNION ALL `), args...)
	for _, r := range rows {
		found[r.Place] = min(r.N, mostCounted)
	}
	return found, err
}
