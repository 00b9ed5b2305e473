package inquiry

import (
	"context"
	"errors"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/notify"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/text"
	"linli/app/work"
)

// reads says whether the actor works for the office to which an inquiry goes: a keeper of the community, or street and centre
// where the community is not known. Stewards do not.
func reads(t *area.Tree, who auth.Actor, office int64) bool {
	a, err := t.Get(office)
	switch {
	case err != nil:
		return false
	case a.Kind == area.Community:
		return person.WorksIn(who, a.Path)
	}
	return who.Need(auth.Overseers...) == nil
}

// offices returns those for which the actor works.
func (s *Service) offices(ctx context.Context, who auth.Actor) ([]int64, error) {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	var all []int64
	for _, a := range append(t.Under("/", area.Community), t.Under("/", area.County)...) {
		if reads(t, who, a.ID) {
			all = append(all, a.ID)
		}
	}
	return all, nil
}

// List returns one page of the inquiries in a state of the offices for which the actor works, or of one community (0: of all);
// open ones oldest first, others newest first, beyond an id. Faults: ErrList, area.ErrMissing.
func (s *Service) List(ctx context.Context, who auth.Actor, community int64, state State, beyond int64) (pages.Page[Inquiry], error) {
	if err := who.Need(auth.Handlers...); err != nil {
		return pages.Page[Inquiry]{}, err
	}
	if state.Name() == "" {
		return pages.Page[Inquiry]{}, ErrList
	}
	offices, err := s.offices(ctx, who)
	if err != nil {
		return pages.Page[Inquiry]{}, err
	}
	if community != 0 {
		t, err := s.areas.Tree(ctx)
		if err != nil {
			return pages.Page[Inquiry]{}, err
		}
		if !reads(t, who, community) {
			return pages.Page[Inquiry]{}, area.ErrMissing
		}
		offices = []int64{community}
	}
	return pageOf(s.store.Inquiries(ctx, Filter{Communities: offices, State: state, Beyond: beyond, Most: pages.Size}))
}

// CountOpen returns how many inquiries wait for an answer where the actor works; 0 for others.
func (s *Service) CountOpen(ctx context.Context, who auth.Actor) (int, error) {
	offices, err := s.offices(ctx, who)
	if err != nil {
		return 0, err
	}
	return s.store.CountInquiries(ctx, offices, Open)
}

// Read returns one inquiry to staff of its office. Faults: ErrMissing.
func (s *Service) Read(ctx context.Context, who auth.Actor, id int64) (Inquiry, error) {
	if err := who.Need(auth.Handlers...); err != nil {
		return Inquiry{}, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Inquiry{}, err
	}
	i, err := s.store.Inquiry(ctx, id)
	if err != nil {
		return Inquiry{}, err
	}
	if !reads(t, who, i.Community) {
		return Inquiry{}, ErrMissing
	}
	return i, nil
}

// Sending tells staff until when an answer goes into the resident's chat, zero when it does not now, and how each answer was
// delivered, by its notice.
func (s *Service) Sending(ctx context.Context, i Inquiry, said []Message) (until time.Time, how map[int64]Delivery, err error) {
	spoke, err := s.store.SpokeAt(ctx, i.Person)
	if err != nil {
		return until, nil, err
	}
	if end := spoke.Add(notify.ChatFor); !spoke.IsZero() && s.now().Before(end) {
		until = end
	}
	var notices []int64
	for _, m := range said {
		if m.Notice != 0 {
			notices = append(notices, m.Notice)
		}
	}
	how, err = s.store.DeliveriesOf(ctx, notices)
	return until, how, err
}

// Answer tells the resident an answer: in the chat while the platform allows it, else by a notice; both are in their list of
// notices. Repeating who.Request answers once. Faults: ErrMissing, ErrAnswer, ErrClosed.
func (s *Service) Answer(ctx context.Context, who auth.Actor, id int64, words string) (Inquiry, error) {
	if words = text.Words(words); !text.Within(words, 1, MaxAnswer) {
		if err := who.Need(auth.Handlers...); err != nil {
			return Inquiry{}, err
		}
		return Inquiry{}, ErrAnswer
	}
	return s.change(ctx, who, id, func(d deed, i *Inquiry) error {
		if done, err := d.repeated(ctx, id); err != nil || done {
			return err
		}
		if err := i.answered(who.Person, d.now); err != nil {
			return err
		}
		notice, err := notify.Post(ctx, d.tx, noticeAnswered.To(i.Person, i.Community, i.about(), d.facts(*i, words)), d.now)
		if err != nil {
			return err
		}
		if err := d.tx.AddMessage(ctx, Message{
			Inquiry: i.ID, Person: who.Person, Staff: true, Text: words, At: d.now, Notice: notice, Request: who.Request,
		}); err != nil {
			return err
		}
		if err := d.record(ctx, *i, "inquiry.answer"); err != nil {
			return err
		}
		return work.Write(ctx, d.tx, d.tree, who, work.Line{
			Community: i.Community, At: d.now, About: i.about(), Deed: work.Answered, Area: i.Community, Served: i.Person,
		})
	})
}

// repeated says whether the request has answered before.
func (d deed) repeated(ctx context.Context, id int64) (bool, error) {
	if d.who.Request == "" {
		return false, nil
	}
	before, err := d.tx.InquiryOf(ctx, d.who.Person, d.who.Request)
	if errors.Is(err, ErrMissing) {
		return false, nil
	}
	return before == id, err
}

// Close ends an inquiry. Doing it again changes nothing. Faults: ErrMissing.
func (s *Service) Close(ctx context.Context, who auth.Actor, id int64) (Inquiry, error) {
	return s.change(ctx, who, id, func(d deed, i *Inquiry) error {
		if !i.close(who.Person, d.now) {
			return nil
		}
		return d.record(ctx, *i, "inquiry.close")
	})
}

// change locks an inquiry of the actor's office, lets do change it, and saves it.
func (s *Service) change(ctx context.Context, who auth.Actor, id int64, do func(deed, *Inquiry) error) (Inquiry, error) {
	if err := who.Need(auth.Handlers...); err != nil {
		return Inquiry{}, err
	}
	var i Inquiry
	err := s.act(ctx, who, func(d deed) (err error) {
		if i, err = d.tx.LockInquiry(ctx, id); err != nil {
			return err
		}
		if !reads(d.tree, who, i.Community) {
			return ErrMissing
		}
		if err := do(d, &i); err != nil {
			return err
		}
		return d.tx.SaveInquiry(ctx, i)
	})
	if err != nil {
		return Inquiry{}, err
	}
	return i, nil
}

func (d deed) record(ctx context.Context, i Inquiry, action string) error {
	return d.tx.AddAudit(ctx, audit.Record{Community: i.Community, At: d.now, Person: d.who.Person, Action: action, About: i.about()})
}

// Phone returns the number of the resident and writes the reason to the audit log. Faults: ErrMissing, person.ErrReason,
// person.ErrNoPhone.
func (s *Service) Phone(ctx context.Context, who auth.Actor, id int64, reason string) (person.Phone, error) {
	i, err := s.Read(ctx, who, id)
	if err != nil {
		return "", err
	}
	asker := func(context.Context, auth.Actor, int64) (whom, community int64, err error) {
		return i.Person, i.Community, nil
	}
	return s.numbers.Reveal(ctx, who, asker, "inquiry", i.ID, reason)
}
