package paper

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"linli/app/audit"
	"linli/app/auth"
	"linli/app/fault"
	"linli/app/media"
	"linli/app/when"
)

// Content are the opened bytes of a paper.
type Content struct {
	Bytes []byte
	Type  string
}

// mostSealed bounds what is read of a blob.
const mostSealed = 16 << 20

// Open opens a paper: for its person, or for staff who work on the matter about that uses it, until KeepAfter its end. Each
// opening leaves one line, and so does each refused one. Faults: ErrMissing for everybody else, ErrAsked while the person has
// not agreed, ErrBusy.
func (s *Service) Open(ctx context.Context, who auth.Actor, id int64, about string) (Content, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Content{}, err
	}
	p, err := s.store.Paper(ctx, id)
	if err != nil {
		return Content{}, err
	}
	action := "paper.open_own"
	if p.Person != who.Person {
		action = string(audit.OpenedPaper)
		if err := s.needOpen(ctx, who, p, about); err != nil {
			return Content{}, err
		}
	} else {
		about = ""
	}
	data, err := s.read(ctx, p)
	if err != nil {
		return Content{}, err
	}
	if err := s.note(ctx, s.line(who, p, action, about)); err != nil {
		return Content{}, err
	}
	return Content{data, p.Type}, nil
}

// needOpen refuses an actor who may not open another person's paper, and leaves a line about them. Faults: ErrMissing, ErrAsked.
func (s *Service) needOpen(ctx context.Context, who auth.Actor, p Paper, about string) error {
	u, used := p.Of(about)
	_, err := s.right(ctx, who, about)
	switch {
	case err != nil && !errors.Is(err, ErrMissing):
		return err
	case err == nil && used && u.shown(s.now()):
		return nil
	case err == nil && used && u.Open():
		return ErrAsked
	}
	if err := s.note(ctx, s.line(who, p, string(audit.RefusedPaper), known(about))); err != nil {
		return err
	}
	return ErrMissing
}

// known returns what is about a matter, and nothing of what else a client may have sent.
func known(about string) string {
	if word, id, ok := parse(about); ok {
		return fmt.Sprintf("%s:%d", word, id)
	}
	return ""
}

// parse reads "errand:12".
func parse(about string) (word string, id int64, ok bool) {
	word, number, _ := strings.Cut(about, ":")
	id, err := strconv.ParseInt(number, 10, 64)
	return word, id, err == nil && id > 0 && len(word) <= 16 && strings.Trim(word, "abcdefghijklmnopqrstuvwxyz_") == ""
}

// right returns whose papers a matter has on which the actor works, or ErrMissing.
func (s *Service) right(ctx context.Context, who auth.Actor, about string) (Matter, error) {
	word, id, ok := parse(about)
	ask := s.rights[word]
	if !ok || ask == nil {
		return Matter{}, ErrMissing
	}
	of, err := ask(ctx, who, id)
	if f, no := fault.As(err); no && (f.Kind == fault.Missing || f.Kind == fault.Denied) {
		return Matter{}, ErrMissing.Because(err)
	}
	return of, err
}

// Offered returns what the person of a matter keeps and lets staff use again, for staff who work on the matter: names only. Nobody is
// offered anything without the person's consent (consent.Papers). It leaves a line of who looked and how many there were. Fault:
// ErrMissing.
func (s *Service) Offered(ctx context.Context, who auth.Actor, about string) ([]Paper, error) {
	if err := who.Need(auth.Resident); err != nil {
		return nil, err
	}
	of, err := s.right(ctx, who, about)
	if err != nil {
		return nil, err
	}
	if of.Person == 0 {
		return nil, nil
	}
	p, err := s.store.Person(ctx, of.Person)
	if err != nil {
		return nil, err
	}
	all, err := s.store.PapersOf(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	today := when.DateOf(s.now())
	err = s.store.InTx(ctx, func(tx Deeds) error {
		given, err := tx.ConsentsOf(ctx, p.ID)
		if err != nil {
			return err
		}
		lets := consents(given)
		all = slices.DeleteFunc(all, func(one Paper) bool { return !lets || !one.Kept || one.Expired(today) })
		return tx.AddAudit(ctx, audit.Record{
			Community: p.Community, At: s.now(), Person: who.Person, Action: string(audit.ListedPapers), About: fmt.Sprintf("person:%d", p.ID),
			Reason: fmt.Sprintf("papers:%d %s", len(all), known(about)),
		})
	})
	return all, err
}

func (s *Service) note(ctx context.Context, r audit.Record) error {
	return s.store.InTx(ctx, func(tx Deeds) error { return tx.AddAudit(ctx, r) })
}

// read fetches and opens the bytes.
func (s *Service) read(ctx context.Context, p Paper) ([]byte, error) {
	blob, _, err := s.blobs.Get(ctx, p.Key)
	if errors.Is(err, media.ErrMissing) {
		return nil, fmt.Errorf("paper %d has no bytes: %w", p.ID, errors.New("blob missing"))
	}
	if err != nil {
		return nil, ErrBusy.Because(err)
	}
	sealed, err := io.ReadAll(io.LimitReader(blob, mostSealed))
	if err := errors.Join(err, blob.Close()); err != nil {
		return nil, ErrBusy.Because(err)
	}
	data, err := s.seal.OpenBytes(sealed, bound(p.Key))
	if err != nil {
		return nil, fmt.Errorf("open paper %d: %w", p.ID, err)
	}
	return data, nil
}
