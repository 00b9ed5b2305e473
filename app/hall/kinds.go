package hall

import (
	"context"
	"fmt"
	"strings"
	"time"

	"linli/app/notify"
	"linli/app/place"
	"linli/app/when"
)

// Notices are the kinds of notice about borrowed places.
var Notices notify.Kinds

const page = "life/hall/index"

// The kinds of notice.
var (
	noticeAgreed    = Notices.Add(notify.Kind{Name: "hall.agreed", Title: "场地借好了", Text: "{place} {at} 借给您用。用完请{words}。", Page: page})
	noticeDeclined  = Notices.Add(notify.Kind{Name: "hall.declined", Title: "场地没有借成", Text: "{place} {at} 没有借成：{words}。可以换个时间再借。", Page: page})
	noticeReminder  = Notices.Add(notify.Kind{Name: "hall.reminder", Title: "别忘了您借的场地", Text: "您借了{place}，{at}。不用了请提前取消，让给别人。", Page: page})
	noticeTidy      = Notices.Add(notify.Kind{Name: "hall.tidy", Title: "用完了，请收拾一下", Text: "{place}用完了，请{words}，再点“收拾好了”。", Page: page})
	noticeCancelled = Notices.Add(notify.Kind{Name: "hall.cancelled", Title: "借的场地取消了", Text: "{place} {at} 的借用由社区取消：{words}。", Page: page, MustKnow: true})
	noticeClosed    = Notices.Add(notify.Kind{Name: "hall.closed", Title: "那天场地不开放", Text: "{place} {at} 那天不开放：{words}。您的借用取消了，可以改天再借。", Page: page, MustKnow: true})
)

var _ = Notices.Describe(notify.Subject{
	Name:   "借用场地",
	Labels: map[notify.Fact]string{notify.FactPlace: "场所", notify.FactAt: "什么时间", notify.FactWords: "说明"},
	Example: notify.Facts{
		notify.FactTitle: "借用三楼活动室", notify.FactPlace: "三楼活动室", notify.FactAt: "2026年12月3日 14:00", notify.FactState: "已同意", notify.FactWords: "关灯、锁门、桌椅归位",
	},
	Words: map[string]string{noticeDeclined.Name: "那天有培训", noticeCancelled.Name: "那天临时开会", noticeClosed.Name: "检修电路"},
})

// Consents are the notices a borrower is asked to agree to, most wanted first.
var Consents = []notify.Kind{noticeAgreed, noticeReminder, noticeCancelled}

// tell adds a notice for the group's person, if they are known.
func tell(ctx context.Context, box notify.Outbox, kind notify.Kind, u Use, p place.Place, words string, now time.Time) error {
	if u.Person == 0 {
		return nil
	}
	if words == "" {
		if words = strings.Join(p.Lending.Closing, "、"); words == "" {
			words = "带走垃圾"
		}
	}
	return notify.Tell(ctx, box, kind.To(u.Person, u.Community, fmt.Sprintf("hall:%d", u.ID), notify.Facts{
		notify.FactTitle: "借用" + p.Name, notify.FactPlace: p.Name, notify.FactAt: when.Full(u.From), notify.FactState: u.State.Name(), notify.FactWords: words,
	}), now)
}
