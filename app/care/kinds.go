package care

import "linli/app/notify"

// Notices are the kinds of notice about visits.
var Notices notify.Kinds

const (
	staffPage  = "office/care/index"
	sheetPage  = "office/care/visit/index?id={id}"
	familyPage = "life/care/index"
)

// The kinds of notice.
var (
	noticeDue     = Notices.Add(notify.Kind{Name: "care.due", Title: "今天的走访", Text: "今天有{count}户要走访：{words}。", Page: staffPage, ForStaff: true})
	noticeOverdue = Notices.Add(notify.Kind{Name: "care.overdue", Title: "走访已过时限", Text: "{place}有{count}户走访已过时限，请您看看怎样安排。", Page: staffPage, ForStaff: true})
	noticeChanged = Notices.Add(notify.Kind{Name: "care.changed", Title: "有变故，请走访", Text: "{place}有变故，请在{due}前走访。", Page: sheetPage, ForStaff: true, MustKnow: true})
	noticeFamily  = Notices.Add(notify.Kind{Name: "care.family", Title: "家人走访", Text: "{title}：{words}。", Page: familyPage})
	noticeAgain   = Notices.Add(notify.Kind{Name: "care.again", Title: "请再联系一次", Text: "{place}走访没有人应，请在{due}前再上门、再打电话。", Page: sheetPage, ForStaff: true, Prompt: true})
	noticeUnseen  = Notices.Add(notify.Kind{Name: "care.unseen", Title: "联系不上您的家人", Text: "社区今天没有联系上{title}，正在找；您联系上了，请点“联系上了”。", Page: familyPage, Urgent: true})
	noticeSeen    = Notices.Add(notify.Kind{Name: "care.seen", Title: "家人联系上了", Text: "{place}：家人说已经联系上，不用再找。", Page: sheetPage, ForStaff: true, Prompt: true})
	noticePolice  = Notices.Add(notify.Kind{Name: "care.police", Title: "请拨打 110", Text: "{place}一直没有人应，请您马上拨打 110，并到现场。", Page: sheetPage, ForStaff: true, Urgent: true})
)

var _ = Notices.Describe(notify.Subject{
	Name: "走访关爱",
	Labels: map[notify.Fact]string{
		notify.FactTitle: "谁", notify.FactPlace: "哪里", notify.FactDue: "何时前", notify.FactWords: "内容", notify.FactCount: "几户",
	},
	Example: notify.Facts{
		notify.FactTitle: "您的家人", notify.FactPlace: "幸福小区3号楼2单元 302", notify.FactDue: "2026年11月30日 23:00", notify.FactCount: "3",
		notify.FactWords: "今天已走访，平安", notify.FactState: "走访", notify.FactAt: "2026年11月29日 09:30",
	},
	Words: map[string]string{noticeDue.Name: "3号楼 302、5号楼 101"},
})

// Consents are the notices that a family member is asked to agree to.
var Consents = []notify.Kind{noticeFamily, noticeUnseen}
