package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"linli/app/internal/system"

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

// Run prints the loaded lists.
func (calendarShow) Run(p system.Process) error {
	return withCalendar(p, func(s *calendar.Service, clocks *when.Clocks) error {
		years, err := s.Years(p.Ctx)
		if err != nil {
			return err
		}
		for _, y := range years {
			loaded := y.LoadedBy
			if !y.LoadedAt.IsZero() {
				loaded += " " + y.LoadedAt.In(when.Beijing).Format("2006-01-02 15:04")
			}
			fmt.Fprintf(p.Out, "%d  %s  (%s)\n", y.Year, counts(p, y.Days), loaded)
			runs(p, "  ", y.Days)
		}
		times, err := clocks.Get(p.Ctx)
		if err != nil {
			return err
		}
		this := when.DateOf(p.Now()).Year()
		for _, year := range []int{this, this + 1} {
			if !times.Calendar().Has(year) {
				p.Say("calendar.missing", year)
			}
		}
		return nil
	})
}

type calendarLoad struct {
	File  string `arg:"" help:"${calendar_file}" type:"existingfile"`
	Force bool   `help:"${calendar_force}"`
}

// Help returns the additional text of linli calendar load --help.
func (calendarLoad) Help() string { return system.TongueOf(os.Environ()).Say("calendar.load.more") }

// Run loads a list. It names every line that cannot be read or looks wrong.
func (c calendarLoad) Run(p system.Process) error {
	text, err := os.ReadFile(filepath.Clean(c.File))
	if err != nil {
		return err
	}
	l := calendar.ParseList(text)
	for _, b := range slices.Concat(l.Problems, l.Doubts) {
		if b.Line == 0 {
			p.Say("calendar.whole", b.Reason)
		} else {
			p.Say("calendar.line", b.Line, b.Reason)
		}
	}
	switch {
	case len(l.Problems) > 0:
		return p.Tongue().Err("calendar.wrong", len(l.Problems))
	case len(l.Doubts) > 0 && !c.Force:
		return p.Tongue().Err("calendar.doubts", len(l.Doubts))
	}
	return withCalendar(p, func(s *calendar.Service, _ *when.Clocks) error {
		diff, err := s.Load(p.Ctx, l, clip(filepath.Base(c.File), 100), c.Force)
		if err != nil {
			return fmt.Errorf("load %d: %w", l.Year, err)
		}
		difference(p, l, diff)
		return nil
	})
}

// withCalendar is withDatabase for the calendar commands.
func withCalendar(p system.Process, do func(*calendar.Service, *when.Clocks) error) error {
	return withDatabase(p, func(db *store.DB) error {
		times := store.NewTimes(db)
		clocks := when.NewClocks(times, p.Now)
		return do(calendar.NewService(calendar.Config{
			Store: times, Clocks: clocks, Areas: area.NewCache(store.NewAreas(db), p.Now), Now: p.Now,
		}), clocks)
	})
}

func difference(p system.Process, l calendar.List, d calendar.Difference) {
	fmt.Fprintf(p.Out, "%d  %s\n", l.Year, counts(p, l.Days))
	runs(p, "  ", l.Days)
	if d.None() {
		p.Say("calendar.same")
		return
	}
	p.Say("calendar.changes", len(d.Added), len(d.Gone), len(d.Changed))
	runs(p, "  + ", d.Added)
	runs(p, "  - ", d.Gone)
	runs(p, "  ~ ", d.Changed)
	p.Say("calendar.after")
}

func runs(p system.Process, lead string, days []when.Special) {
	for _, r := range calendar.Runs(days) {
		kind, span := p.Tongue().Say("calendar.work"), r.From.String()
		if r.Off {
			kind = p.Tongue().Say("calendar.off")
		}
		if r.To != r.From {
			span += ".." + r.To.String()
		}
		fmt.Fprintf(p.Out, "%s%s  %s  %s\n", lead, kind, span, r.Name)
	}
}

func counts(p system.Process, days []when.Special) string {
	off := 0
	for _, d := range days {
		if d.Off {
			off++
		}
	}
	return p.Tongue().Say("calendar.counts", off, len(days)-off)
}

func clip(s string, most int) string {
	r := []rune(strings.ToValidUTF8(s, "?"))
	return string(r[:min(len(r), most)])
}
