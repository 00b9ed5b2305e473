package journal

import (
	"cmp"
	"context"
	"crypto/rand"
	"time"

	"linli/app/audit"
	"linli/app/auth"
	"linli/app/media"
	"linli/app/pages"
	"linli/app/text"
	"linli/app/when"
	"linli/app/work"
)

// Entry is work that has no record of its own.
type Entry struct {
	Kind    work.Kind
	Area    int64 // 0: the area of the actor's post
	Words   string
	Files   []int64
	Minutes int
	At      time.Time // zero: now. A telephone without a network sends it later
	With    []int64   // colleagues who did it too
}

func (e *Entry) check(now time.Time, known work.Book) error {
	e.Words = text.Words(e.Words)
	at, ok := when.ByPhone(e.At, now, notedSince)
	switch e.At = at; {
	case known.Name(e.Kind) == "":
		return ErrKind
	case !text.Within(e.Words, 2, work.MaxWords):
		return ErrWords
	case e.Minutes < 0 || e.Minutes > maxMinutes:
		return ErrMinutes
	case !ok:
		return ErrTime
	case len(e.Files) > mostFiles:
		return media.ErrMany
	}
	return nil
}

// Note writes a line for work that has no record of its own, in the area of one of the actor's posts, and one for each colleague who
// did it too. Faults: ErrKind, ErrWords,
// ErrMinutes, ErrTime, ErrPlace, work.ErrColleague, work.ErrColleagues.
func (s *Service) Note(ctx context.Context, who auth.Actor, e Entry) error {
	if err := who.Need(auth.Posted...); err != nil {
		return err
	}
	known, err := work.BookOf(ctx, s.with.Words)
	if err != nil {
		return err
	}
	if err := e.check(s.with.Now(), known); err != nil {
		return err
	}
	tree, err := s.with.Areas.Tree(ctx)
	if err != nil {
		return err
	}
	at := cmp.Or(e.Area, postArea(who))
	place, err := tree.Get(at)
	if err != nil || place.Community == 0 && e.Area != 0 {
		return ErrPlace
	}
	post, ok := work.PostAt(tree, who, at)
	if !ok {
		return ErrPlace
	}
	l := work.Line{
		Community: place.Community, Person: who.Person, Post: post, At: e.At, Minutes: e.Minutes, Kind: e.Kind,
		About: "note:" + cmp.Or(who.Request, rand.Text()), Deed: work.Note, Area: at, Words: e.Words, Files: e.Files, Noted: true, WrittenAt: s.with.Now(),
		Sensitive: known.Private(e.Kind),
	}
	return s.with.Store.InTx(ctx, func(tx Tx) error {
		if err := media.Claim(ctx, tx, who.Person, l.Files, l.Community); err != nil {
			return err
		}
		if err := tx.AddWork(ctx, l); err != nil {
			return err
		}
		return work.Share(ctx, tx, tree, who, e.With, l, l.WrittenAt)
	})
}

// postArea returns the area of the actor's first post that has one.
func postArea(who auth.Actor) int64 {
	for _, p := range who.Postings {
		if p.Area != 0 && p.Role != auth.Operator {
			return p.Area
		}
	}
	return 0
}

// TakeBack removes an own note, or a line that a colleague wrote for the actor, within 24 hours. Faults: ErrMissing, ErrDerived, ErrOver.
func (s *Service) TakeBack(ctx context.Context, who auth.Actor, id int64) error {
	if err := who.Need(auth.Posted...); err != nil {
		return err
	}
	return s.with.Store.InTx(ctx, func(tx Tx) error {
		l, err := tx.LockLine(ctx, id)
		switch {
		case err != nil:
			return err
		case l.Person != who.Person:
			return ErrMissing
		case !removable(l):
			return ErrDerived
		case s.with.Now().Sub(writtenAt(l)) > takeBack:
			return ErrOver
		}
		if l.Deed == work.Visited {
			if err := tx.LeaveVisit(ctx, l.About, who.Person); err != nil {
				return err
			}
		}
		if err := tx.AddAudit(ctx, audit.Record{
			Community: l.Community, At: s.with.Now(), Person: who.Person, Action: "work.take_back", About: l.About,
		}); err != nil {
			return err
		}
		return tx.DropLine(ctx, id)
	})
}

// Own returns one page of the actor's own lines, the newest day first. Faults: ErrDays.
func (s *Service) Own(ctx context.Context, who auth.Actor, d Days, after pages.Cursor) (pages.Page[work.Line], error) {
	if err := who.Need(auth.Posted...); err != nil {
		return pages.Page[work.Line]{}, err
	}
	if err := d.check(when.DateOf(s.with.Now())); err != nil {
		return pages.Page[work.Line]{}, err
	}
	found, err := s.with.Store.LinesOf(ctx, who.Person, d, after, pages.Size)
	if err != nil {
		return pages.Page[work.Line]{}, err
	}
	err = s.addColleagues(ctx, found)
	return pages.Full(found, pages.Size, cursor), err
}

func cursor(l work.Line) pages.Cursor { return pages.Cursor{Key: int64(l.Day()), ID: l.ID} }

// MayTakeBack says whether the person may still remove the line.
func (s *Service) MayTakeBack(l work.Line, who auth.Actor) bool {
	return removable(l) && l.Person == who.Person && s.with.Now().Sub(writtenAt(l)) <= takeBack
}

// removable says whether a line is a note, or was written by a colleague. What the program wrote stays.
func removable(l work.Line) bool { return l.Noted || l.By != 0 }

func writtenAt(l work.Line) time.Time {
	if l.WrittenAt.IsZero() {
		return l.At
	}
	return l.WrittenAt
}
