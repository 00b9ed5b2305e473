package demo

import (
	"context"
	"fmt"

	"linli/app/inquiry"
)

// demoInquiry is a question of a resident of 阳光社区, with the answer if there is one.
type demoInquiry struct {
	Ago    float64 // days before now
	Who    string
	Words  string
	Answer string
	After  float64 // days until the answer
}

var demoInquiries = []demoInquiry{
	{Ago: 1.6, Who: "JM-05", Words: "我的社保卡丢了，到哪里补办？要带什么？", Answer: "带身份证到社区服务大厅2号窗口，当场就能补办。", After: 0.1},
	{Ago: 0.3, Who: "JM-02", Words: "我妈妈八十了，怎么申请高龄津贴？"},
}

// demoAnswerer is the clerk who answers.
const demoAnswerer = "YG-02"

// askQuestions returns the steps in which residents ask and staff answer.
func (p *past) askQuestions() (all []moment) {
	for _, q := range demoInquiries {
		var asked inquiry.Inquiry
		all = append(all, moment{days: q.Ago, report: -5, step: 100 + len(all), other: func(ctx context.Context, m moment) error {
			who, err := p.actor(ctx, q.Who, m)
			if err != nil {
				return err
			}
			asked, _, err = p.s.Inquiries.Ask(ctx, who, inquiry.Question{Community: p.areas["YG"], Words: q.Words})
			if err != nil {
				return fmt.Errorf("%q: %w", q.Words, err)
			}
			return nil
		}})
		if q.Answer == "" {
			continue
		}
		all = append(all, moment{days: q.Ago - q.After, report: -5, step: 100 + len(all), other: func(ctx context.Context, m moment) error {
			who, err := p.actor(ctx, demoAnswerer, m)
			if err == nil {
				_, err = p.s.Inquiries.Answer(ctx, who, asked.ID, q.Answer)
			}
			return err
		}})
	}
	return all
}
