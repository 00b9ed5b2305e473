package notify

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"linli/app/fault"
)

// The faults of words that a county writes for a kind of notice.
var (
	ErrNoKind        = fault.New(fault.Missing, "notify.no_kind", "没有这种通知")
	ErrLongText      = fault.New(fault.Invalid, "notify.text_long", "通知太长，请缩短")
	ErrUnknownFact   = fault.New(fault.Invalid, "notify.fact_unknown", "花括号里的内容不是这种通知有的")
	ErrLostFact      = fault.New(fault.Invalid, "notify.fact_lost", "原来有的内容不能少")
	ErrRepeatedFact  = fault.New(fault.Invalid, "notify.fact_repeated", "同一个内容只能写一次")
	ErrLostAnswer    = fault.New(fault.Invalid, "notify.answer_lost", "请写明怎样回复")
	ErrAddressInText = fault.New(fault.Invalid, "notify.text_address", "通知里不能写网址或电话号码")
)

// MostText is the maximum number of characters of a wording without its facts: with the longest words of staff it still fits
// into one message of the chat (wechat.md §3.6).
const MostText = 150

// mostLines is the maximum number of lines of a wording.
const mostLines = 4

// Subject says what the kinds of one capability are about, for staff who word them.
type Subject struct {
	Name    string            // in Chinese
	To      string            // whom its kinds go to if not to staff, in Chinese
	Also    []Fact            // facts that a notice of each kind has, besides those in the text of its kind
	Bare    []string          // names of kinds without the facts of Also
	Labels  map[Fact]string   // what a general fact is called here
	Example Facts             // a notice as people may get it
	Danger  string            // the example of FactTitle in a notice of danger
	Words   map[string]string // other examples of FactWords, by name of the kind
}

// Describe sets the subject of these kinds.
func (k *Kinds) Describe(s Subject) Subject {
	k.subject = s
	return s
}

// Subject returns what the kinds are about.
func (k *Kinds) Subject() Subject { return k.subject }

// labels are what the general facts are called.
var labels = map[Fact]string{
	FactTitle: "事项", FactNumber: "编号", FactPlace: "地点", FactCategory: "类别", FactState: "状态", FactBy: "单位或人",
	FactWords: "具体内容", FactAt: "时间", FactDue: "截止时间", FactCount: "数量",
}

// Label returns what staff call a fact of these kinds.
func (k *Kinds) Label(f Fact) string {
	for _, known := range []map[Fact]string{k.subject.Labels, k.labels, labels} {
		if label, ok := known[f]; ok {
			return label
		}
	}
	return f.name
}

var braces = regexp.MustCompile(`\{([^{}]*)\}`)

// factsIn returns the facts that a text names, in their order.
func factsIn(text string) []Fact {
	var all []Fact
	for _, found := range braces.FindAllStringSubmatch(text, -1) {
		all = append(all, Fact{found[1]})
	}
	return all
}

// Must returns the facts that every wording of the kind names: those of the program's words.
func (k Kind) Must() []Fact {
	all := factsIn(k.Text)
	for _, f := range factsIn(k.Chat) {
		if !slices.Contains(all, f) {
			all = append(all, f)
		}
	}
	return all
}

// May returns the facts that a wording of the kind may name: those that each of its notices has.
func (k *Kinds) May(one Kind) []Fact {
	all := one.Must()
	for _, f := range k.Always(one) {
		if !slices.Contains(all, f) {
			all = append(all, f)
		}
	}
	return all
}

// Always returns the facts that each notice of the kind has besides those that its words need.
func (k *Kinds) Always(one Kind) []Fact {
	if slices.Contains(k.subject.Bare, one.Name) {
		return nil
	}
	return k.subject.Also
}

// CheckText checks a wording of one of these kinds: it keeps every fact and every answer of the program's words, names each
// fact once and none that its notices may lack, is short, and holds no address or telephone number of its own.
func (k *Kinds) CheckText(one Kind, text string) error {
	if text == one.Text {
		return nil
	}
	plain := braces.ReplaceAllString(text, "")
	if n := utf8.RuneCountInString(plain); n > MostText {
		return ErrLongText.Say("除了花括号里的内容，最多 %d 个字，现在 %d 个", MostText, n)
	}
	if strings.Count(text, "\n") >= mostLines {
		return ErrLongText.Say("最多分 %d 行", mostLines)
	}
	if strings.ContainsAny(plain, "{}｛｝") {
		return ErrUnknownFact.Say("花括号没有成对，请从下面点选要写的内容")
	}
	if err := k.checkFacts(one, factsIn(text)); err != nil {
		return err
	}
	for answer := range strings.FieldsSeq(one.Answers) {
		if !names(plain, answer) {
			return ErrLostAnswer.Say("这种通知要人回复%s，请写明", answer)
		}
	}
	if addressForm.MatchString(narrow.Replace(plain)) {
		return ErrAddressInText
	}
	return nil
}

func (k *Kinds) checkFacts(one Kind, named []Fact) error {
	may := k.May(one)
	for i, f := range named {
		if !slices.Contains(may, f) {
			return k.unknown(f)
		}
		if slices.Contains(named[:i], f) {
			return ErrRepeatedFact.Say("{%s}只能写一次", k.Label(f))
		}
	}
	for _, f := range one.Must() {
		if !slices.Contains(named, f) {
			return ErrLostFact.Say("少了{%s}，收到的人要知道这个", k.Label(f))
		}
	}
	return nil
}

// unknown is the fault of a fact that notices of a kind may lack; a name that nobody knows is not repeated.
func (k *Kinds) unknown(f Fact) error {
	if label := k.Label(f); label != f.name {
		return ErrUnknownFact.Say("这种通知里没有{%s}，请从下面点选", label)
	}
	return ErrUnknownFact.Say("有一处花括号里的内容认不出来，请从下面点选")
}

// names says whether the text names an answer; "1" is not named by "10".
func names(text, answer string) bool {
	if !isNumber(answer) {
		return strings.Contains(text, answer)
	}
	return slices.Contains(strings.FieldsFunc(text, func(r rune) bool { return r < '0' || r > '9' }), answer)
}

func isNumber(s string) bool { return strings.Trim(s, "0123456789") == "" }

// addressForm matches addresses of pages and telephone numbers: seven digits, also with blanks or hyphens between.
var addressForm = regexp.MustCompile(`(?i)://|www\.|[a-z0-9-]\.(com|cn|net|org|gov|top|xyz|cc|vip|info|io|me|app|site|shop|link|tv)\b|[0-9](?:[ -]?[0-9]){6,}`)

// narrow writes full-width digits, letters and stops as ASCII.
var narrow = func() *strings.Replacer {
	pairs := []string{"。", ".", "－", "-", "—", "-", "　", " "}
	for r := '！'; r <= '～'; r++ {
		pairs = append(pairs, string(r), string(r-'！'+'!'))
	}
	return strings.NewReplacer(pairs...)
}()
