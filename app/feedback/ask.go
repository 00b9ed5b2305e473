package feedback

import (
	"context"
	"time"

	"linli/app/notify"
	"linli/app/when"
)

// Asks is what Ask needs from the transaction in which something happened.
type Asks interface {
	notify.Outbox
	// AddFeedback saves a question and sets its ID. false: it has been asked about this already.
	AddFeedback(ctx context.Context, f *Feedback) (bool, error)
	// Addresses returns the WeChat accounts at which a person can be reached.
	Addresses(ctx context.Context, who int64) ([]notify.Address, error)
}

// Asking says what really happened, for whom.
type Asking struct {
	Kind      Kind
	About     int64     // the booking, the errand, the order …: asked about once
	Part      when.Date // the Monday of a week of meals; 0 otherwise
	Community int64
	Service   int64  // whose figure it counts for
	Sort      string // or which sort of them: the kind of a visit
	Title     string // 理发, 高龄津贴
	Person    int64  // who was served; for 0 nobody is asked
	Relative  int64  // who spoke for them; 0 nobody. Never staff.
}

// Ask asks once whether something was good, in the transaction in which it happened: the person, or the relative who spoke for
// somebody who cannot be reached. If neither can, staff ask at the counter or by telephone. Asking again changes nothing.
func Ask(ctx context.Context, tx Asks, a Asking, now time.Time) error {
	if a.Person == 0 {
		return nil
	}
	f := Feedback{
		Community: a.Community, Kind: a.Kind, About: a.About, Part: a.Part, Service: a.Service, Sort: a.Sort, Title: cut(a.Title), Person: a.Person,
		AskedAt: now, ExpiresAt: now.Add(Open),
	}
	for _, who := range []int64{a.Person, a.Relative} {
		if who == 0 || f.Asked != 0 {
			continue
		}
		at, err := tx.Addresses(ctx, who)
		if err != nil {
			return err
		}
		if len(at) > 0 {
			f.Asked = who
		}
	}
	added, err := tx.AddFeedback(ctx, &f)
	if err != nil || !added {
		return err
	}
	return notify.Tell(ctx, tx, noticeAsked.To(f.Asked, f.Community, About(f.ID), facts(f)), now)
}

// cut shortens a title to what is kept.
func cut(title string) string {
	letters := []rune(title)
	return string(letters[:min(len(letters), MaxTitle)])
}
