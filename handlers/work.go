package handlers

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/journal"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/when"
	"linli/app/work"
)

// works are the lines of work: one's own, and those of an area.
type works struct {
	web
	service *journal.Service
	photos  photos
}

func (h works) routes() []route {
	return []route{
		{"GET", api + "/work", login, auth.Posted, h.own},
		{"POST", api + "/work", login, auth.Posted, h.note},
		{"GET", api + "/work/colleagues", login, auth.Posted, h.colleagues},
		{"DELETE", api + "/work/:id", login, auth.Posted, end(h.service.TakeBack)},
		{"GET", api + "/work/year", login, auth.Posted, h.year},
		{"GET", api + "/work/week", login, auth.Posted, h.week},
		{"POST", api + "/work/week", login, auth.Reporters, h.sendWeek},
		{"GET", staff + "/work/weeks", login, auth.Publishers, h.weeks},
		{"GET", staff + "/work/tallies", login, auth.Dispatchers, h.tallies},
		{"GET", staff + "/work/lines", login, auth.Dispatchers, h.lines},
	}
}

// days reads the days of a query, zero where it says none.
func days(c *fiber.Ctx) (d journal.Days, err error) {
	for field, said := range map[*when.Date]string{&d.Begin: c.Query("from"), &d.End: c.Query("to")} {
		if said == "" {
			continue
		}
		ok := false
		if *field, ok = when.ParseDate(said); !ok {
			return d, journal.ErrDays
		}
	}
	return d, nil
}

// pageOfDays reads the days of a query and where its page begins.
func pageOfDays(c *fiber.Ctx) (d journal.Days, after pages.Cursor, err error) {
	if d, err = days(c); err == nil {
		after, err = pinnedCursor(c.Query("cursor"))
	}
	return d, after, err
}

func (h works) own(c *fiber.Ctx, who caller) error {
	d, after, err := pageOfDays(c)
	if err != nil {
		return err
	}
	found, err := h.service.Own(c.UserContext(), who.Actor, d, after)
	if err != nil {
		return err
	}
	return h.show(c, who, found)
}

func (h works) lines(c *fiber.Ctx, who caller) error {
	d, after, err := pageOfDays(c)
	if err != nil {
		return err
	}
	in, err := number(c.Query("area_id"))
	if err != nil {
		return err
	}
	found, err := h.service.Lines(c.UserContext(), who.Actor, in, work.Kind(c.Query("kind")), d, after)
	if err != nil {
		return err
	}
	return h.show(c, who, found)
}

func (h works) show(c *fiber.Ctx, who caller, found pages.Page[work.Line]) error {
	tree, err := h.tree(c)
	if err != nil {
		return err
	}
	var ids []int64
	for _, l := range found.Items {
		ids = append(append(ids, l.Person, l.By), l.With...)
	}
	people, err := h.names.Persons(c.UserContext(), distinct(ids))
	if err != nil {
		return err
	}
	files, err := h.files(c.UserContext(), found.Items)
	if err != nil {
		return err
	}
	kinds, err := work.BookOf(c.UserContext(), h.words)
	if err != nil {
		return err
	}
	v := workPage{pinnedPage(found, func(l work.Line) workLineView {
		view := h.view(tree, people, who.Actor, l)
		view.KindName = kinds.Name(l.Kind)
		for _, id := range l.Files {
			if f, ok := files[id]; ok && l.Noted {
				view.Files = append(view.Files, f)
			}
		}
		return view
	}), each(kinds.Offered(), func(k work.Kind) workKindView { return workKindView{k, kinds.Name(k)} }).Items}
	return c.JSON(v)
}

// files returns the photos of notes. Those of other lines stand with what they are about.
func (h works) files(ctx context.Context, lines []work.Line) (map[int64]fileView, error) {
	ids := map[int64][]int64{} // by community
	for _, l := range lines {
		if l.Noted {
			ids[l.Community] = append(ids[l.Community], l.Files...)
		}
	}
	shown := map[int64]fileView{}
	for community, some := range ids {
		found, err := h.photos.service.Files(ctx, community, distinct(some))
		if err != nil {
			return nil, err
		}
		for _, f := range found {
			shown[f.ID] = h.photos.view(f)
		}
	}
	return shown, nil
}

func (h works) view(t *area.Tree, people map[int64]person.Person, who auth.Actor, l work.Line) workLineView {
	v := workLineView{
		ID: text(l.ID), At: stamp(l.At), Day: l.Day().String(), Kind: l.Kind, Deed: l.Deed.Name(), Words: l.Words,
		Place: t.Say(l.Area), PersonName: people[l.Person].Name, Post: l.Post.Say(t), Minutes: l.Minutes, About: l.About, Noted: l.Noted,
		Files: []fileView{}, By: people[l.By].Name, With: []string{}, Can: []string{},
	}
	for _, id := range l.With {
		v.With = append(v.With, people[id].Name)
	}
	if l.Place != "" {
		v.Place = l.Place
	}
	if l.Noted {
		v.About = ""
	}
	if h.service.MayTakeBack(l, who) {
		v.Can = append(v.Can, "take_back")
	}
	return v
}

type workPage struct {
	page[workLineView]
	Kinds []workKindView `json:"kinds"`
}

type workKindView struct {
	Kind work.Kind `json:"kind"`
	Name string    `json:"name"`
}

type workLineView struct {
	ID         string     `json:"id"`
	At         string     `json:"at"`
	Day        string     `json:"day"`
	Kind       work.Kind  `json:"kind"`
	KindName   string     `json:"kind_name"`
	Deed       string     `json:"deed"`
	Words      string     `json:"words"`
	Place      string     `json:"place"`
	PersonName string     `json:"person_name"`
	Post       string     `json:"post"`
	Minutes    int        `json:"minutes"`
	About      string     `json:"about"`
	Noted      bool       `json:"noted"`
	Files      []fileView `json:"files"`
	By         string     `json:"by_name"`
	With       []string   `json:"with"`
	Can        []string   `json:"can"`
}

func (h works) note(c *fiber.Ctx, who caller) error {
	var in struct {
		Kind    work.Kind `json:"kind"`
		Area    string    `json:"area_id"`
		Words   string    `json:"words"`
		Files   []string  `json:"file_ids"`
		Minutes int       `json:"minutes"`
		With    []string  `json:"colleague_ids"`
		At      time.Time `json:"at"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	e := journal.Entry{Kind: in.Kind, Words: in.Words, Minutes: in.Minutes, At: in.At}
	if err := numbersInto(map[*int64]string{&e.Area: in.Area}); err != nil {
		return err
	}
	var err error
	if e.Files, err = numbers(in.Files); err != nil {
		return err
	}
	if e.With, err = numbers(in.With); err != nil {
		return err
	}
	if err := h.service.Note(c.UserContext(), who.Actor, e); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

func (h works) colleagues(c *fiber.Ctx, who caller) error {
	found, err := h.service.Colleagues(c.UserContext(), who.Actor)
	if err != nil {
		return err
	}
	tree, err := h.tree(c)
	if err != nil {
		return err
	}
	people, err := peopleOf(c.UserContext(), h.web, found, func(one journal.Colleague) int64 { return one.Person })
	if err != nil {
		return err
	}
	return c.JSON(each(found, func(one journal.Colleague) workmateView {
		return workmateView{text(one.Person), people[one.Person].Name, one.Post.Say(tree)}
	}))
}

type workmateView struct {
	Person string `json:"person_id"`
	Name   string `json:"name"`
	Post   string `json:"post"`
}

func weekOf(said string) (when.Date, error) {
	if said == "" {
		return 0, nil
	}
	d, ok := when.ParseDate(said)
	if !ok {
		return 0, journal.ErrWeek
	}
	return d, nil
}

func (h works) week(c *fiber.Ctx, who caller) error {
	day, err := weekOf(c.Query("week"))
	if err != nil {
		return err
	}
	w, err := h.service.Draft(c.UserContext(), who.Actor, day)
	if err != nil {
		return err
	}
	return c.JSON(viewDraft(w, ""))
}

func (h works) year(c *fiber.Ctx, who caller) error {
	year, err := number(c.Query("year"))
	if err != nil {
		return journal.ErrYear
	}
	y, err := h.service.Year(c.UserContext(), who.Actor, int(year))
	if err != nil {
		return err
	}
	kinds, err := work.BookOf(c.UserContext(), h.words)
	if err != nil {
		return err
	}
	return c.JSON(yearView{text(int64(y.Year)), y.Said, y.Days, y.Solved, y.Served, viewKinds(kinds, y.Kinds)})
}

type yearView struct {
	Year   string          `json:"year"`
	Said   string          `json:"said"`
	Days   int             `json:"days"`
	Solved int             `json:"solved"`
	Served int             `json:"served"`
	Kinds  []kindCountView `json:"kinds"`
}

func (h works) sendWeek(c *fiber.Ctx, who caller) error {
	var in struct {
		Week  string `json:"week"`
		Words string `json:"words"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	day, err := weekOf(in.Week)
	if err != nil {
		return err
	}
	w, err := h.service.Send(c.UserContext(), who.Actor, day, in.Words)
	if err != nil {
		return err
	}
	return c.JSON(viewDraft(w, ""))
}

func (h works) weeks(c *fiber.Ctx, who caller) error {
	day, err := weekOf(c.Query("week"))
	if err != nil {
		return err
	}
	in, err := number(c.Query("area_id"))
	if err != nil {
		return err
	}
	sent, open, err := h.service.Weeks(c.UserContext(), who.Actor, in, day)
	if err != nil {
		return err
	}
	people, err := peopleOf(c.UserContext(), h.web, sent, func(w journal.Week) int64 { return w.Person })
	if err != nil {
		return err
	}
	return c.JSON(weeksView{each(sent, func(w journal.Week) draftView { return viewDraft(w, people[w.Person].Name) }), open})
}

type weeksView struct {
	items[draftView]
	Open int `json:"open"`
}

type draftView struct {
	Monday     string `json:"monday"`
	PersonName string `json:"person_name"`
	Draft      string `json:"draft"`
	Added      string `json:"added"`
	SentAt     string `json:"sent_at"`
}

func viewDraft(w journal.Week, name string) draftView {
	return draftView{w.Monday.String(), name, w.Draft, w.Added, stamp(w.SentAt)}
}

func (h works) tallies(c *fiber.Ctx, who caller) error {
	d, err := days(c)
	if err != nil {
		return err
	}
	in, err := number(c.Query("area_id"))
	if err != nil {
		return err
	}
	found, err := h.service.Tallies(c.UserContext(), who.Actor, in, journal.By(c.Query("by", string(journal.ByGrid))), d)
	if err != nil {
		return err
	}
	tree, err := h.tree(c)
	if err != nil {
		return err
	}
	kinds, err := work.BookOf(c.UserContext(), h.words)
	if err != nil {
		return err
	}
	return c.JSON(each(found, func(one journal.Tally) tallyView { return viewTally(tree, kinds, one) }))
}

type tallyView struct {
	Area   string          `json:"area_id"`
	Name   string          `json:"name"`
	Lines  int             `json:"lines"`
	Solved int             `json:"solved"`
	Served int             `json:"served"`
	Kinds  []kindCountView `json:"kinds"`
}

type kindCountView struct {
	Kind  work.Kind `json:"kind"`
	Name  string    `json:"name"`
	Count int       `json:"count"`
}

func viewTally(t *area.Tree, kinds work.Book, one journal.Tally) tallyView {
	v := tallyView{Area: maybe(one.Area), Name: t.Say(one.Area), Lines: one.Lines, Solved: one.Solved, Served: one.Served, Kinds: viewKinds(kinds, one.Kinds)}
	switch {
	case one.Post.Role != "":
		v.Name = one.Post.Say(t)
	case one.Area == 0:
		v.Name = "社区"
	}
	return v
}

func viewKinds(kinds work.Book, counts map[work.Kind]int) []kindCountView {
	all := []kindCountView{}
	for _, k := range kinds.Kinds() {
		if n := counts[k]; n > 0 {
			all = append(all, kindCountView{k, kinds.Name(k), n})
		}
	}
	return all
}
