package care

import (
	"context"
	"errors"
	"slices"

	"linli/app/auth"
	"linli/app/consent"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/when"
)

// Asks is consent.Asks: a cared-for with a carer may let them know.
func (s *Service) Asks(ctx context.Context, who int64) ([]consent.Kind, error) {
	has, err := s.store.HasCarer(ctx, who)
	if err != nil || !has {
		return nil, err
	}
	return []consent.Kind{consent.CareFamily}, nil
}

// Seen is one visit as the household itself reads it: never its words.
type Seen struct {
	Day     when.Date
	Way     Way
	Outcome Outcome
}

// Own is the visits to the actor's own home (我的走访).
type Own struct {
	Visits []Seen
	Next   Due
	Say    string
}

// Mine returns the visits to the homes of the actor.
func (s *Service) Mine(ctx context.Context, who auth.Actor) ([]Own, error) {
	if err := who.Need(auth.Resident); err != nil {
		return nil, err
	}
	open, err := s.store.ResidencesOf(ctx, who.Person)
	if err != nil {
		return nil, err
	}
	keys := []string{Key(0, who.Person)}
	for _, r := range open {
		if r.State == "confirmed" {
			keys = append(keys, Key(r.Household, 0))
		}
	}
	found, err := s.store.CaredByKey(ctx, keys)
	if err != nil {
		return nil, err
	}
	all := []Own{}
	for _, c := range found {
		visits, _, err := s.store.Visits(ctx, c.ID, 20)
		if err != nil {
			return nil, err
		}
		own := Own{Next: c.Due, Say: c.Due.Say(s.now())}
		if c.Due.Late(s.now()) {
			own.Say = "" // a delay is the community's matter
		}
		for _, v := range visits {
			if v.Outcome.Seen() {
				own.Visits = append(own.Visits, Seen{v.Day, v.Way, v.Outcome})
			}
		}
		all = append(all, own)
	}
	return all, nil
}

// Relative is a cared-for as their carer reads it (家人平安): one sentence.
type Relative struct {
	Person person.Person
	Day    when.Date // of the last visit; 0: none yet
	Say    string
	Chase  int64 // somebody looks for them; 0 not
}

// Relatives returns those whom the actor cares for and who agreed that their family is told.
func (s *Service) Relatives(ctx context.Context, who auth.Actor) ([]Relative, error) {
	if err := who.Need(auth.Resident); err != nil {
		return nil, err
	}
	kin, err := s.store.CaredAsCarer(ctx, who.Person)
	if err != nil {
		return nil, err
	}
	all := []Relative{}
	for _, k := range kin {
		found, err := s.store.CaredByKey(ctx, k.Keys)
		if err != nil {
			return nil, err
		}
		if len(found) == 0 {
			continue
		}
		r, err := s.relative(ctx, k.Person, found[0])
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

func (s *Service) relative(ctx context.Context, id int64, c Cared) (Relative, error) {
	people, err := s.store.Persons(ctx, []int64{id})
	if err != nil {
		return Relative{}, err
	}
	r := Relative{Person: people[id], Say: "还没有走访记录"}
	visits, _, err := s.store.Visits(ctx, c.ID, 20)
	if err != nil {
		return Relative{}, err
	}
	for _, v := range visits {
		if !v.Outcome.Seen() {
			continue
		}
		if r.Day, r.Say = v.Day, "已走访，平安"; v.Outcome == Needy {
			r.Say = "有需要，社区正在联系"
		}
		break
	}
	open, err := s.store.ChasesOf(ctx, []int64{c.ID})
	for _, ch := range open {
		if told(ch) {
			r.Chase, r.Say = ch.ID, "今天没有联系上，正在找"
		}
	}
	return r, err
}

// told says whether the family knows of a chase: the step at which they are told is over.
func told(ch Chase) bool { return ch.Step >= 2 }

// FamilySaw ends a chase: the carer has reached the person. The officers are told. Fault: ErrChase.
func (s *Service) FamilySaw(ctx context.Context, who auth.Actor, chase int64) error {
	if err := who.Need(auth.Resident); err != nil {
		return err
	}
	return s.act(ctx, who, func(d deed) error {
		ch, err := d.tx.LockChase(ctx, chase)
		if err != nil || ch.over() {
			return errors.Join(ErrChase, err)
		}
		c, err := d.tx.LockCared(ctx, ch.Cared)
		if err != nil {
			return err
		}
		carers, err := d.carers(c)
		if err != nil || !slices.Contains(carers, who.Person) {
			return errors.Join(ErrChase, err)
		}
		if err := d.endChase(c, "family"); err != nil {
			return err
		}
		officers, err := person.OfficersOf(d.ctx, d.tx, d.now, c.Grid, c.Community)
		for _, to := range officers {
			if err := d.tell(noticeSeen, to, c, notify.Facts{}); err != nil {
				return err
			}
		}
		return err
	})
}
