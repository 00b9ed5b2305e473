package chat

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"linli/app/errand"
	"linli/app/guide"
	"linli/app/intent"
	"linli/app/report"
	"linli/app/when"
)

// The stages of asking for an errand.
const (
	ErrandWhat  Stage = "errand"      // which of these items?
	ErrandSure  Stage = "errand_sure" // shall somebody do it?
	ErrandWhere Stage = "errand_area" // in which community?
)

// What the chat says about errands.
const (
	askErrand       = "请回复上面的数字；不办了回复 0。"
	askErrandWords  = "请说办什么事，比如：代办 医保。不知道找谁，也可以直接说您的情况。"
	askErrandWhich  = "您要办的是哪一件？"
	askErrandSure   = "\n回复 1 请人代办，不办了回复 0。"
	askErrandNobody = "没找到“%s”这个事项。请工作人员帮您看看该怎么办？" + askErrandSure
	sayNoErrand     = "好的。想办的时候回复“代办”加上要办的事。"
	sayErrandAsked  = "登记好了：%s，%s。\n工作时间 2 小时内有人联系您。看进度回复“我的代办”。"
	sayNoErrands    = "您现在没有在办的代办。想请人办事，回复“代办”加上要办的事，比如：代办 医保。"
	sayAgreed       = "好的，您已委托：%s，到%s。想收回，请在“我的代办”里点“收回委托”。"
)

var errandWords = regexp.MustCompile(`^(?:请|找|叫|想|要|我|我想|我要|帮我|给我|替我|请人|找人|社区|能不能|可以|可不可以|麻烦)*(?:代办|帮办)(?:一下|一个|个)?[ ,，:：]*(.*)$`)

// errandWish returns what words order about errands. Words about danger belong to reports.
func (t *turn) errandWish(_ intent.Reading, said string) (func() (string, error), bool) {
	word := strings.TrimRight(said, "。！!.？? ")
	switch word {
	case "我的代办", "代办进度", "查代办", "代办到哪了", "我的代办到哪了", "看代办":
		return t.myErrands, true
	case "同意委托", "我同意委托":
		return t.agreeMandate, true
	}
	m := errandWords.FindStringSubmatch(word)
	if m == nil || t.draft.about() {
		return nil, false
	}
	if _, threatens := t.matters.Dangers.Read(said); threatens {
		return nil, false
	}
	return func() (string, error) { return t.wantErrand(m[1]) }, true
}

// wantErrand offers the items that the words mean.
func (t *turn) wantErrand(what string) (string, error) {
	if !t.draft.empty() {
		return sayUnfinished, nil
	}
	if what == "" {
		return askErrandWords, nil
	}
	community, known := t.homeCommunity()
	if !known {
		return t.askHome(ErrandWhere, what, t.wantErrandIn)
	}
	found, err := t.guides.Find(t.ctx, community, what)
	if err != nil {
		return "", err
	}
	found = slices.DeleteFunc(found, func(i guide.Shown) bool { return !slices.Contains(i.Modes, guide.Errand) })
	switch len(found) {
	case 0:
		t.draft = Draft{Person: t.person.ID, Stage: ErrandSure, Place: report.Cut(what, errand.MaxTitle)}
		return fmt.Sprintf(askErrandNobody, t.draft.Place), t.save()
	case 1:
		return t.offerErrand(found[0].Item, what)
	}
	t.draft = Draft{Person: t.person.ID, Stage: ErrandWhat, Place: report.Cut(what, errand.MaxTitle)}
	var b strings.Builder
	b.WriteString(askErrandWhich)
	for n, i := range found[:min(len(found), mostPicks)] {
		fmt.Fprintf(&b, "\n%d %s", n+1, i.Name)
		t.draft.Choices = append(t.draft.Choices, i.ID)
	}
	return b.String() + "\n" + askErrand, t.save()
}

// offerErrand says what an item needs and asks whether somebody shall do it.
func (t *turn) offerErrand(i guide.Item, what string) (string, error) {
	t.draft = Draft{Person: t.person.ID, Stage: ErrandSure, Place: report.Cut(what, errand.MaxTitle), Choices: []int64{i.ID}}
	return sayItem(i) + askErrandSure, t.save()
}

// sayItem says in a few lines what to bring for an item.
func sayItem(i guide.Item) string {
	var b strings.Builder
	b.WriteString("【" + i.Name + "】")
	for n, m := range i.Materials {
		if n == 0 {
			b.WriteString("\n要准备：")
		} else {
			b.WriteString("、")
		}
		b.WriteString(m.Name + "（" + m.Form.Name() + "）")
	}
	var facts []string
	if i.Fee != "" {
		facts = append(facts, i.Fee)
	}
	if !i.Promised.IsZero() {
		facts = append(facts, i.Promised.Say()+"办好")
	}
	if len(facts) > 0 {
		b.WriteString("\n" + strings.Join(facts, "，"))
	}
	return b.String()
}

// wantErrandIn remembers the community and goes on there.
func (t *turn) wantErrandIn(community int64, what string) (string, error) {
	if err := t.settle(ErrandWhere, community); err != nil {
		return "", err
	}
	t.draft = Draft{Person: t.person.ID}
	return t.wantErrand(what)
}

// answerErrand reads the answer to a question about an errand. false: the words are about something else.
func (t *turn) answerErrand(r intent.Reading, said string) (string, bool, error) {
	if t.draft.Stage == ErrandSure {
		if r.Kind == intent.Yes || r.Kind == intent.Choose && r.N == 1 {
			return t.done(t.askErrand())
		}
		return "", false, nil
	}
	if r.Kind == intent.Choose {
		if r.N < 1 || r.N > len(t.draft.Choices) {
			return askErrand, true, nil
		}
		pick := t.draft.Choices[r.N-1]
		if t.draft.Stage == ErrandWhere {
			return t.done(t.wantErrandIn(pick, t.draft.Place))
		}
		return t.done(t.offerChosen(pick))
	}
	if t.draft.Stage == ErrandWhere {
		if community := t.communityNamed(said); community != 0 {
			return t.done(t.wantErrandIn(community, t.draft.Place))
		}
	}
	switch r.Kind {
	case intent.Yes, intent.Place, intent.Other:
		return askErrand, true, nil
	}
	return "", false, nil
}

func (t *turn) offerChosen(item int64) (string, error) {
	i, err := t.guides.Of(t.ctx, item)
	if err != nil {
		return "", err
	}
	return t.offerErrand(i, t.draft.Place)
}

// askErrand asks for the errand of the draft.
func (t *turn) askErrand() (string, error) {
	w := errand.Wish{Words: t.draft.Place, Source: errand.Chat}
	if len(t.draft.Choices) == 1 {
		w.Item = t.draft.Choices[0]
	}
	e, err := t.errands.Ask(t.ctx, t.who, w)
	if err != nil {
		return "", andThen(err, "回复“我的代办”可查看。")
	}
	return fmt.Sprintf(sayErrandAsked, e.Say(), e.Title), t.forget()
}

// myErrands lists what is done for the resident.
func (t *turn) myErrands() (string, error) {
	found, err := t.errands.OfMine(t.ctx, t.who, true, 0)
	if err != nil || len(found.Items) == 0 {
		return sayNoErrands, err
	}
	offer, err := t.offerPapers()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString("您的代办：")
	for _, e := range found.Items[:min(len(found.Items), mostPicks)] {
		fmt.Fprintf(&b, "\n%s %s：%s", e.Say(), e.Title, e.State.Name())
		name, err := t.errands.NameOf(t.ctx, e.Holder)
		if err != nil {
			return "", err
		}
		if name != "" {
			b.WriteString("，" + name + "在办")
		}
		if !e.DueAt.IsZero() {
			b.WriteString("，" + when.Say(e.WholeDue) + "前")
		}
		if e.State == errand.Waiting && offer == "" {
			b.WriteString("\n还缺：" + strings.Join(e.Gaps(), "、"))
		}
	}
	return b.String() + offer + "\n详细情况：" + t.page("life/errand/index", "我的代办"), nil
}

// agreeMandate gives the mandate that waits for the resident.
func (t *turn) agreeMandate() (string, error) {
	found, err := t.errands.OfMine(t.ctx, t.who, true, 0)
	if err != nil {
		return "", err
	}
	for _, e := range found.Items {
		m, err := t.errands.MandateOf(t.ctx, e)
		if err != nil {
			return "", err
		}
		if !m.Pending(when.DateOf(t.now())) {
			continue
		}
		if _, err := t.errands.Agree(t.ctx, t.who, e.ID, errand.ByChat); err != nil {
			return "", err
		}
		return fmt.Sprintf(sayAgreed, errand.SayPowers(m.Powers), m.Until.Say()), nil
	}
	return "", errand.ErrNoMandate
}
