package care

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"linli/app/person"
	"linli/app/plan"
	"linli/app/text"
	"linli/app/wordlist"
)

// Rules are what the county decides about visits: the groups, the intervals and the steps when nobody answers.
type Rules struct {
	Levels  map[Level]Rhythm
	Cohorts []Cohort
	Steps   []Step
	Halved  []Feature // buildings with one of these ask for half the interval
	// ChangeDays is how long a change keeps the highest level, ChangeHours within which it is visited.
	ChangeDays, ChangeHours int
	MostNeeds               int // households with the same need from which a new service is offered
}

// Rhythm is the interval of a level, and how many days before the last one its window opens.
type Rhythm struct {
	Every  plan.Every
	Before int
}

// Cohort is a group of people with a level. A person belongs to it with one of the tags, or with the age; Alone asks besides that
// they live alone.
type Cohort struct {
	Code  string
	Name  string
	Tags  []person.Tag
	Age   int // 0 any
	Alone bool
	Level Level
}

// Feature is what is known of a building or its estate.
type Feature string

// The features.
const (
	OldEstate   Feature = "old"    // 老旧小区
	SingleBlock Feature = "single" // 单体楼
	Unsafe      Feature = "unsafe" // 危房
	Hard        Feature = "hard"   // 通行困难
	LowLying    Feature = "low"    // 低洼
)

var featureNames = map[Feature]string{OldEstate: "老旧小区", SingleBlock: "单体楼", Unsafe: "危房", Hard: "通行困难", LowLying: "低洼"}

// Features lists the features in the order shown.
var Features = []Feature{OldEstate, SingleBlock, Unsafe, Hard, LowLying}

// Name returns the feature in Chinese.
func (f Feature) Name() string { return featureNames[f] }

// Do is what a step of a chase does.
type Do string

// The deeds of the steps, in their order.
const (
	Again  Do = "again"  // the visitor tries the door and the telephone again
	Look   Do = "look"   // lead or steward is asked to look
	Family Do = "family" // the family is told, as far as they agreed
	Alarm  Do = "alarm"  // emergency paging with two acknowledgements
	Police Do = "police" // 110
)

// Deeds lists them in their order.
var Deeds = []Do{Again, Look, Family, Alarm, Police}

var doNames = map[Do]string{Again: "再上门、再打电话", Look: "请红管家或楼栋长去看", Family: "告诉家人", Alarm: "紧急呼叫，两人确认", Police: "拨打 110"}

// Name returns the deed in Chinese.
func (d Do) Name() string { return doNames[d] }

// Step is one step after a visit at which nobody answered.
type Step struct {
	Do    Do
	Wait  time.Duration // until the next step
	Level Level         // the lowest level for which the step is made
}

// Shipped are the rules until the county decides its own.
var Shipped = Rules{
	Levels: map[Level]Rhythm{
		A: {plan.Every{N: 7, Unit: plan.Day}, 2}, B: {plan.Every{N: 1, Unit: plan.Month}, 7}, C: {plan.Every{N: 1, Unit: plan.Quarter}, 21},
	},
	Cohorts: []Cohort{
		{Code: "kinless", Name: "孤寡", Tags: []person.Tag{person.Kinless}, Level: B},
		{Code: "hardship", Name: "困难", Tags: []person.Tag{person.Hardship}, Level: B},
		{Code: "aged_alone", Name: "高龄独居", Tags: []person.Tag{person.Aged}, Age: 80, Alone: true, Level: A},
		{Code: "frail_alone", Name: "失能独居", Tags: []person.Tag{person.Frail}, Alone: true, Level: A},
		{Code: "alone", Name: "独居老人", Tags: []person.Tag{person.Alone}, Level: B},
		{Code: "empty_nest", Name: "空巢", Tags: []person.Tag{person.EmptyNest}, Level: B},
		{Code: "frail", Name: "失能", Tags: []person.Tag{person.Frail}, Level: B},
		{Code: "bereaved", Name: "失独", Tags: []person.Tag{person.Bereaved}, Level: B},
		{Code: "aged", Name: "高龄", Tags: []person.Tag{person.Aged}, Age: 80, Level: C},
		{Code: "disabled", Name: "残疾", Tags: []person.Tag{person.Disabled}, Level: C},
	},
	Steps: []Step{
		{Again, 4 * time.Hour, B}, {Look, time.Hour, B}, {Family, 30 * time.Minute, B}, {Alarm, 15 * time.Minute, A}, {Police, 0, A},
	},
	Halved:     []Feature{Unsafe},
	ChangeDays: 90, ChangeHours: 24, MostNeeds: 10,
}

// must are the cohorts that have to be visited (必访), each by its tag; the third is a change.
var must = []person.Tag{person.Kinless, person.Hardship}

// The limits of cohorts: the codes of all of them have to fit into one standing.
const (
	mostCohorts = 20
	mostCodes   = 200
)

// Check returns what is wrong with the rules: ErrRules, ErrCohort, ErrSteps, ErrMust.
func (r Rules) Check() error {
	ok := len(r.Levels) == len(Levels) && r.ChangeDays >= 1 && r.ChangeDays <= 366 && r.ChangeHours >= 1 && r.ChangeHours <= 72 &&
		r.MostNeeds >= 2 && r.MostNeeds <= 1000
	for _, l := range Levels {
		rhythm := r.Levels[l]
		ok = ok && rhythm.Every.Check() == nil && rhythm.Before >= 0 && rhythm.Before <= 60
	}
	for _, f := range r.Halved {
		ok = ok && f.Name() != ""
	}
	switch {
	case !ok:
		return ErrRules
	case !r.cohorts():
		return ErrCohort
	case !r.steps():
		return ErrSteps
	}
	for _, tag := range must {
		if !slices.ContainsFunc(r.Cohorts, func(c Cohort) bool {
			return slices.Contains(c.Tags, tag) && !c.Alone && !B.above(c.Level)
		}) {
			return ErrMust
		}
	}
	return nil
}

// cohorts says whether the cohorts can be.
func (r Rules) cohorts() bool {
	codes := 0
	for i, c := range r.Cohorts {
		codes += len(c.Code) + 1
		if c.Code == "" || strings.ContainsAny(c.Code, ", ") || !text.Within(c.Name, 1, 12) || !slices.Contains(Levels, c.Level) ||
			c.Age < 0 || c.Age > 120 || len(c.Tags) == 0 && c.Age == 0 ||
			slices.ContainsFunc(r.Cohorts[:i], func(o Cohort) bool { return o.Code == c.Code || o.Name == c.Name }) {
			return false
		}
	}
	return len(r.Cohorts) >= 1 && len(r.Cohorts) <= mostCohorts && codes <= mostCodes
}

// needTags returns ErrTag for a tag that the county's list does not have. Tags in the rules as they were stay.
func (r Rules) needTags(known []wordlist.Word, before Rules) error {
	for _, c := range r.Cohorts {
		for _, t := range c.Tags {
			if !slices.ContainsFunc(known, func(w wordlist.Word) bool { return w.Code == string(t) }) &&
				!slices.ContainsFunc(before.Cohorts, func(o Cohort) bool { return slices.Contains(o.Tags, t) }) {
				return ErrTag
			}
		}
	}
	return nil
}

// steps says whether the steps are in their order, with bearable waits.
func (r Rules) steps() bool {
	for i, s := range r.Steps {
		last := i == len(r.Steps)-1
		if !slices.Contains(Deeds, s.Do) || !slices.Contains(Levels, s.Level) || s.Wait < 0 || s.Wait > 24*time.Hour ||
			!last && s.Wait < time.Minute || i > 0 && slices.Index(Deeds, s.Do) <= slices.Index(Deeds, r.Steps[i-1].Do) {
			return false
		}
	}
	return len(r.Steps) > 0
}

// Facts are what the rules ask of a person.
type Facts struct {
	Tags  []person.Tag
	Born  int  // the year; 0 unknown
	Alone bool // their household has one person
}

// Stand returns what the rules make of a person. year is the current one.
func (r Rules) Stand(f Facts, year int) (s Standing) {
	for _, c := range r.Cohorts {
		tagged := slices.ContainsFunc(c.Tags, func(t person.Tag) bool { return slices.Contains(f.Tags, t) })
		old := c.Age > 0 && f.Born > 0 && year-f.Born >= c.Age
		if !tagged && !old || c.Alone && !f.Alone && !slices.Contains(f.Tags, person.Alone) {
			continue
		}
		s.add(c.Code, c.Level)
	}
	s.Must = slices.ContainsFunc(must, func(t person.Tag) bool { return slices.Contains(f.Tags, t) })
	return s
}

// youngest returns the year after which nobody born belongs to a cohort by age alone; 0: no cohort asks for an age.
func (r Rules) youngest(year int) int {
	age := 0
	for _, c := range r.Cohorts {
		if c.Age > 0 && (age == 0 || c.Age < age) {
			age = c.Age
		}
	}
	if age == 0 {
		return 0
	}
	return year - age
}

func (s *Standing) add(cohort string, l Level) {
	if !s.In(cohort) {
		if s.Cohorts != "" {
			s.Cohorts += ","
		}
		s.Cohorts += cohort
	}
	if l.above(s.Level) {
		s.Level = l
	}
}

// with returns the standing of a household with one more person.
func (s Standing) with(o Standing, r Rules) Standing {
	for _, c := range r.Cohorts {
		if o.In(c.Code) {
			s.add(c.Code, c.Level)
		}
	}
	s.Must = s.Must || o.Must
	return s
}

// Named returns the names of the rules that hold, in the order of the county.
func (r Rules) Named(s Standing) []string {
	names := []string{}
	for _, c := range r.Cohorts {
		if s.In(c.Code) {
			names = append(names, c.Name)
		}
	}
	return names
}

// after returns the step of a chase after one, for a level, or len(r.Steps).
func (r Rules) after(step int, l Level) int {
	for i := step + 1; i < len(r.Steps); i++ {
		if !r.Steps[i].Level.above(cmp.Or(l, C)) {
			return i
		}
	}
	return len(r.Steps)
}
