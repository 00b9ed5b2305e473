package bulletin

import (
	"errors"
	"strings"
	"testing"
	"time"
)

var now = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		name string
		in   Bulletin
		want error
	}{
		{"valid", Bulletin{Title: "停水", Text: "明天停水。"}, nil},
		{"maximum lengths", Bulletin{Title: strings.Repeat("字", 40), Text: strings.Repeat("字", 2000), Until: now.Add(longest)}, nil},
		{"no title", Bulletin{Text: "明天停水。"}, ErrWords},
		{"long title", Bulletin{Title: strings.Repeat("字", 41), Text: "文"}, ErrWords},
		{"invisible characters only", Bulletin{Title: "题", Text: " \u200b\n"}, ErrWords},
		{"long text", Bulletin{Title: "题", Text: strings.Repeat("字", 2001)}, ErrWords},
		{"already over", Bulletin{Title: "题", Text: "文", Until: now}, ErrUntil},
		{"too long a time", Bulletin{Title: "题", Text: "文", Until: now.Add(longest + 1)}, ErrUntil},
	} {
		if err := c.in.check(now); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	b := Bulletin{Title: " 停\n水 ", Text: "第一行\n第二行\u202e"}
	if err := b.check(now); err != nil || b.Title != "停 水" || b.Text != "第一行\n第二行" || !b.From.Equal(now) || b.Until.Sub(now) != usual {
		t.Errorf("%+v %v", b, err)
	}
}

func TestHangs(t *testing.T) {
	b := Bulletin{From: now, Until: now.Add(time.Hour)}
	for _, c := range []struct {
		name string
		at   time.Time
		gone time.Time
		want bool
	}{
		{"before", now.Add(-1), time.Time{}, false},
		{"at first", now, time.Time{}, true},
		{"at the end", now.Add(time.Hour), time.Time{}, false},
		{"withdrawn", now.Add(time.Minute), now, false},
	} {
		if b.WithdrawnAt = c.gone; b.Hangs(c.at) != c.want {
			t.Errorf("%s: %v", c.name, !c.want)
		}
	}
}
