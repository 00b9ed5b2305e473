package report

import (
	"slices"
	"strings"

	"linli/app/danger"
	"linli/app/wordlist"
)

// Category is what a report is about.
type Category string

// Other is the category of a report that nobody has sorted yet.
const Other Category = "other"

// Kind is a category with its name and the words that suggest it (domain.md §4).
type Kind struct {
	Category  Category
	Name      string
	Family    string // the code of its family, "" none
	Hints     []string
	Hidden    bool // no longer offered and not guessed; reports keep it
	Questions []wordlist.Question
}

// Topic is a matter within a category, or across them, with its own limits. Staff choose it when they accept.
type Topic struct {
	Code     string
	Category Category // "": any
	Name     string
	Hidden   bool // no longer offered; reports keep it
}

// Catalogue is what reports of a county can be about, in the order that clients show, and which words speak of danger.
type Catalogue struct {
	Families []wordlist.Word
	Kinds    []Kind
	Topics   []Topic
	Partners []wordlist.Word
	Dangers  *danger.Book
}

// Lists are the lists of the county of which the catalogue is made.
var Lists = []wordlist.List{wordlist.Families, wordlist.Categories, wordlist.Topics, wordlist.Partners, wordlist.Dangers}

// NewCatalogue returns the catalogue of lists of the county; an empty list is the shipped one.
func NewCatalogue(own map[wordlist.List][]wordlist.Word) Catalogue {
	of := func(l wordlist.List) []wordlist.Word { return wordlist.Merge(l, own[l], Shipped.Words(l)) }
	c := Catalogue{Families: of(wordlist.Families), Partners: of(wordlist.Partners)}
	for _, w := range of(wordlist.Categories) {
		c.Kinds = append(c.Kinds, Kind{Category(w.Code), w.Name, w.Under, w.Hints, w.Hidden, w.Questions})
	}
	for _, w := range of(wordlist.Topics) {
		c.Topics = append(c.Topics, Topic{Code: w.Code, Category: Category(w.Under), Name: w.Name, Hidden: w.Hidden})
	}
	c.Dangers = danger.NewBook(entries(of(wordlist.Dangers)))
	return c
}

// entries returns words of the list of dangers as its entries.
func entries(all []wordlist.Word) []danger.Entry {
	found := make([]danger.Entry, len(all))
	for i, w := range all {
		found[i] = danger.Entry{Kind: danger.Kind(w.Code), Name: w.Name, Words: w.Hints, Say: w.Say}
		if w.Hidden {
			found[i].Words = nil
		}
	}
	return found
}

// CheckWords returns what reports cannot take of a list.
func CheckWords(l wordlist.List, all []wordlist.Word) error {
	if l != wordlist.Dangers {
		return nil
	}
	for _, e := range entries(all) {
		if err := e.Check(); err != nil {
			return err
		}
	}
	return nil
}

// Words returns one of the catalogue's lists as words of the county, nil for any other list.
func (c Catalogue) Words(l wordlist.List) (all []wordlist.Word) {
	switch l {
	case wordlist.Families:
		return c.Families
	case wordlist.Partners:
		return c.Partners
	case wordlist.Categories:
		for _, k := range c.Kinds {
			all = append(all, wordlist.Word{
				Code: string(k.Category), Name: k.Name, Under: k.Family, Hints: k.Hints, Hidden: k.Hidden, Questions: k.Questions, Fixed: k.Category == Other,
			})
		}
	case wordlist.Topics:
		for _, t := range c.Topics {
			all = append(all, wordlist.Word{Code: t.Code, Name: t.Name, Under: string(t.Category), Hidden: t.Hidden})
		}
	case wordlist.Dangers:
		for _, e := range c.Dangers.Entries() {
			all = append(all, wordlist.Word{Code: string(e.Kind), Name: e.Name, Hints: e.Words, Say: e.Say, Fixed: true})
		}
	}
	return all
}

// Naming is what a community changes in a category for itself; the category stays the county's.
type Naming struct {
	Category Category
	Name     string // "": the county's
	Hidden   bool   // not offered there
}

// with returns the catalogue in the words of a community.
func (c Catalogue) with(own []Naming) Catalogue {
	if len(own) == 0 {
		return c
	}
	c.Kinds = slices.Clone(c.Kinds)
	for i, k := range c.Kinds {
		for _, o := range own {
			if o.Category != k.Category {
				continue
			}
			if o.Name != "" {
				c.Kinds[i].Name = o.Name
			}
			c.Kinds[i].Hidden = k.Hidden || o.Hidden && k.Category != Other
		}
	}
	return c
}

// Of returns a category, the zero Kind when it does not exist.
func (c Catalogue) Of(one Category) Kind {
	i := slices.IndexFunc(c.Kinds, func(k Kind) bool { return k.Category == one })
	if i < 0 {
		return Kind{}
	}
	return c.Kinds[i]
}

// InFamily returns the categories of a family, those no longer offered among them.
func (c Catalogue) InFamily(code string) (all []Category) {
	for _, k := range c.Kinds {
		if k.Family == code {
			all = append(all, k.Category)
		}
	}
	return all
}

// FamilyName returns the family of a category in Chinese, "" for none.
func (c Catalogue) FamilyName(one Category) string { return nameOf(c.Families, c.Of(one).Family) }

// PartnerName returns a partner in Chinese, "" when there is none.
func (c Catalogue) PartnerName(code string) string { return nameOf(c.Partners, code) }

func nameOf(all []wordlist.Word, code string) string {
	for _, w := range all {
		if w.Code == code {
			return w.Name
		}
	}
	return ""
}

// Has says whether the category exists, offered or not.
func (c Catalogue) Has(one Category) bool {
	return slices.ContainsFunc(c.Kinds, func(k Kind) bool { return k.Category == one })
}

// Name returns the category in Chinese, "" when it does not exist.
func (c Catalogue) Name(one Category) string {
	if one == System {
		return systemName
	}
	return c.Of(one).Name
}

// Guess returns the category that the words suggest, or Other. Staff correct it when they accept.
func (c Catalogue) Guess(text string) Category {
	best, at := Other, len(text)+1
	for _, k := range c.Kinds {
		if k.Hidden {
			continue
		}
		for _, h := range k.Hints {
			if i := strings.Index(text, h); i >= 0 && i < at {
				best, at = k.Category, i
			}
		}
	}
	return best
}

// HasTopic says whether the topic may stand with the category, "" for any category. "" is no topic and always allowed.
func (c Catalogue) HasTopic(code string, with Category) bool {
	return code == "" || slices.ContainsFunc(c.Topics, func(t Topic) bool {
		return t.Code == code && (with == "" || t.Category == "" || t.Category == with)
	})
}

// TopicName returns the topic in Chinese, "" when there is none.
func (c Catalogue) TopicName(code string) string {
	for _, t := range c.Topics {
		if t.Code == code {
			return t.Name
		}
	}
	return ""
}

// sort puts the report into a category.
func (c Catalogue) sort(r *Report, one Category) { r.Category, r.CategoryName = one, c.Name(one) }
