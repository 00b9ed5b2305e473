// Package wordlist keeps the lists of words that a county decides itself (词表): tags of residents, kinds of orgs, what staff are good
// at, what reports are about and which words call for help.
package wordlist

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"time"

	"linli/app/audit"
	"linli/app/auth"
	"linli/app/fault"
	"linli/app/mark"
)

// The faults of this package.
var (
	ErrList  = fault.New(fault.Missing, "wordlist.missing", "没有这个词表")
	ErrWords = fault.New(fault.Invalid, "wordlist.words", "词表最多 60 项，每项 1 至 12 字，不能重复，不能带顿号")
	ErrFixed = fault.New(fault.Conflict, "wordlist.fixed", "有的项系统的规则要用，可以改叫法，不能去掉")
	ErrKept  = fault.New(fault.Conflict, "wordlist.kept", "已经用过的项不能去掉，可以停用")
	ErrSaves = fault.New(fault.Conflict, "wordlist.saves", "救命的词不能去掉，可以再添加")
	ErrHints = fault.New(fault.Invalid, "wordlist.hints", "每项最多 60 个提示词，每个 1 至 12 字，一个词只能提示一项")
	ErrUnder = fault.New(fault.Invalid, "wordlist.under", "没有这个上级项")
	ErrUsed  = fault.New(fault.Conflict, "wordlist.used", "有的项还有人在用，请先改掉再去掉")
)

// Word is one entry.
type Word struct {
	Code  string // what records keep; "" for a new word
	Name  string
	Fixed bool // a rule of the program asks for it

	Hints     []string   // what suggests it in the words of a resident
	Under     string     // the code of the word of another list to which it belongs, "" any or none
	Hidden    bool       // no longer offered
	Say       string     // Dangers: what is said first
	Questions []Question // Categories
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
	Shipped func(List) []Word        // the words of a list that the county has not decided yet
	Check   func(List, []Word) error // what the rules that read a list cannot take
	Applied func()                   // after a change: what this process keeps of the lists is read again
	Now     func() time.Time
}

// NewService returns the service.
func NewService(c Config) *Service { return &Service{c} }

// known returns a list of the county, or the shipped one.
func (s *Service) known(ctx context.Context, from Source, l List) ([]Word, error) {
	all, err := from.Words(ctx, l)
	if err != nil {
		return nil, err
	}
	return Merge(l, all, s.with.Shipped(l)), nil
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
// ErrSaves, ErrHints, ErrUnder, ErrQuestions, ErrUsed, mark.ErrStale, those of Check.
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
		if err := s.needAllowed(ctx, tx, l, next, gone); err != nil {
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

// needAllowed returns what a list cannot be, beyond its own words.
func (s *Service) needAllowed(ctx context.Context, tx Tx, l List, next []Word, gone []string) error {
	if err := needUnused(ctx, tx, l, gone); err != nil {
		return err
	}
	if l == Dangers {
		if err := needSaving(s.with.Shipped(l), next); err != nil {
			return err
		}
	}
	if err := s.needAbove(ctx, tx, l, next); err != nil {
		return err
	}
	return s.with.Check(l, next)
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
