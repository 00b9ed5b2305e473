package estate

import (
	"context"
	"fmt"
	"regexp"
	"strings"

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

// Line is a line of work that has its own names for grids (M8).
type Line string

// Lines lists them all.
var Lines = []Line{"party", "law", "civil", "city", "petition", "market", "emergency", "epidemic"}

var lineNames = map[Line]string{
	"party": "党建", "law": "政法综治", "civil": "民政", "city": "城管", "petition": "信访", "market": "市场监管", "emergency": "应急", "epidemic": "防疫",
}

// Name returns the line in Chinese, "" for any other text.
func (l Line) Name() string { return lineNames[l] }

// Codes are the codes of a grid by line; a line without one is left out.
type Codes map[Line]string

var goodCode = regexp.MustCompile(`^[\p{L}\p{N}._#-]{1,40}$`)

// tidy returns the codes without blanks, or ErrCode.
func (c Codes) tidy() (Codes, error) {
	all := Codes{}
	for line, code := range c {
		code = strings.TrimSpace(code)
		if line.Name() == "" || code != "" && !goodCode.MatchString(code) {
			return nil, ErrCode
		}
		if code != "" {
			all[line] = code
		}
	}
	return all, nil
}

// Grid is a grid with its codes.
type Grid struct {
	Codes Codes
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
	Codes Codes
	Seen  string
}

// SetCodes writes all codes of a grid. Faults: area.ErrMissing, ErrCode, ErrCodeTaken, mark.ErrStale.
func (s *Service) SetCodes(ctx context.Context, who auth.Actor, id int64, n NewCodes) (Grid, error) {
	_, g, err := s.grid(ctx, who, id, auth.Judges)
	if err != nil {
		return Grid{}, err
	}
	codes, err := n.Codes.tidy()
	if err != nil {
		return Grid{}, err
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
