package system

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSettingsOfTheTelephone(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	secret := file("secret", " hidden-secret-of-the-provider\n")
	sms := "LINLI_SMS_PROVIDER=aliyun LINLI_SMS_KEY=LTAI12345678 LINLI_SMS_SIGN=邻里 LINLI_SMS_SECRET_FILE=" + secret
	voice := "LINLI_VOICE_PROVIDER=tencent LINLI_VOICE_KEY=AKID12345678 LINLI_VOICE_SECRET=visible-secret LINLI_VOICE_APP=1400006666"
	for name, c := range map[string]struct{ env, wrong string }{
		"off":                         {"", ""},
		"SMS":                         {sms, ""},
		"calls":                       {voice + " LINLI_VOICE_AFTER=5m", ""},
		"no such provider":            {strings.Replace(sms, "aliyun", "pigeon", 1), "LINLI_SMS_PROVIDER"},
		"a key without a provider":    {"LINLI_VOICE_KEY=AKID12345678", "LINLI_VOICE_PROVIDER"},
		"no key":                      {strings.Replace(sms, "LTAI12345678", "", 1), "LINLI_SMS_KEY"},
		"two secrets":                 {sms + " LINLI_SMS_SECRET=visible-secret", "LINLI_SMS_SECRET_FILE"},
		"no secret":                   {strings.Replace(voice, "visible-secret", "", 1), "LINLI_VOICE_SECRET"},
		"no file":                     {strings.Replace(sms, secret, secret+"x", 1), "secret of the telephone provider"},
		"no signature":                {strings.Replace(sms, "邻里", "", 1), "LINLI_SMS_SIGN"},
		"a signature with brackets":   {strings.Replace(sms, "邻里", "【邻里】", 1), "LINLI_SMS_SIGN"},
		"Tencent without application": {strings.Replace(voice, "1400006666", "", 1), "LINLI_VOICE_APP"},
		"a call at once":              {voice + " LINLI_VOICE_AFTER=1s", "LINLI_VOICE_AFTER"},
		"a negative cap":              {sms + " LINLI_SMS_PERSON_DAY=-1", "LINLI_SMS_PERSON_DAY"},
		"an address that is none":     {sms + " LINLI_SMS_BASE=sms", "LINLI_SMS_BASE"},
		"templates":                   {"LINLI_PHONE_TEMPLATES=" + file("good", "sms: {default: {id: SMS_1, params: [title]}, steward.call: {id: SMS_2}}"), ""},
		"a template of no notice":     {"LINLI_PHONE_TEMPLATES=" + file("kind", "sms: {no.such: {id: SMS_1}}"), "no.such"},
		"a template with no fact":     {"LINLI_PHONE_TEMPLATES=" + file("fact", "voice: {default: {id: TTS_1, params: [phone]}}"), `"phone"`},
		"no templates":                {"LINLI_PHONE_TEMPLATES=" + filepath.Join(dir, "nothing"), "LINLI_PHONE_TEMPLATES"},
	} {
		_, err := LoadConfig(strings.Fields(c.env))
		text := ""
		if err != nil {
			text = err.Error()
		}
		if (c.wrong == "") != (err == nil) || !strings.Contains(text, c.wrong) || strings.Contains(text, "secret-of-the") || strings.Contains(text, "visible-secret") {
			t.Errorf("%s: %s", name, text)
		}
	}
}

// The example file of templates fits the notices.
func TestExamplePhoneTemplatesFit(t *testing.T) {
	if _, err := LoadConfig([]string{"LINLI_PHONE_TEMPLATES=../../../scripts/deploy/phone.yaml"}); err != nil {
		t.Error(err)
	}
}
