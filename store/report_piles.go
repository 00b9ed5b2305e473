package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"linli/app/report"
)

// mostPiled is the most rows of all ranges together that are read to count a list by grid.
const mostPiled = 5000

// Piles implements report.Store. Which rows are counted of more than it reads is not determined: an order would make it read
// all.
func (s *Reports) Piles(ctx context.Context, f report.Filter) (piles []report.Pile, more bool, err error) {
	type row struct {
		ID        int64 `db:"id"`
		Community int64 `db:"community_id"`
		Grid      int64 `db:"grid_id"`
		Fits      int   `db:"fits"`
	}
	open, finished := livesOf(f)
	whole := part{open: open, finished: finished}
	var ranges []branch
	for _, b := range branches(f, open, finished) {
		ranges = append(ranges, b.ranges()...)
	}
	seen, count := map[int64]bool{}, map[[2]int64]int{}
	for _, b := range ranges {
		where, args := b.condition()
		where, args = join(where, args, whole.bounds(f))
		fits := whole.residue(f, b)
		reach := max(1, mostPiled/len(ranges))
		var rows []row
		if err := list(ctx, s.db.pool, &rows, `
			SELECT id, community_id, grid_id, CASE WHEN `+cmp.Or(fits.text, `1 = 1`)+` THEN 1 ELSE 0 END AS fits
			FROM   report WHERE `+where+` LIMIT ?`,
			append(append(slices.Clone(fits.args), args...), reach)...); err != nil {
			return nil, false, fmt.Errorf("piles of %s: %w", f.View, err)
		}
		more = more || len(rows) == reach
		for _, r := range rows {
			if r.Fits == 1 && !seen[r.ID] {
				seen[r.ID] = true
				count[[2]int64{r.Community, r.Grid}]++
			}
		}
	}
	for at, n := range count {
		piles = append(piles, report.Pile{Community: at[0], Grid: at[1], Count: n})
	}
	slices.SortFunc(piles, func(a, b report.Pile) int {
		return cmp.Or(cmp.Compare(a.Community, b.Community), cmp.Compare(a.Grid, b.Grid))
	})
	return piles, more, nil
}
