package area

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"linli/app/text"
)

// fold returns words in one way of writing: half-width, lower case, without blanks, quotes and brackets. Dashes, slashes
// and the comma, which stands for all stops, stay. A blank between two digits becomes a dash.
func fold(s string) []rune {
	all := []rune(variants.Replace(text.Narrow(s)))
	out := make([]rune, 0, len(all))
	gap := false
	for i, r := range all {
		r = foldRune(r)
		next := rune(0)
		if i+1 < len(all) {
			next = all[i+1]
		}
		switch {
		case r == 0:
			continue
		case r == ' ':
			gap = true
			continue
		case (r == '.' || r == ':') && !(len(out) > 0 && isDigit(out[len(out)-1]) && isDigit(next)):
			r = ','
		}
		if gap && len(out) > 0 && isDigit(out[len(out)-1]) && isDigit(r) {
			out = append(out, '-')
		}
		gap = false
		out = append(out, r)
	}
	return out
}

// variants are other ways to write what the grammar knows: traditional letters, slips of the input method, ten written
// as a sign.
var variants = strings.NewReplacer(
	"號", "号", "樓", "楼", "棟", "栋", "單", "单", "門", "门", "層", "层", "園", "园", "區", "区", "陽", "阳", "東", "东", "㎡", "平米",
	"号搂", "号楼", "号喽", "号楼", "号娄", "号楼", "单源", "单元", "单园", "单元", "单员", "单元", "丹元", "单元", "⑩", "10", "〇", "零", "○", "零",
	"壹", "一", "贰", "二", "叁", "三", "肆", "四", "伍", "五", "陆号", "六号", "陆单", "六单", "No.", "#", "no.", "#", "NO.", "#",
)

func foldRune(r rune) rune {
	switch {
	case r >= '①' && r <= '⑨':
		return r - '①' + '1'
	case r == '\ufe0f' || r == '\u20e3' || r == '\u200d': // what makes an emoji of a digit
		return 0
	case strings.ContainsRune(`()[]{}"'“”‘’【】《》〈〉「」『』〔〕·•・‧`, r), unicode.IsSpace(r):
		return ' '
	case strings.ContainsRune(",;!?…|\\*", r):
		return ','
	case r == '~' || r == '∼' || r == '〜':
		return '~'
	}
	return unicode.ToLower(r)
}

func isDigit(r rune) bool  { return r >= '0' && r <= '9' }
func isLetter(r rune) bool { return r >= 'a' && r <= 'z' }
func isHan(r rune) bool    { return unicode.Is(unicode.Han, r) }

// isStop says whether a rune ends a clause.
func isStop(r rune) bool { return r == ',' || r == '、' }

// startsWith says whether the text has the words at i.
func startsWith(s []rune, i int, words string) bool {
	for _, r := range words {
		if i < 0 || i >= len(s) || s[i] != r {
			return false
		}
		i++
	}
	return true
}

// startsWithAny returns the first of the words that the text has at i, or "".
func startsWithAny(s []rune, i int, words ...string) string {
	for _, w := range words {
		if startsWith(s, i, w) {
			return w
		}
	}
	return ""
}

// endsWith says whether the text up to i ends with the words.
func endsWith(s []rune, i int, words string) bool {
	return startsWith(s, i-utf8.RuneCountInString(words), words)
}
