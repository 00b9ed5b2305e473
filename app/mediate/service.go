package mediate

import (
	"context"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/notify"
	"linli/app/pages"
	"linli/app/paper"
	"linli/app/person"
	"linli/app/report"
	"linli/app/when"
	"linli/app/wordlist"
	"linli/app/work"
)

// Numbers shows staff the number of a known person.
type Numbers interface {
	Reveal(ctx context.Context, who auth.Actor, of person.Owner, kind string, id int64, reason string) (person.Phone, error)
}

// Timetable makes the sessions of services, which hold their hours before others ask.
type Timetable interface {
	Ready(ctx context.Context, community int64, day when.Date) error
}

// Config is what the service needs.
type Config struct {
	Store     Store
	Areas     area.Source
	Reports   *report.Service
	Timetable Timetable
	Numbers   Numbers
	Now       func() time.Time
}

// Service runs the use cases.
type Service struct {
	store     Store
	areas     area.Source
	reports   *report.Service
	timetable Timetable
	numbers   Numbers
	now       func() time.Time
	within    Tx // not nil: the service works in this transaction, which the caller commits
}

// NewService returns the service.
func NewService(c Config) *Service {
	return &Service{store: c.Store, areas: c.Areas, reports: c.Reports, timetable: c.Timetable, numbers: c.Numbers, now: c.Now}
}

// Within returns the service bound to a caller's transaction.
func (s *Service) Within(tx Tx) *Service {
	joined := *s
	joined.within = tx
	return &joined
}

func (s *Service) inTx(ctx context.Context, do func(Tx) error) error {
	if s.within != nil {
		return s.within.Try(ctx, func() error { return do(s.within) })
	}
	return s.store.InTx(ctx, do)
}

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

// Open returns the whole file to its mediators. Each opening leaves a line. Fault: ErrMissing.
func (s *Service) Open(ctx context.Context, who auth.Actor, id int64) (c Case, err error) {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return c, err
	}
	if c, err = s.store.Case(ctx, id); err != nil {
		return c, err
	}
	if err := mediator(ctx, tree, s.store, who, c, s.now()); err != nil {
		return Case{}, err
	}
	return c, s.inTx(ctx, func(tx Tx) error {
		return tx.AddAudit(ctx, audit.Record{Community: c.Community, At: s.now(), Person: who.Person, Action: string(audit.OpenedFile), About: c.About()})
	})
}

// Lines returns the timeline of a case that was opened.
func (s *Service) Lines(ctx context.Context, c Case) ([]Line, error) { return s.store.Lines(ctx, c.ID) }

// Right says whose papers a case has, to its mediators: nobody's, they belong to the file (paper.Right).
func (s *Service) Right(ctx context.Context, who auth.Actor, id int64) (paper.Matter, error) {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return paper.Matter{}, err
	}
	c, err := s.store.Case(ctx, id)
	if err != nil {
		return paper.Matter{}, err
	}
	return paper.Matter{Community: c.Community}, mediator(ctx, tree, s.store, who, c, s.now())
}

// Kinds returns the kinds of dispute that are offered, in the county's order.
func (s *Service) Kinds(ctx context.Context) ([]wordlist.Word, error) { return kinds(ctx, s.store) }

func kinds(ctx context.Context, from wordlist.Source) ([]wordlist.Word, error) {
	all, err := from.Words(ctx, wordlist.Disputes)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(wordlist.Merge(wordlist.Disputes, all, shipped), func(w wordlist.Word) bool { return w.Hidden }), nil
}

// KindNames returns the names of all kinds by their code.
func (s *Service) KindNames(ctx context.Context) (map[string]string, error) {
	all, err := s.store.Words(ctx, wordlist.Disputes)
	return NamesOf(all), err
}

// NamesOf returns the names of the kinds by their code, of the county's list or the shipped one.
func NamesOf(all []wordlist.Word) map[string]string {
	names := map[string]string{}
	for _, w := range wordlist.Merge(wordlist.Disputes, all, shipped) {
		names[w.Code] = w.Name
	}
	return names
}

// needKind returns ErrKind for a code that is not offered.
func needKind(ctx context.Context, from wordlist.Source, code string) error {
	all, err := kinds(ctx, from)
	if err == nil && !slices.ContainsFunc(all, func(w wordlist.Word) bool { return w.Code == code }) {
		return ErrKind
	}
	return err
}

// communities returns those for which the actor mediates.
func (s *Service) communities(ctx context.Context, who auth.Actor) ([]int64, error) {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	var all []int64
	for _, c := range t.Under("/", area.Community) {
		if who.Covers(c.Path, auth.Mediators...) {
			all = append(all, c.ID)
		}
	}
	return all, nil
}

// Listed returns one page of a list of the actor's, newest first, before an id: numbers, kinds and states, no words. Fault: ErrList.
func (s *Service) Listed(ctx context.Context, who auth.Actor, of List, before int64) (pages.Page[Case], error) {
	if err := who.Need(auth.Mediators...); err != nil {
		return pages.Page[Case]{}, err
	}
	f, err := s.filter(ctx, who, of)
	if err != nil {
		return pages.Page[Case]{}, err
	}
	f.Before = before
	return paged(s.store.Cases(ctx, f))
}

func (s *Service) filter(ctx context.Context, who auth.Actor, of List) (Filter, error) {
	states, ok := statesOf[of]
	if !ok {
		return Filter{}, ErrList
	}
	f := Filter{States: states, Most: pages.Size}
	var err error
	if f.Communities, err = s.communities(ctx, who); of != New {
		f.Mediators = append(slices.Clone(who.For), who.Person)
	}
	return f, err
}

func paged(found []Case, err error) (pages.Page[Case], error) {
	return pages.Full(found, pages.Size, func(c Case) pages.Cursor { return pages.Cursor{ID: c.ID} }), err
}

// Phone returns the number of a party to the mediators; the reason stands in the audit log. Faults: ErrMissing, ErrParty,
// person.ErrReason, person.ErrNoPhone.
func (s *Service) Phone(ctx context.Context, who auth.Actor, id int64, ask Revealing) (person.Phone, error) {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return "", err
	}
	c, err := s.store.Case(ctx, id)
	if err != nil {
		return "", err
	}
	if err := mediator(ctx, tree, s.store, who, c, s.now()); err != nil {
		return "", err
	}
	p, err := c.party(ask.Party)
	if err != nil {
		return "", err
	}
	if p.Person != 0 {
		whom := func(context.Context, auth.Actor, int64) (whom, community int64, err error) {
			return p.Person, c.Community, nil
		}
		return s.numbers.Reveal(ctx, who, whom, "mediate", c.ID, ask.Reason)
	}
	reason, err := words(ask.Reason, 2)
	switch {
	case err != nil:
		return "", person.ErrReason
	case p.Phone == "":
		return "", person.ErrNoPhone
	}
	return p.Phone, s.inTx(ctx, func(tx Tx) error {
		return tx.AddAudit(ctx, audit.Record{
			Community: c.Community, At: s.now(), Person: who.Person, Action: "mediate.reveal_phone", About: c.About(), Reason: reason,
		})
	})
}

// Revealing is a wish to read the number of a party.
type Revealing struct {
	Party  int64
	Reason string
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
