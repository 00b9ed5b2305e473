package inquiry

import (
	"errors"
	"strings"
	"testing"
	"time"

	"linli/app/notify"
	"linli/app/when"
)

func at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, when.Beijing)
	if err != nil {
		panic(err)
	}
	return t
}

var monday = at("2026-11-23 09:00")

func TestTheLifeOfAnInquiry(t *testing.T) {
	i := Inquiry{State: Open}
	if news, err := i.asked(Question{Words: "社保卡怎么办\n急"}, false, monday); !news || err != nil || i.Title != "社保卡怎么办 急" {
		t.Fatalf("the first words: %v %v %q", news, err, i.Title)
	}
	if news, _ := i.asked(Question{Words: "在吗"}, false, monday.Add(time.Minute)); news || !i.AskedAt.Equal(monday) {
		t.Error("more words while staff have not answered: told again, or waiting anew")
	}
	if news, _ := i.asked(Question{Words: "煤气味"}, true, monday.Add(2*time.Minute)); !news || !i.Urgent {
		t.Error("words of danger are not told")
	}
	if err := i.answered(7, monday.Add(time.Hour)); err != nil || i.State != Answered || i.AnsweredBy != 7 || i.Urgent {
		t.Errorf("answered: %+v, %v", i, err)
	}
	later := monday.Add(2 * time.Hour)
	if news, _ := i.asked(Question{Words: "要带什么"}, false, later); !news || i.State != Open || !i.AskedAt.Equal(later) {
		t.Error("more words after the answer are not told")
	}
	if i.quiet(later.Add(30 * 24 * time.Hour)) {
		t.Error("an inquiry that waits for staff ends by itself")
	}
	if err := i.answered(7, later); err != nil || i.quiet(later.Add(QuietFor-time.Second)) || !i.quiet(later.Add(QuietFor)) {
		t.Error("an answered inquiry does not end after a week")
	}
	if !i.close(0, later) || i.close(7, later) || i.EndedBy != 0 || i.State != Closed {
		t.Errorf("closed twice: %+v", i)
	}
	if err := i.answered(7, later); !errors.Is(err, ErrClosed) {
		t.Errorf("answered after the end: %v", err)
	}
	i.Messages = MaxMessages
	if _, err := i.asked(Question{Words: "还有"}, false, later); !errors.Is(err, ErrMany) {
		t.Errorf("one message too many: %v", err)
	}
}

func TestAQuestionNeedsWordsOrAPhoto(t *testing.T) {
	for _, c := range []struct {
		name string
		q    Question
		want error
	}{
		{"words", Question{Words: " 你好 "}, nil},
		{"a photo", Question{Files: []int64{1}}, nil},
		{"nothing", Question{Words: " \n "}, ErrWords},
		{"too long", Question{Words: strings.Repeat("字", MaxWords+1)}, ErrWords},
	} {
		if err := c.q.check(); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if title("") != "照片或语音" || len([]rune(title(strings.Repeat("字", 99)))) != MaxTitle {
		t.Error("the title")
	}
}

func TestTheReplySaysWhoAnswersAndWhen(t *testing.T) {
	for _, c := range []struct {
		name, now, opens, phone string
		human                   bool
		want                    string
	}{
		{"open", "2026-11-23 09:00", "2026-11-23 09:00", "5550101", false, "已转给阳光社区值班人员，请稍等。\n电话 5550101。"},
		{"open, a person", "2026-11-23 09:00", "2026-11-23 09:00", "", true, "已转给阳光社区值班人员，请稍等。\n您想问什么，可以先说。"},
		{"evening", "2026-11-23 20:00", "2026-11-24 08:30", "5550101", false, "现在下班了，明天 8:30 有人回复。\n急事请打 5550101。"},
		{"noon", "2026-11-23 12:30", "2026-11-23 14:00", "", false, "现在没人值班，今天 14:00 有人回复。"},
		{"before a weekend", "2026-11-27 20:00", "2026-11-30 08:30", "", false, "现在下班了，11月30日 8:30 有人回复。"},
	} {
		if got := said("阳光社区", c.phone, c.human, at(c.opens), at(c.now)); got != c.want {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}

func TestHowAnAnswerWasDelivered(t *testing.T) {
	for s, want := range map[notify.State]Delivery{
		notify.Pending: Sending, notify.SentOut: ByNotice, notify.Delivered: ByNotice, notify.Undelivered: Unreached, notify.Kept: InInbox,
		notify.Told: ByNotice, notify.Folded: ByNotice,
	} {
		if got := DeliveryOf(s, false); got != want {
			t.Errorf("%s: %s", s, got)
		}
		if got := DeliveryOf(s, true); got != InChat {
			t.Errorf("%s, said in the chat: %s", s, got)
		}
	}
}
