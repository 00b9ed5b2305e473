// Package wordlist keeps the lists of words that a county decides itself (词表): tags of residents, kinds of orgs, what staff are good
// at.
package wordlist

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/app/audit"
	"linli/app/auth"
	"linli/app/fault"
	"linli/app/mark"
	"linli/app/text"
)

// The faults of this package.
var (
	ErrList  = fault.New(fault.Missing, "wordlist.missing", "没有这个词表")
	ErrWords = fault.New(fault.Invalid, "wordlist.words", "词表最多 60 项，每项 1 至 12 字，不能重复，不能带顿号")
	ErrFixed = fault.New(fault.Conflict, "wordlist.fixed", "有的项系统的规则要用，可以改叫法，不能去掉")
	ErrKept  = fault.New(fault.Conflict, "wordlist.kept", "已经用过的项不能去掉，可以停用")
	ErrHints = fault.New(fault.Invalid, "wordlist.hints", "每项最多 60 个提示词，每个 1 至 12 字，一个词只能提示一项")
	ErrUnder = fault.New(fault.Invalid, "wordlist.under", "没有这个事件类别")
	ErrUsed  = fault.New(fault.Conflict, "wordlist.used", "有的项还有人在用，请先改掉再去掉")
)

// List names a list.
type List string

// The lists.
const (
	Tags        List = "tag"       // 居民标签
	OrgKinds    List = "org_kind"  // 单位类型
	Specialties List = "specialty" // 专长
	Categories  List = "category"  // 事件类别
	Topics      List = "topic"     // 办理事项
)

// Lists has them all, in the order in which they are shown.
var Lists = []List{Tags, OrgKinds, Specialties, Categories, Topics}

var listNames = map[List]string{Tags: "居民标签", OrgKinds: "单位类型", Specialties: "专长", Categories: "事件类别", Topics: "办理事项"}

// Name returns the list in Chinese, "" for no list.
func (l List) Name() string { return listNames[l] }

// coded says whether records keep the code of a word and not the word: then it can be renamed everywhere at once.
func (l List) coded() bool { return l == Tags || l.kept() }

// kept says whether a word is never removed, because records and rules keep its code; it can be hidden.
func (l List) kept() bool { return l == Categories || l == Topics }

// The limits of a list.
const (
	mostWords = 60
	mostName  = 12
	mostHints = 60 // of one word
)

// Word is one entry.
type Word struct {
	Code  string // what records keep; "" for a new word
	Name  string
	Fixed bool // a rule of the program asks for it

	Hints  []string // Categories: what suggests it in the words of a resident
	Under  string   // Topics: the code of its category, "" any
	Hidden bool     // Categories, Topics: no longer offered
}

// Names returns the words alone.
func Names(all []Word) []string {
	names := make([]string, len(all))
	for i, w := range all {
		names[i] = w.Name
	}
	return names
}

// Source reads a list.
type Source interface {
	// Words returns the words of a list in the county's order.
	Words(ctx context.Context, l List) ([]Word, error)
}

// Store keeps the lists.
type Store interface {
	Source
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx is what changes together with a list.
type Tx interface {
	Source
	audit.Log
	// LockWords serialises changes of a list, and lets every process read it again.
	LockWords(ctx context.Context, l List) error
	// TagsInUse returns which of these codes some resident has.
	TagsInUse(ctx context.Context, codes []string) ([]string, error)
	// SaveWords replaces a list.
	SaveWords(ctx context.Context, l List, all []Word) error
}

// Service runs the use cases.
type Service struct{ with Config }

// Config is what the service needs.
type Config struct {
	Store   Store
	Shipped func(List) []Word // the words of a list that the county has not decided yet
	Applied func()            // after a change: what this process keeps of the lists is read again
	Now     func() time.Time
}

// NewService returns the service.
func NewService(c Config) *Service { return &Service{c} }

// known returns a list of the county, or the shipped one.
func (s *Service) known(ctx context.Context, from Source, l List) ([]Word, error) {
	all, err := from.Words(ctx, l)
	if err == nil && len(all) == 0 {
		all = s.with.Shipped(l)
	}
	return all, err
}

// Words returns a list, and its mark for Set. Fault: ErrList.
func (s *Service) Words(ctx context.Context, who auth.Actor, l List) ([]Word, string, error) {
	if err := who.Need(auth.Posted...); err != nil {
		return nil, "", err
	}
	if l.Name() == "" {
		return nil, "", ErrList
	}
	all, err := s.known(ctx, s.with.Store, l)
	if err != nil {
		return nil, "", err
	}
	seen, err := mark.Of(all)
	return all, seen, err
}

// Set replaces a list; records keep the words they have. With seen, the mark that the actor read, a change from an older list is
// refused. Faults: ErrList, ErrWords, ErrFixed, ErrKept,
// ErrHints, ErrUnder, ErrUsed, mark.ErrStale.
func (s *Service) Set(ctx context.Context, who auth.Actor, l List, all []Word, seen string) error {
	if err := who.Need(auth.Centres...); err != nil {
		return err
	}
	if l.Name() == "" {
		return ErrList
	}
	err := s.with.Store.InTx(ctx, func(tx Tx) error {
		if err := tx.LockWords(ctx, l); err != nil {
			return err
		}
		known, err := s.known(ctx, tx, l)
		if err != nil {
			return err
		}
		if err := mark.Need(seen, known); err != nil {
			return err
		}
		next, gone, err := replace(l, known, all)
		if err != nil {
			return err
		}
		if err := needUnused(ctx, tx, l, gone); err != nil {
			return err
		}
		if err := s.needCategories(ctx, tx, next); err != nil {
			return err
		}
		for i := range next {
			if next[i].Code != "" {
				continue
			}
			if next[i].Code = next[i].Name; l.coded() {
				next[i].Code = newCode()
			}
		}
		if err := tx.SaveWords(ctx, l, next); err != nil {
			return err
		}
		return tx.AddAudit(ctx, audit.Record{
			At: s.with.Now(), Person: who.Person, Action: "wordlist.set", About: "wordlist:" + string(l), Reason: fmt.Sprintf("%d 项", len(next)),
		})
	})
	if err == nil {
		s.with.Applied()
	}
	return err
}

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
		if i < 0 {
			w.Code = ""
		} else {
			w.Code, w.Fixed = known[i].Code, known[i].Fixed
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
func about(l List, w Word, before []Word) (Word, error) {
	if !l.kept() {
		w.Hidden = false
	}
	if w.Hidden && w.Fixed {
		return w, ErrFixed
	}
	if l != Topics {
		w.Under = ""
	}
	var hints []string
	for _, h := range w.Hints {
		if h = text.Line(h); l != Categories || h == "" || slices.Contains(hints, h) {
			continue
		}
		if !text.Within(h, 1, mostName) || strings.ContainsAny(h, "、,，;；") || len(hints) == mostHints ||
			slices.ContainsFunc(before, func(o Word) bool { return slices.Contains(o.Hints, h) }) {
			return w, ErrHints
		}
		hints = append(hints, h)
	}
	w.Hints = hints
	return w, nil
}

// needCategories returns ErrUnder when a word stands under a category that does not exist.
func (s *Service) needCategories(ctx context.Context, tx Tx, all []Word) error {
	if !slices.ContainsFunc(all, func(w Word) bool { return w.Under != "" }) {
		return nil
	}
	categories, err := s.known(ctx, tx, Categories)
	if err != nil {
		return err
	}
	for _, w := range all {
		if w.Under != "" && !slices.ContainsFunc(categories, func(c Word) bool { return c.Code == w.Under }) {
			return ErrUnder
		}
	}
	return nil
}

// newCode returns a code that no word has had.
func newCode() string {
	b := make([]byte, 5)
	_, _ = rand.Read(b) // never fails: it ends the process instead
	return "w" + hex.EncodeToString(b)
}

// needUnused returns ErrUsed when a record still has one of the codes. Records with the word itself keep it.
func needUnused(ctx context.Context, tx Tx, l List, gone []string) error {
	if !l.coded() || len(gone) == 0 {
		return nil
	}
	used, err := tx.TagsInUse(ctx, gone)
	if err == nil && len(used) > 0 {
		err = ErrUsed
	}
	return err
}
