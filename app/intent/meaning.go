package intent

import (
	"cmp"
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
	"sync"
	"unicode/utf8"
)

// Meaning is how people say one kind of thing.
type Meaning struct {
	Kind Kind
	// Says are patterns of a whole clause, besides fillers before it and particles and thanks after it. They are regular
	// expressions with <class> for a class of words (words.go), {…} around words that are returned, … for any that are
	// returned, and # for a number. Groups in parentheses return nothing.
	Says  []string
	Words string // the words returned where people say it otherwise: 剪个头 is 理发
	Or    Kind   // the second reading of an ambiguous word: 好了
	Alone bool   // it counts only when nothing else is said: 快点
}

// phrase is one pattern of a meaning.
type phrase struct {
	Meaning
	re     func() *regexp.Regexp // compiled when a clause may fit: most are never asked, and all together are 10 MB
	number int                   // the group of #, 0 without one
}

var classNames = regexp.MustCompile(`<([a-z]+)>`)

// groups turns the groups of a pattern into those of a regular expression.
var groups = strings.NewReplacer("(", "(?:", "{", "(", "}", ")")

// expand puts the classes of words into a pattern and returns a regular expression.
func expand(pattern string) string {
	pattern = groups.Replace(pattern)
	for classNames.MatchString(pattern) { // a class may name another
		pattern = classNames.ReplaceAllStringFunc(pattern, func(name string) string {
			class, ok := classes[name[1:len(name)-1]]
			if !ok {
				panic(fmt.Sprintf("intent: no class %s in %q", name, pattern))
			}
			return "(?:" + groups.Replace(class) + ")"
		})
	}
	return pattern
}

// learn adds the patterns of a meaning.
func (r *Reader) learn(m Meaning) {
	for _, says := range m.Says {
		p := phrase{Meaning: m}
		body, open := strings.CutSuffix(says, "…")
		if i := strings.Index(body, "#"); i >= 0 {
			p.number = 1 + strings.Count(body[:i], "…") + strings.Count(body[:i], "{")
		}
		body = strings.NewReplacer("…", "{[^ ,]+?}", "#", `第?[ ,]?{\d\d?|<cn>} ?(个|号|项|条|次)?`).Replace(body)
		end := `<tail>*([ ,\-]+|$)`
		if open {
			end = `{.*}$`
		}
		whole := expand("^(" + body + ")" + end)
		p.re = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(whole) })
		tree, err := syntax.Parse(whole, syntax.Perl)
		if err != nil {
			panic(err)
		}
		r.filter.add(len(r.phrases), tree)
		r.phrases = append(r.phrases, p)
	}
}

// match is a clause that was understood.
type match struct {
	Reading
	alone bool
	end   int // of the clause in the key
}

var (
	fillers = regexp.MustCompile(expand(`^(<fill>[ ,]*)+`))
	polite  = regexp.MustCompile(expand(`<bye>+$`))
)

// longest returns what the clause at the beginning of a message means: the longest of all that fit, with or without fillers.
func (r *Reader) longest(m message) (match, bool) {
	best, ok := r.at(m, 0)
	if n := len(fillers.FindString(m.key)); n > 0 && n < len(m.key) {
		if after, found := r.at(m, n); found && (!ok || after.end > best.end) {
			return after, true
		}
	}
	if half, twice := doubled(m.key[:clauseEnd(m.key)]); !ok && twice { // 修好了修好了
		best, ok = r.at(message{plain: m.plain[:utf8.RuneCountInString(half)], key: half}, 0)
		best.end = 2 * len(half)
	}
	return best, ok
}

// doubled returns what is said twice in a row.
func doubled(clause string) (half string, ok bool) {
	half = clause[:len(clause)/2]
	return half, half != "" && half+half == clause
}

// bound begins what belongs to the word before it and names nothing: 预约过, 预约成功.
var bound = regexp.MustCompile(`^(取消|了|过|的|着|得|们|成功|失败|不|没|都|是|好|记录|码|时间|单|制|被|后|前|时候|能|要)`)

// unbooked are signs that a service is spoken of for another reason.
var unbooked = list(`店 馆 不去 不来 取消 退 不要 不约 不理 不剪 不用 费用 费了 师傅说`)

// denied are signs that a deed is spoken of and not ordered: 不是不满意.
var denied = list(`不是不要 不是不满 不是不想 不是不交 不是不用 不是不去 不是不来 没有不 不是要 并不是 没说要取 不是说 没说不 又没说 谁说不 谁说取 谁说撤 是不是没 没说要撤 没说取消 没说撤`)

// why begins a reproach or a question, which decides nothing: 怎么还没修好.
var why = list(`怎么还 怎么没 怎么不 怎么又 怎么修 咋还 咋没 咋不 咋又 为什么 为啥 点解`)

// holds says that the words which a pattern returns can be meant by it: nobody books what is broken, or orders a question.
func (p *phrase) holds(clause, words string) bool {
	switch p.Kind {
	case Yes, No, Solved, Unsolved, Cancel, Withdraw, Relocate:
		if twice(clause) || denied.in(clause) || why.in(clause) || p.Kind == No && strings.HasPrefix(clause, "别的") {
			return false
		}
	}
	switch p.Kind {
	case Book:
		return !bound.MatchString(words) && !unbooked.in(clause) && !wrong.in(clause) && !paper.in(clause)
	case Borrow:
		return !trouble.in(clause) && !paper.in(clause)
	case Arrive:
		place, _, _ := strings.Cut(strings.TrimLeft(strings.ReplaceAll(fold(words).key, ",", " "), " "), " ") // room, persons and day follow
		return words == "" || isPlace(place) && !trouble.in(clause)
	case Relocate:
		return words == "" || isPlace(words)
	case Move:
		return words == "" || !asks(words) && !isPlace(words)
	case Urge, Cancel, Withdraw:
		return words == "" || !asks(words)
	}
	return true
}

// at returns what the clause that begins at a place of the message means: the longest of all that fit, of these the first.
func (r *Reader) at(m message, from int) (best match, ok bool) {
	for i := range r.filter.fitting(m.key[from:], len(r.phrases)).all() {
		p := &r.phrases[i]
		at := p.re().FindStringSubmatchIndex(m.key[from:])
		if at == nil || from+at[1] <= best.end {
			continue
		}
		if one := p.read(m, from, at); p.holds(m.key[from:one.end], one.Words) {
			best, ok = one, true
		}
	}
	return best, ok
}

// read returns the reading of a clause from the groups of its pattern.
func (p *phrase) read(m message, from int, at []int) match {
	found := match{Reading: Reading{Kind: p.Kind, Words: p.Words, Or: p.Or}, alone: p.Alone, end: from + at[1]}
	var words []string
	for g := 1; 2*g < len(at); g++ {
		switch begin, end := at[2*g], at[2*g+1]; {
		case begin < 0:
		case g == p.number:
			found.N, _ = count(m.key[from+begin : from+end])
		default:
			said := strings.TrimRight(m.key[from+begin:from+end], " ,-")
			said = said[:len(said)-len(polite.FindString(said))]
			if w := m.part(from+begin, from+begin+len(said)); w != "" {
				words = append(words, w)
			}
		}
	}
	found.Words = cmp.Or(found.Words, strings.Join(words, " "))
	return found
}
