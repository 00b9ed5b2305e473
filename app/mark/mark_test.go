package mark

import (
	"errors"
	"testing"
)

func TestAChangedContentIsNoticed(t *testing.T) {
	type row struct{ Name string }
	seen, err := Of([]row{{"一"}, {"二"}})
	if err != nil || len(seen) != 16 {
		t.Fatalf("%q %v", seen, err)
	}
	for _, tt := range []struct {
		name string
		seen string
		now  any
		want error
	}{
		{"the same", seen, []row{{"一"}, {"二"}}, nil},
		{"another order", seen, []row{{"二"}, {"一"}}, ErrStale},
		{"one less", seen, []row{{"一"}}, ErrStale},
		{"none", seen, []row(nil), ErrStale},
		{"nobody asked", "", []row{{"三"}}, nil},
	} {
		if err := Need(tt.seen, tt.now); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	if _, err := Of(func() {}); err == nil || Need(seen, func() {}) == nil {
		t.Error("a content without a form has no mark")
	}
}
