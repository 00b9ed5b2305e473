package notify

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/fresh"
	"linli/app/mark"
	typed "linli/app/text"
)

// OwnWords are the county's own words for a kind of notice.
type OwnWords struct {
	Text string // "" after the county went back to the program's words
	At   time.Time
	By   int64
}

// wording is how notices are worded now.
type wording struct {
	kinds catalogue           // with the county's words
	own   map[string]OwnWords // by kind
}

// newWords returns the words of today. Words that a newer version of the program no longer allows do not count.
func newWords(s Store, kinds catalogue, groups []*Kinds, now func() time.Time) *fresh.Value[wording] {
	return fresh.New(fresh.Source[wording]{Version: s.NoticeWordsVersion, Load: func(ctx context.Context) (wording, error) {
		own, err := s.NoticeWords(ctx)
		w := wording{kinds: maps.Clone(kinds), own: own}
		for _, k := range groups {
			for _, one := range k.all {
				if text := own[one.Name].Text; text != "" && k.CheckText(one, text) == nil {
					w.kinds[one.Name] = one.worded(text)
				}
			}
		}
		return w, err
	}}, now)
}

// worded returns the kind in other words, which stand for what the chat says, too.
func (k Kind) worded(text string) Kind {
	k.Text = text
	if k.Chat != "" {
		k.Chat = text
	}
	return k
}

// Group are the kinds of one capability with their words.
type Group struct {
	Name  string
	Kinds []Worded
}

// Worded is a kind with its words, as staff read them before they change them.
type Worded struct {
	Kind    Kind   // in the program's words
	To      string // whom it goes to, in Chinese
	Own     OwnWords
	Mark    string // for SetWords
	Facts   []WordFact
	Problem error // why the county's words do not count; nil if they do
}

// WordFact is a fact that the words of a kind may name.
type WordFact struct {
	Name, Label, Example string
	Must                 bool // the words have to name it
}

// Words returns the kinds of notice with their words, and whether the actor may change them. Staff of the territory read them.
func (s *Service) Words(ctx context.Context, who auth.Actor) (all []Group, can bool, err error) {
	if err := who.Need(auth.Handlers...); err != nil {
		return nil, false, err
	}
	w, err := s.words.Get(ctx)
	if err != nil {
		return nil, false, err
	}
	for _, k := range s.groups {
		if k.subject.Name == "" {
			continue
		}
		g := Group{Name: k.subject.Name}
		for _, one := range k.all {
			shown, err := k.worded(one, w.own[one.Name])
			if err != nil {
				return nil, false, err
			}
			g.Kinds = append(g.Kinds, shown)
		}
		all = append(all, g)
	}
	_, err = s.county(ctx, who)
	return all, err == nil, nil //nolint:nilerr // others only read them
}

func (k *Kinds) worded(one Kind, own OwnWords) (w Worded, err error) {
	w = Worded{Kind: one, To: k.subject.To, Own: own}
	switch {
	case one.ForStaff:
		w.To = "工作人员"
	case w.To == "":
		w.To = "居民"
	}
	facts := k.example(one)
	for _, f := range k.May(one) {
		w.Facts = append(w.Facts, WordFact{Name: f.name, Label: k.Label(f), Example: facts[f], Must: slices.Contains(one.Must(), f)})
	}
	if own.Text != "" {
		w.Problem = k.CheckText(one, own.Text)
	}
	w.Mark, err = mark.Of(own.Text)
	return w, err
}

// SetWords replaces the words of a kind of notice in the whole county; "" and the program's words give the program's words
// back. With seen, the mark that the actor read, a change of older words is refused. Faults: ErrNoKind, those of CheckText,
// mark.ErrStale, area.ErrMissing for an actor who does not act for the county.
func (s *Service) SetWords(ctx context.Context, who auth.Actor, name, text, seen string) error {
	root, err := s.county(ctx, who)
	if err != nil {
		return err
	}
	k, one, err := s.wordable(name)
	if err != nil {
		return err
	}
	if text = strings.TrimSpace(typed.Words(text)); text == one.Text {
		text = ""
	}
	if text != "" {
		if err := k.CheckText(one, text); err != nil {
			return err
		}
	}
	defer s.words.Forget()
	return s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.BumpNoticeWords(ctx); err != nil {
			return err
		}
		was, err := tx.NoticeWordsOf(ctx, name)
		if err != nil {
			return err
		}
		if err := mark.Need(seen, was); err != nil || was == text {
			return err
		}
		now := s.now()
		if err := tx.SaveNoticeWords(ctx, name, OwnWords{Text: text, At: now, By: who.Person}); err != nil {
			return err
		}
		return tx.AddAudit(ctx, audit.Record{
			Community: root.Community, At: now, Person: who.Person, Action: "notify.text", About: "notice_kind:" + name, Reason: orDefault(text),
		})
	})
}

// orDefault is what the audit says of the new words.
func orDefault(text string) string {
	if text == "" {
		return "default"
	}
	return text
}

// county returns the county if the actor acts for it.
func (s *Service) county(ctx context.Context, who auth.Actor) (area.Area, error) {
	if err := who.Need(auth.Centres...); err != nil {
		return area.Area{}, err
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return area.Area{}, err
	}
	root, err := tree.Root()
	if err != nil || !who.Covers(root.Path, auth.Centres...) {
		return area.Area{}, area.ErrMissing
	}
	return root, nil
}

// wordable returns a kind whose words staff may change, in the program's words, and its capability.
func (s *Service) wordable(name string) (*Kinds, Kind, error) {
	for _, k := range s.groups {
		i := slices.IndexFunc(k.all, func(one Kind) bool { return one.Name == name })
		if i >= 0 && k.subject.Name != "" {
			return k, k.all[i], nil
		}
	}
	return nil, Kind{}, ErrNoKind
}
