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
