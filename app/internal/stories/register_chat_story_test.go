package stories

import (
	"strings"
	"testing"
)

// A newcomer says in the chat where they live now; the grid officer is told, and 我的家 tells what is registered.
func TestANewcomerRegistersInTheChat(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		officer, li := w.officer(), w.follower("李先生")
		w.expect(li.says("我的家"), "还没有登记", "新搬来")
		w.expect(li.says("你好，我是新搬来的"), "搬到哪里", "小区、楼号和单元")
		w.expect(li.says("阳光花园3号楼"), "哪个单元", "1 阳光花园3号楼 1单元", "2 阳光花园3号楼 2单元")
		w.expect(li.says("1"), "在【阳光社区 阳光花园3号楼 1单元】", "房号、一共住几口人")
		w.expect(li.says("302"), "一共住几口人")
		w.expect(li.says("三口人，昨天搬来的"), "登记好了：", "1单元 302，3 人，11月22日搬来", "网格员三个工作日内来确认")
		w.settle()
		w.expect(officer.lastNotice(), "home.arrived", "1单元 302有人新搬来，3人，11月22日起")
		same(w, "the room", []string{"302 waiting 3"}, officer.rooms("staff", "阳光花园3号楼"))
		w.expect(li.says("我的家"), "1单元 302（待确认）：3 人，常住", "改人数、有人搬来搬走")

		// In one sentence; the same room asks what became of those who live there.
		officer.does("staff", "POST", staffHouseholds+"/"+officer.newcomers()[0]+"/confirm", fields{}, 200)
		wang := w.named("王秀英", "1单元")
		w.expect(wang.says("新搬来 阳光花园3号楼1单元302 2人"), "已经登记了住户", "1 换了一户", "2 搬来同住")
		w.expect(wang.says("2"), "登记好了：", "302，5 人")
		w.expect(wang.says("新搬来"), "在【阳光社区 阳光花园3号楼 1单元】", "不在这里")
		w.expect(wang.says("2单元201"), "2单元", "几口人")
		w.expect(wang.says("0"), "没有登记")
		w.expect(wang.says("新搬来"), "不登记回复 0")
		w.expect(wang.says("99人"), "房号")
		w.expect(wang.says("101"), "人数请填 1 至 30")
		w.expect(wang.says("进展"), "没有反映过问题")
		w.expect(wang.says("302楼道灯坏了"), "什么地方")
	})
}

// A steward tells of a new neighbour in the chat: no name is asked.
func TestAStewardTellsOfANewcomerInTheChat(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		officer, steward := w.officer(), w.steward()
		w.follower("赵红")
		w.settle()
		w.expect(steward.says("楼里来了新邻居"), "1 楼里来了新邻居", "2 我自己搬了家")
		reply := steward.says("1")
		if strings.Contains(reply, "哪个单元") {
			reply = steward.says("1")
		}
		w.expect(reply, "在【阳光社区 阳光花园3号楼", "房号")
		w.expect(steward.says("501 4人 今天"), "登记好了：", "501，4 人，11月23日搬来", "已告诉网格员")
		w.settle()
		w.expect(officer.lastNotice(), "home.arrived", "501有人新搬来，4人")
		same(w, "nobody by name", 0, w.count(`SELECT COUNT(*) FROM household_residence`))
		w.expect(steward.says("新搬来"), "1 楼里来了新邻居")
		w.expect(steward.says("2"), "搬到哪里")
	})
}

// What is public, how to recommend somebody, and the words behind 更多.
func TestWhatIsPublicInTheChat(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang := w.named("老王", "阳光花园3号楼")
		w.expect(wang.says("公开"), "阳光社区现在没有公示")
		p, _ := w.clerk().makesPublic()
		w.expect(wang.says("最近有什么公示"), "阳光社区现在公开：", "1 文明家庭拟表彰名单 到11月30日", "回复数字看内容", "/public/"+w.id("阳光社区"))
		w.expect(wang.says("1"), "文明家庭拟表彰名单（到11月30日）", "1 王** 3号楼", "2 李** 5号楼", "有不同意见")
		w.expect(wang.says("2"), "请回复上面的数字")
		w.expect(wang.says("0"), "想看的时候回复“公开”")
		guest := w.follower("过路人")
		w.expect(guest.says("公示"), "住哪个社区", "1 阳光社区")
		w.expect(guest.says("1"), "1 文明家庭拟表彰名单")
		w.clerk().does("staff", "POST", staffPublic+"/"+p["id"].(string)+"/withdraw", fields{"reason": "名单有误"}, 200)
		w.expect(guest.says("1"), "已经撤下")
		w.expect(guest.says("公示"), "现在没有公示")

		w.expect(wang.says("怎么推荐楼栋长"), "推荐邻居或自己", "公示五个工作日", "请在这里推荐")
		more := wang.says("更多")
		w.expect(more, "新搬来", "我的家", "公开", "推荐", "借东西")
		same(w, "three lines", 3, len(strings.Split(more, "\n")))

		// A problem that was begun stays open.
		w.expect(wang.says("阳光花园3号楼下水道堵了"), "回复 1 提交")
		w.expect(wang.says("公开"), "现在没有公示", "回复 1 提交")
		w.expect(wang.says("新搬来"), "还没有说完", "回复 1 提交")
		w.expect(wang.says("1"), "已收到")
	})
}
