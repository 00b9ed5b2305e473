package patrol

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/notify"
	"linli/app/report"
	"linli/app/when"
)

// CloseQuiet is a recurring job: it closes rounds after four hours without a scan. A scan of that time that comes later still counts.
func (s *Service) CloseQuiet(ctx context.Context) error {
	tree, err := s.with.Areas.Tree(ctx)
	if err != nil {
		return err
	}
	now := s.with.Now()
	open, err := s.with.Store.Unwalked(ctx, now.Add(-quiet), 200)
	if err != nil {
		return err
	}
	var failed []error
	for _, p := range open {
		failed = append(failed, s.with.Store.InTx(ctx, func(tx Tx) error { return s.closeQuiet(ctx, tx, tree, p, now) }))
	}
	return errors.Join(failed...)
}

func (s *Service) closeQuiet(ctx context.Context, tx Tx, t *area.Tree, p Patrol, now time.Time) error {
	if _, err := tx.LockPerson(ctx, p.Person); err != nil {
		return err
	}
	around, err := tx.RoundsAround(ctx, p.Person, p.Last)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(around, func(o Patrol) bool { return o.ID == p.ID })
	if i < 0 || !around[i].Open() || around[i].Last.After(now.Add(-quiet)) {
		return nil
	}
	walker, err := asOf(ctx, tx, t, actor(p.Person), p.Begin)
	if err != nil {
		return err
	}
	return s.end(ctx, tx, step{t, walker, now}, around[i], now, true)
}

// tellAt is when a grid lead is told of the finds of the day that could wait (S082).
const tellAt = 17*time.Hour + 30*time.Minute

// TellFinds is a recurring job: at 17:30 it tells each grid lead, in one notice, what was found since the last time.
func (s *Service) TellFinds(ctx context.Context) error {
	now := s.with.Now()
	until := when.DateOf(now).Time().Add(tellAt)
	if now.Before(until) {
		return nil
	}
	tree, err := s.with.Areas.Tree(ctx)
	if err != nil {
		return err
	}
	found, err := s.with.Store.Untold(ctx, until, 1000)
	if err != nil {
		return err
	}
	grids := map[[2]int64][]Find{}
	var order [][2]int64
	for _, f := range found {
		key := [2]int64{f.Community, f.Grid}
		if len(grids[key]) == 0 {
			order = append(order, key)
		}
		grids[key] = append(grids[key], f)
	}
	var failed []error
	for _, key := range order {
		ids := make([]int64, len(grids[key]))
		for i, f := range grids[key] {
			ids[i] = f.Report
		}
		known, err := s.with.Store.Reports(ctx, ids)
		if err != nil {
			return err
		}
		failed = append(failed, s.with.Store.InTx(ctx, func(tx Tx) error { return s.tellGrid(ctx, tx, tree, key, grids[key], known, now) }))
	}
	return errors.Join(failed...)
}

// mostSaid is how many finds a notice names.
const mostSaid = 3

func (s *Service) tellGrid(
	ctx context.Context, tx Tx, t *area.Tree, key [2]int64, all []Find, known map[int64]report.Report, now time.Time,
) error {
	community, grid := key[0], key[1]
	leads, err := leadsOf(ctx, tx, grid, community, now)
	if err != nil {
		return err
	}
	fresh := all[:0:0]
	for _, f := range all {
		first, err := tx.TellFind(ctx, f.Report, now)
		if err != nil {
			return err
		}
		if first {
			fresh = append(fresh, f)
		}
	}
	for _, lead := range leads {
		var titles []string
		n, spot := 0, 0
		for _, f := range fresh {
			if f.Person == lead {
				continue
			}
			n++
			if f.Spot {
				spot++
			}
			if r := known[f.Report]; len(titles) < mostSaid {
				titles = append(titles, r.Title())
			}
		}
		if n == 0 {
			continue
		}
		words := fmt.Sprintf("今天发现%d处，当场处理%d处：%s", n, spot, strings.Join(titles, "、"))
		if n > len(titles) {
			words += "等"
		}
		at := grid
		if at == 0 {
			at = community
		}
		if err := notify.Tell(ctx, tx, noticeFound.To(lead, community, fmt.Sprintf("area:%d", at),
			facts(t, at, fmt.Sprintf("今天发现%d处", n), when.DateOf(now).String(), "请看一看", "网格巡查", words, now)), now); err != nil {
			return err
		}
	}
	return nil
}
