package mediate

import (
	"slices"
	"time"

	"linli/app/person"
)

// Side is one side of a dispute.
type Side string

// The sides: the first is the one that asked.
const (
	First  Side = "a"
	Second Side = "b"
)

// Sides lists them all.
var Sides = []Side{First, Second}

var sideNames = map[Side]string{First: "甲方", Second: "乙方"}

// Name returns the side in Chinese.
func (s Side) Name() string { return sideNames[s] }

// Answer is what a party said about mediation.
type Answer string

// The answers.
const (
	Unasked Answer = ""
	Yes     Answer = "yes"
	No      Answer = "no" // stopped, or never agreed
)

// Party is one person of a side. Name and number are those of somebody without an account.
type Party struct {
	ID     int64
	Side   Side
	Person int64
	Name   string
	Phone  person.Phone
	Answer Answer
	How    Way
	At     time.Time // of the answer
}

// Of returns the party that a person is, false for nobody.
func (c Case) Of(who int64) (Party, bool) {
	i := slices.IndexFunc(c.Parties, func(p Party) bool { return p.Person == who && who != 0 })
	if i < 0 {
		return Party{}, false
	}
	return c.Parties[i], true
}

func (c *Case) party(id int64) (*Party, error) {
	for i := range c.Parties {
		if c.Parties[i].ID == id {
			return &c.Parties[i], nil
		}
	}
	return nil, ErrParty
}

// unanimous says whether both sides have parties and all of them agreed.
func (c Case) unanimous() bool {
	for _, side := range Sides {
		if !slices.ContainsFunc(c.Parties, func(p Party) bool { return p.Side == side }) {
			return false
		}
	}
	return !slices.ContainsFunc(c.Parties, func(p Party) bool { return p.Answer != Yes })
}

// known says whether a person has a part in the case already.
func (c Case) known(who int64) bool {
	_, party := c.Of(who)
	return party || slices.ContainsFunc(c.Mediators, func(m Mediator) bool { return m.Person == who })
}
