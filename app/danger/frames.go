package danger

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// frame says which meanings beside each other are a danger, and how plainly: 3 is plain, 2 enough, 1 needs somebody who says now or
// calls for help. "a 8 b" is a and then b at most 8 runes further; "a & 8 b" is both orders; "-c" forbids c between; a macro is written $x.
type frame struct {
	kind  Kind
	plain int
	says  string
}

// step is one meaning of a compiled frame.
type step struct {
	is, not classes
	gap     int
}

type compiled struct {
	name  string
	kind  Kind
	plain int
	steps []step
}

// span is where in what was said a frame fits; parts are its words.
type span struct {
	from, to int
	parts    [4]tag
	n        int
}

// compile reads a frame; every "a & b" doubles it into both orders.
func (l *lexicon) compile(f frame) ([]compiled, error) {
	all := []compiled{{name: f.says, kind: f.kind, plain: f.plain}}
	next, swap := step{gap: 6}, false
	for word := range strings.FieldsSeq(f.says) {
		switch number, err := strconv.Atoi(word); {
		case err == nil:
			next.gap = number
		case word == "&":
			swap = true
		case strings.HasPrefix(word, "-"):
			next.not.add(l.named(word[1:]))
		default:
			next.is = l.named(word)
			if next.is == (classes{}) {
				return nil, fmt.Errorf("danger: frame %q: no class %s", f.says, word)
			}
			all = append(all, also(all, next, swap)...)
			next, swap = step{gap: 6}, false
		}
	}
	if n := len(all[0].steps); n == 0 || n > len(span{}.parts) {
		return nil, fmt.Errorf("danger: frame %q cannot be read", f.says)
	}
	return all, nil
}

// also puts a step at the end of every frame, and returns the frames in which it stands before the last one.
func also(all []compiled, next step, swap bool) (swapped []compiled) {
	for i := range all {
		steps := all[i].steps
		all[i].steps = slices.Concat(steps, []step{next})
		if swap {
			last := len(steps) - 1
			other := all[i]
			other.steps = slices.Clone(other.steps)
			other.steps[last].is, other.steps[last+1].is = next.is, steps[last].is
			swapped = append(swapped, other)
		}
	}
	return swapped
}

// named returns the classes of "a|b".
func (l *lexicon) named(names string) classes {
	if m, ok := macros[names]; ok {
		names = m
	}
	var c classes
	for name := range strings.SplitSeq(names, "|") {
		if m, ok := macros[name]; ok {
			c.add(l.named(m))
		} else if _, ok := l.names[name]; ok {
			c.add(l.class(name))
		}
	}
	l.asked.add(c)
	return c
}

// fits calls found with every place where a frame fits, until it returns true.
func (c *compiled) fits(tags []tag, found func(span) bool) bool {
	for i := range tags {
		if tags[i].is.any(c.steps[0].is) {
			s := span{from: tags[i].from, n: 1}
			s.parts[0] = tags[i]
			if c.follow(tags, i, 1, s, found) {
				return true
			}
		}
	}
	return false
}

func (c *compiled) follow(tags []tag, at, next int, s span, found func(span) bool) bool {
	if next == len(c.steps) {
		s.to = tags[at].to
		return found(s)
	}
	want := c.steps[next]
	for i := at + 1; i < len(tags); i++ {
		one := tags[i]
		if one.from-tags[at].to > want.gap {
			return false
		}
		if one.is.any(want.is) && one.from > tags[at].from {
			more := s
			more.parts[next], more.n = one, next+1
			if c.follow(tags, i, next+1, more, found) {
				return true
			}
		}
		if one.is.any(want.not) {
			return false
		}
	}
	return false
}
