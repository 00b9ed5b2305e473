package demo

import (
	"linli/app/auth"
	"linli/app/report"
)

// demoReport is one report of the demo county and its steps. past.play sets the clock back to each moment and runs the
// use cases as these actors, all reports together in order of time, so that numbers, timelines and notices are
// realistic. Days count back from now: 1.5 is a day and a half ago.
type demoReport struct {
	Days     float64 // when it was submitted
	By       string  // code of the author
	Via      report.Source
	Desk     string // report.Entries: code of the staff member who enters it for By
	Partner  string // Passed: who passed it on
	External string // Hotline, Passed: the number there
	Text     string
	Photos   int    // number of photos
	Voice    string // Text was spoken in this recording, and WeChat recognised nothing
	Place    string // code of the area: a unit, a building, a grid, the county
	Spot     string // the place in the author's words, where the area is not precise enough
	// Category is the final one. In the mini-program the author chooses it; otherwise report.Guess suggests one, and
	// the clerk corrects it on acceptance.
	Category report.Category
	Share    bool // neighbours may see and join it
	Steps    []demoStep
	State    report.State // the state after the last step
}

// demoStep is one action on a report.
type demoStep struct {
	Days float64
	// Do names the use case by the event it writes; demoSelfResolve stands for 自办自结.
	Do report.EventKind
	// The code of the actor. "" is the author for the author's own steps (answer, add, urge, withdraw, review, reopen)
	// and the system itself for DidClose.
	Who     string
	Words   string
	Photos  int
	To      demoHolder     // DidAssign
	Area    string         // DidLocate: code of the area
	Urgent  bool           // DidAccept
	Outcome report.Outcome // DidResolve
	Marks   [3]int         // DidReview: efficiency, result, attitude
	Unhappy bool           // DidReview: not satisfied
	Into    string         // DidMerge: the text of the main report
	Until   float64        // DidExtend, DidSuspend, DidSupervise: in how many days
}

// demoHolder is the next holder of a report: an org, a role in an area, or with Person one holder of that role.
type demoHolder struct {
	Org    string // code
	Role   auth.Role
	Area   string // code
	Person string // code
}

// demoSelfResolve is 自办自结 by a steward; it writes a DidResolve event.
const demoSelfResolve report.EventKind = "self_resolve"

// Reports are the reports submitted before the demo begins.
var Reports = []demoReport{
	{
		Days: 19.3, By: "JM-25", Via: report.Chat, Text: "文化路18号楼下水道堵了，污水漫到路上", Photos: 2, Place: "WENHUA-18", Category: "sanitation",
		Steps: []demoStep{
			{Days: 19.28, Do: report.DidAccept, Who: "CH-02"},
			{Days: 19.26, Do: report.DidAssign, Who: "CH-02", To: demoHolder{Org: "HW"}, Words: "污水外溢，请先清掏再查管道。"},
			{Days: 19.2, Do: report.DidTake, Who: "HW-01"},
			{Days: 18.9, Do: report.DidReply, Who: "HW-01", Words: "疏通车上午十点到，请把楼前的车挪一下。"},
			{Days: 18.3, Do: report.DidResolve, Who: "HW-01", Words: "已疏通管道约20米，路面已冲洗。", Photos: 1, Outcome: report.Solved},
			{Days: 16.4, Do: report.DidReview, Words: "通了两天水又下得慢了。", Marks: [3]int{4, 2, 4}, Unhappy: true},
		},
		State: report.Closed,
	},
	{
		Days: 18.6, By: "JM-21", Via: report.App, Text: "有人从楼上拉飞线给电动车充电，下雨天也不收", Photos: 1, Place: "CUIHU-5", Category: "fire",
		Steps: []demoStep{
			{Days: 18.55, Do: report.DidAccept, Who: "CH-11"},
			{Days: 18.54, Do: report.DidAssign, Who: "CH-11", To: demoHolder{Role: auth.GridOfficer, Area: "CH-1"}},
			{Days: 18.4, Do: report.DidTake, Who: "CH-21"},
			{Days: 12.6, Do: report.DidResolve, Who: "CH-21", Words: "已和物业一起收走飞线，并告知楼下充电棚的位置。", Photos: 1, Outcome: report.Solved},
			{Days: 5.5, Do: report.DidClose},
		},
		State: report.Closed,
	},
	{
		Days: 17.2, By: "JM-28", Via: report.Counter, Desk: "CH-03", Text: "请问八十岁以上的高龄津贴怎么办理", Place: "YOUDIAN-2", Category: "advice",
		Steps: []demoStep{
			{Days: 17.19, Do: report.DidAccept, Who: "CH-03"},
			{Days: 17.18, Do: report.DidTake, Who: "CH-03"},
			{Days: 17.17, Do: report.DidNote, Who: "CH-03", Words: "老人腿脚不便，一个人住二楼。"},
			{Days: 17.1, Do: report.DidResolve, Who: "CH-03", Words: "年满80周岁带身份证和银行卡到社区窗口即可；已登记，周一由网格员上门代办。", Outcome: report.Explained},
			{Days: 16.2, Do: report.DidReview, Words: "说得清楚，还上门来办。", Marks: [3]int{5, 5, 5}},
		},
		State: report.Closed,
	},
	{
		Days: 16.5, By: "JM-20", Via: report.Chat, Text: "网上买的手机坏了，商家不给退", Place: "CUIHU-3-3", Category: "other",
		Steps: []demoStep{
			{Days: 16.46, Do: report.DidRefuse, Who: "CH-02", Words: "网购纠纷不由社区处理，请拨打12315，或到城关市场监管所反映。"},
		},
		State: report.Refused,
	},
	{
		Days: 15.4, By: "JM-27", Via: report.App, Text: "有人在楼顶养鸽子，粪便落了一窗台", Photos: 2, Place: "HUBIN-6-2", Category: "sanitation",
		Steps: []demoStep{
			{Days: 15.35, Do: report.DidAccept, Who: "CH-13"},
			{Days: 15.34, Do: report.DidAssign, Who: "CH-13", To: demoHolder{Role: auth.GridOfficer, Area: "CH-3", Person: "CH-23"}},
			{Days: 15.2, Do: report.DidTake, Who: "CH-23"},
			{Days: 13.1, Do: report.DidResolve, Who: "CH-23", Words: "养鸽住户已清理平台。", Photos: 1, Outcome: report.Solved},
			{Days: 12.2, Do: report.DidReopen, Words: "鸽子还在，只打扫了一次。", Photos: 1},
			{Days: 9.3, Do: report.DidResolve, Who: "CH-23", Words: "和综合执法队员再次上门，鸽笼已拆，鸽子送回村里老家。", Photos: 2, Outcome: report.Solved},
			{Days: 8.8, Do: report.DidReview, Words: "这回真解决了。", Marks: [3]int{3, 5, 5}},
		},
		State: report.Closed,
	},
	{
		Days: 14.3, By: "JM-19", Via: report.Chat, Text: "广场舞音响太吵，晚上九点半还在跳，孩子没法写作业", Place: "CH-1", Spot: "翠湖苑南门小广场", Category: "noise",
		Steps: []demoStep{
			{Days: 14.25, Do: report.DidAccept, Who: "CH-02"},
			{Days: 14.24, Do: report.DidAssign, Who: "CH-02", To: demoHolder{Role: auth.GridOfficer, Area: "CH-1"}},
			{Days: 14.1, Do: report.DidTake, Who: "CH-21"},
			{Days: 13.4, Do: report.DidResolve, Who: "CH-21", Words: "和领舞的阿姨商量好了，每晚八点半结束，音箱换小的。", Outcome: report.Solved},
			{Days: 12.9, Do: report.DidReview, Marks: [3]int{5, 5, 5}},
		},
		State: report.Closed,
	},
	{
		Days: 13.2, By: "JM-06", Via: report.App, Text: "有人挨家挨户推销净水器，说是社区安排的", Photos: 1, Place: "YANG-12", Category: "security",
		Steps: []demoStep{
			{Days: 13.19, Do: report.DidAccept, Who: "YG-12", Urgent: true},
			{Days: 13.18, Do: report.DidAssign, Who: "YG-12", To: demoHolder{Org: "PCS"}, Words: "冒用社区名义，请尽快核实。"},
			{Days: 13.17, Do: report.DidTake, Who: "PCS-01"},
			{Days: 13.1, Do: report.DidResolve, Who: "PCS-01", Words: "推销人员已被劝离并批评教育；社区没有安排过任何推销，请邻居们不要开门付款。", Outcome: report.Solved},
			{Days: 13.0, Do: report.DidReview, Words: "来得真快。", Marks: [3]int{5, 5, 5}},
		},
		State: report.Closed,
	},
	{
		Days: 12.4, By: "JM-23", Via: report.Chat, Text: "窨井盖破了一半，天黑容易踩空", Photos: 1, Place: "MIANFANG-1", Category: "facility",
		Steps: []demoStep{
			{Days: 12.39, Do: report.DidAccept, Who: "CH-12", Urgent: true},
			{Days: 12.38, Do: report.DidAssign, Who: "CH-12", To: demoHolder{Org: "ZJ"}},
			{Days: 12.36, Do: report.DidReturn, Who: "ZJ-01", Words: "这口井是自来水公司的阀门井，不归住建管。"},
			{Days: 12.35, Do: report.DidAssign, Who: "CH-12", To: demoHolder{Org: "GS"}, Words: "住建核实是阀门井，请先围挡再换盖。"},
			{Days: 12.34, Do: report.DidTake, Who: "GS-01"},
			{Days: 12.3, Do: report.DidResolve, Who: "GS-01", Words: "已换铸铁井盖。", Photos: 1, Outcome: report.Solved},
			{Days: 11.9, Do: report.DidReview, Marks: [3]int{5, 5, 4}},
		},
		State: report.Closed,
	},
	{
		Days: 11.6, By: "JM-02", Via: report.Hotline, Desk: "YG-02", External: "12345-3071862", Text: "菜市场门口占道摆摊，早上车过不去", Place: "YG-1",
		Spot: "阳光花园北门外菜市场", Category: "parking",
		Steps: []demoStep{
			{Days: 11.58, Do: report.DidAccept, Who: "YG-02"},
			{Days: 11.57, Do: report.DidAssign, Who: "YG-02", To: demoHolder{Org: "ZF"}},
			{Days: 11.4, Do: report.DidTake, Who: "ZF-02"},
			{Days: 11.1, Do: report.DidResolve, Who: "ZF-02", Words: "市场外的道路归县交警大队管，已转交警早高峰定点疏导；摊位划线由我队继续跟进。", Outcome: report.Transferred},
			{Days: 4.0, Do: report.DidClose},
		},
		State: report.Closed,
	},
	{
		Days: 10.5, By: "HGJ-09", Via: report.Steward, Text: "独居的吴阿姨腿疼，两天没有买菜了", Place: "YANG-11-2", Category: "relief",
		Steps: []demoStep{
			{Days: 10.49, Do: report.DidAccept, Who: "YG-04", Urgent: true},
			{Days: 10.49, Do: report.DidTake, Who: "YG-04"},
			{Days: 10.46, Do: report.DidResolve, Who: "YG-04", Words: "已和家属一起进门，老人感冒卧床，已送去卫生服务中心；网格员每天上门看望。", Outcome: report.Solved},
			{Days: 10.2, Do: report.DidReview, Marks: [3]int{5, 5, 5}},
		},
		State: report.Closed,
	},
	{
		Days: 9.4, By: "JM-01", Via: report.Chat, Text: "二单元楼道灯不亮，晚上看不见台阶", Photos: 1, Place: "YANG-3-2", Category: "facility",
		Steps: []demoStep{
			{Days: 9.36, Do: report.DidAcknowledge, Who: "HGJ-02"},
			{Days: 9.35, Do: report.DidAccept, Who: "YG-02"},
			{Days: 9.34, Do: report.DidAssign, Who: "YG-02", To: demoHolder{Org: "AJ"}},
			{Days: 9.2, Do: report.DidTake, Who: "AJ-01"},
			{Days: 8.5, Do: report.DidResolve, Who: "AJ-01", Words: "换了声控灯，三层到五层一并检查过。", Photos: 1, Outcome: report.Solved},
			{Days: 8.4, Do: report.DidReview, Words: "第二天就亮了，谢谢。", Marks: [3]int{5, 5, 5}},
		},
		State: report.Closed,
	},
	{
		Days: 8.7, By: "JM-17", Via: report.App, Text: "建议在小区里装几个电动车充电桩，现在都往楼里推", Place: "HESHUN-1", Category: "advice",
		Steps: []demoStep{
			{Days: 8.65, Do: report.DidAccept, Who: "XY-13"},
			{Days: 8.6, Do: report.DidTake, Who: "XY-13"},
			{Days: 7.3, Do: report.DidReply, Who: "XY-13", Words: "已经列入本月议事会，您可以来参加。"},
			{Days: 5.2, Do: report.DidResolve, Who: "XY-13", Words: "议事会同意在西围墙建12个充电位，供电所下月勘察，进度会在公告栏公布。", Outcome: report.Explained},
			{Days: 4.6, Do: report.DidReview, Words: "有答复就好，等着用。", Marks: [3]int{4, 4, 5}},
		},
		State: report.Closed,
	},
	{
		Days: 8.1, By: "JM-02", Via: report.Chat, Text: "3号楼1单元一楼有煤气味", Place: "YANG-3-1", Category: "utility",
		Steps: []demoStep{
			{Days: 8.098, Do: report.DidAcknowledge, Who: "HGJ-02"},
			{Days: 8.097, Do: report.DidAccept, Who: "YG-03"},
			{Days: 8.096, Do: report.DidAssign, Who: "YG-03", To: demoHolder{Org: "YJ"}},
			{Days: 8.095, Do: report.DidLook, Who: "HGJ-02", Words: "已请住户关阀开窗，人都下楼了。"},
			{Days: 8.094, Do: report.DidTake, Who: "YJ-01"},
			{Days: 8.06, Do: report.DidResolve, Who: "YJ-01", Words: "燃气公司检测为灶具软管老化漏气，已更换并复测合格。", Photos: 1, Outcome: report.Solved},
			{Days: 7.9, Do: report.DidReview, Words: "大家都来得及时，放心了。", Marks: [3]int{5, 5, 5}},
		},
		State: report.Closed,
	},
	{
		Days: 7.4, By: "JM-14", Via: report.App, Text: "单元门禁刷不开，按门铃也没反应", Place: "XIN-8-1", Category: "facility",
		Steps: []demoStep{
			{Days: 7.36, Do: report.DidAccept, Who: "XY-03"},
			{Days: 7.35, Do: report.DidTake, Who: "XY-03"},
			{Days: 6.3, Do: report.DidResolve, Who: "XY-03", Words: "门禁电源烧了，已更换；老人卡也重新录好了。", Photos: 1, Outcome: report.Solved},
			{Days: 6.1, Do: report.DidReview, Marks: [3]int{4, 5, 5}},
		},
		State: report.Closed,
	},
	{
		Days: 6.6, By: "JM-18", Via: report.App, Text: "楼下有人私搭彩钢棚，把晾衣场占了", Photos: 2, Place: "HESHUN-4", Category: "illegal",
		Steps: []demoStep{
			{Days: 6.55, Do: report.DidAccept, Who: "XY-02"},
			{Days: 6.5, Do: report.DidAssign, Who: "XY-02", To: demoHolder{Org: "ZF"}},
			{Days: 6.3, Do: report.DidTake, Who: "ZF-01"},
			{Days: 5.8, Do: report.DidReply, Who: "ZF-01", Words: "已责令停工，限七天内自行拆除。"},
			{Days: 1.2, Do: report.DidUrge},
		},
		State: report.InHand,
	},
	{
		Days: 6.2, By: "JM-07", Via: report.Chat, Text: "楼上卫生间漏水，把我家天花板泡了", Photos: 2, Place: "XIANG-3-2", Category: "dispute",
		Steps: []demoStep{
			{Days: 6.17, Do: report.DidAccept, Who: "YG-13"},
			{Days: 6.16, Do: report.DidTake, Who: "YG-13"},
			{Days: 6.1, Do: report.DidAsk, Who: "YG-13", Words: "您哪天在家？我和楼上住户一起来看看。"},
			{Days: 6.0, Do: report.DidAnswer, Words: "周三下午都在。"},
			{Days: 3.9, Do: report.DidResolve, Who: "YG-13", Words: "两家当面谈妥：楼上本周重做防水，您家顶面由他出钱粉刷。", Outcome: report.Solved},
			{Days: 1.1, Do: report.DidReopen, Words: "防水做了，可是一洗澡还是渗。", Photos: 1},
		},
		State: report.InHand,
	},
	{
		Days: 5.7, By: "JM-08", Via: report.Chat, Text: "1号楼前的路灯不亮", Place: "XIANG-1", Category: "facility",
		Steps: []demoStep{
			{Days: 5.69, Do: report.DidWithdraw},
		},
		State: report.Withdrawn,
	},
	{
		Days: 5.3, By: "JM-03", Via: report.App, Text: "单元门口快递随意堆放，过道又脏又挤", Photos: 1, Place: "YANG-5-2", Category: "parcel",
		Steps: []demoStep{
			{Days: 5.25, Do: report.DidAccept, Who: "YG-11"},
			{Days: 5.24, Do: report.DidAssign, Who: "YG-11", To: demoHolder{Role: auth.GridOfficer, Area: "YG-1"}},
			{Days: 5.1, Do: report.DidTake, Who: "YG-21"},
			{Days: 3.2, Do: report.DidResolve, Who: "YG-21", Words: "快递统一放到物业门口的新货架，门口已清扫。", Photos: 2, Outcome: report.Solved},
			{Days: 2.8, Do: report.DidReview, Marks: [3]int{5, 4, 5}},
		},
		State: report.Closed,
	},
	{
		Days: 4.8, By: "JM-26", Via: report.Counter, Desk: "CH-03", Text: "低保户李大爷家屋顶漏雨，能不能申请救助", Place: "NONGJI", Category: "relief",
		Steps: []demoStep{
			{Days: 4.78, Do: report.DidAccept, Who: "CH-03"},
			{Days: 4.77, Do: report.DidAssign, Who: "CH-03", To: demoHolder{Org: "MZ"}, Words: "材料已收齐，请核查。"},
			{Days: 4.3, Do: report.DidTake, Who: "MZ-01"},
			{Days: 3.4, Do: report.DidReply, Who: "MZ-01", Words: "已入户核查，符合临时救助，正在走审批。"},
		},
		State: report.InHand,
	},
	{
		Days: 4.4, By: "JM-16", Via: report.Chat, Text: "一下雨院子里就积水，老人出不了门", Photos: 2, Place: "GONGXIAO", Category: "hazard",
		Steps: []demoStep{
			{Days: 4.37, Do: report.DidAccept, Who: "XY-12"},
			{Days: 4.3, Do: report.DidAssign, Who: "XY-12", To: demoHolder{Role: auth.Street, Area: "XC"}, Words: "社区只能抽水，管网要街道协调。"},
			{Days: 4.1, Do: report.DidTake, Who: "XC-01"},
			{Days: 3.3, Do: report.DidReply, Who: "XC-01", Words: "先派抽水泵值守，管网改造已报住建局排期。"},
			{Days: 0.9, Do: report.DidAdd, Words: "昨晚又积了一尺深。", Photos: 1},
		},
		State: report.InHand,
	},
	{
		Days: 4.1, By: "HGJ-07", Via: report.Steward, Text: "楼顶太阳能支架松了，刮风直响，怕掉落砸到行人", Photos: 1, Place: "YANG-9", Category: "hazard",
		Steps: []demoStep{
			{Days: 4.08, Do: report.DidAccept, Who: "YG-12"},
			{Days: 4.07, Do: report.DidAssign, Who: "YG-12", To: demoHolder{Org: "AJ"}},
			{Days: 4.0, Do: report.DidLook, Who: "HGJ-07", Words: "我上楼看过，一个角的螺丝没了，先用绳子绑住了。", Photos: 1},
			{Days: 3.8, Do: report.DidTake, Who: "AJ-01"},
			{Days: 3.3, Do: report.DidResolve, Who: "AJ-01", Words: "四角重新打了膨胀螺栓。", Photos: 1, Outcome: report.Solved},
		},
		State: report.Resolved,
	},
	{
		Days: 3.6, By: "JM-22", Via: report.Chat, Text: "水管爆了，单元里到处是水", Photos: 1, Place: "CUIHU-8-2", Category: "utility",
		Steps: []demoStep{
			{Days: 3.595, Do: report.DidAcknowledge, Who: "HGJ-22"},
			{Days: 3.59, Do: report.DidAccept, Who: "CH-02", Urgent: true},
			{Days: 3.59, Do: report.DidAssign, Who: "CH-02", To: demoHolder{Org: "GS"}},
			{Days: 3.58, Do: report.DidTake, Who: "GS-01"},
			{Days: 3.53, Do: report.DidResolve, Who: "GS-01", Words: "主管接头开裂，已换新，全楼恢复供水。", Photos: 1, Outcome: report.Solved},
			{Days: 3.4, Do: report.DidReview, Words: "一个多小时就修好了。", Marks: [3]int{5, 5, 5}},
		},
		State: report.Closed,
	},
	{
		Days: 3.3, By: "JM-13", Via: report.App, Text: "出租车乱停，把出站口堵死了", Photos: 1, Place: "AP", Spot: "新园小区东边客运站出口", Category: "parking",
		Steps: []demoStep{
			{Days: 3.28, Do: report.DidLocate, Who: "ZX-01", Area: "XY-3"},
			{Days: 3.2, Do: report.DidAccept, Who: "XY-02"},
			{Days: 3.19, Do: report.DidAssign, Who: "XY-02", To: demoHolder{Org: "PCS"}},
			{Days: 3.0, Do: report.DidTake, Who: "PCS-02"},
			{Days: 2.1, Do: report.DidResolve, Who: "PCS-02", Words: "和客运站划定了候客区，早晚高峰有人值守。", Photos: 1, Outcome: report.Solved},
			{Days: 1.9, Do: report.DidReview, Marks: [3]int{5, 4, 5}},
		},
		State: report.Closed,
	},
	{
		Days: 3.1, By: "JM-04", Via: report.App, Text: "僵尸车占着车位半年了，轮胎都瘪了", Photos: 1, Place: "YANG-8", Category: "parking",
		Steps: []demoStep{
			{Days: 3.05, Do: report.DidAccept, Who: "YG-12"},
			{Days: 3.0, Do: report.DidAssign, Who: "YG-12", To: demoHolder{Org: "PCS"}},
			{Days: 2.6, Do: report.DidTake, Who: "PCS-01"},
			{Days: 0.6, Do: report.DidAsk, Who: "PCS-01", Words: "车牌被灰盖住了，您记得尾号吗？方便再拍一张车头。"},
		},
		State: report.InHand,
	},
	{
		Days: 2.7, By: "JM-12", Via: report.Call, Desk: "XY-02", Text: "暖气一直不热，家里只有十五度", Place: "XIN-4-1", Category: "utility",
		Steps: []demoStep{
			{Days: 2.69, Do: report.DidAccept, Who: "XY-02"},
			{Days: 2.68, Do: report.DidAssign, Who: "XY-02", To: demoHolder{Org: "GR"}, Words: "家里有两位老人，请尽快。"},
			{Days: 2.6, Do: report.DidTake, Who: "GR-01"},
			{Days: 1.8, Do: report.DidResolve, Who: "GR-01", Words: "清洗滤网并放气，入户测温20.5度。", Photos: 1, Outcome: report.Solved},
		},
		State: report.Resolved,
	},
	{
		Days: 2.5, By: "JM-13", Via: report.Chat, Text: "6号楼三单元楼道堆了旧沙发和纸箱，过不去人", Photos: 1, Place: "XIN-6-3", Category: "fire",
		Steps: []demoStep{
			{Days: 2.48, Do: report.DidAcknowledge, Who: "HGJ-32"},
			{Days: 2.2, Do: demoSelfResolve, Who: "HGJ-32", Words: "找到五楼的住户，一起搬到了大件垃圾点。", Photos: 1, Outcome: report.Solved},
		},
		State: report.Resolved,
	},
	{
		Days: 2.3, By: "JM-11", Via: report.App, Text: "小区东门路面坏了一块，骑车差点翻倒", Photos: 2, Place: "XY-1", Spot: "新园小区东门", Category: "parking",
		Steps: []demoStep{
			{Days: 2.28, Do: report.DidAccept, Who: "XY-01"},
			{Days: 2.27, Do: report.DidAssign, Who: "XY-01", To: demoHolder{Org: "ZJ"}},
			{Days: 2.1, Do: report.DidTake, Who: "ZJ-02"},
			{Days: 1.7, Do: report.DidReply, Who: "ZJ-02", Words: "已围挡，挖开后发现下面是供热管沟，请绕行北门。"},
			{Days: 1.5, Do: report.DidSuspend, Who: "ZJ-02", Words: "管沟里是热水，停暖以后才能开挖回填。", Until: 110},
			{Days: 1.4, Do: report.DidApprove, Who: "XY-01", Words: "钢板盖好，每天看一遍。"},
		},
		State: report.InHand,
	},
	{
		Days: 2.0, By: "JM-15", Via: report.Chat, Text: "建议把公交车站挪到小区门口来", Place: "XIN-10-2", Category: "advice",
		Steps: []demoStep{
			{Days: 1.95, Do: report.DidRefuse, Who: "XY-03", Words: "公交站点由县交通运输局统一规划，不在社区受理范围，我们已把您的建议转告他们。"},
		},
		State: report.Refused,
	},
	{
		Days: 1.9, By: "JM-10", Via: report.Chat, Text: "单元门上面的墙皮掉落，怕砸到人", Photos: 2, Place: "LIANGZHAN", Category: "hazard",
		Steps: []demoStep{
			{Days: 1.89, Do: report.DidAcknowledge, Who: "HGJ-15"},
			{Days: 1.88, Do: report.DidAccept, Who: "YG-03", Urgent: true},
			{Days: 1.87, Do: report.DidLook, Who: "HGJ-15", Words: "已拉绳子拦住，请大家走后门。", Photos: 1},
			{Days: 1.86, Do: report.DidAssign, Who: "YG-03", To: demoHolder{Org: "ZJ"}, Words: "老旧单体楼，没有物业，请排险。"},
			{Days: 1.8, Do: report.DidTake, Who: "ZJ-01"},
			{Days: 0.3, Do: report.DidSupervise, Who: "YG-01", Words: "老人孩子天天从门下过，排险到哪一步了，请说明。", Until: 1.2},
		},
		State: report.InHand,
	},
	{
		Days: 1.6, By: "JM-17", Via: report.Chat, Text: "停电了，整栋楼都没电", Place: "HESHUN-2", Category: "utility",
		Steps: []demoStep{
			{Days: 1.595, Do: report.DidAccept, Who: "XY-03"},
			{Days: 1.594, Do: report.DidAssign, Who: "XY-03", To: demoHolder{Org: "GD"}},
			{Days: 1.59, Do: report.DidTake, Who: "GD-01"},
			{Days: 1.52, Do: report.DidResolve, Who: "GD-01", Words: "配电箱跳闸，已恢复供电，并查过线路。", Outcome: report.Solved},
			{Days: 1.5, Do: report.DidReview, Marks: [3]int{5, 5, 5}},
		},
		State: report.Closed,
	},
	{
		Days: 1.5, By: "JM-19", Via: report.App, Text: "湖边栏杆松动，孩子老在那儿趴着", Photos: 1, Place: "CUIHU-1", Spot: "翠湖苑1号楼南侧湖边", Category: "facility",
		Steps: []demoStep{
			{Days: 1.48, Do: report.DidAccept, Who: "CH-11", Urgent: true},
			{Days: 1.47, Do: report.DidAssign, Who: "CH-11", To: demoHolder{Org: "CW"}},
			{Days: 1.46, Do: report.DidTake, Who: "CW-01"},
			{Days: 1.4, Do: report.DidReply, Who: "CW-01", Words: "已拉警戒带，焊工今天下午到。"},
			{Days: 0.8, Do: report.DidUrge},
			{Days: 0.3, Do: report.DidUrge},
		},
		State: report.InHand,
	},
	{
		Days: 1.3, By: "JM-20", Via: report.Chat, Text: "晚上有可疑的人在楼下转，拿手电照车窗", Place: "CUIHU-4", Category: "security",
		Steps: []demoStep{
			{Days: 1.29, Do: report.DidAccept, Who: "CH-02", Urgent: true},
			{Days: 1.28, Do: report.DidAssign, Who: "CH-02", To: demoHolder{Org: "PCS"}},
			{Days: 1.27, Do: report.DidTake, Who: "PCS-02"},
			{Days: 0.4, Do: report.DidAdd, Words: "昨晚又来了，穿黑色外套，骑电瓶车。"},
			{Days: 0.35, Do: report.DidReply, Who: "PCS-02", Words: "已调监控，这几晚加派巡逻，有情况请直接打110。"},
		},
		State: report.InHand,
	},
	{
		Days: 1.2, By: "HGJ-21", Via: report.Steward, Text: "楼道小广告贴满了两层墙", Photos: 1, Place: "CUIHU-6", Category: "sanitation",
		Steps: []demoStep{
			{Days: 1.15, Do: report.DidAccept, Who: "CH-12"},
			{Days: 1.14, Do: report.DidAssign, Who: "CH-12", To: demoHolder{Org: "CW"}},
			{Days: 1.0, Do: report.DidTake, Who: "CW-01"},
			{Days: 0.3, Do: report.DidResolve, Who: "CW-01", Photos: 2, Outcome: report.Solved},
		},
		State: report.Resolved,
	},
	{
		Days: 1.1, By: "JM-09", Via: report.App, Text: "向阳小区后面那条路全是坑，社区和物业都说不归自己修", Photos: 1, Place: "XIANG-5", Category: "facility", Share: true,
		Steps: []demoStep{
			{Days: 1.05, Do: report.DidAccept, Who: "YG-13"},
			{Days: 0.7, Do: report.DidEscalate, Who: "YG-01", Words: "这条路在两个小区之间，产权不清，请街道协调。"},
		},
		State: report.Accepted,
	},
	{
		Days: 0.9, By: "JM-26", Via: report.Chat, Text: "楼前有棵大树枯死了，刮风怕倒", Photos: 1, Place: "NONGJI", Category: "hazard",
		Steps: []demoStep{
			{Days: 0.86, Do: report.DidAccept, Who: "CH-13"},
			{Days: 0.85, Do: report.DidAssign, Who: "CH-13", To: demoHolder{Org: "ZJ"}, Words: "园林所请派人看树。"},
		},
		State: report.Assigned,
	},
	{
		Days: 0.8, By: "JM-09", Via: report.Chat, Text: "楼上装修声太吵，中午也不停", Voice: "noise", Place: "XIANG-5-1", Category: "noise",
		Steps: []demoStep{
			{Days: 0.76, Do: report.DidTranscribe, Who: "YG-13", Words: "楼上装修声太吵，中午也不停"},
			{Days: 0.75, Do: report.DidAccept, Who: "YG-13"},
			{Days: 0.74, Do: report.DidAssign, Who: "YG-13", To: demoHolder{Role: auth.GridOfficer, Area: "YG-3"}},
		},
		State: report.Assigned,
	},
	{
		Days: 0.6, By: "JM-03", Via: report.App, Text: "5号楼前的垃圾桶满了两天，袋子堆到路上", Photos: 1, Place: "YANG-5", Category: "sanitation", Share: true,
		Steps: []demoStep{
			{Days: 0.58, Do: report.DidAccept, Who: "YG-03"},
			{Days: 0.57, Do: report.DidAssign, Who: "YG-03", To: demoHolder{Org: "AJ"}},
		},
		State: report.Assigned,
	},
	{
		Days: 0.5, By: "JM-02", Via: report.App, Text: "地下车库入口结冰，车轮打滑", Photos: 1, Place: "YANG-7", Category: "hazard", Share: true,
		Steps: []demoStep{
			{Days: 0.48, Do: report.DidAccept, Who: "YG-12"},
			{Days: 0.47, Do: report.DidAssign, Who: "YG-12", To: demoHolder{Org: "AJ"}},
			{Days: 0.45, Do: report.DidTake, Who: "AJ-01"},
			{Days: 0.25, Do: report.DidExtend, Who: "AJ-01", Words: "已撒盐铺草垫，防滑条要三天后到货。", Until: 4},
		},
		State: report.InHand,
	},
	{
		Days: 0.4, By: "JM-15", Via: report.App, Text: "健身器材断了一根扶手", Photos: 1, Place: "XIN-10", Category: "facility", Share: true,
		Steps: []demoStep{
			{Days: 0.36, Do: report.DidAccept, Who: "XY-02"},
		},
		State: report.Accepted,
	},
	{
		Days: 0.35, By: "JM-05", Via: report.Call, Desk: "YG-04", Text: "想打听一下，社区理发是星期几", Place: "YANG-11-2", Category: "other",
		Steps: []demoStep{
			{Days: 0.345, Do: report.DidAccept, Who: "YG-04"},
		},
		State: report.Accepted,
	},
	{
		Days: 0.34, By: "JM-28", Via: report.Passed, Desk: "CH-03", Partner: "petition", External: "XF2026-0817", Text: "工地脚手架没有搭防护网，工人没戴安全帽", Place: "CH-1", Category: "production",
		Steps: []demoStep{
			{Days: 0.335, Do: report.DidAccept, Who: "CH-03"},
		},
		State: report.Accepted,
	},
	{
		Days: 0.33, By: "JM-02", Via: report.Reception, Desk: "YG-04", Text: "总有人高空抛物，垃圾袋扔到楼下", Place: "YANG-8", Category: "public_safety",
		Steps: []demoStep{
			{Days: 0.325, Do: report.DidAccept, Who: "YG-04"},
		},
		State: report.Accepted,
	},
	{
		Days: 0.32, By: "JM-05", Via: report.Collect, Desk: "YG-04", Text: "老党员腿脚不便，想请党支部上门收党费", Place: "YANG-11-2", Category: "party",
		Steps: []demoStep{
			{Days: 0.315, Do: report.DidAccept, Who: "YG-04"},
		},
		State: report.Accepted,
	},
	// Nobody has accepted these yet; the first one is past its two hours.
	{
		Days: 0.2, By: "JM-24", Via: report.Chat, Text: "垃圾三天没人清，招了好多苍蝇", Photos: 1, Place: "MIANFANG-2", Category: "sanitation",
		State: report.Submitted,
	},
	{
		Days: 0.12, By: "JM-23", Via: report.App, Text: "垃圾没人清，味道飘进屋里", Photos: 1, Place: "MIANFANG-2", Category: "sanitation",
		Steps: []demoStep{
			{Days: 0.1, Do: report.DidMerge, Who: "CH-02", Into: "垃圾三天没人清，招了好多苍蝇"},
		},
		State: report.Merged,
	},
	{
		Days: 0.06, By: "HGJ-29", Via: report.Steward, Text: "二单元对讲门铃坏了，单元门关不上", Place: "XIN-2-2", Category: "facility",
		State: report.Submitted,
	},
	{
		Days: 0.03, By: "JM-27", Via: report.Chat, Text: "湖滨路6号门口的路灯坏了三盏", Voice: "hubin", Place: "HUBIN-6", Category: "facility",
		State: report.Submitted,
	},
	{
		Days: 0.01, By: "JM-01", Via: report.App, Text: "3号楼北侧车位被建筑垃圾占了两个", Photos: 1, Place: "YANG-3", Category: "parking", Share: true,
		State: report.Submitted,
	},
}
