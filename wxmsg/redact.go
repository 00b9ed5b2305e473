package wxmsg

import (
	"regexp"
	"strings"
	"unicode"
)

var (
	openIDForm = regexp.MustCompile(`\bo[0-9A-Za-z_-]{27}\b`)
	urlForm    = regexp.MustCompile(`[a-z][a-z+.-]*://[^\s"]+`)
	paramForm  = regexp.MustCompile(`(?i)\b(access_token|secret|appsecret|js_code|code|openid|ticket)=[^&\s"]+`)
)

// maxReason is the most characters kept of a text of the platform.
const maxReason = 200

// redact makes a text of the platform fit for an error or a log: secrets, URLs and anything shaped like an openid are
// replaced, the rest is shortened to one line.
func redact(s string, secrets ...string) string {
	for _, secret := range secrets {
		if len(secret) > 3 {
			s = strings.ReplaceAll(s, secret, "***")
		}
	}
	s = urlForm.ReplaceAllString(s, "[url]")
	s = paramForm.ReplaceAllString(s, "$1=***")
	s = openIDForm.ReplaceAllString(s, "***")
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return cutBytes(s, maxReason, "…")
}
