package stories

import (
	"strings"
	"testing"
	"time"

	"linli/app/area"
	"linli/app/danger"
	"linli/wxmsg/wxsim"
)

// expect fails unless the reply contains all the parts.
func (w *world) expect(said string, parts ...string) {
	w.Helper()
	for _, p := range parts {
		if !strings.Contains(said, p) {
			w.Fatalf("%q does not contain %q", said, p)
		}
	}
}

// areaOf finds an area of the test county by its full name.
func (w *world) areaOf(full string) area.Area {
	w.Helper()
	tree, err := w.system.Areas.Tree(w.ctx)
	w.must(err)
	for _, k := range area.Kinds {
		for _, a := range tree.Under("/", k) {
			if tree.Say(a.ID) == full || a.Name == full {
				return a
			}
		}
	}
	w.Fatalf("no area %s", full)
	return area.Area{}
}

// own returns the person's newest report.
func (c *citizen) own() map[string]any {
	c.w.Helper()
	items := c.does("mp", "GET", "/api/v1/reports", nil, 200)["items"].([]any)
	if len(items) == 0 {
		c.w.Fatalf("%s has no report", c.name)
	}
	return items[0].(map[string]any)
}

func TestChatPlaceInWords(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang := w.follower("老王")
		w.expect(wang.says("楼道灯坏了好几天"), "什么地方")
		w.expect(wang.says("3号楼"), "回复数字", "1 ", "阳光花园3号楼", "向阳小区3号楼")
		w.expect(wang.says("9"), "回复上面的数字")
		w.expect(wang.says("2"), "向阳小区3号楼", "回复 1 提交")
		w.expect(wang.says("改地点"), "什么地方")
		w.expect(wang.says("阳光花园3-2-501"), "阳光花园3号楼 2单元")
		w.expect(wang.says("晚上看不见路"), "晚上看不见路", "回复 1 提交")
		w.expect(wang.says("1"), "已收到", "阳光社区工作人员", "11:00")
		r := wang.own()
		if r["area_name"] != "阳光社区 阳光花园3号楼 2单元" || r["category"] != "facility" || r["text"] != "楼道灯坏了好几天\n晚上看不见路" {
			w.Fatalf("%v", r)
		}
	})
}

func TestChatUnknownPlaceGoesToTheClerk(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk := w.someone("王芳").binds("staff", "19900000001")
		wang := w.follower("老王")
		wang.sendsPhoto()
		w.expect(wang.says("大槐树底下"), "没找到这个地方")
		w.expect(wang.says("就是大槐树底下"), "哪个社区", "1 阳光社区", "2 新园社区")
		w.expect(wang.says("1"), "大槐树底下", "回复 1 提交")
		w.expect(wang.says("1"), "已收到")
		if got := wang.own()["area_name"]; got != "阳光社区" {
			w.Fatalf("the place is %v", got)
		}
		if n := clerk.does("staff", "GET", "/api/v1/staff/home", nil, 200)["unaccepted"]; n != 1.0 {
			w.Fatalf("the clerk lists %v", n)
		}
		// The clerk sets the place.
		id := wang.own()["id"].(string)
		clerk.does("staff", "POST", "/api/v1/staff/reports/"+id+"/locate",
			map[string]any{"area_id": idText(w.areaOf("阳光花园3号楼").ID)}, 200)
		w.expect(wang.own()["area_name"].(string), "阳光花园3号楼")
	})
}

func TestChatLocationBoardAndVoice(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang := w.follower("老王")
		wang.sendsPhoto()
		reply, err := wang.phone.Location(34.20101, 108.00101, "阳光花园")
		w.must(err)
		w.expect(reply.Text, "阳光花园3号楼", "回复 1 提交")
		w.expect(wang.says("1"), "已收到")

		reply, err = wang.phone.Scan("b_" + w.areaOf("新园小区9号楼").Board)
		w.must(err)
		w.expect(reply.Text, "新园小区9号楼", "发一张照片")
		reply, err = wang.phone.Voice([]byte("#!AMR\nxxxx"), "单元门关不上")
		w.must(err)
		w.expect(reply.Text, "新园小区9号楼", "单元门关不上", "回复 1 提交")
		w.expect(wang.says("1"), "已收到", "261123-002")
		if r := wang.own(); r["area_name"] != "新园社区 新园小区9号楼" {
			w.Fatal(r["area_name"])
		}

		reply, err = wang.phone.Scan("b_not-a-board")
		w.must(err)
		w.expect(reply.Text, "您好")
		reply, err = w.someone("新来的").phone.Follow("b_" + w.areaOf("新园小区9号楼").Board)
		w.must(err)
		w.expect(reply.Text, "欢迎关注", "新园小区9号楼")
	})
}

func TestChatOneSentenceNamesThePlace(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang := w.follower("老王")
		w.expect(wang.says("阳光花园13号楼门口井盖坏了"), "阳光花园13号楼", "回复 1 提交")
		w.expect(wang.says("0"), "不交了")
		w.expect(wang.says("1"), "您好")
		w.expect(wang.says("进展"), "还没有反映过")
	})
}

func TestChatEmergencyFirst(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang := w.follower("老王")
		if said := wang.says("阳光花园3号楼楼道里有燃气味"); !strings.HasPrefix(said, "请马上关阀") {
			w.Fatal(said)
		}
		if wang.own()["urgent"] != true {
			w.Fatal("the report is not urgent")
		}
	})
}

func TestChatUnknownTextGetsTheMenu(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang := w.follower("老王")
		w.expect(wang.says("你好"), "回复“进展”")
		for _, said := range []string{"嗯", "👍", "谢谢"} {
			w.expect(wang.says(said), "不客气")
		}
		for _, said := range []string{"今天天气不错", "？？？"} {
			w.expect(wang.says(said), "您是想做什么", "1 反映问题", "3 找工作人员")
		}
		reply, err := wang.phone.Click("progress")
		w.must(err)
		w.expect(reply.Text, "还没有反映过")
		reply, err = wang.phone.Click("nonsense")
		w.must(err)
		w.expect(reply.Text, "回复“进展”")
	})
}

// handIn submits a report in the chat and returns its id. Words of danger need no confirmation.
func (c *citizen) handIn(what, where string) string {
	c.w.Helper()
	if _, threatens := danger.Read(what); threatens {
		c.w.expect(c.says(where+what), "编号")
	} else {
		c.says(what)
		c.says(where)
		c.w.expect(c.says("1"), "已收到")
	}
	c.w.settle()
	return c.own()["id"].(string)
}

func TestChatFollowsTheReport(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk := w.someone("王芳").binds("staff", "19900000001")
		wang := w.follower("老王")
		id := wang.handIn("楼道灯坏了好几天", "阳光花园3号楼")
		do := func(action string, body any) {
			w.Helper()
			clerk.does("staff", "POST", "/api/v1/staff/reports/"+id+"/"+action, body, 200)
		}
		w.expect(wang.says("进展"), "261123-001", "等阳光社区工作人员受理", "11:00")
		w.expect(wang.says("催办"), "第 1 次")
		w.expect(wang.says("催办"), "10 分钟后再试")
		do("accept", nil)
		do("take", nil)
		w.expect(wang.says("1123-001"), "办理中", "王芳")
		w.expect(wang.says("261123-009"), "没有找到这个编号")
		w.expect(wang.says("撤回"), "不能撤回")
		do("ask", map[string]any{"words": "是几楼的灯？"})
		w.expect(wang.says("进展"), "是几楼的灯")
		w.expect(wang.says("就是三楼拐角的那个灯"), "已转给办理人员")
		w.expect(wang.says("补充 四楼也不亮"), "已补充到 261123-001")
		do("resolve", map[string]any{"outcome": "solved", "words": "换好了"})
		w.expect(wang.says("2 没解决，又灭了"), "重新办理", "王芳")
		if r := wang.own(); r["state"] != "in_hand" || r["reopens"] != 1.0 {
			w.Fatal(r["state"], r["reopens"])
		}
		do("resolve", map[string]any{"outcome": "solved", "words": "换了线路"})
		w.expect(wang.says("1"), "谢谢")
		if r := wang.own(); r["state"] != "closed" || r["reviewed"] != true {
			w.Fatal(r["state"])
		}
		id = wang.handIn("楼下垃圾没人清理", "阳光花园3号楼")
		w.expect(wang.says("撤回"), "要撤回吗", "1 261123-002")
		w.expect(wang.says("1"), "261123-002 已撤回")
	})
}

func TestChatDraftSurvivesRestartAndFlush(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang := w.follower("老王")
		wang.sendsPhoto()
		w.must(w.system.Redis.Client().FlushDB(w.ctx).Err())
		w.stop()
		w.start()
		w.clock.Add((23 * time.Hour).Milliseconds())
		w.expect(wang.says("阳光花园3号楼"), "照片或语音 1 份", "回复 1 提交")
		w.clock.Add((25 * time.Hour).Milliseconds())
		w.expect(wang.says("1"), "您好") // a day later it is handed in as it was
		if r := wang.own(); r["area_name"] != "阳光社区 阳光花园3号楼" {
			w.Fatal(r)
		}
	})
}

func TestChatSameMessageFourTimesAtOnce(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang := w.follower("老王")
		w.sim.DeliverCopies(4)
		reply, err := wang.phone.Text("阳光花园3号楼楼道灯坏了")
		w.must(err)
		if len(reply.Copies) == 0 {
			w.Fatal("the platform did not redeliver")
		}
		for _, c := range reply.Copies {
			if c.Text != reply.Text {
				w.Fatalf("one delivery was answered with %q, another with %q", reply.Text, c.Text)
			}
		}
		if n := strings.Count(reply.Text, "灯坏了"); n != 1 {
			w.Fatalf("the draft contains the text %d times: %q", n, reply.Text)
		}
		reply, err = wang.phone.Text("1")
		w.must(err)
		for _, c := range reply.Copies {
			if c.Text != reply.Text {
				w.Fatalf("one delivery was answered with %q, another with %q", reply.Text, c.Text)
			}
		}
		w.expect(reply.Text, "261123-001")
		w.sim.DeliverCopies(1)
		w.expect(wang.says("进展"), "261123-001")
		if items := wang.does("mp", "GET", "/api/v1/reports", nil, 200)["items"].([]any); len(items) != 1 {
			w.Fatalf("%d reports", len(items))
		}
	})
}

func TestChatUnfollowingDeletes(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang := w.follower("老王")
		wang.handIn("楼道灯坏了好几天", "阳光花园3号楼")
		openid := wang.phone.OpenID(wxsim.OA)
		zhang := w.follower("老张") // uses the chat only
		zhang.says("门口垃圾没人清理")
		zhang.says("阳光花园3号楼")
		w.expect(zhang.says("1"), "已收到", "您住在这栋楼吗")
		w.settle()
		for _, c := range []*citizen{wang, zhang} {
			w.expect(c.says("是"), "记下了")
		}
		wang.sendsPhoto()
		for _, c := range []*citizen{wang, zhang} {
			_, err := c.phone.Unfollow()
			w.must(err)
		}
		if n := w.count(`SELECT COUNT(*) FROM person_identity WHERE openid = ?`, openid); n != 0 {
			w.Fatal("the follower is still known")
		}
		if n := w.count(`SELECT COUNT(*) FROM chat_draft`); n != 0 {
			w.Fatal("the draft is still there")
		}
		if n := w.count(`SELECT COUNT(*) FROM person WHERE code IS NULL AND home_id <> 0`); n != 1 {
			w.Fatalf("%d homes are kept, want the one of the resident with the mini-program", n)
		}
		_, err := zhang.phone.Follow("")
		w.must(err)
		w.expect(zhang.says("进展"), "还没有反映过")
	})
}
