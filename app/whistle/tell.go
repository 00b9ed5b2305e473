package whistle

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"linli/app/auth"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/report"
	"linli/app/when"
)

// orgs notifies the staff of the called seats; of a seat that everybody has left meanwhile, the staff of the whole org.
func (d *deed) orgs(kind notify.Kind, words string) error {
	for _, m := range d.whistle.Musters {
		working, err := report.Behind(d.ctx, d.tx, d.tree, d.now, m.Held())
		if err != nil {
			return err
		}
		if len(working) == 0 {
			if working, err = report.Behind(d.ctx, d.tx, d.tree, d.now, Muster{Org: m.Org}.Held()); err != nil {
				return err
			}
		}
		if err := d.tell(kind, words, working); err != nil {
			return err
		}
	}
	return nil
}

// community tells the caller and the community's clerks what the actor's org says.
func (d *deed) community(kind notify.Kind, words string) error {
	clerks, err := person.Acting(d.ctx, d.tx, d.now, []int64{d.whistle.Community}, auth.Clerk)
	if err != nil {
		return err
	}
	return d.tell(kind, words, append([]int64{d.whistle.Caller}, clerks...))
}

// missed tells the caller and the secretary which orgs have not mustered.
func (d *deed) missed(late []int64) error {
	who, err := person.Acting(d.ctx, d.tx, d.now, []int64{d.whistle.Community}, auth.Secretary)
	if err != nil {
		return err
	}
	names := make([]string, len(late))
	for i, org := range late {
		names[i] = d.org(org)
	}
	return d.tell(noticeMissed, strings.Join(names, "、"), append([]int64{d.whistle.Caller}, who...))
}

// tell notifies each person once, except the actor.
func (d *deed) tell(kind notify.Kind, words string, to []int64) error {
	slices.Sort(to)
	for _, p := range slices.Compact(to) {
		if p == d.who.Person {
			continue
		}
		n := Notices.When(d.whistle.Urgent, kind).To(p, d.whistle.Community, fmt.Sprintf("whistle:%d", d.whistle.ID), d.facts(words))
		if err := notify.Tell(d.ctx, d.tx, n, d.now); err != nil {
			return err
		}
	}
	return nil
}

// facts are what a notice about a whistle may say: nothing about the author of its report.
func (d *deed) facts(words string) notify.Facts {
	w := d.whistle
	by := d.tree.Say(w.Community)
	if d.muster != nil {
		by = d.org(d.muster.Org)
	}
	title := w.Words
	if w.Urgent {
		title = "紧急：" + title
	}
	return notify.Facts{
		notify.FactTitle: report.Cut(title, 20), notify.FactNumber: w.Say(), notify.FactPlace: report.Cut(d.place(), 20), notify.FactState: w.State.Name(),
		notify.FactBy: by, notify.FactWords: words, notify.FactAt: when.Full(d.now), notify.FactDue: when.Full(w.By), notify.FactCount: strconv.Itoa(w.Recurrence),
	}
}

func (d *deed) place() string {
	if d.whistle.Place != "" {
		return d.whistle.Place
	}
	return d.tree.Say(d.whistle.Area)
}

// summary returns the whistle in one line, for the report's timeline.
func (d *deed) summary(said string) string {
	parts := []string{"吹哨（" + d.whistle.Say() + "）办结：" + said}
	for _, m := range d.whistle.Musters {
		line := d.org(m.Org) + " " + m.State.Name()
		if m.Late {
			line += "（迟到）"
		}
		if m.Result != "" {
			line += "，" + m.Result
		}
		parts = append(parts, line)
	}
	return strings.Join(parts, "；")
}
