package redis

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"linli/app/auth"
	"linli/app/desk"
)

var (
	_ desk.Codes = (*Redis)(nil)
	_ desk.Desks = (*Redis)(nil)
)

// maxDeskCode is longer than any code of this program; a longer one is not hashed.
const maxDeskCode = 64

// codeRecord is a code as stored in Redis. The same code always has the same bytes: they are compared.
type codeRecord struct {
	ID      int64         `json:"id"`
	Secret  string        `json:"secret"`
	Browser string        `json:"browser"`
	Place   string        `json:"place"`
	At      int64         `json:"at"`
	Expires int64         `json:"expires"`
	State   desk.State    `json:"state"`
	By      sessionRecord `json:"by"`
	Name    string        `json:"name"`
}

func codeText(c desk.Code) (string, error) {
	text, err := json.Marshal(codeRecord{
		c.ID, c.Secret, c.Browser, c.Place, c.At.UnixMilli(), c.Expires.UnixMilli(), c.State,
		sessionRecord{c.By.Person, c.By.Identity, string(c.By.Account), c.By.OpenID, c.By.Expires.UnixMilli(), c.By.Desk},
		c.Name,
	})
	if err != nil {
		return "", fmt.Errorf("encode desk code: %w", err)
	}
	return string(text), nil
}

// PutCode implements desk.Codes.
func (r *Redis) PutCode(ctx context.Context, c desk.Code) error {
	text, err := codeText(c)
	if err != nil {
		return err
	}
	r.beat()
	if err := r.client.Set(ctx, deskCodeKey(c.Text), text, r.left(c)).Err(); err != nil {
		return redisAway("save desk code", err)
	}
	return nil
}

// left returns the rest of a code's life, which Redis wants to be positive.
func (r *Redis) left(c desk.Code) time.Duration { return max(c.Expires.Sub(r.now()), time.Millisecond) }

// Code implements desk.Codes.
func (r *Redis) Code(ctx context.Context, text string) (desk.Code, error) {
	if text == "" || len(text) > maxDeskCode {
		return desk.Code{}, desk.ErrCode
	}
	r.beat()
	kept, err := r.client.Get(ctx, deskCodeKey(text)).Bytes()
	if errors.Is(err, redis.Nil) {
		return desk.Code{}, desk.ErrCode
	}
	if err != nil {
		return desk.Code{}, redisAway("read desk code", err)
	}
	var c codeRecord
	if err := json.Unmarshal(kept, &c); err != nil {
		return desk.Code{}, desk.ErrCode.Because(errors.New("stored code is unreadable"))
	}
	return desk.Code{
		ID: c.ID, Text: text, Secret: c.Secret, Browser: c.Browser, Place: c.Place, At: time.UnixMilli(c.At).UTC(),
		Expires: time.UnixMilli(c.Expires).UTC(), State: c.State, By: c.By.session(), Name: c.Name,
	}, nil
}

// replace replaces a record if it is still the one that was read.
//
// KEYS[1] record    ARGV[1] as it was read, ARGV[2] new, ARGV[3] its life in milliseconds    result: 1 done, 0 not
var replace = redis.NewScript(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1
`)

// ChangeCode implements desk.Codes.
func (r *Redis) ChangeCode(ctx context.Context, before, after desk.Code) (bool, error) {
	was, err := codeText(before)
	if err != nil {
		return false, err
	}
	text, err := codeText(after)
	if err != nil {
		return false, err
	}
	r.beat()
	done, err := replace.Run(ctx, r.client, []string{deskCodeKey(before.Text)}, was, text, r.left(before).Milliseconds()).Int()
	if err != nil {
		return false, redisAway("change desk code", err)
	}
	return done == 1, nil
}

// A list of PCs is a hash with two fields for each: its id with the record, and "used" with its id and the time of its last
// request.
type deskRecord struct {
	Browser string `json:"browser"`
	Place   string `json:"place"`
	Since   int64  `json:"since"`
	Expires int64  `json:"expires"`
}

func deskField(id int64) string { return strconv.FormatInt(id, 10) }

func usedField(id int64) string { return "used" + deskField(id) }

// PutDesk implements desk.Desks. It also removes what has expired.
func (r *Redis) PutDesk(ctx context.Context, identity int64, d desk.Desk) error {
	record, err := json.Marshal(deskRecord{d.Browser, d.Place, d.Since.UnixMilli(), d.Expires.UnixMilli()})
	if err != nil {
		return fmt.Errorf("encode desk: %w", err)
	}
	_, gone, err := r.desks(ctx, identity)
	if err != nil {
		return err
	}
	key := desksKey(identity)
	_, err = r.client.TxPipelined(ctx, func(p redis.Pipeliner) error {
		if len(gone) > 0 {
			p.HDel(ctx, key, gone...)
		}
		p.HSet(ctx, key, deskField(d.ID), record, usedField(d.ID), d.Used.UnixMilli())
		p.PExpire(ctx, key, max(d.Expires.Sub(r.now()), time.Millisecond)) // a later login never ends before an earlier one
		return nil
	})
	if err != nil {
		return redisAway("save desk", err)
	}
	return nil
}

// Desks implements desk.Desks.
func (r *Redis) Desks(ctx context.Context, identity int64) ([]desk.Desk, error) {
	found, _, err := r.desks(ctx, identity)
	return found, err
}

// desks returns the PCs of an identity, and the fields of those whose login has expired.
func (r *Redis) desks(ctx context.Context, identity int64) (found []desk.Desk, gone []string, err error) {
	r.beat()
	all, err := r.client.HGetAll(ctx, desksKey(identity)).Result()
	if err != nil {
		return nil, nil, redisAway("list desks", err)
	}
	for field, text := range all {
		id, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			continue // the time of another field
		}
		var d deskRecord
		if err := json.Unmarshal([]byte(text), &d); err != nil || r.now().UnixMilli() >= d.Expires {
			gone = append(gone, deskField(id), usedField(id))
			continue
		}
		used, _ := strconv.ParseInt(all[usedField(id)], 10, 64) //nolint:errcheck // unreadable: not used yet
		found = append(found, desk.Desk{
			ID: id, Browser: d.Browser, Place: d.Place, Since: time.UnixMilli(d.Since).UTC(),
			Used: time.UnixMilli(max(used, d.Since)).UTC(), Expires: time.UnixMilli(d.Expires).UTC(),
		})
	}
	return found, gone, nil
}

// DeleteDesk implements desk.Desks.
func (r *Redis) DeleteDesk(ctx context.Context, identity, id int64) (bool, error) {
	n, err := r.client.HDel(ctx, desksKey(identity), deskField(id), usedField(id)).Result()
	if err != nil {
		return false, redisAway("delete desk", err)
	}
	return n > 0, nil
}

// usedEvery is how exactly it is known when a PC was last used.
const usedEvery = time.Minute

// markUsed notes that a PC is used.
//
// KEYS[1] the list    ARGV[1] field of the PC, ARGV[2] field of its time, ARGV[3] now, ARGV[4] how long no newer time is
// needed, in milliseconds    result: 1 logged in, 0 not in the list
var markUsed = redis.NewScript(`
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then return 0 end
local used = tonumber(redis.call('HGET', KEYS[1], ARGV[2]) or '0')
if tonumber(ARGV[3]) - used >= tonumber(ARGV[4]) then redis.call('HSET', KEYS[1], ARGV[2], ARGV[3]) end
return 1
`)

// use notes that a session of a PC is used, and returns auth.ErrLogin for one that was ended.
func (r *Redis) use(ctx context.Context, s auth.Session) error {
	there, err := markUsed.Run(ctx, r.client, []string{desksKey(s.Identity)},
		deskField(s.Desk), usedField(s.Desk), r.now().UnixMilli(), usedEvery.Milliseconds()).Int()
	if err != nil {
		return redisAway("use desk", err)
	}
	if there == 0 {
		return auth.ErrLogin
	}
	return nil
}
