package desk

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"linli/app/auth"
)

var (
	start = time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	wang  = auth.Session{Person: 7, Identity: 70, Account: auth.Staff, OpenID: "o7"}
	li    = auth.Session{Person: 8, Identity: 80, Account: auth.Staff, OpenID: "o8"}
)

func code() Code {
	return Code{ID: 1, Secret: hashOf("mine"), At: start, Expires: start.Add(CodeLife), State: Waiting}
}

func TestACode(t *testing.T) {
	type step func(*Code, time.Time) error
	scan := func(by auth.Session) step {
		return func(c *Code, at time.Time) error { return c.Scan(by, "王芳", at) }
	}
	confirm := func(by auth.Session) step { return func(c *Code, at time.Time) error { return c.Confirm(by, at) } }
	refuse := func(by auth.Session) step { return func(c *Code, at time.Time) error { return c.Refuse(by, at) } }
	enter := func(c *Code, _ time.Time) error { c.State = entered; return nil }
	for name, c := range map[string]struct {
		steps []step
		after time.Duration // of the last step
		want  error
		state State
	}{
		"scanned":                             {[]step{scan(wang)}, 0, nil, Scanned},
		"scanned twice by the same":           {[]step{scan(wang), scan(wang)}, 0, nil, Scanned},
		"scanned by another too":              {[]step{scan(wang), scan(li)}, 0, ErrTaken, Scanned},
		"scanned in the last second":          {[]step{scan(wang)}, CodeLife - time.Second, nil, Scanned},
		"scanned too late":                    {[]step{scan(wang)}, CodeLife, ErrCode, Waiting},
		"confirmed":                           {[]step{scan(wang), confirm(wang)}, 0, nil, Confirmed},
		"confirmed twice":                     {[]step{scan(wang), confirm(wang), confirm(wang)}, 0, nil, Confirmed},
		"confirmed unseen":                    {[]step{confirm(wang)}, 0, ErrUnseen, Waiting},
		"confirmed by another":                {[]step{scan(wang), confirm(li)}, 0, ErrTaken, Scanned},
		"confirmed too late":                  {[]step{scan(wang), confirm(wang)}, CodeLife, ErrCode, Scanned},
		"scanned by another when confirmed":   {[]step{scan(wang), confirm(wang), scan(li)}, 0, ErrTaken, Confirmed},
		"refused":                             {[]step{scan(wang), refuse(wang)}, 0, nil, Refused},
		"refused unseen":                      {[]step{refuse(wang)}, 0, ErrUnseen, Waiting},
		"refused by another":                  {[]step{scan(wang), refuse(li)}, 0, ErrTaken, Scanned},
		"refused after the confirmation":      {[]step{scan(wang), confirm(wang), refuse(wang)}, 0, nil, Refused},
		"confirmed after the refusal":         {[]step{scan(wang), refuse(wang), confirm(wang)}, 0, ErrCode, Refused},
		"scanned by another when refused":     {[]step{scan(wang), refuse(wang), scan(li)}, 0, ErrCode, Refused},
		"refused by another after a refusal":  {[]step{scan(wang), refuse(wang), refuse(li)}, 0, ErrCode, Refused},
		"confirmed by another when confirmed": {[]step{scan(wang), confirm(wang), confirm(li)}, 0, ErrTaken, Confirmed},
		"scanned again when it has begun":     {[]step{scan(wang), confirm(wang), enter, scan(wang)}, 0, ErrCode, entered},
		"refused when it has begun":           {[]step{scan(wang), confirm(wang), enter, refuse(wang)}, 0, ErrCode, entered},
	} {
		got, last := code(), error(nil)
		for i, do := range c.steps {
			at := start
			if i == len(c.steps)-1 {
				at = start.Add(c.after)
			}
			last = do(&got, at)
		}
		if !errors.Is(last, c.want) || got.State != c.state {
			t.Errorf("%s: %v and %s, want %v and %s", name, last, got.State, c.want, c.state)
		}
		if got.State != Waiting && (got.By != wang || got.Name != "王*") {
			t.Errorf("%s: by %+v %q", name, got.By, got.Name)
		}
	}
}

func TestACodeIsShownToItsBrowserOnly(t *testing.T) {
	c := code()
	c.State = Confirmed
	for name, s := range map[string]struct {
		secret string
		after  time.Duration
		want   State
	}{
		"its browser":         {"mine", 0, Confirmed},
		"another one":         {"other", 0, Expired},
		"none":                {"", 0, Expired},
		"the stored hash":     {c.Secret, 0, Expired},
		"its browser, late":   {"mine", CodeLife, Expired},
		"its browser, nearly": {"mine", CodeLife - 1, Confirmed},
	} {
		if got := c.Shown(s.secret, start.Add(s.after)); got != s.want {
			t.Errorf("%s: %s, want %s", name, got, s.want)
		}
	}
}

func TestPlace(t *testing.T) {
	for address, want := range map[string]string{
		"10.2.33.4": "10.2.*.*", "::ffff:10.2.3.4": "10.2.*.*", "2408:8207:1:2::9": "2408:8207:*", "fe80::1%eth0": "fe80:0000:*",
		"127.0.0.1": "127.0.*.*", "": "", "unknown": "", "10.2.3": "", "<script>": "",
	} {
		if got := Place(address); got != want {
			t.Errorf("%q: %q, want %q", address, got, want)
		}
	}
}

func TestHidden(t *testing.T) {
	for name, want := range map[string]string{"王芳": "王*", "欧阳娜娜": "欧*", "": "工作人员", "Li": "L*"} {
		if got := Hidden(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

const chrome80 = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/80.0.3987.149 Safari/537.36"

func TestBrowser(t *testing.T) {
	for agent, want := range map[string]string{
		chrome80:                            "Windows 电脑 · Chrome",
		chrome80 + " Edg/120.0.0.0":         "Windows 电脑 · Edge",
		chrome80 + " QIHU 360SE":            "Windows 电脑 · 360浏览器",
		chrome80 + " QIHU 360EE":            "Windows 电脑 · 360浏览器",
		chrome80 + " QQBrowser/13.0.6068":   "Windows 电脑 · QQ浏览器",
		chrome80 + " SE 2.X MetaSr 1.0":     "Windows 电脑 · 搜狗浏览器",
		chrome80 + " LBBROWSER":             "Windows 电脑 · 猎豹浏览器",
		chrome80 + " OPR/66.0":              "Windows 电脑 · Opera",
		chrome80 + " MicroMessenger/7.0.20": "Windows 电脑 · 微信",
		"Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko":                                                         "Windows 电脑 · IE",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15": "苹果电脑 · Safari",
		"Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0":                                                "Linux 电脑 · Firefox",
		"Mozilla/5.0 (X11; Linux x86_64 UOS) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/87.0 Safari/537.36 UOSBrowser/5.4":   "统信电脑 · Chrome",
		"Mozilla/5.0 (X11; Linux x86_64; Kylin) AppleWebKit/537.36 (KHTML, like Gecko) Chromium/97.0 Safari/537.36":             "麒麟电脑 · Chrome",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) MicroMessenger/8.0.40": "苹果手机 · 微信",
		"Mozilla/5.0 (Linux; Android 13; V2185A) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/107.0 Mobile Safari/537.36":      "安卓设备 · Chrome",
		"":                      "未知设备 · 未知浏览器",
		"Microsoft Office/16.0": "未知设备 · 未知浏览器",
		"Mozilla/5.0 (X11; CrOS x86_64 14541) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36": "Chrome OS 电脑 · Chrome",
		"curl/8.0": "未知设备 · 未知浏览器",
		"您的银行 <b>请确认</b> \n\r https://x.y": "未知设备 · 未知浏览器",
	} {
		if got := Browser(agent); got != want {
			t.Errorf("%s\n got %s\nwant %s", agent, got, want)
		}
	}
}

// Whatever a browser says of itself, the telephone shows words of this program only.
func FuzzBrowser(f *testing.F) {
	for _, agent := range []string{"", chrome80, "\xff\xfe", "WINDOWS chrome", strings.Repeat("é", 4000), "İİİ windows"} {
		f.Add(agent)
	}
	known := map[string]bool{"未知设备": true, "未知浏览器": true}
	for _, s := range append(append([]sign{}, systems...), browsers...) {
		known[s.name] = true
	}
	f.Fuzz(func(t *testing.T, agent string) {
		said := Browser(agent)
		on, with, ok := strings.Cut(said, " · ")
		if !ok || !known[on] || !known[with] || !utf8.ValidString(said) {
			t.Errorf("%q: %q", agent, said)
		}
	})
}

// An address is either hidden by half or not shown at all.
func FuzzPlace(f *testing.F) {
	for _, address := range []string{"10.2.33.4", "::1", "fe80::1%<b>", "1.2.3.4.5", "\x00"} {
		f.Add(address)
	}
	f.Fuzz(func(t *testing.T, address string) {
		said := Place(address)
		if said != "" && strings.Trim(said, "0123456789abcdef:.*") != "" || said != "" && !strings.HasSuffix(said, "*") || len(said) > 11 {
			t.Errorf("%q: %q", address, said)
		}
	})
}
