package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/feedback"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/when"
)

var feedbackData = data{
	tables: []Table{
		{
			Name: "feedback", Holds: "who was asked whether a service was good, the answer and their words", Keep: feedback.Keep,
			From: "the question", Job: DropOldRows, Column: "asked_at",
			Also:  "forget_answers erases person and words 180 days after the answer, and the person of a question that nobody answered at its end",
			Names: map[string]Fate{"person_id": {}, "asked_id": {}, "by_id": byStaff},
		},
		{
			Name: "feedback_follow_up", Holds: "which staff called whom back about what, and what was said", Keep: feedback.Named, From: "the call",
			Job: DropOldRows, Column: "done_at", Unless: `done_at = 0`, Also: "closing the account ends an open call about a service",
			Names: map[string]Fate{"done_by": byStaff},
		},
		{Name: "feedback_hidden", Impersonal: "which chips a community does not offer"},
	},
	move:  (*tx).moveFeedback,
	leave: (*tx).leaveFeedback,
}

// Feedbacks implements feedback.Store.
type Feedbacks struct{ db *DB }

// NewFeedbacks returns the records of satisfaction and follow-ups.
func NewFeedbacks(db *DB) *Feedbacks { return &Feedbacks{db} }

// InTx implements feedback.Store.
func (s *Feedbacks) InTx(ctx context.Context, do func(feedback.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

// Persons implements feedback.Store.
func (s *Feedbacks) Persons(ctx context.Context, ids []int64) (map[int64]person.Person, error) {
	return NewPersons(s.db).Persons(ctx, ids)
}

type feedbackRow struct {
	ID         int64         `db:"id"`
	Community  int64         `db:"community_id"`
	Kind       feedback.Kind `db:"kind"`
	About      int64         `db:"about_id"`
	Part       int           `db:"part"`
	Service    int64         `db:"service_id"`
	Sort       string        `db:"sort"`
	Title      string        `db:"title"`
	Person     int64         `db:"person_id"`
	Asked      int64         `db:"asked_id"`
	AskedAt    int64         `db:"asked_at"`
	ExpiresAt  int64         `db:"expires_at"`
	Mark       feedback.Mark `db:"mark"`
	Chips      string        `db:"chips"`
	Names      string        `db:"chip_names"`
	Words      string        `db:"words"`
	Way        feedback.Way  `db:"way"`
	By         int64         `db:"by_id"`
	AnsweredAt int64         `db:"answered_at"`
	Deed       string        `db:"deed"`
}

const feedbackColumns = `id, community_id, kind, about_id, part, service_id, sort, title, person_id, asked_id, asked_at, expires_at, mark, chips, chip_names, words,
	way, by_id, answered_at, deed`

func feedbacks(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]feedback.Feedback, error) {
	var rows []feedbackRow
	if err := list(ctx, q, &rows, `SELECT `+feedbackColumns+` FROM feedback WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("feedback: %w", err)
	}
	all := make([]feedback.Feedback, len(rows))
	for i, r := range rows {
		all[i] = feedback.Feedback{
			ID: r.ID, Community: r.Community, Kind: r.Kind, About: r.About, Part: when.Date(r.Part), Service: r.Service, Sort: r.Sort, Title: r.Title,
			Person: r.Person, Asked: r.Asked, AskedAt: at(r.AskedAt), ExpiresAt: at(r.ExpiresAt), Mark: r.Mark, Chips: strings.Fields(r.Chips), Names: apart(r.Names),
			Words: r.Words, Way: r.Way, By: r.By, AnsweredAt: at(r.AnsweredAt), Deed: r.Deed,
		}
	}
	return all, nil
}

// Feedback implements feedback.Store.
func (s *Feedbacks) Feedback(ctx context.Context, id int64) (feedback.Feedback, error) {
	all, err := feedbacks(ctx, s.db.pool, `id = ?`, id)
	return first(all, err, feedback.ErrMissing)
}

// FeedbackAbout implements feedback.Store.
func (s *Feedbacks) FeedbackAbout(ctx context.Context, kind feedback.Kind, about int64) (feedback.Feedback, error) {
	all, err := feedbacks(ctx, s.db.pool, `kind = ? AND about_id = ? ORDER BY id DESC LIMIT 1`, kind, about)
	return first(all, err, feedback.ErrMissing)
}

// FeedbackByID implements feedback.Store.
func (s *Feedbacks) FeedbackByID(ctx context.Context, ids []int64) (map[int64]feedback.Feedback, error) {
	found := map[int64]feedback.Feedback{}
	if len(ids) == 0 {
		return found, nil
	}
	all, err := feedbacks(ctx, s.db.pool, `id IN (`+marks(len(ids))+`)`, anys(ids)...)
	for _, f := range all {
		found[f.ID] = f
	}
	return found, err
}

func openFeedback(ctx context.Context, q sqlx.QueryerContext, who int64, now time.Time, most int) ([]feedback.Feedback, error) {
	return feedbacks(ctx, q, `asked_id = ? AND mark = 0 AND expires_at > ? ORDER BY id DESC LIMIT ?`, who, ms(now), most)
}

// OpenOf implements feedback.Store.
func (s *Feedbacks) OpenOf(ctx context.Context, who int64, now time.Time, most int) ([]feedback.Feedback, error) {
	return openFeedback(ctx, s.db.pool, who, now, most)
}

// FeedbackNow implements feedback.Tx.
func (t *tx) FeedbackNow(ctx context.Context, who int64, now time.Time, most int) ([]feedback.Feedback, error) {
	return openFeedback(ctx, t.q, who, now, most)
}

// ToAsk implements feedback.Store.
func (s *Feedbacks) ToAsk(ctx context.Context, communities []int64, now time.Time, after pages.Cursor, most int) ([]feedback.Feedback, error) {
	if len(communities) == 0 {
		return nil, nil
	}
	from := max(after.Key, ms(now))
	return feedbacks(ctx, s.db.pool, `community_id IN (`+marks(len(communities))+`) AND mark = 0 AND asked_id = 0 AND person_id > 0
		AND (expires_at > ? OR expires_at = ? AND id > ?) ORDER BY expires_at, id LIMIT ?`,
		append(anys(communities), from, from, after.ID, most)...)
}

// CountToAsk implements feedback.Store.
func (s *Feedbacks) CountToAsk(ctx context.Context, communities []int64, now time.Time) (n int, err error) {
	if len(communities) == 0 {
		return 0, nil
	}
	err = get(ctx, s.db.pool, &n, nil, `SELECT COUNT(*) FROM feedback WHERE community_id IN (`+marks(len(communities))+`)
		AND mark = 0 AND asked_id = 0 AND person_id > 0 AND expires_at > ?`, append(anys(communities), ms(now))...)
	return n, err
}

// Figures implements feedback.Store.
func (s *Feedbacks) Figures(ctx context.Context, communities []int64, first, last int) ([]feedback.Counted, error) {
	if len(communities) == 0 {
		return nil, nil
	}
	var rows []struct {
		Community int64         `db:"community_id"`
		Month     int           `db:"month"`
		Kind      feedback.Kind `db:"kind"`
		Service   int64         `db:"service_id"`
		Sort      string        `db:"sort"`
		Title     string        `db:"title"`
		Asked     int           `db:"asked"`
		Answered  int           `db:"answered"`
		Good      int           `db:"good"`
		Fair      int           `db:"fair"`
		Poor      int           `db:"poor"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT community_id, month, kind, service_id, sort, MAX(title) AS title, COUNT(*) AS asked, SUM(CASE WHEN mark > 0 THEN 1 ELSE 0 END) AS answered,
			SUM(CASE WHEN mark = 1 THEN 1 ELSE 0 END) AS good, SUM(CASE WHEN mark = 2 THEN 1 ELSE 0 END) AS fair, SUM(CASE WHEN mark = 3 THEN 1 ELSE 0 END) AS poor
		FROM   feedback WHERE community_id IN (`+marks(len(communities))+`) AND month BETWEEN ? AND ?
		GROUP  BY community_id, month, kind, service_id, sort
		ORDER  BY community_id, kind, title, service_id, sort, month LIMIT 20000`, append(anys(communities), first, last)...); err != nil {
		return nil, fmt.Errorf("figures of satisfaction: %w", err)
	}
	all := make([]feedback.Counted, len(rows))
	for i, r := range rows {
		all[i] = feedback.Count(feedback.Figure{
			Community: r.Community, Month: r.Month, Kind: r.Kind, Service: r.Service, Sort: r.Sort, Title: r.Title,
			Asked: r.Asked, Answered: r.Answered, Good: r.Good, Fair: r.Fair, Poor: r.Poor,
		})
	}
	return all, nil
}

// ForgetNames implements feedback.Store.
func (s *Feedbacks) ForgetNames(ctx context.Context, answered, expired time.Time) (int64, error) {
	n, err := change(ctx, direct{s.db}, `UPDATE feedback SET person_id = 0, asked_id = 0, words = '' WHERE answered_at > 0 AND answered_at < ?
		AND (person_id > 0 OR words <> '') AND NOT EXISTS (SELECT 1 FROM feedback_follow_up f WHERE f.source = ? AND f.about_id = feedback.id AND f.done_at = 0)`,
		ms(answered), feedback.OfFeedback)
	if err != nil {
		return n, fmt.Errorf("forget answers: %w", err)
	}
	m, err := change(ctx, direct{s.db}, `UPDATE feedback SET person_id = 0, asked_id = 0 WHERE person_id > 0 AND mark = 0 AND expires_at < ?`, ms(expired))
	if err != nil {
		return n, fmt.Errorf("forget questions: %w", err)
	}
	return n + m, nil
}

// AddFeedback implements feedback.Asks.
func (t *tx) AddFeedback(ctx context.Context, f *feedback.Feedback) (bool, error) {
	id, err := insert(ctx, t.q, `
		INSERT INTO feedback (community_id, kind, about_id, part, service_id, sort, title, month, person_id, asked_id, asked_at, expires_at, mark, chips,
			chip_names, words, way, by_id, answered_at, deed)
		VALUES (`+marks(20)+`)`,
		f.Community, f.Kind, f.About, int(f.Part), f.Service, f.Sort, f.Title, f.Month(), f.Person, f.Asked, ms(f.AskedAt), ms(f.ExpiresAt), f.Mark,
		strings.Join(f.Chips, " "), strings.Join(f.Names, "、"), f.Words, f.Way, f.By, ms(f.AnsweredAt), f.Deed)
	if duplicate(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("add feedback: %w", err)
	}
	f.ID = id
	return true, nil
}

// LockFeedback implements feedback.Tx.
func (t *tx) LockFeedback(ctx context.Context, id int64) (feedback.Feedback, error) {
	all, err := feedbacks(ctx, t.q, `id = ?`+t.e.forUpd, id)
	return first(all, err, feedback.ErrMissing)
}

// SaveFeedback implements feedback.Tx.
func (t *tx) SaveFeedback(ctx context.Context, f feedback.Feedback) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE feedback SET mark = ?, chips = ?, chip_names = ?, words = ?, way = ?, by_id = ?, answered_at = ?, deed = ? WHERE id = ?`,
		f.Mark, strings.Join(f.Chips, " "), strings.Join(f.Names, "、"), f.Words, f.Way, f.By, ms(f.AnsweredAt), f.Deed, f.ID); err != nil {
		return fmt.Errorf("save feedback %d: %w", f.ID, err)
	}
	return nil
}

// moveFeedback moves what one person was asked and said to another.
func (t *tx) moveFeedback(ctx context.Context, from, to int64) error {
	for _, column := range []string{"person_id", "asked_id"} {
		if _, err := t.q.ExecContext(ctx, `UPDATE feedback SET `+column+` = ? WHERE `+column+` = ?`, to, from); err != nil {
			return fmt.Errorf("move feedback: %w", err)
		}
	}
	return nil
}

// leaveFeedback takes the person and their words out of what they were asked and said: the mark counts on, open questions end, and nobody
// is called. What they were asked about a relative is asked by staff from now on.
func (t *tx) leaveFeedback(ctx context.Context, p person.Person, now time.Time) error {
	if p.Code != "" {
		return nil
	}
	for _, one := range []query{
		{`UPDATE feedback_follow_up SET done_at = ? WHERE source = ? AND done_at = 0 AND about_id IN (SELECT id FROM feedback WHERE person_id = ?)`, []any{ms(now), feedback.OfFeedback, p.ID}},
		{`UPDATE feedback SET expires_at = ? WHERE person_id = ? AND mark = 0 AND expires_at > ?`, []any{ms(now), p.ID, ms(now)}},
		{`UPDATE feedback SET person_id = 0, asked_id = 0, words = '' WHERE person_id = ?`, []any{p.ID}},
		{`UPDATE feedback SET asked_id = 0 WHERE asked_id = ?`, []any{p.ID}},
	} {
		if _, err := t.q.ExecContext(ctx, one.text, one.args...); err != nil {
			return fmt.Errorf("leave feedback: %w", err)
		}
	}
	return nil
}
