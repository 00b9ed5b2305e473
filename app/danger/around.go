package danger

import "slices"

// surrounding is a meaning that makes a danger plainer or less plain, at most so many runes before or after it.
type surrounding struct {
	says          string
	before, after int
	weight        int
	not, only     []Kind // which it does not change, or alone changes
	until         string // what ends it when it stands between it and the danger
	is, ends      classes
}

// surroundings are what makes a danger plainer or less plain.
var surroundings = []surrounding{
	{says: "now", before: 16, after: 16, weight: 1},
	{says: "worse", before: 12, after: 16, weight: 1},
	{says: "help", before: 24, after: 24, weight: 2},
	{says: "suppose", before: 10, weight: -3},
	{says: "thought", before: 10, weight: -3, until: "but"},
	{says: "polite", before: 14, after: 20, weight: -1, until: "but|mine", not: []Kind{Gas, Fire}},
	{says: "fear", before: 6, weight: -3},
	{says: "modal", before: 1, weight: -3},
	{says: "nounafter", before: -1, after: 1, weight: -3},
	{says: "habit", before: 6, weight: -2, until: "but"},
	{says: "past", before: 16, after: 10, weight: -3, until: "but"},
	{says: "pastafter", before: -1, after: 2, weight: -3, until: "but"},
	{says: "settled", before: 6, after: 24, weight: -3, until: "but", not: []Kind{Self}},
	{says: "fireout", before: 6, after: 24, weight: -3, until: "but", not: []Kind{Gas, Self, Lift, Medical, Water}},
	{says: "figure", before: 10, after: 12, weight: -3, until: "but", not: []Kind{Crime, Fraud, Gas, Fire, Electric, Water, Collapse, Traffic}},
	{says: "cooked", before: 10, after: 10, weight: -2, until: "but", not: []Kind{Medical, Electric}},
	{says: "lesson", before: 6, after: 12, weight: -3, until: "but"},
	{says: "ma", before: -1, after: 12, weight: -1, not: []Kind{Gas, Fire}},
	{says: "drain", before: 10, after: 10, weight: -2, until: "but", only: []Kind{Water}},
	{says: "worker", before: 6, after: 10, weight: -2, until: "but", only: []Kind{Self}},
	{says: "thing", before: 2, after: -1, weight: -3, only: []Kind{Water, Collapse, Trapped, Missing, Animal}},
	{says: "repair", before: 12, after: 16, weight: -2, until: "but", not: []Kind{Gas, Fire, Self, Missing, Lift}},
	{says: "mild", before: 8, after: 12, weight: -2, until: "but"},
	{says: "online", before: 20, after: 20, weight: -4, until: "but|mine", not: []Kind{Fraud, Self}},
	{says: "yesterday", before: 16, after: 10, weight: -3, until: "but", not: []Kind{Missing, Fraud}},
	{says: "reported", before: 20, after: 20, weight: -4, until: "but|mine"},
	{says: "joke", before: 24, after: 24, weight: -4, until: "but|mine"},
	{says: "thanks", before: 16, after: 24, weight: -2, until: "but", not: []Kind{Self}},
	{says: "errand", before: 14, after: 20, weight: -3, until: "but"},
	{says: "where", before: 10, after: 12, weight: -1, until: "but", not: []Kind{Gas, Fire}},
}

// weigh returns how plain a danger is after what stands around it is counted.
func (r *Reader) weigh(f *compiled, s span, tags []tag) int {
	if r.denied(s, tags) {
		return 0
	}
	var found [32]bool
	first, _ := slices.BinarySearchFunc(tags, s.from-farthest, func(t tag, from int) int { return t.from - from })
	for _, t := range tags[first:] {
		if t.from > s.to+farthest {
			break
		}
		if t.is.any(r.about) && !s.has(t) {
			r.stands(s, t, &found)
		}
	}
	weight := f.plain
	for i := range r.around {
		if found[i] && r.around[i].counts(f.kind) {
			weight += r.around[i].weight
		}
	}
	return weight
}

// stands notes which surroundings a word is. What was said before is over after a "but".
func (r *Reader) stands(s span, t tag, found *[32]bool) {
	for i := range r.around {
		switch a := &r.around[i]; {
		case t.is.any(a.is) && t.to+a.before >= s.from && t.from <= s.to+a.after:
			found[i] = true
		case t.to <= s.from && t.is.any(a.ends):
			found[i] = false
		}
	}
}

// counts says whether a surrounding changes a kind.
func (a *surrounding) counts(kind Kind) bool {
	return !slices.Contains(a.not, kind) && (a.only == nil || slices.Contains(a.only, kind))
}

// has says whether a word is part of the span.
func (s span) has(t tag) bool {
	for _, p := range s.parts[:s.n] {
		if p.from == t.from && p.to == t.to {
			return true
		}
	}
	return false
}

// denied says that "no" stands right before a part.
func (r *Reader) denied(s span, tags []tag) bool {
	for _, t := range tags {
		if !t.is.any(r.negation) || s.has(t) {
			continue
		}
		for _, p := range s.parts[:s.n] {
			if d := p.from - t.to; d >= 0 && d <= 1 {
				return true
			}
		}
	}
	return false
}
