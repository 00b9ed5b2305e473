package order

import (
	"context"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/notify"
	"linli/app/pace"
	"linli/app/person"
	"linli/app/text"
	"linli/app/when"
	"linli/app/work"
)

// deed is one action on an order, inside the transaction that holds its lock.
type deed struct {
	ctx     context.Context
	tx      Tx
	tree    *area.Tree
	promise pace.Promise
	who     auth.Actor
	now     time.Time
	order   *Order
}

// rights says whether an actor may do something with an order: ErrMissing where they do not see it.
type rights func(*area.Tree, auth.Actor, Order) error

// act locks an order, lets do change it, and saves it with one line of its timeline. Repeating a request changes nothing.
func (s *Service) act(ctx context.Context, who auth.Actor, id int64, may rights, do func(*deed) (Event, error)) (o Order, err error) {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return o, err
	}
	times, err := s.times.Get(ctx)
	if err != nil {
		return o, err
	}
	err = s.inTx(ctx, func(tx Tx) error {
		if o, err = tx.LockOrder(ctx, id); err != nil {
			return err
		}
		if err := may(tree, who, o); err != nil {
			return err
		}
		if who.Request != "" {
			if done, err := tx.OrderEventOf(ctx, id, who.Person, who.Request); done || err != nil {
				return err
			}
		}
		d := &deed{ctx: ctx, tx: tx, tree: tree, promise: promise(times.Of(o.Community)), who: who, now: s.now(), order: &o}
		line, err := do(d)
		if err != nil {
			return err
		}
		if line.Kind != "" {
			line.Stamp(who, d.now)
			if err := tx.AddOrderEvent(ctx, id, line); err != nil {
				return err
			}
		}
		return tx.SaveOrder(ctx, o)
	})
	if err != nil {
		return Order{}, err
	}
	return o, nil
}

func promise(times when.Clock) pace.Promise {
	return pace.Promise{Times: times, Whole: AgreeWithin, Escalate: Rung}
}

// desk lets the keepers of the order's community act.
func desk(t *area.Tree, who auth.Actor, o Order) error {
	if person.WorksIn(who, t.Path(o.Community)) {
		return nil
	}
	return ErrMissing
}

// visitor lets those act who come. A word, an address and a name are theirs only until the order has ended.
func visitor(_ *area.Tree, who auth.Actor, o Order) error {
	if o.State.Open() && o.comes(who.Person) {
		return nil
	}
	return ErrMissing
}

// visitorOrDesk lets those who come act, and the keepers for somebody without a telephone.
func visitorOrDesk(t *area.Tree, who auth.Actor, o Order) error {
	if visitor(t, who, o) == nil {
		return nil
	}
	return desk(t, who, o)
}

// apart lets the keepers act, except those of the team. Fault: ErrInvolved.
func apart(t *area.Tree, who auth.Actor, o Order) error {
	if err := desk(t, who, o); err != nil {
		return err
	}
	if o.comes(who.Person) {
		return ErrInvolved
	}
	return nil
}

// own lets the resident act, and the family member who asked.
func own(_ *area.Tree, who auth.Actor, o Order) error {
	if who.Person != 0 && (who.Person == o.Person || who.Person == o.relative()) {
		return nil
	}
	return ErrMissing
}

func anybody(*area.Tree, auth.Actor, Order) error { return nil }

func (d *deed) audit(action, why string) error {
	return d.tx.AddAudit(d.ctx, audit.Record{
		Community: d.order.Community, At: d.now, Person: d.who.Person, Action: action, About: d.order.About(), Reason: why,
	})
}

// tell notifies persons once each, but not the actor.
func (d *deed) tell(kind notify.Kind, said string, to ...int64) error {
	to = slices.DeleteFunc(slices.Clone(to), func(id int64) bool { return id == 0 || id == d.who.Person })
	slices.Sort(to)
	for _, p := range slices.Compact(to) {
		if err := notify.Tell(d.ctx, d.tx, kind.To(p, d.order.Community, d.order.About(), d.facts(said)), d.now); err != nil {
			return err
		}
	}
	return nil
}

// resident notifies the person and the family member who asked.
func (d *deed) resident(kind notify.Kind, said string) error {
	return d.tell(kind, said, d.order.Person, d.order.relative())
}

// keepers notifies who acts for the community now.
func (d *deed) keepers(kind notify.Kind, said string) error {
	acting, err := person.Acting(d.ctx, d.tx, d.now, []int64{d.order.Community}, auth.Judges...)
	if err != nil {
		return err
	}
	return d.tell(kind, said, append(acting, d.order.Lead)...)
}

// team notifies members: staff in their client, others in that of residents.
func (d *deed) team(said string, to ...int64) error {
	for _, who := range to {
		kind := noticeVisit
		held, err := d.tx.PostingsOf(d.ctx, who)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(person.Powers(held, who, d.now, d.tree.Path), func(p auth.Posting) bool { return slices.Contains(auth.Workers, p.Role) }) {
			kind = noticeGiven
		}
		if err := d.tell(kind, said, who); err != nil {
			return err
		}
	}
	return nil
}

// names returns the names of persons in their order.
func (d *deed) names(ids []int64) (string, error) {
	said := ""
	for _, id := range ids {
		name, err := d.tx.NameOf(d.ctx, id)
		if err != nil {
			return "", err
		}
		if said != "" {
			said += "、"
		}
		said += name
	}
	return said, nil
}

func (d *deed) facts(said string) notify.Facts {
	o := d.order
	f := notify.Facts{
		notify.FactTitle: o.Title, notify.FactNumber: o.Say(), notify.FactPlace: Door(d.tree, *o), notify.FactState: o.State.Name(),
		notify.FactWords: said, notify.FactAt: when.Full(d.now), notify.FactDue: when.Full(d.now),
	}
	if due := o.At; !due.IsZero() {
		f[notify.FactDue] = when.Full(due)
	} else if !o.WholeDue.IsZero() {
		f[notify.FactDue] = when.Full(o.WholeDue)
	}
	return f
}

// Door names the door of an order.
func Door(t *area.Tree, o Order) string { return text.Line(t.Say(o.Area) + " " + o.Room) }

// work writes the line of work of everybody who came: one visit, a line each. Somebody who was away has none.
func (d *deed) work() error {
	o := d.order
	for _, m := range o.present() {
		held, err := d.tx.PostingsOf(d.ctx, m.Person)
		if err != nil {
			return err
		}
		line := work.Line{
			Community: o.Community, At: d.now, Minutes: o.Minutes, About: o.About(), Deed: work.CameHome, Area: o.Area, Served: o.Person,
			Place: Door(d.tree, *o), Words: o.Title, Sensitive: true,
		}
		if m.Person != d.who.Person {
			line.By, line.WrittenAt = d.who.Person, d.now
		}
		actor := auth.Actor{Person: m.Person, Postings: person.Powers(held, m.Person, d.now, d.tree.Path)}
		if err := work.Write(d.ctx, d.tx, d.tree, actor, line); err != nil {
			return err
		}
	}
	return nil
}
