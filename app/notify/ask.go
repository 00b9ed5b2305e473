package notify

// What a client asks consent for before somebody does something, most wanted first: in a mini-program one consent is
// good for one message of one template, and wx.requestSubscribeMessage asks for MostAsked at a time
// (https://developers.weixin.qq.com/miniprogram/dev/api/open-api/subscribe-message/wx.requestSubscribeMessage.html).
var (
	OnReport = []string{
		"report.resolved", "report.asked", "report.accepted", "report.reply", "report.taken", "report.refused", "report.suspended",
		"report.extended", "report.step", "report.pushed", "report.merged",
	}
	OnBooking = []string{
		"booking.tomorrow", "booking.offer", "booking.session_cancelled", "booking.booked", "booking.cancelled", "booking.near",
		"booking.called", "booking.soon", "booking.waiting", "booking.by_phone",
	}
	OnWork = []string{
		"report.new", "whistle.called", "report.answered", "report.assigned", "steward.staff_call", "report.overdue",
		"report.breached", "report.escalated", "report.supervised", "steward.unanswered", "person.stand_in",
	}
)

// MostAsked is how many templates a client may ask for at once.
const MostAsked = 3
