package policy

import "linli/app/notify"

// Notices are the kinds of notice about switches.
var Notices notify.Kinds

// page is where staff read what is on.
const page = "people/policies/index"

var (
	noticeSwitched = Notices.Add(notify.Kind{
		Name: "policy.switched", Title: "政策开关", Text: "{place}：{title}{state}。{words}", Page: page, ForStaff: true,
	})
	noticeEnding = Notices.Add(notify.Kind{
		Name: "policy.ending", Title: "开关快到期了", Text: "{place}的“{title}”{due}到期，到期自动关闭，数据按期删除。还要用请重新开启。", Page: page, ForStaff: true,
	})
)

var _ = Notices.Describe(notify.Subject{
	Name:   "政策开关",
	Labels: map[notify.Fact]string{notify.FactTitle: "开关", notify.FactPlace: "哪里", notify.FactState: "开启或关闭", notify.FactWords: "为什么、到什么时候", notify.FactDue: "到期的日子"},
	Example: notify.Facts{
		notify.FactTitle: "签到", notify.FactPlace: "幸福社区", notify.FactState: "已开启", notify.FactWords: "为了核对夜间值守，到2026年12月31日为止",
		notify.FactDue: "2026年12月31日", notify.FactAt: "2026年11月29日 09:30",
	},
})
