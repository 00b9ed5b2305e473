package ledger

import (
	"context"

	"linli/app/area"
	"linli/app/audit"
)

// Kind says what a ledger lists.
type Kind string

// The kinds.
const (
	Reports  Kind = "reports"
	Bookings Kind = "bookings"
)

// Kinds lists them all.
var Kinds = []Kind{Reports, Bookings}

// Sheet describes the workbook of a kind of ledger.
type Sheet struct {
	Title    string // of the workbook
	Rows     string // name of the sheet with the rows
	Day      string // meaning of the days of the period
	Headings []Heading
}

// Sheet returns the description of the kind's workbook.
func (k Kind) Sheet() Sheet {
	if k == Bookings {
		return Sheet{"预约台账", "预约", "服务日期", headings(BookingColumns)}
	}
	return Sheet{"事件台账", "事件", "提交日期", headings(Columns)}
}

// action returns the action for the audit log.
func (k Kind) action(reveal bool) string {
	switch {
	case k == Bookings && reveal:
		return string(audit.RevealedBookings)
	case k == Bookings:
		return string(audit.ExportedBookings)
	case reveal:
		return string(audit.RevealedReports)
	}
	return string(audit.ExportedReports)
}

// exports are the readings that are exports.
var exports = []audit.Reading{audit.ExportedReports, audit.RevealedReports, audit.ExportedBookings, audit.RevealedBookings}

// Kind returns the kind of the export.
func (e Export) Kind() Kind {
	if e.Action == string(audit.ExportedBookings) || e.Action == string(audit.RevealedBookings) {
		return Bookings
	}
	return Reports
}

// written holds the functions that count and write the rows of one kind of ledger.
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

// keep adds the audit record; if that fails, so does the export.
func (s *Service) keep(ctx context.Context, r audit.Record) error {
	return s.store.InTx(ctx, func(tx audit.Log) error { return tx.AddAudit(ctx, r) })
}
