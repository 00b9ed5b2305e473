package year

import (
	"math"
	"math/rand/v2"
	"testing"
)

// A day has what perDay says, a storm as many times as much, and an opening minute each of those who press.
func TestRatesOfADay(t *testing.T) {
	t.Parallel()
	sum := 0.0
	for _, share := range hours {
		sum += share
	}
	if math.Abs(sum-1) > 1e-9 {
		t.Fatalf("the hours of a day are %v of it", sum)
	}
	town := Towns[1]
	day := func(day int) (all [Kinds]float64) {
		for second := day * 86400; second < (day+1)*86400; second++ {
			for k := range Kinds {
				all[k] += town.Rate(k, second)
			}
		}
		return all
	}
	ordinary, monday, stormDay := day(1), day(0), day(stormFirst)
	for k := range Kinds {
		if want := perDay[k] * 250; math.Abs(ordinary[k]-want) > want/1e6 {
			t.Errorf("%s: %v a day, not %v", Names[k], ordinary[k], want)
		}
		if k != Place && k != Full && math.Abs(monday[k]-ordinary[k]) > 1e-6 {
			t.Errorf("%s: %v on a Monday", Names[k], monday[k])
		}
	}
	if more := monday[Place] - ordinary[Place]; math.Abs(more-37*places) > 1e-6 || math.Abs(monday[Full]-37*(pressers-places)) > 1e-6 {
		t.Errorf("an opening minute: %v places, %v refused", more, monday[Full])
	}
	if stormDay[Report] < 5*ordinary[Report] || stormDay[Visit] != ordinary[Visit] {
		t.Errorf("a storm: %v reports and %v visits, ordinary %v and %v", stormDay[Report], stormDay[Visit], ordinary[Report], ordinary[Visit])
	}
}

// Work that a machine can do at once waits for nothing; twice the cores never wait longer; an overloaded one falls behind.
func TestWaitsOfAYear(t *testing.T) {
	if testing.Short() {
		t.Skip("plays three years")
	}
	t.Parallel()
	town := Town{"a test", 10, 60_000}
	var cost Costs
	for k := range cost {
		cost[k] = .02
	}
	cost[Report] = .2
	few, many := town.Play(cost, .5, 1), town.Play(cost, 4, 1)
	if few.Done != many.Done || math.Abs(few.Done[Report]-60*1.1*(365+8*.37*19)) > 2000 {
		t.Errorf("%v and %v reports", few.Done[Report], many.Done[Report])
	}
	if many.P99 > few.P99 || many.Storm > few.Storm || many.Opening > few.Opening || few.Opening == 0 || many.Busiest >= few.Busiest {
		t.Errorf("with half a core %+v, with four %+v", few, many)
	}
	if cores, r := town.Cores(cost, 1); r.Ordinary > 1 || r.Opening > 1 || r.Storm > 10 || cores > 8 {
		t.Errorf("%v cores: %+v", cores, r)
	}
}

func TestPoisson(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for _, rate := range []float64{.001, .5, 7, 29, 31, 4000} {
		const n = 100_000
		p, sum, squares := newPoisson(rate), 0.0, 0.0
		for range n {
			x := p.draw(random)
			sum, squares = sum+x, squares+x*x
		}
		mean := sum / n
		spread := squares/n - mean*mean
		if off := 5 * math.Sqrt(rate/n); math.Abs(mean-rate) > off || math.Abs(spread/rate-1) > .2 {
			t.Errorf("rate %v: mean %v, variance %v", rate, mean, spread)
		}
	}
}

func TestQuantilesOfWaits(t *testing.T) {
	t.Parallel()
	var h histogram
	h.add(0, 98)
	h.add(2, 1)
	h.add(8, 1)
	for q, want := range map[float64]float64{.5: 0, .98: 0, .99: 2, 1: 8} {
		if got := h.quantile(q); got < want || got > want*1.1 {
			t.Errorf("%v: %v, not %v", q, got, want)
		}
	}
}
