package collect

import (
	"context"
	"errors"
	"fmt"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/household"
	"linli/app/when"
	"linli/app/work"
)

// Given is what somebody says for a household.
type Given struct {
	State  Answered // Confirmed or Changed (the values decide which), Absent, Refused
	Values Values   // by the number of the question; what is known may be left out
}

// Asking is a household with the campaign that asks it, and what is known.
type Asking struct {
	Door
	Campaign
	Known Values
}

// Answer records what a steward, lead or keeper of the place was told at the door, with the line of work, and what changed in its
// register. Repeating who.Request changes nothing. Faults: ErrDoor, ErrAnswer, ErrAnswered, ErrMoved, ErrEnded.
func (s *Service) Answer(ctx context.Context, who auth.Actor, id int64, g Given) error {
	if err := who.Need(auth.Helpers...); err != nil {
		return err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	return s.give(ctx, who, id, g, AtDoor, func(d Door) (bool, error) {
		path := tree.Path(d.Home.Area)
		if !who.Covers(path, auth.Keepers...) && !who.Covers(path, auth.Stewards...) {
			return false, ErrDoor
		}
		return who.Covers(path, auth.Keepers...), nil
	})
}

// AnswerOwn records what a resident says for their own household: then nobody knocks. Faults: as Answer.
func (s *Service) AnswerOwn(ctx context.Context, who auth.Actor, id int64, g Given) error {
	if err := who.Need(auth.Resident); err != nil {
		return err
	}
	if g.State == Absent {
		return ErrAnswer
	}
	own, err := s.store.OwnDoors(ctx, who.Person)
	if err != nil {
		return err
	}
	return s.give(ctx, who, id, g, Themselves, func(d Door) (bool, error) {
		for _, one := range own {
			if one.ID == d.ID {
				return false, nil
			}
		}
		return false, ErrDoor
	})
}

// give saves an answer, what changed in the register and the line of work in one transaction. may says whether the actor may answer
// for the door, and whether they look at the dwelling as its keeper.
func (s *Service) give(
	ctx context.Context, who auth.Actor, id int64, g Given, how How, may func(Door) (looks bool, err error),
) error {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	return s.act(ctx, func(tx Tx) error {
		d, err := tx.FindDoor(ctx, id)
		if err != nil {
			return err
		}
		c, err := tx.FindCampaign(ctx, d.Campaign)
		if err != nil {
			return err
		}
		if c.asksContact() {
			people, err := tx.FindReaches(ctx, []int64{d.Household})
			if err != nil {
				return err
			}
			d.People = people[d.Household]
		}
		c = c.at(d)
		looks, err := may(d)
		if err != nil {
			return err
		}
		return record(ctx, tx, tree, who, answering{c, d, g, how, looks, deedBy{who.Person, s.now()}})
	})
}

// answering is one answer that is being given.
type answering struct {
	c     Campaign
	d     Door
	g     Given
	how   How
	looks bool
	deedBy
}

func record(ctx context.Context, tx Tx, tree *area.Tree, who auth.Actor, in answering) error {
	if in.d.Deed != "" && in.d.Deed == who.Request {
		return nil
	}
	switch {
	case in.c.State != Open || in.c.over(when.DateOf(in.at)):
		return ErrEnded
	case in.d.Lives.State == household.Ended:
		return ErrMoved
	}
	a := Answer{ID: in.d.ID, By: in.person, How: in.how, At: in.at, State: in.g.State, Deed: who.Request, Values: Values{}}
	var change household.Learned
	var err error
	switch in.g.State {
	case Confirmed, Changed:
		a.Values, change, a.State, err = in.c.settle(in.c.Prefilled(in.d.Home, in.d.Lives), in.g.Values)
	case Absent, Refused:
	default:
		err = ErrAnswer
	}
	if err != nil {
		return err
	}
	open, sealed := in.c.split(a.Values)
	won, err := tx.GiveAnswer(ctx, a, open, sealed)
	if err != nil {
		return err
	}
	if !won {
		return ErrAnswered
	}
	if a.State == Confirmed || a.State == Changed {
		change.Household, change.By, change.At, change.Looked = in.d.Household, in.person, in.at, in.looks
		err := household.Learn(ctx, tx, change)
		if errors.Is(err, household.ErrState) {
			return ErrMoved
		}
		if err != nil {
			return err
		}
	}
	if in.how == Themselves {
		return nil
	}
	return work.Write(ctx, tx, tree, who, work.Line{
		Community: in.c.Community, At: in.at, Deed: work.Collected,
		About: fmt.Sprintf("collect:%d:%d", in.c.ID, in.d.Household), Area: in.d.Home.Area, Household: in.d.Household,
	})
}

// Own returns what the actor's households are asked, and what they answered, the open ones first.
func (s *Service) Own(ctx context.Context, who auth.Actor) ([]Asking, error) {
	if err := who.Need(auth.Resident); err != nil {
		return nil, err
	}
	found, err := s.store.OwnDoors(ctx, who.Person)
	if err != nil {
		return nil, err
	}
	return s.asking(ctx, found)
}

// asking joins doors with their campaigns and what is known.
func (s *Service) asking(ctx context.Context, doors []Door) ([]Asking, error) {
	campaigns := map[int64]Campaign{}
	var contacts []int64
	for _, d := range doors {
		c, ok := campaigns[d.Campaign]
		if !ok {
			var err error
			if c, err = s.store.Campaign(ctx, d.Campaign); err != nil {
				return nil, err
			}
			campaigns[c.ID] = c
		}
		if c.asksContact() {
			contacts = append(contacts, d.Household)
		}
	}
	people, err := s.store.Reaches(ctx, contacts)
	if err != nil {
		return nil, err
	}
	all := make([]Asking, 0, len(doors))
	for _, d := range doors {
		d.People = people[d.Household]
		c := campaigns[d.Campaign].at(d)
		all = append(all, Asking{Door: d, Campaign: c, Known: c.Prefilled(d.Home, d.Lives)})
	}
	return all, nil
}
