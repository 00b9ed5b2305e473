package steward

import (
	"context"
	"errors"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/job"
	"linli/app/notify"
	"linli/app/person"
)

// PageJob runs the due step of the paging it refers to.
const PageJob job.Kind = "steward.page"

// Paging alerts people about one matter, step by step, until enough of them have acknowledged.
type Paging struct {
	ID        int64
	Subject   Subject
	SubjectID int64
	Community int64
	Area      int64
	Grid      int64 // 0: unknown
	Urgent    bool
	Policy    Policy // copied when the paging began
	Progress
	StartedAt time.Time
}

// Ack is one person's acknowledgement.
type Ack struct {
	Person   int64
	At       time.Time
	Reminded bool
}

// helper is a person to alert.
type helper struct {
	person int64
	staff  bool // uses the staff mini-program
}

// open begins the paging of a matter, or restarts it when the matter has moved or became urgent, and runs the first step.
func (s *Service) open(ctx context.Context, tx Tx, t *area.Tree, m matter, now time.Time) error {
	policy, err := policyOf(ctx, tx, m.community, m.urgent)
	if err != nil {
		return err
	}
	p := Paging{
		Subject: m.subject, SubjectID: m.id, Community: m.community, Area: m.area, Grid: gridOf(t, m.area), Urgent: m.urgent,
		Policy: policy, Progress: Progress{Stage: Ringing, Step: -1, Need: Needed(m.urgent), NextAt: now}, StartedAt: now,
	}
	if m.over { // accepted before the first alert: the first step is still told, and need not acknowledge
		p.Policy.Steps = policy.Steps[:1]
	}
	added, err := tx.AddPaging(ctx, &p)
	if err != nil {
		return err
	}
	if !added {
		old, err := tx.LockPagingOf(ctx, m.subject, m.id)
		if err != nil || old.Area == m.area && (old.Urgent || !m.urgent) {
			return err
		}
		p.ID, p.Rung = old.ID, old.Rung
		if err := tx.DeleteAcks(ctx, p.ID); err != nil {
			return err
		}
	}
	if err := s.move(ctx, tx, t, m, &p, now); err != nil {
		return err
	}
	if m.over {
		p.Stage, p.NextAt = Over, time.Time{}
	}
	if !p.NextAt.IsZero() {
		if err := tx.AddJob(ctx, PageJob, p.ID, p.NextAt); err != nil {
			return err
		}
	}
	return tx.SavePaging(ctx, p)
}

// Page runs as PageJob. It makes at most one move and returns when the next one is due. Another run before that time, in any
// process, does nothing.
func (s *Service) Page(ctx context.Context, id int64) (again time.Time, err error) {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return again, err
	}
	err = s.store.InTx(ctx, func(tx Tx) error {
		again = time.Time{}
		now := s.now()
		p, err := tx.Paging(ctx, id)
		if errors.Is(err, ErrMissing) {
			return nil
		}
		if err != nil {
			return err
		}
		m, err := lockMatter(ctx, tx, t, p.Subject, p.SubjectID, now) // lock order: the matter before its paging
		if err != nil {
			return err
		}
		if p, err = tx.LockPaging(ctx, id); err != nil {
			return err
		}
		if p.Stage == Over || p.Stage == Unanswered {
			return nil
		}
		settled, err := settled(ctx, tx, m, p)
		if err != nil {
			return err
		}
		if settled {
			p.Stage, p.NextAt = Over, time.Time{}
		} else if err := s.move(ctx, tx, t, m, &p, now); err != nil {
			return err
		}
		again = p.NextAt
		return tx.SavePaging(ctx, p)
	})
	return again, err
}

// settled says whether no more alerts are needed: the matter is taken or has ended, or a person who may answer alone went
// there.
func settled(ctx context.Context, tx Tx, m matter, p Paging) (bool, error) {
	if m.over || m.subject != AboutReport || p.Urgent && p.Stage == Ringing {
		return m.over, nil
	}
	return tx.LookedAtReport(ctx, m.id, p.StartedAt)
}

// move makes the due move. A step without people is skipped at once.
func (s *Service) move(ctx context.Context, tx Tx, t *area.Tree, m matter, p *Paging, now time.Time) error {
	next := p.Policy.Next(p.Progress, now)
	var crowd []helper
	for next.Do == Ring {
		var err error
		if crowd, err = s.crowd(ctx, tx, t, m, *p, p.Policy.Steps[next.Step], now); err != nil {
			return err
		}
		if len(crowd) > 0 {
			break
		}
		next = p.Policy.from(next.Step + 1)
	}
	p.Progress = p.Policy.made(p.Progress, next, p.Urgent, now)
	switch next.Do {
	case Ring:
		return s.ring(ctx, tx, m, *p, crowd, now)
	case Remind:
		return s.remind(ctx, tx, t, m, *p, now)
	case GiveUp:
		if !m.over {
			return s.giveUp(ctx, tx, m, now)
		}
	case Rest:
	}
	return nil
}

// crowd returns all persons in a step's roles for the place, each once, except the author and those who have acknowledged.
func (s *Service) crowd(ctx context.Context, tx Tx, t *area.Tree, m matter, p Paging, step Step, now time.Time) ([]helper, error) {
	postings, err := tx.PostingsAt(ctx, places(t, m.area), step.Who)
	if err != nil {
		return nil, err
	}
	acks, err := tx.Acks(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	var all []helper
	for _, held := range postings {
		h := helper{held.ActsFor(now), !slices.Contains(auth.Stewards, held.Role)}
		if h.person == 0 || h.person == m.author ||
			slices.ContainsFunc(acks, func(a Ack) bool { return a.Person == h.person }) ||
			slices.ContainsFunc(all, func(o helper) bool { return o.person == h.person }) {
			continue
		}
		all = append(all, h)
	}
	return all, nil
}

// ring alerts the crowd, each person once in a rung.
func (s *Service) ring(ctx context.Context, tx Tx, m matter, p Paging, crowd []helper, now time.Time) error {
	for _, h := range crowd {
		added, err := tx.AddRing(ctx, p.ID, p.Rung, p.Step, h.person, now)
		if err != nil {
			return err
		}
		if !added {
			continue
		}
		if m.subject == AboutReport && !h.staff {
			a := Alert{Report: m.id, Person: h.person, Community: m.community, At: now}
			if _, err := tx.AddAlert(ctx, a); err != nil {
				return err
			}
		}
		if err := tell(ctx, tx, m, h.person, ringKind(m.subject, h.staff), now); err != nil {
			return err
		}
	}
	return nil
}

func ringKind(s Subject, staff bool) notify.Kind {
	switch {
	case s == AboutCall && staff:
		return NoticeStaffCall
	case s == AboutCall:
		return noticeCall
	case staff:
		return noticePage
	}
	return noticeAlert
}

// remind reminds those who acknowledged and then did nothing, each once.
func (s *Service) remind(ctx context.Context, tx Tx, t *area.Tree, m matter, p Paging, now time.Time) error {
	acks, err := tx.Acks(ctx, p.ID)
	if err != nil {
		return err
	}
	keepers, err := person.Acting(ctx, tx, now, places(t, m.area), auth.Stewards...)
	if err != nil {
		return err
	}
	for _, a := range acks {
		if a.Reminded {
			continue
		}
		if err := tell(ctx, tx, m, a.Person, remindKind(m.subject, !slices.Contains(keepers, a.Person)), now); err != nil {
			return err
		}
	}
	return tx.MarkReminded(ctx, p.ID, now)
}

func remindKind(s Subject, staff bool) notify.Kind {
	switch {
	case s == AboutCall && staff:
		return noticeStaffRemindCall
	case s == AboutCall:
		return noticeRemindCall
	case staff:
		return noticeStaffRemind
	}
	return noticeRemind
}

// giveUp puts a matter without an answer on the list of the community's desk and notifies them.
func (s *Service) giveUp(ctx context.Context, tx Tx, m matter, now time.Time) error {
	desk, err := person.Acting(ctx, tx, now, []int64{m.community}, auth.Judges...)
	if err != nil {
		return err
	}
	kind := NoticeUnanswered
	if m.subject == AboutCall {
		kind = noticeUnansweredCall
	}
	for _, p := range desk {
		if err := tell(ctx, tx, m, p, kind, now); err != nil {
			return err
		}
	}
	return nil
}

func tell(ctx context.Context, tx Tx, m matter, to int64, kind notify.Kind, now time.Time) error {
	n := Notices.When(m.urgent, kind).To(to, m.community, m.about(), m.facts)
	n.Urgent = n.Urgent || m.urgent
	return notify.Tell(ctx, tx, n, now)
}

// acknowledge counts one person's acknowledgement of a locked matter. A matter that is over, or has no paging, needs none.
func (s *Service) acknowledge(ctx context.Context, tx Tx, m matter, who int64, now time.Time) error {
	p, err := tx.LockPagingOf(ctx, m.subject, m.id)
	if errors.Is(err, ErrMissing) {
		return nil
	}
	if err != nil {
		return err
	}
	added, err := tx.AddAck(ctx, p.ID, who, now)
	if err != nil || !added {
		return err
	}
	p.Progress = p.Policy.acked(p.Progress, p.Urgent, now)
	if p.Stage == Acknowledged {
		if err := tx.AddJob(ctx, PageJob, p.ID, p.NextAt); err != nil {
			return err
		}
	}
	return tx.SavePaging(ctx, p)
}
