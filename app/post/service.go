package post

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
	"linli/app/notify"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/publicity"
	"linli/app/roster"
	"linli/app/text"
	"linli/app/when"
)

// Config is what the service needs.
type Config struct {
	Store  Store
	Areas  area.Source
	Roster *roster.Service
	Public *publicity.Service
	Now    func() time.Time
}

// Service runs the use cases.
type Service struct {
	store  Store
	areas  area.Source
	roster *roster.Service
	public *publicity.Service
	now    func() time.Time
}

// NewService returns the service, which is told the end of each public term.
func NewService(c Config) *Service {
	s := &Service{store: c.Store, areas: c.Areas, roster: c.Roster, public: c.Public, now: c.Now}
	c.Public.Register(publicity.Nomination, s)
	return s
}

// Propose takes a resident's proposal for their own building or unit. A name and a number that are a person's of the community
// name that person; otherwise staff find out who is meant. The answer is the same. Faults: ErrRole, ErrHome, ErrReasons, ErrMany,
// ErrTwice, person.ErrName.
func (s *Service) Propose(ctx context.Context, who auth.Actor, p Proposal) (Nomination, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Nomination{}, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Nomination{}, err
	}
	me, err := s.store.Person(ctx, who.Person)
	if err != nil {
		return Nomination{}, err
	}
	if p.Area == 0 {
		p.Area = own(t, me.Home, p.Role)
	}
	at, err := t.Get(p.Area)
	switch {
	case !slices.Contains(auth.Stewards, p.Role):
		return Nomination{}, ErrRole
	case err != nil || me.Home == 0 || at.Kind != area.Building && at.Kind != area.Unit || !strings.HasPrefix(t.Path(me.Home), at.Path):
		return Nomination{}, ErrHome
	}
	n := Nomination{By: who.Person}
	return s.propose(ctx, who, t, at, p, n, func(tx Tx, n *Nomination) error {
		open, err := tx.CountOpenNominations(ctx, who.Person)
		if err == nil && open >= MaxOpen {
			err = ErrMany
		}
		if err != nil || !p.Self {
			return err
		}
		n.Nominee, n.Name, n.Phone, n.State = me.ID, me.Name, "", Agreed
		return nil
	})
}

// own returns the unit of a home for a unit lead, for others its building; 0 if there is none.
func own(t *area.Tree, home int64, role auth.Role) int64 {
	kind := area.Building
	if role == auth.UnitLead {
		kind = area.Unit
	}
	a, _ := t.Up(home, kind)
	return a.ID
}

// ProposeFor takes a proposal at the desk, for any post that the actor gives. Faults: area.ErrMissing, person.ErrMissing,
// ErrReasons, ErrTwice, person.ErrName.
func (s *Service) ProposeFor(ctx context.Context, who auth.Actor, p Proposal) (Nomination, error) {
	if err := who.Need(auth.Managers...); err != nil {
		return Nomination{}, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Nomination{}, err
	}
	at, err := t.Get(p.Area)
	if err != nil || !who.MayAppoint(p.Role, at.Path) {
		return Nomination{}, area.ErrMissing
	}
	return s.propose(ctx, who, t, at, p, Nomination{By: who.Person, AtDesk: true}, func(tx Tx, n *Nomination) error {
		if p.Person == 0 {
			return nil
		}
		return s.identify(ctx, tx, who, t, n, p.Person)
	})
}

func (s *Service) propose(
	ctx context.Context, who auth.Actor, t *area.Tree, at area.Area, p Proposal, n Nomination, more func(Tx, *Nomination) error,
) (Nomination, error) {
	if err := p.check(); err != nil {
		return Nomination{}, err
	}
	if !p.Self && p.Person == 0 {
		name, err := person.ParseName(p.Name)
		if err != nil {
			return Nomination{}, err
		}
		n.Name, n.Phone = name, p.Phone
	}
	n.Community, n.Role, n.Area, n.Words, n.State, n.CreatedAt = at.Community, p.Role, at.ID, p.Words, Proposed, s.now()
	n.Warm, n.Fair = slices.Contains(p.Reasons, Warm), slices.Contains(p.Reasons, Fair)
	wanted := n
	err := s.store.InTx(ctx, func(tx Tx) error {
		n = wanted
		if err := more(tx, &n); err != nil {
			return err
		}
		if n.Nominee == 0 && n.Phone != "" {
			if err := s.find(ctx, tx, &n); err != nil {
				return err
			}
		}
		if err := tx.AddNomination(ctx, &n); err != nil {
			return err
		}
		if n.AtDesk {
			if err := tx.AddAudit(ctx, s.record(who, n, "post.propose")); err != nil {
				return err
			}
		}
		return s.ask(ctx, tx, t, n)
	})
	return n, err
}

// find sets the nominee if the number and the name are a person's of the community.
func (s *Service) find(ctx context.Context, tx Tx, n *Nomination) error {
	p, err := tx.LockPersonByPhone(ctx, n.Phone, n.Community)
	if errors.Is(err, person.ErrMissing) || err == nil && (p.Name != n.Name || p.Community != n.Community) {
		return nil
	}
	if err == nil {
		n.Nominee, n.Phone = p.ID, ""
	}
	return err
}

// identify sets the nominee to a person of the actor's area.
func (s *Service) identify(ctx context.Context, tx Tx, who auth.Actor, t *area.Tree, n *Nomination, id int64) error {
	p, err := tx.LockPerson(ctx, id)
	if err != nil {
		return err
	}
	if !who.Covers(t.Path(p.Community), auth.Managers...) {
		return person.ErrMissing
	}
	n.Nominee, n.Name, n.Phone = p.ID, p.Name, ""
	return nil
}

// change locks a nomination that the actor decides, lets do change it, and saves it. Fault: ErrMissing.
func (s *Service) change(
	ctx context.Context, who auth.Actor, id int64, action string, do func(Tx, *area.Tree, *Nomination) error,
) (n Nomination, err error) {
	if err := who.Need(auth.Managers...); err != nil {
		return n, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return n, err
	}
	err = s.store.InTx(ctx, func(tx Tx) error {
		if n, err = s.locked(ctx, tx, id); err != nil {
			return err
		}
		if !who.MayAppoint(n.Role, t.Path(n.Area)) {
			return ErrMissing
		}
		if err := do(tx, t, &n); err != nil {
			return err
		}
		if err := tx.SaveNomination(ctx, n); err != nil {
			return err
		}
		return tx.AddAudit(ctx, s.record(who, n, action))
	})
	return n, err
}

// locked returns a nomination for update. The end of a public term locks the publicity first, so that is done here as well.
func (s *Service) locked(ctx context.Context, tx Tx, id int64) (Nomination, error) {
	known, err := tx.FindNomination(ctx, id)
	if err != nil {
		return known, err
	}
	if known.Publicity != 0 {
		if _, err := tx.LockPublicity(ctx, known.Publicity); err != nil {
			return known, err
		}
	}
	return tx.LockNomination(ctx, id)
}

// Identify says who is meant by the proposed name. Faults: ErrMissing, ErrState, ErrTwice, person.ErrMissing.
func (s *Service) Identify(ctx context.Context, who auth.Actor, id, human int64) (Nomination, error) {
	return s.change(ctx, who, id, "post.identify", func(tx Tx, t *area.Tree, n *Nomination) error {
		if n.State != Proposed {
			return ErrState
		}
		if err := s.identify(ctx, tx, who, t, n, human); err != nil {
			return err
		}
		return s.ask(ctx, tx, t, *n)
	})
}

// AgreeFor enters the yes that the nominee gave by telephone or at the door. Faults: ErrMissing, ErrNobody, ErrState.
func (s *Service) AgreeFor(ctx context.Context, who auth.Actor, id int64) (Nomination, error) {
	return s.change(ctx, who, id, "post.agree_for", func(_ Tx, _ *area.Tree, n *Nomination) error { return n.agree() })
}

// Answer is the nominee's yes, or their no at any time before the appointment. Faults: ErrMissing, ErrState.
func (s *Service) Answer(ctx context.Context, who auth.Actor, id int64, yes bool) (n Nomination, err error) {
	if err := who.Need(auth.Resident); err != nil {
		return n, err
	}
	err = s.store.InTx(ctx, func(tx Tx) error {
		if n, err = s.locked(ctx, tx, id); err != nil {
			return err
		}
		if n.Nominee != who.Person {
			return ErrMissing
		}
		if yes {
			err = n.agree()
		} else {
			err = s.decline(ctx, tx, &n, "本人不愿意", who.Person)
		}
		if err != nil {
			return err
		}
		return tx.SaveNomination(ctx, n)
	})
	return n, err
}

// decline ends a nomination and its public term.
func (s *Service) decline(ctx context.Context, tx Tx, n *Nomination, why string, by int64) error {
	if n.State == Public {
		if err := s.public.WithdrawIn(ctx, tx, n.Publicity); err != nil {
			return err
		}
	}
	return n.end(Declined, why, by, s.now())
}

// Decline ends a nomination with a reason. Faults: ErrMissing, ErrState, ErrReason.
func (s *Service) Decline(ctx context.Context, who auth.Actor, id int64, reason string) (Nomination, error) {
	if reason = text.Line(reason); !text.Within(reason, 2, MaxWords) {
		return Nomination{}, ErrReason
	}
	return s.change(ctx, who, id, "post.decline", func(tx Tx, _ *area.Tree, n *Nomination) error {
		return s.decline(ctx, tx, n, reason, who.Person)
	})
}

// Publish begins the public term of a nomination with the nominee's yes. Faults: ErrMissing, ErrState, publicity.ErrDays.
func (s *Service) Publish(ctx context.Context, who auth.Actor, id int64, days int) (Nomination, error) {
	return s.change(ctx, who, id, "post.publish", func(tx Tx, t *area.Tree, n *Nomination) error {
		if n.State != Agreed {
			return ErrState
		}
		p, err := s.public.Begin(ctx, tx, who, publicity.Draft{
			Area: n.Community, Kind: publicity.Nomination, About: fmt.Sprintf("nomination:%d", n.ID), Title: "拟任" + n.Role.Name() + "公示",
			Days: days, Lines: []publicity.DraftLine{{Person: n.Nominee, Name: n.Name, Words: "拟任" + sayArea(t, n.Area) + n.Role.Name()}},
		})
		n.State, n.Publicity = Public, p.ID
		return err
	})
}

// LineEnded implements publicity.Subject.
func (s *Service) LineEnded(ctx context.Context, in publicity.Tx, p publicity.Publicity, l publicity.Line) error {
	tx, ok := in.(Tx)
	if !ok {
		return errors.New("the transaction of a publicity keeps no nominations")
	}
	var id int64
	if _, err := fmt.Sscanf(p.About, "nomination:%d", &id); err != nil {
		return fmt.Errorf("publicity %d is about %q: %w", p.ID, p.About, err)
	}
	n, err := tx.LockNomination(ctx, id)
	if err != nil || n.State != Public {
		return err
	}
	if l.State == publicity.Passed {
		n.State = Passed
	} else if err := n.end(Declined, "公示未通过", 0, s.now()); err != nil {
		return err
	}
	return tx.SaveNomination(ctx, n)
}

// Term is from when and for how long somebody is appointed.
type Term struct {
	From  when.Date // 0: today
	Years int       // 0: Years
}

// Appoint gives the post for a term, by the rules of the roster. Faults: ErrMissing, ErrState, ErrYears, roster.ErrAppoint.
func (s *Service) Appoint(ctx context.Context, who auth.Actor, id int64, term Term) (Nomination, error) {
	if term.From == 0 {
		term.From = when.DateOf(s.now())
	}
	if term.Years == 0 {
		term.Years = Years
	}
	if term.Years < 1 || term.Years > MostTerm {
		return Nomination{}, ErrYears
	}
	last := roster.TermEnd(term.From, term.Years)
	return s.change(ctx, who, id, "post.appoint", func(tx Tx, t *area.Tree, n *Nomination) error {
		if err := n.end(Appointed, "", who.Person, s.now()); err != nil {
			return err
		}
		if err := s.roster.Appoint(ctx, tx, who, roster.Appointment{
			Person: n.Nominee, Role: n.Role, Area: n.Area, From: term.From, To: last,
		}); err != nil {
			return err
		}
		return s.tellAppointed(ctx, tx, t, *n, last)
	})
}

// tellAppointed tells the new holder, and the resident who proposed them.
func (s *Service) tellAppointed(ctx context.Context, tx Tx, t *area.Tree, n Nomination, last when.Date) error {
	about := fmt.Sprintf("nomination:%d", n.ID)
	if err := notify.Tell(ctx, tx, noticeAppointed.To(n.Nominee, n.Community, about, s.facts(t, n, "您", last)), s.now()); err != nil {
		return err
	}
	if n.AtDesk || n.By == n.Nominee || n.By == 0 {
		return nil
	}
	return notify.Tell(ctx, tx, noticeAppointed.To(n.By, n.Community, about, s.facts(t, n, "您推荐的"+n.Name, last)), s.now())
}

func (s *Service) record(who auth.Actor, n Nomination, action string) audit.Record {
	return audit.Record{
		Community: n.Community, At: s.now(), Person: who.Person, Action: action, About: fmt.Sprintf("nomination:%d", n.ID), Reason: n.Why,
	}
}

// Mine returns what the actor proposed and what proposes them.
func (s *Service) Mine(ctx context.Context, who auth.Actor) ([]Nomination, error) {
	if err := who.Need(auth.Resident); err != nil {
		return nil, err
	}
	return s.store.NominationsOf(ctx, who.Person, pages.Size)
}

// List returns one page of the open or decided nominations of the actor's communities, beyond an id. Fault: ErrList.
func (s *Service) List(ctx context.Context, who auth.Actor, list string, beyond int64) (pages.Page[Nomination], error) {
	if err := who.Need(auth.Managers...); err != nil {
		return pages.Page[Nomination]{}, err
	}
	if list != "open" && list != "ended" {
		return pages.Page[Nomination]{}, ErrList
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return pages.Page[Nomination]{}, err
	}
	found, err := s.store.Nominations(ctx, t.Covered(who, auth.Managers...), list == "open", beyond, pages.Size)
	return pages.Full(found, pages.Size, func(n Nomination) pages.Cursor { return pages.Cursor{ID: n.ID} }), err
}

// CountOpen counts the nominations that are not decided in the actor's communities.
func (s *Service) CountOpen(ctx context.Context, who auth.Actor) (int, error) {
	if who.Need(auth.Managers...) != nil {
		return 0, nil //nolint:nilerr // there is nothing for other roles
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return 0, err
	}
	return s.store.CountNominations(ctx, t.Covered(who, auth.Managers...))
}
