package ledger

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/errand"
	"linli/app/person"
)

// Entrusted is one errand with the names that belong to it.
type Entrusted struct {
	errand.Errand
	In, Name, Phone string
	First, Doer     string
}

// ErrandColumns lists the columns of the ledger of errands (代办台账).
var ErrandColumns = []Column[Entrusted]{
	{"编号", 10, func(e Entrusted) any { return e.Say() }},
	{"社区", 16, func(e Entrusted) any { return e.In }},
	{"申请时间", 17, func(e Entrusted) any { return e.AskedAt }},
	{"来源", 12, func(e Entrusted) any { return e.Source.Name() }},
	{"事项", 24, func(e Entrusted) any { return e.Title }},
	{"姓名", 12, func(e Entrusted) any { return e.Name }},
	{"手机号", 14, func(e Entrusted) any { return e.Phone }},
	{"状态", 14, func(e Entrusted) any { return e.State.ToStaff() }},
	{"首问", 12, func(e Entrusted) any { return e.First }},
	{"代办人", 12, func(e Entrusted) any { return e.Doer }},
	{"接办时间", 17, func(e Entrusted) any { return e.TakenAt }},
	{"承诺时限", 17, func(e Entrusted) any { return e.WholeDue }},
	{"递交时间", 17, func(e Entrusted) any { return e.HandedAt }},
	{"办成时间", 17, func(e Entrusted) any { return e.DoneAt }},
	{"送达或结束", 17, func(e Entrusted) any { return e.EndedAt }},
	{"告知次数", 10, func(e Entrusted) any { return e.Tells }},
	{"居民跑腿次数", 12, func(e Entrusted) any { return e.Trips }},
	{"回执号", 16, func(e Entrusted) any { return e.Outside }},
	{"结果", 40, func(e Entrusted) any { return e.Result }},
	{"下一步去哪", 30, func(e Entrusted) any { return e.Door }},
}

// Cells returns the row; its texts cannot act as formulas.
func (e Entrusted) Cells() []any { return cells(ErrandColumns, e) }

// entrusted returns the functions for the errands that were asked for in a period. Others than the keepers of the community get none.
func (s *Service) entrusted(who auth.Actor) written {
	keeps := func(p Part) bool { return who.Covers(p.Area.Path, auth.Keepers...) }
	return written{
		count: func(ctx context.Context, p Part) (int, error) {
			if !keeps(p) {
				return 0, nil
			}
			return s.store.CountErrands(ctx, p)
		},
		write: func(ctx context.Context, t *area.Tree, p Part, reveal bool, book Book) (rows int, err error) {
			if !keeps(p) {
				return 0, nil
			}
			for after := int64(0); ; {
				found, err := s.store.ReadErrands(ctx, p, after, Page)
				if err != nil || len(found) == 0 {
					return rows, err
				}
				if err := s.writeErrands(ctx, t, found, reveal, book); err != nil {
					return rows, err
				}
				rows, after = rows+len(found), found[len(found)-1].ID
			}
		},
	}
}

func (s *Service) writeErrands(ctx context.Context, t *area.Tree, found []errand.Errand, reveal bool, book Book) error {
	var ids []int64
	for _, e := range found {
		ids = append(ids, e.Person, e.First, e.Holder)
	}
	slices.Sort(ids)
	known := map[int64]person.Person{}
	for some := range slices.Chunk(slices.Compact(ids), 1000) {
		named, err := s.names.Persons(ctx, some)
		if err != nil {
			return err
		}
		maps.Copy(known, named)
	}
	for _, e := range found {
		row := Entrusted{
			Errand: e, In: t.Say(e.Community), Name: known[e.Person].Name, Phone: phone(known[e.Person].Phone, reveal),
			First: known[e.First].Name, Doer: known[e.Holder].Name,
		}
		if err := book.Row(row.Cells()); err != nil {
			return fmt.Errorf("write ledger: %w", err)
		}
	}
	return nil
}
