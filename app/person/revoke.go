package person

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/app/audit"
	"linli/app/inbox"
)

// Revoked is what a person has withdrawn in the settings of WeChat, as far as we keep it.
type Revoked struct{ Name, Phone, Home, Place, All bool }

// revocations are the platform's codes: up to 20 of mini-programs, from 201 of official accounts, 301 for everything.
// Data that we never keep (车牌, 发票, 蓝牙, 运动步数, …) is not in it.
var revocations = map[string]Revoked{
	"2": {Home: true}, "201": {Home: true}, // 地址
	"6": {Name: true}, "19": {Name: true}, "205": {Name: true}, // 昵称
	"8":  {Phone: true},                                            // 手机号
	"13": {Place: true}, "18": {Place: true}, "206": {Place: true}, // 位置
	"301": {Name: true, Phone: true, Home: true, Place: true, All: true},
}

// RevokedBy returns what the codes name.
func RevokedBy(codes []string) Revoked {
	var all Revoked
	for _, code := range codes {
		r := revocations[strings.TrimLeft(code, "0")]
		all = Revoked{all.Name || r.Name, all.Phone || r.Phone, all.Home || r.Home, all.Place || r.Place, all.All || r.All}
	}
	return all
}

// Revoked deletes what a person has withdrawn in the settings of WeChat.
func (s *Service) Revoked(ctx context.Context, tx Tx, p inbox.Push) error {
	i, err := tx.LockIdentity(ctx, p.Account, p.From)
	if errors.Is(err, ErrMissing) {
		return nil
	}
	if err != nil {
		return err
	}
	return Revoke(ctx, tx, i, RevokedBy(p.Revoked), p.Revoked, s.now())
}

// Revoke deletes what a person has withdrawn, also from the rows of persons merged into them. A roster person keeps
// what the roster says, as in Leave.
func Revoke(ctx context.Context, tx Tx, i Identity, what Revoked, codes []string, now time.Time) error {
	p, err := tx.LockPerson(ctx, i.Person)
	if err != nil {
		return err
	}
	if what.Phone {
		if err := forgetProofs(ctx, tx, p.ID); err != nil {
			return err
		}
	}
	if what.All {
		err = erase(ctx, tx, &p, now)
	} else {
		err = blank(ctx, tx, p, what)
	}
	if err != nil {
		return err
	}
	return tx.AddAudit(ctx, audit.Record{
		Community: p.Community, At: now, Person: p.ID, Action: "person.revoke", About: fmt.Sprintf("person:%d", p.ID),
		Reason: strings.Join(slices.Compact(slices.Sorted(slices.Values(codes))), ","),
	})
}

func blank(ctx context.Context, tx Tx, p Person, what Revoked) error {
	if !what.Name && !what.Phone && !what.Home {
		return nil
	}
	if what.Home {
		p.Home = 0
	}
	if what.Name && p.Code == "" {
		p.Name = ""
	}
	if what.Phone {
		p.Callback = ""
	}
	if what.Phone && p.Code == "" {
		p.Phone = ""
	}
	if err := tx.SavePerson(ctx, p); err != nil {
		return err
	}
	return tx.EraseMerged(ctx, p.ID)
}

// forgetProofs deletes which number WeChat proved to be the person's.
func forgetProofs(ctx context.Context, tx Tx, who int64) error {
	all, err := tx.IdentitiesOf(ctx, who)
	if err != nil {
		return err
	}
	for _, i := range all {
		if err := tx.ProvePhone(ctx, i.ID, ""); err != nil {
			return err
		}
	}
	return nil
}
