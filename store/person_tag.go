package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/person"
)

var tagData = data{
	tables: []Table{{
		Name: "person_tag", Holds: "tags of a person: lives alone, disabled, …", From: "until staff remove it", Also: "staff; " + withHome,
		Names: map[string]Fate{"person_id": {}, "by_id": byStaff},
	}},
	move:  (*tx).moveTags,
	leave: (*tx).leaveTags,
}

// TagsOf implements person.Store.
func (s *Persons) TagsOf(ctx context.Context, who int64) ([]person.Tag, error) {
	return tagsOf(ctx, s.db.pool, who)
}

// TagsOf implements person.Tx.
func (t *tx) TagsOf(ctx context.Context, who int64) ([]person.Tag, error) {
	return tagsOf(ctx, t.q, who)
}

func tagsOf(ctx context.Context, q sqlx.QueryerContext, who int64) ([]person.Tag, error) {
	var tags []person.Tag
	if err := list(ctx, q, &tags, `
		SELECT t.tag FROM person_tag t JOIN wordlist_word w ON w.list = 'tag' AND w.code = t.tag WHERE t.person_id = ? ORDER BY w.place, t.tag LIMIT 60`,
		who); err != nil {
		return nil, fmt.Errorf("tags: %w", err)
	}
	return tags, nil
}

// Tagged implements person.Store.
func (s *Persons) Tagged(ctx context.Context, in person.TaggedIn, after int64, most int) ([]person.Person, int, error) {
	from := `
		FROM   person_tag g JOIN person p ON p.id = g.person_id LEFT JOIN area a ON a.id = p.home_id
		WHERE  g.tag = ? AND p.community_id = ? AND p.merged_into = 0`
	args := []any{in.Tag, in.Community}
	if len(in.Homes) > 0 {
		from += ` AND (a.path LIKE ?` + strings.Repeat(` OR a.path LIKE ?`, len(in.Homes)-1) + `)`
		for _, home := range in.Homes {
			args = append(args, home+"%")
		}
	}
	var counted []int
	if err := list(ctx, s.db.pool, &counted, `SELECT COUNT(*)`+from, args...); err != nil {
		return nil, 0, fmt.Errorf("count tagged: %w", err)
	}
	var ids []int64
	if err := list(ctx, s.db.pool, &ids, `SELECT p.id`+from+` AND p.id > ? ORDER BY p.id LIMIT ?`, append(args, after, most)...); err != nil {
		return nil, 0, fmt.Errorf("tagged: %w", err)
	}
	known, err := s.Persons(ctx, ids)
	if err != nil {
		return nil, 0, err
	}
	found := make([]person.Person, len(ids))
	for i, id := range ids {
		found[i] = known[id]
	}
	return found, counted[0], nil
}

// AddTag implements person.Tx.
func (t *tx) AddTag(ctx context.Context, g person.Tagging) error {
	_, err := insert(ctx, t.q, `INSERT INTO person_tag (person_id, tag, community_id, by_id, at) VALUES (?, ?, ?, ?, ?)`,
		g.Person, g.Tag, g.Community, g.By, ms(g.At))
	if err != nil && !duplicate(err) {
		return fmt.Errorf("add tag: %w", err)
	}
	return nil
}

// DeleteTag implements person.Tx.
func (t *tx) DeleteTag(ctx context.Context, who int64, tag person.Tag) error {
	if _, err := t.q.ExecContext(ctx, `DELETE FROM person_tag WHERE person_id = ? AND tag = ?`, who, tag); err != nil {
		return fmt.Errorf("delete tag: %w", err)
	}
	return nil
}

// leaveTags deletes every tag of a person who leaves.
func (t *tx) leaveTags(ctx context.Context, p person.Person, _ time.Time) error {
	if _, err := t.q.ExecContext(ctx, `DELETE FROM person_tag WHERE person_id = ?`, p.ID); err != nil {
		return fmt.Errorf("delete tags: %w", err)
	}
	return nil
}

// moveTags moves to the remaining person the tags that they do not have.
func (t *tx) moveTags(ctx context.Context, from, to int64) error {
	has, err := t.TagsOf(ctx, to)
	if err != nil {
		return err
	}
	for _, tag := range has {
		if err := t.DeleteTag(ctx, from, tag); err != nil {
			return err
		}
	}
	if _, err := t.q.ExecContext(ctx, `UPDATE person_tag SET person_id = ? WHERE person_id = ?`, to, from); err != nil {
		return fmt.Errorf("move tags: %w", err)
	}
	return nil
}
