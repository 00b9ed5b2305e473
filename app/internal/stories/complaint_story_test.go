package stories

import (
	"strings"
	"testing"
)

// A complaint about this system goes to the county's centre, and nobody it may be about can close it.
func TestAComplaintAboutTheSystemGoesToTheCentre(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk, centre := w.named("老王", "阳光花园3号楼"), w.clerk(), w.centre()
		if n := len(items(wang.does("mp", "GET", api+"/categories", nil, 200))); n != 17 {
			t.Fatalf("%d categories to choose from", n)
		}
		for _, bad := range []struct {
			in   any
			want string
		}{
			{nil, "400 report.text"},
			{fields{"words": " "}, "400 report.text"},
			{fields{"words": strings.Repeat("字", 1001)}, "400 report.text"},
			{fields{"words": "打不开", "file_ids": []string{"999999"}}, "404 media.missing"},
			{fields{"words": "打不开", "file_ids": []string{"x"}}, "400 http.body"},
			{fields{"words": "打不开", "file_ids": strings.Split("1,2,3,4,5,6,7,8,9,10", ",")}, "400 media.too_many"},
		} {
			wang.refused("mp", "POST", api+"/complaints", bad.in, bad.want)
		}
		wang.refused("mp", "POST", api+"/reports", fields{"text": "x", "place": "y", "category": "system"}, "400 report.category")

		in := fields{"words": "社区把我反映的路灯关掉了，没有人来看", "file_ids": []string{wang.uploads("mp", photo(30, 20))}}
		var made, again fields
		w.request(wang.login("mp"), "POST", api+"/complaints", in, 201, &made, "Idempotency-Key", "k1")
		w.request(wang.login("mp"), "POST", api+"/complaints", in, 201, &again, "Idempotency-Key", "k1")
		w.wants(made, fields{"category": "system", "category_name": "对本系统的意见", "state": "submitted", "place": "对本系统的意见"})
		same(w, "the same key", made["id"], again["id"])
		id, _ := made["id"].(string)
		w.settle()
		same(w, "the author's list", []any{id}, pluck(items(wang.does("mp", "GET", api+"/reports", nil, 200)), "id"))
		same(w, "the centre's list", []string{id}, centre.all("all"))
		same(w, "the clerk's list", 0, len(clerk.all("all")))
		if w.count(`SELECT COUNT(*) FROM notify_notice WHERE kind = 'report.new'`) != 1 {
			t.Error("the notice went to others than the centre")
		}
		for _, action := range []string{"accept", "refuse", "assign", "take", "resolve", "locate", "merge"} {
			clerk.refused("staff", "POST", staffAPI+id+"/"+action, fields{"words": "好", "reason": "好", "outcome": "solved"}, "404 report.missing")
		}

		centre.acts(id, "accept", nil)
		there := fields{"to": fields{"kind": "post", "role": "clerk", "area_id": w.id("阳光社区")}}
		centre.refused("staff", "POST", staffAPI+id+"/assign", there, "409 report.system")
		centre.refused("staff", "POST", staffAPI+id+"/locate", fields{"area_id": w.id("阳光花园3号楼")}, "409 report.system")
		part := fields{"words": "看", "to": there["to"]}
		centre.refused("staff", "POST", staffAPI+id+"/split", fields{"parts": []fields{part, part}}, "409 report.system")
		lamp := wang.submits("路灯不亮", "")
		centre.refused("staff", "POST", staffAPI+id+"/merge", fields{"into_id": lamp}, "409 report.merge")
		for _, h := range items(centre.does("staff", "GET", staffAPI+id+"/holders", nil, 200)) {
			if role := h["role"]; role != "centre" && role != "" {
				t.Errorf("the choices of holders are %v", h)
			}
		}
		centre.acts(id, "assign", fields{"way": "self"})
		centre.acts(id, "resolve", fields{"outcome": "explained", "words": "已请社区重新办理路灯的事"})
		w.wants(wang.asks(id, "review", fields{"satisfied": true}), fields{"state": "closed"})
	})
}

// In the mini-program a resident calls for help in their building without scanning the board.
func TestAResidentCallsFromTheirBuilding(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		zhao := w.follower("赵红").binds("mp", "19900000003")
		wang := w.someone("老王").lives("2单元")
		building, path := w.id("阳光花园3号楼"), api+"/buildings/"+w.id("1单元")
		var onTheWall fields
		w.request("", "GET", api+"/boards/"+w.token("阳光花园3号楼"), nil, 200, &onTheWall)
		same(w, "the board", onTheWall, wang.does("mp", "GET", api+"/buildings/"+building+"/board", nil, 200))
		for _, id := range []string{w.id("阳光社区"), "999999"} {
			wang.refused("mp", "GET", api+"/buildings/"+id+"/board", nil, "404 area.missing")
			wang.refused("mp", "POST", api+"/buildings/"+id+"/call", fields{"words": "想买药", "phone": "13812345678"}, "404 area.missing")
		}
		wang.refused("mp", "POST", path+"/call", fields{"words": "想买药"}, "400 steward.phone")
		wang.refused("mp", "POST", path+"/call", fields{"words": "想买药", "phone": "123"}, "400 steward.phone")
		wang.binds("mp", "19900000077")
		wang.refused("mp", "POST", path+"/call", fields{"words": " "}, "400 steward.words")
		var answer, again fields
		w.request(wang.login("mp"), "POST", path+"/call", fields{"words": "腿脚不便，想买药"}, 201, &answer, "Idempotency-Key", "c1")
		w.request(wang.login("mp"), "POST", path+"/call", fields{"words": "腿脚不便，想买药"}, 201, &again, "Idempotency-Key", "c1")
		same(w, "the same key", answer["number"], again["number"])
		w.settle()
		same(w, "notices", 1, zhao.heardOf("有人求助"))
		w.wants(items(zhao.does("mp", "GET", api+"/steward/calls", nil, 200))[0], fields{"phone": "199****0077", "area_id": w.id("1单元")})
		wang.does("mp", "POST", path+"/call", fields{"words": "请到楼下", "phone": "138 1234 5678"}, 201)
		for range callsInTen {
			w.code(wang.login("mp"), "POST", path+"/call", fields{"words": "请到楼下", "phone": "13812345678"})
		}
		wang.refused("mp", "POST", path+"/call", fields{"words": "还有"}, "429 steward.often")
	})
}

const callsInTen = 10
