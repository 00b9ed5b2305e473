package danger

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// corpus returns the sentences of the corpus with their kinds; "none" is no danger.
func corpus(tb testing.TB) [][2]string {
	tb.Helper()
	text, err := os.ReadFile("testdata/corpus.tsv")
	if err != nil {
		tb.Fatal(err)
	}
	var all [][2]string
	for line := range strings.Lines(string(text)) {
		kind, said, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if _, known := says[Kind(kind)]; !ok || !known && kind != "none" {
			tb.Fatalf("no kind: %q", line)
		}
		all = append(all, [2]string{kind, said})
	}
	return all
}

// tally counts what the reader makes of the sentences of one kind.
type tally struct{ all, heard, other int }

// Of the corpus at least 99 % of the dangers are heard, and at most 2 % of the rest is taken for one.
func TestTheCorpus(t *testing.T) {
	t.Parallel()
	table, dangers, alarms := map[string]*tally{}, tally{}, tally{}
	for _, one := range corpus(t) {
		row := table[one[0]]
		if row == nil {
			row = &tally{}
			table[one[0]] = row
		}
		sum := &dangers
		if one[0] == "none" {
			sum = &alarms
		}
		d, ok := Read(one[1])
		row.count(ok, string(d.Kind) != one[0])
		sum.count(ok, string(d.Kind) != one[0])
		if ok == (one[0] == "none") {
			t.Logf("%s read as %q: %s", one[0], d.Kind, one[1])
		}
	}
	t.Logf("%-9s %5s %6s %7s %9s", "kind", "said", "heard", "missed", "as other")
	for _, kind := range slices.Sorted(maps.Keys(table)) {
		row := table[kind]
		t.Logf("%-9s %5d %6d %7d %9d", kind, row.all, row.heard, row.all-row.heard, row.other)
	}
	t.Logf("recall %.1f %% of %d, false alarms %.1f %% of %d", dangers.share(), dangers.all, alarms.share(), alarms.all)
	if dangers.all < 400 || alarms.all < 400 || dangers.share() < 99 || alarms.share() > 2 {
		t.Error("the reader got worse")
	}
}

func (c *tally) count(heard, other bool) {
	c.all++
	if heard {
		c.heard++
		if other {
			c.other++
		}
	}
}

func (c *tally) share() float64 { return 100 * float64(c.heard) / float64(max(c.all, 1)) }

// What a client warns of while it is typed is a danger when it is said with a place.
func TestHintsAreDangers(t *testing.T) {
	t.Parallel()
	for _, hint := range (*Book)(nil).Hints() {
		for _, words := range hint.Words {
			if d, ok := Read("3号楼有人" + words); !ok {
				t.Errorf("%q is no danger when it is sent: %+v", words, d)
			}
		}
	}
}

func TestTheRightNumberIsSaid(t *testing.T) {
	t.Parallel()
	for said, number := range map[string]string{
		"楼道里有燃气味": "119", "三楼着火了": "119", "有人摔倒流血": "120", "有人持刀": "110", "楼顶有人要跳楼": "12356", "路口出车祸了": "122",
		"３号楼着火，了！！": "119", "3号楼二单元天然气泄漏，味道很大": "119", "家里天然气漏了老人一个人": "119", "3号楼一单元着火了，浓烟很大，快来人": "119",
		"刚给骗子转了三万块，把我拉黑了": "96110", "孩子喝了洁厕灵": "120", "野狗咬了孩子的腿": "120", "有人困在电梯里": "119", "救命": "110", "煤气": "119", "快来人": "110", "3号楼2单元快来人": "110",
	} {
		if d, ok := Read(said); !ok || !strings.Contains(d.Say, number) {
			t.Errorf("%q: %v %s", said, ok, d.Say)
		}
	}
	for _, said := range []string{"", "路灯坏了", "燃气费怎么交", "消防演练几点开始", "没有人受伤", "急死我了", "去年着过火", "3号楼110", "3号楼", "麻烦快来人看一看"} {
		if d, ok := Read(said); ok {
			t.Errorf("%q is %s", said, d.Kind)
		}
	}
}

// A thing that falls over is no person who fell, no matter whose it is; a person who falls beside it is heard. None of these stands in the
// corpus.
func TestAThingThatFallsIsNoPerson(t *testing.T) {
	t.Parallel()
	for _, said := range []string{
		"社保公示牌倒了", "学校门口的提示牌倒了", "老年大学的讲台倒了", "外公家门口的垃圾箱倒了", "公安局门口的石狮子倒了", "爸爸的书柜倒了", "老公公司的展架倒了",
	} {
		if d, ok := Read(said); ok {
			t.Errorf("%q is %s", said, d.Kind)
		}
	}
	for _, said := range []string{
		"公交车上外公倒了", "公园里阿公倒下了", "老公在公厕倒了", "公公站着站着倒了", "爷爷从秋千上倒了", "公公扶着栅栏倒了", "外婆撞到公示牌倒了", "展板倒了压到学生", "宣传栏倒了砸着我爸",
	} {
		if _, ok := Read(said); !ok {
			t.Errorf("%q is not heard", said)
		}
	}
}

// Every answer is one line of at most 60 characters with at most two numbers.
func TestAnswersAreShort(t *testing.T) {
	t.Parallel()
	for kind, say := range says {
		numbers := strings.FieldsFunc(say, func(r rune) bool { return !unicode.IsDigit(r) })
		if n := utf8.RuneCountInString(say); n > 60 || strings.Contains(say, "\n") || len(numbers) > 2 || len(numbers) == 0 {
			t.Errorf("%s: %d characters, numbers %v: %s", kind, n, numbers, say)
		}
	}
}

// An emergency at the end of 600 characters about something else is heard.
func TestTheEndOfALongMessageIsHeard(t *testing.T) {
	t.Parallel()
	about := strings.Repeat("社区您好，上次说的路灯已经修好了，谢谢你们，物业费怎么交我再问问，孩子报名的材料也交了。", 14)
	if d, ok := Read(about); ok {
		t.Errorf("%s without an emergency", d.Kind)
	}
	for _, end := range []string{"哎呀我闻到好浓的煤气味", "现在三楼着火了", "我爸突然晕倒了叫不醒"} {
		if _, ok := Read(about + end); !ok {
			t.Errorf("%q is not heard", end)
		}
	}
}

// A county adds words of its own people.
func TestACountyAddsWords(t *testing.T) {
	t.Parallel()
	county, err := New("gas: 喔斯气", "fire3: 起红了")
	if err != nil {
		t.Fatal(err)
	}
	for _, said := range []string{"灶屋喔斯气漏得凶", "柴房起红了"} {
		if _, ok := county.Read(said); !ok {
			t.Errorf("%q is not heard", said)
		}
	}
	if _, err := New("gas 喔斯气"); err == nil {
		t.Error("a line without a class is taken")
	}
	if _, err := New("gaz: 喔斯气"); err == nil {
		t.Error("a class that no rule asks for is taken")
	}
}

// wide returns a text in full-width signs, with a stop after every rune.
func wide(said string) string {
	var b strings.Builder
	for i, r := range []rune(said) {
		if r > ' ' && r <= '~' {
			r += '！' - '!'
		}
		b.WriteRune(r)
		b.WriteRune([]rune("，。　！\n")[i%5])
	}
	return b.String()
}

// Nothing panics, and width, blanks and stops do not change what is read.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"", "着火了", "。。。", "\xff\xfe", "着\u200b火", strings.Repeat("着", 3000), "3号楼 2 单元,煤气味好大!快来人", "去年着过火"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, said string) {
		plain, _ := Read(said)
		if other, _ := Read(wide(said)); other != plain {
			t.Errorf("%q is %q, with stops %q", said, plain.Kind, other.Kind)
		}
	})
}

// BenchmarkRead reads an ordinary sentence, an emergency, and a long message; floor is the same texts only made ready to be read.
func BenchmarkRead(b *testing.B) {
	texts := map[string]string{
		"ordinary": "您好，我们这栋楼的路灯坏了好几天了，晚上老人下楼看不见，希望物业尽快派人来修一下，谢谢",
		"danger":   "3号楼二单元天然气泄漏，味道很大，老人一个人在家，快来人",
		"long":     strings.Repeat("社区您好，上次说的路灯已经修好了，谢谢你们，物业费怎么交我再问问，孩子报名的材料也交了。", 14) + "三楼着火了",
	}
	for name, said := range texts {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Read(said)
			}
		})
		b.Run(name+"/floor", func(b *testing.B) {
			for b.Loop() {
				std().words.letters(said)
			}
		})
	}
}
