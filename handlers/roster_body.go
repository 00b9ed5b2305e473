package handlers

import (
	"linli/app/area"
	"linli/app/auth"
	"linli/app/party"
	"linli/app/person"
	"linli/app/roster"
)

// rosterEdit is an edit and the token of its preview.
type rosterEdit struct {
	roster.Edit
	token string
}

// rosterBody is a change of the roster made at a desk. What is left out stays as it is.
type rosterBody struct {
	Token string `json:"token"`
	Areas []struct {
		ID         string    `json:"id"`
		Parent     string    `json:"parent_id"`
		Kind       area.Kind `json:"kind"`
		Name       *string   `json:"name"`
		Aliases    *[]string `json:"aliases"`
		Households *int      `json:"households"`
		Lat        *float64  `json:"lat"`
		Lng        *float64  `json:"lng"`
		Boundary   *string   `json:"boundary"`
		Mark       string    `json:"mark"`
	} `json:"areas"`
	Orgs []struct {
		ID   string  `json:"id"`
		Area string  `json:"area_id"`
		Name *string `json:"name"`
		Kind *string `json:"kind"`

		Parent *string `json:"parent_id"`
	} `json:"orgs"`
	Persons []struct {
		ID    string  `json:"id"`
		Area  string  `json:"area_id"`
		Name  *string `json:"name"`
		Phone *string `json:"phone"`
		Shown *bool   `json:"shown"`
	} `json:"persons"`
	Postings []struct {
		ID         string    `json:"id"`
		Person     string    `json:"person_id"`
		Role       auth.Role `json:"role"`
		Area       string    `json:"area_id"`
		Org        string    `json:"org_id"`
		Substitute string    `json:"substitute_id"`
		From       *string   `json:"from"`
		To         *string   `json:"to"`
		Now        bool      `json:"now"`

		Class       *person.Class      `json:"class"`
		Employed    *person.Employment `json:"employed"`
		Specialties *[]string          `json:"specialties"`
		Duties      *string            `json:"duties"`
	} `json:"postings"`
	Branches []struct {
		ID     string  `json:"id"`
		Parent string  `json:"parent_id"`
		Top    bool    `json:"top"`
		Level  *string `json:"level"`
		Name   *string `json:"name"`
		Area   string  `json:"area_id"`
		Org    string  `json:"org_id"`
	} `json:"branches"`
	Members []struct {
		Person string     `json:"person_id"`
		Branch string     `json:"branch_id"`
		Kind   party.Kind `json:"kind"`
		Duties *[]string  `json:"duties"`
		Words  *string    `json:"words"`
		New    bool       `json:"new"`
		End    bool       `json:"end"`
	} `json:"members"`
}

// mostRows is the most rows of an edit.
const mostRows = 100

func (in rosterBody) input() (e rosterEdit, err error) {
	e.token = in.Token
	if n := len(in.Areas) + len(in.Orgs) + len(in.Persons) + len(in.Postings) + len(in.Branches) + len(in.Members); n == 0 || n > mostRows {
		return e, errBody
	}
	for _, x := range in.Areas {
		a := roster.AreaEdit{
			Kind: x.Kind, Name: x.Name, Aliases: x.Aliases, Households: x.Households, Lat: x.Lat, Lng: x.Lng, Boundary: x.Boundary, Mark: x.Mark,
		}
		if err := numbersInto(map[*int64]string{&a.ID: x.ID, &a.Parent: x.Parent}); err != nil {
			return e, err
		}
		e.Areas = append(e.Areas, a)
	}
	for _, x := range in.Orgs {
		o := roster.OrgEdit{Name: x.Name, Kind: x.Kind}
		if x.Parent != nil {
			o.Parent = new(int64)
			if err := numbersInto(map[*int64]string{o.Parent: *x.Parent}); err != nil {
				return e, err
			}
		}
		if err := numbersInto(map[*int64]string{&o.ID: x.ID, &o.Area: x.Area}); err != nil {
			return e, err
		}
		e.Orgs = append(e.Orgs, o)
	}
	for _, x := range in.Persons {
		p := roster.PersonEdit{Name: x.Name, Phone: x.Phone, Shown: x.Shown}
		if err := numbersInto(map[*int64]string{&p.ID: x.ID, &p.Area: x.Area}); err != nil {
			return e, err
		}
		e.Persons = append(e.Persons, p)
	}
	if err := in.postings(&e); err != nil {
		return e, err
	}
	return e, in.party(&e)
}

func (in rosterBody) party(e *rosterEdit) error {
	for _, x := range in.Branches {
		b := roster.BranchEdit{Top: x.Top, Level: x.Level, Name: x.Name}
		if err := numbersInto(map[*int64]string{&b.ID: x.ID, &b.Parent: x.Parent, &b.Area: x.Area, &b.Org: x.Org}); err != nil {
			return err
		}
		e.Branches = append(e.Branches, b)
	}
	for _, x := range in.Members {
		m := roster.MemberEdit{Kind: x.Kind, Duties: x.Duties, Words: x.Words, New: x.New, End: x.End}
		if err := numbersInto(map[*int64]string{&m.Person: x.Person, &m.Branch: x.Branch}); err != nil {
			return err
		}
		e.Members = append(e.Members, m)
	}
	return nil
}

func (in rosterBody) postings(e *rosterEdit) error {
	for _, x := range in.Postings {
		p := roster.PostingEdit{
			Role: x.Role, From: x.From, To: x.To, Now: x.Now, Class: x.Class, Employed: x.Employed, Specialties: x.Specialties, Duties: x.Duties,
		}
		if err := numbersInto(map[*int64]string{
			&p.ID: x.ID, &p.Person: x.Person, &p.Area: x.Area, &p.Org: x.Org, &p.Substitute: x.Substitute,
		}); err != nil {
			return err
		}
		e.Postings = append(e.Postings, p)
	}
	return nil
}
