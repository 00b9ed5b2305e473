package demo

import (
	"context"
	"errors"
	"slices"
	"strings"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/estate"
	"linli/app/steward"
	"linli/app/when"
)

// demoSettlement is an estate of the county: one of each kind of management.
type demoSettlement struct {
	by, community string   // who writes it down, and where
	buildings     []string // codes of buildings, or beginnings of them with a dash at the end
	org, payer    string   // codes of the property org, and of who pays it for a service
	facts         estate.Facts
	features      estate.Features
	contract      estate.Contract
	table         map[estate.Party]string // codes of persons
}

var demoSettlements = []demoSettlement{
	{
		by: "YG-01", community: "YG", buildings: []string{"YANG-"}, org: "AJ", payer: "MZ",
		facts: estate.Facts{
			Name: "阳光花园", Housing: estate.Garden, Built: 2012, Management: estate.Company, Committee: estate.InOffice, Until: 20281231,
			Closed: true, Parking: 620, Gates: true, Parcels: true, Phones: steward.Phones{Contact: "0318-7520101"},
		},
		features: estate.Features{Floors: 11, Lift: estate.Yes, Built: 2012, Roof: estate.Flat},
		contract: estate.Contract{What: "社工服务", Hours: 1200, Locals: 3},
		table:    map[estate.Party]string{estate.OfCommunity: "YG-01", estate.OfProperty: "AJ-01", estate.OfOwners: "HGJ-01"},
	},
	{
		by: "YG-01", community: "YG", buildings: []string{"XIANG-"},
		facts:    estate.Facts{Name: "向阳小区", Housing: estate.Old, Built: 1996, Management: estate.Residents, Committee: estate.Forming, Parking: 40},
		features: estate.Features{Floors: 6, Lift: estate.No, Built: 1996, Roof: estate.Flat, LowLying: true},
	},
	{
		by: "YG-01", community: "YG", buildings: []string{"LIANGZHAN"},
		facts:    estate.Facts{Name: "电业小区", Housing: estate.Single, Built: 1984, Management: estate.Nobody, Committee: estate.NoCommittee},
		features: estate.Features{Floors: 4, Lift: estate.No, Built: 1984, Roof: estate.Pitched, Unsafe: true, Hard: true},
	},
	{
		by: "CH-01", community: "CH", buildings: []string{"CUIHU-"}, org: "CW",
		facts: estate.Facts{
			Name: "翠湖苑", Housing: estate.Garden, Built: 2009, Management: estate.Company, Committee: estate.InOffice, Until: 20270630,
			Closed: true, Parking: 380, Parcels: true,
		},
		features: estate.Features{Floors: 9, Lift: estate.Yes, Built: 2009, Roof: estate.Flat},
	},
	{
		by: "CH-01", community: "CH", buildings: []string{"WENHUA-", "HUBIN-", "NONGJI", "YOUDIAN"}, org: "CT",
		facts:    estate.Facts{Name: "玫瑰家园", Housing: estate.Old, Built: 1991, Management: estate.State, Committee: estate.NoCommittee},
		features: estate.Features{Floors: 5, Lift: estate.No, Built: 1991, Roof: estate.Flat},
	},
	{
		by: "XY-01", community: "XY", buildings: []string{"HESHUN-"}, org: "CT",
		facts:    estate.Facts{Name: "欣悦家园", Housing: estate.Garden, Built: 2018, Management: estate.State, Committee: estate.Forming, Gates: true, Parcels: true, Parking: 260},
		features: estate.Features{Floors: 17, Lift: estate.Yes, Built: 2018, Roof: estate.Flat},
	},
}

// keepEstates returns the steps that write the estates down.
func (p *past) keepEstates() (all []moment) {
	for i, d := range demoSettlements {
		all = append(all, moment{days: 30, report: -7, step: i, other: func(ctx context.Context, m moment) error {
			who, err := p.actor(ctx, d.by, m)
			if err != nil {
				return err
			}
			return p.keepEstate(ctx, who, d)
		}})
	}
	return all
}

// keepEstate does nothing when the estate is there already.
func (p *past) keepEstate(ctx context.Context, who auth.Actor, d demoSettlement) error {
	t, err := p.s.Areas.Tree(ctx)
	if err != nil {
		return err
	}
	e := estate.Estate{Community: p.areas[d.community], Facts: d.facts}
	e.Property = p.orgs[d.org]
	for _, b := range t.Under(t.Path(e.Community), area.Building) {
		if slices.ContainsFunc(d.buildings, func(code string) bool {
			return b.Code == code || strings.HasSuffix(code, "-") && strings.HasPrefix(b.Code, code)
		}) {
			e.Buildings = append(e.Buildings, b.ID)
		}
	}
	made, err := p.s.Estates.Add(ctx, who, e)
	if errors.Is(err, estate.ErrTwice) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, b := range e.Buildings {
		if _, err := p.s.Estates.Describe(ctx, who, b, estate.Described{Features: d.features}); err != nil {
			return err
		}
	}
	return p.settle(ctx, who, made.ID, d)
}

// settle adds the contract and the table of an estate.
func (p *past) settle(ctx context.Context, who auth.Actor, id int64, d demoSettlement) error {
	if c := d.contract; c.What != "" {
		c.Estate, c.Payer, c.Operator = id, p.orgs[d.payer], p.orgs[d.org]
		year := when.DateOf(p.now) / 10000 * 10000
		c.From, c.To = year+101, year+1231
		if _, err := p.s.Estates.AddContract(ctx, who, c); err != nil {
			return err
		}
	}
	for _, side := range estate.Parties {
		if code := d.table[side]; code != "" {
			if _, err := p.s.Estates.AddSeat(ctx, who, estate.Seat{Estate: id, Party: side, Person: p.persons[code].ID}); err != nil {
				return err
			}
		}
	}
	return nil
}
