package guide

import (
	"linli/app/notify"
)

// Notices are the kinds of notice about the guide.
var Notices notify.Kinds

var noticeToReview = Notices.Add(notify.Kind{
	Name: "guide.to_review", Title: "办事指南该复核了", Text: "{title}已过复核日期，现在显示“以窗口答复为准”，请核对后重新发布。", Page: "pages/home/index", ForStaff: true,
})

var _ = Notices.Describe(notify.Subject{
	Name:   "办事指南",
	Labels: map[notify.Fact]string{notify.FactTitle: "事项", notify.FactDue: "复核日期"},
	Example: notify.Facts{
		notify.FactTitle: "最低生活保障", notify.FactState: "待复核", notify.FactDue: "2026年11月28日", notify.FactAt: "2026年11月29日 09:30",
	},
})
