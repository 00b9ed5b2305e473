package chat

import (
	"fmt"
	"regexp"
	"strings"

	"linli/app/booking"
	"linli/app/intent"
	"linli/app/report"
	"linli/app/when"
)

// DelegateWhere asks in which community the resident meets delegates, or suggests something; what they suggest waits in the draft.
const DelegateWhere Stage = "meet_area"

// What the chat says about delegates and suggestions.
const (
	sayNotDelegate  = "好的。有建议随时回复“建议”加内容，比如：建议 在楼下装个充电桩。"
	sayNoDelegates  = "%s还没有登记代表、委员。有建议回复“建议”加内容，社区会答复您。"
	saySuggested    = "您的建议记下了，编号 %s。社区会按时答复您，回复“进展”可以查看。"
	sayNameless     = "您的建议记下了，编号 %s，没有记您是谁，所以答复不能发给您。"
	sayHowToSuggest = "想说什么，请写在“建议”后面，比如：建议 在楼下装个充电桩。不想留名，写“匿名建议”。"
)

var suggesting = regexp.MustCompile(`^(匿名)?(?:提?建议|意见建议)(?:[\s　,，:：]+(.+))?$`)

// delegateWish returns what words order about delegates and suggestions: 约代表, 建议 ….
func (t *turn) delegateWish(_ intent.Reading, said string) (func() (string, error), bool) {
	word := strings.TrimRight(said, "。！!.？? ")
	switch word {
	case "约代表", "见代表", "约委员", "见委员", "代表接待":
		return func() (string, error) { return t.meet("") }, !t.draft.about()
	}
	m := suggesting.FindStringSubmatch(word)
	if m == nil || t.draft.about() {
		return nil, false
	}
	if m[2] == "" {
		return func() (string, error) { return sayHowToSuggest, nil }, true
	}
	if _, threatens := t.matters.Dangers.Read(m[2]); threatens { // help first: it is a report like any other
		return nil, false
	}
	return func() (string, error) { return t.meet(word) }, true
}

// meet lists the delegates of the resident's community, or hands in the suggestion.
func (t *turn) meet(what string) (string, error) {
	if !t.draft.empty() {
		return sayUnfinished, nil
	}
	community, known := t.homeCommunity()
	if !known {
		return t.askHome(DelegateWhere, what, t.meetIn)
	}
	m := suggesting.FindStringSubmatch(what)
	if m == nil {
		return t.receptions(community)
	}
	r, err := t.reports.Suggest(t.ctx, t.who, report.Suggestion{Community: community, Words: m[2], Nameless: m[1] != ""})
	switch {
	case err != nil:
		return "", andThen(err, sayHowToSuggest)
	case r.Author == 0:
		return fmt.Sprintf(sayNameless, r.Say()), t.tx.DeleteDraft(t.ctx, t.person.ID)
	}
	return fmt.Sprintf(saySuggested, r.Say()), t.tx.DeleteDraft(t.ctx, t.person.ID)
}

// receptions says who receives when, and lists the receptions that can be booked.
func (t *turn) receptions(community int64) (string, error) {
	all, err := t.timetable(community)
	if err != nil {
		return "", err
	}
	found, err := t.delegates.Listed(t.ctx, community, all)
	if err != nil {
		return "", err
	}
	if len(found) == 0 {
		return fmt.Sprintf(sayNoDelegates, t.tree.Say(community)), t.tx.DeleteDraft(t.ctx, t.person.ID)
	}
	var b strings.Builder
	b.WriteString(t.tree.Say(community) + "的代表、委员：")
	for _, d := range found {
		fmt.Fprintf(&b, "\n%s %s", d.Title, d.Name)
		if d.Next.Session != 0 {
			fmt.Fprintf(&b, "，%s 接待", when.Say(d.Next.At))
		}
	}
	var services []int64
	for _, one := range all {
		if one.Service.Kind == booking.Reception {
			services = append(services, one.Service.ID)
		}
	}
	if l := newListing(all, services, t.now()); len(services) > 0 && len(l.picks) > 0 {
		b.WriteString("\n" + l.say(t.tree.Say(community), t.now()))
		t.draft = Draft{Person: t.person.ID, Stage: BookWhat, Community: community}
		for _, h := range l.picks {
			t.draft.Choices = append(t.draft.Choices, h.Session.ID, h.Session.BeginAt.Unix()/60)
		}
		return b.String(), t.save()
	}
	b.WriteString("\n" + sayHowToSuggest)
	return b.String(), t.tx.DeleteDraft(t.ctx, t.person.ID)
}

// meetIn remembers the community and goes on there.
func (t *turn) meetIn(community int64, what string) (string, error) {
	if err := t.settle(DelegateWhere, community); err != nil {
		return "", err
	}
	t.draft = Draft{Person: t.person.ID}
	return t.meet(what)
}

// answerDelegate takes the community. false: the words are about something else.
func (t *turn) answerDelegate(r intent.Reading, said string) (string, bool, error) {
	if r.Kind == intent.Choose {
		if r.N < 1 || r.N > len(t.draft.Choices) {
			return askNumber, true, nil
		}
		return t.done(t.meetIn(t.draft.Choices[r.N-1], t.draft.Place))
	}
	if community := t.communityNamed(said); community != 0 {
		return t.done(t.meetIn(community, t.draft.Place))
	}
	switch r.Kind {
	case intent.Yes, intent.Place, intent.Other:
		return askNumber, true, nil
	}
	return "", false, nil
}
