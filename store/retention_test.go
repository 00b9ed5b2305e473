package store

import (
	"testing"
	"time"

	"linli/app/steward"
)

func TestDropOldTakesPortionsAndLeavesTheYoung(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		now := time.Now()
		add := func(mark string, n int, at time.Time) {
			for range n / 100 {
				if _, err := db.pool.Exec(`INSERT INTO person_move (mark, at) VALUES `+
					many(100, `('`+mark+`', ?)`), repeated(ms(at), 100)...); err != nil {
					t.Fatal(err)
				}
			}
		}
		add("old", 700, now.Add(-2*time.Hour)) // more rows of one time than a portion
		add("older", 700, now.Add(-3*time.Hour))
		add("older", 12_000, now.Add(-4*time.Hour)) // a stormy hour of a prefecture
		add("stays", 100, now.Add(-3*time.Hour))
		add("young", 100, now.Add(-time.Hour))
		if err := db.DeleteOld(t.Context(), Table{Name: "person_move", Column: "at", Unless: "mark = 'stays'"}, now.Add(-time.Hour)); err != nil {
			t.Fatal(err)
		}
		for mark, want := range map[string]int{"old": 0, "older": 0, "stays": 100, "young": 100} {
			if n := number(t, db, `SELECT COUNT(*) FROM person_move WHERE mark = ?`, mark); n != want {
				t.Errorf("%s: %d rows stay, want %d", mark, n, want)
			}
		}
		if err := db.DeleteOld(t.Context(), Table{Name: "person_move", Column: "at"}, now); err != nil {
			t.Fatal(err)
		}
		if n := number(t, db, `SELECT COUNT(*) FROM person_move`); n != 0 {
			t.Errorf("%d rows stay", n)
		}
	})
}

func repeated(v any, n int) []any {
	all := make([]any, n)
	for i := range all {
		all[i] = v
	}
	return all
}

// A caller's number is erased even if the call is never ended.
func TestNumbersOfCallsThatNobodyEndsAreErased(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		now := time.Now()
		for _, c := range []struct {
			words      string
			state      steward.CallState
			came, done time.Time
		}{
			{"ended long ago", steward.Done, now.Add(-80 * 24 * time.Hour), now.Add(-31 * 24 * time.Hour)},
			{"just ended", steward.Done, now.Add(-80 * 24 * time.Hour), now.Add(-29 * 24 * time.Hour)},
			{"never ended", steward.Waiting, now.Add(-91 * 24 * time.Hour), time.Time{}},
			{"waits", steward.Seen, now.Add(-89 * 24 * time.Hour), time.Time{}},
		} {
			if _, err := db.pool.Exec(`INSERT INTO steward_call (community_id, area_id, grid_id, building_id, words, phone_sealed, phone_index,
				request, urgent, state, at, acked_at, acked_by, done_at, done_by, result) VALUES (1, 1, 1, 1, ?, 's', 'i', '', 0, ?, ?, 0, 0, ?, 0, '')`,
				c.words, c.state, ms(c.came), ms(c.done)); err != nil {
				t.Fatal(err)
			}
		}
		if err := NewStewards(db).EraseNumbers(t.Context(), now.Add(-steward.KeepNumber), now.Add(-steward.KeepUnused)); err != nil {
			t.Fatal(err)
		}
		for words, want := range map[string]int{"ended long ago": 0, "just ended": 1, "never ended": 0, "waits": 1} {
			if n := number(t, db, `SELECT COUNT(*) FROM steward_call WHERE words = ? AND phone_sealed <> '' AND phone_index <> ''`, words); n != want {
				t.Errorf("%s: %d numbers stay, want %d", words, n, want)
			}
		}
	})
}
