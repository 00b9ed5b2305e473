package stories

import (
	"testing"
	"time"

	"linli/wxmsg/wxsim"
)

// A refused subscribe message uses up the consent on error 43101 only. A message without an answer counts as sent; the
// answer to the next one corrects a wrong guess.
func TestARefusedMessageLeavesTheConsent(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	clerk := w.follower("王芳").binds("staff", "19900000001")
	wang := w.someone("老王")
	id := wang.does("mp", "POST", "/api/v1/reports", fields{
		"text": "楼道灯坏了好几天", "area_id": idText(w.areaOf("阳光花园3号楼").ID),
	}, 201)["id"].(string)
	template := w.system.Wechat.TemplateID("mp", "report.reply")
	left := func() int {
		return w.count(`SELECT COALESCE(SUM(credit), 0) FROM notify_consent WHERE template = ?`, template)
	}
	reply := func() {
		t.Helper()
		clerk.does("staff", "POST", "/api/v1/staff/reports/"+id+"/reply", fields{"words": "明天来修"}, 200)
		w.settle()
	}
	wang.consents("mp", "report.reply")
	for _, code := range []int{
		-1, 40001, 40003, 40013, 40037, 40125, 40164, 41030, 43107, 43108, 43116, 45011, 45168, 47001, 47003, 48001, 48004, 50002, 99999, 45009,
	} {
		w.sim.Fail(subscribeSend, wxsim.Fault{ErrCode: code, Times: 2}) // after 40001 the call is repeated once
		reply()
		if n := left(); n != 1 {
			t.Errorf("after error %d there are %d consents", code, n)
		}
		w.sim.Clear()
		w.exec(`UPDATE notify_notice SET state = 'kept' WHERE state = 'pending'`)
		w.forward(2 * time.Minute) // a channel that pauses for a minute is back
	}
	w.forward(24 * time.Hour) // a channel that pauses for the day is back
	w.sim.Fail(subscribeSend, wxsim.Fault{Status: 502, Times: 1})
	reply()
	if n := left(); n != 0 {
		t.Errorf("after a lost answer there are %d consents", n)
	}
	w.exec(`UPDATE notify_notice SET state = 'kept' WHERE state = 'pending'`)
	wang.consents("mp", "report.reply")
	w.forward(time.Minute) // two popups in the same second would be one event
	wang.consents("mp", "report.reply")
	w.sim.Fail(subscribeSend, wxsim.Fault{ErrCode: 43101, Times: 1})
	reply()
	if n := left(); n != 0 {
		t.Errorf("after error 43101 there are %d consents", n)
	}
	w.forward(time.Minute)
	wang.consents("mp", "report.reply")
	before := len(wang.toSubscribed(wxsim.MP))
	reply()
	if n := len(wang.toSubscribed(wxsim.MP)) - before; n != 1 || left() != 0 {
		t.Errorf("after success: %d sent, %d consents left", n, left())
	}
}
