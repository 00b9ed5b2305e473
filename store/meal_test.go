package store

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"linli/app/meal"
	"linli/app/when"
)

// manyEaters enters a programme with so many members who eat every day, half of them brought to 30 buildings.
func manyEaters(t *testing.T, db *DB, n int) meal.Programme {
	t.Helper()
	p := meal.Programme{Community: 1, Name: "午餐", Kitchen: "食堂", Place: "一楼", Week: meal.EveryDay, Serve: 690, Cut: 1020, Most: n}
	if err := NewMeals(db).InTx(t.Context(), func(tx meal.Tx) error {
		if err := tx.AddProgramme(t.Context(), &p); err != nil {
			return err
		}
		var all []meal.Carrier
		for b := range int64(30) {
			all = append(all, meal.Carrier{Building: b + 1, Person: b%10 + 1})
		}
		return tx.SetCarriers(t.Context(), p.ID, all)
	}); err != nil {
		t.Fatal(err)
	}
	const row = `(?, 1, ?, ?, ?, ?, ?, '302', 127, '', '', '', 'agreed', 'client', 0, 0, 0, 20260101, 0, 0, 0, 0, '')`
	for from := 0; from < n; from += 100 {
		var rows []string
		var args []any
		for i := from; i < min(from+100, n); i++ {
			way := meal.EatIn
			if i%2 == 0 {
				way = meal.Deliver
			}
			rows, args = append(rows, row), append(args, p.ID, i+1, fmt.Sprint(p.ID, ":", i), way, i%30+1, i%30+1)
		}
		if _, err := db.pool.Exec(`INSERT INTO meal_member (programme_id, community_id, person_id, spot, way, building_id, area_id, room, week, reason, sealed,
			phone_sealed, state, source, asked_at, asked_by, due_at, from_on, decided_at, decided_by, ended_at, ended_by, why) VALUES `+strings.Join(rows, ", "), args...); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

func fixDay(ctx context.Context, db *DB, p meal.Programme, on when.Date) (d meal.Day, loaded []meal.Loaded, err error) {
	d = meal.Day{Programme: p.ID, Community: p.Community, On: on, FixedAt: time.Now()}
	err = NewMeals(db).InTx(ctx, func(tx meal.Tx) error {
		if _, err := tx.LockProgramme(ctx, p.ID); err != nil {
			return err
		}
		loaded, err = tx.FixDay(ctx, &d)
		return err
	})
	return d, loaded, err
}

// The list of 3,000 portions is fixed within two seconds on either engine, with a round for each carrier who has a stop.
func TestThreeThousandPortionsAreFixedInTime(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		p := manyEaters(t, db, 3000)
		one := manyEaters(t, db, 1)
		begun := time.Now()
		if _, _, err := fixDay(t.Context(), db, one, 20261124); err != nil {
			t.Fatal(err)
		}
		floor := time.Since(begun)
		begun = time.Now()
		d, loaded, err := fixDay(t.Context(), db, p, 20261124)
		if err != nil {
			t.Fatal(err)
		}
		if took := time.Since(begun); took > 2*time.Second {
			t.Errorf("it took %v", took)
		} else {
			t.Logf("3,000 portions: %v; the transaction of one: %v", took, floor)
		}
		brought := 0
		for _, r := range loaded {
			brought += r.Stops
		}
		if d.Portions != 3000 || len(loaded) != 5 || brought != 1500 {
			t.Errorf("%d portions, %d rounds with %d stops", d.Portions, len(loaded), brought)
		}
		if _, _, err := fixDay(t.Context(), db, p, 20261124); !duplicate(err) {
			t.Errorf("a second list: %v", err)
		}
	})
}
