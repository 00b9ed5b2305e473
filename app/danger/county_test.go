package danger

import (
	"strings"
	"testing"
)

func TestACountyAddsWordsAndLines(t *testing.T) {
	t.Parallel()
	const said = "家里的哈斯气一直往外冒"
	if _, ok := std().Read(said); ok {
		t.Fatalf("%q is heard without the county", said)
	}
	r, err := withCounty("# 本县\n\ngas: 哈斯气\nsay gas: 燃气抢修 0913-5820000。\n")
	if err != nil {
		t.Fatal(err)
	}
	d, ok := r.Read(said)
	if !ok || d.Kind != Gas || !strings.HasSuffix(d.Say, "119。燃气抢修 0913-5820000。") {
		t.Errorf("%v, %v", d, ok)
	}
	for _, wrong := range []string{"gas", "gas:", "nothing: 哈斯气", "say gold: 110", "say gas: " + strings.Repeat("长", 60)} {
		if _, err := withCounty("# 一\n" + wrong); err == nil {
			t.Errorf("%q is taken", wrong)
		}
	}
}
