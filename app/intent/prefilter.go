package intent

import (
	"iter"
	"maps"
	"math/bits"
	"regexp/syntax"
	"slices"
)

// filter tells which patterns may fit a text without running them: by the rune with which they begin, and by sets of runes of
// each of which they need one. Patterns are numbered as they come; a row has a bit for each.
type filter struct {
	runes map[rune]*[1 + mostNeeds]row // for each rune: the patterns that may begin with it, and those whose nth set has it
	free  [1 + mostNeeds]row           // the patterns that may begin with any rune, and those that have no nth set
}

// mostNeeds is how many sets of a pattern are looked at.
const mostNeeds = 3

type row []uint64

func (r *row) set(i int) {
	for len(*r) <= i/64 {
		*r = append(*r, 0)
	}
	(*r)[i/64] |= 1 << (i % 64)
}

// add enters pattern i.
func (f *filter) add(i int, tree *syntax.Regexp) {
	sets := needs(tree)
	slices.SortStableFunc(sets, func(a, b []rune) int { return len(a) - len(b) })
	for n := range 1 + mostNeeds {
		switch {
		case n == 0:
			f.enter(i, n, slices.Collect(maps.Keys(begins(tree))))
		case n <= len(sets):
			f.enter(i, n, sets[n-1])
		default:
			f.free[n].set(i)
		}
	}
}

func (f *filter) enter(i, n int, runes []rune) {
	for _, r := range runes {
		if r == anyRune {
			f.free[n].set(i)
			continue
		}
		if f.runes[r] == nil {
			f.runes[r] = &[1 + mostNeeds]row{}
		}
		f.runes[r][n].set(i)
	}
}

// fitting returns the patterns that may fit the beginning of a text.
func (f *filter) fitting(text string, patterns int) row {
	var found [1 + mostNeeds]row
	words := make(row, (1+mostNeeds)*(patterns/64+1))
	for n := range found {
		found[n], words = words[:patterns/64+1], words[patterns/64+1:]
		copy(found[n], f.free[n])
	}
	for at, r := range text {
		rows := f.runes[r]
		if rows == nil {
			continue
		}
		for n := range found {
			if n == 0 && at > 0 {
				continue
			}
			for w, word := range rows[n] {
				found[n][w] |= word
			}
		}
	}
	for w := range found[0] {
		found[0][w] &= found[1][w] & found[2][w] & found[3][w]
	}
	return found[0]
}

// all returns the numbers of a row, in order.
func (r row) all() iter.Seq[int] {
	return func(yield func(int) bool) {
		for w, word := range r {
			for ; word != 0; word &= word - 1 {
				if !yield(64*w + bits.TrailingZeros64(word)) {
					return
				}
			}
		}
	}
}

// anyRune stands for patterns that may begin with any rune.
const anyRune = rune(-1)

// widest is the size of a class of runes that counts as any.
const widest = 100

// begins returns the runes with which a pattern can begin.
func begins(tree *syntax.Regexp) map[rune]bool {
	prog, err := syntax.Compile(tree.Simplify())
	if err != nil {
		panic(err)
	}
	found, seen := map[rune]bool{}, map[uint32]bool{}
	var walk func(pc uint32)
	walk = func(pc uint32) {
		if seen[pc] {
			return
		}
		seen[pc] = true
		switch i := prog.Inst[pc]; i.Op {
		case syntax.InstAlt, syntax.InstAltMatch:
			walk(i.Out)
			walk(i.Arg)
		case syntax.InstCapture, syntax.InstNop, syntax.InstEmptyWidth:
			walk(i.Out)
		case syntax.InstRune1:
			found[i.Rune[0]] = true
		case syntax.InstRune:
			runes, ok := class(i.Rune)
			if !ok {
				runes = []rune{anyRune}
			}
			for _, r := range runes {
				found[r] = true
			}
		case syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
			found[anyRune] = true
		}
	}
	walk(uint32(prog.Start))
	return found
}

// needs returns sets of runes; every match of a pattern has at least one of each.
func needs(tree *syntax.Regexp) [][]rune {
	switch tree.Op {
	case syntax.OpLiteral:
		return [][]rune{tree.Rune[len(tree.Rune)-1:]}
	case syntax.OpCharClass:
		if runes, ok := class(tree.Rune); ok {
			return [][]rune{runes}
		}
	case syntax.OpCapture, syntax.OpPlus:
		return needs(tree.Sub[0])
	case syntax.OpAlternate:
		var all []rune
		for _, sub := range tree.Sub {
			sets := needs(sub)
			if len(sets) == 0 {
				return nil
			}
			all = append(all, slices.MinFunc(sets, func(a, b []rune) int { return len(a) - len(b) })...)
		}
		slices.Sort(all)
		return [][]rune{slices.Compact(all)}
	case syntax.OpConcat:
		var sets [][]rune
		for _, sub := range tree.Sub {
			sets = append(sets, needs(sub)...)
		}
		return sets
	}
	return nil
}

// class returns the runes of a class. false: it is too wide.
func class(ranges []rune) ([]rune, bool) {
	if len(ranges) == 1 {
		return ranges, true
	}
	var all []rune
	for i := 0; i+1 < len(ranges); i += 2 {
		if ranges[i+1]-ranges[i] > widest {
			return nil, false
		}
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			all = append(all, r)
		}
	}
	return all, true
}
