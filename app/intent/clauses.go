package intent

import (
	"cmp"
	"slices"
	"strings"
)

// mostClauses is how many clauses of a long message are read for what they want; the others tell of a matter.
const mostClauses = 10

// clauses reads a message clause by clause. whole is false when something was said that no meaning explains.
func (r *Reader) clauses(m message) (found Reading, whole bool) {
	var all []match
	var rest []string // what no meaning explains, as keys
	var restWords []string
	restFirst := false // before anything that was understood
	for n := 0; !m.empty(); n++ {
		m = m.from(len(m.key) - len(strings.TrimLeft(m.key, " ,-")))
		one, ok := match{}, false
		if n < mostClauses {
			one, ok = r.longest(m)
		}
		if !ok {
			one.end = clauseEnd(m.key)
			if clause := m.key[:one.end]; len(fillers.FindString(clause+",")) <= len(clause) {
				rest, restWords = append(rest, clause), append(restWords, m.part(0, one.end))
				restFirst = restFirst || len(weighty(all)) == 0 || slices.Contains(courtesies, all[len(all)-1].Kind)
			}
		} else {
			all = append(all, one)
		}
		m = m.from(one.end)
	}
	if len(rest) == 0 {
		return together(all), len(all) > 0
	}
	content := Reading{Kind: contentKind(strings.Join(rest, ",")), Words: strings.Join(restWords, "，")}
	found = beside(all, content)
	if restFirst && found.Kind == Unsolved && content.Kind == Problem { // it may be told for the first time
		return Reading{Kind: Problem, Or: Unsolved}, false
	}
	return found, false
}

// clauseEnd returns where the first clause of a key ends.
func clauseEnd(key string) int {
	if i := strings.IndexAny(key, " ,"); i >= 0 {
		return i
	}
	return len(key)
}

// courtesies say nothing when something else is said.
var courtesies = []Kind{Greeting, Thanks, Other}

// together returns the reading of clauses that were all understood.
func together(all []match) Reading {
	var found Reading
	for _, one := range weighty(all) {
		found = join(found, one.Reading)
	}
	if found.Kind == "" {
		found.Kind = Other
	}
	return found
}

// weighty leaves out courtesies, and what counts only alone, where there is something else.
func weighty(all []match) []match {
	for _, light := range []func(match) bool{
		func(m match) bool { return slices.Contains(courtesies, m.Kind) },
		func(m match) bool { return m.alone },
	} {
		if heavy := slices.DeleteFunc(slices.Clone(all), light); len(heavy) > 0 {
			all = heavy
		}
	}
	return all
}

// join puts the reading of one more clause to that of the ones before.
func join(a, b Reading) Reading {
	switch {
	case a.Kind == "" || a.Kind == Greeting || a.Kind == Other:
		return b
	case b.Kind == Greeting || b.Kind == Other:
		return a
	case a.Kind == b.Kind:
		if a.Or == "" || b.Or == "" {
			a.Or = ""
		}
		if b.Words != "" && a.Words != b.Words {
			a.Words = strings.Trim(a.Words+" "+b.Words, " ")
		}
		a.N = max(a.N, b.N)
		return a
	case a.Kind == Thanks, a.Kind == Yes && b.Kind == No, a.Kind == Yes && b.Kind != Thanks, b.Kind == a.Or:
		b.N = max(a.N, b.N)
		return b
	case b.Kind == Thanks, b.Or == a.Kind:
		return a
	case a.Kind == No && b.Kind == Yes:
		return Reading{Kind: Yes, Or: No}
	case a.Kind == No && b.Kind != Yes:
		return b
	case a.Kind == Solved && b.Kind == Unsolved, a.Kind == Unsolved && b.Kind == Solved:
		return Reading{Kind: Unsolved, Words: a.Words + b.Words}
	case a.Kind == Progress && b.Kind == Urge:
		return Reading{Kind: Urge, Or: Progress}
	}
	if a.Or == "" {
		a.Or = b.Kind
	}
	return a
}

// beside returns the reading of clauses that were understood beside content that no meaning explains.
func beside(all []match, content Reading) Reading {
	heavy := slices.DeleteFunc(slices.Clone(all), func(m match) bool { return m.alone || slices.Contains(courtesies, m.Kind) })
	if len(heavy) == 0 {
		if content.Kind == Other && len(all) > 0 {
			return doubtful(together(all), content)
		}
		return plain(content)
	}
	said := together(heavy)
	switch said.Kind {
	case Yes:
		return doubtful(said, content)
	case No:
		if content.Kind == Place {
			return Reading{Kind: Relocate, Words: content.Words}
		}
		return doubtful(said, content)
	case Relocate:
		if content.Kind == Problem {
			return Reading{Kind: Problem, Or: Relocate}
		}
		said.Words = cmp.Or(said.Words, content.Words)
	case Unsolved:
		said.Words = cmp.Or(said.Words, content.Words)
	case Solved:
		switch {
		case content.Kind == Problem:
			return Reading{Kind: Problem, Or: Unsolved}
		case !praises(content.Words) && said.Or == "":
			said.Or = Other
		}
	case Urge, Book:
		if content.Kind == Problem {
			return Reading{Kind: Problem, Or: said.Kind}
		}
	case Withdraw, Move, Cancel:
		if content.Kind == Problem && said.Or == "" {
			said.Or = Problem
		}
	}
	return said
}

// doubtful returns the content, and what else was said as the second reading where the content does not explain itself.
func doubtful(said, content Reading) Reading {
	switch {
	case said.Kind == Thanks:
		return said
	case content.Kind == Problem, content.Kind == Question:
		return plain(content)
	case content.Kind == Place:
		return Reading{Kind: Place, Or: said.Kind}
	case said.Kind.Deed():
		return Reading{Kind: Other, Or: said.Kind}
	}
	return plain(content)
}

// plain returns a reading without words: what was said is the content.
func plain(content Reading) Reading { return Reading{Kind: content.Kind} }
