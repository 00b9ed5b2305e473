package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/inquiry"
	"linli/app/notify"
	"linli/app/person"
)

var inquiryData = data{
	tables: []Table{
		{
			Name: "inquiry", Holds: "who asked a community, the beginning of the first words, who answered", Keep: inquiry.Keep,
			From: "the end of the inquiry", Job: DropOldRows, Column: "ended_at", Unless: `ended_at = 0`, Also: "closing; leaving",
			Names: map[string]Fate{"person_id": {}, "answered_by": byStaff, "ended_by": byStaff},
		},
		{
			Name: "inquiry_message", Holds: "what a resident and staff said to each other, photos and recordings of it", Keep: inquiry.Keep,
			From: "the end of the inquiry", Job: DropOldRows, Column: "ended_at", Unless: `ended_at = 0`, Also: "closing; leaving",
			Names: map[string]Fate{"person_id": {}},
		},
	},
	move:  (*tx).moveInquiries,
	leave: (*tx).leaveInquiries,
}

// Inquiries implements inquiry.Store.
type Inquiries struct{ db *DB }

// NewInquiries returns the records of inquiries.
func NewInquiries(db *DB) *Inquiries { return &Inquiries{db} }

// InTx implements inquiry.Store.
func (s *Inquiries) InTx(ctx context.Context, do func(inquiry.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

type inquiryRow struct {
	ID         int64         `db:"id"`
	Community  int64         `db:"community_id"`
	Person     int64         `db:"person_id"`
	State      inquiry.State `db:"state"`
	Title      string        `db:"title"`
	Urgent     bool          `db:"urgent"`
	Messages   int           `db:"messages"`
	AskedAt    int64         `db:"asked_at"`
	SaidAt     int64         `db:"said_at"`
	AnsweredAt int64         `db:"answered_at"`
	AnsweredBy int64         `db:"answered_by"`
	EndedAt    int64         `db:"ended_at"`
	EndedBy    int64         `db:"ended_by"`
	Report     int64         `db:"report_id"`
	Number     int64         `db:"report_number"`
}

const inquiryColumns = `id, community_id, person_id, state, title, urgent, messages, asked_at, said_at, answered_at, answered_by, ended_at, ended_by, report_id, report_number`

func inquiries(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]inquiry.Inquiry, error) {
	var rows []inquiryRow
	if err := list(ctx, q, &rows, `SELECT `+inquiryColumns+` FROM inquiry WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("inquiries: %w", err)
	}
	all := make([]inquiry.Inquiry, len(rows))
	for i, r := range rows {
		all[i] = inquiry.Inquiry{
			ID: r.ID, Community: r.Community, Person: r.Person, State: r.State, Title: r.Title, Urgent: r.Urgent, Messages: r.Messages,
			AskedAt: at(r.AskedAt), SaidAt: at(r.SaidAt), AnsweredAt: at(r.AnsweredAt), AnsweredBy: r.AnsweredBy,
			EndedAt: at(r.EndedAt), EndedBy: r.EndedBy, Report: r.Report, Number: r.Number,
		}
	}
	return all, nil
}

// oneInquiry returns the first row, or inquiry.ErrMissing.
func oneInquiry(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) (inquiry.Inquiry, error) {
	all, err := inquiries(ctx, q, where, args...)
	return first(all, err, inquiry.ErrMissing)
}

// Inquiry implements inquiry.Store.
func (s *Inquiries) Inquiry(ctx context.Context, id int64) (inquiry.Inquiry, error) {
	return oneInquiry(ctx, s.db.pool, `id = ?`, id)
}

// InquiriesOf implements inquiry.Store.
func (s *Inquiries) InquiriesOf(ctx context.Context, who, before int64, most int) ([]inquiry.Inquiry, error) {
	return inquiries(ctx, s.db.pool, `person_id = ? AND id < ? ORDER BY id DESC LIMIT ?`, who, from(before), most)
}

// Inquiries implements inquiry.Store.
func (s *Inquiries) Inquiries(ctx context.Context, f inquiry.Filter) ([]inquiry.Inquiry, error) {
	if len(f.Communities) == 0 {
		return nil, nil
	}
	where := `community_id IN (` + marks(len(f.Communities)) + `) AND state = ? AND `
	args := append(anys(f.Communities), f.State)
	if f.State == inquiry.Open {
		return inquiries(ctx, s.db.pool, where+`id > ? ORDER BY id LIMIT ?`, append(args, f.Beyond, f.Most)...)
	}
	return inquiries(ctx, s.db.pool, where+`id < ? ORDER BY id DESC LIMIT ?`, append(args, from(f.Beyond), f.Most)...)
}

// CountInquiries implements inquiry.Store.
func (s *Inquiries) CountInquiries(ctx context.Context, communities []int64, state inquiry.State) (n int, err error) {
	if len(communities) == 0 {
		return 0, nil
	}
	err = get(ctx, s.db.pool, &n, nil, `
		SELECT COUNT(*) FROM inquiry WHERE community_id IN (`+marks(len(communities))+`) AND state = ?`, append(anys(communities), state)...)
	return n, err
}

// QuietInquiries implements inquiry.Store.
func (s *Inquiries) QuietInquiries(ctx context.Context, since time.Time, most int) ([]int64, error) {
	var ids []int64
	err := list(ctx, s.db.pool, &ids, `
		SELECT id FROM inquiry WHERE state = ? AND said_at <= ? ORDER BY said_at, id LIMIT ?`, inquiry.Answered, ms(since), most)
	return ids, err
}

// Messages implements inquiry.Store.
func (s *Inquiries) Messages(ctx context.Context, of int64) ([]inquiry.Message, error) {
	var rows []struct {
		ID     int64  `db:"id"`
		Person int64  `db:"person_id"`
		Staff  bool   `db:"staff"`
		Text   string `db:"text"`
		Files  string `db:"files"`
		At     int64  `db:"at"`
		Notice int64  `db:"notice_id"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT id, person_id, staff, text, files, at, notice_id FROM inquiry_message WHERE inquiry_id = ? ORDER BY id LIMIT ?`,
		of, inquiry.MaxMessages+1); err != nil {
		return nil, fmt.Errorf("messages: %w", err)
	}
	all := make([]inquiry.Message, len(rows))
	for i, r := range rows {
		all[i] = inquiry.Message{
			ID: r.ID, Inquiry: of, Person: r.Person, Staff: r.Staff, Text: r.Text, Files: splitIDs(r.Files), At: at(r.At), Notice: r.Notice,
		}
	}
	return all, nil
}

// DeliveriesOf implements inquiry.Store.
func (s *Inquiries) DeliveriesOf(ctx context.Context, notices []int64) (map[int64]inquiry.Delivery, error) {
	found := map[int64]inquiry.Delivery{}
	if len(notices) == 0 {
		return found, nil
	}
	var rows []struct {
		ID    int64        `db:"id"`
		State notify.State `db:"state"`
		Said  int          `db:"said"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT n.id, n.state, (SELECT COUNT(*) FROM notify_attempt a WHERE a.notice_id = n.id AND a.channel = ? AND a.outcome = ?) AS said
		FROM notify_notice n WHERE n.id IN (`+marks(len(notices))+`)`,
		append([]any{notify.InChat, notify.Sent}, anys(notices)...)...); err != nil {
		return nil, fmt.Errorf("deliveries: %w", err)
	}
	for _, r := range rows {
		found[r.ID] = inquiry.DeliveryOf(r.State, r.Said > 0)
	}
	return found, nil
}

// SpokeAt implements inquiry.Store.
func (s *Inquiries) SpokeAt(ctx context.Context, who int64) (time.Time, error) {
	_, spoke, err := lastWords(ctx, s.db.pool, who)
	if errors.Is(err, notify.ErrMissing) {
		return time.Time{}, nil
	}
	return spoke, err
}

// HomeOf implements inquiry.Store.
func (s *Inquiries) HomeOf(ctx context.Context, who int64) (home int64, err error) {
	err = get(ctx, s.db.pool, &home, person.ErrMissing, `SELECT home_id FROM person WHERE id = ?`, who)
	return home, err
}

// Telephone implements inquiry.Store.
func (s *Inquiries) Telephone(ctx context.Context, community int64) (string, error) {
	phones, err := NewStewards(s.db).PhonesOf(ctx, community)
	return phones.Contact, err
}

// LiveInquiry implements inquiry.Tx.
func (t *tx) LiveInquiry(ctx context.Context, who, community int64) (inquiry.Inquiry, error) {
	return oneInquiry(ctx, t.q, `person_id = ? AND community_id = ? AND live = 1`+t.e.forUpd, who, community)
}

// LockInquiry implements inquiry.Tx.
func (t *tx) LockInquiry(ctx context.Context, id int64) (inquiry.Inquiry, error) {
	return oneInquiry(ctx, t.q, `id = ?`+t.e.forUpd, id)
}

// AddInquiry implements inquiry.Tx.
func (t *tx) AddInquiry(ctx context.Context, i *inquiry.Inquiry) (err error) {
	i.ID, err = insert(ctx, t.q, `
		INSERT INTO inquiry (community_id, person_id, live, state, title, urgent, messages, asked_at, said_at, answered_at, answered_by, ended_at, ended_by)
		VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		i.Community, i.Person, i.State, i.Title, i.Urgent, i.Messages, ms(i.AskedAt), ms(i.SaidAt), ms(i.AnsweredAt), i.AnsweredBy,
		ms(i.EndedAt), i.EndedBy)
	if err != nil {
		return fmt.Errorf("add inquiry: %w", err)
	}
	return nil
}

// SaveInquiry implements inquiry.Tx.
func (t *tx) SaveInquiry(ctx context.Context, i inquiry.Inquiry) error {
	live := sql.NullInt64{Int64: 1, Valid: i.State != inquiry.Closed}
	if _, err := t.q.ExecContext(ctx, `
		UPDATE inquiry SET community_id = ?, live = ?, state = ?, title = ?, urgent = ?, messages = ?, asked_at = ?, said_at = ?, answered_at = ?, answered_by = ?,
			ended_at = ?, ended_by = ?, report_id = ?, report_number = ? WHERE id = ?`,
		i.Community, live, i.State, i.Title, i.Urgent, i.Messages, ms(i.AskedAt), ms(i.SaidAt), ms(i.AnsweredAt), i.AnsweredBy, ms(i.EndedAt),
		i.EndedBy, i.Report, i.Number, i.ID); err != nil {
		return fmt.Errorf("save inquiry %d: %w", i.ID, err)
	}
	if i.State != inquiry.Closed {
		return nil
	}
	if _, err := t.q.ExecContext(ctx, `UPDATE inquiry_message SET ended_at = ? WHERE inquiry_id = ?`, ms(i.EndedAt), i.ID); err != nil {
		return fmt.Errorf("end messages of inquiry %d: %w", i.ID, err)
	}
	return nil
}

// AddMessage implements inquiry.Tx.
func (t *tx) AddMessage(ctx context.Context, m inquiry.Message) error {
	if _, err := insert(ctx, t.q, `
		INSERT INTO inquiry_message (inquiry_id, person_id, staff, text, files, at, notice_id, request, ended_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)`,
		m.Inquiry, m.Person, m.Staff, m.Text, joinIDs(m.Files), ms(m.At), m.Notice, nullText(m.Request)); err != nil {
		return fmt.Errorf("add message: %w", err)
	}
	return nil
}

// InquiryOf implements inquiry.Tx.
func (t *tx) InquiryOf(ctx context.Context, who int64, request string) (id int64, err error) {
	err = get(ctx, t.q, &id, inquiry.ErrMissing, `SELECT inquiry_id FROM inquiry_message WHERE person_id = ? AND request = ?`, who, request)
	return id, err
}

// leaveInquiries deletes the inquiries of a person who leaves. The inquiries of a person in the roster stay.
func (t *tx) leaveInquiries(ctx context.Context, p person.Person, _ time.Time) error {
	if p.Code != "" {
		return nil
	}
	var files []string
	if err := list(ctx, t.q, &files, `SELECT m.files FROM inquiry_message m JOIN inquiry i ON i.id = m.inquiry_id
		WHERE m.person_id = ? AND m.files <> '' AND i.report_id = 0`, p.ID); err != nil { // those of a report stay with it
		return fmt.Errorf("leave inquiries: %w", err)
	}
	for _, ids := range files { // without a community they are deleted as files that nothing holds
		if err := t.MoveFiles(ctx, splitIDs(ids), 0); err != nil {
			return err
		}
	}
	for _, statement := range []string{
		`DELETE FROM inquiry_message WHERE inquiry_id IN (SELECT id FROM inquiry WHERE person_id = ?)`,
		`DELETE FROM inquiry WHERE person_id = ?`,
		`UPDATE inquiry_message SET person_id = 0 WHERE person_id = ?`,
	} {
		if _, err := t.q.ExecContext(ctx, statement, p.ID); err != nil {
			return fmt.Errorf("leave inquiries: %w", err)
		}
	}
	return nil
}

// moveInquiries moves one person's inquiries to another. Of two that have not ended with one community, the one of the other
// person takes the messages of both.
func (t *tx) moveInquiries(ctx context.Context, from, to int64) error {
	both, err := inquiries(ctx, t.q, `person_id = ? AND live = 1`+t.e.forUpd, from)
	if err != nil {
		return err
	}
	for _, i := range both {
		own, err := t.LiveInquiry(ctx, to, i.Community)
		if errors.Is(err, inquiry.ErrMissing) {
			continue
		}
		if err != nil {
			return err
		}
		if err := t.unite(ctx, i, own); err != nil {
			return err
		}
	}
	for _, table := range []string{"inquiry", "inquiry_message"} {
		if _, err := t.q.ExecContext(ctx, `UPDATE `+table+` SET person_id = ? WHERE person_id = ?`, to, from); err != nil {
			return fmt.Errorf("move inquiries: %w", err)
		}
	}
	return nil
}

// unite moves the messages of one inquiry into another, which waits if one of them does.
func (t *tx) unite(ctx context.Context, from, into inquiry.Inquiry) error {
	if _, err := t.q.ExecContext(ctx, `UPDATE inquiry_message SET inquiry_id = ? WHERE inquiry_id = ?`, into.ID, from.ID); err != nil {
		return fmt.Errorf("unite inquiries: %w", err)
	}
	if _, err := t.q.ExecContext(ctx, `DELETE FROM inquiry WHERE id = ?`, from.ID); err != nil {
		return fmt.Errorf("unite inquiries: %w", err)
	}
	into.Messages += from.Messages
	if from.State == inquiry.Open {
		into.State = inquiry.Open
	}
	into.Urgent = into.Urgent || from.Urgent
	return t.SaveInquiry(ctx, into)
}
