package stories

import (
	"fmt"
	"testing"
	"time"

	"linli/app/auth"
	"linli/app/notify"
	"linli/wxmsg/wxsim"
)

const (
	templateSend  = "/cgi-bin/message/template/send"
	subscribeSend = "/cgi-bin/message/subscribe/send"
)

// consents gives this person's consent to one message of a kind in a mini-program.
func (c *citizen) consents(account, kind string) {
	c.w.Helper()
	c.login(account)
	id := c.w.system.Wechat.TemplateID(auth.Account(account), kind)
	_, err := c.phone.Accept(account, id)
	c.w.must(err)
	c.w.settle()
}

// nothingTwice fails if a notice was sent on two channels. The chat, which spells a cut message out, is none.
func (w *world) nothingTwice() {
	w.Helper()
	if n := w.count(`SELECT COUNT(*) FROM (
		SELECT notice_id FROM notify_attempt WHERE outcome = 'sent' AND channel <> 'chat' GROUP BY notice_id HAVING COUNT(*) > 1) doubles`); n != 0 {
		w.Fatalf("%d notices were sent twice", n)
	}
}

// pauses are the answers of the official account that mean "later".
var pauses = map[string]func(w *world){
	"the day's quota is gone": func(w *world) { w.sim.Fail(templateSend, wxsim.Fault{ErrCode: 45009}) },
	"too many a minute":       func(w *world) { w.sim.Fail(templateSend, wxsim.Fault{ErrCode: 45011}) },
	"busy":                    func(w *world) { w.sim.Fail(templateSend, wxsim.Fault{ErrCode: -1}) },
	"too often to one person": func(w *world) { w.sim.Fail(templateSend, wxsim.Fault{ErrCode: 43117}) },
	"our address is refused":  func(w *world) { w.sim.Fail(templateSend, wxsim.Fault{ErrCode: 40164}) },
	"its gateway refuses":     func(w *world) { w.sim.Fail(templateSend, wxsim.Fault{Status: 403}) },
}

// While the official account says "later", an urgent notice goes to the mini-program at once, also at night, and is not
// sent again when the account is back.
func TestUrgentNoticesAvoidAPausedAccountAtOnce(t *testing.T) {
	t.Parallel()
	for name, rest := range pauses {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			steward := w.follower("赵红").binds("mp", "19900000003")
			steward.consents("mp", "steward.alert")
			wang := w.follower("老王")
			w.forward(14 * time.Hour) // 23:00
			rest(w)
			wang.handIn("楼道里着火了", "阳光花园3号楼")
			w.settle()
			if n := len(steward.toSubscribed(wxsim.MP)); n != 1 {
				w.Fatalf("%d subscribe messages while the account pauses", n)
			}
			w.sim.Clear()
			w.forward(26 * time.Hour)
			w.nothingTwice()
		})
	}
}

// Without a consent the first channel is retried after its pause; a consent given meanwhile is used.
func TestAPausedAccountIsRetriedAfterItsPause(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		steward := w.follower("赵红").binds("mp", "19900000003")
		wang := w.follower("老王")
		w.sim.Fail(templateSend, wxsim.Fault{ErrCode: 43117, Times: 1}) // too many to this person: a pause of ten minutes
		wang.handIn("楼道里着火了", "阳光花园3号楼")
		w.settle()
		if n := w.sim.Calls(templateSend); n != 1 {
			w.Fatalf("tried %d times at once", n)
		}
		w.forward(11 * time.Minute)
		if steward.lastHeard() != "紧急：楼里有事" {
			w.Fatalf("ten minutes later the steward received %q", steward.lastHeard())
		}
		w.sim.Fail(templateSend, wxsim.Fault{ErrCode: 45009})
		before := len(steward.toSubscribed(wxsim.MP))
		w.follower("小李").handIn("3号楼二单元天然气泄漏，味道很大", "阳光花园3号楼")
		w.settle()
		steward.consents("mp", "steward.alert")
		w.forward(16 * time.Minute)
		if n := len(steward.toSubscribed(wxsim.MP)) - before; n != 1 {
			w.Fatalf("%d messages with the consent that came meanwhile", n)
		}
	})
}

// An ordinary notice waits ten minutes for the account, then goes to the mini-program; it is not sent twice. At night
// it waits for the morning as usual.
func TestOrdinaryNoticesAvoidAPausedAccountAfterTenMinutes(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk, id := w.accepted()
		wang.consents("mp", "report.reply")
		w.sim.Fail(templateSend, wxsim.Fault{ErrCode: 45009})
		clerk.does("staff", "POST", "/api/v1/staff/reports/"+id+"/reply", fields{"words": "明天来修"}, 200)
		w.settle()
		if n := len(wang.toSubscribed(wxsim.MP)); n != 0 {
			w.Fatalf("%d messages at once", n)
		}
		w.forward(11 * time.Minute)
		if n := len(wang.toSubscribed(wxsim.MP)); n != 1 {
			w.Fatalf("%d messages after a while", n)
		}
		wang.consents("mp", "report.reply")
		w.forward(13 * time.Hour) // 22:11 by the clock of the county
		clerk.does("staff", "POST", "/api/v1/staff/reports/"+id+"/reply", fields{"words": "明早来修"}, 200)
		w.forward(time.Hour)
		if n := len(wang.toSubscribed(wxsim.MP)); n != 1 {
			w.Fatalf("%d messages at night", n-1)
		}
		w.sim.Fail(templateSend, wxsim.Fault{ErrCode: 45009}) // also over the new day's quota
		w.forward(9*time.Hour + 15*time.Minute)
		w.forward(15 * time.Minute)
		if n := len(wang.toSubscribed(wxsim.MP)); n != 2 {
			w.Fatalf("%d messages in the morning", n-1)
		}
		w.sim.Clear()
		w.forward(30 * time.Hour)
		if n := wang.heardOf("工作人员回复"); n != 0 { // by then the report may be overdue, and that is told
			w.Fatalf("the account sent %d again", n)
		}
	})
}

// Of several notices merged into one message, those with a consent go to the mini-program while the account pauses; the
// message contains the rest, and nothing is sent twice.
func TestMergedNoticesAvoidAPausedAccount(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk, id := w.accepted()
		wang.consents("mp", "report.reply")
		before := len(wang.heard())
		w.forward(14 * time.Hour) // 23:00
		clerk.does("staff", "POST", "/api/v1/staff/reports/"+id+"/take", nil, 200)
		clerk.does("staff", "POST", "/api/v1/staff/reports/"+id+"/reply", fields{"words": "明早来修"}, 200)
		clerk.does("staff", "POST", "/api/v1/staff/reports/"+id+"/resolve", fields{"outcome": "solved", "words": "修好了"}, 200)
		w.sim.Fail(templateSend, wxsim.Fault{ErrCode: 43117})
		w.forward(9*time.Hour + time.Minute)
		w.forward(11 * time.Minute)
		w.forward(11 * time.Minute)
		told := wang.toSubscribed(wxsim.MP)
		if len(told) != 1 || told[0].Title != "工作人员回复" {
			w.Fatalf("the mini-program sent %d: %+v", len(told), told)
		}
		w.sim.Clear()
		w.forward(time.Hour)
		heard := wang.heard()[before:]
		rest := w.count(`SELECT COUNT(*) FROM notify_notice WHERE state = 'folded'`) // two, and a third if the report was overdue by 23:00
		if rest < 2 || len(heard) != 1 || heard[0].Title != "您有新消息" || heard[0].Data["number2"] != fmt.Sprint(rest) {
			w.Fatalf("the account sent %d: %+v", len(heard), heard)
		}
		if n := len(wang.toSubscribed(wxsim.MP)); n != 1 {
			w.Fatalf("the mini-program sent %d in the end", n)
		}
	})
}

// A mini-program message with an unknown result is not doubled by the account when it is back.
func TestAMessageWithUnknownResultHoldsTheOtherChannel(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		steward := w.follower("赵红").binds("mp", "19900000003")
		steward.consents("mp", "steward.alert")
		wang := w.follower("老王")
		w.sim.Fail(templateSend, wxsim.Fault{ErrCode: 45011, Times: 1}) // the rest of the minute
		w.sim.Fail(subscribeSend, wxsim.Fault{Drop: true, After: true, Times: 1})
		w.sim.HoldEvents()
		wang.handIn("楼道里着火了", "阳光花园3号楼")
		w.forward(2 * time.Minute)
		unsure := `SELECT MIN(notice_id) FROM notify_attempt WHERE channel = 'mp' AND outcome = ? AND final = 0`
		if n := w.count(`SELECT COUNT(*) FROM notify_attempt WHERE channel = 'oa' AND outcome = ? AND notice_id = (`+unsure+`)`,
			notify.Later, notify.Unknown); n != 1 {
			w.Fatal("the account sent the notice again")
		}
		w.sim.ReleaseEvents()
	})
}
