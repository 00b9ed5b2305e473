package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/feedback"
	"linli/app/meal"
	"linli/app/when"
)

// eating are the members m of a programme who eat on a day, with the exception e of that day. It takes what eatingArgs returns.
const eating = `
	FROM   meal_member m LEFT JOIN meal_exception e ON e.member_id = m.id AND e.day = ?
	WHERE  m.programme_id = ? AND m.state = 'agreed' AND m.from_on <= ? AND COALESCE(e.eats, CASE WHEN (m.week & ?) <> 0 THEN 1 ELSE 0 END) = 1`

func eatingArgs(programme int64, day when.Date) []any {
	return []any{int(day), programme, int(day), weekday(day)}
}

// weekday returns the day of the week as the bit of meal.Week.
func weekday(day when.Date) int { return 1 << ((int(day.Time().Weekday()) + 6) % 7) }

// CountEating implements meal.Store.
func (s *Meals) CountEating(ctx context.Context, programme int64, day when.Date) (map[meal.Way]int, error) {
	var rows []struct {
		Way meal.Way `db:"way"`
		N   int      `db:"n"`
	}
	err := list(ctx, s.db.pool, &rows, `SELECT m.way, COUNT(*) n`+eating+` GROUP BY m.way`, eatingArgs(programme, day)...)
	counts := map[meal.Way]int{}
	for _, r := range rows {
		counts[r.Way] = r.N
	}
	return counts, err
}

// Busiest implements meal.Tx.
func (t *tx) Busiest(ctx context.Context, m meal.Member, from when.Date) (busiest int, err error) {
	var weeks []struct {
		Week meal.Week `db:"week"`
		N    int       `db:"n"`
	}
	if err := list(ctx, t.q, &weeks, `SELECT week, COUNT(*) n FROM meal_member WHERE programme_id = ? AND state = ? AND id <> ? GROUP BY week`,
		m.Programme, meal.Agreed, m.ID); err != nil {
		return 0, err
	}
	for d := range 7 {
		one, n := meal.Week(1<<d), 0
		for _, w := range weeks {
			if w.Week&one != 0 {
				n += w.N
			}
		}
		if m.Week&one != 0 {
			busiest = max(busiest, n)
		}
	}
	var days []int
	if err := list(ctx, t.q, &days, `SELECT DISTINCT day FROM meal_exception WHERE programme_id = ? AND day >= ? AND eats = 1 ORDER BY day LIMIT 100`,
		m.Programme, int(from)); err != nil {
		return 0, err
	}
	for _, d := range days {
		if !m.Week.Has(when.Date(d)) {
			continue
		}
		var n int
		if err := sqlx.GetContext(ctx, t.q, &n, `SELECT COUNT(*)`+eating+` AND m.id <> ?`, append(eatingArgs(m.Programme, when.Date(d)), m.ID)...); err != nil {
			return 0, err
		}
		busiest = max(busiest, n)
	}
	return busiest, nil
}

// exceptions returns the single days of members from a day on.
func exceptions(ctx context.Context, q sqlx.QueryerContext, ids []int64, from when.Date) (map[int64]meal.Exceptions, error) {
	all := map[int64]meal.Exceptions{}
	if len(ids) == 0 {
		return all, nil
	}
	var rows []struct {
		Member int64 `db:"member_id"`
		Day    int   `db:"day"`
		Eats   bool  `db:"eats"`
	}
	err := list(ctx, q, &rows, `SELECT member_id, day, eats FROM meal_exception WHERE member_id IN (`+marks(len(ids))+`) AND day >= ? ORDER BY member_id, day`,
		append(anys(ids), int(from))...)
	for _, r := range rows {
		if all[r.Member] == nil {
			all[r.Member] = meal.Exceptions{}
		}
		all[r.Member][when.Date(r.Day)] = r.Eats
	}
	return all, err
}

// ExceptionsOf implements meal.Store.
func (s *Meals) ExceptionsOf(ctx context.Context, ids []int64, from when.Date) (map[int64]meal.Exceptions, error) {
	return exceptions(ctx, s.db.pool, ids, from)
}

// ExceptionsFrom implements meal.Tx.
func (t *tx) ExceptionsFrom(ctx context.Context, member int64, from when.Date) (meal.Exceptions, error) {
	all, err := exceptions(ctx, t.q, []int64{member}, from)
	return all[member], err
}

// SkipDay implements meal.Tx.
func (t *tx) SkipDay(ctx context.Context, m meal.Member, day when.Date, now time.Time) error {
	if _, err := t.q.ExecContext(ctx, `DELETE FROM meal_exception WHERE member_id = ? AND day = ?`, m.ID, int(day)); err != nil {
		return err
	}
	_, err := t.q.ExecContext(ctx, `INSERT INTO meal_exception (member_id, day, programme_id, eats, made_at) VALUES (?, ?, ?, 0, ?)`,
		m.ID, int(day), m.Programme, ms(now))
	return err
}

// TakeDay implements meal.Tx.
func (t *tx) TakeDay(ctx context.Context, m meal.Member, day when.Date, now time.Time) error {
	if _, err := t.q.ExecContext(ctx, `DELETE FROM meal_exception WHERE member_id = ? AND day = ?`, m.ID, int(day)); err != nil {
		return err
	}
	args := append([]any{m.ID, int(day), ms(now)}, eatingArgs(m.Programme, day)...)
	n, err := change(ctx, t.q, `
		INSERT INTO meal_exception (member_id, day, programme_id, eats, made_at)
		SELECT ?, ?, p.id, 1, ? FROM meal_programme p, (SELECT COUNT(*) n`+eating+` AND m.id <> ?) taken
		WHERE  p.id = ? AND taken.n < p.most`, append(args, m.ID, m.Programme)...)
	if err == nil && n == 0 {
		err = meal.ErrFull
	}
	return err
}

type mealDayRow struct {
	ID        int64 `db:"id"`
	Programme int64 `db:"programme_id"`
	Community int64 `db:"community_id"`
	Day       int   `db:"day"`
	FixedAt   int64 `db:"fixed_at"`
	PrintedAt int64 `db:"printed_at"`
	Portions  int   `db:"portions"`
}

func mealDay(ctx context.Context, q sqlx.QueryerContext, lock string, programme int64, day when.Date) (meal.Day, error) {
	var r mealDayRow
	err := get(ctx, q, &r, meal.ErrDay, `
		SELECT id, programme_id, community_id, day, fixed_at, printed_at, portions FROM meal_day WHERE programme_id = ? AND day = ?`+lock,
		programme, int(day))
	return meal.Day{
		ID: r.ID, Programme: r.Programme, Community: r.Community, On: when.Date(r.Day), FixedAt: at(r.FixedAt), PrintedAt: at(r.PrintedAt), Portions: r.Portions,
	}, err
}

// DayOf implements meal.Store.
func (s *Meals) DayOf(ctx context.Context, programme int64, day when.Date) (meal.Day, error) {
	return mealDay(ctx, s.db.pool, ``, programme, day)
}

// LockDay implements meal.Tx.
func (t *tx) LockDay(ctx context.Context, programme int64, day when.Date) (meal.Day, error) {
	return mealDay(ctx, t.q, t.e.forUpd, programme, day)
}

// HasDay implements meal.Tx.
func (t *tx) HasDay(ctx context.Context, programme int64, day when.Date) (bool, error) {
	_, err := mealDay(ctx, t.q, ``, programme, day)
	if errors.Is(err, meal.ErrDay) {
		return false, nil
	}
	return err == nil, err
}

// FixDay implements meal.Tx.
func (t *tx) FixDay(ctx context.Context, d *meal.Day) ([]meal.Loaded, error) {
	var err error
	if d.ID, err = insert(ctx, t.q, `
		INSERT INTO meal_day (programme_id, community_id, day, fixed_at, printed_at, portions) VALUES (?, ?, ?, ?, 0, 0)`,
		d.Programme, d.Community, int(d.On), ms(d.FixedAt)); err != nil {
		return nil, fmt.Errorf("fix day: %w", err)
	}
	n, err := change(ctx, t.q, `
		INSERT INTO meal_stop (day_id, programme_id, community_id, day, member_id, person_id, way, building_id, area_id, room, round_id, outcome,
			at, noted_at, by_id, made_at)
		SELECT ?, m.programme_id, m.community_id, ?, m.id, m.person_id, m.way, m.building_id, m.area_id, m.room, 0, 'to_do', 0, 0, 0, ?`+eating,
		append([]any{d.ID, int(d.On), ms(d.FixedAt)}, eatingArgs(d.Programme, d.On)...)...)
	if err != nil {
		return nil, fmt.Errorf("stops: %w", err)
	}
	d.Portions = int(n)
	if _, err := t.q.ExecContext(ctx, `UPDATE meal_day SET portions = ? WHERE id = ?`, d.Portions, d.ID); err != nil {
		return nil, err
	}
	all, err := carriers(ctx, t.q, d.Programme)
	if err != nil {
		return nil, err
	}
	of := map[int64][]int64{}
	for _, c := range all {
		of[c.Person] = append(of[c.Person], c.Building)
	}
	var loaded []meal.Loaded
	for _, who := range slices.Sorted(maps.Keys(of)) {
		n, err := t.HandStops(ctx, *d, of[who], who)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			r := meal.Round{ID: d.ID, Day: d.ID, Programme: d.Programme, Community: d.Community, On: d.On, Person: who}
			loaded = append(loaded, meal.Loaded{Round: r, Stops: n})
		}
	}
	return loaded, nil
}

// HandStops implements meal.Tx.
func (t *tx) HandStops(ctx context.Context, d meal.Day, buildings []int64, to int64) (int, error) {
	const open = `day_id = ? AND way = 'deliver' AND outcome = 'to_do'`
	var round int64
	var left []int64
	where, args := open, []any{d.ID}
	if len(buildings) > 0 {
		where, args = where+` AND building_id IN (`+marks(len(buildings))+`)`, append(args, anys(buildings)...)
	}
	if err := list(ctx, t.q, &left, `SELECT id FROM meal_stop WHERE `+where+` ORDER BY id LIMIT 1`, args...); err != nil || len(left) == 0 {
		return 0, err
	}
	err := get(ctx, t.q, &round, meal.ErrStop, `SELECT id FROM meal_round WHERE day_id = ? AND person_id = ?`, d.ID, to)
	if errors.Is(err, meal.ErrStop) {
		round, err = insert(ctx, t.q, `INSERT INTO meal_round (day_id, programme_id, community_id, day, person_id, made_at) VALUES (?, ?, ?, ?, ?, ?)`,
			d.ID, d.Programme, d.Community, int(d.On), to, ms(d.FixedAt))
	}
	if err != nil {
		return 0, fmt.Errorf("round: %w", err)
	}
	n, err := change(ctx, t.q, `UPDATE meal_stop SET round_id = ? WHERE `+where+` AND round_id <> ?`, append(append([]any{round}, args...), round)...)
	return int(n), err
}

// BuildingsToDo implements meal.Tx.
func (t *tx) BuildingsToDo(ctx context.Context, day int64) (all []int64, err error) {
	err = list(ctx, t.q, &all, `SELECT DISTINCT building_id FROM meal_stop WHERE day_id = ? AND way = 'deliver' AND outcome = 'to_do' ORDER BY building_id LIMIT 2000`, day)
	return all, err
}

// Printed implements meal.Tx.
func (t *tx) Printed(ctx context.Context, day int64, now time.Time) error {
	_, err := t.q.ExecContext(ctx, `UPDATE meal_day SET printed_at = ? WHERE id = ? AND printed_at = 0`, ms(now), day)
	return err
}

// Counts implements meal.Store.
func (s *Meals) Counts(ctx context.Context, community int64, from, to when.Date) ([]meal.Count, error) {
	var rows []struct {
		Programme int64        `db:"programme_id"`
		Way       meal.Way     `db:"way"`
		Outcome   meal.Outcome `db:"outcome"`
		N         int          `db:"n"`
	}
	err := list(ctx, s.db.pool, &rows, `
		SELECT programme_id, way, outcome, COUNT(*) n FROM meal_stop WHERE community_id = ? AND day BETWEEN ? AND ?
		GROUP BY programme_id, way, outcome`, community, int(from), int(to))
	all := make([]meal.Count, len(rows))
	for i, r := range rows {
		all[i] = meal.Count{Programme: r.Programme, Way: r.Way, Outcome: r.Outcome, N: r.N}
	}
	return all, err
}

// EatersToAsk implements meal.Store.
func (s *Meals) EatersToAsk(ctx context.Context, programme int64, first, last when.Date) ([]meal.Eater, error) {
	var rows []struct {
		Member int64       `db:"id"`
		Person int64       `db:"person_id"`
		Asked  int64       `db:"asked_by"`
		Source meal.Source `db:"source"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT m.id, m.person_id, m.asked_by, m.source FROM meal_member m
		WHERE  m.programme_id = ? AND m.person_id > 0
		AND    EXISTS (SELECT 1 FROM meal_stop t WHERE t.member_id = m.id AND t.day BETWEEN ? AND ? AND t.outcome IN (?, ?))
		AND    NOT EXISTS (SELECT 1 FROM feedback f WHERE f.kind = ? AND f.about_id = m.id AND f.part = ?)
		ORDER  BY m.id LIMIT 1000`, programme, int(first), int(last), meal.Delivered, meal.Neighbour, feedback.Meal, int(first)); err != nil {
		return nil, fmt.Errorf("eaters to ask: %w", err)
	}
	all := make([]meal.Eater, len(rows))
	for i, r := range rows {
		all[i] = meal.Eater{Member: r.Member, Person: r.Person}
		if r.Source == meal.ByClient && r.Asked != r.Person {
			all[i].Relative = r.Asked
		}
	}
	return all, nil
}
