package plan

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"linli/app/fault"
	"linli/app/when"
)

// ErrReason is returned for a reason that is not in the list, or has too many words.
var ErrReason = fault.New(fault.Invalid, "plan.reason", "请选择没有做的原因，说明最多 200 字")

const maxReasonWords = 200

// Reason stands for a deed that was not done (有说明).
type Reason struct {
	ID        int64
	Community int64
	Plan      string    // what was planned: "patrol:7"
	Person    int64     // whose deed
	Day       when.Date // the day, or the first day of the period
	Key       string    // a reason of the list, for example "drill"
	Words     string
	By        int64
	At        time.Time
}

// reasons are what may stand for a deed that was not done (breadth C9), with their Chinese names in the order shown.
var reasons = []struct{ key, name string }{
	{"drill", "消防演练"},
	{"meeting", "开会"},
	{"sick", "病假"},
	{"leave", "请假"},
	{"weather", "天气恶劣"},
	{"urgent", "处理急事"},
	{"training", "培训"},
	{"other", "其他"},
}

// Choices returns the keys of the reasons in the order shown.
func Choices() []string {
	keys := make([]string, len(reasons))
	for i, r := range reasons {
		keys[i] = r.key
	}
	return keys
}

// ReasonName returns a reason in Chinese, "" for none of the list.
func ReasonName(key string) string {
	for _, r := range reasons {
		if r.key == key {
			return r.name
		}
	}
	return ""
}

// Check returns ErrReason for a reason that is not in the list, for too many words, and for "other" without words.
func (r *Reason) Check() error {
	r.Words = strings.TrimSpace(r.Words)
	if ReasonName(r.Key) == "" || utf8.RuneCountInString(r.Words) > maxReasonWords || r.Key == "other" && r.Words == "" {
		return ErrReason
	}
	return nil
}

// Log writes reasons inside an open transaction.
type Log interface {
	// AddReason saves a reason, or replaces the one for the same plan, person and day.
	AddReason(ctx context.Context, r Reason) error
}

// Reasons reads them.
type Reasons interface {
	// ReasonsOf returns the reasons of persons from one day to another.
	ReasonsOf(ctx context.Context, persons []int64, begin, end when.Date) ([]Reason, error)
	// ReasonsFor returns the reasons of anybody for what was planned, at most 200 plans.
	ReasonsFor(ctx context.Context, plans []string, begin, end when.Date) ([]Reason, error)
}
