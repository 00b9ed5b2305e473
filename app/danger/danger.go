// Package danger reads from what people say whether somebody is in danger now (危险), and which number to ring first. It looks
// at the sentence, not at single words: bills, drills, the past, wishes and figures of speech are no danger.
package danger

import (
	"strings"
	"unicode"

	"linli/app/text"
)

// Kind says what threatens.
type Kind string

// The kinds.
const (
	Gas      Kind = "gas"      // 燃气
	Fire     Kind = "fire"     // 火情
	Medical  Kind = "medical"  // 急病、受伤
	Crime    Kind = "crime"    // 暴力、侵害
	Self     Kind = "self"     // 轻生
	Electric Kind = "electric" // 漏电、断线
	Lift     Kind = "lift"     // 电梯困人
	Water    Kind = "water"    // 落水、进水
	Collapse Kind = "collapse" // 坍塌、坠物
	Traffic  Kind = "traffic"  // 车祸
	Missing  Kind = "missing"  // 走失
)

// Danger is what somebody says that calls for help at once.
type Danger struct {
	Kind Kind
	Say  string // which number to ring, and what to do first
}

// says is what is answered to each kind.
var says = map[Kind]string{
	Gas:      "请马上关阀、开窗、离开，不要开关电器，到室外拨打 119。",
	Fire:     "请马上离开并拨打 119。",
	Medical:  "请马上拨打 120。",
	Crime:    "请马上到安全的地方，拨打 110。",
	Self:     "请马上拨打 110；想找人说说话，可拨打 12356。",
	Electric: "请离远，不要用手碰，马上拨打 119。",
	Lift:     "请按电梯里的报警键，不要扒门，拨打 119。",
	Water:    "请马上拨打 119；不要贸然下水。",
	Collapse: "请马上离开，拨打 119；有人受伤拨打 120。",
	Traffic:  "请马上拨打 122；有人受伤拨打 120。",
	Missing:  "请马上拨打 110。",
}

// Hint is words that a client warns of while they are typed; Read decides when they are sent.
type Hint struct {
	Words []string
	Say   string
}

// Hints are looked for in this order.
var Hints = []Hint{
	{[]string{"燃气泄漏", "煤气泄漏", "燃气漏", "煤气漏", "天然气漏", "漏气", "煤气味", "燃气味", "天然气味", "煤气中毒"}, says[Gas]},
	{[]string{"着火", "起火", "失火", "冒烟", "浓烟", "火灾", "爆炸"}, says[Fire]},
	{[]string{"受伤", "流血", "晕倒", "昏迷", "摔倒", "心梗", "中风", "抽搐", "没有呼吸", "救命", "触电", "中毒"}, says[Medical]},
	{[]string{"持刀", "抢劫", "杀人", "绑架", "打人"}, says[Crime]},
	{[]string{"跳楼", "轻生", "自杀", "不想活"}, says[Self]},
	{[]string{"困在电梯", "电梯困人", "被困电梯"}, says[Lift]},
	{[]string{"落水", "溺水", "掉河里"}, says[Water]},
	{[]string{"车祸"}, says[Traffic]},
	{[]string{"走失", "走丢"}, says[Missing]},
}

// Read returns the danger that the words tell of, the most urgent first, or false.
func Read(said string) (Danger, bool) {
	for _, s := range sentences(said) {
		if k, ok := read(s); ok {
			return Danger{k, says[k]}, true
		}
	}
	return Danger{}, false
}

// sentence is what was said without blanks and punctuation, for speech recognition and hasty typing put stops anywhere.
type sentence struct {
	words string
	stops []int // where in words a clause ends, in bytes
}

// sentences returns each sentence, and everything together when there are several.
func sentences(said string) []sentence {
	narrow := strings.ToLower(text.Narrow(said))
	whole, all := sentence{}, []sentence{}
	for one := range strings.FieldsFuncSeq(narrow, func(r rune) bool { return strings.ContainsRune(".!?;\n~…", r) }) {
		var s sentence
		for clause := range strings.FieldsFuncSeq(one, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }) {
			s.words += clause
			s.stops = append(s.stops, len(s.words))
		}
		for _, stop := range s.stops {
			whole.stops = append(whole.stops, len(whole.words)+stop)
		}
		whole.words += s.words
		all = append(all, s)
	}
	if len(all) > 1 {
		all = append(all, whole)
	}
	return all
}

// clause returns where the part around a place begins and ends that has no stop in it.
func (s sentence) clause(from, to int) (begin, end int) {
	end = len(s.words)
	for _, stop := range s.stops {
		if stop <= from {
			begin = stop
		}
		if stop >= to {
			return begin, stop
		}
	}
	return begin, end
}

// read returns the danger of one sentence. What is harmless is blanked, so that no sign reaches across it.
func read(s sentence) (Kind, bool) {
	s.words = harmless.ReplaceAllStringFunc(s.words, func(m string) string { return strings.Repeat("\n", len(m)) })
	for _, one := range rules {
		for _, at := range one.signs.FindAllStringIndex(s.words, -1) {
			if s.happens(at[0], at[1]) {
				return one.kind, true
			}
		}
	}
	return "", false
}

// happens says whether a sign of danger speaks of here and now.
func (s sentence) happens(from, to int) bool {
	begin, end := s.clause(from, to)
	switch {
	case denied.MatchString(s.words[begin:from]), supposed.MatchString(s.words[:from]), undone.MatchString(s.words[to:]):
		return false
	case present.MatchString(s.words):
		return true
	}
	return !past.MatchString(s.words[begin:end]) && !settled.MatchString(s.words) && !reported.MatchString(s.words) && !errand.MatchString(s.words)
}
