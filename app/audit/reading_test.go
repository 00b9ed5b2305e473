package audit

import (
	"context"
	"errors"
	"testing"
	"time"
)

type log struct {
	last  time.Time
	err   error
	added []Record
}

func (l *log) AddAudit(_ context.Context, r Record) error { l.added = append(l.added, r); return nil }

func (l *log) LastAudit(context.Context, int64, string, string) (time.Time, error) {
	return l.last, l.err
}

func TestAReadingIsNotedOnceInTenMinutes(t *testing.T) {
	now := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		last  time.Time
		err   error
		added int
	}{
		"first":        {time.Time{}, nil, 1},
		"a second ago": {now.Add(-time.Second), nil, 0},
		"just within":  {now.Add(-10*time.Minute + 1), nil, 0},
		"later":        {now.Add(-10 * time.Minute), nil, 1},
		"clock back":   {now.Add(time.Hour), nil, 0},
		"not known":    {time.Time{}, errors.New("away"), 0},
	} {
		l := &log{last: c.last, err: c.err}
		err := AddReading(t.Context(), l, Record{At: now, Person: 7, Action: string(ReadResident), About: "person:1"})
		if !errors.Is(err, c.err) || len(l.added) != c.added {
			t.Errorf("%s: %d lines, %v", name, len(l.added), err)
		}
	}
}

func TestEachReadingHasAName(t *testing.T) {
	names := map[string]bool{}
	for _, r := range Readings {
		names[r.Name()] = true
	}
	if names[""] || len(names) != len(Readings) || len(readingNames) != len(Readings) {
		t.Errorf("%d names of %d readings", len(names), len(Readings))
	}
}
