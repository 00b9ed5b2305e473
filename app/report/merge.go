package report

import (
	"context"
	"fmt"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/fault"
	"linli/app/notify"
)

// The faults of merging.
var (
	ErrMerge     = fault.New(fault.Conflict, "report.merge", "这两件事不能并案")
	ErrMerged    = fault.New(fault.Conflict, "report.merged", "这件事已并入另一件，请在那一件上办理")
	ErrNotMerged = fault.New(fault.Conflict, "report.not_merged", "这件事没有并案，或已随主件办结")
	ErrJoined    = fault.New(fault.Conflict, "report.joined", "您已经加入过了")
	ErrOwn       = fault.New(fault.Conflict, "report.own", "这是您自己反映的")
)

// Two reports within these bounds may be the same matter. A shared building counts more than metres (domain.md §5).
const (
	AlikeWithin = 72 * time.Hour
	AlikeMetres = 100
	alikeMost   = 10
)

// Alike says whether two reports may be the same matter: the same category within 72 hours in the same building, or a short
// distance apart if one of them has no building.
func (r Report) Alike(o Report) bool {
	if r.ID == o.ID || r.Category != o.Category || r.SubmittedAt.Sub(o.SubmittedAt).Abs() > AlikeWithin {
		return false
	}
	if r.Building != 0 && o.Building != 0 {
		return r.Building == o.Building
	}
	located := (r.Lat != 0 || r.Lng != 0) && (o.Lat != 0 || o.Lng != 0)
	return located && area.Metres(r.Lat, r.Lng, o.Lat, o.Lng) <= AlikeMetres
}

// Similar returns open reports that may be the same matter as the given one, newest first. Faults: ErrMissing, ErrNotYours.
func (s *Service) Similar(ctx context.Context, who auth.Actor, id int64) ([]Report, error) {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	r, err := s.store.Report(ctx, id)
	switch {
	case err != nil:
		return nil, err
	case !Sees(tree, who, r):
		return nil, ErrMissing
	case !Dispatches(tree, who, r):
		return nil, ErrNotYours
	}
	return s.alike(ctx, r, func(Report) bool { return true })
}

// SimilarNearby returns shared reports that may be the same matter as the draft, from the communities that the resident
// belongs to. Faults: as for a draft's place.
func (s *Service) SimilarNearby(ctx context.Context, who auth.Actor, d Draft) ([]Report, error) {
	if err := who.Need(auth.Resident); err != nil {
		return nil, err
	}
	sc, err := s.scene(ctx)
	if err != nil {
		return nil, err
	}
	tree := sc.tree
	r := Report{Category: d.Category, Text: d.Text, Lat: d.Lat, Lng: d.Lng, SubmittedAt: s.now()}
	if err := r.locate(tree, d); err != nil {
		return nil, err
	}
	if r.Category == "" {
		r.Category = sc.rules.In(r.Community).Guess(r.Text)
	}
	if r.Building != 0 && r.Lat == 0 && r.Lng == 0 {
		b, _ := tree.Get(r.Building)
		r.Lat, r.Lng = b.Lat, b.Lng
	}
	if near, err := neighbour(ctx, s.store, tree, who, r.Community); err != nil || !near {
		return nil, err
	}
	return s.alike(ctx, r, func(o Report) bool { return o.Shared })
}

func (s *Service) alike(ctx context.Context, r Report, may func(Report) bool) ([]Report, error) {
	candidates, err := s.store.Candidates(ctx, r.Community, r.SubmittedAt.Add(-AlikeWithin), r.SubmittedAt.Add(AlikeWithin))
	if err != nil {
		return nil, err
	}
	var found []Report
	for _, o := range urgentFirst(candidates) {
		if o.Parent == 0 && may(o) && r.Alike(o) && len(found) < alikeMost {
			found = append(found, o)
		}
	}
	return found, nil
}

// Merge merges the report into another, the main report. What happens to the main report is also told to this one's author,
// who keeps their own thread and judges the result. Both must be open, and the actor must dispatch both. Faults: ErrMerge,
// ErrMissing, ErrNotYours, ErrState.
func (s *Service) Merge(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	scene, err := s.scene(ctx)
	if err != nil {
		return Report{}, err
	}
	var result Report
	err = s.store.InTx(ctx, func(tx Tx) error {
		if id < h.Into { // a fixed order of locks: two opposite merges at once do not deadlock
			if _, err := tx.LockReport(ctx, id); err != nil {
				return err
			}
		}
		main, err := tx.LockReport(ctx, h.Into)
		if err != nil {
			return err
		}
		result, err = s.change(ctx, tx, scene, who, id, h, func(d deed) (Event, error) { return d.merge(&main) })
		if err != nil || result.MergedInto != main.ID {
			return err
		}
		return tx.SaveReport(ctx, main)
	})
	return result, err
}

func (d deed) merge(main *Report) (Event, error) {
	r := d.report
	switch {
	case !Sees(d.tree, d.who, *main):
		return Event{}, ErrMissing
	case !Dispatches(d.tree, d.who, *main) || d.dispatcher() != nil:
		return Event{}, ErrNotYours
	case main.State == Merged || r.State == Merged:
		return Event{}, ErrMerged
	case !main.Open() || !r.Open():
		return Event{}, ErrState
	case main.ID == r.ID || main.Parent != 0 || r.Parent != 0 || r.Parts > 0 || r.Followers > 0 || main.Community != r.Community,
		(main.Category == System) != (r.Category == System):
		return Event{}, ErrMerge
	}
	if r.waits() {
		r.Resume(d.promise().Promise, d.now)
	}
	r.State, r.MergedInto, r.Holder = Merged, main.ID, main.Holder
	r.unask()
	if main.Followers++; r.Urgent && !main.Urgent {
		main.hurry(d.scene, d.now)
	}
	event := public(DidMerge, "与 "+main.Say()+" 是同一件事，合并办理"+colon(d.Words))
	if err := d.note(main, internal(DidMerge, "并入 "+r.Say()+colon(d.Words))); err != nil {
		return Event{}, err
	}
	return event, d.author(noticeMerged, "和邻居反映的是同一件事，合并办理，结果一样会告诉您。")
}

// Unmerge makes a merged report independent again, as it was before. Faults: ErrNotMerged, ErrNotYours.
func (s *Service) Unmerge(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	scene, err := s.scene(ctx)
	if err != nil {
		return Report{}, err
	}
	known, err := s.store.Report(ctx, id)
	if err != nil {
		return Report{}, err
	}
	var result Report
	err = s.store.InTx(ctx, func(tx Tx) error {
		var main Report
		if known.MergedInto != 0 {
			if main, err = tx.LockReport(ctx, known.MergedInto); err != nil {
				return err
			}
		}
		result, err = s.change(ctx, tx, scene, who, id, h, func(d deed) (Event, error) {
			if err := d.dispatcher(); err != nil {
				return Event{}, err
			}
			if d.report.MergedInto != main.ID {
				return Event{}, ErrState
			}
			main.Followers--
			return d.unmerge()
		})
		if err != nil || result.MergedInto != 0 || main.ID == 0 {
			return err
		}
		return tx.SaveReport(ctx, main)
	})
	return result, err
}

// unmerge restores the state and the holder from the timeline; the report's clocks have never stopped.
func (d deed) unmerge() (Event, error) {
	if d.report.State != Merged {
		return Event{}, ErrNotMerged
	}
	before, err := d.tx.EventBefore(d.ctx, d.report.ID, DidMerge)
	if err != nil {
		return Event{}, err
	}
	d.report.State, d.report.Holder, d.report.MergedInto = before.State, before.Holder, 0
	return public(DidUnmerge, d.Words), d.holder(noticeUnmerged, d.Words)
}

// echo tells the authors of the merged reports what happened to the main report, each in their own thread, and resolves
// their reports with it. If the main report ends in another way, the merged ones become independent again.
func (d deed) echo(e Event) error {
	if d.report.Followers == 0 || slices.Contains(aside, e.Kind) {
		return nil
	}
	ids, err := d.tx.FollowersOf(d.ctx, d.report.ID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := d.echoTo(id, e); err != nil {
			return fmt.Errorf("report %d, merged: %w", id, err)
		}
	}
	return nil
}

func (d deed) echoTo(id int64, e Event) error {
	f, err := d.tx.LockReport(d.ctx, id)
	if err != nil || f.State != Merged {
		return err
	}
	o := d
	o.report = &f
	mirrored := Event{Line: e.Line, Report: id, Public: e.Public}
	mirrored.At, mirrored.Request = d.now, ""
	f.Holder = d.report.Holder
	switch d.report.State {
	case Resolved:
		f.finish(d.report.Outcome, d.report.Result, d.now)
		err = o.resolved(e)
	case Withdrawn, Closed: // withdrawn by its own author: the others still want it done
		mirrored, err = o.unmerge()
		mirrored.Report, mirrored.At = id, d.now // without an actor: the others are not told that the author withdrew
		d.report.Followers--
	case Refused:
		f.end(Refused, Rejected, d.now)
		err = o.author(noticeRefused, e.Text)
	default:
		if kind, told := echoed[e.Kind]; told {
			err = o.author(kind, e.Text)
		} else if !e.Public && e.Kind != DidAssign && e.Kind != DidReturn {
			return d.tx.SaveReport(d.ctx, f) // what is not for authors stays in the main report
		}
	}
	if err != nil {
		return err
	}
	f.schedule()
	mirrored.State, mirrored.Holder = f.State, f.Holder
	if err := d.tx.AddEvent(d.ctx, &mirrored); err != nil {
		return err
	}
	return d.tx.SaveReport(d.ctx, f)
}

// aside are the lines between staff and the author of the main report: no other author reads them.
var aside = []EventKind{DidMerge, DidAsk, DidAnswer, DidAdd, DidUrge, DidReview, DidReopen, DidLocate}

// echoed are the notices that authors of merged reports get, too.
var echoed = map[EventKind]notify.Kind{
	DidAccept: noticeAccepted, DidTake: noticeTaken, DidReply: noticeReply, DidStep: noticeStep,
}
