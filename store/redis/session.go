package redis

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"linli/app/auth"
)

var _ auth.Sessions = (*Redis)(nil)

// maxSessionToken is longer than any token of this program; a longer one is not hashed.
const maxSessionToken = 256

// sessionRecord is a session as stored in Redis.
type sessionRecord struct {
	Person  int64  `json:"person"`
	Through int64  `json:"identity"`
	Account string `json:"account"`
	OpenID  string `json:"openid"`
	Expires int64  `json:"expires"` // milliseconds
	Desk    int64  `json:"desk,omitempty"`
}

// PutSession saves s under a hash of token until s.Expires. It returns a busy fault while Redis is unavailable.
func (r *Redis) PutSession(ctx context.Context, token string, s auth.Session) error {
	life := s.Expires.Sub(r.now())
	if token == "" || len(token) > maxSessionToken || life < time.Millisecond {
		return errors.New("session without token or life")
	}
	record, err := json.Marshal(sessionRecord{s.Person, s.Identity, string(s.Account), s.OpenID, s.Expires.UnixMilli(), s.Desk})
	if err != nil {
		return fmt.Errorf("encode session: %w", err)
	}
	r.beat()
	if err := r.client.Set(ctx, sessionKey(token), record, life).Err(); err != nil {
		return redisAway("save session", err)
	}
	return nil
}

// Session returns the login of token, auth.ErrLogin without a valid one, or a busy fault while Redis is unavailable.
func (r *Redis) Session(ctx context.Context, token string) (auth.Session, error) {
	if token == "" || len(token) > maxSessionToken {
		return auth.Session{}, auth.ErrLogin
	}
	r.beat()
	text, err := r.client.Get(ctx, sessionKey(token)).Bytes()
	if errors.Is(err, redis.Nil) {
		return auth.Session{}, auth.ErrLogin
	}
	if err != nil {
		return auth.Session{}, redisAway("read session", err)
	}
	var record sessionRecord
	if err := json.Unmarshal(text, &record); err != nil {
		return auth.Session{}, auth.ErrLogin.Because(errors.New("stored session is unreadable"))
	}
	s := record.session()
	if s.Person == 0 || !r.now().Before(s.Expires) {
		return auth.Session{}, auth.ErrLogin
	}
	if s.Desk != 0 {
		return s, r.use(ctx, s)
	}
	return s, nil
}

func (record sessionRecord) session() auth.Session {
	return auth.Session{
		Person: record.Person, Identity: record.Through, Account: auth.Account(record.Account), OpenID: record.OpenID,
		Expires: time.UnixMilli(record.Expires).UTC(), Desk: record.Desk,
	}
}

// DeleteSession deletes the login of token, if any, on a PC also from the list of the person's PCs. It returns a busy fault
// while Redis is unavailable.
func (r *Redis) DeleteSession(ctx context.Context, token string) error {
	if token == "" || len(token) > maxSessionToken {
		return nil
	}
	text, err := r.client.GetDel(ctx, sessionKey(token)).Bytes()
	if errors.Is(err, redis.Nil) {
		return nil
	}
	if err != nil {
		return redisAway("delete session", err)
	}
	var record sessionRecord
	if ok := json.Unmarshal(text, &record) == nil; ok && record.Desk != 0 {
		_, err = r.DeleteDesk(ctx, record.Through, record.Desk)
	}
	return err
}
