package patrol

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/person"
	"linli/app/plan"
	"linli/app/when"
)

func tm(clock string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04:05", "2026-11-25 "+clock, when.Beijing)
	if err != nil {
		panic(err)
	}
	return t
}

func TestMinutesRunFromTheFirstToTheLastScan(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		scans         []Scan
		seen, minutes int
	}{
		"one point":                        {[]Scan{{Area: 1, At: tm("19:00:00")}}, 1, 5},
		"two scans of a board in a minute": {[]Scan{{Area: 1, At: tm("19:00:00")}, {Area: 1, At: tm("19:00:59")}}, 1, 5},
		"two scans a minute apart":         {[]Scan{{Area: 1, At: tm("19:00:00")}, {Area: 1, At: tm("19:01:00")}}, 1, 6},
		"two boards in a minute":           {[]Scan{{Area: 1, At: tm("19:00:00")}, {Area: 2, At: tm("19:00:30")}}, 2, 5},
		"a place in the building":          {[]Scan{{Area: 1, At: tm("19:00:00")}, {Area: 1, Place: 7, At: tm("19:00:10")}}, 2, 5},
		"out of order":                     {[]Scan{{Area: 2, At: tm("19:40:00")}, {Area: 1, At: tm("19:00:00")}, {Area: 3, At: tm("19:20:00")}}, 3, 45},
		"late at night":                    {[]Scan{{Area: 1, At: tm("23:30:00")}, {Area: 2, At: tm("23:30:00").Add(time.Hour)}}, 2, 65},
	} {
		p := Patrol{Begin: c.scans[0].At, Last: c.scans[0].At}
		for _, s := range c.scans {
			p.scan(s)
		}
		if p.Seen() != c.seen || p.minutes() != c.minutes {
			t.Errorf("%s: %d points, %d minutes", name, p.Seen(), p.minutes())
		}
	}
}

func TestWhichScansARoundTakes(t *testing.T) {
	t.Parallel()
	open := Patrol{Plan: 3, Begin: tm("09:00:00"), Last: tm("10:00:00")}
	closed, quietly := open, open
	closed.close(tm("10:05:00"), false)
	quietly.close(tm("14:00:00"), true)
	for name, c := range map[string]struct {
		p    Patrol
		at   string
		plan int64
		want bool
	}{
		"within":                           {open, "09:30:00", 0, true},
		"four hours later":                 {open, "14:00:00", 0, true},
		"a second after four hours":        {open, "14:00:01", 0, false},
		"before the first":                 {open, "08:00:00", 3, true},
		"of another plan":                  {open, "09:30:00", 4, false},
		"late, but of its time":            {closed, "09:30:00", 3, true},
		"after it was closed":              {closed, "10:06:00", 0, false},
		"after it closed by itself, early": {quietly, "12:00:00", 0, true},
	} {
		if got := c.p.takes(tm(c.at), c.plan); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
	if early := open; early.Open() {
		early.close(tm("09:30:00"), false) // the clock was put back
		if !early.ClosedAt.Equal(early.Last) || early.Minutes != 65 {
			t.Errorf("closed before its last scan: %+v", early)
		}
	}
}

func tree() *area.Tree {
	return area.NewTree([]area.Area{
		{ID: 1, Kind: area.Community, Name: "幸福社区", Path: "/1/", Community: 1},
		{ID: 2, Parent: 1, Kind: area.Grid, Name: "第一网格", Path: "/1/2/", Community: 1},
		{ID: 3, Parent: 2, Kind: area.Building, Name: "3号楼", Path: "/1/2/3/", Community: 1},
		{ID: 4, Parent: 1, Kind: area.Grid, Name: "第二网格", Path: "/1/4/", Community: 1},
	}, nil)
}

func TestAStormRaisesAPlanAndItReturns(t *testing.T) {
	t.Parallel()
	windows := func(s string) when.Spans { w, _ := when.ParseSpans(s); return w }
	p := Plan{
		ID: 7, Community: 1, Area: 2, Points: []Point{{Area: 3}, {Area: 2}}, Need: 1, Since: 20261101,
		Weekdays: []time.Weekday{time.Wednesday}, Windows: windows("19:00-21:00"),
	}
	storm := Raise{
		Community: 1, Area: 1, Windows: windows("07:00-08:00,13:00-14:00,19:00-20:00"), From: tm("18:00:00"), Until: tm("20:00:00").AddDate(0, 0, 2),
	}
	stood := storm
	stood.EndedAt = tm("12:00:00").AddDate(0, 0, 1)
	for name, c := range map[string]struct {
		day            when.Date
		raises         []Raise
		on             bool
		wanted, points int
	}{
		"its day":                        {20261125, nil, true, 1, 1},
		"another day":                    {20261126, nil, false, 1, 1},
		"raised on its day":              {20261125, []Raise{storm}, true, 3, 2},
		"raised on another day":          {20261126, []Raise{storm}, true, 3, 2},
		"the last day":                   {20261127, []Raise{storm}, true, 3, 2},
		"over":                           {20261128, []Raise{storm}, false, 1, 1},
		"stood down, that day":           {20261126, []Raise{stood}, true, 3, 2},
		"stood down, next day":           {20261127, []Raise{stood}, false, 1, 1},
		"stood down, its day in a week":  {20261202, []Raise{stood}, true, 1, 1},
		"of another grid":                {20261126, []Raise{{Community: 1, Area: 4, From: storm.From, Until: storm.Until}}, false, 1, 1},
		"before it was planned":          {20261028, nil, false, 1, 1},
		"raised before it was planned":   {20261028, []Raise{storm}, false, 1, 1},
		"twice raised, the most windows": {20261126, []Raise{{Community: 1, Area: 2, From: storm.From, Until: storm.Until}, storm}, true, 3, 2},
	} {
		got, on := p.On(tree(), c.day, c.raises)
		if on != c.on || got.wanted() != c.wanted || got.Need != c.points {
			t.Errorf("%s: %t, %d rounds of %d points", name, on, got.wanted(), got.Need)
		}
	}
	if p.Need != 1 || len(p.Weekdays) != 1 || len(p.Windows) != 1 {
		t.Errorf("the plan itself changed: %+v", p)
	}
}

func TestADayReadsWithoutBlame(t *testing.T) {
	t.Parallel()
	p := Plan{ID: 7, Points: []Point{{Area: 3}, {Area: 4}, {Area: 3, Name: "地下充电棚"}}, Need: 2, Windows: make(when.Spans, 2)}
	round := Patrol{Plan: 7, Scans: []Scan{{Area: 3, At: tm("09:00:00")}}} // the board, and the hazard with it
	short := Patrol{Plan: 7, Scans: []Scan{{Area: 4, At: tm("09:00:00")}}}
	for name, c := range map[string]struct {
		rounds    []Patrol
		explained bool
		want      string
	}{
		"nothing yet":         {nil, false, "0 完成 2 还没有"},
		"one and a reason":    {[]Patrol{round}, true, "1 完成 1 有说明"},
		"both":                {[]Patrol{round, round}, false, "2 完成"},
		"too few points":      {[]Patrol{short}, false, "0 完成 2 还没有"},
		"of another plan":     {[]Patrol{{Plan: 8, Scans: round.Scans}}, true, "0 完成 2 有说明"},
		"more than is wanted": {[]Patrol{round, round, round}, true, "3 完成"},
	} {
		if got := p.Count(c.rounds, c.explained).Say(); got != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestWhoseRoundItIs(t *testing.T) {
	t.Parallel()
	p := Plan{Area: 2, Roles: []auth.Role{auth.GridOfficer}, Class: person.FullTime}
	full := person.Work{Class: person.FullTime}
	for name, c := range map[string]struct {
		o    person.Posting
		want bool
	}{
		"of the grid":            {person.Posting{Role: auth.GridOfficer, Area: 2, Work: full}, true},
		"of a building in it":    {person.Posting{Role: auth.GridOfficer, Area: 3, Work: full}, true},
		"of the whole community": {person.Posting{Role: auth.GridOfficer, Area: 1, Work: full}, true},
		"of another grid":        {person.Posting{Role: auth.GridOfficer, Area: 4, Work: full}, false},
		"another role":           {person.Posting{Role: auth.GridLead, Area: 2, Work: full}, false},
		"another class":          {person.Posting{Role: auth.GridOfficer, Area: 2}, false},
		"an area that is gone":   {person.Posting{Role: auth.GridOfficer, Area: 99, Work: full}, false},
	} {
		if got := p.asks(tree(), c.o); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

func TestTheLogReadsLikeAnOfficersOwn(t *testing.T) {
	t.Parallel()
	place := func(id int64) string {
		return map[int64]string{2: "第一网格", 3: "3号楼1单元", 4: "3号楼2单元", 5: "4号楼"}[id]
	}
	plans := map[int64]Plan{7: {
		ID: 7, Name: "夜间巡查", Need: 3, Topics: []string{"fire", "public"},
		Points: []Point{{Area: 3}, {Area: 4}, {Area: 5}, {Area: 2, Place: 9, Name: "消防控制室"}, {Area: 3, Name: "地下充电棚"}},
	}}
	round := Patrol{ID: 1, Plan: 7, Area: 2, Begin: tm("19:02:00"), Last: tm("19:41:00"), Words: "4号楼门禁坏了，进不去。"}
	round.Scans = []Scan{{Area: 3, At: tm("19:02:00"), Floor: "6层"}, {Area: 4, At: tm("19:20:00")}, {Area: 3, At: tm("19:25:00"), Floor: "1层"}, {Area: 2, Place: 9, Name: "消防控制室", At: tm("19:41:00")}}
	second := Patrol{ID: 2, Area: 2, Begin: tm("21:00:00"), Last: tm("21:00:00"), Metres: 1240, Scans: []Scan{{Area: 5, At: tm("21:00:00")}}}
	finds := []Found{
		{Find: Find{Patrol: 1, Spot: true}, Title: "公告栏倒了", Place: "3号楼", Result: "扶正加固。"},
		{Find: Find{Patrol: 1}, Title: "楼道堆纸箱", Place: "4号楼", Number: "20261125-0001", State: "待受理", Open: true},
		{Find: Find{Patrol: 1}, Title: "井盖松动", Place: "3号楼", Number: "20261125-0002", State: "已关闭"},
		{Find: Find{Spot: true}, Title: "灯没关", Place: "活动室"},
	}
	l := Log{
		Rounds: []Patrol{round, second}, Plans: plans, Finds: finds, Topics: newTopics(nil), Place: place,
		Reasons: []plan.Reason{{Plan: "patrol:7", Key: "drill", Words: "全天。"}},
	}
	want := `19:02至19:41，第一网格，夜间巡查，用时44分钟，查看消防安全、公共安全。
看了3个点：3号楼1单元（6层、1层）、3号楼2单元、消防控制室。
发现3处：3号楼 公告栏倒了，当场处理：扶正加固；4号楼 楼道堆纸箱，已上报（20261125-0001），待受理；3号楼 井盖松动，上报后已关闭（20261125-0002）。
没看的点：4号楼。
补充：4号楼门禁坏了，进不去。
21:00至21:00，第一网格，用时5分钟，走了1.2公里。
看了1个点：4号楼。
没有发现问题。
巡查以外发现1处：活动室 灯没关，当场处理，有照片。
“夜间巡查”没有巡查，原因：消防演练（全天）。`
	if got := l.Say(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := (Log{Place: place}).Say(); got != "今天还没有巡查。" {
		t.Errorf("an empty day: %q", got)
	}
}

func many(n int) (all []Point) {
	for i := range n {
		all = append(all, Point{Area: int64(i + 1)})
	}
	return all
}

func TestPlansAreWrittenWhole(t *testing.T) {
	t.Parallel()
	good := Plan{Name: " 夜间巡查 ", Kind: Night, Points: []Point{{Area: 3}}, Need: 1, Roles: []auth.Role{auth.GridOfficer}, Topics: []string{"fire"}}
	if err := good.check(newTopics(nil)); err != nil || good.Name != "夜间巡查" {
		t.Fatalf("%q %v", good.Name, err)
	}
	for name, c := range map[string]struct {
		change func(*Plan)
		want   error
	}{
		"no name":           {func(p *Plan) { p.Name = "" }, ErrWritten},
		"no point":          {func(p *Plan) { p.Points = nil }, ErrWritten},
		"more than there":   {func(p *Plan) { p.Need = 2 }, ErrWritten},
		"none to see":       {func(p *Plan) { p.Need = 0 }, ErrWritten},
		"no kind":           {func(p *Plan) { p.Kind = "often" }, ErrWritten},
		"too many points":   {func(p *Plan) { p.Points = many(201) }, ErrWritten},
		"one point twice":   {func(p *Plan) { p.Points, p.Need = slices.Repeat(p.Points, 2), 2 }, ErrWritten},
		"no class":          {func(p *Plan) { p.Class = "lazy" }, ErrPosts},
		"nobody":            {func(p *Plan) { p.Roles = nil }, ErrPosts},
		"a department":      {func(p *Plan) { p.Roles = []auth.Role{auth.OrgStaff} }, ErrPosts},
		"an eighth weekday": {func(p *Plan) { p.Weekdays = []time.Weekday{7} }, ErrWindows},
		"no topic":          {func(p *Plan) { p.Topics = []string{"weather"} }, ErrTopic},
	} {
		bad := good
		c.change(&bad)
		if err := bad.check(newTopics(nil)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := fmt.Sprint(Plan{Points: make([]Point, 8), Need: 6, Weekdays: []time.Weekday{1, 3}}.Say()); got != "周一、周三，8个点看6个" {
		t.Error(got)
	}
}
