package roster

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"strings"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/fault"
	"linli/app/job"
	"linli/app/person"
)

// What can go wrong with a plan that has no problem in itself.
var (
	ErrCounty = fault.New(fault.Conflict, "roster.county", "系统里已有另一个县，请沿用原来的县编码；如果那是误导入的示例、还没有真实数据，请停止服务、换一个空数据库（SQLite 删除 linli.db，MySQL 新建库）再导入")
	ErrKind   = fault.New(fault.Conflict, "roster.kind", "区划的类型定好后不能更改，请改用新的编码")
	ErrEmpty  = fault.New(fault.Invalid, "roster.empty", "工作簿里没有可以导入的内容")
)

// Store is what the roster needs from the database.
type Store interface {
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx lists what an import changes together.
type Tx interface {
	audit.Log
	job.Queue
	// ProvedBy returns the identities for which WeChat proved this number.
	ProvedBy(ctx context.Context, phone person.Phone) ([]int64, error)
	// LockRoster lets one import in at a time.
	LockRoster(ctx context.Context) error
	// GrowAreasVersion tells every cache that areas or orgs changed.
	GrowAreasVersion(ctx context.Context) error

	// RosterAreas returns every area, RosterOrgs every org.
	RosterAreas(ctx context.Context) ([]area.Area, error)
	RosterOrgs(ctx context.Context) ([]area.Org, error)
	// AddArea saves a new area and sets its ID; its path is written by SaveArea, for it holds that ID.
	AddArea(ctx context.Context, a *area.Area) error
	// SaveArea writes everything but code, kind and board.
	SaveArea(ctx context.Context, a area.Area) error
	// CarryArea lets what happens in a moved area follow it.
	CarryArea(ctx context.Context, m Move) error
	AddOrg(ctx context.Context, o *area.Org) error
	SaveOrg(ctx context.Context, o area.Org) error

	// ReleaseCode takes a code from whom it names, who stays without postings, substitutes and invitations.
	ReleaseCode(ctx context.Context, code string, at time.Time) error
	// RosterPersons returns the persons with a code, by code, following merges.
	RosterPersons(ctx context.Context) (map[string]person.Person, error)
	AddPerson(ctx context.Context, p *person.Person) error
	SavePerson(ctx context.Context, p person.Person) error
	// RosterPostings returns every posting.
	RosterPostings(ctx context.Context) ([]person.Posting, error)
	// AddPosting saves a new posting and sets its ID.
	AddPosting(ctx context.Context, p *person.Posting) error
	// SavePosting writes from, to and substitute.
	SavePosting(ctx context.Context, p person.Posting) error
}

// Summary counts rows by sheet.
type Summary struct {
	Added, Changed, Same map[string]int
	Notes                []Problem // what whoever imported should know though nothing is wrong
}

func newSummary() Summary {
	return Summary{Added: map[string]int{}, Changed: map[string]int{}, Same: map[string]int{}}
}

// Any says whether something was added or changed.
func (s Summary) Any() bool { return len(s.Added)+len(s.Changed) > 0 }

// String says it in words for the person who imported.
func (s Summary) String() string {
	var parts []string
	for _, sheet := range Sheets() {
		parts = append(parts, fmt.Sprintf("%s：新增 %d，更改 %d，未变 %d",
			sheet.Name, s.Added[sheet.Name], s.Changed[sheet.Name], s.Same[sheet.Name]))
	}
	return strings.Join(parts, "；")
}

// Service runs the use cases.
type Service struct {
	store Store
	now   func() time.Time
}

// NewService returns a service that reads the clock through now.
func NewService(s Store, now func() time.Time) *Service { return &Service{store: s, now: now} }

// Load applies a plan from Parse in one transaction: all of it or, on any error, nothing. Rows are found again by
// code, postings by person, role, area and org. What the plan does not mention stays as it is. It returns ErrEmpty,
// ErrCounty, ErrKind or Problems when plan and records contradict one another.
func (s *Service) Load(ctx context.Context, plan Plan) (Summary, error) {
	if len(plan.Areas) == 0 {
		return Summary{}, ErrEmpty
	}
	var sum Summary
	err := s.store.InTx(ctx, func(tx Tx) error {
		l := &loader{tx: tx, now: s.now(), sum: newSummary(), areas: map[string]*node{}, orgs: map[string]int64{}, persons: map[string]int64{}}
		if err := l.load(ctx, plan); err != nil {
			return err
		}
		sum = l.sum
		return nil
	})
	if err != nil {
		return Summary{}, fmt.Errorf("load roster: %w", err)
	}
	return sum, nil
}

// Problems is what is wrong with a workbook only because of what the records say.
type Problems []Problem

func (p Problems) Error() string { return fmt.Sprintf("%d rows contradict the records", len(p)) }

// loader is one run of Load; it knows the ids behind the codes.
type loader struct {
	tx      Tx
	now     time.Time
	sum     Summary
	areas   map[string]*node
	orgs    map[string]int64
	persons map[string]int64
}

func (l *loader) load(ctx context.Context, plan Plan) error {
	if err := l.tx.LockRoster(ctx); err != nil {
		return err
	}
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
	if territory {
		if err := l.tx.GrowAreasVersion(ctx); err != nil {
			return err
		}
	}
	if !l.sum.Any() {
		return nil
	}
	return l.tx.AddAudit(ctx, audit.Record{At: l.now, Action: "roster.load", About: "roster", Reason: l.sum.String()})
}

// count notes what became of a row and says whether it must be saved.
func (l *loader) count(sheet string, same bool) (save bool) {
	if same {
		l.sum.Same[sheet]++
		return false
	}
	l.sum.Changed[sheet]++
	return true
}

// newBoard returns the token of an area's board: 100 random bits that fit into a QR scene.
func newBoard() string {
	b := make([]byte, 13)
	_, _ = rand.Read(b) // never fails: it ends the process instead
	return strings.ToLower(base32.StdEncoding.EncodeToString(b))[:20]
}
