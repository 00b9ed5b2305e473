package loan

import (
	"context"
	"fmt"
	"time"

	"linli/app/notify"
	"linli/app/when"
)

// Notices are the kinds of notice about loans.
var Notices notify.Kinds

const page = "life/loan/index"

// The kinds of notice.
var (
	noticeLent = Notices.Add(notify.Kind{Name: "loan.lent", Title: "借用登记", Text: "您借了{title}，请在{words}前还到{place}。", Page: page})
	noticeDue  = Notices.Add(notify.Kind{Name: "loan.due", Title: "今天该还了", Text: "您借的{title}今天到期，请还到{place}；还要用，可以续借一次。", Page: page})
	noticeLate = Notices.Add(notify.Kind{Name: "loan.late", Title: "请您归还", Text: "您借的{title}{words}到期，请还到{place}。已经还了的，请告诉工作人员。", Page: page})
)

var _ = Notices.Describe(notify.Subject{
	Name:   "借还",
	Labels: map[notify.Fact]string{notify.FactTitle: "物品", notify.FactPlace: "还到哪里", notify.FactWords: "归还的日子"},
	Example: notify.Facts{
		notify.FactTitle: "折叠轮椅", notify.FactPlace: "幸福社区服务大厅", notify.FactState: "借出", notify.FactWords: "12月2日",
		notify.FactDue: "2026年12月2日 23:59", notify.FactAt: "2026年11月29日 09:30",
	},
	Words: map[string]string{noticeLate.Name: "昨天"},
})

// Consents are the notices a borrower is asked to agree to, most wanted first.
var Consents = []notify.Kind{noticeDue, noticeLate}

// tell adds a notice for the borrower, if they are a known person.
func tell(ctx context.Context, box notify.Outbox, kind notify.Kind, l Loan, t Thing, now time.Time) error {
	return notify.Tell(ctx, box, kind.To(l.Person, l.Community, fmt.Sprintf("loan:%d", l.ID), notify.Facts{
		notify.FactTitle: t.Name, notify.FactPlace: t.Place, notify.FactState: l.State.Name(),
		notify.FactWords: l.Due.Say(), notify.FactDue: when.Full(l.Due.Next().Time().Add(-time.Minute)), notify.FactAt: when.Full(now),
	}), now)
}
