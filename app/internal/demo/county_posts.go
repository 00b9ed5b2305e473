package demo

import (
	"context"

	"linli/app/auth"
	"linli/app/post"
)

// demoNomination is a nomination that has come to a state before the demo begins.
type demoNomination struct {
	Ago     float64 // days before now
	By      string  // code of the resident
	Role    auth.Role
	Area    string
	Self    bool
	Name    string
	Words   string
	Reasons []post.Reason
	Public  bool
}

// demoNominations are one during its public term, and one with a name and no person.
var demoNominations = []demoNomination{
	{
		Ago: 2, By: "JM-04", Role: auth.BuildingLead, Area: "YANG-8", Self: true, Words: "我退休了，时间多，愿意为大家跑腿。", Public: true,
	},
	{Ago: 0.3, By: "JM-02", Role: auth.BuildingLead, Area: "YANG-3", Name: "钱大姐", Words: "谁家有事她都去帮忙。", Reasons: []post.Reason{post.Warm, post.Fair}},
}

// demoBadges are the badges that staff of 阳光社区 wear.
var demoBadges = []struct{ Code, Number string }{{"HGJ-01", "YG-H01"}, {"YG-21", "YG-W21"}, {"JM-01", "YG-D01"}}

// fillPosts returns the steps of the nominations and badges.
func (p *past) fillPosts() (all []moment) {
	add := func(days float64, do func(context.Context, moment) error) {
		all = append(all, moment{days: days, report: -7, step: len(all), other: do})
	}
	for _, n := range demoNominations {
		var made post.Nomination
		add(n.Ago, func(ctx context.Context, m moment) error {
			who, err := p.actor(ctx, n.By, m)
			if err != nil {
				return err
			}
			made, err = p.s.Posts.Propose(ctx, who, post.Proposal{
				Role: n.Role, Area: p.areas[n.Area], Self: n.Self, Name: n.Name, Words: n.Words, Reasons: n.Reasons,
			})
			return err
		})
		if !n.Public {
			continue
		}
		add(n.Ago-0.1, func(ctx context.Context, m moment) error {
			who, err := p.actor(ctx, "YG-02", m)
			if err != nil {
				return err
			}
			_, err = p.s.Posts.Publish(ctx, who, made.ID, 0)
			return err
		})
	}
	for _, b := range demoBadges {
		add(30, func(ctx context.Context, m moment) error {
			who, err := p.actor(ctx, "YG-01", m)
			if err != nil {
				return err
			}
			holder, err := p.actor(ctx, b.Code, m)
			if err != nil {
				return err
			}
			_, err = p.s.Posts.Give(ctx, who, post.Issue{Person: holder.Person, Kind: post.BadgeGear, Number: b.Number})
			return err
		})
	}
	return all
}
