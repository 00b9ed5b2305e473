package work

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"linli/app/wordlist"
)

// Book is the county's kinds of work (工作类型): the shipped ones as the county calls them, and its own, which belong where the
// shipped kind above them does. The zero Book has the shipped kinds.
type Book struct{ words []wordlist.Word }

var shipped = func() (all []wordlist.Word) {
	for _, k := range kinds {
		all = append(all, wordlist.Word{Code: string(k.kind), Name: k.name, Fixed: k.kind == Other})
	}
	return all
}()

// Shipped returns the words of the list of kinds until the county decides, nil for any other list.
func Shipped(l wordlist.List) []wordlist.Word {
	if l != wordlist.Works {
		return nil
	}
	return shipped
}

// CheckWords returns wordlist.ErrUnder for a list in which an own kind stands under another own one, or a shipped kind under any.
func CheckWords(l wordlist.List, all []wordlist.Word) error {
	for _, w := range all {
		if l == wordlist.Works && w.Under != "" && (Kind(w.Under).name() == "" || Kind(w.Code).name() != "") {
			return wordlist.ErrUnder
		}
	}
	return nil
}

// NewBook returns the kinds of a county with these words; with none, the shipped ones.
func NewBook(own []wordlist.Word) Book { return Book{wordlist.Merge(wordlist.Works, own, shipped)} }

// BookOf reads the county's kinds.
func BookOf(ctx context.Context, from wordlist.Source) (Book, error) {
	own, err := from.Words(ctx, wordlist.Works)
	if err != nil {
		return Book{}, fmt.Errorf("kinds of work: %w", err)
	}
	return NewBook(own), nil
}

func (b Book) all() []wordlist.Word {
	if len(b.words) == 0 {
		return shipped
	}
	return b.words
}

func (b Book) word(k Kind) wordlist.Word {
	for _, w := range b.all() {
		if w.Code == string(k) {
			return w
		}
	}
	return wordlist.Word{}
}

// Kinds lists every kind in the county's order.
func (b Book) Kinds() []Kind {
	all := make([]Kind, len(b.all()))
	for i, w := range b.all() {
		all[i] = Kind(w.Code)
	}
	return all
}

// Offered lists the kinds that can be chosen for a note.
func (b Book) Offered() []Kind {
	return slices.DeleteFunc(b.Kinds(), func(k Kind) bool { return b.word(k).Hidden })
}

// Name returns the kind as the county calls it, "" for no kind.
func (b Book) Name(k Kind) string { return cmp.Or(b.word(k).Name, k.name()) }

// Is returns the shipped kind as which a kind counts: itself, the one above it, or "" where an own kind stands under none.
func (b Book) Is(k Kind) Kind {
	if k.name() != "" {
		return k
	}
	return Kind(b.word(k).Under)
}

// Duties returns where the kind belongs.
func (b Book) Duties(k Kind) Duties { return b.Is(k).duties() }

// Private says whether what is written about work of the kind is about somebody's life.
func (b Book) Private(k Kind) bool { return slices.Contains([]Kind{Special, Visit, Dispute}, b.Is(k)) }
