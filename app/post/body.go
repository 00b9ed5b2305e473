package post

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/fault"
	"linli/app/mark"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/text"
	"linli/app/when"
)

// The faults of bodies.
var (
	ErrNoBody = fault.New(fault.Missing, "post.no_body", "未找到该组织")
	ErrBody   = fault.New(fault.Invalid, "post.body", "请选择种类，名称 2 至 40 字，届满日期要晚于开始日期")
	ErrSitter = fault.New(fault.Invalid, "post.sitter", "请选择花名册里的人，职务不超过 20 字")
	ErrSits   = fault.New(fault.Conflict, "post.sits", "此人已是成员")
)

// BodyKind is a kind of elected body.
type BodyKind string

// The kinds.
const (
	Committee BodyKind = "committee" // 居委会
	PartyBody BodyKind = "party"     // 党组织
	Owners    BodyKind = "owners"    // 业委会
)

// BodyKinds lists them all.
var BodyKinds = []BodyKind{Committee, PartyBody, Owners}

var bodyNames = map[BodyKind]string{Committee: "居委会", PartyBody: "党组织", Owners: "业委会"}

// Name returns the kind in Chinese, "" for no kind.
func (k BodyKind) Name() string { return bodyNames[k] }

// Education is what a member told of their schooling; "" nothing.
type Education string

// The levels.
const (
	School  Education = "school"  // 高中及以下
	College Education = "college" // 大专
	Degree  Education = "degree"  // 本科及以上
)

// Educations lists them all.
var Educations = []Education{School, College, Degree}

var educationNames = map[Education]string{School: "高中及以下", College: "大专", Degree: "本科及以上"}

// Name returns the level in Chinese.
func (e Education) Name() string { return educationNames[e] }

// Body is an elected body of a community for one term (届).
type Body struct {
	ID        int64
	Community int64
	Kind      BodyKind
	Name      string
	From, To  when.Date // To is the last day
}

// Sitter is a member of a body.
type Sitter struct {
	Body      int64
	Person    int64
	Title     string // 主任, 委员
	Education Education
	Name      string // as read
	Born      int
	Party     bool // is a member of the Party
}

// leastComposed is how many members a body has at least before its composition is shown: of fewer a figure names people.
const leastComposed = 5

// Composition are figures of a body, never of a person.
type Composition struct {
	Members  int
	Party    int // percent who are members of the Party
	MeanAge  int // of those whose year of birth is known; 0 when fewer than leastComposed are
	Educated map[Education]int
}

// compose returns the figures of a body's members in a year, false for fewer than leastComposed.
func compose(all []Sitter, year int) (c Composition, ok bool) {
	if len(all) < leastComposed {
		return c, false
	}
	c = Composition{Members: len(all), Educated: map[Education]int{}}
	party, ages, known := 0, 0, 0
	for _, s := range all {
		if s.Party {
			party++
		}
		if s.Born != 0 {
			ages, known = ages+year-s.Born, known+1
		}
		if s.Education != "" {
			c.Educated[s.Education]++
		}
	}
	c.Party = 100 * party / len(all)
	if known >= leastComposed {
		c.MeanAge = ages / known
	}
	return c, true
}

// warning returns how many months before its end a body is due to be told of today: 6, 2, or 0 for not yet or over.
func (b Body) warning(today when.Date) int {
	end := b.To.Time()
	switch {
	case today > b.To:
		return 0
	case today >= when.DateOf(end.AddDate(0, -2, 0)):
		return 2
	case today >= when.DateOf(end.AddDate(0, -6, 0)):
		return 6
	}
	return 0
}

func (b Body) clean() (Body, error) {
	if b.Name = text.Line(b.Name); b.Kind.Name() == "" || !text.Within(b.Name, 2, 40) || b.From == 0 || b.To <= b.From {
		return b, ErrBody
	}
	return b, nil
}

// Seated is a body with its members, by title and name, and its figures.
type Seated struct {
	Body
	Sitters  []Sitter
	Figures  Composition
	Composed bool
	Mark     string
}

// Bodies returns the bodies of a community that the actor manages, the newest term first. Fault: area.ErrMissing.
func (s *Service) Bodies(ctx context.Context, who auth.Actor, community int64) ([]Seated, error) {
	if _, err := s.managed(ctx, who, community); err != nil {
		return nil, err
	}
	bodies, err := s.store.Bodies(ctx, community)
	if err != nil {
		return nil, err
	}
	all := make([]Seated, len(bodies))
	for i, b := range bodies {
		one := Seated{Body: b}
		if one.Sitters, err = s.store.Sitters(ctx, b.ID); err != nil {
			return nil, err
		}
		slices.SortFunc(one.Sitters, func(a, b Sitter) int { return cmp.Or(cmp.Compare(a.Title, b.Title), cmp.Compare(a.Name, b.Name)) })
		one.Figures, one.Composed = compose(one.Sitters, when.DateOf(s.now()).Year())
		if one.Mark, err = mark.Of(b); err != nil {
			return nil, err
		}
		all[i] = one
	}
	return all, nil
}

// Staff returns the figures of those who work for a community that the actor manages, false for fewer than five. Fault:
// area.ErrMissing.
func (s *Service) Staff(ctx context.Context, who auth.Actor, community int64) (c Composition, ok bool, err error) {
	if _, err := s.managed(ctx, who, community); err != nil {
		return c, false, err
	}
	all, err := s.store.StaffOf(ctx, community, auth.Employed, s.now())
	if err != nil {
		return c, false, err
	}
	c, ok = compose(all, when.DateOf(s.now()).Year())
	return c, ok, nil
}

// managed returns a community that the actor manages, or area.ErrMissing.
func (s *Service) managed(ctx context.Context, who auth.Actor, id int64) (area.Area, error) {
	if err := who.Need(auth.Managers...); err != nil {
		return area.Area{}, err
	}
	t, err := s.areas.Tree(ctx)
	if err != nil {
		return area.Area{}, err
	}
	return t.CommunityOf(who, id, auth.Managers...)
}

// SetBody adds a body (ID 0) or changes one. With seen, the mark that the actor read, a change of an older one is refused. Faults:
// ErrBody, ErrNoBody, mark.ErrStale, area.ErrMissing.
func (s *Service) SetBody(ctx context.Context, who auth.Actor, b Body, seen string) (Body, error) {
	if b.ID != 0 {
		was, err := s.body(ctx, who, b.ID)
		if err != nil {
			return b, err
		}
		b.Community = was.Community
	}
	at, err := s.managed(ctx, who, b.Community)
	if err != nil {
		return b, err
	}
	if b, err = b.clean(); err != nil {
		return b, err
	}
	err = s.store.InTx(ctx, func(tx Tx) error {
		if b.ID == 0 {
			if err := tx.AddBody(ctx, &b); err != nil {
				return err
			}
		} else {
			was, err := tx.LockBody(ctx, b.ID)
			if err != nil {
				return err
			}
			if err := mark.Need(seen, was); err != nil {
				return err
			}
			if err := tx.SaveBody(ctx, b); err != nil {
				return err
			}
		}
		return tx.AddAudit(ctx, s.bodyRecord(who, at.ID, b.ID, "post.body", b.Kind.Name()))
	})
	return b, err
}

func (s *Service) bodyRecord(who auth.Actor, community, body int64, action, reason string) audit.Record {
	return audit.Record{
		Community: community, At: s.now(), Person: who.Person, Action: action, About: fmt.Sprintf("body:%d", body), Reason: reason,
	}
}

// body returns one in a community that the actor manages, or ErrNoBody.
func (s *Service) body(ctx context.Context, who auth.Actor, id int64) (Body, error) {
	b, err := s.store.Body(ctx, id)
	if err != nil {
		return b, err
	}
	if _, err := s.managed(ctx, who, b.Community); err != nil {
		return b, ErrNoBody.Because(err)
	}
	return b, nil
}

// Seat makes a person of the roster a member of a body. Faults: ErrNoBody, ErrSitter, ErrSits.
func (s *Service) Seat(ctx context.Context, who auth.Actor, id int64, m Sitter) (Body, error) {
	b, err := s.body(ctx, who, id)
	if err != nil {
		return b, err
	}
	m.Body = b.ID
	if m.Title = text.Line(m.Title); !text.Within(m.Title, 1, 20) || m.Education != "" && m.Education.Name() == "" {
		return b, ErrSitter
	}
	p, err := s.store.Person(ctx, m.Person)
	if err != nil || p.Code == "" {
		return b, ErrSitter.Because(err)
	}
	return b, s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.AddSitter(ctx, m); err != nil {
			return err
		}
		return tx.AddAudit(ctx, s.bodyRecord(who, b.Community, b.ID, "post.seat", m.Title))
	})
}

// Unseat takes a member off a body. One who is none changes nothing. Fault: ErrNoBody.
func (s *Service) Unseat(ctx context.Context, who auth.Actor, id, member int64) error {
	b, err := s.body(ctx, who, id)
	if err != nil {
		return err
	}
	return s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.DeleteSitter(ctx, b.ID, member); err != nil {
			return err
		}
		return tx.AddAudit(ctx, s.bodyRecord(who, b.Community, b.ID, "post.unseat", ""))
	})
}

// watchBodies tells the secretary and the street of a body whose term ends in six and in two months.
func (s *Service) watchBodies(ctx context.Context, t *area.Tree) error {
	today := when.DateOf(s.now())
	ending, err := s.store.BodiesUntil(ctx, today, when.DateOf(s.now().AddDate(0, 6, 1)))
	if err != nil {
		return err
	}
	for _, b := range ending {
		months := b.warning(today)
		if months == 0 {
			continue
		}
		key := fmt.Sprintf("body:%d:%d:%d", b.ID, b.To, months)
		if err := s.once(ctx, key, func(tx Tx) error { return s.tellBody(ctx, tx, t, b, months) }); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) tellBody(ctx context.Context, tx Tx, t *area.Tree, b Body, months int) error {
	street, _ := t.Up(b.Community, area.Street)
	told, err := person.Acting(ctx, tx, s.now(), []int64{b.Community, street.ID}, auth.Deciders...)
	if err != nil {
		return err
	}
	for _, who := range told {
		if err := notify.Tell(ctx, tx, noticeBody.To(who, b.Community, fmt.Sprintf("body:%d", b.ID), notify.Facts{
			notify.FactTitle: b.Name, notify.FactPlace: sayArea(t, b.Community), notify.FactState: "将换届", notify.FactWords: fmt.Sprintf("还有 %d 个月", months),
			notify.FactDue: when.Full(b.To.Next().Time().Add(-time.Minute)), notify.FactAt: when.Full(s.now()),
		}), s.now()); err != nil {
			return err
		}
	}
	return nil
}
