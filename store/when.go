package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/calendar"
	"linli/app/fault"
	"linli/app/when"
)

var whenData = data{tables: []Table{
	{Name: "when_day", Impersonal: "holidays"},
	{Name: "when_hours", Impersonal: "working hours"},
	{Name: "when_version", Impersonal: "a counter"},
	{Name: "when_year", Impersonal: "years loaded"},
}}

// Times implements when.Store and calendar.Store.
type Times struct{ db *DB }

// NewTimes returns the records of working days and hours.
func NewTimes(db *DB) *Times { return &Times{db} }

// InTx implements calendar.Store.
func (s *Times) InTx(ctx context.Context, do func(calendar.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

var errNoTimes = fault.New(fault.Missing, "when.none", "没有工作时间")

// TimesVersion implements when.Store.
func (s *Times) TimesVersion(ctx context.Context) (int64, error) {
	var v int64
	err := get(ctx, s.db.pool, &v, errNoTimes, `SELECT version FROM when_version WHERE id = 1`)
	return v, err
}

// LockTimes implements calendar.Tx.
func (t *tx) LockTimes(ctx context.Context) error {
	var v int64
	return get(ctx, t.q, &v, errNoTimes, `SELECT version FROM when_version WHERE id = 1`+t.e.forUpd)
}

// GrowTimesVersion implements calendar.Tx.
func (t *tx) GrowTimesVersion(ctx context.Context) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE when_version SET version = version + 1 WHERE id = 1`); err != nil {
		return fmt.Errorf("working time version: %w", err)
	}
	return nil
}

type dayRow struct {
	Day  when.Date `db:"day"`
	Year int       `db:"year"`
	Off  bool      `db:"off"`
	Name string    `db:"name"`
}

func specialDays(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]dayRow, error) {
	var rows []dayRow
	if err := list(ctx, q, &rows, `
		SELECT day, year, off, name FROM when_day WHERE `+where+` ORDER BY day LIMIT 10000`, args...); err != nil {
		return nil, fmt.Errorf("special days: %w", err)
	}
	return rows, nil
}

func (r dayRow) special() when.Special { return when.Special{Date: r.Day, Off: r.Off, Name: r.Name} }

// SpecialDays implements when.Store.
func (s *Times) SpecialDays(ctx context.Context) ([]when.Special, error) {
	rows, err := specialDays(ctx, s.db.pool, `1 = 1`)
	days := make([]when.Special, len(rows))
	for i, r := range rows {
		days[i] = r.special()
	}
	return days, err
}

// YearDays implements calendar.Tx.
func (t *tx) YearDays(ctx context.Context, year int) ([]when.Special, error) {
	rows, err := specialDays(ctx, t.q, `year = ?`, year)
	days := make([]when.Special, len(rows))
	for i, r := range rows {
		days[i] = r.special()
	}
	return days, err
}

// Years implements calendar.Store.
func (s *Times) Years(ctx context.Context) ([]calendar.Year, error) {
	var rows []struct {
		Year int    `db:"year"`
		At   int64  `db:"loaded_at"`
		By   string `db:"loaded_by"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT year, loaded_at, loaded_by FROM when_year ORDER BY year LIMIT 100`); err != nil {
		return nil, fmt.Errorf("years: %w", err)
	}
	days, err := specialDays(ctx, s.db.pool, `1 = 1`)
	if err != nil {
		return nil, err
	}
	years := make([]calendar.Year, len(rows))
	for i, r := range rows {
		years[i] = calendar.Year{Year: r.Year, LoadedAt: at(r.At), LoadedBy: r.By}
		for _, d := range days {
			if d.Year == r.Year {
				years[i].Days = append(years[i].Days, d.special())
			}
		}
	}
	return years, nil
}

// SaveYear implements calendar.Tx.
func (t *tx) SaveYear(ctx context.Context, y calendar.Year) error {
	if _, err := t.q.ExecContext(ctx, `DELETE FROM when_day WHERE year = ?`, y.Year); err != nil {
		return fmt.Errorf("clear year %d: %w", y.Year, err)
	}
	for _, d := range y.Days {
		if _, err := t.q.ExecContext(ctx, `
			INSERT INTO when_day (day, year, off, name) VALUES (?, ?, ?, ?)`+t.e.upsert("day", "year", "off", "name"),
			d.Date, y.Year, d.Off, d.Name); err != nil {
			return fmt.Errorf("save day %s: %w", d.Date, err)
		}
	}
	if _, err := t.q.ExecContext(ctx, `
		INSERT INTO when_year (year, loaded_at, loaded_by) VALUES (?, ?, ?)`+t.e.upsert("year", "loaded_at", "loaded_by"),
		y.Year, ms(y.LoadedAt), y.LoadedBy); err != nil {
		return fmt.Errorf("save year %d: %w", y.Year, err)
	}
	return nil
}

type hoursRow struct {
	Community int64  `db:"community_id"`
	Working   string `db:"working"`
	Resting   string `db:"resting"`
}

// hours returns the hours of the row, or false if they are invalid. Then the county's hours apply: an imprecise deadline is
// better than none.
func (r hoursRow) hours() (when.WorkHours, bool) {
	h, err := when.ParseHours(r.Working, r.Resting)
	return h, err == nil
}

// Hours implements when.Store.
func (s *Times) Hours(ctx context.Context) (map[int64]when.WorkHours, error) {
	var rows []hoursRow
	if err := list(ctx, s.db.pool, &rows, `
		SELECT community_id, working, resting FROM when_hours ORDER BY community_id LIMIT 10000`); err != nil {
		return nil, fmt.Errorf("working hours: %w", err)
	}
	hours := make(map[int64]when.WorkHours, len(rows))
	for _, r := range rows {
		if h, ok := r.hours(); ok {
			hours[r.Community] = h
		}
	}
	return hours, nil
}

// HoursOf implements calendar.Tx.
func (t *tx) HoursOf(ctx context.Context, community int64) (when.WorkHours, bool, error) {
	var r hoursRow
	err := get(ctx, t.q, &r, errNoTimes, `
		SELECT community_id, working, resting FROM when_hours WHERE community_id = ?`, community)
	if errors.Is(err, errNoTimes) {
		return when.WorkHours{}, false, nil
	}
	if err != nil {
		return when.WorkHours{}, false, err
	}
	h, ok := r.hours()
	return h, ok, nil
}

// SaveHours implements calendar.Tx.
func (t *tx) SaveHours(ctx context.Context, community int64, h when.WorkHours, now time.Time) error {
	if _, err := t.q.ExecContext(ctx, `
		INSERT INTO when_hours (community_id, working, resting, changed_at) VALUES (?, ?, ?, ?)`+
		t.e.upsert("community_id", "working", "resting", "changed_at"),
		community, h.Working.String(), h.Resting.String(), ms(now)); err != nil {
		return fmt.Errorf("save working hours of %d: %w", community, err)
	}
	return nil
}

// DeleteHours implements calendar.Tx.
func (t *tx) DeleteHours(ctx context.Context, community int64) error {
	if _, err := t.q.ExecContext(ctx, `DELETE FROM when_hours WHERE community_id = ?`, community); err != nil {
		return fmt.Errorf("delete working hours of %d: %w", community, err)
	}
	return nil
}
