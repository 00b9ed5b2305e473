package media

import (
	"context"
	"slices"
)

// Claims is what giving files to a report needs from its open transaction.
type Claims interface {
	// ClaimFiles gives the owner's unclaimed, not lost files among ids to the community and returns how many those were.
	ClaimFiles(ctx context.Context, owner int64, ids []int64, community int64) (int, error)
	// MoveFiles takes files along when their report moves to another community.
	MoveFiles(ctx context.Context, ids []int64, community int64) error
}

// Claim gives files of owner to a report in community, in the report's own transaction. It returns ErrMany, or
// ErrMissing when one of them is not owner's, is lost, or belongs to a report already.
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
