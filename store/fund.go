package store

import (
	"context"
	"fmt"

	"linli/app/fund"
)

var fundData = data{tables: []Table{
	{
		Name: "fund", Holds: "what was allotted to a street, and who registered it", Keep: fund.Keep, From: "the day it was registered",
		Job: DropOldRows, Column: "at", Names: map[string]Fate{"by_id": byStaff},
	},
	{
		Name: "fund_use", Holds: "what a fund was used for, and who registered it", Keep: fund.Keep, From: "the day it was registered",
		Job: DropOldRows, Column: "at", Names: map[string]Fate{"by_id": byStaff},
	},
}}

// Funds implements fund.Store.
type Funds struct{ db *DB }

// NewFunds returns the register of special funds.
func NewFunds(db *DB) *Funds { return &Funds{db} }

// InTx implements fund.Store.
func (s *Funds) InTx(ctx context.Context, do func(fund.Tx) error) error {
	return s.db.inTx(ctx, func(t *tx) error { return do(t) })
}

func (s *Funds) funds(ctx context.Context, where string, args ...any) ([]fund.Fund, error) {
	var rows []struct {
		ID       int64  `db:"id"`
		Street   int64  `db:"street_id"`
		Year     int    `db:"year"`
		Title    string `db:"title"`
		Basis    string `db:"basis"`
		Allotted int64  `db:"allotted"`
		Used     int64  `db:"used"`
		By       int64  `db:"by_id"`
		At       int64  `db:"at"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT id, street_id, year, title, basis, allotted, used, by_id, at FROM fund
		WHERE `+where+` ORDER BY street_id, title, id LIMIT 500`, args...); err != nil {
		return nil, fmt.Errorf("funds: %w", err)
	}
	all, ids, place := make([]fund.Fund, len(rows)), make([]int64, len(rows)), map[int64]int{}
	for i, r := range rows {
		all[i] = fund.Fund{
			ID: r.ID, Street: r.Street, Year: r.Year, Title: r.Title, Basis: r.Basis, Allotted: r.Allotted, Used: r.Used, By: r.By, At: at(r.At),
		}
		ids[i], place[r.ID] = r.ID, i
	}
	uses, err := s.uses(ctx, ids)
	for _, u := range uses {
		f := &all[place[u.Fund]]
		f.Uses = append(f.Uses, u)
	}
	return all, err
}

func (s *Funds) uses(ctx context.Context, of []int64) ([]fund.Use, error) {
	if len(of) == 0 {
		return nil, nil
	}
	var rows []struct {
		ID     int64  `db:"id"`
		Fund   int64  `db:"fund_id"`
		Month  int    `db:"month"`
		Words  string `db:"words"`
		Amount int64  `db:"amount"`
		By     int64  `db:"by_id"`
		At     int64  `db:"at"`
	}
	if err := list(ctx, s.db.pool, &rows, `
		SELECT id, fund_id, month, words, amount, by_id, at FROM fund_use
		WHERE  fund_id IN (`+marks(len(of))+`) ORDER BY fund_id, month, id LIMIT 20000`, anys(of)...); err != nil {
		return nil, fmt.Errorf("uses of funds: %w", err)
	}
	all := make([]fund.Use, len(rows))
	for i, r := range rows {
		all[i] = fund.Use{ID: r.ID, Fund: r.Fund, Month: r.Month, Words: r.Words, Amount: r.Amount, By: r.By, At: at(r.At)}
	}
	return all, nil
}

// Funds implements fund.Store.
func (s *Funds) Funds(ctx context.Context, streets []int64, year int) ([]fund.Fund, error) {
	return s.funds(ctx, `street_id IN (`+marks(len(streets))+`) AND year = ?`, append(anys(streets), year)...)
}

// Fund implements fund.Store.
func (s *Funds) Fund(ctx context.Context, id int64) (fund.Fund, error) {
	all, err := s.funds(ctx, `id = ?`, id)
	return first(all, err, fund.ErrMissing)
}

// AddFund implements fund.Tx.
func (t *tx) AddFund(ctx context.Context, f fund.Fund) (int64, error) {
	res, err := t.q.ExecContext(ctx, `INSERT INTO fund (street_id, year, title, basis, allotted, used, by_id, at) VALUES (?, ?, ?, ?, ?, 0, ?, ?)`,
		f.Street, f.Year, f.Title, f.Basis, f.Allotted, f.By, ms(f.At))
	added, err := ignoreDuplicate(err, "add a fund")
	if err != nil {
		return 0, err
	}
	if !added {
		return 0, fund.ErrTwice
	}
	return res.LastInsertId()
}

// UseFund implements fund.Tx. One statement decides: of two uses at once the second sees what the first left.
func (t *tx) UseFund(ctx context.Context, u fund.Use) error {
	n, err := change(ctx, t.q, `UPDATE fund SET used = used + ? WHERE id = ? AND used + ? BETWEEN 0 AND allotted`, u.Amount, u.Fund, u.Amount)
	if err != nil {
		return fmt.Errorf("use a fund: %w", err)
	}
	if n == 0 {
		return fund.ErrBalance
	}
	if _, err := t.q.ExecContext(ctx, `INSERT INTO fund_use (fund_id, month, words, amount, by_id, at) VALUES (?, ?, ?, ?, ?, ?)`,
		u.Fund, u.Month, u.Words, u.Amount, u.By, ms(u.At)); err != nil {
		return fmt.Errorf("use a fund: %w", err)
	}
	return nil
}
