package whistle

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/report"
	"linli/app/text"
	"linli/app/when"
	"linli/app/work"
)

// Answer is an org's reply to a whistle: it comes, or it declines.
type Answer struct {
	Org     int64 // which one, if the actor works in several called orgs; 0 is the first of them
	Coming  bool
	Who     string // the persons who come, in the org's words
	Arrival time.Time
	Words   string // the reason for declining
}

// Saying is the input of mustering, finishing, closing and cancelling: words and photos.
type Saying struct {
	Org   int64
	Words string
	Files []int64
}

// deed is one action of a person on a whistle, inside the transaction that holds its lock.
type deed struct {
	ctx     context.Context
	tx      Tx
	tree    *area.Tree
	who     auth.Actor
	now     time.Time
	whistle Whistle
	muster  *Muster // of the actor's org; nil for the community
}

// Answer records that the org comes, with whom and when, or that it declines, and why. The last answer before mustering
// counts. Faults: ErrMissing, ErrState, ErrAnswer, ErrBy, ErrWords.
func (s *Service) Answer(ctx context.Context, who auth.Actor, id int64, a Answer) (Whistle, error) {
	a.Who, a.Words = text.Line(a.Who), text.Words(a.Words)
	return s.inOrg(ctx, who, id, a.Org, func(d *deed) (Event, error) {
		said := "将到场：" + a.Who + "，" + when.Say(a.Arrival)
		err := error(nil)
		if a.Coming {
			err = d.muster.Come(a.Who, a.Arrival, d.whistle.By, d.now)
		} else {
			said = "不能到场：" + a.Words
			err = d.muster.Decline(a.Words, d.whistle.By, d.now)
		}
		if err != nil {
			return Event{}, err
		}
		return did(DidAnswer, said), d.community(noticeAnswered, said)
	})
}

// Muster records that the org is on the spot (报到), with optional photos. Only the first muster of an org counts. Faults:
// ErrMissing, ErrState, ErrWords, media.ErrMissing, media.ErrMany.
func (s *Service) Muster(ctx context.Context, who auth.Actor, id int64, in Saying) (Whistle, error) {
	in.Words = text.Words(in.Words)
	return s.inOrg(ctx, who, id, in.Org, func(d *deed) (Event, error) {
		if err := maywords(in.Words); err != nil {
			return Event{}, err
		}
		if err := d.muster.Arrive(who.Person, d.whistle.By, d.now); err != nil {
			return Event{}, err
		}
		if err := d.attach(in.Files); err != nil {
			return Event{}, err
		}
		said := "按时报到"
		if d.muster.Late {
			said = "迟到报到"
		}
		if in.Words != "" {
			said += "：" + in.Words
		}
		return did(DidMuster, said, in.Files...), d.community(noticeMustered, said)
	})
}

// Finish records the org's result. Faults: ErrMissing, ErrState before it mustered, ErrWords, media.ErrMissing,
// media.ErrMany.
func (s *Service) Finish(ctx context.Context, who auth.Actor, id int64, in Saying) (Whistle, error) {
	in.Words = text.Words(in.Words)
	return s.inOrg(ctx, who, id, in.Org, func(d *deed) (Event, error) {
		if err := d.muster.Finish(in.Words, d.now); err != nil {
			return Event{}, err
		}
		if err := d.attach(in.Files); err != nil {
			return Event{}, err
		}
		return did(DidResult, in.Words, in.Files...), d.community(noticeFinished, in.Words)
	})
}

// Close ends a whistle. Without all results it needs a reason. Faults: ErrMissing, ErrState, ErrWords.
func (s *Service) Close(ctx context.Context, who auth.Actor, id int64, in Saying) (Whistle, error) {
	return s.byOffice(ctx, who, id, in, func(d *deed, said string) (Event, error) {
		if err := d.whistle.Close(said, d.now); err != nil {
			return Event{}, err
		}
		if said == "" {
			said = "各单位已反馈结果"
		}
		if err := d.orgs(noticeEnded, said); err != nil {
			return Event{}, err
		}
		return did(DidClose, said), s.note(d, d.summary(said))
	})
}

// Cancel cancels a whistle before the first muster, with a reason. Faults: ErrMissing, ErrState, ErrWords.
func (s *Service) Cancel(ctx context.Context, who auth.Actor, id int64, in Saying) (Whistle, error) {
	return s.byOffice(ctx, who, id, in, func(d *deed, said string) (Event, error) {
		if err := d.whistle.Cancel(said, d.now); err != nil {
			return Event{}, err
		}
		if err := d.orgs(noticeEnded, "已取消："+said); err != nil {
			return Event{}, err
		}
		return did(DidCancel, said), s.note(d, "吹哨（"+d.whistle.Say()+"）已取消："+said)
	})
}

// Due runs as DueJob: it marks the orgs that have not mustered as late and tells the secretary.
func (s *Service) Due(ctx context.Context, id int64) error {
	_, err := s.act(ctx, auth.Actor{}, id, func(d *deed) (Event, error) {
		late := d.whistle.Miss(d.now)
		if len(late) == 0 {
			return Event{}, nil
		}
		for _, org := range late[1:] {
			if err := d.write(missedBy(org)); err != nil {
				return Event{}, err
			}
		}
		return missedBy(late[0]), d.missed(late)
	})
	if errors.Is(err, ErrMissing) {
		return nil
	}
	return err
}

// inOrg runs a deed for a called org of the actor. For an actor of another org the whistle is missing; the community sees it
// but cannot muster.
func (s *Service) inOrg(ctx context.Context, who auth.Actor, id, org int64, do func(*deed) (Event, error)) (Whistle, error) {
	return s.act(ctx, who, id, func(d *deed) (Event, error) {
		if org != 0 {
			who.Postings = slices.DeleteFunc(slices.Clone(who.Postings), func(p auth.Posting) bool { return p.Org != org })
		}
		var err error
		if d.muster, err = d.whistle.Of(d.tree, who); err != nil {
			return Event{}, err
		}
		if d.whistle.State != Open {
			return Event{}, ErrState
		}
		e, err := do(d)
		e.Org = d.muster.Org
		return e, err
	})
}

// byOffice runs a deed for the community; outside the area of the actor's office the whistle is missing.
func (s *Service) byOffice(ctx context.Context, who auth.Actor, id int64, in Saying, do func(d *deed, said string) (Event, error)) (Whistle, error) {
	said := text.Words(in.Words)
	return s.act(ctx, who, id, func(d *deed) (Event, error) {
		if !whistled(d.tree, who, d.whistle) {
			return Event{}, ErrMissing
		}
		if err := maywords(said); err != nil {
			return Event{}, err
		}
		return do(d, said)
	})
}

// act locks the report of the whistle, then the whistle, runs the deed, and writes whistle, timeline and notices together.
// If the same request did this deed before, nothing changes.
func (s *Service) act(ctx context.Context, who auth.Actor, id int64, do func(*deed) (Event, error)) (Whistle, error) {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return Whistle{}, err
	}
	var w Whistle
	err = s.store.InTx(ctx, func(tx Tx) error {
		d := &deed{ctx: ctx, tx: tx, tree: tree, who: who, now: s.now()}
		about, err := tx.ReportOfWhistle(ctx, id)
		if err != nil {
			return err
		}
		if about != 0 {
			if _, err := tx.LockReport(ctx, about); err != nil && !errors.Is(err, report.ErrMissing) {
				return err
			}
		}
		if d.whistle, err = tx.LockWhistle(ctx, id); err != nil {
			return err
		}
		if who.Person != 0 && !Sees(tree, who, d.whistle) {
			return ErrMissing
		}
		if done, err := d.repeated(); err != nil || done {
			w = d.whistle
			return err
		}
		e, err := do(d)
		if err != nil {
			return err
		}
		if e.Kind != "" {
			if err := d.write(e); err != nil {
				return err
			}
		}
		w = d.whistle
		return tx.SaveWhistle(ctx, d.whistle)
	})
	return w, err
}

func (d *deed) repeated() (bool, error) {
	if d.who.Request == "" {
		return false, nil
	}
	return d.tx.WhistleEventOf(d.ctx, d.whistle.ID, d.who.Person, d.who.Request)
}

// write adds a line to the timeline, and the line of work of those who came.
func (d *deed) write(e Event) error {
	e.Stamp(d.who, d.now)
	e.Whistle = d.whistle.ID
	if err := d.tx.AddWhistleEvent(d.ctx, e); err != nil {
		return err
	}
	done, ok := works[e.Kind]
	if !ok {
		return nil
	}
	return work.Write(d.ctx, d.tx, d.tree, d.who, work.Line{
		Community: d.whistle.Community, At: d.now, About: fmt.Sprintf("whistle:%d", d.whistle.ID), Deed: done,
		Area: d.whistle.Area, Files: e.Files,
	})
}

// works are the lines of a timeline that are also work of the actor's org.
var works = map[EventKind]work.Deed{DidMuster: work.Arrived, DidResult: work.Finished}
