package notify

import (
	"context"
	"unicode/utf8"
)

// InChat is the channel of plain texts in the official account's chat. It is not on the ladder: the platform allows it for
// two days after the person's last message only, and sends no receipt.
const InChat Channel = "chat"

// cutAt is the maximum length of a value in a template message (wechat.md §3.3, thing).
const cutAt = 20

// speltOut says whether a template message cannot hold the words of staff, and the chat says them in full.
func (n Notice) speltOut() bool {
	return !n.Kind.ForStaff && n.Kind.Chat == "" && utf8.RuneCountInString(n.Facts[FactWords]) > cutAt
}

// spellOut sends the full words of staff to the chat after a template message had to cut them. It is tried once and nothing
// waits for it: the template message was sent, and the inbox has all words.
func (s *Service) spellOut(ctx context.Context, n Notice, openid string) error {
	if !n.speltOut() {
		return nil
	}
	a := Attempt{Notice: n.ID, Channel: InChat, OpenID: openid, Outcome: Unknown, Final: true, At: s.now(), Tries: 1}
	first := false
	err := s.store.InTx(ctx, func(tx Tx) error {
		first = false
		if _, err := tx.LockNotice(ctx, n.ID); err != nil {
			return err
		}
		tried, err := tx.Attempts(ctx, n.ID)
		if err != nil || attemptOn(tried, InChat, n.ID).ID != 0 {
			return err
		}
		first = true
		return tx.AddAttempt(ctx, &a)
	})
	if err != nil || !first {
		return err
	}
	r := s.out.Say(ctx, openid, n.Text())
	return s.store.InTx(context.WithoutCancel(ctx), func(tx Tx) error {
		a.Outcome, a.Code, a.Reason = r.Outcome, r.Code, r.Reason
		return tx.SaveAttempt(ctx, a)
	})
}
