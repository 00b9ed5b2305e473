package store

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"linli/app/auth"
	"linli/app/person"
	"linli/app/publicity"
	"linli/app/when"
)

// toldLines counts what a subject is told.
type toldLines struct{ passed, stopped atomic.Int64 }

func (s *toldLines) LineEnded(_ context.Context, _ publicity.Tx, _ publicity.Publicity, l publicity.Line) error {
	if l.State == publicity.Passed {
		s.passed.Add(1)
	} else {
		s.stopped.Add(1)
	}
	return nil
}

var wallClerk = auth.Actor{Person: 99, Postings: []auth.Posting{{Role: auth.Clerk, Area: 2, Path: "/1/2/"}}}

// Objections of the last moment against the job that closes the term: an objection in time always holds its line, one that comes
// later never does, and the subject is told of each line once.
func TestObjectionsAndTheEndOfTheTerm(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		var clock atomic.Int64
		clock.Store(db.now().UnixMilli())
		now := func() time.Time { return time.UnixMilli(clock.Load()).UTC() }
		s := publicity.NewService(publicity.Config{
			Store: NewPublicities(db), Areas: fixedAreas{salonTree}, People: NewPersons(db), Times: when.NewClocks(NewTimes(db), now), Now: now,
		})
		told := &toldLines{}
		s.Register(publicity.General, told)
		if err := db.inTx(t.Context(), func(tx *tx) error {
			for range 20 {
				if err := tx.AddPerson(t.Context(), &person.Person{Name: "某人", Community: 2, CreatedAt: now()}); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		p, err := s.Publish(t.Context(), wallClerk, publicity.Draft{Area: 2, Title: "公示", Lines: []publicity.DraftLine{
			{Name: "王小明", Words: "甲"}, {Name: "李四", Words: "乙"},
		}})
		if err != nil {
			t.Fatal(err)
		}
		clock.Store(p.Until.Add(-time.Millisecond).UnixMilli())
		together(22, func(i int) {
			if i >= 20 {
				clock.Store(p.Until.Add(time.Minute).UnixMilli()) // from now on everything is late
				if err := s.End(t.Context()); err != nil {
					t.Error(err)
				}
				return
			}
			if _, err := s.Object(t.Context(), someone(i), p.ID, publicity.Saying{Line: p.Lines[0].ID, Words: "不同意"}); err != nil {
				t.Error(err)
			}
		})
		if err := s.End(t.Context()); err != nil {
			t.Fatal(err)
		}
		p, err = s.Get(t.Context(), wallClerk, p.ID)
		if err != nil {
			t.Fatal(err)
		}
		inTime := countRows(t, db, `SELECT COUNT(*) FROM publicity_objection WHERE late = 0`)
		if all := countRows(t, db, `SELECT COUNT(*) FROM publicity_objection`); all != 20 {
			t.Errorf("%d objections are kept", all)
		}
		want := publicity.Passed
		if inTime > 0 {
			want = publicity.Held
		}
		if p.Lines[0].State != want || p.Lines[1].State != publicity.Passed {
			t.Errorf("%d in time: %s, %s", inTime, p.Lines[0].State, p.Lines[1].State)
		}
		// Each is answered once, by one of many.
		open, err := s.Objections(t.Context(), wallClerk, publicity.Waiting, 0)
		if err != nil {
			t.Fatal(err)
		}
		var answered atomic.Int64
		together(40, func(i int) {
			_, err := s.Answer(t.Context(), wallClerk, open.Items[i%20].ID, publicity.Verdict{Words: "不属实"})
			if err == nil {
				answered.Add(1)
			} else if !errors.Is(err, publicity.ErrAnswered) {
				t.Error(err)
			}
		})
		if n := answered.Load(); n != 20 {
			t.Errorf("%d answers to 20 objections", n)
		}
		if told.passed.Load() != 2 || told.stopped.Load() != 0 {
			t.Errorf("told: %d passed, %d stopped", told.passed.Load(), told.stopped.Load())
		}
	})
}
