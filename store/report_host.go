package store

import (
	"context"
	"fmt"

	"linli/app/auth"
	"linli/app/delegate"
	"linli/app/person"
	"linli/app/report"
)

// Hosts implements delegate.Store.
type Hosts struct {
	known *Persons
	db    *DB
}

// NewHosts returns the records of what was raised with delegates.
func NewHosts(db *DB) *Hosts { return &Hosts{NewPersons(db), db} }

// PostingsAt implements delegate.Store.
func (s *Hosts) PostingsAt(ctx context.Context, areas []int64, roles []auth.Role) ([]person.Posting, error) {
	return s.known.PostingsAt(ctx, areas, roles)
}

// Persons implements delegate.Store.
func (s *Hosts) Persons(ctx context.Context, ids []int64) (map[int64]person.Person, error) {
	return s.known.Persons(ctx, ids)
}

// CountMatters implements delegate.Store. An answer is a report that is not open any more.
func (s *Hosts) CountMatters(ctx context.Context, community int64, hosts []int64) (map[int64]delegate.Counts, error) {
	found := map[int64]delegate.Counts{}
	if len(hosts) == 0 {
		return found, nil
	}
	var rows []struct {
		Host     int64 `db:"host_id"`
		Matters  int   `db:"matters"`
		Answered int   `db:"answered"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT host_id, COUNT(*) AS matters, SUM(CASE WHEN is_open = 0 THEN 1 ELSE 0 END) AS answered
		FROM   report WHERE host_id IN (`+marks(len(hosts))+`) AND community_id = ? AND parent_id = 0
		GROUP  BY host_id ORDER BY host_id LIMIT 1000`, append(anys(hosts), community)...); err != nil {
		return nil, fmt.Errorf("count matters of delegates: %w", err)
	}
	for _, r := range rows {
		found[r.Host] = delegate.Counts{Matters: r.Matters, Answered: r.Answered}
	}
	return found, nil
}

// MattersOf implements delegate.Store.
func (s *Hosts) MattersOf(ctx context.Context, communities, hosts []int64, before int64, most int) ([]report.Report, error) {
	if len(communities) == 0 || len(hosts) == 0 {
		return nil, nil
	}
	var rows []reportRow
	if err := list(ctx, s.db.pool, &rows, `SELECT `+reportRead+` FROM report
		WHERE host_id IN (`+marks(len(hosts))+`) AND community_id IN (`+marks(len(communities))+`) AND parent_id = 0 AND id < ? ORDER BY id DESC LIMIT ?`,
		append(append(anys(hosts), anys(communities)...), from(before), most)...); err != nil {
		return nil, fmt.Errorf("matters of a delegate: %w", err)
	}
	return reportsOf(rows), nil
}

// HeardIn implements booking.Store.
func (s *Bookings) HeardIn(ctx context.Context, session int64) (map[int64][]int64, error) {
	var rows []struct {
		Booking int64 `db:"booking_id"`
		Number  int64 `db:"number"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT r.booking_id, r.number FROM booking b JOIN report r ON r.booking_id = b.id WHERE b.session_id = ? ORDER BY r.id LIMIT 1000`,
		session); err != nil {
		return nil, fmt.Errorf("heard in a session: %w", err)
	}
	found := map[int64][]int64{}
	for _, r := range rows {
		found[r.Booking] = append(found[r.Booking], r.Number)
	}
	return found, nil
}
