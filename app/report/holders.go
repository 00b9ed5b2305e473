package report

import (
	"context"
	"slices"
	"strings"

	"linli/app/area"
	"linli/app/auth"
)

// Choice is a possible holder of a report, with the name that clients show.
type Choice struct {
	Holder
	Way  Way
	Name string
	Why  string // why it is the first choice; "" for all others
}

// Holders returns the holders that the actor may choose for the report: the posts from its grid up to the county, the
// persons in them, and the orgs that work there. In an estate its property org is first. Faults: ErrMissing, ErrNotYours.
func (s *Service) Holders(ctx context.Context, who auth.Actor, id int64) ([]Choice, error) {
	sc, err := s.scene(ctx)
	if err != nil {
		return nil, err
	}
	tree := sc.tree
	r, err := s.store.Report(ctx, id)
	if err != nil {
		return nil, err
	}
	if !Sees(tree, who, r) {
		return nil, ErrMissing
	}
	if !Dispatches(tree, who, r) {
		return nil, ErrNotYours
	}
	d := deed{ctx: ctx, scene: sc, who: who, report: &r, now: s.now(), roster: s.roster}
	var choices []Choice
	for _, role := range auth.Handlers {
		post, ok := postFor(tree, r.Area, role)
		if !ok || r.Category == System && !post.central() {
			continue
		}
		found, err := d.choices(post)
		if err != nil {
			return nil, err
		}
		choices = append(choices, found...)
	}
	for _, o := range tree.Orgs() {
		h := Holder{Kind: ByOrg, Org: o.ID}
		_, ok, err := d.seated(h)
		if err != nil {
			return nil, err
		}
		if ok && d.inReach(h) {
			choices = append(choices, Choice{Holder: h, Way: Department, Name: o.Name})
		}
	}
	estate, known, err := s.store.EstateAt(ctx, r.Building)
	if err != nil || !known {
		return choices, err
	}
	return suggest(choices, estate, d.communityHolder()), nil
}

// Estate is what a choice of holders needs to know of the estate in which a report is.
type Estate struct {
	Name     string
	Property int64 // the org that manages it; 0 when none does
}

// suggest puts the property org of an estate first, or the fallback when nobody of such an org can have the report.
func suggest(choices []Choice, e Estate, fallback Holder) []Choice {
	why := e.Name + "的物业"
	i := slices.IndexFunc(choices, func(c Choice) bool { return e.Property != 0 && c.Kind == ByOrg && c.Org == e.Property })
	if i < 0 {
		why = e.Name + "没有物业接办，由社区兜底"
		i = slices.IndexFunc(choices, func(c Choice) bool { return c.Kind == ByPost && c.Role == fallback.Role && c.Area == fallback.Area })
	}
	if i < 0 {
		return choices
	}
	first := choices[i]
	first.Why = why
	return slices.Concat([]Choice{first}, choices[:i], choices[i+1:])
}

// choices returns a post and the persons in it, or nothing when the post is empty.
func (d deed) choices(post Holder) ([]Choice, error) {
	acting, err := d.holders(post)
	if err != nil || len(acting) == 0 {
		return nil, err
	}
	found := []Choice{{Holder: post, Way: wayTo(post, 0), Name: SayHolder(d.tree, post, "")}}
	for _, p := range acting {
		h := Holder{Kind: ByPerson, Person: p, Role: post.Role, Area: post.Area}
		name, err := d.say(h)
		if err != nil {
			return nil, err
		}
		found = append(found, Choice{Holder: h, Way: wayTo(h, d.who.Person), Name: name})
	}
	return found, nil
}

// needHolder returns h with its seat, or ErrHolder unless h has a person in it and lies within the territory that the actor
// dispatches.
func (d deed) needHolder(h Holder) (Holder, error) {
	if err := d.needReach(h); err != nil {
		return h, err
	}
	h, ok, err := d.seated(h)
	if err != nil {
		return h, err
	}
	acting, err := d.holders(Holder{Kind: kindBehind(h), Role: h.Role, Area: h.Area, Org: h.Org})
	if err != nil {
		return h, err
	}
	for _, p := range acting {
		if ok && (h.Kind != ByPerson || p == h.Person) {
			return h, nil
		}
	}
	return h, ErrHolder
}

// needReach returns ErrHolder unless h names a holder that may be given this report.
func (d deed) needReach(h Holder) error {
	switch h.Kind {
	case ByPerson:
		if h.Person == 0 || h.Role == "" || h.Area == 0 {
			return ErrHolder
		}
	case ByPost:
		if h.Role == "" || h.Area == 0 {
			return ErrHolder
		}
	case ByOrg:
		if _, err := d.tree.Org(h.Org); err != nil {
			return ErrHolder
		}
	default:
		return ErrHolder
	}
	if !d.inReach(h) {
		return ErrHolder
	}
	if d.report.Category == System && !h.central() {
		return ErrSystem
	}
	return nil
}

// inReach says whether h works where the report is, above it, or below the actor. It keeps one community's reports from
// another community.
func (d deed) inReach(h Holder) bool {
	at := h.Area
	if o, err := d.tree.Org(h.Org); h.Kind == ByOrg && err == nil {
		at = o.Area
	}
	return InReach(d.tree, d.who, d.report.Area, at, auth.Dispatchers...)
}

// InReach says whether a holder with its seat in an area may be given work in a place: the seat lies at or above the place,
// or within the territory that the actor holds in one of the roles.
func InReach(t *area.Tree, who auth.Actor, place, seat int64, roles ...auth.Role) bool {
	path := pathOf(t, seat)
	return path != "" && (strings.HasPrefix(pathOf(t, place), path) || who.Covers(path, roles...))
}

// kindBehind is the kind of holder from which a person is chosen: the post, or the org.
func kindBehind(h Holder) HolderKind {
	if h.Kind == ByOrg {
		return ByOrg
	}
	return ByPost
}
