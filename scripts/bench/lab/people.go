package lab

import (
	"encoding/json"
	"fmt"

	"linli/scripts/bench/load"
	"linli/wxmsg/wxsim"
)

// Entry is a login: the token and its person.
type Entry struct{ Token, Person string }

// Login logs n people into the mini-program of the account, each from a separate address because of the rate limit.
func (b *Lab) Login(r *Program, path, account string, n int) ([]Entry, error) {
	var all []Entry
	for i := range n {
		one, err := b.Enter(r.Listen, path, account, i)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

// Enter logs the n-th person into the mini-program of the account.
func (b *Lab) Enter(address, path, account string, n int) (Entry, error) {
	return b.EnterAs(address, path, account, fmt.Sprintf("%s-%d", account, n), n)
}

// EnterAs logs a person of the simulated platform into the mini-program of the account, from the n-th address.
func (b *Lab) EnterAs(address, path, account, name string, n int) (Entry, error) {
	c := load.Dial(address)
	defer c.Close()
	code := b.Wechat.Person(name).LoginCode(account)
	status, body, err := c.Do(load.Request("POST", "/api/v1/login/"+path, map[string]string{
		"Content-Type": "application/json", "X-Forwarded-For": fmt.Sprintf("10.1.%d.%d", n/250, n%250+1),
	}, fmt.Appendf(nil, `{"code":%q}`, code)), true)
	if err != nil || status != 200 {
		return Entry{}, fmt.Errorf("login: %d %s: %w", status, body, err)
	}
	var in struct {
		Token  string `json:"token"`
		Person struct {
			ID string `json:"id"`
		} `json:"person"`
	}
	err = json.Unmarshal(body, &in)
	return Entry{in.Token, in.Person.ID}, err
}

// Followers returns n followers of the simulated account.
func (b *Lab) Followers(n int) ([]string, error) {
	var openids []string
	for i := range n {
		p := b.Wechat.Person(fmt.Sprint("told-", i))
		if !p.Following() {
			if _, err := p.Follow(""); err != nil {
				return nil, err
			}
		}
		openids = append(openids, p.OpenID(wxsim.OA))
	}
	return openids, nil
}

// Stewards lets the steward of each building of the county follow the simulated account.
func (b *Lab) Stewards(p *Place) error {
	openids, err := b.Followers(Communities * Buildings)
	if err != nil {
		return err
	}
	var identities [][]any
	for i, openid := range openids {
		steward := 1_000_000 + (1+i%Communities)*1000 + 10 + i/Communities
		identities = append(identities, []any{"oa", openid, "union-" + openid, steward, 1, 0})
	}
	return p.Insert(b.Ctx, "person_identity", "account, openid, unionid, person_id, follows, changed_at", identities)
}
