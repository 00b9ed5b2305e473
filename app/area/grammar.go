package area

// How people say a place. Everything but the number may be missing, and parts may come in any order:
//
//	place    = [region] [estate] [yard] [phase] [zone] building [unit] [floor] [room]
//	         | [region] estate [yard]                     a building without a number: 红楼, 粮站家属楼
//	         | unit place                                 阳光花园2单元3号楼
//	         | building [unit] place                      3号楼2单元阳光花园
//	         | home                                       我家, 楼下, 我们单元
//	region   = street | community | grid                  城关街道, 阳光社区, 阳光第一网格
//	estate   = a name from the roster                     阳光花园, 八一小区, 三里屯, 建设路
//	yard     = N 号院                                      12号院; after a road also N号
//	phase    = N 期
//	zone     = (N | letter | compass | 甲) 区, compass 院    A区, 东区, 南院
//	building = [letter | compass | 甲] N (号楼 | 栋 | 幢 | 座 | # …)
//	         | letter (座 | 栋 | 号楼 …) | compass 楼        A座, 东楼
//	         | N 号                                        directly after an estate, never alone
//	         | N - N [- N]                                building-unit-room: directly after an estate, or nothing else is said
//	unit     = N (单元 | 门洞) ; N 门 directly after a building
//	N        = 3, 03, 三, 十二, 3a
//
// A number that is none of these says no place: dates, hours, counts, lines, lifts, doors, house numbers, rooms.
// Estates are found by their names in the roster before numbers are read, so that 八一小区 is no number.
//
// A building is returned alone only if everything said fits it and fits no other one, and if what stands before the number
// is understood. Otherwise the reader offers choices or asks.

// part is what a token of a sentence is.
type part uint8

const (
	isWord     part = iota // a name from the roster
	isGrid                 // 第二网格
	isYard                 // 12号院
	isPhase                // 二期
	isZone                 // A区
	isBuilding             // 3号楼
	isUnit                 // 2单元
	isFloor                // 3楼
	isRoom                 // 501室
	isHouse                // 13号
	isBare                 // 3
	isCompact              // 3-2-501
	isHome                 // 我家
)

// token is one part of a sentence, from the rune from up to the rune to.
type token struct {
	part     part
	from, to int
	value    string   // the number: "3", "甲3", "a", "东"
	prefix   string   // 东 of 东3号楼, which may as well end the word before it
	parts    []string // of a compact number
	word     *word    // of a name
	short    bool     // the name was said without its ending
	weak     bool     // the number may be a count: 三栋没水
}

// said is what a sentence says about a place.
type said struct {
	text     []rune
	tokens   []token
	words    []token // names that count: those that only point the way are left out
	aside    []token // short names that may have been said by chance
	alike    []*word // names that sound or look like one that was said
	readings []reading
	doubt    bool   // something that was not understood stands before the place: offer, do not decide
	loose    bool   // words that are no filler stand between the estate and the number
	unknown  bool   // an estate is named that the roster does not have
	other    bool   // another estate is meant, without its name: 隔壁小区13号楼
	denied   bool   // the place is not this one: 不是13号楼
	kind     string // only the kind of the estate was said: 家属院
	two      bool   // two places are named
	floor    bool   // the number may be a floor
	home     bool   // the resident speaks of where they live
}

// reading is one way to understand the numbers of a place.
type reading struct {
	yard, phase, zone string
	number            string
	unit              string
	house             bool // the number is that of a house
	exact             bool // another way to write a number: nothing of it may be left out
	grid              string
}
