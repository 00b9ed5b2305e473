package report

import (
	"fmt"

	"linli/app/auth"
	"linli/app/work"
)

// works are the lines of a timeline that are also work of the actor's post (breadth C8).
var works = map[EventKind]work.Deed{
	DidAccept: work.Accepted, DidRefuse: work.Refused, DidTake: work.Took, DidReply: work.Replied, DidAsk: work.Asked, DidLook: work.Looked,
	DidResolve: work.Resolved, DidFollowUp: work.FollowedUp,
}

// workKinds are the kinds of work of the shipped categories. Everything else answers a resident (诉求解答).
var workKinds = map[Category]work.Kind{
	"hazard": work.Hazard, "fire": work.Hazard, "security": work.Hazard, "illegal": work.Hazard, "production": work.Hazard,
	"public_safety": work.Hazard, "dispute": work.Dispute, "noise": work.Dispute,
	"relief": work.Special, "advice": work.Opinion,
}

// work writes the line of work of a deed on the report, if it is one.
func (d deed) work(done work.Deed, files []int64) error {
	if done == "" {
		return nil
	}
	r := d.report
	kind, ok := workKinds[r.Category]
	if !ok {
		kind = work.Answer
	}
	l := work.Line{
		Community: r.Community, At: d.now, Kind: kind, About: fmt.Sprintf("report:%d", r.ID), Deed: done, Area: r.Area, Files: files,
		Served: r.Author,
	}
	if r.Author == d.who.Person || done == work.Found {
		l.Served = 0
	}
	return work.Write(d.ctx, d.tx, d.tree, d.who, l)
}

// found writes the line of work of somebody who reports what they saw in the area of their post.
func (d deed) found(files []int64) error {
	if d.report.Source != Patrol && d.report.Source != Steward || len(d.who.Paths(auth.Helpers...)) == 0 {
		return nil
	}
	return d.work(work.Found, files)
}
