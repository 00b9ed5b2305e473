package system

import (
	"context"
	"runtime/debug"

	"linli/handlers"
)

// facts tells an operator what this process is and what it knows of the WeChat accounts.
func (s *System) facts(ctx context.Context) handlers.Facts {
	f := handlers.Facts{Version: buildVersion(), Calendar: -1}
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

// buildVersion returns the version this program was built as, or the commit.
func buildVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" && len(setting.Value) > 12 {
			return setting.Value[:12]
		}
	}
	return "unknown"
}
