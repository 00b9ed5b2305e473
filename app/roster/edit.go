package roster

import (
	"context"
	"time"

	"linli/app/area"
	"linli/app/auth"
	"linli/app/person"
)

// Edit is a small plan made at a desk: it names records by id, and what it leaves out stays as it is. It is checked,
// previewed and applied as a workbook with its rows.
type Edit struct {
	Areas    []AreaEdit
	Orgs     []OrgEdit
	Persons  []PersonEdit
	Postings []PostingEdit
	Branches []BranchEdit
	Members  []MemberEdit
}

// AreaEdit adds an area when it has no id.
type AreaEdit struct {
	ID, Parent int64
	Kind       area.Kind
	Name       *string
	Aliases    *[]string
	Households *int
	Lat, Lng   *float64
	Boundary   *string
	Mark       string // of the area when the drawing began; "" if none was
}

// OrgEdit adds an org when it has no id.
type OrgEdit struct {
	ID, Area   int64
	Name, Kind *string
	Parent     *int64 // 0: none
}

// PersonEdit adds a person to the roster when it has no id.
type PersonEdit struct {
	ID, Area    int64
	Name, Phone *string
	Shown       *bool
}

// PostingEdit changes the posting with the id. Without one it appoints a person, or when that is 0 the first person of the
// edit; a posting that the person had there before is continued.
type PostingEdit struct {
	ID, Person, Area, Org, Substitute int64
	Role                              auth.Role
	From, To                          *string // days, "" for open-ended
	Now                               bool    // it ends at once
	Class                             *person.Class
	Employed                          *person.Employment
	Specialties                       *[]string
	Duties                            *string
}

// PreviewEdit says what an edit would do. Faults: those of records that the actor does not see.
func (s *Service) PreviewEdit(ctx context.Context, who auth.Actor, e Edit) (Preview, error) {
	return s.preview(ctx, who, fromEdit(who, e, s.now()))
}

// ApplyEdit applies an edit if that does exactly what the preview with this token showed. Fault: ErrStale.
func (s *Service) ApplyEdit(ctx context.Context, who auth.Actor, e Edit, token string) (Preview, error) {
	return s.apply(ctx, who, fromEdit(who, e, s.now()), token)
}

func fromEdit(who auth.Actor, e Edit, now time.Time) source {
	var w *writer
	return source{
		tell: true, sent: e, made: func() []string { return w.made },
		read: func(known records) (Plan, []Problem, error) {
			w = newWriter(who, known)
			e := w.withPatches(e, now)
			sheets, err := w.sheets(e)
			if err != nil {
				return Plan{}, nil, err
			}
			plan, problems := newPartParser(known).parse(sheets)
			if len(problems) > 0 {
				return plan, problems, nil
			}
			for i, p := range e.Postings {
				if p.Now {
					plan.Postings[i].end(now)
				}
			}
			for i, m := range e.Members {
				plan.Members[i].New, plan.Members[i].End = m.New, m.End
			}
			return plan, nil, nil
		},
	}
}

// end ends a posting at once; one that has not begun never holds.
func (p *Posting) end(now time.Time) {
	p.To, p.Now = now, true
	if p.From.After(now) {
		p.From = now
	}
}

// newPartParser returns a parser for rows that may refer to the records.
func newPartParser(known records) *parser {
	p, c := newParser(), known.codes()
	p.part = true
	for _, a := range known.areas {
		p.areas[plainCode(a.Code)] = &Area{Code: plainCode(a.Code), Parent: c.areas[a.Parent], Kind: a.Kind, Name: a.Name}
	}
	for _, o := range known.orgs {
		p.orgs[plainCode(o.Code)] = &Org{Code: plainCode(o.Code), Area: c.areas[o.Area]}
	}
	for code := range known.persons {
		p.persons[code] = true
	}
	return p
}
