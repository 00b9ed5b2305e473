package store

import (
	"context"
	"fmt"

	"linli/app/ledger"
	"linli/app/meal"
	"linli/app/when"
)

// mealsIn is the condition for the portions of a part.
func mealsIn(p ledger.Part) (where string, args []any) {
	where, args = `s.community_id = ? AND s.day BETWEEN ? AND ?`, []any{p.Community, int(when.DateOf(p.From)), int(when.DateOf(p.To.Add(-1)))}
	if p.Area.ID != p.Community {
		where, args = where+` AND s.area_id IN (SELECT id FROM area WHERE path LIKE ?)`, append(args, p.Area.Path+"%")
	}
	return where, args
}

// CountMeals implements ledger.Store.
func (s *Ledgers) CountMeals(ctx context.Context, p ledger.Part) (n int, err error) {
	where, args := mealsIn(p)
	if err := get(ctx, s.db.pool, &n, nil, `SELECT COUNT(DISTINCT s.member_id) FROM meal_stop s WHERE `+where, args...); err != nil {
		return 0, fmt.Errorf("count meals: %w", err)
	}
	return n, nil
}

// ReadMeals implements ledger.Store.
func (s *Ledgers) ReadMeals(ctx context.Context, p ledger.Part, after int64, most int) ([]ledger.Eaten, error) {
	where, args := mealsIn(p)
	var ids []int64
	if err := list(ctx, s.db.pool, &ids, `SELECT DISTINCT s.member_id FROM meal_stop s WHERE `+where+` AND s.member_id > ? ORDER BY s.member_id LIMIT ?`,
		append(args, after, most)...); err != nil || len(ids) == 0 {
		return nil, err
	}
	var rows []struct {
		Member    int64        `db:"member_id"`
		Programme string       `db:"name"`
		Person    int64        `db:"person_id"`
		Area      int64        `db:"area_id"`
		Room      string       `db:"room"`
		Way       meal.Way     `db:"way"`
		Outcome   meal.Outcome `db:"outcome"`
		N         int          `db:"n"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT s.member_id, p.name, m.person_id, m.area_id, m.room, m.way, s.outcome, COUNT(*) n
		FROM   meal_stop s JOIN meal_member m ON m.id = s.member_id JOIN meal_programme p ON p.id = s.programme_id
		WHERE  `+where+` AND s.member_id IN (`+marks(len(ids))+`)
		GROUP BY s.member_id, p.name, m.person_id, m.area_id, m.room, m.way, s.outcome ORDER BY s.member_id`, append(args, anys(ids)...)...); err != nil {
		return nil, fmt.Errorf("meals: %w", err)
	}
	var all []ledger.Eaten
	for _, r := range rows {
		if n := len(all); n == 0 || all[n-1].Member != r.Member {
			all = append(all, ledger.Eaten{
				Member: r.Member, Programme: r.Programme, Person: r.Person, Area: r.Area, Room: r.Room, Way: r.Way, Counts: map[meal.Outcome]int{},
			})
		}
		all[len(all)-1].Counts[r.Outcome] = r.N
	}
	return all, nil
}
