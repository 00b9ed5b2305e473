package report

import (
	"slices"
	"strings"

	"linli/app/wordlist"
)

// Category is what a report is about.
type Category string

// Other is the category of a report that nobody has sorted yet.
const Other Category = "other"

// Kind is a category with its name and the words that suggest it (domain.md §4).
type Kind struct {
	Category Category
	Name     string
	Hints    []string
	Hidden   bool // no longer offered and not guessed; reports keep it
}

// Topic is a matter within a category, or across them, with its own limits. Staff choose it when they accept.
type Topic struct {
	Code     string
	Category Category // "": any
	Name     string
	Hidden   bool // no longer offered; reports keep it
}

// Catalogue is what reports of a county can be about, in the order that clients show.
type Catalogue struct {
	Kinds  []Kind
	Topics []Topic
}

// Shipped is the catalogue until the county decides its own; the last category is for reports that fit no other.
var Shipped = Catalogue{
	Kinds: []Kind{
		{Category: "utility", Name: "水电气暖", Hints: []string{"停水", "停电", "没水", "没电", "燃气", "天然气", "煤气", "暖气", "水管", "跳闸", "供暖", "爆管"}},
		{Category: "hazard", Name: "安全隐患", Hints: []string{"危房", "树要倒", "大树", "枯树", "积水", "低洼", "裸露电线", "电线", "坠落", "掉落", "塌"}},
		{Category: "fire", Name: "楼道消防与通道", Hints: []string{"消防", "灭火器", "飞线", "充电", "楼道堆", "杂物", "堵住", "通道", "电动车"}},
		{Category: "facility", Name: "公共设施", Hints: []string{"路灯", "井盖", "门禁", "健身器材", "电梯", "灯坏", "灯不亮", "不亮", "栏杆", "座椅", "摄像头", "门锁", "门坏", "关不上"}},
		{Category: "sanitation", Name: "环境卫生", Hints: []string{"垃圾", "卫生", "脏", "臭", "污水", "粪", "小广告", "蚊", "老鼠", "绿化"}},
		{Category: "parking", Name: "停车与道路", Hints: []string{"停车", "车位", "占道", "路面", "坑", "地砖", "彩砖", "堵车", "僵尸车"}},
		{Category: "dispute", Name: "房屋漏水与邻里纠纷", Hints: []string{"漏水", "渗水", "邻居", "楼上", "纠纷", "吵架"}},
		{Category: "illegal", Name: "违建", Hints: []string{"违建", "搭建", "私搭", "加盖", "违章建"}},
		{Category: "noise", Name: "噪声", Hints: []string{"噪音", "噪声", "太吵", "装修声", "广场舞", "扰民"}},
		{Category: "security", Name: "治安", Hints: []string{"小偷", "被盗", "可疑", "打架", "诈骗", "推销"}},
		{Category: "relief", Name: "救助与特殊群体", Hints: []string{"独居", "老人", "残疾", "低保", "困难", "救助", "走失"}},
		{Category: "advice", Name: "咨询建议", Hints: []string{"咨询", "请问", "建议", "怎么办理", "投诉"}},
		{Category: "other", Name: "其他"},
	},
	Topics: []Topic{
		{Code: "exposed_rubbish", Category: "sanitation", Name: "暴露垃圾"},
		{Code: "street_cleaning", Category: "sanitation", Name: "道路保洁"},
		{Code: "greenery", Category: "sanitation", Name: "绿化养护"},
		{Code: "standing_water", Category: "hazard", Name: "积水"},
		{Code: "complex", Name: "复杂事项"},
	},
}

// NewCatalogue returns the catalogue of two lists of the county; an empty list is the shipped one.
func NewCatalogue(categories, topics []wordlist.Word) Catalogue {
	var c Catalogue
	for _, w := range categories {
		c.Kinds = append(c.Kinds, Kind{Category: Category(w.Code), Name: w.Name, Hints: w.Hints, Hidden: w.Hidden})
	}
	for _, w := range topics {
		c.Topics = append(c.Topics, Topic{Code: w.Code, Category: Category(w.Under), Name: w.Name, Hidden: w.Hidden})
	}
	if len(c.Kinds) == 0 {
		c.Kinds = Shipped.Kinds
	}
	if len(c.Topics) == 0 {
		c.Topics = Shipped.Topics
	}
	return c
}

// Words returns one of the catalogue's lists as words of the county, nil for any other list.
func (c Catalogue) Words(l wordlist.List) (all []wordlist.Word) {
	switch l {
	case wordlist.Categories:
		for _, k := range c.Kinds {
			all = append(all, wordlist.Word{
				Code: string(k.Category), Name: k.Name, Hints: k.Hints, Hidden: k.Hidden, Fixed: k.Category == Other,
			})
		}
	case wordlist.Topics:
		for _, t := range c.Topics {
			all = append(all, wordlist.Word{Code: t.Code, Name: t.Name, Under: string(t.Category), Hidden: t.Hidden})
		}
	}
	return all
}

// Has says whether the category exists, offered or not.
func (c Catalogue) Has(one Category) bool {
	return slices.ContainsFunc(c.Kinds, func(k Kind) bool { return k.Category == one })
}

// Name returns the category in Chinese, "" when it does not exist.
func (c Catalogue) Name(one Category) string {
	if one == System {
		return systemName
	}
	for _, k := range c.Kinds {
		if k.Category == one {
			return k.Name
		}
	}
	return ""
}

// Guess returns the category that the words suggest, or Other. Staff correct it when they accept.
func (c Catalogue) Guess(text string) Category {
	best, at := Other, len(text)+1
	for _, k := range c.Kinds {
		if k.Hidden {
			continue
		}
		for _, h := range k.Hints {
			if i := strings.Index(text, h); i >= 0 && i < at {
				best, at = k.Category, i
			}
		}
	}
	return best
}

// HasTopic says whether the topic may stand with the category, "" for any category. "" is no topic and always allowed.
func (c Catalogue) HasTopic(code string, with Category) bool {
	return code == "" || slices.ContainsFunc(c.Topics, func(t Topic) bool {
		return t.Code == code && (with == "" || t.Category == "" || t.Category == with)
	})
}

// TopicName returns the topic in Chinese, "" when there is none.
func (c Catalogue) TopicName(code string) string {
	for _, t := range c.Topics {
		if t.Code == code {
			return t.Name
		}
	}
	return ""
}

// sort puts the report into a category.
func (c Catalogue) sort(r *Report, one Category) { r.Category, r.CategoryName = one, c.Name(one) }
