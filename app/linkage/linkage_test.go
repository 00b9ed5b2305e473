package linkage

import (
	"errors"
	"testing"

	"linli/app/area"
	"linli/app/when"
)

func TestWhatALinkageNeeds(t *testing.T) {
	t.Parallel()
	day := when.Date(20261123)
	for name, c := range map[string]struct {
		l    Linkage
		at   area.Kind
		want error
	}{
		"a stationed unit":              {Linkage{Kind: Stationed, Org: 3, From: day, Head: "王局", Deputy: "李局", Contact: "小赵"}, area.Community, nil},
		"a leader of a street":          {Linkage{Kind: Leader, Person: 3, From: day}, area.Street, nil},
		"a branch of a grid":            {Linkage{Kind: Branch, Branch: 3, From: day, To: day}, area.Grid, nil},
		"no kind":                       {Linkage{Org: 3, From: day}, area.Community, ErrKind},
		"a unit without an org":         {Linkage{Kind: Stationed, From: day}, area.Community, ErrWho},
		"a unit with a person":          {Linkage{Kind: Stationed, Org: 3, Person: 4, From: day}, area.Community, ErrWho},
		"a cadre who is an org":         {Linkage{Kind: Street, Org: 3, From: day}, area.Community, ErrWho},
		"a street's cadre for a grid":   {Linkage{Kind: Street, Person: 3, From: day}, area.Grid, ErrArea},
		"no first day":                  {Linkage{Kind: Street, Person: 3}, area.Community, ErrDays},
		"ends before it begins":         {Linkage{Kind: Street, Person: 3, From: day, To: day - 1}, area.Community, ErrDays},
		"a head with an endless name":   {Linkage{Kind: Stationed, Org: 3, From: day, Head: "一二三四五六七八九十一二三四五六七八九十一"}, area.Community, ErrNames},
		"a cadre has no head and needs": {Linkage{Kind: Street, Person: 3, From: day, Head: "谁"}, area.Community, nil},
	} {
		got, err := c.l.clean(c.at)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if err == nil && c.l.Kind != Stationed && got.Head != "" {
			t.Errorf("%s keeps a head", name)
		}
	}
	for _, k := range Kinds {
		if k.Name() == "" {
			t.Errorf("%s has no name", k)
		}
	}
}

func TestWhichAreasLackALinkage(t *testing.T) {
	t.Parallel()
	tree := area.NewTree([]area.Area{
		{ID: 1, Kind: area.County, Path: "/1/"},
		{ID: 2, Parent: 1, Kind: area.Street, Path: "/1/2/"},
		{ID: 4, Parent: 2, Kind: area.Community, Path: "/1/2/4/"},
		{ID: 5, Parent: 2, Kind: area.Community, Path: "/1/2/5/"},
		{ID: 6, Parent: 4, Kind: area.Grid, Path: "/1/2/4/6/"},
	}, nil)
	today := when.Date(20261123)
	all := []Linkage{
		{Kind: Stationed, Org: 9, Area: 4, From: today},
		{Kind: Leader, Person: 9, Area: 2, From: today}, // of the street: also of its communities
		{Kind: Street, Person: 9, Area: 4, From: today, To: today - 1},
		{Kind: Office, Person: 9, Area: 6, From: today + 1},
		{Kind: Community, Person: 9, Area: 6, From: today},
	}
	lacks := map[Kind][]int64{}
	for _, g := range gaps(tree, "/1/2/", all, today) {
		lacks[g.Kind] = append(lacks[g.Kind], g.Area.ID)
	}
	for k, want := range map[Kind]int{Stationed: 1, Leader: 0, Street: 2, Office: 1, Community: 0, Branch: 0} {
		if len(lacks[k]) != want {
			t.Errorf("%s is missing in %v, want %d", k, lacks[k], want)
		}
	}
}
