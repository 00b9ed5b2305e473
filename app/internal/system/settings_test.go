package system

import (
	"bytes"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"linli/app/internal/fixture"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"

	"linli/app/auth"
	"linli/app/notify"
	"linli/wxmsg"
)

// The table of docs/operating.md, the example file and the program have the same settings.
func TestSettingsAreDocumented(t *testing.T) {
	want := settingsOf(reflect.TypeFor[Config](), "")
	slices.Sort(want)
	name := regexp.MustCompile(`LINLI_[A-Z][A-Z_]*[A-Z]`)
	_, after, _ := strings.Cut(fixture.Text(t, "../../../docs/operating.md"), "\n## Configuration\n")
	table, _, _ := strings.Cut(after, "\n## ")
	inTable := slices.Compact(slices.Sorted(slices.Values(name.FindAllString(table, -1))))
	if diff := cmp.Diff(want, inTable); diff != "" {
		t.Error("docs/operating.md, Configuration (- program, + table):\n", diff)
	}
	var inExample, lines []string
	for line := range strings.Lines(fixture.Text(t, "../../../scripts/deploy/env.example")) {
		if set, _, ok := strings.Cut(line, "="); ok && !strings.HasPrefix(line, "#") {
			inExample, lines = append(inExample, set), append(lines, strings.ReplaceAll(strings.TrimSpace(line), "/etc/linli/", "../../../scripts/deploy/"))
		}
	}
	slices.Sort(inExample)
	if diff := cmp.Diff(want, inExample); diff != "" {
		t.Error("env.example (- program, + example):\n", diff)
	}
	if _, err := LoadConfig(lines); err != nil {
		t.Error(err)
	}
}

// The example templates file is valid, covers every kind of notice on every account that may send it, and uses only facts that
// exist.
func TestExampleTemplatesFit(t *testing.T) {
	text := fixture.Text(t, "../../../scripts/deploy/templates.yaml")
	if _, err := wxmsg.LoadTemplates(bytes.NewBufferString(text)); err != nil {
		t.Fatal(err)
	}
	var file map[auth.Account]map[string]wxmsg.Template
	if err := yaml.Unmarshal([]byte(text), &file); err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, k := range NoticeKinds() {
		known[k.Name] = true
		accounts := []auth.Account{auth.OA, auth.MP}
		if k.ForStaff {
			accounts = []auth.Account{auth.OA, auth.Staff}
		}
		for _, a := range accounts {
			if _, ok := file[a][k.Name]; !ok {
				t.Errorf("%s has no template for %s", a, k.Name)
			}
		}
	}
	for account, kinds := range file {
		for kind, template := range kinds {
			if !known[kind] {
				t.Errorf("%s: there is no notice %s", account, kind)
			}
			for keyword, fact := range template.Keywords {
				if !strings.HasPrefix(fact, "=") && !slices.Contains(notify.TemplateFacts, fact) {
					t.Errorf("%s %s: %s speaks of %q, which is no fact", account, kind, keyword, fact)
				}
			}
		}
	}
}
