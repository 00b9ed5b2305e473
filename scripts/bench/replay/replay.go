// Package replay is requests with the statements that Linli sent for them, which a bare program sends again (重放).
package replay

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Step is one statement with its values, or BEGIN, COMMIT, ROLLBACK.
type Step struct {
	SQL  string `json:"sql"`
	Args []any  `json:"args"`
}

// Reads says whether the statement answers rows.
func (s Step) Reads() bool {
	text := strings.TrimLeft(s.SQL, " \t\n(")
	return strings.HasPrefix(text, "SELECT") || strings.HasPrefix(text, "WITH")
}

// Page is one request: what was sent for it, and how long the answer was.
type Page struct {
	Method string `json:"method"`
	Path   string `json:"path"`
	Body   string `json:"body"` // of the request
	Size   int    `json:"size"` // of the answer
	Steps  []Step `json:"steps"`
	OpenID string `json:"openid"` // of the person for whom it was recorded
	Person int64  `json:"person"`
}

// Book is what a bare program answers, and who asks.
type Book struct {
	Pages   []Page           `json:"pages"`
	Persons map[string]int64 `json:"persons"` // by openid
}

// Of returns the values of a step for another person than the one for whom the page was recorded.
func (p Page) Of(s Step, openid string, person int64) []any {
	if person == p.Person {
		return s.Args
	}
	args := slices.Clone(s.Args)
	for i, a := range args {
		switch a {
		case any(p.Person):
			args[i] = person
		case any(p.OpenID):
			args[i] = openid
		}
	}
	return args
}

func file(folder string) string { return filepath.Join(folder, "pages.json") }

// Save writes the book into a folder.
func (b Book) Save(folder string) error {
	text, err := json.Marshal(b)
	if err != nil {
		return err
	}
	return os.WriteFile(file(folder), text, 0o600)
}

// Open reads the book of a folder.
func Open(folder string) (b Book, err error) {
	text, err := os.ReadFile(file(folder))
	if err != nil {
		return b, err
	}
	if err := decode(text, &b); err != nil {
		return b, fmt.Errorf("pages: %w", err)
	}
	for _, p := range b.Pages {
		for _, s := range p.Steps {
			plain(s.Args)
		}
	}
	return b, nil
}

// Parse reads steps, one JSON object a line.
func Parse(text []byte) ([]Step, error) {
	var all []Step
	for line := range bytes.Lines(text) {
		var s Step
		if err := decode(line, &s); err != nil {
			return nil, fmt.Errorf("%.200s: %w", line, err)
		}
		plain(s.Args)
		all = append(all, s)
	}
	return all, nil
}

func decode(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	return d.Decode(into)
}

// plain turns numbers into those that a database takes.
func plain(args []any) {
	for i, a := range args {
		n, ok := a.(json.Number)
		if !ok {
			continue
		}
		if whole, err := n.Int64(); err == nil {
			args[i] = whole
		} else if broken, err := n.Float64(); err == nil {
			args[i] = broken
		}
	}
}
