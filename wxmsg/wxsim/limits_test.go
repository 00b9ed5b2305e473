package wxsim

import (
	"strings"
	"testing"
)

func TestValues(t *testing.T) {
	long := strings.Repeat
	for key, c := range map[string]struct{ good, bad []string }{
		"thing1": {
			[]string{"路灯坏了", long("长", 20), "3号楼2单元 A-1", "𠮷野家", "电话：12345（内）"},
			[]string{"", " ", long("长", 21), "a\nb", "a\tb", "好💡", "❤️", "⭐", "1\u20e3", "a\u200db", "\ue001", "a\u2028b", "\xff", "\u202ea"},
		},
		"number2":           {[]string{"1", "12.50", long("9", 32)}, []string{"", "-1", "1,000", "1.", "一", long("9", 33)}},
		"letter3":           {[]string{"abcXYZ"}, []string{"a1", "a b", "é", long("a", 33)}},
		"symbol4":           {[]string{"!?", "￥%"}, []string{"a", "!!!!!!", "1"}},
		"character_string5": {[]string{"BX-2026/11", "2026-11-21 09:00"}, []string{"编号1", "a：b", long("a", 33), "é"}},
		"time6": {
			[]string{"15:01", "2019年10月1日 15:01", "2026-11-21 15:01", "09:00~10:30", "2019年10月1日 15:01~16:00", "2019年10月1日 15:01 ~ 2019年10月2日 15:01"},
			[]string{"25:00", "15:60", "2019年10月1日", "15点", "2019年13月1日 15:01", "09:00-10:30", "09:00~", "2019年2月30日 15:01"},
		},
		"date7": {
			[]string{"2019年10月1日", "2019年10月01日 15:01", "2019-12-25 09:42", "2019-12-25", "2019年10月1日~2019年10月3日", "2019年10月1日 09:00~10:00"},
			[]string{"15:01", "10月1日", "2019.10.1", "2019年2月29日", "明天"},
		},
		"amount8":       {[]string{"100", "¥12.50", "10.00元", "￥1元"}, []string{"12345678901", "十元", "¥¥1", "-1", "1.234"}},
		"phone_number9": {[]string{"+86-0766-66888866", "13800138000"}, []string{"电话1", long("1", 18), "+-"}},
		"car_number10":  {[]string{"粤A8Z888挂", "京A12345"}, []string{"粤A8Z888888", "粤Aa", "粤A汉345"}},
		"name11":        {[]string{"王建国", "Anna-Maria Brown", long("王", 10), "王**"}, []string{long("王", 11), long("a", 21), "王2"}},
		"phrase12":      {[]string{"审核通过", "已办结"}, []string{"审核通过了吗", "OK", "已办结！", "已 办"}},
	} {
		k := Key{Name: key}
		for _, v := range c.good {
			if !k.allows(v) {
				t.Errorf("%s refuses %q", key, v)
			}
		}
		for _, v := range c.bad {
			if k.allows(v) {
				t.Errorf("%s takes %q", key, v)
			}
		}
	}
	enum := Key{Name: "const1", Enum: []string{"待处理", "已办结"}}
	if !enum.allows("已办结") || enum.allows("办结") || enum.allows("") {
		t.Error("const")
	}
}
