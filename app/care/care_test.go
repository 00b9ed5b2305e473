package care

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"linli/app/auth"
	"linli/app/fault"
	"linli/app/person"
	"linli/app/plan"
	"linli/app/when"
	"linli/app/wordlist"
)

func beijing(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, when.Beijing)
	if err != nil {
		panic(err)
	}
	return t
}

func TestWhoIsVisitedHowOften(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		facts Facts
		level Level
		in    string
		must  bool
	}{
		"nobody":                  {Facts{}, "", "", false},
		"young":                   {Facts{Born: 1990}, "", "", false},
		"eighty":                  {Facts{Born: 1946}, C, "aged", false},
		"a year younger":          {Facts{Born: 1947}, "", "", false},
		"eighty and alone":        {Facts{Born: 1946, Alone: true}, A, "aged_alone,aged", false},
		"eighty, tagged as alone": {Facts{Born: 1946, Tags: []person.Tag{person.Alone}}, A, "aged_alone,alone,aged", false},
		"widow without kin":       {Facts{Tags: []person.Tag{person.Kinless}}, B, "kinless", true},
		"hardship":                {Facts{Tags: []person.Tag{person.Hardship}}, B, "hardship", true},
		"empty nest":              {Facts{Tags: []person.Tag{person.EmptyNest}}, B, "empty_nest", false},
		"frail with family":       {Facts{Tags: []person.Tag{person.Frail}}, B, "frail", false},
		"frail and alone":         {Facts{Tags: []person.Tag{person.Frail}, Alone: true}, A, "frail_alone,frail", false},
		"disabled":                {Facts{Tags: []person.Tag{person.Disabled}}, C, "disabled", false},
		"alone and young":         {Facts{Born: 1990, Alone: true}, "", "", false},
	} {
		if got := Shipped.Stand(c.facts, 2026); got != (Standing{Level: c.level, Cohorts: c.in, Must: c.must}) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	both := Shipped.Stand(Facts{Born: 1946}, 2026).with(Shipped.Stand(Facts{Tags: []person.Tag{person.Hardship}}, 2026), Shipped)
	if both.Level != B || !both.Must || !both.In("aged") || !both.In("hardship") {
		t.Errorf("a couple: %+v", both)
	}
}

// rest is the National Day of 2026.
func rest(d when.Date) bool { return d >= 20261001 && d <= 20261007 || d.Weekend() }

func TestWhenAVisitIsDue(t *testing.T) {
	t.Parallel()
	in := func(l Level) Cared {
		return Cared{Standing: Standing{Level: l}, Since: 20260901, Dates: Dates{Last: 20260901}}
	}
	with := func(c Cared, do func(*Cared)) Cared { do(&c); return c }
	for name, c := range map[string]struct {
		cared Cared
		opens when.Date
		last  when.Date
		by    string
	}{
		"every week":                   {in(A), 20260906, 20260908, "2026-09-09 00:00"},
		"a week ends in the holidays":  {with(in(A), func(c *Cared) { c.Last = 20260927 }), 20261002, 20261004, "2026-10-05 00:00"},
		"a month":                      {with(in(B), func(c *Cared) { c.Last = 20260831 }), 20260923, 20260930, "2026-10-01 00:00"},
		"a month ends in the holidays": {in(B), 20260924, 20261008, "2026-10-09 00:00"},
		"a quarter":                    {in(C), 20261110, 20261201, "2026-12-02 00:00"},
		"half the month":               {with(in(B), func(c *Cared) { c.Half = true }), 20260909, 20260916, "2026-09-17 00:00"},
		"never visited":                {with(in(A), func(c *Cared) { c.Last = 0 }), 20260906, 20260908, "2026-09-09 00:00"},
		"agreed earlier":               {with(in(B), func(c *Cared) { c.Asked = 20260912 }), 20260912, 20260912, "2026-09-13 00:00"},
		"agreed later changes nothing": {with(in(A), func(c *Cared) { c.Asked = 20260930 }), 20260906, 20260908, "2026-09-09 00:00"},
		"declined: a quarter":          {with(in(A), func(c *Cared) { c.Declined = "不想被打扰" }), 20261110, 20261201, "2026-12-02 00:00"},
		"raised for a time":            {with(in(C), func(c *Cared) { c.Set = Override{Level: A, Until: 20261231} }), 20260906, 20260908, "2026-09-09 00:00"},
		"raised, over":                 {with(in(C), func(c *Cared) { c.Set = Override{Level: A, Until: 20260901} }), 20261110, 20261201, "2026-12-02 00:00"},
		"lowered":                      {with(in(A), func(c *Cared) { c.Set = Override{Level: B, Until: 20261231} }), 20260924, 20261008, "2026-10-09 00:00"},
		"must is never lower than B":   {with(in(B), func(c *Cared) { c.Must, c.Set = true, Override{Level: C, Until: 20261231} }), 20260924, 20261008, "2026-10-09 00:00"},
		"a change at 23:00":            {with(in(C), func(c *Cared) { c.ChangeAt, c.ChangeUntil = beijing("2026-09-02 23:00").UTC(), 20261201 }), 20260902, 20260903, "2026-09-03 23:00"},
		"a change, visited since": {with(in(C), func(c *Cared) {
			c.ChangeAt, c.ChangeUntil, c.LastAt, c.Last = beijing("2026-09-02 23:00"), 20261201, beijing("2026-09-03 10:00"), 20260903
		}), 20260908, 20260910, "2026-09-11 00:00"},
		"a change on a holiday":      {with(in(C), func(c *Cared) { c.ChangeAt, c.ChangeUntil = beijing("2026-10-01 09:00"), 20261230 }), 20260906, 20260908, "2026-09-09 00:00"},
		"a change is over":           {with(in(C), func(c *Cared) { c.ChangeAt, c.ChangeUntil = beijing("2026-05-01 09:00"), 20260730 }), 20261110, 20261201, "2026-12-02 00:00"},
		"no rule and no change":      {in(""), 0, 0, ""},
		"one visit, agreed":          {with(in(""), func(c *Cared) { c.Asked = 20260912 }), 20260905, 20260912, "2026-09-13 00:00"},
		"one visit, in the holidays": {with(in(""), func(c *Cared) { c.Asked = 20261003 }), 20260926, 20261003, "2026-10-04 00:00"},
		"one visit, made":            {with(in(""), func(c *Cared) { c.Asked = 20260901 }), 0, 0, ""},
		"left the plan":              {with(in(A), func(c *Cared) { c.EndedAt = beijing("2026-09-02 09:00") }), 0, 0, ""},
	} {
		want := Due{Window: plan.Window{Opens: c.opens, Last: c.last}}
		if c.by != "" {
			want.By = beijing(c.by).UTC()
		}
		if got := Shipped.NextDue(c.cared, 20260902, rest); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

func TestAVisitMovesTheDate(t *testing.T) {
	t.Parallel()
	today := when.Date(20260910)
	start := Cared{Standing: Standing{Level: A}, Since: 20260901, Dates: Dates{Last: 20260901, LastAt: beijing("2026-09-01 10:00")}}
	visit := func(c Cared, way Way, o Outcome, at string) (Cared, Visit) {
		v := Visit{Way: way, Outcome: o, At: beijing(at), Day: when.DateOf(beijing(at))}
		c.Due = Shipped.NextDue(c, today, nil)
		c.visited(&v, 0)
		return c, v
	}
	if c, v := visit(start, Door, Well, "2026-09-08 23:59"); v.LateDays != 0 || !v.Counts || c.Last != 20260908 {
		t.Errorf("on the last minute: %+v, %+v", c, v)
	}
	if c, v := visit(start, Door, Needy, "2026-09-10 09:00"); v.LateDays != 2 || !v.Counts || c.Last != 20260910 {
		t.Errorf("two days late: %+v, %+v", c, v)
	}
	if c, v := visit(start, Door, NoAnswer, "2026-09-10 09:00"); v.Counts || v.LateDays != 0 || c.Last != 20260901 {
		t.Errorf("without success: %+v, %+v", c, v)
	}
	once, first := visit(start, Phone, Well, "2026-09-08 09:00")
	if !first.Counts || !once.wantsDoor(today) {
		t.Errorf("by telephone once: %+v, %+v", once, first)
	}
	if twice, second := visit(once, Phone, Well, "2026-09-10 09:00"); second.Counts || twice.Last != 20260908 {
		t.Errorf("by telephone twice: %+v, %+v", twice, second)
	}
	if c, third := visit(once, Door, Well, "2026-09-10 09:00"); !third.Counts || c.wantsDoor(today) {
		t.Errorf("at the door at last: %+v, %+v", c, third)
	}
	if c, v := visit(once, Door, Well, "2026-09-05 09:00"); c.Last != 20260908 || !v.Counts {
		t.Errorf("entered afterwards: %+v, %+v", c, v)
	}
}

func TestASurgeLeavesEveryDate(t *testing.T) {
	t.Parallel()
	for _, l := range Levels {
		for last := when.Date(20260825); last <= 20260905; last = last.Next() {
			c := Cared{Standing: Standing{Level: l}, Since: 20260801, Dates: Dates{Last: last}}
			c.Due = Shipped.NextDue(c, 20260830, rest)
			before := c
			during := c.over(c.Due, 20260830)
			if want := plan.Add(max(last, 20260829), 1); during.Last != min(want, c.Due.Last) {
				t.Errorf("%s last on %d: due %d during the surge", l, last, during.Last)
			}
			if c != before || c.over(c.Due, 0) != before.Due || Shipped.NextDue(c, 20260903, rest) != before.Due {
				t.Errorf("%s last on %d: %v, before %v", l, last, c.Due, before.Due)
			}
		}
	}
}

func TestRulesAreChecked(t *testing.T) {
	t.Parallel()
	if err := Shipped.Check(); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		spoil func(*Rules)
		want  error
	}{
		"no kinless":        {func(r *Rules) { r.Cohorts = r.Cohorts[1:] }, ErrMust},
		"hardship at C":     {func(r *Rules) { r.Cohorts[1].Level = C }, ErrMust},
		"two of one code":   {func(r *Rules) { r.Cohorts[3].Code = "alone" }, ErrCohort},
		"nobody asked":      {func(r *Rules) { r.Cohorts[3].Tags = nil }, ErrCohort},
		"kinless alone":     {func(r *Rules) { r.Cohorts[0].Alone = true }, ErrMust},
		"two of one name":   {func(r *Rules) { r.Cohorts[3].Name = "困难" }, ErrCohort},
		"two codes in one":  {func(r *Rules) { r.Cohorts[3].Code = "a,b" }, ErrCohort},
		"long codes":        {func(r *Rules) { r.Cohorts[3].Code = strings.Repeat("a", 130) }, ErrCohort},
		"no steps":          {func(r *Rules) { r.Steps = nil }, ErrSteps},
		"steps out of turn": {func(r *Rules) { r.Steps[0].Do = Police }, ErrSteps},
		"no wait":           {func(r *Rules) { r.Steps[1].Wait = 0 }, ErrSteps},
		"an hour":           {func(r *Rules) { r.Levels[A] = Rhythm{plan.Every{N: 1, Unit: "hour"}, 0} }, ErrRules},
		"no feature":        {func(r *Rules) { r.Halved = []Feature{"red"} }, ErrRules},
	} {
		r := Shipped
		r.Levels = map[Level]Rhythm{A: Shipped.Levels[A], B: Shipped.Levels[B], C: Shipped.Levels[C]}
		r.Cohorts, r.Steps = append([]Cohort(nil), r.Cohorts...), append([]Step(nil), r.Steps...)
		c.spoil(&r)
		if err := r.Check(); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	known := []wordlist.Word{{Code: "w1"}}
	for tag, want := range map[person.Tag]error{"w1": nil, person.Aged: nil, "w2": ErrTag} {
		if err := (Rules{Cohorts: []Cohort{{Tags: []person.Tag{tag}}}}).needTags(known, Shipped); !errors.Is(err, want) {
			t.Errorf("%s: %v", tag, err)
		}
	}
}

func TestStepsOfALevel(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		step, next int
		level      Level
	}{{-1, 0, A}, {2, 3, A}, {3, 4, A}, {4, 5, A}, {-1, 0, B}, {2, 5, B}, {-1, 5, C}} {
		if got := Shipped.after(c.step, c.level); got != c.next {
			t.Errorf("after %d at %s: %d", c.step, c.level, got)
		}
	}
}

func TestWhatANeedIsReferredTo(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	s := &Service{targets: map[string]Lookup{"report": func(_ context.Context, _ auth.Actor, id int64) (int64, error) {
		switch id {
		case 42:
			return 3, nil
		case 43:
			return 0, fault.New(fault.Missing, "report.missing", "")
		}
		return 0, broken
	}}}
	for to, want := range map[string]error{
		"report:42": nil, "report:43": ErrNoTarget, "report:44": broken, "meal:42": ErrTarget, "report:0": ErrTarget, "report:-1": ErrTarget, "report:042": ErrTarget,
		"report:+42": ErrTarget, "report:": ErrTarget, "report": ErrTarget, "": ErrTarget, ":42": ErrTarget, "report:99999999999999999999": ErrTarget, "report:42:1": ErrTarget,
	} {
		if community, err := s.target(t.Context(), auth.Actor{Person: 1}, to); !errors.Is(err, want) || err == nil && community != 3 {
			t.Errorf("%q: %d, %v", to, community, err)
		}
	}
}

func TestTheLifeOfANeed(t *testing.T) {
	t.Parallel()
	now := beijing("2026-09-01 09:00")
	n := Need{Community: 3, State: OpenNeed}
	if err := n.refer("report:42", 4, 7, now); !errors.Is(err, ErrNoTarget) || n.State != OpenNeed {
		t.Errorf("to another community: %+v, %v", n, err)
	}
	if err := n.refer("report:42", 3, 7, now); err != nil || n.State != ReferredNeed {
		t.Errorf("referred: %+v, %v", n, err)
	}
	if err := n.end(CannotNeed, "", 7, now); !errors.Is(err, ErrReason) {
		t.Errorf("without a reason: %v", err)
	}
	if err := n.end(MetNeed, "", 7, now); err != nil || n.EndedAt.IsZero() || len(n.Can()) != 0 {
		t.Errorf("met: %+v, %v", n, err)
	}
	if err := n.end(MetNeed, "", 7, now); !errors.Is(err, ErrOver) {
		t.Errorf("met twice: %v", err)
	}
}
