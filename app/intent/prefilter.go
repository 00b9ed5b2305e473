package intent

import (
	"regexp/syntax"
	"slices"
)

// Most patterns cannot fit a message, which is seen without running them: by the rune with which they begin, and by runes of
// which they need one.

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

// needs returns runes of which every match of a pattern has at least one; nil when there are none.
func needs(tree *syntax.Regexp) []rune {
	switch tree.Op {
	case syntax.OpLiteral:
		return tree.Rune[len(tree.Rune)-1:]
	case syntax.OpCharClass:
		runes, _ := class(tree.Rune)
		return runes
	case syntax.OpCapture, syntax.OpPlus:
		return needs(tree.Sub[0])
	case syntax.OpAlternate:
		var all []rune
		for _, sub := range tree.Sub {
			runes := needs(sub)
			if runes == nil {
				return nil
			}
			all = append(all, runes...)
		}
		slices.Sort(all)
		return slices.Compact(all)
	case syntax.OpConcat:
		var least []rune
		for _, sub := range tree.Sub {
			if runes := needs(sub); runes != nil && (least == nil || len(runes) < len(least)) {
				least = runes
			}
		}
		return least
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
