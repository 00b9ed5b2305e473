package media

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/url"
	"strings"
	"testing"
	"time"

	"linli/app/auth"
	"linli/app/person"
)

var noon = time.Date(2026, 3, 2, 12, 20, 0, 0, time.UTC)

func TestShownTo(t *testing.T) {
	t.Parallel()
	owner, other, stranger, staff := Viewer{Person: 7}, Viewer{Person: 8}, Viewer{}, Viewer{Person: 9, Staff: true}
	for name, c := range map[string]struct {
		f    File
		want [4]bool // owner, other, stranger, staff
	}{
		"not checked yet": {File{Owner: 7, Kind: Photo, Check: Pending}, [4]bool{true, false, false, true}},
		"passed":          {File{Owner: 7, Kind: Photo, Check: Passed}, [4]bool{true, true, true, true}},
		"held":            {File{Owner: 7, Kind: Photo, Check: Withheld}, [4]bool{true, false, false, true}},
		"check unknown":   {File{Owner: 7, Kind: Photo}, [4]bool{true, false, false, true}},
		"voice":           {File{Owner: 7, Kind: Voice, Check: Withheld}, [4]bool{true, false, false, true}},
		"voice, passed":   {File{Owner: 7, Kind: Voice, Check: Passed}, [4]bool{true, false, false, true}},
		"without owner":   {File{Kind: Photo, Check: Pending}, [4]bool{false, false, false, true}},
	} {
		for i, v := range []Viewer{owner, other, stranger, staff} {
			if got := c.f.ShownTo(v); got != c.want[i] {
				t.Errorf("%s, viewer %d: got %v", name, i, got)
			}
		}
	}
}

func TestNote(t *testing.T) {
	t.Parallel()
	for want, f := range map[string]File{
		"照片未能取回":         {Kind: Photo, State: Lost, Check: Withheld},
		"录音未能取回":         {Kind: Voice, State: Lost, Check: Withheld},
		"照片正在取回":         {Kind: Photo, State: Fetching},
		"照片待审核，其他居民暂不可见": {Kind: Photo, State: Stored, Check: Withheld},
		"录音还在转换，稍后可以播放；着急请下载，或打电话问": {Kind: Voice, State: Stored, Check: Withheld, Play: PlayWaiting},
		"录音放不出来，请下载，或打电话问":          {Kind: Voice, State: Stored, Check: Withheld, Play: PlayBroken},
		"": {Kind: Voice, State: Stored, Check: Withheld, Play: PlayReady},
	} {
		if got := f.Note(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestNext(t *testing.T) {
	t.Parallel()
	ago := func(d time.Duration) time.Time { return noon.Add(-d) }
	for name, c := range map[string]struct {
		f      File
		submit bool
		wait   time.Time
	}{
		"fresh":                      {File{CheckedAt: noon}, true, time.Time{}},
		"platform away for hours":    {File{CheckedAt: ago(23 * time.Hour)}, true, time.Time{}},
		"platform away for a day":    {File{CheckedAt: ago(24 * time.Hour)}, false, time.Time{}},
		"asked":                      {File{TraceID: "t", CheckedAt: ago(time.Minute), CheckTries: 1}, false, noon.Add(29 * time.Minute)},
		"asked for the last time":    {File{TraceID: "t", CheckedAt: ago(time.Minute), CheckTries: 3}, false, noon.Add(29 * time.Minute)},
		"no answer":                  {File{TraceID: "t", CheckedAt: ago(30 * time.Minute), CheckTries: 2}, true, time.Time{}},
		"no answer three times":      {File{TraceID: "t", CheckedAt: ago(30 * time.Minute), CheckTries: 3}, false, time.Time{}},
		"not downloaded three times": {File{CheckedAt: noon, CheckTries: 3}, false, time.Time{}},
	} {
		submit, wait := c.f.next(noon)
		if submit != c.submit || !wait.Equal(c.wait) {
			t.Errorf("%s: got %v %v", name, submit, wait)
		}
	}
}

func TestAskFor(t *testing.T) {
	t.Parallel()
	known := []person.Identity{
		{Account: auth.OA, OpenID: "o"}, {Account: auth.Staff, OpenID: "s"}, {Account: auth.MP, OpenID: "m"}, {Account: auth.MP},
	}
	for first, want := range map[auth.Account]string{"": "m s ", auth.OA: "m s ", auth.MP: "m s ", auth.Staff: "s m "} {
		got := ""
		for _, i := range askFor(known, first) {
			got += i.OpenID + " "
		}
		if got != want {
			t.Errorf("first %q: got %q, want %q", first, got, want)
		}
	}
}

// shelf is a store and a blob store with one file.
type shelf struct {
	Store
	Blobs
	f     File
	asked int
}

func (s *shelf) File(context.Context, int64) (File, error) { s.asked++; return s.f, nil }

func (s *shelf) Get(_ context.Context, key string) (io.ReadCloser, int64, error) {
	return io.NopCloser(strings.NewReader(key)), int64(len(key)), nil
}

func shelfService(f File) (*Service, *shelf, *time.Time) {
	s, now := &shelf{f: f}, noon
	return NewService(Config{
		Store: s, Blobs: s, Base: "https://x.cn", Key: bytes.Repeat([]byte("k"), 32), Now: func() time.Time { return now },
	}), s, &now
}

// follow opens a link and returns its content.
func follow(t *testing.T, s *Service, link string) string {
	t.Helper()
	u, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	p := strings.Split(u.Path, "/")
	if len(p) != 4 || p[1] != "media" {
		t.Fatalf("malformed link %s", link)
	}
	r, contentType, err := s.Open(t.Context(), p[2], p[3], u.Query().Get("e"), u.Query().Get("s"))
	if errors.Is(err, ErrMissing) {
		return "missing"
	}
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b) + " " + contentType
}

func TestLinks(t *testing.T) {
	t.Parallel()
	f := File{ID: 42, Kind: Photo, State: Stored, Check: Pending, Key: "big", ThumbKey: "small", Type: "image/jpeg"}
	s, shelf, now := shelfService(f)
	big, small := s.URL(f, false, noon), s.URL(f, true, noon)
	if !strings.HasPrefix(big, "https://x.cn/media/42/full?e=") {
		t.Fatalf("got %s", big)
	}
	if got := follow(t, s, big); got != "big image/jpeg" {
		t.Errorf("got %s", got)
	}
	if got := follow(t, s, small); got != "small image/jpeg" {
		t.Errorf("got %s", got)
	}
	if s.URL(f, false, noon.Add(39*time.Minute)) != big || s.URL(f, false, noon.Add(40*time.Minute)) == big {
		t.Error("links of the same hour differ")
	}
	shelf.asked = 0
	flip := func(a, b string) string { return strings.Replace(big, a, b, 1) }
	for name, link := range map[string]string{
		"another file":    flip("/42/", "/43/"),
		"another variant": flip("/full", "/thumb"),
		"no variant":      flip("/full", "/"),
		"another end":     flip("e=1", "e=2"),
		"no end":          flip("e=", "x="),
		"no signature":    flip("&s=", "&x="),
		"half signature":  big[:len(big)-5],
		"longer":          big + "A",
		"not a number":    flip("/42/", "/x/"),
	} {
		if got := follow(t, s, link); got != "missing" {
			t.Errorf("%s: got %s", name, got)
		}
	}
	if shelf.asked != 0 {
		t.Error("the database was read for an unsigned link")
	}
	*now = noon.Add(time.Hour)
	if got := follow(t, s, big); got == "missing" {
		t.Error("a link expired within an hour")
	}
	*now = noon.Add(2 * time.Hour)
	if got := follow(t, s, big); got != "missing" {
		t.Errorf("after two hours: %s", got)
	}
}

// A link made before the photo was held must end.
func TestHoldingEndsLinks(t *testing.T) {
	t.Parallel()
	f := File{ID: 42, Kind: Photo, State: Stored, Check: Passed, Key: "big", Type: "image/jpeg"}
	s, shelf, _ := shelfService(f)
	link := s.URL(f, false, noon)
	f.Check = Withheld
	shelf.f = f
	if got := follow(t, s, link); got != "missing" {
		t.Errorf("old link: %s", got)
	}
	if got := follow(t, s, s.URL(f, false, noon)); got != "big image/jpeg" {
		t.Errorf("link for staff: %s", got)
	}
}

func TestNothingToLinkTo(t *testing.T) {
	t.Parallel()
	s, _, _ := shelfService(File{})
	for name, link := range map[string]string{
		"fetching":       s.URL(File{ID: 1, Kind: Photo, State: Fetching, ThumbKey: "k"}, false, noon),
		"lost":           s.URL(File{ID: 1, Kind: Photo, State: Lost, ThumbKey: "k"}, true, noon),
		"voice in small": s.URL(File{ID: 1, Kind: Voice, State: Stored}, true, noon),
	} {
		if link != "" {
			t.Errorf("%s: got %s", name, link)
		}
	}
}

func TestShortKeyIsRefused(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("the service accepts an empty key")
		}
	}()
	NewService(Config{})
}
