package report

import (
	"context"
	"slices"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/fault"
	"linli/app/pace"
	"linli/app/when"
)

// ErrRoutes is returned for an invalid set of routes.
var ErrRoutes = fault.New(fault.Invalid, "report.routes", "分派规则有误")

// Hour says at which times a route applies.
type Hour string

// The times.
const (
	Always   Hour = ""
	Working  Hour = "working" // within working time
	OffHours Hour = "off"     // at night, at weekends, on holidays
)

// Route is one rule: it sends reports of these categories, in this area, at these times, to a holder.
type Route struct {
	ID         int64
	Name       string
	Categories []Category // none: any
	Area       int64      // 0: the whole community or county
	Hour       Hour
	To         Holder // a post with Area 0 is the one nearest to the report; ByProperty is looked up in its estate
}

// Fits says whether the route applies to r.
func (o Route) Fits(t *area.Tree, times when.Clock, r Report, now time.Time) bool {
	switch {
	case len(o.Categories) > 0 && !slices.Contains(o.Categories, r.Category):
		return false
	case o.Area != 0 && !strings.HasPrefix(pathOf(t, r.Area), pathOf(t, o.Area)):
		return false
	case o.Area != 0 && pathOf(t, o.Area) == "": // the area no longer exists
		return false
	case o.Hour != Always && (o.Hour == Working) != times.Working(now):
		return false
	}
	return true
}

// Target returns the holder to whom the route sends r, which lies in the estate e, or false when there is no such post, and no
// org that manages the estate: then the next route has its turn, and after the last one the duty post of the community.
func (o Route) Target(t *area.Tree, r Report, e Estate) (Holder, bool) {
	switch {
	case o.To.Kind == ByProperty:
		return Holder{Kind: ByOrg, Org: e.Property}, e.Property != 0
	case o.To.Kind != ByPost || o.To.Area != 0:
		return o.To, true
	}
	return postFor(t, r.Area, o.To.Role)
}

// Estates knows the estates of buildings, inside or outside a transaction.
type Estates interface {
	// EstateAt returns the estate in which a building is, false when it is in none.
	EstateAt(ctx context.Context, building int64) (Estate, bool, error)
}

// TargetOf is Target with the estate of the report, which is read only for a route that needs it.
func (o Route) TargetOf(ctx context.Context, known Estates, t *area.Tree, r Report) (Holder, bool, error) {
	var e Estate
	if o.To.Kind == ByProperty && r.Building != 0 {
		var err error
		if e, _, err = known.EstateAt(ctx, r.Building); err != nil {
			return Holder{}, false, err
		}
	}
	to, ok := o.Target(t, r, e)
	return to, ok, nil
}

// Routes are rules in order; the first with a match and a staffed target counts.
type Routes []Route

// Check returns a fault that names the first invalid route. Whether an actor may set routes to these areas and orgs is decided by
// dispatch.
func (all Routes) Check(t *area.Tree, known Catalogue) error {
	if len(all) > 50 {
		return ErrRoutes.Say("分派规则最多 50 条")
	}
	for i, o := range all {
		if why := o.wrong(t, known); why != "" {
			return ErrRoutes.Say("第 %d 条分派规则：%s", i+1, why)
		}
	}
	return nil
}

func (o Route) wrong(t *area.Tree, known Catalogue) string {
	if n := len([]rune(o.Name)); n == 0 || n > 20 {
		return "名称 1 至 20 字"
	}
	for _, c := range o.Categories {
		if !known.Has(c) {
			return "没有这个类别"
		}
	}
	if len(o.Categories) > len(known.Kinds) {
		return "类别重复"
	}
	if o.Hour != Always && o.Hour != Working && o.Hour != OffHours {
		return "时段请选工作时间、非工作时间或不限"
	}
	if o.Area != 0 && pathOf(t, o.Area) == "" {
		return "没有这个区划"
	}
	switch o.To.Kind {
	case ByOrg:
		if _, err := t.Org(o.To.Org); err != nil {
			return "没有这个单位"
		}
	case ByPost:
		if !slices.Contains(auth.Handlers, o.To.Role) {
			return "不能分派给这个岗位"
		}
		if a, err := t.Get(o.To.Area); o.To.Area != 0 && (err != nil || a.Kind != pace.SeatOf(o.To.Role)) {
			return "岗位和区划不相配"
		}
	case ByProperty:
		if (o.To != Holder{Kind: ByProperty}) {
			return "物业公司由所在小区决定，不用选择"
		}
	default:
		return "请选择岗位或单位"
	}
	return ""
}

// Ruling is the set of decisions of one community.
type Ruling struct {
	Limits Limits
	Routes Routes
	Names  []Naming
}

// Rulebook holds the county's catalogue and the decisions of all communities. It is read-only and may be shared.
type Rulebook struct {
	Catalogue
	named  map[int64]Catalogue // in the words of a community
	own    map[int64]Ruling    // by community, as decided; 0 is the county
	counts map[int64]Ruling    // by community, followed by those of the county
}

// NewRulebook returns the book of the given decisions, by community; 0 is the county.
func NewRulebook(known Catalogue, own map[int64]Ruling) *Rulebook {
	b := &Rulebook{Catalogue: known, own: own, counts: make(map[int64]Ruling, len(own)), named: map[int64]Catalogue{}}
	county := own[0]
	for community, r := range own {
		if community == 0 {
			continue
		}
		if len(r.Limits) == 0 {
			r.Limits = county.Limits
		}
		r.Routes = slices.Concat(r.Routes, county.Routes)
		if len(r.Names) > 0 {
			b.named[community] = known.with(r.Names)
		}
		b.counts[community] = r
	}
	return b
}

// In returns the catalogue in the words of a community.
func (b *Rulebook) In(community int64) Catalogue {
	if c, ok := b.named[community]; ok {
		return c
	}
	return b.Catalogue
}

// Of returns the effective decisions of a community: its own limits or else the county's, its own routes followed by the
// county's.
func (b *Rulebook) Of(community int64) Ruling {
	if r, ok := b.counts[community]; ok {
		return r
	}
	return b.own[0]
}

// Own returns the own decisions of a community, or with 0 of the county.
func (b *Rulebook) Own(community int64) Ruling { return b.own[community] }

// route returns the first route with a match and a staffed target, or false: then the duty post keeps the report.
func (d deed) route() (Route, Holder, bool, error) {
	if d.report.Category == System {
		return Route{}, Holder{}, false, nil
	}
	times := d.times.Of(d.report.Community)
	for _, o := range d.rules.Of(d.report.Community).Routes {
		if !o.Fits(d.tree, times, *d.report, d.now) {
			continue
		}
		to, ok, err := o.TargetOf(d.ctx, d.tx, d.tree, *d.report)
		if err != nil {
			return Route{}, Holder{}, false, err
		}
		if !ok {
			continue
		}
		to, ok, err = d.seated(to)
		if err != nil {
			return Route{}, Holder{}, false, err
		}
		acting, err := d.holders(to)
		if err != nil {
			return Route{}, Holder{}, false, err
		}
		if ok && len(acting) > 0 {
			return o, to, true, nil
		}
	}
	return Route{}, Holder{}, false, nil
}

// send gives a new report to the target of its route. A post that dispatches still has to accept it; for a grid officer or a
// department it counts as accepted and assigned. send returns the line for the timeline, if there is one.
func (d deed) send() (Event, error) {
	r := d.report
	r.Holder = duty(d.tree, r.Area)
	rule, to, ok, err := d.route()
	if err != nil {
		return Event{}, err
	}
	if !ok {
		return Event{}, d.holder(NoticeNew, "")
	}
	event := internal(DidRoute, rule.Name)
	if to.Kind == ByPost && slices.Contains(auth.Dispatchers, to.Role) {
		r.Holder, r.Desk = to, to
		return event, d.holder(NoticeNew, "")
	}
	if err := r.Accept(d.promise(), d.now); err != nil {
		return Event{}, err
	}
	if err := r.Assign(to, d.promise(), d.now); err != nil {
		return Event{}, err
	}
	event.Public = true
	if err := d.author(noticeAccepted, ""); err != nil {
		return Event{}, err
	}
	return event, d.holder(NoticeAssigned, "")
}

// Steps returns the named parts of the work on r that are still to be done.
func (b *Rulebook) Steps(r Report) []pace.Step {
	all := b.Of(r.Community).Limits.Of(r).Steps
	return all[min(r.StepsDone, len(all)):]
}
