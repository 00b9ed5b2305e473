package demo

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"linli/app/internal/system"

	"linli/app/report"
	"linli/app/when"
)

var demoStart = time.Date(2026, 11, 23, 9, 0, 0, 0, when.Beijing)

// The demo starts by itself, shows a county with a past, and a visitor can play the whole life of a report.
func TestDemo(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	v, said, stop := openDemo(t, dir, demoStart)
	if !strings.Contains(said, "/openapi.json") || !strings.Contains(said, "/metrics") || strings.Contains(said, "时钟") {
		t.Errorf("the greeting is %s", said)
	}
	v.page()
	v.county()
	v.entersClient()
	heard := v.listens()
	v.story()
	select {
	case line := <-heard:
		if !strings.Contains(line, `"person":"wang"`) {
			t.Errorf("the first event of the live stream is %s", line)
		}
	case <-time.After(10 * time.Second):
		t.Error("the live stream sent nothing")
	}
	v.weather()
	stop()

	again, said, _ := openDemo(t, dir, demoStart.Add(time.Hour))
	if n := len(again.reports()); n != len(Reports)+len(demoSuggestions)+2 { // the visitor's, and what was found on a round
		t.Errorf("after a second start there are %d reports", n)
	}
	if !strings.Contains(said, "11月24日") { // the clock was moved to the next morning and never runs back
		t.Errorf("the second greeting is %s", said)
	}
	again.does("wang", "text", map[string]string{"text": "进展"})
	again.hears("wang", "现在：已关闭") // the same person as before
}

// page loads the page and each file that it names.
func (v *visitor) page() {
	v.Helper()
	text := v.asks("", "GET", "/demo", nil, 200)["text"].(string)
	if !strings.Contains(text, "邻里") {
		v.Errorf("the page is %s", text)
	}
	files, named := []string{"main.js"}, regexp.MustCompile(`(?:/demo/page/|from '\./)([a-z]+\.(?:js|css))`)
	for _, m := range named.FindAllStringSubmatch(text, -1) {
		files = append(files, m[1])
	}
	seen := map[string]bool{}
	for len(files) > 0 {
		name := files[0]
		files = files[1:]
		if seen[name] {
			continue
		}
		seen[name] = true
		script := v.asks("", "GET", "/demo/page/"+name, nil, 200)["text"].(string)
		for _, m := range named.FindAllStringSubmatch(script, -1) {
			files = append(files, m[1])
		}
	}
	if len(seen) < 10 {
		v.Errorf("the page names only %v", seen)
	}
	v.asks("", "GET", "/demo/photos/lamp.jpg", nil, 200)
	v.asks("", "GET", "/openapi.json", nil, 200)
	v.asks("", "GET", "/metrics", nil, 200)
	v.asks("", "GET", "/demo/people/nobody/chat", nil, 404)
}

// entersClient opens a web page inside WeChat, as a client that knows where it runs.
func (v *visitor) entersClient() {
	v.Helper()
	if c := v.asks("", "GET", "/api/v1/client", nil, 200); c["demo"] != true || c["oa_appid"] == "" {
		v.Errorf("the client is %v", c)
	}
	code := v.does("wang", "oauth-code", nil)["code"]
	in := v.asks("", "POST", "/api/v1/login/oa", map[string]any{"code": code}, 200)
	token := in["token"].(string)
	if n := len(rowsOf(v.asks(token, "GET", "/api/v1/bulletins", nil, 200), "items")); n != 1 {
		v.Errorf("a person without a home reads %d bulletins", n)
	}
	sun := rowsOf(v.asks(token, "GET", "/api/v1/areas/find?words=%E9%98%B3%E5%85%89%E8%8A%B1%E5%9B%AD1%E5%8F%B7%E6%A5%BC", nil, 200), "items")[0]
	hangs := rowsOf(v.asks(token, "GET", "/api/v1/bulletins?community_id="+sun["community_id"].(string), nil, 200), "items")
	for _, b := range hangs {
		if text := b["text"].(string); strings.ContainsAny(text, "%!") || len([]rune(text)) < 30 {
			v.Errorf("a bulletin says %q", text)
		}
	}
	if len(hangs) < 3 || hangs[0]["pinned"] != true {
		v.Errorf("%d bulletins are published: %v", len(hangs), hangs)
	}
}

// county checks the state before anything happens.
func (v *visitor) county() {
	v.Helper()
	houses := 0
	for _, p := range rowsOf(v.asks("", "GET", "/demo/stage", nil, 200), "places") {
		if p["kind"] == "building" {
			houses++
		}
	}
	if houses != 47+6 { // and the roads of two villages
		v.Errorf("%d buildings", houses)
	}
	states := map[string]int{}
	for _, r := range v.reports() {
		states[r["state"].(string)]++
		at, err := time.Parse(time.RFC3339, r["submitted_at"].(string))
		if day, _ := when.Day(at); err != nil || !at.Before(demoStart) || at.Before(demoStart.AddDate(0, 0, -30)) || at.Sub(day) < demoAwake {
			v.Errorf("%s was submitted %s", r["number"], r["submitted_at"])
		}
	}
	n := 0
	for _, s := range report.States {
		if states[string(s)] == 0 {
			v.Errorf("no report has state %s", s)
		}
		n += states[string(s)]
	}
	if n < 40 {
		v.Errorf("%d reports", n)
	}
	for person, list := range map[string]string{
		"YG-01": "approvals", "ZJ-01": "supervised", "YG-02": "follow_ups", "CG-01": "waiting", "ZF-01": "whistles",
		"CH-02": "unaccepted", "ZX-01": "overdue",
	} {
		if n := v.as(person, "GET", "/staff/home", nil, 200)[list].(float64); n == 0 {
			v.Errorf("nothing under %s of %s", list, person)
		}
	}
	if rows := rowsOf(v.as("ZX-01", "GET", "/staff/guide", nil, 200), "items"); len(rows) != 24 {
		v.Errorf("%d items of the guide", len(rows))
	}
	lent := map[string]int{"out": 3, "late": 1, "ended": 0} // one of them to somebody without an account
	for list, want := range lent {
		if rows := rowsOf(v.as("YG-02", "GET", "/staff/loans?list="+list, nil, 200), "items"); len(rows) != want {
			v.Errorf("%s: %d loans", list, len(rows))
		}
	}
	for list, want := range map[string]int{"open": 1, "answered": 1} {
		if rows := rowsOf(v.as("YG-02", "GET", "/staff/inquiries?list="+list, nil, 200), "items"); len(rows) != want {
			v.Errorf("%s: %d inquiries", list, len(rows))
		}
	}
	mine := rowsOf(v.as("JM-03", "GET", "/loans", nil, 200), "items")
	if len(mine) != 1 || mine[0]["due"] != when.DateOf(demoStart).String() {
		v.Errorf("what is due today: %v", mine)
	}
	if calls := rowsOf(v.as("HGJ-04", "GET", "/steward/calls", nil, 200), "items"); len(calls) != 1 || calls[0]["state"] != "waiting" {
		v.Errorf("the calls are %v", calls)
	}
}

// listens passes on the first event of the live stream.
func (v *visitor) listens() <-chan string {
	v.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	v.Cleanup(cancel)
	req, err := http.NewRequestWithContext(ctx, "GET", v.base+"/demo/tidings", nil)
	if err != nil {
		v.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		v.Fatal(err)
	}
	heard := make(chan string, 1)
	go func() {
		defer res.Body.Close()
		for lines := bufio.NewScanner(res.Body); lines.Scan(); {
			if line, ok := strings.CutPrefix(lines.Text(), "data: "); ok && strings.Contains(line, "wang") {
				heard <- line
				return
			}
		}
	}()
	return heard
}

// story is 从头演示, over the same endpoints as the page.
func (v *visitor) story() {
	v.Helper()
	v.does("wang", "photo", map[string]string{"sample": "lamp"})
	v.hears("wang", "什么地方")
	v.does("wang", "text", map[string]string{"text": "阳光花园5号楼2单元"})
	v.hears("wang", "回复 1 提交")
	v.does("wang", "voice", map[string]string{"text": "路灯坏了三天，晚上看不清路"})
	v.does("wang", "text", map[string]string{"text": "1"})
	v.hears("wang", "已收到，编号 261123-")
	v.hears("HGJ-04", "template: 楼里有事")
	v.hears("YG-02", "template: 新的随手拍")

	alert := rowsOf(v.as("HGJ-04", "GET", "/steward/alerts", nil, 200), "items")[0]["report"].(map[string]any)
	id := alert["id"].(string)
	v.as("HGJ-04", "POST", "/steward/reports/"+id+"/acknowledge", nil, 200)
	v.as("HGJ-04", "POST", "/steward/reports/"+id+"/look", map[string]any{"words": "灯头进水了"}, 200)
	v.as("YG-02", "POST", "/staff/reports/"+id+"/accept", map[string]any{"category": "facility"}, 200)
	v.hears("wang", "template: 已受理")
	for _, h := range rowsOf(v.as("YG-02", "GET", "/staff/reports/"+id+"/holders", nil, 200), "items") {
		if strings.HasSuffix(h["name"].(string), "宋佳慧") {
			delete(h, "name")
			v.as("YG-02", "POST", "/staff/reports/"+id+"/assign", map[string]any{"to": h}, 200)
		}
	}
	v.hears("YG-21", "template: 交办给您")
	v.as("YG-21", "POST", "/staff/reports/"+id+"/take", nil, 200)
	v.hears("wang", "template: 正在办理")
	v.as("YG-21", "POST", "/staff/reports/"+id+"/reply", map[string]any{"words": "师傅已经出发"}, 200)
	v.hears("wang", "师傅已经出发")
	jpeg, err := photoOf("lamp-fixed")
	if err != nil {
		v.Fatal(err)
	}
	file := v.as("YG-21", "POST", "/media", jpeg, 201)["id"]
	v.as("YG-21", "POST", "/staff/reports/"+id+"/resolve", map[string]any{"outcome": "solved", "words": "亮了", "file_ids": []any{file}}, 200)
	v.hears("wang", "template: 已办结")
	v.does("wang", "text", map[string]string{"text": "1 满意"})
	v.hears("wang", "谢谢您的评价")
	seen := v.as("wang", "GET", "/reports/"+id, nil, 200)
	if seen["state"] != "closed" || len(rowsOf(seen, "events")) < 8 {
		v.Errorf("the last event is %v", seen["text"])
	}
	if told := rowsOf(v.asks("", "GET", "/demo/delivered?number="+seen["number"].(string), nil, 200), "items"); len(told) < 8 {
		v.Errorf("the messages are %v", told)
	}
}

// weather exhausts the platform's daily quota: the unsent notice is delivered the next morning.
func (v *visitor) weather() {
	v.Helper()
	v.asks("", "POST", "/demo/director/storm", nil, 400)
	v.asks("", "POST", "/demo/director/quota", nil, 200)
	stage := v.asks("", "GET", "/demo/stage", nil, 200)
	if stage["weather"] != "quota" {
		v.Errorf("the state of the platform is %v", stage["weather"])
	}
	v.asks("", "POST", "/demo/director/well", nil, 200)
	now, err := time.Parse(time.RFC3339, v.asks("", "POST", "/demo/director/morning", nil, 200)["now"].(string))
	if err != nil || !now.Equal(demoStart.AddDate(0, 0, 1).Add(30*time.Minute)) {
		v.Errorf("jump to the next morning: %v, %v", now, err)
	}
}

// The demo's page and its simulated telephones exist in the demo only.
func TestServeHasNoDemo(t *testing.T) {
	t.Parallel()
	cfg, err := system.LoadConfig([]string{"LINLI_DATA=" + t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	s, err := system.Wire(system.Process{Ctx: context.Background(), Log: io.Discard, Now: func() time.Time { return demoStart }}, cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	app := s.Server().App()
	for _, path := range []string{"/demo", "/demo/stage", "/demo/page/main.js", "/demo/people/wang/chat", "/metrics"} {
		res, err := app.Test(httptest.NewRequest("GET", path, nil), -1)
		if err != nil || res.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %v, %v", path, res.Status, err)
		}
	}
}

// The clock moves by what is asked for, never back and never beyond the limit.
func TestDemoClockGoesForward(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		by   time.Duration
		want error
	}{
		{time.Minute, nil}, {2 * time.Hour, nil}, {demoJumpMost, nil}, {0, errDemoJump}, {-time.Hour, errDemoJump}, {demoJumpMost + 1, errDemoJump},
	} {
		clock := &demoClock{real: func() time.Time { return demoStart }}
		want := demoStart
		if c.want == nil {
			want = demoStart.Add(c.by)
		}
		if err := clock.forward(c.by); !errors.Is(err, c.want) || !clock.Now().Equal(want) {
			t.Errorf("forward by %v: %v, %v", c.by, clock.Now(), err)
		}
	}
}

func TestDemoClock(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 11, 23, 0, 0, 0, 0, when.Beijing)
	at := func(days, hour, minute int) time.Time {
		return day.AddDate(0, 0, days).Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
	}
	for _, before := range []time.Time{at(0, 8, 0), at(-1, 20, 0), at(-2, 9, 20), at(-9, 7, 31)} {
		if got := wakingBefore(at(0, 9, 30), wakingDays(at(0, 9, 30), before)); got.Sub(before).Abs() > time.Second {
			t.Errorf("%v is restored as %v", before, got)
		}
	}
	for _, c := range []struct {
		name      string
		got, want time.Time
	}{
		{"by day the clock is left alone", daytime(at(0, 15, 0)), at(0, 15, 0)},
		{"before dawn it is half past nine", daytime(at(0, 3, 0)), at(0, 9, 30)},
		{"at night it is the next morning", daytime(at(0, 22, 0)), at(1, 9, 30)},
		{"a tenth of a day ago is this morning", wakingBefore(at(0, 9, 30), 0.1), at(0, 8, 12)},
		{"a little longer ago is last evening", wakingBefore(at(0, 9, 30), 0.2), at(-1, 19, 54)},
		{"whole days keep the hour", wakingBefore(at(0, 9, 30), 7), at(-7, 9, 30)},
		{"from the night everything is before bedtime", wakingBefore(at(0, 23, 0), 0), at(0, 20, 30)},
	} {
		if !c.got.Equal(c.want) {
			t.Errorf("%s: %v, want %v", c.name, c.got, c.want)
		}
	}
}
