package store

import (
	"context"
	"fmt"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/ledger"
	"linli/app/pages"
	"linli/app/party"
	"linli/app/report"
)

// Ledgers implements ledger.Store. It only reads.
type Ledgers struct {
	db *DB
	*Audits
	parties *Parties
}

// Branches implements ledger.Store.
func (s *Ledgers) Branches(ctx context.Context) ([]party.Branch, error) {
	return s.parties.Branches(ctx)
}

// Members implements ledger.Store.
func (s *Ledgers) Members(ctx context.Context, of []int64, now time.Time) ([]party.Entry, error) {
	return s.parties.Members(ctx, of, now)
}

// NewLedgers returns the records that ledgers read.
func NewLedgers(db *DB) *Ledgers { return &Ledgers{db, NewAudits(db), NewParties(db)} }

// InTx implements ledger.Store.
func (s *Ledgers) InTx(ctx context.Context, do func(audit.Log) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

// inPart is the condition that narrows a part within its community and period. "+ 0" keeps the optimizer from the indexes of
// grid and building, with which it would read years of rows.
func inPart(p ledger.Part) (where string, args []any) {
	if p.Area.ID != p.Community {
		column := `area_id`
		switch p.Area.Kind {
		case area.Grid:
			column = `grid_id`
		case area.Building:
			column = `building_id`
		}
		where, args = ` AND `+column+` + 0 = ?`, append(args, p.Area.ID)
	}
	if p.Category != "" {
		where, args = where+` AND category = ?`, append(args, p.Category)
	}
	return where, args
}

// CountPart implements ledger.Store.
func (s *Ledgers) CountPart(ctx context.Context, p ledger.Part) (int, error) {
	var n int
	where, narrower := inPart(p)
	if err := get(ctx, s.db.pool, &n, report.ErrMissing, `
		SELECT COUNT(*) FROM report WHERE community_id = ? AND submitted_at >= ? AND submitted_at < ?`+where,
		append([]any{p.Community, ms(p.From), ms(p.To)}, narrower...)...); err != nil {
		return 0, fmt.Errorf("count ledger: %w", err)
	}
	return n, nil
}

// submitted is one report of a page in the order of submission.
type submitted struct {
	ID int64 `db:"id"`
	At int64 `db:"submitted_at"`
}

// submittedIn returns a page of a community's reports of a period, after the given time and id. It selects only columns of
// the index report_of_community_time: with others, the optimizer scans from the community's first report.
func submittedIn(ctx context.Context, db *DB, community int64, from, to time.Time, after pages.Cursor, most int) (pages.Page[submitted], error) {
	var found []submitted
	if err := list(ctx, db.pool, &found, `
		SELECT id, submitted_at FROM report
		WHERE  community_id = ? AND submitted_at >= ? AND submitted_at < ? AND (submitted_at > ? OR id > ?)
		ORDER  BY submitted_at, id LIMIT ?`, community, max(ms(from), after.Key), ms(to), after.Key, after.ID, most); err != nil {
		return pages.Page[submitted]{}, fmt.Errorf("reports of a period: %w", err)
	}
	return pages.Full(found, most, func(r submitted) pages.Cursor { return pages.Cursor{Key: r.At, ID: r.ID} }), nil
}

func idsOf(page []submitted) []int64 {
	ids := make([]int64, len(page))
	for i, r := range page {
		ids[i] = r.ID
	}
	return ids
}

// ReadPart implements ledger.Store.
func (s *Ledgers) ReadPart(ctx context.Context, p ledger.Part, after pages.Cursor, most int) (pages.Page[report.Report], error) {
	page, err := submittedIn(ctx, s.db, p.Community, p.From, p.To, after, most)
	if err != nil || len(page.Items) == 0 {
		return pages.Page[report.Report]{}, err
	}
	where, narrower := inPart(p)
	var rows []reportRow
	if err := list(ctx, s.db.pool, &rows, `
		SELECT `+reportRead+` FROM report WHERE id IN (`+marks(len(page.Items))+`)`+where+` ORDER BY submitted_at, id LIMIT ?`,
		append(append(anys(idsOf(page.Items)), narrower...), most)...); err != nil {
		return pages.Page[report.Report]{}, fmt.Errorf("read ledger: %w", err)
	}
	return pages.Page[report.Report]{Items: reportsOf(rows), Next: page.Next}, nil
}

// LatestReviews implements ledger.Store.
func (s *Ledgers) LatestReviews(ctx context.Context, reports []int64) (map[int64]report.Review, error) {
	reviews, err := reviewsOf(ctx, s.db, reports)
	latest := map[int64]report.Review{}
	for _, v := range reviews {
		latest[v.Report] = v
	}
	return latest, err
}
