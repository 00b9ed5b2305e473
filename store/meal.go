package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"

	"linli/app/meal"
	"linli/app/person"
	"linli/app/when"
)

var mealData = data{
	tables: []Table{
		{Name: "meal_programme", Impersonal: "the meals of a community"},
		{Name: "meal_dish", Impersonal: "menus"},
		{
			Name: "meal_carrier", Holds: "who brings the meals of a building", From: "until a keeper changes it",
			Names: map[string]Fate{"person_id": byStaff},
		},
		{
			Name: "meal_member", Holds: "who takes part in meals, where they live and why; what they may not eat and whom to ring, encrypted, until the end",
			Keep: meal.KeepEnded, From: "the end", Job: DropOldRows, Column: "ended_at", Unless: `state IN ('asked', 'agreed')`,
			Also:  "leaving ends it",
			Names: map[string]Fate{"person_id": {}, "asked_by": {}, "decided_by": byStaff, "ended_by": {}},
		},
		{
			Name: "meal_exception", Holds: "days on which a member eats or does not", Keep: meal.KeepDays, From: "the day it was said", Job: DropOldRows,
			Column: "made_at",
		},
		{Name: "meal_day", Impersonal: "how many portions a day had"},
		{
			Name: "meal_round", Holds: "who brought meals on a day", Keep: meal.Keep, From: "the day it was fixed", Job: DropOldRows, Column: "made_at",
			Names: map[string]Fate{"person_id": byStaff},
		},
		{
			Name: "meal_stop", Holds: "whether a member got the meal of a day", Keep: meal.Keep, From: "the day it was fixed", Job: DropOldRows, Column: "made_at",
			Also: "leaving deletes those to come", Names: map[string]Fate{"person_id": {}, "by_id": byStaff},
		},
		{
			Name: "meal_call", Holds: "that a member did not open, and how they were found", Keep: meal.KeepDays, From: "the day it was written down",
			Job: DropOldRows, Column: "begun_at", Names: map[string]Fate{"person_id": {}, "carrier_id": byStaff, "ended_by": byStaff},
		},
	},
	move:  (*tx).moveMeals,
	leave: (*tx).leaveMeals,
}

// Meals implements meal.Store.
type Meals struct {
	*Households
	*Families
	db *DB
}

// NewMeals returns the records of meals.
func NewMeals(db *DB) *Meals { return &Meals{NewHouseholds(db), NewFamilies(db), db} }

// InTx implements meal.Store.
func (s *Meals) InTx(ctx context.Context, do func(meal.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

type mealProgrammeRow struct {
	ID        int64     `db:"id"`
	Community int64     `db:"community_id"`
	Name      string    `db:"name"`
	Kitchen   string    `db:"kitchen"`
	KitchenID int64     `db:"kitchen_id"`
	Place     string    `db:"place"`
	PlaceID   int64     `db:"place_id"`
	Age       int       `db:"age"`
	Tags      string    `db:"tags"`
	Week      meal.Week `db:"week"`
	Serve     int       `db:"serve"`
	Cut       int       `db:"cut"`
	Price     string    `db:"price"`
	Most      int       `db:"most"`
	EndedAt   int64     `db:"ended_at"`
}

func programmes(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]meal.Programme, error) {
	var rows []mealProgrammeRow
	if err := list(ctx, q, &rows, `
		SELECT id, community_id, name, kitchen, kitchen_id, place, place_id, age, tags, week, serve, cut, price, most, ended_at FROM meal_programme
		WHERE  `+where, args...); err != nil {
		return nil, fmt.Errorf("programmes: %w", err)
	}
	all := make([]meal.Programme, len(rows))
	for i, r := range rows {
		all[i] = meal.Programme{
			ID: r.ID, Community: r.Community, Name: r.Name, Kitchen: r.Kitchen, KitchenID: r.KitchenID, Place: r.Place, PlaceID: r.PlaceID, Age: r.Age, Week: r.Week,
			Serve: r.Serve, Cut: r.Cut, Price: r.Price, Most: r.Most, EndedAt: at(r.EndedAt),
		}
		for tag := range strings.FieldsSeq(r.Tags) {
			all[i].Tags = append(all[i].Tags, person.Tag(tag))
		}
	}
	return all, nil
}

func tagWords(tags []person.Tag) string {
	words := make([]string, len(tags))
	for i, t := range tags {
		words[i] = string(t)
	}
	return strings.Join(words, " ")
}

// Programmes implements meal.Store.
func (s *Meals) Programmes(ctx context.Context, communities []int64) ([]meal.Programme, error) {
	if len(communities) == 0 {
		return nil, nil
	}
	return programmes(ctx, s.db.pool, `community_id IN (`+marks(len(communities))+`) AND ended_at = 0 ORDER BY name, id LIMIT 500`, anys(communities)...)
}

// Programme implements meal.Store.
func (s *Meals) Programme(ctx context.Context, id int64) (meal.Programme, error) {
	all, err := programmes(ctx, s.db.pool, `id = ?`, id)
	return first(all, err, meal.ErrProgramme)
}

// CookedBy implements meal.Store.
func (s *Meals) CookedBy(ctx context.Context, orgs []int64) ([]meal.Programme, error) {
	if len(orgs) == 0 {
		return nil, nil
	}
	return programmes(ctx, s.db.pool, `kitchen_id IN (`+marks(len(orgs))+`) AND ended_at = 0 ORDER BY name, id LIMIT 500`, anys(orgs)...)
}

// ProgrammesDue implements meal.Store.
func (s *Meals) ProgrammesDue(ctx context.Context) ([]meal.Programme, error) {
	return programmes(ctx, s.db.pool, `ended_at = 0 ORDER BY id LIMIT 10000`)
}

// LockProgramme implements meal.Tx.
func (t *tx) LockProgramme(ctx context.Context, id int64) (meal.Programme, error) {
	all, err := programmes(ctx, t.q, `id = ?`+t.e.forUpd, id)
	return first(all, err, meal.ErrProgramme)
}

// CountProgrammes implements meal.Tx.
func (t *tx) CountProgrammes(ctx context.Context, community int64) (n int, err error) {
	err = sqlx.GetContext(ctx, t.q, &n, `SELECT COUNT(*) FROM meal_programme WHERE community_id = ? AND ended_at = 0`, community)
	return n, err
}

// CountEaters implements meal.Tx.
func (t *tx) CountEaters(ctx context.Context, programme int64) (n int, err error) {
	err = sqlx.GetContext(ctx, t.q, &n, `SELECT COUNT(*) FROM meal_member WHERE programme_id = ? AND state IN (?, ?)`, programme, meal.Asked, meal.Agreed)
	return n, err
}

// AddProgramme implements meal.Tx.
func (t *tx) AddProgramme(ctx context.Context, p *meal.Programme) (err error) {
	p.ID, err = insert(ctx, t.q, `
		INSERT INTO meal_programme (community_id, name, kitchen, kitchen_id, place, place_id, age, tags, week, serve, cut, price, most, ended_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		p.Community, p.Name, p.Kitchen, p.KitchenID, p.Place, p.PlaceID, p.Age, tagWords(p.Tags), p.Week, p.Serve, p.Cut, p.Price, p.Most, ms(p.EndedAt))
	return err
}

// SaveProgramme implements meal.Tx.
func (t *tx) SaveProgramme(ctx context.Context, p meal.Programme) error {
	_, err := t.q.ExecContext(ctx, `
		UPDATE meal_programme SET name = ?, kitchen = ?, kitchen_id = ?, place = ?, place_id = ?, age = ?, tags = ?, week = ?, serve = ?, cut = ?, price = ?,
			most = ?, ended_at = ?
		WHERE  id = ?`,
		p.Name, p.Kitchen, p.KitchenID, p.Place, p.PlaceID, p.Age, tagWords(p.Tags), p.Week, p.Serve, p.Cut, p.Price, p.Most, ms(p.EndedAt), p.ID)
	return err
}

// Menu implements meal.Store.
func (s *Meals) Menu(ctx context.Context, programme int64, from, to when.Date) ([]meal.Dish, error) {
	var rows []struct {
		Day   int    `db:"day"`
		Words string `db:"words"`
	}
	err := list(ctx, s.db.pool, &rows, `SELECT day, words FROM meal_dish WHERE programme_id = ? AND day BETWEEN ? AND ? ORDER BY day LIMIT 100`,
		programme, int(from), int(to))
	all := make([]meal.Dish, len(rows))
	for i, r := range rows {
		all[i] = meal.Dish{Day: when.Date(r.Day), Words: r.Words}
	}
	return all, err
}

// SetMenu implements meal.Tx.
func (t *tx) SetMenu(ctx context.Context, programme int64, from, to when.Date, all []meal.Dish) error {
	if _, err := t.q.ExecContext(ctx, `DELETE FROM meal_dish WHERE programme_id = ? AND day BETWEEN ? AND ?`, programme, int(from), int(to)); err != nil {
		return err
	}
	for _, d := range all {
		if _, err := t.q.ExecContext(ctx, `INSERT INTO meal_dish (programme_id, day, words) VALUES (?, ?, ?)`, programme, int(d.Day), d.Words); err != nil {
			return err
		}
	}
	return nil
}

// Carriers implements meal.Store.
func (s *Meals) Carriers(ctx context.Context, programme int64) ([]meal.Carrier, error) {
	return carriers(ctx, s.db.pool, programme)
}

func carriers(ctx context.Context, q sqlx.QueryerContext, programme int64) ([]meal.Carrier, error) {
	var rows []struct {
		Building int64 `db:"building_id"`
		Person   int64 `db:"person_id"`
	}
	err := list(ctx, q, &rows, `SELECT building_id, person_id FROM meal_carrier WHERE programme_id = ? ORDER BY building_id LIMIT 2000`, programme)
	all := make([]meal.Carrier, len(rows))
	for i, r := range rows {
		all[i] = meal.Carrier{Building: r.Building, Person: r.Person}
	}
	return all, err
}

// SetCarriers implements meal.Tx.
func (t *tx) SetCarriers(ctx context.Context, programme int64, all []meal.Carrier) error {
	if _, err := t.q.ExecContext(ctx, `DELETE FROM meal_carrier WHERE programme_id = ?`, programme); err != nil {
		return err
	}
	for _, c := range all {
		if _, err := t.q.ExecContext(ctx, `INSERT INTO meal_carrier (programme_id, building_id, person_id) VALUES (?, ?, ?)`, programme, c.Building, c.Person); err != nil {
			return err
		}
	}
	return nil
}
