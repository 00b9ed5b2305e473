package report

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/person"
)

// A post in an org has an area (S173): who sits at a street for a county's department has what lies in that street. A report
// held by an org names the seat in Holder.Area; 0, of reports assigned before there were seats, is everybody in the org. Staff
// for the whole of an org also have what the orgs below it hold: a bureau its squads.

// Sits says whether the actor answers for a seat of an org: it is theirs, or theirs is above it.
func Sits(t *area.Tree, who auth.Actor, h Holder) bool {
	return slices.ContainsFunc(who.Postings, func(p auth.Posting) bool {
		return p.Role == auth.OrgStaff && answers(t, p.Org, p.Area, p.Path, h)
	})
}

// answers says whether a post in an org, in an area with its path, answers for a seat.
func answers(t *area.Tree, org, post int64, path string, h Holder) bool {
	if org == h.Org {
		return covers(post, path, h.Area, t)
	}
	o, err := t.Org(org)
	return err == nil && t.OrgWithin(h.Org, org) && covers(post, path, o.Area, t)
}

// answering returns everybody who answers for a seat at the time.
func answering(ctx context.Context, r person.Roster, t *area.Tree, at time.Time, h Holder) (who []int64, err error) {
	orgs := []int64{h.Org}
	for _, o := range t.OrgsAbove(h.Org) {
		orgs = append(orgs, o.ID)
	}
	for _, org := range orgs {
		posts, err := r.PostingsIn(ctx, org)
		if err != nil {
			return nil, err
		}
		who = append(who, actingAt(posts, at, auth.OrgStaff, func(p person.Posting) bool { return answers(t, org, p.Area, pathOf(t, p.Area), h) })...)
	}
	return who, nil
}

// covers says whether a post in an area, with its path, answers for a seat.
func covers(post int64, path string, seat int64, t *area.Tree) bool {
	return seat == 0 || post == seat || path != "" && strings.HasPrefix(pathOf(t, seat), path)
}

// seated returns an org as the holder of the report with the seat that has it: the nearest one at or above the place, else the
// one for the whole of the org's area. An org without staff there is returned with ok false. Other holders stay as they are.
func (d deed) seated(h Holder) (_ Holder, ok bool, err error) {
	return Seated(d.ctx, d.roster, d.tree, d.now, d.report.Area, h)
}

// Seated is seated for a report in a place.
func Seated(ctx context.Context, r person.Roster, t *area.Tree, at time.Time, place int64, h Holder) (_ Holder, ok bool, err error) {
	if h.Kind != ByOrg {
		return h, true, nil
	}
	o, err := t.Org(h.Org)
	if err != nil {
		return h, false, nil //nolint:nilerr // a deleted org has no seat
	}
	posts, err := r.PostingsIn(ctx, h.Org)
	if err != nil {
		return h, false, err
	}
	here, whole := pathOf(t, place), pathOf(t, o.Area)
	posts = slices.DeleteFunc(posts, func(p person.Posting) bool {
		path := pathOf(t, p.Area)
		return p.Role != auth.OrgStaff || p.ActsFor(at) == 0 || path == "" || !strings.HasPrefix(here, path) && !strings.HasPrefix(whole, path)
	})
	if len(posts) == 0 {
		return h, false, nil
	}
	h.Area = slices.MaxFunc(posts, func(a, b person.Posting) int {
		return cmp.Compare(nearness(pathOf(t, a.Area), here), nearness(pathOf(t, b.Area), here))
	}).Area
	return h, true, nil
}

// nearness returns how close an area stands above a place: the longer the common path the nearer; 0 when it is elsewhere.
func nearness(path, place string) int {
	if !strings.HasPrefix(place, path) {
		return 0
	}
	return len(path)
}

// Seats are the seats of an org for which somebody answers: those at or below an area, and reports without a seat.
type Seats struct {
	Org  int64
	Path string // of the area; "" of an area that is gone: only reports without a seat
}

// SeatsOf returns the orgs of which the actor has everything, those below them among these, and those of which they have some seats.
func SeatsOf(t *area.Tree, who auth.Actor) (whole []int64, some []Seats) {
	for _, p := range who.Postings {
		if p.Role != auth.OrgStaff || p.Org == 0 || slices.Contains(whole, p.Org) {
			continue
		}
		if o, err := t.Org(p.Org); err != nil || covers(p.Area, p.Path, o.Area, t) {
			whole = append(whole, p.Org)
			continue
		}
		some = append(some, Seats{p.Org, p.Path})
	}
	for _, o := range t.Orgs() {
		if o.Parent != 0 && !slices.Contains(whole, o.ID) && slices.ContainsFunc(t.OrgsAbove(o.ID), func(up area.Org) bool { return slices.Contains(whole, up.ID) }) {
			whole = append(whole, o.ID)
		}
	}
	some = slices.DeleteFunc(some, func(s Seats) bool { return slices.Contains(whole, s.Org) })
	return whole, some
}

// Seat is an org and one of its seats.
type Seat struct{ Org, Area int64 }

// leftMost is how many reports of one seat one run looks at.
const leftMost = 200

// Unseated looks after the open reports of orgs whose staff have left: what a person took who sits there no more goes back to
// their seat, and what a seat holds that nobody answers for goes back to the post that dispatches it. It returns the number of
// reports.
func (s *Service) Unseated(ctx context.Context) (int, error) {
	sc, err := s.scene(ctx)
	if err != nil {
		return 0, err
	}
	seats, err := s.store.OrgSeats(ctx)
	if err != nil {
		return 0, err
	}
	changed := 0
	var failed error
	for _, seat := range seats {
		n, err := s.unseat(ctx, sc, seat)
		changed, failed = changed+n, errors.Join(failed, err)
	}
	return changed, failed
}

func (s *Service) unseat(ctx context.Context, sc scene, seat Seat) (int, error) {
	acting, err := answering(ctx, s.roster, sc.tree, s.now(), Holder{Kind: ByOrg, Org: seat.Org, Area: seat.Area})
	if err != nil {
		return 0, err
	}
	ids, err := s.store.HeldAway(ctx, seat, acting, leftMost)
	if err != nil {
		return 0, err
	}
	var failed error
	for _, id := range ids {
		if err := s.store.InTx(ctx, func(tx Tx) error {
			_, err := s.change(ctx, tx, sc, auth.Actor{}, id, Handling{}, deed.unseat)
			return err
		}); err != nil {
			failed = errors.Join(failed, fmt.Errorf("report %d: %w", id, err))
		}
	}
	return len(ids), failed
}

// unseat gives a report back whose org, or whose person in it, sits there no more.
func (d deed) unseat() (Event, error) {
	r := d.report
	if !r.Open() || r.Holder.Kind != ByOrg {
		return Event{}, nil
	}
	seat := Holder{Kind: ByOrg, Org: r.Holder.Org, Area: r.Holder.Area}
	acting, err := answering(d.ctx, d.roster, d.tree, d.now, seat)
	if err != nil || slices.Contains(acting, r.Holder.Person) {
		return Event{}, err
	}
	if len(acting) > 0 {
		if r.Holder.Person == 0 {
			return Event{}, nil
		}
		if err := r.putBack(d.promise(), d.now); err != nil {
			return Event{}, err
		}
		return internal(DidReturn, "原来办理的人已不在这个岗位"), d.holder(NoticeAssigned, "")
	}
	returns := r.Returns
	if _, err := r.Return(d.communityHolder(), d.promise(), d.now); err != nil {
		return Event{}, err
	}
	r.Returns = returns // the org did not refuse it
	words := SayHolder(d.tree, seat, "") + "已没有人负责这里，请重新交办"
	return internal(DidReturn, words), d.holder(noticeReturned, words)
}

// HandedBack is the line of a report whose holder has left the post: it waits for the successor.
func HandedBack(id int64, state State, post Holder, name string, now time.Time) Event {
	if state != Submitted {
		state = Accepted
	}
	e := internal(DidReturn, "原任职人："+name+"，任职已结束，待接手")
	e.Report, e.State, e.Holder, e.At = id, state, post, now
	return e
}
