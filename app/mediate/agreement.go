package mediate

import (
	"context"

	"linli/app/auth"
	"linli/app/paper"
	"linli/app/text"
	"linli/app/when"
	"linli/app/work"
)

// Failing is why a mediation ends without an agreement, and where the parties can go.
type Failing struct {
	Words string
	Door  string
}

// Fail ends a case without an agreement. Faults: ErrMissing, ErrState, ErrWords.
func (s *Service) Fail(ctx context.Context, who auth.Actor, id int64, f Failing) (Case, error) {
	return s.act(ctx, who, id, desk, func(d *deed) (Line, error) {
		why, err := words(f.Words, 2)
		if err != nil {
			return Line{}, err
		}
		door, err := words(f.Door, 2)
		if err != nil {
			return Line{}, ErrWords.Say("请写明还可以找谁，比如：司法所、人民法院")
		}
		if err := d.file.do(DidFail); err != nil {
			return Line{}, err
		}
		d.file.Reason, d.file.Door = why, door
		if err := d.end(); err != nil {
			return Line{}, err
		}
		return did(DidFail, why+"。还可以找："+door), d.audit("mediate.fail")
	})
}

// Writing is an agreement with its promises.
type Writing struct {
	Text     string
	Promises []Promise
}

// Draft writes the agreement that both sides then read and sign; it can be written anew until it is signed. Faults: ErrMissing,
// ErrState, ErrText, ErrPromise.
func (s *Service) Draft(ctx context.Context, who auth.Actor, id int64, w Writing) (Case, error) {
	return s.act(ctx, who, id, desk, func(d *deed) (Line, error) {
		if err := d.file.do(DidDraft); err != nil {
			return Line{}, err
		}
		if w.Text = text.Words(w.Text); !text.Within(w.Text, 2, MaxText) {
			return Line{}, ErrText
		}
		if len(w.Promises) > MaxPromises {
			return Line{}, ErrPromise
		}
		var promises []Promise
		for _, p := range w.Promises {
			_, err := d.file.party(p.Party)
			if p.What = text.Line(p.What); err != nil || !text.Within(p.What, 2, 200) || p.Due < when.DateOf(d.now) {
				return Line{}, ErrPromise
			}
			promises = append(promises, Promise{Party: p.Party, What: p.What, Due: p.Due, State: Open})
		}
		d.file.Agreement, d.file.Promises = Agreement{Text: w.Text}, promises
		return did(DidDraft, ""), nil
	})
}

// Signing is how an agreement was made.
type Signing struct {
	Way   Way // OnPaper with the photo of the signed page, or ByMouth
	Paper int64
}

// Sign makes the drafted agreement count from today. A written one has the photo of the page that both sides signed. Faults: ErrMissing,
// ErrState, ErrDraft, ErrPhoto, those of paper.Use.
func (s *Service) Sign(ctx context.Context, who auth.Actor, id int64, how Signing) (Case, error) {
	return s.act(ctx, who, id, desk, func(d *deed) (Line, error) {
		c := d.file
		if err := c.do(DidSign); err != nil {
			return Line{}, err
		}
		said := "口头协议"
		switch {
		case c.Agreement.Text == "":
			return Line{}, ErrDraft
		case how.Way == OnPaper && how.Paper != 0:
			said = "书面协议，双方已签名"
			if err := paper.Use(ctx, d.tx, how.Paper, 0, c.About(), who.Person, d.now); err != nil {
				return Line{}, err
			}
			c.Agreement.Paper = how.Paper
		case how.Way != ByMouth:
			return Line{}, ErrPhoto
		}
		c.Agreement.Way, c.Agreement.On = how.Way, when.DateOf(d.now)
		if err := d.work(work.Mediated); err != nil {
			return Line{}, err
		}
		if err := d.audit("mediate.sign"); err != nil {
			return Line{}, err
		}
		return did(DidSign, said), d.end()
	})
}

// Keeping is what became of a promise.
type Keeping struct {
	Promise int64
	Kept    bool
	Door    string // where else to go with one that was not kept; NextDoor without words
}

// NextDoor is where a party can go when the other does not do what it promised.
const NextDoor = "可以再约调解；也可以找司法所，或者向人民法院起诉。经法院确认过的协议，可以申请强制执行。"

// Keep writes down that somebody did what they promised, or did not. Faults: ErrMissing, ErrState, ErrNoPromise.
func (s *Service) Keep(ctx context.Context, who auth.Actor, id int64, k Keeping) (Case, error) {
	return s.act(ctx, who, id, desk, func(d *deed) (Line, error) { return d.keep(k) })
}

func (d *deed) keep(k Keeping) (Line, error) {
	p, err := d.file.promise(k.Promise)
	if err != nil {
		return Line{}, err
	}
	kind, to := DidDo, Done
	if !k.Kept {
		kind, to = DidBreak, Broken
	}
	if err := d.file.do(kind); err != nil {
		return Line{}, err
	}
	if p.State == Done || p.State == to {
		return Line{}, ErrState
	}
	p.State, p.At = to, d.now
	if !k.Kept {
		door, err := words(k.Door, 0)
		if err != nil {
			return Line{}, err
		}
		if d.file.Door = door; door == "" {
			d.file.Door = NextDoor
		}
	}
	return did(kind, p.What), nil
}

// Follow writes down how it is afterwards (回访). Faults: ErrMissing, ErrState, ErrWords.
func (s *Service) Follow(ctx context.Context, who auth.Actor, id int64, said string) (Case, error) {
	return s.act(ctx, who, id, desk, func(d *deed) (Line, error) {
		said, err := words(said, 2)
		if err != nil {
			return Line{}, err
		}
		if err := d.file.do(DidFollow); err != nil {
			return Line{}, err
		}
		return did(DidFollow, said), d.work(work.FollowedCase)
	})
}

// Close ends a case that was followed up. Faults: ErrMissing, ErrState.
func (s *Service) Close(ctx context.Context, who auth.Actor, id int64) (Case, error) {
	return s.act(ctx, who, id, desk, (*deed).close)
}

func (d *deed) close() (Line, error) { return d.shut(DidClose) }

// shut ends the case; its papers go when its rows go.
func (d *deed) shut(kind Deed) (Line, error) {
	if err := d.file.do(kind); err != nil {
		return Line{}, err
	}
	d.file.EndedAt = d.now
	if err := paper.Release(d.ctx, d.tx, d.file.About(), d.now.Add(Keep-paper.KeepAfter)); err != nil {
		return Line{}, err
	}
	return did(kind, ""), d.audit("mediate.close")
}
