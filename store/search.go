package store

import (
	"context"
	"fmt"
	"slices"

	"linli/app/audit"
	"linli/app/bulletin"
	"linli/app/person"
	"linli/app/report"
	"linli/app/search"
)

var searchData = data{tables: []Table{
	{Name: "search_again", Impersonal: "reports to be indexed once more"},
	{Name: "search_mark", Impersonal: "up to which report the index goes"},
	{Name: "search_pair", Holds: "which two characters stand side by side in the words of reports, by community and 2,048 reports", From: ofRecord},
}}

// Searches implements search.Store.
type Searches struct {
	db      *DB
	reports *Reports
	persons *Persons
}

// NewSearches returns what searches read.
func NewSearches(db *DB) *Searches { return &Searches{db, NewReports(db), NewPersons(db)} }

// InTx implements search.Store.
func (s *Searches) InTx(ctx context.Context, do func(audit.ReadingLog) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

type pairRow struct {
	Pair      int64  `db:"pair"`
	Community int64  `db:"community_id"`
	Segment   int64  `db:"segment"`
	Bits      []byte `db:"bits"`
}

func rowsOf(found []pairRow) []search.Row {
	all := make([]search.Row, len(found))
	for i, r := range found {
		all[i] = search.Row(r)
	}
	return all
}

// Rows implements search.Store.
func (s *Searches) Rows(ctx context.Context, pairs, communities []int64) ([]search.Row, error) {
	where, args := `pair IN (`+marks(len(pairs))+`)`, anys(pairs)
	if len(communities) > 0 {
		where, args = where+` AND community_id IN (`+marks(len(communities))+`)`, append(args, anys(communities)...)
	}
	var found []pairRow
	if err := list(ctx, s.db.pool, &found, `SELECT pair, community_id, segment, bits FROM search_pair WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("pairs: %w", err)
	}
	return rowsOf(found), nil
}

type textRow struct {
	Report    int64  `db:"id"`
	Community int64  `db:"community_id"`
	Text      string `db:"text"`
	Place     string `db:"place"`
	Submitted int64  `db:"submitted_at"`
}

func (s *Searches) texts(ctx context.Context, from string, args ...any) ([]search.Text, error) {
	var found []textRow
	if err := list(ctx, s.db.pool, &found, `SELECT id, community_id, text, place, submitted_at FROM report `+from, args...); err != nil {
		return nil, fmt.Errorf("texts of reports: %w", err)
	}
	all := make([]search.Text, len(found))
	for i, r := range found {
		all[i] = search.Text{Report: r.Report, Community: r.Community, Text: r.Text, Place: r.Place, Submitted: at(r.Submitted)}
	}
	return all, nil
}

// Texts implements search.Store. The openness is named because the indexes of communities and orgs have it before the id.
func (s *Searches) Texts(ctx context.Context, in search.Within, from, to int64) ([]search.Text, error) {
	column, ids := `community_id`, in.Communities
	if len(in.Orgs) > 0 {
		column, ids = `holder_org`, in.Orgs
	}
	if len(ids) == 0 {
		return s.texts(ctx, `WHERE id BETWEEN ? AND ?`, from, to)
	}
	return s.texts(ctx, `WHERE `+column+` IN (`+marks(len(ids))+`) AND is_open IN (0, 1) AND id BETWEEN ? AND ?`, append(anys(ids), from, to)...)
}

// NewestReport implements search.Store.
func (s *Searches) NewestReport(ctx context.Context) (id int64, err error) {
	err = get(ctx, s.db.pool, &id, report.ErrMissing, `SELECT COALESCE(MAX(id), 0) FROM report`)
	return id, err
}

// ReportsIn implements search.Store.
func (s *Searches) ReportsIn(ctx context.Context, ids []int64) ([]report.Report, error) {
	return s.whole(ctx, `id IN (`+marks(len(ids))+`) ORDER BY id DESC`, anys(ids)...)
}

// ReportsBy implements search.Store. It reads the ids from the index of authors first.
func (s *Searches) ReportsBy(ctx context.Context, authors []int64, most int) ([]report.Report, error) {
	var ids []int64
	if err := list(ctx, s.db.pool, &ids, `
		SELECT id FROM report WHERE author_id IN (`+marks(len(authors))+`) ORDER BY id DESC LIMIT ?`, append(anys(authors), most)...); err != nil || len(ids) == 0 {
		return nil, err
	}
	return s.ReportsIn(ctx, ids)
}

func (s *Searches) whole(ctx context.Context, where string, args ...any) ([]report.Report, error) {
	var rows []reportRow
	err := list(ctx, s.db.pool, &rows, `SELECT `+reportRead+` FROM report WHERE `+where, args...)
	return reportsOf(rows), err
}

// PersonsNamed implements search.Store. The names are read from an index alone.
func (s *Searches) PersonsNamed(ctx context.Context, communities []int64, words string, most int) ([]person.Person, error) {
	order, args := ``, []any{words}
	if len(communities) > 0 {
		order, args = `CASE WHEN community_id IN (`+marks(len(communities))+`) THEN 0 ELSE 1 END, `, append(args, anys(communities)...)
	}
	return s.persons.selected(ctx, `merged_into = 0 AND INSTR(name, ?) > 0 ORDER BY `+order+`name, id LIMIT ?`, append(args, most)...)
}

// PersonsWith implements search.Store.
func (s *Searches) PersonsWith(ctx context.Context, phone person.Phone, most int) ([]person.Person, error) {
	index, err := s.db.vault.phoneIndex(phone)
	if err != nil {
		return nil, err
	}
	return s.persons.selected(ctx, `phone_index = ? AND merged_into = 0 ORDER BY name, id LIMIT ?`, index, most)
}

// BookingsOf implements search.Store.
func (s *Searches) BookingsOf(ctx context.Context, persons []int64, most int) ([]search.Booking, error) {
	var rows []struct {
		ID        int64  `db:"id"`
		Session   int64  `db:"session_id"`
		Community int64  `db:"community_id"`
		Service   string `db:"service"`
		Person    int64  `db:"person_id"`
		Name      string `db:"name"`
		State     string `db:"state"`
		Begin     int64  `db:"begin_at"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT b.id, b.session_id, b.community_id, s.name AS service, b.person_id, p.name, b.state, b.begin_at
		FROM   booking b JOIN booking_service s ON s.id = b.service_id JOIN person p ON p.id = b.person_id
		WHERE  b.person_id IN (`+marks(len(persons))+`) ORDER BY b.id DESC LIMIT ?`, append(anys(persons), most)...); err != nil {
		return nil, fmt.Errorf("bookings of persons: %w", err)
	}
	all := make([]search.Booking, len(rows))
	for i, r := range rows {
		all[i] = search.Booking{
			ID: r.ID, Session: r.Session, Community: r.Community, Service: r.Service, Person: r.Person, Name: r.Name, State: r.State, Begin: at(r.Begin),
		}
	}
	return all, nil
}

// BulletinsWith implements search.Store.
func (s *Searches) BulletinsWith(ctx context.Context, areas []int64, words []string, most int) ([]bulletin.Bulletin, error) {
	if len(areas) == 0 {
		return nil, nil
	}
	where, args := `area_id IN (`+marks(len(areas))+`) AND withdrawn_at = 0`, anys(areas)
	for _, w := range words {
		where, args = where+` AND (INSTR(LOWER(title), ?) > 0 OR INSTR(LOWER(text), ?) > 0)`, append(args, w, w)
	}
	return bulletins(ctx, s.db.pool, where+` ORDER BY id DESC LIMIT ?`, append(args, most)...)
}

// Indexed implements search.Index.
func (s *Searches) Indexed(ctx context.Context) (id int64, err error) {
	err = get(ctx, s.db.pool, &id, report.ErrMissing, `SELECT report_id FROM search_mark WHERE id = 1`)
	return id, err
}

// SetIndexed implements search.Index.
func (s *Searches) SetIndexed(ctx context.Context, id int64) error {
	_, err := direct{s.db}.ExecContext(ctx, `UPDATE search_mark SET report_id = ? WHERE id = 1 AND report_id < ?`, id, id)
	return outage(err)
}

// Unindexed implements search.Index.
func (s *Searches) Unindexed(ctx context.Context, after int64, most int) ([]search.Text, error) {
	return s.texts(ctx, `WHERE id > ? ORDER BY id LIMIT ?`, after, most)
}

// Again implements search.Index.
func (s *Searches) Again(ctx context.Context, most int) ([]search.Text, error) {
	return s.texts(ctx, `WHERE id IN (SELECT report_id FROM (SELECT report_id FROM search_again ORDER BY report_id LIMIT ?) AS some)`, most)
}

// Done implements search.Index.
func (s *Searches) Done(ctx context.Context, reports []int64) error {
	_, err := direct{s.db}.ExecContext(ctx, `DELETE FROM search_again WHERE report_id IN (`+marks(len(reports))+`)`, anys(reports)...)
	return outage(err)
}

// rowsAtOnce is how many rows of the index one transaction changes, so that other writers do not wait long.
const rowsAtOnce = 500

// AddRows implements search.Index. Rows of one community and segment follow one another.
func (s *Searches) AddRows(ctx context.Context, rows []search.Row) error {
	for len(rows) > 0 {
		n := 1
		for n < min(len(rows), rowsAtOnce) && rows[n].Community == rows[0].Community && rows[n].Segment == rows[0].Segment {
			n++
		}
		if err := s.addRows(ctx, rows[:n]); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

func (s *Searches) addRows(ctx context.Context, rows []search.Row) error {
	pairs := make([]int64, len(rows))
	for i, r := range rows {
		pairs[i] = r.Pair
	}
	same := `pair IN (` + marks(len(pairs)) + `) AND community_id = ? AND segment = ?`
	args := append(anys(pairs), rows[0].Community, rows[0].Segment)
	return s.db.inTx(ctx, func(t *tx) error {
		var locked int64 // two runs that overlap must not take each other's bits away
		if err := get(ctx, t.q, &locked, report.ErrMissing, `SELECT report_id FROM search_mark WHERE id = 1`+t.e.forUpd); err != nil {
			return err
		}
		var found []pairRow
		if err := list(ctx, t.q, &found, `SELECT pair, community_id, segment, bits FROM search_pair WHERE `+same, args...); err != nil {
			return err
		}
		known := map[int64][]byte{}
		for _, r := range found {
			known[r.Pair] = r.Bits
		}
		var values []any
		for _, r := range rows {
			own := search.Row{Bits: slices.Clone(known[r.Pair])}
			if own.Join(r.Bits) {
				values = append(values, r.Pair, r.Community, r.Segment, own.Bits)
			}
		}
		if len(values) == 0 {
			return nil
		}
		_, err := t.q.ExecContext(ctx, `INSERT INTO search_pair (pair, community_id, segment, bits) VALUES `+
			many(len(values)/4, `(?, ?, ?, ?)`)+t.e.upsert(`pair, community_id, segment`, `bits`), values...)
		return err
	})
}

// reindex makes reports that come to another place known to the index there.
func (t *tx) reindex(ctx context.Context, which string, args ...any) error {
	if _, err := t.q.ExecContext(ctx, `INSERT INTO search_again (report_id) SELECT id FROM report WHERE `+which+
		t.e.upsert(`report_id`, `report_id`), args...); err != nil {
		return fmt.Errorf("index again: %w", err)
	}
	return nil
}
