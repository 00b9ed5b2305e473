package demo

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"linli/app/auth"
	"linli/app/internal/system"
	"linli/app/notify"
	"linli/wxmsg/wxsim"
)

// Platform is a simulated WeChat with the three accounts and a template for each kind of notice. The demo and the
// stories run on it.
type Platform struct {
	*wxsim.Sim
	Base string
	Stop func()
	sims map[auth.Account]wxsim.Account
}

// SimAccounts are the simulated accounts. Their secrets are unchecked: they exist on the loopback interface only.
var SimAccounts = []wxsim.Account{
	{
		Kind: wxsim.OA, AppID: "wx00000000000000a1", Secret: strings.Repeat("0a", 16), Token: "linlidemo1",
		AESKey: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPA", OriginalID: "gh_linli000001", Mode: wxsim.Safe, Format: wxsim.XML,
	},
	{
		Kind: wxsim.MP, AppID: "wx00000000000000b2", Secret: strings.Repeat("0b", 16), Token: "linlidemo2",
		AESKey: "bbcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPA", OriginalID: "gh_linli000002", Mode: wxsim.Safe, Format: wxsim.JSON,
	},
	{
		Kind: wxsim.Staff, AppID: "wx00000000000000c3", Secret: strings.Repeat("0c", 16), Token: "linlidemo3",
		AESKey: "cbcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPA", OriginalID: "gh_linli000003", Mode: wxsim.Compatible, Format: wxsim.JSON,
	},
}

// NewPlatform starts the simulator on a free port of the loopback interface.
func NewPlatform(o wxsim.Options) *Platform {
	p := &Platform{Sim: wxsim.New(o), sims: map[auth.Account]wxsim.Account{}}
	for _, a := range SimAccounts {
		p.sims[auth.Account(a.Kind)] = p.AddAccount(a)
	}
	for _, t := range simTemplates() {
		p.AddTemplate(string(t.account), wxsim.Template{ID: t.id, Title: t.title, Keys: t.keys})
	}
	p.Base, p.Stop = p.Start()
	return p
}

// CallTo sets the address of our server for the platform's callbacks.
func (p *Platform) CallTo(address string) {
	for name := range p.sims {
		p.SetCallback(string(name), "http://"+address+"/wx/"+string(name))
	}
}

// Env is the configuration of a server that uses this platform and keeps its data in dir.
func (p *Platform) Env(dir, listen string) ([]string, error) {
	templates := filepath.Join(dir, "templates.yaml")
	if err := os.WriteFile(templates, []byte(simTemplatesYAML()), 0o600); err != nil {
		return nil, fmt.Errorf("write templates: %w", err)
	}
	env := []string{
		"LINLI_LISTEN=" + listen, "LINLI_ADMIN_LISTEN=127.0.0.1:0", "LINLI_DATA=" + dir, "LINLI_LOG=text",
		"LINLI_WECHAT_BASE=" + p.Base, "LINLI_TEMPLATES=" + templates, "LINLI_PUBLIC_URL=http://" + listen,
	}
	for name, a := range p.sims {
		prefix := "LINLI_" + strings.ToUpper(string(name)) + "_"
		env = append(env, prefix+"APPID="+a.AppID, prefix+"SECRET="+a.Secret, prefix+"TOKEN="+a.Token,
			prefix+"AESKEY="+a.AESKey, prefix+"ORIGINAL_ID="+a.OriginalID)
	}
	return env, nil
}

type simTemplate struct {
	account  auth.Account
	kind     string
	id       string
	title    string
	keys     []wxsim.Key
	keywords string
}

// simTemplates gives each kind of notice a template on each account.
func simTemplates() []simTemplate {
	keys := []wxsim.Key{
		{Name: "thing1", Label: "事项"},
		{Name: "character_string2", Label: "编号"},
		{Name: "thing3", Label: "地点"},
		{Name: "time4", Label: "时间"},
		{Name: "thing5", Label: "说明"},
	}
	const keywords = "{thing1: title, character_string2: number, thing3: %s, time4: at, thing5: %s}"
	var all []simTemplate
	for _, account := range auth.Accounts {
		for i, k := range system.NoticeKinds() {
			t := simTemplate{
				account: account, kind: k.Name, id: fmt.Sprintf("TPL_%s_%02d", account, i), title: k.Title, keys: keys,
				keywords: fmt.Sprintf(keywords, "place", "words"),
			}
			switch {
			case k == notify.Digest:
				t.keys = []wxsim.Key{{Name: "thing1", Label: "最近"}, {Name: "number2", Label: "条数"}, {Name: "time4", Label: "时间"}}
				t.keywords = "{thing1: title, number2: count, time4: at}"
			case k.Name == "report.accepted" || k.Name == "report.taken":
				t.keys = append([]wxsim.Key{}, keys...)
				t.keys[2].Label, t.keys[4].Label = "负责", "状态"
				t.keywords = fmt.Sprintf(keywords, "by", "state")
			case k.Name == "report.resolved":
				t.keys = append([]wxsim.Key{}, keys...)
				t.keys[2].Label, t.keys[4].Label = "结果", "评价"
				t.keywords = fmt.Sprintf(keywords, "words", `"=回复1满意，回复2没解决"`)
			}
			all = append(all, t)
		}
	}
	return all
}

func simTemplatesYAML() string {
	var b strings.Builder
	for _, account := range auth.Accounts {
		fmt.Fprintf(&b, "%s:\n", account)
		for _, t := range simTemplates() {
			if t.account == account {
				fmt.Fprintf(&b, "  %s: {id: %s, keywords: %s}\n", t.kind, t.id, t.keywords)
			}
		}
	}
	return b.String()
}

// simOptions are the options of a platform that follows a clock.
func simOptions(now func() time.Time) wxsim.Options { return wxsim.Options{Now: now} }
