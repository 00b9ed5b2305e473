package steward

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/notify"
	"linli/app/pages"
	"linli/app/person"
	"linli/app/report"
	"linli/app/text"
	"linli/app/when"
	"linli/app/work"
)

// The limits of calls from boards, which need no login.
const (
	MaxWords   = 400
	sameWithin = 10 * time.Minute    // the same words from the same telephone within this time are the same call
	mostAnHour = 5                   // from one telephone
	KeepNumber = 30 * 24 * time.Hour // how long a caller's number is kept after the call has ended
	KeepUnused = 90 * 24 * time.Hour // how long the number is kept if the call never ends
	KeepDigest = 90 * 24 * time.Hour // how long it is kept that a steward got the digest of a week
)

// CallState is the state of a call.
//
//	waiting ─acknowledge→ acknowledged ─finish→ done
//	   └───────────────finish───────────────────┘
type CallState string

// The states.
const (
	Waiting CallState = "waiting"
	Seen    CallState = "acknowledged"
	Done    CallState = "done"
)

// Call is 求助: a person at a board, or a resident of the building, asks for help (有困难找党员).
type Call struct {
	ID        int64
	Community int64
	Area      int64 // the building or unit of the board
	Grid      int64
	Building  int64
	Words     string
	Phone     person.Phone // "" 30 days after the end
	Request   string       // idempotency key, or ""
	Urgent    bool         // the words mention danger
	State     CallState
	At        time.Time
	SeenAt    time.Time
	SeenBy    int64
	DoneAt    time.Time
	DoneBy    int64
	Result    string
}

// Pinned says whether the call comes first in every list.
func (c Call) Pinned() bool { return c.Urgent && c.State != Done }

// Number returns the spoken number of the call.
func (c Call) Number() string { return fmt.Sprintf("Q%d", c.ID) }

// Title returns the call in a few words.
func (c Call) Title() string {
	if c.Pinned() {
		return report.Cut("紧急求助："+c.Words, 20)
	}
	return report.Cut("求助："+c.Words, 20)
}

// see records the first acknowledgement.
func (c *Call) see(who int64, now time.Time) {
	if c.State == Waiting {
		c.State, c.SeenAt, c.SeenBy = Seen, now, who
	}
}

// finish ends the call with a result. ErrDone when another person has ended it.
func (c *Call) finish(who int64, result string, now time.Time) error {
	if c.State == Done {
		return ErrDone
	}
	c.see(who, now)
	c.State, c.DoneAt, c.DoneBy, c.Result = Done, now, who, result
	return nil
}

func ofCall(t *area.Tree, c Call, now time.Time) matter {
	return matter{
		subject: AboutCall, id: c.ID, community: c.Community, area: c.Area, urgent: c.Urgent, over: c.State == Done,
		facts: notify.Facts{
			notify.FactTitle: c.Title(), notify.FactNumber: c.Number(), notify.FactPlace: report.Cut(t.Say(c.Area), 20), notify.FactWords: c.Words,
			notify.FactAt: when.Full(now),
		},
	}
}

// Plea is the text and the number that a caller leaves on a board.
type Plea struct {
	Words   string
	Phone   person.Phone
	Request string // idempotency key, or ""
}

// Answer is the page's answer to the caller.
type Answer struct {
	Call   Call
	Danger string // the number to call first, for words of danger
	Say    string
}

// Call records a call from a board and alerts the stewards of the place. The same words from the same telephone, or the same
// request, are the same call. Faults: area.ErrMissing, ErrWords, ErrOften.
func (s *Service) Call(ctx context.Context, token string, plea Plea) (Answer, error) {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Answer{}, err
	}
	at, err := t.OfBoard(token)
	if err != nil {
		return Answer{}, err
	}
	return s.call(ctx, t, at, plea)
}

// CallFrom is Call for a resident who is logged in and names the building or unit. The resident's own number is the default.
// Faults: area.ErrMissing, ErrWords, ErrPhone when no number is known, ErrOften.
func (s *Service) CallFrom(ctx context.Context, who auth.Actor, building int64, plea Plea) (Answer, error) {
	t, at, err := s.dwelling(ctx, who, building)
	if err != nil {
		return Answer{}, err
	}
	if plea.Phone == "" {
		known, err := s.people.Persons(ctx, []int64{who.Person})
		if err != nil {
			return Answer{}, err
		}
		if plea.Phone = known[who.Person].Phone; plea.Phone == "" {
			return Answer{}, ErrPhone
		}
	}
	plea.Request = who.Request
	return s.call(ctx, t, at, plea)
}

func (s *Service) call(ctx context.Context, t *area.Tree, at area.Area, plea Plea) (Answer, error) {
	words := clean(plea.Words)
	if !text.Within(words, 1, MaxWords) {
		return Answer{}, ErrWords
	}
	c := Call{
		Community: at.Community, Area: at.ID, Grid: gridOf(t, at.ID), Words: words, Phone: plea.Phone, Request: plea.Request,
		State: Waiting, At: s.now(),
	}
	if b, ok := t.Up(at.ID, area.Building); ok {
		c.Building = b.ID
	}
	found, urgent := s.reports.Danger(ctx, words)
	c.Urgent = urgent
	rung := 0
	err := s.store.InTx(ctx, func(tx Tx) error {
		first, err := s.repeated(ctx, tx, c)
		switch {
		case err == nil:
			c = first
		case !errors.Is(err, ErrCall):
			return err
		default:
			if err := tx.AddCall(ctx, &c); err != nil {
				return err
			}
			if err := s.open(ctx, tx, t, ofCall(t, c, c.At), c.At); err != nil {
				return err
			}
		}
		told, err := tx.RungFor(ctx, AboutCall, c.ID)
		rung = len(told)
		return err
	})
	if err != nil {
		return Answer{}, err
	}
	return Answer{Call: c, Danger: found.Say, Say: sayTo(c, rung)}, nil
}

// repeated returns the call that c repeats, ErrCall when it is new, ErrOften when this telephone calls too often.
func (s *Service) repeated(ctx context.Context, tx Tx, c Call) (Call, error) {
	if err := tx.LockCaller(ctx, c.Phone, c.At); err != nil {
		return Call{}, err
	}
	recent, err := tx.CallsFrom(ctx, c.Phone, c.At.Add(-time.Hour))
	if err != nil {
		return Call{}, err
	}
	for _, r := range recent {
		if r.Area == c.Area && (r.Words == c.Words && (c.At.Sub(r.At) < sameWithin || c.Request != "" && r.Request == c.Request)) {
			return r, nil
		}
	}
	if len(recent) >= mostAnHour && !c.alarms(recent) {
		return Call{}, ErrOften
	}
	return Call{}, ErrCall
}

// alarms says whether the call is the first about danger at its place: no limit applies to it.
func (c Call) alarms(recent []Call) bool {
	return c.Urgent && !slices.ContainsFunc(recent, func(r Call) bool { return r.Urgent && r.Area == c.Area })
}

// sayTo returns the answer to the caller.
func sayTo(c Call, rung int) string {
	say := "已记下您的求助，编号 " + c.Number() + "。"
	switch {
	case rung > 0 && !c.Urgent && when.Nights.Next(c.At).After(c.At):
		return say + "现在是夜间，负责的同志早上 8 点会收到提醒；着急请直接打电话。"
	case rung > 0:
		return say + fmt.Sprintf("已通知 %d 位负责的同志，请保持电话畅通。", rung)
	}
	return say + "社区工作人员会看到，请保持电话畅通。"
}

var landline = regexp.MustCompile(`^0\d{9,11}$`)

// ParsePhone returns a mobile number, or a landline with its area code, as person.Digits reads it. Faults: ErrPhone.
func ParsePhone(s string) (person.Phone, error) {
	if p, err := person.ParsePhone(s); err == nil {
		return p, nil
	}
	digits := person.Digits(s)
	if !landline.MatchString(digits) {
		return "", ErrPhone
	}
	return person.Phone(digits), nil
}

var link = regexp.MustCompile(`(?i)(?:https?://|www\.)[^\s\p{Han}，。；！？]+`)

// clean removes invisible characters, and links, which a stranger could misuse.
func clean(s string) string {
	return text.Line(link.ReplaceAllString(text.Line(s), "（链接已去掉）"))
}

// CallList is one of the lists of calls.
type CallList string

// The lists.
const (
	OpenCalls   CallList = "open"
	UrgentCalls CallList = "urgent" // open and urgent
	AllCalls    CallList = "all"
)

// CallFilter selects calls by the areas that the actor answers for.
type CallFilter struct {
	Open      bool
	Urgent    bool         // only those
	Scope     report.Scope // staff
	Buildings []int64      // stewards of whole buildings
	Areas     []int64      // stewards of units: their unit, and the building itself
	After     pages.Cursor
	Most      int
}

// Calls returns one page of the calls in the actor's care as a steward: urgent open ones first, then the newest first.
// Faults: ErrListing.
func (s *Service) Calls(ctx context.Context, who auth.Actor, list CallList, after pages.Cursor) (pages.Page[Call], error) {
	if err := who.Need(auth.Stewards...); err != nil {
		return pages.Page[Call]{}, err
	}
	f, err := listing(list, after)
	if err != nil {
		return pages.Page[Call]{}, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return pages.Page[Call]{}, err
	}
	for _, p := range who.Postings {
		a, err := t.Get(p.Area)
		if err != nil || !who.Covers(a.Path, auth.Stewards...) {
			continue
		}
		switch a.Kind {
		case area.Unit:
			f.Areas = append(f.Areas, a.ID, a.Parent)
		case area.Building:
			f.Buildings = append(f.Buildings, a.ID)
		case area.Grid:
			f.Scope.Grids = append(f.Scope.Grids, a.ID)
		case area.County, area.Street, area.Community: // no steward has so large an area
		}
	}
	return s.calls(ctx, f)
}

// StaffCalls returns one page of the calls in the actor's territory in the order of Calls. Faults: ErrListing.
func (s *Service) StaffCalls(ctx context.Context, who auth.Actor, list CallList, after pages.Cursor) (pages.Page[Call], error) {
	if err := who.Need(auth.Workers...); err != nil {
		return pages.Page[Call]{}, err
	}
	f, err := listing(list, after)
	if err != nil {
		return pages.Page[Call]{}, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return pages.Page[Call]{}, err
	}
	f.Scope = report.ScopeOf(t, who)
	return s.calls(ctx, f)
}

func listing(list CallList, after pages.Cursor) (CallFilter, error) {
	if !slices.Contains([]CallList{OpenCalls, UrgentCalls, AllCalls}, list) {
		return CallFilter{}, ErrListing
	}
	return CallFilter{Open: list != AllCalls, Urgent: list == UrgentCalls, After: after, Most: pages.Size}, nil
}

func (s *Service) calls(ctx context.Context, f CallFilter) (pages.Page[Call], error) {
	found, err := s.store.Calls(ctx, f)
	return pages.Full(found, f.Most, func(c Call) pages.Cursor { return pages.Cursor{Pinned: c.Pinned(), ID: c.ID} }), err
}

// AcknowledgeCall records that the actor takes care of the call. Faults: ErrCall outside the actor's areas.
func (s *Service) AcknowledgeCall(ctx context.Context, who auth.Actor, id int64) (Call, error) {
	return s.answer(ctx, who, id, func(tx Tx, t *area.Tree, c *Call, now time.Time) error {
		if c.State == Done {
			return nil
		}
		c.see(who.Person, now)
		return s.acknowledge(ctx, tx, ofCall(t, *c, now), who.Person, now)
	})
}

// FinishCall ends the call with a result. Repeating it with the same words changes nothing. Faults: ErrCall, ErrWords,
// ErrDone.
func (s *Service) FinishCall(ctx context.Context, who auth.Actor, id int64, result string) (Call, error) {
	result = clean(result)
	if !text.Within(result, 1, MaxWords) {
		return Call{}, ErrWords
	}
	return s.answer(ctx, who, id, func(tx Tx, t *area.Tree, c *Call, now time.Time) error {
		if c.State == Done && c.DoneBy == who.Person && c.Result == result {
			return nil
		}
		if err := c.finish(who.Person, result, now); err != nil {
			return err
		}
		return work.Write(ctx, tx, t, who, work.Line{
			Community: c.Community, At: now, About: fmt.Sprintf("call:%d", c.ID), Deed: work.Helped, Area: c.Area,
		})
	})
}

// CallPhone returns the caller's number and records the actor in the audit log. Faults: ErrCall, person.ErrNoPhone when the
// number was erased.
func (s *Service) CallPhone(ctx context.Context, who auth.Actor, id int64) (person.Phone, error) {
	c, err := s.answer(ctx, who, id, func(tx Tx, _ *area.Tree, c *Call, now time.Time) error {
		if c.Phone == "" {
			return person.ErrNoPhone
		}
		return tx.AddAudit(ctx, audit.Record{
			Community: c.Community, At: now, Person: who.Person, Action: string(audit.RevealedCaller),
			About: fmt.Sprintf("call:%d", c.ID), Reason: "联系求助人",
		})
	})
	return c.Phone, err
}

// answer runs a change to a call for an actor who answers for its place.
func (s *Service) answer(ctx context.Context, who auth.Actor, id int64, do func(Tx, *area.Tree, *Call, time.Time) error) (Call, error) {
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return Call{}, err
	}
	var c Call
	err = s.store.InTx(ctx, func(tx Tx) error {
		if c, err = tx.LockCall(ctx, id); err != nil {
			return err
		}
		if !looksAfter(t, who, c.Area) {
			return ErrCall
		}
		before := c
		if err := do(tx, t, &c, s.now()); err != nil || c == before {
			return err
		}
		return tx.SaveCall(ctx, c)
	})
	return c, err
}

// EraseNumbers erases the telephone numbers of calls that ended 30 days ago, or began 90 days ago and never ended.
func (s *Service) EraseNumbers(ctx context.Context) error {
	return s.store.EraseNumbers(ctx, s.now().Add(-KeepNumber), s.now().Add(-KeepUnused))
}

// AskWithin records a call of the community itself inside the caller's transaction, and alerts the stewards of the place.
func (s *Service) AskWithin(ctx context.Context, tx Tx, t *area.Tree, place int64, words string, urgent bool) (int64, error) {
	at, err := t.Get(place)
	if err != nil {
		return 0, err
	}
	c := Call{Community: at.Community, Area: at.ID, Grid: gridOf(t, at.ID), Words: words, Urgent: urgent, State: Waiting, At: s.now()}
	if b, ok := t.Up(at.ID, area.Building); ok {
		c.Building = b.ID
	}
	if err := tx.AddCall(ctx, &c); err != nil {
		return 0, err
	}
	return c.ID, s.open(ctx, tx, t, ofCall(t, c, c.At), c.At)
}

// RaiseWithin makes an open call an emergency inside the caller's transaction: all alerts begin again, and two acknowledge. false:
// the call has ended.
func (s *Service) RaiseWithin(ctx context.Context, tx Tx, t *area.Tree, id int64) (bool, error) {
	c, err := tx.LockCall(ctx, id)
	if err != nil || c.State == Done || c.Urgent {
		return err == nil && c.State != Done, err
	}
	c.Urgent, c.State, c.SeenAt, c.SeenBy = true, Waiting, time.Time{}, 0
	if err := tx.SaveCall(ctx, c); err != nil {
		return false, err
	}
	return true, s.open(ctx, tx, t, ofCall(t, c, s.now()), s.now())
}

// FinishWithin ends a call inside the caller's transaction. One that has ended stays as it is.
func (s *Service) FinishWithin(ctx context.Context, tx Tx, id, who int64, result string) error {
	c, err := tx.LockCall(ctx, id)
	if err != nil || c.State == Done {
		return err
	}
	if err := c.finish(who, result, s.now()); err != nil {
		return err
	}
	return tx.SaveCall(ctx, c)
}
