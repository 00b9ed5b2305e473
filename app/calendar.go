package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"linli/app/area"
	"linli/app/calendar"
	"linli/app/when"
	"linli/store"
)

type calendarCommand struct {
	Show calendarShow `cmd:"" default:"1" help:"${calendar_show}"`
	Load calendarLoad `cmd:"" help:"${calendar_load}"`
}

type calendarShow struct{}

// Run shows the lists.
func (calendarShow) Run(p process) error {
	return withCalendar(p, func(s *calendar.Service, clocks *when.Clocks) error {
		years, err := s.Years(p.ctx)
		if err != nil {
			return err
		}
		for _, y := range years {
			loaded := y.LoadedBy
			if !y.LoadedAt.IsZero() {
				loaded += " " + y.LoadedAt.In(when.Beijing).Format("2006-01-02 15:04")
			}
			fmt.Fprintf(p.out, "%d  %s  (%s)\n", y.Year, p.counts(y.Days), loaded)
			p.runs("  ", y.Days)
		}
		times, err := clocks.Get(p.ctx)
		if err != nil {
			return err
		}
		this := when.DateOf(p.now()).Year()
		for _, year := range []int{this, this + 1} {
			if !times.Calendar().Has(year) {
				p.say("calendar.missing", year)
			}
		}
		return nil
	})
}

type calendarLoad struct {
	File  string `arg:"" help:"${calendar_file}" type:"existingfile"`
	Force bool   `help:"${calendar_force}"`
}

// Help is what linli calendar load --help adds.
func (calendarLoad) Help() string { return tongueOf(os.Environ()).say("calendar.load.more") }

// Run loads a list. Every line that cannot be read is named, and so is everything that looks wrong.
func (c calendarLoad) Run(p process) error {
	text, err := os.ReadFile(filepath.Clean(c.File))
	if err != nil {
		return err
	}
	l := calendar.ParseList(text)
	for _, b := range slices.Concat(l.Problems, l.Doubts) {
		if b.Line == 0 {
			p.say("calendar.whole", b.Reason)
		} else {
			p.say("calendar.line", b.Line, b.Reason)
		}
	}
	switch {
	case len(l.Problems) > 0:
		return p.tongue().err("calendar.wrong", len(l.Problems))
	case len(l.Doubts) > 0 && !c.Force:
		return p.tongue().err("calendar.doubts", len(l.Doubts))
	}
	return withCalendar(p, func(s *calendar.Service, _ *when.Clocks) error {
		diff, err := s.Load(p.ctx, l, clip(filepath.Base(c.File), 100), c.Force)
		if err != nil {
			return fmt.Errorf("load %d: %w", l.Year, err)
		}
		p.difference(l, diff)
		return nil
	})
}

// withCalendar opens the database alone.
func withCalendar(p process, do func(*calendar.Service, *when.Clocks) error) error {
	cfg, err := loadConfig(p.env)
	if err != nil {
		return err
	}
	db, err := openDB(p, cfg)
	if err != nil {
		return err
	}
	clocks := when.NewClocks(store.NewTimes(db), p.now)
	err = do(calendar.NewService(store.NewTimes(db), clocks, area.NewCache(store.NewAreas(db), p.now), p.now), clocks)
	return errors.Join(err, db.Close())
}

func (p process) difference(l calendar.List, d calendar.Difference) {
	fmt.Fprintf(p.out, "%d  %s\n", l.Year, p.counts(l.Days))
	p.runs("  ", l.Days)
	if d.None() {
		p.say("calendar.same")
		return
	}
	p.say("calendar.changes", len(d.Added), len(d.Gone), len(d.Changed))
	p.runs("  + ", d.Added)
	p.runs("  - ", d.Gone)
	p.runs("  ~ ", d.Changed)
	p.say("calendar.after")
}

func (p process) runs(lead string, days []when.Special) {
	for _, r := range calendar.Runs(days) {
		kind, span := p.tongue().say("calendar.work"), r.From.String()
		if r.Off {
			kind = p.tongue().say("calendar.off")
		}
		if r.To != r.From {
			span += ".." + r.To.String()
		}
		fmt.Fprintf(p.out, "%s%s  %s  %s\n", lead, kind, span, r.Name)
	}
}

func (p process) counts(days []when.Special) string {
	off := 0
	for _, d := range days {
		if d.Off {
			off++
		}
	}
	return p.tongue().say("calendar.counts", off, len(days)-off)
}

func clip(s string, most int) string {
	r := []rune(strings.ToValidUTF8(s, "?"))
	return string(r[:min(len(r), most)])
}

// calendarMissing returns an error that names the year whose list has to be loaded now.
func (s *system) calendarMissing(ctx context.Context) error {
	times, err := s.clocks.Get(ctx)
	if err != nil {
		return err
	}
	if year, missing := times.Calendar().Missing(s.now()); missing {
		return fmt.Errorf("missing %d: load the official list with linli calendar load FILE", year)
	}
	return nil
}

// checkCalendar is loud once a day about a missing year.
func (s *system) checkCalendar(ctx context.Context) error {
	times, err := s.clocks.Get(ctx)
	if err != nil {
		return err
	}
	if year, missing := times.Calendar().Missing(s.now()); missing {
		s.log.Error("calendar missing", "year", year, "days_left", times.Calendar().DaysLeft(s.now()))
	}
	return nil
}
