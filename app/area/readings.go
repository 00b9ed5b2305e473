package area

import (
	"slices"
	"strconv"
	"strings"
)

// numbersSaid collects the numbers of a sentence.
type numbersSaid struct {
	grids, yards, phases, zones, numbers, units, floors []string
	compact                                             []reading
	house                                               bool // the number is one of a house or of a yard
}

func (s *said) number() {
	var n numbersSaid
	for i, t := range s.tokens {
		switch t.part {
		case isGrid:
			n.grids = addOnce(n.grids, t.value)
		case isYard:
			n.yards = addOnce(n.yards, t.value)
		case isPhase:
			if s.attached(i) {
				n.phases = addOnce(n.phases, t.value)
			}
		case isZone:
			if s.attached(i) {
				n.zones = addOnce(n.zones, t.value)
			}
		case isBuilding:
			if i > 0 && s.has(isBuilding) && s.tight(i, isBuilding, isUnit) && slices.Contains([]string{"东", "西", "南", "北", "中", "前", "后"}, t.value) {
				continue // 8号楼西楼头
			}
			n.numbers, s.doubt = addOnce(n.numbers, t.value), s.doubt || t.weak
		case isUnit:
			n.units = addOnce(n.units, t.value)
		case isHouse:
			s.houseNumber(i, &n)
		case isFloor:
			s.floorNumber(i, &n)
		case isBare:
			s.bareNumber(i, &n)
		case isCompact:
			s.compactNumber(i, &n)
		}
	}
	if len(n.numbers) == 0 && len(n.compact) == 0 && len(n.floors) > 0 {
		n.numbers, s.floor = n.floors[:1], true
	}
	s.two = s.two || len(n.numbers) > 1 || len(n.yards) > 1 || len(n.phases) > 1 || len(n.zones) > 1 || slices.Contains(n.numbers, "、")
	s.combine(n)
}

// attached says whether a phase or zone stands directly beside an estate or a number.
func (s *said) attached(i int) bool {
	if s.tight(i, isWord, isYard, isPhase, isZone, isBuilding, isUnit) {
		return true
	}
	return s.tight(i+1, isPhase, isZone) && s.is(i+1, isWord, isYard, isPhase, isZone, isBuilding, isUnit, isCompact, isBare)
}

func (s *said) combine(n numbersSaid) {
	r := reading{grid: only(n.grids), yard: only(n.yards), phase: only(n.phases), zone: only(n.zones), number: only(n.numbers), unit: only(n.units)}
	if len(n.numbers) > 0 || len(n.compact) == 0 {
		s.readings = append([]reading{r}, r.lettered()...)
		if s.floor { // of a building that has no number
			s.readings = append(s.readings, reading{unit: r.unit})
		}
		if n.house {
			s.readings[0].house = true
			s.readings = append(s.readings, reading{yard: r.number, unit: r.unit})
		}
		return
	}
	for _, c := range n.compact {
		one := r
		one.number = c.number
		if c.yard != "" {
			one.yard = c.yard
		}
		if c.unit != "" {
			one.unit = c.unit
		}
		s.readings = append(s.readings, one)
	}
}

// lettered returns the other way to understand a letter: B区7号楼 as B7号楼, and B7号楼 as one of B区.
func (r reading) lettered() []reading {
	one := r
	one.exact = true
	switch n := []rune(r.number); {
	case r.zone != "" && r.number != "":
		one.zone, one.number = "", r.zone+r.number
	case r.zone == "" && len(n) > 1 && !isDigit(n[0]) && isDigit(n[1]):
		one.zone, one.number = string(n[0]), string(n[1:])
	default:
		return nil
	}
	return []reading{one}
}

func addOnce(all []string, v string) []string {
	if slices.Contains(all, v) {
		return all
	}
	return append(all, v)
}

func only(all []string) string {
	if len(all) == 1 {
		return all[0]
	}
	return ""
}

// road says whether the i-th part is the name of a road.
func (s *said) road(i int) bool {
	t, ok := s.at(i)
	return ok && t.part == isWord && t.word.road
}

// houseNumber reads 13号: a yard or a house of a road, a building of an estate, nothing by itself.
func (s *said) houseNumber(i int, n *numbersSaid) {
	t := s.tokens[i]
	place := s.tight(i, isWord, isYard, isPhase, isZone)
	switch {
	case place && s.road(i-1) && (s.has(isBuilding) || s.tight(i+1, isHouse) && s.is(i+1, isCompact, isHouse)):
		n.yards = addOnce(n.yards, t.value)
	case place && s.road(i-1):
		n.numbers, n.house = addOnce(n.numbers, t.value), true
	case place || s.tight(i, isHouse) && s.road(i-2):
		ends := s.placeEnds(t.to)
		sure := ends && !s.tight(i, isYard) || s.tight(i+1, isHouse) && s.is(i+1, isUnit, isRoom, isCompact)
		if sure || ends || startsWithAny(s.text, t.to, "楼", "门口", "门前", "前", "后", "旁", "对面", "附近", "家") != "" { // else a date: 13号停水
			n.numbers, s.doubt = addOnce(n.numbers, t.value), s.doubt || !sure
		}
	case s.tight(i+1, isHouse) && s.is(i+1, isUnit):
		n.numbers, s.doubt = addOnce(n.numbers, t.value), true
	}
}

func (s *said) has(kind part) bool {
	return slices.ContainsFunc(s.tokens, func(t token) bool { return t.part == kind })
}

func (s *said) is(i int, kinds ...part) bool {
	t, ok := s.at(i)
	return ok && slices.Contains(kinds, t.part)
}

// placeEnds says whether the place may end at the rune i.
func (s *said) placeEnds(i int) bool {
	return i >= len(s.text) || isStop(s.text[i]) || s.text[i] == '的'
}

// floorNumber reads 3楼: a floor, unless a unit follows; directly after an estate it is asked.
func (s *said) floorNumber(i int, n *numbersSaid) {
	if !s.tight(i, isWord, isYard, isPhase, isZone) {
		return
	}
	if s.tight(i+1, isFloor) && s.is(i+1, isUnit) {
		n.numbers = addOnce(n.numbers, s.tokens[i].value)
		return
	}
	n.floors = addOnce(n.floors, s.tokens[i].value)
}

func (s *said) bareNumber(i int, n *numbersSaid) {
	t := s.tokens[i]
	if len(t.value) > 2 && !strings.ContainsFunc(t.value, func(r rune) bool { return !isDigit(r) }) { // a room
		return
	}
	n.numbers = addOnce(n.numbers, t.value)
	s.doubt = s.doubt || !s.is(i+1, isUnit) && isDigit(rune(t.value[0])) // 甲3 needs no 号楼
}

// compactNumber reads 3-2-501 after an estate, 2-501 after a building, or a message that says nothing else.
func (s *said) compactNumber(i int, n *numbersSaid) {
	t := s.tokens[i]
	if s.tight(i, isBuilding) {
		if len(t.parts[0]) < 3 {
			n.units = addOnce(n.units, t.parts[0])
		}
		return
	}
	whole := len(s.tokens) == 1 && len(strip(s.text[:t.from])) == 0 && (t.to == len(s.text) || len(strip(s.text[t.to:])) == 0)
	if !whole && !s.tight(i, isWord, isYard, isPhase, isZone) {
		return
	}
	s.doubt = s.doubt || whole || len(t.parts) == 2 && !s.placeEnds(t.to) && isDay(t.parts) // 11-5停电
	n.compact = append(n.compact, unpack(t.parts, s.road(i-1))...)
}

// isDay says whether two numbers may be month and day.
func isDay(p []string) bool {
	month, err := strconv.Atoi(p[0])
	day, also := strconv.Atoi(p[1])
	return err == nil && also == nil && month <= 12 && day <= 31
}

// unpack returns what 3-2-501 may mean.
func unpack(p []string, road bool) []reading {
	last := func(v string) string { // a room is no unit
		if len(v) > 2 {
			return ""
		}
		return v
	}
	switch len(p) {
	case 2:
		all := []reading{{number: p[0], unit: last(p[1])}}
		if last(p[1]) != "" {
			all = append(all, reading{number: p[0] + "-" + p[1]})
			if road {
				all = append(all, reading{yard: p[0], number: p[1]})
			}
		}
		return all
	case 3:
		all := []reading{{number: p[0], unit: last(p[1])}, {number: p[0] + "-" + p[1], unit: last(p[2])}}
		if road {
			all = append(all, reading{yard: p[0], number: p[1], unit: last(p[2])})
		}
		return all
	}
	return []reading{{yard: p[0], number: p[1], unit: last(p[2])}, {phase: p[0], number: p[1], unit: last(p[2])}}
}
