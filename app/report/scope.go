package report

import (
	"context"
	"slices"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/person"
)

// Sees says whether the report exists for the actor: they reported it, are posted above it, or hold it, in person or by org.
// Every other report is missing, not denied. A part does not exist for its author.
func Sees(t *area.Tree, who auth.Actor, r Report) bool {
	return Speaks(who, r) || Works(t, who, r) || Tends(t, who, r)
}

// Speaks says whether the actor asks and answers as the author: they are, or they are a contact of the org for which the author
// reported. A part has no author.
func Speaks(who auth.Actor, r Report) bool {
	return r.Parent == 0 && (r.Author == who.Person || who.SpeaksFor(r.Org))
}

// neighbour says whether the actor belongs to a community: they or a person they act for live or work there, or they are
// posted in it or above it.
func neighbour(ctx context.Context, from Homes, t *area.Tree, who auth.Actor, community int64) (bool, error) {
	if who.Covers(pathOf(t, community), auth.Handlers...) {
		return true, nil
	}
	homes, err := from.HomesOf(ctx, who.Person)
	return person.Homes(homes).In(community), err
}

// Works says whether the actor handles the report as staff: by area, as its holder, or by org.
func Works(t *area.Tree, who auth.Actor, r Report) bool {
	return who.Covers(pathOf(t, r.Area), auth.Handlers...) || holds(t, who, r.Holder) && who.Need(auth.Workers...) == nil
}

// Tends says whether the report lies in a building or unit of the actor as a steward.
func Tends(t *area.Tree, who auth.Actor, r Report) bool {
	for _, p := range who.Postings {
		if !slices.Contains(auth.Stewards, p.Role) {
			continue
		}
		if who.Covers(pathOf(t, r.Area), auth.Stewards...) {
			return true
		}
		// A report located only by building also counts for the stewards of its units.
		if b, ok := t.Up(p.Area, area.Building); ok && b.ID == r.Building && r.Area == r.Building {
			return true
		}
	}
	return false
}

// Dispatches says whether the actor accepts, refuses and assigns in the report's area.
func Dispatches(t *area.Tree, who auth.Actor, r Report) bool {
	return who.Covers(pathOf(t, r.Area), auth.Dispatchers...)
}

// KnowsReporter says whether the actor may see the author: staff of the territory may, a department or a neighbour never.
func KnowsReporter(t *area.Tree, who auth.Actor, r Report) bool {
	return who.Covers(pathOf(t, r.Area), auth.Handlers...)
}

// holds says whether the actor is the holder, in person, by post or by their seat in an org.
func holds(t *area.Tree, who auth.Actor, h Holder) bool {
	switch h.Kind {
	case ByPerson:
		return who.Is(h.Person)
	case ByOrg:
		return Sits(t, who, h)
	case ByPost:
		return slices.ContainsFunc(who.Postings, func(p auth.Posting) bool { return p.Role == h.Role && p.Area == h.Area })
	}
	return false
}

func pathOf(t *area.Tree, id int64) string {
	a, err := t.Get(id)
	if err != nil {
		return ""
	}
	return a.Path
}

// duty returns the post that dispatches the reports of an area: the community's clerks, or the centre above communities.
func duty(t *area.Tree, at int64) Holder {
	if c, ok := t.Up(at, area.Community); ok {
		return Holder{Kind: ByPost, Role: auth.Clerk, Area: c.ID}
	}
	if root, err := t.Root(); err == nil {
		return Holder{Kind: ByPost, Role: auth.Centre, Area: root.ID}
	}
	return Holder{Kind: ByPost, Role: auth.Centre}
}
