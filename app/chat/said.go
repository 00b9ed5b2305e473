package chat

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	yearText  = regexp.MustCompile(`\b(?:18|19|20)\d{2}\b`)
	clockText = regexp.MustCompile(`^(上午|中午|下午)?(\d{1,2})(?:[:：](\d{2})|点(半)?)$`)
)

// digits are numbers as they are typed, and as they are heard in a voice message.
var digits = strings.NewReplacer(
	"０", "0", "１", "1", "２", "2", "３", "3", "４", "4", "５", "5", "６", "6", "７", "7", "８", "8", "９", "9",
	"一", "1", "二", "2", "两", "2", "三", "3", "四", "4", "五", "5", "六", "6", "七", "7", "八", "8", "九", "9",
)

// yearOf reads a year: "1950", "一九五〇年", "我是1950年的".
func yearOf(said string) (year int, ok bool) {
	found := yearText.FindString(strings.NewReplacer("〇", "0", "零", "0").Replace(digits.Replace(said)))
	year, err := strconv.Atoi(found)
	return year, err == nil
}

// clock reads a time of the day as minutes: "10:30", "十点半", "下午2点".
func clock(said string) (minute int, ok bool) {
	said = strings.TrimRight(strings.TrimSpace(said), "。.！! ")
	for _, tens := range [][2]string{{"十一点", "11点"}, {"十二点", "12点"}, {"十点", "10点"}} {
		said = strings.Replace(said, tens[0], tens[1], 1)
	}
	m := clockText.FindStringSubmatch(digits.Replace(said))
	if m == nil {
		return 0, false
	}
	hour, _ := strconv.Atoi(m[2])
	past, _ := strconv.Atoi("0" + m[3])
	if m[4] != "" {
		past = 30
	}
	if (m[1] == "下午" || m[1] == "中午") && hour < 11 {
		hour += 12
	}
	return hour*60 + past, hour < 24 && past < 60
}
