package stories

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/wxmsg"
	"linli/wxmsg/wxsim"
)

// The database hangs while a resident writes: the service answers within the platform's five seconds, reports no
// success for a message it did not store, and accepts the redelivery.
func TestDatabaseHangs(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, nil)
		wang := w.follower("老王")
		lock, err := w.records().Conn(w.ctx)
		w.must(err)
		_, err = lock.ExecContext(w.ctx, "BEGIN IMMEDIATE")
		w.must(err)
		hangs(w, wang, func() {
			_, err := lock.ExecContext(context.Background(), "ROLLBACK")
			w.must(err)
			lock.Close()
		})
	})
	t.Run("mysql", func(t *testing.T) {
		t.Parallel()
		db, _, env := behindProxies(t, serverEnv(t))
		w := newWorld(t, env)
		wang := w.follower("老王")
		db.set("hang")
		hangs(w, wang, func() { db.set("down"); db.set("") })
	})
}

func hangs(w *world, wang *citizen, release func()) {
	w.Helper()
	body := wang.phone.Message(wxsim.OA, "阳光花园3号楼路灯坏了", 77)
	query, sealed := w.sim.Sign(wxsim.OA, body)
	begin := time.Now()
	status, answer, err := w.sim.Post(wxsim.OA, query, sealed)
	w.must(err)
	if took := time.Since(begin); took > 4*time.Second {
		w.Fatalf("the answer took %s", took)
	}
	if status == 200 && strings.Contains(string(answer), "success") {
		w.Fatal("success for a message that was not stored")
	}
	res, err := http.Get("http://" + w.running.Address + "/readyz")
	w.must(err)
	res.Body.Close()
	release()
	w.until(func() bool { return w.system.DB.Ping(w.ctx) == nil })
	query, sealed = w.sim.Sign(wxsim.OA, body)
	status, _, err = w.sim.Post(wxsim.OA, query, sealed)
	w.must(err)
	if status != 200 {
		w.Fatalf("the redelivery was answered with %d", status)
	}
	w.expect(wang.says("1"), "已收到")
	if n := w.count(`SELECT COUNT(*) FROM report`); n != 1 {
		w.Fatalf("%d reports exist", n)
	}
}

// The database stops and returns: requests are refused politely, and the service recovers without an operator.
func TestDatabaseStops(t *testing.T) {
	t.Parallel()
	db, _, env := behindProxies(t, serverEnv(t))
	w := newWorld(t, env)
	wang, clerk, id := w.accepted()
	db.set("down")
	var refused struct {
		Error struct{ Code, Message string }
	}
	w.request(clerk.login("staff"), "POST", "/api/v1/staff/reports/"+id+"/take", nil, 503, &refused)
	if refused.Error.Code != "system.busy" || strings.Contains(refused.Error.Message, "tcp") {
		w.Fatalf("%+v", refused)
	}
	w.request("", "GET", "/readyz", nil, 503, nil)
	db.set("")
	w.until(func() bool { return w.system.DB.Ping(w.ctx) == nil })
	clerk.does("staff", "POST", "/api/v1/staff/reports/"+id+"/take", nil, 200)
	w.settle()
	if wang.lastHeard() != "正在办理" {
		w.Fatalf("the resident received %q", wang.lastHeard())
	}
}

// Redis is killed while residents report: nothing accepted is lost, the backlog is visible, and it is worked off when
// Redis is back.
func TestRedisKilled(t *testing.T) {
	t.Parallel()
	_, redis, env := behindProxies(t, serverEnv(t))
	w := newWorld(t, env)
	steward := w.follower("赵红").binds("mp", "19900000003")
	people := []*citizen{w.follower("老王"), w.follower("老李"), w.follower("老张")}
	redis.set("down")
	for i, c := range people {
		w.reportsUrgent(c, i)
	}
	if due, _, err := w.system.Jobs.Backlog(w.ctx); err != nil || due == 0 {
		w.Fatalf("the backlog shows %d, %v", due, err)
	}
	w.request("", "GET", "/readyz", nil, 200, nil)
	w.request(steward.tokens["mp"], "GET", "/api/v1/me", nil, 503, nil)
	redis.set("")
	w.settle()
	if n := w.count(`SELECT COUNT(*) FROM steward_alert`); n != 3 {
		w.Fatalf("%d alerts, want 3", n)
	}
	w.once(steward)
}

// reportsUrgent submits one urgent report, whose alert is not batched.
func (w *world) reportsUrgent(c *citizen, i int) {
	w.Helper()
	w.expect(c.says(fmt.Sprintf("阳光花园3号楼%d层有燃气味", i+1)), "编号")
}

// once fails if a person received the same notice twice.
func (w *world) once(c *citizen) {
	w.Helper()
	seen := map[string]bool{}
	for _, d := range c.heard() {
		if seen[d.ClientMsgID] {
			w.Fatalf("%s received %s twice", c.name, d.ClientMsgID)
		}
		seen[d.ClientMsgID] = true
	}
}

func TestRedisFlushedInTheMiddle(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		steward := w.follower("赵红").binds("mp", "19900000003")
		for i := range 5 {
			w.reportsUrgent(w.follower(fmt.Sprint("邻居", i)), i)
			w.must(w.system.Redis.Client().FlushDB(w.ctx).Err())
		}
		w.settle()
		if n := w.count(`SELECT COUNT(*) FROM steward_alert`); n != 5 {
			w.Fatalf("%d alerts, want 5", n)
		}
		if n := len(steward.heard()); n != 5 {
			w.Fatalf("the steward received %d messages", n)
		}
		w.request(steward.tokens["mp"], "GET", "/api/v1/me", nil, 401, nil) // the session is lost, and the steward logs in again
		delete(steward.tokens, "mp")
		steward.does("mp", "GET", "/api/v1/me", nil, 200)
	})
}

// WeChat answers garbage, nothing, or refuses: each notice arrives in the end, once.
func TestWeChatFails(t *testing.T) {
	t.Parallel()
	const send = "/cgi-bin/message/template/send"
	for name, fault := range map[string]wxsim.Fault{
		"500":                       {Status: 500, Times: 3},
		"garbage":                   {Body: "<html>busy</html>", Times: 3},
		"no answer after the work":  {Drop: true, After: true, Times: 2},
		"busy":                      {ErrCode: -1, Times: 3},
		"too often":                 {ErrCode: 45011, Times: 1},
		"daily quota":               {ErrCode: 45009, Times: 1},
		"token storm":               {ErrCode: 40001, Times: 2},
		"expired token":             {ErrCode: 42001, Times: 1},
		"the address is not listed": {ErrCode: 40164, Times: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			wang, clerk, id := w.accepted()
			w.sim.Fail(send, fault)
			clerk.does("staff", "POST", "/api/v1/staff/reports/"+id+"/reply", map[string]any{"words": "明天来修"}, 200)
			step := time.Minute
			if fault.ErrCode == 45009 {
				step = 30 * time.Minute // the quota is renewed at midnight, the morning begins at eight
			}
			for range 60 { // move the clock until the notice is delivered
				w.settle()
				if wang.heardOf("工作人员回复") > 0 {
					break
				}
				w.clock.Add(step.Milliseconds())
			}
			if name == "no answer after the work" { // delivered, perhaps without our knowledge: never doubled
				w.once(wang)
				return
			}
			if accepted, reply := wang.heardOf("已受理"), wang.heardOf("工作人员回复"); accepted != 1 || reply != 1 {
				w.Fatalf("%d notices of acceptance and %d of the reply", accepted, reply)
			}
		})
	}
}

// After a lost answer on the channel without an idempotency key, the message is never sent again.
func TestSubscribeMessageWithoutAnswerIsNotRepeated(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk := w.someone("王芳").binds("staff", "19900000001")
		wang := w.someone("老王")
		id := wang.does("mp", "POST", "/api/v1/reports", map[string]any{
			"text": "楼道灯坏了好几天", "area_id": idText(w.areaOf("阳光花园3号楼").ID),
		}, 201)["id"].(string)
		clerk.does("staff", "POST", "/api/v1/staff/reports/"+id+"/accept", nil, 200)
		clerk.does("staff", "POST", "/api/v1/staff/reports/"+id+"/take", nil, 200)
		w.settle()
		template := w.system.Wechat.TemplateID("mp", "report.asked")
		_, err := wang.phone.Accept(wxsim.MP, template)
		w.must(err)
		w.clock.Add(1000)
		_, err = wang.phone.Accept(wxsim.MP, template)
		w.must(err)
		w.sim.LoseEvents() // the receipt is lost too
		w.sim.Fail("/cgi-bin/message/subscribe/send", wxsim.Fault{Drop: true, After: true, Times: 1})
		clerk.does("staff", "POST", "/api/v1/staff/reports/"+id+"/ask", map[string]any{"words": "几楼？"}, 200)
		for range 4 {
			w.forward(11 * time.Minute)
		}
		if n := len(wang.toSubscribed(wxsim.MP)); n != 1 {
			w.Fatalf("%d messages", n)
		}
	})
}

// Three processes with a cold token and 200 calls each fetch one token from the platform.
func TestColdTokenIsFetchedOnce(t *testing.T) {
	// Not parallel: on a busy machine Redis answers too late, and then each process fetches its own token.
	w := newWorld(t, nil)
	var clients []*wxmsg.Client
	for range 3 {
		c, err := wxmsg.NewClient(wxmsg.Config{
			Base: w.sim.Base, Accounts: w.config.Accounts(), Tokens: w.system.Redis, Now: w.now, Log: w.config.Logger(io.Discard),
		})
		w.must(err)
		clients = append(clients, c)
	}
	w.must(w.system.Redis.Client().FlushDB(w.ctx).Err())
	before := w.sim.Calls("/cgi-bin/stable_token")
	var group sync.WaitGroup
	start := make(chan struct{})
	for _, c := range clients {
		for range 200 {
			group.Go(func() {
				<-start
				if _, _, err := c.UserInfo(w.ctx, w.someone("老王").phone.OpenID(wxsim.OA)); err != nil && !strings.Contains(err.Error(), "40003") {
					w.Error(err)
				}
			})
		}
	}
	w.someone("老王")
	close(start)
	group.Wait()
	if n := w.sim.Calls("/cgi-bin/stable_token") - before; n != 1 {
		w.Fatalf("%d tokens were fetched", n)
	}
}

// Forged and malformed pushes are refused and leave nothing behind.
func TestHostilePushes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	wang := w.follower("老王")
	before := w.count(`SELECT COUNT(*) FROM inbox_push`)
	body := wang.phone.Message(wxsim.OA, "我是坏人", 99)
	good, sealed := w.sim.Sign(wxsim.OA, body)
	const hungUp = 0 // connection closed within a body that is too long
	post := func(name string, change func(q map[string][]string), b []byte, statuses ...int) {
		q := map[string][]string{}
		for k, v := range good {
			q[k] = append([]string{}, v...)
		}
		change(q)
		status, answer, err := w.sim.Post(wxsim.OA, q, b)
		if err != nil {
			status = hungUp
		}
		for _, s := range statuses {
			if status == s {
				if strings.Contains(string(answer), "success") {
					w.Errorf("%s: answered with success", name)
				}
				return
			}
		}
		w.Errorf("%s: status %d", name, status)
	}
	same := func(map[string][]string) {}
	post("wrong msg_signature", func(q map[string][]string) { q["msg_signature"] = []string{strings.Repeat("0", 40)} }, sealed, 403)
	post("no msg_signature", func(q map[string][]string) { delete(q, "msg_signature") }, sealed, 403)
	post("plaintext in safe mode", func(q map[string][]string) { delete(q, "encrypt_type"); delete(q, "msg_signature") }, body, 403)
	post("no signature at all", func(q map[string][]string) { clear(q) }, body, 403)
	post("ten megabytes", same, bytes.Repeat([]byte("a"), 10<<20), 413, hungUp)
	post("deep XML", same, []byte(strings.Repeat("<a>", 50_000)), 400, 403)
	post("DTD", same, []byte(`<!DOCTYPE x [<!ENTITY a "b">]><xml><Encrypt>&a;</Encrypt></xml>`), 400, 403)
	post("GBK", same, []byte("<?xml version=\"1.0\" encoding=\"GBK\"?><xml><Encrypt>\xc4\xe3</Encrypt></xml>"), 400, 403)
	post("bad base64", same, []byte("<xml><Encrypt>!!!!</Encrypt></xml>"), 400, 403)
	foreign, otherBody := w.sim.SignAs(wxsim.OA, wxsim.Forge{Mode: wxsim.Safe, Token: "wrongtoken1"}, body)
	if status, _, err := w.sim.Post(wxsim.OA, foreign, otherBody); err != nil || status != 403 {
		w.Errorf("another token: %d %v", status, err)
	}
	alien, alienBody := w.sim.SignAs(wxsim.OA, wxsim.Forge{Mode: wxsim.Safe, AppID: "wx9999999999999999"}, body)
	if status, _, err := w.sim.Post(wxsim.OA, alien, alienBody); err != nil || status != 403 {
		w.Errorf("another appid: %d %v", status, err)
	}
	if n := w.count(`SELECT COUNT(*) FROM inbox_push`); n != before {
		w.Fatalf("%d pushes were stored", n-before)
	}
	if n := w.count(`SELECT COUNT(*) FROM chat_draft`); n != 0 {
		w.Fatal("a draft was created")
	}
}
