package store

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"linli/app/household"
	"linli/app/person"
)

// The statements below have no ORDER BY id: SQLite would read the whole table in that order instead of an index.

// bulk runs statements with many values, whose texts are not worth keeping.
func (t *tx) bulk() sqlx.ExtContext {
	if kept, ok := t.q.(compiledTx); ok {
		return kept.Tx
	}
	return t.q
}

// mostAtOnce is how many rows one INSERT has: SQLite takes 32,766 values.
const mostAtOnce = 500

// addAll inserts rows, many with each statement. The statement ends before VALUES.
func (t *tx) addAll(ctx context.Context, insert string, rows [][]any) error {
	for len(rows) > 0 {
		n := min(len(rows), mostAtOnce)
		one := "(" + marks(len(rows[0])) + ")"
		args := make([]any, 0, n*len(rows[0]))
		for _, r := range rows[:n] {
			args = append(args, r...)
		}
		if _, err := t.bulk().ExecContext(ctx, insert+` VALUES `+many(n, one), args...); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// RoomsOf implements household.LoadTx.
func (t *tx) RoomsOf(ctx context.Context, areas []int64, rooms []string) ([]household.Dwelling, error) {
	if len(areas) == 0 {
		return nil, nil
	}
	return dwellings(ctx, t.bulk(), `area_id IN (`+marks(len(areas))+`) AND room IN (`+marks(len(rooms))+`)`, append(anys(areas), anys(rooms)...)...)
}

// AddDwellings implements household.LoadTx.
func (t *tx) AddDwellings(ctx context.Context, all []household.Dwelling) error {
	rows := make([][]any, len(all))
	for i, d := range all {
		rows[i] = []any{d.Area, d.Building, d.Grid, d.Community, d.Floor, d.Room, d.Use, d.Tenure, ms(d.CheckedAt), d.CheckedBy}
	}
	if err := t.addAll(ctx, `INSERT INTO household_dwelling (area_id, building_id, grid_id, community_id, floor, room, kind, tenure, checked_at,
		checked_by)`, rows); err != nil {
		return fmt.Errorf("add dwellings: %w", err)
	}
	return nil
}

// HouseholdsOf implements household.LoadTx.
func (t *tx) HouseholdsOf(ctx context.Context, dwellings []int64) ([]household.Household, error) {
	if len(dwellings) == 0 {
		return nil, nil
	}
	return households(ctx, t.bulk(), `dwelling_id IN (`+marks(len(dwellings))+`) AND slot IN ('reported', 'confirmed')`, anys(dwellings)...)
}

// AddHouseholds implements household.LoadTx.
func (t *tx) AddHouseholds(ctx context.Context, all []household.Household) error {
	ids := make([]int64, len(all))
	for i, h := range all {
		ids[i] = h.Dwelling
	}
	buildings := map[int64]int64{}
	for len(ids) > 0 {
		n := min(len(ids), mostAtOnce)
		found, err := dwellings(ctx, t.bulk(), `id IN (`+marks(n)+`)`, anys(ids[:n])...)
		if err != nil {
			return err
		}
		for _, d := range found {
			buildings[d.ID] = d.Building
		}
		ids = ids[n:]
	}
	rows := make([][]any, len(all))
	for i, h := range all {
		rows[i] = []any{
			h.Dwelling, buildings[h.Dwelling], h.Grid, h.Community, h.Contact, h.Size, int(h.Since), 0, h.State, slot(h.State), h.Source,
			h.ReportedBy, ms(h.ReportedAt), ms(h.Due), h.DecidedBy, ms(h.DecidedAt), 0, 0, "",
		}
	}
	if err := t.addAll(ctx, `INSERT INTO household (dwelling_id, building_id, grid_id, community_id, contact_id, size, since_on, until_on,
		state, slot, source, reported_by, reported_at, due_at, decided_by, decided_at, ended_by, ended_at, deed)`, rows); err != nil {
		return fmt.Errorf("add households: %w", err)
	}
	return nil
}

// TenantsOf implements household.LoadTx.
func (t *tx) TenantsOf(ctx context.Context, ids []int64) ([]household.Tenant, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	open, err := residences(ctx, t.bulk(), `household_id IN (`+marks(len(ids))+`) AND state <> 'ended' ORDER BY household_id, id`, anys(ids)...)
	if err != nil {
		return nil, err
	}
	persons := make([]int64, len(open))
	for i, r := range open {
		persons[i] = r.Person
	}
	people, err := t.PersonsOf(ctx, persons)
	if err != nil {
		return nil, err
	}
	tenants := make([]household.Tenant, len(open))
	for i, r := range open {
		tenants[i] = household.Tenant{Residence: r, Who: people[r.Person]}
	}
	return tenants, nil
}

// PersonsOf implements household.LoadTx.
func (t *tx) PersonsOf(ctx context.Context, ids []int64) (map[int64]person.Person, error) {
	found := make(map[int64]person.Person, len(ids))
	for len(ids) > 0 {
		n := min(len(ids), 1000)
		some, err := t.personsWhere(ctx, `id IN (`+marks(n)+`)`, anys(ids[:n])...)
		if err != nil {
			return nil, err
		}
		for _, p := range some {
			found[p.ID] = p
		}
		ids = ids[n:]
	}
	return found, nil
}

// PersonsWith implements household.LoadTx.
func (t *tx) PersonsWith(ctx context.Context, phones []person.Phone) ([]person.Person, error) {
	if len(phones) == 0 {
		return nil, nil
	}
	indexes := make([]any, len(phones))
	for i, p := range phones {
		index, err := t.vault.phoneIndex(p)
		if err != nil {
			return nil, err
		}
		indexes[i] = index
	}
	return t.personsWhere(ctx, `phone_index IN (`+marks(len(indexes))+`) AND merged_into = 0`, indexes...)
}

func (t *tx) personsWhere(ctx context.Context, where string, args ...any) ([]person.Person, error) {
	var rows []personRow
	if err := list(ctx, t.bulk(), &rows, `SELECT `+personColumns+` FROM person WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("persons: %w", err)
	}
	return persons(rows, t.vault)
}

// AddResidences implements household.LoadTx.
func (t *tx) AddResidences(ctx context.Context, all []household.Residence) error {
	rows := make([][]any, len(all))
	for i, r := range all {
		bound, open := keys(r)
		rows[i] = []any{r.Household, r.Person, bound, open, r.Stay, r.Relation, int(r.From), int(r.Until), r.Source, r.State, ms(r.MadeAt), ms(r.EndedAt)}
	}
	err := t.addAll(ctx, `INSERT INTO household_residence (household_id, person_id, bound_id, open_id, stay, relation, from_on, until_on, source,
		state, made_at, ended_at)`, rows)
	if duplicate(err) {
		return household.ErrState.Because(err)
	}
	if err != nil {
		return fmt.Errorf("add residences: %w", err)
	}
	return nil
}
