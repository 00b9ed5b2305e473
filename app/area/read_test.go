package area

import (
	"fmt"
	"strings"
	"testing"
)

// outcome writes what was found: the places, those to be confirmed, the question.
func outcome(f Found) string {
	ids := func(all []Area) []int64 {
		var s []int64
		for _, a := range all {
			s = append(s, a.ID)
		}
		return s
	}
	switch {
	case len(f.Areas) > 0:
		return fmt.Sprint(ids(f.Areas))
	case len(f.Maybe) > 0:
		return fmt.Sprint(f.Ask, ids(f.Maybe))
	}
	return string(f.Ask)
}

func TestRead(t *testing.T) {
	t.Parallel()
	tree := town()
	const nowhere, community, building = 0, 3, 20
	for _, tt := range []struct {
		said string
		home int64
		want string
	}{
		{"阳光花园3号楼", nowhere, "[10]"},
		{"在阳光花园 ３ 号楼 2 单元门口", nowhere, "[21]"},
		{"阳光花园3-2-501", nowhere, "[21]"},
		{"阳光花园3/2/501", nowhere, "[21]"},
		{"阳光花园2单元3号楼", nowhere, "[21]"},
		{"3号楼2单元阳光花园", nowhere, "[21]"},
		{"你好,我是阳光花园的。三号楼。二单元。灯不亮", nowhere, "[21]"},
		{"路灯坏了好几天了阳光花园3号楼", nowhere, "[10]"},
		{"老电厂家属院3号楼", nowhere, "[12]"},
		{"电厂3号楼", nowhere, "[12]"},
		{"红楼后面有垃圾", nowhere, "[13]"},
		{"十三号楼", community, "[11]"},
		{"十三号楼", nowhere, "sure[11]"},
		{"3号楼", community, "[10 12]"},
		{"3号楼2单元", community, "[21 12]"},
		{"新园小区3号楼", community, "[14]"},
		{"99号楼", community, "estate"},
		{"阳光花园99号楼", community, "building"},
		{"阳光花园路灯坏了", community, "building"},
		{"阳光社区路灯坏了", community, "building"},
		{"月亮湾小区3号楼", community, "unknown"},
		{"盛世3号楼", community, "unknown"},
		{"盛世3号楼", nowhere, "unknown"},
		{"有人没清楼道3号楼", community, "sure[10 12]"},
		{"洋光花园3号楼", community, "sure[10]"},
		{"阳关花圆3号楼", community, "sure[10]"},
		{"我住洋光花园，3号楼漏水", community, "sure[10]"},
		{"阳光小区3号楼", community, "sure[10]"},
		{"阳光花园3楼", community, "sure[10]"},
		{"新阳光花园3号楼", community, "sure[10]"},
		{"阳光花园对面3号楼", community, "estate"},
		{"阳光花园3号楼9单元", community, "sure[10]"},
		{"3号楼和5号楼", community, "two"},
		{"3到5号楼停电", community, "two"},
		{"三四号楼", community, "two"},
		{"13号停水停了一整天", community, "place"},
		{"地铁13号线施工太吵", community, "place"},
		{"解放路13号门前井盖坏了", community, "place"},
		{"报修13号师傅没来", community, "place"},
		{"13号电梯坏了", community, "place"},
		{"3号、4号停水", community, "place"},
		{"第3次报修", community, "place"},
		{"我家漏水", building, "[20]"},
		{"我家漏水", community, "place"},
		{"我们2单元灯坏了", building, "[21]"},
		{"2单元灯坏了", building, "sure[21]"},
		{"2单元灯坏了", community, "estate"},
		{"", community, "place"},
	} {
		if got := outcome(tree.Read(tt.home, tt.said)); got != tt.want {
			t.Errorf("Read(%d, %q) = %s, want %s", tt.home, tt.said, got, tt.want)
		}
	}
}

// A place that is returned alone has its number in the words, whatever is said.
func FuzzRead(f *testing.F) {
	tree := town()
	for _, s := range []string{"3号楼2单元", "阳光花园3-2-501", "一百零五号楼", "3#", "\xff号楼", "百百百", "甲3、4号楼", "红楼", "阳光花园3/2.1-5_7", "我们2单元", "①②③号楼", "第第三三号楼"} {
		f.Add(s, int64(0))
		f.Add(s, int64(3))
		f.Add(s, int64(20))
	}
	f.Fuzz(func(t *testing.T, s string, home int64) {
		found := tree.Read(home, s)
		if repeated(found.Areas) || repeated(found.Maybe) || len(found.Areas) > 9 || len(found.Maybe) > 9 || (len(found.Areas) == 0) != (found.Ask != AskNothing) || (len(found.Maybe) > 0) != (found.Ask == AskSure) {
			t.Fatalf("%q: %d places, %d to be confirmed, %q", s, len(found.Areas), len(found.Maybe), found.Ask)
		}
		if len(found.Areas) != 1 {
			return
		}
		b, _ := tree.Up(found.Areas[0].ID, Building)
		if at, ok := tree.Up(home, Building); ok && at.ID == b.ID { // 我家
			return
		}
		for _, called := range append([]string{b.Name}, b.Aliases...) {
			if n, _ := nameOf(&b, called); strings.Contains(string(digitsFor(fold(s))), n.number) {
				return
			}
		}
		t.Fatalf("%q is not %s", s, tree.Say(found.Areas[0].ID))
	})
}

func repeated(all []Area) bool {
	seen := map[int64]bool{}
	for _, a := range all {
		if seen[a.ID] {
			return true
		}
		seen[a.ID] = true
	}
	return false
}
