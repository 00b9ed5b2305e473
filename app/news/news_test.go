package news

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/report"
)

// The territory of these tests: a county with the communities 10 and 20.
type territory struct{}

func (territory) Tree(context.Context) (*area.Tree, error) {
	return area.NewTree([]area.Area{
		{ID: 1, Kind: area.County, Path: "/1/"},
		{ID: 10, Parent: 1, Kind: area.Community, Community: 10, Path: "/1/10/"},
		{ID: 20, Parent: 1, Kind: area.Community, Community: 20, Path: "/1/20/"},
	}, nil), nil
}

func clerkOf(community int64) auth.Actor {
	return auth.Actor{Person: community + 1, Postings: []auth.Posting{{Role: auth.Clerk, Area: community, Path: fmt.Sprintf("/1/%d/", community)}}}
}

func workerOf(org int64) auth.Actor {
	return auth.Actor{Person: 99, Postings: []auth.Posting{{Role: auth.OrgStaff, Org: org, Area: 1, Path: "/1/"}}}
}

func TestWhatAChangeMeans(t *testing.T) {
	post := report.Holder{Kind: report.ByPost, Role: auth.Clerk, Area: 10}
	org := report.Holder{Kind: report.ByOrg, Org: 3}
	of := func(kind report.EventKind, before, after report.Holder, urgent bool) Change {
		return Change{Kind: kind, Before: before, Holder: after, Report: report.Report{ID: 5, Area: 10, Holder: after, Urgent: urgent, State: report.Accepted}}
	}
	moved := of(report.DidLocate, post, post, false)
	moved.Areas = []int64{20}
	for _, c := range []struct {
		name   string
		who    auth.Actor
		change Change
		want   Kind // "": nothing
	}{
		{"a report comes in", clerkOf(10), of(report.DidSubmit, report.Holder{}, post, false), New},
		{"an urgent one comes in", clerkOf(10), of(report.DidSubmit, report.Holder{}, post, true), Urgent},
		{"it becomes urgent", clerkOf(10), of(report.DidAlarm, post, post, true), Urgent},
		{"an urgent one is answered", clerkOf(10), of(report.DidReply, post, post, true), Changed},
		{"elsewhere", clerkOf(20), of(report.DidSubmit, report.Holder{}, post, true), ""},
		{"it is assigned", clerkOf(10), of(report.DidAssign, post, org, false), Changed},
		{"it is assigned to me", workerOf(3), of(report.DidAssign, post, org, false), New},
		{"an urgent one is assigned to me", workerOf(3), of(report.DidAssign, post, org, true), Urgent},
		{"it stays with me", workerOf(3), of(report.DidReply, org, org, false), Changed},
		{"it was mine", workerOf(3), of(report.DidReturn, org, post, false), Changed},
		{"it is another department's", workerOf(4), of(report.DidAssign, post, org, false), ""},
		{"it was in my territory", clerkOf(20), moved, Changed},
	} {
		tree, _ := territory{}.Tree(t.Context())
		got := tell(tree, c.who, []Change{c.change})
		want := []Item{{5, c.want}}
		if c.want == "" {
			want = nil
		}
		if !slices.Equal(got.Items, want) {
			t.Errorf("%s: %v, want %v", c.name, got.Items, want)
		}
	}
}

// records is a database of lines.
type records struct {
	mu    sync.Mutex
	lines []Change
	reads atomic.Int64
	fails atomic.Bool
}

func (r *records) add(id, at int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lines = append(r.lines, Change{ID: id, At: noon, Kind: report.DidSubmit, Report: report.Report{ID: id * 10, Area: at}})
}

var errAway = errors.New("away")

func (r *records) ChangesAfter(_ context.Context, id int64, most int) (all []Change, err error) {
	r.reads.Add(1)
	if r.fails.Load() {
		return nil, errAway
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, c := range r.lines {
		if c.ID > id && len(all) < most {
			all = append(all, c)
		}
	}
	return all, nil
}

func (r *records) NewestChanges(ctx context.Context, most int) ([]Change, error) {
	all, err := r.ChangesAfter(ctx, 0, 1<<30)
	return all[max(0, len(all)-most):], err
}

func service(r *records) *Service {
	return NewService(Config{Store: r, Areas: territory{}, Now: func() time.Time { return noon }})
}

func TestManyDesksShareOneReader(t *testing.T) {
	r := &records{}
	r.add(1, 10)
	s := service(r)
	first, err := s.Wait(t.Context(), clerkOf(10), "")
	if err != nil || first.Some() {
		t.Fatal(first, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2500*time.Millisecond)
	defer cancel()
	var group sync.WaitGroup
	var heard, silent atomic.Int64
	for i := range 200 {
		group.Go(func() {
			who := clerkOf(int64(10 + 10*(i%2)))
			who.Person = int64(1000 + i)
			got, err := s.Wait(ctx, who, first.Next.String())
			switch {
			case err != nil:
				t.Error(err)
			case slices.Equal(got.Items, []Item{{20, New}}):
				heard.Add(1)
			case !got.Some():
				silent.Add(1)
				if got.Next.low() != 2 {
					t.Errorf("what is not theirs is not passed: %+v", got.Next)
				}
			}
		})
	}
	for s.count() < 200 {
		time.Sleep(time.Millisecond)
	}
	r.add(2, 10)
	group.Wait()
	if heard.Load() != 100 || silent.Load() != 100 || s.count() != 0 {
		t.Errorf("%d heard, %d heard nothing, %d are left", heard.Load(), silent.Load(), s.count())
	}
	if n := r.reads.Load(); n > 12 {
		t.Errorf("the database was read %d times", n)
	}
}

func (s *Service) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.desks
}

func TestACloseAnswersAll(t *testing.T) {
	r := &records{}
	s := service(r)
	first, _ := s.Wait(t.Context(), clerkOf(10), "")
	var group sync.WaitGroup
	for i := range 50 {
		group.Go(func() {
			who := clerkOf(10)
			who.Person = int64(i + 1)
			got, err := s.Wait(t.Context(), who, first.Next.String())
			if err != nil || got.Some() || got.Next.String() != first.Next.String() {
				t.Error(got, err)
			}
		})
	}
	for s.count() < 50 {
		time.Sleep(time.Millisecond)
	}
	begin := time.Now()
	s.Close()
	s.Close()
	group.Wait()
	if took := time.Since(begin); took > beat {
		t.Errorf("it took %s", took)
	}
	if got, err := s.Wait(t.Context(), clerkOf(10), first.Next.String()); err != nil || got.Some() {
		t.Error("after the close", got, err)
	}
}

func TestAMarkOfAnotherProcess(t *testing.T) {
	r := &records{}
	r.add(1, 10)
	a, b := service(r), service(r)
	if _, err := a.Wait(t.Context(), clerkOf(10), ""); err != nil {
		t.Fatal(err)
	}
	r.add(2, 10)
	second, _ := b.Wait(t.Context(), clerkOf(10), "")
	r.add(3, 10)
	got, err := a.Wait(t.Context(), clerkOf(10), second.Next.String()) // a has not read the second line
	if err != nil || !slices.Equal(got.Items, []Item{{30, New}}) {
		t.Errorf("%v, %v", got, err)
	}
	short, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	got, err = a.Wait(short, clerkOf(10), Mark{High: 900}.String()) // of a database that was restored since
	if err != nil || !got.All || got.Next.High != 3 {
		t.Errorf("%v, %v", got, err)
	}
	for i := range int64(tapeLength + 5) {
		r.add(10+i, 20)
	}
	if got, err = a.Wait(t.Context(), clerkOf(10), (Mark{High: 3}).String()); err != nil || !got.All {
		t.Errorf("too much has changed: %v, %v", got, err)
	}
}

func TestRefusals(t *testing.T) {
	r := &records{}
	s := service(r)
	if _, err := s.Wait(t.Context(), auth.Actor{Person: 1}, ""); !errors.Is(err, auth.ErrDenied) {
		t.Error(err)
	}
	if _, err := s.Wait(t.Context(), clerkOf(10), "?"); !errors.Is(err, ErrMark) {
		t.Error(err)
	}
	r.fails.Store(true)
	if _, err := s.Wait(t.Context(), clerkOf(10), (Mark{}).String()); !errors.Is(err, errAway) {
		t.Error(err)
	}
	for range mostByOne {
		if err := s.enter(7); err != nil {
			t.Fatal(err)
		}
	}
	who := clerkOf(10)
	who.Person = 7
	if _, err := s.Wait(t.Context(), who, (Mark{}).String()); !errors.Is(err, ErrMany) {
		t.Error(err)
	}
}
