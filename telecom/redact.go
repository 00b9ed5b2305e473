package telecom

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	numberForm = regexp.MustCompile(`\+?\d[\d -]{5,}\d`)
	urlForm    = regexp.MustCompile(`[a-zA-Z][a-zA-Z+.-]*://[^\s"]+`)
	keyForm    = regexp.MustCompile(`\b(?:LTAI|AKID)[0-9A-Za-z]+`)
)

// maxReason is the most characters kept of a text of a provider.
const maxReason = 100

// redact makes a text of a provider fit for an error or a log: numbers, addresses and keys are replaced, the rest is
// shortened to one line.
func redact(s string) string {
	s = urlForm.ReplaceAllString(strings.ToValidUTF8(s, ""), "[url]")
	s = keyForm.ReplaceAllString(numberForm.ReplaceAllString(s, "***"), "***")
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
	if utf8.RuneCountInString(s) > maxReason {
		s = string([]rune(s)[:maxReason]) + "…"
	}
	return strings.TrimSpace(s)
}
