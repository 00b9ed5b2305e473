package report

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/when"
)

// author notifies the author of the report, and the other contacts of the org in whose name it was reported: each of them may
// answer.
func (d deed) author(kind notify.Kind, words string) error {
	if d.report.Parent != 0 { // the author is told about the whole only
		return nil
	}
	if err := d.tell(kind, words, []int64{d.report.Author}); err != nil {
		return err
	}
	return d.contacts(kind, words)
}

// contacts notifies the contacts of the report's org, except its author; the title names the org, because they did not write it.
func (d deed) contacts(kind notify.Kind, words string) error {
	if d.report.Org == 0 {
		return nil
	}
	posts, err := d.roster.PostingsIn(d.ctx, d.report.Org)
	if err != nil {
		return err
	}
	others := actingAt(posts, d.now, auth.OrgContact, func(person.Posting) bool { return true })
	others = slices.DeleteFunc(others, func(p int64) bool { return p == d.report.Author })
	o, err := d.tree.Org(d.report.Org)
	if err != nil {
		return nil //nolint:nilerr // a deleted org has no contacts
	}
	d.before = Cut(o.Name, 8) + "·"
	return d.tell(kind, words, others)
}

// holder notifies all persons behind the holder, except the actor.
func (d deed) holder(kind notify.Kind, words string) error {
	who, err := d.holders(d.report.Holder)
	if err != nil {
		return err
	}
	return d.tell(kind, words, who)
}

// holders returns the persons behind a holder now.
func (d deed) holders(h Holder) ([]int64, error) { return Behind(d.ctx, d.roster, d.tree, d.now, h) }

// Behind returns the persons behind a holder at the given time: for a person, they or, during their absence, the substitute;
// for a post, all who act in it; for an org, the person who took the report, or else the staff at its seat, or above it while
// nobody acts there, or in the orgs above it.
func Behind(ctx context.Context, r person.Roster, t *area.Tree, at time.Time, h Holder) ([]int64, error) {
	switch {
	case h.Kind == ByPost:
		return person.Acting(ctx, r, at, []int64{h.Area}, h.Role)
	case h.Kind == ByOrg && h.Person == 0:
		posts, err := r.PostingsIn(ctx, h.Org)
		if err != nil {
			return nil, err
		}
		exactly := actingAt(posts, at, auth.OrgStaff, func(p person.Posting) bool { return p.Area == h.Area })
		if len(exactly) > 0 {
			return exactly, nil
		}
		above := actingAt(posts, at, auth.OrgStaff, func(p person.Posting) bool { return covers(p.Area, pathOf(t, p.Area), h.Area, t) })
		if len(above) > 0 {
			return above, nil
		}
		return answering(ctx, r, t, at, h)
	}
	who, err := person.StandIn(ctx, r, at, h.Person)
	return []int64{who}, err
}

// actingAt returns who acts for an org in the chosen posts with a role, each once.
func actingAt(posts []person.Posting, at time.Time, role auth.Role, chosen func(person.Posting) bool) []int64 {
	var who []int64
	for _, p := range posts {
		if id := p.ActsFor(at); p.Role == role && id != 0 && chosen(p) && !slices.Contains(who, id) {
			who = append(who, id)
		}
	}
	return who
}

func (d deed) tell(kind notify.Kind, words string, to []int64) error {
	facts, err := d.facts(words)
	if err != nil {
		return err
	}
	facts[notify.FactTitle] = d.before + facts[notify.FactTitle]
	if kind.Chat != "" && len(d.Files) > 0 {
		facts[notify.FactPhoto] = strconv.FormatInt(d.Files[0], 10)
	}
	for _, p := range to {
		if p == d.who.Person {
			continue
		}
		n := Notices.When(d.report.Pinned(), kind).To(p, d.report.Community, fmt.Sprintf("report:%d", d.report.ID), facts)
		n.Urgent = n.Urgent || d.report.Urgent && kind != noticeReviewed
		if err := notify.Tell(d.ctx, d.tx, n, d.now); err != nil {
			return err
		}
	}
	return nil
}

// facts are what a notice about a report may say: never the author, never a phone number.
func (d deed) facts(words string) (notify.Facts, error) {
	by, err := d.say(d.report.Holder)
	if err != nil {
		return nil, err
	}
	return Facts(d.tree, *d.report, by, words, d.now), nil
}

// Facts returns what a notice about r may say.
func Facts(t *area.Tree, r Report, by, words string, now time.Time) notify.Facts {
	facts := notify.Facts{
		notify.FactTitle: r.headline(), notify.FactNumber: r.Say(), notify.FactPlace: Cut(placeOf(t, r), 20), notify.FactCategory: r.CategoryName,
		notify.FactState: r.State.Name(), notify.FactBy: by, notify.FactWords: words, notify.FactAt: when.Full(now),
	}
	for fact, at := range map[notify.Fact]time.Time{notify.FactDue: r.WholeDue, factStepDue: r.DueAt, factAskedDue: r.AskedDue} {
		if !at.IsZero() {
			facts[fact] = when.Full(at)
		}
	}
	return facts
}

// say returns a holder in words: "阳光社区工作人员", "城管中队", "阳光社区网格员 王芳".
func (d deed) say(h Holder) (string, error) { return Held(d.ctx, d.roster, d.tree, h) }

// Held returns a holder in words, with the name of its person from the roster.
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
	case ByProperty:
		return "所在小区的物业公司"
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

// Reader is who reads an explanation.
type Reader int

// The readers.
const (
	ToAuthor Reader = iota // is asked to answer and to review
	ToOthers               // staff, stewards and neighbours: reads what the author is asked
)

// ReadBy says as whom the actor reads about the report.
func (r Report) ReadBy(who auth.Actor) Reader {
	if r.Author == who.Person || who.SpeaksFor(r.Org) {
		return ToAuthor
	}
	return ToOthers
}

// Next returns the one public explanation of what happens next: by whom, until when, and what follows a delay (domain.md
// §4). by is the holder, asked the post asked because of a delay, then the post asked next; "" if none or unknown.
func (r Report) Next(to Reader, by, asked, then string) string {
	switch {
	case r.State == Resolved && to == ToAuthor:
		return "请您评价；" + when.Say(r.DueAt) + " 前没有评价将自动关闭，办结 10 天内没解决可以要求重办"
	case r.State == Resolved:
		return "已办结，等反映人评价；" + when.Say(r.DueAt) + " 前没有评价将自动关闭，办结 10 天内可以要求重办"
	case r.State == Merged && to == ToAuthor:
		return "和邻居反映的是同一件事，" + by + "正在合并办理，结果会告诉您"
	case r.State == Merged:
		return "已并入同一件事，" + by + "正在合并办理，结果会告诉反映人"
	case !r.Open():
		return "已结束"
	case r.waits() && to == ToAuthor:
		return by + "正在等您回答问题；" + when.Say(r.PausedUntil) + " 前没有回答会继续办理"
	case r.waits():
		return by + "正在等反映人回答问题；" + when.Say(r.PausedUntil) + " 前没有回答会继续办理"
	case r.Paused():
		return "现在无法办理，" + when.Say(r.PausedUntil) + " 恢复办理"
	}
	next := r.step(by)
	switch {
	case r.Level > 0 && asked != "":
		next += "；已超时，正请" + asked + "督促，" + when.Say(r.AskedDue) + " 前落实"
		if then != "" {
			next += "，再超时将请" + then + "督促"
		}
	case then != "":
		next += "；超时将请" + then + "督促"
	}
	return next
}

// step returns the holder's current task and its deadline.
func (r Report) step(by string) string {
	if r.State == Submitted {
		return "等" + by + "受理，最晚 " + when.Say(r.DueAt)
	}
	until := "，预计 " + when.Say(r.WholeDue) + " 前办好"
	switch r.State {
	case Accepted:
		return by + "正在安排人办理" + until
	case Assigned:
		return "已交给" + by + until
	}
	return by + "正在办理" + until
}

// placeOf returns the place of a report in words.
func placeOf(t *area.Tree, r Report) string {
	if r.Building != 0 {
		return t.Say(r.Area)
	}
	if r.Place != "" {
		return r.Place
	}
	return t.Say(r.Area)
}

// involved merges lists of persons without duplicates.
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
