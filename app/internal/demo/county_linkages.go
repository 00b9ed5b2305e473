package demo

import (
	"context"
	"errors"

	"linli/app/linkage"
	"linli/app/post"
)

// demoLinkages are the units stationed in the county's communities, and cadres with an area of their own. Some are missing, so that
// the list of what is missing has rows.
var demoLinkages = []struct {
	by, org, person, area string // codes
	linkage.Linkage
}{
	{"YG-01", "GS", "", "YG", linkage.Linkage{Kind: linkage.Stationed, Head: "吕志刚", Deputy: "常玉梅", Contact: "小白", Team: "党员先锋队 12 人"}},
	{"CH-01", "GD", "", "CH", linkage.Linkage{Kind: linkage.Stationed, Head: "毛建国", Deputy: "顾晓光", Contact: "小史", Team: "抢修突击队 8 人"}},
	{"XY-01", "GR", "", "XY", linkage.Linkage{Kind: linkage.Stationed, Head: "邵国华", Deputy: "尹丽", Contact: "小钱", Team: "冬季服务队 10 人"}},
	{"YG-01", "", "CG-01", "YG", linkage.Linkage{Kind: linkage.Street}},
	{"YG-01", "", "YG-02", "YG-1", linkage.Linkage{Kind: linkage.Community}},
	{"YG-01", "", "YG-03", "YG-2", linkage.Linkage{Kind: linkage.Community}},
}

// demoCommittee is the residents' committee of 阳光社区, whose term ends within the year.
var demoCommittee = map[string]post.Sitter{
	"YG-01": {Title: "主任", Education: post.Degree}, "YG-02": {Title: "副主任", Education: post.College}, "YG-03": {Title: "委员", Education: post.College},
	"YG-11": {Title: "委员", Education: post.School}, "YG-12": {Title: "委员", Education: post.College},
}

// tieUnits returns the steps that station the units and enter the committee.
func (p *past) tieUnits() (all []moment) {
	for i, d := range demoLinkages {
		all = append(all, moment{days: 29, report: -8, step: i, other: func(ctx context.Context, m moment) error {
			who, err := p.actor(ctx, d.by, m)
			if err != nil {
				return err
			}
			l := d.Linkage
			l.Org, l.Person, l.Area, l.From = p.orgs[d.org], p.persons[d.person].ID, p.areas[d.area], 20260301
			if _, err = p.s.Linkages.Add(ctx, who, l); errors.Is(err, linkage.ErrLinked) {
				return nil
			}
			return err
		}})
	}
	return append(all, moment{days: 29, report: -8, step: len(demoLinkages), other: p.elect})
}

// elect enters the committee with its members, once.
func (p *past) elect(ctx context.Context, m moment) error {
	who, err := p.actor(ctx, "YG-01", m)
	if err != nil {
		return err
	}
	community := p.areas["YG"]
	known, err := p.s.Posts.Bodies(ctx, who, community)
	if err != nil || len(known) > 0 {
		return err
	}
	b, err := p.s.Posts.SetBody(ctx, who, post.Body{Community: community, Kind: post.Committee, Name: "阳光社区居民委员会", From: 20240316, To: 20270315}, "")
	if err != nil {
		return err
	}
	for code, sitter := range demoCommittee {
		sitter.Person = p.persons[code].ID
		if _, err := p.s.Posts.Seat(ctx, who, b.ID, sitter); err != nil {
			return err
		}
	}
	return nil
}
