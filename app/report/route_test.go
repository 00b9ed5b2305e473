package report

import (
	"errors"
	"strings"
	"testing"

	"linli/app/area"
	"linli/app/auth"
)

// county is 1 county, 2 and 3 streets, 4 community, 5 and 6 grids, 7 building, 8 unit; org 1 is the county's.
var county = area.NewTree([]area.Area{
	{ID: 1, Community: 1, Kind: area.County, Name: "安平县", Path: "/1/"},
	{ID: 2, Parent: 1, Community: 1, Kind: area.Street, Name: "城关街道", Path: "/1/2/"},
	{ID: 3, Parent: 1, Community: 1, Kind: area.Street, Name: "新城街道", Path: "/1/3/"},
	{ID: 4, Parent: 2, Community: 4, Kind: area.Community, Name: "阳光社区", Path: "/1/2/4/"},
	{ID: 5, Parent: 4, Community: 4, Kind: area.Grid, Name: "第一网格", Path: "/1/2/4/5/"},
	{ID: 6, Parent: 4, Community: 4, Kind: area.Grid, Name: "第二网格", Path: "/1/2/4/6/"},
	{ID: 7, Parent: 5, Community: 4, Kind: area.Building, Name: "3号楼", Path: "/1/2/4/5/7/"},
	{ID: 8, Parent: 7, Community: 4, Kind: area.Unit, Name: "1单元", Path: "/1/2/4/5/7/8/"},
}, []area.Org{{ID: 1, Name: "综合执法大队", Kind: "部门", Area: 1}})

func post(role auth.Role, at int64) Holder { return Holder{Kind: ByPost, Role: role, Area: at} }

func TestRoutesFit(t *testing.T) {
	const monday, night, holiday = "2026-11-23 09:00", "2026-11-23 20:00", "2026-10-01 10:00"
	lamp := Report{Category: "facility", Area: 7}
	for _, tt := range []struct {
		name string
		o    Route
		r    Report
		at   string
		want bool
	}{
		{"anything", Route{}, lamp, monday, true},
		{"its category", Route{Categories: []Category{"noise", "facility"}}, lamp, monday, true},
		{"another category", Route{Categories: []Category{"noise"}}, lamp, monday, false},
		{"its grid", Route{Area: 5}, lamp, monday, true},
		{"the report's own area", Route{Area: 7}, lamp, monday, true},
		{"the county", Route{Area: 1}, lamp, monday, true},
		{"another grid", Route{Area: 6}, lamp, monday, false},
		{"an area smaller than the report's", Route{Area: 8}, lamp, monday, false},
		{"a deleted area", Route{Area: 99}, lamp, monday, false},
		{"working time", Route{Hour: Working}, lamp, monday, true},
		{"working time, at night", Route{Hour: Working}, lamp, night, false},
		{"off hours, at night", Route{Hour: OffHours}, lamp, night, true},
		{"off hours, on a holiday", Route{Hour: OffHours}, lamp, holiday, true},
		{"off hours, on Monday", Route{Hour: OffHours}, lamp, monday, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.o.Fits(county, usually.Times, tt.r, bj(tt.at)); got != tt.want {
				t.Fatalf("%v", got)
			}
		})
	}
}

func TestTargetsOfRoutes(t *testing.T) {
	property, estates := Holder{Kind: ByProperty}, map[int64]Estate{5: {Name: "电业小区"}, 7: {Name: "欣悦家园", Property: 3}}
	for _, tt := range []struct {
		name string
		to   Holder
		at   int64
		want Holder
		ok   bool
	}{
		{"an org", Holder{Kind: ByOrg, Org: 1}, 7, Holder{Kind: ByOrg, Org: 1}, true},
		{"a post by its name", post(auth.GridLead, 6), 7, post(auth.GridLead, 6), true},
		{"the nearest grid officer", post(auth.GridOfficer, 0), 8, post(auth.GridOfficer, 5), true},
		{"the nearest street", post(auth.Street, 0), 8, post(auth.Street, 2), true},
		{"no grid is known", post(auth.GridOfficer, 0), 4, post(auth.GridOfficer, 0), false},
		{"the org that manages the estate", property, 7, Holder{Kind: ByOrg, Org: 3}, true},
		{"an estate that nobody manages", property, 5, Holder{Kind: ByOrg}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got, ok := (Route{To: tt.to}).Target(county, Report{Area: tt.at}, estates[tt.at]); got != tt.want || ok != tt.ok {
				t.Fatalf("%+v %v", got, ok)
			}
		})
	}
}

func TestBadRoutesAreNamed(t *testing.T) {
	good := Route{Name: "路灯", To: Holder{Kind: ByOrg, Org: 1}}
	with := func(change func(*Route)) Route { o := good; change(&o); return o }
	for _, tt := range []struct {
		name string
		o    Route
		want string
	}{
		{"valid", good, ""},
		{"no name", with(func(o *Route) { o.Name = "" }), "名称 1 至 20 字"},
		{"a long name", with(func(o *Route) { o.Name = strings.Repeat("名", 21) }), "名称 1 至 20 字"},
		{"no such category", with(func(o *Route) { o.Categories = []Category{"x"} }), "没有这个类别"},
		{"a repeated category", with(func(o *Route) {
			o.Categories = []Category{"noise"}
			for range 1000 {
				o.Categories = append(o.Categories, "noise")
			}
		}), "类别重复"},
		{"no such time", with(func(o *Route) { o.Hour = "noon" }), "时段请选工作时间、非工作时间或不限"},
		{"no such area", with(func(o *Route) { o.Area = 99 }), "没有这个区划"},
		{"no such org", with(func(o *Route) { o.To.Org = 9 }), "没有这个单位"},
		{"a post that handles nothing", with(func(o *Route) { o.To = post(auth.Steward, 7) }), "不能分派给这个岗位"},
		{"a post in the wrong kind of area", with(func(o *Route) { o.To = post(auth.GridOfficer, 4) }), "岗位和区划不相配"},
		{"a post in an unknown area", with(func(o *Route) { o.To = post(auth.GridOfficer, 99) }), "岗位和区划不相配"},
		{"a person", with(func(o *Route) { o.To = Holder{Kind: ByPerson, Person: 7} }), "请选择岗位或单位"},
		{"nobody", with(func(o *Route) { o.To = Holder{} }), "请选择岗位或单位"},
		{"the estate's company", with(func(o *Route) { o.To = Holder{Kind: ByProperty} }), ""},
		{"the estate's company, by name", with(func(o *Route) { o.To = Holder{Kind: ByProperty, Org: 1} }), "物业公司由所在小区决定，不用选择"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := Routes{good, tt.o}.Check(county, Shipped)
			if tt.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			if !errors.Is(err, ErrRoutes) || !strings.HasSuffix(said(err), "第 2 条分派规则："+tt.want) {
				t.Fatalf("%v", err)
			}
		})
	}
	if err := make(Routes, 51).Check(county, Shipped); !errors.Is(err, ErrRoutes) {
		t.Fatal(err)
	}
}

func TestThePropertyOrgOfAnEstateIsTheFirstChoice(t *testing.T) {
	clerk := Choice{Holder: Holder{Kind: ByPost, Role: auth.Clerk, Area: 5}, Name: "社区工作人员"}
	org := func(id int64, name string) Choice { return Choice{Holder: Holder{Kind: ByOrg, Org: id}, Name: name} }
	all := []Choice{{Holder: Holder{Kind: ByPost, Role: auth.GridOfficer, Area: 7}, Name: "网格员"}, clerk, org(3, "物业"), org(4, "城管")}
	for _, tt := range []struct {
		name       string
		choices    []Choice
		estate     Estate
		first, why string
	}{
		{"a company", all, Estate{"欣悦家园", 3}, "物业", "欣悦家园的物业"},
		{"a company without staff", all, Estate{"欣悦家园", 9}, "社区工作人员", "欣悦家园没有物业接办，由社区兜底"},
		{"nobody", all, Estate{"电业小区", 0}, "社区工作人员", "电业小区没有物业接办，由社区兜底"},
		{"nobody, and no post", all[2:], Estate{"电业小区", 0}, "物业", ""},
	} {
		got := suggest(tt.choices, tt.estate, clerk.Holder)
		if len(got) != len(tt.choices) || got[0].Name != tt.first || got[0].Why != tt.why {
			t.Errorf("%s: %+v", tt.name, got)
		}
	}
}
