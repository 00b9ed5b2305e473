package replay

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestABookComesBackWithTheValuesOfADatabase(t *testing.T) {
	steps, err := Parse([]byte(`{"sql":"SELECT 1","args":[9007199254740993,1.5,"a",null,true]}` + "\n" + `{"sql":"BEGIN","args":[]}` + "\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := Book{
		Pages: []Page{{Method: "GET", Path: "/x", Size: 7, OpenID: "o", Person: 9007199254740993, Steps: []Step{
			{"SELECT 1", []any{int64(9007199254740993), 1.5, "a", nil, true}}, {"BEGIN", []any{}},
		}}},
		Persons: map[string]int64{"o": 9007199254740993, "p": 5},
	}
	if diff := cmp.Diff(want.Pages[0].Steps, steps); diff != "" {
		t.Fatal(diff)
	}
	folder := t.TempDir()
	if err := want.Save(folder); err != nil {
		t.Fatal(err)
	}
	got, err := Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAPageIsForAnotherPerson(t *testing.T) {
	p := Page{OpenID: "o", Person: 1_000_001}
	s := Step{"SELECT", []any{"staff", "o", int64(1_000_001), int64(1_000_001), int64(50)}}
	if diff := cmp.Diff([]any{"staff", "q", int64(7), int64(7), int64(50)}, p.Of(s, "q", 7)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(s.Args, p.Of(s, "o", 1_000_001)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatAnswersRows(t *testing.T) {
	for text, want := range map[string]bool{
		"SELECT 1": true, "\n\t\tSELECT 1": true, "(SELECT 1) UNION (SELECT 2)": true, "WITH x AS (SELECT 1) SELECT 1": true,
		"INSERT INTO t SELECT 1": false, "UPDATE t SET a = 1": false, "BEGIN": false,
	} {
		if got := (Step{SQL: text}).Reads(); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
