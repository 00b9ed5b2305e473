package roster

import (
	"context"
	"time"

	"linli/app/area"
	"linli/app/audit"
	"linli/app/consent"
	"linli/app/job"
	"linli/app/notify"
	"linli/app/party"
	"linli/app/person"
)

// rehearsal is a transaction that reads and writes nothing. New records get negative ids.
type rehearsal struct {
	Tx
	last  int64
	moves []Move
}

func (r *rehearsal) id() int64 {
	r.last--
	return r.last
}

func (r *rehearsal) LockRoster(context.Context) error                          { return nil }
func (r *rehearsal) GrowAreasVersion(context.Context) error                    { return nil }
func (r *rehearsal) AddAudit(context.Context, audit.Record) error              { return nil }
func (r *rehearsal) AddJob(context.Context, job.Kind, int64, time.Time) error  { return nil }
func (r *rehearsal) SaveArea(context.Context, area.Area) error                 { return nil }
func (r *rehearsal) SaveOrg(context.Context, area.Org) error                   { return nil }
func (r *rehearsal) SavePerson(context.Context, person.Person) error           { return nil }
func (r *rehearsal) SavePosting(context.Context, person.Posting) error         { return nil }
func (r *rehearsal) HandBack(context.Context, person.Posting, time.Time) error { return nil }
func (r *rehearsal) ReleaseCode(context.Context, string, time.Time) error      { return nil }
func (r *rehearsal) AddNotice(context.Context, *notify.Notice) error           { return nil }
func (r *rehearsal) SaveBranch(context.Context, party.Branch) error            { return nil }
func (r *rehearsal) AddMember(context.Context, party.Member) error             { return nil }
func (r *rehearsal) SaveMember(context.Context, party.Member) error            { return nil }
func (r *rehearsal) DeleteMember(context.Context, int64) error                 { return nil }
func (r *rehearsal) SaveGridCodes(context.Context, int64, area.Codes) error    { return nil }

func (r *rehearsal) AddBranch(_ context.Context, b *party.Branch) error {
	b.ID = r.id()
	return nil
}

func (r *rehearsal) AddConsent(context.Context, consent.Consent) error { return nil }

func (r *rehearsal) WithdrawConsent(context.Context, int64, consent.Kind, consent.How, int64, time.Time) error {
	return nil
}

func (r *rehearsal) CarryArea(_ context.Context, m Move) error {
	r.moves = append(r.moves, m)
	return nil
}

func (r *rehearsal) AddArea(_ context.Context, a *area.Area) error {
	a.ID = r.id()
	return nil
}

func (r *rehearsal) AddOrg(_ context.Context, o *area.Org) error {
	o.ID = r.id()
	return nil
}

func (r *rehearsal) AddPerson(_ context.Context, p *person.Person) error {
	p.ID = r.id()
	return nil
}

func (r *rehearsal) AddPosting(_ context.Context, p *person.Posting) error {
	p.ID = r.id()
	return nil
}
