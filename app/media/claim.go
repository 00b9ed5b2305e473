package media

import (
	"context"
	"slices"
)

// Claims gives files to a report in its open transaction.
type Claims interface {
	// ClaimFiles gives the owner's unclaimed, not lost files among ids to the community and returns their number.
	ClaimFiles(ctx context.Context, owner int64, ids []int64, community int64) (int, error)
	// ReleaseFiles takes files from what has claimed them; the sweep deletes them.
	ReleaseFiles(ctx context.Context, ids []int64) error
	// MoveFiles moves the files of a report to another community.
	MoveFiles(ctx context.Context, ids []int64, community int64) error
}

// Claim gives files of owner to a report in community, in the report's transaction. ErrMany, or ErrMissing for a file that
// is not owner's, is lost, or belongs to a report.
func Claim(ctx context.Context, tx Claims, owner int64, ids []int64, community int64) error {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	switch {
	case len(ids) == 0:
		return nil
	case len(ids) > MostPerReport:
		return ErrMany
	case owner == 0 || community == 0:
		return ErrMissing
	}
	n, err := tx.ClaimFiles(ctx, owner, ids, community)
	if err != nil {
		return err
	}
	if n != len(ids) {
		return ErrMissing
	}
	return nil
}
