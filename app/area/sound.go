package area

import (
	"strings"

	"github.com/mozillazg/go-pinyin"
)

// ears find a name that was heard or typed a little wrong. What they find is always asked, never decided.
type ears struct {
	sounds map[string][]*word // by how it sounds
	sizes  map[int][]*word    // of four letters and more, by length
	starts map[string][]*word // estates of four letters and more, by how they begin
}

func newEars(words map[string]*word) ears {
	e := ears{sounds: map[string][]*word{}, sizes: map[int][]*word{}, starts: map[string][]*word{}}
	for _, w := range words {
		r := []rune(w.text)
		for _, key := range sounds(r) {
			e.sounds[key] = append(e.sounds[key], w)
		}
		if len(r) >= 4 {
			e.sizes[len(r)] = append(e.sizes[len(r)], w)
		}
		for n := 2; w.full && n < len(r)-1; n++ {
			e.starts[string(r[:n])] = append(e.starts[string(r[:n])], w)
		}
	}
	return e
}

// like returns the names that the end of the text may mean, the longest first found; else those that begin with the text.
func (e ears) like(s []rune) (found []*word, length int) {
	for n := min(10, len(s)); n >= 2; n-- {
		end := s[len(s)-n:]
		for _, key := range sounds(end) {
			found = append(found, e.sounds[key]...)
		}
		if len(found) > 0 {
			return found, n
		}
		if n < 3 {
			continue
		}
		for size := max(n-1, 4); size <= n+1; size++ {
			for _, w := range e.sizes[size] {
				r := []rune(w.text)
				if n < len(s) && size > n && string(r[1:]) == string(end) {
					continue // 二中家属院 lacks no letter of 一中家属院
				}
				if oneSlip(end, r) {
					found = append(found, w)
				}
			}
		}
		if len(found) > 0 {
			return found, n
		}
	}
	return e.starts[string(s)], len(s)
}

// telling are letters that tell estates apart; one for another is no slip.
const telling = "东西南北中前后老新上下大小甲乙丙丁零一二三四五六七八九十0123456789abcdefg"

// oneSlip says whether two texts differ in one letter: another one, one more, one less, or two changed places.
func oneSlip(a, b []rune) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	j := 0
	for j < len(a)-i && a[len(a)-1-j] == b[len(b)-1-j] {
		j++
	}
	switch len(b) - len(a) {
	case 0:
		left := len(a) - i - j
		if left == 1 && strings.ContainsRune(telling, a[i]) && strings.ContainsRune(telling, b[i]) {
			return false
		}
		return left == 1 || left == 2 && a[i] == b[i+1] && a[i+1] == b[i]
	case 1:
		return i+j >= len(a)
	}
	return false
}

// sounds returns how words may sound, without tones and without differences that dialects do not make. A letter with
// several readings gives several sounds, at most eight.
func sounds(s []rune) []string {
	args := pinyin.NewArgs()
	args.Heteronym = true
	all := []string{""}
	for _, r := range s {
		readings := pinyin.SinglePinyin(r, args)
		for i, p := range readings {
			readings[i] = dialect.Replace(" " + p + " ")
		}
		readings = once(readings)
		if len(readings) == 0 {
			readings = []string{string(r)}
		}
		if len(all)*len(readings) > 8 {
			readings = readings[:1]
		}
		next := make([]string, 0, len(all)*len(readings))
		for _, before := range all {
			for _, p := range readings {
				next = append(next, before+p)
			}
		}
		all = next
	}
	return all
}

// once returns the readings without repetitions, the usual one first.
func once(readings []string) []string {
	var all []string
	for _, p := range readings {
		all = addOnce(all, p)
	}
	return all
}

var dialect = strings.NewReplacer(" zh", " z", " ch", " c", " sh", " s", " n", " l", "ang ", "an ", "eng ", "en ", "ing ", "in ")
