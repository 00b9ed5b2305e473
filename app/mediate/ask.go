package mediate

import (
	"context"
	"errors"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/person"
	"linli/app/report"
)

// Wish is what somebody asks for.
type Wish struct {
	Kind      string
	Community int64  // 0: where the actor lives
	Words     string // may be left out: what there is to say is said in person
}

// Ask asks for mediation; the actor is the first party and agrees to it. Repeating who.Request returns the first case. Faults: ErrKind,
// ErrWords, ErrHome, ErrMany.
func (s *Service) Ask(ctx context.Context, who auth.Actor, w Wish) (Case, error) {
	return s.ask(ctx, who, w, ByClient)
}

// AskInChat is Ask from the chat.
func (s *Service) AskInChat(ctx context.Context, who auth.Actor, w Wish) (Case, error) {
	return s.ask(ctx, who, w, ByChat)
}

func (s *Service) ask(ctx context.Context, who auth.Actor, w Wish, from Source) (c Case, err error) {
	if err := who.Need(auth.Resident); err != nil {
		return c, err
	}
	if w.Words, err = words(w.Words, 0); err != nil {
		return c, err
	}
	if err := needKind(ctx, s.store, w.Kind); err != nil {
		return c, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return c, err
	}
	err = s.inTx(ctx, func(tx Tx) error {
		asker, err := tx.LockPerson(ctx, who.Person)
		if err != nil {
			return err
		}
		if again, err := s.repeated(ctx, tx, who, &c); again || err != nil {
			return err
		}
		in := w.Community
		if in == 0 {
			in = asker.Community
		}
		if _, err := tree.Community(in); err != nil {
			return ErrHome
		}
		n, err := tx.CountAskedBy(ctx, who.Person)
		switch {
		case err != nil:
			return err
		case n >= MaxOpen:
			return ErrMany
		}
		c = Case{Community: in, Kind: w.Kind, Source: from, By: who.Person, Words: w.Words}
		c.Parties = []Party{{Side: First, Person: who.Person, Answer: Yes, How: InClient, At: s.now()}}
		return s.begin(ctx, tx, tree, who, &c)
	})
	return c, err
}

// repeated fills in the case that the same request made.
func (s *Service) repeated(ctx context.Context, tx Tx, who auth.Actor, c *Case) (bool, error) {
	if who.Request == "" {
		return false, nil
	}
	first, err := tx.RequestedCase(ctx, who.Person, who.Request)
	if errors.Is(err, ErrMissing) {
		return false, nil
	}
	*c = first
	return err == nil, err
}

// begin saves a new case and tells those who can take it; the secretary, when there is nobody.
func (s *Service) begin(ctx context.Context, tx Tx, tree *area.Tree, who auth.Actor, c *Case) error {
	now := s.now()
	c.State, c.AskedAt, c.Request = Asked, now, who.Request
	if err := tx.AddCase(ctx, c); err != nil {
		return err
	}
	line := did(DidAsk, "")
	if c.Report != 0 {
		line.Kind = DidConvert
	}
	line.Stamp(who, now)
	if err := tx.AddCaseLine(ctx, c.ID, line); err != nil {
		return err
	}
	d := &deed{ctx: ctx, tx: tx, tree: tree, who: who, now: now, file: c}
	to, err := d.mediators()
	if err != nil {
		return err
	}
	if len(to) > 0 {
		return d.tell(noticeNew, nil, to...)
	}
	street, _ := tree.Up(c.Community, area.Street)
	if to, err = person.Acting(ctx, tx, now, []int64{c.Community, street.ID}, auth.Deciders...); err != nil {
		return err
	}
	d.who.Person = 0 // a secretary who entered it is told as well
	return d.tell(noticeNobody, nil, to...)
}

// Entry is what staff enter for somebody at the counter or on the telephone.
type Entry struct {
	Community int64
	Kind      string
	Words     string
	Call      bool // by telephone
	Name      string
	Phone     person.Phone // "" for a party without a telephone
}

// Receipt is what somebody who enters a case reads of it.
type Receipt struct {
	ID     int64
	Number string
}

// Enter enters a case for a party without a telephone, or for a caller. Keepers of the community and its mediators do; keepers read
// only its number. Repeating who.Request returns the first. Faults: area.ErrMissing, ErrKind, ErrWords, person.ErrName.
func (s *Service) Enter(ctx context.Context, who auth.Actor, e Entry) (r Receipt, err error) {
	if err := who.Need(auth.MediationDesk...); err != nil {
		return r, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return r, err
	}
	at, err := tree.Community(e.Community)
	if err != nil || !person.WorksIn(who, at.Path) && !who.Covers(at.Path, auth.Mediators...) {
		return r, area.ErrMissing
	}
	if e.Words, err = words(e.Words, 0); err != nil {
		return r, err
	}
	if err := needKind(ctx, s.store, e.Kind); err != nil {
		return r, err
	}
	first := Party{Side: First, Name: e.Name, Phone: e.Phone, Answer: Yes, How: InPerson, At: s.now()}
	if first.Name, err = person.ParseName(e.Name); err != nil {
		return r, err
	}
	c := Case{Community: e.Community, Kind: e.Kind, Source: AtCounter, By: who.Person, Words: e.Words}
	if e.Call {
		c.Source = ByCall
	}
	err = s.inTx(ctx, func(tx Tx) error {
		if again, err := s.repeated(ctx, tx, who, &c); again || err != nil {
			return err
		}
		if err := known(ctx, tx, &first, e.Community); err != nil {
			return err
		}
		c.Parties = []Party{first}
		return s.begin(ctx, tx, tree, who, &c)
	})
	return Receipt{c.ID, c.Say()}, err
}

// known makes a party the person with this name and number, if there is one.
func known(ctx context.Context, tx Tx, p *Party, community int64) error {
	if p.Phone == "" {
		return nil
	}
	found, err := tx.LockPersonByPhone(ctx, p.Phone, community)
	if errors.Is(err, person.ErrMissing) || err == nil && found.Name != p.Name { // a telephone may have several users
		return nil
	}
	p.Person, p.Name, p.Phone = found.ID, "", ""
	return err
}

// SayConverted is what the author of a report reads that became a case. It says no more.
const SayConverted = "已转调解"

// Convert makes a case of a report: it ends as transferred with SayConverted, and its author becomes the first party, who is asked
// whether they agree. Staff who handle the report do, and read only the number. Faults: those of report.Resolve, ErrKind.
func (s *Service) Convert(ctx context.Context, who auth.Actor, id int64, kind string) (r Receipt, err error) {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return r, err
	}
	var c Case
	err = s.inTx(ctx, func(tx Tx) error {
		if again, err := s.repeated(ctx, tx, who, &c); again || err != nil {
			return err
		}
		from, err := s.reports.Within(tx).Resolve(ctx, who, id, report.Handling{Outcome: report.Transferred, Words: SayConverted})
		if err != nil {
			return err
		}
		if err := needKind(ctx, tx, kind); err != nil { // after what hides the report from others
			return err
		}
		c = Case{Community: from.Community, Kind: kind, Source: ByReport, Report: from.ID, By: who.Person, Words: report.Cut(from.Text, MaxWords)}
		if from.Author != 0 {
			c.Parties = []Party{{Side: First, Person: from.Author}}
		}
		return s.begin(ctx, tx, tree, who, &c)
	})
	return Receipt{c.ID, c.Say()}, err
}
