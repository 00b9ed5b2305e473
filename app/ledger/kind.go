package ledger

import (
	"context"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
)

// Kind says what a ledger lists.
type Kind string

// The kinds.
const (
	Reports  Kind = "reports"
	Bookings Kind = "bookings"
	Members  Kind = "members" // of Party organisations
	Homes    Kind = "homes"   // households, for the keepers of their residents
	Posts    Kind = "posts"
)

// Kinds lists them all.
var Kinds = []Kind{Reports, Bookings, Members, Homes, Posts}

// Sheet describes the workbook of a kind of ledger.
type Sheet struct {
	Title    string // of the workbook
	Rows     string // name of the sheet with the rows
	Day      string // meaning of the days of the period
	Headings []Heading
}

// Sheet returns the description of the kind's workbook.
func (k Kind) Sheet() Sheet {
	switch k {
	case Bookings:
		return Sheet{"预约台账", "预约", "服务日期", headings(BookingColumns)}
	case Members:
		return Sheet{"党员台账", "党员", "在册日期", headings(MemberColumns)}
	case Homes:
		return Sheet{"住户台账", "住户", "在册日期", headings(HomeColumns)}
	case Posts:
		return Sheet{"任职台账", "任职", "任职日期", headings(PostColumns)}
	case Reports:
	}
	return Sheet{"事件台账", "事件", "提交日期", headings(Columns)}
}

// action returns the action for the audit log.
func (k Kind) action(reveal bool) string {
	switch {
	case k == Posts && reveal:
		return string(audit.RevealedPosts)
	case k == Posts:
		return string(audit.ExportedPosts)
	case k == Homes && reveal:
		return string(audit.RevealedHomes)
	case k == Homes:
		return string(audit.ExportedHomes)
	case k == Members && reveal:
		return string(audit.RevealedMembers)
	case k == Members:
		return string(audit.ExportedMembers)
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
var exports = []audit.Reading{audit.ExportedReports, audit.RevealedReports, audit.ExportedBookings, audit.RevealedBookings, audit.ExportedMembers, audit.RevealedMembers, audit.ExportedHomes, audit.RevealedHomes, audit.ExportedPosts, audit.RevealedPosts}

// Kind returns the kind of the export.
func (e Export) Kind() Kind {
	if e.Action == string(audit.ExportedBookings) || e.Action == string(audit.RevealedBookings) {
		return Bookings
	}
	if e.Action == string(audit.ExportedMembers) || e.Action == string(audit.RevealedMembers) {
		return Members
	}
	if e.Action == string(audit.ExportedHomes) || e.Action == string(audit.RevealedHomes) {
		return Homes
	}
	if e.Action == string(audit.ExportedPosts) || e.Action == string(audit.RevealedPosts) {
		return Posts
	}
	return Reports
}

// written holds the functions that count and write the rows of one kind of ledger.
type written struct {
	count func(ctx context.Context, p Part) (int, error)
	write func(ctx context.Context, t *area.Tree, p Part, reveal bool, book Book) (rows int, err error)
}

func (s *Service) written(k Kind, who auth.Actor, at area.Area) written {
	switch k {
	case Bookings:
		return written{s.store.CountBookings, s.writeBookings}
	case Members:
		return s.members(who, at)
	case Homes:
		return s.homes(who)
	case Posts:
		return s.posts()
	case Reports:
	}
	return written{s.store.CountPart, s.write}
}

// keep adds the audit record; if that fails, so does the export.
func (s *Service) keep(ctx context.Context, r audit.Record) error {
	return s.store.InTx(ctx, func(tx audit.Log) error { return tx.AddAudit(ctx, r) })
}
