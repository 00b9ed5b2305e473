package area

import (
	"strconv"
	"strings"
)

var numerals = map[rune]int{
	'零': 0, '一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9, '幺': 1, '十': 10, '百': 100,
}

func isNumeral(r rune) bool { _, ok := numerals[r]; return ok }

// arabic turns 二十三 into 23 and 五零一 into 501.
func arabic(s string) string {
	sum, digit, units := 0, -1, false
	var plain strings.Builder
	for _, r := range s {
		switch unit := numerals[r]; unit {
		case 10, 100:
			if digit < 0 {
				digit = 1
			}
			sum, digit, units = sum+digit*unit, -1, true
		default:
			digit = unit
			plain.WriteString(strconv.Itoa(unit))
		}
	}
	if !units {
		return trimZeros(plain.String())
	}
	return strconv.Itoa(sum + max(digit, 0))
}

// trimZeros turns 03 into 3.
func trimZeros(s string) string {
	if t := strings.TrimLeft(s, "0"); t != "" {
		return t
	}
	return "0"
}

// number is one number of a text, and the position behind it.
type number struct {
	value  string // in Arabic digits, with its letter
	to     int    // the rune behind it
	han    bool   // written in Chinese numerals
	series bool   // 三四: two numbers side by side
	two    bool   // 两: it counts, it does not name
}

// longest is a length that no number of a place has.
const longest = 8

// numberAt reads digits, with a letter behind them, or Chinese numerals at i.
func numberAt(s []rune, i int) (number, bool) {
	j := i
	for j < len(s) && j < i+longest && isDigit(s[j]) {
		j++
	}
	if j > i {
		n := number{value: trimZeros(string(s[i:j])), to: j}
		if j < len(s) && isLetter(s[j]) && (j+1 == len(s) || !isLetter(s[j+1])) {
			n.value, n.to = n.value+string(s[j]), j+1
		}
		return n, j-i <= 4
	}
	for j < len(s) && j < i+longest && isNumeral(s[j]) {
		j++
	}
	if j == i || s[i] == '百' && j == i+1 {
		return number{}, false
	}
	run := string(s[i:j])
	return number{value: arabic(run), to: j, han: true, series: isSeries(s[i:j]), two: run == "两"}, j-i <= 5
}

// isSeries says whether numerals count on, as in 三四号楼: the third and the fourth.
func isSeries(run []rune) bool {
	if len(run) < 2 {
		return false
	}
	for i := 1; i < len(run); i++ {
		a, b := numerals[run[i-1]], numerals[run[i]]
		if a == 0 || a > 9 || b != a+1 || b > 9 {
			return false
		}
	}
	return true
}
