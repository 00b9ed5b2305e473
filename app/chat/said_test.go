package chat

import "testing"

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

func FuzzSaid(f *testing.F) {
	for _, said := range []string{"第十二个", "下午2点半", "取消预约 3", "约理发", "２．", "十\xff", "点", "第"} {
		f.Add(said)
	}
	f.Fuzz(func(t *testing.T, said string) {
		if m, ok := clock(said); ok && (m < 0 || m >= 24*60) {
			t.Errorf("%q is minute %d", said, m)
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
