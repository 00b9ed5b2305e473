package estate

import (
	"errors"
	"testing"

	"linli/app/steward"
)

func TestFactsAreChecked(t *testing.T) {
	good := Facts{Name: "欣悦家园", Housing: Garden, Management: Company, Property: 3, Committee: NoCommittee}
	for _, tt := range []struct {
		name   string
		change func(*Facts)
		want   error
	}{
		{"as it is", func(*Facts) {}, nil},
		{"one letter", func(f *Facts) { f.Name = "欣" }, ErrName},
		{"two lines", func(f *Facts) { f.Name = "欣悦\n家园" }, ErrName},
		{"no kind of housing", func(f *Facts) { f.Housing = "castle" }, ErrFacts},
		{"built next year", func(f *Facts) { f.Built = 2027 }, ErrFacts},
		{"a company without a name", func(f *Facts) { f.Property = 0 }, ErrProperty},
		{"nobody, with a name", func(f *Facts) { f.Management = Nobody }, ErrProperty},
		{"a fallback of the state", func(f *Facts) { f.Management = State }, nil},
		{"residents themselves", func(f *Facts) { f.Management, f.Property = Residents, 0 }, nil},
		{"in office without an end", func(f *Facts) { f.Committee = InOffice }, ErrCommittee},
		{"an end without an office", func(f *Facts) { f.Until = 20271231 }, ErrCommittee},
		{"in office", func(f *Facts) { f.Committee, f.Until, f.Branch = InOffice, 20271231, 4 }, nil},
		{"a branch of no committee", func(f *Facts) { f.Branch = 4 }, ErrCommittee},
		{"too many places", func(f *Facts) { f.Parking = 100_001 }, ErrFacts},
		{"no telephone", func(f *Facts) { f.Phones.Contact = "call me" }, steward.ErrBoard},
	} {
		f := good
		tt.change(&f)
		if err := f.check(2026); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

func TestFeaturesAreChecked(t *testing.T) {
	for _, tt := range []struct {
		name string
		f    Features
		want error
	}{
		{"nothing is known", Features{}, nil},
		{"all is known", Features{Floors: 6, Lift: No, Built: 1996, Roof: Flat, LowLying: true}, nil},
		{"below the ground", Features{Floors: -1}, ErrFeatures},
		{"a lift, perhaps", Features{Lift: "perhaps"}, ErrFeatures},
		{"a roof of straw", Features{Roof: "straw"}, ErrFeatures},
		{"of the last dynasty", Features{Built: 1899}, ErrFeatures},
	} {
		if err := tt.f.check(2026); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

func TestTheShareOfEldersHidesAFew(t *testing.T) {
	for _, tt := range []struct {
		of    Share
		want  int
		shown bool
	}{
		{Share{0, 0}, 0, false}, {Share{9, 9}, 0, false}, {Share{3, 10}, 30, true}, {Share{1, 12}, 8, true}, {Share{0, 40}, 0, true},
	} {
		if got, ok := tt.of.Percent(); got != tt.want || ok != tt.shown {
			t.Errorf("%v: %d %v", tt.of, got, ok)
		}
	}
}
