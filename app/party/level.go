package party

import (
	"slices"
	"strings"

	"linli/app/area"
	"linli/app/text"
)

// Post is the post that a committee member holds in their org.
type Post string

// The posts.
const (
	Head   Post = "head"   // 主要负责人
	Deputy Post = "deputy" // 分管领导
)

// Level is one level of Party organisations.
type Level struct {
	Name   string      `json:"name"`
	Above  []string    `json:"above"`  // levels under which it may stand
	Top    bool        `json:"top"`    // it may stand under none
	Places []area.Kind `json:"places"` // kinds of area in which it works
	One    bool        `json:"one"`    // at most one of its areas
	Org    bool        `json:"org"`    // belongs to an org
	Seats  bool        `json:"seats"`  // has a committee with seats
	Sits   Post        `json:"sits"`   // who of a stationed unit sits in it; "" nobody in particular
}

// Rules are the levels and duties of a county.
type Rules struct {
	Levels []Level  `json:"levels"`
	Duties []string `json:"duties"`
}

// DefaultRules hold until the centre writes others. They fit the five levels of 北票 and 总支, 支部 and 小组 of 翠湖.
func DefaultRules() Rules {
	committees := []string{"社区大党委", "党委", "党总支"}
	return Rules{
		Levels: []Level{
			{Name: "街道大工委", Top: true, Places: []area.Kind{area.Street}, One: true, Seats: true, Sits: Head},
			{Name: "社区大党委", Above: []string{"街道大工委"}, Top: true, Places: []area.Kind{area.Community}, One: true, Seats: true, Sits: Deputy},
			{Name: "党委", Above: []string{"街道大工委", "社区大党委"}, Top: true, Places: []area.Kind{area.Street, area.Community}},
			{Name: "党总支", Above: []string{"街道大工委", "社区大党委", "党委"}, Top: true, Places: []area.Kind{area.Community}},
			{Name: "网格党支部", Above: committees, Places: []area.Kind{area.Grid}, One: true},
			{Name: "楼栋党小组", Above: []string{"网格党支部"}, Places: []area.Kind{area.Grid, area.Building}},
			{Name: "党员中心户", Above: []string{"楼栋党小组"}, Places: []area.Kind{area.Building, area.Unit}},
			{Name: "物业党支部", Above: committees, Places: []area.Kind{area.Community, area.Grid}, Org: true},
			{Name: "业委会党支部", Above: committees, Places: []area.Kind{area.Community, area.Grid}},
			{
				Name: "机关党支部", Above: []string{"街道大工委", "社区大党委", "党委"}, Top: true,
				Places: []area.Kind{area.County, area.Street, area.Community}, Org: true,
			},
		},
		Duties: []string{"政策宣传", "治安巡逻", "环境卫生", "扶老助残", "纠纷调解", "民情收集", "文体活动"},
	}
}

const mostRules = 40

// Check returns ErrRules for rules that contradict themselves.
func (r Rules) Check() error {
	if len(r.Levels) == 0 || len(r.Levels) > mostRules || len(r.Duties) > mostRules {
		return ErrRules
	}
	names := make([]string, len(r.Levels))
	for i, l := range r.Levels {
		names[i] = l.Name
	}
	for _, all := range [][]string{names, r.Duties} {
		for i, name := range all {
			if !text.Within(name, 2, 20) || strings.ContainsAny(name, "、,，;；") || slices.Contains(all[:i], name) {
				return ErrRules
			}
		}
	}
	for _, l := range r.Levels {
		if !l.valid(names) {
			return ErrRules
		}
	}
	return nil
}

func (l Level) valid(names []string) bool {
	for _, above := range l.Above {
		if above == l.Name || !slices.Contains(names, above) {
			return false
		}
	}
	for _, k := range l.Places {
		if !slices.Contains(area.Kinds, k) {
			return false
		}
	}
	return len(l.Places) > 0 && (l.Top || len(l.Above) > 0) && (l.Sits == "" || l.Seats) && slices.Contains([]Post{"", Head, Deputy}, l.Sits)
}

// Level returns the level with this name, or false.
func (r Rules) Level(name string) (Level, bool) {
	i := slices.IndexFunc(r.Levels, func(l Level) bool { return l.Name == name })
	if i < 0 {
		return Level{}, false
	}
	return r.Levels[i], true
}

// Stands says whether the level may stand under another, "" for none.
func (l Level) Stands(above string) bool {
	if above == "" {
		return l.Top
	}
	return slices.Contains(l.Above, above)
}
