package stories

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// The ids from /areas open no board: its names and numbers are for its visitors, for residents and their
// representatives, and for its steward.
func TestABoardByItsIDNamesStewardsToItsResidentsOnly(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		board := api + "/buildings/" + w.id("阳光花园3号楼") + "/board"
		unit := api + "/buildings/" + w.id("2单元") + "/board"
		named := func(c *citizen, account, path string) bool {
			got := objects(c.does(account, "GET", path, nil, 200)["stewards"])
			if len(got) == 0 {
				w.Fatal("the board shows no steward")
			}
			return got[0]["name"] != "" && got[0]["phone"] != ""
		}
		stranger, other, next, owner := w.someone("路人"), w.someone("老李"), w.someone("老赵"), w.someone("老王")
		other.lives("新园小区1号楼")
		next.lives("阳光花园13号楼")
		owner.lives("1单元")
		daughter := w.someone("王小妹")
		code, _ := daughter.does("mp", "POST", api+"/family/invite", fields{"relation": "parent"}, 201)["code"].(string)
		for _, c := range []struct {
			who     *citizen
			account string
			want    bool
		}{
			{stranger, "mp", false},
			{other, "mp", false},
			{next, "mp", false},
			{daughter, "mp", false},
			{w.clerkB(), "staff", false},
			{w.orgMan(), "staff", false},
			{owner, "mp", true},
			{w.steward(), "mp", true},
			{w.officer(), "staff", true},
			{w.clerk(), "staff", true},
			{w.centre(), "staff", true},
		} {
			for _, path := range []string{board, unit} {
				if got := named(c.who, c.account, path); got != c.want {
					w.Errorf("%s sees names at %s: %v", c.who.name, path, got)
				}
			}
		}
		owner.does("mp", "POST", api+"/family/accept", fields{"code": code}, 200)
		if !named(daughter, "mp", board) {
			w.Error("a representative of a resident does not see the board")
		}

		// A call for help is open to everybody.
		stranger.does("mp", "POST", api+"/buildings/"+w.id("阳光花园3号楼")+"/call", fields{"words": "门口有人摔倒了", "phone": "19900000055"}, 201)
	})
}

// Moving house, or closing and reopening an account, gives no access to one board after another.
func TestChangesOfHomeAreLimited(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang := w.someone("老王")
		move := func(to string) string {
			return w.code(wang.login("mp"), "PATCH", api+"/me", fields{"home_id": w.id(to)})
		}
		same(w, "moves", []string{"200", "200", "200", "200", "200"}, []string{
			move("阳光花园3号楼"), move("1单元"), move("2单元"), move("阳光花园13号楼"), move("新园小区1号楼"),
		})
		same(w, "one move beyond the limit", "429 person.moves", move("新园小区9号楼"))
		same(w, "the current home", "200", move("新园小区1号楼"))
		if got := wang.does("mp", "GET", api+"/me", nil, 200)["home_id"]; got != w.id("新园小区1号楼") {
			w.Errorf("the home is %v", got)
		}
		wang.does("mp", "DELETE", api+"/me", nil, 204)
		delete(wang.tokens, "mp")
		same(w, "with a new account", "429 person.moves", move("阳光花园3号楼"))
		w.later(91 * 24 * time.Hour)
		delete(wang.tokens, "mp")
		same(w, "after three months", "200", move("阳光花园3号楼"))
		w.recurs("drop_old_rows")
		same(w, "moves on record", 1, w.count(`SELECT COUNT(*) FROM person_move`))
	})
}

// Shared reports are for neighbours.
func TestSharedReportsStayInTheCommunity(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang := w.someone("老王")
		in := fields{"text": "路灯不亮", "area_id": w.id("阳光花园3号楼"), "category": "facility", "share": true}
		id, _ := wang.does("mp", "POST", api+"/reports", in, 201)["id"].(string)
		w.alerted()
		near, far, lost := w.someone("老赵"), w.someone("老李"), w.someone("路人")
		near.lives("阳光花园13号楼")
		far.lives("新园小区1号楼")
		for _, c := range []struct {
			who  *citizen
			sees int
			join string
		}{{lost, 0, "404 report.missing"}, {far, 0, "404 report.missing"}, {near, 1, "200"}} {
			list := c.who.does("mp", "GET", api+"/buildings/"+w.id("阳光花园3号楼")+"/reports", nil, 200)
			alike := c.who.does("mp", "POST", api+"/reports/similar", in, 200)
			join := w.code(c.who.login("mp"), "POST", api+"/reports/"+id+"/join", nil)
			if len(items(list)) != c.sees || len(items(alike)) != c.sees || join != c.join {
				w.Errorf("%s: %d in the building, %d similar, join %s", c.who.name, len(items(list)), len(items(alike)), join)
			}
			if c.sees == 0 && strings.Contains(fmt.Sprint(list, alike), "路灯") {
				w.Errorf("%s can read the report", c.who.name)
			}
		}
	})
}
