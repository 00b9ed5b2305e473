package area

import (
	"regexp"
	"strings"
	"unicode"

	"linli/app/text"
)

// spoken is a place in words such as "三号楼二单元", "3栋2门" or "阳光花园3-2-501".
type spoken struct {
	estate   string // "阳光花园", or what stands before the number
	building string // "3", "3a"
	unit     string // "2"
}

// oldName is one way to call a building.
type oldName struct {
	area   int64
	whole  string // "阳光花园3号楼", normalised
	estate string // "阳光花园"
	number string // "3"; "" for a building without a number
}

var (
	withWords = regexp.MustCompile(`^(.*?)([0-9]{1,3}[a-z]?)(?:号楼|栋|幢|座|#|号)(?:楼)?(?:([0-9]{1,2})(?:单元|门|#))?`)
	withDash  = regexp.MustCompile(`^(.*?)([0-9]{1,3})[-－—]([0-9]{1,2})(?:[-－—][0-9]{2,4})?(?:$|[^0-9])`)
	onlyUnit  = regexp.MustCompile(`([0-9]{1,2})(?:单元|门)`)
)

// Find returns the places in a community that words may mean, best first, at most nine. Community 0 searches everywhere.
func (t *Tree) Find(community int64, words string) []Area {
	said := parsePlace(words)
	norm := normalise(words)
	type match struct {
		area Area
		rank int
	}
	best := 0
	var found []match
	add := func(n oldName) {
		r := rank(n, said, norm)
		if r == 0 || r < best {
			return
		}
		if r > best {
			best, found = r, nil
		}
		for _, f := range found {
			if f.area.ID == n.area {
				return
			}
		}
		found = append(found, match{*t.byID[n.area], r})
	}
	if community != 0 {
		for _, n := range t.words[community] {
			add(n)
		}
	} else {
		for _, c := range t.Under("/", Community) {
			for _, n := range t.words[c.ID] {
				add(n)
			}
		}
	}
	var areas []Area
	for _, f := range found {
		if len(areas) == 9 {
			break
		}
		areas = append(areas, t.unitOf(f.area, said.unit))
	}
	return areas
}

func (t *Tree) unitOf(building Area, unit string) Area {
	if unit == "" {
		return building
	}
	for _, u := range t.Children(building.ID) {
		if digits(normalise(u.Name)) == unit {
			return u
		}
	}
	return building
}

// rank says how well a name fits the words: 0 not at all, 3 the whole name, 2 estate and number, 1 number only.
func rank(n oldName, said spoken, norm string) int {
	switch {
	case n.whole != "" && strings.Contains(norm, n.whole) && !digitFollows(norm, n.whole):
		return 3
	case said.building == "" || n.number != said.building:
		return 0
	case said.estate == "":
		return 1
	case n.estate != "" && (strings.HasSuffix(said.estate, n.estate) || strings.Contains(said.estate, n.estate)):
		return 2
	case strings.Contains(n.estate, lastWord(said.estate)) && lastWord(said.estate) != "":
		return 2
	}
	return 1
}

// digitFollows keeps "3号楼" from matching inside "13号楼".
func digitFollows(norm, whole string) bool {
	i := strings.Index(norm, whole)
	return i > 0 && isDigit(rune(whole[0])) && isDigit(rune(norm[i-1]))
}

// lastWord returns up to the last four characters: in a sentence the name of the estate stands last.
func lastWord(s string) string {
	r := []rune(s)
	if len(r) < 2 {
		return ""
	}
	return string(r[max(0, len(r)-4):])
}

func parsePlace(words string) spoken {
	norm := normalise(words)
	if m := withWords.FindStringSubmatch(norm); m != nil {
		p := spoken{estate: m[1], building: m[2], unit: m[3]}
		if p.unit == "" {
			if u := onlyUnit.FindStringSubmatch(norm[len(m[0]):]); u != nil {
				p.unit = u[1]
			}
		}
		return p
	}
	if m := withDash.FindStringSubmatch(norm); m != nil {
		return spoken{estate: m[1], building: m[2], unit: m[3]}
	}
	return spoken{}
}

func namesOf(a Area) []oldName {
	all := append([]string{a.Name}, a.Aliases...)
	names := make([]oldName, 0, len(all))
	for _, s := range all {
		p := parsePlace(s)
		names = append(names, oldName{area: a.ID, whole: normalise(s), estate: p.estate, number: p.building})
	}
	return names
}

// normalise removes differences without a meaning: case, width, spaces, Chinese numerals.
func normalise(s string) string {
	var b strings.Builder
	for _, r := range text.Narrow(strings.ReplaceAll(s, "。", "")) {
		switch r {
		case ' ', ',':
			continue
		case '〇':
			r = '零'
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return oldNumerals.ReplaceAllStringFunc(b.String(), arabic)
}

var oldNumerals = regexp.MustCompile(`[零一二两三四五六七八九十百]+`)

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}
