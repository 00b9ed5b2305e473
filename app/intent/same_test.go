package intent

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"linli/app/report"
)

// wide returns a text as a Chinese keyboard types it.
func wide(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r > ' ' && r <= '~':
			return r - '!' + '！'
		case r == ' ':
			return '\u3000'
		}
		return r
	}, s)
}

// The words are returned as they were said, so only their width differs.
var apart = cmpopts.IgnoreFields(Reading{}, "Words")

// The same sentence typed, spoken, full-width and with blanks around it is read the same.
func TestTheSameSentenceIsReadTheSame(t *testing.T) {
	t.Parallel()
	reader := New()
	for _, one := range corpus(t) {
		if strings.ContainsAny(one.said, "[？?") { // emoticons; a question mark is part of the sentence
			continue
		}
		want := reader.Read(one.said)
		for way, said := range map[string]string{
			"spoken": strings.TrimRight(one.said, "。") + "。", "full-width": wide(one.said), "blanks": " \n" + one.said + "\u3000\u200b ",
			"marks": one.said + "！！",
		} {
			if diff := cmp.Diff(want, reader.Read(said), apart); diff != "" {
				t.Errorf("%s (%s) is read differently (-typed +%s)\n%s", one.said, way, way, diff)
			}
		}
	}
}

// A number that is read is one that reports know, and every form that they know is read.
func TestNumbersAgreeWithReports(t *testing.T) {
	t.Parallel()
	reader := New()
	for _, one := range corpus(t) {
		if n := reader.Read(one.said).Number; n != "" {
			if _, ok := report.ParseNumber(n); !ok {
				t.Errorf("%s: reports do not know %q", one.said, n)
			}
		}
	}
	for _, said := range []string{"261121-003", "261121003", "1121-003", "1121003", "261121－003", "261121 003", "261121-1234", "0101-001"} {
		want, ok := report.ParseNumber(said)
		got, known := report.ParseNumber(reader.Read(said).Number)
		if !ok || !known || got != want {
			t.Errorf("%s is read as %+v", said, reader.Read(said))
		}
	}
	for _, said := range []string{"13800138000", "13012341234", "0913-8212345", "400-123-4567", "110101199003074258", "2026-11-23", "261323-001", "3-2-501", "12345"} {
		if n := reader.Read(said).Number; n != "" {
			t.Errorf("%s is read as the report %s", said, n)
		}
	}
}

// FuzzRead: any text is read, what is returned is valid, and neither its width nor a full stop at its end matters.
func FuzzRead(f *testing.F) {
	reader := New()
	for _, s := range append(messages, "1️⃣", "补充：灯又灭了", "家人码 3D2E8KQ7", "\xff第二个\u202e", "26 11 23 001", "给我妈预约理发") {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, said string) {
		_ = reader.Read(said)
		got := reader.read(said)
		for _, s := range []string{string(got.Kind), got.Number, got.Code, got.Words} {
			if !utf8.ValidString(s) {
				t.Fatalf("%q: invalid %q", said, s)
			}
		}
		if got.Kind == "" || got.N < 0 || got.N > 99 || got.Kind == got.Or {
			t.Fatalf("%q is read as %+v", said, got)
		}
		if strings.ContainsAny(said, "[/?？\n\r\v\f") || !utf8.ValidString(said) {
			return
		}
		for _, again := range []string{wide(said), said + "。"} {
			if diff := cmp.Diff(got, reader.read(again), apart); diff != "" {
				t.Fatalf("%q and %q are read differently\n%s", said, again, diff)
			}
		}
	})
}
