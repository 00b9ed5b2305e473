package store

import (
	"context"
	"fmt"
	"time"

	"linli/app/chat"
	"linli/app/roster"
)

var chatData = data{
	tables: []Table{{
		Name: "chat_draft", Holds: "an unfinished report: words, place, photos", Keep: chat.DraftLife, From: "the last message",
		Job: "hand_in_drafts", Also: "handing in, at the latest two hours after a reminder; closing; leaving", Names: map[string]Fate{"person_id": {}},
	}},
	move:  (*tx).moveDraft,
	carry: (*tx).carryDrafts,
}

// Chats implements chat.Store.
type Chats struct{ db *DB }

// NewChats returns the records of conversations.
func NewChats(db *DB) *Chats { return &Chats{db} }

const draftColumns = `person_id, stage, text, place, area_id, community_id, lat, lng, choices, files, asked, report_id, said_at,
	reminded_at, expires_at`

type draftRow struct {
	Person    int64      `db:"person_id"`
	Stage     chat.Stage `db:"stage"`
	Text      string     `db:"text"`
	Place     string     `db:"place"`
	Area      int64      `db:"area_id"`
	Community int64      `db:"community_id"`
	Lat       float64    `db:"lat"`
	Lng       float64    `db:"lng"`
	Choices   string     `db:"choices"`
	Files     string     `db:"files"`
	Asked     int        `db:"asked"`
	Report    int64      `db:"report_id"`
	SaidAt    int64      `db:"said_at"`
	Reminded  int64      `db:"reminded_at"`
	ExpiresAt int64      `db:"expires_at"`
}

// Draft implements chat.Tx.
func (t *tx) Draft(ctx context.Context, person int64) (chat.Draft, error) {
	var rows []draftRow
	if err := list(ctx, t.q, &rows, `
		SELECT `+draftColumns+` FROM chat_draft WHERE person_id = ?`+t.e.forUpd, person); err != nil {
		return chat.Draft{}, fmt.Errorf("draft: %w", err)
	}
	if len(rows) == 0 {
		return chat.Draft{Person: person}, nil
	}
	return rows[0].draft(), nil
}

func (r draftRow) draft() chat.Draft {
	return chat.Draft{
		Person: r.Person, Stage: r.Stage, Text: r.Text, Place: r.Place, Area: r.Area, Community: r.Community,
		Lat: r.Lat, Lng: r.Lng, Choices: splitIDs(r.Choices), Files: splitIDs(r.Files), Asked: r.Asked, Report: r.Report,
		SaidAt: at(r.SaidAt), Reminded: at(r.Reminded), ExpiresAt: at(r.ExpiresAt),
	}
}

// SaveDraft implements chat.Tx.
func (t *tx) SaveDraft(ctx context.Context, d chat.Draft) error {
	_, err := t.q.ExecContext(ctx, `
		INSERT INTO chat_draft (`+draftColumns+`)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`+t.e.upsert("person_id", "stage", "text", "place", "area_id",
		"community_id", "lat", "lng", "choices", "files", "asked", "report_id", "said_at", "reminded_at", "expires_at"),
		d.Person, d.Stage, d.Text, d.Place, d.Area, d.Community, d.Lat, d.Lng, joinIDs(d.Choices), joinIDs(d.Files),
		d.Asked, d.Report, ms(d.SaidAt), ms(d.Reminded), ms(d.ExpiresAt))
	if err != nil {
		return fmt.Errorf("save draft: %w", err)
	}
	return nil
}

// DeleteDraft implements chat.Tx.
func (t *tx) DeleteDraft(ctx context.Context, person int64) error {
	if _, err := t.q.ExecContext(ctx, `DELETE FROM chat_draft WHERE person_id = ?`, person); err != nil {
		return fmt.Errorf("delete draft: %w", err)
	}
	return nil
}

// moveDraft moves one person's draft to another, unless the other has one.
func (t *tx) moveDraft(ctx context.Context, from, to int64) error {
	d, err := t.Draft(ctx, from)
	if err != nil || d.Stage == "" {
		return err
	}
	own, err := t.Draft(ctx, to)
	if err != nil {
		return err
	}
	if err := t.DeleteDraft(ctx, from); err != nil || own.Stage != "" {
		return err
	}
	d.Person = to
	return t.SaveDraft(ctx, d)
}

// InTx implements chat.Store.
func (s *Chats) InTx(ctx context.Context, do func(chat.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

// aboutProblem selects the drafts that hold a problem.
const aboutProblem = `stage IN ('place', 'pick', 'community', 'confirm') AND (text <> '' OR files <> '')`

// Unanswered implements chat.Store.
func (s *Chats) Unanswered(ctx context.Context, before time.Time, most int) ([]int64, error) {
	return s.silent(ctx, "reminded_at = 0", before, most)
}

// Unplaced implements chat.Store.
func (s *Chats) Unplaced(ctx context.Context, before time.Time, most int) ([]int64, error) {
	return s.silent(ctx, "reminded_at <> 0", before, most)
}

func (s *Chats) silent(ctx context.Context, which string, before time.Time, most int) ([]int64, error) {
	var all []int64
	if err := list(ctx, s.db.pool, &all, `
		SELECT person_id FROM chat_draft WHERE said_at <= ? AND `+which+` AND `+aboutProblem+`
		ORDER  BY said_at, person_id LIMIT ?`, ms(before), most); err != nil {
		return nil, fmt.Errorf("silent drafts: %w", err)
	}
	return all, nil
}

// DeleteDrafts implements chat.Store.
func (s *Chats) DeleteDrafts(ctx context.Context, before time.Time) (int64, error) {
	n, err := change(ctx, direct{s.db}, `DELETE FROM chat_draft WHERE expires_at < ? AND NOT (`+aboutProblem+`)`, ms(before))
	return n, outage(err)
}

// carryDrafts moves the drafts about an area to its new community.
func (t *tx) carryDrafts(ctx context.Context, m roster.Move) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE chat_draft SET community_id = ? WHERE area_id = ?`, m.To.Community, m.Area); err != nil {
		return fmt.Errorf("carry drafts: %w", err)
	}
	return nil
}
