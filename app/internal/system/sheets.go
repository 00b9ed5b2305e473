package system

import (
	"context"
	"errors"
	"fmt"
	"io"

	"linli/app/roster"
)

// ImportSheets loads the sheets of a workbook in one transaction, and prints what changed or which rows are wrong.
func (s *System) ImportSheets(ctx context.Context, out io.Writer, sheets map[string][][]string) error {
	return s.ImportWorkbook(ctx, out, sheets, nil)
}

// ImportWorkbook is ImportSheets with the long sheets, which are read row by row.
func (s *System) ImportWorkbook(ctx context.Context, out io.Writer, sheets map[string][][]string, homes roster.Rows) error {
	plan, problems := roster.Parse(sheets)
	plan.Homes = homes
	if len(problems) > 0 {
		return s.WrongRows(out, problems)
	}
	sum, err := s.roster.Load(ctx, plan)
	var contradictions roster.Problems
	if errors.As(err, &contradictions) {
		return s.WrongRows(out, contradictions)
	}
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	s.printRows(out, sum.Notes)
	for _, sheet := range sum.Sheets() {
		fmt.Fprintln(out, s.tongue.Say("import.counts", sheet, sum.Added[sheet], sum.Changed[sheet], sum.Same[sheet]))
	}
	if err := s.Stewards.CheckReach(ctx); err != nil {
		return fmt.Errorf(Wording["import.reach"][s.tongue], err)
	}
	return nil
}

// WrongRows prints the rows that are wrong, each with its reason, and returns an error that counts them.
func (s *System) WrongRows(out io.Writer, problems []roster.Problem) error {
	s.printRows(out, problems)
	return s.tongue.Err("import.wrong", len(problems))
}

func (s *System) printRows(out io.Writer, rows []roster.Problem) {
	for _, p := range rows {
		fmt.Fprintln(out, s.tongue.Say("import.row", p.Sheet, p.Row, p.Column, p.Reason))
	}
}
