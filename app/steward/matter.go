package steward

import (
	"context"
	"errors"
	"fmt"
	"time"

	"linli/app/area"
	"linli/app/notify"
	"linli/app/report"
)

// Subject is the kind of a paging's matter.
type Subject string

// The subjects.
const (
	AboutReport Subject = "report"
	AboutCall   Subject = "call"
)

// matter is what paging needs to know of a report or a call.
type matter struct {
	subject   Subject
	id        int64
	community int64
	area      int64
	urgent    bool
	author    int64 // is never alerted
	over      bool  // taken by staff, ended or deleted
	facts     notify.Facts
}

// about returns the reference that notices use.
func (m matter) about() string { return fmt.Sprintf("%s:%d", m.subject, m.id) }

// lockMatter reads and locks the matter of a paging.
func lockMatter(ctx context.Context, tx Tx, t *area.Tree, s Subject, id int64, now time.Time) (matter, error) {
	if s == AboutCall {
		c, err := tx.LockCall(ctx, id)
		return ofCall(t, c, now), err
	}
	r, err := tx.LockReport(ctx, id)
	if errors.Is(err, report.ErrMissing) {
		return matter{subject: s, id: id, over: true}, nil
	}
	return ofReport(t, r, now), err
}

func ofReport(t *area.Tree, r report.Report, now time.Time) matter {
	return matter{
		subject: AboutReport, id: r.ID, community: r.Community, area: r.Area, urgent: r.Urgent, author: r.Author,
		over:  r.State != report.Submitted,
		facts: report.Facts(t, r, report.SayHolder(t, r.Holder, ""), r.Text, now),
	}
}
