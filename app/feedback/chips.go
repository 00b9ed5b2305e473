package feedback

import "slices"

// Chip is what people can pick that could be better.
type Chip struct{ Code, Name string }

var (
	manner   = Chip{"manner", "态度"}
	wait     = Chip{"wait", "等得久"}
	unclear  = Chip{"unclear", "没说清楚"}
	trips    = Chip{"trips", "跑了多趟"}
	untimely = Chip{"time", "时间不合适"}
	place    = Chip{"place", "地方不方便"}
	clean    = Chip{"clean", "不干净"}
	late     = Chip{"late", "送晚了"}
)

// chips are those of each kind, in the order shown.
var chips = map[Kind][]Chip{
	Booking: {wait, manner, {"skill", "手艺"}, untimely, place},
	Errand:  {{"slow", "办得慢"}, manner, unclear, trips},
	Order:   {{"tardy", "来晚了"}, manner, {"poor", "没做好"}, clean},
	Meal:    {{"taste", "口味"}, {"cold", "凉了"}, late, {"amount", "份量"}, manner},
	Hall:    {clean, {"broken", "设备坏了"}, untimely},
	Loan:    {{"worn", "东西旧了"}, {"few", "常借不到"}, manner},
	Counter: {wait, manner, unclear, trips},
}

// Chips returns those of a kind.
func Chips(k Kind) []Chip { return slices.Clone(chips[k]) }

// may says whether somebody can pick a chip in an answer of the kind.
func (k Kind) may(code string) bool {
	return slices.ContainsFunc(chips[k], func(c Chip) bool { return c.Code == code })
}

// NamesOf returns the picked chips in Chinese.
func (f Feedback) NamesOf() []string {
	names := []string{}
	for _, c := range chips[f.Kind] {
		if slices.Contains(f.Chips, c.Code) {
			names = append(names, c.Name)
		}
	}
	return names
}
