package order

import "linli/app/notify"

// Notices are the kinds of notice about orders. None of them has the word at the door.
var Notices notify.Kinds

const (
	page      = "life/order/index?id={id}"
	visitPage = "duty/orders/index?id={id}"
	staffPage = "office/order/index?id={id}"
)

// The kinds of notice: for the resident.
var (
	noticeAgreed  = Notices.Add(notify.Kind{Name: "order.agreed", Title: "上门约好了", Text: "“{title}”：{due}，{words}上门。开门前看工牌，见面说口令，口令在“请人上门”里。", Page: page})
	noticeComing  = Notices.Add(notify.Kind{Name: "order.coming", Title: "上门的人出发了", Text: "“{title}”：{words}正在路上。页面上显示“已核对”再开门。", Page: page})
	noticeHanded  = Notices.Add(notify.Kind{Name: "order.handed", Title: "请确认收到", Text: "“{title}”买好送到了，花了{words}。收到了请回复“东西收到了”。", Page: page})
	noticeDone    = Notices.Add(notify.Kind{Name: "order.done", Title: "上门做好了", Text: "“{title}”做好了。{words}", Page: page})
	noticeCannot  = Notices.Add(notify.Kind{Name: "order.cannot", Title: "不能上门", Text: "“{title}”不能上门：{words}", Page: page, MustKnow: true})
	noticeCareful = Notices.Add(notify.Kind{Name: "order.careful", Title: "口令没有对上", Text: "“{title}”：有人报的口令不对。请先不要开门，社区会联系您。", Page: page, MustKnow: true})
	noticeRaised  = Notices.Add(notify.Kind{Name: "order.raised", Title: "上限改了", Text: "“{title}”最多花的钱改成{words}。不对请马上告诉社区。", Page: page})
)

// For those who come without a post of staff.
var noticeVisit = Notices.Add(notify.Kind{Name: "order.visit", Title: "请您上门", Text: "“{title}”：{words}，{place}。", Page: visitPage})

// For staff.
var (
	noticeAsked    = Notices.Add(notify.Kind{Name: "order.asked", Title: "有人请上门", Text: "“{title}”请人上门，请在一个工作日内约好。{words}", Page: staffPage, ForStaff: true})
	noticeGiven    = Notices.Add(notify.Kind{Name: "order.given", Title: "请您上门", Text: "“{title}”：{words}，{place}。", Page: staffPage, ForStaff: true})
	noticeAnswered = Notices.Add(notify.Kind{Name: "order.answered", Title: "居民有回音", Text: "“{title}”：{words}", Page: staffPage, ForStaff: true})
	noticeWrong    = Notices.Add(notify.Kind{Name: "order.wrong_word", Title: "口令错了三次", Text: "“{title}”：{words}报的口令错了三次，请打电话给居民核对。", Page: staffPage, ForStaff: true, Prompt: true})
	noticeDueSoon  = Notices.Add(notify.Kind{Name: "order.due_soon", Title: "上门快到期", Text: "“{title}”{due}前要约好，请抓紧。", Page: staffPage, ForStaff: true})
	noticeOverdue  = Notices.Add(notify.Kind{Name: "order.overdue", Title: "上门没有约", Text: "“{title}”过了一个工作日还没有约好，请督促。", Page: staffPage, ForStaff: true})
	noticePassed   = Notices.Add(notify.Kind{Name: "order.passed", Title: "上门没有完成", Text: "“{title}”约在{due}，还没有完成，请问一问。", Page: staffPage, ForStaff: true})
)

var _ = Notices.Describe(notify.Subject{
	Name:   "请人上门",
	Labels: map[notify.Fact]string{notify.FactTitle: "什么事", notify.FactDue: "何时", notify.FactWords: "情况", notify.FactPlace: "哪一户"},
	Example: notify.Facts{
		notify.FactTitle: "理发", notify.FactNumber: "上18", notify.FactPlace: "幸福小区3号楼2单元 302", notify.FactState: "已约好", notify.FactWords: "李晓芳、马军",
		notify.FactDue: "2026年12月2日 09:30", notify.FactAt: "2026年12月1日 09:30",
	},
	Words: map[string]string{
		noticeHanded.Name: "46.80 元", noticeRaised.Name: "80 元", noticeDone.Name: "头发理好了", noticeCannot.Name: "这几天没有会修的师傅", noticeAsked.Name: "12月2日上午",
		noticeVisit.Name: "12月2日 09:30", noticeGiven.Name: "12月2日 09:30", noticeAnswered.Name: "居民取消了", noticeWrong.Name: "马军",
	},
})

// Consents are the notices that a resident is asked to agree to, most wanted first.
var Consents = []notify.Kind{noticeAgreed, noticeComing, noticeHanded}
