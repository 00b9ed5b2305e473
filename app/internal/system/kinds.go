package system

import (
	"linli/app/booking"
	"linli/app/family"
	"linli/app/loan"
	"linli/app/notify"
	"linli/app/report"
	"linli/app/steward"
	"linli/app/whistle"
)

// notices are the kinds of notice of every capability that tells people something.
var notices = []*notify.Kinds{&report.Notices, &steward.Notices, &whistle.Notices, &booking.Notices, &family.Notices, &loan.Notices, &notify.Notices}

// NoticeKinds returns every kind of notice.
func NoticeKinds() []notify.Kind {
	var all []notify.Kind
	for _, k := range notices {
		all = append(all, k.All()...)
	}
	return all
}

// workConsents are what a member of staff is asked to agree to, most wanted first.
var workConsents = []notify.Kind{
	report.NoticeNew, whistle.NoticeCalled, report.NoticeAnswered, report.NoticeAssigned, steward.NoticeStaffCall,
	report.NoticeOverdue, report.NoticeBreached, report.NoticeEscalated, report.NoticeSupervised, steward.NoticeUnanswered,
	report.NoticeStandIn,
}
