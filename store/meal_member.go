package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/family"
	"linli/app/meal"
	"linli/app/person"
	"linli/app/when"
)

type mealMemberRow struct {
	ID        int64       `db:"id"`
	Programme int64       `db:"programme_id"`
	Community int64       `db:"community_id"`
	Person    int64       `db:"person_id"`
	Way       meal.Way    `db:"way"`
	Building  int64       `db:"building_id"`
	Area      int64       `db:"area_id"`
	Room      string      `db:"room"`
	Week      meal.Week   `db:"week"`
	Reason    string      `db:"reason"`
	Sealed    string      `db:"sealed"`
	Phone     string      `db:"phone_sealed"`
	State     meal.State  `db:"state"`
	Source    meal.Source `db:"source"`
	AskedAt   int64       `db:"asked_at"`
	AskedBy   int64       `db:"asked_by"`
	DueAt     int64       `db:"due_at"`
	From      int         `db:"from_on"`
	DecidedAt int64       `db:"decided_at"`
	DecidedBy int64       `db:"decided_by"`
	EndedAt   int64       `db:"ended_at"`
	EndedBy   int64       `db:"ended_by"`
	Why       string      `db:"why"`
}

// mealSecret is what is sealed of a member.
type mealSecret struct {
	Diet    string `json:"diet,omitempty"`
	Contact string `json:"contact,omitempty"`
}

func (v *Vault) openMeal(sealed string) (secret mealSecret, err error) {
	if sealed == "" {
		return secret, nil
	}
	body, err := v.openText(sealed, "meal")
	if err != nil {
		return secret, err
	}
	return secret, json.Unmarshal([]byte(body), &secret)
}

func (v *Vault) sealMeal(m meal.Member) (sealed, phone string, err error) {
	if m.Diet != "" || m.Contact != "" {
		body, err := json.Marshal(mealSecret{m.Diet, m.Contact})
		if err != nil {
			return "", "", err
		}
		if sealed, err = v.sealText(string(body), "meal"); err != nil {
			return "", "", err
		}
	}
	phone, _, err = v.sealPhone(m.Phone)
	return sealed, phone, err
}

func mealMembers(ctx context.Context, q sqlx.QueryerContext, v *Vault, where string, args ...any) ([]meal.Member, error) {
	var rows []mealMemberRow
	if err := list(ctx, q, &rows, `
		SELECT id, programme_id, community_id, person_id, way, building_id, area_id, room, week, reason, sealed, phone_sealed, state, source,
			asked_at, asked_by, due_at, from_on, decided_at, decided_by, ended_at, ended_by, why
		FROM   meal_member WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("members: %w", err)
	}
	all := make([]meal.Member, len(rows))
	for i, r := range rows {
		secret, err := v.openMeal(r.Sealed)
		if err != nil {
			return nil, fmt.Errorf("member %d: %w", r.ID, err)
		}
		phone, err := v.openPhone(r.Phone)
		if err != nil {
			return nil, fmt.Errorf("member %d: %w", r.ID, err)
		}
		all[i] = meal.Member{
			ID: r.ID, Programme: r.Programme, Community: r.Community, Person: r.Person, Way: r.Way, Building: r.Building, Area: r.Area, Room: r.Room,
			Week: r.Week, Reason: r.Reason, Diet: secret.Diet, Contact: secret.Contact, Phone: phone, State: r.State, Source: r.Source,
			AskedAt: at(r.AskedAt), AskedBy: r.AskedBy, DueAt: at(r.DueAt), From: when.Date(r.From), DecidedAt: at(r.DecidedAt),
			DecidedBy: r.DecidedBy, EndedAt: at(r.EndedAt), EndedBy: r.EndedBy, Why: r.Why,
		}
	}
	return all, nil
}

// Member implements meal.Store.
func (s *Meals) Member(ctx context.Context, id int64) (meal.Member, error) {
	all, err := mealMembers(ctx, s.db.pool, s.db.vault, `id = ?`, id)
	return first(all, err, meal.ErrMissing)
}

// MembersOf implements meal.Store.
func (s *Meals) MembersOf(ctx context.Context, persons []int64) ([]meal.Member, error) {
	return mealMembers(ctx, s.db.pool, s.db.vault, `person_id IN (`+marks(len(persons))+`) AND state IN (?, ?) ORDER BY id LIMIT 100`,
		append(anys(persons), meal.Asked, meal.Agreed)...)
}

// Members implements meal.Store.
func (s *Meals) Members(ctx context.Context, communities []int64, of meal.List, before int64, most int) ([]meal.Member, error) {
	if len(communities) == 0 {
		return nil, nil
	}
	where, args := `community_id IN (`+marks(len(communities))+`) AND id < ?`, append(anys(communities), from(before))
	switch of {
	case meal.ToDecide:
		where, args = where+` AND state = ?`, append(args, meal.Asked)
	case meal.TakePart:
		where, args = where+` AND state = ?`, append(args, meal.Agreed)
	case meal.TookPart:
		where, args = where+` AND state IN (?, ?)`, append(args, meal.Ended, meal.Refused)
	}
	return mealMembers(ctx, s.db.pool, s.db.vault, where+` ORDER BY id DESC LIMIT ?`, append(args, most)...)
}

// CountAsked implements meal.Store.
func (s *Meals) CountAsked(ctx context.Context, communities []int64) (n int, err error) {
	if len(communities) == 0 {
		return 0, nil
	}
	err = get(ctx, s.db.pool, &n, nil, `SELECT COUNT(*) FROM meal_member WHERE community_id IN (`+marks(len(communities))+`) AND state = ?`,
		append(anys(communities), meal.Asked)...)
	return n, err
}

// EatsWithCarer implements meal.Store.
func (s *Meals) EatsWithCarer(ctx context.Context, who int64) (bool, error) {
	var n int
	err := get(ctx, s.db.pool, &n, nil, `
		SELECT COUNT(*) FROM meal_member m JOIN family_link l ON l.cared_id = m.person_id AND l.state = ? WHERE m.person_id = ? AND m.state IN (?, ?)`,
		family.Confirmed, who, meal.Asked, meal.Agreed)
	return n > 0, err
}

// spotOf returns the unique key of a membership that has not ended.
func spotOf(m meal.Member) sql.NullString {
	return sql.NullString{String: fmt.Sprintf("%d:%d", m.Programme, m.Person), Valid: m.State == meal.Asked || m.State == meal.Agreed}
}

// AddMealMember implements meal.Tx.
func (t *tx) AddMealMember(ctx context.Context, m *meal.Member) error {
	sealed, phone, err := t.vault.sealMeal(*m)
	if err != nil {
		return err
	}
	m.ID, err = insert(ctx, t.q, `
		INSERT INTO meal_member (programme_id, community_id, person_id, spot, way, building_id, area_id, room, week, reason, sealed, phone_sealed,
			state, source, asked_at, asked_by, due_at, from_on, decided_at, decided_by, ended_at, ended_by, why)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		m.Programme, m.Community, m.Person, spotOf(*m), m.Way, m.Building, m.Area, m.Room, m.Week, m.Reason, sealed, phone,
		m.State, m.Source, ms(m.AskedAt), m.AskedBy, ms(m.DueAt), int(m.From), ms(m.DecidedAt), m.DecidedBy, ms(m.EndedAt), m.EndedBy, m.Why)
	if duplicate(err) {
		return meal.ErrTwice.Because(err)
	}
	return err
}

// LockMealMember implements meal.Tx.
func (t *tx) LockMealMember(ctx context.Context, id int64) (meal.Member, error) {
	all, err := mealMembers(ctx, t.q, t.vault, `id = ?`+t.e.forUpd, id)
	return first(all, err, meal.ErrMissing)
}

// SaveMealMember implements meal.Tx.
func (t *tx) SaveMealMember(ctx context.Context, m meal.Member) error {
	sealed, phone, err := t.vault.sealMeal(m)
	if err != nil {
		return err
	}
	_, err = t.q.ExecContext(ctx, `
		UPDATE meal_member SET spot = ?, week = ?, sealed = ?, phone_sealed = ?, state = ?, from_on = ?, decided_at = ?, decided_by = ?, ended_at = ?,
			ended_by = ?, why = ?
		WHERE  id = ?`,
		spotOf(m), m.Week, sealed, phone, m.State, int(m.From), ms(m.DecidedAt), m.DecidedBy, ms(m.EndedAt), m.EndedBy, m.Why, m.ID)
	return err
}

// leaveMeals ends the memberships of a person who leaves; portions that are brought stay as numbers. A person in the roster keeps theirs.
func (t *tx) leaveMeals(ctx context.Context, p person.Person, now time.Time) error {
	if p.Code != "" {
		return nil
	}
	for _, change := range []struct {
		sql  string
		args []any
	}{
		{`DELETE FROM meal_exception WHERE member_id IN (SELECT id FROM meal_member WHERE person_id = ?)`, []any{p.ID}},
		{`UPDATE meal_member SET state = ?, ended_at = ? WHERE person_id = ? AND spot IS NOT NULL`, []any{meal.Ended, ms(now), p.ID}},
		{`UPDATE meal_member SET person_id = 0, spot = NULL, sealed = '', phone_sealed = '', room = '', reason = '' WHERE person_id = ?`, []any{p.ID}},
		{`UPDATE meal_member SET asked_by = 0 WHERE asked_by = ?`, []any{p.ID}},
		{`UPDATE meal_member SET ended_by = 0 WHERE ended_by = ?`, []any{p.ID}},
		{`DELETE FROM meal_call WHERE person_id = ?`, []any{p.ID}},
		{`DELETE FROM meal_stop WHERE person_id = ? AND outcome IN (?, ?)`, []any{p.ID, meal.ToDo, meal.NoAnswer}},
		{`UPDATE meal_stop SET person_id = 0, room = '' WHERE person_id = ?`, []any{p.ID}},
	} {
		if _, err := t.q.ExecContext(ctx, change.sql, change.args...); err != nil {
			return fmt.Errorf("leave meals: %w", err)
		}
	}
	return nil
}

// moveMeals moves one person's memberships to another. Of two open ones in the same programme the other's stays.
func (t *tx) moveMeals(ctx context.Context, from, to int64) error {
	var twice []int64
	if err := list(ctx, t.q, &twice, `
		SELECT a.id FROM meal_member a JOIN meal_member b ON b.programme_id = a.programme_id AND b.person_id = ? AND b.spot IS NOT NULL
		WHERE  a.person_id = ? AND a.spot IS NOT NULL ORDER BY a.id`, to, from); err != nil {
		return fmt.Errorf("move meals: %w", err)
	}
	for _, id := range twice {
		if _, err := t.q.ExecContext(ctx, `UPDATE meal_member SET spot = NULL, state = ?, sealed = '', phone_sealed = '', ended_at = asked_at WHERE id = ?`, meal.Ended, id); err != nil {
			return fmt.Errorf("move meals: %w", err)
		}
	}
	var open []struct {
		ID        int64      `db:"id"`
		Programme int64      `db:"programme_id"`
		State     meal.State `db:"state"`
	}
	if err := list(ctx, t.q, &open, `SELECT id, programme_id, state FROM meal_member WHERE person_id = ? ORDER BY id`, from); err != nil {
		return fmt.Errorf("move meals: %w", err)
	}
	for _, m := range open {
		spot := spotOf(meal.Member{Programme: m.Programme, Person: to, State: m.State})
		if _, err := t.q.ExecContext(ctx, `UPDATE meal_member SET person_id = ?, spot = ? WHERE id = ?`, to, spot, m.ID); err != nil {
			return fmt.Errorf("move meals: %w", err)
		}
	}
	for _, column := range []string{"asked_by", "ended_by"} {
		if _, err := t.q.ExecContext(ctx, `UPDATE meal_member SET `+column+` = ? WHERE `+column+` = ?`, to, from); err != nil {
			return fmt.Errorf("move meals: %w", err)
		}
	}
	for _, table := range []string{"meal_stop", "meal_call"} {
		if _, err := t.q.ExecContext(ctx, `UPDATE `+table+` SET person_id = ? WHERE person_id = ?`, to, from); err != nil {
			return fmt.Errorf("move meals: %w", err)
		}
	}
	return nil
}
