package desk

import "strings"

// sign is a word of a User-Agent and what it means. The first that occurs counts: the browsers of offices are built on
// Chrome and name it too.
type sign struct{ word, name string }

var systems = []sign{
	{"windows phone", "手机"},
	{"iphone", "苹果手机"},
	{"ipad", "苹果平板"},
	{"android", "安卓设备"},
	{"harmony", "鸿蒙设备"},
	{"windows", "Windows 电脑"},
	{"macintosh", "苹果电脑"},
	{"cros ", "Chrome OS 电脑"},
	{"uos", "统信电脑"},
	{"kylin", "麒麟电脑"},
	{"linux", "Linux 电脑"},
}

var browsers = []sign{
	{"micromessenger", "微信"},
	{"qqbrowser", "QQ浏览器"},
	{"360se", "360浏览器"},
	{"360ee", "360浏览器"},
	{"qihu", "360浏览器"},
	{"metasr", "搜狗浏览器"},
	{"lbbrowser", "猎豹浏览器"},
	{"maxthon", "傲游浏览器"},
	{"2345explorer", "2345浏览器"},
	{"quark", "夸克浏览器"},
	{"ucbrowser", "UC浏览器"},
	{"edg/", "Edge"},
	{"edge/", "Edge"},
	{"opr/", "Opera"},
	{"firefox", "Firefox"},
	{"chrom", "Chrome"},
	{"trident", "IE"},
	{"msie", "IE"},
	{"safari", "Safari"},
}

// Browser says in a few words what a User-Agent names, "Windows 电脑 · Chrome". Nothing of the text itself is repeated:
// its sender chooses it.
func Browser(userAgent string) string {
	lower := strings.ToLower(userAgent)
	return meant(lower, systems, "未知设备") + " · " + meant(lower, browsers, "未知浏览器")
}

func meant(lower string, signs []sign, otherwise string) string {
	for _, s := range signs {
		if strings.Contains(lower, s.word) {
			return s.name
		}
	}
	return otherwise
}
