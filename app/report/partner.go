package report

import (
	"context"
	"errors"
	"slices"
	"strings"

	"linli/app/auth"
	"linli/app/fault"
	"linli/app/text"
)

// A partner (转来单位) is another system that passes matters on to communities, each with its number there: 12345, 信访, 综治, 融媒.
// Which there are is a list of the county. The same number of the same partner is one report.

// Line12345 is the partner whose reports have a source of their own, Hotline.
const Line12345 = "hotline"

// MostExternal is the maximum length of a number of a partner, in characters.
const MostExternal = 40

// The faults of a report that staff enter.
var (
	ErrSource   = fault.New(fault.Invalid, "report.source", "没有这种来源，请重新选择")
	ErrPartner  = fault.New(fault.Invalid, "report.partner", "请选择是哪个单位转来的")
	ErrExternal = fault.New(fault.Invalid, "report.external", "请填写原系统的编号（1 至 40 字）")
	ErrEntered  = fault.New(fault.Conflict, "report.entered", "这个编号已经登记过")
)

// Entries are the sources of reports that staff enter.
var Entries = []Source{Patrol, Counter, Call, Reception, Collect, Hotline, Passed}

// from sets where a report that staff enter came from.
func (r *Report) from(known Catalogue, d Draft) error {
	if !slices.Contains(Entries, d.Source) {
		return ErrSource
	}
	r.Partner, r.External = d.Partner, text.Line(d.External)
	switch {
	case d.Source == Hotline:
		r.Partner = Line12345
	case d.Source != Passed:
		r.Partner, r.External = "", ""
		return nil
	case known.PartnerName(d.Partner) == "":
		return ErrPartner
	case d.Partner == Line12345:
		r.Source = Hotline
	}
	if !text.Within(r.External, 1, MostExternal) {
		return ErrExternal
	}
	return nil
}

// ExternalKey is what is once in the county: the partner with its number, however it is typed. "" for a report of no partner, and
// for a part of one.
func (r Report) ExternalKey() string {
	if r.Partner == "" || r.External == "" || r.Parent != 0 {
		return ""
	}
	return r.Partner + ":" + strings.ToUpper(strings.Join(strings.Fields(text.Narrow(r.External)), ""))
}

// needNew says which report has the number already, to staff who handle that one.
func (s *Service) needNew(ctx context.Context, who auth.Actor, sc scene, r Report, err error) error {
	if !errors.Is(err, ErrEntered) {
		return err
	}
	first, lost := s.store.ReportFrom(ctx, r.ExternalKey())
	if lost != nil || !Works(sc.tree, who, first) {
		return err
	}
	return ErrEntered.Say("%s的这个编号已经登记为 %s，请在那一件里办理", sc.rules.PartnerName(r.Partner), first.Say())
}
