package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"linli/app/internal/system"
)

// Every page that a notice or a printed code opens exists in its client; otherwise WeChat answers 41030 and the message is
// lost.
func TestNoticesOpenPagesThatExist(t *testing.T) {
	t.Parallel()
	resident, staff := pagesOf(t, "resident"), pagesOf(t, "staff")
	for _, k := range system.NoticeKinds() {
		pages, client := resident, "resident"
		if k.ForStaff {
			pages, client = staff, "staff"
		}
		if page, _, _ := strings.Cut(k.Page, "?"); !pages[page] {
			t.Errorf("%s opens %q, which the %s client does not have", k.Name, k.Page, client)
		}
	}
	if !staff["people/desk/index"] {
		t.Error("the code of a desk opens people/desk/index")
	}
	if !resident["life/board/index"] {
		t.Error("the code of a board opens life/board/index")
	}
}

// pagesOf returns the pages of a client as WeChat names them.
func pagesOf(t *testing.T, client string) map[string]bool {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "miniprogram", client, "pages.json"))
	if err != nil {
		t.Fatal(err)
	}
	type page struct{ Path string }
	var in struct {
		Pages       []page
		SubPackages []struct {
			Root  string
			Pages []page
		}
	}
	if err := json.Unmarshal(text, &in); err != nil {
		t.Fatal(err)
	}
	pages := map[string]bool{}
	for _, p := range in.Pages {
		pages[p.Path] = true
	}
	for _, s := range in.SubPackages {
		for _, p := range s.Pages {
			pages[s.Root+"/"+p.Path] = true
		}
	}
	return pages
}
