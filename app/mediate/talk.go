package mediate

import (
	"context"
	"errors"
	"time"

	"linli/app/auth"
	"linli/app/place"
	"linli/app/text"
	"linli/app/when"
	"linli/app/work"
)

// holder is who has the half-hours of a talk.
func (t Talk) holder() place.Holder { return place.Holder{Held: place.ByTalk, ID: t.ID} }

// Planning is when and where a talk is: in a place of the community, whose hours it holds, or where the words say.
type Planning struct {
	From, To time.Time
	Place    int64
	Where    string
}

func (p *Planning) check(now time.Time) error {
	p.Where = text.Line(p.Where)
	switch {
	case !p.From.After(now), !p.From.Before(p.To), p.To.Sub(p.From) > LongestTalk, when.DateOf(p.From) != when.DateOf(p.To.Add(-time.Minute)):
		return ErrTime
	case p.Place == 0 && !text.Within(p.Where, 2, MaxWhere):
		return ErrTime.Say("请选择场所，或写明在哪里谈（2 至 40 字）")
	}
	return nil
}

// Rooms returns the places of a case's community that a talk can be in. Fault: ErrMissing.
func (s *Service) Rooms(ctx context.Context, who auth.Actor, id int64) ([]place.Place, error) {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	c, err := s.store.Case(ctx, id)
	if err != nil {
		return nil, err
	}
	if err := mediator(ctx, tree, s.store, who, c, s.now()); err != nil {
		return nil, err
	}
	return s.store.Places(ctx, c.Community)
}

// Plan arranges a talk and tells the parties; a place is taken for its hours. After an agreement it needs a broken promise. Faults:
// ErrMissing, ErrState, ErrTime, ErrTaken, ErrKept, place.ErrMissing.
func (s *Service) Plan(ctx context.Context, who auth.Actor, id int64, p Planning) (Case, error) {
	if err := p.check(s.now()); err != nil {
		return Case{}, err
	}
	room, err := s.room(ctx, p)
	if err != nil {
		return Case{}, err
	}
	return s.act(ctx, who, id, desk, func(d *deed) (Line, error) {
		if room.ID != 0 && room.Community != d.file.Community {
			return Line{}, place.ErrMissing
		}
		kind := DidPlan
		if d.file.State == Settled || d.file.State == Followed {
			if kind = DidAgain; d.file.Result != Settled || !d.file.broken() {
				return Line{}, ErrKept
			}
			d.file.Result, d.file.ResultAt = "", time.Time{}
		}
		if err := d.file.do(kind); err != nil {
			return Line{}, err
		}
		d.file.Talks = append(d.file.Talks, Talk{From: p.From, To: p.To, Place: p.Place, Where: p.Where, State: Planned})
		if err := d.tx.SaveCase(ctx, d.file); err != nil { // the holder needs the id
			return Line{}, err
		}
		t := d.file.Talks[len(d.file.Talks)-1]
		where := p.Where
		if room.ID != 0 {
			if err := d.tx.TakeHours(ctx, t.Place, t.From, t.To, t.holder()); errors.Is(err, place.ErrHeld) {
				return Line{}, ErrTaken.Because(err)
			} else if err != nil {
				return Line{}, err
			}
			where = room.Name
		}
		return did(kind, when.Full(t.From)+"，"+where), d.invited(t, where)
	})
}

// room returns the place of a planned talk, after the sessions of its day hold their hours.
func (s *Service) room(ctx context.Context, p Planning) (place.Place, error) {
	if p.Place == 0 {
		return place.Place{}, nil
	}
	room, err := s.store.Place(ctx, p.Place)
	if err != nil {
		return room, err
	}
	if !room.EndedAt.IsZero() {
		return room, place.ErrMissing
	}
	return room, s.timetable.Ready(ctx, room.Community, when.DateOf(p.From))
}

// invited tells the parties and the mediators of a talk. A home is not named: the notice says the community.
func (d *deed) invited(t Talk, where string) error {
	if t.Place == 0 {
		where = d.tree.Say(d.file.Community) + "（详见案件）"
	}
	if err := d.tell(noticeTalk, d.of(t, where), d.parties()...); err != nil {
		return err
	}
	return d.moved()
}

// CallOff cancels a planned talk and tells the parties. Faults: ErrMissing, ErrState, ErrTalk.
func (s *Service) CallOff(ctx context.Context, who auth.Actor, id, talk int64) (Case, error) {
	return s.act(ctx, who, id, desk, func(d *deed) (Line, error) {
		t, err := d.file.talk(talk)
		if err != nil {
			return Line{}, err
		}
		if err := d.file.do(DidCancel); err != nil {
			return Line{}, err
		}
		if t.State != Planned {
			return Line{}, ErrState
		}
		return did(DidCancel, when.Full(t.From)), d.callOff(t)
	})
}

// callOff gives the hours of a talk back and tells the parties.
func (d *deed) callOff(t *Talk) error {
	t.State = Cancelled
	if t.Place != 0 {
		if err := d.tx.FreeHours(d.ctx, t.Place, t.From, t.To, t.holder()); err != nil {
			return err
		}
	}
	if !t.From.After(d.now) { // it has begun: those who are there know
		return nil
	}
	return d.tell(noticeOff, d.of(*t, ""), d.parties()...)
}

// Minuting is what was said in a talk, and who came. Without a planned talk it is one of just now.
type Minuting struct {
	Talk  int64
	Came  string
	Words string
}

// Minute writes down what was said. Faults: ErrMissing, ErrState, ErrTalk, ErrEarly, ErrWords.
func (s *Service) Minute(ctx context.Context, who auth.Actor, id int64, m Minuting) (Case, error) {
	return s.act(ctx, who, id, desk, func(d *deed) (Line, error) {
		said, err := words(m.Words, 2)
		if err != nil {
			return Line{}, err
		}
		came, err := words(m.Came, 0)
		if err != nil {
			return Line{}, err
		}
		if err := d.file.do(DidMinute); err != nil {
			return Line{}, err
		}
		if m.Talk == 0 {
			d.file.Talks = append(d.file.Talks, Talk{From: d.now, To: d.now, Where: "当场", State: Held, Came: came, Notes: said})
			return did(DidMinute, ""), d.work(work.Talked)
		}
		t, err := d.file.talk(m.Talk)
		switch {
		case err != nil:
			return Line{}, err
		case t.State == Cancelled:
			return Line{}, ErrState
		case t.From.After(d.now):
			return Line{}, ErrEarly
		}
		t.State, t.Came, t.Notes = Held, came, said
		return did(DidMinute, when.Full(t.From)), d.work(work.Talked)
	})
}

// Places returns the names of the places in which the talks of a case that was read are.
func (s *Service) Places(ctx context.Context, c Case) (map[int64]string, error) {
	names := map[int64]string{}
	for _, t := range c.Talks {
		if _, known := names[t.Place]; t.Place == 0 || known {
			continue
		}
		p, err := s.store.Place(ctx, t.Place)
		if err != nil {
			return nil, err
		}
		names[t.Place] = p.Name
	}
	return names, nil
}
