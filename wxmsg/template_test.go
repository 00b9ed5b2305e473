package wxmsg

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"linli/app/auth"
	"linli/app/notify"
)

func TestLoadTemplates(t *testing.T) {
	got, err := LoadTemplates(strings.NewReader(testTemplates))
	if err != nil {
		t.Fatal(err)
	}
	tpl, ok := got.find(auth.OA, "report.accepted")
	want := map[string]string{"thing1": "路灯", "time2": "-", "phrase3": "已受理"}
	if diff := cmp.Diff(want, tpl.fill(map[string]string{"title": "路灯", "secret": "x"})); !ok || diff != "" {
		t.Error(diff)
	}
	for _, text := range []string{"", "# nothing\n", "oa: {}\nmp:\n"} {
		if _, err := LoadTemplates(strings.NewReader(text)); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
	for text, words := range map[string]string{
		"oa: {a.b: {id: X, keywords: {thing1: t}, color: red}}": "color",
		"app: {}":                                                 "app",
		"oa: {a.b: {keywords: {thing1: t}}}":                      "oa a.b: id",
		"oa: {a.b: {id: X}}":                                      "keywords are missing",
		"oa: {a.b: {id: X, keywords: {first: t}}}":                "keyword first has no known type",
		"oa: {a.b: {id: X, keywords: {thing: t}}}":                "keyword thing has no known type",
		"oa: {a.b: {id: X, keywords: {thing1: ''}}}":              "keyword thing1 has no fact",
		"oa: {a.b: {id: X, keywords: {phrase1: =已经受理了啊}}}":        "phrase1: the fixed words",
		"oa: {a.b: {id: X, keywords: {thing1: '='}}}":             "thing1: the fixed words",
		"oa: {A b: {id: X, keywords: {thing1: t}}}":               "kind must look like",
		"oa: {a.b: {id: 'X Y', keywords: {thing1: t}}}":           "id is missing or out of shape",
		"mp: {a.b: {id: X, keywords: {thing1: t}, opens: staff}}": "opens is for",
		"oa: {a.b: {id: X, keywords: {thing1: t}, opens: oa}}":    "opens is for",
		"oa: {a.b: {id: X, keywords: {thing1: t, thing1: u}}}":    "thing1",
		"oa: {a.b: {id: X, keywords: {thing1: t}}}\n---\nmp: {}":  "one document",
		"oa: [": "templates file",
		"oa: {a.b: {keywords: {thing1: t}}}\nmp: {c.d: {id: X}}": "mp c.d: keywords",
	} {
		if _, err := LoadTemplates(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// A notice without a deadline is delivered on a template that shows one.
func TestAMissingTimeIsTheTimeOfTheNotice(t *testing.T) {
	tpl := Template{Keywords: map[string]string{"time1": "due", "date2": "asked_due", "time3": "at", "thing4": "words"}}
	const at, due = "2026年11月23日 09:00", "2026年11月24日 09:00"
	for _, c := range []struct{ facts, want map[string]string }{
		{map[string]string{"at": at}, map[string]string{"time1": at, "date2": at, "time3": at, "thing4": "-"}},
		{map[string]string{"at": at, "due": due}, map[string]string{"time1": due, "date2": at, "time3": at, "thing4": "-"}},
		{map[string]string{"at": at, "due": "soon"}, map[string]string{"time1": "-", "date2": at, "time3": at, "thing4": "-"}},
	} {
		if got := tpl.fill(c.facts); !maps.Equal(got, c.want) {
			t.Errorf("%v: %v", c.facts, got)
		}
	}
}

func FuzzLoadTemplates(f *testing.F) {
	f.Add(testTemplates)
	f.Fuzz(func(t *testing.T, text string) {
		got, err := LoadTemplates(strings.NewReader(text))
		if err != nil {
			return
		}
		for _, account := range auth.Accounts {
			for kind, tpl := range got.on(account) {
				if tpl.ID == "" || kind == "" || len(tpl.fill(nil)) == 0 {
					t.Errorf("%s %+v", kind, tpl)
				}
			}
		}
	})
}

// A kind without a template of its own uses the one of the kind that it stands for, on each account that has it.
func TestATemplateIsLent(t *testing.T) {
	loaded, err := LoadTemplates(strings.NewReader(`
oa:
  a.calm: {id: one, keywords: {thing1: title}}
  a.own: {id: two, keywords: {thing1: title}}
mp:
  a.calm: {id: three, keywords: {thing1: title}}
`))
	if err != nil {
		t.Fatal(err)
	}
	loaded.Lend("a.loud", "a.calm")
	loaded.Lend("a.own", "a.calm")
	loaded.Lend("a.other", "a.nothing")
	for at, want := range map[[2]string]string{
		{"oa", "a.loud"}: "one", {"mp", "a.loud"}: "three", {"staff", "a.loud"}: "", {"oa", "a.own"}: "two", {"oa", "a.other"}: "",
	} {
		if got, _ := loaded.find(auth.Account(at[0]), at[1]); got.ID != want {
			t.Errorf("%v uses %q, want %q", at, got.ID, want)
		}
	}
}

// What staff see before they save words is what the platform gets.
func TestATemplateIsShownAsItIsSent(t *testing.T) {
	o := open(t)
	facts := map[string]string{"title": "公共设施：三号楼二单元门口的路灯坏了", "at": "2026年11月21日 15:04"} // 18 and 17 characters
	long := map[string]string{"title": facts["title"] + "三天", "at": facts["at"]}
	longer := map[string]string{"title": long["title"] + "了", "at": facts["at"]}
	for _, c := range []struct {
		facts map[string]string
		title string
		cut   bool
	}{{facts, facts["title"], false}, {long, long["title"], false}, {longer, "公共设施：三号楼二单元门口的路灯坏...", true}} {
		shown, ok := o.Shown(notify.Message{Account: auth.OA, Kind: "report.accepted", Facts: c.facts})
		want := []notify.Field{
			{Name: "thing1", Fact: "title", Value: c.title, Cut: c.cut}, {Name: "time2", Fact: "at", Value: facts["at"]}, {Name: "phrase3", Value: "已受理"},
		}
		if !ok || !slices.Equal(shown.Fields, want) {
			t.Errorf("%q: %+v", c.facts["title"], shown.Fields)
		}
	}
	if _, ok := o.Shown(notify.Message{Account: auth.Staff, Kind: "report.accepted"}); ok {
		t.Error("an account without a template shows something")
	}
	for n, cut := range map[int]bool{682: false, 683: true} { // 2048 bytes
		text := strings.Repeat("好", n)
		if said, ok := o.Spoken(text); !ok || said.Cut != cut || said.Length != 3*n || said.Most != 2048 || (said.Text == text) == cut {
			t.Errorf("%d characters: %d bytes, cut %v", n, said.Length, said.Cut)
		}
	}
}
