package handlers

import (
	"time"

	"linli/app/mediate"
	"linli/app/person"
	"linli/app/when"
)

type disputeBody struct {
	Kind  string `json:"kind"`
	Words string `json:"words"`
}

func (in disputeBody) input() (mediate.Wish, error) {
	return mediate.Wish{Kind: in.Kind, Words: in.Words}, nil
}

type disputeEntryBody struct {
	Community string `json:"community_id"`
	Kind      string `json:"kind"`
	Words     string `json:"words"`
	Call      bool   `json:"call"`
	Name      string `json:"name"`
	Phone     string `json:"phone"`
}

func (in disputeEntryBody) input() (e mediate.Entry, err error) {
	e = mediate.Entry{Kind: in.Kind, Words: in.Words, Call: in.Call, Name: in.Name}
	if e.Community, err = number(in.Community); err != nil {
		return e, err
	}
	e.Phone, err = maybePhone(in.Phone)
	return e, err
}

// maybePhone is person.ParsePhone for a number that may be left out.
func maybePhone(said string) (person.Phone, error) {
	if said == "" {
		return "", nil
	}
	return person.ParsePhone(said)
}

type disputeKindBody struct {
	Kind string `json:"kind"`
}

func (in disputeKindBody) input() (string, error) { return in.Kind, nil }

type promiseBody struct {
	Promise string `json:"promise_id"`
}

func (in promiseBody) input() (int64, error) { return number(in.Promise) }

type asBody struct {
	Body mediate.Body `json:"body"`
}

func (in asBody) input() (mediate.Body, error) { return in.Body, nil }

type mediatorBody struct {
	Person string       `json:"person_id"`
	Body   mediate.Body `json:"body"`
}

func (in mediatorBody) input() (m mediate.Mediator, err error) {
	m.Body = in.Body
	m.Person, err = number(in.Person)
	return m, err
}

type partyBody struct {
	Side  mediate.Side `json:"side"`
	Name  string       `json:"name"`
	Phone string       `json:"phone"`
}

func (in partyBody) input() (j mediate.Joining, err error) {
	j = mediate.Joining{Side: in.Side, Name: in.Name}
	j.Phone, err = maybePhone(in.Phone)
	return j, err
}

type partyAnswerBody struct {
	Party string      `json:"party_id"`
	Yes   bool        `json:"yes"`
	Way   mediate.Way `json:"way"`
	Words string      `json:"words"`
}

func (in partyAnswerBody) input() (a mediate.Answering, err error) {
	a = mediate.Answering{Yes: in.Yes, Way: in.Way, Words: in.Words}
	a.Party, err = number(in.Party)
	return a, err
}

type caseTalkBody struct {
	From  time.Time `json:"from"`
	To    time.Time `json:"to"`
	Place string    `json:"place_id"`
	Where string    `json:"where"`
}

func (in caseTalkBody) input() (p mediate.Planning, err error) {
	p = mediate.Planning{From: in.From, To: in.To, Where: in.Where}
	p.Place, err = number(in.Place)
	return p, err
}

type talkIDBody struct {
	Talk string `json:"talk_id"`
}

func (in talkIDBody) input() (int64, error) { return number(in.Talk) }

type minuteBody struct {
	Talk  string `json:"talk_id"`
	Came  string `json:"came"`
	Words string `json:"words"`
}

func (in minuteBody) input() (m mediate.Minuting, err error) {
	m = mediate.Minuting{Came: in.Came, Words: in.Words}
	m.Talk, err = number(in.Talk)
	return m, err
}

type agreementBody struct {
	Text     string `json:"text"`
	Promises []struct {
		Party string `json:"party_id"`
		What  string `json:"what"`
		Due   string `json:"due_on"`
	} `json:"promises"`
}

func (in agreementBody) input() (mediate.Writing, error) {
	w := mediate.Writing{Text: in.Text}
	for _, p := range in.Promises {
		due, ok := when.ParseDate(p.Due)
		if !ok {
			return w, mediate.ErrPromise
		}
		party, err := number(p.Party)
		if err != nil {
			return w, err
		}
		w.Promises = append(w.Promises, mediate.Promise{Party: party, What: p.What, Due: due})
	}
	return w, nil
}

type signBody struct {
	Way   mediate.Way `json:"way"`
	Paper string      `json:"paper_id"`
}

func (in signBody) input() (s mediate.Signing, err error) {
	s.Way = in.Way
	s.Paper, err = number(in.Paper)
	return s, err
}

type failBody struct {
	Words string `json:"words"`
	Door  string `json:"next_door"`
}

func (in failBody) input() (mediate.Failing, error) {
	return mediate.Failing{Words: in.Words, Door: in.Door}, nil
}

type keepBody struct {
	Promise string `json:"promise_id"`
	Kept    bool   `json:"kept"`
	Door    string `json:"next_door"`
}

func (in keepBody) input() (k mediate.Keeping, err error) {
	k = mediate.Keeping{Kept: in.Kept, Door: in.Door}
	k.Promise, err = number(in.Promise)
	return k, err
}

type partyPhoneBody struct {
	Party  string `json:"party_id"`
	Reason string `json:"reason"`
}

func (in partyPhoneBody) input() (r mediate.Revealing, err error) {
	r.Reason = in.Reason
	r.Party, err = number(in.Party)
	return r, err
}
