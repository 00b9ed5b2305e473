// Package wxmsg connects the program to WeChat (微信, "the platform"): pushes arrive through Callback, requests leave through
// Client. It makes no decision about the community. A push is authenticated; a request has a deadline and a typed answer;
// no secret is in an error or log.
package wxmsg

import (
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"regexp"

	"linli/app/auth"
)

// Account is one configured WeChat account. Printing or logging it shows no secret.
type Account struct {
	Name       auth.Account
	AppID      string
	Secret     string // AppSecret
	Token      string // of the message push; empty: the account takes no callbacks
	AESKey     string // EncodingAESKey; empty: plain mode
	OriginalID string // gh_…; empty: ToUserName is not checked

	// AllowPlain accepts plaintext pushes although AESKey is set, for a short migration from plain to safe mode: a plain
	// signature does not cover the body.
	AllowPlain bool
}

var (
	appIDForm    = regexp.MustCompile(`^wx[0-9a-f]{16}$`)
	tokenForm    = regexp.MustCompile(`^[0-9A-Za-z]{3,32}$`)
	aesKeyForm   = regexp.MustCompile(`^[0-9A-Za-z]{43}$`)
	secretForm   = regexp.MustCompile(`^[!-~]{8,128}$`)
	originalForm = regexp.MustCompile(`^gh_[0-9A-Za-z_-]{1,64}$`)
)

// prefixes are the prefixes of each account's environment variables.
var prefixes = map[auth.Account]string{auth.OA: "LINLI_OA_", auth.MP: "LINLI_MP_", auth.Staff: "LINLI_STAFF_"}

// Check returns all errors of the account for the operator, without any value.
func (a Account) Check() error {
	prefix, known := prefixes[a.Name]
	if !known {
		return fmt.Errorf("wechat account %q is not one of oa, mp, staff", a.Name)
	}
	var wrong []error
	a.forms(func(ok bool, name, form string) {
		if !ok {
			wrong = append(wrong, fmt.Errorf("%s%s must be %s", prefix, name, form))
		}
	})
	return errors.Join(wrong...)
}

// Wrong returns the names of the invalid settings of the account.
func (a Account) Wrong() (names []string) {
	a.forms(func(ok bool, name, _ string) {
		if !ok {
			names = append(names, prefixes[a.Name]+name)
		}
	})
	return names
}

// forms calls must for each setting.
func (a Account) forms(must func(ok bool, name, form string)) {
	must(appIDForm.MatchString(a.AppID), "APPID", "wx and 16 hex digits in lower case")
	must(secretForm.MatchString(a.Secret), "SECRET", "8 to 128 visible characters without blanks")
	if a.Token != "" || a.AESKey != "" || a.Name == auth.OA {
		must(tokenForm.MatchString(a.Token), "TOKEN", "3 to 32 letters and digits")
	}
	must(a.AESKey == "" || aesKeyForm.MatchString(a.AESKey), "AESKEY", "43 letters and digits, or empty for plain mode")
	must(a.OriginalID == "" || originalForm.MatchString(a.OriginalID), "ORIGINAL_ID", "gh_ and the account's name, or empty")
}

// String names the account and shows no secret; fmt uses it for %v and %+v too.
func (a Account) String() string {
	mode := "plain"
	if a.AESKey != "" {
		mode = "safe"
	}
	return fmt.Sprintf("wechat account %s (%s, %s mode)", a.Name, a.AppID, mode)
}

// GoString hides the secrets from %#v.
func (a Account) GoString() string { return a.String() }

// LogValue is the form of an account in logs.
func (a Account) LogValue() slog.Value {
	return slog.GroupValue(slog.String("name", string(a.Name)), slog.String("appid", a.AppID))
}

// MarshalJSON keeps the secrets out of any dump of a configuration.
func (a Account) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, `{"name":%q,"appid":%q}`, string(a.Name), a.AppID), nil
}

// aesKey decodes EncodingAESKey: Base64(EncodingAESKey + "="), 32 bytes. The two spare bits of the last character are
// ignored, because the platform accepts any 43 characters.
func (a Account) aesKey() ([]byte, error) {
	key, err := base64.StdEncoding.DecodeString(a.AESKey + "=")
	if err != nil || len(key) != 32 {
		return nil, errors.New("EncodingAESKey does not decode to 32 bytes")
	}
	return key, nil
}
