package chat

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/app/feedback"
	"linli/app/intent"
	"linli/app/report"
)

// The stages of a mark (满意度).
//
//	1, 2, 3 ──several are open──▶ mark_which ──number──▶ (answered) ──2, 3──▶ mark_why ──words──▶ (kept)
const (
	MarkWhich Stage = "mark_which" // about which of them?
	MarkWhy   Stage = "mark_why"   // what could be better?
)

// What the chat says about marks.
const (
	askMarkWhich = "您说的是哪一件？回复数字："
	askMarkWhy   = "想说哪里不好，请直接说；不说回复 0。"
	sayMarked    = "谢谢您！“%s”：%s。"
	sayFair      = sayMarked + "\n" + askMarkWhy
	sayPoor      = "记下了：“%s”不满意，对不起。社区三个工作日内给您打电话。\n" + askMarkWhy
	sayMarkNext  = "\n还有“%s”：满意回复 1，一般回复 2，不满意回复 3。"
	sayMarkWords = "记下了，谢谢您。"
	sayNotMarked = "好的，谢谢您。"
)

// spokenMarks are the marks as people say them.
var spokenMarks = map[string]feedback.Mark{
	"满意": feedback.Good, "很满意": feedback.Good, "非常满意": feedback.Good, "一般": feedback.Fair, "一般般": feedback.Fair, "还行": feedback.Fair,
	"不满意": feedback.Poor, "很不满意": feedback.Poor, "1满意": feedback.Good, "2一般": feedback.Fair, "3不满意": feedback.Poor,
}

// markWish takes a mark in words, while something is open to be marked.
func (t *turn) markWish(_ intent.Reading, said string) (func() (string, error), bool) {
	word := strings.NewReplacer(" ", "", "。", "", "，", "", "！", "", "!", "", ".", "").Replace(said)
	mark, ok := spokenMarks[digits.Replace(word)]
	if !ok {
		mark, ok = spokenMarks[word]
	}
	if !ok || t.draft.about() {
		return nil, false
	}
	open, err := t.feedbacks.Open(t.ctx, t.who)
	if err != nil {
		return func() (string, error) { return "", err }, true
	}
	if len(open) == 0 {
		return nil, false
	}
	return func() (string, error) {
		resolved, solved, err := t.first(func(r report.Report) bool { return r.State == report.Resolved })
		if err != nil {
			return "", err
		}
		return t.mark(mark, open, resolved, solved)
	}, true
}

// mark takes a mark about the only thing that is open, or asks which is meant. A resolved report knows 1 and 2 only.
func (t *turn) mark(mark feedback.Mark, open []feedback.Feedback, resolved report.Report, solved bool) (string, error) {
	solved = solved && mark != feedback.Poor
	if len(open) == 1 && !solved {
		return t.takeMark(open[0].ID, mark)
	}
	t.draft = Draft{Person: t.person.ID, Stage: MarkWhich, Place: strconv.Itoa(int(mark))}
	var b strings.Builder
	b.WriteString(askMarkWhich)
	add := func(id int64, said string) {
		t.draft.Choices = append(t.draft.Choices, id)
		fmt.Fprintf(&b, "\n%d %s", len(t.draft.Choices), said)
	}
	if solved {
		add(-resolved.ID, resolved.Say()+" "+report.Cut(resolved.Title(), 20))
	}
	for _, f := range open[:min(len(open), mostPicks-1)] {
		add(f.ID, fmt.Sprintf("%s（%s）", f.Title, f.Kind.Name()))
	}
	return b.String(), t.save()
}

// takeMark keeps a mark, and asks what could be better unless all is well or a place was scanned before.
func (t *turn) takeMark(id int64, mark feedback.Mark) (string, error) {
	f, err := t.feedbacks.Answer(t.ctx, t.who, id, feedback.Answer{Mark: mark, Way: feedback.ByChat})
	if err != nil {
		return "", err
	}
	if mark == feedback.Good || t.draft.Stage == Begin {
		return t.thankMark(f)
	}
	t.draft = Draft{Person: t.person.ID, Stage: MarkWhy, Choices: []int64{id}}
	if mark == feedback.Poor {
		return fmt.Sprintf(sayPoor, f.Title), t.save()
	}
	return fmt.Sprintf(sayFair, f.Title, mark.Name()), t.save()
}

// thankMark says what was kept, and what else is open.
func (t *turn) thankMark(f feedback.Feedback) (string, error) {
	open, err := t.feedbacks.Open(t.ctx, t.who)
	if err != nil {
		return "", err
	}
	said := fmt.Sprintf(sayMarked, f.Title, f.Mark.Name())
	if len(open) > 0 {
		said += fmt.Sprintf(sayMarkNext, open[0].Title)
	}
	if t.draft.Stage == Begin {
		return said, nil
	}
	return said, t.forget()
}

// answerMark reads the answer to a question about a mark. false: the words are about something else.
func (t *turn) answerMark(r intent.Reading, said string) (string, bool, error) {
	if t.draft.Stage == MarkWhich {
		switch {
		case r.Kind == intent.Choose && r.N >= 1 && r.N <= len(t.draft.Choices):
			return t.done(t.markChosen(t.draft.Choices[r.N-1]))
		case r.Kind == intent.Choose || r.Kind == intent.Yes:
			return askNumber, true, nil
		}
		return "", false, t.forget()
	}
	switch r.Kind {
	case intent.Other, intent.Add, intent.Solved, intent.Unsolved, intent.Question:
	case intent.Problem: // 师傅没来 says what was bad; with a place it is a new problem
		if len(t.read(said).Areas) > 0 {
			return "", false, t.forget()
		}
	default:
		return "", false, t.forget()
	}
	_, err := t.feedbacks.AddWords(t.ctx, t.who, t.draft.Choices[0], said)
	if errors.Is(err, feedback.ErrWords) {
		return feedback.ErrWords.Text + "。" + askMarkWhy, true, nil
	}
	if err != nil {
		return "", true, err
	}
	return t.done(sayMarkWords, t.forget())
}

// markChosen takes the mark that was said before about what was chosen: a report below 0, a service otherwise.
func (t *turn) markChosen(id int64) (string, error) {
	n, _ := strconv.Atoi(t.draft.Place)
	if err := t.forget(); err != nil {
		return "", err
	}
	if id > 0 {
		return t.takeMark(id, feedback.Mark(n))
	}
	r, err := t.tx.LockReport(t.ctx, -id)
	if err != nil {
		return "", err
	}
	if feedback.Mark(n) == feedback.Good {
		return t.satisfied(r, "")
	}
	return t.reopen(r, "")
}

// againMark repeats the open question about a mark.
func (t *turn) againMark() string {
	if t.draft.Stage == MarkWhy {
		return askMarkWhy
	}
	return askNumber
}

// markedSince returns what is open to be marked since a time: a number answers the last question.
func (t *turn) markedSince(r intent.Reading, since time.Time) ([]feedback.Feedback, error) {
	if r.Kind != intent.Choose || r.N < int(feedback.Good) || r.N > int(feedback.Poor) {
		return nil, nil
	}
	open, err := t.feedbacks.Open(t.ctx, t.who)
	return slices.DeleteFunc(open, func(f feedback.Feedback) bool { return f.AskedAt.Before(since) }), err
}
