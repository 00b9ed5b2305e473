package demo

import (
	"fmt"
	"strings"
	"testing"
)

// The boards of all buildings print, with the stewards who agreed to be named and after they took it back.
func TestDemoBoardsPrint(t *testing.T) {
	t.Parallel()
	v, _, _ := openDemo(t, t.TempDir(), demoStart)
	named, units := v.prints()
	if named != 47+6 || units == 0 {
		t.Errorf("%d buildings with a named steward, %d sheets of units", named, units)
	}
	for i := range demoLines(demoStewards) {
		v.as(fmt.Sprintf("HGJ-%02d", i+1), "DELETE", "/me/consents/board_name", nil, 200)
	}
	if named, again := v.prints(); named != 0 || again != units {
		t.Errorf("after they took it back %d buildings name a steward, %d sheets of units", named, again)
	}
}

// prints opens the board of each building and prints the sheets of each community. It returns how many buildings name a steward, and
// how many sheets are for units.
func (v *visitor) prints() (named, units int) {
	v.Helper()
	communities := map[string]string{"阳光社区": "YG-02", "翠湖社区": "CH-02", "新园社区": "XY-02", "王上村": "WS-02", "黎陈村": "LC-02"}
	buildings, sheets := 0, 0
	for _, p := range rowsOf(v.asks("", "GET", "/demo/stage", nil, 200), "places") {
		if clerk := communities[p["name"].(string)]; clerk != "" {
			file := v.as(clerk, "GET", "/staff/communities/"+p["id"].(string)+"/boards.pdf", nil, 200)["text"].(string)
			_, count, ok := strings.Cut(file, "/Type /Pages /Count ")
			if !strings.HasPrefix(file, "%PDF-") || !ok {
				v.Fatalf("%s: %d bytes", p["name"], len(file))
			}
			n := 0
			fmt.Sscan(count, &n)
			sheets += n
			delete(communities, p["name"].(string))
		}
		if p["kind"] != "building" {
			continue
		}
		buildings++
		board := v.asks("", "GET", "/api/v1/boards/"+p["board"].(string), nil, 200)
		stewards := rowsOf(board, "stewards")
		if len(stewards) == 0 || board["contact_phone"] == "" {
			v.Errorf("the board of %s says %v", p["name"], board)
			continue
		}
		if stewards[0]["name"] != "" {
			named++
		}
	}
	if len(communities) != 0 {
		v.Errorf("not printed: %v", communities)
	}
	return named, sheets - buildings
}
