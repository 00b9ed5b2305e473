package demo

import (
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app/when"
)

// The stories 超时上报 and 红管家离岗, over the same endpoints as the page.
func TestDemoStories(t *testing.T) {
	t.Parallel()
	v, _, _ := openDemo(t, t.TempDir(), demoStart)
	for _, minutes := range []int{0, -30, 24*60 + 1} {
		v.asks("", "POST", "/demo/director/forward", map[string]any{"minutes": minutes}, 400)
	}
	v.asks("", "POST", "/demo/director/forward", []byte("soon"), 400)
	if now := v.forward(30); !now.Equal(demoStart.Add(30 * time.Minute)) {
		v.Errorf("after half an hour the clock shows %v", now)
	}
	v.reached() // a player who has not entered gets no messages
	v.isEscalated()
	v.absent()
	v.rings()
	v.board()
}

// reached waits until all players but the latecomer have entered.
func (v *visitor) reached() {
	v.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	var list []map[string]any
	for range 1200 {
		if list = rowsOf(v.as("ZX-01", "GET", "/staff/unreachable", nil, 200), "items"); len(list) == 1 {
			break
		}
		<-tick.C
	}
	late := slices.IndexFunc(list, func(u map[string]any) bool {
		return u["person_name"] == "林秀芝" && u["reason"] == "never_logged_in"
	})
	if len(list) != 1 || late < 0 {
		v.Errorf("the door-knock list is %v", list)
	}
}

// forward presses the button that moves the clock.
func (v *visitor) forward(minutes int) time.Time {
	v.Helper()
	now, err := time.Parse(time.RFC3339, v.asks("", "POST", "/demo/director/forward", map[string]any{"minutes": minutes}, 200)["now"].(string))
	if err != nil {
		v.Fatal(err)
	}
	return now
}

// says sends a report in the chat and returns it as the county's centre sees it.
func (v *visitor) says(person, what string) map[string]any {
	v.Helper()
	v.does(person, "text", map[string]string{"text": what})
	v.hears(person, "什么地方")
	v.does(person, "text", map[string]string{"text": "阳光花园5号楼2单元"})
	v.hears(person, "情况："+what)
	v.does(person, "text", map[string]string{"text": "1"})
	v.hears(person, "已收到，编号 ")
	for _, r := range v.reports() {
		if r["text"] == what {
			return r
		}
	}
	v.Fatalf("no list contains %q", what)
	return nil
}

// report returns a report as the county's centre sees it.
func (v *visitor) report(id string) map[string]any {
	v.Helper()
	return v.as("ZX-01", "GET", "/reports/"+id, nil, 200)
}

// waits reports whether a report stands under 等我处理 of a player.
func (v *visitor) waits(person, id string) bool {
	v.Helper()
	for _, r := range rowsOf(v.as(person, "GET", "/staff/reports?list=waiting", nil, 200), "items") {
		if r["id"] == id {
			return true
		}
	}
	return false
}

// isEscalated is 超时上报: the light turns, secretary and street are asked in turn, and acceptance ends the escalation. A jump
// returns only after the due jobs have run, so the test waits for messages only.
func (v *visitor) isEscalated() {
	v.Helper()
	r := v.says("wang", "楼道里的灯坏了，晚上看不见台阶")
	id := r["id"].(string)
	if r["light"] != "green" || v.waits("YG-01", id) {
		v.Errorf("the light at the beginning is %v", r["light"])
	}
	v.forward(110)
	if light := v.report(id)["light"]; light != "yellow" {
		v.Errorf("ten minutes before the deadline the light is %v", light)
	}
	v.forward(11)
	if r = v.report(id); r["light"] != "red" || !strings.Contains(r["asked"].(string), "书记") || !v.waits("YG-01", id) {
		v.Errorf("after the deadline the light is %v, asked %v", r["light"], r["asked"])
	}
	v.hears("YG-01", "template: ")
	v.does("wang", "text", map[string]string{"text": "进展"})
	v.hears("wang", "正请阳光社区书记督促")
	due, err := time.Parse(time.RFC3339, r["asked_due_at"].(string))
	if err != nil {
		v.Fatal(err)
	}
	v.forward(int(due.Sub(demoStart)/time.Minute) - 30 - 110 - 11 + 1)
	if r = v.report(id); !strings.Contains(r["asked"].(string), "街道") || !v.waits("CG-01", id) {
		v.Errorf("the next one asked is %v", r["asked"])
	}
	v.hears("CG-01", "template: ")
	breaches := 0
	for _, e := range rowsOf(r, "events") {
		if e["title"] == "超时督促" {
			breaches++
		}
	}
	if breaches != 2 {
		v.Errorf("%d lines of 超时督促", breaches)
	}
	v.as("YG-01", "POST", "/staff/reports/"+id+"/accept", map[string]any{"category": "facility"}, 200)
	if r = v.report(id); r["light"] != "green" || r["asked"] != "" || v.waits("CG-01", id) {
		v.Errorf("after acceptance the light is %v, asked %v", r["light"], r["asked"])
	}
}

// absent is 红管家离岗: one tap, the substitute is alerted, and at eight the steward is back.
func (v *visitor) absent() {
	v.Helper()
	away := v.as("HGJ-04", "POST", "/steward/away", map[string]any{"days": 1}, 200)
	if name := rowsOf(away, "substitutes")[0]["name"]; name != "赵淑珍" {
		v.Errorf("the substitute is %v", name)
	}
	v.hears("HGJ-05", "请您代班")
	v.as("JM-03", "GET", "/me", nil, 200)
	const words = "单元门的闭门器坏了，门老是关不上"
	r := v.says("JM-03", words)
	v.hears("HGJ-05", "template: 楼里有事")
	v.as("HGJ-05", "POST", "/steward/reports/"+r["id"].(string)+"/acknowledge", nil, 200)
	if heard := v.chat("HGJ-04"); strings.Contains(heard, words) { // a late reminder of another report is no alert
		v.Errorf("an absent steward was alerted:\n%s", heard)
	}
	if keepers := rowsOf(v.boardOf("阳光花园5号楼"), "stewards"); keepers[0]["name"] != "赵淑珍" || keepers[0]["stands_in"] != true {
		v.Errorf("the board shows %v", keepers)
	}
	now, err := time.Parse(time.RFC3339, v.asks("", "POST", "/demo/director/morning", nil, 200)["now"].(string))
	if day, _ := when.Day(now); err != nil || now.Sub(day) != demoMorning {
		v.Errorf("jump to the morning: %v, %v", now, err)
	}
	if keepers := rowsOf(v.boardOf("阳光花园5号楼"), "stewards"); keepers[0]["name"] != "刘志全" || keepers[0]["stands_in"] != false {
		v.Errorf("in the morning the board shows %v", keepers)
	}
}

// boardOf opens the board of a building with its token from the stage.
func (v *visitor) boardOf(building string) map[string]any {
	v.Helper()
	return v.asks("", "GET", "/api/v1/boards/"+v.token(building), nil, 200)
}

func (v *visitor) token(building string) string {
	v.Helper()
	for _, p := range rowsOf(v.asks("", "GET", "/demo/stage", nil, 200), "places") {
		if p["name"] == building {
			return p["board"].(string)
		}
	}
	v.Fatalf("no board at %s", building)
	return ""
}

// board checks what the code in the stairwell opens: the page, a call for help, and the neighbours' reports.
func (v *visitor) board() {
	v.Helper()
	token := v.token("阳光花园5号楼")
	if page := v.asks("", "GET", "/b/"+token, nil, 200)["text"].(string); !strings.Contains(page, "有困难找党员") {
		v.Errorf("the board's page is %s", page)
	}
	v.asks("", "POST", "/api/v1/boards/"+token+"/call", map[string]any{"words": "想请人帮忙换灯泡", "phone": "19900008899"}, 201)
	calls := rowsOf(v.as("HGJ-04", "GET", "/steward/calls", nil, 200), "items")
	if len(calls) != 2 || calls[0]["words"] != "想请人帮忙换灯泡" {
		v.Fatalf("calls: %v", calls)
	}
	path := "/calls/" + calls[0]["id"].(string)
	v.as("HGJ-04", "POST", path+"/acknowledge", nil, 200)
	v.as("HGJ-04", "POST", path+"/finish", map[string]any{"words": "换好了"}, 200)
	board := v.boardOf("阳光花园5号楼")
	if board["contact_phone"] == "" || board["supervision_phone"] == "" {
		v.Errorf("the telephones on the board are %v", board)
	}
	building := board["id"].(string)
	near := rowsOf(v.as("HGJ-04", "GET", "/buildings/"+building+"/reports", nil, 200), "items")
	if len(near) == 0 {
		v.Fatal("the board lists no shared report")
	}
	if joined := v.as("HGJ-04", "POST", "/reports/"+near[0]["id"].(string)+"/join", nil, 200); joined["joins"] != float64(1) {
		v.Errorf("joins after joining: %v", joined["joins"])
	}
}

// rings is an alarm: an SMS, two minutes later a call, and the key 1 acknowledges.
func (v *visitor) rings() {
	v.Helper()
	v.asks("", "POST", "/api/v1/boards/"+v.token("阳光花园5号楼")+"/call", map[string]any{"words": "着火了，快来人", "phone": "19900008898"}, 201)
	v.hears("HGJ-04", "sms: 紧急：")
	v.forward(2)
	v.hears("HGJ-04", "call: 紧急提醒：")
	v.does("HGJ-04", "press", map[string]string{"key": "1"})
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for range 200 {
		calls := rowsOf(v.as("HGJ-04", "GET", "/steward/calls", nil, 200), "items")
		if calls[0]["state"] == "acknowledged" {
			v.as("HGJ-04", "POST", "/calls/"+calls[0]["id"].(string)+"/finish", map[string]any{"words": "火灭了"}, 200)
			return
		}
		<-tick.C
	}
	v.Error("the key did not acknowledge the call")
}
