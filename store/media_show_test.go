package store

import (
	"testing"
	"time"

	"linli/app/media"
)

// A photo is shown in the chat only after its check, and uploaded once while the platform keeps it.
func TestAPhotoForTheChatIsUploadedOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := newStudio(t, db)
		f := s.upload(7)
		shows := func(wantID string, wantWait bool) {
			t.Helper()
			if id, wait, err := s.ForChat(t.Context(), f.ID); id != wantID || wait != wantWait || err != nil {
				t.Errorf("shown as %q, wait %v: %v", id, wait, err)
			}
		}
		judged := func(c media.Check) {
			t.Helper()
			s.must(s.files.InTx(t.Context(), func(tx media.Tx) error {
				f, err := tx.LockFile(t.Context(), f.ID)
				if err != nil {
					return err
				}
				f.Check = c
				return tx.SaveFile(t.Context(), f)
			}))
		}
		shows("", true)
		judged(media.Passed)
		shows("shown-1", false)
		s.clock.Forward(59 * time.Hour)
		shows("shown-1", false)
		s.clock.Forward(2 * time.Hour)
		shows("shown-2", false)
		judged(media.Hidden)
		shows("", false)
		if _, _, err := s.ForChat(t.Context(), 999); err == nil {
			t.Error("a photo that does not exist is shown")
		}
	})
}
