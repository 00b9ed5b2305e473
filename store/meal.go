package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/family"
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
	err = sqlx.GetContext(ctx, s.db.pool, &n, `SELECT COUNT(*) FROM meal_member WHERE community_id IN (`+marks(len(communities))+`) AND state = ?`,
		append(anys(communities), meal.Asked)...)
	return n, outage(err)
}

// EatsWithCarer implements meal.Store.
func (s *Meals) EatsWithCarer(ctx context.Context, who int64) (bool, error) {
	var n int
	err := sqlx.GetContext(ctx, s.db.pool, &n, `
		SELECT COUNT(*) FROM meal_member m JOIN family_link l ON l.cared_id = m.person_id AND l.state = ? WHERE m.person_id = ? AND m.state IN (?, ?)`,
		family.Confirmed, who, meal.Asked, meal.Agreed)
	return n > 0, outage(err)
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
