package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/auth"
	"linli/app/pages"
	"linli/app/report"
	"linli/app/steward"
)

// policyBody is the stored form of a policy.
type policyBody struct {
	Steps []stepBody `json:"steps"`
	Idle  int64      `json:"idle"` // milliseconds
}

type stepBody struct {
	Who    []auth.Role `json:"who"`
	Wait   int64       `json:"wait"`
	Repeat int         `json:"repeat"`
}

func writePolicy(p steward.Policy) (string, error) {
	body := policyBody{Idle: p.Idle.Milliseconds()}
	for _, s := range p.Steps {
		body.Steps = append(body.Steps, stepBody{s.Who, s.Wait.Milliseconds(), s.Repeat})
	}
	text, err := json.Marshal(body)
	return string(text), err
}

func readPolicy(text string) (steward.Policy, error) {
	var body policyBody
	if err := json.Unmarshal([]byte(text), &body); err != nil {
		return steward.Policy{}, fmt.Errorf("policy: %w", err)
	}
	p := steward.Policy{Idle: time.Duration(body.Idle) * time.Millisecond}
	for _, s := range body.Steps {
		p.Steps = append(p.Steps, steward.Step{Who: s.Who, Wait: time.Duration(s.Wait) * time.Millisecond, Repeat: s.Repeat})
	}
	return p, nil
}

type pagingRow struct {
	ID        int64           `db:"id"`
	Subject   steward.Subject `db:"subject"`
	SubjectID int64           `db:"subject_id"`
	Community int64           `db:"community_id"`
	Area      int64           `db:"area_id"`
	Grid      int64           `db:"grid_id"`
	Urgent    bool            `db:"urgent"`
	Policy    string          `db:"policy"`
	Stage     steward.Stage   `db:"stage"`
	Step      int             `db:"step"`
	Turns     int             `db:"turns"`
	Rung      int             `db:"rung"`
	Acks      int             `db:"acks"`
	Need      int             `db:"need"`
	Reminded  bool            `db:"reminded"`
	NextAt    int64           `db:"next_at"`
	StartedAt int64           `db:"started_at"`
}

const pagingColumns = `id, subject, subject_id, community_id, area_id, grid_id, urgent, policy, stage, step, turns, rung, acks,
	need, reminded, next_at, started_at`

func (r pagingRow) paging() (steward.Paging, error) {
	policy, err := readPolicy(r.Policy)
	return steward.Paging{
		ID: r.ID, Subject: r.Subject, SubjectID: r.SubjectID, Community: r.Community, Area: r.Area, Grid: r.Grid,
		Urgent: r.Urgent, Policy: policy, StartedAt: at(r.StartedAt), Progress: steward.Progress{
			Stage: r.Stage, Step: r.Step, Turns: r.Turns, Rung: r.Rung, Acks: r.Acks, Need: r.Need, Reminded: r.Reminded,
			NextAt: at(r.NextAt),
		},
	}, err
}

// AddPaging implements steward.Tx.
func (t *tx) AddPaging(ctx context.Context, p *steward.Paging) (bool, error) {
	policy, err := writePolicy(p.Policy)
	if err != nil {
		return false, err
	}
	id, err := insert(ctx, t.q, `
		INSERT INTO steward_paging (subject, subject_id, community_id, area_id, grid_id, urgent, policy, stage, step, turns,
			rung, acks, need, reminded, next_at, started_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		p.Subject, p.SubjectID, p.Community, p.Area, p.Grid, p.Urgent, policy, p.Stage, p.Step, p.Turns, p.Rung, p.Acks,
		p.Need, p.Reminded, ms(p.NextAt), ms(p.StartedAt))
	if duplicate(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("add paging: %w", err)
	}
	p.ID = id
	return true, nil
}

func getPaging(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) (steward.Paging, error) {
	var r pagingRow
	if err := get(ctx, q, &r, steward.ErrMissing, `SELECT `+pagingColumns+` FROM steward_paging WHERE `+where, args...); err != nil {
		return steward.Paging{}, err
	}
	return r.paging()
}

// Paging implements steward.Tx.
func (t *tx) Paging(ctx context.Context, id int64) (steward.Paging, error) {
	return getPaging(ctx, t.q, `id = ?`, id)
}

// LockPaging implements steward.Tx.
func (t *tx) LockPaging(ctx context.Context, id int64) (steward.Paging, error) {
	return getPaging(ctx, t.q, `id = ?`+t.e.forUpd, id)
}

// LockPagingOf implements steward.Tx.
func (t *tx) LockPagingOf(ctx context.Context, s steward.Subject, id int64) (steward.Paging, error) {
	return getPaging(ctx, t.q, `subject = ? AND subject_id = ?`+t.e.forUpd, s, id)
}

// SavePaging implements steward.Tx.
func (t *tx) SavePaging(ctx context.Context, p steward.Paging) error {
	policy, err := writePolicy(p.Policy)
	if err != nil {
		return err
	}
	if _, err := t.q.ExecContext(ctx, `
		UPDATE steward_paging
		SET    community_id = ?, area_id = ?, grid_id = ?, urgent = ?, policy = ?, stage = ?, step = ?, turns = ?, rung = ?,
			acks = ?, need = ?, reminded = ?, next_at = ?, started_at = ?
		WHERE  id = ?`,
		p.Community, p.Area, p.Grid, p.Urgent, policy, p.Stage, p.Step, p.Turns, p.Rung, p.Acks, p.Need, p.Reminded,
		ms(p.NextAt), ms(p.StartedAt), p.ID); err != nil {
		return fmt.Errorf("save paging %d: %w", p.ID, err)
	}
	return nil
}

// AddRing implements steward.Tx.
func (t *tx) AddRing(ctx context.Context, paging int64, rung, step int, who int64, now time.Time) (bool, error) {
	_, err := t.q.ExecContext(ctx, `
		INSERT INTO steward_ring (paging_id, rung, person_id, step, at) VALUES (?, ?, ?, ?, ?)`, paging, rung, who, step, ms(now))
	return ignoreDuplicate(err, "add ring")
}

// RungFor implements steward.Tx.
func (t *tx) RungFor(ctx context.Context, s steward.Subject, id int64) ([]int64, error) {
	var all []int64
	err := list(ctx, t.q, &all, `
		SELECT DISTINCT r.person_id FROM steward_paging p JOIN steward_ring r ON r.paging_id = p.id
		WHERE  p.subject = ? AND p.subject_id = ? ORDER BY r.person_id`, s, id)
	return all, err
}

// AddAck implements steward.Tx.
func (t *tx) AddAck(ctx context.Context, paging, who int64, now time.Time) (bool, error) {
	_, err := t.q.ExecContext(ctx, `
		INSERT INTO steward_ack (paging_id, person_id, at, reminded_at) VALUES (?, ?, ?, 0)`, paging, who, ms(now))
	return ignoreDuplicate(err, "add acknowledgement")
}

// ignoreDuplicate returns whether the INSERT added a row; a duplicate key is no error.
func ignoreDuplicate(err error, what string) (bool, error) {
	if duplicate(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("%s: %w", what, err)
	}
	return true, nil
}

// Acks implements steward.Tx.
func (t *tx) Acks(ctx context.Context, paging int64) ([]steward.Ack, error) {
	var rows []struct {
		Person   int64 `db:"person_id"`
		At       int64 `db:"at"`
		Reminded int64 `db:"reminded_at"`
	}
	if err := list(ctx, t.q, &rows, `
		SELECT person_id, at, reminded_at FROM steward_ack WHERE paging_id = ? ORDER BY at, person_id LIMIT 1000`, paging); err != nil {
		return nil, fmt.Errorf("acknowledgements: %w", err)
	}
	acks := make([]steward.Ack, len(rows))
	for i, r := range rows {
		acks[i] = steward.Ack{Person: r.Person, At: at(r.At), Reminded: r.Reminded != 0}
	}
	return acks, nil
}

// MarkReminded implements steward.Tx.
func (t *tx) MarkReminded(ctx context.Context, paging int64, now time.Time) error {
	if _, err := t.q.ExecContext(ctx, `
		UPDATE steward_ack SET reminded_at = ? WHERE paging_id = ? AND reminded_at = 0`, ms(now), paging); err != nil {
		return fmt.Errorf("mark reminded: %w", err)
	}
	return nil
}

// DeleteAcks implements steward.Tx.
func (t *tx) DeleteAcks(ctx context.Context, paging int64) error {
	if _, err := t.q.ExecContext(ctx, `DELETE FROM steward_ack WHERE paging_id = ?`, paging); err != nil {
		return fmt.Errorf("delete acknowledgements: %w", err)
	}
	return nil
}

// LookedAtReport implements steward.Tx.
func (t *tx) LookedAtReport(ctx context.Context, id int64, since time.Time) (bool, error) {
	var n int
	err := get(ctx, t.q, &n, steward.ErrMissing, `
		SELECT COUNT(*) FROM report_event WHERE report_id = ? AND kind = ? AND at >= ?`, id, report.DidLook, ms(since))
	return n > 0, err
}

// policy reads a community's own policy.
func alertPolicy(ctx context.Context, q sqlx.QueryerContext, community int64, urgent bool) (steward.Policy, bool, error) {
	var bodies []string
	if err := list(ctx, q, &bodies, `
		SELECT body FROM steward_policy WHERE community_id = ? AND urgent = ? LIMIT 1`, community, urgent); err != nil || len(bodies) == 0 {
		return steward.Policy{}, false, err
	}
	p, err := readPolicy(bodies[0])
	return p, true, err
}

// PolicyOf implements steward.Store.
func (s *Stewards) PolicyOf(ctx context.Context, community int64, urgent bool) (steward.Policy, bool, error) {
	return alertPolicy(ctx, s.db.pool, community, urgent)
}

// PolicyOf implements steward.Tx.
func (t *tx) PolicyOf(ctx context.Context, community int64, urgent bool) (steward.Policy, bool, error) {
	return alertPolicy(ctx, t.q, community, urgent)
}

// SavePolicy implements steward.Tx.
func (t *tx) SavePolicy(ctx context.Context, community int64, urgent bool, p steward.Policy) error {
	body, err := writePolicy(p)
	if err != nil {
		return err
	}
	if _, err := t.q.ExecContext(ctx, `
		INSERT INTO steward_policy (community_id, urgent, body) VALUES (?, ?, ?)`+t.e.upsert("community_id, urgent", "body"),
		community, urgent, body); err != nil {
		return fmt.Errorf("save policy: %w", err)
	}
	return nil
}

// within returns the condition for rows in the scope's areas.
func within(in report.Scope) (string, []any) {
	if in.Everywhere {
		return `1 = 1`, nil
	}
	where, args := `1 = 0`, []any{}
	if len(in.Communities) > 0 {
		where += ` OR community_id IN (` + marks(len(in.Communities)) + `)`
		args = append(args, anys(in.Communities)...)
	}
	if len(in.Grids) > 0 {
		where += ` OR grid_id IN (` + marks(len(in.Grids)) + `)`
		args = append(args, anys(in.Grids)...)
	}
	return `(` + where + `)`, args
}

// stillOpen narrows unanswered pagings to those whose report is not accepted or whose call is not done.
const stillOpen = ` AND (subject = 'report' AND EXISTS (SELECT 1 FROM report WHERE report.id = subject_id AND report.state = 'submitted')
	OR subject = 'call' AND EXISTS (SELECT 1 FROM steward_call WHERE steward_call.id = subject_id AND steward_call.state <> 'done'))`

// Unanswered implements steward.Store.
func (s *Stewards) Unanswered(ctx context.Context, in report.Scope, after pages.Cursor, most int) ([]steward.Paging, error) {
	return pinnedFirst(after, most, func(pinned bool, after pages.Cursor, most int) ([]steward.Paging, error) {
		return s.unanswered(ctx, in, pinned, after, most)
	})
}

func (s *Stewards) unanswered(
	ctx context.Context, in report.Scope, urgent bool, after pages.Cursor, most int,
) ([]steward.Paging, error) {
	where, args := within(in)
	var rows []pagingRow
	if err := list(ctx, s.db.pool, &rows, `
		SELECT `+pagingColumns+` FROM steward_paging
		WHERE  stage = 'unanswered' AND urgent = ? AND `+where+stillOpen+` AND id < ? ORDER BY id DESC LIMIT ?`,
		slices.Concat([]any{urgent}, args, []any{from(after.ID), most})...); err != nil {
		return nil, fmt.Errorf("unanswered: %w", err)
	}
	found := make([]steward.Paging, len(rows))
	for i, r := range rows {
		p, err := r.paging()
		if err != nil {
			return nil, err
		}
		found[i] = p
	}
	return found, nil
}
