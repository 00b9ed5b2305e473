package store

import (
	"context"
	"fmt"

	"linli/app/place"
)

// PlaceServices implements place.Tx.
func (t *tx) PlaceServices(ctx context.Context, p place.Place) error {
	if !p.EndedAt.IsZero() {
		if _, err := t.q.ExecContext(ctx, `UPDATE booking_service SET place_id = 0 WHERE place_id = ?`, p.ID); err != nil {
			return fmt.Errorf("services of place %d: %w", p.ID, err)
		}
		return t.BumpTimetable(ctx)
	}
	if _, err := t.q.ExecContext(ctx, `
		UPDATE booking_service SET place_id = ?
		WHERE  community_id = ? AND place_id = 0 AND place = ? AND ended_at = 0 AND rules NOT LIKE '%"Door":true%'`,
		p.ID, p.Community, p.Name); err != nil {
		return fmt.Errorf("services of place %d: %w", p.ID, err)
	}
	if _, err := t.q.ExecContext(ctx, `
		UPDATE booking_service SET place = ?, area_id = CASE WHEN ? = community_id THEN area_id ELSE ? END WHERE place_id = ?`,
		p.Name, p.Area, p.Area, p.ID); err != nil {
		return fmt.Errorf("services of place %d: %w", p.ID, err)
	}
	return t.BumpTimetable(ctx)
}

// Place implements booking.Store.
func (s *Bookings) Place(ctx context.Context, id int64) (place.Place, error) {
	all, err := premises(ctx, s.db.pool, `id = ?`, id)
	return first(all, err, place.ErrMissing)
}

// PlacesOf implements booking.Tx.
func (t *tx) PlacesOf(ctx context.Context, community int64) ([]place.Place, error) {
	return premises(ctx, t.q, `community_id = ? AND live IS NOT NULL ORDER BY name, id LIMIT 500`, community)
}
