package roster

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"strconv"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/consent"
	"linli/app/fault"
	"linli/app/household"
	"linli/app/notify"
	"linli/app/person"
	"linli/app/wordlist"
)

// The faults of a valid plan.
var (
	ErrCounty = fault.New(fault.Conflict, "roster.county", "系统里已有另一个县，请沿用原来的县编码；如果那是误导入的示例、还没有真实数据，请停止服务、换一个空数据库（SQLite 删除 linli.db，MySQL 新建库）再导入")
	ErrKind   = fault.New(fault.Conflict, "roster.kind", "区划的类型定好后不能更改，请改用新的编码")
	ErrEmpty  = fault.New(fault.Invalid, "roster.empty", "工作簿里没有可以导入的内容")
)

// Store opens the transaction of an import.
type Store interface {
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx is what an import changes together.
type Tx interface {
	audit.Log
	consent.Tx
	wordlist.Source
	household.LoadTx
	notify.Outbox
	// ProvedBy returns the identities for which WeChat confirmed this number.
	ProvedBy(ctx context.Context, phone person.Phone) ([]int64, error)
	// LockRoster serialises imports.
	LockRoster(ctx context.Context) error
	// GrowAreasVersion tells every cache that areas or orgs changed.
	GrowAreasVersion(ctx context.Context) error

	// RosterAreas returns every area, RosterOrgs every org.
	RosterAreas(ctx context.Context) ([]area.Area, error)
	RosterOrgs(ctx context.Context) ([]area.Org, error)
	// AddArea saves a new area and sets its ID; SaveArea writes its path, which contains that ID.
	AddArea(ctx context.Context, a *area.Area) error
	// SaveArea writes everything but code, kind and board.
	SaveArea(ctx context.Context, a area.Area) error
	// CarryArea moves the records of a moved area with it.
	CarryArea(ctx context.Context, m Move) error
	AddOrg(ctx context.Context, o *area.Org) error
	SaveOrg(ctx context.Context, o area.Org) error

	// ReleaseCode takes a code from its person, who keeps no postings, substitutes or invitations.
	ReleaseCode(ctx context.Context, code string, at time.Time) error
	// RosterPersons returns the persons with a code, by code; merged persons are followed.
	RosterPersons(ctx context.Context) (map[string]person.Person, error)
	AddPerson(ctx context.Context, p *person.Person) error
	// RosterCandidate returns a person for update who is not merged, or person.ErrMissing; GiveCode enters them in the roster.
	RosterCandidate(ctx context.Context, id int64) (person.Person, error)
	GiveCode(ctx context.Context, id int64, code string) error
	// ReleaseSubstitutes takes those off as substitutes whose last post ended after one time and until another.
	ReleaseSubstitutes(ctx context.Context, since, until time.Time) error
	// CountMoved counts what a move takes along, and CountHeld what hangs on a posting.
	CountMoved(ctx context.Context, m Move) (Moved, error)
	CountHeld(ctx context.Context, p person.Posting, now time.Time) (Held, error)
	// HandBack gives the open reports that a person holds in a posting back to the post, and says so in their timelines.
	HandBack(ctx context.Context, p person.Posting, now time.Time) error
	// EndedPostings returns the postings of handlers that ended after one time and until another.
	EndedPostings(ctx context.Context, since, until time.Time) ([]person.Posting, error)
	// RosterPostings returns every posting.
	RosterPostings(ctx context.Context) ([]person.Posting, error)
	// AddPosting saves a new posting and sets its ID.
	AddPosting(ctx context.Context, p *person.Posting) error
	// SavePosting writes from, to, substitute and the work.
	SavePosting(ctx context.Context, p person.Posting) error

	PartyTx
	CodeTx
}

// Summary counts rows by sheet.
type Summary struct {
	Added, Changed, Same map[string]int
	Notes                []Problem // hints for the operator, not errors
}

func newSummary() Summary {
	return Summary{Added: map[string]int{}, Changed: map[string]int{}, Same: map[string]int{}}
}

// Any says whether the import changed anything.
func (s Summary) Any() bool { return len(s.Added)+len(s.Changed) > 0 }

// Sheets returns the sheets that it counts: optional ones only with rows.
func (s Summary) Sheets() (names []string) {
	for _, sheet := range append(Sheets(), HomeSheets()...) {
		if !sheet.Optional || s.Added[sheet.Name]+s.Changed[sheet.Name]+s.Same[sheet.Name] > 0 {
			names = append(names, sheet.Name)
		}
	}
	return names
}

// String returns the summary in Chinese for the operator.
func (s Summary) String() string {
	var parts []string
	for _, sheet := range s.Sheets() {
		parts = append(parts, fmt.Sprintf("%s：新增 %d，更改 %d，未变 %d", sheet, s.Added[sheet], s.Changed[sheet], s.Same[sheet]))
	}
	return strings.Join(parts, "；")
}

// Config is what the service needs.
type Config struct {
	Store     Store
	Directory Directory
	Areas     area.Source
	Now       func() time.Time
	Applied   func() // called after a plan was applied; nil: nothing
}

// Service runs the use cases.
type Service struct {
	store     Store
	directory Directory
	territory area.Source
	now       func() time.Time
	applied   func()
}

// NewService returns the service.
func NewService(c Config) *Service {
	s := &Service{store: c.Store, directory: c.Directory, territory: c.Areas, now: c.Now, applied: c.Applied}
	if s.applied == nil {
		s.applied = func() {}
	}
	return s
}

// Load applies a plan from Parse in one transaction, completely or, on an error, not at all. Rows are matched by code,
// postings by person, role, area and org. Records outside the plan stay unchanged. Faults: ErrEmpty, ErrCounty, ErrKind, or
// Problems when the plan contradicts the records.
func (s *Service) Load(ctx context.Context, plan Plan) (Summary, error) {
	if len(plan.Areas) == 0 {
		return Summary{}, ErrEmpty
	}
	var sum Summary
	err := s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.LockRoster(ctx); err != nil {
			return err
		}
		known, err := readRecords(ctx, tx)
		if err != nil {
			return err
		}
		l := newLoader(tx, auth.Actor{}, known, s.now())
		if err := l.load(ctx, plan); err != nil {
			return err
		}
		sum = l.sum
		return nil
	})
	if err != nil {
		return Summary{}, fmt.Errorf("load roster: %w", err)
	}
	s.applied()
	return sum, nil
}

// Problems are the contradictions between a workbook and the records.
type Problems []Problem

func (p Problems) Error() string { return fmt.Sprintf("%d rows contradict the records", len(p)) }

// loader applies one plan.
type loader struct {
	tx      Tx
	who     auth.Actor // the zero actor is the operator's shell
	now     time.Time
	records records
	codes   codes // also of the new records
	sum     Summary
	changes []Change
	refused Problems
	given   []person.Posting // the postings of the plan
	ended   []person.Posting // those of them that hold not as long as before
	begun   []begun          // those of them that are new or hold at other times

	areas    map[string]*node
	byID     map[int64]*node
	before   map[int64]area.Area
	orgs     map[string]int64
	orgArea  map[int64]int64
	orgNames map[string]string
	persons  map[string]int64
	people   map[int64]person.Person
	party    partyLoad
}

func newLoader(tx Tx, who auth.Actor, known records, now time.Time) *loader {
	l := &loader{
		tx: tx, who: who, now: now, records: known, codes: known.codes(), sum: newSummary(),
		areas: map[string]*node{}, byID: map[int64]*node{}, before: map[int64]area.Area{},
		orgs: map[string]int64{}, orgArea: map[int64]int64{}, orgNames: map[string]string{}, persons: map[string]int64{}, people: map[int64]person.Person{},
	}
	for _, a := range known.areas {
		n := &node{Area: a}
		l.areas[plainCode(a.Code)], l.byID[a.ID], l.before[a.ID] = n, n, a
	}
	for _, o := range known.orgs {
		l.orgs[plainCode(o.Code)], l.orgArea[o.ID], l.orgNames[plainCode(o.Code)] = o.ID, o.Area, o.Name
	}
	for code, p := range known.persons {
		l.persons[code], l.people[p.ID] = p.ID, p
	}
	l.party = newPartyLoad(known)
	return l
}

// load applies the plan, or returns Problems: then the transaction must not be committed.
func (l *loader) load(ctx context.Context, plan Plan) error {
	if err := l.loadAreas(ctx, plan.Areas); err != nil {
		return err
	}
	if err := l.loadOrgs(ctx, plan.Orgs); err != nil {
		return err
	}
	territory := l.sum.Any()
	if err := l.loadPersons(ctx, plan.Persons); err != nil {
		return err
	}
	if err := l.loadPostings(ctx, plan.Postings); err != nil {
		return err
	}
	if err := l.loadParty(ctx, plan); err != nil {
		return err
	}
	if err := l.loadCodes(ctx, plan.Grids); err != nil {
		return err
	}
	if err := l.loadHomes(ctx, plan.Homes); err != nil {
		return err
	}
	l.warnOfLast()
	if len(l.refused) > 0 {
		return l.refused
	}
	if territory {
		if err := l.tx.GrowAreasVersion(ctx); err != nil {
			return err
		}
	}
	return l.audit(ctx)
}

// audit writes one line for an import from the shell, and one for each row of a person.
func (l *loader) audit(ctx context.Context) error {
	if !l.sum.Any() {
		return nil
	}
	if l.free() {
		return l.tx.AddAudit(ctx, audit.Record{At: l.now, Action: "roster.load", About: "roster", Reason: l.sum.String()})
	}
	for _, c := range l.changes {
		if c.Deed == Same {
			continue
		}
		columns := make([]string, len(c.Fields))
		for i, f := range c.Fields {
			columns[i] = f.Column
		}
		if err := l.tx.AddAudit(ctx, audit.Record{
			Community: c.place, At: l.now, Person: l.who.Person, Action: "roster." + string(c.Deed),
			About: abouts[c.Sheet] + ":" + strconv.FormatInt(c.id, 10), Reason: strings.Join(columns, "、"),
		}); err != nil {
			return err
		}
	}
	return nil
}

// abouts are the words of the audit log.
var abouts = map[string]string{SheetAreas: "area", SheetOrgs: "org", SheetPersons: "person", SheetPostings: "posting", SheetBranches: "party", SheetMembers: "party_member", SheetCodes: "area"}

// count counts a row of a known record.
func (l *loader) count(sheet string, same bool) Deed {
	if same {
		l.sum.Same[sheet]++
		return Same
	}
	l.sum.Changed[sheet]++
	return Changed
}

// newBoard returns the token of an area's board: 100 random bits, short enough for a QR scene.
func newBoard() string {
	b := make([]byte, 13)
	_, _ = rand.Read(b) // never fails: it ends the process instead
	return strings.ToLower(base32.StdEncoding.EncodeToString(b))[:20]
}
