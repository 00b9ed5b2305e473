package demo

import (
	"strings"
	"testing"
)

// In a village without units a steward enters a newcomer by the number of the courtyard; the grid officer finds and confirms them,
// and the page of the road lists the courtyards by number. A villager reads their own home.
func TestDemoNewcomerInAVillage(t *testing.T) {
	t.Parallel()
	v, _, _ := openDemo(t, t.TempDir(), demoStart)
	mine := rowsOf(v.as("JM-29", "GET", "/me/households", nil, 200), "items")[0]["dwelling"].(map[string]any)
	if mine["place"] != "王上村 东街" || mine["room"] != "3号" {
		t.Fatalf("the home of a villager is %v", mine)
	}
	road := mine["area_id"].(string)
	v.as("HGJ-41", "POST", "/staff/households", map[string]any{"area_id": road, "room": "25号院", "size": 2, "since": "1965-03-01"}, 201)
	waiting := rowsOf(v.as("WS-21", "GET", "/staff/households", nil, 200), "items")
	if len(waiting) != 1 || waiting[0]["dwelling"].(map[string]any)["room"] != "25号" {
		t.Fatalf("the grid officer finds %v", waiting)
	}
	v.as("WS-21", "POST", "/staff/households/"+waiting[0]["id"].(string)+"/confirm", map[string]any{}, 200)
	var said []string
	for _, r := range rowsOf(v.as("WS-02", "GET", "/staff/buildings/"+road+"/rooms", nil, 200), "items") {
		said = append(said, r["room"].(string))
	}
	if got := strings.Join(said, " "); !strings.HasPrefix(got, "1号 2号 3号 ") || !strings.HasSuffix(got, " 19号 20号 25号") {
		t.Errorf("the courtyards are %s", got)
	}
}
