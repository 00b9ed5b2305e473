package demo

import (
	"context"

	"linli/app/place"
)

// demoPlaces are premises of 阳光社区; those with the words of a service are where it takes place.
var demoPlaces = []place.Place{
	{
		Name: "一楼便民厅", Floor: "一楼", Functions: []string{"代办", "咨询"}, Metres: 160, Use: place.Services, Open: true, Seats: 20,
		Equipment: "叫号机、老花镜、轮椅", Working: "08:30-18:00", Noon: true, Resting: "09:00-17:00",
		State: [6]place.Finding{{Held: "yes"}, {Held: "yes"}, {Held: "yes"}, {Held: "yes"}, {Held: "yes"}, {Held: "yes"}}, Class: place.Fit,
	},
	{
		Name: "三楼活动室", Floor: "三楼", Functions: []string{"亲子", "文化活动"}, Metres: 90, Use: place.Services, Seats: 30, Working: "14:00-18:30",
		Resting: "09:00-17:00", Lending: place.Lending{
			On: true, Asks: true, PerWeek: 2, Ahead: 14, Hours: "09:00-12:00,14:00-21:00", Closing: []string{"关灯", "锁门", "桌椅归位"},
		},
		State: [6]place.Finding{{Held: "yes"}, {Held: "no", Words: "和办公室共用一个门"}}, Class: place.Improve,
	},
	{Name: "微消防站", Floor: "一楼", Functions: []string{"消防"}, Metres: 20, Use: place.Services, Equipment: "灭火器、水带", Class: place.Merge},
	{Name: "社区办公室", Floor: "三楼", Functions: []string{"办公"}, Metres: 70, Use: place.Offices, Open: true, Working: "08:30-12:00,14:00-18:00"},
}

// openPlaces returns the steps that enter the places.
func (p *past) openPlaces() (all []moment) {
	for i, one := range demoPlaces {
		all = append(all, moment{days: 28, report: -12, step: i, other: func(ctx context.Context, m moment) error {
			who, err := p.actor(ctx, demoLender, m)
			if err != nil {
				return err
			}
			one.Community = p.areas["YG"]
			there, err := p.s.Premises.Desk(ctx, who, one.Community)
			if err != nil {
				return err
			}
			for _, known := range there.Places {
				if known.Name == one.Name {
					return nil
				}
			}
			_, err = p.s.Premises.Add(ctx, who, one)
			return err
		}})
	}
	return all
}
