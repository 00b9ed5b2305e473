package danger

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// A county that has decided nothing but saved the shipped list hears every sentence of the corpus as before, and as the reader alone.
func TestTheShippedListChangesNothing(t *testing.T) {
	t.Parallel()
	saved, heard, all := NewBook(Shipped()), 0, 0
	for _, one := range corpus(t) {
		before, ok := std().Read(one[1])
		for name, b := range map[string]*Book{"shipped": nil, "saved": saved} {
			if after, now := b.Read(one[1]); after != before || now != ok {
				t.Errorf("%s: %q is %q, was %q", name, one[1], after.Kind, before.Kind)
			}
		}
		if one[0] != "none" {
			all++
			if ok {
				heard++
			}
		}
	}
	t.Logf("hits before and after: %d of %d dangers, %.1f %%", heard, all, 100*float64(heard)/float64(all))
}

// In a storm people say no more than the word.
func TestWordsOfAStormAreHeard(t *testing.T) {
	t.Parallel()
	for said, kind := range map[string]Kind{
		"树倒": Collapse, "3号楼树倒": Collapse, "南门外树倒压车": Collapse, "地下室被淹": Water, "车库被淹，水还在涨": Water, "3号楼被困": Trapped,
		"电梯厅外有人被困": Trapped, "有人触电": Electric, "没有树倒": "", "去年树倒过": "", "猫被困在树上": "",
	} {
		if d, ok := (*Book)(nil).Read(said); d.Kind != kind || ok != (kind != "") {
			t.Errorf("%q is %q, want %q", said, d.Kind, kind)
		}
	}
}

// Five hundred words of nonsense, with blanks and the signs of a pattern among them, hide no danger and raise no alarm.
func TestAListOfNonsenseDoesNoHarm(t *testing.T) {
	t.Parallel()
	entries := Shipped()
	signs := []string{"", " ", ".*", "(", "[a-z", `\d+`, "^$", "|", "????", "%", "_%_", "\x00", "。。。", "甲"}
	for i := range 500 {
		word := fmt.Sprintf("%c%c%c", 0x9f00+i%90, 0x9f00+i/90, 0x9e00+i%70)
		if i < len(signs) {
			word = signs[i]
		}
		e := &entries[i%len(entries)]
		e.Words = append(e.Words, word)
	}
	b := NewBook(entries)
	for _, one := range corpus(t) {
		before, ok := std().Read(one[1])
		if after, now := b.Read(one[1]); now != ok || after.Kind != before.Kind {
			t.Errorf("%q is %q, was %q", one[1], after.Kind, before.Kind)
		}
	}
	if _, ok := b.Read(" .* [a-z ( \\d+ 。。。"); ok {
		t.Error("signs are a danger")
	}
}

func TestAnEntryIsChecked(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		e    Entry
		want error
	}{
		"of the county":               {Entry{Kind: "w1", Words: []string{"雪压棚"}, Say: "请离开，拨打 119。"}, nil},
		"with a number of a company":  {Entry{Kind: Gas, Say: "请开窗离开，拨打 119；抢修 0913-5820000。"}, nil},
		"shipped words":               {Entry{Kind: Medical, Words: []string{"救命", "受伤"}, Say: "请拨打 120。"}, nil},
		"nothing is said":             {Entry{Kind: "w1", Words: []string{"雪压棚"}}, ErrSay},
		"no number":                   {Entry{Kind: "w1", Say: "请离开。"}, ErrSay},
		"the number of the fire goes": {Entry{Kind: Fire, Say: "请拨打 110。"}, ErrSay},
		"too long":                    {Entry{Kind: "w1", Say: "119" + strings.Repeat("快", 60)}, ErrSay},
		"one letter":                  {Entry{Kind: "w1", Words: []string{"火"}, Say: "119"}, ErrWord},
		"signs":                       {Entry{Kind: "w1", Words: []string{".*"}, Say: "119"}, ErrWord},
		"said every day":              {Entry{Kind: "w1", Words: []string{"社区"}, Say: "119"}, ErrWord},
		"harmless":                    {Entry{Kind: "w1", Words: []string{"火锅"}, Say: "119"}, ErrWord},
	} {
		if err := c.e.Check(); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, e := range Shipped() {
		if err := e.Check(); err != nil {
			t.Errorf("%s: %v", e.Kind, err)
		}
	}
}

// Whatever a county writes into its list, nothing panics and every danger that the reader hears is heard.
func FuzzBook(f *testing.F) {
	f.Add("哈斯味", "灶屋哈斯味好重")
	f.Add(".*", "着火了")
	f.Add("\xff", "没有哈斯味")
	f.Add("了了", "三楼着火了了了了")
	f.Fuzz(func(t *testing.T, word, said string) {
		b := NewBook(append(Shipped(), Entry{Kind: "w1", Words: strings.Split(word, "、"), Say: "119"}))
		before, ok := std().Read(said)
		if after, now := b.Read(said); ok && (!now || after.Kind != before.Kind) {
			t.Errorf("%q with %q is %q, was %q", said, word, after.Kind, before.Kind)
		}
	})
}
