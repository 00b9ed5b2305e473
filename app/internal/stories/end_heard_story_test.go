package stories

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"linli/wxmsg/wxsim"
)

// endsWith resolves a report with words and a photo, and lets the check of the photo end.
func (w *world) endsWith(clerk *citizen, id, words string, picture []byte) {
	w.Helper()
	body := fields{"outcome": "solved", "words": words}
	if picture != nil {
		body["file_ids"] = []string{clerk.uploads("staff", picture)}
	}
	clerk.acts(id, "resolve", body)
	w.settle()
	w.forward(15 * time.Second)
}

// The chat shows the photo of the result and both answers, and understands them.
func TestTheEndIsHeardInTheChat(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.publish()
		wang, clerk, id := w.accepted()
		clerk.acts(id, "take", nil)
		w.settle()
		w.endsWith(clerk, id, "灯换好了", photo(64, 48))
		same(w, "the card", "已办结", wang.lastHeard())
		end := "261123-001 公共设施：楼道灯坏了好几天 已办好：\n灯换好了\n满意回复 1，没解决回复 2。"
		same(w, "the chat", []string{"[图片]", end}, wang.chatted())
		w.expect(wang.says("2"), "重新办理")
		same(w, "reopened", "in_hand", wang.sees("mp", id)["state"])

		w.endsWith(clerk, id, strings.Repeat("线路也换了，", 60), nil)
		said := wang.chatted()
		same(w, "said again", 3, len(said))
		for _, line := range strings.Split(said[2], "\n") {
			if n := utf8.RuneCountInString(line); n > 60 {
				w.Errorf("a line of %d characters: %q", n, line)
			}
		}
		if n := strings.Count(said[2], "\n"); n > 3 || !strings.HasSuffix(said[2], "\n满意回复 1，没解决回复 2。") {
			w.Errorf("the end of a long answer: %q", said[2])
		}
		w.expect(wang.says("1"), "谢谢")
		same(w, "judged", "closed", wang.sees("mp", id)["state"])
	})
}

// A photo that must not be seen, or cannot be shown, is left out; the words come all the same.
func TestWordsComeWithoutThePhoto(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(w *world){
		"held by the check": func(w *world) {
			w.sim.RiskyMedia(func(string, []byte) wxsim.Verdict { return wxsim.Verdict{Suggest: "risky", Label: 20002} })
		},
		"no verdict": func(w *world) { w.sim.HoldEvents() },
		"not taken":  func(w *world) { w.sim.Fail("/cgi-bin/media/upload", wxsim.Fault{Status: 500}) },
	} {
		t.Run(name, func(t *testing.T) {
			eachWorld(t, func(w *world) {
				w.publish()
				wang, clerk, id := w.accepted()
				clerk.acts(id, "take", nil)
				spoil(w)
				w.endsWith(clerk, id, "灯换好了", photo(64, 48))
				w.forward(6 * time.Minute)
				said := wang.chatted()
				if len(said) != 1 || !strings.Contains(said[0], "灯换好了\n满意回复 1") {
					w.Fatalf("the chat: %q", said)
				}
			})
		})
	}
}

// Two days after the last message the platform lets nobody speak in the chat: the card tells how to answer.
func TestTheCardTellsHowToAnswer(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.publish()
		wang, clerk, id := w.accepted()
		clerk.acts(id, "take", nil)
		w.forward(49 * time.Hour)
		w.endsWith(clerk, id, "灯换好了", photo(64, 48))
		same(w, "the chat", 0, len(wang.chatted()))
		heard := wang.heard()
		last := heard[len(heard)-1]
		if said := fmt.Sprint(last.Data); last.Title != "已办结" || !strings.Contains(said, "回复1满意") {
			w.Errorf("the card %q: %s", last.Title, said)
		}
		w.expect(wang.says("1"), "谢谢")
	})
}
