package stories

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"linli/app/when"
)

const wallAPI = "/api/v1/staff/wall"

// Each number of a wall has exactly its rows in the list it names, in every area, for everybody who may see it.
func TestEachNumberOfAWallIsItsRows(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk, clerkB, officer, centre := w.someone("老王"), w.clerk(), w.clerkB(), w.officer(), w.centre()
		solve := func(id string) {
			w.Helper()
			clerk.acts(id, "accept", nil)
			clerk.acts(id, "take", nil)
			clerk.acts(id, "resolve", fields{"outcome": "solved", "words": "好了"})
		}
		wang.submits("路灯不亮", "阳光花园3号楼") // late on the next morning
		solve(wang.submits("门禁坏了", "阳光花园13号楼"))
		w.later(22*time.Hour + 30*time.Minute)
		wang.submits("楼道里有煤气味", "阳光花园13号楼")
		solve(wang.submits("树枝断了", "向阳小区3号楼"))
		held := wang.submits("垃圾没人收", "阳光花园3号楼")
		clerk.acts(held, "accept", nil)
		wang.submits("树要倒了", "新园小区1号楼")
		wang.submits("井盖没了", "")
		w.alerted()

		counted := 0
		for _, c := range []struct {
			who  *citizen
			area string
		}{{clerk, ""}, {clerk, "阳光第一网格"}, {clerkB, ""}, {officer, ""}, {centre, ""}, {centre, "阳光社区"}} {
			query := ""
			if c.area != "" {
				query = "?area_id=" + w.id(c.area)
			}
			shown := c.who.does("staff", "GET", wallAPI+query, nil, 200)
			for _, tile := range objects(shown["tiles"]) {
				rows := fmt.Sprint(tile["list"], "&area_id=", shown["area_id"])
				if from := tile["from"].(string); from != "" {
					rows += "&from=" + url.QueryEscape(from+"T00:00:00+08:00")
				}
				if n := len(c.who.all(rows)); tile["value"] != float64(n) {
					w.Errorf("%s, %v: %v %v, %d rows", c.who.name, shown["name"], tile["name"], tile["value"], n)
				}
				if tile["value"] != 0.0 {
					counted++
				}
			}
			for _, p := range objects(shown["places"]) {
				if n := len(c.who.all(fmt.Sprint("open&area_id=", p["area_id"]))); p["open"] != float64(n) {
					w.Errorf("%s: %v %v, %d rows", c.who.name, p["name"], p["open"], n)
				}
			}
			for _, k := range objects(shown["kinds"]) {
				if n := len(c.who.all(fmt.Sprint("open&category=", k["category"], "&area_id=", shown["area_id"]))); k["open"] != float64(n) {
					w.Errorf("%s: %v %v, %d rows", c.who.name, k["name"], k["open"], n)
				}
			}
		}
		if counted < 20 {
			w.Errorf("only %d numbers were not 0", counted)
		}
	})
}

// A wall hangs where everybody sees it: it has no word about a person, and only the area of who shows it.
func TestAWallNamesNobody(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk := w.someone("老王"), w.clerk()
		id := wang.submits("老王家楼下路灯不亮", "阳光花园3号楼")
		w.alerted()
		clerk.acts(id, "accept", nil)
		text, err := json.Marshal(clerk.does("staff", "GET", wallAPI, nil, 200))
		w.must(err)
		for _, secret := range []string{"老王", "路灯", "王芳", "1990000", "3号楼"} {
			if strings.Contains(string(text), secret) {
				w.Errorf("%q is on the wall", secret)
			}
		}
		clerk.does("staff", "GET", wallAPI+"?area_id="+w.id("新园社区"), nil, 404)
		clerk.does("staff", "GET", wallAPI+"?area_id="+w.id("阳光花园3号楼"), nil, 404)
		w.officer().does("staff", "GET", wallAPI+"?area_id="+w.id("阳光社区"), nil, 404)
		w.orgMan().refused("staff", "GET", wallAPI, nil, "404 area.missing")
		wang.does("mp", "GET", wallAPI, nil, 403)
	})
}

// The days before today are counted once, in the night, and stay as they were counted.
func TestTheDaysOfAWallAreCountedInTheNight(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk := w.someone("老王"), w.clerk()
		first := wang.submits("路灯不亮", "阳光花园3号楼")
		wang.submits("垃圾没人收", "向阳小区3号楼")
		wang.submits("树要倒了", "新园小区1号楼")
		clerk.acts(first, "accept", nil)
		clerk.acts(first, "take", nil)
		clerk.acts(first, "resolve", fields{"outcome": "solved", "words": "好了"})
		last := func(who *citizen, back int) string {
			w.Helper()
			days := objects(who.does("staff", "GET", wallAPI, nil, 200)["days"])
			d := days[len(days)-1-back]
			return fmt.Sprint(d["submitted"], " ", d["solved"])
		}
		same(w, "today", "2 1", last(clerk, 0))
		_, midnight := when.Day(w.now())
		w.later(midnight.Add(time.Hour).Sub(w.now()))
		for _, c := range w.people {
			clear(c.tokens) // sessions expire during the story
		}
		w.must(w.system.Walls.Nightly(w.ctx))
		wang.asks(first, "reopen", nil)
		w.must(w.system.Walls.Nightly(w.ctx)) // counts nothing twice
		same(w, "yesterday", "2 1", last(clerk, 1))
		same(w, "today", "0 0", last(clerk, 0))
		same(w, "the county", "3 1", last(w.centre(), 1))
		same(w, "the neighbours", "1 0", last(w.clerkB(), 1))
		if n := w.count(`SELECT COUNT(*) FROM wall_day WHERE community_id = 0`); n != 30 {
			w.Errorf("%d days are counted, want 30", n)
		}
		w.later(500 * 24 * time.Hour)
		w.must(w.system.Walls.Nightly(w.ctx))
		if n := w.count(`SELECT COUNT(*) FROM wall_day`); n != 30 {
			w.Errorf("%d rows are kept after 500 days, want 30", n)
		}
	})
}
