package stories

import (
	"slices"
	"testing"
	"time"

	"linli/telecom/telesim"
)

const redPhone = "19900000003" // 赵红, a steward

// An urgent call for help: card, SMS at once, the telephone rings after two minutes, 1 acknowledges.
func TestAnAlarmRingsUntilSomebodyPressesOne(t *testing.T) {
	t.Parallel()
	eachExchange(t, func(w exchange) {
		zhao := w.follower("赵红").binds("mp", redPhone)
		w.pleads("2单元", "着火了，快来人", "13812345678")
		w.settle()
		if zhao.heardOf("紧急：有人求助") != 1 {
			w.Fatal("no card")
		}
		w.wantGot("at once", redPhone, 1, 0)
		sms := w.got(telesim.SMS, redPhone)[0]
		if !slices.Contains(sms.Params, "Q1") {
			w.Fatalf("the SMS has %v", sms.Params)
		}
		for range 2 { // a receipt may come twice
			if status := w.tel.Arrive(sms); status != 200 {
				w.Fatalf("receipt = %d", status)
			}
		}
		w.later(119 * time.Second)
		w.settle()
		w.wantGot("before two minutes", redPhone, 1, 0)
		w.forward(time.Second)
		w.wantGot("after two minutes", redPhone, 1, 1)
		if state := w.state("Q1", zhao); state != "waiting" {
			w.Fatalf("the call is %s", state)
		}
		call := w.got(telesim.Voice, redPhone)[0]
		for range 2 {
			if status := w.tel.Press(call, "1"); status != 200 {
				w.Fatalf("key = %d", status)
			}
		}
		w.settle()
		if state := w.state("Q1", zhao); state != "acknowledged" {
			w.Fatalf("the call is %s after the key", state)
		}
		w.forward(10 * time.Minute)
		w.wantGot("after the key", redPhone, 1, 1)
		if n := w.count(`SELECT COUNT(*) FROM notify_phone_day WHERE channel = 'sms' AND arrived >= 1 AND units >= 1 AND wrong = 0`); n != 1 {
			w.Fatalf("%d days are counted", n)
		}
	})
}

// state returns the state of a steward's call for help.
func (w exchange) state(number string, of *citizen) string {
	w.Helper()
	for _, c := range items(of.does("mp", "GET", api+"/steward/calls?list=all", nil, 200)) {
		if c["number"] == number {
			return c["state"].(string)
		}
	}
	return ""
}

func TestACallIsNotMadeToWhoHasAnswered(t *testing.T) {
	t.Parallel()
	eachExchange(t, func(w exchange) {
		zhao := w.follower("赵红").binds("mp", redPhone)
		w.pleads("2单元", "着火了，快来人", "13812345678")
		w.settle()
		id := items(zhao.does("mp", "GET", api+"/steward/calls", nil, 200))[0]["id"].(string)
		zhao.does("mp", "POST", api+"/calls/"+id+"/acknowledge", nil, 200)
		w.forward(10 * time.Minute)
		w.wantGot("after 知道了", redPhone, 1, 0)
	})
}

// A missed call rings once more; a key other than 1 acknowledges nothing.
func TestAMissedCallRingsAgain(t *testing.T) {
	t.Parallel()
	eachExchange(t, func(w exchange) {
		zhao := w.follower("赵红").binds("mp", redPhone)
		w.pleads("2单元", "着火了，快来人", "13812345678")
		w.forward(2 * time.Minute)
		first := w.got(telesim.Voice, redPhone)
		for range 2 {
			w.tel.Miss(first[0])
		}
		w.later(119 * time.Second)
		w.settle()
		w.wantGot("before it rings again", redPhone, 1, 1)
		w.forward(time.Second)
		w.wantGot("it rings again", redPhone, 1, 2)
		w.tel.Press(w.got(telesim.Voice, redPhone)[1], "3")
		w.settle()
		if state := w.state("Q1", zhao); state != "waiting" {
			w.Fatalf("the call is %s after another key", state)
		}
		w.tel.Miss(first[0]) // late and about a call that is over
		w.forward(4 * time.Minute)
		w.wantGot("two calls are the most", redPhone, 1, 2)
	})
}

// What must be known and WeChat cannot tell goes by SMS, and is work for staff only when that fails, too.
func TestWhatMustBeKnownGoesBySMS(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name        string
		do          func(w exchange, m telesim.Message)
		undelivered int
	}{
		{"it arrives", func(w exchange, m telesim.Message) { w.tel.Arrive(m) }, 0},
		{"it does not", func(w exchange, m telesim.Message) { w.tel.Fail(m) }, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			eachExchange(t, func(w exchange) {
				const phone = "13912340001"
				wang, clerk := w.someone("老王").binds("mp", phone), w.clerk() // does not follow, no consent
				id := wang.submits("路灯不亮", "阳光花园3号楼")
				clerk.acts(id, "refuse", fields{"words": "不归我们管"})
				w.settle()
				w.wantGot("after WeChat has refused", phone, 1, 0)
				c.do(w, w.got(telesim.SMS, phone)[0])
				w.settle()
				same(w.world, "undelivered", c.undelivered, len(items(clerk.does("staff", "GET", api+"/staff/undelivered", nil, 200))))
				w.forward(time.Hour)
				w.wantGot("later", phone, 1, 0)
			})
		})
	}
}
