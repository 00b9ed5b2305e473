package wordlist

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAListIsReplaced(t *testing.T) {
	t.Parallel()
	known := []Word{{"aged", "高龄", true}, {"t1", "空巢", false}, {"t2", "退役", false}}
	kinds := []Word{{"部门", "部门", true}, {"物业", "物业", true}, {"学校", "学校", false}}
	long := make([]Word, mostWords+1)
	for name, c := range map[string]struct {
		list       List
		known, all []Word
		next       []Word
		gone       []string
		want       error
	}{
		"renamed, added, removed": {
			Tags, known,
			[]Word{{Code: "aged", Name: "八十岁以上"}, {Name: "孕产"}, {Code: "t1", Name: "空巢"}},
			[]Word{{"aged", "八十岁以上", true}, {"", "孕产", false}, {"t1", "空巢", false}},
			[]string{"t2"},
			nil,
		},
		"a code of nobody is a new word": {
			Tags, known[:1],
			[]Word{{Code: "aged", Name: "高龄"}, {Code: "x", Name: "孕产"}},
			[]Word{{"aged", "高龄", true}, {"", "孕产", false}},
			nil, nil,
		},
		"by name": {
			OrgKinds, kinds,
			[]Word{{Name: "物业"}, {Name: "部门"}, {Name: "商铺"}},
			[]Word{{"物业", "物业", true}, {"部门", "部门", true}, {"", "商铺", false}},
			[]string{"学校"},
			nil,
		},
		"a fixed one goes":  {OrgKinds, kinds, []Word{{Name: "物业"}}, nil, nil, ErrFixed},
		"twice":             {Specialties, nil, []Word{{Name: "调解"}, {Name: "调解"}}, nil, nil, ErrWords},
		"a code twice":      {Tags, known, []Word{{Code: "t1", Name: "甲"}, {Code: "t1", Name: "乙"}}, nil, nil, ErrWords},
		"two words in one":  {Specialties, nil, []Word{{Name: "调解、巡逻"}}, nil, nil, ErrWords},
		"blank":             {Specialties, nil, []Word{{Name: "  "}}, nil, nil, ErrWords},
		"too long":          {Specialties, nil, []Word{{Name: "一二三四五六七八九十一二三"}}, nil, nil, ErrWords},
		"none":              {Specialties, nil, nil, nil, nil, ErrWords},
		"too many":          {Specialties, nil, long, nil, nil, ErrWords},
		"fixed is not said": {Tags, nil, []Word{{Name: "甲", Fixed: true}}, []Word{{"", "甲", false}}, nil, nil},
	} {
		next, gone, err := replace(c.list, c.known, c.all)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if diff := cmp.Diff(c.next, next); diff != "" && c.want == nil {
			t.Errorf("%s: %s", name, diff)
		}
		if diff := cmp.Diff(c.gone, gone); diff != "" && c.want == nil {
			t.Errorf("%s, gone: %s", name, diff)
		}
	}
}
