package household

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/job"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/when"
)

// Notices are the kinds of notice about households.
var Notices notify.Kinds

// NoticeArrived goes to the grid officer the same day.
var NoticeArrived = Notices.Add(notify.Kind{
	Name: "home.arrived", Title: "有人新搬来", Text: "{place}有人新搬来，{words}。请在{due}前上门看看并确认。",
	Page: "office/household/index?id={id}", ForStaff: true,
})

// noticeToConfirm goes to the grid officer and the grid lead when the time to confirm is over.
var noticeToConfirm = Notices.Add(notify.Kind{
	Name: "home.to_confirm", Title: "新住户待确认", Text: "{place}有人新搬来，{words}，过了{due}还没有确认，请尽快上门看看。",
	Page: "office/household/index?id={id}", ForStaff: true,
})

var _ = Notices.Describe(notify.Subject{
	Name:   "住户",
	Labels: map[notify.Fact]string{notify.FactPlace: "哪间房", notify.FactDue: "何时前确认"},
	Example: notify.Facts{
		notify.FactTitle: "新搬来", notify.FactNumber: "ZH12", notify.FactPlace: "幸福社区 幸福花园3号楼 2单元 302", notify.FactState: "待确认",
		notify.FactBy: "红管家", notify.FactWords: "3人，11月28日起", notify.FactDue: "2026年12月2日 18:00",
		notify.FactAt: "2026年11月28日 19:30",
	},
})

// arrived sends the notice of an arrival to the officers of the dwelling, and looks at the household again when it is due.
func (d deed) arrived(home Dwelling, h Household, a Arrival) error {
	staff, err := person.OfficersOf(d.ctx, d.tx, d.at, home.Grid, home.Community)
	if err != nil {
		return err
	}
	if err := d.tell(NoticeArrived, staff, home, h, a, d.due); err != nil {
		return err
	}
	if h.State != Reported {
		return nil
	}
	return d.tx.AddJob(d.ctx, ToConfirmJob, h.ID, h.Due.Add(time.Second))
}

// tell sends a notice about newcomers to staff.
func (d deed) tell(kind notify.Kind, staff []int64, home Dwelling, h Household, a Arrival, due time.Time) error {
	for _, who := range staff {
		if who == d.who.Person {
			continue
		}
		if err := notify.Tell(d.ctx, d.tx, kind.To(who, home.Community, about(h), notify.Facts{
			notify.FactTitle: "新搬来", notify.FactNumber: fmt.Sprintf("ZH%d", h.ID), notify.FactPlace: Say(d.tree, home),
			notify.FactState: h.State.Name(), notify.FactBy: h.Source.Name(),
			notify.FactWords: fmt.Sprintf("%d人，%s起", a.Size, a.Since.Say()),
			notify.FactDue:   when.Full(due), notify.FactAt: when.Full(d.at),
		}), d.at); err != nil {
			return err
		}
	}
	return nil
}

// ToConfirmJob is due when nobody has confirmed a household in time.
const ToConfirmJob job.Kind = "household.confirm"

// Remind is the work of ToConfirmJob: it tells the officers of a household that still waits, and the lead of the grid.
func (s *Service) Remind(ctx context.Context, id int64) error {
	waits, err := s.store.Household(ctx, id)
	if errors.Is(err, ErrMissing) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.act(ctx, auth.Actor{}, waits.Community, func(d deed) error {
		home, h, err := d.locked(id)
		if err != nil || !h.Overdue(d.at) {
			return err
		}
		staff, err := person.OfficersOf(d.ctx, d.tx, d.at, home.Grid, home.Community)
		if err != nil {
			return err
		}
		leads, err := person.Acting(d.ctx, d.tx, d.at, []int64{home.Grid}, auth.GridLead)
		if err != nil {
			return err
		}
		staff = append(staff, slices.DeleteFunc(leads, func(p int64) bool { return slices.Contains(staff, p) })...)
		return d.tell(noticeToConfirm, staff, home, h, Arrival{Size: h.Size, Since: h.Since}, h.Due)
	})
}

// Say names a room, "阳光社区 阳光花园3号楼 2单元 302".
func Say(t *area.Tree, d Dwelling) string { return t.Say(d.Area) + " " + d.SayRoom() }
