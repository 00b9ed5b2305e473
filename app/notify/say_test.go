package notify

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestWordsInTheChatFitAnEldersScreen(t *testing.T) {
	whole := Kind{Chat: "{number} 已办好：\n{words}\n满意回复 1，没解决回复 2。"}
	for _, c := range []struct {
		name, words string
		lines       int
	}{
		{"short", "换好了", 3},
		{"of one line", strings.Repeat("好", 60), 3},
		{"of two lines", strings.Repeat("好", 61), 4},
		{"too long", strings.Repeat("好", 400), 4},
		{"of many lines", strings.Repeat("好\n", 9), 3},
	} {
		n := Notice{Kind: whole, Facts: Facts{FactNumber: "261123-001", FactWords: c.words}}
		all := strings.Split(n.ChatText(), "\n")
		if len(all) != c.lines || all[len(all)-1] != "满意回复 1，没解决回复 2。" {
			t.Errorf("words %s: %q", c.name, all)
		}
		for _, line := range all {
			if utf8.RuneCountInString(line) > chatWidth {
				t.Errorf("words %s: a line of %d characters", c.name, utf8.RuneCountInString(line))
			}
		}
	}
	long := strings.Repeat("好", 190)
	if n := (Notice{Kind: Kind{Chat: "社区回复：{words}", ChatFirst: true}, Facts: Facts{FactWords: long}}); n.ChatText() != "社区回复："+long {
		t.Errorf("an answer that only the chat tells is cut: %q", n.ChatText())
	}
}
