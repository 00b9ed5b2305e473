package chat

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"linli/app/intent"
	"linli/app/report"
	"linli/app/wordlist"
)

// Detail is a question of the category, after a report was handed in. The draft keeps the question as its text, the report, and as its
// choice the building whose resident is asked afterwards whether they live there.
const Detail Stage = "detail"

// What the chat says about the questions of a category.
const (
	askDetails   = "再问您一句，好办得快些（不答回复 0）："
	askDetail    = "%s？"
	sayDetails   = "谢谢，都记下了。"
	sayNoDetails = "好的，不问了，您反映的事照常办理。"
)

// askDetails asks the first question of the report's category. false: it has none, or there is danger.
func (t *turn) askDetails(r report.Report, said string, home []int64) (string, bool, error) {
	if r.Urgent {
		return "", false, nil
	}
	next, ok, err := t.question(r)
	if err != nil || !ok {
		return "", false, err
	}
	t.draft = Draft{Person: t.person.ID, Stage: Detail, Report: r.ID, Community: r.Community, Text: next.Text, Choices: home, Asked: 1}
	return said + "\n" + askDetails + sayQuestion(next), true, t.save()
}

// question returns the next question that the report has no answer to, as its category asks now.
func (t *turn) question(r report.Report) (wordlist.Question, bool, error) {
	known, err := t.reports.CatalogueIn(t.ctx, r.Community)
	if err != nil {
		return wordlist.Question{}, false, err
	}
	for _, q := range known.Of(r.Category).Questions {
		if !slices.ContainsFunc(r.Answers.All(), func(a report.Answer) bool { return a.Question == q.Text }) {
			return q, true, nil
		}
	}
	return wordlist.Question{}, false, nil
}

func sayQuestion(q wordlist.Question) string {
	var b strings.Builder
	fmt.Fprintf(&b, askDetail, strings.TrimRight(q.Text, "？?"))
	for i, one := range q.Offers() {
		fmt.Fprintf(&b, "\n%d %s", i+1, one)
	}
	return b.String()
}

// answerDetail takes the answer to the open question. false: the words are about something else.
func (t *turn) answerDetail(r intent.Reading, said string) (string, bool, error) {
	if r.Kind == intent.Choose && r.N == 0 || said == "跳过" || said == "不答" {
		return t.done(t.noDetails(sayNoDetails))
	}
	now, err := t.tx.LockReport(t.ctx, t.draft.Report)
	if err != nil {
		return "", true, err
	}
	q, _, err := t.asks(now)
	if err != nil {
		return "", true, err
	}
	words, ok := answerOf(q, r, said)
	if !ok {
		return "", false, nil
	}
	answered, err := t.reports.Detail(t.ctx, t.who, now.ID, report.Handling{Answers: []report.Answer{{Question: t.draft.Text, Words: words}}})
	if errors.Is(err, report.ErrState) || errors.Is(err, report.ErrMissing) { // it has ended meanwhile
		return t.done(t.noDetails(sayNoDetails))
	}
	if err != nil {
		return "", true, err
	}
	next, more, err := t.question(answered)
	if err != nil {
		return "", true, err
	}
	if !more || t.draft.Asked >= wordlist.MostQuestions {
		return t.done(t.noDetails(sayDetails))
	}
	t.draft.Text, t.draft.Asked = next.Text, t.draft.Asked+1
	return t.done(sayQuestion(next), t.save())
}

// asks returns the open question as it is now; one that the county has changed meanwhile is answered in words. false: it is gone.
func (t *turn) asks(r report.Report) (wordlist.Question, bool, error) {
	known, err := t.reports.CatalogueIn(t.ctx, r.Community)
	if err != nil {
		return wordlist.Question{}, false, err
	}
	for _, q := range known.Of(r.Category).Questions {
		if q.Text == t.draft.Text {
			return q, true, nil
		}
	}
	return wordlist.Question{Text: t.draft.Text, Kind: wordlist.InWords}, false, nil
}

// answerOf reads an answer. false: the words are about something else.
func answerOf(q wordlist.Question, r intent.Reading, said string) (string, bool) {
	offers := q.Offers()
	switch {
	case r.Kind == intent.Choose && len(offers) > 0:
		if r.N > len(offers) {
			return "", false
		}
		return offers[r.N-1], true
	case slices.Contains(offers, said):
		return said, true
	case q.Kind == wordlist.YesOrNo && r.Kind == intent.Yes:
		return offers[0], true
	case q.Kind == wordlist.YesOrNo && r.Kind == intent.No:
		return offers[1], true
	case r.Kind == intent.Problem:
		return said, answersQuestion(q.Text, said)
	}
	short := utf8.RuneCountInString(said) <= report.MaxAnswer
	return said, short && slices.Contains([]intent.Kind{intent.Yes, intent.No, intent.Choose, intent.Place, intent.Other, intent.Add}, r.Kind)
}

// noDetails ends the questions, and goes on with what was to be asked after them.
func (t *turn) noDetails(said string) (string, error) {
	if len(t.draft.Choices) == 0 {
		return said, t.forget()
	}
	t.draft = Draft{Person: t.person.ID, Stage: Home, Choices: t.draft.Choices}
	return said + "\n" + askHome, t.save()
}
