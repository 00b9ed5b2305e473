// Package appraisal is 考评数据: how departments and posts deal with what is reported, reckoned every night from the records
// that exist already and never from a form (S036, S038, S172, S176). It speaks of orgs and posts, never of a person, ranks
// nobody and shows nothing that rests on fewer than ten cases. Scoring (S039) is not part of it.
package appraisal

import (
	"cmp"
	"slices"
	"time"

	"linli/app/auth"
)

// Subject is what is appraised: an org, or a post (a role in an area). The zero Subject is nobody.
type Subject struct {
	Org  int64
	Role auth.Role
	Area int64
}

// Case is one subject's part in one report.
type Case struct {
	Subject
	Held                               bool            // it had the matter; an org may also have come to a whistle about it only
	Response                           time.Duration   // from when the matter came to it until somebody of the staff answered; Never
	Verify                             time.Duration   // until somebody looked on the spot or took it in hand; Never
	Handles                            []time.Duration // from when it was handed over, taken or reopened until it was resolved, each time
	Timed                              int             // resolutions whose deadline is known
	Late                               int             // of these, how many came after it
	Returns                            int
	Reopens                            int
	Satisfied, Unsatisfied, Unanswered int
	Marks                              []Mark // by the community
}

// Never is the time of what did not happen.
const Never time.Duration = -1

// Span is how long something took.
type Span struct {
	Count        int
	Median, Mean time.Duration // to the second
}

// Figure is what a subject's cases come to.
type Figure struct {
	Subject
	Cases, Resolved, Timed, Late, Returns, Reopens int
	Satisfied, Unsatisfied, Unanswered             int
	Response, Verify, Handle                       Span
	Marked, Efficiency, Result, Attitude           int // how many marks, and their sums
}

// Figures reckons the figures of some cases, one for each subject, in the order of subjects.
func Figures(cases []Case) []Figure {
	of := map[Subject][]Case{}
	for _, c := range cases {
		of[c.Subject] = append(of[c.Subject], c)
	}
	figures := make([]Figure, 0, len(of))
	for s, own := range of {
		figures = append(figures, reckon(s, own))
	}
	slices.SortFunc(figures, func(a, b Figure) int {
		return cmp.Or(cmp.Compare(a.Org, b.Org), cmp.Compare(a.Area, b.Area), cmp.Compare(a.Role, b.Role))
	})
	return figures
}

func reckon(s Subject, cases []Case) Figure {
	f := Figure{Subject: s}
	var responses, verifies, handles []time.Duration
	for _, c := range cases {
		if c.Held {
			f.Cases++
		}
		f.Resolved, f.Timed, f.Late = f.Resolved+len(c.Handles), f.Timed+c.Timed, f.Late+c.Late
		f.Returns, f.Reopens = f.Returns+c.Returns, f.Reopens+c.Reopens
		f.Satisfied, f.Unsatisfied = f.Satisfied+c.Satisfied, f.Unsatisfied+c.Unsatisfied
		f.Unanswered += c.Unanswered
		if c.Response != Never {
			responses = append(responses, c.Response)
		}
		if c.Verify != Never {
			verifies = append(verifies, c.Verify)
		}
		handles = append(handles, c.Handles...)
		for _, m := range c.Marks {
			f.Marked++
			f.Efficiency, f.Result, f.Attitude = f.Efficiency+m.Efficiency, f.Result+m.Result, f.Attitude+m.Attitude
		}
	}
	f.Response, f.Verify, f.Handle = spanOf(responses), spanOf(verifies), spanOf(handles)
	return f
}

// spanOf returns median and mean; of an even number the median is between the two in the middle.
func spanOf(all []time.Duration) Span {
	if len(all) == 0 {
		return Span{}
	}
	slices.Sort(all)
	n := len(all)
	middle := all[n/2]
	if n%2 == 0 {
		middle = (all[n/2-1] + all[n/2]) / 2
	}
	var sum float64
	for _, d := range all {
		sum += d.Seconds()
	}
	mean := time.Duration(sum/float64(n)) * time.Second
	return Span{Count: n, Median: middle.Truncate(time.Second), Mean: mean}
}
