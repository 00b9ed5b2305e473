package demo

import (
	"context"
	"fmt"
	"time"

	"linli/app/bulletin"
	"linli/app/steward"
	"linli/app/when"
)

// demoBulletin is a bulletin published before the demo begins.
type demoBulletin struct {
	Days   float64
	Who    string // code
	Area   string
	Title  string
	Text   string // %s is a day in the future
	In     int    // how many days ahead that day is
	Pinned bool
}

var demoBulletins = []demoBulletin{
	{
		Days: 3, Who: "ZX-01", Area: "AP", Title: "谨防冒充社区人员的诈骗电话", In: 0,
		Text: "近期有人冒充社区工作人员，以发放补贴为由索要验证码。社区不会在电话里要验证码、密码或转账，如有疑问请打 110 或联系社区。",
	},
	{
		Days: 0.6, Who: "YG-02", Area: "YG", Title: "停水检修通知", In: 1, Pinned: true,
		Text: "因供水管道检修，阳光花园 1 至 6 号楼%s 9:00 至 15:00 停水。请提前存水，出门前关好水龙头。给您添麻烦了，谢谢理解。",
	},
	{
		Days: 1.2, Who: "YG-03", Area: "YG", Title: "敬老爱老活动邀请", In: 4,
		Text: "%s上午 9:30，社区活动室为 65 岁以上老人举办敬老活动，有健康讲座、合唱和免费理发。欢迎参加，行动不便的老人可联系楼道红管家接送。",
	},
	{
		Days: 2, Who: "CH-02", Area: "CH", Title: "义诊提醒", In: 3,
		Text: "%s上午，县医院的医生到翠湖社区义诊，可量血压、测血糖。请带身份证和正在吃的药，名额请在“预约服务”里约。",
	},
}

// demoBoardPhones are the telephones on the boards of the communities, for help and for complaints, and the clerk who
// set them. The numbers are assigned to nobody.
var demoBoardPhones = []struct{ Area, Who, Contact, Supervision string }{
	{"YG", "YG-02", "19900009101", "19900009102"},
	{"CH", "CH-02", "19900009201", "19900009202"},
	{"XY", "XY-02", "19900009301", "19900009302"},
	{"WS", "WS-02", "19900009401", "19900009402"},
	{"LC", "LC-02", "19900009501", "19900009502"},
}

// setBoardPhones returns the steps that set them.
func (p *past) setBoardPhones() (all []moment) {
	for i, b := range demoBoardPhones {
		all = append(all, moment{days: 20, report: -4, step: i, other: func(ctx context.Context, m moment) error {
			who, err := p.actor(ctx, b.Who, m)
			if err != nil {
				return err
			}
			return p.s.Stewards.SetPhones(ctx, who, p.areas[b.Area], steward.Phones{Contact: b.Contact, Supervision: b.Supervision}, "")
		}})
	}
	return all
}

// publishBulletins returns the steps that publish the bulletins.
func (p *past) publishBulletins() (all []moment) {
	for i, b := range demoBulletins {
		all = append(all, moment{days: b.Days, report: -3, step: i, other: func(ctx context.Context, m moment) error {
			who, err := p.actor(ctx, b.Who, m)
			if err != nil {
				return err
			}
			today, _ := when.Day(p.now)
			day, text := today.AddDate(0, 0, b.In).In(when.Beijing), b.Text
			if b.In > 0 {
				text = fmt.Sprintf(b.Text, fmt.Sprintf("%d月%d日", day.Month(), day.Day()))
			}
			_, err = p.s.Bulletins.Publish(ctx, who, bulletin.Bulletin{
				Area: p.areas[b.Area], Title: b.Title, Text: text, Pinned: b.Pinned, Until: p.now.Add(time.Duration(b.In+14) * 24 * time.Hour),
			})
			return err
		}})
	}
	return all
}
