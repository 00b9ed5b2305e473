package feedback

import (
	"context"
	"time"

	"linli/app/notify"
	"linli/app/when"
)

// Notices are the kinds of notice about satisfaction.
var Notices notify.Kinds

const (
	page      = "life/feedback/index?id={id}"
	staffPage = "office/follow/index"
)

// The kinds of notice: for the person asked, and for staff who call back.
var (
	noticeAsked = Notices.Add(notify.Kind{
		Name: "feedback.asked", Title: "请您评价", Text: "“{title}”办得怎么样？满意回复 1，一般回复 2，不满意回复 3。", Page: page,
		Chat: "“{title}”办得怎么样？\n满意回复 1，一般回复 2，不满意回复 3。", ChatFirst: true, Answers: "1 2 3",
	})
	noticeUnhappy = Notices.Add(notify.Kind{Name: "feedback.unhappy", Title: "居民不满意", Text: "“{title}”有居民不满意，请在{due}前回访。", Page: staffPage, ForStaff: true})
	noticeDue     = Notices.Add(notify.Kind{Name: "feedback.call_due", Title: "今天要回访", Text: "今天有{count}件要回访，请打电话问问。", Page: staffPage, ForStaff: true})
	noticeLate    = Notices.Add(notify.Kind{Name: "feedback.call_late", Title: "回访超时", Text: "有{count}件回访超过三个工作日，请督促。", Page: staffPage, ForStaff: true})
)

var _ = Notices.Describe(notify.Subject{
	Name:   "满意度",
	Labels: map[notify.Fact]string{notify.FactTitle: "哪项服务", notify.FactDue: "何时前", notify.FactCount: "几件", notify.FactPlace: "哪个社区"},
	Example: notify.Facts{
		notify.FactTitle: "理发", notify.FactDue: "2026年12月03日 17:30", notify.FactCount: "2", notify.FactState: "待回访", notify.FactNumber: "评18", notify.FactPlace: "幸福社区", notify.FactAt: "2026年11月30日 09:30",
	},
})

// Consents are the notices that a resident is asked to agree to.
var Consents = []notify.Kind{noticeAsked}

// toStaff are the facts of a notice to staff of a community.
func (s *Service) toStaff(ctx context.Context, community int64, number, title string, due, now time.Time) (notify.Facts, error) {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	return notify.Facts{
		notify.FactTitle: title, notify.FactNumber: number, notify.FactPlace: t.Say(community), notify.FactState: "待回访", notify.FactDue: when.Full(due), notify.FactAt: when.Full(now),
	}, nil
}

func facts(f Feedback) notify.Facts {
	return notify.Facts{notify.FactTitle: f.Title, notify.FactState: "等您评价", notify.FactAt: when.Full(f.AskedAt), notify.FactDue: when.Full(f.ExpiresAt)}
}
