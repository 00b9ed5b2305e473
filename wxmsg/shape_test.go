package wxmsg

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestShape(t *testing.T) {
	han := func(n int) string { return strings.Repeat("灯", n) }
	for _, c := range []struct{ keyword, value, want string }{
		{"thing1", "路灯坏了", "路灯坏了"},
		{"thing1", han(20), han(20)},
		{"thing1", han(21), han(17) + "..."},
		{"thing1", strings.Repeat("a", 21), strings.Repeat("a", 17) + "..."},
		{"thing1", "", "-"},
		{"thing1", " \n\t ", "-"},
		{"thing1", "😀😀", "-"},
		{"thing1", "路灯\r\n坏了\x00\u200b!", "路灯 坏了!"},
		{"thing1", "灯😀坏❤️了👨‍👩‍👧1️⃣🇨🇳", "灯坏了1"},
		{"thing1", "a\xed\xa0\xbdb\xff", "ab"},              // a lone surrogate, a stray byte
		{"thing1", "36℃ № ★ ©", "36℃ № ©"},                  // symbols stay, stars are removed
		{"thing1", "\u0301abc", "abc"},                      // a mark without its letter
		{"thing1", han(17) + "𠮷𠮷", han(17) + "..."},         // 17 + 2×2 = 21
		{"thing1", han(16) + "𠮷𠮷", han(16) + "𠮷𠮷"},          // 20
		{"thing1", han(16) + "𠮷灯灯灯", han(16) + "..."},       // the cut is within 𠮷
		{"thing1", han(16) + "e\u0301灯灯灯", han(16) + "..."}, // the mark is cut with its letter
		{"thing1", han(15) + "e\u0301灯灯灯", han(15) + "e\u0301灯灯灯"},
		{"thing1", han(15) + "e\u0301灯灯灯灯", han(15) + "e\u0301..."},
		{"phrase3", "审核通过", "审核通过"},
		{"phrase3", "已审核通过了", "已审核通过"},
		{"phrase3", "OK通过!", "通过"},
		{"phrase3", "", "无"},
		{"phrase3", "done", "无"},
		{"character_string5", "No. 12号-A", "No.12-A"},
		{"character_string5", strings.Repeat("9", 40), strings.Repeat("9", 32)},
		{"character_string5", "编号", "-"},
		{"number1", "12", "12"},
		{"number1", "12.50个", "12.50"},
		{"number1", "共3次", "3"},
		{"number1", "", "0"},
		{"number1", strings.Repeat("1", 31) + ".55", strings.Repeat("1", 31)},
		{"letter1", "abC-1", "abC"},
		{"letter1", "", "NA"},
		{"symbol1", "!?a#￥%&", "!?#￥%"},
		{"symbol1", "a", "-"},
		{"time2", "2026年11月21日 15:04", "2026年11月21日 15:04"},
		{"time2", "15:01", "15:01"},
		{"time2", "15:01~16:30", "15:01~16:30"},
		{"time2", "2026年1月2日 15:01 ～ 16:30", "2026年1月2日 15:01~16:30"},
		{"time2", "2026-11-21 15:04:05", "2026-11-21 15:04:05"},
		{"time2", "2026年11月21日", "2026年11月21日"},
		{"time2", "11月21日 15:04", "11月21日 15:04"},
		{"time2", "明天下午", "-"},
		{"time2", "2026年13月21日 15:04", "-"},
		{"time2", "25:00", "-"},
		{"time2", "", "-"},
		{"date2", "2026年11月21日", "2026年11月21日"},
		{"date2", "2019-12-25 09:42", "2019-12-25 09:42"},
		{"date2", "15:01", "-"},
		{"amount1", "¥12.50", "¥12.50"},
		{"amount1", "12元", "12元"},
		{"amount1", "共 1,234.567 元", "1234.56"},
		{"amount1", "1234567890.12", "1234567890"},
		{"amount1", "12345678901", "-"},
		{"amount1", "免费", "0"},
		{"phone_number1", "+86-0766-66888866", "+86-0766-66888866"},
		{"phone_number1", "138****0000 王", "138****0000"},
		{"phone_number1", "", "-"},
		{"car_number1", "粤A8Z888挂", "粤A8Z888挂"},
		{"car_number1", "粤A 8Z·888挂挂挂", "粤A8Z888挂"},
		{"name1", "王阿姨", "王阿姨"},
		{"name1", "王小明3号楼!", "王小明号楼"},
		{"name1", han(11), han(10)},
		{"name1", strings.Repeat("a", 21), strings.Repeat("a", 20)},
		{"name1", "买买提·吐尔逊·阿不都拉", "买买提·吐尔逊·阿不"},
		{"name1", "123", "无"},
		{"const4", "待处理", "待处理"},
		{"mystery", han(30), han(17) + "..."},
	} {
		if got := Shape(c.keyword, c.value); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.keyword, c.value, got, c.want)
		}
	}
}

// valid is the platform's table, written independently of shape.go.
var valid = map[string]*regexp.Regexp{
	"thing":            regexp.MustCompile(`^[^\x00-\x1f]{1,20}$`),
	"const":            regexp.MustCompile(`^[^\x00-\x1f]{1,20}$`),
	"enum":             regexp.MustCompile(`^[^\x00-\x1f]{1,20}$`),
	"number":           regexp.MustCompile(`^[0-9.]{1,32}$`),
	"letter":           regexp.MustCompile(`^[A-Za-z]{1,32}$`),
	"symbol":           regexp.MustCompile(`^[\p{P}\p{S}]{1,5}$`),
	"character_string": regexp.MustCompile(`^[!-~]{1,32}$`),
	"time":             regexp.MustCompile(`^(-|[0-9年月日:~/ -]{4,60})$`),
	"date":             regexp.MustCompile(`^(-|[0-9年月日:~/ -]{4,60})$`),
	"amount":           regexp.MustCompile(`^(-|[¥￥$€£]?[0-9]{1,10}(\.[0-9]{1,2})?元?)$`),
	"phone_number":     regexp.MustCompile(`^[0-9+*#() -]{1,17}$`),
	"car_number":       regexp.MustCompile(`^(-|[0-9A-Za-z\p{Han}]{1,8})$`),
	"name":             regexp.MustCompile(`^([A-Za-z ]{1,20}|[A-Za-z\p{Han}· ]{1,10})$`),
	"phrase":           regexp.MustCompile(`^\p{Han}{1,5}$`),
}

func FuzzShape(f *testing.F) {
	for _, seed := range []string{"", "路灯坏了😀", "\xed\xa0\xbd", "2026年11月21日 15:04", "¥12.50元", "e\u0301", strings.Repeat("𠮷", 20), strings.Repeat("a\u0300", 20)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		if len(valid) != len(shapers) {
			t.Fatal("a type is not tested")
		}
		for kind, form := range valid {
			got := Shape(kind+"1", value)
			if !form.MatchString(got) || !utf8.ValidString(got) {
				t.Errorf("%s %q: %q", kind, value, got)
			}
			if again := Shape(kind+"1", got); again != got {
				t.Errorf("%s %q: %q, then %q", kind, value, got, again)
			}
		}
	})
}
