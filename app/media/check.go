package media

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/fault"
	"linli/app/inbox"
	"linli/app/job"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/text"
)

// codeDownload is the platform's error when it could not download the picture.
const codeDownload = -1008

// errTrace means that the platform's answer cannot be kept.
var errTrace = errors.New("trace id is empty or too long")

// Check is the job JobCheck: it submits a photo to the platform, and again when no verdict came within half an hour. After
// three attempts, or a day in which submitting failed, the photo is held for staff.
func (s *Service) Check(ctx context.Context, id int64) error { return s.check(ctx, id, JobRecheck) }

// Recheck is the job JobRecheck, which alternates with Check.
func (s *Service) Recheck(ctx context.Context, id int64) error { return s.check(ctx, id, JobCheck) }

func (s *Service) check(ctx context.Context, id int64, other job.Kind) error {
	f, err := s.store.File(ctx, id)
	if errors.Is(err, ErrMissing) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("check file %d: %w", id, err)
	}
	if !f.checkable() {
		return nil
	}
	submit, wait := f.next(s.now())
	switch {
	case !wait.IsZero():
		return s.store.InTx(ctx, func(tx Tx) error { return tx.AddJob(ctx, other, id, wait) })
	case !submit:
		return s.hold(ctx, f)
	}
	trace, err := s.submit(ctx, f)
	if asked, ok := fault.As(err); ok && asked.Kind != fault.Busy && asked.Kind != fault.Often {
		return s.hold(ctx, f)
	}
	if err != nil {
		return fmt.Errorf("check file %d: %w", id, err)
	}
	return s.store.InTx(ctx, func(tx Tx) error {
		cur, err := tx.LockFile(ctx, id)
		if err != nil || !cur.checkable() {
			return err
		}
		now := s.now()
		cur.TraceID, cur.CheckedAt = trace, now
		cur.CheckTries++
		if err := tx.SaveFile(ctx, cur); err != nil { // before looking for an early verdict, see Verdict
			return err
		}
		v, err := tx.TakeVerdict(ctx, trace)
		switch {
		case errors.Is(err, ErrMissing):
			return tx.AddJob(ctx, other, id, now.Add(VerdictIn))
		case err != nil:
			return err
		}
		return s.apply(ctx, tx, cur, v, other)
	})
}

// submit tries the owner's mini-program accounts, the one of the upload first: the platform takes only those, and refuses
// an openid it has not seen for two hours.
func (s *Service) submit(ctx context.Context, f File) (trace string, err error) {
	known, err := s.persons.Identities(ctx, f.Owner)
	if err != nil {
		return "", fmt.Errorf("identities: %w", err)
	}
	err = ErrMissing // no identity to submit with
	for _, i := range askFor(known, f.Account) {
		trace, err = s.platform.CheckPicture(ctx, i.Account, i.OpenID, s.URL(f, false, s.now()))
		if err == nil && (trace == "" || len(trace) > mostTrace) {
			return "", errTrace
		}
		if _, refused := fault.As(err); !refused {
			return trace, err
		}
	}
	return "", err
}

// askFor returns the identities to submit with, best first.
func askFor(known []person.Identity, first auth.Account) []person.Identity {
	order := []auth.Account{first, auth.MP, auth.Staff}
	ask := slices.DeleteFunc(slices.Clone(known), func(i person.Identity) bool {
		return i.OpenID == "" || i.Account != auth.MP && i.Account != auth.Staff
	})
	slices.SortStableFunc(ask, func(a, b person.Identity) int {
		return slices.Index(order, a.Account) - slices.Index(order, b.Account)
	})
	return ask
}

// hold ends the check of f without a verdict, unless one came in between.
func (s *Service) hold(ctx context.Context, f File) error {
	return s.store.InTx(ctx, func(tx Tx) error {
		cur, err := tx.LockFile(ctx, f.ID)
		if err != nil || !cur.checkable() || cur.TraceID != f.TraceID {
			return err
		}
		cur.judge(Withheld, s.now())
		return tx.SaveFile(ctx, cur)
	})
}

// Verdict records the platform's verdict in the transaction that received it. A second verdict is ignored. One for an
// unknown picture is kept for a day, as it may arrive before its trace id is saved.
func (s *Service) Verdict(ctx context.Context, tx Tx, v inbox.MediaVerdict) error {
	if v.TraceID == "" || len(v.TraceID) > mostTrace {
		return nil
	}
	f, err := tx.FileByTrace(ctx, v.TraceID)
	if errors.Is(err, ErrMissing) {
		if err := tx.KeepVerdict(ctx, v, s.now()); err != nil {
			return err
		}
		// A transaction that saves this trace id also writes first and reads then: one of the two sees the other.
		if f, err = tx.FileByTrace(ctx, v.TraceID); errors.Is(err, ErrMissing) {
			return nil
		}
		if err == nil {
			_, err = tx.TakeVerdict(ctx, v.TraceID)
		}
	}
	if err != nil {
		return err
	}
	return s.apply(ctx, tx, f, v, JobCheck)
}

// apply applies a verdict to a file; again is the job that repeats the check when the platform could not download it.
func (s *Service) apply(ctx context.Context, tx Tx, f File, v inbox.MediaVerdict, again job.Kind) error {
	if !f.checkable() {
		return nil
	}
	now := s.now()
	if v.Code == codeDownload && f.CheckTries < MostChecks {
		f.TraceID, f.CheckedAt = "", now
		if err := tx.SaveFile(ctx, f); err != nil {
			return err
		}
		return tx.AddJob(ctx, again, f.ID, now)
	}
	f.judge(Withheld, now)
	if v.Pass && v.Code == 0 {
		f.judge(Passed, now)
	}
	return tx.SaveFile(ctx, f)
}

// Decide lets staff of the community release or hide a photo, with a reason for the audit log. Faults: ErrReason, ErrVoice,
// ErrMissing outside scope or for a file that was never fetched.
func (s *Service) Decide(ctx context.Context, who auth.Actor, id int64, pass bool, reason string) error {
	if err := who.Need(auth.Dispatchers...); err != nil {
		return err
	}
	if !text.Within(reason, 2, 100) {
		return ErrReason
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return fmt.Errorf("decide on file %d: %w", id, err)
	}
	return s.store.InTx(ctx, func(tx Tx) error {
		f, err := tx.LockFile(ctx, id)
		if err != nil {
			return err
		}
		home, err := tree.Get(f.Community)
		if err != nil || f.State != Stored || !who.Covers(home.Path, auth.Dispatchers...) {
			return ErrMissing
		}
		if f.Kind == Voice {
			return ErrVoice
		}
		now := s.now()
		action := "media.hide"
		f.judge(Hidden, now)
		if pass {
			action = "media.release"
			f.judge(Passed, now)
		}
		if err := tx.SaveFile(ctx, f); err != nil {
			return err
		}
		return tx.AddAudit(ctx, audit.Record{
			Community: f.Community, At: now, Person: who.Person, Action: action,
			About: fmt.Sprintf("media:%d", id), Reason: reason,
		})
	})
}

// withheldPage is the number of photos on one page of Withheld.
const withheldPage = 50

// Withheld returns one page of the photos of a community that residents do not see: those that wait for staff (Held),
// oldest first, or those that staff hid (Hidden), newest first. The page begins after the photo with the id after. Faults:
// ErrListing, area.ErrMissing.
func (s *Service) Withheld(ctx context.Context, who auth.Actor, community int64, why Check, after int64) (pages.Page[File], error) {
	if err := who.Need(auth.Dispatchers...); err != nil {
		return pages.Page[File]{}, err
	}
	if why != Withheld && why != Hidden {
		return pages.Page[File]{}, ErrListing
	}
	tree, err := s.areas.Tree(ctx)
	if err != nil {
		return pages.Page[File]{}, fmt.Errorf("withheld files: %w", err)
	}
	home, err := tree.Get(community)
	if err != nil || !who.Covers(home.Path, auth.Dispatchers...) {
		return pages.Page[File]{}, area.ErrMissing
	}
	found, err := s.store.WithheldFiles(ctx, community, why, after, withheldPage)
	return pages.Full(found, withheldPage, func(f File) pages.Cursor { return pages.Cursor{ID: f.ID} }), err
}
