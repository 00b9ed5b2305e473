package wordlist

import (
	"slices"
	"strings"

	"linli/app/fault"
	"linli/app/text"
)

// ErrQuestions is returned for questions that nobody could answer.
var ErrQuestions = fault.New(fault.Invalid, "wordlist.questions", "每类最多 3 个问题，每个 2 至 20 字、不重复；选择题要有 2 至 6 个选项，每个 1 至 12 字")

// Answering says how a question is answered.
type Answering string

// The ways.
const (
	InWords  Answering = "words"
	ByChoice Answering = "choice"
	YesOrNo  Answering = "yes_no"
)

// The limits of questions.
const (
	MostQuestions = 3 // of a category
	mostQuestion  = 20
	mostChoices   = 6
)

// Question is what a category asks besides, such as 哪一层; nobody has to answer it.
type Question struct {
	Text    string
	Kind    Answering
	Choices []string // ByChoice
}

// Offers returns what can be picked, nothing for an answer in words.
func (q Question) Offers() []string {
	if q.Kind == YesOrNo {
		return []string{"是", "否"}
	}
	return q.Choices
}

// questions cleans the questions of a word; only categories have some.
func questions(l List, all []Question) (next []Question, err error) {
	if l != Categories {
		return nil, nil
	}
	for _, q := range all {
		q.Text = text.Line(q.Text)
		if !text.Within(q.Text, 2, mostQuestion) || slices.ContainsFunc(next, func(o Question) bool { return o.Text == q.Text }) {
			return nil, ErrQuestions
		}
		var choices []string
		for _, c := range q.Choices {
			if c = text.Line(c); q.Kind != ByChoice || c == "" {
				continue
			}
			if !text.Within(c, 1, mostName) || strings.ContainsAny(c, "、,，;；") || slices.Contains(choices, c) {
				return nil, ErrQuestions
			}
			choices = append(choices, c)
		}
		q.Choices = choices
		if !slices.Contains([]Answering{InWords, ByChoice, YesOrNo}, q.Kind) || q.Kind == ByChoice && (len(choices) < 2 || len(choices) > mostChoices) {
			return nil, ErrQuestions
		}
		next = append(next, q)
	}
	if len(next) > MostQuestions {
		return nil, ErrQuestions
	}
	return next, nil
}
