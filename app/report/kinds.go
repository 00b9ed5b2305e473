package report

import "linli/app/notify"

// Notices are the kinds of notice about reports and substitutes.
var Notices notify.Kinds

// Keywords that only these notices have: when the current step is due, when the asked post has to act, and the end of an
// absence.
var (
	factStepDue  = Notices.Fact("step_due", "这一步的时限")
	factAskedDue = Notices.Fact("asked_due", "督促到几时")
	factUntil    = Notices.Fact("until", "到几时")
)

const page = "report/detail/index?id={id}" // in both clients

// chatResolved is said in the chat together with the photo of the result; the chat understands both answers.
const chatResolved = "{number} {title} 已办好：\n{words}\n满意回复 1，没解决回复 2。"

// The kinds of notice; the wiring names the exported ones among those for which staff are asked to consent.
var (
	noticeAccepted           = Notices.Add(notify.Kind{Name: "report.accepted", Title: "已受理", Text: "您反映的“{title}”（{number}）已受理，由{by}负责。", Page: page})
	noticeRefused            = Notices.Add(notify.Kind{Name: "report.refused", Title: "不予受理", Text: "您反映的“{title}”（{number}）不能受理：{words}", Page: page, MustKnow: true})
	noticeTaken              = Notices.Add(notify.Kind{Name: "report.taken", Title: "正在办理", Text: "您反映的“{title}”（{number}）正在办理，由{by}负责，预计{due}前办好。", Page: page})
	noticeReply              = Notices.Add(notify.Kind{Name: "report.reply", Title: "工作人员回复", Text: "关于“{title}”（{number}）：{words}", Page: page})
	noticeAsked              = Notices.Add(notify.Kind{Name: "report.asked", Title: "请您补充", Text: "关于“{title}”（{number}），请问：{words}", Page: page, MustKnow: true})
	noticeResolved           = Notices.Add(notify.Kind{Name: "report.resolved", Title: "已办结", Text: "您反映的“{title}”（{number}）已办结：{words}请评价：回复“1 满意”或“2 没解决”。", Page: page, MustKnow: true, Chat: chatResolved, Answers: "1 2"})
	NoticeNew                = Notices.Add(notify.Kind{Name: "report.new", Title: "新的随手拍", Text: "{place}有新的事件“{title}”（{number}），请在{step_due}前受理。", Page: page, ForStaff: true})
	NoticeAssigned           = Notices.Add(notify.Kind{Name: "report.assigned", Title: "交办给您", Text: "“{title}”（{number}，{place}）交给您办理，请在{step_due}前接办、{due}前办结。", Page: page, ForStaff: true})
	noticeReturned           = Notices.Add(notify.Kind{Name: "report.returned", Title: "被退回", Text: "“{title}”（{number}）被退回：{words}", Page: page, ForStaff: true})
	NoticeAnswered           = Notices.Add(notify.Kind{Name: "report.answered", Title: "居民已回答", Text: "“{title}”（{number}）的反映人回答：{words}", Page: page, ForStaff: true})
	noticeAdded              = Notices.Add(notify.Kind{Name: "report.added", Title: "居民有补充", Text: "“{title}”（{number}）的反映人补充了情况。", Page: page, ForStaff: true})
	NoticeDanger             = Notices.Add(notify.Kind{Name: "report.danger", Title: "转为紧急", Text: "“{title}”（{number}，{place}）的反映人说有危险，请马上处理：{words}", Page: page, ForStaff: true, Urgent: true, Wakes: true, Instead: "report.added"})
	noticeLooked             = Notices.Add(notify.Kind{Name: "report.looked", Title: "红管家到场查看", Text: "红管家看了“{title}”（{number}）：{words}", Page: page, ForStaff: true})
	noticeUrged              = Notices.Add(notify.Kind{Name: "report.urged", Title: "居民催办", Text: "“{title}”（{number}）的反映人催办，请尽快处理。", Page: page, ForStaff: true})
	noticeReopened           = Notices.Add(notify.Kind{Name: "report.reopened", Title: "要求重办", Text: "“{title}”（{number}）没有解决，请重新办理：{words}", Page: page, ForStaff: true})
	noticeReviewed           = Notices.Add(notify.Kind{Name: "report.reviewed", Title: "居民评价", Text: "“{title}”（{number}）的反映人评价：{words}", Page: page, ForStaff: true})
	noticeSelfResolved       = Notices.Add(notify.Kind{Name: "report.self_resolved", Title: "红管家已办结", Text: "“{title}”（{number}，{place}）已由红管家自办自结。", Page: page, ForStaff: true})
	noticeDueSoon            = Notices.Add(notify.Kind{Name: "report.due_soon", Title: "快到时限了", Text: "“{title}”（{number}，{place}）快到时限了，请在{step_due}前办理。", Page: page, ForStaff: true})
	NoticeOverdue            = Notices.Add(notify.Kind{Name: "report.overdue", Title: "已超时", Text: "“{title}”（{number}，{place}）已超时，请尽快办理。{words}", Page: page, ForStaff: true})
	NoticeBreached           = Notices.Add(notify.Kind{Name: "report.breached", Title: "请您督促", Text: "“{title}”（{number}，{place}）已超时还没有办好，现由{by}办理，请您督促，{asked_due}前落实。", Page: page, ForStaff: true})
	noticePushed             = Notices.Add(notify.Kind{Name: "report.pushed", Title: "正在督促", Text: "您反映的“{title}”（{number}）已超时，{words}", Page: page})
	NoticeEscalated          = Notices.Add(notify.Kind{Name: "report.escalated", Title: "上报给您", Text: "“{title}”（{number}，{place}）上报给您协调：{words}", Page: page, ForStaff: true})
	noticeDisputed           = Notices.Add(notify.Kind{Name: "report.disputed", Title: "部门两次退回", Text: "“{title}”（{number}，{place}）两次被部门退回，已交网格中心协调：{words}", Page: page, ForStaff: true})
	NoticeSupervised         = Notices.Add(notify.Kind{Name: "report.supervised", Title: "督办", Text: "“{title}”（{number}，{place}）督办：{words}", Page: page, ForStaff: true})
	noticeSupervisionReplied = Notices.Add(notify.Kind{Name: "report.supervision_replied", Title: "督办回复", Text: "“{title}”（{number}）的督办回复：{words}", Page: page, ForStaff: true})
	noticeSupervisionLate    = Notices.Add(notify.Kind{Name: "report.supervision_late", Title: "督办没有回复", Text: "“{title}”（{number}，{place}）的督办到期没有回复，现由{by}办理。", Page: page, ForStaff: true})
	noticeExtendAsked        = Notices.Add(notify.Kind{Name: "report.extend_asked", Title: "申请延期", Text: "“{title}”（{number}，{place}）申请延期，请批复。{words}", Page: page, ForStaff: true})
	noticeSuspendAsked       = Notices.Add(notify.Kind{Name: "report.suspend_asked", Title: "申请挂账", Text: "“{title}”（{number}，{place}）申请挂账，请批复。{words}", Page: page, ForStaff: true})
	noticePostponeApproved   = Notices.Add(notify.Kind{Name: "report.postpone_approved", Title: "申请已批准", Text: "“{title}”（{number}）的申请已批准：{words}", Page: page, ForStaff: true})
	noticePostponeDeclined   = Notices.Add(notify.Kind{Name: "report.postpone_declined", Title: "申请未批准", Text: "“{title}”（{number}）的申请没有批准：{words}", Page: page, ForStaff: true})
	noticeSuspended          = Notices.Add(notify.Kind{Name: "report.suspended", Title: "暂时无法办理", Text: "您反映的“{title}”（{number}）{words}", Page: page, MustKnow: true})
	noticeExtended           = Notices.Add(notify.Kind{Name: "report.extended", Title: "办理延期", Text: "您反映的“{title}”（{number}）{words}", Page: page})
	noticeResumed            = Notices.Add(notify.Kind{Name: "report.resumed", Title: "恢复办理", Text: "“{title}”（{number}，{place}）{words}，请在{due}前办结。", Page: page, ForStaff: true})
	noticeUnanswered         = Notices.Add(notify.Kind{Name: "report.unanswered", Title: "反映人没有回答", Text: "“{title}”（{number}）{words}，请在{due}前办结。", Page: page, ForStaff: true})
	noticeStep               = Notices.Add(notify.Kind{Name: "report.step", Title: "办理有进展", Text: "您反映的“{title}”（{number}）：{words}", Page: page})
	noticeMerged             = Notices.Add(notify.Kind{Name: "report.merged", Title: "合并办理", Text: "您反映的“{title}”（{number}）{words}", Page: page})
	noticeUnmerged           = Notices.Add(notify.Kind{Name: "report.unmerged", Title: "取消并案", Text: "“{title}”（{number}，{place}）单独办理，请在{due}前办结。", Page: page, ForStaff: true})
	noticePartDone           = Notices.Add(notify.Kind{Name: "report.part_done", Title: "分办完成", Text: "“{title}”（{number}）的分办事项 {words}", Page: page, ForStaff: true})
	noticeJoinedResolved     = Notices.Add(notify.Kind{Name: "report.joined_resolved", Title: "您关注的事已办结", Text: "您也反映过的“{title}”已办结：{words}", Page: "pages/progress/index", Chat: "您也反映过的“{title}”已办好：\n{words}"})
	noticeAcceptedUrgent     = Notices.AddUrgent(noticeAccepted, "{title}（{number}）已受理，由{by}负责。")
	_                        = Notices.AddUrgent(noticeTaken, "{title}（{number}）正在办理，由{by}负责，预计{due}前办好。")
	NoticeNewUrgent          = Notices.AddUrgent(NoticeNew, "{title}（{number}），{place}，请在{step_due}前受理。")
	NoticeAssignedUrgent     = Notices.AddUrgent(NoticeAssigned, "{title}（{number}），{place}，交给您办理，请在{step_due}前接办、{due}前办结。")
	_                        = Notices.AddUrgent(noticeUrged, "{title}（{number}），反映人催办，请马上处理。")
	_                        = Notices.AddUrgent(noticeReopened, "{title}（{number}）没有解决，请重新办理：{words}")
	_                        = Notices.AddUrgent(noticeDueSoon, "{title}（{number}），{place}，快到时限了，请在{step_due}前办理。")
	_                        = Notices.AddUrgent(NoticeOverdue, "{title}（{number}），{place}，已超时，请马上办理。{words}")
	_                        = Notices.AddUrgent(NoticeBreached, "{title}（{number}），{place}，已超时还没有办好，现由{by}办理，请您督促，{asked_due}前落实。")
	_                        = Notices.AddUrgent(NoticeEscalated, "{title}（{number}），{place}，上报给您协调：{words}")
	NoticeStandIn            = Notices.Add(notify.Kind{Name: "person.stand_in", Title: "请您代班", Text: "{by}离岗到{until}，这段时间由您代班，现有{count}件在办。", Page: "pages/home/index", ForStaff: true})
	noticeBack               = Notices.Add(notify.Kind{Name: "person.back", Title: "代班结束", Text: "您的离岗时间已结束，事情又回到您手上，现有{count}件在办。", Page: "pages/home/index", ForStaff: true})
)

// Consents are the kinds for which an author is asked to consent, most wanted first.
var Consents = []notify.Kind{
	noticeResolved, noticeAcceptedUrgent, noticeAsked, noticeAccepted, noticeReply, noticeTaken, noticeRefused, noticeSuspended, noticeExtended,
	noticeStep, noticePushed, noticeMerged,
}
