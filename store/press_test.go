package store

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"linli/app/person"
	"linli/app/press"
)

// Twenty processes get the same request, or others under its key, concurrently: one write is committed, with its key.
func TestOneKeyIsBoundOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		for name, sumOf := range map[string]func(i int) string{
			"the same":   func(int) string { return "{}" },
			"all others": func(i int) string { return string(rune('a' + i)) },
		} {
			var done, again, other atomic.Int64
			before := countPeople(t, db)
			together(20, func(i int) {
				p := press.New("mp:x", name, []byte(sumOf(i)))
				err := db.inTx(press.With(t.Context(), p), func(tx *tx) error {
					return tx.AddPerson(t.Context(), &person.Person{CreatedAt: db.now()})
				})
				switch {
				case err == nil && p.Bound():
					done.Add(1)
				case errors.Is(err, press.ErrAgain) && !p.Bound():
					again.Add(1)
				case errors.Is(err, press.ErrOther) && !p.Bound():
					other.Add(1)
				default:
					t.Errorf("%s: %v", name, err)
				}
			})
			if done.Load() != 1 || again.Load()+other.Load() != 19 || (again.Load() > 0) == (other.Load() > 0) {
				t.Errorf("%s: %d done, %d again, %d refused", name, done.Load(), again.Load(), other.Load())
			}
			if n := countPeople(t, db); n != before+1 {
				t.Errorf("%s: %d deeds", name, n-before)
			}
		}
	})
}

func countPeople(t *testing.T, db *DB) (n int) {
	t.Helper()
	if err := db.pool.GetContext(t.Context(), &n, `SELECT COUNT(*) FROM person`); err != nil {
		t.Fatal(err)
	}
	return n
}

// A failed write leaves its key free; an answer is stored once, encrypted, and deleted with its key.
func TestAnswersAreKept(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s, ctx := NewPresses(db), t.Context()
		p := press.New("mp:x", "k", []byte("{}"))
		failed := errors.New("no")
		if err := db.inTx(press.With(ctx, p), func(*tx) error { return failed }); !errors.Is(err, failed) || p.Bound() {
			t.Fatalf("a failed write: %v", err)
		}
		if _, known, err := s.Press(ctx, p.ID); known || err != nil {
			t.Fatalf("its key: %v, %v", known, err)
		}
		if err := s.BindPress(ctx, p); err != nil {
			t.Fatal(err)
		}
		for _, body := range []string{"家人码 123456", "another"} {
			if err := s.KeepAnswer(ctx, p, press.Answer{Status: 201, Kind: "application/json", Body: []byte(body)}); err != nil {
				t.Fatal(err)
			}
		}
		kept, known, err := s.Press(ctx, p.ID)
		if err != nil || !known || kept.Sum != p.Sum || kept.Answer.Status != 201 || string(kept.Answer.Body) != "家人码 123456" {
			t.Fatalf("%+v, %v, %v", kept, known, err)
		}
		var clear int
		if err := db.pool.GetContext(ctx, &clear, `SELECT COUNT(*) FROM press WHERE answer LIKE '%123456%'`); err != nil || clear != 0 {
			t.Fatalf("%d in the clear, %v", clear, err)
		}
		long := press.New("mp:x", "long", nil)
		if err := errors.Join(s.BindPress(ctx, long), keepLong(ctx, s, long)); err != nil {
			t.Fatal(err)
		}
		if kept, _, err := s.Press(ctx, long.ID); err != nil || !kept.Answer.Lost {
			t.Fatalf("%v, %v", kept.Answer.Lost, err)
		}
		if err := db.DeleteOld(ctx, Table{Name: "press", Column: "at"}, db.now().Add(time.Second)); err != nil {
			t.Fatal(err)
		}
		if _, known, err := s.Press(ctx, p.ID); known || err != nil {
			t.Fatalf("after its time: %v, %v", known, err)
		}
	})
}

func keepLong(ctx context.Context, s *Presses, p *press.Press) error {
	return s.KeepAnswer(ctx, p, press.Answer{Status: 200, Body: make([]byte, press.LongestAnswer+1)})
}
