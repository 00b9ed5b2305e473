package danger

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Reader reads with a lexicon and its frames; it is safe for many at once.
type Reader struct {
	words    *lexicon
	frames   []compiled
	around   []surrounding
	closed   classes // words in which nothing else is seen
	particle classes
	lone     []lone
	about    classes // what says something about other words
	negation classes
	but      classes
}

// lone is words that are a danger when nothing else is said.
type lone struct {
	kind Kind
	is   classes
}

// surrounding is a meaning that makes a danger plainer or less plain, at most so many runes before or after it.
type surrounding struct {
	says          string
	before, after int
	weight        int
	not, only     []Kind // which it does not change, or alone changes
	is            classes
}

// std is the reader without words of a county.
var std = sync.OnceValue(func() *Reader {
	r, err := New()
	if err != nil {
		panic(err) // the embedded words are checked by the tests
	}
	return r
})

// New returns a reader that knows further words, as lines "class: word word" with a class of words/*.txt.
func New(extra ...string) (*Reader, error) {
	all, err := files.ReadDir("words")
	if err != nil {
		return nil, err
	}
	var slips, lines []string
	for _, one := range all {
		text, err := files.ReadFile("words/" + one.Name())
		if err != nil {
			return nil, err
		}
		if one.Name() == "0_slips.txt" {
			slips = strings.Split(string(text), "\n")
			continue
		}
		lines = append(lines, strings.Split(string(text), "\n")...)
	}
	words, err := newLexicon(slips, append(lines, extra...)...)
	if err != nil {
		return nil, err
	}
	r := &Reader{words: words}
	for _, f := range frames {
		c, err := words.compile(f)
		if err != nil {
			return nil, err
		}
		r.frames = append(r.frames, c...)
	}
	for _, a := range surroundings {
		a.is = words.named(a.says)
		r.around = append(r.around, a)
	}
	r.closed, r.negation, r.but = words.named("harmless|idiom|negfree|nofear|errandnot"), words.named("neg"), words.named("but")
	r.particle = words.named("particle")
	for _, kind := range []Kind{Help, Gas, Fire, Medical, Crime, Water} {
		r.lone = append(r.lone, lone{kind, words.named("lone" + string(kind))})
	}
	r.about = r.negation
	r.about.add(r.but)
	for _, a := range r.around {
		r.about.add(a.is)
	}
	for name := range words.names {
		if !words.asked.any(words.class(name)) {
			return nil, fmt.Errorf("danger: nothing asks for the class %s", name)
		}
	}
	return r, nil
}

// Read returns the danger that the words tell of, the plainest first, or false.
func (r *Reader) Read(said string) (Danger, bool) {
	all := r.words.letters(said)
	if len(all) > longest {
		all = append(all[:longest/2:longest/2], all[len(all)-longest/2:]...)
	}
	tags, seen := r.words.tags(all, r.closed, r.about)
	best, kind := 0, Kind("")
	for i := range r.frames {
		f := &r.frames[i]
		if f.plain+most <= best || !f.possible(seen) {
			continue
		}
		tries := 0
		f.fits(tags, func(s span) bool {
			if weight := r.weigh(f, s, tags); weight > best {
				best, kind = weight, f.kind
			}
			tries++
			return tries == tried
		})
	}
	if best < enough {
		if kind = r.alone(len(all), tags); kind == "" {
			return Danger{}, false
		}
	}
	return Danger{kind, says[kind]}, true
}

// alone returns the kind when a short text says nothing but one thing and particles.
func (r *Reader) alone(length int, tags []tag) (kind Kind) {
	reach := 0
	for _, t := range tags {
		if t.from > reach {
			return ""
		}
		found := t.is.any(r.particle)
		for _, l := range r.lone {
			if t.is.any(l.is) {
				kind, found = l.kind, true
			}
		}
		if found {
			reach = max(reach, t.to)
		}
	}
	if length > 10 || reach < length {
		return ""
	}
	return kind
}

// enough is what a danger must weigh, and most is what can be added to it.
const (
	enough   = 2
	most     = 4
	longest  = 2000 // runes of a text are read, half of them at its end
	tried    = 200  // places where one frame fits are weighed
	farthest = 32   // runes away from a danger no surrounding begins
)

// possible says whether every meaning of a frame occurs at all.
func (c *compiled) possible(seen classes) bool {
	for _, s := range c.steps {
		if !seen.any(s.is) {
			return false
		}
	}
	return true
}

// weigh returns how plain a danger is after what stands around it is counted.
func (r *Reader) weigh(f *compiled, s span, tags []tag) int {
	if r.denied(s, tags) {
		return 0
	}
	var found [32]bool
	first, _ := slices.BinarySearchFunc(tags, s.from-farthest, func(t tag, from int) int { return t.from - from })
	for _, t := range tags[first:] {
		if t.from > s.to+farthest {
			break
		}
		if t.is.any(r.about) && !s.has(t) {
			r.stands(s, t, &found)
		}
	}
	weight := f.plain
	for i := range r.around {
		if found[i] && r.around[i].counts(f.kind) {
			weight += r.around[i].weight
		}
	}
	return weight
}

// stands notes which surroundings a word is. After a "but" or a "now" nothing counts against a danger that was said before.
func (r *Reader) stands(s span, t tag, found *[32]bool) {
	but := t.to <= s.from && t.is.any(r.but)
	for i := range r.around {
		switch a := &r.around[i]; {
		case t.is.any(a.is) && t.to+a.before >= s.from && t.from <= s.to+a.after:
			found[i] = true
		case but && a.weight < 0:
			found[i] = false
		}
	}
}

// counts says whether a surrounding changes a kind.
func (a *surrounding) counts(kind Kind) bool {
	return !slices.Contains(a.not, kind) && (a.only == nil || slices.Contains(a.only, kind))
}

// has says whether a word is part of the span.
func (s span) has(t tag) bool {
	for _, p := range s.parts[:s.n] {
		if p.from == t.from {
			return true
		}
	}
	return false
}

// denied says that "no" stands right before a part.
func (r *Reader) denied(s span, tags []tag) bool {
	for _, t := range tags {
		if !t.is.any(r.negation) || s.has(t) {
			continue
		}
		for _, p := range s.parts[:s.n] {
			if d := p.from - t.to; d >= 0 && d <= 1 {
				return true
			}
		}
	}
	return false
}
