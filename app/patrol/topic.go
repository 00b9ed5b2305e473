package patrol

import "linli/app/report"

// Topic is what a round looks for, with the category of a report about it (S080).
type Topic struct {
	Code     string
	Name     string
	Category report.Category
}

// Topics are those of 北票 (S080).
var Topics = []Topic{
	{"production", "安全生产", "production"},
	{"fire", "消防安全", "fire"},
	{"public", "公共安全", "public_safety"},
	{"dispute", "矛盾纠纷", "dispute"},
	{"security", "社会治安", "security"},
	{"relief", "社区救助", "relief"},
	{"facility", "公共设施", "facility"},
	{"sanitation", "环境卫生", "sanitation"},
}

// topicOf returns a topic; false: there is none of the code.
func topicOf(all []Topic, code string) (Topic, bool) {
	for _, t := range all {
		if t.Code == code {
			return t, true
		}
	}
	return Topic{}, false
}
