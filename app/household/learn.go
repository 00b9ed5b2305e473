package household

import (
	"cmp"
	"context"
	"time"

	"linli/app/audit"
)

// LearnTx is what Learn changes.
type LearnTx interface {
	audit.Log
	LockDwelling(ctx context.Context, id int64) (Dwelling, error)
	SaveDwelling(ctx context.Context, d Dwelling) error
	GrowAreasVersion(ctx context.Context) error
	FindHousehold(ctx context.Context, id int64) (Household, error)
	SaveHousehold(ctx context.Context, h Household) error
}

// Learned is what somebody said about a household in answer to a question.
type Learned struct {
	Check
	Household int64
	By        int64
	At        time.Time
	Looked    bool // a keeper stood at the door
}

// Learn keeps it in the register, inside the caller's transaction. Faults: ErrMissing, ErrSize, ErrWord, ErrState when the household
// has moved out.
func Learn(ctx context.Context, tx LearnTx, l Learned) error {
	if err := l.check(); err != nil {
		return err
	}
	h, err := tx.FindHousehold(ctx, l.Household)
	if err != nil {
		return err
	}
	home, err := tx.LockDwelling(ctx, h.Dwelling)
	if err != nil {
		return err
	}
	if h, err = tx.FindHousehold(ctx, l.Household); err != nil {
		return err
	}
	if h.State == Ended {
		return ErrState
	}
	if l.Check == (Check{}) && !l.Looked {
		return nil
	}
	was := home.Tenure
	if l.Looked {
		home.looked(l.Check, deedBy{person: l.By, at: l.At})
	} else {
		home.Use, home.Tenure = cmp.Or(l.Use, home.Use), cmp.Or(l.Tenure, home.Tenure)
	}
	if err := tx.SaveDwelling(ctx, home); err != nil || l.Check == (Check{}) {
		return err
	}
	if l.Size != 0 {
		h.Size = l.Size
		if err := tx.SaveHousehold(ctx, h); err != nil {
			return err
		}
	}
	if err := tx.AddAudit(ctx, audit.Record{
		Community: h.Community, At: l.At, Person: l.By, Action: "household.learn", About: about(h),
	}); err != nil || home.Tenure == was {
		return err
	}
	return tx.GrowAreasVersion(ctx)
}
