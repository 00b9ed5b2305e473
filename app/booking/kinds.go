package booking

import "linli/app/notify"

// Notices are the kinds of notice about bookings. A steward may read them out to the person.
var Notices notify.Kinds

// What only these notices say: how many are before the person, what to bring, what is offered instead, and the rank.
var (
	factAhead = Notices.Fact("ahead", "前面几位")
	factAbout = Notices.Fact("about", "要带什么")
	factNext  = Notices.Fact("next", "接下来怎么办")
	factRank  = Notices.Fact("rank", "候补名次")
)

const page = "visit/detail/index?id={id}"

// The kinds of notice.
var (
	noticeBooked           = Notices.Add(notify.Kind{Name: "booking.booked", Title: "预约成功", Text: "{title}已约好：{at}，{place}，{count}号。", Page: page, AtDoor: true})
	noticeWaiting          = Notices.Add(notify.Kind{Name: "booking.waiting", Title: "候补中", Text: "{title}（{at}）已满，您排在候补，有名额马上告诉您。", Page: page, AtDoor: true})
	noticeByPhone          = Notices.Add(notify.Kind{Name: "booking.by_phone", Title: "等电话确认", Text: "{title}（{at}）已为您留号。您有两次约了没来，工作人员会打电话跟您确认。", Page: page, AtDoor: true})
	noticeOffer            = Notices.Add(notify.Kind{Name: "booking.offer", Title: "轮到您了", Text: "{title}（{at}）有名额了。要就在{due}前回复“要”，不要请回复“不要”。", Page: page, Urgent: true, AtDoor: true, Answers: "“要” “不要”"})
	noticeOfferOver        = Notices.Add(notify.Kind{Name: "booking.offer_over", Title: "名额没有保留住", Text: "{title}（{at}）的名额因没有确认，给了后面的人。", Page: page, AtDoor: true})
	noticeTomorrow         = Notices.Add(notify.Kind{Name: "booking.tomorrow", Title: "预约提醒", Text: "{title}：{at}，{place}，{count}号。{about}", Page: page, MustKnow: true, AtDoor: true})
	noticeSoon             = Notices.Add(notify.Kind{Name: "booking.soon", Title: "快到时间了", Text: "{title}：{at}，{place}，{count}号。", Page: page, AtDoor: true})
	noticeNear             = Notices.Add(notify.Kind{Name: "booking.near", Title: "快轮到您了", Text: "{title}：{ahead}，请到{place}等候。", Page: page, Prompt: true, AtDoor: true})
	noticeCalled           = Notices.Add(notify.Kind{Name: "booking.called", Title: "请您进来", Text: "{title}：轮到{count}号，请到{place}。", Page: page, Prompt: true, AtDoor: true})
	noticeMissed           = Notices.Add(notify.Kind{Name: "booking.missed", Title: "这次没有来", Text: "{title}（{at}）没有等到您。来不了请提前取消，把名额留给邻居。", Page: page, AtDoor: true})
	noticeCancelled        = Notices.Add(notify.Kind{Name: "booking.cancelled", Title: "预约已取消", Text: "{title}（{at}）的预约已由社区取消：{words}", Page: page, MustKnow: true, AtDoor: true})
	noticeSessionCancelled = Notices.Add(notify.Kind{Name: "booking.session_cancelled", Title: "这一场不办了", Text: "{title}（{at}）不办了：{words}。{next}", Page: page, MustKnow: true, AtDoor: true})
	noticeSeries           = Notices.Add(notify.Kind{Name: "booking.series", Title: "课程已报名", Text: "{title}已整期报名，共{count}次，第一次：{at}，{place}。", Page: page, AtDoor: true})
)

var _ = Notices.Describe(notify.Subject{
	Name: "预约", Also: []notify.Fact{notify.FactTitle, notify.FactAt, notify.FactPlace},
	Labels: map[notify.Fact]string{
		notify.FactTitle: "服务", notify.FactAt: "哪一场", notify.FactCount: "几号", notify.FactDue: "保留到几时", notify.FactWords: "说明",
	},
	Example: notify.Facts{
		notify.FactTitle: "社区理发", notify.FactAt: "2026年12月1日 09:00", notify.FactPlace: "幸福社区服务大厅一楼", notify.FactState: "已预约",
		notify.FactNumber: "LLB1024", notify.FactCount: "3", factRank: "2", notify.FactWords: "社区理发 12月1日 09:00",
		notify.FactDue: "2026年11月29日 10:30", factAhead: "前面还有2位", factAbout: "请带老年证。", factNext: "回复“改约”，可改到 12月3日 09:00。",
	},
	Words: map[string]string{
		noticeOffer.Name: "要请回复“要”，否则“不要”", noticeOfferOver.Name: "没有等到您的确认", noticeCancelled.Name: "理发师傅生病，来不了",
		noticeSessionCancelled.Name: "理发师傅生病，来不了",
	},
})

// Consents are the notices a booker is asked to agree to, most wanted first.
var Consents = []notify.Kind{
	noticeTomorrow, noticeOffer, noticeSessionCancelled, noticeBooked, noticeCancelled, noticeNear, noticeCalled, noticeSoon,
	noticeWaiting, noticeByPhone,
}
