package party

import (
	"testing"

	"linli/app/area"
)

func TestWhatMayStandUnderWhat(t *testing.T) {
	rules := DefaultRules()
	if err := rules.Check(); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		chain []string // from the top
		ok    bool
	}{
		"北票: five levels":            {[]string{"街道大工委", "社区大党委", "网格党支部", "楼栋党小组", "党员中心户"}, true},
		"翠湖: 总支, 支部, 小组":             {[]string{"党总支", "网格党支部", "楼栋党小组"}, true},
		"a property branch":          {[]string{"党总支", "物业党支部"}, true},
		"an org's branch of its own": {[]string{"机关党支部"}, true},
		"a group without branch":     {[]string{"楼栋党小组"}, false},
		"a branch on top":            {[]string{"网格党支部"}, false},
		"upside down":                {[]string{"网格党支部", "党总支"}, false},
		"a group under a committee":  {[]string{"社区大党委", "楼栋党小组"}, false},
		"under itself":               {[]string{"党总支", "党总支"}, false},
	} {
		above, ok := "", true
		for _, n := range c.chain {
			l, known := rules.Level(n)
			ok = ok && known && l.Stands(above)
			above = n
		}
		if ok != c.ok {
			t.Errorf("%s: %v", name, ok)
		}
	}
}

func TestRulesOfACounty(t *testing.T) {
	plain := func(change func(*Rules)) Rules {
		r := Rules{Levels: []Level{
			{Name: "党总支", Top: true, Places: []area.Kind{area.Community}},
			{Name: "支部", Above: []string{"党总支"}, Places: []area.Kind{area.Grid}},
			{Name: "小组", Above: []string{"支部"}, Places: []area.Kind{area.Building}},
		}, Duties: []string{"治安巡逻"}}
		change(&r)
		return r
	}
	for name, c := range map[string]struct {
		change func(*Rules)
		ok     bool
	}{
		"three levels":      {func(*Rules) {}, true},
		"no duties":         {func(r *Rules) { r.Duties = nil }, true},
		"no levels":         {func(r *Rules) { r.Levels = nil }, false},
		"twice":             {func(r *Rules) { r.Levels[2].Name = "支部" }, false},
		"unknown above":     {func(r *Rules) { r.Levels[1].Above = []string{"党委"} }, false},
		"under itself":      {func(r *Rules) { r.Levels[1].Above = []string{"支部"} }, false},
		"nowhere":           {func(r *Rules) { r.Levels[1].Places = nil }, false},
		"odd place":         {func(r *Rules) { r.Levels[1].Places = []area.Kind{"room"} }, false},
		"hangs in the air":  {func(r *Rules) { r.Levels[1].Above = nil }, false},
		"sits without seat": {func(r *Rules) { r.Levels[0].Sits = Head }, false},
		"a comma in a duty": {func(r *Rules) { r.Duties = []string{"治安、巡逻"} }, false},
		"duty twice":        {func(r *Rules) { r.Duties = []string{"治安巡逻", "治安巡逻"} }, false},
		"a duty of one":     {func(r *Rules) { r.Duties = []string{"岗"} }, false},
	} {
		if err := plain(c.change).Check(); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}
