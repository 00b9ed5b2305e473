package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/fault"
	"linli/app/inbox"
	"linli/app/media"
	"linli/app/person"
)

func TestUploadedPhotoPasses(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := newStudio(t, db)
		if _, err := s.Upload(t.Context(), auth.Actor{}, testPhoto(t)); !errors.Is(err, auth.ErrLogin) {
			t.Fatalf("a stranger: %v", err)
		}
		if _, err := s.Upload(t.Context(), auth.Actor{Person: 7}, []byte("<html>")); !errors.Is(err, media.ErrNotPicture) {
			t.Fatalf("no picture: %v", err)
		}
		up := s.upload(7)
		f := s.file(up.ID)
		if diff := cmp.Diff(up, f); diff != "" {
			t.Fatal(diff)
		}
		if f.State != media.Stored || f.Check != media.Pending || f.Width != 500 || f.Height != 400 || f.Type != "image/jpeg" {
			t.Fatalf("%+v", f)
		}
		for _, key := range []string{f.Key, f.ThumbKey} {
			r, n, err := s.blobs.Get(t.Context(), key)
			s.must(err)
			r.Close()
			if n == 0 || key == f.Key && n != int64(f.Bytes) {
				t.Errorf("blob of %d bytes", n)
			}
		}
		var asked string
		s.ask = func(account auth.Account, openid, url string) (string, error) {
			asked = string(account) + " " + openid + " " + url
			return "trace-a", nil
		}
		if got := s.jobs(); got != "media.check 1 +0" {
			t.Fatal(got)
		}
		s.work(media.JobCheck, s.Check)
		if want := "mp mp " + s.URL(f, false, s.clock.Now()); asked != want {
			t.Errorf("asked %s", asked)
		}
		if got := s.jobs(); got != "media.recheck 1 +30" {
			t.Fatal(got)
		}
		s.must(s.Check(t.Context(), f.ID)) // a second run does not submit again
		if f := s.file(f.ID); f.TraceID != "trace-a" || f.CheckTries != 1 {
			t.Errorf("%+v", f)
		}
		s.verdict(inbox.MediaVerdict{TraceID: "unknown", Pass: true})
		s.verdict(inbox.MediaVerdict{Pass: true})
		s.verdict(inbox.MediaVerdict{TraceID: "trace-a", Pass: true})
		s.verdict(inbox.MediaVerdict{TraceID: "trace-a", Pass: false})
		if f := s.file(f.ID); f.Check != media.Passed {
			t.Errorf("check is %s", f.Check)
		}
		s.clock.Forward(31 * time.Minute)
		s.work(media.JobRecheck, s.Recheck)
		s.must(s.Check(t.Context(), 999))
		if f := s.file(f.ID); f.Check != media.Passed || f.CheckTries != 1 {
			t.Errorf("%+v", f)
		}
	})
}

// A verdict that arrives before its trace id is saved is kept; one without a file is deleted after its period.
func TestAnEarlyVerdictIsKept(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := newStudio(t, db)
		for i, v := range []inbox.MediaVerdict{{Pass: true}, {}, {Code: -1008}} {
			f := s.upload(7)
			v.TraceID = fmt.Sprint("early-", i)
			s.ask = func(auth.Account, string, string) (string, error) {
				s.verdict(v)
				return v.TraceID, nil
			}
			s.must(s.Check(t.Context(), f.ID))
			want := []media.Check{media.Passed, media.Withheld, media.Pending}[i]
			if got := s.file(f.ID); got.Check != want || (want == media.Pending) != (got.TraceID == "") {
				t.Errorf("%+v: %+v", v, got)
			}
		}
		s.verdict(inbox.MediaVerdict{TraceID: "of nobody", Pass: true})
		s.clock.Forward(25 * time.Hour)
		s.must(s.db.DeleteOld(t.Context(), Table{Name: "media_verdict", Column: "at"}, s.clock.Now().Add(-media.KeepVerdicts)))
		var kept int
		s.must(s.db.pool.Get(&kept, `SELECT COUNT(*) FROM media_verdict`))
		if kept != 0 {
			t.Errorf("%d verdicts are kept", kept)
		}
	})
}

// When verdict and trace id are saved concurrently, one transaction sees the other's row.
func TestAVerdictAtTheSameMomentCounts(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := newStudio(t, db)
		for i := range 20 {
			f, v := s.upload(7), inbox.MediaVerdict{TraceID: fmt.Sprint("moment-", i), Pass: true}
			var heard sync.WaitGroup
			s.ask = func(auth.Account, string, string) (string, error) {
				heard.Go(func() {
					if err := s.files.InTx(t.Context(), func(tx media.Tx) error { return s.Verdict(t.Context(), tx, v) }); err != nil {
						t.Error(err)
					}
				})
				return v.TraceID, nil
			}
			s.must(s.Check(t.Context(), f.ID))
			heard.Wait()
			if got := s.file(f.ID); got.Check != media.Passed {
				t.Fatalf("%+v", got)
			}
		}
	})
}

func TestBadPhotoIsHeld(t *testing.T) {
	for name, v := range map[string]inbox.MediaVerdict{
		"risky":        {Pass: false},
		"cannot judge": {Code: -1010, Pass: true},
	} {
		t.Run(name, func(t *testing.T) {
			eachEngine(t, func(t *testing.T, db *DB) {
				s := newStudio(t, db)
				id := s.upload(7).ID
				s.work(media.JobCheck, s.Check)
				said := v // both engines run at once
				said.TraceID = "trace-1"
				s.verdict(said)
				if f := s.file(id); f.Check != media.Withheld {
					t.Errorf("check is %s", f.Check)
				}
			})
		})
	}
}

func TestPlatformCouldNotDownload(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := newStudio(t, db)
		id := s.upload(7).ID
		for try := 1; try <= 3; try++ {
			s.work(media.JobCheck, s.Check)
			if f := s.file(id); f.CheckTries != try || f.Check != media.Pending {
				t.Fatalf("try %d: %+v", try, f)
			}
			s.clock.Forward(time.Minute)
			s.verdict(inbox.MediaVerdict{TraceID: fmt.Sprintf("trace-%d", try), Code: -1008})
		}
		if f := s.file(id); f.Check != media.Withheld {
			t.Errorf("check is %s", f.Check)
		}
	})
}

func TestNoVerdictThreeTimes(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := newStudio(t, db)
		id := s.upload(7).ID
		s.work(media.JobCheck, s.Check)
		for range 3 {
			s.clock.Forward(10 * time.Minute)
			s.must(s.Recheck(t.Context(), id)) // too early: returns when to come back and changes nothing
			s.clock.Forward(20 * time.Minute)
			s.work(media.JobRecheck, s.Recheck)
			s.work(media.JobCheck, s.Check)
		}
		if f := s.file(id); f.Check != media.Withheld || f.CheckTries != 3 {
			t.Errorf("%+v", f)
		}
		s.verdict(inbox.MediaVerdict{TraceID: s.file(id).TraceID, Pass: true})
		if f := s.file(id); f.Check != media.Withheld {
			t.Error("a verdict after staff were asked changes nothing")
		}
	})
}

func TestPlatformAwayOrRefusing(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := newStudio(t, db)
		away, refused := s.upload(7).ID, s.upload(7).ID
		s.ask = func(auth.Account, string, string) (string, error) { return "", errors.New("connection refused") }
		for range 3 {
			if err := s.Check(t.Context(), away); err == nil {
				t.Fatal("the runner must hear of it")
			}
			if f := s.file(away); f.Check != media.Pending || f.CheckTries != 0 {
				t.Fatalf("%+v", f)
			}
			s.clock.Forward(7 * time.Hour)
		}
		s.clock.Forward(4 * time.Hour)
		s.must(s.Check(t.Context(), away))
		if f := s.file(away); f.Check != media.Withheld {
			t.Errorf("after a day: %s", f.Check)
		}

		s = newStudio(t, db)
		tried := ""
		s.known = append(s.known, person.Identity{Account: auth.Staff, OpenID: "staff"})
		s.ask = func(_ auth.Account, openid, _ string) (string, error) {
			tried += openid + " "
			return "", fault.New(fault.Often, "wechat.often", "x")
		}
		if err := s.Check(t.Context(), refused); err == nil || s.file(refused).Check != media.Pending {
			t.Errorf("too often is no refusal: %v", err)
		}
		s.ask = func(auth.Account, string, string) (string, error) { return "", media.ErrRefused }
		s.must(s.Check(t.Context(), refused))
		if f := s.file(refused); f.Check != media.Withheld || tried != "mp staff " {
			t.Errorf("%s, tried %s", f.Check, tried)
		}
		s.known = nil
		nobody := s.upload(8).ID
		s.must(s.Check(t.Context(), nobody))
		if f := s.file(nobody); f.Check != media.Withheld {
			t.Errorf("without an openid: %s", f.Check)
		}
	})
}

func TestClaim(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := newStudio(t, db)
		a, b, others := s.upload(7).ID, s.upload(7).ID, s.upload(8).ID
		waiting := s.await(media.Photo)
		if err := s.claim(7, 2, a, others); !errors.Is(err, media.ErrMissing) {
			t.Errorf("another person's file: %v", err)
		}
		if f := s.file(a); f.Community != 0 {
			t.Error("half a claim was kept")
		}
		if err := s.claim(7, 2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10); !errors.Is(err, media.ErrMany) {
			t.Errorf("ten: %v", err)
		}
		if err := s.claim(0, 2, a); !errors.Is(err, media.ErrMissing) {
			t.Errorf("a claim without a person: %v", err)
		}
		s.must(s.claim(7, 2))
		s.must(s.claim(7, 2, b, a, a, waiting))
		if err := s.claim(7, 2, a); !errors.Is(err, media.ErrMissing) {
			t.Errorf("twice: %v", err)
		}
		got, err := s.files.Files(t.Context(), 2, []int64{b, a, others})
		s.must(err)
		if len(got) != 2 || got[0].ID != a || got[1].ID != b {
			t.Errorf("%+v", got)
		}
		if got, _ := s.files.Files(t.Context(), 4, []int64{a}); len(got) != 0 {
			t.Error("another community sees it")
		}
	})
}

func TestOneReportGetsThePhoto(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := newStudio(t, db)
		id := s.upload(7).ID
		var won atomic.Int32
		start := make(chan struct{})
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				<-start
				switch err := s.claim(7, 2, id); {
				case err == nil:
					won.Add(1)
				case !errors.Is(err, media.ErrMissing):
					t.Error(err)
				}
			})
		}
		close(start)
		wg.Wait()
		if won.Load() != 1 {
			t.Errorf("%d reports got it", won.Load())
		}
	})
}

func TestDecide(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := newStudio(t, db)
		id := s.upload(7).ID
		in := func(role auth.Role, path string) auth.Actor {
			return auth.Actor{Person: 9, Postings: []auth.Posting{{Role: role, Path: path}}}
		}
		clerk := in(auth.Clerk, "/1/2/")
		if err := s.Decide(t.Context(), clerk, id, true, "没有问题"); !errors.Is(err, media.ErrMissing) {
			t.Errorf("not in a report yet: %v", err)
		}
		s.must(s.claim(7, 2, id))
		for name, c := range map[string]struct {
			who    auth.Actor
			reason string
			want   error
		}{
			"stranger":          {auth.Actor{}, "没有问题", auth.ErrLogin},
			"resident":          {auth.Actor{Person: 7}, "没有问题", auth.ErrDenied},
			"steward":           {in(auth.Steward, "/1/2/"), "没有问题", auth.ErrDenied},
			"another community": {in(auth.Clerk, "/1/4/"), "没有问题", media.ErrMissing},
			"only a grid of it": {in(auth.GridLead, "/1/2/3/"), "没有问题", media.ErrMissing},
			"without a reason":  {clerk, "", media.ErrReason},
		} {
			if err := s.Decide(t.Context(), c.who, id, true, c.reason); !errors.Is(err, c.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := db.pool.Exec(`UPDATE media_file SET verdict = ? WHERE id = ?`, media.Withheld, id); err != nil {
			t.Fatal(err)
		}
		held, err := s.Withheld(t.Context(), clerk, 2, media.Withheld, 0)
		s.must(err)
		if len(held.Items) != 1 || held.Items[0].ID != id {
			t.Errorf("held: %+v", held)
		}
		s.must(s.Decide(t.Context(), clerk, id, false, "有人脸"))
		if held, err = s.Withheld(t.Context(), clerk, 2, media.Withheld, 0); err != nil || len(held.Items) != 0 || s.file(id).Check != media.Hidden {
			t.Errorf("decided, and held: %+v %v", held, err)
		}
		if hidden, err := s.Withheld(t.Context(), clerk, 2, media.Hidden, 0); err != nil || len(hidden.Items) != 1 || hidden.Items[0].ID != id {
			t.Errorf("hidden: %+v %v", hidden, err)
		}
		if hidden, err := s.Withheld(t.Context(), clerk, 2, media.Hidden, id); err != nil || len(hidden.Items) != 0 {
			t.Errorf("behind the last one: %+v %v", hidden, err)
		}
		if _, err := s.Withheld(t.Context(), clerk, 2, media.Passed, 0); !errors.Is(err, media.ErrListing) {
			t.Errorf("a list of what everybody sees: %v", err)
		}
		if _, err := s.Withheld(t.Context(), in(auth.Clerk, "/1/4/"), 2, media.Withheld, 0); !errors.Is(err, area.ErrMissing) {
			t.Errorf("another community's list: %v", err)
		}
		s.must(s.Decide(t.Context(), in(auth.Centre, "/1/"), id, true, "没有问题"))
		if f := s.file(id); f.Check != media.Passed {
			t.Errorf("check is %s", f.Check)
		}
		var lines []string
		s.must(db.pool.Select(&lines, `SELECT action FROM audit_record WHERE community_id = 2 AND about = 'media:1' ORDER BY id`))
		if strings.Join(lines, " ") != "media.hide media.release" {
			t.Errorf("audit: %v", lines)
		}
	})
}

func TestSweep(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *DB) {
		s := newStudio(t, db)
		kept, left := s.upload(7), s.upload(7)
		s.must(s.claim(7, 2, kept.ID))
		s.clock.Forward(media.UnclaimedFor - time.Minute)
		fresh := s.upload(7)
		if n, err := s.Sweep(t.Context()); n != 0 || err != nil {
			t.Errorf("early: %d %v", n, err)
		}
		s.clock.Forward(2 * time.Minute)
		if n, err := s.Sweep(t.Context()); n != 1 || err != nil {
			t.Errorf("swept %d %v", n, err)
		}
		if _, err := s.files.File(t.Context(), left.ID); !errors.Is(err, media.ErrMissing) {
			t.Errorf("row: %v", err)
		}
		for f, want := range map[*media.File]error{&left: media.ErrMissing, &kept: nil, &fresh: nil} {
			r, _, err := s.blobs.Get(t.Context(), f.ThumbKey)
			if !errors.Is(err, want) {
				t.Errorf("blob of %d: %v", f.ID, err)
			}
			if err == nil {
				r.Close()
			}
		}
	})
}

func TestBlobsAwayIsBusy(t *testing.T) {
	db := openTest(t)
	s := newStudio(t, db)
	s.blobs = deadStore{s.blobs}
	s.open()
	_, err := s.Upload(t.Context(), auth.Actor{Person: 7}, testPhoto(t))
	if !errors.Is(err, media.ErrBusy) {
		t.Errorf("got %v", err)
	}
	if got := s.jobs(); got != "" {
		t.Errorf("a row without a picture: %s", got)
	}
}

// deadStore is a blob store that is unreachable.
type deadStore struct{ media.Blobs }

func (deadStore) Put(context.Context, string, []byte, string) error { return errors.New("away") }
