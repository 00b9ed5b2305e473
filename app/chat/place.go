package chat

import (
	"errors"
	"strings"
	"unicode/utf8"

	"linli/app/area"
	"linli/app/intent"
	"linli/app/report"
)

// read returns the place that words say, for this resident.
func (t *turn) read(said string) area.Found {
	home := t.person.Home
	if home == 0 {
		home = t.home()
	}
	return t.tree.Read(home, said)
}

// readOn is read for the answer to where a place is: what was said before counts too, because an answer may name only the
// estate or only the building.
func (t *turn) readOn(said string) area.Found {
	found := t.read(said)
	if len(found.Areas) == 1 || t.draft.Place == "" {
		return found
	}
	for _, both := range []string{said + t.draft.Place, t.draft.Place + said} {
		if more := t.read(both); len(more.Areas) == 1 || len(found.Areas)+len(found.Maybe) == 0 && len(more.Areas) > 0 {
			return more
		}
	}
	return found
}

// choices returns the places among which the resident may pick.
func choices(found area.Found) []area.Area {
	if len(found.Areas) > 1 {
		return found.Areas
	}
	return found.Maybe
}

// askAbout asks for what the words leave open.
var askAbout = map[area.Ask]string{
	area.AskPlace:    askPlaceAgain,
	area.AskEstate:   "请问是哪个小区或哪条路？比如“阳光花园”。",
	area.AskBuilding: "请问是几号楼？不在楼里请说在哪里，比如“东门口”。",
	area.AskUnknown:  askPlaceAgain,
	area.AskTwo:      "您说了两个地方，请只说一个；另一个等会儿再报。",
}

// location takes a place from the map.
func (t *turn) location() (string, error) {
	p := t.push
	if err := area.CheckPosition(p.Lat, p.Lng); err != nil {
		return "", err
	}
	label := report.Cut(strings.TrimSpace(p.Label), report.MaxPlace)
	found := t.tree.Where(p.Lat, p.Lng)
	if t.urgent() {
		t.draft.Lat, t.draft.Lng = p.Lat, p.Lng
		if len(found.Areas) == 1 {
			if reply, err := t.alarmAt(found.Areas[0].ID, label); !errors.Is(err, errOver) {
				return reply, err
			}
		}
		if reply, ok, err := t.belongs("位置：" + label); ok || err != nil {
			return reply, err
		}
	}
	if !t.draft.about() {
		t.clear()
	}
	t.draft.Lat, t.draft.Lng, t.draft.Place = p.Lat, p.Lng, label
	switch {
	case len(found.Areas) == 1:
		t.draft.at(found.Areas[0].ID, found.Areas[0].Community)
	case len(choices(found)) > 1:
		return t.askPick("", found)
	default:
		t.draft.unlocated(t.tree)
	}
	if t.draft.empty() {
		return t.stand(t.draft.Area)
	}
	return t.confirm("")
}

// place reads the place: clear words settle it, several matches are numbered, and what is missing is asked for; after two
// answers staff look at them. Words that say more than the place are kept.
func (t *turn) place(r intent.Reading, said string) (string, error) {
	got := ""
	onlyPlace := r.Kind == intent.Place || t.matters.Guess(said) == report.Other && utf8.RuneCountInString(said) <= 16 && len(t.read(said).Areas) == 1
	if r.Kind == intent.Problem && !onlyPlace || t.draft.empty() && !onlyPlace {
		var err error
		if got, err = t.describe(said); err != nil {
			return "", err
		}
	}
	found := t.readOn(said)
	switch {
	case len(found.Areas) == 1:
		t.draft.at(found.Areas[0].ID, found.Areas[0].Community)
		t.draft.Place = report.Cut(said, report.MaxPlace)
		return t.confirm(got)
	case len(choices(found)) > 0:
		return t.askPick(got, found)
	}
	if r.Kind != intent.Problem {
		t.draft.Place = report.Cut(strings.TrimSpace(said+" "+t.draft.Place), report.MaxPlace)
	}
	if t.draft.Asked++; t.draft.Asked > 1 {
		return t.unknown(got, found)
	}
	t.draft.Stage, t.draft.Choices = Place, nil
	return got + askAbout[found.Ask], t.save()
}

// askPick lists the places that the words may mean.
func (t *turn) askPick(got string, found area.Found) (string, error) {
	t.draft.Stage, t.draft.Choices = Pick, ids(choices(found))
	return got + sayChoices(t.tree, askPick, t.draft.Choices), t.save()
}

// unknown goes on after two answers that name no known place: what is sure of it counts; else the community is asked for where
// it can be numbered, and otherwise the county's centre looks for the place.
func (t *turn) unknown(got string, found area.Found) (string, error) {
	communities := t.tree.Under("/", area.Community)
	switch {
	case found.Within.ID != 0:
		t.draft.at(found.Within.ID, found.Within.Community)
	case t.person.Community != 0:
		t.draft.at(t.person.Community, t.person.Community)
	case len(communities) > mostPicks || t.draft.Stage == Community:
		t.draft.unlocated(t.tree)
	default:
		t.draft.Stage, t.draft.Choices = Community, ids(communities)
		return got + sayChoices(t.tree, askCommunity, t.draft.Choices), t.save()
	}
	return t.confirm(got)
}

// pick takes a number of the list.
func (t *turn) pick(n int) (string, error) {
	if n < 1 || n > len(t.draft.Choices) {
		return sayChoices(t.tree, askNumber, t.draft.Choices), t.save()
	}
	a, err := t.tree.Get(t.draft.Choices[n-1])
	if err != nil {
		return "", err
	}
	t.draft.at(a.ID, a.Community)
	return t.confirm("")
}

// relocate asks for the place once more, or takes the one that was named.
func (t *turn) relocate(words string) (string, error) {
	t.draft.Area, t.draft.Place, t.draft.Lat, t.draft.Lng, t.draft.Choices = 0, "", 0, 0, nil
	t.draft.Stage, t.draft.Asked = Place, 0
	if words != "" {
		return t.place(intent.Reading{Kind: intent.Place}, words)
	}
	return askPlace, t.save()
}

// areas returns the areas of ids that still exist.
func (t *turn) areas(ids []int64) []area.Area {
	var all []area.Area
	for _, id := range ids {
		if a, err := t.tree.Get(id); err == nil {
			all = append(all, a)
		}
	}
	return all
}

// ids returns the ids of areas.
func ids(areas []area.Area) []int64 {
	all := make([]int64, len(areas))
	for i, a := range areas {
		all[i] = a.ID
	}
	return all
}
