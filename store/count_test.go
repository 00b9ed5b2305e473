package store

import (
	"slices"
	"testing"
)

func TestCountsOfSeveralSets(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, db *DB) {
		from := func(first, last int) query {
			return query{`SELECT n AS id FROM (WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 900) SELECT n + ? AS n FROM s)
				AS numbers WHERE n <= ?`, []any{first - 1, last}}
		}
		got, err := counts(t.Context(), db.pool,
			[]query{from(1, 3)},
			nil,                                    // an actor without areas
			[]query{from(1, 3), from(2, 5)},        // a row that two queries find counts once
			[]query{from(1, 0)},                    // none
			[]query{from(1, 9), from(21, 29)},      // disjoint
			[]query{from(1, 900), from(500, 1399)}, // more than mostCounted
		)
		if want := []int{3, 0, 5, 0, 18, 1000}; err != nil || !slices.Equal(got, want) {
			t.Errorf("%v, %v; want %v", got, err, want)
		}
		if none, err := counts(t.Context(), db.pool, nil, nil); err != nil || !slices.Equal(none, []int{0, 0}) {
			t.Errorf("without a query: %v, %v", none, err)
		}
	})
}
