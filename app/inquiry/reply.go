package inquiry

import (
	"context"
	"fmt"
	"time"

	"linli/app/area"
	"linli/app/when"
)

// reply returns the immediate answer to the resident: the office, its opening time when it is closed, and its telephone number.
func (s *Service) reply(ctx context.Context, t *area.Tree, i Inquiry, q Question, news bool) (string, error) {
	if !news {
		return "好的，一起转给" + Office(t, i.Community) + "了。", nil
	}
	clock, err := s.times.Of(ctx, i.Community)
	if err != nil {
		return "", err
	}
	phone, err := s.store.Telephone(ctx, i.Community)
	if err != nil {
		return "", err
	}
	return said(Office(t, i.Community), phone, q.Human, clock.Opens(s.now()), s.now()), nil
}

// said is the reply of an office that opens at the time; opens is now while it is open.
func said(office, phone string, human bool, opens, now time.Time) string {
	words := fmt.Sprintf("已转给%s值班人员，请稍等。", office)
	urgent := "电话 "
	if opens.After(now) {
		closed := "现在下班了"
		if when.DateOf(opens) == when.DateOf(now) {
			closed = "现在没人值班"
		}
		words, urgent = fmt.Sprintf("%s，%s 有人回复。", closed, sayOpening(opens, now)), "急事请打 "
	}
	if phone != "" {
		words += "\n" + urgent + phone + "。"
	}
	if human {
		words += "\n您想问什么，可以先说。"
	}
	return words
}

var dayNames = map[int]string{0: "今天", 1: "明天", 2: "后天"}

// sayOpening returns a time of the next days: "明天 8:30", "12月7日 8:30".
func sayOpening(at, now time.Time) string {
	today, day := when.DateOf(now).Time(), when.DateOf(at).Time()
	name := dayNames[int(day.Sub(today)/(24*time.Hour))]
	if name == "" {
		name = when.DateOf(day).Say()
	}
	local := at.In(when.Beijing)
	return fmt.Sprintf("%s %d:%02d", name, local.Hour(), local.Minute())
}
