package policy

import (
	"context"
	"fmt"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/when"
)

// ending is how long before its end the decider of a switch is told.
const ending = 7 * 24 * time.Hour

// tellAll tells everybody in post whom the switch concerns that it is on, or off.
func (s *Service) tellAll(ctx context.Context, tx Tx, sw Switch, r Rule) error {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	at, err := where(tree, sw.Community)
	if err != nil {
		return err
	}
	// A statement takes no more areas than an engine takes values.
	told := map[int64]bool{}
	for some := range slices.Chunk(tree.AllUnder(at.Path), 500) {
		concerned, err := person.Acting(ctx, tx, s.now(), some, r.Concerns...)
		if err != nil {
			return err
		}
		for _, p := range concerned {
			if told[p] {
				continue
			}
			told[p] = true
			if err := notify.Tell(ctx, tx, noticeSwitched.To(p, at.Community, about(at), facts(sw, r, at, s.now())), s.now()); err != nil {
				return err
			}
		}
	}
	return nil
}

// where returns the area of a community, with 0 the county.
func where(tree *area.Tree, community int64) (area.Area, error) {
	if community == 0 {
		return tree.Root()
	}
	return tree.Get(community)
}

func about(at area.Area) string { return fmt.Sprintf("area:%d", at.ID) }

func facts(sw Switch, r Rule, at area.Area, now time.Time) notify.Facts {
	state, words := "已关闭", fmt.Sprintf("已有的数据保留 %d 天后删除。", sw.Keep)
	last := when.DateOf(sw.Until.Add(-time.Second))
	if sw.InForce(now) {
		state = "已开启"
		words = fmt.Sprintf("为了：%s。依据：%s。到 %s 自动关闭。", sw.Purpose, sw.Basis, last)
	}
	return notify.Facts{
		notify.FactTitle: r.Title, notify.FactPlace: at.Name, notify.FactState: state, notify.FactWords: words,
		notify.FactDue: last.String(), notify.FactAt: when.Full(now),
	}
}

// EndDue is a recurring job: it tells the decider of a switch a week before its end, and whom it concerns when it has ended.
func (s *Service) EndDue(ctx context.Context) error {
	all, err := s.store.Switches(ctx)
	if err != nil {
		return err
	}
	for _, sw := range all {
		r, err := s.rule(sw.Key)
		if err != nil || !sw.On || sw.due(s.now()) <= sw.Told {
			continue
		}
		if err := s.tellEnd(ctx, sw, r); err != nil {
			return fmt.Errorf("end of switch %s of %d: %w", sw.Key, sw.Community, err)
		}
	}
	return nil
}

// due returns which notice the time asks for.
func (s Switch) due(now time.Time) Told {
	switch {
	case !now.Before(s.Until):
		return ToldEnded
	case !now.Before(s.Until.Add(-ending)):
		return ToldEnding
	}
	return ToldOn
}

func (s *Service) tellEnd(ctx context.Context, was Switch, r Rule) error {
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	at, err := where(tree, was.Community)
	if err != nil {
		return nil //nolint:nilerr // the community no longer exists
	}
	return s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.LockCommunity(ctx, at.ID); err != nil {
			return err
		}
		own, county, err := tx.SwitchesOf(ctx, was.Community, was.Key)
		if err != nil {
			return err
		}
		sw, now := own, s.now()
		if was.Community == 0 {
			sw = county
		}
		step := sw.due(now)
		if !sw.On || step <= sw.Told {
			return nil
		}
		sw.Told = step
		if err := tx.SaveSwitch(ctx, sw); err != nil {
			return err
		}
		if step == ToldEnded {
			return s.tellAll(ctx, tx, sw, r)
		}
		deciders, err := deciders(ctx, tx, sw, at, now)
		if err != nil {
			return err
		}
		for _, p := range deciders {
			if err := notify.Tell(ctx, tx, noticeEnding.To(p, at.Community, about(at), facts(sw, r, at, now)), now); err != nil {
				return err
			}
		}
		return nil
	})
}

// deciders returns who may switch on again: who decided, or when they have left the post, those who act in it now.
func deciders(ctx context.Context, tx Tx, sw Switch, at area.Area, now time.Time) ([]int64, error) {
	role := auth.Secretary
	if sw.Community == 0 {
		role = auth.Centre
	}
	acting, err := person.Acting(ctx, tx, now, []int64{at.ID}, role)
	if err != nil {
		return nil, err
	}
	decided, err := person.StandIn(ctx, tx, now, sw.By)
	if err != nil || len(acting) == 0 || slices.Contains(acting, decided) {
		return []int64{decided}, err
	}
	return acting, nil
}

// DropOld is a recurring job: it deletes, in each community, what is older than the days for which the switch keeps it, also
// after it was switched off. Without a decision nothing is kept.
func (s *Service) DropOld(ctx context.Context) error {
	all, err := s.store.Switches(ctx)
	if err != nil {
		return err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return err
	}
	root, err := tree.Root()
	if err != nil {
		return nil //nolint:nilerr // nothing was imported yet
	}
	for _, r := range s.rules {
		for _, a := range tree.Under(root.Path, area.Community) {
			sw := Decides(find(all, a.ID, r.Key), find(all, 0, r.Key))
			before := when.DateOf(s.now().AddDate(0, 0, -sw.Keep))
			if _, err := r.Drop(ctx, a.ID, before); err != nil {
				return fmt.Errorf("drop data of switch %s: %w", r.Key, err)
			}
		}
	}
	return nil
}

// InForce is a switch that concerns somebody, in one of their communities.
type InForce struct {
	Rule
	Switch
	Place area.Area // the community
}

// Mine returns what is on in the communities where the actor holds a post that it concerns.
func (s *Service) Mine(ctx context.Context, who auth.Actor) ([]InForce, error) {
	if err := who.Need(auth.Posted...); err != nil {
		return nil, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	all, err := s.store.Switches(ctx)
	if err != nil {
		return nil, err
	}
	var mine []InForce
	for _, r := range s.rules {
		for _, c := range Communities(tree, who, r.Concerns) {
			if sw := Decides(find(all, c.ID, r.Key), find(all, 0, r.Key)); sw.InForce(s.now()) {
				mine = append(mine, InForce{r, sw, c})
			}
		}
	}
	return mine, nil
}

// Communities returns the communities in which the actor holds one of the roles, each once, by id.
func Communities(tree *area.Tree, who auth.Actor, roles []auth.Role) []area.Area {
	var found []area.Area
	for _, p := range who.Postings {
		c, ok := tree.Up(p.Area, area.Community)
		if ok && slices.Contains(roles, p.Role) && !slices.ContainsFunc(found, func(a area.Area) bool { return a.ID == c.ID }) {
			found = append(found, c)
		}
	}
	slices.SortFunc(found, func(a, b area.Area) int { return int(a.ID - b.ID) })
	return found
}

// Need returns ErrOff unless the switch is on in the community, for a reading that depends on it.
func (s *Service) Need(ctx context.Context, community int64, key Key) error {
	all, err := s.store.Switches(ctx)
	if err != nil {
		return err
	}
	if !Decides(find(all, community, key), find(all, 0, key)).InForce(s.now()) {
		return ErrOff
	}
	return nil
}
