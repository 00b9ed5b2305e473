package store

import (
	"context"

	"linli/app/roster"
)

// CarryArea implements roster.Tx: whatever lies in a moved area follows it.
func (t *tx) CarryArea(ctx context.Context, m roster.Move) error {
	for _, carry := range []func(context.Context, roster.Move) error{
		t.carryReports, t.carryCalls, t.carryWhistles, t.carryBulletins, t.carryDrafts, t.carryFamilies, t.carryHomes,
	} {
		if err := carry(ctx, m); err != nil {
			return err
		}
	}
	return nil
}
