// Package notify tells people what happened (通知). A notice is written in the same transaction as the change it speaks
// of and sent later by a job, on the first channel that reaches the person; the person's in-app inbox always has it.
package notify

import (
	"context"
	"strings"
	"time"

	"linli/app/auth"
	"linli/app/fault"
	"linli/app/job"
	"linli/app/when"
)

// What can go wrong.
var (
	ErrMissing = fault.New(fault.Missing, "notify.missing", "未找到该通知")
	ErrWords   = fault.New(fault.Invalid, "notify.words", "请写明怎样告知的（1 至 200 字）")
)

// SendJob is the job that sends the notice it refers to.
const SendJob job.Kind = "notify.send"

// State is how far a notice has come.
type State string

// The states.
//
//	pending ──▶ sent ──▶ delivered
//	   │  ▲       └─failed─┐
//	   │  └────────────────┘ (next channel)
//	   ├──▶ kept         no channel, and it can wait in the inbox
//	   ├──▶ undelivered  no channel, and the person must know: somebody's work ──▶ told
//	   └──▶ folded       another notice speaks for it
const (
	Pending     State = "pending"
	SentOut     State = "sent"
	Delivered   State = "delivered"
	Kept        State = "kept"
	Undelivered State = "undelivered"
	Told        State = "told"
	Folded      State = "folded"
)

// Notice is one message to one person.
type Notice struct {
	ID        int64
	Person    int64
	Community int64
	Kind      string // "report.resolved"
	About     string // "report:42"
	Facts     map[string]string
	Urgent    bool // is sent at night, alone and at once
	State     State
	DueAt     time.Time // not sent before
	CreatedAt time.Time
	SentAt    time.Time
	ReadAt    time.Time
	Folded    int64 // the notice that speaks for this one
}

// Channel is a way to reach a person; each is one of our accounts.
type Channel = auth.Account

// Attempt is one try to send a notice through one channel.
type Attempt struct {
	ID      int64
	Notice  int64
	Channel Channel
	OpenID  string
	Outcome Outcome // "" while under way
	Final   bool    // a receipt came, or none is awaited
	MsgID   string
	Code    int
	Reason  string
	At      time.Time // of the message whose fate counts
	Tries   int
	Began   time.Time // the first try
	Again   time.Time // not tried before

	ReceiptAt time.Time // of the receipt that counts
}

// Outbox is what telling somebody needs from an open transaction.
type Outbox interface {
	job.Queue
	// AddNotice saves a notice and sets its ID.
	AddNotice(ctx context.Context, n *Notice) error
}

// Tell writes the notice and the job that sends it: now, or when the quiet hours end. Nobody (person 0) is told nothing.
func Tell(ctx context.Context, box Outbox, n Notice, now time.Time) error {
	if n.Person == 0 {
		return nil
	}
	n.State, n.CreatedAt, n.DueAt = Pending, now, now
	k := kindOf(n.Kind)
	n.Urgent = n.Urgent || k.Urgent || k.Prompt
	if !n.Urgent {
		n.DueAt = when.Nights.Next(now)
	}
	if err := box.AddNotice(ctx, &n); err != nil {
		return err
	}
	return box.AddJob(ctx, SendJob, n.ID, n.DueAt)
}

// Kind describes a kind of notice.
type Kind struct {
	Name     string
	Title    string // heading in the inbox
	Text     string // sentence in the inbox; {fact} stands for a fact
	Page     string // page of the client it opens (miniprogram/), without "/" in front; {id} stands for the id it is about
	ForStaff bool   // goes to the staff mini-program rather than the residents'
	MustKnow bool   // undelivered, it is somebody's work
	Urgent   bool
	Prompt   bool // sent at once and alone like an urgent one, but worth nothing later
}

// Facts lists what a template may show of a notice.
var Facts = []string{"title", "number", "place", "category", "state", "by", "words", "at", "due", "count"}

// DigestKind is the notice that speaks for several.
const DigestKind = "digest"

const (
	residentPage = "report/detail/index?id={id}"
	staffPage    = "report/detail/index?id={id}"
	whistlePage  = "report/whistle/index?id={id}"
	bookingPage  = "visit/detail/index?id={id}"

	familyPage    = "life/family/index"
	alertPage     = "duty/report/index?id={id}"
	dutyPage      = "pages/steward/index"
	staffCallPage = "people/calls/index?id={id}"
)

// Kinds lists every kind of notice.
var Kinds = []Kind{
	{Name: "report.accepted", Title: "已受理", Text: "您反映的“{title}”（{number}）已受理，由{by}负责。", Page: residentPage},
	{Name: "report.refused", Title: "不予受理", Text: "您反映的“{title}”（{number}）不能受理：{words}", Page: residentPage, MustKnow: true},
	{Name: "report.taken", Title: "正在办理", Text: "您反映的“{title}”（{number}）正在办理，由{by}负责，预计{due}前办好。", Page: residentPage},
	{Name: "report.reply", Title: "工作人员回复", Text: "关于“{title}”（{number}）：{words}", Page: residentPage},
	{Name: "report.asked", Title: "请您补充", Text: "关于“{title}”（{number}），请问：{words}", Page: residentPage, MustKnow: true},
	{Name: "report.resolved", Title: "已办结", Text: "您反映的“{title}”（{number}）已办结：{words}请评价：回复“1 满意”或“2 没解决”。", Page: residentPage, MustKnow: true},
	{Name: "report.new", Title: "新的随手拍", Text: "{place}有新的事件“{title}”（{number}），请在{step_due}前受理。", Page: staffPage, ForStaff: true},
	{Name: "report.assigned", Title: "交办给您", Text: "“{title}”（{number}，{place}）交给您办理，请在{step_due}前接办、{due}前办结。", Page: staffPage, ForStaff: true},
	{Name: "report.returned", Title: "被退回", Text: "“{title}”（{number}）被退回：{words}", Page: staffPage, ForStaff: true},
	{Name: "report.answered", Title: "居民已回答", Text: "“{title}”（{number}）的反映人回答：{words}", Page: staffPage, ForStaff: true},
	{Name: "report.added", Title: "居民有补充", Text: "“{title}”（{number}）的反映人补充了情况。", Page: staffPage, ForStaff: true},
	{Name: "report.looked", Title: "红管家到场查看", Text: "红管家看了“{title}”（{number}）：{words}", Page: staffPage, ForStaff: true},
	{Name: "report.urged", Title: "居民催办", Text: "“{title}”（{number}）的反映人催办，请尽快处理。", Page: staffPage, ForStaff: true},
	{Name: "report.reopened", Title: "要求重办", Text: "“{title}”（{number}）没有解决，请重新办理：{words}", Page: staffPage, ForStaff: true},
	{Name: "report.reviewed", Title: "居民评价", Text: "“{title}”（{number}）的反映人评价：{words}", Page: staffPage, ForStaff: true},
	{Name: "report.self_resolved", Title: "红管家已办结", Text: "“{title}”（{number}，{place}）已由红管家自办自结。", Page: staffPage, ForStaff: true},
	{Name: "report.due_soon", Title: "快到时限了", Text: "“{title}”（{number}，{place}）快到时限了，请在{step_due}前办理。", Page: staffPage, ForStaff: true},
	{Name: "report.overdue", Title: "已超时", Text: "“{title}”（{number}，{place}）已超时，请尽快办理。{words}", Page: staffPage, ForStaff: true},
	{Name: "report.breached", Title: "请您督促", Text: "“{title}”（{number}，{place}）已超时还没有办好，现由{by}办理，请您督促，{asked_due}前落实。", Page: staffPage, ForStaff: true},
	{Name: "report.pushed", Title: "正在督促", Text: "您反映的“{title}”（{number}）已超时，{words}", Page: residentPage},
	{Name: "report.escalated", Title: "上报给您", Text: "“{title}”（{number}，{place}）上报给您协调：{words}", Page: staffPage, ForStaff: true},
	{Name: "report.disputed", Title: "部门两次退回", Text: "“{title}”（{number}，{place}）两次被部门退回，已交网格中心协调：{words}", Page: staffPage, ForStaff: true},
	{Name: "report.supervised", Title: "督办", Text: "“{title}”（{number}，{place}）督办：{words}", Page: staffPage, ForStaff: true},
	{Name: "report.supervision_replied", Title: "督办回复", Text: "“{title}”（{number}）的督办回复：{words}", Page: staffPage, ForStaff: true},
	{Name: "report.supervision_late", Title: "督办没有回复", Text: "“{title}”（{number}，{place}）的督办到期没有回复，现由{by}办理。", Page: staffPage, ForStaff: true},
	{Name: "report.extend_asked", Title: "申请延期", Text: "“{title}”（{number}，{place}）申请延期，请批复。{words}", Page: staffPage, ForStaff: true},
	{Name: "report.suspend_asked", Title: "申请挂账", Text: "“{title}”（{number}，{place}）申请挂账，请批复。{words}", Page: staffPage, ForStaff: true},
	{Name: "report.postpone_approved", Title: "申请已批准", Text: "“{title}”（{number}）的申请已批准：{words}", Page: staffPage, ForStaff: true},
	{Name: "report.postpone_declined", Title: "申请未批准", Text: "“{title}”（{number}）的申请没有批准：{words}", Page: staffPage, ForStaff: true},
	{Name: "report.suspended", Title: "暂时无法办理", Text: "您反映的“{title}”（{number}）{words}", Page: residentPage, MustKnow: true},
	{Name: "report.extended", Title: "办理延期", Text: "您反映的“{title}”（{number}）{words}", Page: residentPage},
	{Name: "report.resumed", Title: "恢复办理", Text: "“{title}”（{number}，{place}）{words}，请在{due}前办结。", Page: staffPage, ForStaff: true},
	{Name: "report.unanswered", Title: "反映人没有回答", Text: "“{title}”（{number}）{words}，请在{due}前办结。", Page: staffPage, ForStaff: true},
	{Name: "report.step", Title: "办理有进展", Text: "您反映的“{title}”（{number}）：{words}", Page: residentPage},
	{Name: "report.merged", Title: "合并办理", Text: "您反映的“{title}”（{number}）{words}", Page: residentPage},
	{Name: "report.unmerged", Title: "取消并案", Text: "“{title}”（{number}，{place}）单独办理，请在{due}前办结。", Page: staffPage, ForStaff: true},
	{Name: "report.part_done", Title: "分办完成", Text: "“{title}”（{number}）的分办事项 {words}", Page: staffPage, ForStaff: true},
	{Name: "report.joined_resolved", Title: "您关注的事已办结", Text: "您也反映过的“{title}”已办结：{words}", Page: "pages/progress/index"},
	{Name: "steward.alert", Title: "楼里有事", Text: "{place}有邻居反映“{title}”（{number}），请您看一看。", Page: alertPage},
	{Name: "person.stand_in", Title: "请您代班", Text: "{by}离岗到{until}，这段时间由您代班，现有{count}件在办。", Page: "pages/home/index", ForStaff: true},
	{Name: "person.back", Title: "代班结束", Text: "您的离岗时间已结束，事情又回到您手上，现有{count}件在办。", Page: "pages/home/index", ForStaff: true},
	{Name: "steward.call", Title: "有人求助", Text: "{place}有居民求助“{words}”（{number}），请您联系他。", Page: dutyPage},
	{Name: "steward.remind", Title: "请您再看看", Text: "您确认过的“{title}”（{number}，{place}）还没有进展，请您看一看。", Page: alertPage},
	{Name: "steward.remind_call", Title: "请您再联系", Text: "您确认过的求助“{words}”（{number}，{place}）还没有办完，请您联系他。", Page: dutyPage},
	{Name: "steward.substitute", Title: "请您代班", Text: "{place}：{words}。", Page: dutyPage},
	{Name: "steward.weekly", Title: "楼里一周", Text: "上周您负责的楼里：{words}。谢谢您。", Page: dutyPage},
	{Name: "steward.page", Title: "没有人确认", Text: "{place}的“{title}”（{number}）还没有人确认，请您看一看。", Page: staffPage, ForStaff: true},
	{Name: "steward.staff_call", Title: "有人求助", Text: "{place}有居民求助“{words}”（{number}），请您联系他。", Page: staffCallPage, ForStaff: true},
	{Name: "steward.staff_remind", Title: "请您再看看", Text: "您确认过的“{title}”（{number}，{place}）还没有进展，请您看一看。", Page: staffPage, ForStaff: true},
	{Name: "steward.staff_remind_call", Title: "请您再联系", Text: "您确认过的求助“{words}”（{number}，{place}）还没有办完，请您联系他。", Page: staffCallPage, ForStaff: true},
	{Name: "steward.unanswered", Title: "一直没有人确认", Text: "{place}的“{title}”（{number}）提醒了所有人，都没有确认，请您处理。", Page: staffPage, ForStaff: true},
	{Name: "steward.unanswered_call", Title: "求助没有人接", Text: "{place}的求助“{words}”（{number}）提醒了所有人，都没有确认，请您处理。", Page: staffCallPage, ForStaff: true},
	{Name: "whistle.called", Title: "吹哨请到场", Text: "{by}请您单位在{due}前到{place}报到（该处90天内第{count}次吹哨）：{words}", Page: whistlePage, ForStaff: true, Urgent: true},
	{Name: "whistle.answered", Title: "吹哨有答复", Text: "{by}答复吹哨“{title}”：{words}", Page: whistlePage, ForStaff: true},
	{Name: "whistle.mustered", Title: "单位已报到", Text: "{by}到{place}：{words}", Page: whistlePage, ForStaff: true},
	{Name: "whistle.finished", Title: "单位反馈结果", Text: "{by}反馈“{title}”的结果：{words}", Page: whistlePage, ForStaff: true},
	{Name: "whistle.missed", Title: "有单位未按时报到", Text: "吹哨“{title}”（{place}）到时间未报到的单位：{words}", Page: whistlePage, ForStaff: true},
	{Name: "whistle.ended", Title: "吹哨已结束", Text: "{by}的吹哨“{title}”（{place}）已结束：{words}", Page: whistlePage, ForStaff: true},
	{Name: "booking.booked", Title: "预约成功", Text: "{title}已约好：{at}，{place}，{count}号。", Page: bookingPage},
	{Name: "booking.waiting", Title: "候补中", Text: "{title}（{at}）已满，您排在候补，有名额马上告诉您。", Page: bookingPage},
	{Name: "booking.by_phone", Title: "等电话确认", Text: "{title}（{at}）已为您留号。您有两次约了没来，工作人员会打电话跟您确认。", Page: bookingPage},
	{Name: "booking.offer", Title: "轮到您了", Text: "{title}（{at}）有名额了。要就在{due}前回复“要”，不要请回复“不要”。", Page: bookingPage, Urgent: true},
	{Name: "booking.offer_over", Title: "名额没有保留住", Text: "{title}（{at}）的名额因没有确认，给了后面的人。", Page: bookingPage},
	{Name: "booking.tomorrow", Title: "预约提醒", Text: "{title}：{at}，{place}，{count}号。{about}", Page: bookingPage, MustKnow: true},
	{Name: "booking.soon", Title: "快到时间了", Text: "{title}：{at}，{place}，{count}号。", Page: bookingPage},
	{Name: "booking.near", Title: "快轮到您了", Text: "{title}：{ahead}，请到{place}等候。", Page: bookingPage, Prompt: true},
	{Name: "booking.called", Title: "请您进来", Text: "{title}：轮到{count}号，请到{place}。", Page: bookingPage, Prompt: true},
	{Name: "booking.missed", Title: "这次没有来", Text: "{title}（{at}）没有等到您。来不了请提前取消，把名额留给邻居。", Page: bookingPage},
	{Name: "booking.cancelled", Title: "预约已取消", Text: "{title}（{at}）的预约已由社区取消：{words}", Page: bookingPage, MustKnow: true},
	{Name: "booking.session_cancelled", Title: "这一场不办了", Text: "{title}（{at}）不办了：{words}。{next}", Page: bookingPage, MustKnow: true},
	{Name: "booking.series", Title: "课程已报名", Text: "{title}已整期报名，共{count}次，第一次：{at}，{place}。", Page: bookingPage},
	{Name: "family.confirmed", Title: "家人确认", Text: "{words}", Page: familyPage},
	{Name: "family.refused", Title: "家人申请未通过", Text: "{words}", Page: familyPage},
	{Name: "family.ended", Title: "家人关系解除", Text: "{words}", Page: familyPage},
	{Name: DigestKind, Title: "您有新消息", Text: "您有{count}条新消息，最近一条：{title}。", Page: "life/inbox/index"},
}

func kindOf(name string) Kind {
	for _, k := range Kinds {
		if k.Name == name {
			return k
		}
	}
	return Kind{Name: name, Title: "通知", Text: "{title}"}
}

// Title returns the heading of the notice.
func (n Notice) Title() string { return kindOf(n.Kind).Title }

// Text returns the notice as a sentence.
func (n Notice) Text() string {
	s := kindOf(n.Kind).Text
	for fact, value := range n.Facts {
		s = strings.ReplaceAll(s, "{"+fact+"}", value)
	}
	return s
}

// MustKnow says whether the notice, undelivered, is somebody's work.
func (n Notice) MustKnow() bool {
	k := kindOf(n.Kind)
	return k.MustKnow || n.Urgent && !k.Prompt
}

func (n Notice) page() string {
	_, id, _ := strings.Cut(n.About, ":")
	return strings.ReplaceAll(kindOf(n.Kind).Page, "{id}", id)
}

// rungs returns the channels to try, best first (docs/domain.md §7): the official account, then the mini-program in which
// the person does this kind of work.
func (n Notice) rungs() []Channel {
	if kindOf(n.Kind).ForStaff {
		return []Channel{auth.OA, auth.Staff}
	}
	return []Channel{auth.OA, auth.MP}
}
