package inquiry

import (
	"context"
	"errors"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/danger"
	"linli/app/media"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/report"
	"linli/app/when"
)

// Numbers shows staff the number of a known person.
type Numbers interface {
	Reveal(ctx context.Context, who auth.Actor, of person.Owner, kind string, id int64, reason string) (person.Phone, error)
}

// Reports takes what speaks of danger: it reaches the steward on duty.
type Reports interface {
	Danger(ctx context.Context, said string) (danger.Danger, bool)
	Submit(ctx context.Context, who auth.Actor, d report.Draft) (report.Report, error)
	Within(tx report.Tx) *report.Service
}

// Config is what the service needs.
type Config struct {
	Store   Store
	Areas   area.Source
	Roster  person.Roster
	Times   *when.Clocks
	Numbers Numbers
	Reports Reports
	Now     func() time.Time
}

// Service runs the use cases.
type Service struct {
	store   Store
	areas   area.Source
	roster  person.Roster
	times   *when.Clocks
	numbers Numbers
	reports Reports
	now     func() time.Time
	inside  Tx // not nil: the caller's transaction
}

// NewService returns the service.
func NewService(c Config) *Service {
	return &Service{
		store: c.Store, areas: c.Areas, roster: c.Roster, times: c.Times, numbers: c.Numbers, reports: c.Reports, now: c.Now,
	}
}

// Within returns the service working inside the caller's transaction.
func (s *Service) Within(tx Tx) *Service {
	inner := *s
	inner.inside = tx
	return &inner
}

// deed is one change, inside a transaction.
type deed struct {
	tx   Tx
	tree *area.Tree
	who  auth.Actor
	now  time.Time
}

// act runs a deed in a transaction of its own, or as a savepoint of the caller's.
func (s *Service) act(ctx context.Context, who auth.Actor, do func(deed) error) error {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	run := func(tx Tx) error { return do(deed{tx: tx, tree: tree, who: who, now: s.now()}) }
	if s.inside != nil {
		return s.inside.Try(ctx, func() error { return run(s.inside) })
	}
	return s.store.InTx(ctx, run)
}

// Ask adds what the actor says to their inquiry with the community, or begins one, and returns what to reply. Staff are told
// when they did not wait for it before. Repeating who.Request adds nothing. Faults: ErrWords, ErrMany, those of media.Claim,
// area.ErrMissing for a community that does not exist.
func (s *Service) Ask(ctx context.Context, who auth.Actor, q Question) (Inquiry, string, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Inquiry{}, "", err
	}
	if err := q.check(); err != nil {
		return Inquiry{}, "", err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return Inquiry{}, "", err
	}
	if q.Community != 0 && kindOf(tree, q.Community) != area.Community {
		return Inquiry{}, "", area.ErrMissing
	}
	warning, threatens := s.reports.Danger(ctx, q.Words)
	var i Inquiry
	news := false
	err = s.act(ctx, who, func(d deed) error {
		i, news, err = s.ask(ctx, d, q, threatens)
		return err
	})
	if err != nil {
		return Inquiry{}, "", err
	}
	said, err := s.reply(ctx, tree, i, q, news)
	if threatens {
		said = warning.Say + "\n" + s.alarm(ctx, who, i, q.Words) + said
	}
	return i, said, err
}

// alarm makes a report of words of danger that were written where nobody expects them, at the resident's home as far as it is
// known. In the chat danger never gets here. Without a report the staff, who were told at once, are all who know.
func (s *Service) alarm(ctx context.Context, who auth.Actor, i Inquiry, words string) string {
	if s.inside != nil {
		return ""
	}
	where, err := s.store.HomeOf(ctx, who.Person)
	if err != nil || where == 0 {
		where = i.Community
	}
	if who.Request != "" {
		who.Request += ":danger"
	}
	r, err := s.reports.Submit(ctx, who, report.Draft{Source: report.App, Text: words, Area: where})
	if err != nil {
		return ""
	}
	return "已按紧急事件上报，编号 " + r.Say() + "。\n"
}

func kindOf(t *area.Tree, id int64) area.Kind {
	a, err := t.Get(id)
	if err != nil {
		return ""
	}
	return a.Kind
}

func (s *Service) ask(ctx context.Context, d deed, q Question, threatens bool) (i Inquiry, news bool, err error) {
	p, err := d.tx.LockPerson(ctx, d.who.Person) // of two first questions at once the second waits here
	if err != nil {
		return i, false, err
	}
	if d.who.Request != "" {
		if id, err := d.tx.InquiryOf(ctx, d.who.Person, d.who.Request); err == nil {
			i, err := d.tx.LockInquiry(ctx, id)
			return i, false, err
		} else if !errors.Is(err, ErrMissing) {
			return i, false, err
		}
	}
	if i, err = d.live(ctx, p, q.Community); err != nil {
		return i, false, err
	}
	if news, err = i.asked(q, threatens, d.now); err != nil {
		return i, false, err
	}
	if i.ID == 0 {
		err = d.tx.AddInquiry(ctx, &i)
	} else {
		err = d.tx.SaveInquiry(ctx, i)
	}
	if err != nil {
		return i, false, err
	}
	if err := media.Claim(ctx, d.tx, p.ID, q.Files, i.Community); err != nil {
		return i, false, err
	}
	if err := d.tx.AddMessage(ctx, Message{
		Inquiry: i.ID, Person: p.ID, Text: q.Words, Files: q.Files, At: d.now, Request: d.who.Request,
	}); err != nil || !news {
		return i, news, err
	}
	staff, err := s.staff(ctx, d, i.Community)
	if err != nil {
		return i, news, err
	}
	return i, news, d.alert(ctx, i, title(q.Words), staff)
}

// live returns the person's inquiry with a community, or a new one. 0: the person's own community, or the county while that
// is not known.
func (d deed) live(ctx context.Context, p person.Person, community int64) (Inquiry, error) {
	if community == 0 {
		community = p.Community
	}
	if kindOf(d.tree, community) != area.Community {
		county := d.tree.Under("/", area.County)
		if len(county) == 0 {
			return Inquiry{}, area.ErrMissing
		}
		community = county[0].ID
	}
	i, err := d.tx.LiveInquiry(ctx, p.ID, community)
	if errors.Is(err, ErrMissing) {
		return Inquiry{Community: community, Person: p.ID, State: Open}, nil
	}
	return i, err
}

// staff returns the persons to notify of an inquiry: the clerks of the community or, without any, those in the next staffed post above.
func (s *Service) staff(ctx context.Context, d deed, community int64) ([]int64, error) {
	for _, post := range []struct {
		role auth.Role
		kind area.Kind
	}{{auth.Clerk, area.Community}, {auth.Secretary, area.Community}, {auth.Street, area.Street}, {auth.Centre, area.County}} {
		at, ok := d.tree.Up(community, post.kind)
		if !ok {
			continue
		}
		found, err := person.Acting(ctx, s.roster, d.now, []int64{at.ID}, post.role)
		if err != nil || len(found) > 0 {
			return found, err
		}
	}
	return nil, nil
}

// Mine returns one page of the actor's inquiries, newest first, before an id (0: from the newest).
func (s *Service) Mine(ctx context.Context, who auth.Actor, before int64) (pages.Page[Inquiry], error) {
	if err := who.Need(auth.Resident); err != nil {
		return pages.Page[Inquiry]{}, err
	}
	return pageOf(s.store.InquiriesOf(ctx, who.Person, before, pages.Size))
}

func pageOf(found []Inquiry, err error) (pages.Page[Inquiry], error) {
	return pages.Full(found, pages.Size, func(i Inquiry) pages.Cursor { return pages.Cursor{ID: i.ID} }), err
}

// Own returns one of the actor's inquiries. Faults: ErrMissing.
func (s *Service) Own(ctx context.Context, who auth.Actor, id int64) (Inquiry, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Inquiry{}, err
	}
	i, err := s.store.Inquiry(ctx, id)
	if err == nil && i.Person != who.Person {
		err = ErrMissing
	}
	if err != nil {
		return Inquiry{}, err
	}
	return i, nil
}

// Lately returns the actor's inquiry in which staff have answered and which has not ended, or ErrMissing: what the actor says
// next may belong to it.
func (s *Service) Lately(ctx context.Context, who auth.Actor) (Inquiry, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Inquiry{}, err
	}
	found, err := s.store.InquiriesOf(ctx, who.Person, 0, 1)
	if err != nil {
		return Inquiry{}, err
	}
	if len(found) == 0 || found[0].State == Closed {
		return Inquiry{}, ErrMissing
	}
	return found[0], nil
}

// Messages returns what both sides said, oldest first, to an actor who was shown the inquiry.
func (s *Service) Messages(ctx context.Context, i Inquiry) ([]Message, error) {
	return s.store.Messages(ctx, i.ID)
}

// CloseQuiet ends the inquiries in which nobody has said anything for a week after an answer.
func (s *Service) CloseQuiet(ctx context.Context) error {
	ids, err := s.store.QuietInquiries(ctx, s.now().Add(-QuietFor), MostAtOnce)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := s.act(ctx, auth.Actor{}, func(d deed) error {
			i, err := d.tx.LockInquiry(ctx, id)
			if err != nil || !i.quiet(d.now) || !i.close(0, d.now) {
				return err
			}
			return d.tx.SaveInquiry(ctx, i)
		}); err != nil {
			return err
		}
	}
	return nil
}
