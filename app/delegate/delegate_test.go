package delegate

import (
	"slices"
	"testing"
	"time"

	"linli/app/person"
)

func TestWhoseMattersADelegateSees(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 30, 10, 0, 0, 0, time.UTC)
	before, after := now.AddDate(-1, 0, 0), now.AddDate(1, 0, 0)
	post := func(who int64, from, to time.Time) person.Posting {
		return person.Posting{Person: who, From: from, To: to}
	}
	for name, c := range map[string]struct {
		posts []person.Posting
		want  []int64
	}{
		"alone":                    {[]person.Posting{post(1, before, time.Time{})}, []int64{1}},
		"after a predecessor":      {[]person.Posting{post(2, before, now), post(1, now, time.Time{})}, []int64{1, 2}},
		"beside a colleague":       {[]person.Posting{post(1, before, time.Time{}), post(3, before, after)}, []int64{1}},
		"a colleague of two terms": {[]person.Posting{post(3, before, now), post(3, now, after), post(1, before, time.Time{})}, []int64{1}},
		"one who comes next year":  {[]person.Posting{post(4, after, time.Time{}), post(1, before, time.Time{})}, []int64{1}},
	} {
		if got := heirs(c.posts, 1, now); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v", name, got)
		}
	}
}
