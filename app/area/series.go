package area

import (
	"strings"
	"unicode/utf8"
)

// joins are what stands between two numbers of one ending: 3到5号楼, 3、4号楼.
const joins = "到至~-、和与跟及或"

// first reads the first number of several that share an ending.
func (p phrase) first() (token, bool) {
	i := p.n.to
	if p.count > mostChoices {
		return token{}, false
	}
	if startsWith(p.s, i, "号") {
		i++
	}
	if !startsWithOne(p.s, i, joins) {
		return token{}, false
	}
	next := phrase{s: p.s, from: i + 1, count: p.count + 1}
	n, ok := numberAt(p.s, i+1)
	if !ok {
		return token{}, false
	}
	next.n = n
	switch e := startsWithAny(p.s, n.to, buildingEndings...); {
	case e != "" && i == p.n.to && p.s[i] == '-': // a range, or a number that has two parts in the roster
		p.n.value += "-" + n.value
		return p.token(isBuilding, n.to+len([]rune(e)))
	case e != "" && next.names(e):
		return p.token(isBuilding, i)
	case startsWithAny(p.s, n.to, "单元", "号单元") != "":
		return p.token(isUnit, i)
	case startsWithOne(p.s, n.to, joins): // 1、2、3号楼
		if t, ok := next.first(); ok && t.part == isBuilding {
			return p.token(isBuilding, i)
		}
	}
	return token{}, false
}

// compact reads 3-2-501 and 3/2.
func (p phrase) compact() (token, bool) {
	parts, i, points := []string{p.n.value}, p.n.to, false
	for len(parts) < 6 && startsWithOne(p.s, i, "-/._杠之") {
		n, ok := numberAt(p.s, i+1)
		if !ok || n.value == "0" {
			break
		}
		if startsWith(p.s, n.to, "层") || startsWith(p.s, n.to, "楼") && !startsWithOne(p.s, n.to+1, "道下顶上门梯") { // 5-2-3楼
			break
		}
		points = points || p.s[i] == '.'
		parts, i = append(parts, n.value), n.to
	}
	wide := utf8.RuneCountInString(p.n.value) > 3 || len(parts) > 4 || i < len(p.s) && isDigit(p.s[i])
	switch {
	case len(parts) < 2, wide, startsWithOne(p.s, i, "月日点时分天次个元米度年岁%万千公斤块人名"):
		return token{}, false
	case points && len(parts) == 2 && (p.before == nil || p.before.to != p.from):
		return token{}, false
	case startsWithAny(p.s, i, buildingEndings...) != "": // 3-5号楼
		return token{}, false
	case startsWith(p.s, i, "号"):
		return token{}, false
	}
	i += len([]rune(startsWithAny(p.s, i, "单元", "室", "房", "户")))
	return token{part: isCompact, from: p.from, to: i, value: strings.Join(parts, "-"), parts: parts}, true
}
