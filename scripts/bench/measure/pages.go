package main

import (
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"linli/scripts/bench/lab"
	"linli/scripts/bench/load"
	"linli/scripts/bench/replay"
	"linli/wxmsg/wxsim"
)

// page is a request of staff that is measured beside a bare handler, which sends the same statements to the same database and answers as many
// bytes.
type page struct {
	name, method, path, body string
	readers                  []string // persons of the simulated platform, who ask in turn
}

// pageShare is the target of pages: the program also checks rights, makes JSON of its rows and counts the request, and a desk or a telephone
// waits for a page, not for a fifth of it.
const pageShare = 0.8

// besides measures pages of a running program beside the floor.
func (b *bench) besides(e lab.Engine, figure string, ours *lab.Program, all []page) error {
	book, err := b.recordPages(e, ours.Place, all)
	if err != nil {
		return fmt.Errorf("record: %w", err)
	}
	floor, err := b.Start(ours.Place, b.Floor, "pages")
	if err != nil {
		return err
	}
	defer floor.Stop()
	for i, one := range all {
		if err := b.beside(e, figure, ours, floor, one, book.Pages[i]); err != nil {
			return fmt.Errorf("%s: %w", one.name, err)
		}
	}
	return nil
}

// recordPages asks a program that records its statements for each page, and keeps for the floor what one request needs once the program has
// in memory what it keeps there: the fewest statements of several tries, for its jobs work meanwhile.
func (b *bench) recordPages(e lab.Engine, p *lab.Place, all []page) (book replay.Book, err error) {
	file := filepath.Join(p.Dir, "statements")
	if err := os.Setenv("BENCH_RECORD", file); err != nil {
		return book, err
	}
	defer os.Unsetenv("BENCH_RECORD")
	r, err := b.Start(p, b.recorder, "serve", "--role", e.Roles()[0])
	if err != nil {
		return book, err
	}
	defer r.Stop()
	book.Persons = map[string]int64{}
	for _, one := range all {
		made := replay.Page{Method: one.method, Path: one.path, Body: one.body}
		var token string
		for i, name := range one.readers {
			who, err := b.EnterAs(r.Listen, "staff", "staff", name, i)
			if err != nil {
				return book, err
			}
			person, err := strconv.ParseInt(who.Person, 10, 64)
			if err != nil {
				return book, err
			}
			openid := b.Wechat.Person(name).OpenID(wxsim.Staff)
			if book.Persons[openid] = person; i == 0 {
				token, made.OpenID, made.Person = who.Token, openid, person
			}
		}
		if err := b.recorded(r, one.request(token), file, &made); err != nil {
			return book, fmt.Errorf("%s: %w", one.name, err)
		}
		book.Pages = append(book.Pages, made)
	}
	return book, book.Save(p.Dir)
}

// recorded sends a request several times, and sets the size of its answer and the statements of the try that needed the fewest.
func (b *bench) recorded(r *lab.Program, request []byte, file string, made *replay.Page) error {
	c := load.Dial(r.Listen)
	defer c.Close()
	for i := range 12 {
		before, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		status, body, err := c.Do(request, true)
		if err != nil || status != 200 {
			return fmt.Errorf("%d %s: %w", status, body, err)
		}
		after, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		steps, err := replay.Parse(after[len(before):])
		if err != nil {
			return err
		}
		if i > 3 && (made.Steps == nil || len(steps) < len(made.Steps)) {
			made.Size, made.Steps = len(body), steps
		}
	}
	if len(made.Steps) == 0 {
		return errors.New("no statement was recorded")
	}
	return nil
}

func (one page) request(token string) []byte {
	return load.Request(one.method, one.path, map[string]string{"Authorization": "Bearer " + token, "Content-Type": "application/json"}, []byte(one.body))
}

// beside measures one page.
func (b *bench) beside(e lab.Engine, figure string, ours, floor *lab.Program, one page, made replay.Page) error {
	asked := map[*lab.Program][][]byte{}
	var tokens, openids []string
	for i, name := range one.readers {
		who, err := b.EnterAs(ours.Listen, "staff", "staff", name, i)
		if err != nil {
			return err
		}
		token := figure + one.name + strconv.Itoa(i)
		tokens, openids = append(tokens, token), append(openids, b.Wechat.Person(name).OpenID(wxsim.Staff))
		asked[ours], asked[floor] = append(asked[ours], one.request(who.Token)), append(asked[floor], one.request(token))
	}
	if err := b.keepSessions(floor, tokens, openids); err != nil {
		return err
	}
	worked, answered := map[*lab.Program]time.Duration{}, map[*lab.Program]int{}
	run := func(r *lab.Program, d time.Duration) (float64, error) {
		before := r.Worked()
		got := load.Load{Address: r.Listen, Status: 200, Lines: 16, Next: func(i int) []byte { return asked[r][i%len(asked[r])] }}.Closed(d)
		if got.Failed > 0 {
			return 0, fmt.Errorf("%d failed: %s\n%s", got.Failed, got.First, r.Log())
		}
		worked[r], answered[r] = worked[r]+r.Worked()-before, answered[r]+got.Done
		return got.Rate(), nil
	}
	for _, r := range []*lab.Program{floor, ours} { // warm-up
		if _, err := run(r, pick(b, 500*time.Millisecond, 3*time.Second)); err != nil {
			return err
		}
	}
	rates, err := alternate(pick(b, 3, 7), ours, floor, func(r *lab.Program) (float64, error) { return run(r, pick(b, time.Second, 2*time.Second)) })
	if err != nil {
		return err
	}
	met := b.table.rates(fmt.Sprintf("(%s) %s, requests answered, of a bare handler with the same statements", figure, one.name), e.Name, rates, pageShare)
	var said strings.Builder
	for _, s := range made.Steps {
		fmt.Fprintln(&said, short(strings.Join(strings.Fields(s.SQL), " ")))
	}
	each := func(r *lab.Program) float64 { return worked[r].Seconds() * 1000 / float64(max(1, answered[r])) }
	b.note("(%s) %s on %s sends %d statements and answers %d bytes. It takes %.2f ms of the processor in Linli, %.2f ms in the floor, without the "+
		"database of a server.\n\n```\n%s```", figure, one.name, e.Name, len(made.Steps), made.Size, each(ours), each(floor), said.String())
	if !met && !b.quick || b.profile {
		floor.Pause()
		name := figure + "-" + slug(one.path) + "-" + e.Name
		b.profiled(ours, name, pick(b, 2, 5), func() {
			if _, err := run(ours, pick(b, 3500*time.Millisecond, 8500*time.Millisecond)); err != nil {
				log.Print(err)
			}
		})
		floor.Resume()
	}
	return nil
}

// slug is the last part of an address, for the name of a file.
func slug(path string) string {
	path, _, _ = strings.Cut(path, "?")
	parts := strings.Split(path, "/")
	return parts[len(parts)-1]
}

// colleagues logs in so many persons who hold the same post, and returns their names: one alone would be refused after so many searches.
func (b *bench) colleagues(r *lab.Program, n int, role string, area int) ([]string, error) {
	names := lab.Names("colleague", n)
	var postings [][]any
	for i, name := range names {
		who, err := b.EnterAs(r.Listen, "staff", "staff", name, i)
		if err != nil {
			return nil, err
		}
		postings = append(postings, []any{who.Person, role, area, 0, 0, 0, 0, 0, 0})
	}
	return names, r.Insert(b.Ctx, "person_posting", "person_id, role, area_id, org_id, from_at, to_at, substitute_id, away_from, away_to", postings)
}
