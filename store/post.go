package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/auth"
	"linli/app/person"
	"linli/app/post"
	"linli/app/roster"
)

var postData = data{
	tables: []Table{
		{
			Name: "post_nomination", Holds: "who is proposed for a post, by whom and why; name and encrypted number until the person is known",
			Keep: post.Keep, From: "the decision", Job: DropOldRows, Column: "ended_at", Unless: `ended_at = 0`,
			Also: "closing takes the person off", Names: map[string]Fate{"nominee_id": {}, "by_id": {}, "decided_by": {}},
		},
		{
			Name: "post_badge", Holds: "who was given which equipment", Keep: post.Keep, From: "the return", Job: DropOldRows, Column: "returned_at",
			Unless: `returned_at = 0`, Names: map[string]Fate{"person_id": byStaff, "worn": byStaff, "given_by": byStaff, "returned_by": byStaff},
		},
		{Name: "post_body", Impersonal: "elected bodies and their terms"},
		{
			Name: "post_sitter", Holds: "who is a member of an elected body, and the education they told", From: "until staff take the person off",
			Names: map[string]Fate{"person_id": byStaff},
		},
		{Name: "post_told", Impersonal: "which terms and vacancies were told of"},
	},
	move:  (*tx).moveNominations,
	leave: (*tx).leaveNominations,
	carry: (*tx).carryNominations,
}

// Posts implements post.Store.
type Posts struct{ db *DB }

// NewPosts returns the records of nominations and equipment.
func NewPosts(db *DB) *Posts { return &Posts{db} }

// InTx implements post.Store.
func (s *Posts) InTx(ctx context.Context, do func(post.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

// PostingsOf implements post.Store.
func (s *Posts) PostingsOf(ctx context.Context, who int64) ([]person.Posting, error) {
	return postings(ctx, s.db.pool, `person_id = ?`, who)
}

// Person implements post.Store.
func (s *Posts) Person(ctx context.Context, id int64) (person.Person, error) {
	return NewPersons(s.db).Person(ctx, id)
}

// Holding implements post.Store.
func (s *Posts) Holding(ctx context.Context, at time.Time) ([]person.Posting, error) {
	var roles []auth.Role
	for _, seat := range roster.Staffing {
		roles = append(roles, seat.Role)
	}
	return postings(ctx, s.db.pool, `role IN (`+marks(len(roles))+`) AND from_at <= ? AND (to_at = 0 OR to_at > ?)`,
		append(anys(roles), ms(at), ms(at))...)
}

// Ending implements post.Store.
func (s *Posts) Ending(ctx context.Context, after, until time.Time) ([]person.Posting, error) {
	return postings(ctx, s.db.pool, `to_at > ? AND to_at <= ? AND from_at <= ?`, ms(after), ms(until), ms(after))
}

type nominationRow struct {
	ID        int64      `db:"id"`
	Community int64      `db:"community_id"`
	Role      auth.Role  `db:"role"`
	Area      int64      `db:"area_id"`
	Nominee   int64      `db:"nominee_id"`
	Name      string     `db:"name"`
	Sealed    string     `db:"phone_sealed"`
	By        int64      `db:"by_id"`
	AtDesk    bool       `db:"at_desk"`
	Warm      bool       `db:"warm"`
	Fair      bool       `db:"fair"`
	Words     string     `db:"words"`
	State     post.State `db:"state"`
	Publicity int64      `db:"publicity_id"`
	Why       string     `db:"why"`
	DecidedBy int64      `db:"decided_by"`
	Created   int64      `db:"created_at"`
	Ended     int64      `db:"ended_at"`
}

func nominations(ctx context.Context, q sqlx.QueryerContext, v *Vault, where string, args ...any) ([]post.Nomination, error) {
	var rows []nominationRow
	if err := list(ctx, q, &rows, `
		SELECT id, community_id, role, area_id, nominee_id, name, phone_sealed, by_id, at_desk, warm, fair, words, state, publicity_id, why,
		       decided_by, created_at, ended_at
		FROM   post_nomination WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("nominations: %w", err)
	}
	all := make([]post.Nomination, len(rows))
	for i, r := range rows {
		phone, err := v.openPhone(r.Sealed)
		if err != nil {
			return nil, fmt.Errorf("nomination %d: %w", r.ID, err)
		}
		all[i] = post.Nomination{
			ID: r.ID, Community: r.Community, Role: r.Role, Area: r.Area, Nominee: r.Nominee, Name: r.Name, Phone: phone, By: r.By,
			AtDesk: r.AtDesk, Warm: r.Warm, Fair: r.Fair, Words: r.Words, State: r.State, Publicity: r.Publicity, Why: r.Why,
			DecidedBy: r.DecidedBy, CreatedAt: at(r.Created), EndedAt: at(r.Ended),
		}
	}
	return all, nil
}

// Nominations implements post.Store.
func (s *Posts) Nominations(ctx context.Context, communities []int64, open bool, beyond int64, most int) ([]post.Nomination, error) {
	if len(communities) == 0 {
		return nil, nil
	}
	in, args := `community_id IN (`+marks(len(communities))+`)`, anys(communities)
	if open {
		return nominations(ctx, s.db.pool, s.db.vault, in+` AND is_open = 1 AND id > ? ORDER BY id LIMIT ?`, append(args, beyond, most)...)
	}
	return nominations(ctx, s.db.pool, s.db.vault, in+` AND is_open = 0 AND id < ? ORDER BY id DESC LIMIT ?`, append(args, from(beyond), most)...)
}

// NominationsOf implements post.Store.
func (s *Posts) NominationsOf(ctx context.Context, who int64, most int) ([]post.Nomination, error) {
	return nominations(ctx, s.db.pool, s.db.vault, `nominee_id = ? OR by_id = ? ORDER BY id DESC LIMIT ?`, who, who, most)
}

// Nomination implements post.Store.
func (s *Posts) Nomination(ctx context.Context, id int64) (post.Nomination, error) {
	all, err := nominations(ctx, s.db.pool, s.db.vault, `id = ?`, id)
	return first(all, err, post.ErrMissing)
}

// CountNominations implements post.Store.
func (s *Posts) CountNominations(ctx context.Context, communities []int64) (n int, err error) {
	if len(communities) == 0 {
		return 0, nil
	}
	err = get(ctx, s.db.pool, &n, nil,
		`SELECT COUNT(*) FROM post_nomination WHERE community_id IN (`+marks(len(communities))+`) AND is_open = 1`, anys(communities)...)
	return n, err
}

// FindNomination implements post.Tx.
func (t *tx) FindNomination(ctx context.Context, id int64) (post.Nomination, error) {
	all, err := nominations(ctx, t.q, t.vault, `id = ?`, id)
	return first(all, err, post.ErrMissing)
}

// LockNomination implements post.Tx.
func (t *tx) LockNomination(ctx context.Context, id int64) (post.Nomination, error) {
	all, err := nominations(ctx, t.q, t.vault, `id = ?`+t.e.forUpd, id)
	return first(all, err, post.ErrMissing)
}

// CountOpenNominations implements post.Tx.
func (t *tx) CountOpenNominations(ctx context.Context, by int64) (n int, err error) {
	if _, err := t.LockPerson(ctx, by); err != nil { // one who proposes twice at once is counted in turn
		return 0, err
	}
	err = sqlx.GetContext(ctx, t.q, &n, `SELECT COUNT(*) FROM post_nomination WHERE by_id = ? AND is_open = 1 AND at_desk = 0`, by)
	return n, err
}

// nominationKey is the unique key of an open nomination of a known person for one post.
func nominationKey(n post.Nomination) any {
	if n.Nominee == 0 || !n.State.Open() {
		return nil
	}
	return fmt.Sprintf("%s:%d:%d", n.Role, n.Area, n.Nominee)
}

// AddNomination implements post.Tx.
func (t *tx) AddNomination(ctx context.Context, n *post.Nomination) error {
	sealed, _, err := t.vault.sealPhone(n.Phone)
	if err != nil {
		return err
	}
	n.ID, err = insert(ctx, t.q, `
		INSERT INTO post_nomination (community_id, role, area_id, nominee_id, name, phone_sealed, open_key, by_id, at_desk, warm, fair, words,
			state, is_open, publicity_id, why, decided_by, created_at, ended_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 0, '', 0, ?, 0)`,
		n.Community, n.Role, n.Area, n.Nominee, n.Name, sealed, nominationKey(*n), n.By, n.AtDesk, n.Warm, n.Fair, n.Words, n.State, ms(n.CreatedAt))
	if duplicate(err) {
		return post.ErrTwice.Because(err)
	}
	if err != nil {
		return fmt.Errorf("add nomination: %w", err)
	}
	return nil
}

// SaveNomination implements post.Tx.
func (t *tx) SaveNomination(ctx context.Context, n post.Nomination) error {
	sealed, _, err := t.vault.sealPhone(n.Phone)
	if err != nil {
		return err
	}
	_, err = t.q.ExecContext(ctx, `
		UPDATE post_nomination SET nominee_id = ?, name = ?, phone_sealed = ?, open_key = ?, state = ?, is_open = ?, publicity_id = ?, why = ?,
		       decided_by = ?, ended_at = ?
		WHERE  id = ?`, n.Nominee, n.Name, sealed, nominationKey(n), n.State, n.State.Open(), n.Publicity, n.Why, n.DecidedBy, ms(n.EndedAt), n.ID)
	if duplicate(err) {
		return post.ErrTwice.Because(err)
	}
	if err != nil {
		return fmt.Errorf("save nomination %d: %w", n.ID, err)
	}
	return nil
}

// TellOnce implements post.Tx.
func (t *tx) TellOnce(ctx context.Context, key string, at time.Time) (bool, error) {
	_, err := t.q.ExecContext(ctx, `INSERT INTO post_told (told_key, at) VALUES (?, ?)`, key, ms(at))
	if duplicate(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("tell once: %w", err)
	}
	return true, nil
}
