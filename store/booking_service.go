package store

import (
	"context"
	"encoding/json"
	"fmt"

	"linli/app/booking"
	"linli/app/when"
)

// CatalogueVersion implements booking.Store.
func (s *Bookings) CatalogueVersion(ctx context.Context) (int64, error) {
	var v int64
	err := get(ctx, s.db.pool, &v, booking.ErrNoService, `SELECT version FROM booking_version WHERE id = 1`)
	return v, err
}

// BumpTimetable implements booking.Tx.
func (t *tx) BumpTimetable(ctx context.Context) error {
	_, err := t.q.ExecContext(ctx, `UPDATE booking_version SET version = version + 1 WHERE id = 1`)
	return err
}

type serviceRow struct {
	ID        int64        `db:"id"`
	Community int64        `db:"community_id"`
	Name      string       `db:"name"`
	Kind      booking.Kind `db:"kind"`
	Area      int64        `db:"area_id"`
	Place     string       `db:"place"`
	PlaceID   int64        `db:"place_id"`
	About     string       `db:"about"`
	Rules     string       `db:"rules"`
	Questions string       `db:"questions"`
	EndedAt   int64        `db:"ended_at"`
}

func (r serviceRow) service() (booking.Service, error) {
	s := booking.Service{
		ID: r.ID, Community: r.Community, Name: r.Name, Kind: r.Kind, Area: r.Area, Place: r.Place, PlaceID: r.PlaceID, About: r.About,
		EndedAt: at(r.EndedAt),
	}
	if err := json.Unmarshal([]byte(r.Rules), &s.Rules); err != nil {
		return s, fmt.Errorf("rules of service %d: %w", r.ID, err)
	}
	if err := json.Unmarshal([]byte(r.Questions), &s.Questions); err != nil {
		return s, fmt.Errorf("questions of service %d: %w", r.ID, err)
	}
	return s, nil
}

const serviceColumns = `id, community_id, name, kind, area_id, place, place_id, about, rules, questions, ended_at`

// ServiceNow implements booking.Tx.
func (t *tx) ServiceNow(ctx context.Context, id int64) (booking.Service, error) {
	var r serviceRow
	if err := get(ctx, t.q, &r, booking.ErrNoService, `SELECT `+serviceColumns+` FROM booking_service WHERE id = ?`, id); err != nil {
		return booking.Service{}, err
	}
	return r.service()
}

// Services implements booking.Store. It includes ended services, because their bookings refer to them.
func (s *Bookings) Services(ctx context.Context) ([]booking.Service, error) {
	var rows []serviceRow
	if err := list(ctx, s.db.pool, &rows, `
		SELECT `+serviceColumns+` FROM booking_service ORDER BY id LIMIT 20000`); err != nil {
		return nil, fmt.Errorf("services: %w", err)
	}
	all := make([]booking.Service, len(rows))
	for i, r := range rows {
		var err error
		if all[i], err = r.service(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// AddService implements booking.Tx.
func (t *tx) AddService(ctx context.Context, s *booking.Service) error {
	rules, questions, err := rulesText(*s)
	if err != nil {
		return err
	}
	s.ID, err = insert(ctx, t.q, `
		INSERT INTO booking_service (community_id, name, kind, area_id, place, place_id, about, rules, questions, ended_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		s.Community, s.Name, s.Kind, s.Area, s.Place, s.PlaceID, s.About, rules, questions, ms(s.EndedAt))
	if err != nil {
		return fmt.Errorf("add service: %w", err)
	}
	return nil
}

// SaveService implements booking.Tx.
func (t *tx) SaveService(ctx context.Context, s booking.Service) error {
	rules, questions, err := rulesText(s)
	if err != nil {
		return err
	}
	if _, err := t.q.ExecContext(ctx, `
		UPDATE booking_service SET name = ?, kind = ?, area_id = ?, place = ?, place_id = ?, about = ?, rules = ?, questions = ?, ended_at = ?
		WHERE  id = ?`, s.Name, s.Kind, s.Area, s.Place, s.PlaceID, s.About, rules, questions, ms(s.EndedAt), s.ID); err != nil {
		return fmt.Errorf("save service %d: %w", s.ID, err)
	}
	return nil
}

func rulesText(s booking.Service) (rules, questions string, err error) {
	r, err := json.Marshal(s.Rules)
	if err != nil {
		return "", "", fmt.Errorf("rules: %w", err)
	}
	q, err := json.Marshal(append([]booking.Question{}, s.Questions...))
	if err != nil {
		return "", "", fmt.Errorf("questions: %w", err)
	}
	return string(r), string(q), nil
}

type entryRow struct {
	ID        int64            `db:"id"`
	Community int64            `db:"community_id"`
	Service   int64            `db:"service_id"`
	From      when.Date        `db:"from_day"`
	To        when.Date        `db:"to_day"`
	Days      booking.Weekdays `db:"days"`
	Every     int              `db:"every"`
	Nth       int              `db:"nth"`
	Begin     int              `db:"begin_min"`
	End       int              `db:"end_min"`
	Step      int              `db:"step"`
	Places    int              `db:"places"`
	WalkIns   int              `db:"walk_ins"`
	Providers string           `db:"providers"`
	Host      string           `db:"host"`
	Holidays  bool             `db:"holidays"`
	Only      booking.Only     `db:"only_days"`
	EndedAt   int64            `db:"ended_at"`
}

const entryColumns = `id, community_id, service_id, from_day, to_day, days, every, nth, begin_min, end_min, step, places, walk_ins,
	providers, host, holidays, only_days, ended_at`

// Entries implements booking.Store.
func (s *Bookings) Entries(ctx context.Context) ([]booking.Entry, error) {
	var rows []entryRow
	if err := list(ctx, s.db.pool, &rows, `
		SELECT `+entryColumns+` FROM booking_entry WHERE ended_at = 0 ORDER BY id LIMIT 50000`); err != nil {
		return nil, fmt.Errorf("entries: %w", err)
	}
	all := make([]booking.Entry, len(rows))
	for i, r := range rows {
		all[i] = r.entry()
	}
	return all, nil
}

func (r entryRow) entry() booking.Entry {
	return booking.Entry{
		ID: r.ID, Community: r.Community, Service: r.Service, From: r.From, To: r.To, Days: r.Days, Every: r.Every, Nth: r.Nth,
		Begin: r.Begin, End: r.End, Step: r.Step, Places: r.Places, WalkIns: r.WalkIns, Providers: splitIDs(r.Providers),
		Host: r.Host, Holidays: r.Holidays, Only: r.Only, EndedAt: at(r.EndedAt),
	}
}

// EntryNow implements booking.Tx.
func (t *tx) EntryNow(ctx context.Context, id int64) (booking.Entry, error) {
	var r entryRow
	err := get(ctx, t.q, &r, booking.ErrNoLine, `SELECT `+entryColumns+` FROM booking_entry WHERE id = ? AND ended_at = 0`, id)
	return r.entry(), err
}

// EntriesOf implements booking.Tx.
func (t *tx) EntriesOf(ctx context.Context, service int64) ([]booking.Entry, error) {
	var rows []entryRow
	if err := list(ctx, t.q, &rows, `
		SELECT `+entryColumns+` FROM booking_entry WHERE service_id = ? AND ended_at = 0 ORDER BY id LIMIT 100`, service); err != nil {
		return nil, fmt.Errorf("entries of a service: %w", err)
	}
	all := make([]booking.Entry, len(rows))
	for i, r := range rows {
		all[i] = r.entry()
	}
	return all, nil
}

// AddEntry implements booking.Tx.
func (t *tx) AddEntry(ctx context.Context, e *booking.Entry) error {
	var err error
	e.ID, err = insert(ctx, t.q, `
		INSERT INTO booking_entry (community_id, service_id, from_day, to_day, days, every, nth, begin_min, end_min, step, places,
			walk_ins, providers, host, holidays, only_days, ended_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		e.Community, e.Service, e.From, e.To, e.Days, e.Every, e.Nth, e.Begin, e.End, e.Step, e.Places, e.WalkIns,
		joinIDs(e.Providers), e.Host, e.Holidays, e.Only, ms(e.EndedAt))
	if err != nil {
		return fmt.Errorf("add entry: %w", err)
	}
	return nil
}

// SaveEntry implements booking.Tx.
func (t *tx) SaveEntry(ctx context.Context, e booking.Entry) error {
	if _, err := t.q.ExecContext(ctx, `
		UPDATE booking_entry SET from_day = ?, to_day = ?, days = ?, every = ?, nth = ?, begin_min = ?, end_min = ?, step = ?,
		       places = ?, walk_ins = ?, providers = ?, host = ?, holidays = ?, only_days = ?, ended_at = ?
		WHERE  id = ?`,
		e.From, e.To, e.Days, e.Every, e.Nth, e.Begin, e.End, e.Step, e.Places, e.WalkIns, joinIDs(e.Providers), e.Host,
		e.Holidays, e.Only, ms(e.EndedAt), e.ID); err != nil {
		return fmt.Errorf("save entry %d: %w", e.ID, err)
	}
	return nil
}

type exceptionRow struct {
	Entry  int64     `db:"entry_id"`
	Day    when.Date `db:"day"`
	Closed bool      `db:"closed"`
	Begin  int       `db:"begin_min"`
	End    int       `db:"end_min"`
	Places int       `db:"places"`
	Words  string    `db:"words"`
}

// Exceptions implements booking.Store.
func (s *Bookings) Exceptions(ctx context.Context, from when.Date) ([]booking.Exception, error) {
	var rows []exceptionRow
	if err := list(ctx, s.db.pool, &rows, `
		SELECT entry_id, day, closed, begin_min, end_min, places, words
		FROM   booking_exception WHERE day >= ? ORDER BY day, entry_id LIMIT 50000`, from); err != nil {
		return nil, fmt.Errorf("exceptions: %w", err)
	}
	all := make([]booking.Exception, len(rows))
	for i, r := range rows {
		all[i] = booking.Exception(r)
	}
	return all, nil
}

// SaveException implements booking.Tx.
func (t *tx) SaveException(ctx context.Context, x booking.Exception) error {
	if _, err := t.q.ExecContext(ctx, `
		INSERT INTO booking_exception (entry_id, day, closed, begin_min, end_min, places, words) VALUES (?, ?, ?, ?, ?, ?, ?)`+
		t.e.upsert("entry_id, day", "closed", "begin_min", "end_min", "places", "words"),
		x.Entry, x.Day, x.Closed, x.Begin, x.End, x.Places, x.Words); err != nil {
		return fmt.Errorf("save exception: %w", err)
	}
	return nil
}

// DeleteException implements booking.Tx.
func (t *tx) DeleteException(ctx context.Context, entry int64, day when.Date) error {
	if _, err := t.q.ExecContext(ctx, `DELETE FROM booking_exception WHERE entry_id = ? AND day = ?`, entry, day); err != nil {
		return fmt.Errorf("delete exception: %w", err)
	}
	return nil
}
