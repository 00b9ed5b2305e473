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

// orgs tells everybody who works in a called org.
func (d *deed) orgs(kind, words string) error {
	for _, m := range d.whistle.Musters {
		working, err := person.InOrg(d.ctx, d.tx, d.now, m.Org)
		if err != nil {
			return err
		}
		if err := d.tell(kind, words, working); err != nil {
			return err
		}
	}
	return nil
}

// community tells who whistled and the community's clerks what the actor's org says.
func (d *deed) community(kind, words string) error {
	clerks, err := person.Acting(d.ctx, d.tx, d.now, []int64{d.whistle.Community}, auth.Clerk)
	if err != nil {
		return err
	}
	return d.tell(kind, words, append([]int64{d.whistle.Caller}, clerks...))
}

// missed tells who whistled and the secretary which orgs are not there.
func (d *deed) missed(late []int64) error {
	who, err := person.Acting(d.ctx, d.tx, d.now, []int64{d.whistle.Community}, auth.Secretary)
	if err != nil {
		return err
	}
	names := make([]string, len(late))
	for i, org := range late {
		names[i] = d.org(org)
	}
	return d.tell("whistle.missed", strings.Join(names, "、"), append([]int64{d.whistle.Caller}, who...))
}

// tell tells each person once, but not who does this deed.
func (d *deed) tell(kind, words string, to []int64) error {
	slices.Sort(to)
	for _, p := range slices.Compact(to) {
		if p == d.who.Person {
			continue
		}
		if err := notify.Tell(d.ctx, d.tx, notify.Notice{
			Person: p, Community: d.whistle.Community, Kind: kind, About: fmt.Sprintf("whistle:%d", d.whistle.ID),
			Facts: d.facts(words),
		}, d.now); err != nil {
			return err
		}
	}
	return nil
}

// facts are what notices about a whistle may say: nothing of who reported.
func (d *deed) facts(words string) map[string]string {
	w := d.whistle
	by := d.tree.Say(w.Community)
	if d.muster != nil {
		by = d.org(d.muster.Org)
	}
	return map[string]string{
		"title": report.Cut(w.Words, 20), "number": w.Say(), "place": report.Cut(d.place(), 20), "state": w.State.Name(),
		"by": by, "words": words, "at": when.Full(d.now), "due": when.Full(w.By), "count": strconv.Itoa(w.Recurrence),
	}
}

func (d *deed) place() string {
	if d.whistle.Place != "" {
		return d.whistle.Place
	}
	return d.tree.Say(d.whistle.Area)
}

// summary is the whistle in one line for the report's timeline.
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
