package work

import "slices"

// Deed is what was done. With Person, About and the day a line of it stands once.
type Deed string

// The deeds.
const (
	Found        Deed = "report.find"
	Accepted     Deed = "report.accept"
	Refused      Deed = "report.refuse"
	Took         Deed = "report.take"
	Replied      Deed = "report.reply"
	Asked        Deed = "report.ask"
	Looked       Deed = "report.look"
	Resolved     Deed = "report.resolve"
	FollowedUp   Deed = "report.follow_up"
	Helped       Deed = "call.finish"
	Served       Deed = "booking.serve"
	Arrived      Deed = "whistle.arrive"
	Finished     Deed = "whistle.finish"
	Published    Deed = "bulletin.publish"
	Told         Deed = "door.tell"
	Answered     Deed = "inquiry.answer"
	Lent         Deed = "loan.lend"
	TookBack     Deed = "loan.return"
	Let          Deed = "hall.decide"
	LetIn        Deed = "hall.enter"
	TookErrand   Deed = "errand.take"
	HandedIn     Deed = "errand.hand_in"
	DidErrand    Deed = "errand.finish"
	CameHome     Deed = "order.finish"
	Talked       Deed = "mediate.talk"
	Mediated     Deed = "mediate.settle"
	FollowedCase Deed = "mediate.follow"
	Registered   Deed = "household.arrive"
	Confirmed    Deed = "household.confirm"
	Objection    Deed = "publicity.answer"
	Patrolled    Deed = "patrol.close"
	Visited      Deed = "visit"
	Collected    Deed = "collect"
	Linked       Deed = "linkage.visit"
	Brought      Deed = "meal.bring"
	Reported     Deed = "week.send"
	Note         Deed = "note"
)

// deeds has for each deed its kind of work ("": what it is about says it), how people name it, what it is counted in, and whether it
// solves a matter.
var deeds = map[Deed]struct {
	kind       Kind
	name, unit string
	solves     bool
}{
	Found:        {"", "上报发现的问题", "件", false},
	Accepted:     {"", "受理事件", "件", false},
	Refused:      {"", "不予受理", "件", false},
	Took:         {"", "开始办理", "件", false},
	Replied:      {"", "答复居民", "件", false},
	Asked:        {"", "请居民补充", "件", false},
	Looked:       {"", "到场查看", "件", false},
	Resolved:     {"", "办结事件", "件", true},
	FollowedUp:   {"", "回访", "件", false},
	Helped:       {Errand, "回应求助", "次", true},
	Served:       {Errand, "服务居民", "人次", false},
	Arrived:      {Onsite, "吹哨到场", "次", false},
	Finished:     {Onsite, "办结哨件", "件", true},
	Published:    {Publicity, "发布公告", "条", false},
	Told:         {Publicity, "上门告知", "户", false},
	Answered:     {Answer, "答复咨询", "件", true},
	Lent:         {Errand, "借出物品", "件", false},
	TookBack:     {Errand, "收回物品", "件", false},
	Let:          {Errand, "安排场地", "件", false},
	LetIn:        {Errand, "登记场地借用", "件", false},
	TookErrand:   {Errand, "接办代办", "件", false},
	HandedIn:     {Errand, "代交材料", "件", false},
	DidErrand:    {Errand, "办成代办", "件", true},
	CameHome:     {Errand, "上门服务", "次", true},
	Talked:       {Dispute, "调解", "次", false},
	Mediated:     {Dispute, "调解达成协议", "件", true},
	FollowedCase: {Dispute, "调解回访", "次", false},
	Registered:   {Collect, "登记新住户", "户", false},
	Confirmed:    {Collect, "核实住户", "户", false},
	Objection:    {Answer, "答复异议", "件", false},
	Patrolled:    {Patrol, "巡查", "次", false},
	Visited:      {Visit, "走访", "次", false},
	Collected:    {Collect, "上门采集", "户", false},
	Linked:       {Research, "包联走访", "次", false},
	Brought:      {Errand, "送餐", "份", false},
	Reported:     {Meeting, "提交周汇报", "次", false},
	Note:         {"", "记一笔", "条", false},
}

// Name returns the deed in Chinese.
func (d Deed) Name() string { return deeds[d].name }

// Unit returns what the deed is counted in: "件".
func (d Deed) Unit() string { return deeds[d].unit }

// Kind returns the kind of work of every such deed, "" where what it is about says it.
func (d Deed) Kind() Kind { return deeds[d].kind }

// Is says whether a deed can be of a kind.
func (d Deed) Is(k Kind) bool { return d.Name() != "" && (d.Kind() == k || d.Kind() == "") }

// DeedsOf lists the deeds that can be of a kind.
func DeedsOf(k Kind) (all []Deed) {
	for d := range deeds {
		if d.Is(k) {
			all = append(all, d)
		}
	}
	slices.Sort(all)
	return all
}

// Solves says whether the deed solves a matter: it counts in a tally of what was solved (S013).
func (d Deed) Solves() bool { return deeds[d].solves }

// Together are the deeds that several people do at once. Each has a line of their own about the same thing.
var Together = []Deed{Note, Patrolled, Visited, CameHome}

// Solving lists the deeds that solve a matter.
func Solving() (all []Deed) {
	for d, about := range deeds {
		if about.solves {
			all = append(all, d)
		}
	}
	slices.Sort(all)
	return all
}
