package area

import (
	"slices"
	"strings"
)

// mostLetters is the part of a message that is read for a place.
const mostLetters = 1000

// lex cuts a sentence into its parts.
func (d *dictionary) lex(s []rune) (toks, aside []token) {
	for i := 0; i < len(s); {
		var before *token
		if len(toks) > 0 {
			before = &toks[len(toks)-1]
		}
		if w, to := d.longest(s, i); w != nil {
			w, to = d.parted(s, w, to)
			toks = append(toks, token{part: isWord, from: i, to: to, word: w, short: w.short()})
			i = to
			continue
		}
		if h := homeAt(s, i); h > 0 {
			toks = append(toks, token{part: isHome, from: i, to: i + h})
			i += h
			continue
		}
		if t, ok := phraseAt(s, i, before, false); ok {
			if t.prefix != "" && !d.numbers[t.prefix+t.value] && !d.zones[t.prefix] {
				t.from, t.prefix = t.from+1, ""
			}
			t.value = t.prefix + t.value
			if t.part == isBuilding && !d.settles(&t) {
				i = t.to
				continue
			}
			toks, i = append(toks, t), t.to
			continue
		}
		i++
	}
	return d.sift(s, toks)
}

// parted joins a name that was said in two: 粮站那个家属楼.
func (d *dictionary) parted(s []rune, w *word, to int) (*word, int) {
	for _, filler := range []string{"那个", "这个", "的"} {
		if !startsWith(s, to, filler) {
			continue
		}
		from := to + len([]rune(filler))
		if e := startsWithAny(s, from, endings...); e != "" && d.words[w.text+e] != nil {
			return d.words[w.text+e], from + len([]rune(e))
		}
	}
	return w, to
}

// settles looks up a building's number of more than one part: 3-5号楼 is a range unless a building is called so. false: a
// word such as 综合楼 that no building is called.
func (d *dictionary) settles(t *token) bool {
	r := []rune(t.value)
	switch {
	case d.numbers[t.value]:
	case strings.Contains(t.value, "-"):
		t.value = "、"
	case len(r) >= 1 && !isDigit(r[len(r)-1]) && isHan(r[0]) && !strings.ContainsRune("甲乙丙丁戊东西南北中前后、", r[0]):
		return false
	}
	return true
}

// sift drops names that are said by chance: one of two letters, or one without its ending, counts only directly before a
// number, or if it is the whole clause.
func (d *dictionary) sift(s []rune, toks []token) (kept, aside []token) {
	for i, t := range toks {
		if t.part == isWord && (t.short || t.to-t.from == 2 && len(t.word.regions) == 0) {
			if !t.short && t.to-t.from == 2 && d.numberless[t.word] {
				if goesOn(s, t.to) {
					continue
				}
				kept = append(kept, t)
				continue
			}
			next := i+1 < len(toks) && toks[i+1].part != isHome && strictGap(s[t.to:toks[i+1].from])
			to := t.to + len([]rune(startsWithAny(s, t.to, endings...)))
			alone := to == len(s) || isStop(s[to]) || s[to] == '的'
			behind := len(kept) > 0 && kept[len(kept)-1].to == t.from && kept[len(kept)-1].part != isWord && (alone || !t.short) // 6号楼南苑
			if !next && !behind && !(alone && leftOf(s, kept, t.from) == clear && (len(kept) > 0 || to == len(s))) {
				aside = append(aside, t)
				continue
			}
		}
		kept = append(kept, t)
	}
	return kept, aside
}

// goesOn says whether letters at i belong to a longer word: 红楼梦.
func goesOn(s []rune, i int) bool {
	return i < len(s) && isHan(s[i]) && !strings.ContainsRune("后前旁对门楼下上里外那这的没停漏有着火坏东西南北顶底边附处电水暖灯垃路住户小居物拆改装维修建塌倒还又也都太很是在儿和跟与及第", s[i]) && !isNumeral(s[i])
}

// strictGap says whether nothing but an ending or a filler stands between a short name and its number.
func strictGap(gap []rune) bool {
	text := strings.Trim(string(gap), "-,/_.")
	if rest, ok := strings.CutPrefix(text, "那个"); ok && slices.Contains(endings, rest) {
		return true
	}
	return text == "" || slices.Contains(endings, text) || slices.Contains([]string{"的", "那个", "那边", "这边", "里", "小区的", "小区里", "小区那个", "里面"}, text)
}

// leftOf judges what stands before i, after the last part.
func leftOf(s []rune, before []token, i int) understood {
	from := 0
	if len(before) > 0 {
		from = before[len(before)-1].to
	}
	u, _ := judge(s[from:i])
	return u
}

// understand reads a sentence.
func (d *dictionary) understand(words string) said {
	s := said{text: fold(words)}
	if len(s.text) > mostLetters {
		s.text = s.text[:mostLetters]
	}
	s.tokens, s.aside = d.lex(s.text)
	s.home = slices.ContainsFunc(s.tokens, func(t token) bool { return t.part == isHome })
	s.name()
	s.number()
	s.judge(d)
	return s
}

// name collects the names that count. One that only points the way (阳光花园对面的…) is left out when another follows.
func (s *said) name() {
	var pointing []token
	for i, t := range s.tokens {
		if t.part != isWord {
			continue
		}
		if s.points(i) {
			pointing = append(pointing, t)
			continue
		}
		s.words = append(s.words, t)
	}
	if len(s.words) == 0 {
		s.words, s.doubt = pointing, len(pointing) > 0
		s.other = slices.ContainsFunc(pointing, func(t token) bool { return s.beyond(t) })
		return
	}
	for _, t := range pointing { // 阳光社区对面: a region that only points the way says nothing
		s.doubt = s.doubt || t.from > s.words[len(s.words)-1].from
	}
}

// beyond says whether a name is followed by 对面 or the like.
func (s *said) beyond(t token) bool {
	after := t.to
	for _, w := range []string{"小区", "的", "大门", "门口"} {
		if startsWith(s.text, after, w) {
			after += len([]rune(w))
		}
	}
	return startsWithAny(s.text, after, relations...) != "" &&
		!slices.ContainsFunc(s.tokens, func(o token) bool { return o.from >= t.to && o.from < after })
}

// points says whether a name only points the way.
func (s *said) points(i int) bool {
	t := s.tokens[i]
	if i+1 < len(s.tokens) && s.beyond(t) {
		return true
	}
	from := 0
	if i > 0 {
		from = s.tokens[i-1].to
	}
	return endsWithAny(s.text[from:t.from], against) || endsWithAny(s.text[from:t.from], beside)
}

// at returns the i-th part, an empty one outside.
func (s *said) at(i int) (token, bool) {
	if i < 0 || i >= len(s.tokens) {
		return token{}, false
	}
	return s.tokens[i], true
}

// tight says whether a part of one of the kinds stands directly before the i-th.
func (s *said) tight(i int, kinds ...part) bool {
	a, ok := s.at(i - 1)
	b, also := s.at(i)
	return ok && also && slices.Contains(kinds, a.part) && tightGap(s.text[a.to:b.from])
}

func tightGap(gap []rune) bool {
	return slices.Contains([]string{"", "-", "的", "那个", "小区", "小区的", "里", "里面", "/", "_", "那边", "这边", "院里", "内", "儿"}, string(gap))
}

// homeAt returns how many letters at i say the resident's home.
func homeAt(s []rune, i int) int {
	w := startsWithAny(s, i, "我们这个单元", "我们这单元", "我们单元", "咱们单元", "我单元", "本单元", "我们这栋楼", "我们这栋", "我们这楼", "我们这个楼", "我们楼", "咱们楼", "咱这楼", "俺们楼", "我这栋", "本楼",
		"我家楼下", "我们家", "咱们家", "我家", "俺家", "咱家", "自家", "自己家", "家门口", "家里", "楼下", "楼上")
	if w == "" {
		return ourUnit(s, i)
	}
	if w == "家门口" || w == "家里" || w == "楼下" || w == "楼上" {
		before := lastOf(s[:i])
		if endsWithAny(before, others) || len(strip(before)) > 0 && !endsWithAny(before, finished) {
			return 0
		}
	}
	return len([]rune(w))
}

// ourUnit returns the length of 我们 before the number of a unit.
func ourUnit(s []rune, i int) int {
	w := startsWithAny(s, i, "我们楼", "我们", "咱们", "俺们", "咱", "俺")
	to := i + len([]rune(w))
	if n, ok := numberAt(s, to); w != "" && ok && startsWithAny(s, n.to, unitEndings...) != "" {
		return to - i
	}
	return 0
}

func lastOf(s []rune) []rune {
	clause, _ := lastClause(s)
	return clause
}
