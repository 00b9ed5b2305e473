package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/guide"
	"linli/app/when"
)

var guideData = data{tables: []Table{
	{Name: "guide_item", Impersonal: "what people come for, as drafts"},
	{
		Name: "guide_version", Holds: "what was published, and by whom", From: "errands and complaints ask for the version that was valid",
		Names: map[string]Fate{"published_by": byStaff},
	},
	{Name: "guide_local", Holds: "who answers for an item in a community, and the telephone of the office", From: "as long as the community says so: it is written on the wall"},
	{Name: "guide_change", Impersonal: "a counter"},
}}

// Guides implements guide.Store.
type Guides struct{ db *DB }

// NewGuides returns the records of the guide.
func NewGuides(db *DB) *Guides { return &Guides{db} }

// InTx implements guide.Store.
func (s *Guides) InTx(ctx context.Context, do func(guide.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

// GuideVersion implements guide.Store.
func (s *Guides) GuideVersion(ctx context.Context) (int64, error) {
	var v int64
	err := get(ctx, s.db.pool, &v, guide.ErrMissing, `SELECT version FROM guide_change WHERE id = 1`)
	return v, err
}

// LockGuide implements guide.Tx.
func (t *tx) LockGuide(ctx context.Context) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE guide_change SET version = version + 1 WHERE id = 1`); err != nil {
		return fmt.Errorf("lock guide: %w", err)
	}
	return nil
}

type guideRow struct {
	ID        int64          `db:"id"`
	Community int64          `db:"community_id"`
	Code      string         `db:"code"`
	State     guide.State    `db:"state"`
	Version   int            `db:"version"`
	ReviewBy  when.Date      `db:"review_on"`
	Body      string         `db:"body"`
	Request   sql.NullString `db:"request"`
	Published sql.NullString `db:"published"`
}

const guideColumns = `i.id, i.community_id, i.code, i.state, i.version, i.review_on, i.body, i.request, v.body AS published
	FROM guide_item i LEFT JOIN guide_version v ON v.item_id = i.id AND v.version = i.version`

func guideRows(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]guide.Row, error) {
	var rows []guideRow
	if err := list(ctx, q, &rows, `SELECT `+guideColumns+` WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("guide: %w", err)
	}
	all := make([]guide.Row, len(rows))
	for n, r := range rows {
		one := guide.Row{
			Item:    guide.Item{ID: r.ID, Community: r.Community, Code: r.Code, Version: r.Version, State: r.State, ReviewBy: r.ReviewBy},
			Request: r.Request.String,
		}
		var err error
		if one.Content, err = readGuide(r.Body); err != nil {
			return nil, fmt.Errorf("item %d: %w", r.ID, err)
		}
		if one.Published, err = readGuide(r.Published.String); err != nil {
			return nil, fmt.Errorf("item %d: %w", r.ID, err)
		}
		all[n] = one
	}
	return all, nil
}

// Items implements guide.Store.
func (s *Guides) Items(ctx context.Context) ([]guide.Item, error) {
	rows, err := guideRows(ctx, s.db.pool, `i.state IN (?, ?) ORDER BY i.id LIMIT 50000`, guide.Published, guide.ToReview)
	all := make([]guide.Item, len(rows))
	for n, r := range rows {
		all[n] = r.Item
		all[n].Content = r.Published
	}
	return all, err
}

// Locals implements guide.Store.
func (s *Guides) Locals(ctx context.Context) (map[guide.Of]guide.Local, error) {
	var rows []struct {
		Item      int64  `db:"item_id"`
		Community int64  `db:"community_id"`
		Who       string `db:"who"`
		Place     string `db:"place"`
		Hours     string `db:"hours"`
		Phone     string `db:"phone"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT item_id, community_id, who, place, hours, phone FROM guide_local ORDER BY item_id, community_id LIMIT 100000`); err != nil {
		return nil, fmt.Errorf("guide of communities: %w", err)
	}
	all := make(map[guide.Of]guide.Local, len(rows))
	for _, r := range rows {
		all[guide.Of{Item: r.Item, Community: r.Community}] = guide.Local{Who: r.Who, Where: r.Place, When: r.Hours, Phone: r.Phone}
	}
	return all, nil
}

// At implements guide.Store.
func (s *Guides) At(ctx context.Context, id int64, version int) (guide.Item, error) {
	r, err := s.Row(ctx, id)
	if err != nil {
		return guide.Item{}, err
	}
	var body string
	if err := get(ctx, s.db.pool, &body, guide.ErrMissing, `SELECT body FROM guide_version WHERE item_id = ? AND version = ?`, id, version); err != nil {
		return guide.Item{}, err
	}
	i := r.Item
	i.Version = version
	if i.Content, err = readGuide(body); err != nil {
		return guide.Item{}, fmt.Errorf("item %d, version %d: %w", id, version, err)
	}
	return i, nil
}

// Row implements guide.Store.
func (s *Guides) Row(ctx context.Context, id int64) (guide.Row, error) {
	all, err := guideRows(ctx, s.db.pool, `i.id = ?`, id)
	return first(all, err, guide.ErrMissing)
}

// ofOwners returns the condition for the owners' items; some: the actor owns any.
func ofOwners(f guide.Filter) (where string, args []any, some bool) {
	where = `(1 = 0`
	if f.County {
		where, some = where+` OR i.community_id = 0`, true
	}
	if len(f.Communities) > 0 {
		where, args, some = where+` OR i.community_id IN (`+marks(len(f.Communities))+`)`, append(args, anys(f.Communities)...), true
	}
	if len(f.Orgs) > 0 {
		where, args, some = where+` OR i.org_id IN (`+marks(len(f.Orgs))+`)`, append(args, anys(f.Orgs)...), true
	}
	return where + `)`, args, some
}

// Rows implements guide.Store.
func (s *Guides) Rows(ctx context.Context, f guide.Filter) ([]guide.Row, error) {
	where, args, some := ofOwners(f)
	if !some {
		return nil, nil
	}
	if f.State != "" {
		where, args = where+` AND i.state = ?`, append(args, f.State)
	}
	return guideRows(ctx, s.db.pool, where+` ORDER BY i.community_id, i.code, i.id LIMIT 5000`, args...)
}

// CountToReview implements guide.Store.
func (s *Guides) CountToReview(ctx context.Context, f guide.Filter) (n int, err error) {
	where, args, some := ofOwners(f)
	if !some {
		return 0, nil
	}
	err = get(ctx, s.db.pool, &n, nil, `SELECT COUNT(*) FROM guide_item i WHERE `+where+` AND i.state = ?`, append(args, guide.ToReview)...)
	return n, err
}

// Overdue implements guide.Store.
func (s *Guides) Overdue(ctx context.Context, today when.Date, most int) (ids []int64, err error) {
	err = list(ctx, s.db.pool, &ids, `SELECT id FROM guide_item WHERE state = ? AND review_on < ? ORDER BY id LIMIT ?`,
		guide.Published, int(today), most)
	return ids, err
}

// LockItem implements guide.Tx.
func (t *tx) LockItem(ctx context.Context, id int64) (guide.Row, error) {
	var found int64
	if err := get(ctx, t.q, &found, guide.ErrMissing, `SELECT id FROM guide_item WHERE id = ?`+t.e.forUpd, id); err != nil {
		return guide.Row{}, err
	}
	all, err := guideRows(ctx, t.q, `i.id = ?`, id)
	return first(all, err, guide.ErrMissing)
}

// ItemOf implements guide.Tx.
func (t *tx) ItemOf(ctx context.Context, request string) (guide.Row, error) {
	all, err := guideRows(ctx, t.q, `i.request = ?`, request)
	return first(all, err, guide.ErrMissing)
}

// LockOwn implements guide.Tx.
func (t *tx) LockOwn(ctx context.Context, community int64) ([]guide.Row, error) {
	return ownGuide(ctx, t.q, community)
}

// Own implements guide.Store.
func (s *Guides) Own(ctx context.Context, community int64) ([]guide.Row, error) {
	return ownGuide(ctx, s.db.pool, community)
}

func ownGuide(ctx context.Context, q sqlx.QueryerContext, community int64) ([]guide.Row, error) {
	return guideRows(ctx, q, `i.community_id = ? ORDER BY i.code, i.id LIMIT 5000`, community)
}

// AddItem implements guide.Tx.
func (t *tx) AddItem(ctx context.Context, r *guide.Row, now time.Time) error {
	body, err := writeGuide(r.Content)
	if err != nil {
		return err
	}
	r.ID, err = insert(ctx, t.q, `
		INSERT INTO guide_item (community_id, code, name, org_id, state, version, review_on, body, request, changed_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.Community, r.Code, r.Name, r.Org, r.State, r.Version, int(r.ReviewBy), body, nullText(r.Request), ms(now))
	return unlessTaken(err, "add item")
}

// SaveItem implements guide.Tx.
func (t *tx) SaveItem(ctx context.Context, r guide.Row, now time.Time) error {
	body, err := writeGuide(r.Content)
	if err != nil {
		return err
	}
	_, err = t.q.ExecContext(ctx, `
		UPDATE guide_item SET code = ?, name = ?, org_id = ?, state = ?, version = ?, review_on = ?, body = ?, changed_at = ? WHERE id = ?`,
		r.Code, r.Name, r.Org, r.State, r.Version, int(r.ReviewBy), body, ms(now), r.ID)
	return unlessTaken(err, "save item")
}

func unlessTaken(err error, doing string) error {
	if duplicate(err) {
		return guide.ErrTaken.Because(err)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

// AddVersion implements guide.Tx.
func (t *tx) AddVersion(ctx context.Context, r guide.Row, by int64, now time.Time) error {
	body, err := writeGuide(r.Published)
	if err != nil {
		return err
	}
	if _, err := t.q.ExecContext(ctx, `INSERT INTO guide_version (item_id, version, body, published_at, published_by) VALUES (?, ?, ?, ?, ?)`,
		r.ID, r.Version, body, ms(now), by); err != nil {
		return fmt.Errorf("publish item %d: %w", r.ID, err)
	}
	return nil
}

// SaveLocal implements guide.Tx.
func (t *tx) SaveLocal(ctx context.Context, of guide.Of, l guide.Local) error {
	if _, err := t.q.ExecContext(ctx, `INSERT INTO guide_local (item_id, community_id, who, place, hours, phone) VALUES (?, ?, ?, ?, ?, ?)`+
		t.e.upsert("item_id, community_id", "who", "place", "hours", "phone"), of.Item, of.Community, l.Who, l.Where, l.When, l.Phone); err != nil {
		return fmt.Errorf("save guide of a community: %w", err)
	}
	return nil
}
