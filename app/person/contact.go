package person

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"linli/app/text"
)

// surnames are the hundred most common ones and a few double ones; a short answer that begins with one may be a name.
const surnames = `王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤阎欧牛樊邢温庞安殷穆柴尚苗`

var (
	numberText = regexp.MustCompile(`(?:\+?86)?1[3-9](?:[ \-]?\d){9}`)
	beforeName = regexp.MustCompile(`^(?:我的?|名字|姓名|叫|是|称呼|本人|[:,、 ])+`)
	afterName  = regexp.MustCompile(`(?:(?:我的)?(?:电话|手机|手机号|号码|联系方式|联系电话)(?:号码|号)?是?|[:,、 。.!])+$`)
	nameText   = regexp.MustCompile(`^(?:[老小]?[` + surnames + `]|欧阳|上官|司马|诸葛)(?:\p{Han}{1,3}|某)?$`)
	notNames   = regexp.MustCompile(`(什么|马上|于是|何时|安全|方便|方法|高兴|任何|万一|时候|江边|向前|石头|常常|白天|黄色|金额|段时间|孔|温度)`)
	heardDigit = strings.NewReplacer("幺", "1", "一", "1", "二", "2", "两", "2", "三", "3", "四", "4", "五", "5", "六", "6",
		"七", "7", "八", "8", "九", "9", "零", "0", "〇", "0", "洞", "0", "拐", "7", "勾", "9")
)

// ReadContact reads from an answer how the person is called and under which mobile number they may be rung: "我叫王秀英，
// 13912345678", "老王", "一三九一二三四五六七八". Both are "" when the words say neither.
func ReadContact(said string) (name string, phone Phone) {
	rest := text.Narrow(text.Line(said))
	digits := heardDigit.Replace(rest)
	if at := numberText.FindStringIndex(digits); at != nil {
		found, err := ParsePhone(digits[at[0]:at[1]])
		if err == nil {
			phone = found
			rest = withoutNumber(rest, digits[at[0]:at[1]])
		}
	}
	for _, part := range strings.FieldsFunc(rest, func(r rune) bool { return strings.ContainsRune(",;。\n，；!", r) }) {
		part = strings.TrimSpace(afterName.ReplaceAllString(beforeName.ReplaceAllString(strings.TrimSpace(part), ""), ""))
		part = beforeName.ReplaceAllString(strings.TrimPrefix(part, "姓"), "")
		if utf8.RuneCountInString(part) <= 5 && nameText.MatchString(part) && !notNames.MatchString(part) {
			return part, phone
		}
	}
	return "", phone
}

// WithoutNumber returns the words with a mobile number hidden, however its digits are written.
func WithoutNumber(said string) string {
	words := text.Narrow(text.Line(said))
	at := numberText.FindString(heardDigit.Replace(words))
	if at == "" {
		return said
	}
	return strings.Trim(withoutNumber(words, at), ", ")
}

// withoutNumber returns the words without the number, however its digits were written.
func withoutNumber(words, number string) string {
	runes, digits := []rune(words), []rune(number)
	for i := range runes {
		if i+len(digits) <= len(runes) && heardDigit.Replace(string(runes[i:i+len(digits)])) == number {
			return string(runes[:i]) + "," + string(runes[i+len(digits):])
		}
	}
	return words
}
