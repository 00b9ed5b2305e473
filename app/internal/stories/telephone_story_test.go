package stories

import (
	"slices"
	"sync"
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
		var presses sync.WaitGroup
		for range 6 { // a provider that repeats itself, at the same moment
			presses.Go(func() {
				if status := w.tel.Press(call, "1"); status != 200 {
					w.Errorf("key = %d", status)
				}
			})
		}
		presses.Wait()
		w.settle()
		if state := w.state("Q1", zhao); state != "acknowledged" {
			w.Fatalf("the call is %s after the key", state)
		}
		w.forward(10 * time.Minute)
		w.wantGot("after the key", redPhone, 1, 1)
		if n := w.count(`SELECT COUNT(*) FROM notify_phone_day WHERE channel = 'voice' AND arrived = 1 AND units = 1`); n != 1 {
			w.Fatal("a call that was answered once is counted otherwise")
		}
		if n := w.count(`SELECT COUNT(*) FROM steward_ack WHERE person_id = ?`, zhao.me("mp")); n != 1 {
			w.Fatalf("%d acknowledgements", n)
		}
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

// Each trouble of a provider, for what must be known: how many SMS it takes, also when it is well again, and whether the
// person is work for staff an hour later. What may have been sent is never sent again; a receipt decides.
func TestAProviderInTrouble(t *testing.T) {
	t.Parallel()
	eachExchange(t, func(w exchange) {
		clerk := w.clerk()
		aliyun := w.config.SMS.Line.Provider == telesim.Aliyun
		for i, c := range []struct {
			fault        telesim.Fault
			taken, later int
			undelivered  bool
		}{
			{telesim.Down, 0, 1, false},
			{telesim.Limited, 0, 1, false},
			{telesim.Early, 1, 1, false},
			{telesim.Barred, 0, 0, true},
			{telesim.Unpaid, 0, 0, true},
			{telesim.Broken, 1, 1, !aliyun}, // Tencent's receipts name only the id of the lost answer
			{telesim.Garbled, 1, 1, !aliyun},
		} {
			phone := "1391234000" + idText(int64(i))
			wang := w.someone("居民"+phone).binds("mp", phone)
			id := wang.submits("路灯不亮"+phone[7:], "阳光花园3号楼")
			w.tel.Behave(telesim.SMS, c.fault)
			clerk.acts(id, "refuse", fields{"words": "不归我们管"})
			w.settle()
			w.wantGot(string(c.fault)+" at once", phone, c.taken, 0)
			w.tel.Behave(telesim.SMS, telesim.Well)
			for _, m := range w.got(telesim.SMS, phone) {
				w.tel.Arrive(m)
			}
			w.forward(3 * time.Minute)
			for _, m := range w.got(telesim.SMS, phone) {
				w.tel.Arrive(m)
			}
			w.forward(20 * time.Minute)
			w.wantGot(string(c.fault)+" later", phone, c.later, 0)
			undelivered := w.count(`SELECT COUNT(*) FROM notify_notice WHERE state = 'undelivered' AND about = ?`, "report:"+id) > 0
			if undelivered != c.undelivered {
				w.Fatalf("%s: undelivered %v", c.fault, undelivered)
			}
		}
		ready := w.system.Ready(w.ctx)
		if !slices.Contains(ready.Degraded, "sms") || ready.Parts["sms"] != "1 refused" || ready.Parts["voice"] != "ok" {
			w.Fatalf("/readyz says %v", ready.Parts)
		}
	})
}

// An alarm in the dead of night, while the provider is away: the telephone rings when it is back, and WeChat is not delayed.
func TestAnAlarmAtNightWaitsForItsProviderOnly(t *testing.T) {
	t.Parallel()
	eachExchange(t, func(w exchange) {
		w.at("2026-11-23 03:00")
		zhao := w.follower("赵红").binds("mp", redPhone)
		w.tel.Behave(telesim.SMS, telesim.Down)
		w.tel.Behave(telesim.Voice, telesim.Limited)
		w.pleads("2单元", "着火了，快来人", "13812345678")
		w.forward(2 * time.Minute)
		w.wantGot("while the provider is away", redPhone, 0, 0)
		if zhao.heardOf("紧急：有人求助") == 0 {
			w.Fatal("no card")
		}
		w.tel.Behave(telesim.SMS, telesim.Well)
		w.tel.Behave(telesim.Voice, telesim.Well)
		w.forward(time.Minute)
		w.wantGot("when it is back", redPhone, 1, 1)
	})
}

// The caps of a day: what is not urgent ends at them and becomes work for staff, danger does not.
func TestTheCapOfADay(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		w := newExchange(t, telesim.Aliyun, []string{"LINLI_SMS_COUNTY_DAY=1"})
		w.follower("赵红").binds("mp", redPhone)
		for i, phone := range []string{"13912340001", "13912340002"} {
			id := w.someone("居民"+phone).binds("mp", phone).submits("路灯不亮"+phone[7:], "阳光花园3号楼")
			w.clerk().acts(id, "refuse", fields{"words": "不归我们管"})
			w.settle()
			w.wantGot("of a cap of one", phone, 1-i, 0)
		}
		if n := w.count(`SELECT COUNT(*) FROM notify_attempt WHERE reason = 'daily cap'`); n != 1 {
			w.Fatalf("%d attempts ended at the cap", n)
		}
		same(w.world, "work for staff", 1, len(items(w.clerk().does("staff", "GET", api+"/staff/undelivered", nil, 200))))
		if state := w.system.Ready(w.ctx).Parts["sms"]; state != "cap reached" {
			w.Fatalf("/readyz says %q", state)
		}
		w.pleads("2单元", "着火了，快来人", "13812345678")
		w.settle()
		w.wantGot("danger", redPhone, 1, 0)
	})
}

// A report of danger: the steward's key is 知道了 on the report, and a member of staff acknowledges by key when it is their
// turn. Nobody else acknowledges with it, and a key pressed again changes nothing.
func TestAKeyAcknowledgesAReport(t *testing.T) {
	t.Parallel()
	const officerPhone = "19900000002" // 李强
	eachExchange(t, func(w exchange) {
		zhao, li := w.follower("赵红").binds("mp", redPhone), w.officer()
		id := w.someone("老王").submits("楼道里煤气味很大", "阳光花园3号楼")
		w.settle()
		w.forward(2 * time.Minute)
		w.wantGot("the steward", redPhone, 1, 1)
		w.wantGot("not yet the officer", officerPhone, 0, 0)
		for range 2 {
			w.tel.Press(w.got(telesim.Voice, redPhone)[0], "11")
			w.settle()
		}
		acks := func() int { return w.count(`SELECT COUNT(*) FROM steward_ack`) }
		if n := w.count(`SELECT COUNT(*) FROM steward_ack WHERE person_id = ?`, zhao.me("mp")); n != 1 || acks() != 1 {
			w.Fatalf("the steward acknowledged %d times, all %d", n, acks())
		}
		same(w.world, "lines", []string{"submit", "acknowledge"}, w.clerk().events(id))
		for range 8 { // step by step to the officer
			w.forward(time.Minute)
		}
		if calls := w.got(telesim.Voice, officerPhone); len(w.got(telesim.SMS, officerPhone)) != 1 || len(calls) != 1 {
			w.Fatalf("the officer got %d calls", len(calls))
		}
		w.tel.Press(w.got(telesim.Voice, officerPhone)[0], "1")
		w.settle()
		if n := w.count(`SELECT COUNT(*) FROM steward_ack WHERE person_id = ?`, li.me("staff")); n != 1 || acks() != 2 {
			w.Fatalf("the officer acknowledged %d times, all %d", n, acks())
		}
		w.forward(10 * time.Minute)
		w.wantGot("two have acknowledged", redPhone, 1, 1)
		w.wantGot("two have acknowledged", officerPhone, 1, 1)
	})
}

// The process dies between deciding and hearing the answer: the message is not sent again, and a receipt still counts.
func TestAProcessThatDiesSendsNothingTwice(t *testing.T) {
	t.Parallel()
	eachExchange(t, func(w exchange) {
		w.follower("赵红").binds("mp", redPhone)
		w.pleads("2单元", "着火了，快来人", "13812345678")
		w.settle()
		sms := w.got(telesim.SMS, redPhone)[0]
		// As if the process had died before it saved the answer.
		if _, err := w.records().Exec(`UPDATE notify_attempt SET outcome = '', final = 0, msgid = NULL WHERE channel = 'sms'`); err != nil {
			w.Fatal(err)
		}
		if _, err := w.records().Exec(`INSERT INTO job_open (kind, ref, due_at, added) SELECT 'notify.wake', notice_id, 0, 0 FROM notify_attempt WHERE channel = 'sms'
			AND NOT EXISTS (SELECT 1 FROM job_open j WHERE j.kind = 'notify.wake' AND j.ref = notice_id)`); err != nil {
			w.Fatal(err)
		}
		w.forward(2 * time.Minute)
		w.wantGot("after the process died", redPhone, 1, 1)
		w.tel.Arrive(sms)
		w.forward(11 * time.Minute)
		if n := len(w.got(telesim.SMS, redPhone)); n != 1 {
			w.Fatalf("%d SMS", n)
		}
	})
}
