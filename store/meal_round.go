package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/meal"
	"linli/app/when"
)

type mealStopRow struct {
	ID        int64        `db:"id"`
	Day       int64        `db:"day_id"`
	Programme int64        `db:"programme_id"`
	Community int64        `db:"community_id"`
	On        int          `db:"day"`
	Member    int64        `db:"member_id"`
	Person    int64        `db:"person_id"`
	Way       meal.Way     `db:"way"`
	Building  int64        `db:"building_id"`
	Area      int64        `db:"area_id"`
	Room      string       `db:"room"`
	Round     int64        `db:"round_id"`
	Outcome   meal.Outcome `db:"outcome"`
	At        int64        `db:"at"`
	NotedAt   int64        `db:"noted_at"`
	By        int64        `db:"by_id"`
}

func mealStops(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]meal.Stop, error) {
	var rows []mealStopRow
	if err := list(ctx, q, &rows, `
		SELECT id, day_id, programme_id, community_id, day, member_id, person_id, way, building_id, area_id, room, round_id, outcome, at, noted_at, by_id
		FROM   meal_stop WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("stops: %w", err)
	}
	all := make([]meal.Stop, len(rows))
	for i, r := range rows {
		all[i] = meal.Stop{
			ID: r.ID, Day: r.Day, Programme: r.Programme, Community: r.Community, On: when.Date(r.On), Member: r.Member, Person: r.Person, Way: r.Way,
			Building: r.Building, Area: r.Area, Room: r.Room, Round: r.Round, Outcome: r.Outcome, At: at(r.At), NotedAt: at(r.NotedAt), By: r.By,
		}
	}
	return all, nil
}

// Stops implements meal.Store.
func (s *Meals) Stops(ctx context.Context, day int64) ([]meal.Stop, error) {
	return mealStops(ctx, s.db.pool, `day_id = ? ORDER BY id LIMIT ?`, day, meal.MostPortions)
}

// Stop implements meal.Store.
func (s *Meals) Stop(ctx context.Context, id int64) (meal.Stop, error) {
	all, err := mealStops(ctx, s.db.pool, `id = ?`, id)
	return first(all, err, meal.ErrStop)
}

// LockStop implements meal.Tx.
func (t *tx) LockStop(ctx context.Context, id int64) (meal.Stop, error) {
	all, err := mealStops(ctx, t.q, `id = ?`+t.e.forUpd, id)
	return first(all, err, meal.ErrStop)
}

// SaveStop implements meal.Tx.
func (t *tx) SaveStop(ctx context.Context, s meal.Stop) error {
	_, err := t.q.ExecContext(ctx, `UPDATE meal_stop SET outcome = ?, at = ?, noted_at = ?, by_id = ? WHERE id = ?`, s.Outcome, ms(s.At), ms(s.NotedAt), s.By, s.ID)
	return err
}

// Diets implements meal.Store.
func (s *Meals) Diets(ctx context.Context, ids []int64) (map[int64]string, error) {
	diets := map[int64]string{}
	for part := range slices.Chunk(ids, 500) {
		var rows []struct {
			ID     int64  `db:"id"`
			Sealed string `db:"sealed"`
		}
		if err := list(ctx, s.db.pool, &rows, `SELECT id, sealed FROM meal_member WHERE id IN (`+marks(len(part))+`) AND sealed <> '' ORDER BY id`, anys(part)...); err != nil {
			return nil, err
		}
		for _, r := range rows {
			secret, err := s.db.vault.openMeal(r.Sealed)
			if err != nil {
				return nil, fmt.Errorf("member %d: %w", r.ID, err)
			}
			if secret.Diet != "" {
				diets[r.ID] = secret.Diet
			}
		}
	}
	return diets, nil
}

type mealRoundRow struct {
	ID        int64 `db:"id"`
	Day       int64 `db:"day_id"`
	Programme int64 `db:"programme_id"`
	Community int64 `db:"community_id"`
	On        int   `db:"day"`
	Person    int64 `db:"person_id"`
}

func mealRounds(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]meal.Round, error) {
	var rows []mealRoundRow
	err := list(ctx, q, &rows, `SELECT id, day_id, programme_id, community_id, day, person_id FROM meal_round WHERE `+where, args...)
	all := make([]meal.Round, len(rows))
	for i, r := range rows {
		all[i] = meal.Round{ID: r.ID, Day: r.Day, Programme: r.Programme, Community: r.Community, On: when.Date(r.On), Person: r.Person}
	}
	return all, err
}

// Rounds implements meal.Store.
func (s *Meals) Rounds(ctx context.Context, day int64) ([]meal.Round, error) {
	return mealRounds(ctx, s.db.pool, `day_id = ? ORDER BY id LIMIT 2000`, day)
}

// RoundOf implements meal.Tx.
func (t *tx) RoundOf(ctx context.Context, id int64) (meal.Round, error) {
	all, err := mealRounds(ctx, t.q, `id = ?`, id)
	return first(all, err, meal.ErrStop)
}

// RoundsOf implements meal.Store.
func (s *Meals) RoundsOf(ctx context.Context, who int64, day when.Date) ([]meal.Round, []meal.Stop, error) {
	rounds, err := mealRounds(ctx, s.db.pool, `person_id = ? AND day = ? ORDER BY id LIMIT 20`, who, int(day))
	if err != nil || len(rounds) == 0 {
		return nil, nil, err
	}
	ids := make([]int64, len(rounds))
	for i, r := range rounds {
		ids[i] = r.ID
	}
	stops, err := mealStops(ctx, s.db.pool, `round_id IN (`+marks(len(ids))+`) ORDER BY id LIMIT 500`, anys(ids)...)
	return rounds, stops, err
}

type mealCallRow struct {
	Stop      int64        `db:"stop_id"`
	Community int64        `db:"community_id"`
	Person    int64        `db:"person_id"`
	Carrier   int64        `db:"carrier_id"`
	BegunAt   int64        `db:"begun_at"`
	NextAt    int64        `db:"next_at"`
	Chase     int64        `db:"chase_id"`
	How       meal.Outcome `db:"how"`
	EndedAt   int64        `db:"ended_at"`
	EndedBy   int64        `db:"ended_by"`
}

func mealCalls(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]meal.Call, error) {
	var rows []mealCallRow
	err := list(ctx, q, &rows, `
		SELECT stop_id, community_id, person_id, carrier_id, begun_at, next_at, chase_id, how, ended_at, ended_by FROM meal_call WHERE `+where, args...)
	all := make([]meal.Call, len(rows))
	for i, r := range rows {
		all[i] = meal.Call{
			Stop: r.Stop, Community: r.Community, Person: r.Person, Carrier: r.Carrier, BegunAt: at(r.BegunAt), NextAt: at(r.NextAt), Chase: r.Chase,
			How: r.How, EndedAt: at(r.EndedAt), EndedBy: r.EndedBy,
		}
	}
	return all, err
}

// Calls implements meal.Store.
func (s *Meals) Calls(ctx context.Context, day int64) (map[int64]meal.Call, error) {
	all, err := mealCalls(ctx, s.db.pool, `stop_id IN (SELECT id FROM meal_stop WHERE day_id = ?) ORDER BY stop_id LIMIT 1000`, day)
	of := map[int64]meal.Call{}
	for _, c := range all {
		of[c.Stop] = c
	}
	return of, err
}

// CallsDue implements meal.Store.
func (s *Meals) CallsDue(ctx context.Context, now time.Time, most int) ([]meal.Call, error) {
	return mealCalls(ctx, s.db.pool, `next_at BETWEEN 1 AND ? ORDER BY next_at, stop_id LIMIT ?`, ms(now), most)
}

// AddMealCall implements meal.Tx.
func (t *tx) AddMealCall(ctx context.Context, c meal.Call) error {
	_, err := t.q.ExecContext(ctx, `
		INSERT INTO meal_call (stop_id, community_id, person_id, carrier_id, begun_at, next_at, chase_id, how, ended_at, ended_by)
		VALUES (?, ?, ?, ?, ?, ?, 0, '', 0, 0)`, c.Stop, c.Community, c.Person, c.Carrier, ms(c.BegunAt), ms(c.NextAt))
	return err
}

// LockMealCall implements meal.Tx.
func (t *tx) LockMealCall(ctx context.Context, stop int64) (meal.Call, error) {
	all, err := mealCalls(ctx, t.q, `stop_id = ?`+t.e.forUpd, stop)
	return first(all, err, meal.ErrStop)
}

// SaveMealCall implements meal.Tx.
func (t *tx) SaveMealCall(ctx context.Context, c meal.Call) error {
	_, err := t.q.ExecContext(ctx, `UPDATE meal_call SET next_at = ?, chase_id = ?, how = ?, ended_at = ?, ended_by = ? WHERE stop_id = ?`,
		ms(c.NextAt), c.Chase, c.How, ms(c.EndedAt), c.EndedBy, c.Stop)
	return err
}
