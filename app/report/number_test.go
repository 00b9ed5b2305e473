package report

import (
	"slices"
	"testing"
)

func TestNumbers(t *testing.T) {
	r := Report{Number: 261121*perDay + 3}
	if r.Say() != "261121-003" {
		t.Fatal(r.Say())
	}
	for _, tt := range []struct {
		said string
		fits bool
	}{
		{"261121-003", true},
		{"261121003", true},
		{"1121-003", true},
		{"1121003", true},
		{"1121 003", true},
		{"261121-0003", true},
		{"261122-003", false},
		{"251121-003", false},
		{"1121-004", false},
	} {
		n, ok := ParseNumber(tt.said)
		if !ok || (r.Number%n.Modulus == n.Number) != tt.fits {
			t.Errorf("%s: read %v, fits %v", tt.said, ok, r.Number%n.Modulus == n.Number)
		}
	}
	for _, said := range []string{"", "1", "12", "003", "3号楼", "13800000000", "abc", "1121-3"} {
		if n, ok := ParseNumber(said); ok {
			t.Errorf("%q was read as %v", said, n)
		}
	}
}

func TestNumbersOfADayWithoutItsYear(t *testing.T) {
	for said, want := range map[string][]int64{
		"261121-003": {261121_000003}, "250101-100000": {250101_100000},
		"1121-003": {261121_000003, 251121_000003, 241121_000003}, "0101-0007": {260101_000007, 250101_000007, 240101_000007},
	} {
		n, ok := ParseNumber(said)
		if got := n.Numbers(2026); !ok || !slices.Equal(got, want) {
			t.Errorf("%s may be %v, want %v", said, got, want)
		}
	}
}

func FuzzParseNumber(f *testing.F) {
	f.Add("261121-003")
	f.Fuzz(func(t *testing.T, s string) {
		if n, ok := ParseNumber(s); ok && (n.Number < 0 || n.Number >= n.Modulus) {
			t.Fatalf("%q: %v", s, n)
		}
	})
}

func TestGuess(t *testing.T) {
	for said, want := range map[string]Category{
		"楼下路灯坏了":      "facility",
		"楼道里堆满了杂物":    "fire",
		"三楼往下漏水":      "dispute",
		"家里没水了":       "utility",
		"垃圾没人清，还占道停车": "sanitation",
		"有人乱停车":       "parking",
		"楼下广场舞太吵":     "noise",
		"今天天气不错":      Other,
		"":            Other,
	} {
		if got := Shipped.Guess(said); got != want {
			t.Errorf("%q is guessed as %s, want %s", said, got, want)
		}
	}
}

func TestCategoriesHaveNames(t *testing.T) {
	for _, k := range Shipped.Kinds {
		if k.Name == "" || !Shipped.Has(k.Category) {
			t.Errorf("%+v", k)
		}
	}
	if Shipped.Has("nonsense") {
		t.Error("nonsense is a category")
	}
}

func TestTitleFitsWeChat(t *testing.T) {
	r := Report{Category: "dispute", Text: "楼上漏水漏到我家客厅已经三天了没有人管怎么办"}
	if n := len([]rune(r.Title())); n > 20 {
		t.Fatalf("%d characters: %s", n, r.Title())
	}
}
