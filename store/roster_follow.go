package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"linli/app/auth"
	"linli/app/person"
	"linli/app/report"
	"linli/app/roster"
	"linli/app/steward"
)

// CountMoved implements roster.Tx.
func (t *tx) CountMoved(ctx context.Context, m roster.Move) (roster.Moved, error) {
	now := ms(t.now())
	var row struct {
		Reports  int `db:"reports"`
		Calls    int `db:"calls"`
		Homes    int `db:"homes"`
		Bookings int `db:"bookings"`
		Stewards int `db:"stewards"`
		Boards   int `db:"boards"`
	}
	args := []any{m.From.Community, m.Area, m.From.Community, m.Area, steward.Done, m.From.Community, m.Area, m.From.Community, m.Area, now}
	args = append(append(args, m.Area), anys(auth.Stewards)...)
	args = append(args, now, now, m.Area)
	err := get(ctx, t.q, &row, nil, `SELECT
		(SELECT COUNT(*) FROM report WHERE community_id = ? AND area_id = ? AND is_open = 1) AS reports,
		(SELECT COUNT(*) FROM steward_call WHERE community_id = ? AND area_id = ? AND state <> ?) AS calls,
		(SELECT COUNT(*) FROM person WHERE community_id = ? AND home_id = ? AND code IS NULL AND merged_into = 0) AS homes,
		(SELECT COUNT(*) FROM booking b JOIN person p ON p.id = b.person_id
		  WHERE p.community_id = ? AND p.home_id = ? AND b.alive = 1 AND b.end_at > ?) AS bookings,
		(SELECT COUNT(*) FROM person_posting
		  WHERE area_id = ? AND role IN (`+marks(len(auth.Stewards))+`) AND from_at <= ? AND (to_at = 0 OR to_at > ?)) AS stewards,
		(SELECT COUNT(*) FROM area WHERE id = ? AND kind IN ('building', 'unit')) AS boards`, args...)
	if err != nil {
		return roster.Moved{}, fmt.Errorf("count what moves with area %d: %w", m.Area, err)
	}
	return roster.Moved(row), nil
}

// CountHeld implements roster.Tx.
func (t *tx) CountHeld(ctx context.Context, p person.Posting, now time.Time) (roster.Held, error) {
	id := fmt.Sprint(p.Person)
	var row struct {
		Reports     int `db:"reports"`
		Alerts      int `db:"alerts"`
		Substitutes int `db:"substitutes"`
		Sessions    int `db:"sessions"`
	}
	err := get(ctx, t.q, &row, nil, `SELECT
		(SELECT COUNT(*) FROM report WHERE holder_person = ? AND is_open = 1 AND holder_kind = ? AND holder_role = ? AND (holder_area = ? OR ?)) AS reports,
		(SELECT COUNT(DISTINCT g.id) FROM steward_ring r JOIN steward_paging g ON g.id = r.paging_id
		  WHERE r.person_id = ? AND g.stage = ?) AS alerts,
		(SELECT COUNT(*) FROM person_posting WHERE substitute_id = ? AND (to_at = 0 OR to_at > ?)) AS substitutes,
		(SELECT COUNT(*) FROM booking_session
		  WHERE begin_at >= ? AND (providers = ? OR providers LIKE ? OR providers LIKE ? OR providers LIKE ?)) AS sessions`,
		p.Person, report.ByPerson, p.Role, p.Area, slices.Contains(auth.Stewards, p.Role), p.Person, steward.Ringing, p.Person, ms(now),
		ms(now), id, id+",%", "%,"+id, "%,"+id+",%")
	if err != nil {
		return roster.Held{}, fmt.Errorf("count what hangs on posting %d: %w", p.ID, err)
	}
	return roster.Held(row), nil
}

// EndedPostings implements roster.Tx.
func (t *tx) EndedPostings(ctx context.Context, since, now time.Time) ([]person.Posting, error) {
	return postings(ctx, t.q, `to_at > ? AND to_at <= ? AND role IN (`+marks(len(auth.Handlers))+`)`,
		append([]any{ms(since), ms(now)}, anys(auth.Handlers)...)...)
}
