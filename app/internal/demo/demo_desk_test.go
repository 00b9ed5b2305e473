package demo

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"linli/app/when"
)

// The stories 预约开抢 and 候补到号, over the same endpoints as the page.
func TestDemoDesk(t *testing.T) {
	t.Parallel()
	v, _, _ := openDemo(t, t.TempDir(), demoStart)
	v.deskPast()
	v.tagsPast()
	for _, in := range []map[string]any{{"session_id": "1", "people": 0}, {"session_id": "1", "people": 61}, {"session_id": "999999", "people": 1}} {
		v.asks("", "POST", "/demo/director/rush", in, 400)
	}
	v.reached()
	v.alongTheWaitlist(v.rushes())
}

// tagsPast looks at who opened the list of those living alone.
func (v *visitor) tagsPast() {
	v.Helper()
	lines := rowsOf(v.as("YG-01", "GET", "/staff/readings?kind=person.tagged", nil, 200), "items")
	if len(lines) != 1 || lines[0]["reason"] != "独居 1 人" {
		v.Errorf("read: %v", lines)
	}
}

// held is a session of 阳光社区 as the page shows it.
func (v *visitor) held(service string, fits func(map[string]any) bool) map[string]any {
	v.Helper()
	community := ""
	stage := v.asks("", "GET", "/demo/stage", nil, 200)
	for _, p := range rowsOf(stage, "places") {
		if p["name"] == "阳光社区" {
			community = p["id"].(string)
		}
	}
	now, err := time.Parse(time.RFC3339, stage["now"].(string))
	if err != nil {
		v.Fatal(err)
	}
	names := map[any]any{}
	for _, s := range rowsOf(v.as("YG-02", "GET", "/communities/"+community+"/services", nil, 200), "items") {
		names[s["id"]] = s["name"]
	}
	for week := range 3 {
		day := when.DateOf(now.AddDate(0, 0, 7*week)).String()
		for _, s := range rowsOf(v.as("YG-02", "GET", "/communities/"+community+"/week?day="+day, nil, 200), "items") {
			if names[s["service_id"]] == service && v.time(s["begin_at"]).After(now) && fits(s) {
				return s
			}
		}
	}
	v.Fatalf("no suitable session of %s", service)
	return nil
}

func (v *visitor) time(at any) time.Time {
	v.Helper()
	t, err := time.Parse(time.RFC3339, at.(string))
	if err != nil {
		v.Fatal(err)
	}
	return t
}

// deskPast checks the timetable and the records before anything happens.
func (v *visitor) deskPast() {
	v.Helper()
	for _, service := range []string{"理发", "艾灸", "义诊", "理疗", "现场办公", "亲子课堂", "上门理发"} {
		v.held(service, func(map[string]any) bool { return true })
	}
	if s := v.held("义诊", func(map[string]any) bool { return true }); s["places"] != 20.0 || s["free"] != 17.0 {
		v.Errorf("the next 义诊 is %v", s)
	}
	done := rowsOf(v.as("JM-08", "GET", "/service-record", nil, 200), "items")
	if len(done) != 1 || !strings.Contains(done[0]["result"].(string), "血压") {
		v.Errorf("the record of a past visit: %v", done)
	}
	if past := rowsOf(v.as("HGJ-02", "GET", "/bookings?list=past", nil, 200), "items"); len(past) != 1 || past[0]["state"] != "no_show" {
		v.Errorf("the no-shows are %v", past)
	}
}

// sessionBoard returns a session as the clerk sees it and checks that its places add up, with so many kept for the
// counter.
func (v *visitor) sessionBoard(id any, kept float64) map[string]any {
	v.Helper()
	b := v.as("YG-02", "GET", fmt.Sprint("/staff/sessions/", id), nil, 200)
	s := b["session"].(map[string]any)
	held := 0
	for _, g := range rowsOf(b, "waitlist") {
		if g["state"] == "offered" {
			held++
		}
	}
	if taken := len(rowsOf(b, "seated")); s["places"].(float64) != float64(taken+held)+kept+s["free"].(float64) {
		v.Errorf("%v places: %d taken, %d held, %v kept, %v free", s["places"], taken, held, kept, s["free"])
	}
	return b
}

// rushes is 预约开抢. It returns a session of haircuts that can be booked.
func (v *visitor) rushes() map[string]any {
	v.Helper()
	now := v.time(v.asks("", "GET", "/demo/stage", nil, 200)["now"])
	s := v.held("理发", func(s map[string]any) bool { return v.time(s["opens_at"]).After(now) })
	for now.Before(v.time(s["opens_at"])) {
		now = v.forward(int(min(v.time(s["opens_at"]).Sub(now), demoJumpMost-time.Minute)/time.Minute) + 1)
	}
	came := v.asks("", "POST", "/demo/director/rush", map[string]any{"session_id": s["id"], "people": 40}, 200)
	if came["booked"] != 10.0 || came["waiting"] != 20.0 || came["full"] != 10.0 {
		v.Fatalf("of 40 neighbours %v booked, %v wait and %v are refused as full: %v", came["booked"], came["waiting"], came["full"], came["said"])
	}
	b := v.sessionBoard(s["id"], 2)
	numbers := map[any]bool{}
	for _, g := range rowsOf(b, "seated") {
		numbers[g["number"]] = true
	}
	if len(numbers) != 10 || len(rowsOf(b, "waitlist")) != 20 {
		v.Errorf("%d numbers, %d on the waitlist", len(numbers), len(rowsOf(b, "waitlist")))
	}
	later := v.asks("", "POST", "/demo/director/rush", map[string]any{"session_id": s["id"], "people": 3}, 200)
	if later["full"] != 3.0 {
		v.Errorf("a late booking: %v", later)
	}
	return v.held("理发", func(s map[string]any) bool {
		return s["free"].(float64) > 0 && !v.time(s["opens_at"]).After(now) && v.time(s["begin_at"]).After(now.Add(4*time.Hour))
	})
}

// picks replies with the number of the line that names a session.
func (v *visitor) picks(person string, s map[string]any) {
	v.Helper()
	day := v.time(s["begin_at"]).In(when.Beijing).Format("1月2日")
	chat := v.chat(person)
	list := regexp.MustCompile(`(?m)^(\d) .*`+day).FindAllStringSubmatch(chat, -1)
	if len(list) == 0 {
		v.Fatalf("%s was not offered %s:\n%s", person, day, chat)
	}
	v.does(person, "text", map[string]string{"text": list[len(list)-1][1]})
}

// alongTheWaitlist is 候补到号: the place is offered along the waitlist until a resident accepts it.
func (v *visitor) alongTheWaitlist(s map[string]any) {
	v.Helper()
	says := func(person, text string) { v.does(person, "text", map[string]string{"text": text}) }
	says("JM-03", "理发")
	v.picks("JM-03", s)
	v.hears("JM-03", "约好了：理发")
	book := func(person string, state string) map[string]any {
		b := v.as(person, "POST", "/bookings", map[string]any{"session_id": s["id"]}, 201)
		if b["state"] != state {
			v.Errorf("%s is %v", person, b["state"])
		}
		return b
	}
	also := book("JM-06", "confirmed")
	if free := v.sessionBoard(s["id"], 2)["session"].(map[string]any)["free"].(float64); free > 0 {
		v.asks("", "POST", "/demo/director/rush", map[string]any{"session_id": s["id"], "people": free}, 200)
	}
	for _, person := range []string{"JM-07", "JM-08", "JM-02"} {
		book(person, "waiting")
	}
	says("JM-03", "取消预约")
	v.hears("JM-03", "要取消哪一个")
	says("JM-03", "1")
	v.hears("JM-03", "已取消：理发")
	v.hears("JM-07", "template: 轮到您了")
	v.sessionBoard(s["id"], 2)
	says("JM-07", "要")
	v.hears("JM-07", "约好了：理发")

	v.as("JM-06", "POST", fmt.Sprint("/bookings/", also["id"], "/cancel"), map[string]any{}, 200)
	v.hears("JM-08", "template: 轮到您了")
	v.forward(31)
	v.hears("JM-08", "template: 名额没有保留住")
	v.hears("JM-02", "template: 轮到您了")
	says("JM-02", "要")
	v.hears("JM-02", "约好了：理发")
	if left := rowsOf(v.sessionBoard(s["id"], 2), "waitlist"); len(left) != 1 || left[0]["passed"] != 1.0 {
		v.Errorf("in the waitlist: %v", left)
	}
}
