package store

import (
	"context"
	"fmt"

	"linli/app/order"
)

// LockOrder implements order.Tx.
func (t *tx) LockOrder(ctx context.Context, id int64) (order.Order, error) {
	return oneOrder(ctx, t.q, `id = ?`+t.e.forUpd, id)
}

// OpenOrders implements order.Tx.
func (t *tx) OpenOrders(ctx context.Context, who int64) ([]order.Order, error) {
	states := order.OpenStates()
	return orders(ctx, t.q, `person_id = ? AND state IN (`+marks(len(states))+`) ORDER BY id LIMIT 100`, append([]any{who}, anys(states)...)...)
}

// OrderOf implements order.Tx.
func (t *tx) OrderOf(ctx context.Context, by int64, request string) (order.Order, error) {
	return oneOrder(ctx, t.q, `asked_by = ? AND request = ?`, by, request)
}

// AddOrder implements order.Tx.
func (t *tx) AddOrder(ctx context.Context, o *order.Order) error {
	values, err := orderValues(*o)
	if err != nil {
		return err
	}
	if o.ID, err = insert(ctx, t.q, `INSERT INTO order_visit (`+orderColumns+`) VALUES (`+marks(len(values))+`)`, values...); err != nil {
		return fmt.Errorf("add order: %w", err)
	}
	return nil
}

var orderSet = setOf(orderColumns)

// SaveOrder implements order.Tx. Its team and its lines end with it.
func (t *tx) SaveOrder(ctx context.Context, o order.Order) error {
	values, err := orderValues(o)
	if err != nil {
		return err
	}
	if _, err := t.q.ExecContext(ctx, `UPDATE order_visit SET `+orderSet+` WHERE id = ?`, append(values, o.ID)...); err != nil {
		return fmt.Errorf("save order %d: %w", o.ID, err)
	}
	if err := t.saveTeam(ctx, o); err != nil {
		return fmt.Errorf("save team of order %d: %w", o.ID, err)
	}
	if _, err := t.q.ExecContext(ctx, `UPDATE order_event SET ended_at = ? WHERE order_id = ? AND ended_at <> ?`, ms(o.EndedAt), o.ID, ms(o.EndedAt)); err != nil {
		return fmt.Errorf("save order %d: %w", o.ID, err)
	}
	return nil
}

// saveTeam writes the members of an order; nobody leaves the record.
func (t *tx) saveTeam(ctx context.Context, o order.Order) error {
	for _, m := range o.Team {
		n, err := change(ctx, t.q, `UPDATE order_member SET org_id = ?, away = ?, why = ?, ended_at = ? WHERE order_id = ? AND person_id = ?`,
			m.Org, m.Away, m.Why, ms(o.EndedAt), o.ID, m.Person)
		if err != nil {
			return err
		}
		if n > 0 {
			continue
		}
		if _, err := insert(ctx, t.q, `INSERT INTO order_member (order_id, person_id, org_id, away, why, ended_at) VALUES (?, ?, ?, ?, ?, ?)`,
			o.ID, m.Person, m.Org, m.Away, m.Why, ms(o.EndedAt)); err != nil {
			return err
		}
	}
	return nil
}

// OrderEvents implements order.Store. It returns at most the first 300 lines.
func (s *Orders) OrderEvents(ctx context.Context, id int64) ([]order.Event, error) {
	var rows []struct {
		Public bool `db:"public"`
		lineRow[order.EventKind]
	}
	if err := list(ctx, s.db.pool, &rows, `SELECT public, `+lineColumns+` FROM order_event WHERE order_id = ? ORDER BY id LIMIT 300`, id); err != nil {
		return nil, fmt.Errorf("events of order %d: %w", id, err)
	}
	all := make([]order.Event, len(rows))
	for i, r := range rows {
		all[i] = order.Event{Line: r.line(), Public: r.Public}
	}
	return all, nil
}

// AddOrderEvent implements order.Tx.
func (t *tx) AddOrderEvent(ctx context.Context, id int64, e order.Event) error {
	if _, err := insert(ctx, t.q, `INSERT INTO order_event (order_id, public, ended_at, `+lineWritten+`) VALUES (?, ?, 0, ?, ?, ?, ?, ?, ?)`,
		append([]any{id, e.Public}, lineValues(e.Line)...)...); err != nil {
		return fmt.Errorf("add line of order %d: %w", id, err)
	}
	return nil
}

// OrderEventOf implements order.Tx.
func (t *tx) OrderEventOf(ctx context.Context, id, who int64, request string) (bool, error) {
	return t.hasLine(ctx, "order_event", "order_id", id, who, request)
}
