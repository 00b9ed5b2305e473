package collect

import (
	"slices"
	"strconv"

	"linli/app/household"
	"linli/app/text"
)

// Kind is how a question is answered.
type Kind string

// The kinds.
const (
	Words  Kind = "words"
	Choice Kind = "choice"
	Number Kind = "number"
	YesNo  Kind = "yes_no"
)

// Known is the fact of the register that a question asks for.
type Known string

// The facts.
const (
	Nowhere Known = ""
	Size    Known = "size"
	Tenure  Known = "tenure"
	Use     Known = "use"
	Contact Known = "contact"
)

// Question is one of a campaign.
type Question struct {
	Text    string
	Kind    Kind
	Choices []string
	Known   Known // where the answer is known already: it is asked with its value, and kept there only
	Sealed  bool  // the answers are encrypted in the database
}

var yesNo = []string{"是", "否"}

// shapes are how the questions about known facts are answered.
var shapes = map[Known]Question{
	Size:    {Kind: Number},
	Tenure:  {Kind: Choice, Choices: []string{household.Owned.Name(), household.Rented.Name()}},
	Use:     {Kind: Choice, Choices: []string{household.Home.Name(), household.Shop.Name(), household.Office.Name(), household.Other.Name()}},
	Contact: {Kind: Choice}, // the choices are those who live there, see at
}

// checkQuestions cleans the questions and returns ErrQuestions. A census by law has none.
func checkQuestions(all []Question, doors bool) error {
	if doors != (len(all) == 0) || len(all) > MaxQuestions {
		return ErrQuestions
	}
	seen := map[Known]bool{}
	for i := range all {
		q := &all[i]
		q.Text = text.Line(q.Text)
		if shape, known := shapes[q.Known]; known {
			q.Kind, q.Choices, q.Sealed = shape.Kind, shape.Choices, false
			if seen[q.Known] {
				return ErrQuestions
			}
			seen[q.Known] = true
		} else if q.Known != Nowhere {
			return ErrQuestions
		}
		if !text.Within(q.Text, 2, 60) || !q.choosable() {
			return ErrQuestions
		}
	}
	return nil
}

// choosable cleans the choices and says whether they fit the kind.
func (q *Question) choosable() bool {
	if q.Known == Contact {
		return true
	}
	q.Choices = slices.Clone(q.Choices) // those of a known question are shared
	for i := range q.Choices {
		q.Choices[i] = text.Line(q.Choices[i])
		if !text.Within(q.Choices[i], 1, 20) || slices.Contains(q.Choices[:i], q.Choices[i]) {
			return false
		}
	}
	switch q.Kind {
	case Choice:
		return len(q.Choices) >= 2 && len(q.Choices) <= MaxChoices
	case YesNo:
		q.Choices = yesNo
		return true
	case Words, Number:
		q.Choices = nil
		return true
	}
	return false
}

// fits says whether a value answers the question.
func (q Question) fits(value string) bool {
	switch q.Kind {
	case Number:
		n, err := strconv.Atoi(value)
		return err == nil && n >= 0 && n <= 1_000_000 && (q.Known != Size || n >= 1 && n <= household.MaxSize)
	case Words:
		return text.Within(value, 1, MaxValue)
	}
	return slices.Contains(q.Choices, value)
}

// Values are answers by the number of their question, from 1.
type Values map[int]string

// Prefilled returns what the register knows of the questions.
func (c Campaign) Prefilled(home household.Dwelling, h household.Household) Values {
	known := Values{}
	for i, q := range c.Questions {
		switch q.Known {
		case Size:
			known[i+1] = strconv.Itoa(h.Size)
		case Tenure:
			known[i+1] = home.Tenure.Name()
		case Use:
			known[i+1] = home.Use.Name()
		case Contact:
			if len(q.Choices) > 0 {
				known[i+1] = q.Choices[0]
			}
		case Nowhere:
			continue
		}
		if !q.fits(known[i+1]) { // an unknown tenure
			delete(known, i+1)
		}
	}
	return known
}

// OneTap says whether everything that the campaign asks is known.
func (c Campaign) OneTap(known Values) bool { return len(known) == len(c.Questions) }

// settle merges what was said into what is known: the values to keep with the answer, what changes in the register, and the state.
// Fault: ErrAnswer.
func (c Campaign) settle(known, said Values) (kept Values, change household.Learned, state Answered, err error) {
	kept, state = Values{}, Confirmed
	for n := range said {
		if n < 1 || n > len(c.Questions) {
			return nil, change, "", ErrAnswer
		}
	}
	for i, q := range c.Questions {
		value, given := said[i+1]
		if value = text.Words(value); !given {
			value = known[i+1]
		}
		if !q.fits(value) {
			return nil, change, "", ErrAnswer
		}
		if q.Known == Nowhere {
			kept[i+1] = value
			continue
		}
		if value != known[i+1] {
			c.into(&change, q, value)
			state = Changed
		}
	}
	return kept, change, state, nil
}

// into writes a fact that changed into what the register takes.
func (c Campaign) into(change *household.Learned, q Question, value string) {
	switch q.Known {
	case Size:
		change.Size, _ = strconv.Atoi(value) //nolint:errcheck // it fits
	case Tenure:
		change.Tenure = named(value, household.Owned, household.Rented)
	case Use:
		change.Use = named(value, household.Home, household.Shop, household.Office, household.Other)
	case Contact:
		change.Contact = c.contacts[slices.Index(q.Choices, value)]
	case Nowhere:
	}
}

func named[T interface{ Name() string }](value string, all ...T) (none T) {
	for _, one := range all {
		if one.Name() == value {
			return one
		}
	}
	return none
}

// split parts the values into those of open and those of sealed questions.
func (c Campaign) split(all Values) (open, sealed Values) {
	open, sealed = Values{}, Values{}
	for n, v := range all {
		if c.Questions[n-1].Sealed {
			sealed[n] = v
		} else {
			open[n] = v
		}
	}
	return open, sealed
}
