package post

import (
	"context"
	"fmt"
	"time"

	"linli/app/area"
	"linli/app/notify"
	"linli/app/when"
)

// Notices are the kinds of notice about posts.
var Notices notify.Kinds

const page = "life/nomination/index?id={id}"

// The kinds of notice.
var (
	noticeNominated = Notices.Add(notify.Kind{
		Name: "post.nominated", Title: "有人推荐您", Text: "有人推荐您担任{place}{title}，请答复愿不愿意。", Page: page, MustKnow: true,
		Chat: "有人推荐您担任{place}{title}，请到小程序里答复愿不愿意，也可以告诉社区。",
	})
	noticeAppointed = Notices.Add(notify.Kind{
		Name: "post.appointed", Title: "任命通知", Text: "{words}已任命为{place}{title}，任期到{due}。", Page: page, MustKnow: true,
		Chat: "{words}已任命为{place}{title}，任期到{due}。",
	})
	noticeEnding = Notices.Add(notify.Kind{
		Name: "post.ending", Title: "任期快满了", Text: "{words}担任{place}{title}的任期到{due}，请安排续任或交接。", Page: "pages/home/index", ForStaff: true,
	})
	noticeBody = Notices.Add(notify.Kind{
		Name: "post.body_ending", Title: "快换届了", Text: "{place}的{title}{words}任期届满（{due}），请准备换届。", Page: "pages/home/index", ForStaff: true,
	})
	noticeVacant = Notices.Add(notify.Kind{
		Name: "post.vacant", Title: "岗位空缺", Text: "{place}有{count}个岗位空缺：{words}。", Page: "pages/home/index", ForStaff: true,
	})
)

var _ = Notices.Describe(notify.Subject{
	Name:   "推荐和任职",
	Labels: map[notify.Fact]string{notify.FactTitle: "岗位", notify.FactPlace: "任职的地方", notify.FactDue: "最后一天", notify.FactWords: "谁"},
	Example: notify.Facts{
		notify.FactTitle: "楼栋长", notify.FactPlace: "幸福社区3号楼", notify.FactState: "已任命", notify.FactBy: "幸福社区",
		notify.FactWords: "您", notify.FactDue: "2029年11月28日 23:59", notify.FactAt: "2026年11月29日 09:30", notify.FactCount: "3",
	},
	Words: map[string]string{noticeVacant.Name: "第一网格专职网格员、3号楼楼栋长", noticeEnding.Name: "王建安", noticeBody.Name: "还有 6 个月"},
})

// Consents are the notices a resident is asked to agree to, most wanted first.
var Consents = []notify.Kind{noticeAppointed, noticeNominated}

func (s *Service) facts(t *area.Tree, n Nomination, words string, due when.Date) notify.Facts {
	return notify.Facts{
		notify.FactTitle: n.Role.Name(), notify.FactPlace: sayArea(t, n.Area), notify.FactState: n.State.Name(), notify.FactWords: words,
		notify.FactBy: sayArea(t, n.Community), notify.FactDue: when.Full(due.Next().Time().Add(-time.Minute)), notify.FactAt: when.Full(s.now()),
	}
}

// sayArea names an area; those above communities by their own name.
func sayArea(t *area.Tree, id int64) string {
	if said := t.Say(id); said != "" {
		return said
	}
	a, _ := t.Get(id) //nolint:errcheck // an area that is gone has no name
	return a.Name
}

// ask tells the nominee that their yes is wanted.
func (s *Service) ask(ctx context.Context, tx Tx, t *area.Tree, n Nomination) error {
	if n.Nominee == 0 || n.Nominee == n.By {
		return nil
	}
	about := fmt.Sprintf("nomination:%d", n.ID)
	return notify.Tell(ctx, tx, noticeNominated.To(n.Nominee, n.Community, about, s.facts(t, n, "", when.DateOf(s.now()))), s.now())
}
