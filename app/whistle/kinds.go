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

var _ = Notices.Describe(notify.Subject{
	Name:   "吹哨报到",
	Labels: map[notify.Fact]string{notify.FactBy: "哪个单位", notify.FactDue: "几时前到", notify.FactCount: "第几次"},
	Example: notify.Facts{
		notify.FactTitle: "占道经营堵塞消防通道", notify.FactNumber: "CS18", notify.FactPlace: "幸福小区北门", notify.FactState: "等待报到",
		notify.FactBy: "城管中队", notify.FactWords: "北门外十几个摊位占了消防通道，请到现场一起劝离。", notify.FactAt: "2026年11月29日 09:30",
		notify.FactDue: "2026年11月29日 11:00", notify.FactCount: "2",
	},
	Words: map[string]string{
		noticeAnswered.Name: "收到，10点半前到。", noticeMustered.Name: "两人一车已到北门。",
		noticeFinished.Name: "摊位已全部劝离，通道已经畅通，下午再去巡查一次。", noticeMissed.Name: "市场监管所", noticeEnded.Name: "摊位已全部劝离，通道畅通。",
	},
})
