package year

import (
	"math"
	"math/rand/v2"
)

// Result is a year as a machine with some cores sees it. Waits are seconds, in line and not of the work itself.
type Result struct {
	Done     [Kinds]float64 // how often each kind happened
	Busiest  float64        // the share of the cores that the busiest hour took
	P99      float64        // the wait within which 99 of a hundred were served, over the year
	Ordinary float64        // the longest wait without storms and opening minutes
	Storm    float64        // the longest wait in a storm
	Opening  float64        // the longest wait of an opening minute
}

// Play returns a year of a place on a machine whose cores serve in order. The same seed gives the same year.
func (t Town) Play(cost Costs, cores float64, seed uint64) Result {
	random := rand.New(rand.NewPCG(seed, 17))
	var r Result
	var waits histogram
	var behind, hour float64 // work that waits, and work of the hour, in seconds of one core
	var now [Kinds]poisson
	for second := range 365 * 86400 {
		if in := second % 86400; in%3600 == 0 || in >= opens && in <= opens+60 { // elsewhere the rates of an hour stay
			for k := range Kinds {
				now[k] = newPoisson(t.Rate(k, second))
			}
		}
		if second%3600 == 0 {
			r.Busiest, hour = max(r.Busiest, hour/3600/cores), 0
		}
		work, came := 0.0, 0.0
		for k := range Kinds {
			n := now[k].draw(random)
			r.Done[k] += n
			came += n
			work += n * cost[k]
		}
		wait := max(0, behind+work-cores) / cores // of the last of this second
		waits.add(wait, came)
		behind = max(0, behind+work-cores)
		hour += work
		day, in := second/86400, second%86400
		switch {
		case day%7 == 0 && in >= opens && in < opens+120:
			r.Opening = max(r.Opening, wait)
		case storm(day) && in >= stormBegin*3600:
			r.Storm = max(r.Storm, wait)
		default:
			r.Ordinary = max(r.Ordinary, wait)
		}
	}
	r.P99 = waits.quantile(.99)
	return r
}

// Cores returns a number of cores, in halves, with which an ordinary day and an opening minute wait at most a second and a storm at most ten. A quarter
// fewer, or half a core, may not be enough.
func (t Town) Cores(cost Costs, seed uint64) (float64, Result) {
	for cores := .5; ; cores = math.Ceil(cores*2.5) / 2 {
		if r := t.Play(cost, cores, seed); r.Ordinary <= 1 && r.Opening <= 1 && r.Storm <= 10 {
			return cores, r
		}
	}
}

// poisson is how many events happen at a rate.
type poisson struct{ rate, none float64 }

func newPoisson(rate float64) poisson { return poisson{rate, math.Exp(-rate)} }

// draw returns a number of events. Those of large rates are drawn from the normal distribution.
func (p poisson) draw(random *rand.Rand) (n float64) {
	switch {
	case p.rate == 0:
		return 0
	case p.rate > 30:
		return max(0, math.Round(p.rate+math.Sqrt(p.rate)*random.NormFloat64()))
	}
	for left := random.Float64(); left > p.none; left *= random.Float64() {
		n++
	}
	return n
}

// histogram counts waits by tenths of powers of two of a millisecond.
type histogram struct {
	none float64
	some [200]float64
}

func (h *histogram) add(wait, n float64) {
	if wait < .001 {
		h.none += n
		return
	}
	h.some[min(int(10*math.Log2(wait*1000)), len(h.some)-1)] += n
}

func (h *histogram) quantile(q float64) float64 {
	all := h.none
	for _, n := range h.some {
		all += n
	}
	seen := h.none
	if seen >= q*all {
		return 0
	}
	for i, n := range h.some {
		if seen += n; seen >= q*all {
			return math.Exp2(float64(i+1)/10) / 1000
		}
	}
	return math.Inf(1)
}
