package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/auth"
	"linli/app/pace"
	"linli/app/report"
)

// Reports implements report.Store.
type Reports struct {
	db   *DB
	read int // most rows of all ranges for one narrowed page
}

// NewReports returns the records of reports.
func NewReports(db *DB) *Reports { return &Reports{db, mostRead} }

// InTx implements report.Store.
func (s *Reports) InTx(ctx context.Context, do func(report.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

// holderRow is the holder of a report in the columns holder_*.
type holderRow struct {
	Kind   report.HolderKind `db:"holder_kind"`
	Person int64             `db:"holder_person"`
	Role   auth.Role         `db:"holder_role"`
	Area   int64             `db:"holder_area"`
	Org    int64             `db:"holder_org"`
}

func (r holderRow) holder() report.Holder { return report.Holder(r) }

type reportRow struct {
	ID           int64           `db:"id"`
	Community    int64           `db:"community_id"`
	Number       int64           `db:"number"`
	Author       int64           `db:"author_id"`
	EnteredBy    sql.NullInt64   `db:"entered_by"`
	Source       report.Source   `db:"source"`
	Partner      string          `db:"partner"`
	External     string          `db:"external_no"`
	Request      sql.NullString  `db:"request"`
	Category     report.Category `db:"category"`
	CategoryName string          `db:"category_name"`
	Urgent       bool            `db:"urgent"`
	Text         string          `db:"text"`
	Answers      string          `db:"answers"`
	Shared       bool            `db:"shared"`
	Place        string          `db:"place"`
	Area         int64           `db:"area_id"`
	Building     int64           `db:"building_id"`
	Grid         int64           `db:"grid_id"`
	Lat          float64         `db:"lat"`
	Lng          float64         `db:"lng"`
	State        report.State    `db:"state"`
	IsOpen       bool            `db:"is_open"`
	holderRow
	Outcome     report.Outcome  `db:"outcome"`
	Result      string          `db:"result"`
	SubmittedAt int64           `db:"submitted_at"`
	AcceptedAt  int64           `db:"accepted_at"`
	TakenAt     int64           `db:"taken_at"`
	ResolvedAt  int64           `db:"resolved_at"`
	ClosedAt    int64           `db:"closed_at"`
	Question    string          `db:"question"`
	AskedAt     int64           `db:"asked_at"`
	Urges       int             `db:"urges"`
	UrgedAt     int64           `db:"urged_at"`
	Reopens     int             `db:"reopens"`
	Reviewed    bool            `db:"reviewed"`
	Topic       string          `db:"topic"`
	DeskRole    auth.Role       `db:"desk_role"`
	DeskArea    int64           `db:"desk_area"`
	Returns     int             `db:"returns"`
	MergedInto  int64           `db:"merged_into"`
	Followers   int             `db:"followers"`
	Parent      int64           `db:"parent_id"`
	Parts       int             `db:"parts"`
	Joins       int             `db:"joins"`
	FollowUp    report.FollowUp `db:"follow_up"`
	Unheard     int             `db:"unheard"`
	ForOrg      int64           `db:"for_org"`
	Host        int64           `db:"host_id"`
	Booking     int64           `db:"booking_id"`
	paceRow
	demandRow
}

// reportColumns are the columns of a report except its id, in the order of reportValues.
const reportColumns = `community_id, number, author_id, entered_by, source, partner, external_no, request, category, urgent, text,
	answers, shared, place, area_id, building_id, grid_id, lat, lng, state, is_open, holder_kind, holder_person, holder_role,
	holder_area, holder_org, outcome, result, submitted_at, accepted_at, taken_at, resolved_at, closed_at, question,
	asked_at, urges, urged_at, reopens, reviewed, topic, desk_role, desk_area, returns, merged_into, followers, parent_id,
	parts, joins, follow_up, unheard, for_org, host_id, booking_id, ` + paceColumns + `, ` + demandColumns

// reportRead are the columns that are read of a report; its category is named by the county, see categoryName.
const reportRead = `id, ` + reportColumns + `, ` + categoryColumn + ` AS category_name`

// categoryColumn is the name of a report's category in its community or else in the county, or its code where neither has its own.
const categoryColumn = `COALESCE(
	(SELECT n.name FROM dispatch_name n WHERE n.community_id = report.community_id AND n.category = report.category AND n.name <> ''),
	(SELECT w.name FROM wordlist_word w WHERE w.list = 'category' AND w.code = report.category), report.category)`

// categoryName returns what categoryColumn read, in Chinese.
func categoryName(read string) string {
	return cmp.Or(report.Shipped.Name(report.Category(read)), read)
}

func reportValues(r report.Report) []any {
	h := r.Holder
	values := []any{
		r.Community, r.Number, r.Author, nullID(r.EnteredBy), r.Source, r.Partner, r.External,
		nullText(r.Request), r.Category, r.Urgent, r.Text, answersText(r.Answers.All()), r.Shared, r.Place, r.Area, r.Building, r.Grid, r.Lat, r.Lng,
		r.State, r.Open(), h.Kind, h.Person, h.Role, h.Area, h.Org, r.Outcome, r.Result, ms(r.SubmittedAt), ms(r.AcceptedAt),
		ms(r.TakenAt), ms(r.ResolvedAt), ms(r.ClosedAt), r.Question, ms(r.AskedAt), r.Urges, ms(r.UrgedAt), r.Reopens,
		r.Reviewed, r.Topic, r.Desk.Role, r.Desk.Area, r.Returns, r.MergedInto, r.Followers, r.Parent, r.Parts, r.Joins,
		r.FollowUp, r.Unheard, r.Org, r.Host, r.Booking,
	}
	return append(append(values, paceValues(r.Clocks)...), demandValues(r)...)
}

// answersText keeps an answer a line, "question TAB words".
func answersText(all []report.Answer) string {
	lines := make([]string, len(all))
	for i, a := range all {
		lines[i] = a.Question + "\t" + a.Words
	}
	return strings.Join(lines, "\n")
}

func answersOf(stored string) (all []report.Answer) {
	for line := range strings.SplitSeq(stored, "\n") {
		if question, words, ok := strings.Cut(line, "\t"); ok {
			all = append(all, report.Answer{Question: question, Words: words})
		}
	}
	return all
}

func nullID(id int64) sql.NullInt64 { return sql.NullInt64{Int64: id, Valid: id != 0} }

func (r reportRow) report() report.Report {
	return report.Report{
		ID: r.ID, Number: r.Number, Community: r.Community, Author: r.Author, EnteredBy: r.EnteredBy.Int64, Source: r.Source,
		Partner: r.Partner, External: r.External, Request: r.Request.String, Category: r.Category, CategoryName: categoryName(r.CategoryName), Urgent: r.Urgent, Text: r.Text,
		Answers: report.AnswersOf(answersOf(r.Answers)), Shared: r.Shared, Place: r.Place, Area: r.Area, Building: r.Building, Grid: r.Grid, Lat: r.Lat, Lng: r.Lng,
		State: r.State, Holder: r.holder(), Outcome: r.Outcome, Result: r.Result, SubmittedAt: at(r.SubmittedAt),
		AcceptedAt: at(r.AcceptedAt), TakenAt: at(r.TakenAt), ResolvedAt: at(r.ResolvedAt), ClosedAt: at(r.ClosedAt),
		Question: r.Question, AskedAt: at(r.AskedAt), Urges: r.Urges, UrgedAt: at(r.UrgedAt), Reopens: r.Reopens,
		Reviewed: r.Reviewed, Topic: r.Topic, Desk: report.InPost(pace.Post{Role: r.DeskRole, Area: r.DeskArea}), Returns: r.Returns,
		MergedInto: r.MergedInto, Followers: r.Followers, Parent: r.Parent, Parts: r.Parts, Joins: r.Joins,
		FollowUp: r.FollowUp, Unheard: r.Unheard, Org: r.ForOrg, Host: r.Host, Booking: r.Booking, Clocks: r.clocks(), Supervision: r.supervision(), Postponing: r.postponing(),
	}
}

func reportsOf(rows []reportRow) []report.Report {
	all := make([]report.Report, len(rows))
	for i, r := range rows {
		all[i] = r.report()
	}
	return all
}

func getReport(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) (report.Report, error) {
	var r reportRow
	if err := get(ctx, q, &r, report.ErrMissing, `SELECT `+reportRead+` FROM report WHERE `+where, args...); err != nil {
		return report.Report{}, err
	}
	return r.report(), nil
}

// Report implements report.Store.
func (s *Reports) Report(ctx context.Context, id int64) (report.Report, error) {
	return getReport(ctx, s.db.pool, `id = ?`, id)
}

// ReportFrom implements report.Store.
func (s *Reports) ReportFrom(ctx context.Context, key string) (report.Report, error) {
	return getReport(ctx, s.db.pool, `external_key = ?`, key)
}

// reportsByID returns reports by id.
func reportsByID(ctx context.Context, q sqlx.QueryerContext, ids []int64) (map[int64]report.Report, error) {
	found := map[int64]report.Report{}
	for some := range slices.Chunk(ids, 500) {
		var rows []reportRow
		if err := list(ctx, q, &rows, `SELECT `+reportRead+` FROM report WHERE id IN (`+marks(len(some))+`)`, anys(some)...); err != nil {
			return nil, fmt.Errorf("reports by id: %w", err)
		}
		for _, r := range rows {
			one := r.report()
			found[one.ID] = one
		}
	}
	return found, nil
}

// LockReport implements report.Tx.
func (t *tx) LockReport(ctx context.Context, id int64) (report.Report, error) {
	r, err := getReport(ctx, t.q, `id = ?`+t.e.forUpd, id)
	if err == nil {
		t.stored(id, reportValues(r))
	}
	return r, err
}

// stored remembers what the row of a report holds, and that nobody else can change it until the transaction ends.
func (t *tx) stored(id int64, values []any) {
	if t.reports == nil {
		t.reports = map[int64][]any{}
	}
	t.reports[id] = values
}

// LatestReport implements report.Tx.
func (t *tx) LatestReport(ctx context.Context, author int64, orgs []int64, n report.Said) (report.Report, error) {
	found, err := t.latest(ctx, author, orgs, 1, ` AND number % ? = ?`, n.Modulus, n.Number)
	if err == nil && len(found) == 0 {
		err = report.ErrMissing
	}
	if err != nil {
		return report.Report{}, err
	}
	return found[0], nil
}

// LatestOf implements report.Tx.
func (t *tx) LatestOf(ctx context.Context, author int64, orgs []int64, most int) ([]report.Report, error) {
	return t.latest(ctx, author, orgs, most, ``)
}

// latest reads each org by its own index, and few actors speak for one.
func (t *tx) latest(ctx context.Context, author int64, orgs []int64, most int, and string, args ...any) ([]report.Report, error) {
	const newest = ` ORDER BY id DESC LIMIT ?`
	var rows []reportRow
	if err := list(ctx, t.q, &rows, `SELECT `+reportRead+` FROM report WHERE author_id = ? AND parent_id = 0`+and+newest,
		slices.Concat([]any{author}, args, []any{most})...); err != nil {
		return nil, fmt.Errorf("latest reports: %w", err)
	}
	for _, org := range orgs {
		var more []reportRow
		if err := list(ctx, t.q, &more, `SELECT `+reportRead+` FROM report WHERE for_org = ? AND author_id <> ? AND parent_id = 0`+and+newest,
			slices.Concat([]any{org, author}, args, []any{most})...); err != nil {
			return nil, fmt.Errorf("latest reports of an org: %w", err)
		}
		rows = append(rows, more...)
	}
	slices.SortFunc(rows, func(a, b reportRow) int { return cmp.Compare(b.ID, a.ID) })
	return reportsOf(rows[:min(len(rows), most)]), nil
}

// AddReport implements report.Tx.
func (t *tx) AddReport(ctx context.Context, r *report.Report) (bool, error) {
	values := reportValues(*r)
	values = append(values, nullText(r.ExternalKey()))
	id, err := insert(ctx, t.q, `INSERT INTO report (`+reportColumns+`, external_key) VALUES (`+marks(len(values))+`)`, values...)
	if duplicate(err) && r.ExternalKey() != "" && r.Request == "" {
		return false, report.ErrEntered
	}
	if duplicate(err) && r.Request != "" {
		who, by := `author_id`, r.Author
		if r.EnteredBy != 0 {
			who, by = `entered_by`, r.EnteredBy
		}
		first, err := getReport(ctx, t.q, who+` = ? AND request = ?`, by, r.Request)
		if errors.Is(err, report.ErrMissing) && r.ExternalKey() != "" {
			return false, report.ErrEntered
		}
		if err != nil {
			return false, fmt.Errorf("report of the same request: %w", err)
		}
		*r = first
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("add report: %w", err)
	}
	r.ID = id
	return true, nil
}

var reportColumn = columnsOf(reportColumns)

// SaveReport implements report.Tx. It writes the columns that are not as the row was locked: a file rewrites each index of a column that is named,
// and reports have thirty.
func (t *tx) SaveReport(ctx context.Context, r report.Report) error {
	values, was := reportValues(r), t.reports[r.ID]
	var set []string
	var args []any
	for i, v := range values {
		if was == nil || was[i] != v {
			set, args = append(set, reportColumn[i]+" = ?"), append(args, v)
		}
	}
	if len(set) == 0 {
		return nil
	}
	if _, err := t.q.ExecContext(ctx, `UPDATE report SET `+strings.Join(set, ", ")+` WHERE id = ?`, append(args, r.ID)...); err != nil {
		return fmt.Errorf("save report %d: %w", r.ID, err)
	}
	t.stored(r.ID, values)
	return nil
}

// NextNumber implements report.Tx: it locks the counter's row, so concurrent submissions wait until this one is committed.
func (t *tx) NextNumber(ctx context.Context, day int) (int, error) {
	for range 2 {
		n, counted, err := t.count(ctx, day)
		if err != nil {
			return 0, fmt.Errorf("next number: %w", err)
		}
		if counted {
			return n, nil
		}
		if _, err := insert(ctx, t.q, `
			INSERT INTO report_counter (day, last) VALUES (?, 0)`, day); err != nil && !duplicate(err) {
			return 0, fmt.Errorf("next number: %w", err)
		}
	}
	return 0, fmt.Errorf("next number: the counter of %d does not stay", day)
}

// count adds one to the counter of a day and returns it, in one statement while others wait. false: the day has no counter yet.
func (t *tx) count(ctx context.Context, day int) (int, bool, error) {
	if t.e.oneAtA {
		var last []int
		err := sqlx.SelectContext(ctx, t.q, &last, `UPDATE report_counter SET last = last + 1 WHERE day = ? RETURNING last`, day)
		return append(last, 0)[0], len(last) > 0, err
	}
	res, err := t.q.ExecContext(ctx, `UPDATE report_counter SET last = LAST_INSERT_ID(last + 1) WHERE day = ?`, day)
	if err != nil {
		return 0, false, err
	}
	n, err := res.RowsAffected()
	if err != nil || n == 0 {
		return 0, false, err
	}
	last, err := res.LastInsertId()
	return int(last), true, err
}

func joinIDs(ids []int64) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = strconv.FormatInt(id, 10)
	}
	return strings.Join(words, ",")
}

func splitIDs(s string) []int64 {
	if s == "" {
		return nil
	}
	words := strings.Split(s, ",")
	ids := make([]int64, 0, len(words))
	for _, w := range words {
		if id, err := strconv.ParseInt(w, 10, 64); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}

// Expired implements report.Store.
func (s *Reports) Expired(ctx context.Context, now time.Time, most int) ([]int64, error) {
	var ids []int64
	err := list(ctx, s.db.pool, &ids, `
		SELECT id FROM report WHERE state = ? AND due_at <= ? ORDER BY due_at, id LIMIT ?`, report.Resolved, ms(now), most)
	return ids, err
}
