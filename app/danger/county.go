package danger

import (
	"fmt"
	"strings"
	"sync/atomic"
	"unicode/utf8"
)

// mostSaid is how long an answer may be: one line on an elder's telephone.
const mostSaid = 60

// county is the reader with what the county knows, nil without.
var county atomic.Pointer[Reader]

// UseCounty gives Read what a county knows besides, once before the first message: lines "class: word word" add words to a class of
// words/*.txt, lines "say kind: words" add a company's line to the answer of a kind. Lines that begin with # and empty lines count
// for nothing. It returns an error that names the wrong line, and Read is as before.
func UseCounty(text string) error {
	r, err := withCounty(text)
	if err != nil {
		return err
	}
	county.Store(r)
	return nil
}

// current is the reader that counts.
func current() *Reader {
	if r := county.Load(); r != nil {
		return r
	}
	return std()
}

func withCounty(text string) (*Reader, error) {
	var words []string
	said := map[Kind]string{}
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		name, what, ok := strings.Cut(line, ":")
		what = strings.TrimSpace(what)
		if !ok || what == "" {
			return nil, fmt.Errorf("line %d: not of the form \"class: words\"", n+1)
		}
		kind, answers := strings.CutPrefix(name, "say ")
		if !answers {
			words = append(words, line)
			continue
		}
		k := Kind(strings.TrimSpace(kind))
		if general, known := says[k]; !known || utf8.RuneCountInString(general+what) > mostSaid {
			return nil, fmt.Errorf("line %d: no kind of danger, or the answer gets longer than %d characters", n+1, mostSaid)
		}
		said[k] = what
	}
	r, err := New(words...)
	if err != nil {
		return nil, err
	}
	r.said = said
	return r, nil
}
