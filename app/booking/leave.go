package booking

import (
	"context"

	"linli/app/auth"
)

// Leave cancels what is ahead of a person who closes their account, and erases their answers, inside the caller's
// transaction. Places go to the waitlist. The caller holds the person's lock and calls committed after the commit.
func (d *Desk) Leave(ctx context.Context, tx Tx, who int64) (committed func(context.Context), err error) {
	ahead, err := tx.AheadOf(ctx, who, d.now())
	if err != nil {
		return nil, err
	}
	var after []func(context.Context)
	for _, b := range ahead {
		inner, done := d.Within(tx)
		after = append(after, done)
		if _, err := inner.act(ctx, auth.Actor{}, b.ID, func(deed *deed, b *Booking) error {
			if !b.State.Alive() {
				return nil
			}
			return deed.cancel(b, "")
		}); err != nil {
			return nil, err
		}
	}
	return func(ctx context.Context) {
		for _, done := range after {
			done(ctx)
		}
	}, tx.EraseAnswers(ctx, who)
}
