package danger

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"linli/app/fault"
)

// Entry is one danger in the list of a county (紧急情况): the words that call for help, and what is said first.
type Entry struct {
	Kind  Kind
	Name  string
	Words []string
	Say   string
}

// The faults of an entry.
var (
	ErrWord = fault.New(fault.Invalid, "danger.word", "紧急词每个 2 至 12 字，不带标点，不能是平时常说的话，否则件件都成了紧急")
	ErrSay  = fault.New(fault.Invalid, "danger.say", "先说的话 1 至 60 字，要写明打哪个电话；系统自带的报警、急救电话不能去掉")
)

// shipped are the dangers with the words that a client warns of while they are typed. The first entry with a word counts.
var shipped = []Entry{
	{Gas, "燃气泄漏", []string{"燃气泄漏", "煤气泄漏", "燃气漏", "煤气漏", "天然气漏", "漏气", "煤气味", "燃气味", "天然气味", "煤气中毒"}, ""},
	{Fire, "火情", []string{"着火", "起火", "失火", "冒烟", "浓烟", "火灾", "爆炸"}, ""},
	{Electric, "触电漏电", []string{"触电"}, ""},
	{Medical, "急病受伤", []string{"受伤", "流血", "晕倒", "昏迷", "摔倒", "心梗", "中风", "抽搐", "没有呼吸", "救命", "中毒"}, ""},
	{Poison, "误服中毒", nil, ""},
	{Crime, "暴力侵害", []string{"持刀", "抢劫", "杀人", "绑架", "打人"}, ""},
	{Fraud, "正在被骗", nil, ""},
	{Self, "轻生", []string{"跳楼", "轻生", "自杀", "不想活"}, ""},
	{Lift, "电梯困人", []string{"困在电梯", "电梯困人", "被困电梯"}, ""},
	{Water, "落水被淹", []string{"落水", "溺水", "掉河里", "被淹"}, ""},
	{Collapse, "坍塌倒树", []string{"树倒"}, ""},
	{Traffic, "车祸", []string{"车祸"}, ""},
	{Animal, "动物伤人", nil, ""},
	{Trapped, "被困", []string{"被困"}, ""},
	{Missing, "走失", []string{"走失", "走丢"}, ""},
	{Help, "呼救", nil, ""},
}

// storm are shipped words that are heard like those that a county adds, because in a storm people say no more than them.
var storm = []string{"树倒", "被淹", "被困"}

// Shipped returns the dangers until the county decides more.
func Shipped() []Entry {
	all := slices.Clone(shipped)
	for i := range all {
		all[i].Say = says[all[i].Kind] + current().said[all[i].Kind]
	}
	return all
}

// Book is the dangers of one county. The reader hears what it always heard; the county's words come besides. It is read-only; nil
// is the shipped list.
type Book struct {
	entries []Entry
	own     map[string]Kind // what a county adds, as letters
	longest int             // of them
	said    map[Kind]string
}

// Entries returns the list of the book.
func (b *Book) Entries() []Entry {
	if b == nil {
		return Shipped()
	}
	return b.entries
}

// NewBook returns the book of a list that has every shipped entry.
func NewBook(entries []Entry) *Book {
	b := &Book{entries: entries, own: map[string]Kind{}, said: map[Kind]string{}}
	for _, e := range entries {
		b.said[e.Kind] = e.Say
		for _, w := range e.Words {
			if !hears(w) {
				continue
			}
			letters := normal(w)
			if _, ok := b.own[letters]; !ok {
				b.own[letters] = e.Kind
				b.longest = max(b.longest, utf8.RuneCountInString(letters))
			}
		}
	}
	return b
}

var shippedBook = NewBook(shipped)

func (b *Book) orShipped() *Book {
	if b == nil {
		return shippedBook
	}
	return b
}

// hears says whether a word of the list is heard by itself, and not only as the reader hears it.
func hears(word string) bool {
	return slices.Contains(storm, word) || plain(word) && !slices.ContainsFunc(shipped, func(e Entry) bool { return slices.Contains(e.Words, word) })
}

// plain says whether a word is at least two letters and nothing else.
func plain(word string) bool {
	n := utf8.RuneCountInString(word)
	return n >= 2 && n == utf8.RuneCountInString(normal(word))
}

// Read returns the danger that the words tell of, the plainest first, or false.
func (b *Book) Read(said string) (Danger, bool) {
	b = b.orShipped()
	r := current()
	d, ok := r.Read(said)
	if !ok {
		d.Kind, ok = r.hear(said, b.own, b.longest)
	}
	if first := b.said[d.Kind]; first != "" {
		d.Say = first
	} else {
		d.Say = says[d.Kind] + r.said[d.Kind]
	}
	return d, ok
}

// Hint is words that a client warns of while they are typed; Read decides when they are sent.
type Hint struct {
	Words []string
	Say   string
}

// Hints are looked for in this order.
func (b *Book) Hints() (all []Hint) {
	for _, e := range b.Entries() {
		if len(e.Words) > 0 {
			all = append(all, Hint{e.Words, e.Say})
		}
	}
	return all
}

// hear returns the kind of the first word of a list that is plainly said: not denied, past, feared, or somebody else's news.
func (r *Reader) hear(said string, words map[string]Kind, longestWord int) (Kind, bool) {
	all := r.words.letters(said)
	if len(all) > longest {
		all = append(all[:longest/2:longest/2], all[len(all)-longest/2:]...)
	}
	var tags []tag
	tries := 0
	for from := range all {
		for n := min(longestWord, len(all)-from); n >= 2; n-- {
			kind, ok := words[string(all[from:from+n])]
			if !ok {
				continue
			}
			if tags == nil {
				tags, _ = r.words.tags(all, r.closed, r.about)
			}
			s := span{from: from, to: from + n, n: 1}
			s.parts[0] = tag{from: from, to: from + n}
			if r.weigh(&compiled{kind: kind, plain: plainly}, s, s.beside(tags)) >= heard {
				return kind, true
			}
			if tries++; tries == tried {
				return "", false
			}
		}
	}
	return "", false
}

// beside returns the words that are no part of the span.
func (s span) beside(tags []tag) []tag {
	return slices.DeleteFunc(slices.Clone(tags), func(t tag) bool { return t.from < s.to && t.to > s.from })
}

const (
	plainly = 3 // a word of the list without anything around it
	heard   = 2
)

// Check returns what an entry cannot be: words that people say every day, or a line without the number to ring.
func (e Entry) Check() error {
	if n := utf8.RuneCountInString(e.Say); n == 0 || n > mostSaid {
		return ErrSay
	}
	numbers := numbersIn(e.Say)
	if len(numbers) == 0 {
		return ErrSay
	}
	for _, need := range numbersIn(says[e.Kind]) {
		if !slices.Contains(numbers, need) {
			return ErrSay
		}
	}
	for _, w := range e.Words {
		if !plain(w) || hears(w) && everyday(w) {
			return ErrWord
		}
	}
	return nil
}

// numbersIn returns the numbers of three and more digits.
func numbersIn(say string) []string {
	return slices.DeleteFunc(strings.FieldsFunc(say, func(r rune) bool { return !unicode.IsDigit(r) }), func(n string) bool { return len(n) < 3 })
}

// everyday says whether nearly everybody says the word without any danger.
func everyday(word string) bool {
	if slices.Contains(daily, normal(word)) {
		return true
	}
	n := &std().words.root
	for _, r := range normal(word) {
		if n = n.follow(r); n == nil {
			return false
		}
	}
	closed := std().closed
	closed.add(std().particle)
	return n.is.any(closed)
}

// daily are words of ordinary messages that the lexicon does not have.
var daily = strings.Fields(`你好 您好 谢谢 感谢 请问 我们 你们 他们 咱们 社区 小区 物业 居委会 书记 主任 网格员 管家 业主 邻居 居民 师傅 老人 孩子 家里 门口 楼下
楼上 楼道 单元 三楼 一楼 二楼 楼栋 路灯 电梯 停车 车位 垃圾 电话 手机 微信 号码 地址 名字 今天 明天 昨天 现在 上午 下午 晚上 早上 时候 什么 怎么 哪里 这里 那里 可以
不能 没有 有人 一下 一个 麻烦 帮忙 反映 投诉 举报 咨询 建议 预约 理发 取消 满意 不满意 进展 催办 补充 撤回 解决 没解决 问题 事情 处理 办理 办证 社保 医保 低保 停水 停电 坏了 漏水`)
