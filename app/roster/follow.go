package roster

import (
	"context"
	"fmt"
	"slices"

	"linli/app/auth"
	"linli/app/person"
)

// Moved counts what goes with an area to its new place.
type Moved struct{ Reports, Calls, Homes, Bookings, Stewards, Boards int }

// Held counts what hangs on a posting.
type Held struct{ Reports, Alerts, Substitutes, Sessions int }

// Follow is what a plan brings about besides its rows.
type Follow struct {
	Kind  string // "reports", "homes", …
	Count int
	Text  string // what happens with them
}

// follows says what the moves and the ended postings bring about.
func (l *loader) follows(ctx context.Context, moves []Move) ([]Follow, error) {
	var all []Follow
	add := func(kind string, count int, text string) {
		if count > 0 {
			all = append(all, Follow{kind, count, fmt.Sprintf(text, count)})
		}
	}
	var m Moved
	for _, move := range moves {
		one, err := l.tx.CountMoved(ctx, move)
		if err != nil {
			return nil, err
		}
		m = Moved{
			m.Reports + one.Reports, m.Calls + one.Calls, m.Homes + one.Homes, m.Bookings + one.Bookings,
			m.Stewards + one.Stewards, m.Boards + one.Boards,
		}
	}
	add("reports", m.Reports, "%d 件未办结的事件随之转到新的网格和社区办理，时限不变")
	add("calls", m.Calls, "%d 条未处理的求助留言随之转到新的社区")
	add("homes", m.Homes, "%d 位居民的住址和标签随之转到新的社区")
	add("bookings", m.Bookings, "%d 个居民预约保持不变，仍在原来的地点和时间")
	add("stewards", m.Stewards, "%d 个楼道岗位随之转到新的社区，红管家不变")
	add("boards", m.Boards, "%d 块公示牌的二维码仍然有效；牌上印的网格、电话如有变化请重印")
	for _, p := range l.ended {
		if err := l.followEnd(ctx, p, add); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// followEnd says what hangs on an ended posting, and what happens with it.
func (l *loader) followEnd(ctx context.Context, p person.Posting, add func(string, int, string)) error {
	h, err := l.tx.CountHeld(ctx, p, l.now)
	if err != nil {
		return err
	}
	when := "任职结束后"
	if !p.Holds(l.now) {
		when = "现在"
	}
	name := l.people[p.Person].Name
	if slices.Contains(auth.Handlers, p.Role) {
		add("held_reports", h.Reports, name+"手上 %d 件未办结的事件"+when+"交回"+l.nameOf(p.Area)+"的"+p.Role.Name()+"岗位")
	} else {
		add("held_reports", h.Reports, name+"手上还有 %d 件未办结的事件，请在事件列表里改派")
	}
	add("alerts", h.Alerts, name+"还有 %d 次值守呼叫未结束，"+when+"由下一步骤的人接着")
	add("substitutes", h.Substitutes, name+"还是 %d 个任职的代班人，请为他们另选代班人")
	add("sessions", h.Sessions, name+"还是 %d 场服务的提供者，请在服务时间表里改派")
	return nil
}
