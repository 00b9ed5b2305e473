package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/consent"
	"linli/app/household"
	"linli/app/when"
)

type dwellingRow struct {
	ID        int64            `db:"id"`
	Area      int64            `db:"area_id"`
	Building  int64            `db:"building_id"`
	Grid      int64            `db:"grid_id"`
	Community int64            `db:"community_id"`
	Floor     int              `db:"floor"`
	Room      string           `db:"room"`
	Use       household.Use    `db:"kind"`
	Tenure    household.Tenure `db:"tenure"`
	CheckedAt int64            `db:"checked_at"`
	CheckedBy int64            `db:"checked_by"`
}

const dwellingColumns = `id, area_id, building_id, grid_id, community_id, floor, room, kind, tenure, checked_at, checked_by`

func dwellings(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]household.Dwelling, error) {
	var rows []dwellingRow
	if err := list(ctx, q, &rows, `SELECT `+dwellingColumns+` FROM household_dwelling WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("dwellings: %w", err)
	}
	found := make([]household.Dwelling, len(rows))
	for i, r := range rows {
		found[i] = household.Dwelling{
			ID: r.ID, Area: r.Area, Building: r.Building, Grid: r.Grid, Community: r.Community, Floor: r.Floor, Room: r.Room,
			Use: r.Use, Tenure: r.Tenure, CheckedAt: at(r.CheckedAt), CheckedBy: r.CheckedBy,
		}
	}
	return found, nil
}

// LockRoom implements household.Tx. The upsert locks the row whether it existed or not.
func (t *tx) LockRoom(ctx context.Context, d *household.Dwelling) (added bool, err error) {
	var n int
	if err := sqlx.GetContext(ctx, t.q, &n, `SELECT COUNT(*) FROM household_dwelling WHERE area_id = ? AND room = ?`, d.Area, d.Room); err != nil {
		return false, fmt.Errorf("find room: %w", err)
	}
	if _, err := t.q.ExecContext(ctx, `
		INSERT INTO household_dwelling (area_id, building_id, grid_id, community_id, floor, room, kind, tenure, checked_at, checked_by)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0)`+t.e.upsert("area_id, room", "room"),
		d.Area, d.Building, d.Grid, d.Community, d.Floor, d.Room, d.Use, d.Tenure); err != nil {
		return false, fmt.Errorf("lock room: %w", err)
	}
	all, err := dwellings(ctx, t.q, `area_id = ? AND room = ?`+t.e.forUpd, d.Area, d.Room)
	*d, err = first(all, err, household.ErrDwelling)
	return n == 0, err
}

// LockDwelling implements household.Tx.
func (t *tx) LockDwelling(ctx context.Context, id int64) (household.Dwelling, error) {
	all, err := dwellings(ctx, t.q, `id = ?`+t.e.forUpd, id)
	return first(all, err, household.ErrDwelling)
}

// SaveDwelling implements household.Tx.
func (t *tx) SaveDwelling(ctx context.Context, d household.Dwelling) error {
	if _, err := t.q.ExecContext(ctx, `
		UPDATE household_dwelling SET floor = ?, kind = ?, tenure = ?, checked_at = ?, checked_by = ? WHERE id = ?`,
		d.Floor, d.Use, d.Tenure, ms(d.CheckedAt), d.CheckedBy, d.ID); err != nil {
		return fmt.Errorf("save dwelling %d: %w", d.ID, err)
	}
	return nil
}

// Dwellings implements household.Store.
func (s *Households) Dwellings(ctx context.Context, building int64) ([]household.Dwelling, error) {
	return dwellings(ctx, s.db.pool, `building_id = ? ORDER BY area_id, floor, LENGTH(room), room LIMIT 5000`, building)
}

// DwellingsByID implements household.Store.
func (s *Households) DwellingsByID(ctx context.Context, ids []int64) (map[int64]household.Dwelling, error) {
	byID := map[int64]household.Dwelling{}
	if len(ids) == 0 {
		return byID, nil
	}
	found, err := dwellings(ctx, s.db.pool, `id IN (`+marks(len(ids))+`)`, anys(ids)...)
	for _, d := range found {
		byID[d.ID] = d
	}
	return byID, err
}

// Unchecked implements household.Store: it merges one index range for each place.
func (s *Households) Unchecked(ctx context.Context, places []household.Place, since time.Time, after int64, most int) ([]household.Dwelling, error) {
	var all []household.Dwelling
	for _, p := range places {
		where, args := placed(p)
		found, err := dwellings(ctx, s.db.pool, where+` AND id > ? AND checked_at <= ? ORDER BY id LIMIT ?`, append(args, after, ms(since), most)...)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return firstByID(all, most, func(d household.Dwelling) int64 { return d.ID }), nil
}

// placed is the condition for one place.
func placed(p household.Place) (where string, args []any) {
	if p.Grid == 0 {
		return `community_id = ?`, []any{p.Community}
	}
	return `community_id = ? AND grid_id = ?`, []any{p.Community, p.Grid}
}

// firstByID returns the rows of several ranges in order of id, each once.
func firstByID[T any](all []T, most int, id func(T) int64) []T {
	slices.SortFunc(all, func(a, b T) int { return int(id(a) - id(b)) })
	all = slices.CompactFunc(all, func(a, b T) bool { return id(a) == id(b) })
	return all[:min(len(all), most)]
}

// Living implements household.Store.
func (s *Households) Living(ctx context.Context, building int64) ([]household.Household, error) {
	return households(ctx, s.db.pool, `building_id = ? AND slot IN ('reported', 'confirmed') ORDER BY id LIMIT 10000`, building)
}

// Household implements household.Store.
func (s *Households) Household(ctx context.Context, id int64) (household.Household, error) {
	return oneHousehold(ctx, s.db.pool, id)
}

// HouseholdsByID implements household.Store.
func (s *Households) HouseholdsByID(ctx context.Context, ids []int64) (map[int64]household.Household, error) {
	byID := map[int64]household.Household{}
	if len(ids) == 0 {
		return byID, nil
	}
	found, err := households(ctx, s.db.pool, `id IN (`+marks(len(ids))+`)`, anys(ids)...)
	for _, h := range found {
		byID[h.ID] = h
	}
	return byID, err
}

// Reported implements household.Store: it merges one index range for each place.
func (s *Households) Reported(ctx context.Context, places []household.Place, after int64, most int) ([]household.Household, error) {
	var all []household.Household
	for _, p := range places {
		where, args := placed(p)
		found, err := households(ctx, s.db.pool, where+` AND state = ? AND id > ? ORDER BY id LIMIT ?`, append(args, household.Reported, after, most)...)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return firstByID(all, most, func(h household.Household) int64 { return h.ID }), nil
}

// CountReported implements household.Store.
func (s *Households) CountReported(ctx context.Context, places []household.Place, now time.Time) (open, late int, err error) {
	var all, due []query
	for _, p := range places {
		where, args := placed(p)
		args = append(args, household.Reported)
		all = append(all, query{`SELECT id FROM household WHERE ` + where + ` AND state = ?`, args})
		due = append(due, query{`SELECT id FROM household WHERE ` + where + ` AND state = ? AND due_at < ?`, append(slices.Clone(args), ms(now))})
	}
	n, err := counts(ctx, s.db.pool, all, due)
	if err != nil {
		return 0, 0, fmt.Errorf("count newcomers: %w", err)
	}
	return n[0], n[1], nil
}

// Members implements household.Store.
func (s *Households) Members(ctx context.Context, id int64) ([]household.Residence, error) {
	return residences(ctx, s.db.pool, `household_id = ? ORDER BY CASE state WHEN 'ended' THEN 1 ELSE 0 END, id LIMIT 100`, id)
}

// ResidencesOf implements household.Store.
func (s *Households) ResidencesOf(ctx context.Context, who int64) ([]household.Residence, error) {
	return residences(ctx, s.db.pool, `person_id = ? AND state <> 'ended' ORDER BY id LIMIT 20`, who)
}

// Moves implements household.Store.
func (s *Households) Moves(ctx context.Context, building int64, since when.Date) (c household.Counts, err error) {
	var row struct {
		Permanent int `db:"permanent"`
		Temporary int `db:"temporary"`
		Came      int `db:"came"`
		Went      int `db:"went"`
	}
	err = get(ctx, s.db.pool, &row, nil, `
		SELECT COALESCE(SUM(CASE WHEN r.state <> 'ended' AND r.stay = 'permanent' THEN 1 ELSE 0 END), 0) AS permanent,
		       COALESCE(SUM(CASE WHEN r.state <> 'ended' AND r.stay = 'temporary' THEN 1 ELSE 0 END), 0) AS temporary,
		       COALESCE(SUM(CASE WHEN r.from_on >= ? THEN 1 ELSE 0 END), 0) AS came,
		       COALESCE(SUM(CASE WHEN r.until_on >= ? THEN 1 ELSE 0 END), 0) AS went
		FROM   household h JOIN household_residence r ON r.household_id = h.id WHERE h.building_id = ?`, int(since), int(since), building)
	if err != nil {
		return c, fmt.Errorf("moves of a building: %w", err)
	}
	return household.Counts{Permanent: row.Permanent, Temporary: row.Temporary, Came: row.Came, Went: row.Went}, nil
}

// NeighboursMayKnow implements household.Store.
func (s *Households) NeighboursMayKnow(ctx context.Context, ids []int64) (map[int64]bool, error) {
	may := map[int64]bool{}
	if len(ids) == 0 {
		return may, nil
	}
	var found []int64
	if err := list(ctx, s.db.pool, &found, `
		SELECT p.id FROM person p WHERE p.id IN (`+marks(len(ids))+`) AND `+inForce(consent.Neighbours, "p.id"), anys(ids)...); err != nil {
		return nil, fmt.Errorf("consents of contact persons: %w", err)
	}
	for _, id := range found {
		may[id] = true
	}
	return may, nil
}

// Events implements household.Store. Each kind reads the newest rows of an index by person.
func (s *Households) Events(ctx context.Context, persons, communities []int64, most int) ([]household.Event, error) {
	if len(persons) == 0 || len(communities) == 0 {
		return nil, nil
	}
	var all []household.Event
	for _, one := range stories {
		var rows []struct {
			ID     int64  `db:"id"`
			Person int64  `db:"person_id"`
			At     int64  `db:"at"`
			Title  string `db:"title"`
			State  string `db:"state"`
		}
		args := append(append(anys(persons), anys(communities)...), most)
		if err := list(ctx, s.db.pool, &rows, fmt.Sprintf(one.query, marks(len(persons)), marks(len(communities))), args...); err != nil {
			return nil, fmt.Errorf("story of a household, %s: %w", one.kind, err)
		}
		for _, r := range rows {
			if one.kind == "report" {
				r.Title = categoryName(r.Title)
			}
			all = append(all, household.Event{At: at(r.At), Kind: one.kind, ID: r.ID, Person: r.Person, Title: r.Title, State: r.State})
		}
	}
	slices.SortStableFunc(all, func(a, b household.Event) int { return b.At.Compare(a.At) })
	return all[:min(len(all), most)], nil
}

// stories are the contacts that a household's page shows, by kind.
var stories = []struct{ kind, query string }{
	{"report", `SELECT id, author_id AS person_id, submitted_at AS at, ` + categoryColumn + ` AS title, state FROM report
		WHERE author_id IN (%s) AND community_id IN (%s) ORDER BY id DESC LIMIT ?`},
	{"booking", `SELECT b.id, b.person_id, b.begin_at AS at, s.name AS title, b.state FROM booking b JOIN booking_service s ON s.id = b.service_id
		WHERE b.person_id IN (%s) AND b.community_id IN (%s) ORDER BY b.id DESC LIMIT ?`},
	{"call", `SELECT c.id, p.id AS person_id, c.at, c.words AS title, c.state FROM person p JOIN steward_call c ON c.phone_index = p.phone_index
		WHERE p.phone_index <> '' AND p.id IN (%s) AND c.community_id IN (%s) ORDER BY c.id DESC LIMIT ?`},
	{"loan", `SELECT l.id, l.person_id, l.lent_at AS at, g.name AS title, l.state FROM loan l JOIN loan_thing g ON g.id = l.thing_id
		WHERE l.person_id IN (%s) AND l.community_id IN (%s) ORDER BY l.id DESC LIMIT ?`},
	{"inquiry", `SELECT id, person_id, asked_at AS at, title, state FROM inquiry
		WHERE person_id IN (%s) AND community_id IN (%s) ORDER BY id DESC LIMIT ?`},
	{"told", `SELECT id, person_id, created_at AS at, kind AS title, state FROM notify_notice
		WHERE person_id IN (%s) AND community_id IN (%s) AND state = 'told' ORDER BY id DESC LIMIT ?`},
}

// Reaches implements collect.Store.
func (s *Collections) Reaches(ctx context.Context, households []int64) (map[int64][]household.Reach, error) {
	return reaches(ctx, s.db.pool, households)
}

// FindReaches implements collect.Tx.
func (t *tx) FindReaches(ctx context.Context, households []int64) (map[int64][]household.Reach, error) {
	return reaches(ctx, t.q, households)
}

func reaches(ctx context.Context, q sqlx.QueryerContext, households []int64) (map[int64][]household.Reach, error) {
	var rows []struct {
		Household int64              `db:"household_id"`
		Person    int64              `db:"person_id"`
		Relation  household.Relation `db:"relation"`
		Phone     bool               `db:"phone"`
		Born      int                `db:"born"`
	}
	all := map[int64][]household.Reach{}
	if len(households) == 0 {
		return all, nil
	}
	if err := list(ctx, q, &rows, `
		SELECT r.household_id, r.person_id, r.relation, CASE WHEN COALESCE(p.phone_index, '') <> '' THEN 1 ELSE 0 END phone, p.born
		FROM   household_residence r JOIN person p ON p.id = r.person_id
		WHERE  r.household_id IN (`+marks(len(households))+`) AND r.state <> 'ended' ORDER BY r.id`, anys(households)...); err != nil {
		return nil, fmt.Errorf("who live in households: %w", err)
	}
	for _, r := range rows {
		all[r.Household] = append(all[r.Household], household.Reach{Person: r.Person, Relation: r.Relation, Phone: r.Phone, Born: r.Born})
	}
	return all, nil
}
