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

// The shared access tokens of WeChat. wxmsg declares the interface; here is only keeping, locking and forgetting.

// tokenRecord is a token as Redis keeps it.
type tokenRecord struct {
	Token   string `json:"token"`
	Expires int64  `json:"expires"` // milliseconds
}

// LoadToken returns the access token of an appid and when it ends, or "" when there is none that still works.
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
		return "", time.Time{}, nil //nolint:nilerr // unreadable is as good as none; the next one replaces it
	}
	expires = time.UnixMilli(record.Expires).UTC()
	if !r.now().Before(expires) {
		return "", time.Time{}, nil
	}
	return record.Token, expires, nil
}

// SaveToken keeps a token until it ends; one that has ended is not kept.
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

// dropToken deletes a token record if it still holds this token.
//
//	KEYS[1] token record    ARGV[1] token    result: 1 deleted, 0 not
var dropToken = redis.NewScript(`
local record = redis.call('GET', KEYS[1])
if not record then return 0 end
local ok, kept = pcall(cjson.decode, record)
if ok and type(kept) == 'table' and kept.token ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
`)

// DropToken forgets the token if it is still this one, so that nobody throws away its successor.
func (r *Redis) DropToken(ctx context.Context, appid, token string) error {
	if err := dropToken.Run(ctx, r.client, []string{wxTokenKey(appid)}, token).Err(); err != nil {
		return fmt.Errorf("drop wechat token: %w", err)
	}
	return nil
}

// unlock deletes a lock if it is still ours.
//
//	KEYS[1] lock    ARGV[1] our secret    result: 1 released, 0 it was somebody else's
var unlock = redis.NewScript(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
`)

// LockToken asks for the right to fetch a token. ok is false while another process has it. release gives it back, even
// when ctx has ended meanwhile; without it the lock ends by itself after ttl.
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
		_ = unlock.Run(ctx, r.client, []string{wxLockKey(appid)}, secret).Err() // it ends by itself
	}, true, nil
}
