package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"linli/app/collect"
	"linli/app/household"
	"linli/app/when"
)

// touch is one kind of contact.
type touch struct {
	from, at string
	byDay    bool
	member   bool // joined through the residences
}

// of is the contacts of one household of an outer query.
func (t touch) of() string {
	if t.member {
		return `household_residence r JOIN ` + t.from + ` WHERE r.household_id = h.id AND r.state <> 'ended'`
	}
	return strings.Replace(t.from, ` ON `, ` WHERE `, 1)
}

// touches are the contacts of a household, by the rows that prove them: a table joined to the residences of its members (r), or to the
// household (h) itself, and the time. A day counts as its number.
var touches = []touch{
	{"work_line t ON t.household_id = h.id", "t.day", true, false},
	{"collect_answer t ON t.household_id = h.id AND t.state IN ('confirmed', 'changed', 'refused')", "t.answered_at", false, false},
	{"household_dwelling t ON t.id = h.dwelling_id", "t.checked_at", false, false},
	{"work_line t ON t.served_id = r.person_id", "t.day", true, true},
	{"report t ON t.author_id = r.person_id", "t.submitted_at", false, true},
	{"booking t ON t.person_id = r.person_id", "t.created_at", false, true},
	{"loan t ON t.person_id = r.person_id", "t.lent_at", false, true},
	{"inquiry t ON t.person_id = r.person_id", "t.asked_at", false, true},
	{"notify_notice t ON t.person_id = r.person_id AND t.state = 'told'", "t.created_at", false, true},
	{"person p ON p.id = r.person_id AND p.phone_index <> '' JOIN steward_call t ON t.phone_index = p.phone_index", "t.at", false, true},
}

// Silent implements collect.Store. Each kind of contact is one look into an index for each household.
func (s *Collections) Silent(ctx context.Context, community int64, path string, since time.Time) ([]collect.Silent, error) {
	query := `
		SELECT h.id, h.size, d.id AS dwelling_id, d.area_id, d.building_id, d.grid_id, d.floor, d.room
		FROM   household h JOIN household_dwelling d ON d.id = h.dwelling_id JOIN area x ON x.id = d.area_id
		WHERE  h.community_id = ? AND` + lived + `AND x.path LIKE ? AND h.reported_at < ? AND h.decided_at < ?`
	args := []any{community, path + "%", ms(since), ms(since)}
	for _, one := range touches {
		query += ` AND NOT EXISTS (SELECT 1 FROM ` + one.of() + ` AND ` + one.at + ` >= ?)`
		args = append(args, moment(since, one.byDay))
	}
	var rows []struct {
		ID       int64  `db:"id"`
		Size     int    `db:"size"`
		Dwelling int64  `db:"dwelling_id"`
		Area     int64  `db:"area_id"`
		Building int64  `db:"building_id"`
		Grid     int64  `db:"grid_id"`
		Floor    int    `db:"floor"`
		Room     string `db:"room"`
	}
	if err := list(ctx, s.db.pool, &rows, query+` ORDER BY d.building_id, d.area_id, d.floor, LENGTH(d.room), d.room, h.id LIMIT 20000`, args...); err != nil {
		return nil, fmt.Errorf("silent households: %w", err)
	}
	all := make([]collect.Silent, len(rows))
	for i, r := range rows {
		all[i] = collect.Silent{Household: r.ID, Size: r.Size, Home: household.Dwelling{
			ID: r.Dwelling, Area: r.Area, Building: r.Building, Grid: r.Grid, Community: community, Floor: r.Floor, Room: r.Room,
		}}
	}
	return all, nil
}

// LastContacts implements collect.Store.
func (s *Collections) LastContacts(ctx context.Context, households []int64) (map[int64]time.Time, error) {
	last := map[int64]time.Time{}
	if len(households) == 0 {
		return last, nil
	}
	keep := func(id int64, t time.Time) {
		if t.After(last[id]) {
			last[id] = t
		}
	}
	in := marks(len(households))
	for _, one := range touches {
		from := `household h JOIN ` + one.from
		if one.member {
			from = `household h JOIN household_residence r ON r.household_id = h.id AND r.state <> 'ended' JOIN ` + one.from
		}
		var rows []struct {
			ID int64 `db:"id"`
			At int64 `db:"at"`
		}
		if err := list(ctx, s.db.pool, &rows, `SELECT h.id, MAX(`+one.at+`) AS at FROM `+from+` WHERE h.id IN (`+in+`) GROUP BY h.id`,
			anys(households)...); err != nil {
			return nil, fmt.Errorf("last contacts: %w", err)
		}
		for _, r := range rows {
			if one.byDay {
				keep(r.ID, when.Date(r.At).Time())
			} else {
				keep(r.ID, at(r.At))
			}
		}
	}
	var known []struct {
		ID       int64 `db:"id"`
		Reported int64 `db:"reported_at"`
		Decided  int64 `db:"decided_at"`
	}
	if err := list(ctx, s.db.pool, &known, `SELECT id, reported_at, decided_at FROM household WHERE id IN (`+in+`)`, anys(households)...); err != nil {
		return nil, fmt.Errorf("last contacts: %w", err)
	}
	for _, r := range known {
		keep(r.ID, at(max(r.Reported, r.Decided)))
	}
	return last, nil
}

// moment is a time as the column of a contact has it.
func moment(t time.Time, byDay bool) int64 {
	if byDay {
		return int64(when.DateOf(t))
	}
	return ms(t)
}
