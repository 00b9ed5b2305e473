package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/care"
	"linli/app/when"
)

type needRow struct {
	ID        int64          `db:"id"`
	Community int64          `db:"community_id"`
	Building  int64          `db:"building_id"`
	Cared     int64          `db:"cared_id"`
	Visit     int64          `db:"visit_id"`
	Kind      string         `db:"kind"`
	State     care.NeedState `db:"state"`
	Target    string         `db:"target"`
	Reason    string         `db:"reason"`
	By        int64          `db:"by_id"`
	At        int64          `db:"at"`
	ChangedBy int64          `db:"changed_by"`
	ChangedAt int64          `db:"changed_at"`
	EndedAt   int64          `db:"ended_at"`
}

func careNeeds(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]care.Need, error) {
	var rows []needRow
	if err := list(ctx, q, &rows, `
		SELECT id, community_id, building_id, cared_id, visit_id, kind, state, target, reason, by_id, at, changed_by, changed_at, ended_at
		FROM   care_need WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("needs: %w", err)
	}
	found := make([]care.Need, len(rows))
	for i, r := range rows {
		found[i] = care.Need{
			ID: r.ID, Community: r.Community, Building: r.Building, Cared: r.Cared, Visit: r.Visit, Kind: r.Kind, State: r.State,
			Target: r.Target, Reason: r.Reason, By: r.By, At: at(r.At), ChangedBy: r.ChangedBy, ChangedAt: at(r.ChangedAt), EndedAt: at(r.EndedAt),
		}
	}
	return found, nil
}

// NeedsOf implements care.Store.
func (s *Cares) NeedsOf(ctx context.Context, id int64) ([]care.Need, error) {
	return careNeeds(ctx, s.db.pool, `cared_id = ? ORDER BY id DESC LIMIT 50`, id)
}

// NeedsIn implements care.Store.
func (s *Cares) NeedsIn(ctx context.Context, communities []int64, state care.NeedState, kind string, before int64, most int) ([]care.Need, error) {
	if len(communities) == 0 {
		return nil, nil
	}
	where, args := []string{`community_id IN (` + marks(len(communities)) + `)`, `state = ?`, `id < ?`}, append(anys(communities), state, from(before))
	if kind != "" {
		where, args = append(where, `kind = ?`), append(args, kind)
	}
	return careNeeds(ctx, s.db.pool, strings.Join(where, " AND ")+` ORDER BY id DESC LIMIT ?`, append(args, most)...)
}

// CountNeeds implements care.Store.
func (s *Cares) CountNeeds(ctx context.Context, communities []int64) (map[string]int, error) {
	counts := map[string]int{}
	if len(communities) == 0 {
		return counts, nil
	}
	var rows []struct {
		Kind string `db:"kind"`
		N    int    `db:"n"`
	}
	err := list(ctx, s.db.pool, &rows, `
		SELECT kind, COUNT(DISTINCT cared_id) n FROM care_need WHERE community_id IN (`+marks(len(communities))+`) AND state = ? GROUP BY kind
		ORDER BY kind`, append(anys(communities), care.OpenNeed)...)
	for _, r := range rows {
		counts[r.Kind] = r.N
	}
	return counts, err
}

// wanted is the unique key of an open need.
func wanted(n care.Need) sql.NullString {
	return sql.NullString{String: fmt.Sprintf("%d:%s", n.Cared, n.Kind), Valid: n.EndedAt.IsZero()}
}

// AddNeed implements care.Tx.
func (t *tx) AddNeed(ctx context.Context, n *care.Need) error {
	if _, err := t.q.ExecContext(ctx, `
		INSERT INTO care_need (community_id, building_id, cared_id, visit_id, kind, state, target, reason, by_id, at, changed_by, changed_at,
			ended_at, wanted) VALUES (`+marks(14)+`)`+t.e.upsert("wanted", "kind"),
		n.Community, n.Building, n.Cared, n.Visit, n.Kind, n.State, n.Target, n.Reason, n.By, ms(n.At), n.ChangedBy, ms(n.ChangedAt),
		ms(n.EndedAt), wanted(*n)); err != nil {
		return fmt.Errorf("add need: %w", err)
	}
	return nil
}

// LockNeed implements care.Tx.
func (t *tx) LockNeed(ctx context.Context, id int64) (care.Need, error) {
	all, err := careNeeds(ctx, t.q, `id = ?`+t.e.forUpd, id)
	return first(all, err, care.ErrNeed)
}

// SaveNeed implements care.Tx.
func (t *tx) SaveNeed(ctx context.Context, n care.Need) error {
	if _, err := t.q.ExecContext(ctx, `
		UPDATE care_need SET state = ?, target = ?, reason = ?, changed_by = ?, changed_at = ?, ended_at = ?, wanted = ? WHERE id = ?`,
		n.State, n.Target, n.Reason, n.ChangedBy, ms(n.ChangedAt), ms(n.EndedAt), wanted(n), n.ID); err != nil {
		return fmt.Errorf("save need %d: %w", n.ID, err)
	}
	return nil
}

type chaseRow struct {
	ID        int64  `db:"id"`
	Community int64  `db:"community_id"`
	Cared     int64  `db:"cared_id"`
	Visit     int64  `db:"visit_id"`
	About     string `db:"about"`
	Step      int    `db:"step"`
	NextAt    int64  `db:"next_at"`
	Call      int64  `db:"call_id"`
	BeganAt   int64  `db:"began_at"`
	BeganBy   int64  `db:"began_by"`
	How       string `db:"how"`
	EndedAt   int64  `db:"ended_at"`
	EndedBy   int64  `db:"ended_by"`
}

func careChases(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]care.Chase, error) {
	var rows []chaseRow
	if err := list(ctx, q, &rows, `
		SELECT id, community_id, cared_id, visit_id, about, step, next_at, call_id, began_at, began_by, how, ended_at, ended_by FROM care_chase
		WHERE  `+where, args...); err != nil {
		return nil, fmt.Errorf("chases: %w", err)
	}
	found := make([]care.Chase, len(rows))
	for i, r := range rows {
		found[i] = care.Chase{
			ID: r.ID, Community: r.Community, Cared: r.Cared, Visit: r.Visit, About: r.About, Step: r.Step, NextAt: at(r.NextAt), Call: r.Call,
			BeganAt: at(r.BeganAt), BeganBy: r.BeganBy, How: r.How, EndedAt: at(r.EndedAt), EndedBy: r.EndedBy,
		}
	}
	return found, nil
}

// Chases implements care.Store.
func (s *Cares) Chases(ctx context.Context, communities []int64) ([]care.Chase, error) {
	if len(communities) == 0 {
		return nil, nil
	}
	return careChases(ctx, s.db.pool, `community_id IN (`+marks(len(communities))+`) AND ended_at = 0 ORDER BY id LIMIT 200`, anys(communities)...)
}

// ChasesOf implements care.Store.
func (s *Cares) ChasesOf(ctx context.Context, ids []int64) ([]care.Chase, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return careChases(ctx, s.db.pool, `cared_id IN (`+marks(len(ids))+`) AND ended_at = 0 ORDER BY id`, anys(ids)...)
}

// ChasesDue implements care.Store.
func (s *Cares) ChasesDue(ctx context.Context, now time.Time, most int) ([]care.Chase, error) {
	return careChases(ctx, s.db.pool, `next_at BETWEEN 1 AND ? ORDER BY next_at, id LIMIT ?`, ms(now), most)
}

// AddChase implements care.Tx.
func (t *tx) AddChase(ctx context.Context, c *care.Chase) (bool, error) {
	id, err := insert(ctx, t.q, `
		INSERT INTO care_chase (community_id, cared_id, spot, visit_id, about, step, next_at, call_id, began_at, began_by, how, ended_at, ended_by)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', 0, 0)`,
		c.Community, c.Cared, c.Cared, c.Visit, c.About, c.Step, ms(c.NextAt), c.Call, ms(c.BeganAt), c.BeganBy)
	if duplicate(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("add chase: %w", err)
	}
	c.ID = id
	return true, nil
}

// LockChase implements care.Tx.
func (t *tx) LockChase(ctx context.Context, id int64) (care.Chase, error) {
	all, err := careChases(ctx, t.q, `id = ?`+t.e.forUpd, id)
	return first(all, err, care.ErrChase)
}

// SaveChase implements care.Tx.
func (t *tx) SaveChase(ctx context.Context, c care.Chase) error {
	spot := sql.NullInt64{Int64: c.Cared, Valid: c.EndedAt.IsZero()}
	if _, err := t.q.ExecContext(ctx, `
		UPDATE care_chase SET spot = ?, step = ?, next_at = ?, call_id = ?, how = ?, ended_at = ?, ended_by = ? WHERE id = ?`,
		spot, c.Step, ms(c.NextAt), c.Call, c.How, ms(c.EndedAt), c.EndedBy, c.ID); err != nil {
		return fmt.Errorf("save chase %d: %w", c.ID, err)
	}
	return nil
}

type surgeRow struct {
	ID      int64     `db:"id"`
	Areas   string    `db:"areas"`
	Why     string    `db:"why"`
	From    when.Date `db:"from_on"`
	Until   when.Date `db:"until_on"`
	By      int64     `db:"by_id"`
	EndedBy int64     `db:"ended_by"`
}

func careSurges(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]care.Surge, error) {
	var rows []surgeRow
	if err := list(ctx, q, &rows, `SELECT id, areas, why, from_on, until_on, by_id, ended_by FROM care_surge WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("surges: %w", err)
	}
	found := make([]care.Surge, len(rows))
	for i, r := range rows {
		found[i] = care.Surge{ID: r.ID, Areas: splitIDs(r.Areas), Why: r.Why, From: r.From, Until: r.Until, By: r.By, EndedBy: r.EndedBy}
	}
	return found, nil
}

// Surges implements care.Store.
func (s *Cares) Surges(ctx context.Context, since when.Date) ([]care.Surge, error) {
	return careSurges(ctx, s.db.pool, `until_on = 0 OR until_on >= ? ORDER BY id LIMIT 200`, int(since))
}

// AddSurge implements care.Tx.
func (t *tx) AddSurge(ctx context.Context, s *care.Surge) (err error) {
	s.ID, err = insert(ctx, t.q, `INSERT INTO care_surge (areas, why, from_on, until_on, by_id, ended_by) VALUES (?, ?, ?, ?, ?, ?)`,
		joinIDs(s.Areas), s.Why, int(s.From), int(s.Until), s.By, s.EndedBy)
	if err != nil {
		return fmt.Errorf("add surge: %w", err)
	}
	return nil
}

// LockSurge implements care.Tx.
func (t *tx) LockSurge(ctx context.Context, id int64) (care.Surge, error) {
	all, err := careSurges(ctx, t.q, `id = ?`+t.e.forUpd, id)
	return first(all, err, care.ErrSurge)
}

// SaveSurge implements care.Tx.
func (t *tx) SaveSurge(ctx context.Context, s care.Surge) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE care_surge SET until_on = ?, ended_by = ? WHERE id = ?`, int(s.Until), s.EndedBy, s.ID); err != nil {
		return fmt.Errorf("save surge %d: %w", s.ID, err)
	}
	return nil
}

type proposalRow struct {
	ID        int64  `db:"id"`
	Community int64  `db:"community_id"`
	Cared     int64  `db:"cared_id"`
	About     string `db:"about"`
	At        int64  `db:"at"`
	State     string `db:"state"`
	By        int64  `db:"by_id"`
}

func careProposals(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]care.Proposal, error) {
	var rows []proposalRow
	if err := list(ctx, q, &rows, `SELECT id, community_id, cared_id, about, at, state, by_id FROM care_proposal WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("proposals: %w", err)
	}
	found := make([]care.Proposal, len(rows))
	for i, r := range rows {
		found[i] = care.Proposal{ID: r.ID, Community: r.Community, Cared: r.Cared, About: r.About, At: at(r.At), State: r.State, By: r.By}
	}
	return found, nil
}

// Proposals implements care.Store.
func (s *Cares) Proposals(ctx context.Context, communities []int64, most int) ([]care.Proposal, error) {
	if len(communities) == 0 {
		return nil, nil
	}
	return careProposals(ctx, s.db.pool, `community_id IN (`+marks(len(communities))+`) AND state = 'open' ORDER BY id LIMIT ?`,
		append(anys(communities), most)...)
}

// Proposal implements care.Store.
func (s *Cares) Proposal(ctx context.Context, id int64) (care.Proposal, error) {
	all, err := careProposals(ctx, s.db.pool, `id = ?`, id)
	return first(all, err, care.ErrProposal)
}

// LockProposal implements care.Tx.
func (t *tx) LockProposal(ctx context.Context, id int64) (care.Proposal, error) {
	all, err := careProposals(ctx, t.q, `id = ?`+t.e.forUpd, id)
	return first(all, err, care.ErrProposal)
}

// AddProposal implements care.Tx. One that stands, or was put aside, stays as it is.
func (t *tx) AddProposal(ctx context.Context, p care.Proposal) error {
	_, err := t.q.ExecContext(ctx, `INSERT INTO care_proposal (community_id, cared_id, about, at, state, by_id) VALUES (?, ?, ?, ?, ?, ?)`,
		p.Community, p.Cared, p.About, ms(p.At), p.State, p.By)
	_, err = ignoreDuplicate(err, "add proposal")
	return err
}

// SaveProposal implements care.Tx.
func (t *tx) SaveProposal(ctx context.Context, p care.Proposal) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE care_proposal SET state = ?, by_id = ? WHERE id = ?`, p.State, p.By, p.ID); err != nil {
		return fmt.Errorf("save proposal %d: %w", p.ID, err)
	}
	return nil
}
