package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/roster"
	"linli/app/whistle"
)

var whistleData = data{
	tables: []Table{
		{Name: "whistle", Holds: "the caller of a whistle, place and words", From: ofDuty, Names: map[string]Fate{"caller_id": byStaff}},
		{Name: "whistle_event", Holds: "actor, action, words", From: ofDuty, Names: map[string]Fate{"person_id": byStaff}},
		{Name: "whistle_muster", Holds: "the person who mustered for a department", From: ofDuty, Names: map[string]Fate{"mustered_by": byStaff}},
	},
	carry: (*tx).carryWhistles,
}

// Whistles implements whistle.Store.
type Whistles struct{ db *DB }

// NewWhistles returns the records of whistles.
func NewWhistles(db *DB) *Whistles { return &Whistles{db} }

// InTx implements whistle.Store.
func (s *Whistles) InTx(ctx context.Context, do func(whistle.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

type whistleRow struct {
	ID         int64          `db:"id"`
	Community  int64          `db:"community_id"`
	Caller     int64          `db:"caller_id"`
	Request    sql.NullString `db:"request"`
	Report     int64          `db:"report_id"`
	Area       int64          `db:"area_id"`
	Spot       int64          `db:"spot_id"`
	Place      string         `db:"place"`
	Words      string         `db:"words"`
	By         int64          `db:"by_at"`
	CalledAt   int64          `db:"called_at"`
	State      whistle.State  `db:"state"`
	Recurrence int            `db:"recurrence"`
	MissedAt   int64          `db:"missed_at"`
	EndedAt    int64          `db:"ended_at"`
	Ended      string         `db:"ended"`
	Urgent     bool           `db:"urgent"`
}

const whistleColumns = `id, community_id, caller_id, request, report_id, area_id, spot_id, place, words, by_at, called_at,
	state, recurrence, missed_at, ended_at, ended, ` + urgentWhistle + ` AS urgent`

func (r whistleRow) whistle() whistle.Whistle {
	return whistle.Whistle{
		ID: r.ID, Community: r.Community, Caller: r.Caller, Request: r.Request.String, Report: r.Report, Area: r.Area,
		Spot: r.Spot, Place: r.Place, Words: r.Words, By: at(r.By), CalledAt: at(r.CalledAt), State: r.State,
		Recurrence: r.Recurrence, MissedAt: at(r.MissedAt), EndedAt: at(r.EndedAt), Ended: r.Ended, Urgent: r.Urgent,
	}
}

type musterRow struct {
	ID         int64               `db:"id"`
	Whistle    int64               `db:"whistle_id"`
	Org        int64               `db:"org_id"`
	Seat       int64               `db:"area_id"`
	Lead       bool                `db:"is_lead"`
	State      whistle.MusterState `db:"state"`
	Late       bool                `db:"is_late"`
	Who        string              `db:"who"`
	Arrival    int64               `db:"arrival_at"`
	Reason     string              `db:"reason"`
	AnsweredAt int64               `db:"answered_at"`
	MusteredBy int64               `db:"mustered_by"`
	MusteredAt int64               `db:"mustered_at"`
	Result     string              `db:"result"`
	DoneAt     int64               `db:"done_at"`
}

func (r musterRow) muster() whistle.Muster {
	return whistle.Muster{
		ID: r.ID, Org: r.Org, Seat: r.Seat, Lead: r.Lead, State: r.State, Late: r.Late, Who: r.Who, Arrival: at(r.Arrival), Reason: r.Reason,
		AnsweredAt: at(r.AnsweredAt), MusteredBy: r.MusteredBy, MusteredAt: at(r.MusteredAt), Result: r.Result,
		DoneAt: at(r.DoneAt),
	}
}

// withMusters turns rows into whistles and reads their musters in one query.
func withMusters(ctx context.Context, q sqlx.QueryerContext, rows []whistleRow) ([]whistle.Whistle, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	found, ids, index := make([]whistle.Whistle, len(rows)), make([]int64, len(rows)), map[int64]int{}
	for i, r := range rows {
		found[i], ids[i], index[r.ID] = r.whistle(), r.ID, i
	}
	var musters []musterRow
	if err := list(ctx, q, &musters, `
		SELECT id, whistle_id, org_id, area_id, is_lead, state, is_late, who, arrival_at, reason, answered_at, mustered_by,
		       mustered_at, result, done_at
		FROM   whistle_muster WHERE whistle_id IN (`+marks(len(ids))+`) ORDER BY is_lead DESC, id LIMIT ?`,
		append(anys(ids), len(ids)*whistle.MaxOrgs)...); err != nil {
		return nil, fmt.Errorf("musters: %w", err)
	}
	for _, m := range musters {
		w := &found[index[m.Whistle]]
		w.Musters = append(w.Musters, m.muster())
	}
	return found, nil
}

func getWhistle(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) (whistle.Whistle, error) {
	var r whistleRow
	if err := get(ctx, q, &r, whistle.ErrMissing, `SELECT `+whistleColumns+` FROM whistle WHERE `+where, args...); err != nil {
		return whistle.Whistle{}, err
	}
	found, err := withMusters(ctx, q, []whistleRow{r})
	if err != nil {
		return whistle.Whistle{}, err
	}
	return found[0], nil
}

// Whistle implements whistle.Store.
func (s *Whistles) Whistle(ctx context.Context, id int64) (whistle.Whistle, error) {
	return getWhistle(ctx, s.db.pool, `id = ?`, id)
}

// LockWhistle implements whistle.Tx: it locks the whistle's row, which also guards its musters.
func (t *tx) LockWhistle(ctx context.Context, id int64) (whistle.Whistle, error) {
	return getWhistle(ctx, t.q, `id = ?`+t.e.forUpd, id)
}

// ReportOfWhistle implements whistle.Tx.
func (t *tx) ReportOfWhistle(ctx context.Context, id int64) (int64, error) {
	var about int64
	err := get(ctx, t.q, &about, whistle.ErrMissing, `SELECT report_id FROM whistle WHERE id = ?`, id)
	return about, err
}

// AddWhistle implements whistle.Tx.
func (t *tx) AddWhistle(ctx context.Context, w *whistle.Whistle) (bool, error) {
	id, err := insert(ctx, t.q, `
		INSERT INTO whistle (community_id, caller_id, request, report_id, area_id, spot_id, place, words, by_at, called_at,
			state, is_open, is_late, unfinished, recurrence, missed_at, ended_at, ended)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 0, ?, ?, 0, 0, '')`,
		w.Community, w.Caller, nullText(w.Request), w.Report, w.Area, w.Spot, w.Place, w.Words, ms(w.By), ms(w.CalledAt),
		w.State, w.Unfinished(), w.Recurrence)
	if duplicate(err) && w.Request != "" {
		first, err := getWhistle(ctx, t.q, `caller_id = ? AND request = ?`, w.Caller, w.Request)
		if err != nil {
			return false, fmt.Errorf("whistle of the same request: %w", err)
		}
		*w = first
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("add whistle: %w", err)
	}
	w.ID = id
	for i := range w.Musters {
		m := &w.Musters[i]
		if m.ID, err = insert(ctx, t.q, `
			INSERT INTO whistle_muster (whistle_id, org_id, area_id, is_lead, state, is_late, is_open, waits, who, arrival_at, reason,
				answered_at, mustered_by, mustered_at, result, done_at)
			VALUES (?, ?, ?, ?, ?, 0, 1, 1, '', 0, '', 0, 0, 0, '', 0)`, id, m.Org, m.Seat, m.Lead, m.State); err != nil {
			return false, fmt.Errorf("add muster: %w", err)
		}
	}
	return true, nil
}

// SaveWhistle implements whistle.Tx.
func (t *tx) SaveWhistle(ctx context.Context, w whistle.Whistle) error {
	open := w.State == whistle.Open
	if _, err := t.q.ExecContext(ctx, `
		UPDATE whistle SET state = ?, is_open = ?, is_late = ?, unfinished = ?, missed_at = ?, ended_at = ?, ended = ?
		WHERE  id = ?`, w.State, open, w.Late(), w.Unfinished(), ms(w.MissedAt), ms(w.EndedAt), w.Ended, w.ID); err != nil {
		return fmt.Errorf("save whistle %d: %w", w.ID, err)
	}
	for _, m := range w.Musters {
		if _, err := t.q.ExecContext(ctx, `
			UPDATE whistle_muster SET state = ?, is_late = ?, is_open = ?, waits = ?, who = ?, arrival_at = ?, reason = ?,
				answered_at = ?, mustered_by = ?, mustered_at = ?, result = ?, done_at = ?
			WHERE  id = ?`, m.State, m.Late, open, open && m.Waits(), m.Who, ms(m.Arrival), m.Reason, ms(m.AnsweredAt),
			m.MusteredBy, ms(m.MusteredAt), m.Result, ms(m.DoneAt), m.ID); err != nil {
			return fmt.Errorf("save muster %d: %w", m.ID, err)
		}
	}
	return nil
}

// WhistlesOn implements whistle.Tx.
func (t *tx) WhistlesOn(ctx context.Context, community, spot int64, since time.Time) (int, error) {
	var n int
	err := sqlx.GetContext(ctx, t.q, &n, `
		SELECT COUNT(*) FROM whistle WHERE community_id = ? AND spot_id = ? AND called_at >= ? AND state <> ?`,
		community, spot, ms(since), whistle.Cancelled)
	return n, err
}

// AddWhistleEvent implements whistle.Tx.
func (t *tx) AddWhistleEvent(ctx context.Context, e whistle.Event) error {
	if _, err := insert(ctx, t.q, `
		INSERT INTO whistle_event (whistle_id, org_id, `+lineWritten+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		append([]any{e.Whistle, e.Org}, lineValues(e.Line)...)...); err != nil {
		return fmt.Errorf("add whistle event: %w", err)
	}
	return nil
}

// WhistleEventOf implements whistle.Tx.
func (t *tx) WhistleEventOf(ctx context.Context, id, person int64, request string) (bool, error) {
	return t.hasLine(ctx, "whistle_event", "whistle_id", id, person, request)
}

// Events implements whistle.Store.
func (s *Whistles) Events(ctx context.Context, id int64) ([]whistle.Event, error) {
	var rows []struct {
		Whistle int64 `db:"whistle_id"`
		Org     int64 `db:"org_id"`
		lineRow[whistle.EventKind]
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT whistle_id, org_id, `+lineColumns+`
		FROM   whistle_event WHERE whistle_id = ? ORDER BY id LIMIT 200`, id); err != nil {
		return nil, fmt.Errorf("events of whistle %d: %w", id, err)
	}
	events := make([]whistle.Event, len(rows))
	for i, r := range rows {
		events[i] = whistle.Event{Line: r.line(), Whistle: r.Whistle, Org: r.Org}
	}
	return events, nil
}

// carryWhistles moves the open whistles of an area to its new community.
func (t *tx) carryWhistles(ctx context.Context, m roster.Move) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE whistle SET community_id = ? WHERE community_id = ? AND area_id = ? AND is_open = 1`,
		m.To.Community, m.From.Community, m.Area); err != nil {
		return fmt.Errorf("carry whistles: %w", err)
	}
	return nil
}
