package handlers

import (
	"github.com/gofiber/fiber/v2"

	"linli/app/mediate"
	"linli/app/person"
)

type caseView struct {
	ID        string         `json:"id"`
	Number    string         `json:"number"`
	Kind      string         `json:"kind"`
	KindName  string         `json:"kind_name"`
	Community string         `json:"community"`
	Source    mediate.Source `json:"source"`
	State     mediate.State  `json:"state"`
	StateName string         `json:"state_name"`
	Result    mediate.State  `json:"result"`
	AskedAt   string         `json:"asked_at"`
	ResultAt  string         `json:"result_at"`
	EndedAt   string         `json:"ended_at"`
}

// caseFileView is the whole file, for its mediators.
type caseFileView struct {
	caseView
	Words     string            `json:"words"`
	Reason    string            `json:"reason"`
	Door      string            `json:"next_door"`
	Parties   []casePartyView   `json:"parties"`
	Mediators []mediatorView    `json:"mediators"`
	Talks     []talkView        `json:"talks"`
	Agreement agreementView     `json:"agreement"`
	Promises  []casePromiseView `json:"promises"`
	Lines     []fileLineView    `json:"lines"`
	Can       []string          `json:"can"`
}

type casePartyView struct {
	ID       string         `json:"id"`
	Side     mediate.Side   `json:"side"`
	SideName string         `json:"side_name"`
	Name     string         `json:"name"`
	Phone    string         `json:"phone"`
	Account  bool           `json:"account"`
	Answer   mediate.Answer `json:"answer"`
	How      mediate.Way    `json:"how"`
	At       string         `json:"answered_at"`
}

type mediatorView struct {
	Name string `json:"name"`
	Body string `json:"body_name"`
}

type talkView struct {
	ID    string            `json:"id"`
	From  string            `json:"from"`
	To    string            `json:"to"`
	Where string            `json:"where"`
	State mediate.TalkState `json:"state"`
	Came  string            `json:"came"`
	Notes string            `json:"notes"`
}

type agreementView struct {
	Text    string      `json:"text"`
	Way     mediate.Way `json:"way"`
	On      string      `json:"signed_on"`
	Confirm string      `json:"confirm_until"`
	Paper   string      `json:"paper_id"`
}

type casePromiseView struct {
	ID        string               `json:"id"`
	Party     string               `json:"party_id"`
	Side      mediate.Side         `json:"side"`
	Name      string               `json:"name"`
	What      string               `json:"what"`
	Due       string               `json:"due_on"`
	State     mediate.PromiseState `json:"state"`
	StateName string               `json:"state_name"`
}

type fileLineView struct {
	At    string       `json:"at"`
	Kind  mediate.Deed `json:"kind"`
	Name  string       `json:"name"`
	By    string       `json:"by"`
	Words string       `json:"words"`
}

// ownCaseView is what a party reads: nothing that the other side said, and no number.
type ownCaseView struct {
	caseView
	Words     string         `json:"words"`
	Door      string         `json:"next_door"`
	Side      mediate.Side   `json:"side"`
	Answer    mediate.Answer `json:"answer"`
	Parties   []sideView     `json:"parties"`
	Mediators []mediatorView `json:"mediators"`
	Talks     []ownTalkView  `json:"talks"`
	Agreement agreementView  `json:"agreement"`
	Promises  []ownPromise   `json:"promises"`
	Can       []string       `json:"can"`
}

type sideView struct {
	Side     mediate.Side `json:"side"`
	SideName string       `json:"side_name"`
	Name     string       `json:"name"`
	Me       bool         `json:"me"`
}

type ownTalkView struct {
	From  string            `json:"from"`
	To    string            `json:"to"`
	Where string            `json:"where"`
	State mediate.TalkState `json:"state"`
}

type ownPromise struct {
	ID        string               `json:"id"`
	Name      string               `json:"name"`
	What      string               `json:"what"`
	Due       string               `json:"due_on"`
	State     mediate.PromiseState `json:"state"`
	StateName string               `json:"state_name"`
	Mine      bool                 `json:"mine"`
}

// fileNames are the names and places beside a case.
type fileNames struct {
	persons map[int64]person.Person
	places  map[int64]string
	parties map[int64]mediate.Party
}

func (h mediations) namesOf(c *fiber.Ctx, of mediate.Case, lines []mediate.Line) (n fileNames, err error) {
	ids := []int64{}
	n.parties = map[int64]mediate.Party{}
	for _, p := range of.Parties {
		ids = append(ids, p.Person)
		n.parties[p.ID] = p
	}
	for _, m := range of.Mediators {
		ids = append(ids, m.Person)
	}
	for _, l := range lines {
		ids = append(ids, l.Person)
	}
	if n.persons, err = h.names.Persons(c.UserContext(), distinct(ids)); err != nil {
		return n, err
	}
	n.places, err = h.service.Places(c.UserContext(), of)
	return n, err
}

// party returns the name of a party; of one who closed their account, or whom the reader may not know yet, the side.
func (n fileNames) party(id int64) string {
	p := n.parties[id]
	name := p.Name
	if p.Person != 0 {
		name = n.persons[p.Person].Name
	}
	if name == "" {
		return p.Side.Name()
	}
	return name
}

func (n fileNames) where(t mediate.Talk) string {
	if t.Place != 0 {
		return n.places[t.Place]
	}
	return t.Where
}

func (n fileNames) mediators(all []mediate.Mediator) []mediatorView {
	return each(all, func(m mediate.Mediator) mediatorView { return mediatorView{n.persons[m.Person].Name, m.Body.Name()} }).Items
}

func viewAgreement(a mediate.Agreement) agreementView {
	return agreementView{a.Text, a.Way, day(a.On), day(a.ConfirmUntil()), maybe(a.Paper)}
}

func (h mediations) show(c *fiber.Ctx, _ caller, one mediate.Case) error {
	v, err := h.file(c, one)
	if err != nil {
		return err
	}
	return c.JSON(v)
}

func (h mediations) file(c *fiber.Ctx, one mediate.Case) (v caseFileView, err error) {
	lines, err := h.service.Lines(c.UserContext(), one)
	if err != nil {
		return v, err
	}
	n, err := h.namesOf(c, one, lines)
	if err != nil {
		return v, err
	}
	head, err := h.viewer(c)
	if err != nil {
		return v, err
	}
	return caseFileView{
		caseView: head(one), Words: one.Words, Reason: one.Reason, Door: one.Door, Mediators: n.mediators(one.Mediators), Agreement: viewAgreement(one.Agreement),
		Can: one.Can(),
		Parties: each(one.Parties, func(p mediate.Party) casePartyView {
			phone := p.Phone
			if p.Person != 0 {
				phone = n.persons[p.Person].Dial()
			}
			return casePartyView{
				ID: text(p.ID), Side: p.Side, SideName: p.Side.Name(), Name: n.party(p.ID), Phone: phone.Masked(), Account: p.Person != 0, Answer: p.Answer,
				How: p.How, At: stamp(p.At),
			}
		}).Items,
		Talks: each(one.Talks, func(t mediate.Talk) talkView {
			return talkView{text(t.ID), stamp(t.From), stamp(t.To), n.where(t), t.State, t.Came, t.Notes}
		}).Items,
		Promises: each(one.Promises, func(p mediate.Promise) casePromiseView {
			return casePromiseView{text(p.ID), text(p.Party), n.parties[p.Party].Side, n.party(p.Party), p.What, day(p.Due), p.State, p.State.Name()}
		}).Items,
		Lines: each(lines, func(l mediate.Line) fileLineView {
			return fileLineView{stamp(l.At), l.Kind, l.Kind.Name(), n.persons[l.Person].Name, l.Text}
		}).Items,
	}, nil
}

func (h mediations) showOwn(c *fiber.Ctx, _ caller, o mediate.Own) error {
	n, err := h.namesOf(c, o.Case, nil)
	if err != nil {
		return err
	}
	head, err := h.viewer(c)
	if err != nil {
		return err
	}
	return c.JSON(ownCaseView{
		caseView: head(o.Case), Words: o.Words, Door: o.Door, Side: o.Me.Side, Answer: o.Me.Answer, Mediators: n.mediators(o.Mediators),
		Agreement: viewAgreement(o.Agreement), Can: o.CanOwn(o.Me),
		Parties: each(o.Parties, func(p mediate.Party) sideView {
			return sideView{p.Side, p.Side.Name(), n.party(p.ID), p.ID == o.Me.ID}
		}).Items,
		Talks: each(o.Talks, func(t mediate.Talk) ownTalkView {
			return ownTalkView{stamp(t.From), stamp(t.To), n.where(t), t.State}
		}).Items,
		Promises: each(o.Promises, func(p mediate.Promise) ownPromise {
			return ownPromise{text(p.ID), n.party(p.Party), p.What, day(p.Due), p.State, p.State.Name(), p.Party == o.Me.ID}
		}).Items,
	})
}
