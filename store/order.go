package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/order"
	"linli/app/person"
	"linli/app/roster"
	"linli/app/when"
)

var orderData = data{
	tables: []Table{
		{
			Name: "order_visit", Holds: "who asked for what at which door, in their words, who agreed, what was done or bought", Keep: order.Keep,
			From: "the end of the order", Job: DropOldRows, Column: "ended_at", Unless: `ended_at = 0`, Also: "closing; leaving",
			Names: map[string]Fate{"person_id": {}, "asked_by": {}, "lead_id": byStaff, "door_by": {}},
		},
		{
			Name: "order_member", Holds: "who comes, and why somebody does not", Keep: order.Keep, From: "the end of the order", Job: DropOldRows,
			Column: "ended_at", Unless: `ended_at = 0`, Also: "closing; leaving", Names: map[string]Fate{"person_id": byStaff},
		},
		{
			Name: "order_event", Holds: "actor, action, words", Keep: order.Keep, From: "the end of the order", Job: DropOldRows,
			Column: "ended_at", Unless: `ended_at = 0`, Also: "closing; leaving", Names: map[string]Fate{"person_id": {}},
		},
	},
	move:  (*tx).moveOrders,
	leave: (*tx).leaveOrders,
	carry: (*tx).carryOrders,
}

// Orders implements order.Store.
type Orders struct {
	*Persons
	*Households
	*Families
	db *DB
}

// NewOrders returns the records of orders.
func NewOrders(db *DB) *Orders {
	return &Orders{NewPersons(db), NewHouseholds(db), NewFamilies(db), db}
}

type orderRow struct {
	ID        int64          `db:"id"`
	Community int64          `db:"community_id"`
	Kind      string         `db:"kind"`
	Title     string         `db:"title"`
	Person    int64          `db:"person_id"`
	By        int64          `db:"asked_by"`
	Source    order.Source   `db:"source"`
	Origin    string         `db:"origin"`
	Request   sql.NullString `db:"request"`
	Words     string         `db:"words"`
	Wished    int            `db:"wished"`
	Part      order.Part     `db:"part"`
	Building  int64          `db:"building_id"`
	Area      int64          `db:"area_id"`
	Room      string         `db:"room"`
	State     order.State    `db:"state"`
	Lead      int64          `db:"lead_id"`
	At        int64          `db:"at"`
	Word      string         `db:"door_word"`
	Wrong     int            `db:"wrong"`
	DoorAt    int64          `db:"door_at"`
	DoorBy    int64          `db:"door_by"`
	Minutes   int            `db:"minutes"`
	Result    string         `db:"result"`
	Purchase  string         `db:"purchase"`
	AskedAt   int64          `db:"asked_at"`
	AgreedAt  int64          `db:"agreed_at"`
	WentAt    int64          `db:"went_at"`
	DoneAt    int64          `db:"done_at"`
	EndedAt   int64          `db:"ended_at"`
	paceRow
}

const orderColumns = `community_id, kind, title, person_id, asked_by, source, origin, request, words, wished, part, building_id, area_id, room,
	state, lead_id, at, door_word, wrong, door_at, door_by, minutes, result, purchase, asked_at, agreed_at, went_at, done_at, ended_at, ` + paceColumns

func orderValues(o order.Order) ([]any, error) {
	buy, err := json.Marshal(o.Buy)
	if err != nil {
		return nil, fmt.Errorf("purchase of an order: %w", err)
	}
	return append([]any{
		o.Community, o.Kind, o.Title, o.Person, o.By, o.Source, o.From, nullText(o.Request), o.Words, int(o.Wished), o.Part, o.Building, o.Area,
		o.Room, o.State, o.Lead, ms(o.At), o.Word, o.Wrong, ms(o.DoorAt), o.DoorBy, o.Minutes, o.Result, string(buy), ms(o.AskedAt),
		ms(o.AgreedAt), ms(o.WentAt), ms(o.DoneAt), ms(o.EndedAt),
	}, paceValues(o.Clocks)...), nil
}

func (r orderRow) order() (order.Order, error) {
	o := order.Order{
		ID: r.ID, Community: r.Community, Kind: r.Kind, Title: r.Title, Person: r.Person, By: r.By, Source: r.Source, From: r.Origin,
		Request: r.Request.String, Words: r.Words, Wished: when.Date(r.Wished), Part: r.Part, Building: r.Building, Area: r.Area, Room: r.Room,
		State: r.State, Lead: r.Lead, At: at(r.At), Word: r.Word, Wrong: r.Wrong, DoorAt: at(r.DoorAt), DoorBy: r.DoorBy, Minutes: r.Minutes,
		Result: r.Result, AskedAt: at(r.AskedAt), AgreedAt: at(r.AgreedAt), WentAt: at(r.WentAt), DoneAt: at(r.DoneAt), EndedAt: at(r.EndedAt),
		Clocks: r.clocks(),
	}
	if err := json.Unmarshal([]byte(r.Purchase), &o.Buy); err != nil {
		return o, fmt.Errorf("purchase of order %d: %w", r.ID, err)
	}
	return o, nil
}

// orders reads orders with their teams.
func orders(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]order.Order, error) {
	var rows []orderRow
	if err := list(ctx, q, &rows, `SELECT id, `+orderColumns+` FROM order_visit WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("orders: %w", err)
	}
	all, at := make([]order.Order, len(rows)), map[int64]int{}
	ids := make([]int64, len(rows))
	for i, r := range rows {
		var err error
		if all[i], err = r.order(); err != nil {
			return nil, err
		}
		ids[i], at[r.ID] = r.ID, i
	}
	for some := range slices.Chunk(ids, 500) {
		var team []struct {
			Order  int64  `db:"order_id"`
			Person int64  `db:"person_id"`
			Org    int64  `db:"org_id"`
			Away   bool   `db:"away"`
			Why    string `db:"why"`
		}
		if err := list(ctx, q, &team, `
			SELECT order_id, person_id, org_id, away, why FROM order_member WHERE order_id IN (`+marks(len(some))+`) ORDER BY id`, anys(some)...); err != nil {
			return nil, fmt.Errorf("teams of orders: %w", err)
		}
		for _, m := range team {
			o := &all[at[m.Order]]
			o.Team = append(o.Team, order.Member{Person: m.Person, Org: m.Org, Away: m.Away, Why: m.Why})
		}
	}
	return all, nil
}

func oneOrder(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) (order.Order, error) {
	all, err := orders(ctx, q, where, args...)
	return first(all, err, order.ErrMissing)
}

// InTx implements order.Store.
func (s *Orders) InTx(ctx context.Context, do func(order.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

// Order implements order.Store.
func (s *Orders) Order(ctx context.Context, id int64) (order.Order, error) {
	return oneOrder(ctx, s.db.pool, `id = ?`, id)
}

// OrdersOf implements order.Store.
func (s *Orders) OrdersOf(ctx context.Context, who int64, open bool, before int64, most int) ([]order.Order, error) {
	states, not := order.OpenStates(), `NOT `
	if open {
		not = ``
	}
	return orders(ctx, s.db.pool, `(person_id = ? OR asked_by = ? AND source = ?) AND state `+not+`IN (`+marks(len(states))+`) AND id < ? ORDER BY id DESC LIMIT ?`,
		append(append([]any{who, who, order.Family}, anys(states)...), from(before), most)...)
}

// ordersWhere says in SQL which orders a filter means.
func ordersWhere(f order.Filter) (where string, args []any) {
	if len(f.Communities) == 0 {
		return `1 = 0`, nil
	}
	states, more := []order.State{order.Asked, order.Agreed, order.Coming}, ``
	switch f.List {
	case order.New:
		states = []order.State{order.Asked}
	case order.Late:
		states, more = []order.State{order.Asked}, ` AND due_at > 0 AND due_at < ?`
	case order.Unsaid:
		states = []order.State{order.Handed}
	case order.Ended:
		states = []order.State{order.Done, order.Cannot, order.Cancelled}
	case order.Ahead:
	}
	where = `community_id IN (` + marks(len(f.Communities)) + `) AND state IN (` + marks(len(states)) + `)` + more
	args = append(anys(f.Communities), anys(states)...)
	if more != `` {
		args = append(args, ms(f.Now))
	}
	return where, args
}

// Orders implements order.Store.
func (s *Orders) Orders(ctx context.Context, f order.Filter) ([]order.Order, error) {
	where, args := ordersWhere(f)
	return orders(ctx, s.db.pool, where+` AND id < ? ORDER BY id DESC LIMIT ?`, append(args, from(f.Before), f.Most)...)
}

// CountOrders implements order.Store.
func (s *Orders) CountOrders(ctx context.Context, f order.Filter) (n int, err error) {
	where, args := ordersWhere(f)
	err = get(ctx, s.db.pool, &n, nil, `SELECT COUNT(*) FROM order_visit WHERE `+where, args...)
	return n, err
}

// OrdersOn implements order.Store. It returns at most 500.
func (s *Orders) OrdersOn(ctx context.Context, communities []int64, first, last time.Time) ([]order.Order, error) {
	if len(communities) == 0 {
		return nil, nil
	}
	states := []order.State{order.Agreed, order.Coming, order.Handed, order.Done}
	return orders(ctx, s.db.pool, `community_id IN (`+marks(len(communities))+`) AND at >= ? AND at < ? AND state IN (`+marks(len(states))+`) ORDER BY at, id LIMIT 500`,
		append(append(anys(communities), ms(first), ms(last)), anys(states)...)...)
}

// OrdersBy implements order.Store. It returns at most 100.
func (s *Orders) OrdersBy(ctx context.Context, who int64) ([]order.Order, error) {
	return orders(ctx, s.db.pool, `
		id IN (SELECT order_id FROM order_member WHERE person_id = ? AND away = 0 AND ended_at = 0) AND ended_at = 0 ORDER BY at, id LIMIT 100`, who)
}

// LapsedOrders implements order.Store.
func (s *Orders) LapsedOrders(ctx context.Context, now time.Time, most int) ([]int64, error) {
	return lapsed(ctx, s.db.pool, "order_visit", now, most)
}

// moveOrders moves one person's orders to another.
func (t *tx) moveOrders(ctx context.Context, from, to int64) error {
	for _, statement := range []string{
		`UPDATE order_visit SET person_id = ? WHERE person_id = ?`,
		`UPDATE order_visit SET asked_by = ?, request = NULL WHERE asked_by = ?`,
		`UPDATE order_visit SET door_by = ? WHERE door_by = ?`,
		`UPDATE order_event SET person_id = ?, request = NULL WHERE person_id = ?`,
	} {
		if _, err := t.q.ExecContext(ctx, statement, to, from); err != nil {
			return fmt.Errorf("move orders: %w", err)
		}
	}
	return nil
}

// leaveOrders deletes the orders of a person who leaves. Those of a person in the roster stay.
func (t *tx) leaveOrders(ctx context.Context, p person.Person, _ time.Time) error {
	if p.Code != "" {
		return nil
	}
	for _, statement := range []string{
		`DELETE FROM order_event WHERE order_id IN (SELECT id FROM order_visit WHERE person_id = ?)`,
		`DELETE FROM order_member WHERE order_id IN (SELECT id FROM order_visit WHERE person_id = ?)`,
		`DELETE FROM order_visit WHERE person_id = ?`,
		`UPDATE order_visit SET asked_by = 0, request = NULL WHERE asked_by = ?`,
		`UPDATE order_visit SET door_by = 0 WHERE door_by = ?`,
		`UPDATE order_event SET person_id = 0, request = NULL WHERE person_id = ?`,
	} {
		if _, err := t.q.ExecContext(ctx, statement, p.ID); err != nil {
			return fmt.Errorf("leave orders: %w", err)
		}
	}
	return nil
}

// carryOrders moves the orders for the doors of an area to its new community.
func (t *tx) carryOrders(ctx context.Context, m roster.Move) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE order_visit SET community_id = ? WHERE area_id = ? OR building_id = ?`, m.To.Community, m.Area, m.Area); err != nil {
		return fmt.Errorf("carry orders: %w", err)
	}
	return nil
}
