package stories

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"regexp"
	"slices"
	"sync"
	"time"

	"linli/store/redis"

	"linli/app/internal/demo"
	"linli/app/internal/system"

	"gopkg.in/yaml.v3"

	"linli/app/auth"
	"linli/app/notify"
	"linli/wxmsg"
	"linli/wxmsg/wxsim"
)

// deployed is a platform with the templates of scripts/deploy/templates.yaml. Stories use templates of their own; their
// notices are sent again here, so that a notice that the shipped templates cannot carry fails its story.
type deployed struct {
	client *wxmsg.Client
	sim    *wxsim.Sim
	person *wxsim.Person

	mu     sync.Mutex
	played map[string]bool // kind, facts
	kinds  map[string]bool
}

// theDeployed is shared by all stories.
var theDeployed = sync.OnceValues(func() (*deployed, error) {
	text, err := os.ReadFile("../../../scripts/deploy/templates.yaml")
	if err != nil {
		return nil, err
	}
	templates, err := wxmsg.LoadTemplates(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	var file map[auth.Account]map[string]wxmsg.Template
	if err := yaml.Unmarshal(text, &file); err != nil {
		return nil, err
	}
	d := &deployed{sim: wxsim.New(wxsim.Options{}), played: map[string]bool{}, kinds: map[string]bool{}}
	var accounts []wxmsg.Account
	for _, a := range demo.SimAccounts {
		a.CallbackURL = ""
		accounts = append(accounts, wxmsg.Account{
			Name: auth.Account(a.Kind), AppID: a.AppID, Secret: a.Secret, Token: a.Token, AESKey: a.AESKey, OriginalID: a.OriginalID,
		})
		d.sim.AddAccount(a)
		for _, t := range idsOf(file[auth.Account(a.Kind)]) {
			d.sim.AddTemplate(a.Kind, t)
		}
	}
	d.person = d.sim.Person("老王")
	if err := d.consent(file); err != nil {
		return nil, err
	}
	tokens, err := redis.Open(context.Background(), "", time.Now)
	if err != nil {
		return nil, err
	}
	base, _ := d.sim.Start()
	d.client, err = wxmsg.NewClient(wxmsg.Config{
		Base: base, Accounts: accounts, Tokens: tokens, Templates: templates, Now: time.Now,
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	return d, err
})

// idsOf returns the templates of an account on the platform, each id once.
func idsOf(kinds map[string]wxmsg.Template) []wxsim.Template {
	byID := map[string]wxsim.Template{}
	for _, t := range kinds {
		known := wxsim.Template{ID: t.ID, Title: t.ID, LongTerm: true}
		for _, keyword := range slices.Sorted(maps.Keys(t.Keywords)) {
			known.Keys = append(known.Keys, wxsim.Key{Name: keyword, Label: keyword})
		}
		byID[t.ID] = known
	}
	return slices.Collect(maps.Values(byID))
}

// consent makes the person follow and agree to each template permanently.
func (d *deployed) consent(file map[auth.Account]map[string]wxmsg.Template) error {
	if _, err := d.person.Follow(""); err != nil {
		return err
	}
	for _, account := range []auth.Account{auth.MP, auth.Staff} {
		for _, t := range idsOf(file[account]) {
			if _, err := d.person.Accept(string(account), t.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

var unfilled = regexp.MustCompile(`\{[a-z_]+\}`)

// play sends a notice on each channel of its kind and returns the problem.
func (d *deployed) play(ctx context.Context, n notify.Notice) (wrong []string) {
	facts, _ := json.Marshal(n.Facts) // a map of strings always encodes
	name := n.Kind.Name
	key := name + " " + string(facts)
	d.mu.Lock()
	again := d.played[key]
	d.played[key], d.kinds[name] = true, true
	d.mu.Unlock()
	if again {
		return nil
	}
	i := slices.IndexFunc(system.NoticeKinds(), func(k notify.Kind) bool { return k.Name == name })
	if i < 0 {
		return []string{name + " is no kind of notice"}
	}
	n.Kind = system.NoticeKinds()[i]
	if left := unfilled.FindString(n.Text()); left != "" {
		wrong = append(wrong, fmt.Sprintf("%s says %q: there is no %s", name, n.Text(), left))
	}
	accounts := []auth.Account{auth.OA, auth.MP}
	if n.Kind.ForStaff {
		accounts[1] = auth.Staff
	}
	for _, a := range accounts {
		r := d.send(ctx, notify.Message{Account: a, OpenID: d.person.OpenID(string(a)), Kind: name, Facts: n.Facts.ByName()})
		if r.Outcome != notify.Sent {
			wrong = append(wrong, fmt.Sprintf("%s cannot be sent by %s: %s %s; facts %s", name, a, r.Outcome, r.Reason, facts))
		}
	}
	return wrong
}

// send retries while another story sends to the same person (43108).
func (d *deployed) send(ctx context.Context, m notify.Message) (r notify.Result) {
	for range 100 {
		if r = d.client.Send(ctx, m); r.Outcome != notify.Later {
			break
		}
	}
	return r
}

// unmade lists the kinds of notices that were never sent.
func (d *deployed) unmade() (kinds []string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, k := range system.NoticeKinds() {
		if !d.kinds[k.Name] {
			kinds = append(kinds, k.Name)
		}
	}
	return kinds
}

// noticesArrive sends the notices of this story with the deployed templates.
func (w *world) noticesArrive() {
	w.Helper()
	d, err := theDeployed()
	w.must(err)
	w.raw = nil
	rows, err := w.records().Query(`SELECT kind, facts FROM notify_notice ORDER BY id`)
	if err != nil {
		w.Error(err)
		return
	}
	defer rows.Close()
	for rows.Next() {
		var kind, facts string
		w.must(rows.Scan(&kind, &facts))
		n := notify.Notice{Kind: notify.Kind{Name: kind}}
		w.must(json.Unmarshal([]byte(facts), &n.Facts))
		for _, f := range gets(kind) {
			if n.Facts[f] == "" {
				w.Errorf("a %s lacks %v, which the words of a county may name", kind, f)
			}
		}
		for _, wrong := range d.play(context.Background(), n) {
			w.Error(wrong)
		}
	}
	w.must(rows.Err())
}
