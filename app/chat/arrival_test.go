package chat

import (
	"testing"

	"linli/app/when"
)

func TestReadArrival(t *testing.T) {
	t.Parallel()
	const today = when.Date(20261129)
	for said, want := range map[string]arrival{
		"302 3人 昨天":         {"302", 3, 20261128, ""},
		"302室，三口人，今天搬来的":    {"302", 3, 20261129, ""},
		"三零二 一个人":           {"302", 1, 0, ""},
		"阳光花园3号楼2单元302 4人":  {"302", 4, 0, ""},
		"3号楼2单元":            {},
		"302 3":             {"302", 3, 0, ""},
		"3人":                {"", 3, 0, ""},
		"一共住5口人":            {"", 5, 0, ""},
		"就我自己 1203":         {"1203", 1, 0, ""},
		"2-302 两个人 11月20日":  {"2-302", 2, 20261120, ""},
		"302 3人 12月1日":      {"302", 3, 20251201, ""}, // the last one that has been
		"302 3人 2026-11-01": {"302", 3, 20261101, ""},
		"302 3人 2月30日":      {"302", 3, 0, ""},
		"3楼东户 2人":           {"3楼东户", 2, 0, ""},
		"101 2人 前天":         {"101", 2, 20261127, ""},
		"":                  {},
		"5号院 3人":            {"", 3, 0, "5"},
		"南街25号 2人 昨天":       {"", 2, 20261128, "25"},
		"25号搬来的 2人":         {"", 2, 0, ""}, // a day
		"2人 11月25号":         {"", 2, 20261125, ""},
		"楼道灯坏了":             {},
		"A1203 六人":          {"A1203", 6, 0, ""},
	} {
		if got := readArrival(said, today); got != want {
			t.Errorf("%s: %+v, want %+v", said, got, want)
		}
	}
}

func FuzzReadArrival(f *testing.F) {
	for _, said := range []string{"302 3人 昨天", "2-302 99口人 13月40日", "零〇", "1/2 3栋"} {
		f.Add(said)
	}
	f.Fuzz(func(t *testing.T, said string) {
		const today = when.Date(20261129)
		a := readArrival(said, today)
		if a.size < 0 || a.size > 99 || a.since != 0 && when.DateOf(a.since.Time()) != a.since {
			t.Errorf("%q: %+v", said, a)
		}
	})
}
