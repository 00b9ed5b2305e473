package handlers

import (
	"github.com/gofiber/fiber/v2"

	"linli/app/auth"
	"linli/app/wordlist"
)

// wordlists are the lists of words that the county decides.
type wordlists struct{ service *wordlist.Service }

func (h wordlists) routes() []route {
	return []route{
		{"GET", staff + "/words/:list", login, auth.Posted, h.list},
		{"PUT", staff + "/words/:list", login, auth.Centres, h.set},
	}
}

func (h wordlists) list(c *fiber.Ctx, who caller) error {
	all, version, err := h.service.Words(c.UserContext(), who.Actor, wordlist.List(c.Params("list")))
	if err != nil {
		return err
	}
	view := wordlistView{items: each(all, viewWord), Version: version, Can: []string{}}
	if who.Need(auth.Centres...) == nil {
		view.Can = append(view.Can, "set")
	}
	return c.JSON(view)
}

func (h wordlists) set(c *fiber.Ctx, who caller) error {
	var in struct {
		items[wordView]
		seen
	}
	if err := read(c, &in); err != nil {
		return err
	}
	all := make([]wordlist.Word, len(in.Items))
	for i, w := range in.Items {
		all[i] = w.word()
	}
	if err := h.service.Set(c.UserContext(), who.Actor, wordlist.List(c.Params("list")), all, in.Version); err != nil {
		return err
	}
	return h.list(c, who)
}

type wordView struct {
	Code  string `json:"code"`
	Name  string `json:"name"`
	Fixed bool   `json:"fixed"`

	Hints     []string     `json:"hints"`
	Under     string       `json:"under"`
	Hidden    bool         `json:"hidden"`
	Say       string       `json:"say"`
	Questions []detailView `json:"questions"`
}

func (v wordView) word() wordlist.Word {
	w := wordlist.Word{Code: v.Code, Name: v.Name, Fixed: v.Fixed, Hints: v.Hints, Under: v.Under, Hidden: v.Hidden, Say: v.Say}
	for _, q := range v.Questions {
		w.Questions = append(w.Questions, wordlist.Question{Text: q.Text, Kind: q.Kind, Choices: q.Choices})
	}
	return w
}

func viewWord(w wordlist.Word) wordView {
	return wordView{w.Code, w.Name, w.Fixed, append([]string{}, w.Hints...), w.Under, w.Hidden, w.Say, each(w.Questions, viewDetail).Items}
}

type detailView struct {
	Text    string             `json:"text"`
	Kind    wordlist.Answering `json:"kind"`
	Choices []string           `json:"choices"`
}

func viewDetail(q wordlist.Question) detailView {
	return detailView{q.Text, q.Kind, append([]string{}, q.Choices...)}
}

type wordlistView struct {
	items[wordView]
	Version string   `json:"version"`
	Can     []string `json:"can"`
}
