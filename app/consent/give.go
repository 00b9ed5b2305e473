package consent

import (
	"context"
	"time"
)

// Give records that the person agrees, also to what the kind includes. What is in force already stays as it is.
func Give(ctx context.Context, tx Tx, c Consent) error {
	if also, ok := needs[c.Kind]; ok {
		included := c
		included.Kind = also
		if err := tx.AddConsent(ctx, included); err != nil {
			return err
		}
	}
	return tx.AddConsent(ctx, c)
}

// Withdraw ends the consent of a person to a kind, and to what cannot be without it. None in force changes nothing.
func Withdraw(ctx context.Context, tx Tx, person int64, k Kind, how How, by int64, at time.Time) error {
	for dependent, on := range needs {
		if on != k {
			continue
		}
		if err := tx.WithdrawConsent(ctx, person, dependent, how, by, at); err != nil {
			return err
		}
	}
	return tx.WithdrawConsent(ctx, person, k, how, by, at)
}

// Boards are what a row of the roster says about a person's name and number on boards: both or none.
var Boards = []Kind{BoardName, BoardPhone}

// OfRoster are the kinds that a roster may enter.
var OfRoster = []Kind{BoardName, BoardPhone, Plate}

// Follow does what a row of the roster says about some kinds. What the person decided
// themselves stays; then followed is false. by is who applied the roster, 0 for the operator's shell.
func Follow(ctx context.Context, tx Tx, person int64, kinds []Kind, yes bool, by int64, at time.Time) (followed bool, err error) {
	all, err := tx.ConsentsOf(ctx, person)
	if err != nil {
		return false, err
	}
	followed = true
	for _, k := range kinds {
		switch follow(of(all, k), yes) {
		case give:
			err = tx.AddConsent(ctx, Consent{Person: person, Kind: k, How: Roster, By: by, From: at})
		case withdraw:
			err = tx.WithdrawConsent(ctx, person, k, Roster, by, at)
		case refused:
			followed = false
		case stay:
		}
		if err != nil {
			return false, err
		}
	}
	return followed, nil
}
