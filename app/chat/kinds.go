package chat

import "linli/app/notify"

// Notices are the kinds of notice about what a resident began to say in the chat.
var Notices notify.Kinds

var (
	noticeHandedIn = Notices.Add(notify.Kind{
		Name: "chat.handed_in", Title: "已替您提交", Text: "您说的“{title}”没有回复 1，已替您提交，编号 {number}。弄错了请在聊天里回复 0。",
		Page: "report/detail/index?id={id}", Prompt: true, ChatFirst: true,
		Chat:    "您说的“{title}”没有回复 1，已替您提交，编号 {number}。\n弄错了请回复 0；有变化接着说。",
		Answers: "0",
	})
	noticeUnplaced = Notices.Add(notify.Kind{
		Name: "chat.unplaced", Title: "请说一下地点", Text: "您刚才反映的“{words}”还没有说在什么地方。请在聊天里说一声，不交了请回复 0；不说我们也会联系您。",
		Page: "pages/home/index", Prompt: true, ChatFirst: true,
		Chat:    "您刚才反映的“{words}”还没有说在什么地方。\n请说一下，比如“阳光花园3号楼2单元”；不交了请回复 0。",
		Answers: "0",
	})
)

var _ = Notices.Describe(notify.Subject{
	Name:   "聊天里说的事",
	Labels: map[notify.Fact]string{notify.FactWords: "居民的话"},
	Example: notify.Facts{
		notify.FactTitle: "公共设施：单元门口路灯不亮", notify.FactNumber: "261129-003", notify.FactPlace: "幸福小区3号楼2单元", notify.FactState: "已提交",
		notify.FactWords: "单元门口的路灯不亮了", notify.FactAt: "2026年11月29日 09:30",
	},
})
