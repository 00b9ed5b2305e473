package store

import (
	"context"
	"fmt"

	"linli/app/attend"
	"linli/app/auth"
	"linli/app/person"
	"linli/app/when"
	"linli/app/work"
)

// Posted implements attend.Store.
func (s *Attendances) Posted(
	ctx context.Context, areas []int64, roles []auth.Role, begin, end when.Date,
) (all []person.Posting, err error) {
	for start := 0; start < len(areas); start += 500 {
		part := areas[start:min(start+500, len(areas))]
		found, err := postings(ctx, s.db.pool, `area_id IN (`+marks(len(part))+`) AND role IN (`+marks(len(roles))+`)
			AND from_at < ? AND (to_at = 0 OR to_at > ?)`, append(append(anys(part), anys(roles)...), ms(end.Next().Time()), ms(begin.Time()))...)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// CheckedIn implements attend.Store.
func (s *Attendances) CheckedIn(ctx context.Context, community int64, persons []int64, begin, end when.Date) ([]attend.Day, error) {
	var rows []struct {
		Person int64     `db:"person_id"`
		Day    when.Date `db:"day"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT person_id, day FROM attend_day WHERE community_id = ? AND person_id IN (`+marks(len(persons))+`) AND day BETWEEN ? AND ?`,
		append(append([]any{community}, anys(persons)...), int(begin), int(end))...); err != nil {
		return nil, fmt.Errorf("check-ins: %w", err)
	}
	days := make([]attend.Day, len(rows))
	for i, r := range rows {
		days[i] = attend.Day{Person: r.Person, Community: community, Day: r.Day}
	}
	return days, nil
}

// Worked implements attend.Store.
func (s *Attendances) Worked(ctx context.Context, community int64, persons []int64, begin, end when.Date) ([]attend.Worked, error) {
	var rows []struct {
		Person int64     `db:"person_id"`
		Day    when.Date `db:"day"`
		Kind   work.Kind `db:"kind"`
		Lines  int       `db:"n"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT person_id, day, kind, COUNT(*) AS n FROM work_line
		WHERE  community_id = ? AND person_id IN (`+marks(len(persons))+`) AND day BETWEEN ? AND ? GROUP BY person_id, day, kind`,
		append(append([]any{community}, anys(persons)...), int(begin), int(end))...); err != nil {
		return nil, fmt.Errorf("days of work: %w", err)
	}
	all := make([]attend.Worked, len(rows))
	for i, r := range rows {
		all[i] = attend.Worked(r)
	}
	return all, nil
}

// Confirmed implements attend.Store.
func (s *Attendances) Confirmed(ctx context.Context, community int64, persons []int64, m attend.Month) ([]attend.Confirmation, error) {
	var rows []struct {
		Person int64  `db:"person_id"`
		Words  string `db:"words"`
		Said   string `db:"said"`
		At     int64  `db:"confirmed_at"`
		SeenBy int64  `db:"seen_by"`
		SeenAt int64  `db:"seen_at"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT person_id, words, said, confirmed_at, seen_by, seen_at FROM attend_month
		WHERE  community_id = ? AND month = ? AND person_id IN (`+marks(len(persons))+`)`,
		append([]any{community, int(m)}, anys(persons)...)...); err != nil {
		return nil, fmt.Errorf("confirmed months: %w", err)
	}
	all := make([]attend.Confirmation, len(rows))
	for i, r := range rows {
		all[i] = attend.Confirmation{
			Person: r.Person, Community: community, Month: m, Words: r.Words, Said: r.Said, At: at(r.At), SeenBy: r.SeenBy, SeenAt: at(r.SeenAt),
		}
	}
	return all, nil
}

// Disputed implements attend.Store.
func (s *Attendances) Disputed(ctx context.Context, community int64, persons []int64, m attend.Month) ([]attend.Dispute, error) {
	var rows []struct {
		Person     int64  `db:"person_id"`
		Line       string `db:"line_key"`
		Words      string `db:"words"`
		At         int64  `db:"at"`
		Answer     string `db:"answer"`
		AnsweredBy int64  `db:"answered_by"`
		AnsweredAt int64  `db:"answered_at"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT person_id, line_key, words, at, answer, answered_by, answered_at FROM attend_dispute
		WHERE  community_id = ? AND month = ? AND person_id IN (`+marks(len(persons))+`) ORDER BY at, person_id`,
		append([]any{community, int(m)}, anys(persons)...)...); err != nil {
		return nil, fmt.Errorf("disputes: %w", err)
	}
	all := make([]attend.Dispute, len(rows))
	for i, r := range rows {
		all[i] = attend.Dispute{
			Person: r.Person, Community: community, Month: m, Line: r.Line, Words: r.Words, At: at(r.At), Answer: r.Answer,
			AnsweredBy: r.AnsweredBy, AnsweredAt: at(r.AnsweredAt),
		}
	}
	return all, nil
}

// DropMonths implements attend.Store.
func (s *Attendances) DropMonths(ctx context.Context, community int64, before when.Date) (total int, err error) {
	n, err := dropReasons(ctx, direct{s.db}, fmt.Sprintf("attend:%d", community), before)
	if err != nil {
		return 0, err
	}
	total = n
	for _, query := range []string{
		`DELETE FROM attend_month WHERE community_id = ? AND last_day < ?`, `DELETE FROM attend_dispute WHERE community_id = ? AND last_day < ?`,
	} {
		n, err := change(ctx, direct{s.db}, query, community, int(before))
		if err != nil {
			return total, fmt.Errorf("drop months: %w", err)
		}
		total += int(n)
	}
	return total, nil
}

// Confirm implements attend.Tx.
func (t *tx) Confirm(ctx context.Context, c attend.Confirmation) error {
	_, last := c.Month.Days()
	if _, err := t.q.ExecContext(ctx, `
		INSERT INTO attend_month (person_id, community_id, month, last_day, words, said, confirmed_at, seen_by, seen_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0)`+
		t.e.upsert("person_id, community_id, month", "words", "said", "confirmed_at", "seen_by", "seen_at"),
		c.Person, c.Community, int(c.Month), int(last), c.Words, c.Said, ms(c.At)); err != nil {
		return fmt.Errorf("confirm a month: %w", err)
	}
	return nil
}

// See implements attend.Tx.
func (t *tx) See(ctx context.Context, c attend.Confirmation) error {
	n, err := change(ctx, t.q, `UPDATE attend_month SET seen_by = ?, seen_at = ? WHERE person_id = ? AND community_id = ? AND month = ?`,
		c.SeenBy, ms(c.SeenAt), c.Person, c.Community, int(c.Month))
	return oneOf(n, err)
}

// oneOf returns attend.ErrMissing for a change of no row.
func oneOf(n int64, err error) error {
	if err == nil && n == 0 {
		return attend.ErrMissing
	}
	return err
}

// Dispute implements attend.Tx.
func (t *tx) Dispute(ctx context.Context, d attend.Dispute) error {
	_, last := d.Month.Days()
	if _, err := t.q.ExecContext(ctx, `
		INSERT INTO attend_dispute (person_id, community_id, month, line_key, last_day, words, at, answer, answered_by, answered_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, '', 0, 0)`+
		t.e.upsert("person_id, community_id, month, line_key", "words", "at", "answer", "answered_by", "answered_at"),
		d.Person, d.Community, int(d.Month), d.Line, int(last), d.Words, ms(d.At)); err != nil {
		return fmt.Errorf("dispute: %w", err)
	}
	return nil
}

// Answer implements attend.Tx.
func (t *tx) Answer(ctx context.Context, d attend.Dispute) error {
	n, err := change(ctx, t.q, `
		UPDATE attend_dispute SET answer = ?, answered_by = ?, answered_at = ?
		WHERE  person_id = ? AND community_id = ? AND month = ? AND line_key = ?`,
		d.Answer, d.AnsweredBy, ms(d.AnsweredAt), d.Person, d.Community, int(d.Month), d.Line)
	return oneOf(n, err)
}
