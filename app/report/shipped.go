package report

import "linli/app/wordlist"

// Shipped is the catalogue until the county decides its own; the last category is for reports that fit no other.
var Shipped = Catalogue{
	Families: []wordlist.Word{
		{Code: "party", Name: "党建"},
		{Code: "service", Name: "便民服务"},
		{Code: "security", Name: "社会治安"},
	},
	Partners: []wordlist.Word{
		{Code: Line12345, Name: "12345", Fixed: true},
		{Code: "petition", Name: "信访"},
		{Code: "governance", Name: "综治"},
		{Code: "media", Name: "融媒"},
	},
	Kinds: []Kind{
		{Category: "utility", Family: "service", Name: "水电气暖", Hints: []string{"停水", "停电", "没水", "没电", "燃气", "天然气", "煤气", "暖气", "水管", "跳闸", "供暖", "爆管"}},
		{Category: "hazard", Family: "security", Name: "安全隐患", Hints: []string{"危房", "树要倒", "大树", "枯树", "积水", "低洼", "裸露电线", "电线", "坠落", "掉落", "塌"}},
		{Category: "fire", Family: "security", Name: "楼道消防与通道", Hints: []string{"消防", "灭火器", "飞线", "充电", "楼道堆", "杂物", "堵住", "通道", "电动车"}},
		{Category: "facility", Family: "service", Name: "公共设施", Hints: []string{"路灯", "井盖", "门禁", "健身器材", "电梯", "灯坏", "灯不亮", "不亮", "栏杆", "座椅", "摄像头", "门锁", "门坏", "关不上"}},
		{Category: "sanitation", Family: "service", Name: "环境卫生", Hints: []string{"垃圾", "卫生", "脏", "臭", "污水", "粪", "小广告", "蚊", "老鼠", "绿化"}},
		{Category: "parking", Family: "service", Name: "停车与道路", Hints: []string{"停车", "车位", "占道", "路面", "坑", "地砖", "彩砖", "堵车", "僵尸车"}},
		{Category: "dispute", Family: "security", Name: "房屋漏水与邻里纠纷", Hints: []string{"漏水", "渗水", "邻居", "楼上", "纠纷", "吵架"}},
		{Category: "illegal", Family: "security", Name: "违建", Hints: []string{"违建", "搭建", "私搭", "加盖", "违章建"}},
		{Category: "noise", Family: "security", Name: "噪声", Hints: []string{"噪音", "噪声", "太吵", "装修声", "广场舞", "扰民"}},
		{Category: "security", Family: "security", Name: "治安", Hints: []string{"小偷", "被盗", "可疑", "打架", "诈骗", "推销"}},
		{Category: "relief", Family: "service", Name: "救助与特殊群体", Hints: []string{"独居", "老人", "残疾", "低保", "困难", "救助", "走失"}},
		{Category: "advice", Family: "service", Name: "咨询建议", Hints: []string{"咨询", "请问", "建议", "怎么办理", "投诉"}},
		{Category: "production", Family: "security", Name: "安全生产", Hints: []string{"安全生产", "脚手架", "安全帽", "违规动火", "动火作业", "违规作业", "高处作业"}},
		{Category: "public_safety", Family: "security", Name: "公共安全", Hints: []string{"高空抛物", "高空坠物", "燃放", "放烟花", "放鞭炮", "踩踏", "无人机"}},
		{Category: "parcel", Family: "service", Name: "快递与包裹", Hints: []string{"快递", "包裹", "驿站", "取件"}},
		{Category: "party", Family: "party", Name: "党务", Hints: []string{"党员", "党费", "入党", "党支部", "党组织", "组织关系", "党课", "主题党日"}},
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
