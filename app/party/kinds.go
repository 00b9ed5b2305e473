package party

import (
	"time"

	"linli/app/notify"
	"linli/app/when"
)

// Notices are the kinds of notice about duties.
var Notices notify.Kinds

// The text says nothing of membership: others may see the screen.
var noticeAssigned = Notices.Add(notify.Kind{
	Name: "party.assigned", Title: "您的责任岗", Text: "您的岗位：{words}；责任楼栋：{place}。有事会通知到您。", Page: "duty/mine/index", MustKnow: true,
})

var _ = Notices.Describe(notify.Subject{
	Name:   "责任岗",
	Labels: map[notify.Fact]string{notify.FactWords: "岗位", notify.FactPlace: "责任楼栋"},
	Example: notify.Facts{
		notify.FactTitle: "责任岗", notify.FactWords: "政策宣传、扶老助残", notify.FactPlace: "幸福小区3号楼", notify.FactState: "已安排",
		notify.FactAt: "2026年11月29日 18:30",
	},
})

// Consents are the notices a member is asked to agree to.
var Consents = []notify.Kind{noticeAssigned}

const none = "暂未安排"

// Assigned returns the notice to a member about their duties and patch in words, "" for none.
func Assigned(m Member, community int64, about, patch string, now time.Time) notify.Notice {
	duties := sayDuties(m.Duties)
	if duties == "" {
		duties = none
	}
	if patch == "" {
		patch = none
	}
	return noticeAssigned.To(m.Person, community, about, notify.Facts{
		notify.FactTitle: "责任岗", notify.FactWords: duties, notify.FactPlace: patch, notify.FactState: "已安排", notify.FactAt: when.Full(now),
	})
}
