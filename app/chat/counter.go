package chat

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/app/booking"
	"linli/app/counter"
	"linli/app/intent"
	"linli/app/when"
)

// HallWhere asks in which community the service hall is; what the resident said waits in the draft.
const HallWhere Stage = "hall_where"

// mostCounters is how many an answer names; the page of the hall has all.
const mostCounters = 2

// What the chat says about counters.
const (
	sayNotHall    = "好的。想看窗口几点开、几个人等，回复“服务大厅”。"
	sayNoCounters = "%s还没有登记窗口，请打社区电话问问。"
	sayTakeNumber = "到了扫门口的码取号，或请工作人员帮您取。先约时间，点小程序的“服务大厅”。"
)

var hallWords = []string{
	"服务大厅", "便民大厅", "办事大厅", "大厅", "窗口", "看窗口", "窗口几点开", "大厅几点开", "窗口几点上班", "窗口有人吗", "几个人在等", "窗口几个人", "取号", "我要取号", "怎么取号",
	"我的号", "我是几号", "叫到几号", "叫到几号了", "排到几号", "排到几号了",
}

// counterWish returns what words order about counters: 服务大厅, 取号.
func (t *turn) counterWish(_ intent.Reading, said string) (func() (string, error), bool) {
	word := strings.TrimRight(said, "。！!.？? 了")
	if !slices.Contains(hallWords, word) || t.draft.about() {
		return nil, false
	}
	return func() (string, error) { return t.hall(word) }, true
}

// hall says who sits at which counter now and how many wait, and the resident's own number.
func (t *turn) hall(word string) (string, error) {
	if !t.draft.empty() {
		return sayUnfinished, nil
	}
	community, known := t.homeCommunity()
	if !known {
		return t.askHome(HallWhere, word, t.hallIn)
	}
	if _, err := t.timetable(community); err != nil { // its sessions are there before they are read
		return "", err
	}
	all, err := t.counters.Hall(t.ctx, community)
	if err != nil {
		return "", err
	}
	if len(all) == 0 {
		return fmt.Sprintf(sayNoCounters, t.tree.Say(community)), t.tx.DeleteDraft(t.ctx, t.person.ID)
	}
	var b strings.Builder
	var mine []string
	for i, o := range all {
		if i < mostCounters {
			b.WriteString("\n" + sayCounter(o, t.now()))
		}
		for _, v := range o.Day.All {
			if v.Person == t.person.ID && (v.State == booking.Arrived || v.State == booking.Called) {
				mine = append(mine, fmt.Sprintf("您的号 %d，前面 %d 位。", v.Number, o.Day.Line.Before(v)))
			}
		}
	}
	head := t.tree.Say(community) + "的窗口："
	if len(mine) > 0 {
		head += mine[0]
	}
	return head + b.String() + "\n" + sayTakeNumber, t.tx.DeleteDraft(t.ctx, t.person.ID)
}

// sayCounter says what a counter is now: 综合窗口：社区工作人员在，2 个人等，叫到 901 号. Of one that is closed, when it opens today.
func sayCounter(o counter.Open, now time.Time) string {
	said := "今天不开了"
	for _, p := range slices.Backward(o.Today) {
		if now.Before(p.From) {
			said = "今天 " + p.From.In(when.Beijing).Format("15:04") + " 开"
		}
	}
	switch {
	case o.Open && o.As == counter.Nobody:
		said = "暂时没有人"
	case o.Open:
		said = fmt.Sprintf("%s在，%d 个人等", o.Post, o.Waiting)
		if o.Calling != 0 {
			said += fmt.Sprintf("，叫到 %d 号", o.Calling)
		}
	}
	return o.Name + "：" + said
}

// hallIn remembers the community and goes on there.
func (t *turn) hallIn(community int64, word string) (string, error) {
	if err := t.settle(HallWhere, community); err != nil {
		return "", err
	}
	t.draft = Draft{Person: t.person.ID}
	return t.hall(word)
}

// answerHall takes the community. false: the words are about something else.
func (t *turn) answerHall(r intent.Reading, said string) (string, bool, error) {
	if r.Kind == intent.Choose {
		if r.N < 1 || r.N > len(t.draft.Choices) {
			return askNumber, true, nil
		}
		return t.done(t.hallIn(t.draft.Choices[r.N-1], t.draft.Place))
	}
	if community := t.communityNamed(said); community != 0 {
		return t.done(t.hallIn(community, t.draft.Place))
	}
	switch r.Kind {
	case intent.Yes, intent.Place, intent.Other:
		return askNumber, true, nil
	}
	return "", false, nil
}
