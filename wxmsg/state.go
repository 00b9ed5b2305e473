package wxmsg

import (
	"maps"
	"slices"
	"time"

	"linli/app/auth"
)

// AccountState is what this process knows about an account, for the operator.
type AccountState struct {
	Name      auth.Account
	Templates int
	Rests     []RestState // closed APIs
}

// RestState is an API that is closed for a while.
type RestState struct {
	API   string
	Until time.Time
	Quota bool // the daily quota is used up; otherwise the API did not answer
}

// State returns the configured accounts, in the order of auth.Accounts.
func (c *Client) State() []AccountState {
	var all []AccountState
	for _, name := range auth.Accounts {
		if a := c.accounts[name]; a != nil {
			all = append(all, AccountState{Name: name, Templates: len(c.templates.on(name)), Rests: a.rests.closed(c.now())})
		}
	}
	return all
}

// closed returns the APIs that are closed now, by name.
func (r *rests) closed(now time.Time) []RestState {
	r.mu.Lock()
	defer r.mu.Unlock()
	var all []RestState
	for _, api := range slices.Sorted(maps.Keys(r.until)) {
		if one := r.until[api]; one.end.After(now) {
			all = append(all, RestState{API: api, Until: one.end, Quota: one.code == quotaGone})
		}
	}
	return all
}
