package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/booking"
	"linli/app/care"
	"linli/app/consent"
	"linli/app/family"
	"linli/app/meal"
	"linli/app/person"
	"linli/app/when"
)

// CaredOf implements care.Store.
func (s *Cares) CaredOf(ctx context.Context, f care.Filter) ([]care.Cared, error) {
	where, args := []string{`id > ?`}, []any{f.After}
	scope := false
	for column, ids := range map[string][]int64{"community_id": f.Communities, "grid_id": f.Grids, "building_id": f.Buildings, "id": f.IDs} {
		if len(ids) > 0 {
			where, args, scope = append(where, column+` IN (`+marks(len(ids))+`)`), append(args, anys(ids)...), true
		}
	}
	if !scope {
		return nil, nil
	}
	if !f.Ended {
		where = append(where, `ended_at = 0`)
	}
	if f.DueUntil != 0 {
		where, args = append(where, `opens_on <= ?`), append(args, int(f.DueUntil))
	}
	if f.Cohort != "" {
		where, args = append(where, inCohort), append(args, anyCohort(f.Cohort)...)
	}
	return cared(ctx, s.db.pool, strings.Join(where, " AND ")+` ORDER BY id LIMIT ?`, append(args, f.Most)...)
}

const inCohort = `(cohorts = ? OR cohorts LIKE ? OR cohorts LIKE ? OR cohorts LIKE ?)`

func anyCohort(code string) []any { return []any{code, code + ",%", "%," + code, "%," + code + ",%"} }

// Met implements care.Store.
func (s *Cares) Met(ctx context.Context, communities []int64, cohort string, levels []care.Level, begin, end when.Date) (all []care.Met, err error) {
	if len(communities) == 0 {
		return nil, nil
	}
	where, args := `community_id IN (`+marks(len(communities))+`)`, append([]any{int(begin), int(end)}, anys(communities)...)
	if cohort != "" {
		where, args = where+` AND `+inCohort, append(args, anyCohort(cohort)...)
	}
	wanted := `change_until >= ?`
	args = append(args, int(begin))
	if len(levels) > 0 {
		wanted += ` OR CASE WHEN set_level <> '' THEN set_level ELSE level END IN (` + marks(len(levels)) + `)`
		args = append(args, anys(levels)...)
	}
	var rows []struct {
		Area  int64 `db:"place"`
		Cared int   `db:"cared"`
		Seen  int   `db:"met"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT place, COUNT(*) cared, SUM(met) met FROM (
			SELECT CASE WHEN building_id > 0 THEN building_id WHEN grid_id > 0 THEN grid_id ELSE community_id END place,
				EXISTS (SELECT 1 FROM care_visit v WHERE v.cared_id = care_cared.id AND v.seen BETWEEN ? AND ?) met
			FROM   care_cared WHERE `+where+` AND ended_at = 0 AND declined = '' AND (`+wanted+`)) AS counted
		GROUP BY place`, args...); err != nil {
		return nil, fmt.Errorf("met: %w", err)
	}
	for _, r := range rows {
		all = append(all, care.Met(r))
	}
	return all, nil
}

// CaredByKey implements care.Store.
func (s *Cares) CaredByKey(ctx context.Context, keys []string) ([]care.Cared, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	return cared(ctx, s.db.pool, `spot IN (`+marks(len(keys))+`) ORDER BY id LIMIT 100`, anys(keys)...)
}

// CountDue implements care.Store.
func (s *Cares) CountDue(ctx context.Context, grid int64, today when.Date) (n int, err error) {
	err = get(ctx, s.db.pool, &n, nil, `SELECT COUNT(*) FROM care_cared WHERE grid_id = ? AND ended_at = 0 AND due_on > 0 AND opens_on <= ?`,
		grid, int(today))
	return n, err
}

// Overdue implements care.Store.
func (s *Cares) Overdue(ctx context.Context, now time.Time, after int64, most int) ([]care.Cared, error) {
	return cared(ctx, s.db.pool, `ended_at = 0 AND due_at BETWEEN 1 AND ? AND told_at = 0 AND id > ? ORDER BY id LIMIT ?`, ms(now), after, most)
}

// HelpedBy implements care.Store.
func (s *Cares) HelpedBy(ctx context.Context, who int64) (ids []int64, err error) {
	err = list(ctx, s.db.pool, &ids, `SELECT cared_id FROM care_helper WHERE person_id = ? ORDER BY cared_id LIMIT 5000`, who)
	return ids, err
}

// HelpersOf implements care.Store.
func (s *Cares) HelpersOf(ctx context.Context, ids []int64) (map[int64][]int64, error) {
	helpers := map[int64][]int64{}
	if len(ids) == 0 {
		return helpers, nil
	}
	var rows []struct {
		Cared  int64 `db:"cared_id"`
		Person int64 `db:"person_id"`
	}
	err := list(ctx, s.db.pool, &rows, `SELECT cared_id, person_id FROM care_helper WHERE cared_id IN (`+marks(len(ids))+`) ORDER BY cared_id, at, person_id`,
		anys(ids)...)
	for _, r := range rows {
		helpers[r.Cared] = append(helpers[r.Cared], r.Person)
	}
	return helpers, err
}

type candidateRow struct {
	Person    int64  `db:"id"`
	Community int64  `db:"community_id"`
	Home      int64  `db:"home_id"`
	Born      int    `db:"born"`
	Household int64  `db:"household_id"`
	Size      int    `db:"size"`
	Area      int64  `db:"area_id"`
	Placed    int64  `db:"placed_id"`
	Tag       string `db:"tag"`
}

// candidates reads persons with their tags and the household of their permanent residence, which says the community.
func candidates(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]care.Candidate, error) {
	var rows []candidateRow
	if err := list(ctx, q, &rows, `
		SELECT p.id, p.community_id, p.home_id, p.born, COALESCE(h.id, 0) household_id, COALESCE(h.size, 0) size,
			COALESCE(d.area_id, 0) area_id, COALESCE(d.community_id, 0) placed_id, COALESCE(t.tag, '') tag
		FROM   person p
		LEFT JOIN household_residence r ON r.bound_id = p.id
		LEFT JOIN household h ON h.id = r.household_id AND h.slot IS NOT NULL
		LEFT JOIN household_dwelling d ON d.id = h.dwelling_id
		LEFT JOIN person_tag t ON t.person_id = p.id
		WHERE  p.merged_into = 0 AND `+where+` ORDER BY p.id, t.tag`, args...); err != nil {
		return nil, fmt.Errorf("candidates: %w", err)
	}
	var found []care.Candidate
	for _, r := range rows {
		if n := len(found); n == 0 || found[n-1].Person != r.Person {
			c := care.Candidate{
				Person: r.Person, Community: r.Community, Home: r.Home, Household: r.Household, Area: r.Area,
				Facts: care.Facts{Born: r.Born, Alone: r.Household != 0 && r.Size == 1},
			}
			if r.Placed != 0 {
				c.Community = r.Placed
			}
			found = append(found, c)
		}
		if r.Tag != "" {
			f := &found[len(found)-1].Facts
			f.Tags = append(f.Tags, person.Tag(r.Tag))
		}
	}
	return found, nil
}

// Candidates implements care.Store.
func (s *Cares) Candidates(ctx context.Context, community int64, bornUntil int) ([]care.Candidate, error) {
	return candidates(ctx, s.db.pool, `p.community_id = ? AND (t.tag IS NOT NULL OR p.born BETWEEN 1 AND ?)`, community, bornUntil)
}

// CandidateOf implements care.Store.
func (s *Cares) CandidateOf(ctx context.Context, who int64) (care.Candidate, error) {
	all, err := candidates(ctx, s.db.pool, `p.id = ?`, who)
	return first(all, err, care.ErrMissing)
}

// halving are the conditions of the features.
var halving = map[care.Feature]string{
	care.OldEstate: `e.housing = 'old'`, care.SingleBlock: `e.housing = 'single'`, care.Unsafe: `b.unsafe = 1`, care.Hard: `b.hard = 1`,
	care.LowLying: `b.low_lying = 1`,
}

// HalvedBuildings implements care.Store.
func (s *Cares) HalvedBuildings(ctx context.Context, community int64, features []care.Feature) (map[int64]bool, error) {
	var any []string
	for _, f := range features {
		any = append(any, halving[f])
	}
	halved := map[int64]bool{}
	if len(any) == 0 {
		return halved, nil
	}
	slices.Sort(any)
	var ids []int64
	err := list(ctx, s.db.pool, &ids, `
		SELECT b.building_id FROM estate_building b JOIN area a ON a.id = b.building_id LEFT JOIN estate e ON e.id = b.estate_id
		WHERE  a.community_id = ? AND (`+strings.Join(any, " OR ")+`) ORDER BY b.building_id`, community)
	for _, id := range ids {
		halved[id] = true
	}
	return halved, err
}

// PlannedVisits implements collect.Store.
func (s *Collections) PlannedVisits(ctx context.Context, households []int64) (map[int64]when.Date, error) {
	var rows []struct {
		Household int64     `db:"household_id"`
		Due       when.Date `db:"due_on"`
	}
	planned := map[int64]when.Date{}
	if len(households) == 0 {
		return planned, nil
	}
	if err := list(ctx, s.db.pool, &rows, `SELECT household_id, due_on FROM care_cared WHERE household_id IN (`+marks(len(households))+`)
		AND ended_at = 0 AND due_on > 0 ORDER BY id`, anys(households)...); err != nil {
		return nil, fmt.Errorf("planned visits: %w", err)
	}
	for _, r := range rows {
		planned[r.Household] = r.Due
	}
	return planned, nil
}

// Signs implements care.Store.
func (s *Cares) Signs(ctx context.Context, community int64, since time.Time) (found []care.Proposal, err error) {
	for _, of := range []struct {
		kind, from, since, at string
		args                  []any
	}{
		{"booking", `booking e JOIN person p ON p.id = e.person_id`, `e.state = ? AND e.begin_at`, `begin_at`, []any{booking.NoShow}},
		{"call", `steward_call e JOIN person p ON p.phone_index = e.phone_index AND p.phone_index <> '' AND p.merged_into = 0`, `e.at`, `at`, nil},
		{
			"meal", `meal_stop e JOIN person p ON p.id = e.person_id`, `e.day >= ? AND e.way = ? AND e.outcome = ? AND e.at`, `at`,
			[]any{int(when.DateOf(since)), meal.EatIn, meal.NotWanted},
		},
	} {
		var rows []struct {
			Cared int64 `db:"cared_id"`
			ID    int64 `db:"id"`
			At    int64 `db:"at"`
		}
		if err := list(ctx, s.db.pool, &rows, `
			SELECT c.id cared_id, e.id, e.`+of.at+` at FROM `+of.from+`
			LEFT JOIN household_residence r ON r.bound_id = p.id
			JOIN   care_cared c ON c.ended_at = 0 AND (c.person_id = p.id OR c.household_id = r.household_id AND c.household_id > 0)
			WHERE  e.community_id = ? AND `+of.since+` >= ?
				AND NOT EXISTS (SELECT 1 FROM care_proposal o WHERE o.cared_id = c.id AND o.about = CONCAT('`+of.kind+`:', e.id)) ORDER BY e.id LIMIT 500`,
			append(append([]any{community}, of.args...), ms(since))...); err != nil {
			return nil, fmt.Errorf("signs: %w", err)
		}
		for _, r := range rows {
			found = append(found, care.Proposal{Community: community, Cared: r.Cared, About: fmt.Sprintf("%s:%d", of.kind, r.ID), At: at(r.At)})
		}
	}
	return found, nil
}

// Agreed implements care.Store.
func (s *Cares) Agreed(ctx context.Context) ([]string, error) {
	var rows []struct {
		Person    int64 `db:"person_id"`
		Household int64 `db:"household_id"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT c.person_id, COALESCE(r.household_id, 0) household_id FROM consent c
		LEFT JOIN household_residence r ON r.person_id = c.person_id AND r.open_id IS NOT NULL
		WHERE  c.kind = ? AND c.in_force = 1`, consent.CareFamily); err != nil {
		return nil, fmt.Errorf("agreed: %w", err)
	}
	var keys []string
	for _, r := range rows {
		keys = append(keys, care.Key(0, r.Person), care.Key(r.Household, 0))
	}
	return keys, nil
}

// CarersOf implements care.Tx.
func (t *tx) CarersOf(ctx context.Context, home, who int64) (ids []int64, err error) {
	of, id := `l.cared_id IN (SELECT person_id FROM household_residence WHERE household_id = ? AND open_id IS NOT NULL)`, home
	if who != 0 {
		of, id = `l.cared_id = ?`, who
	}
	err = list(ctx, t.q, &ids, `
		SELECT DISTINCT l.carer_id FROM family_link l JOIN consent c ON c.person_id = l.cared_id AND c.kind = ? AND c.in_force = 1
		WHERE  `+of+` AND l.state = ? ORDER BY l.carer_id LIMIT 20`, consent.CareFamily, id, family.Confirmed)
	return ids, err
}

// CaredAsCarer implements care.Store.
func (s *Cares) CaredAsCarer(ctx context.Context, carer int64) ([]care.Kin, error) {
	var rows []struct {
		Person    int64 `db:"cared_id"`
		Household int64 `db:"household_id"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT l.cared_id, COALESCE(r.household_id, 0) household_id FROM family_link l
		JOIN   consent c ON c.person_id = l.cared_id AND c.kind = ? AND c.in_force = 1
		LEFT JOIN household_residence r ON r.bound_id = l.cared_id
		WHERE  l.carer_id = ? AND l.state = ? ORDER BY l.id LIMIT 20`, consent.CareFamily, carer, family.Confirmed); err != nil {
		return nil, fmt.Errorf("relatives: %w", err)
	}
	kin := make([]care.Kin, len(rows))
	for i, r := range rows {
		if kin[i] = (care.Kin{Person: r.Person, Keys: []string{care.Key(0, r.Person)}}); r.Household != 0 {
			kin[i].Keys = []string{care.Key(r.Household, 0)}
		}
	}
	return kin, nil
}

// HasCarer implements care.Store.
func (s *Cares) HasCarer(ctx context.Context, who int64) (bool, error) {
	var n int
	err := get(ctx, s.db.pool, &n, nil, `
		SELECT COUNT(*) FROM family_link l WHERE l.cared_id = ? AND l.state = ? AND EXISTS (
			SELECT 1 FROM care_cared c LEFT JOIN household_residence r ON r.household_id = c.household_id AND r.open_id = l.cared_id
			WHERE  c.ended_at = 0 AND (c.person_id = l.cared_id OR r.id IS NOT NULL AND c.household_id > 0))`, who, family.Confirmed)
	return n > 0, err
}
