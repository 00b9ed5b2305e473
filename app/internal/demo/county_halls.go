package demo

import (
	"context"
	"time"

	"linli/app/hall"
	"linli/app/person"
	"linli/app/report"
	"linli/app/when"
)

// demoUse is a use of 三楼活动室: asked so many days ago for a time some days from today.
type demoUse struct {
	Asked   float64
	Day     int // from today; negative: it is over
	From    int // hour
	Hours   int
	Who     string // code of a person with an account, or
	Name    string // name and number of somebody at the counter
	Phone   person.Phone
	Team    string
	Purpose string
	People  int
	Agreed  bool
}

var demoUses = []demoUse{
	{Asked: 6, Day: -3, From: 19, Hours: 2, Who: "JM-02", Team: "阳光舞蹈队", Purpose: "排练重阳节节目", People: 16, Agreed: true},
	{Asked: 2, Day: 2, From: 19, Hours: 2, Who: "JM-02", Team: "阳光舞蹈队", Purpose: "排练元旦节目", People: 16, Agreed: true},
	{Asked: 1, Day: 3, From: 9, Hours: 2, Name: "秦老师", Phone: "19900008821", Purpose: "家长会", People: 20},
	{Asked: 0.5, Day: 4, From: 19, Hours: 1, Who: "JM-03", Purpose: "楼组议事，说说停车", People: 12},
}

// demoSuggestions are what residents raise with the delegate; one of them without a name.
var demoSuggestions = []report.Suggestion{
	{Words: "健身器材旁边装一盏灯，晚上锻炼看得见。"},
	{Words: "希望每季度公开一次小区的公共收益。", Nameless: true},
}

// suggest returns the steps that raise something with the delegate.
func (p *past) suggest() (all []moment) {
	for i, one := range demoSuggestions {
		all = append(all, moment{days: 3, report: -3, step: i, other: func(ctx context.Context, m moment) error {
			who, err := p.actor(ctx, "JM-03", m)
			if err != nil {
				return err
			}
			one.Community, one.Host = p.areas["YG"], p.persons["JM-01"].ID
			_, err = p.s.Reports.Suggest(ctx, who, one)
			return err
		}})
	}
	return all
}

// lendPlaces returns the steps that borrow 三楼活动室.
func (p *past) lendPlaces() (all []moment) {
	today, _ := when.Day(p.now)
	for i, u := range demoUses {
		all = append(all, moment{days: u.Asked, report: -4, step: i, other: func(ctx context.Context, m moment) error {
			who, err := p.actor(ctx, demoLender, m)
			if err != nil {
				return err
			}
			there, err := p.s.Premises.Desk(ctx, who, p.areas["YG"])
			if err != nil {
				return err
			}
			w := hall.Wish{Team: u.Team, Purpose: u.Purpose, People: u.People, Name: u.Name, Phone: u.Phone}
			for _, one := range there.Places {
				if one.Name == "三楼活动室" {
					w.Place = one.ID
				}
			}
			w.From = today.AddDate(0, 0, u.Day).Add(time.Duration(u.From) * time.Hour)
			w.To = w.From.Add(time.Duration(u.Hours) * time.Hour)
			if u.Who == "" {
				_, err = p.s.Halls.Enter(ctx, who, w)
				return err
			}
			asker, err := p.actor(ctx, u.Who, m)
			if err != nil {
				return err
			}
			made, err := p.s.Halls.Ask(ctx, asker, w)
			if err == nil && u.Agreed {
				who.Request += "-agree" // another press than the one that asked
				_, err = p.s.Halls.Agree(ctx, who, made.ID)
			}
			return err
		}})
	}
	return all
}
