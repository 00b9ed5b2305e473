package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"linli/app/loan"
	"linli/app/person"
	"linli/app/when"
)

var loanData = data{
	tables: []Table{
		{
			Name: "loan", Holds: "borrower and thing; name and encrypted number of a borrower without an account", Keep: loan.Keep,
			From: "the end of the loan", Job: DropOldRows, Column: "ended_at", Unless: `state = 'out'`,
			Also:  "closing copies name and number of the borrower into open loans, until the return",
			Names: map[string]Fate{"person_id": {}, "lent_by": byStaff, "ended_by": {}},
		},
		{Name: "loan_thing", Impersonal: "things of a community"},
	},
	move:  (*tx).moveLoans,
	leave: (*tx).leaveLoans,
}

// Loans implements loan.Store.
type Loans struct{ db *DB }

// NewLoans returns the records of things and loans.
func NewLoans(db *DB) *Loans { return &Loans{db} }

// InTx implements loan.Store.
func (s *Loans) InTx(ctx context.Context, do func(loan.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

type loanRow struct {
	ID        int64          `db:"id"`
	Thing     int64          `db:"thing_id"`
	Community int64          `db:"community_id"`
	Copy      string         `db:"copy_code"`
	Person    int64          `db:"person_id"`
	Name      string         `db:"name"`
	Sealed    string         `db:"phone_sealed"`
	State     loan.State     `db:"state"`
	Words     string         `db:"words"`
	Due       int            `db:"due"`
	Extended  bool           `db:"extended"`
	Reminded  int            `db:"reminded"`
	LentAt    int64          `db:"lent_at"`
	LentBy    int64          `db:"lent_by"`
	EndedAt   int64          `db:"ended_at"`
	EndedBy   int64          `db:"ended_by"`
	Request   sql.NullString `db:"request"`
	Deed      string         `db:"deed"`
}

const loanColumns = `id, thing_id, community_id, copy_code, person_id, name, phone_sealed, state, words, due, extended, reminded,
	lent_at, lent_by, ended_at, ended_by, request, deed`

func loans(ctx context.Context, q sqlx.QueryerContext, v *Vault, where string, args ...any) ([]loan.Loan, error) {
	var rows []loanRow
	if err := list(ctx, q, &rows, `SELECT `+loanColumns+` FROM loan WHERE `+where, args...); err != nil {
		return nil, fmt.Errorf("loans: %w", err)
	}
	all := make([]loan.Loan, len(rows))
	for i, r := range rows {
		phone, err := v.openPhone(r.Sealed)
		if err != nil {
			return nil, fmt.Errorf("loan %d: %w", r.ID, err)
		}
		all[i] = loan.Loan{
			ID: r.ID, Thing: r.Thing, Community: r.Community, Copy: r.Copy, Person: r.Person, Name: r.Name, Phone: phone,
			State: r.State, Words: r.Words, Due: when.Date(r.Due), Extended: r.Extended, Reminded: r.Reminded, LentAt: at(r.LentAt),
			LentBy: r.LentBy, EndedAt: at(r.EndedAt), EndedBy: r.EndedBy, Request: r.Request.String, Deed: r.Deed,
		}
	}
	return all, nil
}

// oneLoan returns the first row, or loan.ErrMissing.
func oneLoan(ctx context.Context, q sqlx.QueryerContext, v *Vault, where string, args ...any) (loan.Loan, error) {
	all, err := loans(ctx, q, v, where, args...)
	return first(all, err, loan.ErrMissing)
}

// Loan implements loan.Store.
func (s *Loans) Loan(ctx context.Context, id int64) (loan.Loan, error) {
	return oneLoan(ctx, s.db.pool, s.db.vault, `id = ?`, id)
}

// LoansOf implements loan.Store.
func (s *Loans) LoansOf(ctx context.Context, who int64, of loan.List, before int64, most int) ([]loan.Loan, error) {
	state := `state = ?`
	if of == loan.Ended {
		state = `state <> ?`
	}
	return loans(ctx, s.db.pool, s.db.vault, `person_id = ? AND `+state+` AND id < ? ORDER BY id DESC LIMIT ?`, who, loan.Out, from(before), most)
}

// OutOf implements loan.Store.
func (s *Loans) OutOf(ctx context.Context, who int64) ([]loan.Loan, error) {
	return loans(ctx, s.db.pool, s.db.vault, `person_id = ? AND state = ? ORDER BY due, id LIMIT 100`, who, loan.Out)
}

// Loans implements loan.Store.
func (s *Loans) Loans(ctx context.Context, f loan.Filter) ([]loan.Loan, error) {
	if len(f.Communities) == 0 {
		return nil, nil
	}
	where, args := `community_id IN (`+marks(len(f.Communities))+`) AND id < ?`, append(anys(f.Communities), from(f.Before))
	switch f.List {
	case loan.Late:
		where, args = where+` AND state = ? AND due < ?`, append(args, loan.Out, int(f.Today))
	case loan.Ended:
		where, args = where+` AND state IN (?, ?)`, append(args, loan.Back, loan.Lost)
	default:
		where, args = where+` AND state = ?`, append(args, loan.Out)
	}
	return loans(ctx, s.db.pool, s.db.vault, where+` ORDER BY id DESC LIMIT ?`, append(args, f.Most)...)
}

// CountLate implements loan.Store.
func (s *Loans) CountLate(ctx context.Context, communities []int64, today when.Date) (n int, err error) {
	if len(communities) == 0 {
		return 0, nil
	}
	err = get(ctx, s.db.pool, &n, nil, `
		SELECT COUNT(*) FROM loan WHERE community_id IN (`+marks(len(communities))+`) AND state = ? AND due < ?`,
		append(anys(communities), loan.Out, int(today))...)
	return n, err
}

// FindLoan implements loan.Tx.
func (t *tx) FindLoan(ctx context.Context, id int64) (loan.Loan, error) {
	return oneLoan(ctx, t.q, t.vault, `id = ?`, id)
}

// LockLoan implements loan.Tx.
func (t *tx) LockLoan(ctx context.Context, id int64) (loan.Loan, error) {
	return oneLoan(ctx, t.q, t.vault, `id = ?`+t.e.forUpd, id)
}

// LoanOf implements loan.Tx.
func (t *tx) LoanOf(ctx context.Context, request string) (loan.Loan, error) {
	return oneLoan(ctx, t.q, t.vault, `request = ?`, request)
}

// CountOut implements loan.Tx.
func (t *tx) CountOut(ctx context.Context, who int64) (n int, err error) {
	err = sqlx.GetContext(ctx, t.q, &n, `SELECT COUNT(*) FROM loan WHERE person_id = ? AND state = ?`, who, loan.Out)
	return n, err
}

// AddLoan implements loan.Tx.
func (t *tx) AddLoan(ctx context.Context, l *loan.Loan) error {
	holder, err := t.holder(*l)
	if err != nil {
		return err
	}
	sealed, _, err := t.vault.sealPhone(l.Phone)
	if err != nil {
		return err
	}
	var n int
	if err := sqlx.GetContext(ctx, t.q, &n, `SELECT COUNT(*) FROM loan WHERE thing_id = ? AND holder = ?`, l.Thing, holder); err != nil {
		return fmt.Errorf("holder of a thing: %w", err)
	}
	if n > 0 {
		return loan.ErrTwice
	}
	l.ID, err = insert(ctx, t.q, `
		INSERT INTO loan (thing_id, community_id, copy_code, copy_out, person_id, name, phone_sealed, holder, state, words, due, extended,
			reminded, lent_at, lent_by, ended_at, ended_by, request, deed)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		l.Thing, l.Community, l.Copy, nullText(l.Copy), l.Person, l.Name, sealed, holder, l.State, l.Words, int(l.Due), l.Extended,
		l.Reminded, ms(l.LentAt), l.LentBy, ms(l.EndedAt), l.EndedBy, nullText(l.Request), l.Deed)
	if duplicate(err) { // the thing is locked and the holder was checked, so the code is the duplicate
		return loan.ErrCopy.Because(err)
	}
	if err != nil {
		return fmt.Errorf("add loan: %w", err)
	}
	return nil
}

// holder returns the unique key of a borrower for one open loan of a thing: the person, or a keyed hash of the number.
func (t *tx) holder(l loan.Loan) (string, error) {
	if l.Person != 0 {
		return fmt.Sprintf("person:%d", l.Person), nil
	}
	index, err := t.vault.phoneIndex(l.Phone)
	return "phone:" + index, err
}

// SaveLoan implements loan.Tx. A returned loan gives up its unique keys.
func (t *tx) SaveLoan(ctx context.Context, l loan.Loan) error {
	free := ""
	if l.State != loan.Out {
		free = `, holder = NULL, copy_out = NULL`
	}
	if _, err := t.q.ExecContext(ctx, `
		UPDATE loan SET state = ?, words = ?, due = ?, extended = ?, reminded = ?, ended_at = ?, ended_by = ?, deed = ?`+free+` WHERE id = ?`,
		l.State, l.Words, int(l.Due), l.Extended, l.Reminded, ms(l.EndedAt), l.EndedBy, l.Deed, l.ID); err != nil {
		return fmt.Errorf("save loan %d: %w", l.ID, err)
	}
	return nil
}

// leaveLoans copies name and number of a person who leaves into their open loans, and removes the person from returned ones. A
// person in the roster keeps both, so their loans still name them.
func (t *tx) leaveLoans(ctx context.Context, p person.Person, _ time.Time) error {
	if p.Code != "" {
		return nil
	}
	sealed, _, err := t.vault.sealPhone(p.Phone)
	if err != nil {
		return err
	}
	if _, err := t.q.ExecContext(ctx, `UPDATE loan SET name = ?, phone_sealed = ?, person_id = 0 WHERE person_id = ? AND state = ?`,
		p.Name, sealed, p.ID, loan.Out); err != nil {
		return fmt.Errorf("leave loans: %w", err)
	}
	for _, column := range []string{"person_id", "ended_by"} {
		if _, err := t.q.ExecContext(ctx, `UPDATE loan SET `+column+` = 0 WHERE `+column+` = ?`, p.ID); err != nil {
			return fmt.Errorf("leave loans: %w", err)
		}
	}
	return nil
}

// moveLoans moves one person's loans to another. Two open loans of one thing both stay.
func (t *tx) moveLoans(ctx context.Context, from, to int64) error {
	if _, err := t.q.ExecContext(ctx, `
		UPDATE loan SET holder = NULL WHERE person_id = ? AND thing_id IN (SELECT thing_id FROM (
			SELECT thing_id FROM loan WHERE person_id = ? AND state = ?) AS other)`, from, to, loan.Out); err != nil {
		return fmt.Errorf("move loans: %w", err)
	}
	if _, err := t.q.ExecContext(ctx, `UPDATE loan SET holder = ? WHERE person_id = ? AND holder IS NOT NULL`,
		fmt.Sprintf("person:%d", to), from); err != nil {
		return fmt.Errorf("move loans: %w", err)
	}
	for _, column := range []string{"person_id", "ended_by"} {
		if _, err := t.q.ExecContext(ctx, `UPDATE loan SET `+column+` = ? WHERE `+column+` = ?`, to, from); err != nil {
			return fmt.Errorf("move loans: %w", err)
		}
	}
	return nil
}
