package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/booking"
	"linli/app/family"
	"linli/app/person"
)

// Bookings implements booking.Store.
type Bookings struct {
	*Families
	*Persons
	db *DB
}

// NewBookings returns the records of bookings.
func NewBookings(db *DB) *Bookings { return &Bookings{NewFamilies(db), NewPersons(db), db} }

var _ booking.Store = (*Bookings)(nil)

// InTx implements booking.Store.
func (s *Bookings) InTx(ctx context.Context, do func(booking.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

type bookingRow struct {
	ID        int64            `db:"id"`
	Community int64            `db:"community_id"`
	Service   int64            `db:"service_id"`
	Session   int64            `db:"session_id"`
	Period    int64            `db:"period_id"`
	Person    int64            `db:"person_id"`
	By        int64            `db:"by_id"`
	Org       int64            `db:"org_id"`
	Source    booking.Source   `db:"source"`
	Request   sql.NullString   `db:"request"`
	State     booking.State    `db:"state"`
	Seated    bool             `db:"seated"`
	Number    int              `db:"number"`
	Rank      int              `db:"position"`
	Passed    int              `db:"passed"`
	Week      int              `db:"week"`
	Nth       sql.NullInt64    `db:"nth"`
	BeginAt   int64            `db:"begin_at"`
	EndAt     int64            `db:"end_at"`
	OfferAt   int64            `db:"offer_at"`
	OfferTill int64            `db:"offer_till"`
	ByPhone   bool             `db:"by_phone"`
	Reminded  booking.Reminder `db:"reminded"`
	Answers   string           `db:"answers"`
	Reason    string           `db:"reason"`
	Result    string           `db:"result"`
	Item      int64            `db:"item_id"`
	Errand    int64            `db:"errand_id"`
	Server    int64            `db:"served_by"`
	CreatedAt int64            `db:"created_at"`
	ArrivedAt int64            `db:"arrived_at"`
	CalledAt  int64            `db:"called_at"`
	EndedAt   int64            `db:"ended_at"`
}

const bookingColumns = `id, community_id, service_id, session_id, period_id, person_id, by_id, org_id, source, request, state, seated, number,
	position, passed, week, nth, begin_at, end_at, offer_at, offer_till, by_phone, reminded, answers, reason, result, item_id, errand_id,
	served_by, created_at, arrived_at, called_at, ended_at`

func (r bookingRow) booking(v *Vault) (booking.Booking, error) {
	b := booking.Booking{
		ID: r.ID, Community: r.Community, Service: r.Service, Session: r.Session, Period: r.Period, Person: r.Person, By: r.By, Org: r.Org,
		Source: r.Source, Request: r.Request.String, State: r.State, Seated: r.Seated, Number: r.Number, Rank: r.Rank, Passed: r.Passed,
		Week: r.Week, Nth: int(r.Nth.Int64), BeginAt: at(r.BeginAt), EndAt: at(r.EndAt), OfferAt: at(r.OfferAt),
		OfferTill: at(r.OfferTill), ByPhone: r.ByPhone, Reminded: r.Reminded, Reason: r.Reason, Result: r.Result,
		Item: r.Item, Errand: r.Errand, Server: r.Server,
		CreatedAt: at(r.CreatedAt), ArrivedAt: at(r.ArrivedAt), CalledAt: at(r.CalledAt), EndedAt: at(r.EndedAt),
	}
	if r.Answers == "" {
		return b, nil
	}
	text, err := v.openText(r.Answers, "booking")
	if err == nil {
		err = json.Unmarshal([]byte(text), &b.Answers)
	}
	if err != nil {
		return b, fmt.Errorf("answers of booking %d: %w", r.ID, err)
	}
	return b, nil
}

func bookings(ctx context.Context, q sqlx.QueryerContext, v *Vault, where string, args ...any) ([]booking.Booking, error) {
	var rows []bookingRow
	if err := list(ctx, q, &rows, `SELECT `+bookingColumns+` FROM booking WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("bookings: %w", err)
	}
	all := make([]booking.Booking, len(rows))
	for i, r := range rows {
		var err error
		if all[i], err = r.booking(v); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// oneBooking returns the first, or booking.ErrMissing.
func oneBooking(ctx context.Context, q sqlx.QueryerContext, v *Vault, where string, args ...any) (booking.Booking, error) {
	all, err := bookings(ctx, q, v, where, args...)
	if err != nil {
		return booking.Booking{}, err
	}
	if len(all) == 0 {
		return booking.Booking{}, booking.ErrMissing
	}
	return all[0], nil
}

// Booking implements booking.Store.
func (s *Bookings) Booking(ctx context.Context, id int64) (booking.Booking, error) {
	return oneBooking(ctx, s.db.pool, s.db.vault, `id = ?`, id)
}

// Requested implements booking.Store.
func (s *Bookings) Requested(ctx context.Context, by int64, request string) (booking.Booking, error) {
	return oneBooking(ctx, s.db.pool, s.db.vault, `by_id = ? AND request = ?`, by, request)
}

// Living implements booking.Store.
func (s *Bookings) Living(ctx context.Context, session, who int64) (booking.Booking, error) {
	return oneBooking(ctx, s.db.hot(), s.db.vault, `session_id = ? AND person_id = ? AND alive = 1`, session, who)
}

// Ahead implements booking.Store.
func (s *Bookings) Ahead(ctx context.Context, people, orgs []int64, now time.Time) ([]booking.Booking, error) {
	if len(people) == 0 {
		return nil, nil
	}
	who, args := `person_id IN (`+marks(len(people))+`)`, anys(people)
	if len(orgs) > 0 {
		who, args = `(`+who+` OR org_id IN (`+marks(len(orgs))+`))`, append(args, anys(orgs)...)
	}
	return bookings(ctx, s.db.pool, s.db.vault, who+` AND alive = 1 AND end_at > ? ORDER BY begin_at, id LIMIT 200`, append(args, ms(now))...)
}

// AheadOf implements booking.Tx.
func (t *tx) AheadOf(ctx context.Context, who int64, now time.Time) ([]booking.Booking, error) {
	return bookings(ctx, t.q, t.vault, `person_id = ? AND alive = 1 AND end_at > ? ORDER BY session_id, id LIMIT 200`, who, ms(now))
}

// EraseAnswers implements booking.Tx.
func (t *tx) EraseAnswers(ctx context.Context, who int64) error {
	if _, err := t.q.ExecContext(ctx, `
		UPDATE booking SET answers = '', answered = 0 WHERE person_id = ? AND answered = 1`, who); err != nil {
		return fmt.Errorf("erase answers: %w", err)
	}
	return nil
}

// Past implements booking.Store.
func (s *Bookings) Past(ctx context.Context, who int64, orgs []int64, before int64, most int) ([]booking.Booking, error) {
	of, args := ``, []any{who, who, booking.Counter}
	if len(orgs) > 0 {
		of, args = ` UNION SELECT id FROM booking WHERE org_id IN (`+marks(len(orgs))+`)`, append(args, anys(orgs)...)
	}
	return bookings(ctx, s.db.pool, s.db.vault, `
		id IN (SELECT id FROM booking WHERE person_id = ? UNION SELECT id FROM booking WHERE by_id = ? AND source <> ?`+of+`)
		AND id < ? AND (alive IS NULL OR end_at < ?) ORDER BY id DESC LIMIT ?`, append(args, from(before), ms(s.db.now()), most)...)
}

// Standing implements booking.Store.
func (s *Bookings) Standing(ctx context.Context, of booking.Service, who int64, week int, since time.Time) (booking.Standing, error) {
	var st booking.Standing
	var err error
	if of.Rules.PerWeek > 0 {
		if st.Taken, err = takenNths(ctx, s.db.hot(), of.ID, who, week); err != nil {
			return st, err
		}
	}
	err = get(ctx, s.db.pool, &st.Missed, booking.ErrMissing, `
		SELECT COUNT(*) FROM booking WHERE person_id = ? AND state = ? AND begin_at >= ? AND community_id = ?`,
		who, booking.NoShow, ms(since), of.Community)
	return st, err
}

// TakenNths implements booking.Tx.
func (t *tx) TakenNths(ctx context.Context, service, who int64, week int) ([]int, error) {
	return takenNths(ctx, t.q, service, who, week)
}

func takenNths(ctx context.Context, q sqlx.QueryerContext, service, who int64, week int) ([]int, error) {
	var all []int
	err := list(ctx, q, &all, `
		SELECT nth FROM booking WHERE service_id = ? AND person_id = ? AND week = ? AND nth IS NOT NULL ORDER BY nth LIMIT 10`,
		service, who, week)
	return all, err
}

// Before implements booking.Store.
func (s *Bookings) Before(ctx context.Context, b booking.Booking) (int, error) {
	var n int
	err := get(ctx, s.db.pool, &n, booking.ErrMissing, `
		SELECT COUNT(*) FROM booking
		WHERE  session_id = ? AND state IN (?, ?) AND (passed < ? OR passed = ? AND position < ?)`,
		b.Session, booking.Waiting, booking.Offered, b.Passed, b.Passed, b.Rank)
	return n, err
}

// NextWaiting implements booking.Tx.
func (t *tx) NextWaiting(ctx context.Context, session int64, fresh bool) (booking.Booking, error) {
	most := booking.MostPassed
	if fresh {
		most = 0
	}
	return oneBooking(ctx, t.q, t.vault, `
		session_id = ? AND state = ? AND passed <= ? ORDER BY passed, position, id LIMIT 1`+t.e.forUpd, session, booking.Waiting, most)
}

// AddBooking implements booking.Tx.
func (t *tx) AddBooking(ctx context.Context, b *booking.Booking) (bool, error) {
	sealed, err := t.sealAnswers(b.Answers)
	if err != nil {
		return false, err
	}
	id, err := insert(ctx, t.q, `
		INSERT INTO booking (community_id, service_id, session_id, period_id, person_id, by_id, org_id, source, request, state, alive, seated,
			number, position, passed, week, nth, begin_at, end_at, offer_at, offer_till, by_phone, reminded, answers, answered, reason,
			result, item_id, created_at, arrived_at, called_at, ended_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		b.Community, b.Service, b.Session, b.Period, b.Person, b.By, b.Org, b.Source, nullText(b.Request), b.State, alive(*b), b.Seated,
		b.Number, b.Rank, b.Passed, b.Week, nullNumber(b.Nth), ms(b.BeginAt), ms(b.EndAt), ms(b.OfferAt), ms(b.OfferTill), b.ByPhone,
		b.Reminded, sealed, sealed != "", b.Reason, b.Result, b.Item, ms(b.CreatedAt), ms(b.ArrivedAt), ms(b.CalledAt), ms(b.EndedAt))
	if duplicate(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("add booking: %w", err)
	}
	b.ID = id
	return true, nil
}

// LockBooking implements booking.Tx.
func (t *tx) LockBooking(ctx context.Context, id int64) (booking.Booking, error) {
	return oneBooking(ctx, t.q, t.vault, `id = ?`+t.e.forUpd, id)
}

// SaveBooking implements booking.Tx. It does not write answers: they are set on insert and only erased later.
func (t *tx) SaveBooking(ctx context.Context, b booking.Booking) error {
	_, err := t.q.ExecContext(ctx, `
		UPDATE booking SET person_id = ?, period_id = ?, state = ?, alive = ?, seated = ?, number = ?, passed = ?, nth = ?, begin_at = ?, end_at = ?,
		       offer_at = ?, offer_till = ?, by_phone = ?, reminded = ?, reason = ?, result = ?, errand_id = ?, served_by = ?,
		       arrived_at = ?, called_at = ?, ended_at = ?
		WHERE  id = ?`,
		b.Person, b.Period, b.State, alive(b), b.Seated, b.Number, b.Passed, nullNumber(b.Nth), ms(b.BeginAt), ms(b.EndAt), ms(b.OfferAt),
		ms(b.OfferTill), b.ByPhone, b.Reminded, b.Reason, b.Result, b.Errand, b.Server, ms(b.ArrivedAt), ms(b.CalledAt), ms(b.EndedAt), b.ID)
	if duplicate(err) {
		return booking.ErrLimit
	}
	if err != nil {
		return fmt.Errorf("save booking %d: %w", b.ID, err)
	}
	return nil
}

// TakeTurn implements booking.Tx. Its WHERE clause gives two who press at once two persons.
func (t *tx) TakeTurn(ctx context.Context, b booking.Booking) (bool, error) {
	n, err := change(ctx, t.q, `UPDATE booking SET state = ?, called_at = ?, served_by = ? WHERE id = ? AND state = ?`,
		booking.Called, ms(b.CalledAt), b.Server, b.ID, booking.Arrived)
	return n > 0, err
}

// InHand implements booking.Tx.
func (t *tx) InHand(ctx context.Context, service, server int64, since time.Time) (n int, err error) {
	err = get(ctx, t.q, &n, booking.ErrMissing, `
		SELECT COUNT(*) FROM booking b JOIN booking_session s ON s.id = b.session_id
		WHERE  s.service_id = ? AND s.begin_at >= ? AND b.state = ? AND b.served_by = ?`, service, ms(since), booking.Called, server)
	return n, err
}

// BookingsIn implements booking.Tx.
func (t *tx) BookingsIn(ctx context.Context, session int64, states ...booking.State) ([]booking.Booking, error) {
	return bookings(ctx, t.q, t.vault, `session_id = ? AND state IN (`+marks(len(states))+`)
		ORDER BY period_id, number, passed, position, id LIMIT 5000`+t.e.forUpd, append([]any{session}, anys(states)...)...)
}

func (t *tx) sealAnswers(a booking.Answers) (string, error) {
	if a.IsZero() {
		return "", nil
	}
	text, err := json.Marshal(a)
	if err != nil {
		return "", errors.New("write answers")
	}
	return t.vault.sealText(string(text), "booking")
}

// alive is 1 for a booking that counts and NULL otherwise: a unique key ignores NULL. People without a name are no person who comes twice.
func alive(b booking.Booking) sql.NullInt64 {
	return sql.NullInt64{Int64: 1, Valid: b.State.Alive() && b.Person != 0}
}

// nullNumber is n with NULL for 0.
func nullNumber(n int) sql.NullInt64 { return sql.NullInt64{Int64: int64(n), Valid: n != 0} }

var (
	_ family.Links  = (*Bookings)(nil)
	_ person.Roster = (*Bookings)(nil)
)

// Imbalance is a period whose counters differ from its bookings.
type Imbalance struct {
	Period  int64 `db:"id"`
	Session int64 `db:"session_id"`
	Places  int   `db:"places"`
	Taken   int   `db:"taken"`
	Held    int   `db:"held"`
	Kept    int   `db:"kept"`
	Free    int   `db:"free"`
	Seats   int   `db:"seats"`  // bookings that take a place
	Offers  int   `db:"offers"` // bookings for which a place is held
}

// Unbalanced returns at most 1,000 periods whose counters break places = taken + held + kept + free, or differ from the
// bookings. It is one statement, so it is consistent while residents book.
func (s *Bookings) Unbalanced(ctx context.Context) ([]Imbalance, error) {
	var all []Imbalance
	err := list(ctx, s.db.pool, &all, `
		SELECT p.id, p.session_id, p.places, p.taken, p.held, p.kept, p.free, COALESCE(b.seats, 0) AS seats, COALESCE(b.offers, 0) AS offers
		FROM   booking_period p
		LEFT   JOIN (SELECT period_id, SUM(seated) AS seats, SUM(CASE WHEN state = ? THEN 1 ELSE 0 END) AS offers
		             FROM booking WHERE seated = 1 OR state = ? GROUP BY period_id) b ON b.period_id = p.id
		WHERE  p.places <> p.taken + p.held + p.kept + p.free OR p.taken <> COALESCE(b.seats, 0) OR p.held <> COALESCE(b.offers, 0)
		ORDER  BY p.id LIMIT 1000`, booking.Offered, booking.Offered)
	return all, err
}
