package main

import (
	"context"
	"errors"
	"fmt"
	"io"
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
	Show calendarShow `cmd:"" default:"1" help:"Show which years are loaded, their days off and make-up days, and what is missing."`
	Load calendarLoad `cmd:"" help:"Load a year's list, all of it or nothing."`
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
			fmt.Fprintf(p.out, "%d  %s  (%s)\n", y.Year, counts(y.Days), loaded)
			printRuns(p.out, "  ", y.Days)
		}
		times, err := clocks.Get(p.ctx)
		if err != nil {
			return err
		}
		this := when.DateOf(p.now()).Year()
		for _, year := range []int{this, this + 1} {
			if !times.Calendar().Has(year) {
				fmt.Fprintf(p.out, "%d  missing: Monday to Friday count as working days until it is loaded\n", year)
			}
		}
		return nil
	})
}

type calendarLoad struct {
	File  string `arg:"" help:"Lines such as 2027-01-01..2027-01-03,off,元旦 and 2027-01-10,work,元旦; see scripts/deploy/calendar-2026.csv." type:"existingfile"`
	Force bool   `help:"Load it although something in it looks wrong."`
}

// Help is what linli calendar load --help adds.
func (calendarLoad) Help() string {
	return "The list replaces the year's list from before. Deadlines that were promised already stay as they are; those set from now on follow the new list."
}

// Run loads a list. Every line that cannot be read is named, and so is everything that looks wrong.
func (c calendarLoad) Run(p process) error {
	text, err := os.ReadFile(filepath.Clean(c.File))
	if err != nil {
		return err
	}
	l := calendar.ParseList(text)
	for _, b := range slices.Concat(l.Problems, l.Doubts) {
		if b.Line == 0 {
			fmt.Fprintf(p.out, "全表：%s\n", b.Reason)
		} else {
			fmt.Fprintf(p.out, "第%d行：%s\n", b.Line, b.Reason)
		}
	}
	switch {
	case len(l.Problems) > 0:
		return fmt.Errorf("list has %d wrong lines; nothing was loaded", len(l.Problems))
	case len(l.Doubts) > 0 && !c.Force:
		return fmt.Errorf("list looks wrong in %d places; nothing was loaded (--force loads it all the same)", len(l.Doubts))
	}
	return withCalendar(p, func(s *calendar.Service, _ *when.Clocks) error {
		diff, err := s.Load(p.ctx, l, clip(filepath.Base(c.File), 100), c.Force)
		if err != nil {
			return fmt.Errorf("load %d: %w", l.Year, err)
		}
		printDifference(p.out, l, diff)
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

func printDifference(out io.Writer, l calendar.List, d calendar.Difference) {
	fmt.Fprintf(out, "%d  %s\n", l.Year, counts(l.Days))
	printRuns(out, "  ", l.Days)
	if d.None() {
		fmt.Fprintln(out, "nothing changed")
		return
	}
	fmt.Fprintf(out, "added %d, gone %d, changed %d\n", len(d.Added), len(d.Gone), len(d.Changed))
	printRuns(out, "  + ", d.Added)
	printRuns(out, "  - ", d.Gone)
	printRuns(out, "  ~ ", d.Changed)
	fmt.Fprintln(out, "deadlines promised before stay as they are; running processes follow the list within seconds")
}

func printRuns(out io.Writer, lead string, days []when.Special) {
	for _, r := range calendar.Runs(days) {
		kind, span := "work", r.From.String()
		if r.Off {
			kind = "off "
		}
		if r.To != r.From {
			span += ".." + r.To.String()
		}
		fmt.Fprintf(out, "%s%s  %s  %s\n", lead, kind, span, r.Name)
	}
}

func counts(days []when.Special) string {
	off := 0
	for _, d := range days {
		if d.Off {
			off++
		}
	}
	return fmt.Sprintf("%d days off, %d make-up days", off, len(days)-off)
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
