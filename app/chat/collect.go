package chat

import (
	"errors"
	"fmt"
	"strings"

	"linli/app/collect"
	"linli/app/fault"
	"linli/app/household"
	"linli/app/intent"
)

// CollectWhat is the stage of 采集: has anything changed?
const CollectWhat Stage = "collect"

// What the chat says about collections.
const (
	sayNothingAsked = "现在没有要您核对的登记。"
	askCollect      = "\n%s前回复 1 没有变化，2 有变化，3 不愿意。答了就不用上门问了。"
	askCollectPage  = "\n请在这里填，%s前都行，不愿意请回复 3：\n%s"
	sayCollected    = "记下了，谢谢。不用上门问了。"
	sayCollectPage  = "请在这里改：\n%s"
	sayNotCollect   = "好的。想答的时候回复“采集”。"
)

// collectWish takes the word 采集: what the resident's household is asked.
func (t *turn) collectWish(r intent.Reading, _ string) (func() (string, error), bool) {
	if r.Kind != intent.Collect {
		return nil, false
	}
	return t.collect, true
}

// collect asks the first question that waits. A draft that was begun is kept.
func (t *turn) collect() (string, error) {
	asked, ok, err := t.toAnswer(0)
	if err != nil || !ok {
		return sayNothingAsked, err
	}
	if t.draft.about() || t.draft.Stage == Begin {
		return fmt.Sprintf(sayCollectPage, t.page("life/collect/index", "请核对登记")), nil
	}
	t.draft = Draft{Person: t.person.ID, Stage: CollectWhat, Choices: []int64{asked.Door.ID}}
	return t.sayAsked(asked), t.save()
}

// toAnswer returns what waits for an answer of the resident's household: this one, or with 0 the first.
func (t *turn) toAnswer(door int64) (collect.Asking, bool, error) {
	all, err := t.collects.Own(t.ctx, t.who)
	for _, a := range all {
		if (door == 0 || a.Door.ID == door) && (a.Door.State == collect.Todo || a.Door.State == collect.Absent) {
			return a, true, err
		}
	}
	return collect.Asking{}, false, err
}

func (t *turn) sayAsked(a collect.Asking) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s：%s（%s决定）", household.Say(t.tree, a.Home), a.Title, a.Purpose, a.Decided)
	var known []string
	for i, q := range a.Questions {
		if v := a.Known[i+1]; v != "" {
			known = append(known, q.Text+"："+v)
		}
	}
	if len(known) > 0 {
		b.WriteString("\n" + strings.Join(known, "；"))
	}
	if !a.OneTap(a.Known) {
		fmt.Fprintf(&b, askCollectPage, sayDate(a.Until), t.page("life/collect/index", "请核对登记"))
		return b.String()
	}
	fmt.Fprintf(&b, askCollect, sayDate(a.Until))
	return b.String()
}

// answerCollect reads 1, 2 or 3. false: the words are about something else.
func (t *turn) answerCollect(r intent.Reading, _ string) (string, bool, error) {
	if r.Kind != intent.Choose || len(t.draft.Choices) != 1 {
		return "", false, nil
	}
	a, open, err := t.toAnswer(t.draft.Choices[0])
	if err != nil {
		return "", true, err
	}
	if !open {
		return t.done(sayNothingAsked, t.forget())
	}
	switch {
	case r.N == 3:
		return t.done(t.giveCollect(a, collect.Refused))
	case r.N == 1 && a.OneTap(a.Known):
		return t.done(t.giveCollect(a, collect.Confirmed))
	case r.N == 1 || r.N == 2:
		return t.done(fmt.Sprintf(sayCollectPage, t.page("life/collect/index", "请核对登记")), t.save())
	}
	return askNumber, true, nil
}

func (t *turn) giveCollect(a collect.Asking, state collect.Answered) (string, error) {
	err := t.collects.Within(t.tx).AnswerOwn(t.ctx, t.who, a.Door.ID, collect.Given{State: state})
	var said *fault.Fault
	if errors.As(err, &said) {
		return said.Text, t.forget()
	}
	if err != nil {
		return "", err
	}
	return sayCollected, t.forget()
}

// againCollect repeats the open question.
func (t *turn) againCollect() string {
	if a, open, err := t.toAnswer(t.draft.Choices[0]); err == nil && open {
		return t.sayAsked(a)
	}
	return sayNothingAsked
}
