package main

import (
	"context"
	"fmt"
	"io"

	"linli/app/roster"
)

// importSheets loads a workbook's sheets, all of them or nothing, and tells what changed or which rows are wrong.
func (s *system) importSheets(ctx context.Context, out io.Writer, sheets map[string][][]string) error {
	plan, problems := roster.Parse(sheets)
	if len(problems) > 0 {
		for _, p := range problems {
			fmt.Fprintf(out, "%s 第%d行 %s：%s\n", p.Sheet, p.Row, p.Column, p.Reason)
		}
		return fmt.Errorf("workbook has %d wrong rows; nothing was imported", len(problems))
	}
	sum, err := s.roster.Load(ctx, plan)
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	for _, sheet := range []string{roster.SheetAreas, roster.SheetOrgs, roster.SheetPersons, roster.SheetPostings} {
		fmt.Fprintf(out, "%s：新增 %d，更新 %d，不变 %d\n", sheet, sum.Added[sheet], sum.Changed[sheet], sum.Same[sheet])
	}
	s.areas.Forget()
	if err := s.stewards.CheckReach(ctx); err != nil {
		return fmt.Errorf("check who can be reached: %w", err)
	}
	return nil
}
