package estate

import (
	"context"
	"fmt"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/fault"
	"linli/app/mark"
)

// The faults of the codes of grids.
var (
	ErrCode      = fault.New(fault.Invalid, "estate.code", "编码只能用字母、数字、汉字、横线，最多 40 个字")
	ErrCodeTaken = fault.New(fault.Conflict, "estate.code_taken", "这个编码在同一条线已属于另一个网格")
)

// Grid is a grid with its codes.
type Grid struct {
	Codes area.Codes
	Keeps bool // the actor may change them
}

func (s *Service) grid(ctx context.Context, who auth.Actor, id int64, roles []auth.Role) (*area.Tree, area.Area, error) {
	if err := who.Need(roles...); err != nil {
		return nil, area.Area{}, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return nil, area.Area{}, err
	}
	g, err := t.Get(id)
	if err != nil || g.Kind != area.Grid || !who.Covers(g.Path, roles...) {
		return nil, area.Area{}, area.ErrMissing
	}
	return t, g, nil
}

// Codes returns the codes of a grid. Fault: area.ErrMissing.
func (s *Service) Codes(ctx context.Context, who auth.Actor, id int64) (Grid, error) {
	t, g, err := s.grid(ctx, who, id, auth.Handlers)
	if err != nil {
		return Grid{}, err
	}
	codes, err := s.store.GridCodes(ctx, id)
	return Grid{codes, Keeps(t, who, g.Community)}, err
}

// NewCodes are all codes of a grid, with the mark of those that the actor read.
type NewCodes struct {
	Codes area.Codes
	Seen  string
}

// SetCodes writes all codes of a grid. Faults: area.ErrMissing, ErrCode, ErrCodeTaken, mark.ErrStale.
func (s *Service) SetCodes(ctx context.Context, who auth.Actor, id int64, n NewCodes) (Grid, error) {
	_, g, err := s.grid(ctx, who, id, auth.Judges)
	if err != nil {
		return Grid{}, err
	}
	codes, ok := n.Codes.Tidy()
	if !ok {
		return Grid{}, ErrCode
	}
	return Grid{codes, true}, s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.LockCommunity(ctx, g.Community); err != nil {
			return err
		}
		was, err := tx.GridCodes(ctx, id)
		if err != nil {
			return err
		}
		if err := mark.Need(n.Seen, was); err != nil {
			return err
		}
		if err := tx.SaveGridCodes(ctx, id, codes); err != nil {
			return err
		}
		return tx.AddAudit(ctx, audit.Record{
			Community: g.Community, At: s.now(), Person: who.Person, Action: "estate.codes", About: fmt.Sprintf("area:%d", id),
		})
	})
}
