package chat

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/app/household"
	"linli/app/intent"
	"linli/app/publicity"
	"linli/app/report"
	"linli/app/when"
)

// The stages of 公开.
const (
	PublicWhat  Stage = "public"      // which of these?
	PublicWhere Stage = "public_area" // in which community?
)

const mostLines = 8 // lines of a publicity in one reply

// What the chat says about what is public, about posts and about the resident's home.
const (
	sayNonePublic = "%s现在没有公示。"
	sayPublicAll  = "\n回复数字看内容。全部公开内容：\n%s"
	sayObject     = "有不同意见，请在公开栏里提出：\n%s"
	sayNotPublic  = "好的。想看的时候回复“公开”。"
	sayNominate   = "您可以推荐邻居或自己当本楼的楼栋长、单元长或楼道红管家：\n填姓名和理由，本人愿意后公示五个工作日，没有异议由社区任命。\n请在这里推荐：\n%s"
	sayNoHousing  = "您还没有登记住在哪里。\n请回复“新搬来”登记，20 秒就好。"
	sayHomeDeeds  = "\n改人数、有人搬来搬走，请点：\n%s"
	sayMore       = "反映：直接说，查看请回复“进展”“催办”“补充”“人工”。\n服务：办事、预约、我的预约、排队、借东西、我借的、今天吃什么、停餐。\n社区：新搬来、我的家、公开、推荐。"
	inClient      = "小程序“%s”"
)

// registerWish takes the words about what is public, about posts and about one's home; they change nothing.
func (t *turn) registerWish(r intent.Reading, _ string) (func() (string, error), bool) {
	switch r.Kind {
	case intent.Public:
		return t.public, true
	case intent.Nominate:
		return func() (string, error) {
			return fmt.Sprintf(sayNominate, t.page("life/nomination/index", "推荐楼栋长")), nil
		}, true
	case intent.Home:
		return t.myHome, true
	case intent.More:
		return func() (string, error) { return sayMore, nil }, true
	}
	return nil, false
}

// page returns where a page of the client opens: its address, or its name where no web pages are served.
func (s *Service) page(path, name string) string {
	if s.web == "" {
		return fmt.Sprintf(inClient, name)
	}
	return s.web + path
}

// public lists what is public in the resident's community now.
func (t *turn) public() (string, error) {
	community, known := t.homeCommunity()
	if !known && !t.draft.about() {
		return t.askHome(PublicWhere, "", func(community int64, _ string) (string, error) { return t.publicIn(community) })
	}
	return t.listPublic(community)
}

// publicIn remembers the community and goes on there.
func (t *turn) publicIn(community int64) (string, error) {
	if err := t.settle(PublicWhere, community); err != nil {
		return "", err
	}
	return t.listPublic(community)
}

func (t *turn) listPublic(community int64) (string, error) {
	all, err := t.publics.Hanging(t.ctx, community)
	if err != nil {
		return "", err
	}
	begun := t.draft.about() || t.draft.Stage == Begin // a draft that was begun is kept
	if len(all) == 0 {
		if !begun {
			err = t.forget()
		}
		return fmt.Sprintf(sayNonePublic, t.tree.Say(community)), err
	}
	all = all[:min(len(all), mostPicks)]
	var b strings.Builder
	b.WriteString(t.tree.Say(community) + "现在公开：")
	for i, p := range all {
		fmt.Fprintf(&b, "\n%d %s %s", i+1, report.Cut(p.Title, 24), t.sayTerm(p))
	}
	fmt.Fprintf(&b, sayPublicAll, fmt.Sprintf("%s/public/%d", t.base, community))
	if begun {
		return b.String(), nil
	}
	t.draft = Draft{Person: t.person.ID, Stage: PublicWhat, Community: community}
	for _, p := range all {
		t.draft.Choices = append(t.draft.Choices, p.ID)
	}
	return b.String(), t.save()
}

// sayTerm tells the last day of a publicity, or that it is over.
func (t *turn) sayTerm(p publicity.Publicity) string {
	if !p.EndedAt.IsZero() || !t.now().Before(p.Until) {
		return "已结束"
	}
	return "到" + sayDate(when.DateOf(p.Until.Add(-time.Second)))
}

// answerPublic reads the number of a publicity. false: the words are about something else.
func (t *turn) answerPublic(r intent.Reading, said string) (string, bool, error) {
	if r.Kind == intent.Choose || r.Kind == intent.Yes && len(t.draft.Choices) == 1 {
		n := max(r.N, 1)
		if n > len(t.draft.Choices) {
			return askNumber, true, nil
		}
		if t.draft.Stage == PublicWhere {
			return t.done(t.publicIn(t.draft.Choices[n-1]))
		}
		return t.done(t.onePublic(t.draft.Choices[n-1]))
	}
	if t.draft.Stage == PublicWhere {
		if community := t.communityNamed(said); community != 0 {
			return t.done(t.publicIn(community))
		}
	}
	return "", false, nil
}

// onePublic tells what a publicity says. The list stays open.
func (t *turn) onePublic(id int64) (string, error) {
	p, err := t.publics.Get(t.ctx, t.who, id)
	if errors.Is(err, publicity.ErrMissing) {
		return "这项公示已经撤下。", nil
	}
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s（%s", p.Title, t.sayTerm(p))
	if len(p.Lines) > mostLines {
		fmt.Fprintf(&b, "，共 %d 项", len(p.Lines))
	}
	b.WriteString("）")
	if p.Words != "" {
		b.WriteString("\n" + report.Cut(p.Words, 60))
	}
	for i, l := range p.Lines[:min(len(p.Lines), mostLines)] {
		fmt.Fprintf(&b, "\n%d %s", i+1, strings.TrimSpace(l.Shown()+" "+report.Cut(l.Words, 30)))
	}
	fmt.Fprintf(&b, "\n"+sayObject, t.page(fmt.Sprintf("life/publicity/index?id=%d", id), "公开栏"))
	return b.String(), t.save()
}

// myHome tells where the resident is registered. Names of others stay on the page.
func (t *turn) myHome() (string, error) {
	own, err := t.households.Mine(t.ctx, t.who)
	if err != nil {
		return "", err
	}
	if len(own) == 0 {
		return sayNoHousing, nil
	}
	var b strings.Builder
	b.WriteString("您的家：")
	for i, one := range own[:min(len(own), mostPicks)] {
		if len(own) > 1 {
			fmt.Fprintf(&b, "\n%d ", i+1)
		}
		fmt.Fprintf(&b, "%s %s（%s）", t.tree.Say(one.Home.Area), one.Home.SayRoom(), one.State.Name())
		if one.Trusted() {
			b.WriteString(sayLiving(one))
		}
	}
	fmt.Fprintf(&b, sayHomeDeeds, t.page("life/household/index", "我的家"))
	return b.String(), nil
}

// sayLiving tells what is registered of a household.
func sayLiving(one household.Own) string {
	said := []string{fmt.Sprintf("%d 人", one.Size), one.Mine.Stay.Name(), one.Home.Tenure.Name()}
	if one.Home.Tenure == household.Unknown {
		said = slices.Delete(said, 2, 3)
	}
	return "：" + strings.Join(said, "，")
}
