package stories

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// night moves the clock to eleven in the evening.
func (w *world) night() { w.forward(14 * time.Hour) }

// A gas leak with its place is a report at once: the resident leaves the house and never types 1.
func TestOneSentenceRingsTheSteward(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		steward := w.follower("赵红").binds("mp", "19900000003")
		wang := w.follower("老王")
		w.night()
		said := wang.says("阳光花园3号楼二单元天然气泄漏，味道很大")
		w.expect(said, "119", "编号 261123-001", "阳光花园3号楼 2单元", "回复 0")
		w.settle()
		if r := wang.own(); r["urgent"] != true || r["area_name"] != "阳光社区 阳光花园3号楼 2单元" {
			w.Fatalf("the report is %v", r)
		}
		if all := steward.heard(); len(all) != 1 || !strings.HasPrefix(all[0].Title, "紧急") {
			w.Fatalf("the steward received %v", all)
		}
		// What follows belongs to it.
		w.expect(wang.says("三楼那家"), "已告诉办理人员")
		w.expect(wang.says("阳光花园3号楼2单元煤气味更大了"), "119", "已告诉办理人员")
		w.expect(wang.says("王秀英 13912345678"), "记下了")
		w.settle()
		r := w.clerk().does("staff", "GET", "/api/v1/reports/"+wang.own()["id"].(string), nil, 200)
		if who, _ := r["reporter"].(map[string]any); who["name"] != "王秀英" || who["phone"] != "139****5678" {
			w.Fatalf("staff cannot ring them: %v", r["reporter"])
		}
		said = ""
		for _, event := range objects(r["events"]) {
			said += fmt.Sprint(event["kind"], " ", event["text"], "\n")
		}
		w.expect(said, "add 三楼那家", "add 阳光花园3号楼2单元煤气味更大了")
		if strings.Contains(said, "139") {
			w.Fatalf("the number stands in the timeline: %s", said)
		}
	})
}

// 0 takes the report back, and the people who were alerted are told.
func TestAFalseAlarmIsTakenBack(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		steward := w.follower("赵红").binds("mp", "19900000003")
		wang := w.follower("老王")
		wang.says("阳光花园3号楼着火了")
		w.settle()
		officer := w.follower("李强").binds("staff", "19900000002")
		for range 3 { // the steward does not answer: the grid officer is alerted
			w.forward(2*time.Minute + time.Second)
		}
		w.expect(wang.says("0"), "261123-001 已撤回")
		w.settle()
		if steward.lastHeard() != "不用去了" || officer.lastHeard() != "不用去了" {
			w.Fatalf("the steward received %q, the officer %q", steward.lastHeard(), officer.lastHeard())
		}
		w.expect(wang.says("阳光花园3号楼着火了"), "261123-002")
		w.forward(11 * time.Minute)
		w.expect(wang.says("0"), "不能撤回", "弄错了")
		if r := wang.own(); r["state"] != "submitted" {
			w.Fatalf("the report is %v", r["state"])
		}
	})
}

// Danger without a place alerts the desk and the steward of the home; the answer moves the report.
func TestDangerWithoutAPlaceIsToldAtOnce(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.follower("王芳").binds("staff", "19900000001")
		steward := w.follower("赵红").binds("mp", "19900000003")
		wang := w.named("老王", "阳光花园3号楼")
		w.expect(wang.says("煤气漏了，味道很大"), "119", "先按您家", "阳光花园3号楼", "回复 0")
		w.settle()
		if len(steward.heard()) != 1 {
			w.Fatalf("the steward received %v", steward.heard())
		}
		w.expect(wang.says("在新园小区9号楼"), "地点已改为新园社区 新园小区9号楼")
		w.settle()
		w.expect(wang.sendsPhoto(), "已告诉办理人员")
		if r := wang.own(); r["area_name"] != "新园社区 新园小区9号楼" || r["urgent"] != true {
			w.Fatalf("the report is %v", r)
		}
		li := w.follower("小李") // nobody knows where they live
		w.expect(li.says("有人晕倒了快来人"), "120", "在什么地方")
		w.expect(li.says("3号楼"), "哪一处", "1 ", "2 ")
		w.expect(li.says("1"), "地点已改为")
		w.settle()
		if r := li.own(); r["building_id"] == nil {
			w.Fatalf("the report is %v", r)
		}
	})
}

// Danger goes first, whatever question is open.
func TestDangerIsHeardWhateverIsOpen(t *testing.T) {
	t.Parallel()
	for name, open := range map[string]func(w *world, c *citizen){
		"a problem without a place": func(_ *world, c *citizen) { c.sendsPhoto() },
		"a choice of places":        func(_ *world, c *citizen) { c.sendsPhoto(); c.says("3号楼") },
		"a confirmation":            func(_ *world, c *citizen) { c.sendsPhoto(); c.says("阳光花园3号楼") },
		"a booking": func(w *world, c *citizen) {
			w.offersService(fields{"name": "理发"}, fields{"days": []int{1, 3}, "places": 2})
			c.says("预约")
		},
		"a scanned board": func(w *world, c *citizen) {
			_, err := c.phone.Scan("b_" + w.areaOf("阳光花园3号楼").Board)
			w.must(err)
		},
		"a question of staff": func(w *world, c *citizen) {
			c.says("阳光花园3号楼楼道灯坏了")
			c.says("1")
			w.asks(c.own()["id"].(string), "是几楼的灯？")
		},
		"a withdrawal": func(_ *world, c *citizen) {
			c.says("阳光花园3号楼楼道灯坏了")
			c.says("1")
			c.says("撤回")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			steward := w.follower("赵红").binds("mp", "19900000003")
			wang := w.follower("老王")
			open(w, wang)
			w.settle()
			before := len(steward.heard())
			w.expect(wang.says("阳光花园3号楼一单元着火了，浓烟很大，快来人"), "119", "编号")
			w.settle()
			if r := wang.own(); r["urgent"] != true || !strings.Contains(r["text"].(string), "着火了") {
				w.Fatalf("the report is %v", r)
			}
			if len(steward.heard()) != before+1 {
				w.Fatalf("the steward received %v", steward.heard())
			}
		})
	}
}

// asks puts a question of staff to the author of a report.
func (w *world) asks(report, question string) {
	w.Helper()
	clerk := w.clerk()
	clerk.does("staff", "POST", "/api/v1/staff/reports/"+report+"/accept", fields{}, 200)
	clerk.does("staff", "POST", "/api/v1/staff/reports/"+report+"/ask", fields{"words": question}, 200)
	w.settle()
}

// Words of danger in an addition, an answer or a reopening make that report urgent, from the chat and from the client.
func TestDangerInWhatFollowsMakesAReportUrgent(t *testing.T) {
	t.Parallel()
	for name, tell := range map[string]func(w *world, c *citizen, id string){
		"an addition in the chat": func(w *world, c *citizen, _ string) {
			w.expect(c.says("补充 灯杆漏电了，麻手"), "119", "转为紧急")
		},
		"an addition in the client": func(_ *world, c *citizen, id string) {
			c.does("mp", "POST", "/api/v1/reports/"+id+"/add", fields{"words": "灯杆漏电了，麻手"}, 200)
		},
		"an answer in the client": func(w *world, c *citizen, id string) {
			w.asks(id, "是几楼的灯？")
			c.does("mp", "POST", "/api/v1/reports/"+id+"/answer", fields{"words": "三楼，现在着火了"}, 200)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			steward := w.follower("赵红").binds("mp", "19900000003")
			wang := w.follower("老王")
			wang.says("阳光花园3号楼楼道灯坏了")
			w.expect(wang.says("1"), "已收到")
			w.settle()
			before := len(steward.heard())
			tell(w, wang, wang.own()["id"].(string))
			w.settle()
			if r := wang.own(); r["urgent"] != true {
				w.Fatalf("the report is %v", r)
			}
			if len(steward.heard()) != before+1 {
				w.Fatalf("the steward received %v", steward.heard())
			}
		})
	}
}

// A problem that was begun is handed in after ten minutes; one without a place is asked for once and then stands on a desk.
func TestABegunProblemIsNeverLost(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, li := w.follower("老王"), w.follower("小李")
		wang.says("阳光花园3号楼楼道灯坏了好几天")
		li.says("楼道灯坏了好几天")
		w.forward(9 * time.Minute)
		w.must(w.system.Chat.Sweep(w.ctx))
		if n := w.count("SELECT COUNT(*) FROM report"); n != 0 {
			w.Fatalf("%d reports after nine minutes", n)
		}
		w.forward(2 * time.Minute)
		w.must(w.system.Chat.Sweep(w.ctx))
		w.must(w.system.Chat.Sweep(w.ctx)) // a second process
		w.settle()
		if n := w.count("SELECT COUNT(*) FROM report"); n != 1 {
			w.Fatalf("%d reports after eleven minutes", n)
		}
		w.expect(strings.Join(wang.chatted(), "\n"), "已替您提交", "回复 0")
		w.expect(strings.Join(li.chatted(), "\n"), "还没有说在什么地方")
		w.expect(wang.says("0"), "已撤回")
		w.forward(2*time.Hour + time.Minute)
		w.must(w.system.Chat.Sweep(w.ctx))
		w.settle()
		if r := li.own(); r["place"] != "地点待核实" || r["text"] != "楼道灯坏了好几天" {
			w.Fatalf("the report is %v", r)
		}
		w.expect(li.says("阳光花园3号楼"), "地点已改为阳光社区 阳光花园3号楼")
	})
}

// Words of danger that come while an old problem was never handed in make a report of their own, and the old one is handed in.
func TestDangerAfterAForgottenProblem(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang := w.follower("老王")
		wang.says("阳光花园3号楼楼道灯坏了好几天")
		w.forward(25 * time.Hour) // no sweep ran
		w.expect(wang.says("阳光花园3号楼着火了"), "119", "编号")
		w.settle()
		if n := w.count("SELECT COUNT(*) FROM report"); n != 2 {
			w.Fatalf("%d reports", n)
		}
		if r := wang.own(); r["urgent"] != true || r["text"] != "阳光花园3号楼着火了" {
			w.Fatalf("the report is %v", r)
		}
	})
}
