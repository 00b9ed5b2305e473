package publicity

import (
	"errors"
	"strings"
	"testing"
	"time"
)

var (
	begin = time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	until = begin.Add(5 * 24 * time.Hour)
)

func term() Publicity {
	return Publicity{ID: 1, From: begin, Until: until, Lines: []Line{{ID: 1, State: Open}, {ID: 2, State: Open}}}
}

func TestAnObjectionStopsItsLineOnly(t *testing.T) {
	p := term()
	o := Objection{Line: 1, At: begin.Add(time.Hour)}
	p.objected(&p.Lines[0], &o)
	if o.Late || p.Lines[0].State != Held || p.Lines[1].State != Open {
		t.Fatalf("%+v %+v", o, p.Lines)
	}
	passed := p.end(until.Add(grace))
	if len(passed) != 1 || p.Lines[0].State != Held || p.Lines[1].State != Passed {
		t.Fatalf("at the end: %+v", p.Lines)
	}
	o.Upheld = true
	p.answered(&p.Lines[0], o, 0, until.Add(time.Hour))
	if p.Lines[0].State != Stopped {
		t.Error("upheld, and the line goes on")
	}
}

func TestWhatAnAnswerDoes(t *testing.T) {
	later := until.Add(time.Hour)
	for name, c := range map[string]struct {
		o      Objection
		others int
		ended  bool
		from   State
		want   State
	}{
		"upheld":                       {Objection{Upheld: true}, 0, false, Held, Stopped},
		"upheld with others":           {Objection{Upheld: true}, 2, false, Held, Stopped},
		"not upheld within the term":   {Objection{}, 0, false, Held, Open},
		"not upheld after the term":    {Objection{}, 0, true, Held, Passed},
		"not upheld, another one open": {Objection{}, 1, true, Held, Held},
		"late and upheld":              {Objection{Late: true, Upheld: true}, 0, true, Passed, Passed},
		"late while another holds":     {Objection{Late: true}, 1, true, Held, Held},
		"stopped before":               {Objection{}, 0, false, Stopped, Stopped},
	} {
		p := term()
		p.Lines[0].State = c.from
		if c.ended {
			p.EndedAt = until
		}
		p.answered(&p.Lines[0], c.o, c.others, later)
		if got := p.Lines[0].State; got != c.want {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestTheLastMinuteCounts(t *testing.T) {
	p := term()
	for _, c := range []struct {
		at   time.Time
		late bool
	}{{until.Add(-time.Millisecond), false}, {until, true}, {until.Add(time.Second), true}} {
		line, o := Line{State: Open}, Objection{At: c.at}
		p.objected(&line, &o)
		if o.Late != c.late || (line.State == Held) == c.late {
			t.Errorf("%s: late %t, %s", c.at, o.Late, line.State)
		}
	}
	if p.over(until) || p.over(until.Add(grace-1)) || !p.over(until.Add(grace)) {
		t.Error("the term is closed while an objection of the last minute may be on its way")
	}
}

func TestNamesAreMasked(t *testing.T) {
	for name, want := range map[string]string{"王小明": "王**", "李四": "李**", "": "", "欧阳娜娜": "欧**"} {
		if got := Mask(name); got != want {
			t.Errorf("%q: %q", name, got)
		}
	}
}

func TestWhatADraftMayHold(t *testing.T) {
	draft := func(change func(*Draft)) Draft {
		d := Draft{Title: "拟任楼栋长公示", Lines: []DraftLine{{Name: "王小明", Words: "拟任3号楼楼栋长"}}}
		change(&d)
		return d
	}
	for name, c := range map[string]struct {
		d    Draft
		want error
	}{
		"usual":          {draft(func(*Draft) {}), nil},
		"two days":       {draft(func(d *Draft) { d.Days = 2 }), ErrDays},
		"eight days":     {draft(func(d *Draft) { d.Days = 8 }), ErrDays},
		"no title":       {draft(func(d *Draft) { d.Title = " " }), ErrWritten},
		"no lines":       {draft(func(d *Draft) { d.Lines = nil }), ErrWritten},
		"a long line":    {draft(func(d *Draft) { d.Lines[0].Words = strings.Repeat("长", MaxLine+1) }), ErrWritten},
		"a number":       {draft(func(d *Draft) { d.Lines[0].Words = "电话138 0000 0000" }), ErrPrivate},
		"a wide number":  {draft(func(d *Draft) { d.Words = "１３８００００００００" }), ErrPrivate},
		"a short number": {draft(func(d *Draft) { d.Lines[0].Words = "拟任12号楼" }), nil},
		"a day":          {draft(func(d *Draft) { d.Words = "2026-11-29" }), nil},
	} {
		if err := c.d.check(); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	d := draft(func(*Draft) {})
	if err := d.check(); err != nil || d.Days != UsualDays || d.lines()[0].Name != "王**" {
		t.Errorf("%+v %v", d.lines(), err)
	}
}

func TestAWithdrawnTermHasNoResult(t *testing.T) {
	p := term()
	p.Lines[1].State = Passed
	if stopped := p.withdraw(begin); len(stopped) != 1 || p.Lines[0].State != Stopped || p.Lines[1].State != Passed || !p.Withdrawn {
		t.Errorf("%+v", p)
	}
}
