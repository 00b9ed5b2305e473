package collect

import (
	"fmt"
	"slices"

	"linli/app/household"
)

// adult is the age from which somebody can be the contact person.
const adult = 18

// asksContact says whether a campaign asks who the contact person is.
func (c Campaign) asksContact() bool {
	return slices.ContainsFunc(c.Questions, func(q Question) bool { return q.Known == Contact })
}

// at returns the campaign as it is asked at one door: the choices for the contact person are the grown-ups who live there, by their
// relation and without a name, since a steward who asks may not know them by name. The first is the present one.
func (c Campaign) at(d Door) Campaign {
	i := slices.IndexFunc(c.Questions, func(q Question) bool { return q.Known == Contact })
	if i < 0 {
		return c
	}
	now := slices.IndexFunc(d.People, func(p household.Reach) bool { return p.Person == d.Lives.Contact && p.Person != 0 })
	choices, contacts := []string{"没有登记的联系人"}, []int64{0}
	if now >= 0 {
		choices[0] = "联系人不变（" + phoneState(d.People[now]) + "）"
	}
	year := c.From.Time().Year()
	for n, p := range d.People {
		if n == now || p.Person == 0 || p.Born != 0 && year-p.Born < adult {
			continue
		}
		choice := fmt.Sprintf("改为%s（%s）", relationWord(p.Relation), phoneState(p))
		for again := 2; slices.Contains(choices, choice); again++ {
			choice = fmt.Sprintf("改为%s%d（%s）", relationWord(p.Relation), again, phoneState(p))
		}
		choices, contacts = append(choices, choice), append(contacts, p.Person)
	}
	c.Questions = slices.Clone(c.Questions)
	c.Questions[i].Choices, c.contacts = choices, contacts
	return c
}

func phoneState(p household.Reach) string {
	if p.Phone {
		return "有手机号"
	}
	return "没有手机号"
}

func relationWord(r household.Relation) string {
	switch r {
	case household.Contact, household.Unsaid, household.Flatmate:
		return "同住的人"
	case household.Spouse, household.Child, household.Parent, household.Grand, household.Relative:
	}
	return r.Name()
}

// sayContact tells of the contact person in the line of a list.
func (d Door) sayContact() string {
	for _, p := range d.People {
		if p.Person == d.Lives.Contact && p.Person != 0 {
			return "联系人" + phoneState(p)
		}
	}
	return "没有联系人"
}
