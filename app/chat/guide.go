package chat

import (
	"fmt"
	"regexp"
	"strings"

	"linli/app/guide"
	"linli/app/intent"
	"linli/app/when"
)

// The stages of asking what one needs for something.
const (
	GuideWhat  Stage = "guide"      // which of these items?
	GuideWhere Stage = "guide_area" // in which community?
)

// mostGuide is how many items the chat lists.
const mostGuide = 6

// What the chat says about the guide.
const (
	askGuide    = "请回复上面的数字；不看了回复 0。"
	sayNotGuide = "好的。想知道怎么办事，回复“办事”加事情，比如：办事 低保。"
	sayNoGuide  = "没有找到“%s”。换个说法再试，或回复“人工”，工作人员会答复您。"
	sayErrand   = "\n要人帮您办，回复：代办 %s"
)

var asksGuide = regexp.MustCompile(`^办事(?:指南)?(.*)$`)

// guideWish returns what words ask about the guide: 办事 低保.
func (t *turn) guideWish(_ intent.Reading, said string) (func() (string, error), bool) {
	m := asksGuide.FindStringSubmatch(strings.TrimRight(said, "。！!.？? "))
	if m == nil || t.draft.about() || strings.HasPrefix(m[1], "处") || strings.HasPrefix(m[1], "员") { // 办事处 and 办事员 are no question
		return nil, false
	}
	words := strings.TrimLeft(m[1], " 　，,：:")
	return func() (string, error) { return t.guideOf(words) }, true
}

// guideOf tells what the one item that the words mean needs, or lists what they may mean.
func (t *turn) guideOf(words string) (string, error) {
	if !t.draft.empty() {
		return sayUnfinished, nil
	}
	community, known := t.homeCommunity()
	if !known {
		return t.askHome(GuideWhere, words, t.guideIn)
	}
	var found []guide.Shown
	var err error
	if words == "" {
		found, err = t.guides.All(t.ctx, community)
	} else {
		found, err = t.guides.Find(t.ctx, community, words)
	}
	switch {
	case err != nil:
		return "", err
	case len(found) == 0 && words == "":
		return t.inquire("想问怎么办事", false)
	case len(found) == 0:
		return fmt.Sprintf(sayNoGuide, words), t.tx.DeleteDraft(t.ctx, t.person.ID)
	case words != "" && (len(found) == 1 || found[0].Means(words)):
		return t.tellGuide(found[0])
	}
	found = found[:min(len(found), mostGuide)]
	t.draft = Draft{Person: t.person.ID, Stage: GuideWhat}
	var b strings.Builder
	b.WriteString("您想办哪一件？")
	for i, one := range found {
		fmt.Fprintf(&b, "\n%d %s", i+1, one.Name)
		t.draft.Choices = append(t.draft.Choices, one.ID)
	}
	b.WriteString("\n回复数字查看。别的事回复“办事”加事情，比如：办事 老年证。")
	return b.String(), t.save()
}

func (t *turn) tellGuide(one guide.Shown) (string, error) {
	said := one.Say(when.DateOf(t.now()))
	if one.Offers(guide.Errand) {
		said += fmt.Sprintf(sayErrand, one.Name)
	}
	return said, t.tx.DeleteDraft(t.ctx, t.person.ID)
}

// guideIn remembers the community and goes on there.
func (t *turn) guideIn(community int64, words string) (string, error) {
	if err := t.settle(GuideWhere, community); err != nil {
		return "", err
	}
	return t.guideOf(words)
}

// answerGuide reads the answer to a question about the guide. false: the words are about something else.
func (t *turn) answerGuide(r intent.Reading, said string) (string, bool, error) {
	n := r.N
	if r.Kind == intent.Yes && len(t.draft.Choices) == 1 {
		n = 1
	}
	if r.Kind == intent.Choose || n == 1 {
		if n < 1 || n > len(t.draft.Choices) {
			return askGuide, true, nil
		}
		pick := t.draft.Choices[n-1]
		if t.draft.Stage == GuideWhere {
			return t.done(t.guideIn(pick, t.draft.Place))
		}
		return t.done(t.guidePicked(pick))
	}
	if t.draft.Stage == GuideWhere {
		if community := t.communityNamed(said); community != 0 {
			return t.done(t.guideIn(community, t.draft.Place))
		}
	}
	switch r.Kind {
	case intent.Yes, intent.Place, intent.Other:
		return askGuide, true, nil
	}
	return "", false, nil
}

func (t *turn) guidePicked(id int64) (string, error) {
	community, _ := t.homeCommunity() // known: the list was the community's
	one, err := t.guides.In(t.ctx, community, id)
	if err != nil {
		return "", andThen(err, "回复“办事”看看别的。")
	}
	return t.tellGuide(one)
}
