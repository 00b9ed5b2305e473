package care

import (
	"context"
	"time"

	"linli/app/household"
	"linli/app/person"
	"linli/app/steward"
	"linli/app/when"
	"linli/app/work"
)

// Store is what care needs from the database.
type Store interface {
	// Cared returns one, or ErrMissing.
	Cared(ctx context.Context, id int64) (Cared, error)
	// CaredOf returns those in the plan that match, by id; at most so many after an id.
	CaredOf(ctx context.Context, f Filter) ([]Cared, error)
	// CaredByKey returns those with one of the keys that are in the plan.
	CaredByKey(ctx context.Context, keys []string) ([]Cared, error)
	// HelpedBy returns the ids of those whom a person visits.
	HelpedBy(ctx context.Context, who int64) ([]int64, error)
	// HelpersOf returns who visits them, by id of the cared-for.
	HelpersOf(ctx context.Context, ids []int64) (map[int64][]int64, error)
	// Visits returns the newest visits, newest first, with who made them.
	Visits(ctx context.Context, cared int64, most int) ([]Visit, []Visitor, error)
	// VisitsOn returns the ids of the cared-for who were seen in a period.
	VisitsOn(ctx context.Context, cared []int64, first, last when.Date) (map[int64]bool, error)
	Changes(ctx context.Context, cared int64) ([]Change, error)
	// NeedsOf returns the needs of one, NeedsIn one page of those of communities, newest first.
	NeedsOf(ctx context.Context, cared int64) ([]Need, error)
	NeedsIn(ctx context.Context, communities []int64, state NeedState, kind string, before int64, most int) ([]Need, error)
	// CountNeeds counts the cared-for with an open need, by kind.
	CountNeeds(ctx context.Context, communities []int64) (map[string]int, error)
	// Chases returns the open chases of communities, and those of some cared-for.
	Chases(ctx context.Context, communities []int64) ([]Chase, error)
	ChasesOf(ctx context.Context, cared []int64) ([]Chase, error)
	// ChasesDue returns the open chases whose next step is due.
	ChasesDue(ctx context.Context, now time.Time, most int) ([]Chase, error)
	// Surges returns those that have not ended before a day.
	Surges(ctx context.Context, since when.Date) ([]Surge, error)
	// Rules returns the county's own rules, if it has some; their version grows with every change.
	Rules(ctx context.Context) (Rules, bool, error)
	RulesVersion(ctx context.Context) (int64, error)
	// Proposals returns the open ones of communities.
	Proposals(ctx context.Context, communities []int64, most int) ([]Proposal, error)
	Proposal(ctx context.Context, id int64) (Proposal, error)

	// Candidates returns the persons of a community whom a rule may name, with what the rules ask.
	Candidates(ctx context.Context, community int64, bornUntil int) ([]Candidate, error)
	// CandidateOf returns one person.
	CandidateOf(ctx context.Context, who int64) (Candidate, error)
	// HalvedBuildings returns the buildings of a community that have one of the features.
	HalvedBuildings(ctx context.Context, community int64, features []Feature) (map[int64]bool, error)
	// Signs returns what happened since a time and may be a reason for a visit: a person of the plan did not come to a booking or to eat, or
	// called the stewards.
	Signs(ctx context.Context, community int64, since time.Time) ([]Proposal, error)
	// Met counts by place those with one of the levels, or with a change, who were seen from one day to another.
	Met(ctx context.Context, communities []int64, cohort string, levels []Level, begin, end when.Date) ([]Met, error)
	// CountDue counts those of a grid whose window is open.
	CountDue(ctx context.Context, grid int64, today when.Date) (int, error)
	// Overdue returns those whose visit is late and whose lead has not been told.
	Overdue(ctx context.Context, now time.Time, after int64, most int) ([]Cared, error)
	// Agreed returns the keys of the persons who agreed that their family is told, and of their households.
	Agreed(ctx context.Context) ([]string, error)
	// CaredAsCarer returns the cared-for persons of a carer who agreed that their family is told, and the households in which they live.
	CaredAsCarer(ctx context.Context, carer int64) ([]Kin, error)
	// HasCarer says whether a person is in the plan and somebody is a carer of theirs.
	HasCarer(ctx context.Context, who int64) (bool, error)

	Household(ctx context.Context, id int64) (household.Household, error)
	DwellingsByID(ctx context.Context, ids []int64) (map[int64]household.Dwelling, error)
	HouseholdsByID(ctx context.Context, ids []int64) (map[int64]household.Household, error)
	ResidencesOf(ctx context.Context, who int64) ([]household.Residence, error)
	Members(ctx context.Context, id int64) ([]household.Residence, error)
	Persons(ctx context.Context, ids []int64) (map[int64]person.Person, error)
	InTx(ctx context.Context, do func(Tx) error) error
}

// Filter selects cared-for. Zero values select all.
type Filter struct {
	Communities []int64
	Grids       []int64
	Buildings   []int64
	IDs         []int64
	Cohort      string
	DueUntil    when.Date // its window opens on that day or before
	Ended       bool      // also those who have left the plan
	After       int64
	Most        int
}

// Candidate is a person with what the rules ask, and where they live.
type Candidate struct {
	Person    int64
	Community int64
	Home      int64 // building or unit; 0 unknown
	Household int64 // 0: none is known
	Area      int64 // of the dwelling
	Facts
}

// Kin is a cared-for as their carer knows them.
type Kin struct {
	Person int64
	Keys   []string
}

// Tx is what changes together with a visit.
type Tx interface {
	steward.Tx
	work.Log
	// LastAudit is that of audit.ReadingLog.
	LastAudit(ctx context.Context, who int64, action, about string) (time.Time, error)
	// LockCared returns one for update or ErrMissing.
	LockCared(ctx context.Context, id int64) (Cared, error)
	// LockKey returns the one with a key that is in the plan, for update, or ErrMissing.
	LockKey(ctx context.Context, key string) (Cared, error)
	// AddCared saves a new one and sets its ID, or takes back one who had left the plan, with their visits. If the key is in the plan,
	// c is that one.
	AddCared(ctx context.Context, c *Cared) error
	SaveCared(ctx context.Context, c Cared) error
	SaveDates(ctx context.Context, id int64, d Dates) error
	// AddAllCared saves new ones; those whose key is in the plan stay as they are.
	AddAllCared(ctx context.Context, all []Cared) error
	// SeenOn returns the visit of a day at which somebody was seen, or ErrMissing.
	SeenOn(ctx context.Context, cared int64, day when.Date) (Visit, error)
	// AddCareVisit saves a visit and sets its ID. false: somebody was met on that day already.
	AddCareVisit(ctx context.Context, v *Visit) (added bool, err error)
	// SaveOutcome changes the outcome of a visit.
	SaveOutcome(ctx context.Context, visit int64, o Outcome) error
	// AddVisitor saves a visitor, or replaces their words.
	AddVisitor(ctx context.Context, v Visitor) error
	// JoinVisit saves a visitor whom a colleague named. One who stands already keeps their words.
	JoinVisit(ctx context.Context, v Visitor) error
	AddChange(ctx context.Context, c *Change) error
	LockChange(ctx context.Context, id int64) (Change, error)
	SaveChange(ctx context.Context, c Change) error
	// ChangesOf is Store.Changes inside the transaction.
	ChangesOf(ctx context.Context, cared int64) ([]Change, error)
	// AddNeed saves a need. It changes nothing if the cared-for has an open one of the kind.
	AddNeed(ctx context.Context, n *Need) error
	LockNeed(ctx context.Context, id int64) (Need, error)
	SaveNeed(ctx context.Context, n Need) error
	// SetHelpers replaces who visits.
	SetHelpers(ctx context.Context, cared int64, all []int64, by int64, at time.Time) error
	IsHelper(ctx context.Context, cared, who int64) (bool, error)
	// AddChase saves a chase; false: there is an open one.
	AddChase(ctx context.Context, c *Chase) (bool, error)
	LockChase(ctx context.Context, id int64) (Chase, error)
	SaveChase(ctx context.Context, c Chase) error
	AddSurge(ctx context.Context, s *Surge) error
	LockSurge(ctx context.Context, id int64) (Surge, error)
	SaveSurge(ctx context.Context, s Surge) error
	// LockRules serialises changes of the rules.
	LockRules(ctx context.Context) (Rules, bool, error)
	SaveRules(ctx context.Context, r Rules) error
	AddProposal(ctx context.Context, p Proposal) error
	LockProposal(ctx context.Context, id int64) (Proposal, error)
	SaveProposal(ctx context.Context, p Proposal) error
	// Told notes that the lead of these was told.
	Told(ctx context.Context, ids []int64, at time.Time) error

	// CarersOf returns the carers of a person, or of those who live in a household, as far as these agreed that their family is told.
	CarersOf(ctx context.Context, id, who int64) ([]int64, error)
}
