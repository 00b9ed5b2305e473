package area

import "strings"

// Outcome writes what was found, for the tests outside the package.
func Outcome(t *Tree, f Found) string {
	all := append(t.Tell(f.Areas), t.Tell(f.Maybe)...)
	return string(f.Ask) + " " + strings.Join(all, " | ")
}
