package store

import (
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/feedback"
	"linli/app/pages"
	"linli/app/person"
)

var askedAt = time.Date(2026, 11, 2, 2, 0, 0, 0, time.UTC)

// asking is about something that was given to a person.
func asking(about, who int64) feedback.Asking {
	return feedback.Asking{Kind: feedback.Booking, About: about, Community: 1, Service: 5, Title: "理发", Person: who}
}

func count(t *testing.T, db *DB, query string, args ...any) (n int) {
	t.Helper()
	if err := db.pool.GetContext(t.Context(), &n, query, args...); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestPeopleAreAskedOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		together(20, func(int) {
			if err := db.inTx(t.Context(), func(tx *tx) error { return feedback.Ask(t.Context(), tx, asking(7, 3), askedAt) }); err != nil {
				t.Error(err)
			}
		})
		if n := count(t, db, `SELECT COUNT(*) FROM feedback`); n != 1 {
			t.Errorf("asked %d times", n)
		}
		for _, other := range []feedback.Asking{asking(8, 3), {Kind: feedback.Meal, About: 7, Part: 20261102, Community: 1, Person: 3}, {Kind: feedback.Meal, About: 7, Part: 20261109, Community: 1, Person: 3}, asking(9, 0)} {
			if err := db.inTx(t.Context(), func(tx *tx) error { return feedback.Ask(t.Context(), tx, other, askedAt) }); err != nil {
				t.Fatal(err)
			}
		}
		if n := count(t, db, `SELECT COUNT(*) FROM feedback`); n != 4 { // another booking, two weeks of meals, and nobody
			t.Errorf("%d questions", n)
		}
	})
}

func TestOneAnswerCounts(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		if err := db.inTx(t.Context(), func(tx *tx) error { return feedback.Ask(t.Context(), tx, asking(7, 3), askedAt) }); err != nil {
			t.Fatal(err)
		}
		won := wins(t, db, 20, func(tx *tx) (bool, error) {
			f, err := tx.LockFeedback(t.Context(), 1)
			if err != nil || f.Waits(askedAt) != nil {
				return false, err
			}
			f.Mark, f.AnsweredAt = feedback.Poor, askedAt
			if err := tx.SaveFeedback(t.Context(), f); err != nil {
				return false, err
			}
			return true, tx.OpenFollowUp(t.Context(), feedback.FollowUp{Source: feedback.OfFeedback, About: f.ID, Community: 1, Since: askedAt, DueAt: askedAt.Add(time.Hour)})
		})
		if won != 1 || count(t, db, `SELECT COUNT(*) FROM feedback_follow_up`) != 1 {
			t.Errorf("%d answers", won)
		}
	})
}

func TestFollowUpsStandByTheirLimit(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := NewFeedbacks(db)
		open := func(about, community int64, due time.Time) {
			t.Helper()
			if err := db.inTx(t.Context(), func(tx *tx) error {
				return tx.OpenFollowUp(t.Context(), feedback.FollowUp{Source: feedback.OfReport, About: about, Community: community, Since: askedAt, DueAt: due})
			}); err != nil {
				t.Fatal(err)
			}
		}
		open(1, 1, time.Time{})
		open(2, 1, askedAt.Add(2*time.Hour))
		open(3, 1, askedAt.Add(time.Hour))
		open(4, 2, askedAt)
		open(5, 1, askedAt.Add(time.Hour))
		open(5, 1, askedAt.Add(3*time.Hour)) // again: one row, with the new limit
		if err := db.inTx(t.Context(), func(tx *tx) error {
			return errors.Join(tx.EndFollowUp(t.Context(), feedback.OfReport, 2, 9, "", askedAt), tx.EndFollowUp(t.Context(), feedback.OfReport, 77, 9, "", askedAt))
		}); err != nil {
			t.Fatal(err)
		}
		var got []int64
		if err := pages.Each(func(after pages.Cursor) (pages.Page[feedback.FollowUp], error) {
			found, err := s.FollowUps(t.Context(), feedback.Where{Communities: []int64{1}}, after, 1)
			return pages.Full(found, 1, func(f feedback.FollowUp) pages.Cursor { return pages.Cursor{Key: followUpLimit(f.DueAt), ID: f.ID} }), err
		}, func(found []feedback.FollowUp) error {
			for _, f := range found {
				got = append(got, f.About)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]int64{3, 5, 1}, got); diff != "" {
			t.Error(diff)
		}
		for want, in := range map[int]feedback.Where{3: {Communities: []int64{1}}, 4: {Everywhere: true}, 0: {}} {
			if n, err := s.CountFollowUps(t.Context(), in); n != want || err != nil {
				t.Errorf("%+v: %d %v", in, n, err)
			}
		}
		due, err := s.FollowUpsDue(t.Context(), askedAt.Add(90*time.Minute), 10)
		if err != nil || len(due) != 2 || due[0].About != 4 || due[1].About != 3 {
			t.Errorf("%+v %v", due, err)
		}
	})
}

// A person who leaves is not called and not asked any more; their mark counts on without name and words.
func TestAPersonLeavesTheirAnswers(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		err := db.inTx(t.Context(), func(tx *tx) error {
			for i := range int64(3) {
				if err := feedback.Ask(t.Context(), tx, asking(i+1, 3), askedAt); err != nil {
					return err
				}
			}
			f, err := tx.LockFeedback(t.Context(), 1)
			if err != nil {
				return err
			}
			f.Mark, f.Words, f.AnsweredAt = feedback.Poor, "我叫老王", askedAt
			if err := tx.SaveFeedback(t.Context(), f); err != nil {
				return err
			}
			if err := tx.OpenFollowUp(t.Context(), feedback.FollowUp{Source: feedback.OfFeedback, About: 1, Community: 1, Since: askedAt}); err != nil {
				return err
			}
			if _, err := tx.q.ExecContext(t.Context(), `UPDATE feedback SET asked_id = 4 WHERE id = 3`); err != nil {
				return err
			}
			if err := tx.leaveFeedback(t.Context(), person.Person{ID: 4}, askedAt); err != nil { // a daughter
				return err
			}
			return tx.moveFeedback(t.Context(), 3, 6)
		})
		if err != nil {
			t.Fatal(err)
		}
		s := NewFeedbacks(db)
		if n, err := s.CountToAsk(t.Context(), []int64{1}, askedAt); n != 2 || err != nil { // 2 and 3: nobody can be reached
			t.Errorf("%d %v", n, err)
		}
		if err := db.inTx(t.Context(), func(tx *tx) error { return tx.leaveFeedback(t.Context(), person.Person{ID: 6}, askedAt) }); err != nil {
			t.Fatal(err)
		}
		if n, err := s.CountToAsk(t.Context(), []int64{1}, askedAt); n != 0 || err != nil {
			t.Errorf("%d are asked, %v", n, err)
		}
		if n, err := s.CountFollowUps(t.Context(), feedback.Where{Everywhere: true}); n != 0 || err != nil {
			t.Errorf("%d are called, %v", n, err)
		}
		if n := count(t, db, `SELECT COUNT(*) FROM feedback WHERE person_id > 0 OR asked_id > 0 OR words <> ''`); n != 0 {
			t.Errorf("%d rows name them", n)
		}
		want := []feedback.Counted{feedback.Count(feedback.Figure{Community: 1, Month: 202611, Kind: feedback.Booking, Service: 5, Title: "理发", Asked: 3, Answered: 1, Poor: 1})}
		if got, err := s.Figures(t.Context(), []int64{1}, 202611, 202611); err != nil || !slices.Equal(got, want) {
			t.Errorf("%+v %v", got, err)
		}
	})
}

func TestNamesAreForgottenInTime(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		err := db.inTx(t.Context(), func(tx *tx) error {
			for i := range int64(3) {
				if err := feedback.Ask(t.Context(), tx, asking(i+1, 3), askedAt); err != nil {
					return err
				}
			}
			for id := range int64(2) {
				f, err := tx.LockFeedback(t.Context(), id+1)
				if err != nil {
					return err
				}
				f.Mark, f.Words, f.AnsweredAt = feedback.Poor, "慢", askedAt
				if err := tx.SaveFeedback(t.Context(), f); err != nil {
					return err
				}
			}
			return tx.OpenFollowUp(t.Context(), feedback.FollowUp{Source: feedback.OfFeedback, About: 2, Community: 1, Since: askedAt})
		})
		if err != nil {
			t.Fatal(err)
		}
		s := NewFeedbacks(db)
		var forgot atomic.Int64
		forget := func(now time.Time) {
			t.Helper()
			n, err := s.ForgetNames(t.Context(), now.Add(-feedback.Named), now)
			if err != nil {
				t.Fatal(err)
			}
			forgot.Add(n)
		}
		forget(askedAt.Add(feedback.Open - time.Hour))
		if forgot.Load() != 0 {
			t.Error("too early")
		}
		forget(askedAt.Add(feedback.Open + time.Hour)) // the question that nobody answered
		forget(askedAt.Add(feedback.Named + time.Hour))
		forget(askedAt.Add(feedback.Named + 2*time.Hour))
		if n := count(t, db, `SELECT COUNT(*) FROM feedback WHERE person_id > 0`); forgot.Load() != 2 || n != 1 { // a person who is still to be called keeps the name
			t.Errorf("%d forgotten, %d named", forgot.Load(), n)
		}
	})
}
