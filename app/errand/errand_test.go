package errand

import (
	"errors"
	"slices"
	"testing"
	"time"

	"linli/app/guide"
	"linli/app/pace"
	"linli/app/when"
)

func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, when.Beijing)
	if err != nil {
		panic(err)
	}
	return t
}

var noon = at("2026-11-30 09:00") // a Monday

func plain() pace.Promise { return promise(when.NewClock(nil, when.OfficeHours), guide.Item{}) }

// taken returns an errand with two materials that somebody took.
func taken() Errand {
	e := Errand{Materials: []Material{{Name: "身份证", Form: guide.Copy}, {Name: "户口簿", Form: guide.Original}}}
	e.begin(plain(), noon)
	if err := e.take(7, plain(), noon.Add(time.Hour)); err != nil {
		panic(err)
	}
	return e
}

func TestSomebodyAnswersWithinTwoWorkingHours(t *testing.T) {
	e := Errand{}
	e.begin(plain(), noon)
	if want := at("2026-11-30 11:00"); !e.DueAt.Equal(want) {
		t.Fatalf("due %s", e.DueAt)
	}
	if err := e.take(7, plain(), noon.Add(time.Hour)); err != nil || e.First != 7 || e.Holder != 7 {
		t.Fatalf("%+v %v", e, err)
	}
	if want := at("2026-12-14 17:30"); !e.DueAt.Equal(want) { // ten working days
		t.Fatalf("due %s", e.DueAt)
	}
	if err := e.take(8, plain(), noon); !errors.Is(err, ErrState) {
		t.Fatalf("taken twice: %v", err)
	}
}

func TestTheLimitRunsOverSpringFestival(t *testing.T) {
	days := when.NewCalendar(when.Official())
	p := promise(when.NewClock(days, when.OfficeHours), guide.Item{Content: guide.Content{Promised: when.Term{N: 3, Unit: when.WorkingDays}}})
	e := Errand{}
	from := at("2026-02-13 10:00") // the Friday before the festival
	e.begin(p, from)
	worked := 0
	for d := from.AddDate(0, 0, 1); !d.After(e.WholeDue); d = d.AddDate(0, 0, 1) {
		if days.Works(d) {
			worked++
		}
	}
	if worked != 3 || e.WholeDue.Sub(from) < 7*24*time.Hour {
		t.Fatalf("%d working days until %s", worked, e.WholeDue)
	}
}

func TestWhatIsMissingIsToldOnce(t *testing.T) {
	e := taken()
	if err := e.see(0, Bad, "拍得不清楚"); err != nil {
		t.Fatal(err)
	}
	gaps, err := e.tell("", noon.Add(2*time.Hour))
	if err != nil || !slices.Equal(gaps, []string{"身份证（复印件）：拍得不清楚", "户口簿（原件）"}) {
		t.Fatalf("%q %v", gaps, err)
	}
	if e.State != Waiting || !e.Paused() {
		t.Fatalf("%s, paused %v", e.State, e.Paused())
	}
	due := e.DueAt
	e.resume(plain(), noon.Add(26*time.Hour)) // a day later
	if !e.DueAt.After(due) || e.State != Gathering {
		t.Fatalf("due %s, before %s, %s", e.DueAt, due, e.State)
	}
	if err := e.want(Material{Name: "银行卡"}); err != nil || !e.Materials[2].Late {
		t.Fatalf("%+v %v", e.Materials, err)
	}
	if _, err := e.tell("", noon); !errors.Is(err, ErrTold) {
		t.Fatalf("told twice without a reason: %v", err)
	}
	if _, err := e.tell("窗口今天才通知", noon.Add(27*time.Hour)); err != nil || e.Tells != 2 {
		t.Fatalf("%d %v", e.Tells, err)
	}
}

func TestNobodyWalksBeforeTheMaterialsWereSeen(t *testing.T) {
	e := taken()
	if err := e.handIn("", plain(), noon); !errors.Is(err, ErrGaps) {
		t.Fatal(err)
	}
	for n := range e.Materials {
		if err := e.see(n, Good, ""); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := e.tell("", noon); !errors.Is(err, ErrNothing) {
		t.Fatal(err)
	}
	if err := e.handIn("沙2026-18", plain(), noon); err != nil || e.State != HandedIn {
		t.Fatal(e.State, err)
	}
	if err := e.comeBack(); err != nil || e.State != Gathering {
		t.Fatal(e.State, err)
	}
}

func TestTheEndOfAnErrand(t *testing.T) {
	e := taken()
	e.Materials = nil
	steps := []func() error{
		func() error { return e.handIn("", plain(), noon) },
		func() error { return e.finish("批准", noon) },
		func() error { return e.deliver(noon) },
		e.reject,
		func() error { return e.deliver(noon) },
		e.close,
	}
	for i, step := range steps {
		if err := step(); err != nil {
			t.Fatalf("step %d: %v", i, err)
		}
	}
	if e.State != Closed || !e.CheckAt.IsZero() {
		t.Fatalf("%s, look at %s", e.State, e.CheckAt)
	}
	if err := e.fail("", "", noon); !errors.Is(err, ErrState) {
		t.Fatal(err)
	}
}

func TestAMandateSaysExactlyWhat(t *testing.T) {
	today := when.DateOf(noon)
	day := func(n int) when.Date { return when.DateOf(noon.AddDate(0, 0, n)) }
	for _, tt := range []struct {
		name   string
		powers []Power
		until  when.Date
		want   error
	}{
		{"in any order", []Power{Fetch, Submit}, day(30), nil},
		{"nothing", nil, day(1), ErrPowers},
		{"unknown", []Power{Submit, "sign"}, day(1), ErrPowers},
		{"twice", []Power{Submit, Submit}, day(1), ErrPowers},
		{"yesterday", []Power{Submit}, day(-1), ErrPowers},
		{"too long", []Power{Submit}, day(31), ErrPowers},
	} {
		m := Mandate{ID: 1, Proxy: 7, Powers: tt.powers, Until: tt.until}
		if err := m.check(today); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	m := Mandate{ID: 1, Proxy: 7, Powers: []Power{Submit}, Until: day(2)}
	if m.Holds(7, Submit, today) || !m.Pending(today) {
		t.Fatal("nobody has given it")
	}
	m.Way = ByChat
	if !m.Holds(7, Submit, day(2)) || m.Holds(7, Submit, day(3)) || m.Holds(8, Submit, today) || m.Holds(7, Fetch, today) {
		t.Fatal("a mandate is for one person, its powers and its days")
	}
}
