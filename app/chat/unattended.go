package chat

import (
	"context"
	"errors"
	"fmt"
	"time"

	"linli/app/notify"
	"linli/app/report"
	"linli/app/when"
)

// A problem that was begun is never lost: it is handed in although the resident says no more.
const (
	handInAfter  = 10 * time.Minute // with a place and a matter; otherwise the resident is reminded
	handOverLate = 2 * time.Hour    // without a place, after the reminder
	sweepAtMost  = 200
)

// Sweep hands in the problems that wait for an answer, reminds of those without a place, and deletes what is empty and old.
func (s *Service) Sweep(ctx context.Context) error {
	now := s.now()
	waiting, err := s.store.Unanswered(ctx, now.Add(-handInAfter), sweepAtMost)
	if err != nil {
		return err
	}
	late, err := s.store.Unplaced(ctx, now.Add(-handOverLate), sweepAtMost)
	if err != nil {
		return err
	}
	var failed error // one failure does not block the others
	for _, person := range waiting {
		if err := s.unattended(ctx, person, handInAfter, (*turn).unanswered); err != nil {
			failed = errors.Join(failed, err)
		}
	}
	for _, person := range late {
		if err := s.unattended(ctx, person, handOverLate, (*turn).handOver); err != nil {
			failed = errors.Join(failed, err)
		}
	}
	if failed != nil {
		return failed
	}
	_, err = s.store.DeleteDrafts(ctx, now)
	return err
}

// unattended runs a step on the draft of a resident, unless the resident has written again within the time.
func (s *Service) unattended(ctx context.Context, person int64, silent time.Duration, do func(*turn) error) error {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	err = s.store.InTx(ctx, func(tx Tx) error {
		t, err := s.begin(ctx, tx, person, tree, "")
		if err != nil {
			return err
		}
		if !t.draft.about() || t.draft.SaidAt.Add(silent).After(s.now()) { // the resident was faster
			return nil
		}
		return do(t)
	})
	if err != nil {
		return fmt.Errorf("draft of person %d: %w", person, err)
	}
	return nil
}

// unanswered hands in a problem with a place, and reminds of one without.
func (t *turn) unanswered() error {
	if t.draft.Stage == Confirm {
		return t.handOver()
	}
	t.draft.Reminded = t.now()
	if err := t.tx.SaveDraft(t.ctx, t.draft); err != nil {
		return err
	}
	facts := notify.Facts{
		notify.FactTitle: "您反映的问题还没有说地点", notify.FactWords: report.Cut(t.draft.Text, 20), notify.FactPlace: "请在聊天里说",
		notify.FactAt: when.Full(t.now()),
	}
	return notify.Tell(t.ctx, t.tx, noticeUnplaced.To(t.person.ID, t.home(), "", facts), t.now())
}

// handOver hands in the problem as it is. One without a place goes to the desk of the resident's community, or to the county's
// centre. The resident is told, and 0 takes it back.
func (t *turn) handOver() error {
	if t.draft.empty() {
		return t.forget()
	}
	if _, err := t.dropLost(); err != nil {
		return err
	}
	request := t.who.Request
	t.who.Request = fmt.Sprintf("chat:%d:%d", t.person.ID, t.draft.SaidAt.UnixMilli()) // what comes with this message is another report
	r, err := t.handIn(t.draft, t.where())
	if err != nil {
		return err
	}
	t.who.Request = request
	placed := t.draft.Area
	t.draft = Draft{Person: t.person.ID, Stage: HandedIn, Report: r.ID, Area: placed, Community: r.Community}
	if err := t.save(); err != nil {
		return err
	}
	facts := report.Facts(t.tree, r, report.SayHolder(t.tree, r.Holder, ""), "弄错了请在聊天里回复 0", t.now())
	n := noticeHandedIn.To(t.person.ID, r.Community, fmt.Sprintf("report:%d", r.ID), facts)
	return notify.Tell(t.ctx, t.tx, n, t.now())
}
