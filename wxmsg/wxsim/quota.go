package wxsim

import "maps"

// clearsPerMonth is how often an account may reset its quotas in a month.
const clearsPerMonth = 10

// usage identifies a counter of one account: by path and day, minute or month.
type usage struct{ kind, path, span string }

// DailyQuota sets how often each account may call a path in one Beijing day.
func (s *Sim) DailyQuota(path string, n int) {
	s.mu.Lock()
	defer s.unlock()
	s.daily[path] = n
}

func (s *Sim) limit(path string) (int, bool) {
	if n, ok := s.daily[path]; ok {
		return n, true
	}
	n := s.routes[path].daily
	return n, n > 0
}

// spend counts a call and makes its account c's; it fails on a used-up quota. mu is held.
func (c *call) spend(a *account) error {
	c.acct = a
	daily := usage{a.Kind, c.path, day(c.now)}
	if n, ok := c.s.limit(c.path); ok && c.s.used[daily] >= n {
		return wxErr(45009, "reach max api daily quota limit")
	}
	minute := usage{a.Kind, c.path, c.now.UTC().Format("200601021504")}
	if n := c.route.minute; n > 0 && c.s.minute[minute] >= n {
		return wxErr(minuteCode(c.path), "reach max api minute quota limit")
	}
	c.s.used[daily]++
	c.s.minute[minute]++
	return nil
}

func minuteCode(path string) int {
	switch path {
	case "/wxa/getwxacodeunlimit":
		return 45009
	case "/wxa/msg_sec_check", "/wxa/media_check_async":
		return 44991
	default:
		return 45011
	}
}

// getQuota is /cgi-bin/openapi/quota/get.
func getQuota(c *call) (any, error) {
	var in struct {
		Path string `json:"cgi_path"`
	}
	if err := c.decode(&in); err != nil {
		return nil, err
	}
	s := c.s
	s.mu.Lock()
	defer s.unlock()
	if _, ok := s.routes[in.Path]; !ok {
		return nil, wxErr(76021, "cgi_path not found, please check")
	}
	n, _ := s.limit(in.Path)
	used := s.used[usage{c.acct.Kind, in.Path, day(c.now)}]
	type quota struct {
		Daily  int `json:"daily_limit"`
		Used   int `json:"used"`
		Remain int `json:"remain"`
	}
	return struct {
		result
		Quota quota `json:"quota"`
	}{ok, quota{n, used, max(0, n-used)}}, nil
}

// clearQuota is /cgi-bin/clear_quota.
func clearQuota(c *call) (any, error) {
	var in struct {
		AppID string `json:"appid"`
	}
	if err := c.decode(&in); err != nil {
		return nil, err
	}
	s := c.s
	s.mu.Lock()
	defer s.unlock()
	if in.AppID != c.acct.AppID {
		return nil, wxErr(40013, "invalid appid")
	}
	month := usage{c.acct.Kind, "", c.now.In(beijing).Format("2006-01")}
	if s.cleared[month] >= clearsPerMonth {
		return nil, wxErr(48006, "forbid to clear quota because of reaching the limit")
	}
	s.cleared[month]++
	maps.DeleteFunc(s.used, func(u usage, _ int) bool { return u.kind == c.acct.Kind })
	return ok, nil
}

// domainIPs is /cgi-bin/get_api_domain_ip and /cgi-bin/getcallbackip.
func domainIPs(*call) (any, error) {
	return map[string]any{"ip_list": []string{"101.226.103.0", "101.226.62.77", "127.0.0.1"}}, nil
}

// recalled is uniform_send, withdrawn on 2023-09-20.
func recalled(*call) (any, error) { return nil, wxErr(45109, "this api has been recalled") }
