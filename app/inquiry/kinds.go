package inquiry

import (
	"context"
	"fmt"

	"linli/app/area"
	"linli/app/notify"
	"linli/app/when"
)

// Notices are the kinds of notice about inquiries.
var Notices notify.Kinds

// The kinds of notice. An answer in the chat needs no card; otherwise the card says where to read it.
var (
	NoticeAsked    = Notices.Add(notify.Kind{Name: "inquiry.asked", Title: "居民咨询", Text: "{place}有居民咨询，请回复：{words}", Page: "office/inquiry/index?id={id}", ForStaff: true})
	noticeAnswered = Notices.Add(notify.Kind{
		Name: "inquiry.answered", Title: "社区回复了您", Text: "{by}回复您的咨询：{words}", Page: "life/inquiry/index?id={id}", MustKnow: true,
		Chat: "{by}回复：\n{words}", ChatFirst: true,
	})
)

var _ = Notices.Describe(notify.Subject{
	Name:   "居民咨询",
	Labels: map[notify.Fact]string{notify.FactPlace: "哪个社区", notify.FactBy: "谁回复"},
	Example: notify.Facts{
		notify.FactTitle: "居民咨询", notify.FactNumber: "ZX31", notify.FactPlace: "幸福社区", notify.FactState: "已回复", notify.FactBy: "幸福社区",
		notify.FactWords: "老年证可以到社区服务大厅办，带身份证和一张照片，周一到周五上午都行。", notify.FactAt: "2026年11月29日 09:30",
	},
	Words: map[string]string{NoticeAsked.Name: "请问办老年证要带什么材料？"},
})

// Consents are the notices a resident is asked to agree to, most wanted first.
var Consents = []notify.Kind{noticeAnswered}

// about is the subject of a notice.
func (i Inquiry) about() string { return fmt.Sprintf("inquiry:%d", i.ID) }

// facts are what a notice may say.
func (d deed) facts(i Inquiry, words string) notify.Facts {
	return notify.Facts{
		notify.FactTitle: "居民咨询", notify.FactNumber: fmt.Sprintf("ZX%d", i.ID), notify.FactPlace: Office(d.tree, i.Community),
		notify.FactState: i.State.Name(), notify.FactBy: Office(d.tree, i.Community), notify.FactWords: words, notify.FactAt: when.Full(d.now),
	}
}

// Office says which staff an inquiry of the community is for.
func Office(t *area.Tree, community int64) string {
	if a, err := t.Get(community); err != nil || a.Kind == area.Community {
		return t.Say(community)
	}
	return "县网格中心"
}

// alert tells the staff of the community that an inquiry waits.
func (d deed) alert(ctx context.Context, i Inquiry, words string, staff []int64) error {
	for _, who := range staff {
		n := NoticeAsked.To(who, i.Community, i.about(), d.facts(i, words))
		n.Urgent = i.Urgent
		if err := notify.Tell(ctx, d.tx, n, d.now); err != nil {
			return err
		}
	}
	return nil
}
