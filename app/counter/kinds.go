package counter

import "linli/app/notify"

// Notices are the kinds of notice about counters. That it is somebody's turn is a notice about their booking.
var Notices notify.Kinds

const staffPage = "office/counter/index?id={id}"

// The kinds of notice.
var (
	noticeUnmanned = Notices.Add(notify.Kind{Name: "counter.unmanned", Title: "窗口暂时没人", Text: "您约的{title}（{at}）暂时没有人值班。请先打社区电话，或改约别的时间。", Page: "visit/detail/index?id={id}", MustKnow: true, AtDoor: true})
	noticeStandIn  = Notices.Add(notify.Kind{Name: "counter.stand_in", Title: "请您顶岗", Text: "“{title}”{at}起请您顶岗，原来值班的同事不在。", Page: staffPage, ForStaff: true})
	noticeNobody   = Notices.Add(notify.Kind{Name: "counter.nobody", Title: "窗口没有人", Text: "“{title}”{at}起 A 岗、B 岗都不在，请安排人。{words}", Page: staffPage, ForStaff: true})
)

var _ = Notices.Describe(notify.Subject{
	Name:   "窗口",
	Labels: map[notify.Fact]string{notify.FactTitle: "哪个窗口", notify.FactAt: "什么时间", notify.FactPlace: "哪个社区", notify.FactDue: "什么时间", notify.FactWords: "情况"},
	Example: notify.Facts{
		notify.FactTitle: "综合窗口", notify.FactAt: "2026年12月1日 08:30", notify.FactWords: "约了这段时间的 2 人已收到提醒。", notify.FactState: "已预约",
		notify.FactPlace: "幸福社区", notify.FactNumber: "窗3", notify.FactDue: "2026年12月1日 08:30", notify.FactCount: "901",
	},
})

// Consents are the notices that a resident is asked to agree to, most wanted first.
var Consents = []notify.Kind{noticeUnmanned}
