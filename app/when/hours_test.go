package when

import (
	"errors"
	"testing"
	"time"
)

func TestParseSpans(t *testing.T) {
	for _, tt := range []struct{ in, out string }{
		{"", ""},
		{"08:30-12:00,14:00-17:30", "08:30-12:00,14:00-17:30"},
		{" 08:30 - 12:00 ，14:00-17:30 ", "08:30-12:00,14:00-17:30"},
		{"00:00-24:00", "00:00-24:00"},
		{"09:00-12:00,12:00-14:00", "09:00-12:00,12:00-14:00"},
	} {
		if got, err := ParseSpans(tt.in); err != nil || got.String() != tt.out {
			t.Errorf("%q is %q, %v", tt.in, got, err)
		}
	}
	for _, in := range []string{
		"8", "08:30", "08:30-", "12:00-08:30", "08:30-08:30", "08:30-25:00", "14:00-17:30,08:30-12:00", "08:30-12:00,11:00-13:00", ",",
		"01:00-02:00,03:00-04:00,05:00-06:00,07:00-08:00,09:00-10:00,11:00-12:00,13:00-14:00",
	} {
		if got, err := ParseSpans(in); !errors.Is(err, ErrHours) {
			t.Errorf("%q is %q, %v", in, got, err)
		}
	}
}

func TestParseHours(t *testing.T) {
	h, err := ParseHours("08:30-17:30", "09:00-12:00")
	if err != nil || h.Working.String() != late.Working.String() || h.Resting.String() != late.Resting.String() {
		t.Fatal(h, err)
	}
	for _, in := range [][2]string{{"", ""}, {"", "09:00-12:00"}, {"09:00-09:59", ""}, {"09:00-12:00", "x"}, {"x", ""}} {
		if h, err := ParseHours(in[0], in[1]); !errors.Is(err, ErrHours) {
			t.Errorf("%q is %v, %v", in, h, err)
		}
	}
	bad := WorkHours{Working: Spans{{8*time.Hour + time.Second, 12 * time.Hour}}}
	if !errors.Is(bad.Check(), ErrHours) {
		t.Error("seconds")
	}
}

func FuzzParseSpans(f *testing.F) {
	f.Add("08:30-12:00,14:00-17:30")
	f.Add("00:00-24:00")
	f.Add("8:30-12:00，14:00-17:30")
	f.Fuzz(func(t *testing.T, in string) {
		spans, err := ParseSpans(in)
		if err != nil {
			return
		}
		if again, err := ParseSpans(spans.String()); err != nil || again.String() != spans.String() {
			t.Fatalf("%q is %q, which is %q, %v", in, spans, again, err)
		}
		if total := spans.total(); total < 0 || total > 24*time.Hour {
			t.Fatalf("%q is %s", in, total)
		}
	})
}
