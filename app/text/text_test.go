package text

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestLine(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"王芳":                               "王芳",
		"  王 \t 芳 ":                        "王 芳",
		"王\u3000芳":                         "王 芳",
		"王\n芳\r\n":                         "王 芳",
		"王\u2028芳":                         "王 芳",
		"\u200b\u200e\u202e\u2066\ufeff":   "",
		"\u202e王芳\u202c":                   "王芳",
		"\u3164\uffa0\u115f\u2800":         "",
		"\u0301王":                          "王",
		" \u0301王":                         "王",
		"王 \u0301芳":                        "王 芳",
		"e\u0301":                          "e\u0301",
		"བོད་སྐད":                          "བོད་སྐད",
		"ئۇيغۇر":                           "ئۇيغۇر",
		"ᠮᠣᠩᠭᠣᠯ":                           "ᠮᠣᠩᠭᠣᠯ",
		"👨\u200d👩\u200d👧":                  "👨\u200d👩\u200d👧",
		"王\u200d芳":                         "王芳",
		"❤\ufe0f":                          "❤\ufe0f",
		"𬱖𣲗":                               "𬱖𣲗",
		"a\x00b\x7fc\x1b":                  "abc",
		"a\xffb":                           "ab",
		"\U000e0041\U000e0042":             "",
		"买买提·艾力":                           "买买提·艾力",
		"\u180e\u061c":                     "",
		"z" + strings.Repeat("\u0300", 50): "z" + strings.Repeat("\u0300", 8),
	} {
		if got := Line(in); got != want {
			t.Errorf("Line(%+q) = %+q, want %+q", in, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"灯坏了\n\n\n\n很黑 \n":   "灯坏了\n\n很黑",
		"灯坏了\r\n很黑":          "灯坏了\n很黑",
		"灯坏了\u2029很黑":        "灯坏了\n很黑",
		"\n\u200b\n\u202e\n": "",
		" \u0301\n灯":         "灯",
	} {
		if got := Words(in); got != want {
			t.Errorf("Words(%+q) = %+q, want %+q", in, got, want)
		}
	}
}

func TestCode(t *testing.T) {
	t.Parallel()
	for _, in := range []string{"3D2E8KQ7", "3d2e 8kq7", "3D2E-8KQ7", "３Ｄ２Ｅ－８ｋｑ７", " 3D2E–8KQ7\u200b", "3D2E—8KQ7。"} {
		if got := Code(in); got != "3D2E8KQ7" {
			t.Errorf("Code(%+q) = %q", in, got)
		}
	}
}

// The result is valid, visible at both ends, and unchanged by a second run.
func FuzzText(f *testing.F) {
	for _, s := range []string{"王芳", "\u202e\u0301a\u200d\n\n\n b", "👨\u200d👩", "\xff\x00", "z\u0300\u0300"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for name, clean := range map[string]func(string) string{"Line": Line, "Words": Words} {
			got := clean(s)
			if !utf8.ValidString(got) || got != strings.TrimSpace(got) {
				t.Fatalf("%s(%+q) = %+q", name, s, got)
			}
			if first, _ := utf8.DecodeRuneInString(got); got != "" && unicode.Is(unicode.M, first) {
				t.Fatalf("%s(%+q) begins with a mark: %+q", name, s, got)
			}
			if again := clean(got); again != got {
				t.Fatalf("%s(%+q) = %+q, and again %+q", name, s, got, again)
			}
			if strings.ContainsFunc(got, func(r rune) bool { return r != joiner && r != '\n' && unseen(r) }) || name == "Line" && strings.Contains(got, "\n") {
				t.Fatalf("%s(%+q) = %+q", name, s, got)
			}
		}
	})
}

func TestWithin(t *testing.T) {
	for _, c := range []struct {
		s           string
		least, most int
		want        bool
	}{{"", 0, 0, true}, {"", 1, 2, false}, {"字", 1, 1, true}, {"两字", 1, 1, false}, {"ab字", 3, 3, true}} {
		if got := Within(c.s, c.least, c.most); got != c.want {
			t.Errorf("%q within %d and %d: %v", c.s, c.least, c.most, got)
		}
	}
}
