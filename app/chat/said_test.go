package chat

import (
	"testing"
	"unicode/utf8"
)

func TestSpoken(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]int{
		"1": 1, "２": 2, "3。": 3, "第二个": 2, "4号": 4, "五": 5, "第十个": 10, "十二": 12, "二十": 20, "两个": 2, "09": 9,
		"": -1, "十十": -1, "一百": -1, "3号楼": -1, "10:00": -1, "123": -1, "要": -1, "-1": -1, "第": -1,
	} {
		if n, ok := spoken(said); ok != (want >= 0) || ok && n != want {
			t.Errorf("%q = %d, %v", said, n, ok)
		}
	}
}

func TestClock(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]int{
		"10:00": 600, "10：30": 630, "九点": 540, "9点半": 570, "下午2点": 840, "下午两点半": 870, "上午十点": 600, "十一点半": 690, "十二点": 720,
		"中午12点": 720, "24:00": -1, "10:60": -1, "10": -1, "明天10点": -1, "": -1,
	} {
		if n, ok := clock(said); ok != (want >= 0) || ok && n != want {
			t.Errorf("%q = %d, %v", said, n, ok)
		}
	}
}

func TestAsksToBook(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{
		"预约": "", "约": "", "我要预约": "", "我想约理发": "理发", "预约 义诊": "义诊", "约个理发": "理发", "约一下艾灸": "艾灸",
	} {
		if what, ok := asksToBook(said); !ok || what != want {
			t.Errorf("%q asks for %q, %v", said, what, ok)
		}
	}
	for _, said := range []string{"理发", "取消预约", "我的预约", "楼道灯坏了", "约好的师傅没有来修水管，等了一上午了"} {
		if what, ok := asksToBook(said); ok {
			t.Errorf("%q asks for %q", said, what)
		}
	}
}

func TestAsksToCancel(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]int{
		"取消预约": 0, "取消预约 2": 2, "取消预约2": 2, "取消预约第二个": 2, "我要取消预约": 0, "不要预约": 0,
	} {
		if n, ok := asksToCancel(said); !ok || n != want {
			t.Errorf("%q cancels %d, %v", said, n, ok)
		}
	}
	for _, said := range []string{"取消", "取消预约的人太多了", "不要"} {
		if n, ok := asksToCancel(said); ok {
			t.Errorf("%q cancels %d", said, n)
		}
	}
}

func FuzzSaid(f *testing.F) {
	for _, said := range []string{"第十二个", "下午2点半", "取消预约 3", "约理发", "２．", "十\xff", "点", "第"} {
		f.Add(said)
	}
	f.Fuzz(func(t *testing.T, said string) {
		if n, ok := spoken(said); ok && (n < 0 || n > 99) {
			t.Errorf("%q is the number %d", said, n)
		}
		if m, ok := clock(said); ok && (m < 0 || m >= 24*60) {
			t.Errorf("%q is minute %d", said, m)
		}
		if n, ok := asksToCancel(said); ok && (n < 0 || n > 99) {
			t.Errorf("%q cancels %d", said, n)
		}
		if what, ok := asksToBook(said); ok && utf8.RuneCountInString(what) > 10 {
			t.Errorf("%q asks for %q", said, what)
		}
	})
}

func TestYears(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]int{
		"1950": 1950, "我是1950年的": 1950, "一九五〇年": 1950, "１９４８": 1948, "一九四零": 1940, "50": 0, "19500": 0, "不知道": 0, "": 0,
	} {
		if got, ok := yearOf(said); got != want || ok != (want != 0) {
			t.Errorf("%q: %d, %v", said, got, ok)
		}
	}
}
