package danger

import (
	"cmp"
	"embed"
	"fmt"
	"math/bits"
	"slices"
	"strings"
	"unicode"

	"linli/app/text"
)

//go:embed words/*.txt
var files embed.FS

// classes are the meanings a word can have, one bit each.
type classes [5]uint64

func (c *classes) add(o classes) {
	for i := range c {
		c[i] |= o[i]
	}
}

func (c classes) any(o classes) bool { return c[0]&o[0]|c[1]&o[1]|c[2]&o[2]|c[3]&o[3]|c[4]&o[4] != 0 }

func (c *classes) drop(o classes) {
	for i := range c {
		c[i] &^= o[i]
	}
}

// bits calls yield with every bit that is set.
func (c classes) bits() func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for i, word := range c {
			for ; word != 0; word &= word - 1 {
				if !yield(i*64 + bits.TrailingZeros64(word)) {
					return
				}
			}
		}
	}
}

func (c *classes) set(bit int) { c[bit/64] |= 1 << (bit % 64) }

func (l *lexicon) class(name string) classes {
	var c classes
	bit, ok := l.names[name]
	if !ok {
		bit = len(l.names)
		l.names[name] = bit
		l.list = append(l.list, name)
	}
	c.set(bit)
	return c
}

// lexicon is the words by meaning: a tree of runes.
type lexicon struct {
	names map[string]int
	list  []string // the names by their bits
	asked classes  // what a frame or a surrounding asks for
	root  node
	slips *strings.Replacer
}

type node struct {
	next []branch // in order of their runes
	is   classes
	word bool
}

type branch struct {
	r  rune
	to *node
}

// tag is a word of the lexicon in what was said, as runes from and to.
type tag struct {
	from, to int
	is       classes
}

// newLexicon reads the words; every line is "class: word word", and (a|b) in a word stands for a or b.
func newLexicon(slips []string, lines ...string) (*lexicon, error) {
	l := &lexicon{names: map[string]int{}}
	var pairs []string
	for _, line := range slips {
		meant, said, _ := strings.Cut(line, ":")
		for wrong := range strings.FieldsSeq(said) {
			pairs = append(pairs, normal(wrong), normal(meant))
		}
	}
	l.slips = strings.NewReplacer(pairs...)
	for _, line := range lines {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, words, ok := strings.Cut(line, ":")
		if !ok {
			return nil, fmt.Errorf("danger: no class in %q", line)
		}
		if _, ok := l.names[name]; !ok && len(l.names) == 64*len(classes{}) {
			return nil, fmt.Errorf("danger: more than %d classes", 64*len(classes{}))
		}
		is := l.class(name)
		for _, word := range strings.Fields(words) {
			for _, one := range expand(word) {
				l.root.put([]rune(normal(one)), is)
			}
		}
	}
	return l, nil
}

// expand writes out the alternatives of a word.
func expand(word string) []string {
	before, rest, ok := strings.Cut(word, "(")
	if !ok {
		return []string{word}
	}
	choices, after, _ := strings.Cut(rest, ")")
	var all []string
	for _, tail := range expand(after) {
		for choice := range strings.SplitSeq(choices, "|") {
			all = append(all, before+choice+tail)
		}
	}
	return all
}

func (n *node) put(word []rune, is classes) {
	for _, r := range word {
		at, found := n.branch(r)
		if !found {
			n.next = slices.Insert(n.next, at, branch{r, &node{}})
		}
		n = n.next[at].to
	}
	n.is.add(is)
	n.word = true
}

// branch returns where the branch of a rune is or belongs.
func (n *node) branch(r rune) (at int, found bool) {
	return slices.BinarySearchFunc(n.next, r, func(b branch, r rune) int { return cmp.Compare(b.r, r) })
}

// follow returns the node after a rune, or nil.
func (n *node) follow(r rune) *node {
	if at, found := n.branch(r); found {
		return n.next[at].to
	}
	return nil
}

// tags returns the words in the order in which they are said. Nothing is seen that begins inside a closed word, and a word
// inside a longer one keeps what it names but not what it says about others.
func (l *lexicon) tags(said []rune, closed, about classes) (all []tag, seen classes) {
	reach, shut := 0, 0
	for i := range said {
		if i < shut {
			continue
		}
		first := len(all)
		n := &l.root
		for j := i; j < len(said); j++ {
			if n = n.follow(said[j]); n == nil {
				break
			}
			if n.word {
				all = append(all, tag{i, j + 1, n.is})
			}
		}
		if len(all) == first {
			continue
		}
		longest := &all[len(all)-1]
		if longest.is.any(closed) {
			shut = longest.to
			all = append(all[:first], *longest)
		}
		for k := first; k < len(all); k++ {
			if k < len(all)-1 || all[k].to <= reach {
				all[k].is.drop(about)
			}
			seen.add(all[k].is)
		}
		reach = max(reach, all[len(all)-1].to)
	}
	return all, seen
}

// letters returns what is meant by a text, without slips.
func (l *lexicon) letters(said string) []rune { return []rune(l.slips.Replace(normal(said))) }

// normal returns what counts of a text: letters and digits, narrow, small, simplified. Where people put blanks and stops,
// and where speech recognition puts them, changes nothing.
func normal(said string) string {
	var all strings.Builder
	for _, r := range text.Narrow(said) {
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			continue
		}
		r = unicode.ToLower(r)
		if s, ok := simple[r]; ok {
			r = s
		}
		all.WriteRune(r)
	}
	return all.String()
}

// simple are traditional characters of words of danger.
var simple = func() map[rune]rune {
	pairs := []rune("氣气煙烟燒烧電电樓楼車车門门壓压傷伤殺杀搶抢賊贼見见斷断爺爷媽妈點点這这來来個个裡里裏里頭头掛挂線线爛烂壞坏響响動动發发現现滿满濃浓應应開开關关離离後后從从媳媳婦妇兒儿孫孙親亲隻只邊边陽阳臺台檯台橋桥" +
		"溝沟風风險险毆殴綁绑騙骗錢钱轉转賬账號号嘔呕喚唤腦脑臟脏痠酸藥药葯药圍围牆墙陷陷災灾爆爆觸触漏漏閉闭衝冲衝冲墜坠倉仓庫库場场廠厂鄰邻間间認认識识歲岁夠够還还沒没說说話话聽听問问麼么嗎吗啲的喺在佢他哋们睇看嘅的咗了咧了哒了咯了啦了喽了嘞了哩了囖了囉了噻了唔不冇没嚟来冧塌俺我")
	m := map[rune]rune{}
	for i := 0; i+1 < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return m
}()
