package handlers

import (
	"github.com/gofiber/fiber/v2"

	"linli/app/fault"
	"linli/app/notify"
)

// words shows how each kind of notice is worded.
func (h notices) words(c *fiber.Ctx, who caller) error {
	groups, can, err := h.service.Words(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	var writers []int64
	for _, g := range groups {
		for _, w := range g.Kinds {
			writers = append(writers, w.Own.By)
		}
	}
	people, err := h.names.Persons(c.UserContext(), distinct(writers))
	if err != nil {
		return err
	}
	v := wordsView{Can: []string{}}
	if can {
		v.Can = append(v.Can, "save")
	}
	v.items = each(groups, func(g notify.Group) groupView {
		return groupView{g.Name, each(g.Kinds, func(w notify.Worded) wordedView {
			shown := viewWorded(w)
			shown.ChangedBy = people[w.Own.By].Name
			return shown
		}).Items}
	})
	return c.JSON(v)
}

func (h notices) setWords(c *fiber.Ctx, who caller) error {
	var in struct {
		Text string `json:"text"`
		seen
	}
	if err := read(c, &in); err != nil {
		return err
	}
	if err := h.service.SetWords(c.UserContext(), who.Actor, c.Params("kind"), in.Text, in.Version); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// previewWords shows a notice in words that are not saved, on each channel.
func (h notices) previewWords(c *fiber.Ctx, who caller) error {
	var in struct {
		Text string `json:"text"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	found, wrong, err := h.service.PreviewWords(c.UserContext(), who.Actor, c.Params("kind"), in.Text)
	if err != nil {
		return err
	}
	return c.JSON(channelsView{each(found, viewChannel), viewProblem(wrong)})
}

type wordsView struct {
	items[groupView]
	Can []string `json:"can"`
}

type groupView struct {
	Name  string       `json:"name"`
	Kinds []wordedView `json:"kinds"`
}

type wordedView struct {
	Kind      string     `json:"kind"`
	Title     string     `json:"title"`
	To        string     `json:"to"`
	Urgent    bool       `json:"urgent"`
	Default   string     `json:"default"`
	Text      string     `json:"text"` // the county's own, or ""
	ChangedAt string     `json:"changed_at"`
	ChangedBy string     `json:"changed_by"`
	Problem   string     `json:"problem"` // why Text does not count
	Facts     []factView `json:"facts"`
	Version   string     `json:"version"`
}

type factView struct {
	Name    string `json:"name"`
	Label   string `json:"label"`
	Example string `json:"example"`
	Must    bool   `json:"must"`
}

func viewWorded(w notify.Worded) wordedView {
	return wordedView{
		Kind: w.Kind.Name, Title: w.Kind.Title, To: w.To, Urgent: w.Kind.Urgent, Default: w.Kind.Text, Text: w.Own.Text,
		ChangedAt: stamp(w.Own.At), Problem: viewProblem(w.Problem), Version: w.Mark,
		Facts: each(w.Facts, func(f notify.WordFact) factView { return factView(f) }).Items,
	}
}

// viewProblem returns what a person reads about a wrong text, "" for none.
func viewProblem(wrong error) string {
	if f, ok := fault.As(wrong); ok {
		return f.Text
	}
	return ""
}

type channelsView struct {
	items[channelView]
	Problem string `json:"problem"`
}

type channelView struct {
	Channel notify.Channel `json:"channel"`
	Title   string         `json:"title"`
	Text    string         `json:"text"`
	Fields  []filledView   `json:"fields"`
	Length  int            `json:"length"`
	Most    int            `json:"most"`
	Cut     bool           `json:"cut"`
	Parts   int            `json:"parts"`
	Off     bool           `json:"off"`
}

type filledView struct {
	Name  string `json:"name"`
	Fact  string `json:"fact"`
	Label string `json:"label"`
	Value string `json:"value"`
	Cut   bool   `json:"cut"`
}

func viewChannel(p notify.Preview) channelView {
	return channelView{
		Channel: p.Channel, Title: p.Title, Text: p.Text, Length: p.Length, Most: p.Most, Cut: p.Cut, Parts: p.Parts, Off: p.Off,
		Fields: each(p.Fields, func(f notify.Field) filledView { return filledView(f) }).Items,
	}
}
