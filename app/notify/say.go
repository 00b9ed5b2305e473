package notify

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/app/when"
)

const (
	// ChatFor is how long after a person's last message the platform allows messages in the chat (wechat.md §3.6).
	ChatFor = 48 * time.Hour
	// checkPatience is how long words in the chat wait for the check of their photo.
	checkPatience = 5 * time.Minute
	// sayFor is how long a chat that says "later" is tried.
	sayFor = time.Hour
)

// Photos prepares photos for the chat.
type Photos interface {
	// ForChat returns the platform's id of a photo that others may see, or "". wait: its check is not decided yet.
	ForChat(ctx context.Context, id int64) (media string, wait bool, err error)
}

// utterance is what is said in the chat: to whom, what, and the attempt that records it. Tries of the attempt counts the
// tries of the words; 0: the photo was not shown yet.
type utterance struct {
	notice Notice
	openid string
	media  string
	try    Attempt
}

// Say is the work of SayJob: it says a notice in the chat, a photo first if there is one, and returns when to run again. A
// photo that cannot be shown is left out. Nothing is said twice: an attempt with an unknown result is not repeated.
func (s *Service) Say(ctx context.Context, id int64) (again time.Time, err error) {
	u, again, err := s.prepareSaying(ctx, id)
	if err != nil || u.openid == "" {
		return again, err
	}
	r := Result{Outcome: Sent}
	if u.media != "" && u.try.Tries == 0 {
		r = s.out.Show(ctx, u.openid, u.media)
	}
	if r.Outcome != Later {
		u.try.Tries++
		r = s.out.Say(ctx, u.openid, u.notice.ChatText())
	}
	return s.recordSaying(context.WithoutCancel(ctx), u, r)
}

// prepareSaying decides whether something is said now, and saves the attempt before it is. An utterance without openid:
// nothing now.
func (s *Service) prepareSaying(ctx context.Context, id int64) (u utterance, again time.Time, err error) {
	now := s.now()
	media, wait, err := s.photo(ctx, id)
	if err != nil {
		return u, again, err
	}
	err = s.store.InTx(ctx, func(tx Tx) (err error) {
		u, again, err = begun(ctx, tx, id, wait, now)
		return err
	})
	if err != nil {
		return utterance{}, time.Time{}, err
	}
	u.media = media
	return u, again, nil
}

// begun begins to say a notice, or returns when to look again; wait: its photo is not checked yet.
func begun(ctx context.Context, tx Tx, id int64, wait bool, now time.Time) (u utterance, again time.Time, err error) {
	n, err := tx.LockNotice(ctx, id)
	if err != nil || n.Kind.Chat == "" || n.State == Told {
		return u, again, ignoreMissing(err)
	}
	if due := when.Nights.Next(now); !n.Urgent && due.After(now) {
		return u, due, nil
	}
	tried, err := tx.Attempts(ctx, id)
	if err != nil {
		return u, again, err
	}
	a := attemptOn(tried, InChat, id)
	if a.ID != 0 && a.Outcome != Later || a.Final {
		return u, again, instead(ctx, tx, n, now)
	}
	openid, at, err := tx.Spoke(ctx, n.Person)
	if errors.Is(err, ErrMissing) || err == nil && !now.Before(at.Add(ChatFor)) {
		return u, again, instead(ctx, tx, n, now)
	}
	if err != nil {
		return u, again, err
	}
	if wait && now.Before(n.DueAt.Add(checkPatience)) {
		return u, now.Add(10 * time.Second), nil
	}
	u, err = attempted(ctx, tx, a, openid, now)
	u.notice = n
	return u, again, err
}

// photo returns the platform's id of the notice's photo, "" if there is none to show. Uploading needs no lock.
func (s *Service) photo(ctx context.Context, id int64) (media string, wait bool, err error) {
	var file int64
	err = s.store.InTx(ctx, func(tx Tx) error {
		n, err := tx.LockNotice(ctx, id)
		if err != nil {
			return ignoreMissing(err)
		}
		if _, at, err := tx.Spoke(ctx, n.Person); err != nil || !s.now().Before(at.Add(ChatFor)) {
			return ignoreMissing(err)
		}
		file, _ = strconv.ParseInt(n.Facts[FactPhoto], 10, 64)
		return nil
	})
	if err != nil || file == 0 {
		return "", false, err
	}
	media, wait, err = s.photos.ForChat(ctx, file)
	if err != nil { // the words are worth more than the photo
		return "", false, nil //nolint:nilerr // the adapter has counted and logged it
	}
	return media, wait, nil
}

// attempted saves the attempt to say something.
func attempted(ctx context.Context, tx Tx, a Attempt, openid string, now time.Time) (utterance, error) {
	a.OpenID, a.At, a.Outcome = openid, now, Unknown
	if a.ID != 0 {
		return utterance{openid: openid, try: a}, tx.SaveAttempt(ctx, a)
	}
	a.Began = now
	err := tx.AddAttempt(ctx, &a)
	return utterance{openid: openid, try: a}, err
}

// recordSaying saves the result.
func (s *Service) recordSaying(ctx context.Context, u utterance, r Result) (again time.Time, err error) {
	err = s.store.InTx(ctx, func(tx Tx) error {
		again = time.Time{}
		n, err := tx.LockNotice(ctx, u.notice.ID)
		if err != nil {
			return err
		}
		now, a := s.now(), u.try
		a.Outcome, a.Code, a.Reason, a.Final = r.Outcome, r.Code, r.Reason, true
		if r.Outcome == Later && !n.Kind.ChatFirst && now.Before(a.Began.Add(sayFor)) {
			a.Final, again = false, now.Add(max(r.Wait, time.Second))
		}
		if err := tx.SaveAttempt(ctx, a); err != nil {
			return err
		}
		if r.Outcome != Sent {
			return instead(ctx, tx, n, now)
		}
		if n.State == Pending && n.Kind.ChatFirst || n.State == Undelivered || n.State == Kept {
			n.State, n.SentAt = SentOut, now
			return tx.SaveNotice(ctx, n)
		}
		return nil
	})
	return again, err
}

// instead tries the channels for a notice that the chat alone should have told.
func instead(ctx context.Context, tx Tx, n Notice, now time.Time) error {
	if !n.Kind.ChatFirst || n.State != Pending {
		return nil
	}
	return tx.AddJob(ctx, SendJob, n.ID, now)
}

// saidInChat says whether the chat has told the person.
func saidInChat(tried []Attempt) bool {
	return slices.ContainsFunc(tried, func(a Attempt) bool { return a.Channel == InChat && a.Outcome == Sent })
}

// The shape of words in the chat: an elder reads at most so many characters in a line, and so many lines of staff's words.
const (
	chatWidth = 60
	chatLines = 2
)

// ChatText returns what the chat says. Longer words of staff are cut there: the inbox and the page have them all.
func (n Notice) ChatText() string {
	facts := make(Facts, len(n.Facts))
	for fact, value := range n.Facts {
		facts[fact] = value
	}
	if !n.Kind.ChatFirst {
		facts[FactWords] = wrapped(facts[FactWords])
	}
	n.Facts, n.Kind.Text = facts, n.Kind.Chat
	return n.Text()
}

// wrapped breaks words into at most chatLines lines.
func wrapped(words string) string {
	runes := []rune(strings.Join(strings.Fields(words), " "))
	if len(runes) > chatWidth*chatLines {
		runes = append(runes[:chatWidth*chatLines-1], '…')
	}
	var lines []string
	for line := range slices.Chunk(runes, chatWidth) {
		lines = append(lines, string(line))
	}
	return strings.Join(lines, "\n")
}
