package wordlist

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAListIsReplaced(t *testing.T) {
	t.Parallel()
	known := []Word{{Code: "aged", Name: "高龄", Fixed: true}, {Code: "t1", Name: "空巢"}, {Code: "t2", Name: "退役"}}
	kinds := []Word{{Code: "部门", Name: "部门", Fixed: true}, {Code: "物业", Name: "物业", Fixed: true}, {Code: "学校", Name: "学校"}}
	matters := []Word{{Code: "noise", Name: "噪声"}, {Code: "other", Name: "其他", Fixed: true}}
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
			[]Word{{Code: "aged", Name: "八十岁以上", Fixed: true}, {Name: "孕产"}, {Code: "t1", Name: "空巢"}},
			[]string{"t2"},
			nil,
		},
		"a code of nobody is a new word": {
			Tags, known[:1],
			[]Word{{Code: "aged", Name: "高龄"}, {Code: "x", Name: "孕产"}},
			[]Word{{Code: "aged", Name: "高龄", Fixed: true}, {Name: "孕产"}},
			nil, nil,
		},
		"by name": {
			OrgKinds, kinds,
			[]Word{{Name: "物业"}, {Name: "部门"}, {Name: "商铺"}},
			[]Word{{Code: "物业", Name: "物业", Fixed: true}, {Code: "部门", Name: "部门", Fixed: true}, {Name: "商铺"}},
			[]string{"学校"},
			nil,
		},
		"a fixed one goes": {OrgKinds, kinds, []Word{{Name: "物业"}}, nil, nil, ErrFixed},
		"twice":            {Specialties, nil, []Word{{Name: "调解"}, {Name: "调解"}}, nil, nil, ErrWords},
		"a code twice":     {Tags, known, []Word{{Code: "t1", Name: "甲"}, {Code: "t1", Name: "乙"}}, nil, nil, ErrWords},
		"two words in one": {Specialties, nil, []Word{{Name: "调解、巡逻"}}, nil, nil, ErrWords},
		"blank":            {Specialties, nil, []Word{{Name: "  "}}, nil, nil, ErrWords},
		"too long":         {Specialties, nil, []Word{{Name: "一二三四五六七八九十一二三"}}, nil, nil, ErrWords},
		"none":             {Specialties, nil, nil, nil, nil, ErrWords},
		"too many":         {Specialties, nil, long, nil, nil, ErrWords},
		"hidden, not removed": {
			Categories, matters,
			[]Word{{Code: "noise", Name: "噪音", Hints: []string{"太吵", " 噪声 ", "太吵", ""}, Hidden: true}, {Code: "other", Name: "其他"}, {Name: "安全生产", Hints: []string{"工地"}}},
			[]Word{{Code: "noise", Name: "噪音", Hints: []string{"太吵", "噪声"}, Hidden: true}, {Code: "other", Name: "其他", Fixed: true}, {Name: "安全生产", Hints: []string{"工地"}}},
			nil, nil,
		},
		"a topic under a category": {
			Topics, nil, []Word{{Name: "积水", Under: "hazard", Hints: []string{"水"}}}, []Word{{Name: "积水", Under: "hazard"}}, nil, nil,
		},
		"others have no hints": {Tags, nil, []Word{{Name: "甲", Hints: []string{"甲"}, Under: "x", Hidden: true}}, []Word{{Name: "甲"}}, nil, nil},
		"a category goes":      {Categories, matters, matters[1:], nil, nil, ErrKept},
		"what a rule needs":    {Categories, matters, []Word{matters[0], {Code: "other", Name: "其他", Hidden: true}}, nil, nil, ErrFixed},
		"a hint of two":        {Categories, nil, []Word{{Name: "甲", Hints: []string{"吵"}}, {Name: "乙", Hints: []string{"吵"}}}, nil, nil, ErrHints},
		"too long a hint":      {Categories, nil, []Word{{Name: "甲", Hints: []string{"一二三四五六七八九十一二三"}}}, nil, nil, ErrHints},
		"fixed is not said":    {Tags, nil, []Word{{Name: "甲", Fixed: true}}, []Word{{Name: "甲"}}, nil, nil},
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
