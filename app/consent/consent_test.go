package consent

import (
	"testing"
	"time"
)

func TestTheRosterFollowsThePerson(t *testing.T) {
	t.Parallel()
	now := time.Now()
	open := func(how How) Consent { return Consent{How: how, From: now} }
	ended := func(how How) Consent { return Consent{How: Roster, From: now, Withdrawn: now, EndHow: how} }
	for name, c := range map[string]struct {
		all  []Consent
		yes  bool
		want step
	}{
		"never asked, yes":                       {nil, true, give},
		"never asked, no":                        {nil, false, stay},
		"in force, yes":                          {[]Consent{open(Roster)}, true, stay},
		"of the roster, no":                      {[]Consent{open(Roster)}, false, withdraw},
		"signed, no":                             {[]Consent{open(Signed)}, false, withdraw},
		"given on their telephone, no":           {[]Consent{open(Self)}, false, refused},
		"withdrawn by the roster, yes":           {[]Consent{ended(Roster)}, true, give},
		"withdrawn on their telephone, yes":      {[]Consent{ended(Self)}, true, refused},
		"withdrawn on their telephone, no":       {[]Consent{ended(Self)}, false, stay},
		"withdrawn and given again on paper, no": {[]Consent{ended(Self), open(Signed)}, false, withdraw},
	} {
		if got := follow(c.all, c.yes); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

func TestEachKindSaysWhatItMeans(t *testing.T) {
	t.Parallel()
	for _, k := range Kinds {
		if k.Title() == "" || k.Words() == "" {
			t.Errorf("%s has no words", k)
		}
	}
	if len(titles) != len(Kinds) || len(words) != len(Kinds) || Kind("other").Title() != "" {
		t.Error("words of a kind that is not listed")
	}
}
