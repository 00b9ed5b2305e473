package wxsim

import (
	"bytes"
	"encoding/json"
	"strconv"
)

type button struct {
	Type     string   `json:"type"`
	Name     string   `json:"name"`
	Key      string   `json:"key"`
	URL      string   `json:"url"`
	AppID    string   `json:"appid"`
	PagePath string   `json:"pagepath"`
	MediaID  string   `json:"media_id"`
	Sub      []button `json:"sub_button"`
}

// createMenu is /cgi-bin/menu/create.
func createMenu(c *call) (any, error) {
	var in struct {
		Button []button `json:"button"`
	}
	if bytes.Contains(c.body, []byte(`\u`)) {
		return nil, wxErr(40033, `invalid charset. please check your request, if include \uxxxx will create fail!`)
	}
	if err := c.decode(&in); err != nil {
		return nil, err
	}
	if len(in.Button) < 1 || len(in.Button) > 3 {
		return nil, wxErr(40016, "invalid button size")
	}
	c.s.mu.Lock()
	defer c.s.unlock()
	for i, b := range in.Button {
		if err := c.checkButton(b, 16, "button["+strconv.Itoa(i)+"]"); err != nil {
			return nil, err
		}
		if len(b.Sub) > 5 {
			return nil, wxErr(40023, "invalid sub button size")
		}
		for j, sub := range b.Sub {
			if len(sub.Sub) > 0 {
				return nil, wxErr(40022, "invalid sub button size")
			}
			if err := c.checkButton(sub, 60, "sub_button["+strconv.Itoa(j)+"]"); err != nil {
				return nil, err
			}
		}
	}
	c.acct.menu = bytes.Clone(c.body)
	return ok, nil
}

// checkButton checks the name and what the type needs; a button with a submenu needs nothing more.
func (c *call) checkButton(b button, longest int, where string) error {
	if b.Name == "" || len(b.Name) > longest {
		return wxErr(40018, "invalid button name size in "+where)
	}
	if len(b.Sub) > 0 {
		return nil
	}
	switch b.Type {
	case "click", "scancode_push", "scancode_waitmsg", "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select":
		if b.Key == "" || len(b.Key) > 128 {
			return wxErr(40019, "invalid button key size in "+where)
		}
	case "view":
		if b.URL == "" || len(b.URL) > 1024 {
			return wxErr(40020, "invalid button url size in "+where)
		}
	case "miniprogram":
		target := c.s.accountByAppID(b.AppID)
		if b.URL == "" || len(b.URL) > 1024 {
			return wxErr(40020, "invalid button url size in "+where)
		}
		if target == nil || target.Kind == OA {
			return wxErr(40166, "invalid weapp appid")
		}
		if !target.hasPage(b.PagePath) {
			return wxErr(40165, "invalid weapp pagepath")
		}
	case "media_id", "view_limited", "article_id", "article_view_limited":
	default:
		return wxErr(40017, "invalid button type in "+where)
	}
	return nil
}

// getMenu is /cgi-bin/menu/get.
func getMenu(c *call) (any, error) {
	c.s.mu.Lock()
	defer c.s.unlock()
	if c.acct.menu == nil {
		return nil, wxErr(46003, "menu no exist")
	}
	return map[string]any{"menu": json.RawMessage(c.acct.menu)}, nil
}

// deleteMenu is /cgi-bin/menu/delete.
func deleteMenu(c *call) (any, error) {
	c.s.mu.Lock()
	defer c.s.unlock()
	c.acct.menu = nil
	return ok, nil
}
