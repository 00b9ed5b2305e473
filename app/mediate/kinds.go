package mediate

import (
	"linli/app/notify"
	"linli/app/wordlist"
)

// Notices are the kinds of notice about mediation. None says what a case is about.
var Notices notify.Kinds

const (
	page      = "life/mediate/index?id={id}"
	staffPage = "office/mediate/index?id={id}"
)

// The kinds of notice: for the parties.
var (
	noticeAsked = Notices.Add(notify.Kind{
		Name: "mediate.asked", Title: "请您参加调解", Text: "有一件事想请您参加调解，编号{number}。调解自愿、免费，来不来由您定，中途也可以停。", Page: page, MustKnow: true,
	})
	noticeTalk = Notices.Add(notify.Kind{
		Name: "mediate.talk", Title: "约好调解时间", Text: "调解时间：{at}，地点：{place}，编号{number}。", Page: page, MustKnow: true,
	})
	noticeOff = Notices.Add(notify.Kind{
		Name: "mediate.off", Title: "调解时间取消了", Text: "编号{number}，{at} 的调解不谈了，请不用前来。", Page: page, MustKnow: true,
	})
	noticeDue = Notices.Add(notify.Kind{
		Name: "mediate.promise_due", Title: "约定的事快到期", Text: "编号{number}的协议里，有您约定{due}前做的一件事。做好了请点“已做到”。", Page: page, MustKnow: true,
	})
	noticeEnded = Notices.Add(notify.Kind{Name: "mediate.ended", Title: "调解有了结果", Text: "编号{number}的调解：{state}。", Page: page})
)

// For mediators.
var (
	noticeNew    = Notices.Add(notify.Kind{Name: "mediate.new", Title: "有人申请调解", Text: "有一件调解等待受理，编号{number}。", Page: staffPage, ForStaff: true})
	noticeMoved  = Notices.Add(notify.Kind{Name: "mediate.moved", Title: "调解有新情况", Text: "编号{number}有新情况，请看案卷。", Page: staffPage, ForStaff: true})
	noticeNobody = Notices.Add(notify.Kind{
		Name: "mediate.nobody", Title: "缺调解员", Text: "{place}有人申请调解，编号{number}，还没有调解员。请在任职里安排。", Page: "people/posts/index", ForStaff: true,
	})
)

var _ = Notices.Describe(notify.Subject{
	Name:   "调解",
	Labels: map[notify.Fact]string{notify.FactTitle: "什么事", notify.FactPlace: "地点", notify.FactAt: "什么时间", notify.FactDue: "何时前", notify.FactWords: "说明"},
	Example: notify.Facts{
		notify.FactTitle: "调解", notify.FactNumber: "调12", notify.FactPlace: "社区调解室", notify.FactState: "已达成协议", notify.FactAt: "2026年12月3日 14:00",
		notify.FactDue: "2026年12月20日 23:59", notify.FactWords: "详情请打开看，不在这里写",
	},
})

// Consents are the notices a party is asked to agree to, most wanted first.
var Consents = []notify.Kind{noticeTalk, noticeAsked, noticeDue}

// shipped are the kinds of dispute until the county decides its own.
var shipped = []wordlist.Word{
	{Code: "neighbour", Name: "邻里"},
	{Code: "leak", Name: "漏水"},
	{Code: "noise", Name: "噪声"},
	{Code: "family", Name: "家庭"},
	{Code: "property", Name: "物业"},
	{Code: "labour", Name: "劳动"},
	{Code: "consumer", Name: "消费"},
}

// Shipped returns the words of the list of kinds until the county decides, nil for any other list.
func Shipped(l wordlist.List) []wordlist.Word {
	if l != wordlist.Disputes {
		return nil
	}
	return shipped
}
