package family

import "linli/app/notify"

// Notices are the kinds of notice about family links.
var Notices notify.Kinds

const page = "life/family/index"

// The kinds of notice.
var (
	noticeConfirmed = Notices.Add(notify.Kind{Name: "family.confirmed", Title: "家人确认", Text: "{words}", Page: page})
	noticeRefused   = Notices.Add(notify.Kind{Name: "family.refused", Title: "家人申请未通过", Text: "{words}", Page: page})
	noticeEnded     = Notices.Add(notify.Kind{Name: "family.ended", Title: "家人关系解除", Text: "{words}", Page: page})
)

var _ = Notices.Describe(notify.Subject{
	Name: "家人",
	Example: notify.Facts{
		notify.FactTitle: "家人代办", notify.FactNumber: "JR12", notify.FactPlace: "幸福社区", notify.FactState: "已确认",
		notify.FactWords: "社区已确认，您可以代王秀英（母亲）预约和办理了。", notify.FactAt: "2026年11月29日 09:30",
	},
	Words: map[string]string{
		noticeRefused.Name: "您为王秀英（母亲）提出的家人申请没有通过：请带户口本到社区登记",
		noticeEnded.Name:   "与家人（母亲）的关系已解除，您不能再代为预约和办理。",
	},
})
