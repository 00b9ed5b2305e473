package order

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/pace"
	"linli/app/when"
	"linli/app/wordlist"
)

var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, when.Beijing)

func TestMedicineIsBoughtByPrescriptionOrByName(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what  string
		basis Basis
		want  error
	}{
		{"大米一袋", NoMedicine, nil},
		{"山药两斤", NoMedicine, nil},
		{"洗衣液", NoMedicine, nil},
		{"药盒一个", NoMedicine, nil},
		{"感冒药", NoMedicine, ErrMedicine},
		{"布洛芬缓释胶囊", NoMedicine, ErrMedicine},
		{"板蓝根颗粒", NoMedicine, ErrMedicine},
		{"布洛芬缓释胶囊 一盒", Named, nil},
		{"连花清瘟胶囊两盒", Named, nil},
		{"感冒药", Named, ErrMedicine},
		{"感冒药两盒", Named, ErrMedicine},
		{"止疼的药", Named, ErrMedicine},
		{"药", Named, ErrMedicine},
		{"降压药", Prescription, nil},
		{"", Prescription, ErrBuy},
		{"米", "other", ErrBuy},
	} {
		if got := (Line{c.what, c.basis}).check(); !errors.Is(got, c.want) {
			t.Errorf("%s by %q: %v", c.what, c.basis, got)
		}
	}
}

func TestAPurchaseSaysWhatItMayCostAndWhoPays(t *testing.T) {
	t.Parallel()
	rice := []Line{{"大米", NoMedicine}}
	for name, c := range map[string]struct {
		p    Purchase
		want error
	}{
		"whole":       {Purchase{Lines: rice, Limit: 5000, Payer: "见面给现金"}, nil},
		"nothing":     {Purchase{Limit: 5000, Payer: "见面给现金"}, ErrBuy},
		"too much":    {Purchase{Lines: slices.Repeat(rice, MaxLines+1), Limit: 5000, Payer: "见面给现金"}, ErrBuy},
		"no limit":    {Purchase{Lines: rice, Payer: "见面给现金"}, ErrLimit},
		"a large sum": {Purchase{Lines: rice, Limit: MaxLimit + 1, Payer: "见面给现金"}, ErrLimit},
		"no payer":    {Purchase{Lines: rice, Limit: 5000}, ErrPayer},
	} {
		if got := c.p.check(); !errors.Is(got, c.want) {
			t.Errorf("%s: %v", name, got)
		}
	}
	p := Purchase{Lines: rice, Limit: 5000}
	for _, c := range []struct {
		f    Finish
		want error
	}{
		{Finish{Spent: 5001, Words: "阳光超市"}, ErrSpent},
		{Finish{Spent: 0, Words: "阳光超市"}, ErrSpent},
		{Finish{Spent: 5000}, ErrReceipt},
		{Finish{Spent: 5000, Files: []int64{7}}, nil},
		{Finish{Spent: 4999, Words: "阳光超市"}, nil},
	} {
		if got := p.bring(c.f); !errors.Is(got, c.want) {
			t.Errorf("%+v: %v", c.f, got)
		}
	}
	for fen, want := range map[int]string{100: "1 元", 5850: "58.50 元", 5: "0.05 元"} {
		if got := Yuan(fen); got != want {
			t.Errorf("%d: %s", fen, got)
		}
	}
}

// agreed is an order that two agreed to come to.
func agreed() Order {
	o := Order{State: Asked}
	o.begin(pace.Promise{Times: when.NewTimes(when.NewCalendar(nil), nil).Of(1), Whole: AgreeWithin, Escalate: Rung}, noon)
	if err := o.agree(7, []Member{{Person: 8}, {Person: 9}}, noon.Add(time.Hour), "0412", noon); err != nil {
		panic(err)
	}
	return o
}

func TestTheWordAtTheDoor(t *testing.T) {
	t.Parallel()
	o := agreed()
	if !o.Shows() || o.State != Agreed || !o.CheckAt.Equal(noon.Add(time.Hour+lateAfter)) || o.Light(noon) != pace.NoLight {
		t.Errorf("%+v", o)
	}
	for _, word := range []string{"", "412", "0413"} {
		if ok, err := o.open(word, 8, noon); ok || err != nil {
			t.Errorf("%q: %v, %v", word, ok, err)
		}
	}
	if ok, err := o.open("0412", 8, noon); ok || !errors.Is(err, ErrTries) {
		t.Errorf("after three: %v, %v", ok, err)
	}
	o.renew("7788")
	if ok, err := o.open("7788", 8, noon); !ok || err != nil || o.State != Coming || o.DoorBy != 8 || o.Shows() {
		t.Errorf("the new one: %v, %v, %+v", ok, err, o)
	}
	if ok, err := o.open("0000", 9, noon); !ok || err != nil || o.DoorBy != 8 {
		t.Errorf("twice: %v, %v", ok, err)
	}
	if err := o.finish(Finish{Minutes: 20}, noon); err != nil || o.State != Done || o.Word != "" || !o.CheckAt.IsZero() {
		t.Errorf("%v, %+v", err, o)
	}
	if ok, err := o.open("7788", 8, noon); ok || !errors.Is(err, ErrState) {
		t.Errorf("afterwards: %v, %v", ok, err)
	}
	seen := map[string]bool{}
	for range 50 {
		w, err := newWord()
		if err != nil || len(w) != 4 {
			t.Fatal(w, err)
		}
		seen[w] = true
	}
	if len(seen) < 25 {
		t.Errorf("%d words of 50", len(seen))
	}
}

func TestAnOrderDoesOneThingAfterTheOther(t *testing.T) {
	t.Parallel()
	buys := func() Order {
		o := agreed()
		o.Buy = Purchase{Lines: []Line{{"米", NoMedicine}}, Limit: 5000}
		o.enter(8, noon)
		return o
	}
	handed := func() Order {
		o := buys()
		if err := o.finish(Finish{Minutes: 5, Spent: 10, Words: "超市"}, noon); err != nil {
			panic(err)
		}
		return o
	}
	for name, c := range map[string]struct {
		o    Order
		do   func(*Order) error
		to   State
		want error
	}{
		"agreed twice":        {agreed(), func(o *Order) error { return o.agree(7, nil, noon.Add(time.Hour), "1", noon) }, Agreed, ErrState},
		"on the way":          {agreed(), func(o *Order) error { return o.come(noon) }, Coming, nil},
		"moved":               {agreed(), func(o *Order) error { return o.move(noon.Add(2*time.Hour), noon) }, Agreed, nil},
		"moved to yesterday":  {agreed(), func(o *Order) error { return o.move(noon.AddDate(0, 0, -1), noon) }, Agreed, ErrDay},
		"moved to next year":  {agreed(), func(o *Order) error { return o.move(noon.AddDate(1, 0, 0), noon) }, Agreed, ErrDay},
		"done without a word": {Order{State: Coming}, func(o *Order) error { return o.finish(Finish{Minutes: 5}, noon) }, Coming, ErrDoor},
		"done before it":      {agreed(), func(o *Order) error { return o.finish(Finish{Minutes: 5}, noon) }, Agreed, ErrState},
		"no minutes":          {buys(), func(o *Order) error { return o.finish(Finish{}, noon) }, Coming, ErrMinutes},
		"bought":              {buys(), func(o *Order) error { return o.finish(Finish{Minutes: 5, Spent: 10, Words: "超市"}, noon) }, Handed, nil},
		"a yes":               {handed(), func(o *Order) error { return o.accept(ByChat, noon) }, Done, nil},
		"a no":                {handed(), func(o *Order) error { return o.reject(noon) }, Agreed, nil},
		"cannot any more":     {handed(), func(o *Order) error { return o.fail("没空", noon) }, Handed, ErrState},
		"a yes too early":     {buys(), func(o *Order) error { return o.accept(ByChat, noon) }, Coming, ErrState},
		"cancelled":           {agreed(), func(o *Order) error { return o.cancel("", noon) }, Cancelled, nil},
		"cannot":              {agreed(), func(o *Order) error { return o.fail("没人会修", noon) }, Cannot, nil},
	} {
		if err := c.do(&c.o); !errors.Is(err, c.want) || c.o.State != c.to {
			t.Errorf("%s: %v, %s", name, err, c.o.State)
		}
	}
}

func TestWhoIsAwayIsNotCounted(t *testing.T) {
	t.Parallel()
	o := agreed()
	before := o
	if err := o.setTeam([]Member{{Person: 9}, {Person: 10, Org: 3}}, "病了"); err != nil {
		t.Fatal(err)
	}
	in, out := newcomers(before, o)
	if diff := cmp.Diff([][]int64{{10}, {8}, {9, 10}}, [][]int64{in, out, o.Present()}); diff != "" {
		t.Error(diff)
	}
	if o.comes(8) || !o.comes(9) || o.comes(0) || o.Team[2] != (Member{Person: 8, Away: true, Why: "病了"}) {
		t.Errorf("%+v", o.Team)
	}
	if err := o.setTeam([]Member{{Person: 8}}, "好了"); err != nil || !o.comes(8) || len(o.Team) != 3 {
		t.Errorf("comes again: %+v, %v", o.Team, err)
	}
	for _, ids := range [][]int64{nil, {0}, {1, 2, 3, 4, 5, 6, 7}} {
		if _, err := checkTeam(ids); !errors.Is(err, ErrTeam) {
			t.Errorf("%v: %v", ids, err)
		}
	}
	if got, err := checkTeam([]int64{3, 2, 3}); err != nil || !slices.Equal(got, []int64{2, 3}) {
		t.Errorf("%v, %v", got, err)
	}
}

func TestEverythingHasAName(t *testing.T) {
	t.Parallel()
	for _, s := range States {
		if s.Name() == "" || s.Open() != slices.Contains(OpenStates(), s) {
			t.Error(s)
		}
	}
	for _, k := range EventKinds {
		if k.Name() == "" || len(k) > 16 {
			t.Error(k)
		}
	}
	for _, s := range Sources {
		if s.Name() == "" {
			t.Error(s)
		}
	}
	if got := (Order{Wished: 20261125, Part: Morning}).SayWish() + (Order{Part: Afternoon}).SayWish(); got != "11月25日上午下午" {
		t.Error(got)
	}
	all := Shipped(wordlist.Orders)
	if w, err := named(all, Buying); err != nil || w.Name != "代购" || Shipped(wordlist.Tags) != nil {
		t.Error(w, err)
	}
	all = slices.Clone(all)
	all[0].Hidden = true
	if _, err := named(all, all[0].Code); !errors.Is(err, ErrKind) {
		t.Error(err)
	}
}
