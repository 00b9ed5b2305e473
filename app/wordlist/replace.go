package wordlist

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"linli/app/text"
)

// Merge returns the list that counts: the county's, or the shipped one while it has none. What is never removed and came with a
// later version of the program is added: words of danger to their entry, entries that the county does not have by name before a last fixed one.
func Merge(l List, own, shipped []Word) []Word {
	if len(own) == 0 {
		return shipped
	}
	if !l.kept() {
		return own
	}
	all := slices.Clone(own)
	for _, k := range shipped {
		i := slices.IndexFunc(all, func(w Word) bool { return w.Code == k.Code })
		switch {
		case i < 0:
			if named(all, k.Name) && l != Dangers { // the county has its own
				continue
			}
			if named(all, k.Name) {
				k.Name += "2"
			}
			k.Hints = slices.DeleteFunc(slices.Clone(k.Hints), func(h string) bool { return hints(own, h) && l != Dangers })
			at := len(all)
			if all[at-1].Fixed {
				at--
			}
			all = slices.Insert(all, at, k)
		case l == Dangers:
			all[i].Hints = slices.Clone(all[i].Hints)
			for _, h := range k.Hints {
				if !slices.Contains(all[i].Hints, h) {
					all[i].Hints = append(all[i].Hints, h)
				}
			}
		case l == Categories && all[i].Under == "":
			all[i].Under = k.Under
		}
	}
	return all
}

func named(all []Word, name string) bool {
	return slices.ContainsFunc(all, func(w Word) bool { return w.Name == name })
}

// hints says whether a word suggests one of the entries.
func hints(all []Word, word string) bool {
	return slices.ContainsFunc(all, func(w Word) bool { return slices.Contains(w.Hints, word) })
}

// made is a code of newCode. One that the county does not know is of another county, whose list is taken over; it stays, so that both
// say the same, and taking the list over again changes nothing.
var made = regexp.MustCompile(`^w[0-9a-f]{10}$`)

// replace returns the next list with the codes it keeps, and the codes that go.
func replace(l List, known, all []Word) (next []Word, gone []string, err error) {
	if len(all) == 0 || len(all) > mostWords {
		return nil, nil, ErrWords
	}
	for _, w := range all {
		w.Name, w.Fixed = text.Line(w.Name), false
		if !text.Within(w.Name, 1, mostName) || strings.ContainsAny(w.Name, "、,，;；") ||
			slices.ContainsFunc(next, func(o Word) bool { return o.Name == w.Name || o.Code != "" && o.Code == w.Code }) {
			return nil, nil, ErrWords
		}
		i := slices.IndexFunc(known, func(k Word) bool { return k.Code == w.Code })
		if !l.coded() {
			i = slices.IndexFunc(known, func(k Word) bool { return k.Name == w.Name })
		}
		switch {
		case i >= 0:
			w.Code, w.Fixed = known[i].Code, known[i].Fixed
		case !l.coded() || !made.MatchString(w.Code):
			w.Code = ""
		}
		if w, err = about(l, w, next); err != nil {
			return nil, nil, err
		}
		next = append(next, w)
	}
	for _, k := range known {
		if slices.ContainsFunc(next, func(w Word) bool { return w.Code == k.Code }) {
			continue
		}
		switch {
		case k.Fixed:
			return nil, nil, ErrFixed
		case l.kept():
			return nil, nil, ErrKept
		}
		gone = append(gone, k.Code)
	}
	return next, gone, nil
}

// about returns the word with what its list keeps about it. before are the words in front of it.
func about(l List, w Word, before []Word) (_ Word, err error) {
	if !l.kept() {
		w.Hidden = false
	}
	if w.Hidden && w.Fixed {
		return w, ErrFixed
	}
	its := traitsOf[l]
	if its.above == "" {
		w.Under = ""
	}
	if w.Say = text.Line(w.Say); l != Dangers {
		w.Say = ""
	}
	if w.Questions, err = questions(l, w.Questions); err != nil {
		return w, err
	}
	var kept []string
	for _, h := range w.Hints {
		if h = text.Line(h); !its.hinted || h == "" || slices.Contains(kept, h) {
			continue
		}
		if !text.Within(h, 1, mostName) || strings.ContainsAny(h, "、,，;；") || len(kept) == mostHints ||
			hints(before, h) {
			return w, ErrHints
		}
		kept = append(kept, h)
	}
	w.Hints = kept
	return w, nil
}

// needSaving returns ErrSaves when a shipped word of danger is not in the list any more: nobody in danger goes unheard.
func needSaving(shipped, next []Word) error {
	for _, k := range shipped {
		i := slices.IndexFunc(next, func(w Word) bool { return w.Code == k.Code })
		if i < 0 || slices.ContainsFunc(k.Hints, func(h string) bool { return !slices.Contains(next[i].Hints, h) }) {
			return ErrSaves
		}
	}
	return nil
}

// needAbove returns ErrUnder when a word stands under one that does not exist.
func (s *Service) needAbove(ctx context.Context, tx Tx, l List, all []Word) error {
	if !slices.ContainsFunc(all, func(w Word) bool { return w.Under != "" }) {
		return nil
	}
	above, err := s.known(ctx, tx, traitsOf[l].above)
	if err != nil {
		return err
	}
	for _, w := range all {
		if w.Under != "" && !slices.ContainsFunc(above, func(a Word) bool { return a.Code == w.Under }) {
			return ErrUnder
		}
	}
	return nil
}
