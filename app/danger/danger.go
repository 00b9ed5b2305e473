// Package danger reads from what people say whether somebody is in danger now (危险), and which number to ring first. It looks
// at meanings beside each other, not at single words: bills, drills, the past, wishes and figures of speech are no danger.
package danger

// Kind says what threatens.
type Kind string

// The kinds.
const (
	Gas      Kind = "gas"      // 燃气
	Fire     Kind = "fire"     // 火情
	Medical  Kind = "medical"  // 急病、受伤
	Poison   Kind = "poison"   // 误服、中毒
	Crime    Kind = "crime"    // 暴力、侵害
	Fraud    Kind = "fraud"    // 诈骗
	Self     Kind = "self"     // 轻生
	Electric Kind = "electric" // 漏电、断线
	Lift     Kind = "lift"     // 电梯困人
	Water    Kind = "water"    // 落水、进水
	Collapse Kind = "collapse" // 坍塌、坠物
	Traffic  Kind = "traffic"  // 车祸
	Animal   Kind = "animal"   // 动物伤人
	Trapped  Kind = "trapped"  // 被困
	Missing  Kind = "missing"  // 走失
	Help     Kind = "help"     // 呼救，没说什么事
)

// Danger is what somebody says that calls for help at once.
type Danger struct {
	Kind Kind
	Say  string // which number to ring, and what to do first
}

// says is what is answered to each kind: one line, at most two numbers.
var says = map[Kind]string{
	Gas:      "请马上关阀、开窗、离开，不要开关电器，到室外拨打 119。",
	Fire:     "请马上离开并拨打 119。",
	Medical:  "请马上拨打 120。",
	Poison:   "请马上拨打 120，留下药瓶或包装给医生看。",
	Crime:    "请马上到安全的地方，拨打 110。",
	Fraud:    "请不要再转账，马上拨打 110；反诈专线 96110。",
	Self:     "请马上拨打 110；想找人说说话，可拨打 12356。",
	Electric: "请离远，不要用手碰，马上拨打 119。",
	Lift:     "请按电梯里的报警键，不要扒门，拨打 119。",
	Water:    "请马上拨打 119；不要贸然下水。",
	Collapse: "请马上离开，拨打 119；有人受伤拨打 120。",
	Traffic:  "请马上拨打 122；有人受伤拨打 120。",
	Animal:   "请离远，拨打 110；被咬伤拨打 120。",
	Trapped:  "请待在原处，不要硬拉，马上拨打 119。",
	Missing:  "请马上拨打 110。",
	Help:     "有危险请马上拨打 110；有人受伤、生病拨打 120。",
}

// Read is Read of the shipped book.
func Read(said string) (Danger, bool) { return (*Book)(nil).Read(said) }
