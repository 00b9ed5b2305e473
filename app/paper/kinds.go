package paper

import (
	"fmt"
	"time"

	"linli/app/notify"
	"linli/app/when"
)

// Notices are the kinds of notice about papers.
var Notices notify.Kinds

var (
	noticeAsked = Notices.Add(notify.Kind{
		Name: "paper.asked", Title: "能不能再用您的材料", Text: "社区帮您办事，想再用您存的“{title}”。同意不同意，请到“我的材料”里点一下。", Page: "life/paper/index",
	})
	noticeLost = Notices.Add(notify.Kind{
		Name: "paper.lost", Title: "照片没有收下", Text: "您在聊天里发的“{title}”：{words}。可以再发一次，或者到社区窗口交。", Page: "life/paper/index",
	})
)

var _ = Notices.Describe(notify.Subject{
	Name:   "材料再用",
	Labels: map[notify.Fact]string{notify.FactTitle: "材料", notify.FactWords: "请您"},
	Example: notify.Facts{
		notify.FactTitle: "身份证复印件", notify.FactNumber: "CL12", notify.FactState: "请答复", notify.FactWords: "到“我的材料”里答复", notify.FactAt: "2026年11月29日 09:30",
	},
})

// Consents are the notices that somebody with papers is asked to agree to.
var Consents = []notify.Kind{noticeAsked, noticeLost}

// asks is the notice to the person of a paper that staff want to use in another matter. It says nothing of the matter.
func (p Paper) asks(now time.Time) notify.Notice {
	return noticeAsked.To(p.Person, p.Community, fmt.Sprintf("paper:%d", p.ID), notify.Facts{
		notify.FactTitle: p.Name, notify.FactNumber: fmt.Sprintf("CL%d", p.ID), notify.FactState: "请答复", notify.FactWords: "到“我的材料”里答复", notify.FactAt: when.Full(now),
	})
}
