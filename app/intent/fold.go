package intent

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"linli/app/text"
)

// message is what was said, without the signs at its end, twice: as it was said, and as a key that does not depend on how it was typed. The two have the
// same number of runes, so that words are returned as they were said.
type message struct {
	plain []rune
	key   string // small letters, plain digits and signs, simplified characters; ',' for every other sign
	asks  bool   // ends with a question mark
}

// faces are the emoticons that WeChat sends as text.
var faces = strings.NewReplacer("/:ok", "👌", "[OK]", "👌", "[ok]", "👌", "[好的]", "👌", "/:strong", "👍", "[强]", "👍", "[赞]", "👍", "[666]", "👍",
	"[合十]", "🙏", "/:@)", "🙏", "[抱拳]", "🙏", "/:share", "🙏", "[握手]", "🙏", "[弱]", "👎", "/:weak", "👎", "/:no", "🙅", "[NO]", "🙅")

// meant are emoji that stand for a word.
var meant = map[rune]rune{'👌': '好', '👍': '好', '🆗': '好', '✅': '好', '☑': '好', '✔': '好', '🙆': '好', '🙏': '谢', '❌': '否', '🙅': '否', '✖': '否', '👎': '差'}

// simple turns the traditional characters of everyday words into simplified ones.
var simple = func() map[rune]rune {
	pairs := []rune("預预約约進进謝谢辦办壞坏個个號号樓楼邊边門门對对錯错沒没還还這这裡里裏里嗎吗麼么麽么嚟来來来單单燈灯過过時时間间報报問问題题請请動动電电話话點点幾几區区園园棟栋補补訂订給给聽听講讲說说誰谁師师" +
		"應应該该終终於于總总結结確确認认發发後后從从無无關关開开車车機机場场處处換换爛烂亂乱髒脏聲声響响臭臭水水滿满掃扫垃垃圾圾堵堵緊紧快快慢慢謝谢們们晒晒係系喺系啱对冇冇睇睇邊边撤撤銷销處处理理覆复復复見见現现條条選选擇择" +
		"亮亮滅灭濕湿漏漏頂顶牆墙塊块頭头髮发醫医義义診诊輪轮傘伞預预讓让當当經经線线網网級级證证戶户費费價价寫写計计許许設设話话話话語语調调轉转連连運运達达遠远週周護护優优親亲覺觉觀观規规視视貼贴買买賣卖質质資资")
	all := make(map[rune]rune, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		all[pairs[i]] = pairs[i+1]
	}
	return all
}()

// fold returns a message.
func fold(said string) message {
	said = strings.ToValidUTF8(faces.Replace(said), "")
	said = strings.TrimSpace(text.Line(said))
	var m message
	var key strings.Builder
	put := func(plain, folded rune) {
		m.plain = append(m.plain, plain)
		key.WriteRune(folded)
	}
	for _, r := range said {
		switch n := ringed(r); {
		case unicode.Is(unicode.M, r), r >= 0x1F3FB && r <= 0x1F3FF: // what makes a digit an emoji; tones of skin
		case n >= 0:
			for _, d := range strconv.Itoa(n) {
				put(d, d)
			}
		default:
			put(r, foldRune(r))
		}
	}
	m.key = strings.TrimRight(key.String(), " ,-")
	m.plain = m.plain[:utf8.RuneCountInString(m.key)]
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(said, " \"”」』)）~～"))
	m.asks = last == '?' || last == '？'
	return m
}

// foldRune returns the rune of the key for one that was said.
func foldRune(r rune) rune {
	if w, ok := meant[r]; ok {
		return w
	}
	if s, ok := simple[r]; ok {
		return s
	}
	switch {
	case r >= '！' && r <= '～':
		r = r - '！' + '!'
	case r == '〇', r == '○':
		return '零'
	}
	switch {
	case unicode.IsSpace(r):
		return ' '
	case text.IsDash(r):
		return '-'
	case unicode.IsLetter(r), unicode.IsNumber(r):
		return unicode.ToLower(r)
	}
	return ','
}

// ringed returns the number of a circled, parenthesised, dotted or keycap digit, or -1.
func ringed(r rune) int {
	for _, row := range []struct {
		from, to rune
		first    int
	}{
		{'①', '⑳', 1},
		{'⑴', '⒇', 1},
		{'⒈', '⒛', 1},
		{'❶', '❿', 1},
		{'➀', '➉', 1},
		{'➊', '➓', 1},
		{'㈠', '㈩', 1},
		{'㊀', '㊉', 1},
		{'⓵', '⓾', 1},
		{'⓪', '⓪', 0},
		{'⓿', '⓿', 0},
		{'Ⅰ', 'Ⅻ', 1},
		{'ⅰ', 'ⅻ', 1},
		{'🔟', '🔟', 10},
		{'⁰', '⁰', 0},
		{'¹', '¹', 1},
		{'²', '³', 2},
		{'⁴', '⁹', 4},
		{'㉑', '㉟', 21},
		{'𝟎', '𝟗', 0},
		{'𝟘', '𝟡', 0},
		{'𝟬', '𝟵', 0},
		{'٠', '٩', 0},
		{'۰', '۹', 0},
	} {
		if r >= row.from && r <= row.to {
			return row.first + int(r-row.from)
		}
	}
	return -1
}

// empty says that nothing is left but signs.
func (m message) empty() bool { return strings.Trim(m.key, " ,-") == "" }

// words returns what was said, without signs around it.
func (m message) words() string { return m.part(0, len(m.key)) }

// part returns what was said between two places of the key, without signs around it.
func (m message) part(from, to int) string {
	for from < to && strings.IndexByte(" ,-", m.key[from]) >= 0 {
		from++
	}
	for from < to && strings.IndexByte(" ,-", m.key[to-1]) >= 0 {
		to--
	}
	i := utf8.RuneCountInString(m.key[:from])
	return string(m.plain[i : i+utf8.RuneCountInString(m.key[from:to])])
}

// from returns the message without its beginning.
func (m message) from(at int) message {
	return message{plain: m.plain[utf8.RuneCountInString(m.key[:at]):], key: m.key[at:], asks: m.asks}
}

// blank takes a part out of the message.
func (m *message) blank(from, to int) {
	i := utf8.RuneCountInString(m.key[:from])
	j := i + utf8.RuneCountInString(m.key[from:to])
	plain := append([]rune{}, m.plain[:i]...)
	m.plain = append(append(plain, ','), m.plain[j:]...)
	m.key = m.key[:from] + "," + m.key[to:]
}
