package stories

import (
	"fmt"
	"testing"
	"time"
)

// A resident who asks a question or for a person in the chat reaches the staff of the community; the conversation goes on there.
func TestAPersonAnswersInTheChat(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		clerk, wang := w.clerk(), w.named("老王", "阳光花园3号楼")
		clerk.does("staff", "PUT", "/api/v1/staff/communities/"+w.id("阳光社区")+"/board", fields{"contact_phone": "0577-5550101", "supervision_phone": ""}, 200)
		said := wang.says("人工")
		w.expect(said, "已转给阳光社区值班人员，请稍等", "电话 0577-5550101", "想问什么")
		w.short(said)
		w.expect(wang.says("我的社保卡丢了"), "一起转给阳光社区")
		w.expect(wang.sendsPhoto(), "一起转给阳光社区")
		w.settle()
		asked := clerk.inquiries("open")
		same(w, "inquiries", 1, len(asked))
		path := fmt.Sprint(staffInquiries, "/", asked[0]["id"])
		all := objects(clerk.does("staff", "GET", path, nil, 200)["messages"])
		same(w, "messages", []any{"人工", "我的社保卡丢了", ""}, pluck(all, "text"))
		same(w, "photos", 1, len(objects(all[2]["files"])))
		same(w, "told once", 1, w.count(`SELECT COUNT(*) FROM notify_notice WHERE kind = 'inquiry.asked'`))

		w.forward(2 * time.Hour)
		clerk.answers(asked[0]["id"], "请问您住在哪个小区？")
		same(w, "in the chat", []string{"阳光社区回复：\n请问您住在哪个小区？"}, wang.chatted())
		w.expect(wang.says("阳光花园3号楼"), "已转给阳光社区")
		same(w, "it waits again", 1, len(clerk.inquiries("open")))
		w.expect(wang.says("谢谢你们"), "不客气")
		w.expect(wang.says("楼道灯不亮了"), "收到") // a problem is a problem
		same(w, "messages", 5, len(objects(clerk.does("staff", "GET", path, nil, 200)["messages"])))
	})
}

// Questions as people ask them are kept; danger, problems and bookings are not taken for questions.
func TestQuestionsAreHeard(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.offersService(fields{"name": "理发"}, fields{"days": []int{3}, "places": 1})
		for i, said := range []string{"社保卡怎么办", "红管家电话是多少", "请问低保怎么申请？", "转人工", "有人吗，我要找工作人员"} {
			c := w.named(fmt.Sprint("居民", i), "阳光花园3号楼")
			w.expect(c.says(said), "已转给阳光社区")
			same(w, said, i+1, w.count(`SELECT COUNT(*) FROM inquiry`))
		}
		c := w.named("老李", "阳光花园3号楼")
		w.expect(c.says("家里煤气漏了怎么办"), "119")
		w.expect(c.says("理发"), "理发")
		same(w, "inquiries", 5, w.count(`SELECT COUNT(*) FROM inquiry`))
	})
}

// In the evening the reply says when somebody answers.
func TestAPersonIsAskedForInTheEvening(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang := w.named("老王", "阳光花园3号楼")
		w.at("2026-11-27 20:00")
		said := wang.says("人工")
		w.expect(said, "现在下班了，11月30日 8:30 有人回复")
		w.short(said)
	})
}
