package area_test

import (
	"slices"
	"strings"
	"testing"

	"linli/app/area"
	"linli/app/area/areatest"
)

// tally counts what became of questions.
type tally struct{ alone, listed, asked, wrong int }

func (c *tally) count(f area.Found, want int64) string {
	has := func(all []area.Area) bool {
		return slices.ContainsFunc(all, func(a area.Area) bool { return a.ID == want })
	}
	switch {
	case len(f.Areas) == 1 && f.Areas[0].ID == want:
		c.alone++
		return "alone"
	case len(f.Areas) > 1 && has(f.Areas), has(f.Maybe):
		c.listed++
		return "listed"
	case len(f.Areas)+len(f.Maybe) == 0:
		c.asked++
		return "asked"
	}
	c.wrong++
	return "wrong"
}

func (c tally) all() int { return c.alone + c.listed + c.asked + c.wrong }

func (c tally) print(t *testing.T, what string) {
	t.Helper()
	share := func(n int) float64 { return 100 * float64(n) / float64(c.all()) }
	t.Logf("%s: %d asked for; right alone %.1f %%, in a list of at most nine %.1f %%, asked %.1f %%, wrong %d",
		what, c.all(), share(c.alone), share(c.listed), share(c.asked), c.wrong)
}

// In a county of full size every building is found by those who name its estate.
func TestTheCountyAsACorpus(t *testing.T) {
	t.Parallel()
	county := areatest.Make()
	tree := county.Tree()
	var named, bare tally
	shown := 0
	for i, b := range county.Buildings {
		far := county.Buildings[(i+700)%len(county.Buildings)]
		for k, words := range b.Ways() {
			home := []int64{0, b.Community, far.Community, far.ID}[k%4]
			f := tree.Read(home, words)
			differ(t, tree, f)
			if got := named.count(f, b.ID); got != "alone" && got != "listed" && shown < 60 {
				shown++
				t.Logf("%s: %q for %s: %s", got, words, tree.Say(b.ID), area.Outcome(tree, f))
			}
		}
		if b.Number != "" {
			f := tree.Read(b.Community, b.Number+"号楼漏水")
			differ(t, tree, f)
			if got := bare.count(f, b.ID); got == "wrong" {
				t.Logf("%s: %s号楼 for %s: %s", got, b.Number, tree.Say(b.ID), area.Outcome(tree, f))
			}
		}
	}
	named.print(t, "estate and number")
	bare.print(t, "a bare number at home")
	if named.wrong+bare.wrong > 0 || 100*(named.alone+named.listed) < 97*named.all() {
		t.Error("the reader got worse")
	}
}

// What else is said in a sentence, numbers of all kinds above all, makes no other place of it.
func TestTheCountyWithOtherNumbersAsACorpus(t *testing.T) {
	t.Parallel()
	county := areatest.Make()
	tree := county.Tree()
	before := []string{
		"13号停水了，", "打了3次电话没人管。", "昨天3点到5点，", "301的住户说", "我家孩子8岁，", "编号261123-001，", "地铁3号线旁边，", "坐13路车到", "超市旁边，",
		"物业5号师傅没来，", "三楼漏水 ", "这个月3号交的费，", "住了20年了，", "老人一个人在家，", "13岁的孩子在", "报警了，110来了，", "电话13800000000，", "我妈住",
	}
	after := []string{
		"，13号停水了", "打了3次电话没人管", "3点就停电了", "301漏水", "三楼", "，孩子8岁", "旁边13号井盖坏了", "门口有13辆车", "3号电梯坏了", "，联系13800000000",
		"对面的路灯", "前面的广场太吵", "，7月3号停的", "的3户人家", "附近有5家饭店", "，请3天内处理", "，隔壁小区没事", "5天没人管",
	}
	var all tally
	for i, b := range county.Buildings {
		if strings.Contains(b.Number, "-") { // 二期5-1301: nobody can tell
			continue
		}
		ways := b.Ways()
		for k := range 4 {
			words, home := ways[(i+k)%len(ways)], []int64{0, b.Community, county.Buildings[(i+555)%len(county.Buildings)].ID}[k%3]
			words = []string{before[(i*7+k)%len(before)], ""}[k%2] + words + []string{"", after[(i*5+k)%len(after)]}[min(k, 1)]
			f := tree.Read(home, words)
			if got := all.count(f, b.ID); got == "wrong" {
				t.Errorf("%q for %s: %s", words, tree.Say(b.ID), area.Outcome(tree, f))
			}
		}
	}
	all.print(t, "with other numbers around")
	if 100*(all.alone+all.listed) < 97*all.all() {
		t.Error("the reader got worse")
	}
}

// differ checks that choices are at most nine and that no two read the same.
func differ(t *testing.T, tree *area.Tree, f area.Found) {
	t.Helper()
	for _, choices := range [][]area.Area{f.Areas, f.Maybe} {
		told := tree.Tell(choices)
		slices.Sort(told)
		if len(choices) > 9 || len(slices.Compact(told)) != len(choices) {
			t.Errorf("choices that nobody can tell apart: %v", told)
		}
	}
}

func TestTheCountyHasItsSize(t *testing.T) {
	t.Parallel()
	county := areatest.Make()
	kinds := map[area.Kind]int{}
	for _, a := range county.Areas {
		kinds[a.Kind]++
	}
	if kinds[area.Community] != areatest.Communities || kinds[area.Grid] != areatest.Grids || kinds[area.Building] != areatest.Buildings ||
		len(county.Buildings) != areatest.Buildings || len(county.Sheet()) != len(county.Areas)+1 {
		t.Errorf("%v", kinds)
	}
}
