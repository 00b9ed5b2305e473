package store

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/notify"
)

func TestTheWordsOfNoticesComeBackAsTheyWere(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		ctx, s := t.Context(), NewNotices(db)
		save := func(kind string, w notify.OwnWords, was string) {
			t.Helper()
			if err := s.InTx(ctx, func(tx notify.Tx) error {
				if err := tx.BumpNoticeWords(ctx); err != nil {
					return err
				}
				if text, err := tx.NoticeWordsOf(ctx, kind); err != nil || text != was {
					t.Errorf("%s was %q: %v", kind, text, err)
				}
				return tx.SaveNoticeWords(ctx, kind, w)
			}); err != nil {
				t.Fatal(err)
			}
		}
		before, err := s.NoticeWordsVersion(ctx)
		if err != nil {
			t.Fatal(err)
		}
		first := notify.OwnWords{Text: strings.Repeat("𠮷", 150) + strings.Repeat("{title}", 30), At: time.UnixMilli(1_000).UTC(), By: 5}
		last := notify.OwnWords{At: time.UnixMilli(3_000).UTC(), By: 6}
		save("report.resolved", first, "")
		save("report.resolved", last, first.Text)
		save("report.taken", first, "")
		own, err := s.NoticeWords(ctx)
		if diff := cmp.Diff(map[string]notify.OwnWords{"report.resolved": last, "report.taken": first}, own); diff != "" || err != nil {
			t.Error(diff, err)
		}
		if after, err := s.NoticeWordsVersion(ctx); err != nil || after != before+3 {
			t.Errorf("version %d after %d: %v", after, before, err)
		}
	})
}

// Of two who word different kinds at the same time, both are kept, and the version grows twice.
func TestTwoWordAtTheSameTime(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		ctx, s := t.Context(), NewNotices(db)
		before, _ := s.NoticeWordsVersion(ctx)
		var all sync.WaitGroup
		for _, kind := range []string{"a.a", "b.b", "c.c", "d.d", "e.e", "f.f"} {
			all.Go(func() {
				if err := s.InTx(ctx, func(tx notify.Tx) error {
					if err := tx.BumpNoticeWords(ctx); err != nil {
						return err
					}
					return tx.SaveNoticeWords(ctx, kind, notify.OwnWords{Text: kind})
				}); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		own, err := s.NoticeWords(ctx)
		if after, _ := s.NoticeWordsVersion(ctx); err != nil || len(own) != 6 || after != before+6 {
			t.Errorf("%d kinds, version %d after %d: %v", len(own), after, before, err)
		}
	})
}
