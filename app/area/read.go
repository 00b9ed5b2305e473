package area

import (
	"regexp"
	"slices"
	"strings"
)

// Found is what the words of a resident say about a place.
type Found struct {
	Areas  []Area // one: the place, for certain. Two to nine: choices, no two alike. None: see Ask
	Maybe  []Area // with AskSure: one to nine places that the words may mean, to be confirmed by the resident
	Ask    Ask    // what to ask when Areas is empty
	Within Area   // the smallest area that surely contains the place, without an id when nothing is sure
}

// Ask is what to ask a resident whose words do not settle the place.
type Ask string

// What to ask.
const (
	AskNothing  Ask = ""
	AskPlace    Ask = "place"    // no place was named
	AskEstate   Ask = "estate"   // a number that more than nine buildings have, or none at home: which estate or road?
	AskBuilding Ask = "building" // the estate, road or community is known, the building is not, or it does not exist there
	AskUnknown  Ask = "unknown"  // an estate is named that the county does not have
	AskTwo      Ask = "two"      // two places are named
	AskSure     Ask = "sure"     // Maybe holds what it may be
)

// mostChoices is how many places a person can choose from.
const mostChoices = 9

// Read returns the place that words say. home is the area where the resident lives (a community, building or unit), or 0:
// it decides which buildings a bare number means, and what 我家 is.
func (t *Tree) Read(home int64, words string) Found {
	found := t.readWords(home, words)
	if len(found.Areas) == 1 || !courtyard.MatchString(words) {
		return found
	}
	// In a village 东街5号院 is a courtyard of a road, which is a building without units.
	if road := t.readWords(home, courtyard.ReplaceAllString(words, "$1 ")); len(road.Areas) == 1 {
		if a := road.Areas[0]; a.Kind == Building && len(t.Children(a.ID)) == 0 {
			return road
		}
	}
	return found
}

// courtyard is the number of a courtyard behind the name of a road.
var courtyard = regexp.MustCompile(`([街路巷道沿]) ?[0-9０-９]{1,3}号院?`)

func (t *Tree) readWords(home int64, words string) Found {
	r := reader{Tree: t, said: t.names.understand(words)}
	r.home, r.community = t.homeOf(home)
	return r.read()
}

// reader decides what a sentence says for one resident.
type reader struct {
	*Tree
	said      said
	home      *Area // nil: not known
	community *Area // of the home; nil: not known
}

func (r *reader) read() Found {
	s := &r.said
	named := len(s.words) > 0 || len(s.alike) > 0
	switch {
	case s.two:
		return Found{Ask: AskTwo}
	case s.denied:
		return Found{Ask: AskPlace}
	case s.unknown:
		return Found{Ask: AskUnknown}
	case s.other:
		return Found{Ask: AskEstate}
	case !named && !r.numbered():
		return r.atHome()
	case named && !r.numbered():
		return r.wholeName()
	}
	found := r.matches(true)
	if len(found) == 0 && len(s.words) > 1 && !r.compatible() {
		return Found{Ask: AskTwo}
	}
	if len(found) == 0 && named {
		if found = r.matches(false); len(found) > 0 {
			s.doubt = true
		}
	}
	switch {
	case len(found) > 0 && !named:
		return r.bare(append(found, r.aside()...))
	case len(found) > 0 && s.loose:
		return r.choose(r.orAtHome(found))
	case len(found) > 0:
		return r.choose(found)
	case named:
		return Found{Ask: AskBuilding, Within: r.region()}
	}
	return r.elsewhere()
}

// numbered says whether the sentence has the number of a building, or of a yard.
func (r *reader) numbered() bool {
	return slices.ContainsFunc(r.said.readings, func(one reading) bool { return one.number != "" || one.yard != "" })
}

// wholeName reads a name without a number: the building that has no number, else the estate, whose building is asked for.
func (r *reader) wholeName() Found {
	found := r.matches(true)
	if !slices.ContainsFunc(r.said.words, func(w token) bool { return w.word.full }) {
		found = slices.DeleteFunc(found, func(a Area) bool { return !r.inShort(a) }) // only an area is named
		r.said.doubt = true
	}
	if len(found) == 0 {
		if len(r.said.words) > 1 && !r.compatible() {
			return Found{Ask: AskTwo}
		}
		if len(r.said.words) == 0 {
			return Found{Ask: AskEstate}
		}
		return Found{Ask: AskBuilding, Within: r.region()}
	}
	return r.choose(found)
}

// inShort says whether the estate of a building was named in short.
func (r *reader) inShort(a Area) bool {
	return slices.ContainsFunc(r.said.words, func(w token) bool {
		return slices.ContainsFunc(r.names.names, func(n *name) bool { return n.at.ID == a.ID && slices.Contains(n.shorts, w.word) })
	})
}

// bare decides on a number without an estate: the only building of the home community that has it.
func (r *reader) bare(found []Area) Found {
	if r.community == nil {
		switch {
		case r.said.doubt || len(found) > mostChoices:
			return Found{Ask: AskEstate}
		case len(found) == 1:
			r.said.doubt = true
		}
		return r.choose(found)
	}
	if r.home != nil && r.said.home && len(found) > 1 {
		for _, a := range found {
			if r.Related(a.ID, r.home.ID) {
				return r.settle([]Area{a})
			}
		}
	}
	return r.choose(found)
}

// elsewhere looks in the county for a number that the home community does not have.
func (r *reader) elsewhere() Found {
	if r.community == nil {
		return Found{Ask: AskEstate}
	}
	home := r.community
	r.community = nil
	found := r.matches(true)
	if len(found) == 0 || len(found) > mostChoices || r.said.doubt {
		return Found{Ask: AskEstate, Within: Area{}}
	}
	r.said.doubt, r.community = true, home
	return r.choose(found)
}

// orAtHome adds the buildings of the home community to those of an estate elsewhere that was said in another clause: 新园小区
// 修好了，我们8号楼还没修.
func (r *reader) orAtHome(found []Area) []Area {
	if r.community == nil || slices.ContainsFunc(found, func(a Area) bool { return a.Community == r.community.ID }) {
		return found
	}
	words, alike := r.said.words, r.said.alike
	r.said.words, r.said.alike = nil, nil
	found = append(found, r.matches(true)...)
	r.said.words, r.said.alike = words, alike
	return found
}

// aside returns the buildings of estates whose short name may have been said by chance: 南苑停水，6号楼也停.
func (r *reader) aside() []Area {
	if r.community == nil { // the whole county was searched
		return nil
	}
	var found []Area
	for _, w := range r.said.aside {
		r.said.words = []token{w}
		for _, a := range r.matches(true) {
			if a.Community != r.community.ID && !slices.ContainsFunc(found, func(b Area) bool { return a.ID == b.ID }) {
				found = append(found, a)
			}
		}
	}
	r.said.words = nil
	return found
}

// choose settles on the buildings found, with the unit that was said.
func (r *reader) choose(found []Area) Found {
	if r.community != nil {
		slices.SortStableFunc(found, func(a, b Area) int { return r.far(a) - r.far(b) })
	}
	return r.settle(found)
}

// far orders the choices: the home community first.
func (r *reader) far(a Area) int {
	if a.Community == r.community.ID {
		return 0
	}
	return 1
}

func (r *reader) settle(found []Area) Found {
	switch {
	case len(found) > mostChoices:
		return Found{Ask: AskEstate, Within: r.common(found)}
	case r.said.doubt || r.said.floor && slices.ContainsFunc(found, r.byNumber):
		return Found{Maybe: found, Ask: AskSure, Within: Area{}}
	}
	return Found{Areas: found, Within: r.common(found)}
}

// byNumber says whether a building was found by a number that may be a floor.
func (r *reader) byNumber(a Area) bool {
	return slices.ContainsFunc(r.names.names, func(n *name) bool {
		return (n.at.ID == a.ID || n.at.ID == a.Parent) && n.number == r.said.readings[0].number
	})
}

// region returns the smallest area that contains all buildings of the names that were said.
func (r *reader) region() Area {
	if r.said.doubt {
		return Area{}
	}
	var all []Area
	for _, n := range r.names.names {
		if r.fits(n, true) {
			all = append(all, *n.at)
		}
	}
	if len(all) > 0 {
		up := r.common(all)
		if up.Kind == Building || up.Kind == Unit {
			up, _ = r.Up(up.ID, Grid)
		}
		return up
	}
	for _, w := range r.said.words {
		for _, a := range w.word.regions {
			all = append(all, *a)
		}
	}
	return r.common(all)
}

// compatible says whether one building or area fits all the names that were said.
func (r *reader) compatible() bool {
	return slices.ContainsFunc(r.names.names, func(n *name) bool { return r.fits(n, false) })
}

// common returns the smallest area that contains all, without an id when that is the county or nothing.
func (t *Tree) common(all []Area) Area {
	if len(all) == 0 {
		return Area{}
	}
	up := t.byID[all[0].ID]
	for _, a := range all[1:] {
		for up != nil && !strings.HasPrefix(a.Path, up.Path) {
			up = t.byID[up.Parent]
		}
	}
	if up == nil || up.Kind == County {
		return Area{}
	}
	return *up
}

func copyOf(a *Area) Area {
	if a == nil {
		return Area{}
	}
	return *a
}
