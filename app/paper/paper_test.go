package paper

import (
	"testing"
	"time"

	"linli/app/when"
)

var noon = time.Date(2026, 11, 30, 4, 0, 0, 0, time.UTC)

const day = 24 * time.Hour

func TestWhenAPaperIsDeleted(t *testing.T) {
	t.Parallel()
	ended := func(ago time.Duration) Usage { return Usage{AgreedAt: noon, EndedAt: noon.Add(-ago)} }
	for name, c := range map[string]struct {
		p    Paper
		want time.Time
	}{
		"never used":                  {Paper{}, noon.Add(7 * day)},
		"kept":                        {Paper{Kept: true}, time.Time{}},
		"in use":                      {Paper{Uses: []Usage{ended(day), {AgreedAt: noon}}}, time.Time{}},
		"asked about":                 {Paper{Uses: []Usage{{AskedAt: noon}}}, time.Time{}},
		"the matter is over now":      {Paper{Uses: []Usage{ended(0)}}, noon.Add(30 * day)},
		"the last of two":             {Paper{Uses: []Usage{ended(3 * day), ended(9 * day)}}, noon.Add(27 * day)},
		"kept for long, kept no more": {Paper{Uses: []Usage{ended(300 * day)}}, noon.Add(7 * day)},
		"over to the millisecond":     {Paper{Uses: []Usage{ended(30 * day)}}, noon.Add(7 * day)},
	} {
		if c.p.settle(noon); !c.p.DropAt.Equal(c.want) {
			t.Errorf("%s: %v, want %v", name, c.p.DropAt, c.want)
		}
	}
}

func TestWhenAMatterShowsAPaper(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		u    Usage
		want bool
	}{
		"asked":                {Usage{AskedAt: noon}, false},
		"agreed":               {Usage{AgreedAt: noon}, true},
		"over yesterday":       {Usage{AgreedAt: noon, EndedAt: noon.Add(-day)}, true},
		"over for thirty days": {Usage{AgreedAt: noon, EndedAt: noon.Add(-30 * day)}, false},
	} {
		if got := c.u.shown(noon); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestNamesOfPapersHoldNoNumbers(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"身份证复印件": true, " 户口本 ": true, "2寸照片两张": true, "2025年度收入证明": true, "本": false, "": false, "身份证211381199001011234": false,
		"电话 138 1234 5678": false, "社保卡１２３４５６": false,
	} {
		a := Adding{Name: name}
		if got := a.check(when.DateOf(noon)) == nil; got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}

// What is about a matter comes from clients.
func FuzzAbout(f *testing.F) {
	for _, s := range []string{"errand:12", "errand:-1", "errand:", ":12", "ERRAND:1", "王:1", "errand:12:13", "errand:99999999999999999999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, about string) {
		word, id, ok := parse(about)
		if !ok {
			if known(about) != "" {
				t.Errorf("%q is known as %q", about, known(about))
			}
			return
		}
		if id <= 0 || len(word) > 16 {
			t.Errorf("%q is %q %d", about, word, id)
		}
		if again, n, ok := parse(known(about)); !ok || again != word || n != id {
			t.Errorf("%q becomes %q", about, known(about))
		}
	})
}
