package store

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/calendar"
	"linli/app/when"
)

func TestTheShippedYearIsTheOfficialOne(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		days, err := NewTimes(db).SpecialDays(t.Context())
		if d := calendar.Compare(when.Official(), days); err != nil || !d.None() {
			t.Fatalf("%+v, %v", d, err)
		}
		years, err := NewTimes(db).Years(t.Context())
		if err != nil || len(years) != 1 || years[0].Year != 2026 || len(years[0].Days) != len(days) {
			t.Fatalf("%+v, %v", years, err)
		}
	})
}

func TestAYearIsReplacedWhole(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		times, ctx := NewTimes(db), t.Context()
		loaded := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
		save := func(y calendar.Year, fail error) error {
			return times.InTx(ctx, func(tx calendar.Tx) error {
				if err := errors.Join(tx.LockTimes(ctx), tx.SaveYear(ctx, y), tx.GrowTimesVersion(ctx)); err != nil {
					return err
				}
				return fail
			})
		}
		corrected := calendar.Year{Year: 2026, LoadedAt: loaded, LoadedBy: "a.csv", Days: []when.Special{
			{Date: 20260101, Off: true, Name: "元旦"}, {Date: 20261231, Off: true, Name: "大雪"},
		}}
		next := calendar.Year{Year: 2027, LoadedAt: loaded, LoadedBy: "b.csv", Days: []when.Special{
			{Date: 20261231, Off: true, Name: "元旦"}, {Date: 20270101, Off: true, Name: "元旦"}, {Date: 20270109, Name: "元旦"},
		}}
		broken := errors.New("broken")
		if err := save(next, broken); !errors.Is(err, broken) {
			t.Fatal(err)
		}
		if years, _ := times.Years(ctx); len(years) != 1 {
			t.Fatalf("half of a list stayed: %+v", years)
		}
		for _, y := range []calendar.Year{corrected, next, next} {
			if err := save(y, nil); err != nil {
				t.Fatal(err)
			}
		}
		// A start that repeats the migration does not change the operator's list.
		if _, err := db.pool.Exec(`DELETE FROM schema_step WHERE version = 7`); err != nil {
			t.Fatal(err)
		}
		if err := db.migrate(ctx); err != nil {
			t.Fatal(err)
		}
		corrected.Days = corrected.Days[:1] // the last days of December moved to the list of 2027
		years, err := times.Years(ctx)
		if diff := cmp.Diff([]calendar.Year{corrected, next}, years); err != nil || diff != "" {
			t.Fatal(err, diff)
		}
		if v, err := times.TimesVersion(ctx); err != nil || v != 3 {
			t.Fatalf("version %d, %v", v, err)
		}
	})
}

func TestHoursOfCommunities(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		times, ctx := NewTimes(db), t.Context()
		late := when.WorkHours{Working: when.Spans{{From: 8 * time.Hour, To: 18 * time.Hour}}, Resting: when.Spans{{From: 9 * time.Hour, To: 12 * time.Hour}}}
		change := func(do func(tx calendar.Tx) error) {
			t.Helper()
			if err := times.InTx(ctx, do); err != nil {
				t.Fatal(err)
			}
		}
		change(func(tx calendar.Tx) error {
			return errors.Join(tx.SaveHours(ctx, 7, when.OfficeHours, time.Now()), tx.SaveHours(ctx, 7, late, time.Now()), tx.SaveHours(ctx, 0, when.OfficeHours, time.Now()))
		})
		got, err := times.Hours(ctx)
		if diff := cmp.Diff(map[int64]when.WorkHours{0: when.OfficeHours, 7: late}, got); err != nil || diff != "" {
			t.Fatal(err, diff)
		}
		change(func(tx calendar.Tx) error {
			h, own, err := tx.HoursOf(ctx, 7)
			if diff := cmp.Diff(late, h); err != nil || !own || diff != "" {
				t.Error(own, err, diff)
			}
			if _, own, err := tx.HoursOf(ctx, 8); err != nil || own {
				t.Error(own, err)
			}
			return tx.DeleteHours(ctx, 7)
		})
		if _, err := db.pool.Exec(`UPDATE when_hours SET working = 'ganztags' WHERE community_id = 0`); err != nil {
			t.Fatal(err)
		}
		if got, err := times.Hours(ctx); err != nil || len(got) != 0 {
			t.Fatalf("invalid hours are not ignored: %v, %v", got, err)
		}
	})
}

var _ when.Store = (*Times)(nil)

func TestClocksOverTheDatabase(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		clock := newClock()
		clocks := when.NewClocks(NewTimes(db), clock.Now)
		times, err := clocks.Get(t.Context())
		if err != nil || !times.Calendar().Has(2026) {
			t.Fatal(err)
		}
		db.Close()
		clock.Forward(time.Hour)
		if again, err := clocks.Get(context.Background()); err != nil || again != times {
			t.Fatalf("the database is away: %v", err)
		}
	})
}
