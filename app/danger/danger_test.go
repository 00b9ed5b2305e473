package danger

import (
	"os"
	"strings"
	"testing"
)

// corpus returns the sentences of the corpus with their kinds; "none" is no danger.
func corpus(t *testing.T) [][2]string {
	t.Helper()
	text, err := os.ReadFile("testdata/corpus.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var all [][2]string
	for line := range strings.Lines(string(text)) {
		kind, said, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok {
			t.Fatalf("no kind: %q", line)
		}
		all = append(all, [2]string{kind, said})
	}
	return all
}

// Of the corpus at least 99 % of the dangers are heard, and at most 2 % of the rest is taken for one.
func TestTheCorpus(t *testing.T) {
	t.Parallel()
	dangers, heard, rest, alarms, other := 0, 0, 0, 0, 0
	for _, one := range corpus(t) {
		d, ok := Read(one[1])
		switch {
		case one[0] == "none":
			rest++
			if ok {
				alarms++
				t.Logf("false alarm %s: %s", d.Kind, one[1])
			}
		case !ok:
			dangers++
			t.Logf("not heard %s: %s", one[0], one[1])
		default:
			dangers, heard = dangers+1, heard+1
			if string(d.Kind) != one[0] {
				other++
			}
		}
	}
	t.Logf("dangers %d, heard %d (%.1f %%), as another kind %d; the rest %d, false alarms %d (%.1f %%)",
		dangers, heard, 100*float64(heard)/float64(dangers), other, rest, alarms, 100*float64(alarms)/float64(rest))
	if dangers < 300 || rest < 300 || 100*heard < 99*dangers || 100*alarms > 2*rest {
		t.Error("the reader got worse")
	}
}

// What a client warns of while it is typed is a danger when it is said with a place.
func TestHintsAreDangers(t *testing.T) {
	t.Parallel()
	for _, hint := range Hints {
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
	} {
		if d, ok := Read(said); !ok || !strings.Contains(d.Say, number) {
			t.Errorf("%q: %v %s", said, ok, d.Say)
		}
	}
	for _, said := range []string{"", "路灯坏了", "燃气费怎么交", "消防演练几点开始", "没有人受伤", "急死我了", "去年着过火"} {
		if d, ok := Read(said); ok {
			t.Errorf("%q is %s", said, d.Kind)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"", "着火了", "。。。", "\xff\xfe", "着\u200b火", strings.Repeat("着", 3000)} {
		f.Add(s)
	}
	f.Fuzz(func(_ *testing.T, said string) { Read(said) })
}

func BenchmarkRead(b *testing.B) {
	said := "您好，我们这栋楼的路灯坏了好几天了，晚上老人下楼看不见，希望物业尽快派人来修一下，谢谢"
	for b.Loop() {
		Read(said)
	}
}
