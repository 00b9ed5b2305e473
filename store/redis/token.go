package redis

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

// The shared access tokens of WeChat, for the interface that wxmsg declares.

// tokenRecord is a token as stored in Redis.
type tokenRecord struct {
	Token   string `json:"token"`
	Expires int64  `json:"expires"` // milliseconds
}

// LoadToken returns the access token of an appid and its end, or "" without a valid one.
func (r *Redis) LoadToken(ctx context.Context, appid string) (token string, expires time.Time, err error) {
	r.beat()
	text, err := r.client.Get(ctx, wxTokenKey(appid)).Bytes()
	if errors.Is(err, redis.Nil) {
		return "", time.Time{}, nil
	}
	if err != nil {
		return "", time.Time{}, fmt.Errorf("load wechat token: %w", err)
	}
	var record tokenRecord
	if err := json.Unmarshal(text, &record); err != nil {
		return "", time.Time{}, nil //nolint:nilerr // an unreadable record counts as none; the next token replaces it
	}
	expires = time.UnixMilli(record.Expires).UTC()
	if !r.now().Before(expires) {
		return "", time.Time{}, nil
	}
	return record.Token, expires, nil
}

// SaveToken saves a token until its end; an expired one is not saved.
func (r *Redis) SaveToken(ctx context.Context, appid, token string, expires time.Time) error {
	life := expires.Sub(r.now())
	if token == "" || life < time.Millisecond {
		return nil
	}
	record, err := json.Marshal(tokenRecord{token, expires.UnixMilli()})
	if err != nil {
		return fmt.Errorf("encode wechat token: %w", err)
	}
	r.beat()
	if err := r.client.Set(ctx, wxTokenKey(appid), record, life.Truncate(time.Millisecond)).Err(); err != nil {
		return fmt.Errorf("save wechat token: %w", err)
	}
	return nil
}

// deleteToken deletes a token record if it still holds this token.
//
//	KEYS[1] token record    ARGV[1] token    result: 1 deleted, 0 not
var deleteToken = redis.NewScript(`
local record = redis.call('GET', KEYS[1])
if not record then return 0 end
local ok, kept = pcall(cjson.decode, record)
if ok and type(kept) == 'table' and kept.token ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
`)

// DeleteToken deletes the token if it is still this one, so that its successor stays.
func (r *Redis) DeleteToken(ctx context.Context, appid, token string) error {
	if err := deleteToken.Run(ctx, r.client, []string{wxTokenKey(appid)}, token).Err(); err != nil {
		return fmt.Errorf("delete wechat token: %w", err)
	}
	return nil
}

// unlock deletes a lock if it is still the caller's.
//
// KEYS[1] lock    ARGV[1] the caller's secret    result: 1 released, 0 another holder
var unlock = redis.NewScript(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
`)

// LockToken asks for the lock under which a token is fetched. ok is false while another process holds it. release works
// also after ctx has ended; without a release the lock expires after ttl.
func (r *Redis) LockToken(ctx context.Context, appid string, ttl time.Duration) (release func(), ok bool, err error) {
	secret := rand.Text()
	r.beat()
	ok, err = r.client.SetNX(ctx, wxLockKey(appid), secret, ttl).Result()
	if err != nil {
		return nil, false, fmt.Errorf("lock wechat token: %w", err)
	}
	if !ok {
		return nil, false, nil
	}
	return func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), redisTimeout)
		defer cancel()
		_ = unlock.Run(ctx, r.client, []string{wxLockKey(appid)}, secret).Err() // it expires by itself
	}, true, nil
}
