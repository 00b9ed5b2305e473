package meal

import (
	"context"
	"fmt"
	"time"

	"linli/app/notify"
	"linli/app/when"
)

// Notices are the kinds of notice about meals.
var Notices notify.Kinds

const (
	page      = "life/meal/index"
	roundPage = "duty/meals/index"
)

// The kinds of notice.
var (
	noticeAgreed  = Notices.Add(notify.Kind{Name: "meal.agreed", Title: "助餐登记好了", Text: "{title}：{words}。不吃的日子请在前一天截止前停餐。", Page: page})
	noticeRefused = Notices.Add(notify.Kind{Name: "meal.refused", Title: "助餐没有登记", Text: "{title}：{words}。想再问问，请打社区电话。", Page: page})
	noticePaused  = Notices.Add(notify.Kind{Name: "meal.paused", Title: "停餐", Text: "{title}：{words}。", Page: page})
	noticeMissed  = Notices.Add(notify.Kind{Name: "meal.missed", Title: "家人的餐没有人应", Text: "{title}今天的餐送到门口没有人应，送餐的人正在打电话。您联系上了，请告诉社区。", Page: page, Prompt: true})
	noticeRing    = Notices.Add(notify.Kind{Name: "meal.ring", Title: "请马上打电话", Text: "{place}没有人应，请马上打电话。{due}还没有消息，会请红管家去看。", Page: roundPage, Prompt: true})
	noticeRound   = Notices.Add(notify.Kind{Name: "meal.round", Title: "请您送餐", Text: "{words}的餐请您送，{count}份。", Page: roundPage})
)

var _ = Notices.Describe(notify.Subject{
	Name: "助餐",
	Labels: map[notify.Fact]string{
		notify.FactTitle: "哪里的餐，或谁的", notify.FactWords: "说明", notify.FactPlace: "哪一户", notify.FactDue: "何时", notify.FactCount: "份数",
	},
	Example: notify.Facts{
		notify.FactTitle: "老有颐养午餐", notify.FactWords: "12月2日起，周一至周五", notify.FactPlace: "幸福小区3号楼2单元 302", notify.FactState: "助餐",
		notify.FactDue: "2026年12月2日 12:10", notify.FactCount: "12", notify.FactAt: "2026年12月1日 09:30",
	},
	Words: map[string]string{noticeRound.Name: "12月2日", noticePaused.Name: "12月2日不用餐", noticeRefused.Name: "这个点只收 70 岁以上"},
})

// Consents are the notices that somebody who takes part is asked to agree to.
var Consents = []notify.Kind{noticeAgreed, noticePaused, noticeMissed}

// tell tells one person about a member.
func tell(ctx context.Context, box notify.Outbox, kind notify.Kind, to int64, m Member, facts notify.Facts, now time.Time) error {
	facts[notify.FactState], facts[notify.FactAt] = "助餐", when.Full(now)
	return notify.Tell(ctx, box, kind.To(to, m.Community, fmt.Sprintf("meal:%d", m.ID), facts), now)
}
