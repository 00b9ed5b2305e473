package system

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/notify"
	"linli/handlers"
)

var placeholder = regexp.MustCompile(`\{(\w+)\}`)

// Every kind of notice has its texts and uses only facts that its capability provides. TestNoticesOpenPagesThatExist checks
// their pages, TestExampleTemplatesFit their templates.
func TestEveryNoticeKindIsWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, kinds := range notices {
		facts := kinds.FactNames()
		for _, k := range kinds.All() {
			if seen[k.Name] {
				t.Errorf("there are two kinds called %s", k.Name)
			}
			seen[k.Name] = true
			if k.Name == "" || k.Title == "" || k.Text == "" || k.Page == "" {
				t.Errorf("%+v is not whole", k)
			}
			for _, fact := range placeholder.FindAllStringSubmatch(k.Text, -1) {
				if !slices.Contains(facts, fact[1]) {
					t.Errorf("%s speaks of {%s}, which is no fact", k.Name, fact[1])
				}
			}
		}
	}
}

// Each client asks consent only for kinds that are sent to the audience of its mini-program, each once.
func TestAskedKindsExist(t *testing.T) {
	for _, client := range []struct {
		asked    map[string][]notify.Kind
		forStaff bool
	}{{residentConsents, false}, {staffConsents, true}} {
		for name, kinds := range client.asked {
			for i, k := range kinds {
				if !slices.Contains(NoticeKinds(), k) || k.ForStaff != client.forStaff || slices.Contains(kinds[:i], k) {
					t.Errorf("%s asks for %s", name, k.Name)
				}
			}
			if len(kinds) == 0 {
				t.Errorf("%s asks for nothing", name)
			}
		}
	}
}

// The contract lists every kind except the digest, which is only a wrapper of other notices.
func TestContractListsTheKindsOfNotice(t *testing.T) {
	var contract struct {
		Components struct {
			Schemas struct {
				NoticeKind struct{ Enum []string } `json:"NoticeKind"`
			}
		}
	}
	response, err := handlers.New(handlers.Config{Now: time.Now}).App().Test(httptest.NewRequest(http.MethodGet, "/openapi.json", nil))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if err := json.NewDecoder(response.Body).Decode(&contract); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, k := range NoticeKinds() {
		if k != notify.Digest {
			names = append(names, k.Name)
		}
	}
	slices.Sort(names)
	if diff := cmp.Diff(names, slices.Sorted(slices.Values(contract.Components.Schemas.NoticeKind.Enum))); diff != "" {
		t.Error("(-rules +contract)", diff)
	}
}

// The kinds of every capability are registered; a missing kind would be titled 通知 and open no page.
func TestEveryCapabilityHandsItsKindsOn(t *testing.T) {
	files, err := filepath.Glob("../../*/kinds.go")
	if err != nil || len(files)+1 != len(notices) { // notify declares its kinds in another file
		t.Errorf("%d kinds of notices are handed to notify, declared are those of %v: %v", len(notices), files, err)
	}
}

// Staff may word every kind but the digest, starting from the program's words, with an example of each fact.
func TestEveryKindCanBeWorded(t *testing.T) {
	for _, kinds := range notices {
		for _, one := range kinds.All() {
			if one == notify.Digest {
				continue
			}
			if kinds.Subject().Name == "" || kinds.CheckText(one, one.Text+"谢谢。") != nil {
				t.Errorf("%s is in no subject, or its own words are refused: %v", one.Name, kinds.CheckText(one, one.Text+"谢谢。"))
			}
			labels := map[string]bool{}
			for _, f := range kinds.May(one) {
				if labels[kinds.Label(f)] {
					t.Errorf("%s has two facts called %s", one.Name, kinds.Label(f))
				}
				labels[kinds.Label(f)] = true
				if kinds.Subject().Example[f] == "" || strings.ContainsAny(kinds.Label(f), "abcdefghijklmnopqrstuvwxyz") {
					t.Errorf("%s: %v has no example or no Chinese name", one.Name, f)
				}
			}
		}
	}
}
