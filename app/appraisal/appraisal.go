// Package appraisal is 考评数据: figures about how departments and posts handle reports, computed every night from existing
// records and never from a form (S036, S038, S172, S176). They are about orgs and posts, never about a person; there is no
// ranking, and no figure over fewer than ten cases is shown. Automatic scoring (S039) is not part of it.
package appraisal

import (
	"cmp"
	"slices"
	"time"

	"linli/app/auth"
)

// Subject is the org or post (a role in an area) that is appraised. The zero Subject is not appraised.
type Subject struct {
	Org  int64
	Role auth.Role
	Area int64
}

// Case is one subject's part in one report.
type Case struct {
	Subject
	Held                               bool            // it held the report; false for an org that only mustered
	Response                           time.Duration   // from the arrival of the report until the first answer of staff, or Never
	Verify                             time.Duration   // until the first look on the spot or until it was taken, or Never
	Handles                            []time.Duration // from assigning, taking or reopening until resolving, each time
	Timed                              int             // resolutions with a known deadline
	Late                               int             // late ones of these
	Returns                            int
	Reopens                            int
	Satisfied, Unsatisfied, Unanswered int
	Marks                              []Mark // by the community
}

// Never is the duration until an event that did not happen.
const Never time.Duration = -1

// Span is the median and mean of some durations.
type Span struct {
	Count        int
	Median, Mean time.Duration // to the second
}

// Figure is the sum of a subject's cases.
type Figure struct {
	Subject
	Cases, Resolved, Timed, Late, Returns, Reopens int
	Satisfied, Unsatisfied, Unanswered             int
	Response, Verify, Handle                       Span
	Marked, Efficiency, Result, Attitude           int // number of marks, and their sums
}

// Figures returns one figure for each subject of the cases, in the order of subjects.
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

// spanOf returns median and mean; with an even number the median is the mean of the middle two.
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
