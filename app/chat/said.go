package chat

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

var (
	booksWhat = regexp.MustCompile(`^(?:我?[要想]?预?约(?:一?[个下次])?)(.*)$`)
	cancels   = regexp.MustCompile(`^(?:我?要?取消|不要)预约 ?(.*)$`)
	yearText  = regexp.MustCompile(`\b(?:18|19|20)\d{2}\b`)
	clockText = regexp.MustCompile(`^(上午|中午|下午)?(\d{1,2})(?:[:：](\d{2})|点(半)?)$`)
)

// asksToBook reads "预约", "我要约理发" and the like, and returns the words for the service, "" when none are named.
func asksToBook(said string) (what string, ok bool) {
	m := booksWhat.FindStringSubmatch(said)
	if m == nil {
		return "", false
	}
	what = strings.Trim(m[1], " ，,：:　")
	return what, utf8.RuneCountInString(what) <= 10
}

// asksToCancel reads "取消预约" and "取消预约 2"; n is 0 when no number is given.
func asksToCancel(said string) (n int, ok bool) {
	m := cancels.FindStringSubmatch(said)
	if m == nil {
		return 0, false
	}
	if m[1] == "" {
		return 0, true
	}
	return spoken(m[1])
}

// digits are numbers as they are typed, and as they are heard in a voice message.
var digits = strings.NewReplacer(
	"０", "0", "１", "1", "２", "2", "３", "3", "４", "4", "５", "5", "６", "6", "７", "7", "８", "8", "９", "9",
	"一", "1", "二", "2", "两", "2", "三", "3", "四", "4", "五", "5", "六", "6", "七", "7", "八", "8", "九", "9",
)

// spoken reads a number from a list: "2", "２。", "第二个", "3号", "十一".
func spoken(said string) (n int, ok bool) {
	said = strings.TrimRight(strings.TrimSpace(said), "。.、，,！! 个号项条")
	said = strings.TrimPrefix(said, "第")
	if before, after, tens := strings.Cut(digits.Replace(said), "十"); tens {
		if before == "" {
			before = "1"
		}
		if after == "" {
			after = "0"
		}
		if len(before) != 1 || len(after) != 1 {
			return 0, false
		}
		said = before + after
	} else {
		said = before
	}
	if said == "" || len(said) > 2 || strings.Trim(said, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(said)
	return n, err == nil
}

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
