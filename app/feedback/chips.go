package feedback

import (
	"context"
	"slices"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/mark"
	"linli/app/wordlist"
)

// The words that several kinds have, as they are until the county decides its own.
var (
	manner   = wordlist.Word{Code: "manner", Name: "态度"}
	wait     = wordlist.Word{Code: "wait", Name: "等得久"}
	unclear  = wordlist.Word{Code: "unclear", Name: "没说清楚"}
	trips    = wordlist.Word{Code: "trips", Name: "跑了多趟"}
	untimely = wordlist.Word{Code: "time", Name: "时间不合适"}
	place    = wordlist.Word{Code: "place", Name: "地方不方便"}
	clean    = wordlist.Word{Code: "clean", Name: "不干净"}
	late     = wordlist.Word{Code: "late", Name: "送晚了"}
)

// lists are what people can pick that could be better with each kind: a list of the county, and its words until the county decides.
var lists = map[Kind]struct {
	list    wordlist.List
	shipped []wordlist.Word
}{
	Booking: {wordlist.BookingChips, []wordlist.Word{wait, manner, {Code: "skill", Name: "手艺"}, untimely, place}},
	Errand:  {wordlist.ErrandChips, []wordlist.Word{{Code: "slow", Name: "办得慢"}, manner, unclear, trips}},
	Order:   {wordlist.OrderChips, []wordlist.Word{{Code: "tardy", Name: "来晚了"}, manner, {Code: "poor", Name: "没做好"}, clean}},
	Meal:    {wordlist.MealChips, []wordlist.Word{{Code: "taste", Name: "口味"}, {Code: "cold", Name: "凉了"}, late, {Code: "amount", Name: "份量"}, manner}},
	Hall:    {wordlist.HallChips, []wordlist.Word{clean, {Code: "broken", Name: "设备坏了"}, untimely}},
	Loan:    {wordlist.LoanChips, []wordlist.Word{{Code: "worn", Name: "东西旧了"}, {Code: "few", Name: "常借不到"}, manner}},
	Counter: {wordlist.CounterChips, []wordlist.Word{wait, manner, unclear, trips}},
}

// Shipped returns the words of a list of chips until the county decides, nil for any other list.
func Shipped(l wordlist.List) []wordlist.Word {
	for _, of := range lists {
		if of.list == l {
			return of.shipped
		}
	}
	return nil
}

// words returns the county's chips of a kind, also those that are no longer offered.
func (k Kind) words(ctx context.Context, from wordlist.Source) ([]wordlist.Word, error) {
	of := lists[k]
	all, err := from.Words(ctx, of.list)
	return wordlist.Merge(of.list, all, of.shipped), err
}

// pick returns the names of picked codes, of which each is a word of the county: what is hidden since somebody opened the page is taken
// as well. Fault: ErrChips.
func pick(words []wordlist.Word, codes []string) (names []string, err error) {
	for _, code := range codes {
		n := slices.IndexFunc(words, func(w wordlist.Word) bool { return w.Code == code })
		if n < 0 {
			return nil, ErrChips
		}
		names = append(names, words[n].Name)
	}
	return names, nil
}

// picked is pick from the county's list.
func (k Kind) picked(ctx context.Context, from wordlist.Source, codes []string) ([]string, error) {
	if len(codes) == 0 {
		return nil, nil
	}
	words, err := k.words(ctx, from)
	if err != nil {
		return nil, err
	}
	return pick(words, codes)
}

// NamesOf returns the picked chips in Chinese, as they were called then.
func (f Feedback) NamesOf() []string {
	if len(f.Names) == len(f.Chips) {
		return append([]string{}, f.Names...)
	}
	names, _ := pick(lists[f.Kind].shipped, f.Chips) // of an answer from when no names were kept
	return append([]string{}, names...)
}

// Hidden is a chip that a community does not offer.
type Hidden struct {
	Community int64
	Kind      Kind
	Code      string
}

// Offers returns what people can pick in each of some questions: the county's words, without those that the community hides.
func (s *Service) Offers(ctx context.Context, all []Feedback) (func(Feedback) []wordlist.Word, error) {
	words, communities := map[Kind][]wordlist.Word{}, []int64{}
	for _, f := range all {
		if words[f.Kind] == nil {
			found, err := f.Kind.words(ctx, s.store)
			if err != nil {
				return nil, err
			}
			words[f.Kind] = found
		}
		if !slices.Contains(communities, f.Community) {
			communities = append(communities, f.Community)
		}
	}
	hidden, err := s.store.HiddenChips(ctx, communities)
	return func(f Feedback) []wordlist.Word {
		return slices.DeleteFunc(slices.Clone(words[f.Kind]), func(w wordlist.Word) bool {
			return w.Hidden || slices.Contains(hidden, Hidden{f.Community, f.Kind, w.Code})
		})
	}, err
}

// Chip is a word of the county as a community sees it.
type Chip struct {
	Kind Kind
	wordlist.Word
	Here bool // hidden in the community
}

// Chips are those of a community, with the mark for Hide.
type Chips struct {
	All   []Chip
	Mark  string
	Saves bool // the actor may change what is hidden
}

// Chips returns the county's chips of all kinds, and which of them the community hides. Fault: area.ErrMissing.
func (s *Service) Chips(ctx context.Context, who auth.Actor, community int64) (c Chips, err error) {
	if err := who.Need(auth.Publishers...); err != nil {
		return c, err
	}
	at, err := s.community(ctx, who, community, auth.Publishers)
	if err != nil {
		return c, err
	}
	hidden, err := s.store.HiddenChips(ctx, []int64{community})
	if err != nil {
		return c, err
	}
	for _, k := range Kinds {
		words, err := k.words(ctx, s.store)
		if err != nil {
			return c, err
		}
		for _, w := range words {
			c.All = append(c.All, Chip{k, w, slices.Contains(hidden, Hidden{community, k, w.Code})})
		}
	}
	c.Saves = who.Covers(at.Path, auth.Deciders...)
	c.Mark, err = mark.Of(hidden)
	return c, err
}

// Hiding says which chips a community hides, with the mark of those that the actor read.
type Hiding struct {
	All  []Hidden
	Seen string
}

// Hide replaces which chips a community does not offer. Answers keep what was picked. Faults: area.ErrMissing, ErrChips, mark.ErrStale.
func (s *Service) Hide(ctx context.Context, who auth.Actor, community int64, h Hiding) (Chips, error) {
	if err := who.Need(auth.Deciders...); err != nil {
		return Chips{}, err
	}
	if _, err := s.community(ctx, who, community, auth.Deciders); err != nil {
		return Chips{}, err
	}
	err := s.inTx(ctx, func(tx Tx) error {
		if err := tx.LockCommunity(ctx, community); err != nil {
			return err
		}
		was, err := tx.HiddenChips(ctx, []int64{community})
		if err != nil {
			return err
		}
		if err := mark.Need(h.Seen, was); err != nil {
			return err
		}
		next := make([]Hidden, 0, len(h.All))
		for _, one := range h.All {
			one.Community = community
			if _, err := one.Kind.picked(ctx, tx, []string{one.Code}); err != nil {
				return err
			}
			if !slices.Contains(next, one) {
				next = append(next, one)
			}
		}
		if err := tx.SaveHiddenChips(ctx, community, next); err != nil {
			return err
		}
		return tx.AddAudit(ctx, record(community, who, s.now(), "chips", "", ""))
	})
	if err != nil {
		return Chips{}, err
	}
	return s.Chips(ctx, who, community)
}

// community returns one where the actor has one of the roles. Fault: area.ErrMissing.
func (s *Service) community(ctx context.Context, who auth.Actor, id int64, roles []auth.Role) (area.Area, error) {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return area.Area{}, err
	}
	at, err := t.Community(id)
	if err != nil || !who.Covers(at.Path, roles...) {
		return area.Area{}, area.ErrMissing
	}
	return at, nil
}
