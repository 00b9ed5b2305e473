package steward

import (
	"testing"

	"linli/app/report"
)

func TestJoined(t *testing.T) {
	gas := report.Report{Building: 3, Area: 31, Category: "safety", Text: "燃气泄漏", Urgent: true}
	lamp := report.Report{Building: 3, Area: 31, Category: "facility", Text: "路灯不亮"}
	yard := report.Report{Area: 4, Category: "facility", Text: "路灯不亮"}
	standing := func(r report.Report, change func(*Standing)) Standing {
		s := Standing{Building: r.Building, Area: r.Area, Category: r.Category, Text: r.Text, Urgent: r.Urgent, Stage: Ringing}
		if change != nil {
			change(&s)
		}
		return s
	}
	elsewhere := func(n int, stage Stage) []Standing {
		all := make([]Standing, n)
		for i := range all {
			all[i] = Standing{Building: int64(100 + i), Category: "noise", Stage: stage}
		}
		return all
	}
	for name, c := range map[string]struct {
		r    report.Report
		own  []Standing
		want bool
	}{
		"the first":                       {gas, nil, false},
		"the same danger":                 {gas, []Standing{standing(gas, nil)}, true},
		"the same danger in other words":  {gas, []Standing{standing(gas, func(s *Standing) { s.Text = "煤气味" })}, true},
		"one has acknowledged":            {gas, []Standing{standing(gas, func(s *Standing) { s.Stage = Acknowledged })}, true},
		"nobody answered":                 {gas, []Standing{standing(gas, func(s *Standing) { s.Stage = Unanswered })}, false},
		"it is over":                      {gas, []Standing{standing(gas, func(s *Standing) { s.Stage = Over })}, false},
		"danger after something ordinary": {gas, []Standing{standing(gas, func(s *Standing) { s.Urgent = false })}, false},
		"another building":                {gas, []Standing{standing(gas, func(s *Standing) { s.Building = 9 })}, false},
		"another kind of danger":          {gas, []Standing{standing(gas, func(s *Standing) { s.Category = "fire" })}, false},
		"the same lamp":                   {lamp, []Standing{standing(lamp, nil)}, true},
		"another lamp":                    {lamp, []Standing{standing(lamp, func(s *Standing) { s.Text = "楼道灯不亮" })}, false},
		"outside, the same place":         {yard, []Standing{standing(yard, nil)}, true},
		"outside, another place":          {yard, []Standing{standing(yard, func(s *Standing) { s.Area = 5 })}, false},
		"nine elsewhere":                  {gas, elsewhere(9, Ringing), false},
		"ten elsewhere":                   {gas, elsewhere(10, Ringing), true},
		"ten that are over":               {gas, elsewhere(10, Over), false},
	} {
		if got := joined(c.r, c.own); got != c.want {
			t.Errorf("%s = %v", name, got)
		}
	}
}
