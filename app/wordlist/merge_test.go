package wordlist

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWhatCameLaterIsAdded(t *testing.T) {
	t.Parallel()
	shipped := []Word{{Code: "gas", Name: "燃气", Hints: []string{"漏气", "燃气味"}}, {Code: "lift", Name: "电梯", Hints: []string{"电梯困人"}}}
	for name, c := range map[string]struct {
		list      List
		own, want []Word
	}{
		"nothing is decided":         {Dangers, nil, shipped},
		"a word and an entry":        {Dangers, []Word{{Code: "gas", Name: "漏气", Hints: []string{"哈斯味", "漏气"}}}, []Word{{Code: "gas", Name: "漏气", Hints: []string{"哈斯味", "漏气", "燃气味"}}, shipped[1]}},
		"a name that is taken":       {Dangers, []Word{shipped[0], {Code: "w1", Name: "电梯"}}, []Word{shipped[0], {Code: "w1", Name: "电梯"}, {Code: "lift", Name: "电梯2", Hints: []string{"电梯困人"}}}},
		"categories by name":         {Categories, []Word{{Code: "w1", Name: "燃气", Hints: []string{"漏气"}}, {Code: "other", Name: "其他", Fixed: true}}, []Word{{Code: "w1", Name: "燃气", Hints: []string{"漏气"}}, shipped[1], {Code: "other", Name: "其他", Fixed: true}}},
		"what was removed is gone":   {Specialties, []Word{{Code: "x", Name: "x"}}, []Word{{Code: "x", Name: "x"}}},
		"a topic stays in its place": {Topics, []Word{{Code: "lift", Name: "梯", Under: ""}, {Code: "gas", Name: "气"}}, []Word{{Code: "lift", Name: "梯"}, {Code: "gas", Name: "气"}}},
	} {
		if diff := cmp.Diff(c.want, Merge(c.list, c.own, shipped)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
	if err := needSaving(shipped, []Word{{Code: "gas", Hints: []string{"漏气"}}, shipped[1]}); !errors.Is(err, ErrSaves) {
		t.Errorf("a shipped word goes: %v", err)
	}
	if err := needSaving(shipped, []Word{shipped[1], shipped[0], {Code: "w1"}}); err != nil {
		t.Errorf("all are there: %v", err)
	}
}

func TestQuestionsCanBeAnswered(t *testing.T) {
	t.Parallel()
	ask := func(kind Answering, text string, choices ...string) Question {
		return Question{Text: text, Kind: kind, Choices: choices}
	}
	for name, c := range map[string]struct {
		all, want []Question
		err       error
	}{
		"cleaned": {
			[]Question{ask(InWords, " 几楼 ", "一"), ask(ByChoice, "有人受伤吗", "有", " 没有 ", ""), ask(YesOrNo, "急吗")},
			[]Question{ask(InWords, "几楼"), ask(ByChoice, "有人受伤吗", "有", "没有"), ask(YesOrNo, "急吗")},
			nil,
		},
		"four":                {[]Question{ask(YesOrNo, "甲甲"), ask(YesOrNo, "乙乙"), ask(YesOrNo, "丙丙"), ask(YesOrNo, "丁丁")}, nil, ErrQuestions},
		"twice":               {[]Question{ask(YesOrNo, "急吗"), ask(InWords, "急吗")}, nil, ErrQuestions},
		"of no kind":          {[]Question{ask("x", "急吗")}, nil, ErrQuestions},
		"one choice":          {[]Question{ask(ByChoice, "几楼", "一楼")}, nil, ErrQuestions},
		"a choice twice":      {[]Question{ask(ByChoice, "几楼", "一楼", "一楼")}, nil, ErrQuestions},
		"nothing":             {[]Question{ask(InWords, " ")}, nil, ErrQuestions},
		"a choice with a sep": {[]Question{ask(ByChoice, "几楼", "一、二", "三")}, nil, ErrQuestions},
	} {
		got, err := questions(Categories, c.all)
		if !errors.Is(err, c.err) {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
	if got, err := questions(Topics, c3()); got != nil || err != nil {
		t.Errorf("a topic asks %v, %v", got, err)
	}
	if diff := cmp.Diff([]string{"是", "否"}, ask(YesOrNo, "急吗").Offers()); diff != "" {
		t.Error(diff)
	}
}

func c3() []Question { return []Question{{Text: "几楼", Kind: InWords}} }
