package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/consent"
	"linli/app/household"
	"linli/app/person"
	"linli/app/roster"
	"linli/app/when"
)

var householdData = data{
	tables: []Table{
		{
			Name: "household", Holds: "room, contact person, number of persons, who reported and confirmed", Keep: household.Keep,
			From: "when the household moved out", Job: DropOldRows, Column: "ended_at", Unless: `state IN ('reported', 'confirmed')`,
			Names: map[string]Fate{"contact_id": {}, "reported_by": {}, "decided_by": byStaff, "ended_by": {}},
		},
		{
			Name: "household_dwelling", Holds: "room of a building, and who of the staff looked at it last",
			From: "as long as the room exists", Names: map[string]Fate{"checked_by": byStaff},
		},
		{
			Name: "household_residence", Holds: "person, household, since when and until when", Keep: household.Keep,
			From: "when the person moved out", Job: DropOldRows, Column: "ended_at", Unless: `state IN ('reported', 'confirmed')`,
			Also:  "closing and leaving delete it; the number of persons of the household stays",
			Names: map[string]Fate{"person_id": {}, "bound_id": {}, "open_id": {}},
		},
	},
	move:  (*tx).moveHouseholds,
	leave: (*tx).leaveHouseholds,
	carry: (*tx).carryHouseholds,
}

// Households implements household.Store.
type Households struct{ db *DB }

// NewHouseholds returns the records of dwellings, households and residences.
func NewHouseholds(db *DB) *Households { return &Households{db} }

// InTx implements household.Store.
func (s *Households) InTx(ctx context.Context, do func(household.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

// Persons implements household.Store.
func (s *Households) Persons(ctx context.Context, ids []int64) (map[int64]person.Person, error) {
	return NewPersons(s.db).Persons(ctx, ids)
}

// TagsOf implements household.Store.
func (s *Households) TagsOf(ctx context.Context, who int64) ([]person.Tag, error) {
	return NewPersons(s.db).TagsOf(ctx, who)
}

// ConsentsOf implements household.Store.
func (s *Households) ConsentsOf(ctx context.Context, who int64) ([]consent.Consent, error) {
	return consentsOf(ctx, s.db.pool, who)
}

type householdRow struct {
	ID         int64            `db:"id"`
	Dwelling   int64            `db:"dwelling_id"`
	Grid       int64            `db:"grid_id"`
	Community  int64            `db:"community_id"`
	Contact    int64            `db:"contact_id"`
	Size       int              `db:"size"`
	Since      int              `db:"since_on"`
	Until      int              `db:"until_on"`
	State      household.State  `db:"state"`
	Source     household.Source `db:"source"`
	ReportedBy int64            `db:"reported_by"`
	ReportedAt int64            `db:"reported_at"`
	Due        int64            `db:"due_at"`
	DecidedBy  int64            `db:"decided_by"`
	DecidedAt  int64            `db:"decided_at"`
	EndedBy    int64            `db:"ended_by"`
	EndedAt    int64            `db:"ended_at"`
	Deed       string           `db:"deed"`
}

const householdColumns = `id, dwelling_id, grid_id, community_id, contact_id, size, since_on, until_on, state, source, reported_by,
	reported_at, due_at, decided_by, decided_at, ended_by, ended_at, deed`

func households(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]household.Household, error) {
	var rows []householdRow
	if err := list(ctx, q, &rows, `SELECT `+householdColumns+` FROM household WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("households: %w", err)
	}
	found := make([]household.Household, len(rows))
	for i, r := range rows {
		found[i] = household.Household{
			ID: r.ID, Dwelling: r.Dwelling, Grid: r.Grid, Community: r.Community, Contact: r.Contact, Size: r.Size,
			Since: when.Date(r.Since), Until: when.Date(r.Until), State: r.State, Source: r.Source, ReportedBy: r.ReportedBy,
			ReportedAt: at(r.ReportedAt), Due: at(r.Due), DecidedBy: r.DecidedBy, DecidedAt: at(r.DecidedAt), EndedBy: r.EndedBy,
			EndedAt: at(r.EndedAt), Deed: r.Deed,
		}
	}
	return found, nil
}

func oneHousehold(ctx context.Context, q sqlx.QueryerContext, id int64) (household.Household, error) {
	all, err := households(ctx, q, `id = ?`, id)
	return first(all, err, household.ErrMissing)
}

// slot is the state of an open household, else NULL: the unique key allows a dwelling one reported and one confirmed.
func slot(s household.State) sql.NullString {
	return sql.NullString{String: string(s), Valid: s != household.Ended}
}

// HouseholdsIn implements household.Tx.
func (t *tx) HouseholdsIn(ctx context.Context, dwelling int64) ([]household.Household, error) {
	return households(ctx, t.q, `dwelling_id = ? AND slot IN ('reported', 'confirmed') ORDER BY id`, dwelling)
}

// FindHousehold implements household.Tx.
func (t *tx) FindHousehold(ctx context.Context, id int64) (household.Household, error) {
	return oneHousehold(ctx, t.q, id)
}

// AddHousehold implements household.Tx.
func (t *tx) AddHousehold(ctx context.Context, h *household.Household) (err error) {
	h.ID, err = insert(ctx, t.q, `
		INSERT INTO household (dwelling_id, building_id, grid_id, community_id, contact_id, size, since_on, until_on, state, slot, source,
			reported_by, reported_at, due_at, decided_by, decided_at, ended_by, ended_at, deed)
		SELECT id, building_id, grid_id, community_id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ? FROM household_dwelling WHERE id = ?`,
		h.Contact, h.Size, int(h.Since), int(h.Until), h.State, slot(h.State), h.Source, h.ReportedBy, ms(h.ReportedAt), ms(h.Due),
		h.DecidedBy, ms(h.DecidedAt), h.Deed, h.Dwelling)
	if duplicate(err) {
		return household.ErrState.Because(err)
	}
	if err != nil {
		return fmt.Errorf("add household: %w", err)
	}
	return nil
}

// SaveHousehold implements household.Tx.
func (t *tx) SaveHousehold(ctx context.Context, h household.Household) error {
	_, err := t.q.ExecContext(ctx, `
		UPDATE household SET contact_id = ?, size = ?, since_on = ?, until_on = ?, state = ?, slot = ?, decided_by = ?, decided_at = ?,
			ended_by = ?, ended_at = ?, deed = ? WHERE id = ?`,
		h.Contact, h.Size, int(h.Since), int(h.Until), h.State, slot(h.State), h.DecidedBy, ms(h.DecidedAt), h.EndedBy, ms(h.EndedAt),
		h.Deed, h.ID)
	if duplicate(err) {
		return household.ErrState.Because(err)
	}
	if err != nil {
		return fmt.Errorf("save household %d: %w", h.ID, err)
	}
	return nil
}

type residenceRow struct {
	ID        int64              `db:"id"`
	Household int64              `db:"household_id"`
	Person    int64              `db:"person_id"`
	Stay      household.Stay     `db:"stay"`
	Relation  household.Relation `db:"relation"`
	From      int                `db:"from_on"`
	Until     int                `db:"until_on"`
	Source    household.Source   `db:"source"`
	State     household.State    `db:"state"`
	MadeAt    int64              `db:"made_at"`
	EndedAt   int64              `db:"ended_at"`
}

func residences(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]household.Residence, error) {
	var rows []residenceRow
	if err := list(ctx, q, &rows, `
		SELECT id, household_id, person_id, stay, relation, from_on, until_on, source, state, made_at, ended_at
		FROM   household_residence WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("residences: %w", err)
	}
	found := make([]household.Residence, len(rows))
	for i, r := range rows {
		found[i] = household.Residence{
			ID: r.ID, Household: r.Household, Person: r.Person, Stay: r.Stay, Relation: r.Relation, From: when.Date(r.From),
			Until: when.Date(r.Until), Source: r.Source, State: r.State, MadeAt: at(r.MadeAt), EndedAt: at(r.EndedAt),
		}
	}
	return found, nil
}

// MembersOf implements household.Tx.
func (t *tx) MembersOf(ctx context.Context, id int64) ([]household.Residence, error) {
	return residences(ctx, t.q, `household_id = ? AND state <> 'ended' ORDER BY id`, id)
}

// OpenResidences implements household.Tx.
func (t *tx) OpenResidences(ctx context.Context, who int64) ([]household.Residence, error) {
	return residences(ctx, t.q, `person_id = ? AND state <> 'ended' ORDER BY id`, who)
}

// EndResidences implements person.Mover.
func (t *tx) EndResidences(ctx context.Context, who, home int64, now time.Time) error {
	return household.LeaveHome(ctx, t, who, home, now)
}

// keys are the unique keys of an open residence: one household once, and one permanent residence.
func keys(r household.Residence) (bound, open sql.NullInt64) {
	open = sql.NullInt64{Int64: r.Person, Valid: r.State != household.Ended}
	return sql.NullInt64{Int64: r.Person, Valid: open.Valid && r.Stay == household.Permanent}, open
}

// AddResidence implements household.Tx.
func (t *tx) AddResidence(ctx context.Context, r *household.Residence) (err error) {
	bound, open := keys(*r)
	r.ID, err = insert(ctx, t.q, `
		INSERT INTO household_residence (household_id, person_id, bound_id, open_id, stay, relation, from_on, until_on, source, state,
			made_at, ended_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.Household, r.Person, bound, open, r.Stay, r.Relation, int(r.From), int(r.Until), r.Source, r.State, ms(r.MadeAt), ms(r.EndedAt))
	if duplicate(err) {
		return household.ErrState.Because(err)
	}
	if err != nil {
		return fmt.Errorf("add residence: %w", err)
	}
	return nil
}

// SaveResidence implements household.Tx.
func (t *tx) SaveResidence(ctx context.Context, r household.Residence) error {
	bound, open := keys(r)
	_, err := t.q.ExecContext(ctx, `
		UPDATE household_residence SET bound_id = ?, open_id = ?, stay = ?, relation = ?, until_on = ?, state = ?, ended_at = ?
		WHERE  id = ?`, bound, open, r.Stay, r.Relation, int(r.Until), r.State, ms(r.EndedAt), r.ID)
	if duplicate(err) {
		return household.ErrState.Because(err)
	}
	if err != nil {
		return fmt.Errorf("save residence %d: %w", r.ID, err)
	}
	return nil
}

// moveHouseholds moves one person's residences to another. One that would be a second open one of the same kind ends.
func (t *tx) moveHouseholds(ctx context.Context, from, to int64) error {
	own, err := t.OpenResidences(ctx, from)
	if err != nil {
		return err
	}
	if _, err := t.q.ExecContext(ctx, `
		UPDATE household_residence SET person_id = ?, bound_id = NULL, open_id = NULL WHERE person_id = ?`, to, from); err != nil {
		return fmt.Errorf("move residences: %w", err)
	}
	for _, r := range own {
		r.Person = to
		err := t.SaveResidence(ctx, r)
		if errors.Is(err, household.ErrState) {
			r.State, r.EndedAt, r.Until = household.Ended, t.now(), when.DateOf(t.now())
			err = t.SaveResidence(ctx, r)
		}
		if err != nil {
			return err
		}
	}
	for _, column := range []string{"contact_id", "reported_by", "ended_by"} {
		if _, err := t.q.ExecContext(ctx, `UPDATE household SET `+column+` = ? WHERE `+column+` = ?`, to, from); err != nil {
			return fmt.Errorf("move households: %w", err)
		}
	}
	return nil
}

// leaveHouseholds deletes the residences of a person who leaves; households no longer name them. A person in the roster stays.
func (t *tx) leaveHouseholds(ctx context.Context, p person.Person, _ time.Time) error {
	if p.Code != "" {
		return nil
	}
	if _, err := t.q.ExecContext(ctx, `DELETE FROM household_residence WHERE person_id = ?`, p.ID); err != nil {
		return fmt.Errorf("leave residences: %w", err)
	}
	for _, column := range []string{"contact_id", "reported_by", "ended_by"} {
		if _, err := t.q.ExecContext(ctx, `UPDATE household SET `+column+` = 0 WHERE `+column+` = ?`, p.ID); err != nil {
			return fmt.Errorf("leave households: %w", err)
		}
	}
	return nil
}

// carryHouseholds moves the rooms of an area, with those who live there, to its new building, grid and community.
func (t *tx) carryHouseholds(ctx context.Context, m roster.Move) error {
	if _, err := t.q.ExecContext(ctx, `
		UPDATE household SET community_id = ?, grid_id = ?, building_id = ? WHERE dwelling_id IN (SELECT id FROM household_dwelling WHERE area_id = ?)`,
		m.To.Community, m.To.Grid, m.To.Building, m.Area); err != nil {
		return fmt.Errorf("carry households: %w", err)
	}
	if _, err := t.q.ExecContext(ctx, `UPDATE household_dwelling SET community_id = ?, grid_id = ?, building_id = ? WHERE area_id = ?`,
		m.To.Community, m.To.Grid, m.To.Building, m.Area); err != nil {
		return fmt.Errorf("carry dwellings: %w", err)
	}
	return nil
}
