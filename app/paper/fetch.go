package paper

import (
	"context"
	"errors"
	"fmt"
	"time"

	"linli/app/auth"
	"linli/app/fault"
	"linli/app/job"
	"linli/app/media"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/text"
	"linli/app/when"
)

// FetchJob downloads the photo of the paper that it refers to.
const FetchJob job.Kind = "paper.fetch"

const mostMediaID = 512

// Platform is the part of WeChat that papers need (media.Platform).
type Platform interface {
	// FetchMedia downloads a photo of the chat, at most max bytes. A fault of kind Missing or Invalid means that a retry is useless.
	FetchMedia(ctx context.Context, mediaID string, max int64) (data []byte, contentType string, err error)
}

// Bring is how a capability takes a paper of a person for the nth thing that one of its matters lacks.
type Bring func(ctx context.Context, who auth.Actor, matter int64, nth int, paper int64) error

// Sent is a photo of a document that a person sent in the chat for the nth material of the matter About.
type Sent struct {
	Name    string
	About   string
	Nth     int
	MediaID string
}

// Waits is the transaction in which a photo is sent.
type Waits interface {
	CountPapers(ctx context.Context, whose int64) (int, error)
	AddPaper(ctx context.Context, p *Paper) error
	AddJob(ctx context.Context, k job.Kind, about int64, at time.Time) error
}

// Await adds a paper whose photo the platform still has, in the transaction of the message: FetchJob seals it and brings it to the matter.
// Nothing of it is a file of media. The person is locked. Faults: ErrMissing, ErrFull.
func Await(ctx context.Context, tx Waits, whose person.Person, s Sent, now time.Time) error {
	if s.MediaID == "" || len(s.MediaID) > mostMediaID || known(s.About) == "" {
		return ErrMissing
	}
	n, err := tx.CountPapers(ctx, whose.ID)
	if err != nil {
		return err
	}
	if n >= MaxPapers {
		return ErrFull
	}
	a := Adding{Name: string([]rune(text.Line(s.Name))[:min(MaxName, len([]rune(text.Line(s.Name))))])}
	if err := a.check(when.DateOf(now)); err != nil {
		a.Name = "补交的材料"
	}
	p := Paper{
		Community: whose.Community, Person: whose.ID, Name: a.Name, Type: "image/jpeg", Key: newKey(), State: Arriving, Way: ByChat, CreatedAt: now,
		DropAt: now.Add(media.FetchFor + arriveIn), MediaID: s.MediaID, For: s.About, Nth: s.Nth,
	}
	if err := tx.AddPaper(ctx, &p); err != nil {
		return err
	}
	return tx.AddJob(ctx, FetchJob, p.ID, now)
}

// Fetch is the job FetchJob. Repeating it changes nothing; after an error it is retried. When the photo cannot be had, or the matter no
// longer wants it, its person is told.
func (s *Service) Fetch(ctx context.Context, id int64) error {
	p, err := s.store.Sent(ctx, id)
	if errors.Is(err, ErrMissing) {
		return nil
	}
	if err == nil && p.State == Arriving {
		err = s.fetch(ctx, &p)
	}
	if err == nil {
		err = s.bring(ctx, p)
	}
	if hopeless(err) {
		return s.lose(ctx, p, err)
	}
	if err != nil {
		return fmt.Errorf("fetch paper %d: %w", id, err)
	}
	return nil
}

// fetch seals the photo.
func (s *Service) fetch(ctx context.Context, p *Paper) error {
	data, _, err := s.platform.FetchMedia(ctx, p.MediaID, int64(media.DefaultLimits.Bytes))
	if err != nil {
		return err
	}
	clean, err := media.CleanContext(ctx, data, media.DefaultLimits)
	if err != nil {
		return err
	}
	if err := s.put(ctx, *p, clean.Full); err != nil {
		return err
	}
	now := s.now()
	p.State, p.Bytes = Here, len(clean.Full)
	p.settle(now)
	return s.store.InTx(ctx, func(tx Deeds) error {
		if err := tx.PaperHere(ctx, *p); err != nil {
			return err
		}
		return tx.AddAudit(ctx, s.line(auth.Actor{Person: p.Person}, *p, "paper.add", p.For))
	})
}

// bring hands the paper to the matter in the name of its person, once.
func (s *Service) bring(ctx context.Context, p Paper) error {
	word, id, ok := parse(p.For)
	bring := s.brings[word]
	if !ok || bring == nil {
		return ErrMissing
	}
	return bring(ctx, auth.Actor{Person: p.Person, Request: fmt.Sprintf("paper:%d", p.ID)}, id, p.Nth, p.ID)
}

// hopeless says that a retry would end the same way.
func hopeless(err error) bool {
	f, ok := fault.As(err)
	return ok && f.Kind != fault.Busy && f.Kind != fault.Often
}

// lose tells the person why the photo is not with the matter. What is here stays with them until its day.
func (s *Service) lose(ctx context.Context, p Paper, why error) error {
	words := "照片没有收到"
	if f, ok := fault.As(why); ok && p.State == Here {
		words = f.Text
	}
	return s.store.InTx(ctx, func(tx Deeds) error {
		if p.State == Arriving {
			gone, err := tx.LockDue(ctx, p.ID)
			if err != nil {
				return err
			}
			gone.leave(s.now())
			if err := tx.SavePaper(ctx, gone); err != nil {
				return err
			}
		}
		return notify.Tell(ctx, tx, noticeLost.To(p.Person, p.Community, fmt.Sprintf("paper:%d", p.ID), notify.Facts{
			notify.FactTitle: p.Name, notify.FactNumber: fmt.Sprintf("CL%d", p.ID), notify.FactState: "没有收下", notify.FactWords: words, notify.FactAt: when.Full(s.now()),
		}), s.now())
	})
}
