package system

import (
	"bytes"
	"maps"
	"net"
	"net/netip"
	"net/url"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"linli/store/blob"
	"linli/store/redis"

	"linli/app/auth"
	"linli/app/notify"
	"linli/handlers"
	"linli/store"
	"linli/wxmsg"
)

// check collects the errors of all settings, so that the operator can fix them at once. No message contains a value that may
// hold a password.
type check struct {
	Tongue
	wrong []error
}

func (k *check) bad(key string, args ...any) { k.wrong = append(k.wrong, k.Err(key, args...)) }

// must records that a setting has a wrong form.
func (k *check) must(ok bool, name, want string) {
	if !ok {
		k.bad("config.must", name, k.Say("want."+want))
	}
}

// names finds unknown settings: a misspelt name would be silently ignored.
func (k *check) names(environ map[string]string) {
	known := settingsOf(reflect.TypeFor[Config](), "")
	for _, name := range slices.Sorted(maps.Keys(environ)) {
		switch {
		case !strings.HasPrefix(name, "LINLI_"), slices.Contains(known, name):
		case strings.HasPrefix(name, "LINLI_TEST_"), strings.HasPrefix(name, "LINLI_BENCH"): // of the repository's own scripts
		default:
			if near := nearest(name, known); near != "" {
				k.bad("config.meant", name, near)
			} else {
				k.bad("config.unknown", name)
			}
		}
	}
}

// flags checks the settings that are true or false; an invalid one is removed, so that the others can be parsed.
func (k *check) flags(environ map[string]string) {
	for _, name := range settingsOf(reflect.TypeFor[Config](), "") {
		if value, set := environ[name]; strings.HasSuffix(name, "_ALLOW_PLAIN") && set {
			if value = strings.TrimSpace(value); value == "" {
				delete(environ, name)
				continue
			}
			if _, err := strconv.ParseBool(value); err != nil {
				k.must(false, name, "yes")
				delete(environ, name)
			}
		}
	}
}

// forms checks each setting by itself.
func (k *check) forms(c Config) {
	k.must(webAddress(c.PublicURL), "LINLI_PUBLIC_URL", "web")
	k.must(webAddress(c.WechatBase), "LINLI_WECHAT_BASE", "web")
	k.must(c.LogFormat == "json" || c.LogFormat == "text", "LINLI_LOG", "log")
	k.must(slices.Contains([]string{"release", "trial", "develop"}, c.WechatStage), "LINLI_WECHAT_STAGE", "stage")
	k.must(c.Tiles == "" || handlers.Tiles{URL: c.Tiles}.Valid(), "LINLI_TILES", "tiles")
	k.must(c.TilesDatum == "wgs84" || c.TilesDatum == "gcj02", "LINLI_TILES_DATUM", "datum")
	k.must(address(c.Listen), "LINLI_LISTEN", "listen")
	k.must(address(c.AdminListen), "LINLI_ADMIN_LISTEN", "listen")
	k.must(!slices.ContainsFunc(c.proxies(), func(s string) bool { return !host(s) }), "LINLI_TRUSTED_PROXIES", "proxies")
	k.must(c.MySQL == "" || store.CheckMySQL(c.MySQL) == nil, "LINLI_MYSQL_DSN", "mysql")
	k.must(c.Redis == "" || redis.CheckURL(c.Redis) == nil, "LINLI_REDIS_URL", "redis")
}

// together checks the settings that depend on others.
func (k *check) together(c Config) {
	if c.Listen == c.AdminListen && !strings.HasSuffix(c.Listen, ":0") {
		k.bad("config.same")
	}
	if c.MediaURL == "" {
		if c.MediaKey != "" || c.MediaSecret != "" {
			k.bad("config.media")
		}
		return
	}
	u, err := url.Parse(c.MediaURL)
	if err == nil && u.User == nil && (c.MediaKey == "" || c.MediaSecret == "") {
		k.bad("config.media_login")
		return
	}
	_, err = blob.Open(blob.Config{URL: c.MediaURL, Key: c.MediaKey, Secret: c.MediaSecret})
	k.must(err == nil, "LINLI_MEDIA_URL", "media")
}

// accounts checks the settings of the WeChat accounts.
func (k *check) accounts(c Config) {
	for _, a := range c.Accounts() {
		for _, name := range a.Wrong() {
			_, part, _ := strings.Cut(strings.TrimPrefix(name, "LINLI_"), "_")
			k.must(false, name, strings.ToLower(part))
		}
	}
}

// danger reads the county's words of danger.
func (k *check) danger(c Config) {
	if err := c.danger(); err != nil {
		k.bad("config.danger", err)
	}
}

// templates reads the file of templates: every notice and every fact in it must exist.
func (k *check) templates(c Config) {
	if c.Templates == "" {
		return
	}
	text, err := os.ReadFile(c.Templates)
	if err != nil {
		k.bad("config.file", err)
		return
	}
	t, err := wxmsg.LoadTemplates(bytes.NewReader(text))
	if err != nil {
		k.bad("config.file", err)
		return
	}
	known := noticeTitles()
	t.Each(func(account auth.Account, kind string, t wxmsg.Template) {
		if _, ok := known[kind]; !ok {
			k.bad("config.kind", account, kind)
		}
		for _, keyword := range slices.Sorted(maps.Keys(t.Keywords)) {
			if fact := t.Keywords[keyword]; !strings.HasPrefix(fact, "=") && !slices.Contains(notify.TemplateFacts, fact) {
				k.bad("config.fact", account, kind, keyword, fact, strings.Join(notify.TemplateFacts, ", "))
			}
		}
	})
}

func webAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https")
}

func address(s string) bool {
	_, port, err := net.SplitHostPort(s)
	n, bad := strconv.Atoi(port)
	return err == nil && bad == nil && n >= 0 && n <= 65535
}

func host(s string) bool {
	if _, err := netip.ParsePrefix(s); err == nil {
		return true
	}
	_, err := netip.ParseAddr(s)
	return err == nil
}

// settingsOf lists the environment variables of a configuration struct.
func settingsOf(t reflect.Type, prefix string) []string {
	var names []string
	for f := range t.NumField() {
		field := t.Field(f)
		if p, ok := field.Tag.Lookup("envPrefix"); ok {
			names = append(names, settingsOf(field.Type, prefix+p)...)
		} else if name := field.Tag.Get("env"); name != "" {
			names = append(names, prefix+name)
		}
	}
	return names
}

// nearest returns the known name that was probably meant: one that begins with it, or differs in at most two letters.
func nearest(name string, known []string) string {
	best, least := "", 3
	for _, k := range known {
		if d := distance(name, k); d < least {
			best, least = k, d
		}
	}
	for _, k := range known {
		if best == "" && (strings.HasPrefix(k, name+"_") || strings.HasPrefix(name, k+"_")) {
			best = k
		}
	}
	return best
}

// distance returns the edit distance of two words.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := before
			if a[i] != b[j] {
				change++
			}
			before = row[j+1]
			row[j+1] = min(change, row[j]+1, before+1)
		}
	}
	return row[len(b)]
}
