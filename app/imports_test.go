package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "linli/"

// allowed lists the packages of this module that each folder may import. A trailing slash means every package below.
var allowed = map[string][]string{
	"app":                         {"app/", "store", "store/blob"},
	"app/internal/system":         {"app/", "handlers", "wxmsg", "telecom", "store", "store/blob", "store/redis", "miniprogram"},
	"app/internal/demo":           {"app/", "handlers", "wxmsg", "wxmsg/wxsim", "telecom", "telecom/telesim", "store"},
	"app/internal/stories":        {},
	"app/internal/fixture":        {"app/roster"},
	"app/internal/fixture/county": {"app/roster"},
	"app/internal/ffmpeg":         {"app/media"},
	"app/":                        {"app/"},
	"handlers":                    {"app/"},
	"wxmsg":                       {"app/"},
	"wxmsg/wxsim":                 {},
	"telecom":                     {"app/"},
	"telecom/telesim":             {},
	"store":                       {"app/", "store/blob"},
	"store/blob":                  {"app/"},
	"store/redis":                 {"app/", "store"},
	"store/storetest":             {},
	"miniprogram":                 {},
}

// words are the packages that every capability may import.
var words = []string{"app/fault", "app/fresh", "app/when", "app/job", "app/mark", "app/auth", "app/audit", "app/press", "app/text", "app/danger", "app/intent", "app/pages", "app/timeline"}

// edges lists which capability may import which. Adding a line here is a decision; the compiler refuses cycles.
var edges = map[string][]string{
	"app/area":          {},
	"app/attend":        {"app/area", "app/notify", "app/person", "app/plan", "app/policy", "app/wordlist", "app/work"},
	"app/area/areatest": {"app/area"},
	"app/pace":          {"app/area"},
	"app/bulletin":      {"app/area", "app/person", "app/report", "app/work"},
	"app/cadence":       {"app/area", "app/care", "app/linkage", "app/notify", "app/person", "app/plan", "app/wordlist", "app/work"},
	"app/calendar":      {"app/area"},
	"app/care":          {"app/area", "app/consent", "app/home", "app/household", "app/media", "app/notify", "app/person", "app/plan", "app/steward", "app/wordlist", "app/work"},
	"app/consent":       {"app/area", "app/media", "app/person"},
	"app/delegate":      {"app/area", "app/booking", "app/person", "app/report"},
	"app/desk":          {"app/person"},
	"app/estate":        {"app/area", "app/person", "app/steward"},
	"app/feedback":      {"app/area", "app/home", "app/notify", "app/person", "app/wordlist", "app/work"},
	"app/fund":          {"app/area"},
	"app/guide":         {"app/area", "app/notify", "app/person"},
	"app/home":          {"app/area"},
	"app/collect":       {"app/area", "app/home", "app/household", "app/notify", "app/person", "app/work"},
	"app/household":     {"app/area", "app/consent", "app/home", "app/notify", "app/person", "app/work"},
	"app/inbox":         {},
	"app/inquiry":       {"app/area", "app/danger", "app/media", "app/notify", "app/person", "app/report", "app/work"},
	"app/linkage":       {"app/area", "app/person", "app/plan", "app/work"},
	"app/setup":         {"app/area"},
	"app/search":        {"app/area", "app/bulletin", "app/person", "app/report", "app/roster"},
	"app/news":          {"app/area", "app/report"},
	"app/hall":          {"app/area", "app/booking", "app/feedback", "app/home", "app/notify", "app/person", "app/place", "app/work"},
	"app/errand":        {"app/area", "app/family", "app/feedback", "app/guide", "app/notify", "app/pace", "app/paper", "app/person", "app/report", "app/work"},
	"app/order":         {"app/area", "app/family", "app/feedback", "app/home", "app/household", "app/media", "app/notify", "app/pace", "app/person", "app/wordlist", "app/work"},
	"app/mediate":       {"app/area", "app/home", "app/notify", "app/paper", "app/person", "app/place", "app/report", "app/wordlist", "app/work"},
	"app/meal":          {"app/area", "app/care", "app/consent", "app/family", "app/feedback", "app/home", "app/household", "app/notify", "app/person", "app/place", "app/plan", "app/work"},
	"app/loan":          {"app/area", "app/feedback", "app/home", "app/notify", "app/person", "app/place", "app/work"},
	"app/counter":       {"app/area", "app/booking", "app/errand", "app/guide", "app/notify", "app/person", "app/place"},
	"app/journal":       {"app/area", "app/home", "app/media", "app/notify", "app/person", "app/plan", "app/wordlist", "app/work"},
	"app/plan":          {},
	"app/patrol":        {"app/area", "app/home", "app/notify", "app/person", "app/place", "app/plan", "app/policy", "app/report", "app/wordlist", "app/work"},
	"app/work":          {"app/area", "app/person", "app/wordlist"},
	"app/paper":         {"app/area", "app/consent", "app/media", "app/notify", "app/person"},
	"app/person":        {"app/area", "app/inbox", "app/wordlist"},
	"app/wordlist":      {},
	"app/publicity":     {"app/area", "app/notify", "app/person", "app/work"},
	"app/post":          {"app/area", "app/home", "app/notify", "app/person", "app/publicity", "app/roster"},
	"app/policy":        {"app/area", "app/notify", "app/person"},
	"app/media":         {"app/area", "app/inbox", "app/person"},
	"app/notify":        {"app/area", "app/home", "app/inbox", "app/pace", "app/person", "app/work"},
	"app/report":        {"app/area", "app/feedback", "app/home", "app/media", "app/notify", "app/pace", "app/person", "app/wordlist", "app/work"},
	"app/dispatch":      {"app/area", "app/person", "app/report", "app/wordlist"},
	"app/steward":       {"app/area", "app/consent", "app/home", "app/notify", "app/person", "app/report", "app/work"},
	"app/chat":          {"app/area", "app/booking", "app/closing", "app/collect", "app/counter", "app/delegate", "app/errand", "app/family", "app/feedback", "app/guide", "app/household", "app/inbox", "app/inquiry", "app/loan", "app/meal", "app/media", "app/mediate", "app/notify", "app/order", "app/person", "app/plan", "app/publicity", "app/report", "app/wordlist"},
	"app/closing":       {"app/booking", "app/inbox", "app/person"},
	"app/place":         {"app/area", "app/media", "app/person"},
	"app/party":         {"app/area", "app/consent", "app/notify", "app/person"},
	"app/roster":        {"app/area", "app/consent", "app/household", "app/notify", "app/party", "app/person", "app/wordlist"},
	"app/whistle":       {"app/area", "app/media", "app/notify", "app/person", "app/report", "app/work"},
	"app/ledger":        {"app/area", "app/attend", "app/booking", "app/care", "app/counter", "app/errand", "app/estate", "app/feedback", "app/guide", "app/hall", "app/household", "app/meal", "app/mediate", "app/order", "app/party", "app/patrol", "app/person", "app/place", "app/policy", "app/report", "app/wordlist", "app/work"},
	"app/appraisal":     {"app/area", "app/report"},
	"app/booking":       {"app/area", "app/family", "app/feedback", "app/home", "app/notify", "app/person", "app/place", "app/report", "app/wordlist", "app/work"},
	"app/wall":          {"app/area", "app/report"},
	"app/reading":       {"app/area"},
	"app/family":        {"app/area", "app/home", "app/notify", "app/person"},
}

// libraries are the small pure libraries that rules may import.
var libraries = map[string][]string{
	"app/area":   {"github.com/mozillazg/go-pinyin", "github.com/paulmach/orb"},
	"app/media":  {"golang.org/x/image"},
	"app/roster": {"github.com/paulmach/orb"},
}

func TestImports(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}}|{{join .Imports " "}}`, module+"...").CombinedOutput()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, out)
	}
	for line := range strings.Lines(string(out)) {
		pkg, imports, _ := strings.Cut(strings.TrimSpace(line), "|")
		checkImports(t, strings.TrimPrefix(pkg, module), strings.Fields(imports))
	}
}

func checkImports(t *testing.T, pkg string, imports []string) {
	t.Helper()
	key, isRule := pkg, strings.HasPrefix(pkg, "app/") && !strings.HasPrefix(pkg, "app/internal/")
	if isRule {
		key = "app/"
	}
	if strings.HasPrefix(pkg, "scripts/") {
		return // measuring tools
	}
	rules, known := allowed[key]
	if !known {
		t.Errorf("package %s is in no known folder", pkg)
	}
	if _, known := edges[pkg]; isRule && !known && !slices.Contains(words, pkg) {
		t.Errorf("%s is no word and has no edges: say what it leans on", pkg)
	}
	for _, imp := range imports {
		own, ok := strings.CutPrefix(imp, module)
		switch {
		case ok && isRule && strings.HasPrefix(own, "app/internal/"):
			t.Errorf("%s holds rules and must not import %s", pkg, own)
		case ok && !permitted(own, rules):
			t.Errorf("%s must not import %s", pkg, own)
		case ok && isRule && !permitted(own, words) && !permitted(own, edges[pkg]):
			t.Errorf("%s leans on %s: add the edge if it is meant", pkg, own)
		case !ok && isRule && strings.Contains(imp, ".") && !slices.ContainsFunc(libraries[pkg], func(l string) bool {
			return strings.HasPrefix(imp, l)
		}):
			t.Errorf("%s holds rules and must not import %s", pkg, imp)
		case isRule && (imp == "net/http" || strings.HasPrefix(imp, "database/sql")):
			t.Errorf("%s holds rules and must not import %s", pkg, imp)
		}
	}
}

func permitted(imp string, rules []string) bool {
	return slices.ContainsFunc(rules, func(r string) bool {
		return imp == r || strings.HasSuffix(r, "/") && strings.HasPrefix(imp, r)
	})
}
