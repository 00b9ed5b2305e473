package errand

import "linli/app/notify"

// Notices are the kinds of notice about errands.
var Notices notify.Kinds

const (
	page      = "life/errand/index?id={id}"
	staffPage = "office/errand/index?id={id}"
	proxyPage = "duty/errand/index?id={id}"
)

// The kinds of notice: for the resident.
var (
	noticeTaken    = Notices.Add(notify.Kind{Name: "errand.taken", Title: "有人帮您办了", Text: "“{title}”由{words}帮您办，{due}前办好。编号{number}。", Page: page})
	noticeMissing  = Notices.Add(notify.Kind{Name: "errand.missing", Title: "请补齐材料", Text: "“{title}”还缺：{words}。补齐就去办。", Page: page, MustKnow: true})
	noticeMandate  = Notices.Add(notify.Kind{Name: "errand.mandate", Title: "请您委托", Text: "“{title}”：{words}。同意请回复“同意委托”。", Page: page, MustKnow: true})
	noticeHandedIn = Notices.Add(notify.Kind{Name: "errand.handed_in", Title: "已经递交", Text: "“{title}”已递交。{words}", Page: page})
	noticeReturned = Notices.Add(notify.Kind{Name: "errand.returned", Title: "部门退回", Text: "“{title}”被退回：{words}。我们接着办。", Page: page})
	noticeDone     = Notices.Add(notify.Kind{Name: "errand.done", Title: "办好了", Text: "“{title}”办好了：{words}", Page: page})
	noticeCannot   = Notices.Add(notify.Kind{Name: "errand.cannot", Title: "这件事办不了", Text: "“{title}”办不了：{words}", Page: page, MustKnow: true})
	noticeTurned   = Notices.Add(notify.Kind{Name: "errand.turned", Title: "转为事件办理", Text: "“{title}”{words}", Page: page})
	noticeHanded   = Notices.Add(notify.Kind{Name: "errand.handed", Title: "换人帮您办", Text: "“{title}”改由{words}帮您办，期限不变。", Page: page})
)

// For staff.
var (
	noticeAsked   = Notices.Add(notify.Kind{Name: "errand.asked", Title: "有人请代办", Text: "“{title}”请人代办，请在 2 小时内接办。{words}", Page: staffPage, ForStaff: true})
	noticeYours   = Notices.Add(notify.Kind{Name: "errand.yours", Title: "代办转给您", Text: "“{title}”转给您办：{words}", Page: staffPage, ForStaff: true})
	noticeBrought = Notices.Add(notify.Kind{Name: "errand.brought", Title: "居民有回音", Text: "“{title}”：{words}", Page: staffPage, ForStaff: true})
	noticeDueSoon = Notices.Add(notify.Kind{Name: "errand.due_soon", Title: "代办快到期", Text: "“{title}”{due}到期，请抓紧。", Page: staffPage, ForStaff: true})
	noticeOverdue = Notices.Add(notify.Kind{Name: "errand.overdue", Title: "代办超时", Text: "“{title}”已超时，请督促。{words}", Page: staffPage, ForStaff: true})
)

// noticeProxy is any of these for a steward who does the errand: their page is in the client of residents.
var noticeProxy = Notices.Add(notify.Kind{Name: "errand.proxy", Title: "您帮办的事", Text: "“{title}”：{words}", Page: proxyPage})

// proxyWords are what a steward reads before the words of a notice for staff.
var proxyWords = map[string]string{noticeYours.Name: "请您帮办。", noticeDueSoon.Name: "快到期了，请抓紧。", noticeOverdue.Name: "已经超时，请抓紧。"}

var _ = Notices.Describe(notify.Subject{
	Name:   "帮办代办",
	Labels: map[notify.Fact]string{notify.FactTitle: "什么事", notify.FactDue: "何时前", notify.FactWords: "情况", notify.FactPlace: "哪个社区"},
	Example: notify.Facts{
		notify.FactTitle: "高龄津贴", notify.FactNumber: "代18", notify.FactPlace: "幸福社区", notify.FactState: "准备材料", notify.FactWords: "身份证（复印件）、银行卡（复印件）",
		notify.FactDue: "2026年12月14日 17:30", notify.FactAt: "2026年11月30日 09:30",
	},
	Words: map[string]string{
		noticeTaken.Name: "李晓芳", noticeHanded.Name: "马军", noticeTurned.Name: "已转为事件，编号261130-004，进展会告诉您。", noticeMandate.Name: "委托李晓芳代交材料、代领结果，到12月30日",
		noticeHandedIn.Name: "回执号 2026-118", noticeReturned.Name: "缺一枚公章", noticeDone.Name: "批准，12月起发放", noticeCannot.Name: "不满 80 岁。可以去民政窗口问临时救助",
		noticeAsked.Name: "给母亲办", noticeYours.Name: "马军病了", noticeBrought.Name: "补来身份证", noticeOverdue.Name: "承办人：李晓芳",
		noticeProxy.Name: "请您帮办。老人腿脚不便",
	},
})

// Consents are the notices that a resident is asked to agree to, most wanted first.
var Consents = []notify.Kind{noticeMissing, noticeDone}
