// Package fund is the register of a street's special funds (专项资金): allotted, used for what, and the balance. It pays nobody.
package fund

import (
	"context"
	"strconv"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/fault"
	"linli/app/text"
	"linli/app/when"
)

// The limits of the register. Amounts are in 分.
const (
	most = 100_000_000_00
	// Keep is how long the register is kept.
	Keep = 10 * 366 * 24 * time.Hour
)

// The faults of this package.
var (
	ErrMissing = fault.New(fault.Missing, "fund.missing", "没有这笔专项资金")
	ErrYear    = fault.New(fault.Invalid, "fund.year", "年度不对：只能登记去年、今年和明年的")
	ErrTitle   = fault.New(fault.Invalid, "fund.title", "请写资金名称（2 至 30 字）和依据（2 至 40 字）")
	ErrAmount  = fault.New(fault.Invalid, "fund.amount", "金额不对：请填写大于 0、不超过一亿元的金额")
	ErrUse     = fault.New(fault.Invalid, "fund.use", "请写明用在哪里（2 至 100 字）")
	ErrMonth   = fault.New(fault.Invalid, "fund.month", "月份要在资金的年度里，而且不晚于本月")
	ErrTwice   = fault.New(fault.Conflict, "fund.twice", "这一年已经登记过同名的资金")
	ErrBalance = fault.New(fault.Conflict, "fund.balance", "超出余额，没有登记")
)

// Fund is what was allotted to a street for a year.
type Fund struct {
	ID     int64
	Street int64
	Year   int
	Title  string
	Basis  string
	// Allotted and Used are in 分; the balance is what is between them.
	Allotted, Used int64
	By             int64
	At             time.Time
	Uses           []Use // by month
}

// Balance returns what is left.
func (f Fund) Balance() int64 { return f.Allotted - f.Used }

// Use is one line: what for, how much, in which month. A negative amount takes back an earlier one, which stays.
type Use struct {
	ID     int64
	Fund   int64
	Month  int // 202611
	Words  string
	Amount int64
	By     int64
	At     time.Time
}

// Store keeps the register.
type Store interface {
	// Funds returns the funds of streets in a year with their uses, by street and title.
	Funds(ctx context.Context, streets []int64, year int) ([]Fund, error)
	// Fund returns one with its uses, or ErrMissing.
	Fund(ctx context.Context, id int64) (Fund, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx is the transaction of an entry.
type Tx interface {
	audit.Log
	// AddFund saves a fund, and returns its id. Fault: ErrTwice.
	AddFund(ctx context.Context, f Fund) (int64, error)
	// UseFund takes an amount from the balance, and adds the line. Fault: ErrBalance for one below 0 or above what was allotted.
	UseFund(ctx context.Context, u Use) error
}

// Service runs the use cases.
type Service struct {
	store Store
	areas area.Source
	now   func() time.Time
}

// NewService returns the service.
func NewService(store Store, areas area.Source, now func() time.Time) *Service {
	return &Service{store, areas, now}
}

// streets returns the streets whose register the actor reads; with a street only this. Fault: area.ErrMissing.
func (s *Service) streets(ctx context.Context, who auth.Actor, street int64) ([]int64, error) {
	if err := who.Need(auth.Overseers...); err != nil {
		return nil, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	root, err := tree.Root()
	if err != nil {
		return nil, err
	}
	var found []int64
	for _, a := range tree.Under(root.Path, area.Street) {
		if who.Covers(a.Path, auth.Overseers...) && (street == 0 || street == a.ID) {
			found = append(found, a.ID)
		}
	}
	if len(found) == 0 {
		return nil, area.ErrMissing
	}
	return found, nil
}

// Funds returns the register of a year for the actor's streets; 0 is this year. A street reads its own, the centre every one.
func (s *Service) Funds(ctx context.Context, who auth.Actor, year int) ([]Fund, error) {
	streets, err := s.streets(ctx, who, 0)
	if err != nil {
		return nil, err
	}
	if year == 0 {
		year = when.DateOf(s.now()).Year()
	}
	return s.store.Funds(ctx, streets, year)
}

// Add registers what was allotted to the actor's street; only a street does. Faults: ErrYear, ErrTitle, ErrAmount, ErrTwice,
// area.ErrMissing.
func (s *Service) Add(ctx context.Context, who auth.Actor, f Fund) (Fund, error) {
	streets, err := s.streets(ctx, who, f.Street)
	if err != nil {
		return Fund{}, err
	}
	now := s.now()
	this := when.DateOf(now).Year()
	f.Street, f.Title, f.Basis, f.By, f.At, f.Used = streets[0], text.Line(f.Title), text.Line(f.Basis), who.Person, now, 0
	switch {
	case !s.keeps(ctx, who, f.Street):
		return Fund{}, area.ErrMissing
	case f.Year < this-1 || f.Year > this+1:
		return Fund{}, ErrYear
	case !text.Within(f.Title, 2, 30) || !text.Within(f.Basis, 2, 40):
		return Fund{}, ErrTitle
	case f.Allotted <= 0 || f.Allotted > most:
		return Fund{}, ErrAmount
	}
	err = s.store.InTx(ctx, func(tx Tx) (err error) {
		if f.ID, err = tx.AddFund(ctx, f); err != nil {
			return err
		}
		return tx.AddAudit(ctx, audit.Record{Community: f.Street, At: now, Person: who.Person, Action: "fund.add", About: about(f.ID)})
	})
	if err != nil {
		return Fund{}, err
	}
	return s.store.Fund(ctx, f.ID)
}

// keeps says whether the actor is of the street itself.
func (s *Service) keeps(ctx context.Context, who auth.Actor, street int64) bool {
	tree, err := s.areas.Tree(ctx)
	return err == nil && who.Covers(tree.Path(street), auth.Street)
}

// Use registers a use of a fund of the actor's street; nothing is registered beyond the balance. Faults: ErrMissing, ErrUse, ErrMonth,
// ErrAmount, ErrBalance.
func (s *Service) Use(ctx context.Context, who auth.Actor, id int64, u Use) (Fund, error) {
	if err := who.Need(auth.Overseers...); err != nil {
		return Fund{}, err
	}
	f, err := s.store.Fund(ctx, id)
	if err != nil {
		return Fund{}, err
	}
	now := s.now()
	u.Fund, u.Words, u.By, u.At = id, text.Words(u.Words), who.Person, now
	switch {
	case !s.keeps(ctx, who, f.Street):
		return Fund{}, ErrMissing
	case !text.Within(u.Words, 2, 100):
		return Fund{}, ErrUse
	case u.Month/100 != f.Year || u.Month%100 < 1 || u.Month%100 > 12 || u.Month > int(when.DateOf(now))/100:
		return Fund{}, ErrMonth
	case u.Amount == 0 || u.Amount > most || u.Amount < -most:
		return Fund{}, ErrAmount
	}
	if err := s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.UseFund(ctx, u); err != nil {
			return err
		}
		return tx.AddAudit(ctx, audit.Record{Community: f.Street, At: now, Person: who.Person, Action: "fund.use", About: about(id)})
	}); err != nil {
		return Fund{}, err
	}
	return s.store.Fund(ctx, id)
}

func about(id int64) string { return "fund:" + strconv.FormatInt(id, 10) }
