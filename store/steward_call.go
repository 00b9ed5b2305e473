package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"linli/app/pages"
	"linli/app/person"
	"linli/app/roster"
	"linli/app/steward"
)

type callRow struct {
	ID        int64             `db:"id"`
	Community int64             `db:"community_id"`
	Area      int64             `db:"area_id"`
	Grid      int64             `db:"grid_id"`
	Building  int64             `db:"building_id"`
	Words     string            `db:"words"`
	Sealed    string            `db:"phone_sealed"`
	Request   string            `db:"request"`
	Urgent    bool              `db:"urgent"`
	State     steward.CallState `db:"state"`
	At        int64             `db:"at"`
	SeenAt    int64             `db:"acked_at"`
	SeenBy    int64             `db:"acked_by"`
	DoneAt    int64             `db:"done_at"`
	DoneBy    int64             `db:"done_by"`
	Result    string            `db:"result"`
}

const callColumns = `id, community_id, area_id, grid_id, building_id, words, phone_sealed, request, urgent, state, at, acked_at,
	acked_by, done_at, done_by, result`

func (r callRow) call(v *Vault) (steward.Call, error) {
	phone, err := v.openPhone(r.Sealed)
	if err != nil {
		return steward.Call{}, fmt.Errorf("call %d: %w", r.ID, err)
	}
	return steward.Call{
		ID: r.ID, Community: r.Community, Area: r.Area, Grid: r.Grid, Building: r.Building, Words: r.Words, Phone: phone,
		Request: r.Request, Urgent: r.Urgent, State: r.State, At: at(r.At), SeenAt: at(r.SeenAt), SeenBy: r.SeenBy,
		DoneAt: at(r.DoneAt), DoneBy: r.DoneBy, Result: r.Result,
	}, nil
}

func calls(rows []callRow, v *Vault) ([]steward.Call, error) {
	found := make([]steward.Call, len(rows))
	for i, r := range rows {
		c, err := r.call(v)
		if err != nil {
			return nil, err
		}
		found[i] = c
	}
	return found, nil
}

// Calls implements steward.Store.
func (s *Stewards) Calls(ctx context.Context, f steward.CallFilter) ([]steward.Call, error) {
	where, args := within(f.Scope)
	if len(f.Buildings) > 0 {
		where += ` OR building_id IN (` + marks(len(f.Buildings)) + `)`
		args = append(args, anys(f.Buildings)...)
	}
	if len(f.Areas) > 0 {
		where += ` OR area_id IN (` + marks(len(f.Areas)) + `)`
		args = append(args, anys(f.Areas)...)
	}
	if where = `(` + where + `)`; f.Open {
		where += ` AND state <> 'done'`
	}
	if f.Urgent {
		where += ` AND urgent = 1`
	}
	return pinnedFirst(f.After, f.Most, func(pinned bool, after pages.Cursor, most int) ([]steward.Call, error) {
		which := ` AND NOT ` + urgentCall
		if pinned {
			which = ` AND ` + urgentCall
		}
		var rows []callRow
		if err := list(ctx, s.db.pool, &rows, `
			SELECT `+callColumns+` FROM steward_call WHERE `+where+which+` AND id < ? ORDER BY id DESC LIMIT ?`,
			slices.Concat(args, []any{from(after.ID), most})...); err != nil {
			return nil, fmt.Errorf("calls: %w", err)
		}
		return calls(rows, s.db.vault)
	})
}

// urgentCall are the calls that are pinned to the beginning of every list.
const urgentCall = `(urgent = 1 AND state <> 'done')`

// LockCaller implements steward.Tx. The row that it writes is locked until the transaction ends.
func (t *tx) LockCaller(ctx context.Context, phone person.Phone, now time.Time) error {
	index, err := t.vault.phoneIndex(phone)
	if err != nil {
		return err
	}
	if _, err := t.q.ExecContext(ctx, `
		INSERT INTO steward_caller (phone_index, last_at) VALUES (?, ?)`+t.e.upsert("phone_index", "last_at"),
		index, ms(now)); err != nil {
		return fmt.Errorf("lock caller: %w", err)
	}
	return nil
}

// CallsFrom implements steward.Tx.
func (t *tx) CallsFrom(ctx context.Context, phone person.Phone, since time.Time) ([]steward.Call, error) {
	index, err := t.vault.phoneIndex(phone)
	if err != nil {
		return nil, err
	}
	var rows []callRow
	if err := list(ctx, t.q, &rows, `
		SELECT `+callColumns+` FROM steward_call WHERE phone_index = ? AND at > ? ORDER BY at DESC, id DESC LIMIT 20`,
		index, ms(since)); err != nil {
		return nil, fmt.Errorf("calls of a telephone: %w", err)
	}
	return calls(rows, t.vault)
}

// AddCall implements steward.Tx.
func (t *tx) AddCall(ctx context.Context, c *steward.Call) error {
	sealed, index, err := t.vault.sealPhone(c.Phone)
	if err != nil {
		return err
	}
	c.ID, err = insert(ctx, t.q, `
		INSERT INTO steward_call (community_id, area_id, grid_id, building_id, words, phone_sealed, phone_index, request, urgent,
			state, at, acked_at, acked_by, done_at, done_by, result)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		c.Community, c.Area, c.Grid, c.Building, c.Words, sealed, index, c.Request, c.Urgent, c.State, ms(c.At), ms(c.SeenAt),
		c.SeenBy, ms(c.DoneAt), c.DoneBy, c.Result)
	if err != nil {
		return fmt.Errorf("add call: %w", err)
	}
	return nil
}

// LockCall implements steward.Tx.
func (t *tx) LockCall(ctx context.Context, id int64) (steward.Call, error) {
	var r callRow
	if err := get(ctx, t.q, &r, steward.ErrCall, `SELECT `+callColumns+` FROM steward_call WHERE id = ?`+t.e.forUpd, id); err != nil {
		return steward.Call{}, err
	}
	return r.call(t.vault)
}

// SaveCall writes the state of a call.
func (t *tx) SaveCall(ctx context.Context, c steward.Call) error {
	if _, err := t.q.ExecContext(ctx, `
		UPDATE steward_call SET urgent = ?, state = ?, acked_at = ?, acked_by = ?, done_at = ?, done_by = ?, result = ? WHERE id = ?`,
		c.Urgent, c.State, ms(c.SeenAt), c.SeenBy, ms(c.DoneAt), c.DoneBy, c.Result, c.ID); err != nil {
		return fmt.Errorf("save call %d: %w", c.ID, err)
	}
	return nil
}

// EraseNumbers implements steward.Store.
func (s *Stewards) EraseNumbers(ctx context.Context, ended, came time.Time) error {
	if _, err := change(ctx, direct{s.db}, `
		UPDATE steward_call SET phone_sealed = '', phone_index = ''
		WHERE  phone_sealed <> '' AND (state = ? AND done_at < ? OR at < ?)`, steward.Done, ms(ended), ms(came)); err != nil {
		return outage(fmt.Errorf("erase numbers of calls: %w", err))
	}
	_, err := change(ctx, direct{s.db}, `DELETE FROM steward_caller WHERE last_at < ?`, ms(ended))
	return outage(err)
}

// carryCalls moves the calls and pagings of an area to its new community.
func (t *tx) carryCalls(ctx context.Context, m roster.Move) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE steward_call SET building_id = ? WHERE community_id = ? AND area_id = ?`,
		m.To.Building, m.From.Community, m.Area); err != nil {
		return fmt.Errorf("carry buildings of calls: %w", err)
	}
	for _, table := range []string{"steward_call", "steward_paging"} {
		if _, err := t.q.ExecContext(ctx, `UPDATE `+table+` SET community_id = ?, grid_id = ? WHERE community_id = ? AND area_id = ?`,
			m.To.Community, m.To.Grid, m.From.Community, m.Area); err != nil {
			return fmt.Errorf("carry %s: %w", table, err)
		}
	}
	return nil
}
