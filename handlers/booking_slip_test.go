package handlers

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/area"
	"linli/app/booking"
	"linli/app/when"
)

// looked writes a document to a folder for viewing, if one is set.
func looked(t *testing.T, name string, file []byte, err error) []byte {
	t.Helper()
	if err != nil || !bytes.HasPrefix(file, []byte("%PDF-1.5\n")) {
		t.Fatalf("%.40s %v", file, err)
	}
	if dir := os.Getenv("LINLI_TEST_SHEETS"); dir != "" {
		if err := os.WriteFile(dir+"/"+name, file, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return file
}

// says fails unless the page has all the texts.
func says(t *testing.T, page string, want ...string) {
	t.Helper()
	for _, one := range want {
		for _, r := range runs(one) {
			if text := r.text; !r.latin && !strings.Contains(page, strings.Trim(hexOf(text), "<>")) || r.latin && !strings.Contains(page, text) {
				t.Errorf("%q of %s is not there", text, one)
			}
		}
	}
}

var two = time.Date(2026, 11, 23, 14, 0, 0, 0, when.Beijing)

func someBooking() booking.Mine {
	return booking.Mine{
		Booking: booking.Booking{ID: 1207, Number: 3, State: booking.Confirmed, BeginAt: two, EndAt: two.Add(2 * time.Hour)},
		Service: booking.Service{Name: "理发", About: "请自带毛巾，头一天洗好头发。行动不便的老人可以请家人陪同，轮椅从东门坡道进来。"},
	}
}

func TestASlipSaysWhatOneMustKnow(t *testing.T) {
	file, err := drawSlip(someBooking(), "孙奶奶", "阳光社区 一楼服务厅")
	page := contents(t, looked(t, "slip.pdf", file, err))[0]
	says(t, page, "理发", "11月23日 周一 14:00—16:00", "阳光社区 一楼服务厅", "3 号", "孙奶奶", "LLB1207", "请自带毛巾")
	same, err := matrixOf("LLB1207")
	if err != nil {
		t.Fatal(err)
	}
	if said := scan(t, gridAt(t, page, len(same), square{pageWidth/2 - 115, 236, 230})); said != "LLB1207" {
		t.Fatalf("a telephone reads %q", said)
	}
	waits := someBooking()
	waits.Booking.Number, waits.Booking.Rank, waits.Booking.State = 0, 2, booking.Waiting
	file, err = drawSlip(waits, "孙奶奶", "一楼")
	says(t, contents(t, looked(t, "slip-waits.pdf", file, err))[0], "候补第 2 位")
}

func TestLinesAreBrokenWhereTheyMay(t *testing.T) {
	for _, c := range []struct {
		text string
		most float64
		want []string
	}{
		{"", 4, nil},
		{"请自带毛巾", 10, []string{"请自带毛巾"}},
		{"请自带毛巾和水杯", 4, []string{"请自带毛", "巾和水杯"}},
		{"请自带毛，巾", 4, []string{"请自带", "毛，巾"}}, // no line begins with a comma
		{"一\n二\n\n三", 4, []string{"一", "二", "三"}},
		{"bring two towels", 6, []string{"bring two", "towels"}},
		{"abcdefghijklmnop", 4, []string{"abcdefg", "hijklmn", "op"}},
		{"，，，", 1, []string{"，", "，", "，"}},
	} {
		if diff := cmp.Diff(c.want, wrap(c.text, 1, c.most)); diff != "" {
			t.Errorf("%q: %s", c.text, diff)
		}
	}
}

func someWeek(perDay int, code [][]bool) week {
	w := week{
		tree: area.NewTree([]area.Area{{ID: 2, Community: 2, Kind: area.Community, Path: "/2/", Name: "阳光社区"}}, nil),
		name: "阳光社区", monday: 20261123, code: code,
	}
	for day := range 7 {
		for i := range perDay {
			begin := two.AddDate(0, 0, day).Add(time.Duration(i-4) * time.Hour)
			h := booking.Scheduled{
				Service: booking.Service{Name: []string{"理发", "艾灸", "义诊", "理疗"}[i%4], Area: 2, Place: "一楼服务厅"},
				Session: booking.Session{Day: when.DateOf(begin), BeginAt: begin, EndAt: begin.Add(time.Hour), State: booking.Open},
			}
			if day == 2 && i == 0 {
				h.Session.State, h.Session.Reason = booking.CalledOff, "师傅生病"
			}
			if i == 1 {
				h.Session.Host = "张书记"
			}
			w.held = append(w.held, h)
		}
	}
	return w
}

func TestTheWeekOnTheWall(t *testing.T) {
	const address = "http://weixin.qq.com/q/02abcdefghij"
	code, err := matrixOf(address)
	if err != nil {
		t.Fatal(err)
	}
	file, err := someWeek(2, code).draw()
	page := contents(t, looked(t, "timetable.pdf", file, err))
	if len(page) != 1 {
		t.Fatalf("%d pages", len(page))
	}
	says(t, page[0], "阳光社区服务时间表", "11月23日 周一 至 11月29日 周日", "10:00—11:00", "理发", "艾灸（张书记）", "停开：师傅生病", "微信扫一扫：看时间、约服务")
	if said := scan(t, gridAt(t, page[0], len(code), square{pageWidth/2 - 75, 48, 150})); said != address {
		t.Fatalf("a telephone reads %q", said)
	}
	file, err = someWeek(1, nil).draw()
	says(t, contents(t, looked(t, "timetable-without.pdf", file, err))[0], "预约请找社区服务台，或打社区电话")
	full := someWeek(6, code)
	file, err = full.draw()
	pages := paged(full.lines())
	if n := len(contents(t, looked(t, "timetable-full.pdf", file, err))); n != 3 || len(pages) != 3 {
		t.Fatalf("%d pages of %d", n, len(pages))
	}
	sessions := 0
	for i, page := range pages {
		if page[0].day == "" || page[len(page)-1].day != "" || len(page) > wallMost {
			t.Errorf("page %d: %+v", i+1, page)
		}
		for _, l := range page {
			if l.day == "" {
				sessions++
			}
		}
	}
	if sessions != 42 {
		t.Errorf("%d sessions", sessions)
	}
	if _, err := (week{}).draw(); !errors.Is(err, errNoWeek) {
		t.Fatal(err)
	}
}
