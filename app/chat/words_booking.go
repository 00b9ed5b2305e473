package chat

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"linli/app/booking"
	"linli/app/report"
	"linli/app/when"
)

// What the chat says about bookings.
const (
	askBookCommunity = "请问您住哪个社区？回复数字："
	askBookWhere     = "请问您住哪个社区？可以直接说社区名，或小区名和楼号；不约了回复 0。"
	askBookNumber    = "请回复上面的数字；不约了回复 0。"
	askBorn          = "这项服务有年龄要求。请问您是哪一年出生的？回复四位数字，比如 1950；不约了回复 0。"
	askCancel        = "要取消哪一个？回复数字；都不取消回复 0。"

	sayUnfinished    = "您有一条问题还没有交。请先回复 1 提交，或回复 0 不交了，再来预约。"
	sayNotBooked     = "好的。想约的时候回复“预约”。"
	sayNoneFree      = "%s这几天没有可以约的服务，请过几天再看，或打社区电话。"
	sayNoBookings    = "您现在没有预约。回复“预约”看看可以约什么。"
	sayNoOffer       = "现在没有为您保留的名额。回复“我的预约”可查看。"
	sayDeclined      = "好的，名额让给后面的邻居了。想再约请回复“预约”。"
	sayNoQueue       = "您今天没有要排队的预约。回复“我的预约”可查看。"
	sayNothingToMove = "没有需要改约的预约。回复“预约”看看可以约什么。"

	howToCancel = "来不了请回复“取消预约”加数字，比如：取消预约 1。\n当天回复“排队”，看叫到几号。"
	seeMine     = "回复“我的预约”可查看。"
	seeOthers   = "回复“预约”看看其他场次。"
	orOthers    = "可以回复“预约”看看其他场次，或打社区电话。"
)

// sayWhom asks for whom it is.
func sayWhom(relatives []booking.Relative) string {
	var b strings.Builder
	b.WriteString("为谁预约？\n1 本人")
	for i, r := range relatives {
		fmt.Fprintf(&b, "\n%d %s", i+2, sayRelative(r))
	}
	b.WriteString("\n回复数字，不约了回复 0。")
	return b.String()
}

// sayRelative names a relative with the name masked, against readers over the shoulder: "父母 王*英".
func sayRelative(r booking.Relative) string {
	return strings.TrimSpace(r.Relation.Name() + " " + veiled(report.Cut(r.Person.Name, 6)))
}

// veiled returns a name with its middle hidden.
func veiled(name string) string {
	first, n := utf8.DecodeRuneInString(name)
	switch rest := []rune(name[n:]); len(rest) {
	case 0:
		return name
	case 1:
		return string(first) + "*"
	default:
		return string(first) + strings.Repeat("*", len(rest)-1) + string(rest[len(rest)-1:])
	}
}

// sayBooked tells what the resident has now: a place, or a rank.
func sayBooked(m booking.Mine, place, name string) string {
	b, s := m.Booking, m.Service
	if name != "" {
		name = "（" + name + "）"
	}
	if b.State == booking.Waiting {
		return fmt.Sprintf("%s%s %s 已满，排在候补第 %d 位。\n有名额会马上发消息给您，请留意。\n不等了请回复“取消预约”。",
			s.Name, name, sayWhen(b.BeginAt), m.Before+1)
	}
	var w strings.Builder
	fmt.Fprintf(&w, "约好了：%s%s\n%s %s，%d 号", s.Name, name, sayWhen(b.BeginAt), place, b.Number)
	switch {
	case b.ByPhone:
		w.WriteString("\n您有两次约了没来，工作人员会打电话跟您确认。")
	case s.About != "":
		fmt.Fprintf(&w, "\n请注意：%s", report.Cut(strings.ReplaceAll(s.About, "\n", " "), 50))
	}
	w.WriteString("\n来不了请回复“取消预约”，把名额留给邻居。")
	return w.String()
}

// sayMine lists what is ahead, with the names of the persons served.
func sayMine(all []booking.Mine, names []string) string {
	var w strings.Builder
	w.WriteString("您的预约：")
	for i, m := range all[:min(len(all), mostPicks)] {
		fmt.Fprintf(&w, "\n%d %s", i+1, report.Cut(m.Service.Name, mostTitle))
		if names[i] != "" {
			fmt.Fprintf(&w, "（%s）", names[i])
		}
		fmt.Fprintf(&w, " %s %s", sayWhen(m.Booking.BeginAt), sayStanding(m))
	}
	if more := len(all) - mostPicks; more > 0 {
		fmt.Fprintf(&w, "\n还有 %d 个，请在小程序里看。", more)
	}
	return w.String()
}

// sayStanding tells how far a booking is, in a few words.
func sayStanding(m booking.Mine) string {
	switch b := m.Booking; b.State {
	case booking.Waiting:
		return fmt.Sprintf("候补中，前面还有 %d 位", m.Before)
	case booking.Offered:
		return fmt.Sprintf("有名额了，%s 前回复“要”或“不要”", when.Say(b.OfferTill))
	default:
		return fmt.Sprintf("%s %d 号", b.State.Name(), b.Number)
	}
}

// sayTurn tells how far a queue is.
func sayTurn(t booking.Turn, name string) string {
	title := t.Service.Name
	if name != "" {
		title += "（" + name + "）"
	}
	calling := "还没有开始叫号"
	if t.Calling > 0 {
		calling = fmt.Sprintf("叫到 %d 号", t.Calling)
	}
	switch t.Booking.State {
	case booking.Called:
		return fmt.Sprintf("%s：轮到您的 %d 号了，请进。", title, t.Booking.Number)
	case booking.Arrived:
		return fmt.Sprintf("%s：您是 %d 号，%s，前面还有 %d 位。", title, t.Booking.Number, calling, t.Before)
	default:
		return fmt.Sprintf("%s：您是 %d 号，%s。到了请先在前台报到。", title, t.Booking.Number, calling)
	}
}

// sayCancelled confirms that a place or a rank was given back.
func sayCancelled(b booking.Booking, s booking.Service) string {
	return fmt.Sprintf("已取消：%s %s。\n想再约请回复“预约”。", s.Name, sayWhen(b.BeginAt))
}
