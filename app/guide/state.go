package guide

import (
	"slices"
	"time"

	"linli/app/when"
)

// State is where an item is in its life:
//
//	draft ─publish→ published ─past its review date→ to_review ─publish→ published
//	                    └──────────────┴─withdraw→ withdrawn ─publish→ published
type State string

// The states.
const (
	Drafted   State = "draft"     // 草稿
	Published State = "published" // 已发布
	ToReview  State = "to_review" // 待复核: still shown, with the words that the counter's answer counts
	Withdrawn State = "withdrawn" // 已下线
)

// States lists them all.
var States = []State{Drafted, Published, ToReview, Withdrawn}

var stateNames = map[State]string{Drafted: "草稿", Published: "已发布", ToReview: "待复核", Withdrawn: "已下线"}

// Name returns the state in Chinese.
func (s State) Name() string { return stateNames[s] }

// shown says whether people find an item.
func (s State) shown() bool { return s == Published || s == ToReview }

// publish makes the draft the published content until the next review. made: the content is a new version.
func (r *Row) publish(reviewBy when.Date, now time.Time) (made bool, err error) {
	today := when.DateOf(now)
	if reviewBy <= today || reviewBy > when.DateOf(now.Add(longestReview)) {
		return false, ErrReview
	}
	if r.Version == 0 || !same(r.Content, r.Published) {
		r.Version++
		r.Published = r.Content
		made = true
	}
	r.State, r.ReviewBy = Published, reviewBy
	return made, nil
}

// withdraw takes an item off the list. Errands that run keep their version.
func (r *Row) withdraw() error {
	if !r.State.shown() {
		return ErrState
	}
	r.State = Withdrawn
	return nil
}

// review marks an item whose review is overdue.
func (r *Row) review(today when.Date) bool {
	if r.State != Published || !r.Stale(today) {
		return false
	}
	r.State = ToReview
	return true
}

// Can returns what its owner may do with an item now.
func (r Row) Can() []string {
	can := []string{"change", "publish"}
	if r.State.shown() {
		can = append(can, "withdraw")
	}
	return can
}

// same says whether two contents are equal; an empty list is no list.
func same(a, b Content) bool {
	return a.Family == b.Family && a.Heading == b.Heading && a.Name == b.Name && a.Org == b.Org && a.Flags == b.Flags &&
		a.Legal == b.Legal && a.Promised == b.Promised && a.Fee == b.Fee && a.Where == b.Where && a.When == b.When && a.Gets == b.Gets &&
		a.Phone == b.Phone && slices.Equal(a.Others, b.Others) && slices.Equal(a.Modes, b.Modes) && slices.Equal(a.Materials, b.Materials) &&
		slices.Equal(a.Steps, b.Steps) && slices.Equal(a.Tasks, b.Tasks) && slices.Equal(a.Duties, b.Duties)
}
