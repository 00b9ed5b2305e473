package family

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/person"
)

var clerk = actor{person: 9, at: time.UnixMilli(1000).UTC(), request: "k"}

func TestEveryRelationHasANameAndAWayBack(t *testing.T) {
	for _, r := range Relations {
		if r.Name() == "" || r.Inverse().Inverse() != r || !r.Valid() || len(r) > 12 {
			t.Errorf("%q is called %q and back %q", r, r.Name(), r.Inverse())
		}
	}
	for _, s := range States {
		if s.Name() == "" {
			t.Errorf("%q has no name", s)
		}
	}
	if Parent.Inverse() != Child || Grandchild.Inverse() != Grandparent || Spouse.Inverse() != Spouse {
		t.Error("the wrong way back")
	}
}

func TestALinkGoesFromQuestionToEnd(t *testing.T) {
	confirm := func(l *Link) error { return l.confirm(2, clerk) }
	refuse := func(l *Link) error { return l.refuse("不认识这个人", clerk) }
	end := func(l *Link) error { return l.end("", clerk) }
	type step struct {
		do   func(*Link) error
		want error
	}
	for name, c := range map[string]struct {
		steps []step
		state State
	}{
		"confirmed and ended":    {[]step{{confirm, nil}, {end, nil}, {end, ErrMissing}}, Ended},
		"refused":                {[]step{{refuse, nil}, {confirm, ErrState}, {end, ErrMissing}}, Refused},
		"taken back":             {[]step{{end, nil}, {confirm, ErrState}, {refuse, ErrState}}, Ended},
		"confirmed twice":        {[]step{{confirm, nil}, {confirm, ErrState}, {refuse, ErrState}}, Confirmed},
		"the carer is cared-for": {[]step{{func(l *Link) error { return l.confirm(1, clerk) }, ErrSelf}}, Asked},
		"refused without words":  {[]step{{func(l *Link) error { return l.refuse(" 否 ", clerk) }, ErrReason}}, Asked},
	} {
		l := Link{Carer: 1, State: Asked, Name: "王秀英"}
		for i, s := range c.steps {
			if err := s.do(&l); !errors.Is(err, s.want) {
				t.Errorf("%s, step %d: %v, want %v", name, i+1, err, s.want)
			}
		}
		if l.State != c.state {
			t.Errorf("%s: %s, want %s", name, l.State, c.state)
		}
	}
}

func TestWhatTheCarerWroteGoesOnceItIsKnown(t *testing.T) {
	l := Link{ID: 5, Carer: 1, State: Asked, Relation: Parent, Name: "王秀英", Born: 1948, Home: 7}
	if err := l.confirm(2, clerk); err != nil {
		t.Fatal(err)
	}
	want := Link{
		ID: 5, Carer: 1, Cared: 2, State: Confirmed, Relation: Parent, DecidedBy: 9, DecidedAt: clerk.at, Decision: "k",
	}
	if diff := cmp.Diff(want, l); diff != "" {
		t.Fatal(diff)
	}
	if !l.decidedBy(clerk) || l.decidedBy(actor{person: 9}) || l.decidedBy(actor{person: 8, request: "k"}) {
		t.Fatal("who decided by which request")
	}
}

func TestWhoMayBeMeant(t *testing.T) {
	for name, c := range map[string]struct {
		asked int
		p     person.Person
		want  bool
	}{
		"the same":        {1948, person.Person{ID: 2, Name: "王秀英", Born: 1948}, true},
		"no year given":   {0, person.Person{ID: 2, Name: "王秀英", Born: 1948}, true},
		"we know no year": {1948, person.Person{ID: 2, Name: "王秀英"}, true},
		"another year":    {1948, person.Person{ID: 2, Name: "王秀英", Born: 1949}, false},
		"another name":    {1948, person.Person{ID: 2, Name: "王秀兰", Born: 1948}, false},
		"the carer":       {1948, person.Person{ID: 1, Name: "王秀英", Born: 1948}, false},
	} {
		if got := (Link{Carer: 1, Name: "王秀英", Born: c.asked}).Means(c.p); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestCodesAreReadAsTheyAreTyped(t *testing.T) {
	for _, c := range [][2]string{
		{"2345ABCD", "2345ABCD"},
		{" 2345-abcd\n", "2345ABCD"},
		{"２３４５ａｂｃｄ", "2345ABCD"},
		{"2345　ABCD", "2345ABCD"},
		{"", ""},
		{"2345ABC", ""},
		{"2345ABCDE", ""},
		{"O345ABCD", ""},
		{"1345ABCD", ""},
		{"2345ABCé", ""},
		{"邻里", ""},
	} {
		typed, want := c[0], c[1]
		got, err := ReadCode(typed)
		if got != want || (want == "") != errors.Is(err, ErrCode) {
			t.Errorf("%q is %q, %v", typed, got, err)
		}
	}
}

func TestCodesDiffer(t *testing.T) {
	seen, letter := map[string]bool{}, map[rune]int{}
	for range 2000 {
		code, err := newCode()
		if err != nil || seen[code] {
			t.Fatalf("%q again, %v", code, err)
		}
		if read, err := ReadCode(code); read != code || err != nil {
			t.Fatalf("%q is read as %q", code, read)
		}
		seen[code] = true
		for _, r := range code {
			letter[r]++
		}
	}
	if len(letter) != len(letters) {
		t.Fatalf("only %d letters", len(letter))
	}
}

func FuzzReadCode(f *testing.F) {
	for _, s := range []string{"", "2345ABCD", "２３４５-abcd", "\xff", "ß2345ABC"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		code, err := ReadCode(typed)
		if err != nil {
			return
		}
		if len(code) != codeLength || strings.Trim(code, letters) != "" {
			t.Fatalf("%q is read as %q", typed, code)
		}
		if again, err := ReadCode(code); again != code || err != nil {
			t.Fatalf("%q is read as %q", code, again)
		}
	})
}
