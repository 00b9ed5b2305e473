package estate

import (
	"slices"

	"linli/app/person"
)

// Answer is what is known about a yes or no.
type Answer string

// The answers.
const (
	Unknown Answer = ""
	Yes     Answer = "yes"
	No      Answer = "no"
)

// Roof is the shape of a roof.
type Roof string

// The roofs.
const (
	Flat    Roof = "flat"    // 平屋顶
	Pitched Roof = "pitched" // 坡屋顶
)

var roofNames = map[Roof]string{Flat: "平屋顶", Pitched: "坡屋顶"}

// Name returns the roof in Chinese, "" when it is not known.
func (r Roof) Name() string { return roofNames[r] }

// Features are what is known of a building; zero values are unknown.
type Features struct {
	Floors   int
	Lift     Answer
	Built    int // the year
	Roof     Roof
	LowLying bool // 低洼
	Unsafe   bool // 危房
	Hard     bool // 通行困难: an ambulance or fire engine hardly gets there
}

func (f Features) check(thisYear int) error {
	ok := f.Floors >= 0 && f.Floors <= 100 && plausible(f.Built, thisYear) && (f.Roof == "" || f.Roof.Name() != "") &&
		slices.Contains([]Answer{Unknown, Yes, No}, f.Lift)
	if !ok {
		return ErrFeatures
	}
	return nil
}

// Building is a building with its features.
type Building struct {
	Area   int64
	Estate int64 // 0 when it is in none
	Features
}

// ElderAge is the age from which a resident counts as an elder; ElderTags are the tags of whom it is true without a known age.
const ElderAge = 60

// ElderTags mark elders.
var ElderTags = []person.Tag{person.Aged, person.Kinless}

// Share is how many of the residents with their home in a building are elders.
type Share struct{ Elders, Residents int }

// fewest is the number of residents from which a share says nothing about one of them.
const fewest = 10

// Percent returns the share, false for a building with fewer than 10 residents.
func (s Share) Percent() (int, bool) {
	if s.Residents < fewest {
		return 0, false
	}
	return (s.Elders*100 + s.Residents/2) / s.Residents, true
}
