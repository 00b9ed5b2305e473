package area

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"

	"linli/app/auth"
)

func town() *Tree {
	square := func(lat, lng float64) string {
		const s = `{"type":"Polygon","coordinates":[[[X0,Y0],[X1,Y0],[X1,Y1],[X0,Y1],[X0,Y0]]]}`
		f := func(v float64) string { return strconv.FormatFloat(v, 'f', 6, 64) }
		return strings.NewReplacer("X0", f(lng), "X1", f(lng+0.01), "Y0", f(lat), "Y1", f(lat+0.01)).Replace(s)
	}
	areas := []Area{
		{ID: 1, Kind: County, Name: "安平县", Path: "/1/", Community: 1},
		{ID: 2, Parent: 1, Kind: Street, Name: "城关街道", Path: "/1/2/", Community: 1},
		{ID: 3, Parent: 2, Kind: Community, Name: "阳光社区", Path: "/1/2/3/", Community: 3},
		{ID: 4, Parent: 2, Kind: Community, Name: "新园社区", Path: "/1/2/4/", Community: 4},
		{ID: 5, Parent: 3, Kind: Grid, Name: "第一网格", Path: "/1/2/3/5/", Community: 3, Boundary: square(34.2, 108)},
		{ID: 6, Parent: 4, Kind: Grid, Name: "第一网格", Path: "/1/2/4/6/", Community: 4, Boundary: square(34.3, 108)},
	}
	add := func(id int64, parent int64, name string, aliases ...string) {
		p := areas[slices.IndexFunc(areas, func(a Area) bool { return a.ID == parent })]
		kind := Building
		if p.Kind == Building {
			kind = Unit
		}
		areas = append(areas, Area{
			ID: id, Parent: parent, Kind: kind, Name: name, Aliases: aliases, Path: PathOf(p.Path, id), Community: p.Community,
		})
	}
	add(10, 5, "阳光花园3号楼")
	add(11, 5, "阳光花园13号楼")
	add(12, 5, "向阳小区3号楼", "老电厂家属院3号楼")
	add(13, 5, "红楼")
	add(14, 6, "新园小区3号楼")
	add(20, 10, "1单元")
	add(21, 10, "2单元")
	areas[len(areas)-1].Board = "tok"
	areas[6].Lat, areas[6].Lng = 34.205, 108.005
	return NewTree(areas, []Org{{ID: 1, Name: "综合执法大队", Area: 1}})
}

func TestArabic(t *testing.T) {
	for said, want := range map[string]string{
		"三": "3", "十": "10", "十二": "12", "二十": "20", "零三": "3", "二十三": "23", "一百零五": "105", "一二三": "123", "两": "2",
	} {
		if got := arabic(said); got != want {
			t.Errorf("arabic(%s) = %s, want %s", said, got, want)
		}
	}
}

func TestAtAndNear(t *testing.T) {
	tree := town()
	if a, err := tree.At(34.205, 108.005); err != nil || a.ID != 5 {
		t.Fatalf("inside the first grid: %v %v", a.ID, err)
	}
	if _, err := tree.At(34.25, 108.005); !errors.Is(err, ErrMissing) {
		t.Fatalf("between the grids: %v", err)
	}
	if a, err := tree.Near(34.2051, 108.0051, 30); err != nil || a.ID != 10 {
		t.Fatalf("14 metres from building 10: %v %v", a.ID, err)
	}
	if _, err := tree.Near(34.206, 108.006, 30); !errors.Is(err, ErrMissing) {
		t.Fatalf("150 metres away: %v", err)
	}
}

func TestSayAndUp(t *testing.T) {
	tree := town()
	if got := tree.Say(21); got != "阳光社区 阳光花园3号楼 2单元" {
		t.Error(got)
	}
	if got := tree.Say(5); got != "阳光社区 第一网格" {
		t.Error(got)
	}
	if g, ok := tree.Up(21, Grid); !ok || g.ID != 5 {
		t.Error(g.ID, ok)
	}
	if _, ok := tree.Up(1, Building); ok {
		t.Error("a county is in no building")
	}
	if a, err := tree.OfBoard("tok"); err != nil || a.ID != 21 {
		t.Error(a.ID, err)
	}
	if _, err := tree.OfBoard(""); !errors.Is(err, ErrMissing) {
		t.Error("an empty token must find no area")
	}
}

func TestCommunitiesAndChains(t *testing.T) {
	tree := town()
	secretary := auth.Actor{Person: 9, Postings: []auth.Posting{{Area: 3, Path: "/1/2/3/", Role: auth.Secretary}}}
	for _, c := range []struct {
		id        int64
		is, cover bool
	}{{3, true, true}, {4, true, false}, {5, false, false}, {1, false, false}, {99, false, false}} {
		if a, err := tree.Community(c.id); (err == nil) != c.is || c.is && a.ID != c.id || !c.is && !errors.Is(err, ErrMissing) {
			t.Errorf("Community(%d): %v %v", c.id, a.ID, err)
		}
		if a, err := tree.CommunityOf(secretary, c.id, auth.Secretary); (err == nil) != c.cover || c.cover && a.ID != c.id || !c.cover && !errors.Is(err, ErrMissing) {
			t.Errorf("CommunityOf(%d): %v %v", c.id, a.ID, err)
		}
	}
	if _, err := tree.CommunityOf(secretary, 3, auth.GridOfficer); !errors.Is(err, ErrMissing) {
		t.Errorf("by another role: %v", err)
	}
	if got := tree.Above(21); !slices.Equal(got, []int64{21, 10, 5, 3, 2, 1}) {
		t.Error(got)
	}
	if got := tree.AllUnder("/1/2/3/"); !slices.Equal(got, []int64{3, 5, 10, 11, 12, 13, 20, 21}) {
		t.Error(got)
	}
	if above, under := tree.Above(99), tree.AllUnder("/9/"); above != nil || under != nil {
		t.Error(above, under)
	}
}

func TestFromWGS84(t *testing.T) {
	lat, lng := FromWGS84(39.908823, 116.39747) // a public reference point in Beijing
	if Metres(lat, lng, 39.910226, 116.403714) > 5 {
		t.Fatalf("%f %f", lat, lng)
	}
}
