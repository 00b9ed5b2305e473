package danger

import (
	"fmt"
	"strings"
	"sync"
)

// Reader reads with a lexicon and its frames; it is safe for many at once.
type Reader struct {
	words    *lexicon
	learned  learned
	frames   []compiled
	around   []surrounding
	closed   classes // words in which nothing else is seen
	particle classes
	lone     []lone
	about    classes // what says something about other words
	negation classes
	said     map[Kind]string // what a county adds to the answers
}

// lone is words that are a danger when nothing else is said.
type lone struct {
	kind Kind
	is   classes
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
	if r.learned, err = parseLearned(learnedText); err != nil {
		return nil, err
	}
	for _, f := range frames {
		c, err := words.compile(f)
		if err != nil {
			return nil, err
		}
		r.frames = append(r.frames, c...)
	}
	for _, a := range surroundings {
		a.is, a.ends = words.named(a.says), words.named(a.until)
		r.around = append(r.around, a)
	}
	r.closed, r.negation = words.named("harmless|idiom|negfree|nofear|errandnot|fallen|propped"), words.named("neg")
	r.particle = words.named("particle")
	for _, kind := range []Kind{Help, Gas, Fire, Medical, Crime, Water} {
		r.lone = append(r.lone, lone{kind, words.named("lone" + string(kind))})
	}
	r.about = r.negation
	for _, a := range r.around {
		r.about.add(a.is)
		r.about.add(a.ends)
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
	cut := parts(len(all))
	for i := range r.frames {
		f := &r.frames[i]
		if len(cut) == 1 && f.plain+most <= cut[0].best || !f.possible(seen) {
			continue
		}
		tries := 0
		f.fits(tags, func(s span) bool {
			cut = put(cut, s, r.weigh(f, s, tags), f.kind, len(all))
			tries++
			return tries == tried
		})
	}
	kind := r.plainest(cut, all, tags)
	if kind == "" {
		kind = r.alone(len(all), tags)
	}
	return Danger{kind, says[kind] + r.said[kind]}, kind != ""
}

// plainest returns the kind of the part that weighs most, or nothing if none weighs enough.
func (r *Reader) plainest(cut []part, said []rune, tags []tag) (kind Kind) {
	best := enough
	for _, p := range cut {
		if weight := r.weight(p, said, tags); weight >= best {
			best, kind = weight, p.kind
			if kind == "" {
				kind = Help
			}
		}
	}
	return kind
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
	if length > 14 || reach < length {
		return ""
	}
	return kind
}

// framed is what a frame of each plainness counts.
var framed = [...]float64{0, 0.5, 2, 3, 4}

// enough is what a frame and what is learned must make together; most is what surroundings can add to a frame.
const (
	enough   = 1.0
	most     = 4
	longest  = 1200 // runes of a text are read, half of them at its end
	tried    = 50   // places where one frame fits are weighed
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
