package system

import (
	"context"
	"errors"
	"fmt"
	"time"

	"linli/app/booking"
	"linli/app/chat"
	"linli/app/family"
	"linli/app/inbox"
	"linli/app/loan"
	"linli/app/media"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/press"
	"linli/app/steward"
	"linli/store"
)

const day = 24 * time.Hour

// Period says for how long one table keeps what it holds about people. docs/retention.md shows them all.
type Period struct {
	Table string
	Holds string
	Keep  time.Duration // 0: age alone ends nothing
	From  string        // what Keep counts from; without Keep, why there is no end
	Job   string        // the recurring job that deletes; "" when a deed does, or nothing
	Also  string        // what else deletes

	column, unless string // what drop_old_rows counts from, and which rows it leaves; "" when a job of the capability deletes
}

// keepTroubles is for how long an operator may want to see what WeChat refused.
const keepTroubles = 30 * day

// Why something has no end of its own, and what is said more than once.
const (
	ofRecord = "a record: complaints, appeals and audits ask for it years later"
	ofDuty   = "a record of duty: who was asked, and who answered for it"
	ofRoster = "as long as the roster says so: the import changes it"
	withHome = "closing the account; leaving, for who is only a follower"
	dropOld  = "drop_old_rows"
)

// Periods is every table that holds anything about people. A table of the database stands here or under impersonal.
var Periods = []Period{
	{Table: "appraisal_mark", Holds: "who marked an org, with words", From: ofDuty},
	{Table: "audit_record", Holds: "who saw or changed what, and why", From: "a log only grows: it must outlast what it is about"},
	{
		Table: "booking", Holds: "who booked, came, was served; encrypted answers to the questions", Keep: booking.KeepAnswers,
		From: "the end of the booking, for the answers; the rest is " + ofRecord, Job: "drop_booking_answers", Also: "closing erases the answers and cancels what is ahead",
	},
	{Table: "booking_entry", Holds: "who serves on which days", From: "as long as the timetable is shown"},
	{Table: "booking_press", Holds: "whose request was about which booking", Keep: booking.KeepPresses, From: "the request", Job: "end_booking_days"},
	{Table: "booking_session", Holds: "who serves in a session", From: ofRecord},
	{Table: "bulletin", Holds: "who published it", From: ofDuty},
	{Table: "chat_draft", Holds: "what somebody began to say, place, photos", Keep: chat.DraftLife, From: "the last word", Job: "drop_old_drafts", Also: "handing in; closing; leaving"},
	{
		Table: "family_invite", Holds: "hash of a code, who made it, who used it", Keep: family.KeepInvites, From: "when it could last be used", Job: dropOld, Also: "closing; leaving",
		column: "expires_at",
	},
	{
		Table: "family_link", Holds: "who cares for whom; name and year of birth of who was only written down", From: "until the link ends; that there was one is " + ofRecord,
		Also: "closing and leaving end it and erase name and year",
	},
	{Table: "inbox_push", Holds: "key of a push, for events with the openid; our reply", Keep: inbox.KeepPushes, From: "the push", Job: dropOld, column: "at"},
	{
		Table: "loan", Holds: "who borrowed what; name and encrypted number of who has no account", Keep: loan.Keep, From: "the end of the loan",
		Job: dropOld, Also: "closing moves name and number of who has something beside the loan, until it is back", column: "ended_at",
		unless: `state = 'out'`,
	},
	{
		Table: "media_file", Holds: "photo or voice message, who sent it", Keep: media.UnclaimedFor,
		From: "when it came, unless a report holds it; then it is " + ofRecord, Job: "drop_unclaimed_files",
	},
	{Table: "media_verdict", Holds: "trace of a picture, pass or not", Keep: media.KeepVerdicts, From: "the verdict", Job: dropOld, column: "at"},
	{
		Table: "notify_attempt", Holds: "openid to which a notice went, and what became of it", Keep: notify.KeepAttempts, From: "the last try", Job: dropOld, Also: "closing",
		column: "at",
	},
	{Table: "notify_credit", Holds: "openid and template of a consent, as 0.9.0 kept them", From: "until the version after 0.10.0 drops the table: 0.9.0 must work on it", Also: "closing"},
	{Table: "notify_consent", Holds: "openid and template of a consent", From: "until it is used or taken back", Also: "sending; refusing; closing"},
	{
		Table: "notify_notice", Holds: "what somebody was told, with its facts", Keep: notify.KeepNotices,
		From: "the notice; one that reached nobody stays until somebody has told them", Job: dropOld, Also: "closing",
		column: "created_at", unless: `state IN ('pending', 'undelivered')`,
	},
	{
		Table: "notify_receipt", Holds: "number of a message, whether it arrived", Keep: notify.KeepReceipts, From: "the receipt", Job: dropOld,
		column: "at",
	},
	{Table: "person", Holds: "name, encrypted number and its keyed hash, year of birth, home, agreement", From: "until the account is closed; the row stays without any of it, for records point to it", Also: withHome},
	{Table: "person_identity", Holds: "openid, unionid, whether they follow, keyed hash of a proved number", From: "as long as the account exists", Also: "closing; leaving"},
	{
		Table: "person_invitation", Holds: "hash of an invitation, whom it is for, who made it", Keep: person.KeepInvitations, From: "when it could last be used", Job: dropOld, Also: "a new invitation",
		column: "expires_at",
	},
	{Table: "person_left", Holds: "keyed hash of an openid that left, and when", Keep: person.KeepLeft, From: "when they left", Job: dropOld, column: "at"},
	{
		Table: "person_move", Holds: "keyed hash of an account that moved, and when", Keep: person.MovesWithin,
		From: "the move; it outlasts closing, or the limit of moves could be walked around", Job: dropOld,
		column: "at",
	},
	{Table: "person_posting", Holds: "who held which post, absences and substitutes", From: ofRoster + "; an ended one is " + ofDuty},
	{Table: "person_tag", Holds: "who lives alone, is disabled, …", From: "as long as staff find it true", Also: "staff; " + withHome},
	{Table: "person_union", Holds: "unionid", From: "as long as one identity has it", Also: "closing; leaving"},
	{Table: "press", Holds: "hash of a request, its encrypted answer", Keep: press.Keep, From: "the request", Job: dropOld, column: "at"},
	{Table: "report", Holds: "words, place, position, whose it is, who has it in hand", From: ofRecord, Also: "closing takes the author's name away, not the words"},
	{Table: "report_event", Holds: "who did what, with words", From: ofRecord},
	{Table: "report_join", Holds: "who has the same trouble", From: ofRecord},
	{Table: "report_review", Holds: "the author's opinion", From: ofRecord},
	{Table: "steward_ack", Holds: "which steward confirmed a paging", From: ofDuty},
	{Table: "steward_alert", Holds: "which steward was told of a report", From: ofDuty},
	{Table: "steward_board", Holds: "the numbers a community hangs out", From: "as long as the board shows them"},
	{
		Table: "steward_call", Holds: "words of a call for help, encrypted number of the caller", Keep: steward.KeepNumber,
		From: "the end of the call, or " + days(steward.KeepUnused) + " from a call that nobody ends, for the number; the rest is " + ofRecord, Job: "drop_call_numbers",
	},
	{Table: "steward_caller", Holds: "keyed hash of a caller's number", Keep: steward.KeepNumber, From: "their last call", Job: "drop_call_numbers"},
	{
		Table: "steward_digest", Holds: "who got the digest of a week", Keep: steward.KeepDigest, From: "the digest", Job: dropOld,
		column: "at",
	},
	{Table: "steward_reach", Holds: "whether a building's steward can be reached now", From: "computed again from the roster"},
	{Table: "steward_ring", Holds: "which steward was rung", From: ofDuty},
	{Table: "steward_shown", Holds: "what a steward shows of themselves on the board", From: ofRoster},
	{
		Table: "wechat_trouble", Holds: "what WeChat answered to a request it refused", Keep: keepTroubles, From: "the last such answer", Job: dropOld,
		column: "at",
	},
	{Table: "whistle", Holds: "who called departments to a place, with words", From: ofDuty},
	{Table: "whistle_event", Holds: "who did what, with words", From: ofDuty},
	{Table: "whistle_muster", Holds: "who came for a department", From: ofDuty},
}

// impersonal is every other table, with what it holds.
var impersonal = map[string]string{
	"appraisal_figure": "sums", "appraisal_run": "days computed", "area": "places", "area_org": "departments", "area_version": "a counter",
	"booking_exception": "days off", "booking_period": "places left", "booking_service": "services", "booking_version": "a counter",
	"dispatch_limit": "time limits", "loan_thing": "things of a community", "dispatch_route": "rules", "dispatch_version": "a counter", "job_open": "numbers of records",
	"job_run": "times of jobs", "ready_probe": "a time", "report_counter": "a counter", "report_template": "words of a community",
	"schema_step": "migrations", "steward_paging": "how far a paging is", "steward_policy": "rules", "vault_key": "proofs of keys",
	"when_day": "holidays", "when_hours": "working hours", "when_version": "a counter", "when_year": "years loaded",
}

// dropOldRows deletes what only its age ends.
func (s *System) dropOldRows(ctx context.Context) error {
	var errs []error
	for _, p := range Periods {
		if p.Job == dropOld {
			errs = append(errs, s.DB.DropOld(ctx, store.Old{Table: p.Table, Column: p.column, Unless: p.unless}, s.now().Add(-p.Keep)))
		}
	}
	return errors.Join(errs...)
}

// days writes a period as the page of retention does.
func days(d time.Duration) string {
	if d < 4*day {
		return fmt.Sprintf("%d hours", d/time.Hour)
	}
	return fmt.Sprintf("%d days", d/day)
}
