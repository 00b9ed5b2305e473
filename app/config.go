package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/caarlos0/env/v11"

	"linli/app/auth"
	"linli/wxmsg"
)

// config is the environment (design.md §9). README has the table; a test compares both.
type config struct {
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
	OA          wechat `envPrefix:"LINLI_OA_"`
	MP          wechat `envPrefix:"LINLI_MP_"`
	Staff       wechat `envPrefix:"LINLI_STAFF_"`

	Keyset      string `env:"LINLI_KEYSET"`
	MediaURL    string `env:"LINLI_MEDIA_URL"`
	MediaKey    string `env:"LINLI_MEDIA_KEY"`
	MediaSecret string `env:"LINLI_MEDIA_SECRET"`

	Demo bool // set by `linli demo` alone, never by the environment
}

// wechat is one of our accounts.
type wechat struct {
	AppID      string `env:"APPID"`
	Secret     string `env:"SECRET"`
	Token      string `env:"TOKEN"`
	AESKey     string `env:"AESKEY"`
	OriginalID string `env:"ORIGINAL_ID"`
	AllowPlain bool   `env:"ALLOW_PLAIN"`
}

// loadConfig reads the environment and reports everything that is wrong with it at once.
func loadConfig(environ []string) (config, error) {
	var c config
	if err := env.ParseWithOptions(&c, env.Options{Environment: env.ToMap(environ)}); err != nil {
		return c, fmt.Errorf("configuration: %w", err)
	}
	if c.Keyset == "" {
		c.Keyset = filepath.Join(c.Data, "keys")
	}
	if c.PublicURL == "" {
		c.PublicURL = "http://" + c.Listen
	}
	c.PublicURL = strings.TrimRight(c.PublicURL, "/")
	var wrong []error
	for _, a := range c.accounts() {
		if err := a.Check(); err != nil {
			wrong = append(wrong, err)
		}
	}
	for name, value := range map[string]string{"LINLI_WECHAT_BASE": c.WechatBase, "LINLI_PUBLIC_URL": c.PublicURL} {
		if u, err := url.Parse(value); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			wrong = append(wrong, fmt.Errorf("%s must be an http or https address", name))
		}
	}
	if c.LogFormat != "json" && c.LogFormat != "text" {
		wrong = append(wrong, errors.New("LINLI_LOG must be json or text"))
	}
	if len(wrong) > 0 {
		return c, fmt.Errorf("configuration:\n%w", errors.Join(wrong...))
	}
	return c, nil
}

// accounts returns those that have an appid.
func (c config) accounts() []wxmsg.Account {
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
func (c config) templates() (wxmsg.Templates, error) {
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
	return t, nil
}

func (c config) logger(w io.Writer) *slog.Logger {
	if c.LogFormat == "text" {
		return slog.New(slog.NewTextHandler(w, nil))
	}
	return slog.New(slog.NewJSONHandler(w, nil))
}
