package stories

import (
	"strings"
	"testing"
	"time"
)

// In the chat a visit is asked for in one sentence, or by a number from the list; 我的上门 says who comes, when, and the word at the door.
func TestAVisitIsAskedForInTheChat(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.imports(staffed())
	clerk, officer, wang := w.clerk(), w.officer(), w.named("王奶奶", "1单元")
	w.expect(wang.says("我的上门"), "您现在没有请人上门", "上门 理发")
	w.expect(wang.says("上门"), "想请人上门做什么？", "2 理发", "6 代购", "不请了回复 0")
	w.expect(wang.says("20"), "请回复上面的数字")
	w.expect(wang.says("2"), "请人上门：理发。", "回复 1 登记")
	w.expect(wang.says("0"), "想请人上门时")
	same(w, "nothing is asked", 0, w.count(`SELECT COUNT(*) FROM order_visit`))

	// The room is not known and not said: the page asks for it. With it, one sentence and a 1 suffice.
	w.expect(wang.says("我想请人上门理发"), "请人上门：理发。")
	w.expect(wang.says("1"), "还缺上门的楼栋和房号，请点：")
	w.expect(wang.says("上门 理发，302"), "请人上门：理发。")
	w.expect(wang.says("1"), "登记好了：上1，理发。", "一个工作日内")
	w.settle()
	same(w, "the clerk is told", 1, clerk.told("staff", "order.asked"))
	o := items(wang.does("mp", "GET", ordersAPI, nil, 200))[0]
	w.wants(o, fields{"title": "理发", "source": "chat", "door": "阳光社区 阳光花园3号楼 1单元 302"})
	w.expect(wang.says("帮我叫人上门理发 302"), "请人上门：理发。")
	w.expect(wang.says("1"), "已经请了人做这件事", "我的上门")
	w.expect(wang.says("我的上门"), "上1 理发：", "详细情况")

	clerk.arranges(o, "agree", fields{"at": w.now().Add(time.Hour), "team": []string{officer.me("staff")}})
	w.expect(wang.says("谁来上门"), "李强来", "口令 "+word(wang.order(o)["word"])+"，先看工牌再说")
	w.expect(w.named("邻居", "1单元").says("口令"), "您现在没有请人上门")

	// What is bought is written down on the page, and danger is a report.
	w.expect(wang.says("上门 代购"), "代购要写清买什么", "请点：")
	if said := wang.says("上门来看看，家里燃气漏了"); strings.Contains(said, "请人上门") {
		t.Errorf("danger waits for a visit: %s", said)
	}
	same(w, "one visit", 1, w.count(`SELECT COUNT(*) FROM order_visit`))
}
