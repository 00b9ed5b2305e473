package stories

import (
	"fmt"
	"testing"
	"time"

	"linli/wxmsg/wxsim"
)

// pushed pushes an event about a person with a time, in any order of arrival.
func (c *citizen) pushed(account, event string, at time.Time, more ...wxsim.Field) {
	c.w.Helper()
	now := c.w.clock.Load()
	c.w.clock.Store(at.UnixMilli())
	body := c.phone.EventBody(account, event, more...)
	c.w.clock.Store(now)
	q, sealed := c.w.sim.Sign(account, body)
	status, _, err := c.w.sim.Post(account, q, sealed)
	c.w.must(err)
	if status != 200 {
		c.w.Fatalf("%s = %d", event, status)
	}
	c.w.settle()
}

// orders returns all permutations of n items.
func orders(n int) (all [][]int) {
	var put func(done []int)
	put = func(done []int) {
		if len(done) == n {
			all = append(all, append([]int(nil), done...))
			return
		}
	next:
		for i := range n {
			for _, d := range done {
				if d == i {
					continue next
				}
			}
			put(append(done, i))
		}
	}
	put(nil)
	return all
}

// A person whose last event is a follow follows, and one whose last event is an unfollow does not, in any order of
// arrival.
func TestFollowsInAnyOrder(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		start := w.now().Add(-time.Hour)
		for name, story := range map[string]struct {
			events  []string
			follows int
		}{
			"left":                 {[]string{"subscribe", "unsubscribe"}, 0},
			"followed again":       {[]string{"subscribe", "unsubscribe", "subscribe"}, 1},
			"unfollowed twice":     {[]string{"subscribe", "unsubscribe", "subscribe", "unsubscribe"}, 0},
			"scanned a code":       {[]string{"subscribe", "SCAN", "unsubscribe"}, 0},
			"followed and scanned": {[]string{"unsubscribe", "subscribe", "SCAN"}, 1},
		} {
			for _, order := range orders(len(story.events)) {
				c := w.someone(fmt.Sprint(name, order))
				for _, i := range order {
					c.pushed("oa", story.events[i], start.Add(time.Duration(i)*time.Minute), wxsim.Field{Name: "EventKey", Value: "x"})
				}
				openid := c.phone.OpenID("oa")
				if n := w.count(`SELECT COUNT(*) FROM person_identity WHERE account = 'oa' AND openid = ? AND follows = 1`, openid); n != story.follows {
					w.Errorf("%s: %d rows say that the person follows", c.name, n)
				}
				if n := w.count(`SELECT COUNT(*) FROM person_identity WHERE account = 'oa' AND openid = ?`, openid); n != story.follows {
					w.Errorf("%s: %d identities are kept", c.name, n)
				}
			}
		}
		// The marks of those who left identify nobody, and expire.
		if n := w.count(`SELECT COUNT(*) FROM person_left l JOIN person_identity i ON l.mark = i.openid`); n != 0 {
			w.Error("an openid is kept")
		}
		w.clock.Add((80 * time.Hour).Milliseconds())
		w.recurs("drop_old_rows")
		if n := w.count(`SELECT COUNT(*) FROM person_left`); n != 0 {
			w.Errorf("%d marks are kept", n)
		}
	})
}

// A refusal cancels the consents before it and none after it, in any order of arrival.
func TestConsentsInAnyOrder(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		template := w.system.Wechat.TemplateID("mp", "report.reply")
		start := w.now().Add(-time.Hour)
		events := []string{"accept", "accept", "reject", "accept"}
		for _, order := range orders(len(events)) {
			c := w.someone(fmt.Sprint("居民", order))
			for _, i := range order {
				c.pushed("mp", "subscribe_msg_popup_event", start.Add(time.Duration(i)*time.Minute), wxsim.Field{Name: "List", Value: []wxsim.Field{
					{Name: "TemplateId", Value: template}, {Name: "SubscribeStatusString", Value: events[i]}, {Name: "PopupScene", Value: "2"},
				}})
			}
			if n := w.count(`SELECT COALESCE(SUM(credit), 0) FROM notify_consent c WHERE openid = ? AND at > (
				SELECT MAX(at) FROM notify_consent no WHERE no.openid = c.openid AND no.credit = 0)`, c.phone.OpenID("mp")); n != 1 {
				w.Errorf("%v: %d consents", order, n)
			}
		}
	})
}

// Of two receipts for one message the later one counts.
func TestReceiptsInAnyOrder(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk, id := w.accepted()
		start := w.now()
		for _, story := range []struct {
			said  []string
			state string
		}{
			{[]string{"failed: system failed", "success"}, "delivered"},
			{[]string{"success", "failed:user block"}, "kept"},
		} {
			for _, order := range orders(2) {
				w.sim.HoldEvents()
				clerk.does("staff", "POST", "/api/v1/staff/reports/"+id+"/reply", fields{"words": "明天来修"}, 200)
				w.until(func() bool {
					return w.count(`SELECT COUNT(*) FROM notify_notice WHERE kind = 'report.reply' AND state = 'sent'`) == 1
				})
				var msgid, notice int
				w.must(w.records().QueryRow(`SELECT MAX(msgid), MAX(notice_id) FROM notify_attempt WHERE channel = 'oa' AND notice_id = (
					SELECT MAX(id) FROM notify_notice WHERE kind = 'report.reply')`).Scan(&msgid, &notice))
				for _, i := range order {
					wang.receipt(msgid, story.said[i], start.Add(time.Duration(i+1)*time.Second))
				}
				if n := w.count(`SELECT COUNT(*) FROM notify_notice WHERE id = ? AND state = ?`, notice, story.state); n != 1 {
					w.Errorf("%v in the order %v: the state is not %s", story.said, order, story.state)
				}
				w.exec(`UPDATE notify_notice SET state = 'told' WHERE id = ?`, notice)
				w.exec(`DELETE FROM notify_attempt WHERE notice_id = ?`, notice)
			}
		}
	})
}

// receipt pushes the receipt of a template message.
func (c *citizen) receipt(msgid int, status string, at time.Time) {
	c.w.Helper()
	body := fmt.Sprintf(`<xml><ToUserName><![CDATA[gh_linli000001]]></ToUserName><FromUserName><![CDATA[%s]]></FromUserName><CreateTime>%d</CreateTime>`+
		`<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[TEMPLATESENDJOBFINISH]]></Event><MsgID>%d</MsgID><Status><![CDATA[%s]]></Status></xml>`,
		c.phone.OpenID("oa"), at.Unix(), msgid, status)
	q, sealed := c.w.sim.Sign("oa", []byte(body))
	status200, _, err := c.w.sim.Post("oa", q, sealed)
	c.w.must(err)
	if status200 != 200 {
		c.w.Fatalf("the receipt was answered with %d", status200)
	}
	c.w.until(func() bool {
		return c.w.count(`SELECT COUNT(*) FROM job_open WHERE kind = 'notify.send'`) == 0
	})
}
