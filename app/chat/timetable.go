package chat

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/app/booking"
	"linli/app/report"
	"linli/app/when"
)

// How much the chat lists: more than a phone shows at once is not read.
const (
	listDays  = 7 // days ahead
	mostPicks = 9
	mostTitle = 14 // characters of a name; the platform cuts a reply at 2,048 bytes
	mostTimes = 16
)

// listing is what a resident may book, as the chat shows it.
type listing struct {
	picks     []booking.Scheduled // by number, in order of time
	more      bool                // there is more than that
	elsewhere []string            // services that ask for more than a number
	next      *booking.Scheduled  // when there is nothing to pick: the next that opens
}

// newListing chooses from the timetable. of: only these services; none: all of them.
func newListing(all []booking.Scheduled, of []int64, now time.Time) listing {
	var l listing
	last := when.DateOf(now.AddDate(0, 0, listDays))
	for _, h := range all {
		switch {
		case h.Session.Day > last || len(of) > 0 && !slices.Contains(of, h.Service.ID):
		case asksMore(h.Service):
			if mayBook(h, now) && !slices.Contains(l.elsewhere, h.Service.Name) {
				l.elsewhere = append(l.elsewhere, h.Service.Name)
			}
		case mayBook(h, now) && (free(h, now) > 0 || h.Session.Waiting < h.Session.WaitMost):
			l.picks = append(l.picks, h)
		case h.Session.State == booking.Open && now.Before(h.Session.OpensAt) &&
			(l.next == nil || h.Session.OpensAt.Before(l.next.Session.OpensAt)):
			l.next = &h
		}
	}
	l.more = len(l.picks) > mostPicks
	l.picks = fair(l.picks, mostPicks)
	return l
}

// asksMore says whether booking a service takes more than picking a number.
func asksMore(s booking.Service) bool {
	return s.Rules.Door || slices.ContainsFunc(s.Questions, func(q booking.Question) bool { return q.Required })
}

// mayBook says whether some time of a session is open for booking, free or not.
func mayBook(h booking.Scheduled, now time.Time) bool {
	return slices.ContainsFunc(h.Session.Periods, func(p booking.Period) bool {
		return h.Session.Bookable(h.Service.Rules, p, false, now) == nil
	})
}

// freeTimes returns the times of a session in which there is a place.
func freeTimes(h booking.Scheduled, now time.Time) []booking.Period {
	return slices.DeleteFunc(slices.Clone(h.Session.Periods), func(p booking.Period) bool {
		return p.Free == 0 || h.Session.Bookable(h.Service.Rules, p, false, now) != nil
	})
}

func free(h booking.Scheduled, now time.Time) int {
	n := 0
	for _, p := range freeTimes(h, now) {
		n += p.Free
	}
	return n
}

// fair keeps at most so many sessions: the first of each service, then the second, and so on.
func fair(all []booking.Scheduled, most int) []booking.Scheduled {
	seen := map[int64]int{}
	round := make([]int, len(all))
	order := make([]int, len(all))
	for i, h := range all {
		round[i], order[i] = seen[h.Service.ID], i
		seen[h.Service.ID]++
	}
	slices.SortStableFunc(order, func(a, b int) int { return round[a] - round[b] })
	order = order[:min(most, len(order))]
	slices.Sort(order)
	kept := make([]booking.Scheduled, len(order))
	for i, o := range order {
		kept[i] = all[o]
	}
	return kept
}

// say tells what can be booked in a community.
func (l listing) say(community string, now time.Time) string {
	var b strings.Builder
	switch {
	case len(l.picks) > 0:
		fmt.Fprintf(&b, "%s可以预约：", community)
		for i, h := range l.picks {
			fmt.Fprintf(&b, "\n%d %s %s %s", i+1, title(h), sayWhen(h.Session.BeginAt), sayFree(h, now))
		}
	case l.next != nil:
		fmt.Fprintf(&b, "现在没有可以约的。\n%s %s，%s 开始预约。", title(*l.next), sayWhen(l.next.Session.BeginAt),
			when.Say(l.next.Session.OpensAt))
	case len(l.elsewhere) == 0:
		return fmt.Sprintf(sayNoneFree, community)
	}
	if len(l.elsewhere) > 0 {
		fmt.Fprintf(&b, "\n%s要填写信息，请在小程序里约。", report.Cut(strings.Join(l.elsewhere, "、"), 4*mostTitle))
	}
	if len(l.picks) > 0 {
		b.WriteString("\n回复数字预约，不约了回复 0。")
		if l.more {
			fmt.Fprintf(&b, "只看一种请回复名称，比如：%s。", l.picks[0].Service.Name)
		}
	}
	return strings.TrimPrefix(b.String(), "\n")
}

// title names a session: the service, and the host.
func title(h booking.Scheduled) string {
	name := report.Cut(h.Service.Name, mostTitle)
	if h.Session.Host == "" {
		return name
	}
	return name + "（" + report.Cut(h.Session.Host, mostTitle) + "）"
}

func sayFree(h booking.Scheduled, now time.Time) string {
	if n := free(h, now); n > 0 {
		return fmt.Sprintf("余%d", n)
	}
	return "已满，可候补"
}

// sayTimes lists the free times of a session, two on a line.
func sayTimes(h booking.Scheduled, times []booking.Period) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s，几点来？", title(h), SayDay(h.Session.BeginAt))
	for i, p := range times {
		gap := "　"
		if i%2 == 0 {
			gap = "\n"
		}
		fmt.Fprintf(&b, "%s%d %s", gap, i+1, p.BeginAt.In(when.Beijing).Format("15:04"))
	}
	b.WriteString("\n回复数字，不约了回复 0。")
	return b.String()
}

// sayWhen returns a moment for planning: "周一 11月30日 09:00".
func sayWhen(t time.Time) string {
	return weekdays[t.In(when.Beijing).Weekday()] + " " + when.Say(t)
}

// SayDay returns a day for planning: "周一 11月30日".
func SayDay(t time.Time) string {
	b := t.In(when.Beijing)
	return fmt.Sprintf("%s %d月%d日", weekdays[b.Weekday()], b.Month(), b.Day())
}

var weekdays = [...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}
