package appraisal

import (
	"math"
	"strconv"
	"time"
)

// Least is the minimum number of cases for a figure: fewer would show single persons and days.
const Least = 10

// Shown is a figure as clients show it.
type Shown struct {
	Name       string
	Value      float64 // 0 when suppressed
	Count      string  // number of cases, or "<10"
	Suppressed bool
}

// Named describes a figure.
type Named struct {
	Name, Title, Unit string
	of                func(Figure) (value float64, over int)
}

// Names lists the figures in the order that clients show them.
var Names = []Named{
	{"cases", "经办件数", "件", func(f Figure) (float64, int) { return whole(f.Cases), f.Cases }},
	{"resolved", "办结件数", "件", func(f Figure) (float64, int) { return whole(f.Resolved), f.Resolved }},
	{"response_median", "首次响应（中位数）", "分钟", func(f Figure) (float64, int) { return minutes(f.Response.Median), f.Response.Count }},
	{"response_mean", "首次响应（平均）", "分钟", func(f Figure) (float64, int) { return minutes(f.Response.Mean), f.Response.Count }},
	{"verify_median", "核实（中位数）", "分钟", func(f Figure) (float64, int) { return minutes(f.Verify.Median), f.Verify.Count }},
	{"verify_mean", "核实（平均）", "分钟", func(f Figure) (float64, int) { return minutes(f.Verify.Mean), f.Verify.Count }},
	{"handle_median", "办理（中位数）", "分钟", func(f Figure) (float64, int) { return minutes(f.Handle.Median), f.Handle.Count }},
	{"handle_mean", "办理（平均）", "分钟", func(f Figure) (float64, int) { return minutes(f.Handle.Mean), f.Handle.Count }},
	{"returns", "退回次数", "次", func(f Figure) (float64, int) { return whole(f.Returns), f.Cases }},
	{"reopens", "重办次数", "次", func(f Figure) (float64, int) { return whole(f.Reopens), f.Resolved }},
	{"late", "超时办结", "%", func(f Figure) (float64, int) { return share(f.Late, f.Timed), f.Timed }},
	{"satisfied", "满意", "%", func(f Figure) (float64, int) { return share(f.Satisfied, f.asked()), f.asked() }},
	{"unsatisfied", "不满意", "%", func(f Figure) (float64, int) { return share(f.Unsatisfied, f.asked()), f.asked() }},
	{"unanswered", "未评价", "%", func(f Figure) (float64, int) { return share(f.Unanswered, f.asked()), f.asked() }},
	{"efficiency", "社区评工作效率", "分", func(f Figure) (float64, int) { return mean(f.Efficiency, f.Marked), f.Marked }},
	{"result", "社区评处置结果", "分", func(f Figure) (float64, int) { return mean(f.Result, f.Marked), f.Marked }},
	{"attitude", "社区评服务态度", "分", func(f Figure) (float64, int) { return mean(f.Attitude, f.Marked), f.Marked }},
}

// Shown returns the figures as clients show them.
func (f Figure) Shown() []Shown {
	all := make([]Shown, len(Names))
	for i, n := range Names {
		value, over := n.of(f)
		all[i] = suppress(value, over)
		all[i].Name = n.Name
	}
	return all
}

// suppress hides a value over fewer than Least cases, and their exact number.
func suppress(value float64, over int) Shown {
	if over < Least {
		return Shown{Count: "<" + strconv.Itoa(Least), Suppressed: true}
	}
	return Shown{Value: value, Count: strconv.Itoa(over)}
}

// asked returns how many resolutions the author reviewed or let expire.
func (f Figure) asked() int { return f.Satisfied + f.Unsatisfied + f.Unanswered }

func whole(n int) float64 { return float64(n) }

func minutes(d time.Duration) float64 { return round(d.Minutes(), 10) }

// share returns a percentage with one decimal.
func share(n, of int) float64 { return round(100*mean(n, of), 10) }

// mean returns the mean mark with three decimals, 0 for no marks.
func mean(sum, n int) float64 {
	if n == 0 {
		return 0
	}
	return round(float64(sum)/float64(n), 1000)
}

func round(v, to float64) float64 { return math.Round(v*to) / to }
