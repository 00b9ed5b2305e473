package person

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/fault"
	"linli/app/text"
	"linli/app/wordlist"
)

// MostFound is how many residents one search returns.
const MostFound = 20

// What can go wrong at the counter.
var (
	ErrQuery = fault.New(fault.Invalid, "person.query", "请输入姓名或完整手机号")
	ErrPlace = fault.New(fault.Missing, "person.place", "未找到该住址，请选择本社区内的楼栋或单元")
)

// Newcomer is a resident whom staff enter.
type Newcomer struct {
	Name      string
	Born      int   // 0 unknown
	Phone     Phone // "" without a telephone
	Community int64
	Home      int64 // a building or unit of the community; 0 unknown
}

// Correction is what staff change about a resident; nil leaves a field as it is.
type Correction struct {
	Born *int
	Tags *[]Tag
}

// Find returns the residents of a community in which the actor works, by part of the name or by the whole telephone
// number, by name. It leaves a line of who looked and how many were found. Faults: ErrQuery, ErrPlace.
func (s *Service) Find(ctx context.Context, who auth.Actor, community int64, words string) ([]Person, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return nil, err
	}
	path, err := s.paths(ctx)
	if err != nil {
		return nil, err
	}
	if !WorksIn(who, path(community)) {
		return nil, ErrPlace
	}
	words = text.Line(words)
	if !text.Within(words, 1, 20) {
		return nil, ErrQuery
	}
	var found []Person
	if phone, wrong := ParsePhone(words); wrong != nil {
		found, err = s.store.ResidentsNamed(ctx, community, words, MostFound)
	} else {
		found, err = s.store.ResidentsWith(ctx, community, phone, MostFound)
	}
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found, s.noteReading(ctx, audit.Record{
		Community: community, Person: who.Person, Action: string(audit.FoundResidents), About: fmt.Sprintf("area:%d", community),
		Reason: fmt.Sprintf("%d 人", len(found)),
	})
}

// noteReading adds the line of a reading.
func (s *Service) noteReading(ctx context.Context, r audit.Record) error {
	r.At = s.now()
	return s.store.InTx(ctx, func(tx Tx) error { return audit.AddReading(ctx, tx, r) })
}

// WorksIn says whether the actor is a keeper of the community with this path or of a part of it.
func WorksIn(who auth.Actor, community string) bool {
	return community != "" && (who.Covers(community, auth.Keepers...) ||
		slices.ContainsFunc(who.Paths(auth.Keepers...), func(own string) bool { return strings.HasPrefix(own, community) }))
}

// Communities returns the ids of those in which the actor works, as WorksIn says.
func Communities(ctx context.Context, areas area.Source, who auth.Actor) ([]int64, error) {
	t, err := areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	var all []int64
	for _, c := range t.Under("/", area.Community) {
		if WorksIn(who, c.Path) {
			all = append(all, c.ID)
		}
	}
	return all, nil
}

// Kept says whether the actor is a keeper where the resident's home lies, or their community while the home is not
// known. path gives the path of an area.
func Kept(who auth.Actor, path func(of int64) string, p Person) bool {
	place := path(p.Community)
	if home := path(p.Home); place != "" && strings.HasPrefix(home, place) {
		place = home
	}
	return who.Covers(place, auth.Keepers...)
}

// Resident returns one of the actor's residents with their tags, or ErrMissing. It leaves a line of who read them.
func (s *Service) Resident(ctx context.Context, who auth.Actor, id int64) (Person, []Tag, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return Person{}, nil, err
	}
	p, err := s.store.Person(ctx, id)
	if err != nil {
		return Person{}, nil, err
	}
	path, err := s.paths(ctx)
	if err != nil {
		return Person{}, nil, err
	}
	if !Kept(who, path, p) {
		return Person{}, nil, ErrMissing
	}
	tags, err := s.store.TagsOf(ctx, p.ID)
	if err != nil {
		return Person{}, nil, err
	}
	return p, tags, s.noteReading(ctx, audit.Record{
		Community: p.Community, Person: who.Person, Action: string(audit.ReadResident), About: fmt.Sprintf("person:%d", p.ID),
	})
}

// Enter returns the resident with this telephone number in the community, or a new one. Unknown facts are filled in.
// Repeating who.Request returns the first one. Faults: ErrName, ErrBorn, ErrPlace.
func (s *Service) Enter(ctx context.Context, who auth.Actor, n Newcomer) (Person, error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return Person{}, err
	}
	path, err := s.paths(ctx)
	if err != nil {
		return Person{}, err
	}
	p := Person{Community: n.Community, Home: n.Home, Born: n.Born, Phone: n.Phone, CreatedAt: s.now()}
	if p.Name, err = ParseName(n.Name); err != nil {
		return Person{}, err
	}
	if err := CheckBorn(p.Born, p.CreatedAt); err != nil {
		return Person{}, err
	}
	if p.Home != 0 && !strings.HasPrefix(path(p.Home), path(p.Community)) || !Kept(who, path, p) {
		return Person{}, ErrPlace
	}
	err = s.store.InTx(ctx, func(tx Tx) (err error) {
		if k, ok, err := known(ctx, tx, p); err != nil || ok {
			p = k
			return err
		}
		added, err := tx.AddResident(ctx, &p, who.Person, who.Request)
		if err != nil || !added {
			return err
		}
		return tx.AddAudit(ctx, audit.Record{
			Community: p.Community, At: s.now(), Person: who.Person, Action: "person.enter", About: fmt.Sprintf("person:%d", p.ID),
		})
	})
	return p, err
}

// known returns the person with a newcomer's telephone number in the community, or in none yet, with unknown facts
// filled in. A person of another community with the same number counts as a different person.
func known(ctx context.Context, tx Tx, p Person) (Person, bool, error) {
	if p.Phone == "" {
		return Person{}, false, nil
	}
	k, err := tx.LockPersonByPhone(ctx, p.Phone, p.Community)
	if errors.Is(err, ErrMissing) {
		return Person{}, false, nil
	}
	if err != nil || k.Community != 0 && k.Community != p.Community {
		return Person{}, false, err
	}
	full := k
	full.Fill(p)
	if full == k {
		return k, true, nil
	}
	return full, true, tx.SavePerson(ctx, full)
}

// Fill takes over from another what is not known yet.
func (p *Person) Fill(from Person) {
	if p.Name == "" {
		p.Name = from.Name
	}
	if p.Phone == "" {
		p.Phone = from.Phone
	}
	if p.Callback == "" {
		p.Callback = from.Callback
	}
	if p.Born == 0 {
		p.Born = from.Born
	}
	if p.Home == 0 {
		p.Home = from.Home
	}
	if p.Community == 0 {
		p.Community = from.Community
	}
	if p.PrivacyAt.Before(from.PrivacyAt) {
		p.Privacy, p.PrivacyAt = from.Privacy, from.PrivacyAt
	}
}

// Correct changes what staff know about one of their residents; every change is in the audit log. Faults: ErrMissing,
// ErrBorn, ErrTag.
func (s *Service) Correct(ctx context.Context, who auth.Actor, id int64, c Correction) (p Person, tags []Tag, err error) {
	if err := who.Need(auth.Keepers...); err != nil {
		return Person{}, nil, err
	}
	path, err := s.paths(ctx)
	if err != nil {
		return Person{}, nil, err
	}
	if c.Born != nil {
		err = CheckBorn(*c.Born, s.now())
	}
	if c.Tags != nil && err == nil {
		var known []wordlist.Word
		if known, err = s.store.Words(ctx, wordlist.Tags); err == nil {
			tags, err = CheckTags(*c.Tags, known)
		}
	}
	if err != nil {
		return Person{}, nil, err
	}
	err = s.store.InTx(ctx, func(tx Tx) (err error) {
		if p, err = tx.LockPerson(ctx, id); err != nil {
			return err
		}
		if !Kept(who, path, p) {
			return ErrMissing
		}
		n := note{ctx: ctx, tx: tx, who: who, at: s.now()}
		if c.Born != nil {
			err = n.born(&p, *c.Born)
		}
		if c.Tags != nil && err == nil {
			err = n.tags(p, tags)
		}
		return err
	})
	if err != nil {
		return Person{}, nil, err
	}
	tags, err = s.store.TagsOf(ctx, p.ID)
	return p, tags, err
}

// note is one change of what is known about a resident, inside a transaction that holds the resident's lock.
type note struct {
	ctx context.Context
	tx  Tx
	who auth.Actor
	at  time.Time
}

func (n note) born(p *Person, year int) error {
	if p.Born == year {
		return nil
	}
	p.Born = year
	if err := n.tx.SavePerson(n.ctx, *p); err != nil {
		return err
	}
	return n.audit(*p, "person.born", "")
}

// tags makes these the resident's tags.
func (n note) tags(p Person, want []Tag) error {
	has, err := n.tx.TagsOf(n.ctx, p.ID)
	if err != nil {
		return err
	}
	if !slices.Equal(has, want) {
		if err := n.tx.AddJob(n.ctx, TaggedJob, p.ID, n.at); err != nil {
			return err
		}
	}
	for _, t := range union(has, want) {
		had, wanted := slices.Contains(has, t), slices.Contains(want, t)
		switch {
		case wanted && !had:
			if err := n.tx.AddTag(n.ctx, Tagging{Person: p.ID, Tag: t, Community: p.Community, By: n.who.Person, At: n.at}); err != nil {
				return err
			}
			if err := n.audit(p, "person.tag", string(t)); err != nil {
				return err
			}
		case had && !wanted:
			if err := n.tx.DeleteTag(n.ctx, p.ID, t); err != nil {
				return err
			}
			if err := n.audit(p, "person.untag", string(t)); err != nil {
				return err
			}
		}
	}
	return nil
}

// union returns the tags of both, each once.
func union(a, b []Tag) []Tag {
	all := slices.Clone(a)
	for _, t := range b {
		if !slices.Contains(all, t) {
			all = append(all, t)
		}
	}
	return all
}

func (n note) audit(p Person, action, reason string) error {
	return n.tx.AddAudit(n.ctx, audit.Record{
		Community: p.Community, At: n.at, Person: n.who.Person, Action: action, About: fmt.Sprintf("person:%d", p.ID), Reason: reason,
	})
}
