package system

import (
	"context"

	"linli/handlers"
)

// facts returns the state of this process and of its WeChat accounts for the operator.
func (s *System) facts(ctx context.Context) handlers.Facts {
	f := handlers.Facts{Version: version(), Calendar: -1}
	if times, err := s.Clocks.Get(ctx); err == nil {
		f.Calendar = times.Calendar().DaysLeft(s.now())
	}
	for _, a := range s.Wechat.State() {
		one := handlers.AccountFacts{Name: a.Name, Templates: a.Templates}
		for _, r := range a.Rests {
			one.Rests = append(one.Rests, handlers.RestFacts(r))
		}
		f.Accounts = append(f.Accounts, one)
	}
	return f
}
