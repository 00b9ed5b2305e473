package handlers

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	gocmp "github.com/google/go-cmp/cmp"
)

// contractFolder is a folder of the given files, with one group of roles in the file of anchors.
func contractFolder(files map[string]string) fs.FS {
	folder := fstest.MapFS{anchorsFile: {Data: []byte("x-role-groups:\n  desk: &desk [clerk, secretary]\n")}}
	for name, text := range files {
		folder["openapi/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	return folder
}

func TestContractFilesMakeOneDocument(t *testing.T) {
	text, err := joinContract(contractFolder(map[string]string{
		"base.yaml":    "openapi: 3.0.3\ncomponents:\n  schemas:\n    ID: {type: string}\n",
		"booking.yaml": "paths:\n  /bookings: {get: {x-roles: *desk}}\ncomponents:\n  parameters:\n    Day: {name: day}\n",
		"report.yaml":  "paths:\n  /reports: {get: {x-roles: *desk}}\ncomponents:\n  schemas:\n    Report: {type: object}\n",
	}))
	if err != nil {
		t.Fatal(err)
	}
	want := `{
		"openapi": "3.0.3",
		"x-role-groups": {"desk": ["clerk", "secretary"]},
		"paths": {
			"/bookings": {"get": {"x-roles": ["clerk", "secretary"]}},
			"/reports": {"get": {"x-roles": ["clerk", "secretary"]}}
		},
		"components": {
			"parameters": {"Day": {"name": "day"}},
			"schemas": {"ID": {"type": "string"}, "Report": {"type": "object"}}
		}
	}`
	if diff := gocmp.Diff(parsedJSON(t, []byte(want)), parsedJSON(t, text)); diff != "" {
		t.Fatalf("(-want +got)\n%s", diff)
	}
}

// A capability lists its own values and fields of a shared schema.
func TestASchemaMayBeListedInSeveralFiles(t *testing.T) {
	text, err := joinContract(contractFolder(map[string]string{
		"booking.yaml": "components:\n  schemas:\n    Kind: {enum: [visit]}\n    Numbers: {required: [a], properties: {a: {type: integer}}}\n",
		"report.yaml":  "components:\n  schemas:\n    Kind: {enum: [review, question]}\n    Numbers: {required: [b], properties: {b: {type: integer}}}\n",
		"system.yaml":  "components:\n  schemas:\n    Kind: {type: string}\n    Numbers: {type: object}\n",
	}))
	if err != nil {
		t.Fatal(err)
	}
	want := `{
		"x-role-groups": {"desk": ["clerk", "secretary"]},
		"components": {"schemas": {
			"Kind": {"type": "string", "enum": ["visit", "review", "question"]},
			"Numbers": {"type": "object", "required": ["a", "b"], "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}}}
		}}
	}`
	if diff := gocmp.Diff(parsedJSON(t, []byte(want)), parsedJSON(t, text)); diff != "" {
		t.Fatalf("(-want +got)\n%s", diff)
	}
}

func parsedJSON(t *testing.T, text []byte) any {
	t.Helper()
	var doc any
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestContractFilesAreRefused(t *testing.T) {
	const schema = "components:\n  schemas:\n    ID: {type: string}\n"
	for name, c := range map[string]struct{ booking, report, want string }{
		"a path in two files":      {"paths:\n  /a: {get: {}}\n", "paths:\n  /a: {post: {}}\n", "/paths//a stands in openapi/booking.yaml and in openapi/report.yaml"},
		"a schema in two files":    {schema, schema, "/components/schemas/ID stands in openapi/booking.yaml and in openapi/report.yaml"},
		"a value in two files":     {"components: {schemas: {K: {enum: [a]}}}\n", "components: {schemas: {K: {enum: [a]}}}\n", "/components/schemas/K stands in"},
		"a field in two files":     {"components: {schemas: {K: {properties: {a: {}}}}}\n", "components: {schemas: {K: {properties: {a: {}}}}}\n", "/components/schemas/K stands in"},
		"a parameter in two files": {"components:\n  parameters:\n    Day: {}\n", "components:\n  parameters:\n    Day: {}\n", "/components/parameters/Day stands in"},
		"a head in two files":      {"info: {title: a}\n", "info: {title: b}\n", "/info stands in"},
		"a path twice in one file": {"paths:\n  /a: {get: {}}\n  /a: {post: {}}\n", "", `openapi/booking.yaml after the lines of openapi/anchors.yaml`},
		"a group of roles again":   {"x-role-groups: {}\n", "", `openapi/booking.yaml after the lines of openapi/anchors.yaml`},
		"an anchor of another":     {"x-own: &own [a]\n", "x-mine: *own\n", "openapi/report.yaml after the lines of openapi/anchors.yaml"},
		"an empty section":         {"paths:\n", "", "openapi/booking.yaml: /paths is not a mapping"},
		"a list of schemas":        {"components:\n  schemas: [a]\n", "", "openapi/booking.yaml: /components/schemas is not a mapping"},
		"a key that is no text":    {"paths:\n  /a: {get: {responses: {200: {}}}}\n", "", "unsupported type"},
	} {
		files := contractFolder(map[string]string{"booking.yaml": c.booking, "report.yaml": c.report})
		if text, err := joinContract(files); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %s, error %v instead of %q", name, text, err, c.want)
		}
	}
}

func TestContractFilesNeedTheAnchors(t *testing.T) {
	if _, err := joinContract(fstest.MapFS{"openapi/base.yaml": {Data: []byte("openapi: 3.0.3\n")}}); err == nil {
		t.Fatal("joined")
	}
}

func TestContractFilesThatDoNotFitStopTheStart(t *testing.T) {
	shipped := contractJSON
	t.Cleanup(func() { contractJSON = shipped })
	contractJSON = contractOf(contractFolder(map[string]string{"booking.yaml": "paths: {/a: {}}\n", "report.yaml": "paths: {/a: {}}\n"}))
	defer func() {
		if recover() == nil {
			t.Fatal("started")
		}
	}()
	New(Config{}).App()
}

// A file is named after the package in app that decides about its paths; system is for the wiring.
func TestContractFilesAreNamedAfterCapabilities(t *testing.T) {
	names, err := fs.Glob(contractFiles, "openapi/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		switch word := strings.TrimSuffix(filepath.Base(name), ".yaml"); word {
		case "anchors", "base":
		case "system":
			word = "internal/system"
			fallthrough
		default:
			if _, err := os.Stat(filepath.Join("../app", word)); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}
