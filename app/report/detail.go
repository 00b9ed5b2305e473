package report

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"linli/app/auth"
	"linli/app/text"
	"linli/app/wordlist"
)

// The maximum number of answers, and of characters of one.
const (
	MaxAnswers = 4 // one more than a category asks, for what answers a question that it no longer has
	MaxAnswer  = 60
)

// Answer is what the author says to a question of the category. Nobody has to answer, and no answer is wrong: it is read by people.
type Answer struct {
	Question string // "" for one that the category does not have
	Words    string
}

// Answers are those of one report; unused ones are zero.
type Answers [MaxAnswers]Answer

// AnswersOf returns the first of some answers.
func AnswersOf(all []Answer) (kept Answers) {
	copy(kept[:], all)
	return kept
}

// All returns the answers that there are.
func (a Answers) All() []Answer {
	return slices.DeleteFunc(slices.Clone(a[:]), func(one Answer) bool { return one == Answer{} })
}

// said is the answer as a line.
func (a Answer) said() string {
	if a.Question == "" {
		return a.Words
	}
	return a.Question + "：" + a.Words
}

// Detail keeps what the author answers to questions of the category, and adds it to the timeline. The holder is not told: it came
// right after the report. Faults: ErrState when it has ended, ErrWords without an answer.
func (s *Service) Detail(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		if err := d.mine(); err != nil {
			return Event{}, err
		}
		if !d.report.Open() && d.report.State != Merged {
			return Event{}, ErrState
		}
		given := cleaned(d.Answers)
		if len(given) == 0 {
			return Event{}, ErrWords
		}
		d.report.answer(given)
		lines := make([]string, len(given))
		for i, a := range given {
			lines[i] = a.said()
		}
		return public(DidAdd, strings.Join(lines, "\n")), nil
	})
}

// answer keeps answers; a question that is answered again has the new one.
func (r *Report) answer(given []Answer) {
	all := r.Answers.All()
	for _, a := range given {
		if i := slices.IndexFunc(all, func(o Answer) bool { return o.Question == a.Question }); i >= 0 {
			all[i] = a
		} else {
			all = append(all, a)
		}
	}
	r.Answers = AnswersOf(all)
}

// cleaned returns the answers that say something.
func cleaned(all []Answer) []Answer {
	var given []Answer
	for _, a := range all {
		a.Question, a.Words = Cut(text.Line(a.Question), 20), text.Line(a.Words)
		if utf8.RuneCountInString(a.Words) > MaxAnswer {
			a.Words = Cut(a.Words, MaxAnswer)
		}
		if a.Words != "" && len(given) < MaxAnswers {
			given = append(given, a)
		}
	}
	return given
}

// asked returns the answers of a form. The questions may have changed while it was open: what answers none of them is kept as words.
func asked(known []wordlist.Question, all []Answer) Answers {
	given := cleaned(all)
	var rest []string
	kept := given[:0]
	for _, a := range given {
		if slices.ContainsFunc(known, func(q wordlist.Question) bool { return q.Text == a.Question }) {
			kept = append(kept, a)
		} else {
			rest = append(rest, a.said())
		}
	}
	if len(rest) > 0 {
		kept = append(kept, Answer{Words: Cut(strings.Join(rest, "；"), MaxAnswer)})
	}
	return AnswersOf(kept)
}
