package chat

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/app/feedback"
	"linli/app/intent"
	"linli/app/report"
)

// How many recent reports of a resident the chat looks at.
const recent = 10

// wish returns what the words order. false: they order nothing, or it cannot be told what.
func (t *turn) wish(r intent.Reading, said string) (func() (string, error), bool) {
	if r.Or != "" && t.draft.about() { // a deed is not guessed; the words may belong to the problem
		return nil, false
	}
	sure := r
	if r.Or != "" { // the name of a service or a thing is plain enough
		sure = intent.Reading{Kind: intent.Other}
	}
	if do, ok := t.topicWish(sure, said); ok {
		return do, true
	}
	if _, told := sayWish[r.Or]; told {
		return func() (string, error) { return t.askWhich(said, r.Or, r.Kind, intent.Human) }, true
	}
	if one, ok := onReport[r.Kind]; ok {
		return func() (string, error) { return t.onReport(one, r) }, true
	}
	switch r.Kind {
	case intent.Progress, intent.Number:
		return func() (string, error) { return t.progressOf(r.Number) }, true
	case intent.Help, intent.Greeting:
		return func() (string, error) { return sayMenu, nil }, true
	case intent.Thanks:
		return func() (string, error) { return sayWelcomed, nil }, true
	case intent.Relocate:
		return func() (string, error) { return t.relocateLast(r.Words) }, true
	case intent.Choose, intent.Yes, intent.No:
		return func() (string, error) { return t.agree(r) }, true
	}
	return nil, false
}

// deedOn is what a resident may want done with one of their reports.
type deedOn struct {
	kind    intent.Kind
	fits    func(r report.Report, now time.Time) bool
	none    string // no report fits
	ask     string // which one; the answer is a number
	confirm bool   // ask even about the only one: it cannot be undone
	do      func(t *turn, r report.Report, words string) (string, error)
}

var onReport = map[intent.Kind]deedOn{
	intent.Urge:     {intent.Urge, isOpen, sayNoneOpen, "要催哪一件？回复数字：", false, (*turn).urge},
	intent.Add:      {intent.Add, isOpen, sayNoneOpen, "要补充哪一件？回复数字：", false, (*turn).add},
	intent.Withdraw: {intent.Withdraw, isSubmitted, sayNoWithdraw, "要撤回吗？回复数字撤回，不撤回回复 0：", true, (*turn).withdraw},
	intent.Solved:   {intent.Solved, isResolved, sayNoneResolved, "哪一件办好了？回复数字：", false, (*turn).satisfied},
	intent.Unsolved: {intent.Unsolved, mayReopen, sayNoneResolved, "哪一件没解决？回复数字：", false, (*turn).reopen},
}

func isOpen(r report.Report, _ time.Time) bool {
	return r.Open() || r.State == report.Merged
}

func isSubmitted(r report.Report, _ time.Time) bool { return r.State == report.Submitted }

func isResolved(r report.Report, _ time.Time) bool { return r.State == report.Resolved }

func mayReopen(r report.Report, now time.Time) bool {
	ended := r.State == report.Resolved || r.State == report.Closed
	return ended && r.Reopens < report.MaxReopens && !now.After(r.ResolvedAt.Add(report.ReopenWithin))
}

// onReport does something with the report that is named, or with the only one that fits; among several it asks.
func (t *turn) onReport(one deedOn, r intent.Reading) (string, error) {
	all, err := t.tx.LatestOf(t.ctx, t.person.ID, t.who.Represents(), recent)
	if err != nil {
		return "", err
	}
	all = slices.DeleteFunc(all, func(o report.Report) bool { return !one.fits(o, t.now()) })
	if n, ok := report.ParseNumber(r.Number); ok {
		named, err := t.tx.LatestReport(t.ctx, t.person.ID, t.who.Represents(), n)
		if errors.Is(err, report.ErrMissing) {
			return sayNoNumber, nil
		}
		if err != nil {
			return "", err
		}
		all = slices.DeleteFunc(all, func(o report.Report) bool { return o.ID != named.ID })
	}
	switch {
	case len(all) == 0:
		return t.noneFits(one, r)
	case len(all) == 1 && !one.confirm:
		return one.do(t, all[0], r.Words)
	case t.draft.about():
		return t.again(sayUnfinishedFirst)
	}
	return t.askMatter(one, all, r.Words)
}

// noneFits answers a wish about a report when there is none of that kind.
func (t *turn) noneFits(one deedOn, r intent.Reading) (string, error) {
	if one.kind != intent.Unsolved {
		return one.none, nil
	}
	_, open, err := t.first(report.Report.Open)
	if err != nil || !open {
		return one.none, err
	}
	return t.onReport(onReport[intent.Urge], r)
}

// askMatter asks which report is meant.
func (t *turn) askMatter(one deedOn, all []report.Report, words string) (string, error) {
	t.draft = Draft{Person: t.person.ID, Stage: Matter, Place: string(one.kind), Text: report.Cut(words, report.MaxWords)}
	var b strings.Builder
	b.WriteString(one.ask)
	for i, r := range all[:min(len(all), mostPicks)] {
		t.draft.Choices = append(t.draft.Choices, r.ID)
		fmt.Fprintf(&b, "\n%d %s %s", i+1, r.Say(), report.Cut(r.Title(), 20))
	}
	return b.String(), t.save()
}

// matter takes the number of a report.
func (t *turn) matter(r intent.Reading) (string, bool, error) {
	yes := r.Kind == intent.Yes && len(t.draft.Choices) == 1
	switch {
	case r.Kind == intent.No || r.Kind == intent.Choose && r.N == 0:
		return t.done(sayKeptAsIs, t.forget())
	case r.Kind != intent.Choose && !yes:
		return "", false, t.forget()
	case r.Kind == intent.Choose && r.N > len(t.draft.Choices):
		return askNumber, true, nil
	}
	one, id, words := onReport[intent.Kind(t.draft.Place)], t.draft.Choices[max(r.N, 1)-1], t.draft.Text
	if err := t.forget(); err != nil {
		return "", true, err
	}
	found, err := t.tx.LockReport(t.ctx, id)
	if err != nil {
		return "", true, err
	}
	return t.done(one.do(t, found, words))
}

// progressOf tells about the report that is named, or about what is open.
func (t *turn) progressOf(number string) (string, error) {
	if n, ok := report.ParseNumber(number); ok {
		return t.number(n)
	}
	return t.progress()
}

func (t *turn) by(r report.Report) (string, error) {
	return report.Held(t.ctx, t.tx, t.tree, r.Holder)
}

// progress tells about what is open, or about the last matter.
func (t *turn) progress() (string, error) {
	all, err := t.tx.LatestOf(t.ctx, t.person.ID, t.who.Represents(), recent)
	if err != nil {
		return "", err
	}
	if len(all) == 0 {
		return sayNothing, nil
	}
	var open []report.Report
	for _, r := range all {
		if r.Open() || r.State == report.Resolved || r.State == report.Merged {
			open = append(open, r)
		}
	}
	switch len(open) {
	case 0:
		return t.one(all[0])
	case 1:
		return t.one(open[0])
	}
	var b strings.Builder
	fmt.Fprintf(&b, "您有 %d 件事在办：", len(open))
	for _, r := range open {
		fmt.Fprintf(&b, "\n%s %s：%s", r.Say(), r.Title(), r.State.Name())
	}
	b.WriteString("\n回复编号看详情。")
	return b.String(), nil
}

func (t *turn) number(n report.Said) (string, error) {
	r, err := t.tx.LatestReport(t.ctx, t.person.ID, t.who.Represents(), n)
	if errors.Is(err, report.ErrMissing) {
		return sayNoNumber, nil
	}
	if err != nil {
		return "", err
	}
	return t.one(r)
}

func (t *turn) one(r report.Report) (string, error) {
	next, err := t.reports.Explain(t.ctx, t.tx, r)
	return sayProgress(r, next), err
}

// first returns the newest of the resident's reports that fits.
func (t *turn) first(fits func(report.Report) bool) (report.Report, bool, error) {
	all, err := t.tx.LatestOf(t.ctx, t.person.ID, t.who.Represents(), recent)
	for _, r := range all {
		if fits(r) {
			return r, true, err
		}
	}
	return report.Report{}, false, err
}

// add gives more words to a report.
func (t *turn) add(r report.Report, words string) (string, error) {
	if words == "" {
		return askAdd, nil
	}
	_, err := t.reports.Add(t.ctx, t.who, r.ID, report.Handling{Words: report.Cut(words, report.MaxWords)})
	return fmt.Sprintf(sayAdded, r.Say()), err
}

func (t *turn) satisfied(r report.Report, _ string) (string, error) {
	_, err := t.reports.Review(t.ctx, t.who, r.ID, report.Review{Satisfied: true})
	return fmt.Sprintf(sayThanks, r.Say()), err
}

func (t *turn) reopen(r report.Report, words string) (string, error) {
	r, err := t.reports.Reopen(t.ctx, t.who, r.ID, report.Handling{Words: report.Cut(strings.TrimSpace(words), report.MaxWords)})
	if err != nil {
		return "", err
	}
	by, err := t.by(r)
	return fmt.Sprintf(sayAgain, r.Say(), by), err
}

func (t *turn) urge(r report.Report, _ string) (string, error) {
	r, err := t.reports.Urge(t.ctx, t.who, r.ID, report.Handling{})
	return fmt.Sprintf(sayUrged, r.Say(), r.Urges), err
}

func (t *turn) withdraw(r report.Report, _ string) (string, error) {
	r, err := t.reports.Withdraw(t.ctx, t.who, r.ID, report.Handling{})
	return fmt.Sprintf(sayBack, r.Say()), err
}

// relocateLast corrects the place of the newest report that nobody has handed on yet.
func (t *turn) relocateLast(words string) (string, error) {
	r, ok, err := t.first(func(r report.Report) bool { return r.State == report.Submitted || r.State == report.Accepted })
	if err != nil || !ok {
		return sayNoWithdraw, err
	}
	t.draft = Draft{Person: t.person.ID, Stage: HandedIn, Report: r.ID}
	if words != "" {
		if reply, ok, err := t.alarmPlace(words); ok || err != nil {
			return reply, err
		}
	}
	return askPlace, t.save()
}

// agree takes yes, no and numbers without an open question: they answer the last notice, an offer or that a matter is solved.
// Only the numbers that the notice names close or reopen a matter.
func (t *turn) agree(r intent.Reading) (string, error) {
	yes := r.Kind == intent.Yes || r.Kind == intent.Choose && r.N == 1
	no := r.Kind == intent.No || r.Kind == intent.Choose && r.N == 2
	b, offered, err := t.offer()
	if err != nil {
		return "", err
	}
	resolved, solved, err := t.first(func(r report.Report) bool { return r.State == report.Resolved })
	if err != nil {
		return "", err
	}
	var since time.Time
	if offered {
		since = b.OfferAt
	}
	marked, err := t.markedSince(r, since)
	switch {
	case err != nil:
		return "", err
	case r.Kind == intent.Choose && r.N == 0:
		return sayNoDraft, nil
	case len(marked) > 0 && !t.draft.about():
		return t.mark(feedback.Mark(r.N), marked, resolved, solved)
	case !yes && !no:
		return sayMenu, nil
	case offered && (!solved || resolved.ResolvedAt.Before(b.OfferAt)):
		return t.replyTo(b, yes)
	case !solved && r.Kind == intent.Choose:
		return sayMenu, nil
	case !solved:
		return sayWelcomed, nil
	case r.Kind != intent.Choose:
		return fmt.Sprintf(askRate, resolved.Say(), resolved.Title()), nil
	case yes:
		return t.satisfied(resolved, "")
	}
	return t.reopen(resolved, "")
}
