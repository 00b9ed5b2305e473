package mediate

import (
	"context"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/when"
	"linli/app/work"
)

// deed is one action on a case, inside the transaction that holds its lock.
type deed struct {
	ctx  context.Context
	tx   Tx
	tree *area.Tree
	who  auth.Actor
	now  time.Time
	file *Case
}

// rights says whether an actor may do something with a case: ErrMissing where they do not see it.
type rights func(*deed) error

// act locks a case, lets do change it, and saves it with one line of its timeline. Repeating a request changes nothing.
func (s *Service) act(ctx context.Context, who auth.Actor, id int64, may rights, do func(*deed) (Line, error)) (c Case, err error) {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return c, err
	}
	err = s.inTx(ctx, func(tx Tx) error {
		if c, err = tx.LockCase(ctx, id); err != nil {
			return err
		}
		d := &deed{ctx: ctx, tx: tx, tree: tree, who: who, now: s.now(), file: &c}
		if err := may(d); err != nil {
			return err
		}
		if who.Request != "" {
			if done, err := tx.CaseLineOf(ctx, id, who.Person, who.Request); done || err != nil {
				return err
			}
		}
		line, err := do(d)
		if err != nil {
			return err
		}
		if line.Kind != "" {
			line.Stamp(who, d.now)
			if err := tx.AddCaseLine(ctx, id, line); err != nil {
				return err
			}
		}
		return tx.SaveCase(ctx, &c)
	})
	if err != nil {
		return Case{}, err
	}
	return c, nil
}

func did(kind Deed, words string) Line { return Line{Kind: kind, Text: words} }

// mediator lets those act who mediate the case. While nobody mediates it who still holds the post, every mediator of its community may.
// A party never may.
func mediator(ctx context.Context, tree *area.Tree, posts person.Roster, who auth.Actor, c Case, now time.Time) error {
	if _, party := c.Of(who.Person); party || !who.Covers(tree.Path(c.Community), auth.Mediators...) {
		return ErrMissing
	}
	if slices.ContainsFunc(c.Mediators, func(m Mediator) bool { return who.Is(m.Person) }) {
		return nil
	}
	if len(c.Mediators) == 0 {
		return nil
	}
	acting, err := posted(ctx, tree, posts, c.Community, now)
	if err != nil {
		return err
	}
	for _, m := range c.Mediators {
		now, err := person.StandIn(ctx, posts, now, m.Person)
		if err != nil {
			return err
		}
		if slices.Contains(acting, now) {
			return ErrMissing
		}
	}
	return nil
}

// posted returns who acts as a mediator for a community: those of the community itself and of the areas around it.
func posted(ctx context.Context, tree *area.Tree, posts person.Roster, community int64, now time.Time) ([]int64, error) {
	around := []int64{community}
	for _, k := range []area.Kind{area.Street, area.County} {
		if a, ok := tree.Up(community, k); ok {
			around = append(around, a.ID)
		}
	}
	return person.Acting(ctx, posts, now, around, auth.Mediators...)
}

// desk is mediator inside a deed.
func desk(d *deed) error { return mediator(d.ctx, d.tree, d.tx, d.who, *d.file, d.now) }

// own lets the parties act.
func own(d *deed) error {
	if _, ok := d.file.Of(d.who.Person); !ok {
		return ErrMissing
	}
	return nil
}

func (d *deed) audit(action string) error {
	return d.tx.AddAudit(d.ctx, audit.Record{Community: d.file.Community, At: d.now, Person: d.who.Person, Action: action, About: d.file.About()})
}

// work writes the line of work of a mediator. It says neither whose case it is nor what it is about.
func (d *deed) work(what work.Deed) error {
	return work.Write(d.ctx, d.tx, d.tree, d.who, work.Line{
		Community: d.file.Community, At: d.now, About: d.file.About(), Deed: what, Area: d.file.Community,
	})
}

// tell adds a notice for each of these persons but the actor.
func (d *deed) tell(kind notify.Kind, more notify.Facts, to ...int64) error {
	to = slices.Clone(to)
	slices.Sort(to)
	for _, p := range slices.Compact(to) {
		if p == 0 || p == d.who.Person {
			continue
		}
		facts := notify.Facts{
			notify.FactTitle: "调解", notify.FactNumber: d.file.Say(), notify.FactPlace: d.tree.Say(d.file.Community), notify.FactState: d.file.State.Name(),
			notify.FactAt: when.Full(d.now), notify.FactDue: when.Full(d.now), notify.FactWords: "详情请打开看，不在这里写",
		}
		for f, v := range more {
			facts[f] = v
		}
		if err := notify.Tell(d.ctx, d.tx, kind.To(p, d.file.Community, d.file.About(), facts), d.now); err != nil {
			return err
		}
	}
	return nil
}

// parties returns the persons of the case with an account.
func (d *deed) parties() (all []int64) {
	for _, p := range d.file.Parties {
		all = append(all, p.Person)
	}
	return all
}

// mediators returns who acts for the mediators now; before somebody took the case, all who could.
func (d *deed) mediators() (all []int64, err error) {
	if len(d.file.Mediators) == 0 {
		return posted(d.ctx, d.tree, d.tx, d.file.Community, d.now)
	}
	for _, m := range d.file.Mediators {
		now, err := person.StandIn(d.ctx, d.tx, d.now, m.Person)
		if err != nil {
			return nil, err
		}
		all = append(all, now)
	}
	return all, nil
}

// moved tells the mediators that something is new.
func (d *deed) moved() error {
	to, err := d.mediators()
	if err != nil {
		return err
	}
	return d.tell(noticeMoved, nil, to...)
}
