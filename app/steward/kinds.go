package steward

import "linli/app/notify"

// Notices are the kinds of notice to stewards, and to staff when no steward answers.
var Notices notify.Kinds

const (
	alertPage     = "duty/report/index?id={id}"
	dutyPage      = "pages/steward/index"
	staffPage     = "report/detail/index?id={id}"
	staffCallPage = "people/calls/index?id={id}"
)

// The kinds of notice; the wiring names the exported ones among those for which staff are asked to consent.
var (
	noticeAlert           = Notices.Add(notify.Kind{Name: "steward.alert", Title: "楼里有事", Text: "{place}有邻居反映“{title}”（{number}），请您看一看。", Page: alertPage, Wakes: true})
	noticeCall            = Notices.Add(notify.Kind{Name: "steward.call", Title: "有人求助", Text: "{place}有居民求助“{words}”（{number}），请您联系他。", Page: dutyPage, Wakes: true})
	noticeRemind          = Notices.Add(notify.Kind{Name: "steward.remind", Title: "请您再看看", Text: "您确认过的“{title}”（{number}，{place}）还没有进展，请您看一看。", Page: alertPage})
	noticeRemindCall      = Notices.Add(notify.Kind{Name: "steward.remind_call", Title: "请您再联系", Text: "您确认过的求助“{words}”（{number}，{place}）还没有办完，请您联系他。", Page: dutyPage})
	noticeSubstitute      = Notices.Add(notify.Kind{Name: "steward.substitute", Title: "请您代班", Text: "{place}：{words}。", Page: dutyPage})
	noticeCalledOff       = Notices.Add(notify.Kind{Name: "steward.called_off", Title: "不用去了", Text: "{place}的“{title}”（{number}）不用去了：{words}。", Page: alertPage})
	noticeStaffCalledOff  = Notices.Add(notify.Kind{Name: "steward.staff_called_off", Title: "不用去了", Text: "{place}的“{title}”（{number}）不用去了：{words}。", Page: staffPage, ForStaff: true})
	noticeWeekly          = Notices.Add(notify.Kind{Name: "steward.weekly", Title: "楼里一周", Text: "上周您负责的楼里：{words}。谢谢您。", Page: dutyPage})
	noticePage            = Notices.Add(notify.Kind{Name: "steward.page", Title: "没有人确认", Text: "{place}的“{title}”（{number}）还没有人确认，请您看一看。", Page: staffPage, ForStaff: true, Wakes: true})
	NoticeStaffCall       = Notices.Add(notify.Kind{Name: "steward.staff_call", Title: "有人求助", Text: "{place}有居民求助“{words}”（{number}），请您联系他。", Page: staffCallPage, ForStaff: true, Wakes: true})
	noticeStaffRemind     = Notices.Add(notify.Kind{Name: "steward.staff_remind", Title: "请您再看看", Text: "您确认过的“{title}”（{number}，{place}）还没有进展，请您看一看。", Page: staffPage, ForStaff: true})
	noticeStaffRemindCall = Notices.Add(notify.Kind{Name: "steward.staff_remind_call", Title: "请您再联系", Text: "您确认过的求助“{words}”（{number}，{place}）还没有办完，请您联系他。", Page: staffCallPage, ForStaff: true})
	NoticeUnanswered      = Notices.Add(notify.Kind{Name: "steward.unanswered", Title: "一直没有人确认", Text: "{place}的“{title}”（{number}）提醒了所有人，都没有确认，请您处理。", Page: staffPage, ForStaff: true, Wakes: true})
	noticeUnansweredCall  = Notices.Add(notify.Kind{Name: "steward.unanswered_call", Title: "求助没有人接", Text: "{place}的求助“{words}”（{number}）提醒了所有人，都没有确认，请您处理。", Page: staffCallPage, ForStaff: true, Wakes: true})

	noticeAlertUrgent     = Notices.AddUrgent(noticeAlert, "{title}（{number}），{place}，请您马上看一看，注意安全。")
	noticeCallUrgent      = Notices.AddUrgent(noticeCall, "{title}（{number}），{place}，请您马上联系他。")
	_                     = Notices.AddUrgent(noticeRemind, "{title}（{number}），{place}，您确认过，还没有进展，请您马上看一看。")
	_                     = Notices.AddUrgent(noticeRemindCall, "{title}（{number}），{place}，您确认过，还没有办完，请您马上联系他。")
	NoticePageUrgent      = Notices.AddUrgent(noticePage, "{title}（{number}），{place}，请您马上看一看。")
	NoticeStaffCallUrgent = Notices.AddUrgent(NoticeStaffCall, "{title}（{number}），{place}，请您马上联系他。")
	_                     = Notices.AddUrgent(noticeStaffRemind, "{title}（{number}），{place}，您确认过，还没有进展，请您马上看一看。")
	_                     = Notices.AddUrgent(noticeStaffRemindCall, "{title}（{number}），{place}，您确认过，还没有办完，请您马上联系他。")
	_                     = Notices.AddUrgent(NoticeUnanswered, "{title}（{number}），{place}，提醒了所有人，都没有确认，请您马上处理。")
	_                     = Notices.AddUrgent(noticeUnansweredCall, "{title}（{number}），{place}，提醒了所有人，都没有确认，请您马上处理。")
)

var _ = Notices.Describe(notify.Subject{
	Name:   "红管家和求助",
	To:     "红管家",
	Danger: "紧急：3号楼电梯困人",
	Labels: map[notify.Fact]string{notify.FactWords: "说的话"},
	Example: notify.Facts{
		notify.FactTitle: "公共设施：单元门口路灯不亮", notify.FactNumber: "261129-003", notify.FactPlace: "幸福小区3号楼2单元",
		notify.FactCategory: "公共设施", notify.FactState: "待受理", notify.FactBy: "郑丽", notify.FactWords: "老人在家摔倒了，起不来",
		notify.FactAt: "2026年11月29日 09:30", notify.FactDue: "2026年12月3日 17:30", notify.FactCount: "3",
	},
	Words: map[string]string{
		noticeAlert.Name: "请快来人看一看", noticeRemind.Name: "请快来人看一看", noticePage.Name: "请快来人看一看",
		noticeStaffRemind.Name: "请快来人看一看", NoticeUnanswered.Name: "请快来人看一看",
		noticeSubstitute.Name: "郑丽外出时由您代班，不方便请告诉他或社区", noticeCalledOff.Name: "工作人员核实过，没有危险",
		noticeStaffCalledOff.Name: "反映人说弄错了，已撤回", noticeWeekly.Name: "新增3件，您确认2件，还有1件在办",
	},
})

// Consents are the kinds for which a steward is asked to consent, most wanted first.
var Consents = []notify.Kind{noticeAlertUrgent, noticeCallUrgent, noticeAlert, noticeCall, noticeRemind, noticeRemindCall, noticeCalledOff, noticeSubstitute}
