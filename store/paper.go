package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/paper"
	"linli/app/person"
	"linli/app/when"
)

var paperData = data{
	tables: []Table{
		{
			Name: "paper", Holds: "whose document a sealed photo shows, what the document is called", Keep: paper.KeepAfter,
			From: "the end of the last matter that uses it, unless the resident keeps it", Job: "drop_papers",
			Also:  "the resident, at once; a week without any use; closing the account",
			Names: map[string]Fate{"person_id": {}, "added_by": byStaff},
		},
		{
			Name: "paper_use", Holds: "which matter used a document, and when its person agreed", Keep: paper.KeepAfter,
			From: "the end of the last matter that uses the document", Job: "drop_papers", Names: map[string]Fate{"by_id": byStaff},
		},
	},
	move:  (*tx).movePapers,
	leave: (*tx).leavePapers,
}

// Papers implements paper.Store.
type Papers struct{ *Persons }

// NewPapers returns the records of papers; their bytes are in blobs.
func NewPapers(db *DB) *Papers { return &Papers{NewPersons(db)} }

// InTx implements paper.Store.
func (s *Papers) InTx(ctx context.Context, do func(paper.Deeds) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

type paperRow struct {
	ID        int64          `db:"id"`
	Community int64          `db:"community_id"`
	Person    int64          `db:"person_id"`
	Name      string         `db:"name"`
	Type      string         `db:"type"`
	Bytes     int            `db:"size"`
	Key       string         `db:"blob_key"`
	Valid     int            `db:"valid_until"`
	State     paper.State    `db:"state"`
	Kept      bool           `db:"kept"`
	Way       paper.Way      `db:"way"`
	By        int64          `db:"added_by"`
	CreatedAt int64          `db:"created_at"`
	DropAt    int64          `db:"drop_at"`
	Request   sql.NullString `db:"request"`
	MediaID   string         `db:"media_id"`
	For       string         `db:"meant_for"`
	Nth       int            `db:"meant_nth"`
}

const paperColumns = `id, community_id, person_id, name, type, size, blob_key, valid_until, state, kept, way, added_by, created_at, drop_at, request,
	media_id, meant_for, meant_nth`

// papers reads papers with their uses.
func papers(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]paper.Paper, error) {
	var rows []paperRow
	if err := list(ctx, q, &rows, `SELECT `+paperColumns+` FROM paper WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("papers: %w", err)
	}
	all, ids := make([]paper.Paper, len(rows)), make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
		all[i] = paper.Paper{
			ID: r.ID, Community: r.Community, Person: r.Person, Name: r.Name, Type: r.Type, Bytes: r.Bytes, Key: r.Key, Valid: when.Date(r.Valid),
			State: r.State, Kept: r.Kept, Way: r.Way, By: r.By, CreatedAt: at(r.CreatedAt), DropAt: at(r.DropAt), Request: r.Request.String,
			MediaID: r.MediaID, For: r.For, Nth: r.Nth,
		}
	}
	uses, err := paperUses(ctx, q, ids)
	if err != nil {
		return nil, err
	}
	for i := range all {
		all[i].Uses = uses[all[i].ID]
	}
	return all, nil
}

// paperUses returns the uses of some papers, by paper.
func paperUses(ctx context.Context, q sqlx.QueryerContext, ids []int64) (map[int64][]paper.Usage, error) {
	uses := map[int64][]paper.Usage{}
	if len(ids) == 0 {
		return uses, nil
	}
	var rows []struct {
		ID       int64  `db:"id"`
		Paper    int64  `db:"paper_id"`
		About    string `db:"about"`
		By       int64  `db:"by_id"`
		AskedAt  int64  `db:"asked_at"`
		AgreedAt int64  `db:"agreed_at"`
		EndedAt  int64  `db:"ended_at"`
	}
	if err := list(ctx, q, &rows, `
		SELECT id, paper_id, about, by_id, asked_at, agreed_at, ended_at FROM paper_use WHERE paper_id IN (`+marks(len(ids))+`) ORDER BY id LIMIT 10000`,
		anys(ids)...); err != nil {
		return nil, fmt.Errorf("uses of papers: %w", err)
	}
	for _, r := range rows {
		uses[r.Paper] = append(uses[r.Paper], paper.Usage{
			ID: r.ID, Paper: r.Paper, About: r.About, By: r.By, AskedAt: at(r.AskedAt), AgreedAt: at(r.AgreedAt), EndedAt: at(r.EndedAt),
		})
	}
	return uses, nil
}

// onePaper returns the first paper, or paper.ErrMissing.
func onePaper(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) (paper.Paper, error) {
	all, err := papers(ctx, q, where, args...)
	return first(all, err, paper.ErrMissing)
}

// Paper implements paper.Store.
func (s *Papers) Paper(ctx context.Context, id int64) (paper.Paper, error) {
	return onePaper(ctx, s.db.pool, `id = ? AND state = ?`, id, paper.Here)
}

// Sent implements paper.Store.
func (s *Papers) Sent(ctx context.Context, id int64) (paper.Paper, error) {
	return onePaper(ctx, s.db.pool, `id = ? AND state IN (?, ?) AND meant_for <> ''`, id, paper.Arriving, paper.Here)
}

// PapersOf implements paper.Store.
func (s *Papers) PapersOf(ctx context.Context, who int64) ([]paper.Paper, error) {
	return papers(ctx, s.db.pool, `person_id = ? AND state = ? ORDER BY id DESC LIMIT ?`, who, paper.Here, paper.MaxPapers)
}

// PapersFor implements paper.Store.
func (s *Papers) PapersFor(ctx context.Context, about string) ([]paper.Paper, error) {
	return papersFor(ctx, s.db.pool, about)
}

// PapersFor implements paper.Tx.
func (t *tx) PapersFor(ctx context.Context, about string) ([]paper.Paper, error) {
	return papersFor(ctx, t.q, about)
}

func papersFor(ctx context.Context, q sqlx.QueryerContext, about string) ([]paper.Paper, error) {
	return papers(ctx, q, `id IN (SELECT paper_id FROM paper_use WHERE about = ?) AND state = ? ORDER BY id LIMIT 200`, about, paper.Here)
}

// PapersDue implements paper.Store.
func (s *Papers) PapersDue(ctx context.Context, now time.Time, most int) (ids []int64, err error) {
	if err := list(ctx, s.db.pool, &ids, `SELECT id FROM paper WHERE drop_at > 0 AND drop_at <= ? ORDER BY drop_at, id LIMIT ?`, ms(now), most); err != nil {
		return nil, fmt.Errorf("papers due: %w", err)
	}
	return ids, nil
}

// CountPapersDue implements paper.Store.
func (s *Papers) CountPapersDue(ctx context.Context, now time.Time) (n int, err error) {
	err = get(ctx, s.db.pool, &n, nil, `SELECT COUNT(*) FROM paper WHERE drop_at > 0 AND drop_at <= ?`, ms(now))
	return n, err
}

// LockPaper implements paper.Tx.
func (t *tx) LockPaper(ctx context.Context, id int64) (paper.Paper, error) {
	return onePaper(ctx, t.q, `id = ? AND state = ?`+t.e.forUpd, id, paper.Here)
}

// LockDue implements paper.Deeds.
func (t *tx) LockDue(ctx context.Context, id int64) (paper.Paper, error) {
	return onePaper(ctx, t.q, `id = ?`+t.e.forUpd, id)
}

// PaperOf implements paper.Deeds.
func (t *tx) PaperOf(ctx context.Context, request string) (paper.Paper, error) {
	return onePaper(ctx, t.q, `request = ? AND state = ?`, request, paper.Here)
}

// CountPapers implements paper.Deeds.
func (t *tx) CountPapers(ctx context.Context, who int64) (n int, err error) {
	err = sqlx.GetContext(ctx, t.q, &n, `SELECT COUNT(*) FROM paper WHERE person_id = ?`, who)
	return n, err
}

// AddPaper implements paper.Deeds. The request is saved when the paper is here: a repetition after a crash begins anew.
func (t *tx) AddPaper(ctx context.Context, p *paper.Paper) (err error) {
	p.ID, err = insert(ctx, t.q, `
		INSERT INTO paper (community_id, person_id, name, type, size, blob_key, valid_until, state, kept, way, added_by, created_at, drop_at,
			media_id, meant_for, meant_nth)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		p.Community, p.Person, p.Name, p.Type, p.Bytes, p.Key, int(p.Valid), p.State, p.Kept, p.Way, p.By, ms(p.CreatedAt), ms(p.DropAt),
		p.MediaID, p.For, p.Nth)
	if err != nil {
		return fmt.Errorf("add paper: %w", err)
	}
	return nil
}

// PaperHere implements paper.Deeds.
func (t *tx) PaperHere(ctx context.Context, p paper.Paper) error {
	n, err := change(ctx, t.q, `UPDATE paper SET state = ?, size = ?, kept = ?, drop_at = ?, request = ?, media_id = '' WHERE id = ? AND state = ?`,
		paper.Here, p.Bytes, p.Kept, ms(p.DropAt), nullText(p.Request), p.ID, paper.Arriving)
	if err != nil {
		return fmt.Errorf("paper %d is here: %w", p.ID, err)
	}
	if n == 0 {
		return paper.ErrMissing
	}
	return nil
}

// SavePaper implements paper.Tx.
func (t *tx) SavePaper(ctx context.Context, p paper.Paper) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE paper SET state = ?, kept = ?, drop_at = ? WHERE id = ?`, p.State, p.Kept, ms(p.DropAt), p.ID); err != nil {
		return fmt.Errorf("save paper %d: %w", p.ID, err)
	}
	return nil
}

// AddUse implements paper.Tx.
func (t *tx) AddUse(ctx context.Context, u *paper.Usage) (err error) {
	u.ID, err = insert(ctx, t.q, `INSERT INTO paper_use (paper_id, about, by_id, asked_at, agreed_at, ended_at) VALUES (?, ?, ?, ?, ?, ?)`,
		u.Paper, u.About, u.By, ms(u.AskedAt), ms(u.AgreedAt), ms(u.EndedAt))
	if err != nil {
		return fmt.Errorf("add use of paper %d: %w", u.Paper, err)
	}
	return nil
}

// SaveUse implements paper.Tx.
func (t *tx) SaveUse(ctx context.Context, u paper.Usage) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE paper_use SET agreed_at = ?, ended_at = ? WHERE id = ?`, ms(u.AgreedAt), ms(u.EndedAt), u.ID); err != nil {
		return fmt.Errorf("save use %d: %w", u.ID, err)
	}
	return nil
}

// DeleteUse implements paper.Tx.
func (t *tx) DeleteUse(ctx context.Context, id int64) error {
	if _, err := t.q.ExecContext(ctx, `DELETE FROM paper_use WHERE id = ?`, id); err != nil {
		return fmt.Errorf("delete use %d: %w", id, err)
	}
	return nil
}

// DeletePaper implements paper.Deeds.
func (t *tx) DeletePaper(ctx context.Context, id int64) error {
	n, err := change(ctx, t.q, `DELETE FROM paper WHERE id = ? AND state = ?`, id, paper.Going)
	if err == nil && n > 0 {
		_, err = t.q.ExecContext(ctx, `DELETE FROM paper_use WHERE paper_id = ?`, id)
	}
	if err != nil {
		return fmt.Errorf("delete paper %d: %w", id, err)
	}
	return nil
}

// movePapers gives one person's papers to the other.
func (t *tx) movePapers(ctx context.Context, from, to int64) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE paper SET person_id = ? WHERE person_id = ?`, to, from); err != nil {
		return fmt.Errorf("move papers: %w", err)
	}
	return nil
}

// leavePapers lets the next run of drop_papers delete the papers of a person who leaves; nobody can open them from now on.
func (t *tx) leavePapers(ctx context.Context, p person.Person, now time.Time) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE paper SET person_id = 0, name = '', media_id = '', state = ?, kept = 0, drop_at = ? WHERE person_id = ?`,
		paper.Going, ms(now), p.ID); err != nil {
		return fmt.Errorf("leave papers: %w", err)
	}
	return nil
}
