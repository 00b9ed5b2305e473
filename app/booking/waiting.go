package booking

import (
	"context"
	"fmt"

	"linli/app/auth"
	"linli/app/home"
	"linli/app/when"
)

// Waiting returns held places, what begins today or tomorrow, and bookings in cancelled sessions.
func (d *Desk) Waiting(ctx context.Context, who auth.Actor) ([]home.Item, error) {
	all, err := d.near(ctx, who)
	if err != nil {
		return nil, err
	}
	lost, err := d.Lost(ctx, who)
	for _, m := range lost {
		b := m.Booking
		all = append(all, home.Item{
			Kind: home.Rebook, Title: m.Service.Name, Say: fmt.Sprintf("%s这一场不办了，可以改约。", when.Say(b.BeginAt)), ID: b.ID, At: b.EndedAt,
		})
	}
	return all, err
}

// near returns held places, and what begins today or tomorrow.
func (d *Desk) near(ctx context.Context, who auth.Actor) (all []home.Item, err error) {
	ahead, err := d.Ahead(ctx, who)
	if err != nil {
		return nil, err
	}
	t, err := d.areas.Tree(ctx)
	if err != nil {
		return nil, err
	}
	now := d.now()
	_, tomorrow := when.Day(now)
	for _, m := range ahead {
		b := m.Booking
		item := home.Item{Title: m.Service.Name, ID: b.ID, At: b.BeginAt}
		switch {
		case b.State == Offered && now.Before(b.OfferTill):
			item.Kind, item.At = home.Offer, b.OfferTill
			item.Say = fmt.Sprintf("%s有名额了，请在%s前确认。", when.Say(b.BeginAt), when.Say(b.OfferTill))
		case b.Seated && b.BeginAt.Before(tomorrow.AddDate(0, 0, 1)):
			item.Kind, item.Say = home.Visit, fmt.Sprintf("%s，%s，%d号。", when.Say(b.BeginAt), SayPlace(t, m.Service), b.Number)
		default:
			continue
		}
		all = append(all, item)
	}
	return all, nil
}
