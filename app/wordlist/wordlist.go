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
	ErrUsed  = fault.New(fault.Conflict, "wordlist.used", "有的项还有人在用，请先改掉再去掉")
)

// List names a list.
type List string

// The lists.
const (
	Tags        List = "tag"       // 居民标签
	OrgKinds    List = "org_kind"  // 单位类型
	Specialties List = "specialty" // 专长
)

// Lists has them all, in the order in which they are shown.
var Lists = []List{Tags, OrgKinds, Specialties}

var listNames = map[List]string{Tags: "居民标签", OrgKinds: "单位类型", Specialties: "专长"}

// Name returns the list in Chinese, "" for no list.
func (l List) Name() string { return listNames[l] }

// coded says whether records keep the code of a word and not the word: then it can be renamed everywhere at once.
func (l List) coded() bool { return l == Tags }

// The limits of a list.
const (
	mostWords = 60
	mostName  = 12
)

// Word is one entry.
type Word struct {
	Code  string // what records keep; "" for a new word
	Name  string
	Fixed bool // a rule of the program asks for it
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
	// LockWords serialises changes of a list.
	LockWords(ctx context.Context, l List) error
	// TagsInUse returns which of these codes some resident has.
	TagsInUse(ctx context.Context, codes []string) ([]string, error)
	// SaveWords replaces a list.
	SaveWords(ctx context.Context, l List, all []Word) error
}

// Service runs the use cases.
type Service struct {
	store Store
	now   func() time.Time
}

// NewService returns the service.
func NewService(store Store, now func() time.Time) *Service { return &Service{store, now} }

// Words returns a list, and its mark for Set. Fault: ErrList.
func (s *Service) Words(ctx context.Context, who auth.Actor, l List) ([]Word, string, error) {
	if err := who.Need(auth.Posted...); err != nil {
		return nil, "", err
	}
	if l.Name() == "" {
		return nil, "", ErrList
	}
	all, err := s.store.Words(ctx, l)
	if err != nil {
		return nil, "", err
	}
	seen, err := mark.Of(all)
	return all, seen, err
}

// Set replaces a list; records keep the words they have. With seen, the mark that the actor read, a change from an older list is
// refused. Faults: ErrList, ErrWords, ErrFixed, ErrUsed, mark.ErrStale.
func (s *Service) Set(ctx context.Context, who auth.Actor, l List, all []Word, seen string) error {
	if err := who.Need(auth.Centres...); err != nil {
		return err
	}
	if l.Name() == "" {
		return ErrList
	}
	return s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.LockWords(ctx, l); err != nil {
			return err
		}
		known, err := tx.Words(ctx, l)
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
			At: s.now(), Person: who.Person, Action: "wordlist.set", About: "wordlist:" + string(l), Reason: fmt.Sprintf("%d 项", len(next)),
		})
	})
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
		next = append(next, w)
	}
	for _, k := range known {
		if slices.ContainsFunc(next, func(w Word) bool { return w.Code == k.Code }) {
			continue
		}
		if k.Fixed {
			return nil, nil, ErrFixed
		}
		gone = append(gone, k.Code)
	}
	return next, gone, nil
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
