package wxsim

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

const (
	followersPerPage = 10_000
	batchSize        = 100
)

// userInfo is /cgi-bin/user/info.
func userInfo(c *call) (any, error) {
	c.s.mu.Lock()
	defer c.s.unlock()
	return c.describe(c.query.Get("openid"))
}

// describe returns what WeChat tells: of a person who does not follow, only that. mu is held.
func (c *call) describe(openid string) (any, error) {
	p, st, err := c.recipient(openid)
	if err != nil {
		return nil, err
	}
	if !st.following {
		return map[string]any{"subscribe": 0, "openid": openid}, nil
	}
	how, number, str := "ADD_SCENE_SEARCH", 0, ""
	if st.scene != "" {
		how, str = "ADD_SCENE_QR_CODE", st.scene
		if n, err := strconv.ParseUint(st.scene, 10, 32); err == nil {
			number, str = int(n), ""
		}
	}
	info := map[string]any{
		"subscribe": 1, "openid": openid, "language": "zh_CN", "subscribe_time": st.followedAt.Unix(),
		"remark": "", "groupid": 0, "tagid_list": []int{}, "subscribe_scene": how, "qr_scene": number, "qr_scene_str": str,
	}
	if !c.acct.Unbound {
		info["unionid"] = p.unionID
	}
	return info, nil
}

// userBatch is /cgi-bin/user/info/batchget.
func userBatch(c *call) (any, error) {
	var in struct {
		Users []struct {
			OpenID string `json:"openid"`
		} `json:"user_list"`
	}
	if err := c.decode(&in); err != nil {
		return nil, err
	}
	if len(in.Users) == 0 || len(in.Users) > batchSize {
		return nil, wxErr(40032, "invalid openid list size")
	}
	c.s.mu.Lock()
	defer c.s.unlock()
	list := []any{}
	for _, u := range in.Users {
		info, err := c.describe(u.OpenID)
		if err != nil {
			return nil, err
		}
		list = append(list, info)
	}
	return map[string]any{"user_info_list": list}, nil
}

// userList is /cgi-bin/user/get: openids in the order of following, after next_openid.
func userList(c *call) (any, error) {
	c.s.mu.Lock()
	defer c.s.unlock()
	var followers []*Person
	for _, p := range c.s.people {
		if p.standings[OA].following {
			followers = append(followers, p)
		}
	}
	slices.SortFunc(followers, func(a, b *Person) int { return cmp.Compare(a.standings[OA].order, b.standings[OA].order) })
	total := len(followers)
	if after := c.query.Get("next_openid"); after != "" {
		i := slices.IndexFunc(followers, func(p *Person) bool { return p.openids[OA] == after })
		if i < 0 {
			return nil, wxErr(40003, "invalid openid")
		}
		followers = followers[i+1:]
	}
	followers = followers[:min(len(followers), followersPerPage)]
	answer := map[string]any{"total": total, "count": len(followers), "next_openid": ""}
	if len(followers) > 0 {
		ids := make([]string, len(followers))
		for i, p := range followers {
			ids[i] = p.openids[OA]
		}
		answer["data"] = map[string]any{"openid": ids}
		answer["next_openid"] = ids[len(ids)-1]
	}
	return answer, nil
}

// listTemplates is /cgi-bin/template/get_all_private_template.
func listTemplates(c *call) (any, error) {
	c.s.mu.Lock()
	defer c.s.unlock()
	list := []any{}
	for _, t := range c.acct.templates {
		list = append(list, map[string]any{
			"template_id": t.ID, "title": t.Title, "primary_industry": "",
			"deputy_industry": "", "content": t.content(), "example": "",
		})
	}
	return map[string]any{"template_list": list}, nil
}

// listSubscriptions is /wxaapi/newtmpl/gettemplate.
func listSubscriptions(c *call) (any, error) {
	c.s.mu.Lock()
	defer c.s.unlock()
	list := []any{}
	for _, t := range c.acct.templates {
		kind := 2 // 一次性订阅
		if t.LongTerm {
			kind = 3
		}
		one := map[string]any{"priTmplId": t.ID, "title": t.Title, "content": t.content(), "example": "", "type": kind}
		var enums []any
		for _, k := range t.Keys {
			if len(k.Enum) > 0 {
				enums = append(enums, map[string]any{"keywordCode": k.Name + ".DATA", "enumValueList": k.Enum})
			}
		}
		if enums != nil {
			one["keywordEnumValueList"] = enums
		}
		list = append(list, one)
	}
	return map[string]any{"errcode": 0, "errmsg": "ok", "data": list}, nil
}

func (t Template) content() string {
	var b strings.Builder
	for _, k := range t.Keys {
		b.WriteString(k.Label + ":{{" + k.Name + ".DATA}}\n")
	}
	return b.String()
}
