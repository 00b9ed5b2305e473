package intent

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"linli/app/text"
)

// A family code has eight of these letters.
const (
	codeLetters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
	codeLength  = 8
	// leastCode is how many letters and digits may be a code with some missing.
	leastCode = 5
	// mostCodeWords is how many characters are said besides a code at most.
	mostCodeWords = 12
)

var (
	codeSays  = regexp.MustCompile(`家人|家庭码|亲情|家属码|亲人|邀请码|邀请马|佳人|甲人`)
	codeRuns  = regexp.MustCompile(`[0-9A-Za-z\s\-]+`)
	codeHeard = strings.NewReplacer("一", "1", "二", "2", "三", "3", "四", "4", "五", "5", "六", "6", "七", "7", "八", "8", "九", "9", "零", "0")
)

// familyCode returns the code in a message that is about nothing else: alone, or with a few words about a code. Eight digits
// may be a telephone number; they are a code only when a family code is spoken of, and then a wrong one is read, too.
func familyCode(said string) (code string, ok bool) {
	said = text.Narrow(text.Line(said))
	words := strings.Trim(codeRuns.ReplaceAllString(said, ""), ".,:!?、；")
	named := codeSays.MatchString(words)
	if words != "" && !named && !strings.Contains(words, "码") && codeHeard.Replace(words) == words || utf8.RuneCountInString(words) > mostCodeWords {
		return "", false
	}
	for _, tried := range []string{said, codeHeard.Replace(said)} { // a voice message may have Chinese numbers
		code = text.Code(tried)
		if len(code) == codeLength && strings.Trim(code, codeLetters) == "" {
			return code, named || strings.Trim(code, "23456789") != ""
		}
	}
	return code, named && len(code) >= leastCode
}
