package report

import (
	"time"

	"linli/app/timeline"
)

// EventKind is one kind of line in a report's timeline.
type EventKind string

// The kinds. Each is also the name of the action that writes it.
const (
	DidSubmit      EventKind = "submit"
	DidAccept      EventKind = "accept"
	DidRefuse      EventKind = "refuse"
	DidAssign      EventKind = "assign"
	DidTake        EventKind = "take"
	DidReturn      EventKind = "return"
	DidReply       EventKind = "reply"
	DidNote        EventKind = "note"
	DidAsk         EventKind = "ask"
	DidAnswer      EventKind = "answer"
	DidAdd         EventKind = "add"
	DidUrge        EventKind = "urge"
	DidLocate      EventKind = "locate"
	DidAcknowledge EventKind = "acknowledge" // a steward has seen the alert
	DidLook        EventKind = "look"        // a steward went there and reports what they saw
	DidResolve     EventKind = "resolve"
	DidReview      EventKind = "review"
	DidReopen      EventKind = "reopen"
	DidWithdraw    EventKind = "withdraw"
	DidClose       EventKind = "close" // no review in time
	DidRoute       EventKind = "route" // a route sent it
	DidEscalate    EventKind = "escalate"
	DidBreach      EventKind = "breach" // a deadline was missed; a higher post is asked
	DidSupervise   EventKind = "supervise"
	DidReport      EventKind = "account" // the account for a supervision
	DidExtend      EventKind = "extend"
	DidSuspend     EventKind = "suspend"
	DidApprove     EventKind = "approve"
	DidDecline     EventKind = "decline"
	DidResume      EventKind = "resume"
	DidStep        EventKind = "step" // a named part of the work is done
	DidMerge       EventKind = "merge"
	DidUnmerge     EventKind = "unmerge"
	DidSplit       EventKind = "split"
	DidPart        EventKind = "part" // one of its parts is done
	DidFollowUp    EventKind = "follow_up"
	DidTranscribe  EventKind = "transcribe" // what is said in a voice message was written down
	DidAlarm       EventKind = "alarm"      // words of danger made it urgent
	DidCalm        EventKind = "calm"       // staff say that there is no danger
)

var titles = map[EventKind]string{
	DidSubmit: "已提交", DidAccept: "已受理", DidRefuse: "不予受理", DidAssign: "已交办", DidTake: "开始办理", DidReturn: "退回重派",
	DidReply: "工作人员回复", DidNote: "内部备注", DidAsk: "请您补充", DidAnswer: "已回答", DidAdd: "补充情况", DidUrge: "催办",
	DidLocate: "确定地点", DidAcknowledge: "红管家已知晓", DidLook: "红管家到场查看", DidResolve: "已办结", DidReview: "评价",
	DidReopen: "要求重办", DidWithdraw: "已撤回", DidClose: "已关闭", DidRoute: "按规则分派", DidEscalate: "上报", DidBreach: "超时督促",
	DidSupervise: "督办", DidReport: "督办回复", DidExtend: "申请延期", DidSuspend: "申请挂账", DidApprove: "批准", DidDecline: "不批准",
	DidResume: "恢复办理", DidStep: "完成分步", DidMerge: "并案", DidUnmerge: "取消并案", DidSplit: "分办", DidPart: "分办完成",
	DidFollowUp: "回访", DidTranscribe: "听写语音", DidAlarm: "转为紧急", DidCalm: "不紧急",
}

// Title returns the kind in Chinese.
func (k EventKind) Title() string { return titles[k] }

// Event is one line of a report's timeline.
type Event struct {
	timeline.Line[EventKind]
	ID     int64
	Report int64
	Public bool   // the author may read Text
	State  State  // after it
	Holder Holder // after it
}

// public returns a line whose words the author may read.
func public(k EventKind, words string, files ...int64) Event {
	e := internal(k, words, files...)
	e.Public = true
	return e
}

// internal returns a line whose words are for staff.
func internal(k EventKind, words string, files ...int64) Event {
	return Event{Line: timeline.Line[EventKind]{Kind: k, Text: words, Files: files}}
}

// Review is the author's judgement (S038). Marks run from 1 to 5; 0: not given.
type Review struct {
	Report     int64
	Round      int // 0, then one more with each reopening
	Satisfied  bool
	Efficiency int
	Result     int
	Attitude   int
	Words      string
	At         time.Time
}

// Check returns ErrMarks or ErrWords for an invalid review.
func (v Review) Check() error {
	for _, m := range []int{v.Efficiency, v.Result, v.Attitude} {
		if m < 0 || m > 5 {
			return ErrMarks
		}
	}
	if v.Words != "" {
		return words(v.Words, MaxWords)
	}
	return nil
}
