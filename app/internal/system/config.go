package system

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/caarlos0/env/v11"

	"linli/app/auth"
	"linli/app/danger"
	"linli/wxmsg"
)

// Config holds the settings from the environment. A test compares it with the table in docs/operating.md.
type Config struct {
	Listen      string `env:"LINLI_LISTEN" envDefault:"127.0.0.1:8080"`
	AdminListen string `env:"LINLI_ADMIN_LISTEN" envDefault:"127.0.0.1:9090"`
	Data        string `env:"LINLI_DATA" envDefault:"./data"`
	MySQL       string `env:"LINLI_MYSQL_DSN"`
	Redis       string `env:"LINLI_REDIS_URL"`
	PublicURL   string `env:"LINLI_PUBLIC_URL"`
	Proxies     string `env:"LINLI_TRUSTED_PROXIES"`
	LogFormat   string `env:"LINLI_LOG" envDefault:"json"`

	WechatBase  string `env:"LINLI_WECHAT_BASE" envDefault:"https://api.weixin.qq.com"`
	WechatStage string `env:"LINLI_WECHAT_STAGE" envDefault:"release"`
	Templates   string `env:"LINLI_TEMPLATES"`
	Danger      string `env:"LINLI_DANGER"`
	OA          wechat `envPrefix:"LINLI_OA_"`
	MP          wechat `envPrefix:"LINLI_MP_"`
	Staff       wechat `envPrefix:"LINLI_STAFF_"`

	SMS            smsSettings   `envPrefix:"LINLI_SMS_"`
	Voice          voiceSettings `envPrefix:"LINLI_VOICE_"`
	PhoneTemplates string        `env:"LINLI_PHONE_TEMPLATES"`

	Keyset      string `env:"LINLI_KEYSET"`
	MediaURL    string `env:"LINLI_MEDIA_URL"`
	MediaKey    string `env:"LINLI_MEDIA_KEY"`
	MediaSecret string `env:"LINLI_MEDIA_SECRET"`
	FFmpeg      string `env:"LINLI_FFMPEG" envDefault:"ffmpeg"`
	Tiles       string `env:"LINLI_TILES"`
	TilesDatum  string `env:"LINLI_TILES_DATUM" envDefault:"wgs84"`

	Demo bool // set by `linli demo` only, never by the environment
}

// wechat holds the settings of one WeChat account.
type wechat struct {
	AppID      string `env:"APPID"`
	Secret     string `env:"SECRET"`
	Token      string `env:"TOKEN"`
	AESKey     string `env:"AESKEY"`
	OriginalID string `env:"ORIGINAL_ID"`
	AllowPlain bool   `env:"ALLOW_PLAIN"`
}

// LoadConfig reads the environment and reports all wrong settings at once.
func LoadConfig(environ []string) (Config, error) {
	var c Config
	k := &check{Tongue: TongueOf(environ)}
	set := env.ToMap(environ)
	k.names(set)
	k.flags(set)
	if err := env.ParseWithOptions(&c, env.Options{Environment: set}); err != nil {
		k.wrong = append(k.wrong, err)
	}
	if c.Keyset == "" {
		c.Keyset = filepath.Join(c.Data, "keys")
	}
	if c.PublicURL == "" {
		c.PublicURL = "http://" + c.Listen
	}
	c.PublicURL = strings.TrimRight(c.PublicURL, "/")
	k.forms(c)
	k.together(c)
	k.accounts(c)
	k.templates(c)
	k.danger(c)
	k.telephone(c)
	if len(k.wrong) > 0 {
		return c, fmt.Errorf("%s\n%w", k.Say("config.wrong"), errors.Join(k.wrong...))
	}
	return c, nil
}

// proxies returns the addresses whose X-Forwarded-For is trusted.
func (c Config) proxies() []string { return strings.Fields(strings.ReplaceAll(c.Proxies, ",", " ")) }

// Accounts returns the accounts that have an appid.
func (c Config) Accounts() []wxmsg.Account {
	var all []wxmsg.Account
	for _, a := range []struct {
		name auth.Account
		set  wechat
	}{{auth.OA, c.OA}, {auth.MP, c.MP}, {auth.Staff, c.Staff}} {
		if a.set != (wechat{}) {
			all = append(all, wxmsg.Account{
				Name: a.name, AppID: a.set.AppID, Secret: a.set.Secret, Token: a.set.Token, AESKey: a.set.AESKey,
				OriginalID: a.set.OriginalID, AllowPlain: a.set.AllowPlain,
			})
		}
	}
	return all
}

// templates reads the file of LINLI_TEMPLATES, or returns none.
func (c Config) templates() (wxmsg.Templates, error) {
	if c.Templates == "" {
		return wxmsg.Templates{}, nil
	}
	text, err := os.ReadFile(c.Templates)
	if err != nil {
		return wxmsg.Templates{}, fmt.Errorf("LINLI_TEMPLATES: %w", err)
	}
	t, err := wxmsg.LoadTemplates(bytes.NewReader(text))
	if err != nil {
		return t, fmt.Errorf("LINLI_TEMPLATES: %w", err)
	}
	for _, k := range NoticeKinds() {
		t.Lend(k.Name, k.Instead)
	}
	return t, nil
}

// danger gives the reader of danger the county's words in the file of LINLI_DANGER, if there is one.
func (c Config) danger() error {
	if c.Danger == "" {
		return nil
	}
	text, err := os.ReadFile(c.Danger)
	if err == nil {
		err = danger.UseCounty(string(text))
	}
	if err != nil {
		return fmt.Errorf("words of danger: %w", err)
	}
	return nil
}

// Logger returns a log that writes to w in the configured format.
func (c Config) Logger(w io.Writer) *slog.Logger {
	if c.LogFormat == "text" {
		return slog.New(slog.NewTextHandler(w, nil))
	}
	return slog.New(slog.NewJSONHandler(w, nil))
}
