package journal

import (
	"context"
	"errors"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/notify"
	"linli/app/plan"
	"linli/app/text"
	"linli/app/when"
	"linli/app/work"
)

// readyOn is when the drafts of a week are ready: Friday, 16:00 (breadth C8).
const readyOn = 4*24*time.Hour + 16*time.Hour

// Draft returns the draft of the actor's week, composed now, and what they have sent. Any day of the week stands for it; 0 is this
// week.
func (s *Service) Draft(ctx context.Context, who auth.Actor, day when.Date) (Week, error) {
	if err := who.Need(auth.Posted...); err != nil {
		return Week{}, err
	}
	if day == 0 {
		day = when.DateOf(s.with.Now())
	}
	w := Week{Person: who.Person}
	var end when.Date
	w.Monday, end = plan.Week.Period(day)
	sent, err := s.with.Store.WeekOf(ctx, who.Person, w.Monday)
	switch {
	case err == nil && !sent.SentAt.IsZero():
		w = sent
	case err != nil && !errors.Is(err, ErrMissing):
		return Week{}, err
	}
	draft, err := s.draft(ctx, who, Days{w.Monday, end})
	w.Draft = draft.Say()
	return w, err
}

// draft collects what a person did on some days, and what is left if today is one of them.
func (s *Service) draft(ctx context.Context, who auth.Actor, d Days) (Draft, error) {
	tree, err := s.with.Areas.Tree(ctx)
	if err != nil {
		return Draft{}, err
	}
	lines, err := s.linesOf(ctx, who.Person, d)
	if err != nil {
		return Draft{}, err
	}
	reasons, err := s.with.Reasons.ReasonsOf(ctx, []int64{who.Person}, d.Begin, d.End)
	if err != nil {
		return Draft{}, err
	}
	kinds, err := work.BookOf(ctx, s.with.Words)
	if err != nil {
		return Draft{}, err
	}
	draft := Draft{Begin: d.Begin, End: d.End, Lines: lines, Reasons: reasons, Kinds: kinds, Place: tree.Say}
	if today := when.DateOf(s.with.Now()); d.End >= today {
		draft.Left, _, err = s.with.Today.Today(ctx, who)
	}
	return draft, err
}

// Send sends the actor's draft of this week or the last one to the secretary, with some words. Sending again replaces it. Faults:
// ErrWeek, ErrPlace for an actor without a post in a community.
func (s *Service) Send(ctx context.Context, who auth.Actor, day when.Date, words string) (Week, error) {
	if err := who.Need(auth.Reporters...); err != nil {
		return Week{}, err
	}
	w, err := s.Draft(ctx, who, day)
	if err != nil {
		return Week{}, err
	}
	now := s.with.Now()
	this, _ := plan.Week.Period(when.DateOf(now))
	if w.Added = text.Words(words); !text.Within(w.Added, 0, maxAdded) || w.Monday > this || w.Monday < plan.Add(this, -7) {
		return Week{}, ErrWeek
	}
	tree, err := s.with.Areas.Tree(ctx)
	if err != nil {
		return Week{}, err
	}
	post, at, ok := reportsIn(tree, who.Postings)
	if !ok {
		return Week{}, ErrPlace
	}
	w.Community, w.SentAt = at, now
	return w, s.with.Store.InTx(ctx, func(tx Tx) error {
		if err := tx.SendWeek(ctx, w); err != nil {
			return err
		}
		return work.Write(ctx, tx, tree, who, work.Line{
			Community: at, At: now, About: "week:" + w.Monday.String(), Deed: work.Reported, Area: post,
		})
	})
}

// reportsIn returns the area and the community of the first post that reports to its secretary.
func reportsIn(tree *area.Tree, posts []auth.Posting) (post, community int64, ok bool) {
	for _, p := range posts {
		if c, found := tree.Up(p.Area, area.Community); found && slices.Contains(auth.Reporters, p.Role) {
			return p.Area, c.ID, true
		}
	}
	return 0, 0, false
}

// Weeks returns what was sent for a week in a community in the order in which it came, and how many have not sent anything: a number,
// no list of names. Faults: area.ErrMissing.
func (s *Service) Weeks(ctx context.Context, who auth.Actor, community int64, day when.Date) (sent []Week, open int, err error) {
	if err := who.Need(auth.Publishers...); err != nil {
		return nil, 0, err
	}
	tree, err := s.with.Areas.Tree(ctx)
	if err != nil {
		return nil, 0, err
	}
	if _, err := tree.CommunityOf(who, community, auth.Publishers...); err != nil {
		return nil, 0, err
	}
	if day == 0 {
		day = when.DateOf(s.with.Now())
	}
	monday, _ := plan.Week.Period(day)
	if sent, err = s.with.Store.WeeksIn(ctx, community, monday); err != nil {
		return nil, 0, err
	}
	asked, err := s.asked(ctx, tree)
	for one, at := range asked {
		if at == community && !slices.ContainsFunc(sent, func(w Week) bool { return w.Person == one }) {
			open++
		}
	}
	return sent, open, err
}

// asked returns who reports every week, with their community. Absent persons are not asked.
func (s *Service) asked(ctx context.Context, tree *area.Tree) (map[int64]int64, error) {
	posted, err := s.with.Store.Posted(ctx, auth.Reporters)
	if err != nil {
		return nil, err
	}
	now, asked := s.with.Now(), map[int64]int64{}
	for _, p := range posted {
		if c, ok := tree.Up(p.Area, area.Community); ok && p.Holds(now) && !p.Away(now) && asked[p.Person] == 0 {
			asked[p.Person] = c.ID
		}
	}
	return asked, nil
}

// ComposeWeeks tells everybody who reports that their draft is ready, once, from Friday 16:00 until Sunday.
func (s *Service) ComposeWeeks(ctx context.Context) error {
	now := s.with.Now()
	monday, _ := plan.Week.Period(when.DateOf(now))
	if now.Before(monday.Time().Add(readyOn)) {
		return nil
	}
	tree, err := s.with.Areas.Tree(ctx)
	if err != nil {
		return err
	}
	asked, err := s.asked(ctx, tree)
	if err != nil {
		return err
	}
	var failed []error
	for who, community := range asked {
		w := Week{Person: who, Community: community, Monday: monday}
		failed = append(failed, s.with.Store.InTx(ctx, func(tx Tx) error {
			fresh, err := tx.BeginWeek(ctx, w, now)
			if err != nil || !fresh {
				return err
			}
			return notify.Tell(ctx, tx, noticeWeek.To(who, community, "week:"+monday.String(), weekFacts(tree, w)), now)
		}))
	}
	return errors.Join(failed...)
}
