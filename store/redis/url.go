package redis

import (
	"crypto/tls"
	"errors"
	"net"
	"net/url"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"
)

// errRedisURL names the forms and never the value, which may contain a password.
var errRedisURL = errors.New("LINLI_REDIS_URL must be redis://host:port[/db], rediss://…, several addresses separated by commas, or redis+sentinel://host:port,host:port/master[/db]")

// parseRedisURL reads the forms documented at Open; cluster says that the server is a cluster.
func parseRedisURL(text string) (o *redis.UniversalOptions, cluster bool, err error) {
	scheme, rest, ok := strings.Cut(text, "://")
	if !ok {
		return nil, false, errRedisURL
	}
	rest = strings.ReplaceAll(rest, ","+scheme+"://", ",") // redis://a,redis://b
	hosts, path, query, user, err := splitRedisURL(rest)
	if err != nil {
		return nil, false, err
	}
	o = &redis.UniversalOptions{}
	if user != nil {
		o.Username = user.Username()
		o.Password, _ = user.Password()
	}
	sentinel := false
	switch scheme {
	case "redis":
	case "rediss":
		o.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12}
		if len(hosts) == 1 {
			o.TLSConfig.ServerName = hostOnly(hosts[0])
		}
	case "redis+sentinel", "redis-sentinel":
		sentinel = true
	default:
		return nil, false, errRedisURL
	}
	port := "6379"
	if sentinel {
		port = "26379"
		o.MasterName, path, _ = strings.Cut(path, "/")
		if name := query.Get("master"); name != "" && o.MasterName == "" {
			o.MasterName = name
		}
		if o.MasterName == "" {
			return nil, false, errRedisURL
		}
		o.SentinelUsername, o.SentinelPassword = query.Get("sentinel_username"), query.Get("sentinel_password")
	}
	if path != "" {
		if o.DB, err = strconv.Atoi(path); err != nil || o.DB < 0 {
			return nil, false, errRedisURL
		}
	}
	for _, host := range hosts {
		o.Addrs = append(o.Addrs, withPort(host, port))
	}
	cluster = !sentinel && (len(hosts) > 1 || query.Get("cluster") == "1")
	if cluster && o.DB != 0 {
		return nil, false, errors.New("LINLI_REDIS_URL: a cluster has no numbered databases")
	}
	o.IsClusterMode = cluster
	bounded(o)
	return o, cluster, nil
}

// splitRedisURL splits what follows "://"; net/url refuses several hosts, so it gets only the first.
func splitRedisURL(rest string) (hosts []string, path string, query url.Values, user *url.Userinfo, err error) {
	authority, tail := rest, ""
	if i := strings.IndexAny(rest, "/?"); i >= 0 && i > strings.LastIndex(rest, "@") {
		authority, tail = rest[:i], rest[i:]
	}
	login, list := "", authority
	if i := strings.LastIndex(authority, "@"); i >= 0 {
		login, list = authority[:i+1], authority[i+1:]
	}
	u, parseErr := url.Parse("redis://" + login + "host" + tail)
	if parseErr != nil {
		return nil, "", nil, nil, errRedisURL
	}
	for host := range strings.SplitSeq(list, ",") {
		if host = strings.TrimSpace(host); host == "" || strings.ContainsAny(host, " /@") {
			return nil, "", nil, nil, errRedisURL
		}
		hosts = append(hosts, host)
	}
	return hosts, strings.Trim(u.Path, "/"), u.Query(), u.User, nil
}

func withPort(host, port string) string {
	if _, _, err := net.SplitHostPort(host); err == nil {
		return host
	}
	return net.JoinHostPort(strings.Trim(host, "[]"), port)
}

func hostOnly(host string) string {
	if h, _, err := net.SplitHostPort(host); err == nil {
		return h
	}
	return strings.Trim(host, "[]")
}

// CheckURL says whether Open accepts an address. Its error repeats no part of it.
func CheckURL(address string) error {
	_, _, err := parseRedisURL(address)
	return err
}
