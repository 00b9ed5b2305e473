package wxmsg

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"linli/app/auth"
)

// Templates says which template a kind of notice uses on each account and which fact fills which keyword. The operator
// writes it, because template ids differ by account.
type Templates struct {
	byAccount map[auth.Account]map[string]Template
}

// Template is one configured template.
type Template struct {
	ID       string            `yaml:"id"`
	Keywords map[string]string `yaml:"keywords"` // keyword → name of a fact, or "=" and a fixed text
	Opens    auth.Account      `yaml:"opens"`    // official account only: the mini-program to open, mp unless staff
}

var (
	templateIDForm = regexp.MustCompile(`^[0-9A-Za-z_-]{1,64}$`)
	kindForm       = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$`)
)

// LoadTemplates reads the YAML file of LINLI_TEMPLATES:
//
//	oa:
//	  report.accepted: {id: "…", keywords: {thing1: title, time2: at, phrase3: "=已受理"}}
//	mp: {…}
//	staff: {…}
//
// Unknown names, unknown keyword types and fixed texts beyond the limits are errors, all reported at once. An empty file
// means no templates.
func LoadTemplates(r io.Reader) (Templates, error) {
	var file struct {
		OA    map[string]Template `yaml:"oa"`
		MP    map[string]Template `yaml:"mp"`
		Staff map[string]Template `yaml:"staff"`
	}
	dec := yaml.NewDecoder(r)
	dec.KnownFields(true)
	if err := dec.Decode(&file); err != nil && !errors.Is(err, io.EOF) {
		return Templates{}, fmt.Errorf("templates file: %w", err)
	}
	if err := dec.Decode(new(any)); !errors.Is(err, io.EOF) {
		return Templates{}, errors.New("templates file: one document only")
	}
	t := Templates{byAccount: map[auth.Account]map[string]Template{auth.OA: file.OA, auth.MP: file.MP, auth.Staff: file.Staff}}
	var wrong []error
	for _, account := range auth.Accounts {
		for _, kind := range slices.Sorted(maps.Keys(t.byAccount[account])) {
			for _, problem := range t.byAccount[account][kind].check(account, kind) {
				wrong = append(wrong, fmt.Errorf("templates file: %s %s: %s", account, kind, problem))
			}
		}
	}
	if len(wrong) > 0 {
		return Templates{}, errors.Join(wrong...)
	}
	return t, nil
}

func (t Template) check(account auth.Account, kind string) []string {
	var wrong []string
	if !kindForm.MatchString(kind) {
		wrong = append(wrong, "kind must look like report.accepted")
	}
	if !templateIDForm.MatchString(t.ID) {
		wrong = append(wrong, "id is missing or out of shape")
	}
	if len(t.Keywords) == 0 {
		wrong = append(wrong, "keywords are missing")
	}
	if t.Opens != "" && (account != auth.OA || (t.Opens != auth.MP && t.Opens != auth.Staff)) {
		wrong = append(wrong, "opens is for the official account and must be mp or staff")
	}
	for _, keyword := range slices.Sorted(maps.Keys(t.Keywords)) {
		source := t.Keywords[keyword]
		words, fixed := strings.CutPrefix(source, "=")
		switch {
		case !keywordForm.MatchString(keyword):
			wrong = append(wrong, fmt.Sprintf("keyword %s has no known type", keyword))
		case source == "":
			wrong = append(wrong, fmt.Sprintf("keyword %s has no fact", keyword))
		case fixed && Shape(keyword, words) != words:
			wrong = append(wrong, fmt.Sprintf("keyword %s: the fixed words break the limits of their type", keyword))
		}
	}
	return wrong
}

// find returns the template of a kind of notice on an account.
func (t Templates) find(account auth.Account, kind string) (Template, bool) {
	found, ok := t.byAccount[account][kind]
	return found, ok
}

// Lend gives a kind without a template, on every account, the template of another kind.
func (t Templates) Lend(to, from string) {
	for _, kinds := range t.byAccount {
		if lent, ok := kinds[from]; ok && kinds[to].ID == "" {
			kinds[to] = lent
		}
	}
}

// Each calls see for every template, in order of account and kind.
func (t Templates) Each(see func(auth.Account, string, Template)) {
	for _, account := range auth.Accounts {
		for _, kind := range slices.Sorted(maps.Keys(t.byAccount[account])) {
			see(account, kind, t.byAccount[account][kind])
		}
	}
}

// on returns the account's templates by kind.
func (t Templates) on(account auth.Account) map[string]Template { return t.byAccount[account] }

// TemplateIDs returns the ids of the account's templates for these kinds of notices, in this order, each once, at most
// most: those for which a client may ask consent. None without a configuration.
func (c *Client) TemplateIDs(account auth.Account, kinds []string, most int) []string {
	ids := []string{}
	if c.accounts[account] == nil {
		return ids
	}
	for _, kind := range kinds {
		if t, ok := c.templates.find(account, kind); ok && len(ids) < most && !slices.Contains(ids, t.ID) {
			ids = append(ids, t.ID)
		}
	}
	return ids
}

// fill returns the shaped value of every keyword.
func (t Template) fill(facts map[string]string) map[string]string {
	values := make(map[string]string, len(t.Keywords))
	for keyword := range t.Keywords {
		value, _ := t.value(keyword, facts)
		values[keyword] = Shape(keyword, value)
	}
	return values
}

// value returns what a keyword says before it is shaped, and the name of its fact, "" for fixed words. A missing time becomes
// the time of the notice, because the platform refuses a message with an empty one.
func (t Template) value(keyword string, facts map[string]string) (value, fact string) {
	source := t.Keywords[keyword]
	if words, fixed := strings.CutPrefix(source, "="); fixed {
		return words, ""
	}
	value = facts[source]
	if kind := keywordType(keyword); value == "" && (kind == "time" || kind == "date") {
		value = facts["at"]
	}
	return value, source
}
