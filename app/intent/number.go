package intent

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// spokenDigits are digits as they are read out one by one.
var spokenDigits = strings.NewReplacer("零", "0", "一", "1", "幺", "1", "二", "2", "三", "3", "四", "4", "五", "5", "六", "6", "七", "7", "八", "8", "九", "9", "洞", "0")

var (
	digitRun  = regexp.MustCompile(`[0-9零一幺二三四五六七八九洞](?:[0-9零一幺二三四五六七八九洞]|[ \-,]{1,3}|横?杠|横线|减|斜杠|下划线|空格){5,}`)
	groupRun  = regexp.MustCompile(`\d+`)
	numbering = regexp.MustCompile(`(?:(?:我|俺|咱)?(?:们)?(?:的)?(?:那个|这个|那件|这件|那条|这条)?(?:事件|工单|报修|受理|上报|反映|诉求|问题|单子|事)?(?:的)?(?:编号|编码|单号|工单号?|号码|号|订单|no|nо)(?:就?是|为|叫)?[ ,]*)$`)
	numbered  = regexp.MustCompile(`^[ ,]*(?:号)?(?:的)?(?:这个|那个|这条|那条|这件|那件)?(?:工单|单子|单|事件|事情|事|编号|问题|报修|反映)?(?:的)?`)
)

// cutNumber takes the number of a report out of the message and returns it as "261123-001" or "1123-001"; "" without one.
func (m *message) cutNumber() string {
	for _, run := range digitRun.FindAllStringIndex(m.key, -1) {
		from, to := run[0], run[1]
		digits, at := spelled(m.key[from:to])
		number, begin, end, ok := numberIn(digits)
		if !ok {
			continue
		}
		begin, end = from+at[begin], from+at[end]
		begin -= len(numbering.FindString(m.key[:begin]))
		end += len(numbered.FindString(m.key[end:]))
		if yearless := strings.Index(number, "-") == 4; yearless && utf8.RuneCountInString(m.key)-(end-begin) > 8 {
			continue // it may be anything else
		}
		m.blank(begin, end)
		return number
	}
	return ""
}

// spelled returns the run with Arabic digits and a blank for each other rune. at maps each byte of the result to its position in
// the run.
func spelled(run string) (digits string, at []int) {
	var b strings.Builder
	for i, r := range run {
		d := spokenDigits.Replace(string(r))
		if len(d) != 1 || d[0] < '0' || d[0] > '9' {
			d = " "
		}
		b.WriteString(d)
		at = append(at, i)
	}
	return b.String(), append(at, len(run))
}

// numberIn finds the number of a report in groups of digits: "261123 001", "26 11 23 001", "261123001".
func numberIn(s string) (number string, begin, end int, ok bool) {
	groups := groupRun.FindAllStringIndex(s, -1)
	for first := range groups {
		head := ""
		for last := first; last < len(groups) && last < first+4; last++ {
			g := s[groups[last][0]:groups[last][1]]
			if last == first {
				number, ok = compact(g)
			} else {
				number, ok = numberOf(head, g)
			}
			if ok {
				return number, groups[first][0], groups[last][1], true
			}
			if len(g)%2 != 0 { // such as 400-123-4567; a date is spoken in pairs
				break
			}
			head += g
		}
	}
	return "", 0, 0, false
}

// compact reads a number without a dash.
func compact(s string) (string, bool) {
	switch n := len(s); {
	case n == 11 && s[0] == '1' && s[1] >= '3': // a telephone number
		return "", false
	case n == 11 && strings.HasPrefix(s, "20"):
		return numberOf(s[2:8], s[8:])
	case n >= 9 && n <= 12:
		return numberOf(s[:6], s[6:])
	case n == 7 || n == 8:
		return numberOf(s[:4], s[4:])
	}
	return "", false
}

// numberOf puts a date and a running number together.
func numberOf(date, running string) (string, bool) {
	if len(date) == 8 && strings.HasPrefix(date, "20") {
		date = date[2:]
	}
	if len(running) > 6 || len(date) != 6 && (len(date) != 4 || len(running) < 3) {
		return "", false
	}
	month, _ := strconv.Atoi(date[len(date)-4 : len(date)-2])
	day, _ := strconv.Atoi(date[len(date)-2:])
	n, err := strconv.Atoi(running)
	if err != nil || month < 1 || month > 12 || day < 1 || day > 31 || n == 0 {
		return "", false
	}
	return fmt.Sprintf("%s-%03d", date, n), true
}

var choosing = regexp.MustCompile(expand(
	`^(<fill>[ ,]*)*((我们?|俺|咱|就|那|还是|想|先|一定|肯定|要|是|给我|帮我|给俺|应该|可能|答案|选项|我的|我的选择)*(选择?的?是?|选定|按下?键?|(回复?|输入?)数字|回复?|答|挑|点击?|输入?|数字|键|定|要|就|是|序号|要的是|我要的|选项|选择|答案)?[ ,]*)?` +
		`第? ?{\d\d?|<cn>|头一} ?(个|号|项|条|种|件|款|样|位|选项)?(那个|这个|的|键|就行|就可以|可以|就好|就中|行|吧)?<tail>*([ ,\-]+|$)`))

var labelled = regexp.MustCompile(`^(?:回复?|按|选)?[ ,]*(\d{1,2})`)

// choice reads a number from a list, and what stands after it.
func (m message) choice() (n int, label message, ok bool) {
	at := choosing.FindStringSubmatchIndex(m.key)
	if at == nil {
		if at = labelled.FindStringSubmatchIndex(m.key); at == nil || strings.HasPrefix(m.key[at[1]:], "-") {
			return 0, message{}, false
		}
		if r, _ := utf8.DecodeRuneInString(m.key[at[1]:]); r >= '0' && r <= '9' {
			return 0, message{}, false
		}
	}
	n, ok = count(m.key[at[2]:at[3]])
	return n, m.from(at[1]), ok
}

// count reads a number up to 99: "12", "十二", "两".
func count(s string) (int, bool) {
	s = strings.NewReplacer("两", "2", "俩", "2", "壹", "1", "贰", "2", "叁", "3", "肆", "4", "伍", "5", "陆", "6", "柒", "7", "捌", "8", "玖", "9", "拾", "十", "头一", "1").Replace(s)
	s = spokenDigits.Replace(s)
	if tens, ones, ok := strings.Cut(s, "十"); ok {
		if tens == "" {
			tens = "1"
		}
		if ones == "" {
			ones = "0"
		}
		s = tens + ones
	}
	n, err := strconv.Atoi(s)
	return n, err == nil && n < 100
}

// notLabel begins what is measured or built, not the words of a choice: "3 号楼", "2 楼".
var notLabel = regexp.MustCompile(`^(号|楼|栋|幢|单元|层|室|户|弄|组|队|村|路|街|点|月|日|天|个|次|年|分|块|元|米|斤|岁|人|盏|条|只|家|巷|区|期|座|门|院|时|秒|周|遍|部|台|辆|根|张|盘|桶|\d)`)

// isLabel says whether the words after a number are those of a choice: "1 理发".
func (m message) isLabel(label message) bool {
	before := len(m.key) - len(label.key) - 1
	kind := contentKind(label.key)
	return utf8.RuneCountInString(label.key) <= 12 && before >= 0 && strings.IndexByte(" ,", m.key[before]) >= 0 &&
		!notLabel.MatchString(label.key) && (kind == Other || kind == Place)
}
