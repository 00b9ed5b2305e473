package whistle

import "linli/app/notify"

// Notices are the kinds of notice about whistles.
var Notices notify.Kinds

const page = "report/whistle/index?id={id}"

// The kinds of notice; the wiring names the exported ones among those for which staff are asked to consent.
var (
	NoticeCalled   = Notices.Add(notify.Kind{Name: "whistle.called", Title: "吹哨请到场", Text: "{by}请您单位在{due}前到{place}报到（该处90天内第{count}次吹哨）：{words}", Page: page, ForStaff: true, Urgent: true, Wakes: true})
	_              = Notices.AddUrgent(NoticeCalled, "紧急：{by}请您单位在{due}前到{place}报到：{words}")
	noticeAnswered = Notices.Add(notify.Kind{Name: "whistle.answered", Title: "吹哨有答复", Text: "{by}答复吹哨“{title}”：{words}", Page: page, ForStaff: true})
	noticeMustered = Notices.Add(notify.Kind{Name: "whistle.mustered", Title: "单位已报到", Text: "{by}到{place}：{words}", Page: page, ForStaff: true})
	noticeFinished = Notices.Add(notify.Kind{Name: "whistle.finished", Title: "单位反馈结果", Text: "{by}反馈“{title}”的结果：{words}", Page: page, ForStaff: true})
	noticeMissed   = Notices.Add(notify.Kind{Name: "whistle.missed", Title: "有单位未按时报到", Text: "吹哨“{title}”（{place}）到时间未报到的单位：{words}", Page: page, ForStaff: true})
	noticeEnded    = Notices.Add(notify.Kind{Name: "whistle.ended", Title: "吹哨已结束", Text: "{by}的吹哨“{title}”（{place}）已结束：{words}", Page: page, ForStaff: true})
)
