package demo

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"

	"linli/app/internal/system"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/job"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/report"
	"linli/app/roster"
	"linli/store"
)

var errNotEmpty = errors.New("the database holds areas already; the demo county goes into an empty one only")

// Import loads the demo county and its reports into an empty database. Its people have no WeChat identity yet, so it
// needs no platform and sends nothing.
func Import(p system.Process, cfg system.Config, reports []demoReport) error {
	clock := &demoClock{real: p.Now}
	p.Now, p.Text = clock.Now, unchecked{}
	s, err := system.Wire(p, cfg)
	if err != nil {
		return err
	}
	defer s.Close()
	if tree, err := s.Areas.Tree(p.Ctx); err != nil {
		return err
	} else if _, err := tree.Root(); err == nil {
		return errNotEmpty
	}
	past := &past{s: s, clock: clock, now: clock.Now(), plays: reports}
	return past.load(p.Ctx, p.Out)
}

// past plays the reports of the demo county through the real use cases.
type past struct {
	s       *system.System
	clock   *demoClock
	now     time.Time // where it ends
	plays   []demoReport
	tree    *area.Tree
	areas   map[string]int64 // by code
	orgs    map[string]int64
	persons map[string]person.Person
	reports []report.Report // the current state of each of plays
}

// load imports the county and plays the reports, each step at its time before now. A second call continues where the
// first one stopped.
func (p *past) load(ctx context.Context, out io.Writer) error {
	p.clock.set(p.now.AddDate(0, 0, -30))
	if err := p.s.ImportWorkbook(ctx, out, demoCounty(), p.demoHomes); err != nil {
		return err
	}
	if err := p.look(ctx); err != nil {
		return err
	}
	if err := errors.Join(p.replies(ctx), p.play(ctx)); err != nil {
		return fmt.Errorf("play the demo's reports: %w", err)
	}
	fmt.Fprintf(out, "随手拍：%d 件\n", len(p.plays))
	p.clock.ahead.Store(0)
	return nil
}

// unchecked accepts the invented texts of the past without asking the platform.
type unchecked struct{}

// CheckText always accepts.
func (unchecked) CheckText(context.Context, auth.Account, string, string, int) (bool, error) {
	return true, nil
}

// look finds the ids of the codes in the reports.
func (p *past) look(ctx context.Context) (err error) {
	p.areas, p.orgs, p.reports = map[string]int64{}, map[string]int64{}, make([]report.Report, len(p.plays))
	if p.tree, err = p.s.Areas.Tree(ctx); err != nil {
		return err
	}
	for _, o := range p.tree.Orgs() {
		p.orgs[o.Code] = o.ID
	}
	return store.NewRoster(p.s.DB).InTx(ctx, func(tx roster.Tx) error {
		all, err := tx.RosterAreas(ctx)
		if err != nil {
			return err
		}
		for _, a := range all {
			p.areas[a.Code] = a.ID
		}
		p.persons, err = tx.RosterPersons(ctx)
		return err
	})
}

// moment is one step of one report (-1 is its submission), or another step of the past.
type moment struct {
	days         float64
	report, step int
	other        func(context.Context, moment) error
}

// play runs all steps in order of time, so that numbers and notices are realistic.
func (p *past) play(ctx context.Context) error {
	var all []moment
	for i, d := range p.plays {
		all = append(all, moment{days: d.Days, report: i, step: -1})
		for j, s := range d.Steps {
			all = append(all, moment{days: s.Days, report: i, step: j})
		}
	}
	desk, err := p.bookings(ctx)
	if err != nil {
		return err
	}
	all = slices.Concat(all, p.others(), desk, p.publishBulletins(), p.setBoardPhones(), p.lendThings(), p.publishGuide(), p.doErrands(), p.sendVisitors(), p.tellOfTenants(), p.askQuestions(), p.seatCommittees(), p.openPlaces(), p.openCounters(), p.lendPlaces(), p.suggest(), p.keepPapers(), p.keepEstates(), p.fillPosts(), p.tieUnits(), p.tagResidents(), p.collectHeating(), p.visitResidents(), p.walkRounds(), p.serveMeals(), p.mediate(), p.markServices(), p.sumUpMonths())
	slices.SortStableFunc(all, func(a, b moment) int { return cmp.Compare(b.days, a.days) })
	for _, m := range all {
		p.clock.set(wakingBefore(p.now, m.days))
		if _, err := p.s.Reports.Sweep(ctx); err != nil {
			return err
		}
		if err := p.do(ctx, m); err != nil {
			return err
		}
		if err := p.runJobs(ctx); err != nil {
			return err
		}
	}
	if err := p.heard(ctx); err != nil {
		return err
	}
	for i, d := range p.plays {
		if got := p.reports[i].State; got != d.State {
			return fmt.Errorf("%q ended %s, not %s", d.Text, got, d.State)
		}
	}
	return nil
}

// heard marks the urgent notices to stewards of the past as delivered: they had telephones, which they get only when the demo
// opens.
func (p *past) heard(ctx context.Context) error {
	var all notify.Rows
	for _, c := range p.tree.Under(p.tree.Path(p.areas["AP"]), area.Community) {
		all.Communities = append(all.Communities, c.ID)
	}
	return store.NewNotices(p.s.DB).InTx(ctx, func(tx notify.Tx) error {
		for code, one := range p.persons {
			if !strings.HasPrefix(code, "HGJ-") {
				continue
			}
			left, err := tx.LockUnreached(ctx, all, one.ID, math.MaxInt64)
			if err != nil {
				return err
			}
			for _, n := range left {
				if n.State = notify.Delivered; !n.Urgent {
					continue
				}
				if err := tx.SaveNotice(ctx, n); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// runJobs runs the due jobs as the workers would: stewards are alerted, notices reach the inbox.
func (p *past) runJobs(ctx context.Context) error {
	w := &system.Worker{S: p.s}
	for {
		due, err := p.s.Jobs.Due(ctx, job.Job{}, system.SweepMost)
		if err != nil || len(due) == 0 {
			return err
		}
		for _, j := range due {
			w.Run(ctx, j.ID)
		}
	}
}

// actor returns a person of the roster with their powers at the moment. Its request key is the same each time, so a
// step that was done before does nothing.
func (p *past) actor(ctx context.Context, code string, m moment) (auth.Actor, error) {
	known, ok := p.persons[code]
	if !ok {
		return auth.Actor{}, fmt.Errorf("nobody has the code %q", code)
	}
	who, err := p.s.Persons.Actor(ctx, known.ID)
	who.Request = fmt.Sprintf("demo-%d-%d", m.report, m.step)
	return who, err
}

// photos uploads sample photos that match the text: of the problem, or of its solution.
func (p *past) photos(ctx context.Context, who auth.Actor, d demoReport, n int, solved bool) ([]int64, error) {
	var ids []int64
	for i := range n {
		jpeg, err := photoFor(d.Text, solved, i > 0)
		if err != nil {
			return nil, err
		}
		f, err := p.s.Media.Upload(ctx, who, jpeg)
		if err != nil {
			return nil, err
		}
		ids = append(ids, f.ID)
	}
	return ids, nil
}

func (p *past) do(ctx context.Context, m moment) error {
	if m.other != nil {
		return m.other(ctx, m)
	}
	if err := p.doReport(ctx, m); err != nil {
		return fmt.Errorf("%q step %d: %w", p.plays[m.report].Text, m.step+1, err)
	}
	return nil
}

func (p *past) doReport(ctx context.Context, m moment) error {
	d := p.plays[m.report]
	if m.step < 0 {
		r, err := p.submit(ctx, d, m)
		p.reports[m.report] = r
		return err
	}
	r, err := p.step(ctx, d, m)
	if err != nil {
		return err
	}
	p.reports[m.report] = r
	if step := d.Steps[m.step]; step.Photos > 0 || step.Do == report.DidAccept && d.Photos > 0 {
		return errors.Join(p.runJobs(ctx), p.release(ctx, r))
	}
	return nil
}
