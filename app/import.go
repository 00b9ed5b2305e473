package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"linli/app/roster"
)

// importSheets loads a workbook's sheets, all of them or nothing, and tells what changed or which rows are wrong.
func (s *system) importSheets(ctx context.Context, out io.Writer, sheets map[string][][]string) error {
	plan, problems := roster.Parse(sheets)
	if len(problems) > 0 {
		return wrongRows(out, problems)
	}
	sum, err := s.roster.Load(ctx, plan)
	var contradictions roster.Problems
	if errors.As(err, &contradictions) {
		return wrongRows(out, contradictions)
	}
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	printRows(out, sum.Notes)
	for _, sheet := range []string{roster.SheetAreas, roster.SheetOrgs, roster.SheetPersons, roster.SheetPostings} {
		fmt.Fprintf(out, "%s：新增 %d，更新 %d，不变 %d\n", sheet, sum.Added[sheet], sum.Changed[sheet], sum.Same[sheet])
	}
	s.areas.Forget()
	if err := s.stewards.CheckReach(ctx); err != nil {
		return fmt.Errorf("check who can be reached: %w", err)
	}
	return nil
}

func wrongRows(out io.Writer, problems []roster.Problem) error {
	printRows(out, problems)
	return fmt.Errorf("workbook has %d wrong rows; nothing was imported", len(problems))
}

func printRows(out io.Writer, rows []roster.Problem) {
	for _, p := range rows {
		fmt.Fprintf(out, "%s 第%d行 %s：%s\n", p.Sheet, p.Row, p.Column, p.Reason)
	}
}
