package chat

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"linli/app/booking"
	"linli/app/person"
	"linli/app/when"
)

// Monday, 23 November 2026, at nine.
var monday = time.Date(2026, 11, 23, 9, 0, 0, 0, when.Beijing)

// session is one on a day ahead, of one block at ten, with free places.
func session(service int64, name string, days, places int) booking.Scheduled {
	day := when.DateOf(monday.AddDate(0, 0, days))
	at := day.Time().Add(10 * time.Hour)
	return booking.Scheduled{
		Service: booking.Service{ID: service, Name: name, Rules: booking.DefaultRules},
		Session: booking.Session{
			ID: service*100 + int64(days), Service: service, Day: day, BeginAt: at, EndAt: at.Add(time.Hour), State: booking.Open,
			OpensAt: day.Time().AddDate(0, 0, -7).Add(8*time.Hour + 30*time.Minute), WaitMost: 20,
			Periods: []booking.Period{{ID: service*1000 + int64(days), BeginAt: at, EndAt: at.Add(time.Hour), Places: 5, Free: places}},
		},
	}
}

func TestListing(t *testing.T) {
	t.Parallel()
	door := session(4, "上门理发", 1, 3)
	door.Service.Rules.Door = true
	full := session(2, "义诊", 1, 0)
	overfull := session(2, "义诊", 2, 0)
	overfull.Session.Waiting = 20
	dropped := session(2, "义诊", 3, 4)
	dropped.Session.State = booking.CalledOff
	host := session(5, "现场办公", 3, 2)
	host.Session.Host = "张书记"
	far := session(1, "理发", 8, 5)
	soon := session(1, "理发", 7, 5)
	soon.Session.OpensAt = monday.Add(time.Minute)
	begun := session(6, "早操", 0, 5)
	begun.Session.Periods[0].BeginAt = monday.Add(-time.Hour)
	all := []booking.Scheduled{begun, session(1, "理发", 0, 5), door, full, overfull, dropped, host, soon, far}
	for name, c := range map[string]struct {
		of   []int64
		want string
	}{
		"everything": {nil, "阳光社区可以预约：\n1 理发 周一 11月23日 10:00 余5\n2 义诊 周二 11月24日 10:00 已满，可候补\n" +
			"3 现场办公（张书记） 周四 11月26日 10:00 余2\n上门理发要填写信息，请在小程序里约。\n回复数字预约，不约了回复 0。"},
		"one service":      {[]int64{5}, "阳光社区可以预约：\n1 现场办公（张书记） 周四 11月26日 10:00 余2\n回复数字预约，不约了回复 0。"},
		"only by an app":   {[]int64{4}, "上门理发要填写信息，请在小程序里约。"},
		"nothing any more": {[]int64{6}, "阳光社区这几天没有可以约的服务，请过几天再看，或打社区电话。"},
	} {
		if got := newListing(all, c.of, monday).say("阳光社区", monday); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, c.want)
		}
	}
	if got := newListing([]booking.Scheduled{soon}, nil, monday).say("阳光社区", monday); got != "现在没有可以约的。\n理发 周一 11月30日 10:00，11月23日 09:01 开始预约。" {
		t.Error(got)
	}
}

func TestListingIsFairAndShort(t *testing.T) {
	t.Parallel()
	var all []booking.Scheduled
	for day := range 7 { // daily ones, and one on the last day
		all = append(all, session(1, "理疗", day, 3), session(2, "图书室", day, 3))
	}
	all = append(all, session(3, "义诊", 6, 3))
	l := newListing(all, nil, monday)
	said := l.say("阳光社区", monday)
	if len(l.picks) != mostPicks || l.picks[mostPicks-1].Service.Name != "义诊" || !strings.Contains(said, "只看一种请回复名称，比如：理疗。") {
		t.Fatal(said)
	}
	for i := 1; i < len(l.picks); i++ {
		if l.picks[i].Session.BeginAt.Before(l.picks[i-1].Session.BeginAt) {
			t.Fatal("not in order of time", said)
		}
	}
	if lines := strings.Count(said, "\n") + 1; lines > mostPicks+2 {
		t.Fatalf("%d lines", lines)
	}
}

func TestSayTimes(t *testing.T) {
	t.Parallel()
	h := session(1, "理疗", 0, 0)
	h.Session.Periods = nil
	for i := range 5 {
		h.Session.Periods = append(h.Session.Periods, booking.Period{BeginAt: monday.Add(time.Duration(i) * 30 * time.Minute), Free: i % 2 * 3})
	}
	times := freeTimes(h, monday.Add(-time.Hour))
	if got := sayTimes(h, times); got != "理疗 周一 11月23日，几点来？\n1 09:30　2 10:30\n回复数字，不约了回复 0。" {
		t.Errorf("%s", got)
	}
}

// The platform cuts a reply at 2,048 bytes: the instruction at its end must not be lost.
func TestListsFitIntoAReply(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("很", booking.MaxName)
	var all []booking.Scheduled
	var mine []booking.Mine
	var names []string
	for i := range 20 {
		h := session(int64(i), long, i%7, 0)
		h.Session.Host = strings.Repeat("长", booking.MaxHost)
		h.Service.Rules.Door = i >= 12
		h.Service.Name = h.Service.Name[3:] + fmt.Sprint(i%10)
		all = append(all, h)
		mine = append(mine, booking.Mine{Service: h.Service, Before: 999, Booking: booking.Booking{
			State: booking.Offered, BeginAt: h.Session.BeginAt, OfferTill: h.Session.BeginAt,
		}})
		names = append(names, sayRelative(booking.Relative{Relation: "relative", Person: person.Person{Name: long}}))
	}
	for _, said := range []string{newListing(all, nil, monday).say("阳光社区", monday), sayMine(mine, names) + "\n" + howToCancel} {
		if len(said) > 2048 {
			t.Errorf("%d bytes:\n%s", len(said), said)
		}
	}
}

func TestVeiled(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"": "", "王": "王", "王英": "王*", "王秀英": "王*英", "欧阳秀英": "欧**英"} {
		if got := veiled(name); got != want {
			t.Errorf("%q is veiled as %q", name, got)
		}
	}
}

func TestSayBooked(t *testing.T) {
	t.Parallel()
	s := booking.Service{Name: "理发", About: "请先洗头。"}
	b := booking.Booking{State: booking.Confirmed, Number: 3, BeginAt: monday}
	for want, got := range map[string]string{
		"约好了：理发\n周一 11月23日 09:00 阳光社区 一楼大厅，3 号\n请注意：请先洗头。\n来不了请回复“取消预约”，把名额留给邻居。": sayBooked(booking.Mine{Booking: b, Service: s}, "阳光社区 一楼大厅", ""),
		"理发（父母 王*英） 周一 11月23日 09:00 已满，排在候补第 2 位。\n有名额会马上发消息给您，请留意。\n不等了请回复“取消预约”。": sayBooked(
			booking.Mine{Booking: booking.Booking{State: booking.Waiting, Rank: 7, BeginAt: monday}, Service: s, Before: 1}, "", "父母 王*英"),
	} {
		if got != want {
			t.Errorf("%s\nwant\n%s", got, want)
		}
	}
	for _, line := range strings.Split(fmt.Sprint(sayMenu, "\n", sayWelcome), "\n") {
		if len([]rune(line)) > 60 {
			t.Errorf("too long to read: %s", line)
		}
	}
}
