package wordlist

// List names a list.
type List string

// The lists.
const (
	Tags        List = "tag"       // 居民标签
	OrgKinds    List = "org_kind"  // 单位类型
	Specialties List = "specialty" // 专长
	Families    List = "family"    // 事件大类
	Categories  List = "category"  // 事件类别
	Topics      List = "topic"     // 办理事项
	Needs       List = "need"      // 走访发现的需要
	Rounds      List = "patrol"    // 巡查内容
	Works       List = "work"      // 工作类型
	Partners    List = "partner"   // 转来单位: other systems that pass matters on
	Disputes    List = "dispute"   // 纠纷类别
	Dangers     List = "danger"    // 紧急情况
	Orders      List = "order"     // 上门服务

	// What could be better with a service (满意度), one list for each kind of it.
	BookingChips List = "chip_booking"
	ErrandChips  List = "chip_errand"
	OrderChips   List = "chip_order"
	MealChips    List = "chip_meal"
	HallChips    List = "chip_hall"
	LoanChips    List = "chip_loan"
	CounterChips List = "chip_counter"
)

// Lists has them all, in the order in which they are shown.
var Lists = []List{
	Tags, OrgKinds, Specialties, Families, Categories, Topics, Partners, Dangers, Needs, Rounds, Works, Orders, Disputes,
	BookingChips, ErrandChips, OrderChips, MealChips, HallChips, LoanChips, CounterChips,
}

// traits is what sets a list apart.
type traits struct {
	name   string
	coded  bool // records keep the code of a word and not the word: then it can be renamed everywhere at once
	kept   bool // a word is never removed, because records and rules keep its code; it can be hidden
	hinted bool // words of residents suggest an entry
	above  List // to whose words its words belong
}

var traitsOf = map[List]traits{
	Tags:        {name: "居民标签", coded: true},
	OrgKinds:    {name: "单位类型"},
	Specialties: {name: "专长"},
	Families:    {name: "事件大类", coded: true, kept: true},
	Categories:  {name: "事件类别", coded: true, kept: true, hinted: true, above: Families},
	Topics:      {name: "办理事项", coded: true, kept: true, above: Categories},
	Partners:    {name: "转来单位", coded: true, kept: true},
	Needs:       {name: "走访发现的需要", coded: true, kept: true},
	Rounds:      {name: "巡查内容", coded: true, kept: true, above: Categories},
	Works:       {name: "工作类型", coded: true, kept: true, above: Works},
	Disputes:    {name: "纠纷类别", coded: true, kept: true},
	Dangers:     {name: "紧急情况", coded: true, kept: true, hinted: true},
	Orders:      {name: "上门服务", coded: true, kept: true},

	BookingChips: {name: "评价预约", coded: true, kept: true},
	ErrandChips:  {name: "评价代办", coded: true, kept: true},
	OrderChips:   {name: "评价上门", coded: true, kept: true},
	MealChips:    {name: "评价助餐", coded: true, kept: true},
	HallChips:    {name: "评价借场地", coded: true, kept: true},
	LoanChips:    {name: "评价借用物品", coded: true, kept: true},
	CounterChips: {name: "评价窗口", coded: true, kept: true},
}

// Name returns the list in Chinese, "" for no list.
func (l List) Name() string { return traitsOf[l].name }

func (l List) coded() bool { return traitsOf[l].coded }

func (l List) kept() bool { return traitsOf[l].kept }

// The limits of a list.
const (
	mostWords = 60
	mostName  = 12
	mostHints = 60 // of one word
)
