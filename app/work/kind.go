package work

// Kind is the code of one kind of work.
type Kind string

// The shipped kinds, which deeds have; the county names them and adds its own, see Book (S013–S016): the eight of 北票, then those of deeds that came later.
const (
	Collect   Kind = "collect"   // 信息采集
	Opinion   Kind = "opinion"   // 社情民意
	Hazard    Kind = "hazard"    // 安全隐患
	Dispute   Kind = "dispute"   // 矛盾纠纷
	Errand    Kind = "errand"    // 便民代办
	Answer    Kind = "answer"    // 诉求解答
	Special   Kind = "special"   // 特殊群体
	Publicity Kind = "publicity" // 政策宣传
	Patrol    Kind = "patrol"    // 巡查
	Visit     Kind = "visit"     // 走访
	Meeting   Kind = "meeting"   // 会议
	Activity  Kind = "activity"  // 活动
	Duty      Kind = "duty"      // 值守
	Onsite    Kind = "onsite"    // 现场办公
	Research  Kind = "research"  // 包联调研
	Lecture   Kind = "lecture"   // 党课
	Benefit   Kind = "benefit"   // 实事
	Emergency Kind = "emergency" // 应急任务
	Other     Kind = "other"     // 其他
)

// Duties are the names under which a kind of work is known in three methods: a building lead's four (四员, S014) and three (三员,
// S016), and the six of community staff (六员, S015), and the net it belongs to (三网, S152). "" where it belongs to none.
type Duties struct{ Four, Three, Six, Net string }

// The duties of the four, the three and the six, and the nets.
const (
	liaison    = "民情民意联络员"
	mediator   = "矛盾纠纷调解员"
	helper     = "帮困解难服务员"
	organiser  = "邻里活动组织员"
	scout      = "情报员"
	informant  = "信息员"
	announcer  = "宣传员"
	lecturer   = "政策宣讲员"
	collector  = "信息采集员"
	messenger  = "信息传递员"
	supervisor = "安全监督员"
	peacemaker = "矛盾调解员"
	advocate   = "文明倡导员"

	partyNet   = "党建网"
	safetyNet  = "平安治理网"
	serviceNet = "民生服务网"
)

// kinds are the shipped kinds in their order, with their names until the county decides.
var kinds = []struct {
	kind Kind
	name string
	Duties
}{
	{Collect, "信息采集", Duties{liaison, informant, collector, serviceNet}},
	{Opinion, "社情民意", Duties{liaison, scout, messenger, serviceNet}},
	{Hazard, "安全隐患", Duties{liaison, scout, supervisor, safetyNet}},
	{Dispute, "矛盾纠纷", Duties{mediator, scout, peacemaker, safetyNet}},
	{Errand, "便民代办", Duties{helper, "", messenger, serviceNet}},
	{Answer, "诉求解答", Duties{liaison, "", messenger, serviceNet}},
	{Special, "特殊群体", Duties{helper, informant, collector, serviceNet}},
	{Publicity, "政策宣传", Duties{liaison, announcer, lecturer, partyNet}},
	{Patrol, "巡查", Duties{"", scout, supervisor, safetyNet}},
	{Visit, "走访", Duties{helper, informant, collector, serviceNet}},
	{Meeting, "会议", Duties{"", "", "", partyNet}},
	{Activity, "活动", Duties{organiser, announcer, advocate, serviceNet}},
	{Duty, "值守", Duties{"", scout, supervisor, safetyNet}},
	{Onsite, "现场办公", Duties{"", "", messenger, serviceNet}},
	{Research, "包联调研", Duties{"", "", "", partyNet}},
	{Lecture, "党课", Duties{"", announcer, lecturer, partyNet}},
	{Benefit, "实事", Duties{helper, "", "", serviceNet}},
	{Emergency, "应急任务", Duties{helper, scout, supervisor, safetyNet}},
	{Other, "其他", Duties{}},
}

// name returns the shipped name, "" for a kind of the county and for no kind.
func (k Kind) name() string {
	for _, one := range kinds {
		if one.kind == k {
			return one.name
		}
	}
	return ""
}

func (k Kind) duties() Duties {
	for _, one := range kinds {
		if one.kind == k {
			return one.Duties
		}
	}
	return Duties{}
}
