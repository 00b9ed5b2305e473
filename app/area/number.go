package area

import "strings"

// The endings that say what a number counts, the longest first.
var (
	buildingEndings = []string{
		"号住宅楼", "号宿舍楼", "号家属楼", "号公寓楼", "号居民楼", "号大楼", "号楼", "好楼", "号栋", "号幢", "号座", "#楼", "#栋", "栋", "幢", "座", "#",
	}
	yardEndings = []string{"号家属院", "号大院", "号院"}
	unitEndings = []string{"号单元", "号门洞", "单元", "门洞", "门栋"}
	roomEndings = []string{"号房", "号室", "室", "房", "户"}
)

// phraseAt reads the number with its ending that begins at i. before is the part it follows, nil for none. In a name of
// the roster a number needs no ending.
func phraseAt(s []rune, i int, before *token, name bool) (token, bool) {
	if i > 0 && (isDigit(s[i]) && (isDigit(s[i-1]) || s[i-1] == '.') || isLetter(s[i]) && (isLetter(s[i-1]) || isDigit(s[i-1]))) {
		return token{}, false
	}
	if i > 0 && isNumeral(s[i]) && isNumeral(s[i-1]) && (before == nil || before.to != i) {
		return token{}, false
	}
	p := phrase{s: s, from: i, before: before, name: name}
	switch r := s[i]; {
	case r == '#':
		return p.afterSharp()
	case r == '第':
		n, ok := numberAt(s, i+1)
		p.ordinal = true
		return p.read(n, ok)
	case isLetter(r), strings.ContainsRune("甲乙丙丁戊", r):
		return p.lettered(r)
	case strings.ContainsRune("东西南北中前后", r):
		return p.compass(r)
	case strings.ContainsRune("老新附", r):
		return p.prefixed(r)
	}
	if w := startsWithAny(s, i, calledBuildings...); w != "" {
		p.n.value = strings.TrimSuffix(w, "楼")
		return p.token(isBuilding, i+len([]rune(w)))
	}
	n, ok := numberAt(s, i)
	return p.read(n, ok)
}

// calledBuildings are buildings of an estate that are called by what they are for.
var calledBuildings = []string{"综合楼", "办公楼", "商业楼", "商住楼", "教学楼", "主楼", "副楼", "附楼", "配楼", "塔楼", "裙楼"}

// afterSharp reads #3楼, and #3 directly after an estate.
func (p phrase) afterSharp() (token, bool) {
	n, ok := numberAt(p.s, p.from+1)
	if !ok || p.from > 0 && isDigit(p.s[p.from-1]) {
		return token{}, false
	}
	p.n = n
	e := startsWithAny(p.s, n.to, "号楼", "楼", "栋")
	if e == "" && (p.before == nil || p.before.to != p.from) {
		return token{}, false
	}
	return p.token(isBuilding, n.to+len([]rune(e)))
}

// phrase is a number being read.
type phrase struct {
	s       []rune
	from    int
	before  *token
	name    bool
	ordinal bool // after 第
	n       number
	count   int // of the numbers before it that share its ending
}

func (p phrase) token(kind part, to int) (token, bool) {
	return token{part: kind, from: p.from, to: to, value: p.n.value}, true
}

// lettered reads A座, A3栋, 甲3号楼.
func (p phrase) lettered(r rune) (token, bool) {
	i := p.from + 1
	if i < len(p.s) && p.s[i] == '-' && isLetter(r) {
		i++
	}
	n, ok := numberAt(p.s, i)
	switch {
	case ok && len(n.value) > 2 && isLetter(r) && p.before != nil && p.before.to == p.from: // A1203
		p.n = number{value: string(r)}
		return p.token(isBare, n.to)
	case ok:
		n.value = string(r) + n.value
	case i < len(p.s) && isLetter(p.s[i]):
		return token{}, false
	default:
		n = number{value: string(r), to: p.from + 1}
		if startsWith(p.s, n.to, "楼") && !startsWithOne(p.s, n.to+1, "道梯层") {
			p.n = n
			return p.token(isBuilding, n.to+1)
		}
	}
	t, ok := p.read(n, true)
	if ok && (t.part == isFloor || t.part == isRoom || t.part == isHouse) {
		return token{}, false
	}
	return t, ok
}

// compass reads 东楼, 东区, 南院, 东3号楼.
func (p phrase) compass(r rune) (token, bool) {
	i := p.from + 1
	p.n = number{value: string(r), to: i}
	switch {
	case startsWith(p.s, i, "区"), startsWith(p.s, i, "院") && !startsWithOne(p.s, i+1, "里内墙子"):
		return p.token(isZone, i+1)
	case startsWith(p.s, i, "楼") && !startsWithOne(p.s, i+1, "道梯层"):
		return p.token(isBuilding, i+1)
	case startsWith(p.s, i, "单元"):
		return p.token(isUnit, i+2)
	case strings.ContainsRune("前后中", r):
		return token{}, false
	}
	return p.prefixed(r)
}

// prefixed reads a number with a letter before it: 东3号楼, 附3号楼.
func (p phrase) prefixed(r rune) (token, bool) {
	n, ok := numberAt(p.s, p.from+1)
	t, ok := p.read(n, ok)
	if !ok || t.part != isBuilding && !(p.name && t.part == isBare) {
		return token{}, false
	}
	t.prefix = string(r)
	return t, true
}

// read looks at what follows the number.
func (p phrase) read(n number, ok bool) (token, bool) {
	if !ok {
		return token{}, false
	}
	p.n = n
	i := n.to
	if t, ok := p.compact(); ok {
		return t, true
	}
	if t, ok := p.first(); ok {
		return t, true
	}
	if e := startsWithAny(p.s, i, buildingEndings...); e != "" && p.names(e) {
		if n.series {
			p.n.value = "、"
		}
		t, ok := p.token(isBuilding, i+len([]rune(e)))
		t.weak = p.counts(e, t.to)
		return t, ok
	}
	if e := startsWithAny(p.s, i, yardEndings...); e != "" {
		return p.token(isYard, i+len([]rune(e)))
	}
	if startsWith(p.s, i, "院") {
		if _, ok := numberAt(p.s, i+1); ok {
			return p.token(isYard, i+1)
		}
	}
	if e := startsWithAny(p.s, i, unitEndings...); e != "" && !n.two {
		return p.token(isUnit, i+len([]rune(e)))
	}
	if p.ordinal && startsWith(p.s, i, "个单元") {
		return p.token(isUnit, i+3)
	}
	return p.rest()
}

// rest reads the endings that are no building, and a number without an ending.
func (p phrase) rest() (token, bool) {
	i := p.n.to
	after := func(kinds ...part) bool {
		if p.before == nil || p.before.to != p.from {
			return false
		}
		for _, k := range kinds {
			if p.before.part == k {
				return true
			}
		}
		return false
	}
	switch {
	case startsWithAny(p.s, i, "网格", "号网格") != "":
		return p.token(isGrid, i+len([]rune(startsWithAny(p.s, i, "号网格", "网格"))))
	case startsWith(p.s, i, "期") && (!p.ordinal || after(isWord)):
		return p.token(isPhase, i+1)
	case startsWith(p.s, i, "区"), startsWith(p.s, i, "号区"):
		return p.token(isZone, i+len([]rune(startsWithAny(p.s, i, "号区", "区"))))
	case after(isBuilding, isCompact) && startsWithAny(p.s, i, "门", "#", "单") != "":
		return p.token(isUnit, i+1)
	case startsWith(p.s, i, "层"), startsWith(p.s, i, "楼"):
		return p.token(isFloor, i+1)
	case startsWithAny(p.s, i, roomEndings...) != "":
		return p.token(isRoom, i+len([]rune(startsWithAny(p.s, i, roomEndings...))))
	case startsWith(p.s, i, "号"):
		if startsWithAny(p.s, i+1, noHouse...) != "" || p.ordinal {
			return token{}, false
		}
		return p.token(isHouse, i+1)
	case after(isBuilding, isUnit):
		return p.token(isRoom, i)
	case (p.name || p.from == 0 && !isDigit([]rune(p.n.value)[0]) && !p.n.han) && i == len(p.s), after(isWord, isYard, isPhase, isZone) && p.ends(i):
		return p.token(isBare, i)
	}
	return token{}, false
}

// counts says whether a number with 栋 may be a count as well: 三栋没水, 3栋楼前.
func (p phrase) counts(ending string, i int) bool {
	if strings.HasPrefix(ending, "号") || ending == "#" || p.ordinal || p.before != nil && p.before.to == p.from {
		return false
	}
	return startsWith(p.s, i, "楼") || p.n.han && startsWithOne(p.s, i, "没停断不被要")
}

// noHouse are things that have a number of their own.
var noHouse = []string{
	"线", "路", "车", "公交", "电梯", "梯", "门", "井", "表", "桩", "杆", "灯", "机", "泵", "柜", "箱", "师傅", "工", "员", "窗口", "台", "桌", "床", "库", "网格",
	"地铁", "文件", "通知", "变压器", "配电", "摊", "铺", "店", "厅", "岗", "亭", "垃圾", "阀", "管", "站", "球", "馆", "场", "仓", "车位", "停车", "包", "牌", "选手", "洞", "坑",
}

// ends says whether a place may end at i, or a unit or room follow.
func (p phrase) ends(i int) bool {
	if i >= len(p.s) || p.s[i] == '的' {
		return true
	}
	n, ok := numberAt(p.s, i+1)
	if !ok {
		return isStop(p.s[i])
	}
	return isStop(p.s[i]) && startsWithAny(p.s, n.to, unitEndings...) != ""
}

// names says whether the ending makes a name of the number, not a count: 三栋楼都停水, 一座桥.
func (p phrase) names(ending string) bool {
	i := p.n.to + len([]rune(ending))
	alone := p.before == nil || p.before.to != p.from
	switch {
	case strings.HasSuffix(ending, "楼") && startsWithOne(p.s, i, "梯盘市"): // 3号楼梯间
		return false
	case ending == "#":
		return !alone || startsWithAny(p.s, i, noHouse...) == "" && startsWithAny(p.s, i, "汽油", "柴油", "油", "钢", "炉", "变", "砖", "水泥") == ""
	case ending != "栋" && ending != "幢" && ending != "座":
		return !p.n.two || strings.HasPrefix(ending, "号")
	case p.name:
		return true
	case p.ordinal:
		return !startsWith(p.s, i, "桥")
	case p.n.two, startsWithOne(p.s, i, "都全"), startsWithAny(p.s, i, "房", "别墅", "建筑", "住宅", "居民", "高层", "大楼", "单体") != "":
		return false
	case p.from > 0 && strings.ContainsRune("有这那哪某几共好多另其各每全后前面边排头侧整", p.s[p.from-1]) && startsWithAny(p.s, p.from-2, "那边", "这边", "里面") == "":
		return false
	case startsWith(p.s, i, "楼") && !startsWithOne(p.s, i+1, "下道顶里上梯门后前0123456789"):
		return false
	case ending == "座" && startsWithOne(p.s, i, "桥山塔雕城坟庙公岛水"):
		return false
	}
	if ending != "座" || !alone || isLetter([]rune(p.n.value)[0]) {
		return true
	}
	_, more := numberAt(p.s, i) // 3座2单元, not 12座
	return more
}

// startsWithOne says whether the text has one of the runes at i.
func startsWithOne(s []rune, i int, runes string) bool {
	return i >= 0 && i < len(s) && strings.ContainsRune(runes, s[i])
}
