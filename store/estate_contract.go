package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/auth"
	"linli/app/estate"
	"linli/app/order"
	"linli/app/when"
)

func contracts(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]estate.Contract, error) {
	var rows []struct {
		ID       int64     `db:"id"`
		Estate   int64     `db:"estate_id"`
		Payer    int64     `db:"payer_org_id"`
		Operator int64     `db:"operator_org_id"`
		What     string    `db:"what"`
		Hours    int       `db:"hours"`
		From     when.Date `db:"from_day"`
		To       when.Date `db:"to_day"`
		Locals   int       `db:"locals"`
	}
	if err := list(ctx, q, &rows, `
		SELECT id, estate_id, payer_org_id, operator_org_id, what, hours, from_day, to_day, locals FROM estate_contract WHERE `+
		where, args...); err != nil {
		return nil, fmt.Errorf("contracts: %w", err)
	}
	all := make([]estate.Contract, len(rows))
	for i, r := range rows {
		all[i] = estate.Contract(r)
	}
	return all, nil
}

// Contracts implements estate.Store.
func (s *Estates) Contracts(ctx context.Context, of int64) ([]estate.Contract, error) {
	return contracts(ctx, s.db.pool, `estate_id = ? ORDER BY id DESC LIMIT 500`, of)
}

// ContractsOf implements estate.Store.
func (s *Estates) ContractsOf(ctx context.Context, orgs []int64) ([]estate.Contract, error) {
	if len(orgs) == 0 {
		return nil, nil
	}
	in := ` IN (` + marks(len(orgs)) + `)`
	return contracts(ctx, s.db.pool, `payer_org_id`+in+` OR operator_org_id`+in+` ORDER BY id LIMIT 2000`, append(anys(orgs), anys(orgs)...)...)
}

// Workforces implements estate.Store.
func (s *Estates) Workforces(ctx context.Context, of []estate.Contract, now time.Time) (map[int64]estate.Workforce, error) {
	found := map[int64]estate.Workforce{}
	for some := range slices.Chunk(of, 500) {
		args := []any{auth.OrgContact, ms(now), ms(now)}
		for _, c := range some {
			args = append(args, c.ID)
		}
		var rows []struct {
			ID        int64 `db:"id"`
			Workers   int   `db:"workers"`
			Residents int   `db:"residents"`
		}
		if err := list(ctx, s.db.pool, &rows, `
			SELECT c.id, COUNT(DISTINCT o.person_id) AS workers,
			       COUNT(DISTINCT CASE WHEN b.building_id IS NULL THEN NULL ELSE o.person_id END) AS residents
			FROM   estate_contract c
			JOIN   person_posting o ON o.org_id = c.operator_org_id AND o.role <> ? AND o.from_at <= ? AND (o.to_at = 0 OR o.to_at > ?)
			JOIN   person p ON p.id = o.person_id
			LEFT   JOIN area a ON a.id = p.home_id
			LEFT   JOIN estate_building b ON b.estate_id = c.estate_id AND b.building_id = CASE WHEN a.kind = 'unit' THEN a.parent_id ELSE a.id END
			WHERE  c.id IN (`+marks(len(some))+`)
			GROUP  BY c.id ORDER BY c.id LIMIT 500`, args...); err != nil {
			return nil, fmt.Errorf("workforces of contracts: %w", err)
		}
		for _, r := range rows {
			found[r.ID] = estate.Workforce{Workers: r.Workers, Residents: r.Residents}
		}
	}
	return found, nil
}

// ContractMinutes implements estate.Store.
func (s *Estates) ContractMinutes(ctx context.Context, of []estate.Contract) (map[int64]int, error) {
	const one = `
		SELECT ? AS id, COALESCE(SUM(v.minutes), 0) AS minutes
		FROM   order_member m
		JOIN   order_visit v ON v.id = m.order_id
		JOIN   estate_building b ON b.building_id = v.building_id AND b.estate_id = ?
		WHERE  m.org_id = ? AND m.away = 0 AND v.state = ? AND v.done_at >= ? AND v.done_at < ?`
	found := map[int64]int{}
	for some := range slices.Chunk(of, 50) {
		parts, args := make([]string, len(some)), []any{}
		for i, c := range some {
			parts[i] = one
			args = append(args, c.ID, c.Estate, c.Operator, order.Done, ms(c.From.Time()), ms(c.To.Next().Time()))
		}
		var rows []struct {
			ID      int64 `db:"id"`
			Minutes int   `db:"minutes"`
		}
		if err := list(ctx, s.db.pool, &rows, strings.Join(parts, ` UNION ALL `)+` ORDER BY id LIMIT 50`, args...); err != nil {
			return nil, fmt.Errorf("minutes of contracts: %w", err)
		}
		for _, r := range rows {
			found[r.ID] = r.Minutes
		}
	}
	return found, nil
}

// Contract implements estate.Store.
func (s *Estates) Contract(ctx context.Context, id int64) (estate.Contract, error) {
	all, err := contracts(ctx, s.db.pool, `id = ?`, id)
	return first(all, err, estate.ErrContract)
}

// LockContract implements estate.Tx.
func (t *tx) LockContract(ctx context.Context, id int64) (estate.Contract, error) {
	all, err := contracts(ctx, t.q, `id = ?`+t.e.forUpd, id)
	return first(all, err, estate.ErrContract)
}

// HasContracts implements estate.Tx.
func (t *tx) HasContracts(ctx context.Context, of int64) (bool, error) {
	all, err := contracts(ctx, t.q, `estate_id = ? ORDER BY id LIMIT 1`, of)
	return len(all) > 0, err
}

// AddContract implements estate.Tx.
func (t *tx) AddContract(ctx context.Context, c *estate.Contract) error {
	id, err := insert(ctx, t.q, `
		INSERT INTO estate_contract (estate_id, payer_org_id, operator_org_id, what, hours, from_day, to_day, locals)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, c.Estate, c.Payer, c.Operator, c.What, c.Hours, c.From, c.To, c.Locals)
	if err != nil {
		return fmt.Errorf("add contract: %w", err)
	}
	c.ID = id
	return nil
}

// SaveContract implements estate.Tx.
func (t *tx) SaveContract(ctx context.Context, c estate.Contract) error {
	if _, err := t.q.ExecContext(ctx, `
		UPDATE estate_contract SET payer_org_id = ?, operator_org_id = ?, what = ?, hours = ?, from_day = ?, to_day = ?, locals = ?
		WHERE  id = ?`, c.Payer, c.Operator, c.What, c.Hours, c.From, c.To, c.Locals, c.ID); err != nil {
		return fmt.Errorf("save contract %d: %w", c.ID, err)
	}
	return nil
}

func tableSeats(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]estate.Seat, error) {
	var rows []struct {
		ID     int64        `db:"id"`
		Estate int64        `db:"estate_id"`
		Party  estate.Party `db:"party"`
		Person int64        `db:"person_id"`
	}
	if err := list(ctx, q, &rows, `SELECT id, estate_id, party, person_id FROM estate_seat WHERE `+where+` ORDER BY id LIMIT 500`, args...); err != nil {
		return nil, fmt.Errorf("table of an estate: %w", err)
	}
	all := make([]estate.Seat, len(rows))
	for i, r := range rows {
		all[i] = estate.Seat(r)
	}
	return all, nil
}

// TableSeats implements estate.Store.
func (s *Estates) TableSeats(ctx context.Context, of int64) ([]estate.Seat, error) {
	return tableSeats(ctx, s.db.pool, `estate_id = ?`, of)
}

// TableSeat implements estate.Store.
func (s *Estates) TableSeat(ctx context.Context, id int64) (estate.Seat, error) {
	all, err := tableSeats(ctx, s.db.pool, `id = ?`, id)
	return first(all, err, estate.ErrSeat)
}

// SeatAtTable implements estate.Tx.
func (t *tx) SeatAtTable(ctx context.Context, s *estate.Seat) error {
	id, err := insert(ctx, t.q, `INSERT INTO estate_seat (estate_id, party, person_id) VALUES (?, ?, ?)`, s.Estate, s.Party, s.Person)
	if duplicate(err) {
		return estate.ErrSeated
	}
	if err != nil {
		return fmt.Errorf("seat at table: %w", err)
	}
	s.ID = id
	return nil
}

// DeleteTableSeat implements estate.Tx.
func (t *tx) DeleteTableSeat(ctx context.Context, id int64) error {
	if _, err := t.q.ExecContext(ctx, `DELETE FROM estate_seat WHERE id = ?`, id); err != nil {
		return fmt.Errorf("end seat at table %d: %w", id, err)
	}
	return nil
}

// Operators implements order.Store.
func (s *Orders) Operators(ctx context.Context, community int64, day when.Date) (orgs []int64, err error) {
	if err := list(ctx, s.db.pool, &orgs, `
		SELECT DISTINCT c.operator_org_id FROM estate_contract c JOIN estate e ON e.id = c.estate_id
		WHERE  e.community_id = ? AND c.from_day <= ? AND c.to_day >= ? ORDER BY c.operator_org_id LIMIT 200`, community, int(day), int(day)); err != nil {
		return nil, fmt.Errorf("operators of contracts: %w", err)
	}
	return orgs, nil
}
