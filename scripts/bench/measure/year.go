package main

import (
	"fmt"
	"strings"
	"time"

	"linli/scripts/bench/lab"
	"linli/scripts/bench/year"
)

// crowds are how many people of each sort act in figure (o).
const (
	yearResidents = 1000
	yearFollowers = 1000
	yearSessions  = 600 // of bookings
)

// town is the filled place of figure (o) and everybody who acts in it.
type town struct {
	*bench
	r         *lab.Program
	residents []lab.Entry
	officers  []lab.Entry // one a grid
	readers   []lab.Entry // staff
	gridOf    []int       // of each person to be visited
	visited   int         // the last of them who was
	session   int         // the last one of which all places are booked
	written   int         // reports so far
	photo     []byte      // as a client sends it
}

// year is figure (o): what each kind of thing that people do costs a processor, in a place with 1,000,000 reports and 20,000,000 rows of what
// belongs to them; how many cores a year of places of several sizes needs by that; and the busiest minutes of such a year, for real.
func (b *bench) year(e lab.Engine) error {
	t, err := b.found(e)
	if err != nil {
		return err
	}
	defer t.r.Drop()
	defer t.r.Stop()
	cost, err := t.costs(e)
	if err != nil {
		return err
	}
	t.plan(e, cost)
	if err := t.play(e, cost); err != nil {
		return err
	}
	return t.retire(e)
}

// found fills a place, starts the program and waits until it has caught up with what was written past it.
func (b *bench) found(e lab.Engine) (*town, error) {
	reports, rows := pick(b, 20_000, 1_000_000), pick(b, 400_000, 20_000_000)
	if e.Root != nil { // of a server of this size; the figures beside a floor have less
		if _, err := e.Root.Exec(`SET GLOBAL innodb_buffer_pool_size = 4 << 30`); err != nil {
			return nil, err
		}
	}
	p, err := b.Place(e, "o")
	if err != nil {
		return nil, err
	}
	if err := b.fill(p, reports); err != nil {
		return nil, err
	}
	if err := history(b.Ctx, p, rows, reports); err != nil {
		return nil, err
	}
	if err := b.tables(e, p); err != nil {
		return nil, err
	}
	t := &town{bench: b}
	if t.photo, err = lab.Photo(1440, 1080, 80); err != nil {
		return nil, err
	}
	if t.gridOf, err = b.cared(p, 20_000); err != nil {
		return nil, err
	}
	if err := lab.Salon(b.Ctx, p, yearSessions); err != nil {
		return nil, err
	}
	if err := b.Stewards(p); err != nil {
		return nil, err
	}
	openids, err := b.Followers(lab.Communities*lab.Buildings + yearFollowers)
	if err != nil {
		return nil, err
	}
	if err := lab.People(b.Ctx, p, "oa", 5_000_000, openids[lab.Communities*lab.Buildings:]); err != nil {
		return nil, err
	}
	if t.r, err = b.Start(p, b.Linli, "serve"); err != nil {
		return nil, err
	}
	if t.residents, err = b.Login(t.r, "resident", "mp", yearResidents); err != nil {
		return nil, err
	}
	for i, one := range t.residents { // some of the reports and notices are theirs
		for _, change := range []string{`UPDATE report SET author_id = ? WHERE author_id = ?`, `UPDATE notify_notice SET person_id = ? WHERE person_id = ?`} {
			if _, err := t.r.DB.Exec(change, one.Person, 2_000_001+i); err != nil {
				return nil, err
			}
		}
	}
	if t.officers, err = b.Login(t.r, "staff", "staff", lab.Communities*lab.Grids); err != nil {
		return nil, err
	}
	if err := b.officers(p, persons(t.officers)); err != nil {
		return nil, err
	}
	if t.readers, err = b.enter(t.r); err != nil {
		return nil, err
	}
	for begin, done := time.Now(), 0; done < reports-1000; time.Sleep(time.Second) {
		if done, err = t.r.Count(b.Ctx, `SELECT report_id FROM search_mark`); err != nil || time.Since(begin) > 10*time.Minute {
			return nil, fmt.Errorf("indexed up to %d of %d: %w", done, reports, err)
		}
	}
	idle, err := t.calm()
	b.note("(o) on %s: the program, its database and its queue take %.1f %% of one core when nobody does anything.", e.Name, idle*100)
	return t, err
}

// calm waits until the program has nothing of its own to do, and returns the share of one core that it takes then.
func (t *town) calm() (float64, error) {
	const look = 5 * time.Second
	for begin := time.Now(); ; {
		from, err := t.r.AllWorked()
		if err != nil {
			return 0, err
		}
		time.Sleep(look)
		to, err := t.r.AllWorked()
		if err != nil {
			return 0, err
		}
		share := (to - from).Seconds() / look.Seconds()
		if share < .1 || time.Since(begin) > 5*time.Minute {
			return share, nil
		}
	}
}

// plan says how many cores a year of each town needs.
func (t *town) plan(e lab.Engine, cost year.Costs) {
	var detail strings.Builder
	for _, one := range year.Towns {
		cores, got := one.Cores(cost, 1)
		t.table.add(row{"(o) cores for a year of " + one.Name + ", played by what each thing costs", e.Name, fmt.Sprintf("%.1f", cores), "–", "–", "none", "–"})
		var done float64
		for _, n := range got.Done {
			done += n
		}
		fmt.Fprintf(&detail, "| %s | %.1f | %.0f | %.0f %% | %.3f | %.2f | %.2f | %.2f |\n", one.Name, cores, done/1e6, got.Busiest*100, got.P99, got.Ordinary, got.Opening, got.Storm)
	}
	t.note("(o) on %s: a year in virtual time with cores enough to wait at most a second on an ordinary day and in an opening minute, and ten seconds in a storm\n\n"+
		"| place | cores | millions of things done | the busiest hour takes | p99 of waiting in seconds | longest, ordinary | opening minute | storm |\n|---|---|---|---|---|---|---|---|\n%s",
		e.Name, detail.String())
}
