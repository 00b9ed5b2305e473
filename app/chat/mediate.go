package chat

import (
	"fmt"
	"strings"

	"linli/app/intent"
	"linli/app/mediate"
)

// The stages of asking for mediation.
const (
	MediateWhat  Stage = "mediate"      // of which kind?
	MediateWhere Stage = "mediate_area" // in which community?
)

// What the chat says about mediation. It never asks what the matter is: that is said in person.
const (
	askMediate    = "请回复上面的数字；不申请了回复 0。"
	sayMediate    = "请调解员帮着说和，自愿、免费，随时可以停。是哪一类的事？"
	sayMediated   = "申请好了，编号 %s。调解员会联系您，什么事请当面说，不用发在这里。"
	sayNotMediate = "好的。需要的时候回复“调解”。"
)

// mediateWish returns what words order about mediation.
func (t *turn) mediateWish(_ intent.Reading, said string) (func() (string, error), bool) {
	switch strings.TrimRight(said, "。！!.？? ") {
	case "调解", "申请调解", "我要调解", "想调解", "请人调解", "找人调解":
		return t.mediate, !t.draft.about()
	}
	return nil, false
}

// mediate lists the kinds of dispute.
func (t *turn) mediate() (string, error) {
	if !t.draft.empty() {
		return sayUnfinished, nil
	}
	if _, known := t.homeCommunity(); !known {
		return t.askHome(MediateWhere, "", func(community int64, _ string) (string, error) { return t.mediateIn(community) })
	}
	kinds, err := t.mediations.Kinds(t.ctx)
	if err != nil {
		return "", err
	}
	kinds = kinds[:min(len(kinds), mostPicks)]
	t.draft = Draft{Person: t.person.ID, Stage: MediateWhat}
	var b strings.Builder
	b.WriteString(sayMediate)
	for i, k := range kinds {
		fmt.Fprintf(&b, "\n%d %s", i+1, k.Name)
		t.draft.Choices = append(t.draft.Choices, int64(i+1))
	}
	b.WriteString("\n回复数字申请，不申请了回复 0。")
	return b.String(), t.save()
}

// mediateIn remembers the community and goes on there.
func (t *turn) mediateIn(community int64) (string, error) {
	if err := t.settle(MediateWhere, community); err != nil {
		return "", err
	}
	t.draft = Draft{Person: t.person.ID}
	return t.mediate()
}

// answerMediate takes the community, or the kind. false: the words are about something else.
func (t *turn) answerMediate(r intent.Reading, said string) (string, bool, error) {
	if r.Kind == intent.Choose {
		if r.N < 1 || r.N > len(t.draft.Choices) {
			return askMediate, true, nil
		}
		if t.draft.Stage == MediateWhere {
			return t.done(t.mediateIn(t.draft.Choices[r.N-1]))
		}
		return t.done(t.mediateAsk(r.N - 1))
	}
	if community := t.communityNamed(said); t.draft.Stage == MediateWhere && community != 0 {
		return t.done(t.mediateIn(community))
	}
	switch r.Kind {
	case intent.Yes, intent.Place, intent.Other:
		return askMediate, true, nil
	}
	return "", false, nil
}

// mediateAsk asks for mediation of the kind that was listed at this place.
func (t *turn) mediateAsk(n int) (string, error) {
	kinds, err := t.mediations.Kinds(t.ctx)
	if err != nil {
		return "", err
	}
	if n >= len(kinds) { // the list became shorter
		return askMediate, nil
	}
	c, err := t.mediations.AskInChat(t.ctx, t.who, mediate.Wish{Kind: kinds[n].Code})
	if err != nil {
		return "", andThen(err, sayNotMediate)
	}
	return fmt.Sprintf(sayMediated, c.Say()), t.tx.DeleteDraft(t.ctx, t.person.ID)
}
