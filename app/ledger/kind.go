package ledger

import (
	"context"

	"linli/app/area"
	"linli/app/audit"
)

// Kind is what a ledger lists.
type Kind string

// The kinds.
const (
	Reports  Kind = "reports"
	Bookings Kind = "bookings"
)

// Kinds lists them all.
var Kinds = []Kind{Reports, Bookings}

// Sheet is how a kind of ledger looks.
type Sheet struct {
	Title    string // of the workbook
	Rows     string // the name of the sheet with the rows
	Day      string // what the days of the period are
	Headings []Heading
}

// Sheet returns how the kind looks.
func (k Kind) Sheet() Sheet {
	if k == Bookings {
		return Sheet{"预约台账", "预约", "服务日期", headings(BookingColumns)}
	}
	return Sheet{"事件台账", "事件", "提交日期", headings(Columns)}
}

// action is the word of the audit log.
func (k Kind) action(reveal bool) string {
	switch {
	case k == Bookings && reveal:
		return RevealedBookings
	case k == Bookings:
		return ExportedBookings
	case reveal:
		return Revealed
	}
	return Exported
}

// actions are all words of the audit log for exports.
var actions = []string{Exported, Revealed, ExportedBookings, RevealedBookings}

// Kind says of what it was.
func (e Export) Kind() Kind {
	if e.Action == ExportedBookings || e.Action == RevealedBookings {
		return Bookings
	}
	return Reports
}

// written counts and writes the rows of one kind of ledger.
type written struct {
	count func(ctx context.Context, p Part) (int, error)
	write func(ctx context.Context, t *area.Tree, p Part, reveal bool, book Book) (rows int, err error)
}

func (s *Service) written(k Kind) written {
	if k == Bookings {
		return written{s.store.CountBookings, s.writeBookings}
	}
	return written{s.store.CountPart, s.write}
}

// keep adds the record; without it there is no export.
func (s *Service) keep(ctx context.Context, r audit.Record) error {
	return s.store.InTx(ctx, func(tx audit.Log) error { return tx.AddAudit(ctx, r) })
}
