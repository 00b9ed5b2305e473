package handlers

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/booking"
	"linli/app/report"
	"linli/app/steward"
	"linli/app/when"
)

type waitingView struct {
	Kind  string `json:"kind"`
	Title string `json:"title"`
	Say   string `json:"say"`
	ID    string `json:"id"` // of the report, booking, call or notice; "" for a list
	At    string `json:"at"`
	Count int    `json:"count"`
}

// waits is one thing that waits for somebody.
type waits struct {
	kind, title, say string
	id               int64
	at               time.Time
	count            int
}

// urgency is the order of the kinds on the home page: who needs help comes first, what can be read later comes last.
var urgency = []string{"call", "alert", "offer", "question", "visit", "rebook", "family", "review", "notice"}

const (
	mostWaiting = 10
	mostAlerts  = 5
	ownPages    = 3 // of one's own reports, newest first: what is older waits for nobody
)

// waiting gathers what waits for the caller, most urgent first.
func (s *Server) waiting(c *fiber.Ctx, who caller) error {
	var all []waits
	for _, ask := range []func(context.Context, auth.Actor) ([]waits, error){
		s.callsWaiting, s.alertsWaiting, s.bookingsWaiting, s.lostWaiting, s.reportsWaiting, s.familiesWaiting, s.noticesWaiting,
	} {
		found, err := ask(c.UserContext(), who.Actor)
		if err != nil {
			return err
		}
		all = append(all, found...)
	}
	slices.SortStableFunc(all, func(a, b waits) int {
		return cmp.Or(cmp.Compare(slices.Index(urgency, a.kind), slices.Index(urgency, b.kind)), a.at.Compare(b.at))
	})
	items := make([]waitingView, min(len(all), mostWaiting))
	for i, w := range all[:len(items)] {
		items[i] = waitingView{Kind: w.kind, Title: w.title, Say: w.say, ID: maybe(w.id), At: stamp(w.at), Count: max(w.count, 1)}
	}
	return c.JSON(fiber.Map{"items": items})
}

// reportsWaiting are questions to the author and results that he has not judged.
func (s *Server) reportsWaiting(ctx context.Context, who auth.Actor) (all []waits, err error) {
	var page report.Cursor
	for range ownPages {
		own, next, err := s.Reports.Own(ctx, who, page)
		if err != nil {
			return nil, err
		}
		for _, r := range own {
			switch {
			case r.Question != "" && r.Open():
				all = append(all, waits{kind: "question", title: "请您补充：" + r.Title(), say: r.Question, id: r.ID, at: r.AskedAt})
			case r.State == report.Resolved && !r.Reviewed:
				all = append(all, waits{kind: "review", title: "请您评价：" + r.Title(), say: "已办结，请说说是否满意。", id: r.ID, at: r.ResolvedAt})
			}
		}
		if next == nil {
			break
		}
		page = *next
	}
	return all, nil
}

// bookingsWaiting are places that are held, and what begins today or tomorrow.
func (s *Server) bookingsWaiting(ctx context.Context, who auth.Actor) (all []waits, err error) {
	ahead, err := s.Bookings.Ahead(ctx, who)
	if err != nil {
		return nil, err
	}
	t, err := s.Areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	_, tomorrow := when.Day(s.Now())
	for _, m := range ahead {
		b := m.Booking
		w := waits{title: m.Service.Name, id: b.ID, at: b.BeginAt}
		switch {
		case b.State == booking.Offered && s.Now().Before(b.OfferTill):
			w.kind, w.at = "offer", b.OfferTill
			w.say = fmt.Sprintf("%s有名额了，请在%s前确认。", when.Say(b.BeginAt), when.Say(b.OfferTill))
		case b.Seated && b.BeginAt.Before(tomorrow.AddDate(0, 0, 1)):
			w.kind, w.say = "visit", fmt.Sprintf("%s，%s，%d号。", when.Say(b.BeginAt), booking.SayPlace(t, m.Service), b.Number)
		default:
			continue
		}
		all = append(all, w)
	}
	return all, nil
}

// lostWaiting are bookings in sessions that do not take place.
func (s *Server) lostWaiting(ctx context.Context, who auth.Actor) (all []waits, err error) {
	lost, err := s.Bookings.Lost(ctx, who)
	for _, m := range lost {
		b := m.Booking
		all = append(all, waits{
			kind: "rebook", title: m.Service.Name, say: fmt.Sprintf("%s这一场不办了，可以改约。", when.Say(b.BeginAt)), id: b.ID, at: b.EndedAt,
		})
	}
	return all, err
}

// familiesWaiting is how many questions about families wait for who keeps the residents.
func (s *Server) familiesWaiting(ctx context.Context, who auth.Actor) ([]waits, error) {
	if len(who.Paths(auth.Keepers...)) == 0 {
		return nil, nil
	}
	n, err := s.Families.Waiting(ctx, who)
	if err != nil || n == 0 {
		return nil, err
	}
	return []waits{{kind: "family", title: "家人申请待确认", say: fmt.Sprintf("有%d个家人申请等您确认。", n), count: n}}, nil
}

// noticesWaiting is how many notices are unread, with the newest of them.
func (s *Server) noticesWaiting(ctx context.Context, who auth.Actor) ([]waits, error) {
	found, unread, err := s.Notices.Inbox(ctx, who, 0)
	if err != nil || unread == 0 {
		return nil, err
	}
	w := waits{kind: "notice", title: "未读消息", say: fmt.Sprintf("您有%d条未读消息。", unread), count: unread}
	for _, n := range found {
		if n.ReadAt.IsZero() {
			w.id, w.at, w.say = n.ID, n.CreatedAt, n.Text()
			break
		}
	}
	return []waits{w}, nil
}

// alertsWaiting are what a steward has not confirmed yet.
func (s *Server) alertsWaiting(ctx context.Context, who auth.Actor) (all []waits, err error) {
	if len(who.Paths(auth.Stewards...)) == 0 {
		return nil, nil
	}
	alerts, err := s.Stewards.Mine(ctx, who, 0)
	if err != nil {
		return nil, err
	}
	for _, a := range alerts {
		if !a.AcknowledgedAt.IsZero() || len(all) == mostAlerts {
			continue
		}
		d, err := s.Reports.Get(ctx, who, a.Report)
		if err != nil || !d.Report.Open() { // moved out of his building since, or over
			continue
		}
		all = append(all, waits{kind: "alert", title: d.Report.Title(), say: "楼里有邻居反映，请您看一看。", id: a.Report, at: a.At})
	}
	return all, nil
}

// callsWaiting are calls for help that a steward answers for: what nobody has taken, and what he has and is not done.
func (s *Server) callsWaiting(ctx context.Context, who auth.Actor) (all []waits, err error) {
	if len(who.Paths(auth.Stewards...)) == 0 {
		return nil, nil
	}
	calls, err := s.Stewards.Calls(ctx, who, steward.OpenCalls, 0)
	for _, c := range calls {
		w := waits{kind: "call", title: c.Title(), say: "有人求助，请您联系他。", id: c.ID, at: c.At}
		if c.State == steward.Seen {
			if !who.Is(c.SeenBy) {
				continue
			}
			w.say = "您在联系，办完请记一下。"
		}
		all = append(all, w)
	}
	return all, err
}
