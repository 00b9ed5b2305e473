package demo

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

// 半夜的燃气味, over the same endpoints as the page: one sentence in the chat, and steward and staff see the danger.
func TestDemoNight(t *testing.T) {
	t.Parallel()
	v, _, _ := openDemo(t, t.TempDir(), demoStart)
	for _, code := range []string{"JM-05", "HGJ-09", "YG-02"} { // they are in before the night
		v.as(code, "GET", "/me", nil, 200)
	}
	night := time.Date(demoStart.Year(), demoStart.Month(), demoStart.Day(), 15, 11, 0, 0, time.UTC) // 23:11 in Beijing
	v.forward(int(night.Sub(demoStart).Minutes()))

	said := len(v.chat("JM-05"))
	began := time.Now() //nolint:forbidigo // measures
	v.does("JM-05", "text", map[string]string{"text": "11号楼二单元天然气泄漏，味道很大"})
	numbered := regexp.MustCompile(`\d{6}-\d{3}`)
	var number string
	v.within(func() bool { number = numbered.FindString(v.chat("JM-05")[said:]); return number != "" })
	if answer := v.chat("JM-05")[said:]; !strings.Contains(answer, "119") {
		t.Errorf("the elder reads %s", answer)
	}
	seen := map[string]time.Duration{}
	for who, sees := range map[string]func() bool{
		"the steward's card":     func() bool { return strings.Contains(v.chat("HGJ-09"), "template: 紧急：楼里有事") },
		"the steward's page":     func() bool { return v.firstIsUrgent("HGJ-09", number) },
		"the clerk's card":       func() bool { return strings.Contains(v.chat("YG-02"), "template: 紧急：新的随手拍") },
		"the clerk's first page": func() bool { return v.as("YG-02", "GET", "/staff/home", nil, 200)["urgent"].(float64) > 0 },
		"the clerk's list": func() bool {
			list := rowsOf(v.as("YG-02", "GET", "/staff/reports?list=waiting", nil, 200), "items")
			return len(list) > 0 && list[0]["number"] == number
		},
	} {
		v.within(sees)
		seen[who] = time.Since(began) //nolint:forbidigo // measures
	}
	t.Log("seen within", seen)
}

// firstIsUrgent says whether the first thing that waits for a steward is this report of danger.
func (v *visitor) firstIsUrgent(steward, number string) bool {
	v.Helper()
	first := rowsOf(v.as(steward, "GET", "/waiting", nil, 200), "items")
	alerts := rowsOf(v.as(steward, "GET", "/steward/alerts", nil, 200), "items")
	return len(first) > 0 && first[0]["urgent"] == true && len(alerts) > 0 &&
		alerts[0]["report"].(map[string]any)["number"] == number
}

// within waits until a condition is met, up to a minute.
func (v *visitor) within(met func() bool) {
	v.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for range 3000 {
		if met() {
			return
		}
		<-tick.C
	}
	v.Fatal("nobody sees it")
}
