package stories

import (
	"strings"
	"testing"

	"linli/app/report"
)

// inState submits a report, brings it into one of the states by real steps, and returns its id.
func (w *world) inState(s report.State, wang, clerk *citizen) string {
	w.Helper()
	id := wang.submits("路灯不亮", "阳光花园3号楼")
	post := fields{"to": fields{"kind": "post", "role": "clerk", "area_id": w.id("阳光社区")}}
	way := map[report.State][]func(){
		report.Withdrawn: {func() { wang.asks(id, "withdraw", nil) }},
		report.Refused:   {func() { clerk.acts(id, "refuse", fields{"words": "不归我们管"}) }},
		report.Merged: {func() {
			main := w.someone("老李").submits("路灯不亮", "阳光花园3号楼")
			clerk.acts(id, "merge", fields{"into_id": main})
		}},
	}[s]
	for _, step := range []struct {
		to report.State
		do func()
	}{
		{report.Accepted, func() { clerk.acts(id, "accept", nil) }},
		{report.Assigned, func() { clerk.acts(id, "assign", post) }},
		{report.InHand, func() { clerk.acts(id, "take", nil) }},
		{report.Resolved, func() { clerk.acts(id, "resolve", fields{"outcome": "solved", "words": "好了"}) }},
		{report.Closed, func() { wang.asks(id, "review", fields{"satisfied": true}) }},
	} {
		if way != nil || s == report.Submitted {
			break
		}
		step.do()
		if step.to == s {
			break
		}
	}
	for _, do := range way {
		do()
	}
	if got := clerk.sees("staff", id)["state"]; got != string(s) {
		w.Fatalf("the report is %v, want %s", got, s)
	}
	return id
}

// deed is one step of a report.
type deed struct {
	who     *citizen
	account string
	path    string // with ID for the id
	in      any
	works   map[report.State]report.State // the legal states, and the state afterwards
	other   string                        // the error in other states
}

func (w *world) deeds(wang, clerk, steward *citizen) map[string]deed {
	w.Helper()
	words := fields{"words": "好的"}
	const own, staff, tend = api + "/reports/ID/", staffAPI + "ID/", api + "/steward/reports/ID/"
	const no = "409 report.state"
	to := func(to report.State, from ...report.State) map[report.State]report.State {
		m := map[report.State]report.State{}
		for _, f := range from {
			m[f] = to
		}
		return m
	}
	stay := func(in ...report.State) map[report.State]report.State {
		m := map[report.State]report.State{}
		for _, s := range in {
			m[s] = s
		}
		return m
	}
	urged := stay(report.Submitted, report.Accepted, report.Assigned, report.InHand, report.Merged)
	shelf := fields{"file_ids": []string{steward.uploads("mp", photo(20, 20))}}
	return map[string]deed{
		"withdraw": {wang, "mp", own + "withdraw", nil, to(report.Withdrawn, report.Submitted), no},
		"urge":     {wang, "mp", own + "urge", nil, urged, no},
		"add":      {wang, "mp", own + "add", words, urged, no},
		"answer":   {wang, "mp", own + "answer", words, nil, "409 report.not_asked"},
		"review":   {wang, "mp", own + "review", fields{"satisfied": true}, to(report.Closed, report.Resolved), no},
		"reopen":   {wang, "mp", own + "reopen", nil, to(report.InHand, report.Resolved, report.Closed), no},
		"accept":   {clerk, "staff", staff + "accept", nil, to(report.Accepted, report.Submitted), no},
		"refuse":   {clerk, "staff", staff + "refuse", words, to(report.Refused, report.Submitted), no},
		"assign": {
			clerk, "staff", staff + "assign",
			fields{"to": fields{"kind": "post", "role": "clerk", "area_id": w.id("阳光社区")}},
			to(report.Assigned, report.Accepted, report.Assigned), no,
		},
		"locate":  {clerk, "staff", staff + "locate", fields{"area_id": w.id("1单元")}, stay(report.Submitted, report.Accepted), no},
		"take":    {clerk, "staff", staff + "take", nil, to(report.InHand, report.Accepted, report.Assigned), no},
		"return":  {clerk, "staff", staff + "return", words, to(report.Accepted, report.Assigned, report.InHand), no},
		"ask":     {clerk, "staff", staff + "ask", words, stay(report.Accepted, report.InHand), no},
		"reply":   {clerk, "staff", staff + "reply", words, stay(report.States...), ""},
		"note":    {clerk, "staff", staff + "note", words, stay(report.States...), ""},
		"resolve": {clerk, "staff", staff + "resolve", fields{"outcome": "solved", "words": "好了"}, to(report.Resolved, report.InHand), no},
		"look":    {steward, "mp", tend + "look", words, stay(report.States...), ""},
		"resolve as steward": {
			steward, "mp", tend + "resolve", shelf,
			to(report.Resolved, report.Submitted, report.Accepted, report.Assigned), no,
		},
	}
}

// An illegal step is a conflict and changes nothing; a legal one leads to the state in the drawing of state.go.
func TestEveryActionInEveryState(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		wang, clerk, steward := w.someone("老王"), w.clerk(), w.steward()
		deeds := w.deeds(wang, clerk, steward)
		for _, s := range report.States {
			id := w.inState(s, wang, clerk)
			w.alerted()
			before, traces := clerk.sees("staff", id), w.traces()
			for name, d := range deeds {
				if _, works := d.works[s]; works {
					continue
				}
				want := d.other
				if name == "review" && s == report.Closed {
					want = "409 report.reviewed"
				}
				if got := w.code(d.who.login(d.account), "POST", replaceID(d.path, id), d.in); got != want {
					w.Errorf("%s when %s = %s, want %s", name, s, got, want)
				}
			}
			w.alerted()
			same(w, "the report after illegal steps in state "+string(s), before, clerk.sees("staff", id))
			same(w, "rows of illegal steps in state "+string(s), traces, w.traces())
			w.doWhatCanBeDone(deeds, s, id, func() string { return w.inState(s, wang, clerk) })
		}
	})
}

// doWhatCanBeDone first does the steps that keep the state, then each other step on a report of its own.
func (w *world) doWhatCanBeDone(deeds map[string]deed, s report.State, id string, fresh func() string) {
	w.Helper()
	do := func(name string, d deed) {
		w.Helper()
		if name == "resolve as steward" {
			d.in = fields{"file_ids": []string{d.who.uploads("mp", photo(20, 20))}}
		}
		got := d.who.does(d.account, "POST", replaceID(d.path, id), d.in, 200)
		if to := d.works[s]; got["state"] != string(to) {
			w.Errorf("%s when %s leads to %s, not to %s", name, s, got["state"], to)
		}
	}
	for name, d := range deeds {
		if d.works[s] == s {
			do(name, d)
		}
	}
	for name, d := range deeds {
		if to := d.works[s]; to == "" || to == s {
			continue
		}
		if id == "" {
			id = fresh()
		}
		do(name, d)
		id = ""
	}
}

func replaceID(path, id string) string { return strings.Replace(path, "ID", id, 1) }
