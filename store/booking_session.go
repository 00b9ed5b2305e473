package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/booking"
	"linli/app/when"
)

type sessionRow struct {
	ID        int64                `db:"id"`
	Community int64                `db:"community_id"`
	Service   int64                `db:"service_id"`
	Entry     int64                `db:"entry_id"`
	Place     int64                `db:"place_id"`
	Day       when.Date            `db:"day"`
	BeginAt   int64                `db:"begin_at"`
	EndAt     int64                `db:"end_at"`
	OpensAt   int64                `db:"opens_at"`
	State     booking.SessionState `db:"state"`
	Reason    string               `db:"reason"`
	Host      string               `db:"host"`
	Providers string               `db:"providers"`
	Waiting   int                  `db:"waiting"`
	Ranks     int                  `db:"ranks"`
	WaitMost  int                  `db:"wait_most"`
	Calling   int64                `db:"calling"`
	TendedAt  int64                `db:"tended_at"`
}

const sessionColumns = `id, community_id, service_id, entry_id, place_id, day, begin_at, end_at, opens_at, state, reason, host, providers,
	waiting, ranks, wait_most, calling, tended_at`

func (r sessionRow) session() booking.Session {
	return booking.Session{
		ID: r.ID, Community: r.Community, Service: r.Service, Entry: r.Entry, Place: r.Place, Day: r.Day, BeginAt: at(r.BeginAt), EndAt: at(r.EndAt),
		OpensAt: at(r.OpensAt), State: r.State, Reason: r.Reason, Host: r.Host, Providers: splitIDs(r.Providers),
		Waiting: r.Waiting, Ranks: r.Ranks, WaitMost: r.WaitMost, Calling: r.Calling, TendedAt: at(r.TendedAt),
	}
}

type periodRow struct {
	ID        int64 `db:"id"`
	Session   int64 `db:"session_id"`
	Community int64 `db:"community_id"`
	Service   int64 `db:"service_id"`
	BeginAt   int64 `db:"begin_at"`
	EndAt     int64 `db:"end_at"`
	First     int   `db:"first"`
	Numbered  int   `db:"numbered"`
	Want      int   `db:"want"`
	Extra     int   `db:"extra"`
	Places    int   `db:"places"`
	Taken     int   `db:"taken"`
	Held      int   `db:"held"`
	Kept      int   `db:"kept"`
	Free      int   `db:"free"`
}

const periodColumns = `id, session_id, community_id, service_id, begin_at, end_at, first, numbered, want, extra, places, taken, held, kept, free`

func (r periodRow) period() booking.Period {
	return booking.Period{
		ID: r.ID, Session: r.Session, Community: r.Community, Service: r.Service, BeginAt: at(r.BeginAt), EndAt: at(r.EndAt),
		First: r.First, Numbered: r.Numbered, Want: r.Want, Extra: r.Extra, Places: r.Places, Taken: r.Taken, Held: r.Held, Kept: r.Kept, Free: r.Free,
	}
}

func periods(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]booking.Period, error) {
	var rows []periodRow
	if err := list(ctx, q, &rows, `SELECT `+periodColumns+` FROM booking_period WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("periods: %w", err)
	}
	all := make([]booking.Period, len(rows))
	for i, r := range rows {
		all[i] = r.period()
	}
	return all, nil
}

// mostPeriods is the number of 5-minute periods in a day.
const mostPeriods = 288

// sessionWithPeriods names the columns of a session and one of its periods for sqlx: "s.id", "p.id".
var sessionWithPeriods = prefixed("s", sessionColumns) + ", " + prefixed("p", periodColumns)

// prefixed returns the columns with the name of the table before each, also in the answer.
func prefixed(table, columns string) string {
	all := columnsOf(columns)
	for i, c := range all {
		all[i] = fmt.Sprintf(`%s.%s AS "%[1]s.%[2]s"`, table, c)
	}
	return strings.Join(all, ", ")
}

// Session implements booking.Store. One statement reads it with its periods: the timetable may change at any moment, and nobody may see the
// hours of one timetable with the periods of another.
func (s *Bookings) Session(ctx context.Context, id int64) (booking.Session, error) {
	var rows []struct {
		Session sessionRow `db:"s"`
		Period  periodRow  `db:"p"`
	}
	if err := list(ctx, s.db.hot(), &rows, `
		SELECT `+sessionWithPeriods+` FROM booking_session s JOIN booking_period p ON p.session_id = s.id
		WHERE  s.id = ? ORDER BY p.id LIMIT ?`, id, mostPeriods); err != nil {
		return booking.Session{}, fmt.Errorf("session %d: %w", id, err)
	}
	if len(rows) == 0 {
		return booking.Session{}, booking.ErrNoSession
	}
	found := rows[0].Session.session()
	for _, r := range rows {
		found.Periods = append(found.Periods, r.Period.period())
	}
	return found, nil
}

// Sessions implements booking.Store.
func (s *Bookings) Sessions(ctx context.Context, community int64, from, to time.Time) ([]booking.Session, error) {
	var rows []sessionRow
	if err := list(ctx, s.db.pool, &rows, `
		SELECT `+sessionColumns+` FROM booking_session
		WHERE  community_id = ? AND begin_at >= ? AND begin_at < ? ORDER BY begin_at, id LIMIT 5000`,
		community, ms(from), ms(to)); err != nil {
		return nil, fmt.Errorf("sessions: %w", err)
	}
	return withPeriods(ctx, s.db.pool, rows)
}

// Coming implements booking.Store.
func (s *Bookings) Coming(ctx context.Context, service int64, after time.Time) ([]booking.Session, error) {
	var rows []sessionRow
	if err := list(ctx, s.db.pool, &rows, `
		SELECT `+sessionColumns+` FROM booking_session WHERE service_id = ? AND begin_at > ? ORDER BY begin_at, id LIMIT 1000`,
		service, ms(after)); err != nil {
		return nil, fmt.Errorf("coming sessions: %w", err)
	}
	return withPeriods(ctx, s.db.pool, rows)
}

// withPeriods turns rows into sessions and reads their periods, five hundred sessions at a time.
func withPeriods(ctx context.Context, q sqlx.QueryerContext, rows []sessionRow) ([]booking.Session, error) {
	all, index := make([]booking.Session, len(rows)), make(map[int64]int, len(rows))
	ids := make([]int64, len(rows))
	for i, r := range rows {
		all[i], index[r.ID], ids[i] = r.session(), i, r.ID
	}
	for part := range slices.Chunk(ids, 500) {
		found, err := periods(ctx, q, `session_id IN (`+marks(len(part))+`) ORDER BY session_id, id LIMIT 100000`, anys(part)...)
		if err != nil {
			return nil, err
		}
		for _, p := range found {
			all[index[p.Session]].Periods = append(all[index[p.Session]].Periods, p)
		}
	}
	return all, nil
}

// NextFree implements booking.Store.
func (s *Bookings) NextFree(ctx context.Context, service int64, after time.Time) (booking.Session, error) {
	var id int64
	if err := get(ctx, s.db.pool, &id, booking.ErrNoSession, `
		SELECT id FROM booking_session s
		WHERE  service_id = ? AND begin_at > ? AND state = ?
		       AND EXISTS (SELECT 1 FROM booking_period p WHERE p.session_id = s.id AND p.free > 0)
		ORDER  BY begin_at, id LIMIT 1`, service, ms(after), booking.Open); err != nil {
		return booking.Session{}, err
	}
	return s.Session(ctx, id)
}

// CommunitiesOf implements booking.Store.
func (s *Bookings) CommunitiesOf(ctx context.Context, sessions []int64) ([]int64, error) {
	var rows []struct {
		Community int64 `db:"community_id"`
		N         int   `db:"n"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT community_id, COUNT(*) AS n FROM booking_session WHERE id IN (`+marks(len(sessions))+`)
		GROUP  BY community_id ORDER BY community_id LIMIT 1000`, anys(sessions)...); err != nil {
		return nil, fmt.Errorf("communities of sessions: %w", err)
	}
	communities, n := make([]int64, len(rows)), 0
	for i, r := range rows {
		communities[i] = r.Community
		n += r.N
	}
	if n < len(distinctIDs(sessions)) {
		return nil, booking.ErrNoSession
	}
	return communities, nil
}

func distinctIDs(ids []int64) []int64 {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	return slices.Compact(ids)
}

// CancelSessions implements booking.Tx.
func (t *tx) CancelSessions(ctx context.Context, ids []int64, reason string) ([]int64, error) {
	var open []int64
	if err := list(ctx, t.q, &open, `
		SELECT id FROM booking_session WHERE id IN (`+marks(len(ids))+`) AND state = ? ORDER BY id LIMIT 1000`+t.e.forUpd,
		append(anys(ids), booking.Open)...); err != nil || len(open) == 0 {
		return nil, err
	}
	in := ` IN (` + marks(len(open)) + `)`
	if _, err := t.q.ExecContext(ctx, `UPDATE booking_session SET state = ?, reason = ? WHERE id`+in,
		append([]any{booking.CalledOff, reason}, anys(open)...)...); err != nil {
		return nil, fmt.Errorf("cancel sessions: %w", err)
	}
	if _, err := t.q.ExecContext(ctx, `
		UPDATE booking_period SET want = 0, places = taken + held, kept = 0, free = 0 WHERE session_id`+in, anys(open)...); err != nil {
		return nil, fmt.Errorf("close periods: %w", err)
	}
	return open, nil
}

// AddSession implements booking.Tx.
func (t *tx) AddSession(ctx context.Context, s *booking.Session) (bool, error) {
	id, err := insert(ctx, t.q, `
		INSERT INTO booking_session (community_id, service_id, entry_id, place_id, day, begin_at, end_at, opens_at, state, reason, host,
			providers, waiting, ranks, wait_most, calling, tended_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, 0, 0)`,
		s.Community, s.Service, s.Entry, s.Place, s.Day, ms(s.BeginAt), ms(s.EndAt), ms(s.OpensAt), s.State, s.Reason, s.Host,
		joinIDs(s.Providers), s.WaitMost)
	if duplicate(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("add session: %w", err)
	}
	s.ID = id
	return true, t.addPeriods(ctx, id, s.Periods)
}

func (t *tx) addPeriods(ctx context.Context, session int64, all []booking.Period) error {
	for i := range all {
		p := &all[i]
		p.Session = session
		var err error
		if p.ID, err = insert(ctx, t.q, `
			INSERT INTO booking_period (session_id, community_id, service_id, begin_at, end_at, first, numbered, want, extra, places,
				taken, held, kept, free)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			p.Session, p.Community, p.Service, ms(p.BeginAt), ms(p.EndAt), p.First, p.Numbered, p.Want, p.Extra, p.Places, p.Taken,
			p.Held, p.Kept, p.Free); err != nil {
			return fmt.Errorf("add period: %w", err)
		}
	}
	return nil
}

// LockSession implements booking.Tx.
func (t *tx) LockSession(ctx context.Context, id int64) (booking.Session, error) {
	var r sessionRow
	err := get(ctx, t.q, &r, booking.ErrNoSession, `SELECT `+sessionColumns+` FROM booking_session WHERE id = ?`+t.e.forUpd, id)
	return r.session(), err
}

// SaveSession implements booking.Tx.
func (t *tx) SaveSession(ctx context.Context, s booking.Session) error {
	if _, err := t.q.ExecContext(ctx, `
		UPDATE booking_session SET place_id = ?, begin_at = ?, end_at = ?, opens_at = ?, state = ?, reason = ?, host = ?, providers = ?, waiting = ?,
		       ranks = ?, wait_most = ?, calling = ?, tended_at = ?
		WHERE  id = ?`,
		s.Place, ms(s.BeginAt), ms(s.EndAt), ms(s.OpensAt), s.State, s.Reason, s.Host, joinIDs(s.Providers), s.Waiting, s.Ranks, s.WaitMost,
		s.Calling, ms(s.TendedAt), s.ID); err != nil {
		return fmt.Errorf("save session %d: %w", s.ID, err)
	}
	return nil
}

// DeleteSession implements booking.Tx.
func (t *tx) DeleteSession(ctx context.Context, id int64) error {
	for _, q := range []string{`DELETE FROM booking_period WHERE session_id = ?`, `DELETE FROM booking_session WHERE id = ?`} {
		if _, err := t.q.ExecContext(ctx, q, id); err != nil {
			return fmt.Errorf("delete session %d: %w", id, err)
		}
	}
	return nil
}

// LockPeriods implements booking.Tx.
func (t *tx) LockPeriods(ctx context.Context, session int64) ([]booking.Period, error) {
	return periods(ctx, t.q, `session_id = ? ORDER BY id LIMIT ?`+t.e.forUpd, session, mostPeriods)
}

// LockPeriod implements booking.Tx.
func (t *tx) LockPeriod(ctx context.Context, id int64) (booking.Period, error) {
	var r periodRow
	err := get(ctx, t.q, &r, booking.ErrNoSession, `SELECT `+periodColumns+` FROM booking_period WHERE id = ?`+t.e.forUpd, id)
	return r.period(), err
}

// SavePeriod implements booking.Tx.
func (t *tx) SavePeriod(ctx context.Context, p booking.Period) error {
	if _, err := t.q.ExecContext(ctx, `
		UPDATE booking_period SET numbered = ?, want = ?, extra = ?, places = ?, taken = ?, held = ?, kept = ?, free = ? WHERE id = ?`,
		p.Numbered, p.Want, p.Extra, p.Places, p.Taken, p.Held, p.Kept, p.Free, p.ID); err != nil {
		return fmt.Errorf("save period %d: %w", p.ID, err)
	}
	return nil
}

// ReplacePeriods implements booking.Tx.
func (t *tx) ReplacePeriods(ctx context.Context, session int64, all []booking.Period) error {
	if _, err := t.q.ExecContext(ctx, `DELETE FROM booking_period WHERE session_id = ?`, session); err != nil {
		return fmt.Errorf("delete periods: %w", err)
	}
	return t.addPeriods(ctx, session, all)
}

// TakePlace implements booking.Tx. Its WHERE clause prevents overbooking.
func (t *tx) TakePlace(ctx context.Context, period int64, kept bool) (int, bool, error) {
	from := "free"
	if kept {
		from = "kept"
	}
	n, err := change(ctx, t.q, `
		UPDATE booking_period SET `+from+` = `+from+` - 1, taken = taken + 1, numbered = numbered + 1
		WHERE  id = ? AND `+from+` > 0`, period)
	if err != nil || n == 0 {
		return 0, false, err
	}
	var number int
	err = get(ctx, t.q, &number, booking.ErrNoSession, `SELECT first + numbered FROM booking_period WHERE id = ?`, period)
	return number, true, err
}

// JoinWaitlist implements booking.Tx.
func (t *tx) JoinWaitlist(ctx context.Context, session int64) (int, bool, error) {
	n, err := change(ctx, t.q, `
		UPDATE booking_session SET waiting = waiting + 1, ranks = ranks + 1
		WHERE  id = ? AND state = ? AND waiting < wait_most`, session, booking.Open)
	if err != nil || n == 0 {
		return 0, false, err
	}
	var rank int
	err = get(ctx, t.q, &rank, booking.ErrNoSession, `SELECT ranks FROM booking_session WHERE id = ?`, session)
	return rank, true, err
}

// LeaveWaitlist implements booking.Tx.
func (t *tx) LeaveWaitlist(ctx context.Context, session int64) error {
	_, err := t.q.ExecContext(ctx, `UPDATE booking_session SET waiting = waiting - 1 WHERE id = ?`, session)
	return err
}
