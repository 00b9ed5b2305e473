package area

import (
	"slices"
	"strings"
)

// judge looks at what stands before the names and the number, and finds estates that the roster does not have.
func (s *said) judge(d *dictionary) {
	start := s.phrase()
	for i, t := range s.tokens {
		counts := i == start && t.part != isWord || t.part == isWord && slices.ContainsFunc(s.words, func(w token) bool { return w.from == t.from })
		if counts {
			s.before(i, d)
		}
		if t.part == isWord {
			s.ending(i)
		}
	}
	s.loose = s.parted(start)
	s.doubt = s.doubt || start >= 0 && len(s.words) == 0 && namesAfter(s.text[s.tokens[len(s.tokens)-1].to:])
	from := 0
	for _, t := range append(slices.Clone(s.tokens), token{from: len(s.text)}) {
		if e := namedBetween(s.text[from:t.from]); e != nil && len(s.words) == 0 {
			s.hear(d, e)
		}
		from = t.to
	}
}

// namesAfter says whether the text at the end may name an estate that the roster does not have: 13号楼，万科.
func namesAfter(rest []rune) bool {
	rest = strip(withoutStops(rest))
	return len(rest) >= 2 && len(rest) <= 6 && hasHan(rest) && !isMatter(rest)
}

// parted says whether words that are no filler stand between the phrase of the building and each of the names.
func (s *said) parted(start int) bool {
	if start < 0 {
		return false
	}
	end := start
	for end+1 < len(s.tokens) && s.tokens[end+1].part != isWord && s.tokens[end+1].part != isHome {
		end++
	}
	for i, t := range s.tokens {
		if t.part != isWord {
			continue
		}
		from, to := s.tokens[end].to, t.from
		if i < start {
			from, to = t.to, s.tokens[start].from
		}
		between := s.text[from:to]
		if len(strip(withoutStops(between))) == 0 {
			return false
		}
	}
	return len(s.words) > 0
}

func withoutStops(s []rune) []rune {
	return slices.DeleteFunc(slices.Clone(s), isStop)
}

// namedBetween returns an estate named in the text between two parts: by a strong ending, or alone in its clause.
func namedBetween(gap []rune) []rune {
	if e, _ := namedAnywhere(gap); e != nil {
		return e
	}
	for clause := range strings.FieldsFuncSeq(string(gap), isStop) {
		r := []rune(strings.TrimPrefix(clause, "在"))
		if e := proper(r, endings, roadEndings); len(r) > 0 && len(e) == len(r) {
			return e
		}
	}
	return nil
}

// phrase returns the first part of the building's phrase, -1 for none.
func (s *said) phrase() int {
	i := slices.IndexFunc(s.tokens, func(t token) bool {
		return t.part == isBuilding || t.part == isCompact || t.part == isHouse || t.part == isBare || t.part == isFloor
	})
	if i < 0 {
		i = slices.IndexFunc(s.tokens, func(t token) bool { return t.part == isYard || t.part == isUnit })
	}
	for i > 0 && s.tight(i, isUnit, isGrid, isYard, isPhase, isZone, isHouse) {
		i--
	}
	return i
}

// before judges what stands before the i-th part.
func (s *said) before(i int, d *dictionary) {
	from := 0
	if i > 0 {
		from = s.tokens[i-1].to
	}
	gap := s.text[from:s.tokens[i].from]
	if s.tokens[i].part != isWord && endsWithAny(gap, against) {
		s.denied = true
	}
	s.doubt = s.doubt || endsWithAny(gap, beside)
	if i > 0 && s.tokens[i-1].part == isWord && hasAny(gap, relations) {
		s.doubt = true
	}
	switch u, rest := judge(gap); {
	case u == unknown && s.tokens[i].part != isWord: // the names before it are not its own
		s.words, s.other = nil, false
		s.hear(d, rest)
	case u != clear && len(s.words) == 0:
		s.doubt = true
		if slices.Contains(endings, string(rest)) { // 家属院3号楼
			s.kind, s.doubt = string(rest), false
			return
		}
		if words, _ := d.ears.like(rest); len(words) > 0 || isName(rest) {
			s.hear(d, rest)
		} else if own := ownName(rest); len(own) < len(rest) && isName(own) && !isMatter(own) { // 我住东湖天地
			s.hear(d, own)
		}
	case u != clear:
		s.doubt = true
	}
}

// ending doubts a name that is said with the ending of another one.
func (s *said) ending(i int) {
	t := s.tokens[i]
	e := startsWithAny(s.text, t.to+s.filler(t.to), endings...)
	switch e {
	case "", "小区", "里", "院", "楼", "家属院", "家属楼", "宿舍", "大院", "住宅楼", "村", "居", "城", "湾", "庄":
		if t.short && e != "" {
			s.doubt = true
		}
		return
	case "社区":
		s.doubt = s.doubt || !t.word.full
		return
	}
	s.doubt = true
}

// filler returns how many letters at i are 那个 or the like.
func (s *said) filler(i int) int {
	return len([]rune(startsWithAny(s.text, i, "那个", "这个", "那边的", "那边", "的")))
}

// hear takes names that sound or look like an unknown one; they are offered, not decided.
func (s *said) hear(d *dictionary, estate []rune) {
	words, _ := d.ears.like(estate)
	switch {
	case len(estate) == 0:
		s.other = true
		return
	case len(words) == 0:
		s.unknown = true
		return
	}
	s.doubt = true
	s.alike = append(s.alike, words...)
}
