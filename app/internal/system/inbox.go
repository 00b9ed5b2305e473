package system

import (
	"context"

	"linli/app/chat"
	"linli/app/inbox"
	"linli/store"
)

// openInbox registers the receivers of the platform's pushes: the chat for messages, other capabilities for events.
func (s *System) openInbox() *inbox.Service[chat.Tx] {
	event := inbox.Quietly[chat.Tx]
	return inbox.NewService(inbox.Config[chat.Tx]{
		Store: store.NewInbox(s.DB), Now: s.now,
		Receivers: map[inbox.Kind]inbox.Receiver[chat.Tx]{
			inbox.Text: s.Chat.Answer, inbox.Photo: s.Chat.Answer, inbox.Voice: s.Chat.Answer, inbox.Location: s.Chat.Answer,
			inbox.Follow: s.Chat.Answer, inbox.Scan: s.Chat.Answer, inbox.Click: s.Chat.Answer,

			inbox.Unfollow: event(s.unfollowed), inbox.Cancel: event(s.cancelled), inbox.Revoke: event(s.draftRevoked, s.revoked),
			inbox.Receipts: event(s.receipts), inbox.Consents: event(s.consents), inbox.Verdict: event(s.verdict),
		},
	})
}

func (s *System) unfollowed(ctx context.Context, tx chat.Tx, in *inbox.Taken) error {
	return s.accounts.Unfollowed(ctx, tx, in.Push)
}

func (s *System) cancelled(ctx context.Context, tx chat.Tx, in *inbox.Taken) error {
	return s.accounts.Cancelled(ctx, tx, in)
}

func (s *System) draftRevoked(ctx context.Context, tx chat.Tx, in *inbox.Taken) error {
	return s.Chat.Revoked(ctx, tx, in.Push)
}

func (s *System) revoked(ctx context.Context, tx chat.Tx, in *inbox.Taken) error {
	return s.Persons.Revoked(ctx, tx, in.Push)
}

func (s *System) receipts(ctx context.Context, tx chat.Tx, in *inbox.Taken) error {
	return s.notices.Receipts(ctx, tx, in.Push)
}

func (s *System) consents(ctx context.Context, tx chat.Tx, in *inbox.Taken) error {
	return s.notices.Consents(ctx, tx, in.Push)
}

func (s *System) verdict(ctx context.Context, tx chat.Tx, in *inbox.Taken) error {
	return s.Media.Verdict(ctx, tx, in.Verdict)
}
