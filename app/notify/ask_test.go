package notify

import (
	"slices"
	"testing"
)

// What clients ask consent for are kinds that exist, for the audience of their mini-program, each once.
func TestAskedKindsExist(t *testing.T) {
	for name, c := range map[string]struct {
		kinds    []string
		forStaff bool
	}{"report": {OnReport, false}, "booking": {OnBooking, false}, "work": {OnWork, true}} {
		for i, kind := range c.kinds {
			k := slices.IndexFunc(Kinds, func(k Kind) bool { return k.Name == kind })
			if k < 0 || Kinds[k].ForStaff != c.forStaff || slices.Contains(c.kinds[:i], kind) {
				t.Errorf("%s asks for %s", name, kind)
			}
		}
		if len(c.kinds) < MostAsked {
			t.Errorf("%s asks for %d", name, len(c.kinds))
		}
	}
}
