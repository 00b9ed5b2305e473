package wxsim

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"testing"
)

func TestWatchersSeeTheChatInOrder(t *testing.T) {
	w := newWorld(t, Safe)
	p := w.sim.Person("王")
	w.app.answer(func(n int, r received) string { return textReply(r, strconv.Itoa(n)) })
	var seen []string
	cancel := w.sim.Watch(func(e Event) {
		seen = append(seen, e.Person+"/"+e.From+"/"+e.Text)
		w.sim.Chat(p) // may call the platform
	})
	_, _ = p.Follow("")
	_, _ = p.Text("你好")
	w.settle()
	cancel()
	_, _ = p.Text("没人看")
	want := []string{"王/王/关注", "王/oa/1", "王/王/你好", "王/oa/2"}
	if !slices.Equal(seen, want) {
		t.Errorf("%q", seen)
	}
}

// Twenty concurrent sends with one credit deliver one message.
func TestOneCreditIsSpentOnce(t *testing.T) {
	w, p := subscriptionWorld(t, Safe)
	_, _ = p.Accept(MP, "S1")
	token := w.sim.Token(MP)
	codes := make([]string, 20)
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i := range codes {
		wg.Go(func() {
			<-start
			got := w.request(subscribePath+"?access_token="+token, subscribeTo(p.OpenID(MP), nil))
			codes[i] = fmt.Sprint(got["errcode"].(json.Number))
		})
	}
	close(start)
	wg.Wait()
	w.settle()
	slices.Sort(codes)
	if codes[0] != "0" || codes[1] == "0" || len(w.sim.Delivered(MP, "")) != 1 {
		t.Errorf("%v", codes)
	}
}

// Concurrent use, for the race detector.
func TestManyAtOnce(t *testing.T) {
	w := newWorld(t, Safe)
	w.sim.AddTemplate(OA, duty)
	cancel := w.sim.Watch(func(e Event) { _ = e.Text })
	defer cancel()
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			p := w.sim.Person(strconv.Itoa(i))
			_, _ = p.Follow("b" + strconv.Itoa(i))
			_, _ = p.Text("你好")
			_, _ = p.Photo(png)
			w.api(OA, templatePath, dutyTo(p.OpenID(OA), nil))
			w.api(OA, "/cgi-bin/user/get", nil)
			w.stable(i%7 == 0)
			w.login(MP, p.LoginCode(MP))
			w.sim.Fail("/nowhere", Fault{Status: 500, Times: 1})
			w.sim.Delivered(OA, "")
			w.sim.Pushed()
			if i%5 == 0 {
				_, _ = p.Unfollow()
			}
		})
	}
	wg.Wait()
	w.settle()
	if n := len(w.sim.Delivered(OA, "")); n != 20 {
		t.Errorf("%d delivered", n)
	}
	finished := 0
	for _, p := range w.sim.Pushed() {
		if p.What == "TEMPLATESENDJOBFINISH" && p.Err == nil && p.MsgID != 0 {
			finished++
		}
	}
	if finished != 20 {
		t.Errorf("%d results", finished)
	}
}
