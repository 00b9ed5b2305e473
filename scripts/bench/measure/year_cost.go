package main

import (
	"errors"
	"fmt"
	"io/fs"
	"log"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"linli/scripts/bench/lab"
	"linli/scripts/bench/load"
	"linli/scripts/bench/year"
)

// costs measures what each kind costs.
func (t *town) costs(e lab.Engine) (cost year.Costs, err error) {
	long := pick(t.bench, time.Second, 8*time.Second)
	var detail strings.Builder
	for k := range year.Kinds {
		if t.Ctx.Err() != nil {
			return cost, t.Ctx.Err()
		}
		before, err := t.r.AllWorked()
		if err != nil {
			return cost, err
		}
		begin := time.Now()
		n, err := t.do(k, long)
		if err != nil {
			return cost, fmt.Errorf("%s: %w", year.Names[k], err)
		}
		took := time.Since(begin)
		if err := t.r.Rest(t.Ctx, time.Minute); err != nil { // what follows from it
			return cost, err
		}
		after, err := t.r.AllWorked()
		if err != nil {
			return cost, err
		}
		cost[k] = (after - before).Seconds() / float64(n)
		t.table.add(row{
			"(o) " + year.Names[k] + ", a second of one core", e.Name, fmt.Sprintf("%.0f/s", 1/cost[k]), "–", "–", "none", "–",
		})
		fmt.Fprintf(&detail, "| %s | %d | %.2f | %.0f |\n", year.Names[k], n, cost[k]*1000, float64(n)/took.Seconds())
		log.Printf("  %s: %.2f ms of one core, %.0f/s", year.Names[k], cost[k]*1000, float64(n)/took.Seconds())
	}
	kept, photos, err := t.album()
	if err != nil {
		return cost, err
	}
	t.note("(o) on %s: of a photo of 1,440 by 1,080 pixels (%d kB as sent) the server keeps %d kB, its thumbnail included; %d were sent.", e.Name, len(t.photo)/1000, kept/1000, photos)
	t.note("(o) on %s: processor time of the program, its database and its queue\n\n| kind | times | ms of one core | a second, by some at once |\n|---|---|---|---|\n%s", e.Name, detail.String())
	return cost, nil
}

// album returns the bytes that are kept of a photo, and how many there are.
func (t *town) album() (bytes int64, photos int, err error) {
	if photos, err = t.r.Count(t.Ctx, `SELECT COUNT(*) FROM media_file`); err != nil || photos == 0 {
		return 0, 0, err
	}
	err = filepath.WalkDir(filepath.Join(t.r.Dir, "media"), func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			bytes += info.Size()
		}
		return err
	})
	return bytes / int64(photos), photos, err
}

// do lets people do things of a kind for a time, several at once, and returns how many.
func (t *town) do(k year.Kind, long time.Duration) (int, error) {
	switch k {
	case year.Report:
		return t.lives(long)
	case year.Notice:
		n := pick(t.bench, 200, yearFollowers)
		_, err := t.deliver(t.r, n, true)
		return n, err
	case year.Full: // one session; those who get a place or a rank are the fewest
		most := yearResidents
		t.session++
		got := load.Load{Address: t.r.Listen, Status: 201, Also: 409, Lines: 16, Next: func(i int) []byte {
			if i >= most {
				return nil
			}
			return t.booking(i, t.session)
		}}.Closed(long)
		return got.Done + got.Also, failure(got)
	case year.Place: // so many persons as there are places for
		first, most := t.session+1, pick(t.bench, 4, 100)
		t.session += most
		got := load.Load{Address: t.r.Listen, Status: 201, Lines: 16, Next: func(i int) []byte {
			if i >= most*lab.Places {
				return nil
			}
			return t.booking(i/most+12*(i%most), first+i%most)
		}}.Closed(time.Minute)
		return got.Done, failure(got)
	}
	got := load.Load{Address: t.r.Listen, Status: status(k), Lines: 16, Next: t.source(k, int(long.Seconds()*1500)+100)}.Closed(long)
	return got.Done / requests(k), failure(got)
}

// status is what the requests of a kind are answered with.
func status(k year.Kind) int {
	if k == year.Visit || k == year.Report || k == year.Photo || k == year.Place {
		return 201
	}
	return 200
}

// requests returns how many requests one of a kind is.
func requests(k year.Kind) int {
	if k == year.Look || k == year.Desk {
		return 2
	}
	return 1
}

func failure(got load.Result) error {
	if got.Failed > 0 || got.Done+got.Also == 0 {
		return fmt.Errorf("%d failed, %d done: %s", got.Failed, got.Done, got.First)
	}
	return nil
}

// source returns the requests of a kind; most is how many are made at once, where they cannot be repeated.
func (t *town) source(k year.Kind, most int) load.Source {
	switch k {
	case year.Look:
		pages := []string{"/api/v1/waiting", "/api/v1/reports", "/api/v1/me", "/api/v1/bulletins", "/api/v1/communities/1000/week", "/api/v1/reports"}
		return func(i int) []byte { return t.get(t.residents[i/2%len(t.residents)], pages[i%len(pages)]) }
	case year.Desk: // of ten, five are officers, three clerks, one of a street, one of an org
		type page struct {
			reader int // of readers; -1: an officer
			path   string
		}
		lists := "/api/v1/staff/reports?list="
		pages := []page{
			{-1, "/api/v1/today"},
			{-1, lists + "mine"},
			{-1, "/api/v1/staff/home"},
			{-1, "/api/v1/waiting"},
			{-1, lists + "mine"},
			{-1, lists + "all"},
			{-1, "/api/v1/today"},
			{-1, "/api/v1/waiting"},
			{-1, "/api/v1/staff/home"},
			{-1, lists + "mine"},
			{1, "/api/v1/staff/home"},
			{1, lists + "unaccepted&size=50"},
			{1, lists + "all&size=50"},
			{1, lists + "due_today&size=50"},
			{1, "/api/v1/waiting"},
			{1, lists + "mine&size=50"},
			{3, "/api/v1/staff/home"},
			{3, lists + "overdue&size=50"},
			{5, "/api/v1/staff/home"},
			{5, lists + "mine"},
		}
		return func(i int) []byte {
			one := pages[i%len(pages)]
			if one.reader < 0 {
				return t.get(t.officers[i%len(t.officers)], one.path)
			}
			return t.get(t.readers[one.reader], one.path)
		}
	case year.Chat:
		return from(t.Wechat.Texts("我的随手拍", most, lab.Communities*lab.Buildings+yearFollowers))
	case year.Visit:
		first := t.visited + 1
		t.visited += most
		return func(i int) []byte {
			if i >= most || first+i >= len(t.gridOf) {
				return nil
			}
			return t.post(t.officers[t.gridOf[first+i]], fmt.Sprintf("/api/v1/staff/care/%d/visits", first+i), `{"way":"door","outcome":"well","words":"都好，按时吃药"}`)
		}
	case year.Photo:
		return func(i int) []byte {
			return load.Request("POST", "/api/v1/media", map[string]string{
				"Authorization": "Bearer " + t.residents[i%len(t.residents)].Token, "Content-Type": "image/jpeg",
			}, t.photo)
		}
	case year.Report:
		return func(i int) []byte { return submission(t.residents[i%len(t.residents)].Token, i) }
	}
	return nil
}

func (t *town) get(who lab.Entry, path string) []byte {
	return load.Request("GET", path, map[string]string{"Authorization": "Bearer " + who.Token}, nil)
}

func (t *town) post(who lab.Entry, path, body string) []byte {
	return load.Request("POST", path, map[string]string{"Authorization": "Bearer " + who.Token, "Content-Type": "application/json"}, []byte(body))
}

func (t *town) booking(person, session int) []byte {
	return t.post(t.residents[person%len(t.residents)], "/api/v1/bookings", fmt.Sprintf(`{"session_id":"%d"}`, session))
}

// lives lets eight residents at once report things, each until its appraisal.
func (t *town) lives(long time.Duration) (int, error) {
	const hands = 8
	done := make(chan error, hands)
	counts := make([]int, hands)
	begin := time.Now()
	centre := t.readers[slices.IndexFunc(readers, func(r reader) bool { return r.role == "centre" })]
	for h := range hands {
		go func() {
			c := load.Dial(t.r.Listen)
			defer c.Close()
			var err error
			for i := t.written + h; err == nil && time.Since(begin) < long; i += hands {
				if err = t.lifeOf(c, t.residents[i%len(t.residents)].Token, centre.Token, i); err == nil {
					counts[h]++
				}
			}
			done <- err
		}()
	}
	var failed []error
	n := 0
	for h := range hands {
		failed = append(failed, <-done)
		n += counts[h]
	}
	t.written += hands * slices.Max(counts)
	return n, errors.Join(failed...)
}
