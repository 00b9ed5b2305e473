package chat

import (
	"unicode/utf8"

	"linli/app/inquiry"
	"linli/app/intent"
	"linli/app/media"
	"linli/app/notify"
	"linli/app/report"
)

// Inquiring is the time after a question or a wish for a person: what comes next belongs to it.
const Inquiring Stage = "inquiry"

// What the chat says about inquiries; the rest is in app/inquiry.
const (
	askInquiry  = "请说您想问什么，工作人员会看到。\n没有要问的了，回复 0。"
	sayWaiting  = "好的，工作人员回复后您会看到。"
	sayNotAsked = "好的。有事随时说。"
)

// onlyHuman is how many characters a wish for a person has that says nothing else: 请帮我转人工.
const onlyHuman = 10

// inquiryWish takes a question, the wish for a person, and what a resident says after an answer of staff.
func (t *turn) inquiryWish(r intent.Reading, said string) (func() (string, error), bool) {
	switch r.Kind {
	case intent.Human, intent.Question:
		human := r.Kind == intent.Human && utf8.RuneCountInString(said) <= onlyHuman
		return func() (string, error) { return t.inquire(said, human) }, true
	case intent.Other, intent.Place:
		if !t.draft.about() && t.draft.Stage != Begin && t.answered() {
			return func() (string, error) { return t.inquire(said, false) }, true
		}
	}
	return nil, false
}

// answered says whether staff have answered the resident's inquiry within the time in which the chat shows it. What cannot be
// read now is read as something else.
func (t *turn) answered() bool {
	i, err := t.inquiries.Lately(t.ctx, t.who)
	return err == nil && i.State == inquiry.Answered && t.now().Before(i.SaidAt.Add(notify.ChatFor))
}

// inquire gives the words, and the voice message they came from, to the staff of the community. A problem that was begun stays
// open.
func (t *turn) inquire(said string, human bool) (string, error) {
	before := t.draft
	t.draft.Files = nil
	got, err := t.keepVoice()
	if err != nil {
		return "", err
	}
	q := inquiry.Question{Words: report.Cut(said, inquiry.MaxWords), Files: t.draft.Files, Human: human}
	_, reply, err := t.inquiries.Ask(t.ctx, t.who, q)
	if err != nil {
		return "", err
	}
	if before.about() || t.reported() {
		t.draft = before
		return got + reply, t.save()
	}
	t.draft = Draft{Person: t.person.ID, Stage: Inquiring}
	return got + reply, t.save()
}

// inquireFile adds a photo, or a voice message without a transcript, to the inquiry.
func (t *turn) inquireFile(kind media.Kind) (string, error) {
	t.draft.Files = nil
	if _, err := t.keep(kind); err != nil {
		return "", err
	}
	_, reply, err := t.inquiries.Ask(t.ctx, t.who, inquiry.Question{Files: t.draft.Files})
	if err != nil {
		return "", err
	}
	t.draft = Draft{Person: t.person.ID, Stage: Inquiring}
	return reply, t.save()
}

// answerInquiry adds words to the inquiry. false: they order something, or tell of a known kind of problem.
func (t *turn) answerInquiry(r intent.Reading, said string) (string, bool, error) {
	switch r.Kind {
	case intent.Problem: // 社保卡丢了 is none for a report
		if t.matters.Guess(said) == report.Other {
			return t.done(t.inquire(said, false))
		}
	case intent.Yes:
		if !t.answered() {
			return sayWaiting, true, nil
		}
		fallthrough
	case intent.Other, intent.Place, intent.Question, intent.Add, intent.Choose:
		return t.done(t.inquire(said, false))
	}
	return "", false, nil
}
