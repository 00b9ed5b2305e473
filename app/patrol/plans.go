package patrol

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/notify"
	"linli/app/when"
)

// Planning is the plans of a community, the raises that are not over, and the topics that plans can have.
type Planning struct {
	Plans  []Plan
	Raises []Raise
	Topics []Topic
}

// Plans returns the planning of a community. Fault: area.ErrMissing.
func (s *Service) Plans(ctx context.Context, who auth.Actor, community int64) (p Planning, err error) {
	if err := who.Need(auth.Dispatchers...); err != nil {
		return p, err
	}
	tree, err := s.with.Areas.Tree(ctx)
	if err != nil {
		return p, err
	}
	c, err := tree.Community(community)
	if err != nil || !leads(who, c) {
		return p, area.ErrMissing
	}
	now := s.with.Now()
	if p.Plans, err = s.with.Store.Plans(ctx, []int64{community}, when.DateOf(now).Next()); err != nil {
		return p, err
	}
	if p.Topics, err = s.topics(ctx); err != nil {
		return p, err
	}
	p.Raises, err = s.with.Store.Raises(ctx, []int64{community}, now)
	p.Raises = slices.DeleteFunc(p.Raises, func(r Raise) bool { return !r.end().After(now) })
	return p, err
}

// leads says whether the actor dispatches a community or a part of it.
func leads(who auth.Actor, c area.Area) bool {
	return who.Covers(c.Path, auth.Dispatchers...) ||
		slices.ContainsFunc(who.Paths(auth.Dispatchers...), func(own string) bool { return strings.HasPrefix(own, c.Path) })
}

// Points returns what a plan of an area can look at: the boards of its buildings and units, and the places of its community that lie
// in it. Fault: area.ErrMissing.
func (s *Service) Points(ctx context.Context, who auth.Actor, in int64) ([]Point, error) {
	if err := who.Need(auth.Publishers...); err != nil {
		return nil, err
	}
	tree, err := s.with.Areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	at, err := tree.Get(in)
	if err != nil || at.Community == 0 || !who.Covers(at.Path, auth.Publishers...) {
		return nil, area.ErrMissing
	}
	return s.points(ctx, tree, at)
}

func (s *Service) points(ctx context.Context, tree *area.Tree, at area.Area) (all []Point, err error) {
	for _, id := range tree.AllUnder(at.Path) {
		if one, err := tree.Get(id); err == nil && one.Board != "" {
			all = append(all, Point{Area: id})
		}
	}
	slices.SortFunc(all, func(a, b Point) int { return area.ComparePaths(tree.Path(a.Area), tree.Path(b.Area)) })
	places, err := s.with.Store.Places(ctx, at.Community)
	for _, p := range places {
		if strings.HasPrefix(tree.Path(p.Area), at.Path) || p.Area == at.Community {
			all = append(all, Point{Area: p.Area, Place: p.ID, Name: p.Name})
		}
	}
	return all, err
}

// needPlan refuses a plan that is wrong, or outside the actor's communities.
func (s *Service) needPlan(ctx context.Context, tree *area.Tree, who auth.Actor, p *Plan) error {
	at, err := tree.Get(p.Area)
	if err != nil || at.Community == 0 || !who.Covers(tree.Path(at.Community), auth.Publishers...) {
		return area.ErrMissing
	}
	p.Community = at.Community
	topics, err := s.topics(ctx)
	if err != nil {
		return err
	}
	if err := p.check(topics); err != nil {
		return err
	}
	known, err := s.points(ctx, tree, at)
	if err != nil {
		return err
	}
	for i, one := range p.Points {
		j := slices.IndexFunc(known, func(k Point) bool { return k.Area == one.Area && k.Place == one.Place })
		if one.hazard() {
			j = slices.IndexFunc(known, func(k Point) bool { return k.code() == one.code() })
		}
		if j < 0 {
			return ErrPoint
		}
		if one.Place != 0 {
			p.Points[i].Name = known[j].Name
		}
	}
	return nil
}

// AddPlan makes a plan, from today on. Faults: area.ErrMissing, ErrWritten, ErrWindows, ErrPosts, ErrTopic, ErrPoint.
func (s *Service) AddPlan(ctx context.Context, who auth.Actor, p Plan) (Plan, error) {
	return s.plan(ctx, who, 0, &p)
}

// ChangePlan writes a plan anew, from today on. Days before are not asked for. Faults: ErrPlan, those of AddPlan.
func (s *Service) ChangePlan(ctx context.Context, who auth.Actor, id int64, p Plan) (Plan, error) {
	return s.plan(ctx, who, id, &p)
}

// EndPlan ends a plan. Fault: ErrPlan.
func (s *Service) EndPlan(ctx context.Context, who auth.Actor, id int64) error {
	_, err := s.plan(ctx, who, id, nil)
	return err
}

// plan saves a new plan, or the next state of one, nil to end it, and tells whose round it is or was.
func (s *Service) plan(ctx context.Context, who auth.Actor, id int64, next *Plan) (p Plan, err error) {
	if err := who.Need(auth.Publishers...); err != nil {
		return p, err
	}
	tree, err := s.with.Areas.Tree(ctx)
	if err != nil {
		return p, err
	}
	now := s.with.Now()
	if next != nil {
		if err := s.needPlan(ctx, tree, who, next); err != nil {
			return p, err
		}
		next.Since = when.DateOf(now)
	}
	err = s.with.Store.InTx(ctx, func(tx Tx) error {
		var was Plan
		if id != 0 {
			if was, err = tx.LockPlan(ctx, id); err != nil {
				return err
			}
			if !was.EndedAt.IsZero() || !who.Covers(tree.Path(was.Community), auth.Publishers...) {
				return ErrPlan
			}
		}
		p = was
		if next == nil {
			p.EndedAt = now
		} else if p = *next; id != 0 && p.Community != was.Community {
			return area.ErrMissing
		}
		p.ID, p.By = id, who.Person
		save := func() error { return tx.SavePlan(ctx, p) }
		if id == 0 {
			save = func() error { return tx.AddPlan(ctx, &p) }
		}
		if err := save(); err != nil {
			return err
		}
		if err := tx.AddAudit(ctx, audit.Record{Community: p.Community, At: now, Person: who.Person, Action: "patrol.plan", About: p.about()}); err != nil {
			return err
		}
		return s.tellPlan(ctx, tx, step{tree, who, now}, p, say(was, p))
	})
	return p, err
}

// say says how a plan changed: its state and what it asks now.
func say(was, p Plan) [2]string {
	switch {
	case !p.EndedAt.IsZero():
		return [2]string{"已停止", "不用再按它巡查"}
	case was.ID == 0:
		return [2]string{"新安排", p.Say()}
	}
	return [2]string{"有调整", p.Say()}
}

var dayNames = [...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}

// Say says when a plan is walked and what is looked at: "周一、周三 19:00-21:00，8个点看6个".
func (p Plan) Say() string {
	days := "每天"
	if len(p.Weekdays) > 0 {
		names := make([]string, len(p.Weekdays))
		for i, d := range p.Weekdays {
			names[i] = dayNames[d]
		}
		days = strings.Join(names, "、")
	}
	if len(p.Windows) > 0 {
		days += " " + p.Windows.String()
	}
	return fmt.Sprintf("%s，%d个点看%d个", days, len(p.Points), p.Need)
}

// tellPlan tells everybody whose round a plan is that it changed.
func (s *Service) tellPlan(ctx context.Context, tx Tx, st step, p Plan, said [2]string) error {
	areas := append(st.tree.AllUnder(st.tree.Path(p.Area)), st.tree.Above(p.Area)...)
	var told []int64
	for some := range slices.Chunk(areas, 500) { // a statement takes no more values
		held, err := tx.PostingsAt(ctx, some, p.Roles)
		if err != nil {
			return err
		}
		for _, o := range held {
			to := o.ActsFor(st.now)
			if to == 0 || to == st.who.Person || slices.Contains(told, to) || !p.asks(st.tree, o) {
				continue
			}
			told = append(told, to)
			by, err := tx.NameOf(ctx, st.who.Person)
			if err != nil {
				return err
			}
			if err := notify.Tell(ctx, tx, noticeChanged.To(to, p.Community, p.about(),
				facts(st.tree, p.Area, p.Name, fmt.Sprintf("XC%d", p.ID), said[0], by, said[1], st.now)), st.now); err != nil {
				return err
			}
		}
	}
	return nil
}
