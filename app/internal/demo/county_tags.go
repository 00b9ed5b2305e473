package demo

import (
	"context"

	"linli/app/person"
)

// demoTagged are residents whom the community looks after: name, year of birth, building or unit, tags.
var demoTagged = []struct {
	name string
	born int
	home string
	tags []person.Tag
}{
	{"吴秀兰", 1944, "YANG-11-2", []person.Tag{person.Alone, person.Aged}},
	{"蔺德山", 1939, "YANG-5-1", []person.Tag{person.Alone, person.Frail}},
}

// tagResidents returns the steps: a clerk enters them, and this week a grid officer opened the list of those living alone.
func (p *past) tagResidents() (all []moment) {
	add := func(days float64, who string, do func(context.Context, moment, string) error) {
		all = append(all, moment{days: days, report: -8, step: len(all), other: func(ctx context.Context, m moment) error { return do(ctx, m, who) }})
	}
	for _, r := range demoTagged {
		add(25, "YG-02", func(ctx context.Context, m moment, who string) error {
			clerk, err := p.actor(ctx, who, m)
			if err != nil {
				return err
			}
			home := p.areas[r.home]
			at, err := p.tree.Get(home)
			if err != nil {
				return err
			}
			known, err := p.s.Persons.Enter(ctx, clerk, person.Newcomer{Name: r.name, Born: r.born, Community: at.Community, Home: home})
			if err != nil {
				return err
			}
			_, _, err = p.s.Persons.Correct(ctx, clerk, known.ID, person.Correction{Tags: &r.tags})
			return err
		})
	}
	add(1.2, "YG-21", func(ctx context.Context, m moment, who string) error {
		officer, err := p.actor(ctx, who, m)
		if err != nil {
			return err
		}
		_, err = p.s.Persons.Tagged(ctx, officer, p.areas["YG"], person.Alone, 0)
		return err
	})
	return all
}
