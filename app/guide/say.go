package guide

import (
	"slices"
	"strings"

	"linli/app/text"
	"linli/app/when"
)

// Means says whether words are one of an item's names.
func (i Item) Means(words string) bool {
	q := newQuery(words)
	for _, s := range append([]string{i.Name}, i.Others...) {
		if s = fold(s); s == q.whole || s == q.meant.text {
			return true
		}
	}
	return false
}

// Offers says whether the community serves an item in this way.
func (i Item) Offers(m Mode) bool {
	return slices.Contains(i.Modes, m)
}

// mostLine is how many characters a line has that an elder reads with ease.
const mostLine = 60

// Say writes what to bring, where and when in three lines, for the chat. What the community adds comes before what the owner wrote.
func (s Shown) Say(today when.Date) string {
	stale, term := "", ""
	if s.Stale(today) {
		stale = StaleWords
	}
	if !s.Promised.IsZero() {
		term = s.Promised.Say() + "办好"
	}
	return strings.Join([]string{
		s.bring(),
		joined(first(s.Local.Where, s.Where), first(s.Local.When, s.When), first(s.Local.Phone, s.Phone), s.Local.Who),
		joined(stale, term, s.Fee),
	}, "\n")
}

// bring names what to bring, as far as a line has room.
func (i Item) bring() string {
	if len(i.Materials) == 0 {
		return i.Name + "：不用带材料"
	}
	line, enough := i.Name+"：要带", ""
	for n, m := range i.Materials {
		one := m.Name
		if m.Form != Original {
			one += "（" + m.Form.Name() + "）"
		}
		if n > 0 {
			one = "、" + one
		}
		if !text.Within(line+one, 0, mostLine-10) && n > 0 {
			enough = " 等 " + itoa(len(i.Materials)) + " 样"
			break
		}
		line += one
	}
	return line + enough
}

// joined joins those of the words that are not "", as far as a line has room.
func joined(words ...string) (line string) {
	for _, s := range words {
		switch {
		case s == "":
		case line == "":
			line = s
		case text.Within(line+"，"+s, 0, mostLine):
			line += "，" + s
		}
	}
	return line
}

func first(words ...string) string {
	for _, s := range words {
		if s != "" {
			return s
		}
	}
	return ""
}
