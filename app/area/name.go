package area

import (
	"slices"
	"strings"
)

// name is one way to call a building, taken apart.
type name struct {
	at                *Area
	word              *word   // the estate; nil for a bare 3号楼
	shorts            []*word // other ways to say the estate
	yard, phase, zone string
	number            string // "" for a building without a number
	base              string // 3 of 甲3, where the estate has no plain 3: residents leave the letter out
	unit              string // where the roster has units as buildings
	other             bool   // a bare number besides the building's own: it counts only where no estate is said
	house             bool   // the number is that of a house: 文化路18号
}

// nameOf takes a name of the roster apart: the second result is its estate.
func nameOf(a *Area, s string) (name, string) {
	p := parser{name: name{at: a}, text: fold(note(s))}
	p.end = len(p.text)
	for i := 0; i < len(p.text); i++ {
		var before *token
		if len(p.tokens) > 0 {
			before = &p.tokens[len(p.tokens)-1]
		}
		if t, ok := phraseAt(p.text, i, before, true); ok {
			p.tokens, i = append(p.tokens, t), t.to-1
		}
	}
	if n := len(p.tokens); n > 1 && p.tokens[n-2].part == isBuilding {
		if t, ok := p.take(isUnit); ok {
			p.unit = t.value
		}
	}
	if t, ok := p.take(isBuilding, isHouse, isFloor, isBare, isCompact); ok {
		p.number, p.house = t.prefix+t.value, t.part == isHouse
	}
	p.places()
	return p.name, string(p.text[:trimEnd(p.text[:p.end])])
}

// parser takes a name apart from its end.
type parser struct {
	name
	text   []rune
	tokens []token
	end    int // of what is left
}

// take takes the last part if it is of one of the kinds.
func (p *parser) take(kinds ...part) (token, bool) {
	p.end = trimEnd(p.text[:p.end])
	if len(p.tokens) == 0 {
		return token{}, false
	}
	last := p.tokens[len(p.tokens)-1]
	if last.to != p.end || !slices.Contains(kinds, last.part) {
		return token{}, false
	}
	p.tokens, p.end = p.tokens[:len(p.tokens)-1], last.from
	return last, true
}

// places takes yard, phase and zone.
func (p *parser) places() {
	for {
		t, ok := p.take(isYard, isPhase, isZone)
		if !ok && p.number != "" { // 建设路12号3号楼
			if t, ok = p.take(isHouse); ok && IsRoad(string(p.text[:trimEnd(p.text[:t.from])])) {
				t.part = isYard
			}
		}
		if !ok || t.part == isZone && p.end == 1 {
			return
		}
		p.set(t)
	}
}

func (n *name) set(t token) {
	switch t.part {
	case isYard:
		n.yard = t.value
	case isPhase:
		n.phase = t.value
	case isZone:
		n.zone = t.value
	}
}

// trimEnd returns where the text ends without dashes and stops.
func trimEnd(r []rune) int {
	end := len(r)
	for end > 0 && strings.ContainsRune("-/_,、.", r[end-1]) {
		end--
	}
	return end
}

// note removes a remark in brackets at the end of a name: 3号楼（原粮站）. A phase or zone in brackets stays.
func note(s string) string {
	s = strings.TrimSpace(s)
	for _, b := range []string{"（）", "()"} {
		open, shut := string([]rune(b)[0]), string([]rune(b)[1])
		if i := strings.LastIndex(s, open); i > 0 && strings.HasSuffix(s, shut) && !strings.ContainsAny(s[i:], "期区院") {
			return s[:i]
		}
	}
	return s
}

// endings are what estates are called. A name said without its ending, or with another one, is a guess.
var endings = []string{
	"职工家属院", "职工家属楼", "家属生活区", "家属院", "家属楼", "家属区", "职工宿舍", "宿舍楼", "职工楼", "单身楼", "宿舍", "生活区", "住宅小区", "住宅区", "住宅楼", "安置小区", "安置房",
	"安置楼", "安置区", "小区", "花园", "家园", "公寓", "新村", "社区", "大院", "佳苑", "嘉苑", "名苑", "雅苑", "新苑", "花苑", "嘉园", "佳园", "名园", "华府", "新城", "名城", "名都", "名邸",
	"山庄", "庄园", "雅居", "豪庭", "华庭", "新居", "公馆", "别墅", "大厦", "广场", "国际", "商城", "胡同", "苑", "园", "城", "里", "村", "府", "庭", "居", "湾", "郡", "庄", "屯", "院", "楼", "坊", "邸",
}

// endingOf returns the ending of an estate's name if two letters stand before it, or "".
func endingOf(s string) string {
	for _, e := range endings {
		if strings.HasSuffix(s, e) && len([]rune(s))-len([]rune(e)) >= 2 {
			return e
		}
	}
	return ""
}

// shortsOf returns other ways to say an estate: without its ending, without 老 or 新, without the county.
func shortsOf(estate, county string) []string {
	all := []string{estate}
	for _, prefix := range []string{county, strings.TrimSuffix(county, "县"), "县", "市", "老", "原", "新"} {
		if rest, ok := strings.CutPrefix(estate, prefix); ok && prefix != "" && len([]rune(rest)) >= 4 {
			all = append(all, rest)
		}
	}
	var shorts []string
	for i, s := range all {
		if i > 0 {
			shorts = append(shorts, s)
		}
		if e := endingOf(s); e != "" {
			shorts = append(shorts, strings.TrimSuffix(s, e))
		}
	}
	return shorts
}

// IsRoad says whether a name is that of a road, so that N号 after it is a house or a yard.
func IsRoad(s string) bool {
	for _, e := range []string{"路", "街", "大道", "巷", "胡同", "弄", "条", "道"} {
		if strings.HasSuffix(s, e) {
			return true
		}
	}
	return false
}
