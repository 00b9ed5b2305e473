package press

import (
	"errors"
	"testing"
)

func of(by, key string, parts ...string) *Press {
	all := make([][]byte, len(parts))
	for i, p := range parts {
		all[i] = []byte(p)
	}
	return New(by, key, all...)
}

func TestAKeyBelongsToOneRequest(t *testing.T) {
	first := of("mp:a", "k", "POST", "/reports", "{}")
	for name, c := range map[string]struct {
		p                *Press
		sameKey, sameSum bool
	}{
		"the same":                        {of("mp:a", "k", "POST", "/reports", "{}"), true, true},
		"another body":                    {of("mp:a", "k", "POST", "/reports", "{ }"), true, false},
		"another route":                   {of("mp:a", "k", "POST", "/complaints", "{}"), true, false},
		"the same text in other parts":    {of("mp:a", "k", "POST/", "reports", "{}"), true, false},
		"another person":                  {of("mp:b", "k", "POST", "/reports", "{}"), false, true},
		"another key":                     {of("mp:a", "l", "POST", "/reports", "{}"), false, true},
		"the same text in person and key": {of("mp:", "ak", "POST", "/reports", "{}"), false, true},
	} {
		same := c.sameKey && c.sameSum
		if (c.p.ID == first.ID) != c.sameKey || (c.p.Sum == first.Sum) != c.sameSum || (c.p.Request() == first.Request()) != same {
			t.Errorf("%s: %+v", name, c.p)
		}
	}
	if n := len(first.Request()); n != 48 {
		t.Errorf("%d letters do not fit the column", n)
	}
	if got := (*Press)(nil).Request(); got != "" {
		t.Errorf("without a key: %q", got)
	}
}

func TestMeet(t *testing.T) {
	p := of("mp:a", "k", "x")
	if err := p.Meet("other"); !errors.Is(err, ErrOther) || !errors.Is(p.Met(), ErrOther) {
		t.Errorf("another request: %v, %v", err, p.Met())
	}
	p = of("mp:a", "k", "x")
	if err := p.Meet(p.Sum); !errors.Is(err, ErrAgain) || !errors.Is(p.Met(), ErrAgain) || errors.Is(err, ErrOther) {
		t.Errorf("the same request: %v, %v", err, p.Met())
	}
	p.Again()
	if err := errors.Join(p.Meet(p.Sum), p.Met()); err != nil {
		t.Errorf("its answer was lost: %v", err)
	}
}
