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
		return s.wrongRows(out, problems)
	}
	sum, err := s.roster.Load(ctx, plan)
	var contradictions roster.Problems
	if errors.As(err, &contradictions) {
		return s.wrongRows(out, contradictions)
	}
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	s.printRows(out, sum.Notes)
	for _, sheet := range []string{roster.SheetAreas, roster.SheetOrgs, roster.SheetPersons, roster.SheetPostings} {
		fmt.Fprintln(out, s.tongue.say("import.counts", sheet, sum.Added[sheet], sum.Changed[sheet], sum.Same[sheet]))
	}
	s.areas.Forget()
	if err := s.stewards.CheckReach(ctx); err != nil {
		return fmt.Errorf(wording["import.reach"][s.tongue], err)
	}
	return nil
}

func (s *system) wrongRows(out io.Writer, problems []roster.Problem) error {
	s.printRows(out, problems)
	return s.tongue.err("import.wrong", len(problems))
}

func (s *system) printRows(out io.Writer, rows []roster.Problem) {
	for _, p := range rows {
		fmt.Fprintln(out, s.tongue.say("import.row", p.Sheet, p.Row, p.Column, p.Reason))
	}
}
