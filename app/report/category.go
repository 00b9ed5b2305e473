package report

import "strings"

// Category is what a report is about.
type Category string

// Kind is a category with its name and the words that suggest it (domain.md §4).
type Kind struct {
	Category Category
	Name     string
	Hints    []string
}

// Kinds lists the categories in the order that clients show them; the last one is for reports that fit no other.
var Kinds = []Kind{
	{"utility", "水电气暖", []string{"停水", "停电", "没水", "没电", "燃气", "天然气", "煤气", "暖气", "水管", "跳闸", "供暖", "爆管"}},
	{"hazard", "安全隐患", []string{"危房", "树要倒", "大树", "枯树", "积水", "低洼", "裸露电线", "电线", "坠落", "掉落", "塌"}},
	{"fire", "楼道消防与通道", []string{"消防", "灭火器", "飞线", "充电", "楼道堆", "杂物", "堵住", "通道", "电动车"}},
	{"facility", "公共设施", []string{"路灯", "井盖", "门禁", "健身器材", "电梯", "灯坏", "灯不亮", "不亮", "栏杆", "座椅", "摄像头", "门锁", "门坏", "关不上"}},
	{"sanitation", "环境卫生", []string{"垃圾", "卫生", "脏", "臭", "污水", "粪", "小广告", "蚊", "老鼠", "绿化"}},
	{"parking", "停车与道路", []string{"停车", "车位", "占道", "路面", "坑", "地砖", "彩砖", "堵车", "僵尸车"}},
	{"dispute", "房屋漏水与邻里纠纷", []string{"漏水", "渗水", "邻居", "楼上", "纠纷", "吵架"}},
	{"illegal", "违建", []string{"违建", "搭建", "私搭", "加盖", "违章建"}},
	{"noise", "噪声", []string{"噪音", "噪声", "太吵", "装修声", "广场舞", "扰民"}},
	{"security", "治安", []string{"小偷", "被盗", "可疑", "打架", "诈骗", "推销"}},
	{"relief", "救助与特殊群体", []string{"独居", "老人", "残疾", "低保", "困难", "救助", "走失"}},
	{"advice", "咨询建议", []string{"咨询", "请问", "建议", "怎么办理", "投诉"}},
	{"other", "其他", nil},
}

// Other is the category of a report that nobody has sorted yet.
const Other Category = "other"

func (c Category) kind() (Kind, bool) {
	for _, k := range Kinds {
		if k.Category == c {
			return k, true
		}
	}
	return Kind{}, false
}

// Valid says whether the category exists.
func (c Category) Valid() bool { _, ok := c.kind(); return ok }

// Name returns the category in Chinese.
func (c Category) Name() string {
	if c == System {
		return systemName
	}
	k, _ := c.kind()
	return k.Name
}

// Guess returns the category the words suggest, or Other. Staff correct it when they accept.
func Guess(text string) Category {
	best, at := Other, len(text)+1
	for _, k := range Kinds {
		for _, h := range k.Hints {
			if i := strings.Index(text, h); i >= 0 && i < at {
				best, at = k.Category, i
			}
		}
	}
	return best
}
