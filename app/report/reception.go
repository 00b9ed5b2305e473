package report

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/fault"
	"linli/app/person"
)

// ErrHost says that somebody receives nobody there.
var ErrHost = fault.New(fault.Invalid, "report.host", "请选择本地的代表、委员或领导")

// Advice is the category of opinions and suggestions (意见建议).
const Advice Category = "advice"

// Receives says whether a posting lets its holder receive the residents of a community at a time: one there, or of an area around it.
func Receives(t *area.Tree, p person.Posting, community int64, now time.Time) bool {
	path, at := t.Path(community), t.Path(p.Area)
	return p.Holds(now) && slices.Contains(auth.Receivers, p.Role) && at != "" && strings.HasPrefix(path, at)
}

// nameless says whether nobody shall know who said it.
func (d Draft) nameless() bool { return d.Nameless && d.Source == Reception }

// needHost sets with whom a matter was raised. Fault: ErrHost for somebody who receives nobody in its community.
func needHost(ctx context.Context, roster person.Roster, t *area.Tree, r *Report, d Draft) error {
	if d.Source != Reception || d.Host == 0 {
		return nil
	}
	posts, err := roster.PostingsOf(ctx, d.Host)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(posts, func(p person.Posting) bool { return p.Person == d.Host && Receives(t, p, r.Community, r.SubmittedAt) }) {
		return ErrHost
	}
	r.Host = d.Host
	return nil
}

// Suggestion is what a resident suggests to a community, or raises with one of its delegates.
type Suggestion struct {
	Community int64
	Host      int64 // 0: with nobody
	Words     string
	Nameless  bool
}

// Suggest writes a suggestion down as a report of a reception, with number, deadline and answer as usual. Without a name nobody is its
// author: no answer can be sent, only the number tells. Repeating who.Request returns the first report. Faults: area.ErrMissing, ErrText,
// ErrHost.
func (s *Service) Suggest(ctx context.Context, who auth.Actor, in Suggestion) (Report, error) {
	if err := who.Need(auth.Resident); err != nil {
		return Report{}, err
	}
	if in.Nameless {
		return s.raise(ctx, auth.Actor{}, Hearing{Suggestion: in}, func(r *Report) { r.Request = veil(who) })
	}
	return s.raise(ctx, who, Hearing{Suggestion: in}, func(r *Report) { r.Author, r.Request = who.Person, who.Request })
}

// Hearing is what somebody said at a reception, written down by somebody who works there.
type Hearing struct {
	Suggestion
	Person  int64   // who said it
	Booking int64   // with which they came
	Hosts   []int64 // who received; the first who may is the one with whom it was raised
}

// Hear writes down what somebody said at a reception of another capability, which decides who works there. What was said without a name has
// neither author nor booking. Repeating who.Request returns the first report. Faults: area.ErrMissing, ErrText.
func (s *Service) Hear(ctx context.Context, who auth.Actor, in Hearing) (Report, error) {
	return s.raise(ctx, who, in, func(r *Report) {
		if r.EnteredBy, r.Request = who.Person, who.Request; !in.Nameless {
			r.Author, r.Booking = in.Person, in.Booking
		}
	})
}

// raise makes a report of a suggestion; by says whose it is.
func (s *Service) raise(ctx context.Context, who auth.Actor, in Hearing, by func(*Report)) (r Report, err error) {
	sc, err := s.scene(ctx)
	if err != nil {
		return Report{}, err
	}
	if _, err := sc.tree.Community(in.Community); err != nil {
		return Report{}, err
	}
	d := Draft{Source: Reception, Category: Advice, Text: in.Words, Area: in.Community, Host: in.Host, Nameless: in.Nameless}
	err = s.store.InTx(ctx, func(tx Tx) error {
		if r, err = newReport(sc, d, s.now()); err != nil {
			return err
		}
		if d.Host, err = hostOf(ctx, tx, sc.tree, in, s.now()); err != nil {
			return err
		}
		if err := needHost(ctx, tx, sc.tree, &r, d); err != nil {
			return err
		}
		by(&r)
		return s.begin(ctx, tx, sc, who, &r).add(nil)
	})
	return first(r, err)
}

// veil is the key of a request that does not say whose it is; "" without one.
func veil(who auth.Actor) string {
	if who.Request == "" {
		return ""
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s", who.Person, who.Request))
	return hex.EncodeToString(sum[:16])
}

// hostOf returns with whom something was raised: the one who was named, or the first of those who received who may.
func hostOf(ctx context.Context, roster person.Roster, t *area.Tree, in Hearing, now time.Time) (int64, error) {
	for _, host := range in.Hosts {
		posts, err := roster.PostingsOf(ctx, host)
		if err != nil {
			return 0, err
		}
		if slices.ContainsFunc(posts, func(p person.Posting) bool { return p.Person == host && Receives(t, p, in.Community, now) }) {
			return host, nil
		}
	}
	return in.Host, nil
}
