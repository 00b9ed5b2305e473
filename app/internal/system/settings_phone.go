package system

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"linli/app/notify"
	"linli/telecom"
)

// phoneLine holds the settings that SMS and voice calls share.
type phoneLine struct {
	Provider   string `env:"PROVIDER"`
	Key        string `env:"KEY"`
	Secret     string `env:"SECRET"`
	SecretFile string `env:"SECRET_FILE"`
	App        string `env:"APP"`
	Base       string `env:"BASE"`
	PersonDay  int    `env:"PERSON_DAY" envDefault:"10"`
	CountyDay  int    `env:"COUNTY_DAY" envDefault:"500"`
}

// smsSettings hold the settings of SMS.
type smsSettings struct {
	Line phoneLine `envPrefix:""`
	Sign string    `env:"SIGN"`
}

// voiceSettings hold the settings of voice calls.
type voiceSettings struct {
	Line  phoneLine     `envPrefix:""`
	Show  string        `env:"SHOW"`
	After time.Duration `env:"AFTER" envDefault:"2m"`
}

func (c Config) providerOf(channel notify.Channel) string {
	if channel == notify.SMS {
		return c.SMS.Line.Provider
	}
	return c.Voice.Line.Provider
}

// lines returns the settings of the channels of the telephone that have a provider.
func (c Config) lines() (map[notify.Channel]telecom.Line, error) {
	all := map[notify.Channel]telecom.Line{}
	for channel, line := range map[notify.Channel]phoneLine{notify.SMS: c.SMS.Line, notify.Voice: c.Voice.Line} {
		if line.Provider == "" {
			continue
		}
		secret, err := line.secret()
		if err != nil {
			return nil, err
		}
		all[channel] = telecom.Line{
			Provider: line.Provider, Key: line.Key, Secret: secret, Sign: c.SMS.Sign, App: line.App, Show: c.Voice.Show, Base: line.Base,
		}
	}
	return all, nil
}

// secret returns the secret itself, or that of the file.
func (l phoneLine) secret() (string, error) {
	if l.SecretFile == "" {
		return l.Secret, nil
	}
	text, err := os.ReadFile(l.SecretFile)
	if err != nil {
		return "", fmt.Errorf("secret of the telephone provider: %w", err)
	}
	return strings.TrimSpace(string(text)), nil
}

func (c Config) phoneTemplates() (telecom.Templates, error) {
	if c.PhoneTemplates == "" {
		return telecom.Templates{}, nil
	}
	text, err := os.ReadFile(c.PhoneTemplates)
	if err != nil {
		return telecom.Templates{}, fmt.Errorf("LINLI_PHONE_TEMPLATES: %w", err)
	}
	return telecom.LoadTemplates(bytes.NewReader(text))
}

var (
	keyForm = regexp.MustCompile(`^[\x21-\x7e]{8,128}$`)
	appForm = regexp.MustCompile(`^[0-9]{6,20}$`)
)

// telephone checks the settings of SMS and voice calls.
func (k *check) telephone(c Config) {
	k.line("LINLI_SMS_", c.SMS.Line)
	k.line("LINLI_VOICE_", c.Voice.Line)
	if n := utf8.RuneCountInString(c.SMS.Sign); c.SMS.Line.Provider != "" {
		k.must(n >= 2 && n <= 20 && !strings.ContainsAny(c.SMS.Sign, "【】[]"), "LINLI_SMS_SIGN", "sign")
	}
	k.must(c.Voice.After >= 30*time.Second && c.Voice.After <= time.Hour, "LINLI_VOICE_AFTER", "after")
	t, err := c.phoneTemplates()
	if err != nil {
		k.wrong = append(k.wrong, err)
		return
	}
	known := noticeTitles()
	t.Each(func(channel notify.Channel, kind string, one telecom.Template) {
		if _, ok := known[kind]; !ok && !telecom.IsDefault(kind) {
			k.bad("config.phone_kind", channel, kind)
		}
		for _, fact := range one.Params {
			if !slices.Contains(notify.TemplateFacts, fact) {
				k.bad("config.phone_fact", channel, kind, fact, strings.Join(notify.TemplateFacts, ", "))
			}
		}
	})
}

// line checks the settings of one channel.
func (k *check) line(prefix string, l phoneLine) {
	k.must(l.PersonDay >= 0, prefix+"PERSON_DAY", "cap")
	k.must(l.CountyDay >= 0, prefix+"COUNTY_DAY", "cap")
	if l.Provider == "" {
		k.must(l.Key == "" && l.Secret == "" && l.SecretFile == "", prefix+"PROVIDER", "provider")
		return
	}
	k.must(slices.Contains(telecom.Providers, l.Provider), prefix+"PROVIDER", "provider")
	k.must(keyForm.MatchString(l.Key), prefix+"KEY", "secret")
	if l.Secret != "" && l.SecretFile != "" {
		k.bad("config.phone_two", prefix+"SECRET", prefix+"SECRET_FILE")
	}
	secret, err := l.secret()
	if err != nil {
		k.wrong = append(k.wrong, err)
	} else {
		k.must(keyForm.MatchString(secret), prefix+"SECRET", "secret")
	}
	k.must(l.Provider != telecom.Tencent || appForm.MatchString(l.App), prefix+"APP", "app")
	k.must(l.Base == "" || webAddress(l.Base), prefix+"BASE", "web")
}
