package report

import (
	"context"
	"fmt"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/when"
)

// author tells the person who reported.
func (d deed) author(kind, words string) error {
	return d.tell(kind, words, []int64{d.report.Author})
}

// holder tells everybody who holds the report now, but not who does this deed.
func (d deed) holder(kind, words string) error {
	who, err := d.holders(d.report.Holder)
	if err != nil {
		return err
	}
	return d.tell(kind, words, who)
}

// holders returns the persons behind a holder: himself, those who act in the post, those who work in the org.
func (d deed) holders(h Holder) ([]int64, error) {
	switch h.Kind {
	case ByPost:
		return person.Acting(d.ctx, d.tx, d.now, []int64{h.Area}, h.Role)
	case ByOrg:
		if h.Person != 0 {
			return []int64{h.Person}, nil
		}
		return person.InOrg(d.ctx, d.tx, d.now, h.Org)
	}
	return []int64{h.Person}, nil
}

func (d deed) tell(kind, words string, to []int64) error {
	facts, err := d.facts(words)
	if err != nil {
		return err
	}
	for _, p := range to {
		if p == d.who.Person {
			continue
		}
		if err := notify.Tell(d.ctx, d.tx, notify.Notice{
			Person: p, Community: d.report.Community, Kind: kind, About: fmt.Sprintf("report:%d", d.report.ID),
			Facts: facts, Urgent: d.report.Urgent && kind != "report.reviewed",
		}, d.now); err != nil {
			return err
		}
	}
	return nil
}

// facts are what notices about a report may say: never who reported, never a phone number.
func (d deed) facts(words string) (map[string]string, error) {
	by, err := d.say(d.report.Holder)
	if err != nil {
		return nil, err
	}
	return Facts(d.tree, *d.report, by, words, d.now), nil
}

// Facts returns what a notice about r may say.
func Facts(t *area.Tree, r Report, by, words string, now time.Time) map[string]string {
	facts := map[string]string{
		"title": r.Title(), "number": r.Say(), "place": Cut(placeOf(t, r), 20), "category": r.Category.Name(),
		"state": r.State.Name(), "by": by, "words": words, "at": when.Full(now),
	}
	if !r.DueAt.IsZero() {
		facts["due"] = when.Full(r.DueAt)
	}
	return facts
}

// say returns a holder in words: "阳光社区工作人员", "城管中队", "阳光社区网格员 王芳".
func (d deed) say(h Holder) (string, error) { return Held(d.ctx, d.tx, d.tree, h) }

// Held returns a holder in words and looks up the name of its person.
func Held(ctx context.Context, r person.Roster, t *area.Tree, h Holder) (string, error) {
	name := ""
	if h.Person != 0 {
		var err error
		if name, err = r.NameOf(ctx, h.Person); err != nil {
			return "", err
		}
	}
	return SayHolder(t, h, name), nil
}

// SayHolder returns a holder in words, with the name of its person if there is one.
func SayHolder(t *area.Tree, h Holder, name string) string {
	switch h.Kind {
	case ByOrg:
		if o, err := t.Org(h.Org); err == nil {
			return o.Name
		}
	case ByPost:
		return sayPost(t, h)
	case ByPerson:
		if h.Role != "" {
			return sayPost(t, h) + " " + name
		}
	}
	if name == "" {
		return "工作人员"
	}
	return name
}

func sayPost(t *area.Tree, h Holder) string {
	where := ""
	if c, ok := t.Up(h.Area, area.Community); ok {
		where = c.Name
	} else if a, err := t.Get(h.Area); err == nil && a.Kind == area.Street {
		where = a.Name
	}
	role := h.Role.Name()
	if where != "" && len(role) >= 6 && (role[:6] == "社区" || role[:6] == "街道") {
		role = role[6:]
	}
	return where + role
}

// Next returns what happens next with the report, by whom and until when: the one public explanation (domain.md §4).
func (r Report) Next(by string) string {
	due := when.Say(r.DueAt)
	switch r.State {
	case Submitted:
		return "等" + by + "受理，最晚 " + due
	case Accepted:
		return by + "正在安排人办理，预计 " + due + " 前办好"
	case Assigned:
		return "已交给" + by + "，预计 " + due + " 前办好"
	case InHand:
		if r.Question != "" {
			return by + "正在等您回答问题"
		}
		return by + "正在办理，预计 " + due + " 前办好"
	case Resolved:
		return "请您评价；" + due + " 前没有评价将自动关闭，办结 10 天内没解决可以要求重办"
	case Closed, Withdrawn, Refused:
		return "已结束"
	}
	return ""
}

// placeOf returns where a report is, as people say it.
func placeOf(t *area.Tree, r Report) string {
	if r.Building != 0 {
		return t.Say(r.Area)
	}
	if r.Place != "" {
		return r.Place
	}
	return t.Say(r.Area)
}

// involved keeps a list of persons free of doubles.
func involved(lists ...[]int64) []int64 {
	var all []int64
	for _, l := range lists {
		for _, p := range l {
			if p != 0 && !slices.Contains(all, p) {
				all = append(all, p)
			}
		}
	}
	return all
}
