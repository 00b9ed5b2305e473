package ledger

import (
	"context"
	"fmt"
	"slices"

	"linli/app/area"
	"linli/app/booking"
	"linli/app/pages"
	"linli/app/when"
)

// Visit is one booking with the names that belong to it, without the booker's words about their health.
type Visit struct {
	booking.Booking
	Community string
	Service   string
	Name      string
	Phone     string // masked unless the export reveals it
	Unit      string // the org in whose name a contact booked
}

// BookingColumns lists the columns of the ledger of bookings.
var BookingColumns = []Column[Visit]{
	{"预约码", 12, func(v Visit) any { return v.Code() }},
	{"社区", 16, func(v Visit) any { return v.Community }},
	{"服务", 16, func(v Visit) any { return v.Service }},
	{"日期", 12, func(v Visit) any { return when.DateOf(v.BeginAt).String() }},
	{"开始时间", 17, func(v Visit) any { return v.BeginAt }},
	{"号码", 8, func(v Visit) any { return v.Number }},
	{"候补名次", 10, func(v Visit) any { return v.Rank }},
	{"状态", 12, func(v Visit) any { return v.State.Name() }},
	{"预约方式", 12, func(v Visit) any { return bookingSources[v.Source] }},
	{"姓名", 12, func(v Visit) any { return v.Name }},
	{"手机号", 14, func(v Visit) any { return v.Phone }},
	{"预约时间", 17, func(v Visit) any { return v.CreatedAt }},
	{"签到时间", 17, func(v Visit) any { return v.ArrivedAt }},
	{"叫号时间", 17, func(v Visit) any { return v.CalledAt }},
	{"结束时间", 17, func(v Visit) any { return v.EndedAt }},
	{"服务记录", 40, func(v Visit) any { return v.Result }},
	{"取消原因", 30, func(v Visit) any { return v.Reason }},
	{"以单位名义", 18, func(v Visit) any { return v.Unit }},
}

// Cells returns the row; its texts cannot act as formulas.
func (v Visit) Cells() []any { return cells(BookingColumns, v) }

var bookingSources = map[booking.Source]string{
	booking.Self: "本人", booking.Family: "家人代约", booking.Steward: "红管家代约", booking.Counter: "窗口代约",
	booking.Unit: "单位",
}

// writeBookings writes a part page by page.
func (s *Service) writeBookings(ctx context.Context, t *area.Tree, p Part, reveal bool, book Book) (rows int, err error) {
	err = pages.Each(func(after pages.Cursor) (pages.Page[booking.Booking], error) {
		return s.store.ReadBookings(ctx, p, after, Page)
	}, func(found []booking.Booking) error {
		visits, err := s.visits(ctx, t, found, reveal)
		if err != nil {
			return err
		}
		for _, v := range visits {
			if err := book.Row(v.Cells()); err != nil {
				return fmt.Errorf("write ledger: %w", err)
			}
		}
		rows += len(found)
		return nil
	})
	return rows, err
}

// visits adds names to a page of bookings.
func (s *Service) visits(ctx context.Context, t *area.Tree, found []booking.Booking, reveal bool) ([]Visit, error) {
	var people, services []int64
	for _, b := range found {
		people, services = append(people, b.Person), append(services, b.Service)
	}
	slices.Sort(people)
	slices.Sort(services)
	names, err := s.names.Persons(ctx, slices.Compact(people))
	if err != nil {
		return nil, err
	}
	offered, err := s.store.ServiceNames(ctx, slices.Compact(services))
	if err != nil {
		return nil, err
	}
	visits := make([]Visit, len(found))
	for i, b := range found {
		who := names[b.Person]
		visits[i] = Visit{b, nameOf(t, b.Community), offered[b.Service], who.Name, phone(who.Phone, reveal), t.OrgName(b.Org)}
	}
	return visits, nil
}
