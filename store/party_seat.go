package store

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"linli/app/party"
	"linli/app/when"
)

func seats(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]party.Seat, error) {
	var rows []struct {
		ID     int64        `db:"id"`
		Branch int64        `db:"branch_id"`
		Person int64        `db:"person_id"`
		Org    int64        `db:"org_id"`
		Source party.Source `db:"source"`
		Full   bool         `db:"full_time"`
		From   when.Date    `db:"from_day"`
		To     when.Date    `db:"to_day"`
	}
	if err := list(ctx, q, &rows, `
		SELECT id, branch_id, person_id, org_id, source, full_time, from_day, to_day FROM party_seat WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("party seats: %w", err)
	}
	all := make([]party.Seat, len(rows))
	for i, r := range rows {
		all[i] = party.Seat(r)
	}
	return all, nil
}

// Seats implements party.Store.
func (s *Parties) Seats(ctx context.Context, of []int64) ([]party.Seat, error) {
	if len(of) == 0 {
		return nil, nil
	}
	return seats(ctx, s.db.pool, `branch_id IN (`+marks(len(of))+`) ORDER BY CASE WHEN held IS NULL THEN 1 ELSE 0 END, id LIMIT 5000`, anys(of)...)
}

// Seat implements party.Store.
func (s *Parties) Seat(ctx context.Context, id int64) (party.Seat, error) {
	all, err := seats(ctx, s.db.pool, `id = ?`, id)
	return first(all, err, party.ErrSeat)
}

// LockSeat implements party.Tx.
func (t *tx) LockSeat(ctx context.Context, id int64) (party.Seat, error) {
	all, err := seats(ctx, t.q, `id = ?`+t.e.forUpd, id)
	return first(all, err, party.ErrSeat)
}

// AddSeat implements party.Tx. The key of held decides which of two that come at once is seated; a term that ended before the
// new one begins holds it no longer.
func (t *tx) AddSeat(ctx context.Context, s *party.Seat) error {
	if _, err := t.q.ExecContext(ctx, `
		UPDATE party_seat SET held = NULL WHERE branch_id = ? AND person_id = ? AND to_day <> 0 AND to_day < ?`,
		s.Branch, s.Person, s.From); err != nil {
		return fmt.Errorf("end earlier terms: %w", err)
	}
	id, err := insert(ctx, t.q, `
		INSERT INTO party_seat (branch_id, person_id, org_id, source, full_time, from_day, to_day, held) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		s.Branch, s.Person, s.Org, s.Source, s.Full, s.From, s.To, fmt.Sprintf("%d:%d", s.Branch, s.Person))
	if duplicate(err) {
		return party.ErrSeated
	}
	if err != nil {
		return fmt.Errorf("add party seat: %w", err)
	}
	s.ID = id
	return nil
}

// EndSeat implements party.Tx.
func (t *tx) EndSeat(ctx context.Context, id int64, to when.Date) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE party_seat SET to_day = ?, held = NULL WHERE id = ?`, to, id); err != nil {
		return fmt.Errorf("end party seat %d: %w", id, err)
	}
	return nil
}
