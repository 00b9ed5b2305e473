package wxmsg

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"

	"github.com/silenceper/wechat/v2/miniprogram/subscribe"
	"github.com/silenceper/wechat/v2/officialaccount/menu"
	oamessage "github.com/silenceper/wechat/v2/officialaccount/message"

	"linli/app/auth"
)

const (
	menuAPI       = "/cgi-bin/menu/create"
	oaTemplateAPI = "/cgi-bin/template/get_all_private_template"
	mpTemplateAPI = "/wxaapi/newtmpl/gettemplate"
)

// PublishMenu replaces the official account's menu by this JSON (自定义菜单,
// https://developers.weixin.qq.com/doc/offiaccount/Custom_Menus/Creating_Custom-Defined_Menu.html). Followers see it within
// a day, or at once after following again.
func (c *Client) PublishMenu(ctx context.Context, menuJSON []byte) error {
	a, err := c.account(auth.OA)
	if err != nil {
		return err
	}
	text, err := rawJSON(menuJSON)
	if err != nil {
		return err
	}
	_, err = c.ask(ctx, a, request{api: menuAPI, send: func(k *call, tok string) {
		suffix, forget := k.register()
		defer forget()
		_ = menu.NewMenu(official(a, tok+suffix)).SetMenuByJSON(text) // the call keeps the answer
	}})
	return err
}

// rawJSON rewrites JSON without escapes: the platform refuses \u4e2d in menus (40033).
func rawJSON(in []byte) (string, error) {
	dec := json.NewDecoder(bytes.NewReader(in))
	dec.UseNumber()
	var v map[string]any
	if err := dec.Decode(&v); err != nil {
		return "", fmt.Errorf("menu is not JSON: %w", err)
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return "", fmt.Errorf("menu: %w", err)
	}
	return out.String(), nil
}

// Probe checks that an account works: it gets a token and lists the templates.
func (c *Client) Probe(ctx context.Context, name auth.Account) error {
	_, err := c.listTemplates(ctx, name)
	return err
}

// CheckTemplates compares the configured templates with those of the accounts: every id must exist and the keywords must be
// the same. It returns all differences for the operator.
func (c *Client) CheckTemplates(ctx context.Context) []error {
	var wrong []error
	for _, name := range auth.Accounts {
		configured := c.templates.on(name)
		if len(configured) == 0 || c.accounts[name] == nil {
			continue
		}
		have, err := c.listTemplates(ctx, name)
		if err != nil {
			wrong = append(wrong, fmt.Errorf("templates of %s cannot be listed: %w", name, err))
			continue
		}
		for _, kind := range slices.Sorted(maps.Keys(configured)) {
			if err := compare(configured[kind], have); err != nil {
				wrong = append(wrong, fmt.Errorf("templates file: %s %s: %w", name, kind, err))
			}
		}
	}
	return wrong
}

// compare returns what is wrong with one configured template; have maps the id of a template to its text.
func compare(t Template, have map[string]string) error {
	content, ok := have[t.ID]
	if !ok {
		return errors.New("the account has no template with this id")
	}
	var wrong []error
	wanted := map[string]bool{}
	for _, m := range slotForm.FindAllStringSubmatch(content, -1) {
		if m[1] != "first" && m[1] != "remark" { // of old templates; no longer shown
			wanted[m[1]] = true
		}
	}
	for _, keyword := range slices.Sorted(maps.Keys(t.Keywords)) {
		if !wanted[keyword] {
			wrong = append(wrong, fmt.Errorf("the template has no keyword %s", keyword))
		}
		delete(wanted, keyword)
	}
	for _, keyword := range slices.Sorted(maps.Keys(wanted)) {
		wrong = append(wrong, fmt.Errorf("keyword %s is not configured", keyword))
	}
	return errors.Join(wrong...)
}

// slotForm matches the keywords in a template's text: {{thing1.DATA}}.
var slotForm = regexp.MustCompile(`\{\{\s*([0-9A-Za-z_]+)\.DATA\s*\}\}`)

// listTemplates returns the text of every template of an account by its id.
func (c *Client) listTemplates(ctx context.Context, name auth.Account) (map[string]string, error) {
	a, err := c.account(name)
	if err != nil {
		return nil, err
	}
	r := request{api: mpTemplateAPI, send: func(k *call, tok string) {
		suffix, forget := k.register()
		defer forget()
		_, _ = subscribe.NewSubscribe(program(a, tok+suffix)).ListTemplates() // the call keeps the answer
	}}
	if name == auth.OA {
		r = request{api: oaTemplateAPI, send: func(k *call, tok string) {
			suffix, forget := k.register()
			defer forget()
			_, _ = oamessage.NewTemplate(official(a, tok+suffix)).List() // the call keeps the answer
		}}
	}
	k, err := c.ask(ctx, a, r)
	if err != nil {
		return nil, err
	}
	type item struct {
		ID      string `json:"template_id"`
		PriID   string `json:"priTmplId"`
		Content string `json:"content"`
	}
	var said struct {
		List []item `json:"template_list"`
		Data []item `json:"data"`
	}
	if err := k.answer(&said); err != nil {
		return nil, err
	}
	have := map[string]string{}
	for _, it := range append(said.List, said.Data...) {
		have[it.ID+it.PriID] = it.Content
	}
	return have, nil
}
