package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"linli/app/auth"
	"linli/app/roster"
	"linli/wxmsg/wxsim"
)

// player is a person of the demo with a simulated telephone.
type player struct {
	Key   string `json:"key"`  // code in the roster, or a word for a player outside of it
	Name  string `json:"name"` // also the name of the telephone
	Part  string `json:"part"` // resident, steward or staff: the kind of telephone on the page
	Title string `json:"title"`
	Place string `json:"place"`
	Group string `json:"group"` // the heading of the list on the page

	account auth.Account // the player's mini-program
	number  string       // the player's own, as in the roster; "" outside of it
	phone   *wxsim.Person

	entering sync.Mutex
	in       bool // has entered
}

const (
	partResident = "resident"
	partSteward  = "steward"
	partStaff    = "staff"
)

// newcomer follows the account and never opens a mini-program: the chat is enough.
func newcomer(key, name, place string) *player {
	return &player{
		Key: key, Name: name, Part: partResident, Title: "居民", Place: place, Group: "只用公众号的老人", account: auth.MP,
	}
}

// leads are shown first on the page; they enter before it opens.
var leads = []string{"wang", "HGJ-04", "YG-02", "YG-21", "ZX-01"}

// latecomer is the one steward who has not entered yet, so that the entering-knock list is not empty. They enter when the
// page first uses their telephone.
const latecomer = "HGJ-11"

// cast is all players of the demo.
type cast struct {
	line    *http.Client // the shared client for the service
	players []*player
	byKey   map[string]*player
	byPhone map[string]*player // by name
	openids map[string]*player // of the official account
}

// newCast reads the people of the demo county and gives each a telephone.
func newCast(sim *Platform) *cast {
	c := &cast{line: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}}, byKey: map[string]*player{}, byPhone: map[string]*player{}, openids: map[string]*player{}}
	c.add(sim, newcomer("wang", "王奶奶", "阳光花园5号楼"))
	c.add(sim, newcomer("li", "李大爷", "新园小区2号楼"))
	sheets := demoCounty()
	areas, orgs := byCode(sheets[roster.SheetAreas]), byCode(sheets[roster.SheetOrgs])
	posts := map[string][][]string{}
	for _, row := range sheets[roster.SheetPostings][1:] {
		if row[5] == "" { // not ended
			posts[row[0]] = append(posts[row[0]], row)
		}
	}
	for _, row := range sheets[roster.SheetPersons][1:] {
		if strings.HasPrefix(row[0], demoMember) && posts[row[0]] == nil {
			continue // a Party member without a posting does not log in
		}
		c.add(sim, rosterPlayer(row, posts[row[0]], areas, orgs))
	}
	return c
}

// byCode reads the rows of a sheet by their first column.
func byCode(sheet [][]string) map[string][]string {
	rows := map[string][]string{}
	for _, row := range sheet[1:] {
		rows[row[0]] = row
	}
	return rows
}

// rosterPlayer returns the player for a person of the roster.
func rosterPlayer(row []string, posts [][]string, areas, orgs map[string][]string) *player {
	p := &player{Key: row[0], Name: row[1], Part: partResident, Title: "居民", number: row[2], account: auth.MP}
	at := row[3]
	if len(posts) > 0 {
		p.Title, p.Part, p.account = posts[0][1], partStaff, auth.Staff
		if slices.Contains([]string{"楼道红管家", "楼栋长", "单元长"}, p.Title) {
			p.Part, p.account = partSteward, auth.MP
		}
		if org := posts[0][3]; org != "" {
			p.Place, p.Group = orgs[org][1], "部门和单位"
			return p
		}
		at = posts[0][2]
	}
	p.Place = areas[at][3]
	if areas[at][2] == "单元" {
		p.Place = areas[areas[at][1]][3] + p.Place
	}
	for at != "" && areas[at][2] != "社区" {
		at = areas[at][1]
	}
	p.Group = "街道和县"
	if at != "" {
		p.Group = areas[at][3]
	}
	return p
}

func (c *cast) add(sim *Platform, p *player) {
	if c.byPhone[p.Name] != nil {
		p.Name += " " + p.Key
	}
	p.phone = sim.Person(p.Name)
	c.players = append(c.players, p)
	c.byKey[p.Key], c.byPhone[p.Name], c.openids[p.phone.OpenID(wxsim.OA)] = p, p, p
}

// lead lets the leads follow the official account and bind their numbers.
func (c *cast) lead(ctx context.Context, api string) error {
	for _, key := range leads {
		if err := c.enter(ctx, c.byKey[key], api); err != nil {
			return err
		}
	}
	return nil
}

// follow lets all others but the latecomer do the same. Logins that fail (an expired login code, a broken connection)
// are retried after the others; failed gets the errors of the last round.
func (c *cast) follow(ctx context.Context, api string, failed func(error)) {
	coming := slices.DeleteFunc(slices.Clone(c.players), func(p *player) bool { return p.Key == latecomer })
	for round := 1; len(coming) > 0; round++ {
		var again []*player
		for _, p := range coming {
			if ctx.Err() != nil {
				return
			}
			if err := c.enter(ctx, p, api); err == nil {
				continue
			} else if round == enterRounds {
				failed(err)
			} else {
				again = append(again, p)
			}
		}
		coming = again
	}
}

// enterRounds limits the rounds of retries.
const enterRounds = 3

// enter lets a player follow the account, log in and bind their number. A second call does nothing.
func (c *cast) enter(ctx context.Context, p *player, api string) error {
	p.entering.Lock()
	defer p.entering.Unlock()
	if p.in {
		return nil
	}
	if !p.phone.Following() {
		if _, err := p.phone.Follow(""); err != nil {
			return fmt.Errorf("%s follows: %w", p.Key, err)
		}
	}
	if p.number != "" {
		if err := c.bind(ctx, p, api); err != nil {
			return err
		}
	}
	p.in = true
	return nil
}

func (c *cast) bind(ctx context.Context, p *player, api string) error {
	var got struct {
		Token  string `json:"token"`
		Person struct {
			Phone string `json:"phone"`
		} `json:"person"`
	}
	if err := c.call(ctx, p, api+loginPath(p.account), "", map[string]string{"code": p.phone.LoginCode(string(p.account))}, &got); err != nil {
		return fmt.Errorf("%s logs in: %w", p.Key, err)
	}
	if got.Person.Phone != "" {
		return nil
	}
	err := c.call(ctx, p, api+"/api/v1/me/phone", got.Token, map[string]string{"code": p.phone.PhoneCode(string(p.account), p.number)}, nil)
	if err != nil {
		return fmt.Errorf("%s binds their number: %w", p.Key, err)
	}
	return nil
}

func loginPath(a auth.Account) string {
	if a == auth.Staff {
		return "/api/v1/login/staff"
	}
	return "/api/v1/login/resident"
}

// call sends JSON from this player's telephone, which has an IP address of its own.
func (c *cast) call(ctx context.Context, p *player, url, token string, body, out any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(text))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Forwarded-For", p.address())
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := c.line.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode >= http.StatusBadRequest {
		return fmt.Errorf("%s %s", http.MethodPost, res.Status)
	}
	if out == nil {
		return nil
	}
	return json.NewDecoder(res.Body).Decode(out)
}

// address derives an IP address from the number, so that rate limits by address count each player separately.
func (p *player) address() string {
	n := 0
	for _, d := range p.number {
		n = (n*10 + int(d-'0')) % 60000
	}
	return fmt.Sprintf("10.8.%d.%d", n/250, n%250+1)
}
