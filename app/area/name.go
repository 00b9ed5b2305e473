package area

import (
	"strings"
)

// name is one way to call a building, taken apart.
type name struct {
	at                *Area
	word              *word   // the estate; nil for a bare 3号楼
	shorts            []*word // other ways to say the estate
	yard, phase, zone string
	number            string // "" for a building without a number
	unit              string // where the roster has units as buildings
	other             bool   // a bare number besides the building's own: it counts only where no estate is said
	house             bool   // the number is that of a house: 文化路18号
}

// nameOf takes a name of the roster apart.
func nameOf(a *Area, s string) (name, string) {
	n := name{at: a}
	r := fold(note(s))
	var toks []token
	for i := 0; i < len(r); {
		var before *token
		if len(toks) > 0 {
			before = &toks[len(toks)-1]
		}
		if t, ok := phraseAt(r, i, before, true); ok {
			toks, i = append(toks, t), t.to
			continue
		}
		i++
	}
	end := len(r)
	take := func(kinds ...part) (token, bool) {
		end = trimEnd(r[:end])
		if len(toks) == 0 || toks[len(toks)-1].to != end {
			return token{}, false
		}
		last := toks[len(toks)-1]
		for _, k := range kinds {
			if last.part == k {
				toks, end = toks[:len(toks)-1], last.from
				return last, true
			}
		}
		return token{}, false
	}
	if len(toks) > 1 && toks[len(toks)-2].part == isBuilding {
		if t, ok := take(isUnit); ok {
			n.unit = t.value
		}
	}
	if t, ok := take(isBuilding, isHouse, isFloor, isBare, isCompact); ok {
		n.number, n.house = t.prefix+t.value, t.part == isHouse
	}
	for {
		t, ok := take(isYard, isPhase, isZone)
		if !ok && n.number != "" { // 建设路12号3号楼
			if t, ok = take(isHouse); ok && isRoad(string(r[:trimEnd(r[:t.from])])) {
				t.part = isYard
			}
		}
		if !ok || t.part == isZone && end == 1 {
			break
		}
		n.set(t)
	}
	end = trimEnd(r[:end])
	return n, string(r[:end])
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

// isRoad says whether a name is that of a road, so that N号 after it is a house or a yard.
func isRoad(s string) bool {
	for _, e := range []string{"路", "街", "大道", "巷", "胡同", "弄", "条", "道"} {
		if strings.HasSuffix(s, e) {
			return true
		}
	}
	return false
}
