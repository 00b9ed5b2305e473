package booking

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/person"
)

func TestAdmit(t *testing.T) {
	t.Parallel()
	old := Rules{MinAge: 60}
	span := Rules{MinAge: 6, MaxAge: 12}
	newYear := time.Date(2026, 12, 31, 16, 0, 0, 0, time.UTC) // the first of January in Beijing
	for _, c := range []struct {
		name  string
		rules Rules
		p     person.Person
		tags  []person.Tag
		now   time.Time
		want  error
	}{
		{"everybody", Rules{}, person.Person{}, nil, nine, nil},
		{"old enough in the year", old, person.Person{Born: 1966}, nil, nine, nil},
		{"a year too young", old, person.Person{Born: 1967}, nil, nine, ErrAge},
		{"on the last evening of the year", old, person.Person{Born: 1967}, nil, newYear.Add(-time.Second), ErrAge},
		{"at midnight in Beijing", old, person.Person{Born: 1967}, nil, newYear, nil},
		{"nobody knows how old", old, person.Person{}, nil, nine, ErrBorn},
		{"the youngest child", span, person.Person{Born: 2020}, nil, nine, nil},
		{"the oldest child", span, person.Person{Born: 2014}, nil, nine, nil},
		{"too old", span, person.Person{Born: 2013}, nil, nine, ErrAge},
		{"too small", span, person.Person{Born: 2021}, nil, nine, ErrAge},
		{"not born yet", Rules{MaxAge: 12}, person.Person{Born: 2030}, nil, nine, ErrAge},
		{"a resident", Rules{Residents: true}, person.Person{Community: 2}, nil, nine, nil},
		{"of another community", Rules{Residents: true}, person.Person{Community: 3}, nil, nine, ErrResidents},
		{"of nowhere", Rules{Residents: true}, person.Person{}, nil, nine, ErrResidents},
		{"without the tag", Rules{Tags: []person.Tag{"frail", "alone"}}, person.Person{}, []person.Tag{"aged"}, nine, ErrTags},
		{"with one of the tags", Rules{Tags: []person.Tag{"frail", "alone"}}, person.Person{}, []person.Tag{"aged", "alone"}, nine, nil},
		{"the first thing that is missing", Rules{Residents: true, MinAge: 60, Tags: []person.Tag{"frail"}}, person.Person{}, nil, nine, ErrResidents},
	} {
		err := Service{Community: 2, Rules: c.rules}.Admit(c.p, c.tags, c.now)
		if !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestAnswer(t *testing.T) {
	t.Parallel()
	asks := Service{Questions: []Question{
		{Key: "bed", Text: "能坐起来吗", Choices: []string{"能", "不能"}, Required: true, Health: true},
		{Key: "note", Text: "还有什么要说的"},
	}}
	door := Service{Rules: Rules{Door: true}}
	given := func(kv ...string) map[string]string {
		m := map[string]string{}
		for i := 0; i < len(kv); i += 2 {
			m[kv[i]] = kv[i+1]
		}
		return m
	}
	for _, c := range []struct {
		name string
		s    Service
		in   Answers
		want Answers
		err  error
	}{
		{"nothing is asked", Service{}, Answers{Given: given("x", "y"), Consent: true, Area: 3, Address: "501"}, Answers{Given: given()}, nil},
		{"not answered", asks, Answers{}, Answers{}, ErrAnswers},
		{"answered with blanks", asks, Answers{Given: given("bed", " \u200b\n")}, Answers{}, ErrAnswers},
		{"none of the choices", asks, Answers{Given: given("bed", "也许"), Consent: true}, Answers{}, ErrAnswers},
		{"without consent", asks, Answers{Given: given("bed", "能")}, Answers{}, ErrConsent},
		{
			"what was asked is kept, and nothing else",
			asks,
			Answers{Given: given("bed", " 能 ", "note", "", "phone", "13800138000"), Consent: true, Address: "501"},
			Answers{Given: given("bed", "能"), Consent: true},
			nil,
		},
		{"too long", asks, Answers{Given: given("bed", "能", "note", strings.Repeat("字", 201)), Consent: true}, Answers{}, ErrAnswers},
		{
			"as long as may be",
			asks,
			Answers{Given: given("bed", "能", "note", strings.Repeat("字", 200)), Consent: true},
			Answers{Given: given("bed", "能", "note", strings.Repeat("字", 200)), Consent: true},
			nil,
		},
		{"no address", door, Answers{Area: 3}, Answers{}, ErrAddress},
		{"no building", door, Answers{Address: "501"}, Answers{}, ErrAddress},
		{"an endless address", door, Answers{Area: 3, Address: strings.Repeat("路", 61)}, Answers{}, ErrAddress},
		{"an address", door, Answers{Area: 3, Address: " 501室 "}, Answers{Given: given(), Area: 3, Address: "501室"}, nil},
	} {
		got, err := c.s.Answer(c.in)
		if !errors.Is(err, c.err) || (err == nil) != (c.err == nil) {
			t.Errorf("%s: %v", c.name, err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestServicesThatCannotBe(t *testing.T) {
	t.Parallel()
	good := Service{Name: "理发", Kind: Care, Rules: DefaultRules}
	questions := func(all ...Question) func(*Service) { return func(s *Service) { s.Questions = all } }
	for name, c := range map[string]struct {
		change func(*Service)
		ok     bool
	}{
		"as it is":                   {func(*Service) {}, true},
		"without a name":             {func(s *Service) { s.Name = "" }, false},
		"a name of twenty":           {func(s *Service) { s.Name = strings.Repeat("理", 20) }, true},
		"a name of twenty-one":       {func(s *Service) { s.Name = strings.Repeat("理", 21) }, false},
		"of no kind":                 {func(s *Service) { s.Kind = "magic" }, false},
		"a long place":               {func(s *Service) { s.Place = strings.Repeat("楼", 61) }, false},
		"a long story":               {func(s *Service) { s.About = strings.Repeat("带", 301) }, false},
		"for children":               {func(s *Service) { s.Rules.MaxAge = 12 }, true},
		"for nobody":                 {func(s *Service) { s.Rules.MinAge, s.Rules.MaxAge = 13, 12 }, false},
		"for the unborn":             {func(s *Service) { s.Rules.MinAge = -1 }, false},
		"for the very old":           {func(s *Service) { s.Rules.MinAge = 121 }, false},
		"as often as one likes":      {func(s *Service) { s.Rules.PerWeek = 0 }, true},
		"eight times a week":         {func(s *Service) { s.Rules.PerWeek = 8 }, false},
		"with a week's notice":       {func(s *Service) { s.Rules.Notice = 7 * 24 * 60 }, true},
		"with more":                  {func(s *Service) { s.Rules.Notice = 7*24*60 + 1 }, false},
		"never to be cancelled":      {func(s *Service) { s.Rules.Cutoff = 1 << 40 }, false},
		"open at midnight":           {func(s *Service) { s.Rules.OpenAt = 0 }, true},
		"open at twenty-four":        {func(s *Service) { s.Rules.OpenAt = 24 * 60 }, false},
		"ninety days ahead":          {func(s *Service) { s.Rules.Ahead = 90 }, true},
		"ninety-one":                 {func(s *Service) { s.Rules.Ahead = 91 }, false},
		"held for four minutes":      {func(s *Service) { s.Rules.Hold = 4 }, false},
		"held for a day":             {func(s *Service) { s.Rules.Hold = 24 * 60 }, true},
		"without a waitlist":         {func(s *Service) { s.Rules.WaitMost = 0 }, true},
		"with an endless one":        {func(s *Service) { s.Rules.WaitMost = 1001 }, false},
		"late at once":               {func(s *Service) { s.Rules.Late = 0 }, false},
		"for people with a tag":      {func(s *Service) { s.Rules.Tags = []person.Tag{"frail"} }, true},
		"a question without a text":  {questions(Question{Key: "a"}), false},
		"a question without a key":   {questions(Question{Text: "?"}), false},
		"a question":                 {questions(Question{Key: "a", Text: "?"}), true},
		"the same question twice":    {questions(Question{Key: "a", Text: "?"}, Question{Key: "a", Text: "!"}), false},
		"one choice":                 {questions(Question{Key: "a", Text: "?", Choices: []string{"是"}}), false},
		"an empty choice":            {questions(Question{Key: "a", Text: "?", Choices: []string{"是", ""}}), false},
		"thirteen choices":           {questions(Question{Key: "a", Text: "?", Choices: strings.Split(strings.Repeat("是,", 13), ",")[:13]}), false},
		"eleven questions":           {questions(make([]Question, 11)...), false},
		"a question of sixty-one":    {questions(Question{Key: "a", Text: strings.Repeat("问", 61)}), false},
		"a choice of thirty-one":     {questions(Question{Key: "a", Text: "?", Choices: []string{"是", strings.Repeat("否", 31)}}), false},
		"late after two hours":       {func(s *Service) { s.Rules.Late = 120 }, true},
		"late after two hours and 1": {func(s *Service) { s.Rules.Late = 121 }, false},
	} {
		s := good
		c.change(&s)
		if err := s.Check(); c.ok != (err == nil) || err != nil && !errors.Is(err, ErrService) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNextNth(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		perWeek int
		taken   []int
		want    int
	}{
		{0, nil, 0},
		{0, []int{1, 2}, 0},
		{1, nil, 1},
		{1, []int{1}, -1},
		{2, []int{2}, 1},
		{2, []int{1}, 2},
		{2, []int{2, 1}, -1},
		{3, []int{1, 3}, 2},
		{1, []int{1, 2, 3}, -1}, // the limit was lowered
		{2, []int{3}, 1},
	} {
		if got := NextNth(c.perWeek, c.taken); got != c.want {
			t.Errorf("of %d with %v: %d, want %d", c.perWeek, c.taken, got, c.want)
		}
	}
}
