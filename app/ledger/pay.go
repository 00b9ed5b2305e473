package ledger

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"linli/app/area"
	"linli/app/attend"
	"linli/app/auth"
	"linli/app/pages"
	"linli/app/policy"
	"linli/app/when"
	"linli/app/work"
)

// Months returns the months of a community for its street, see attend.Service.
type Months interface {
	Sheet(ctx context.Context, who auth.Actor, community int64, m attend.Month) ([]attend.Report, error)
}

// Paid is one month of one person with the names that belong to it. The county pays outside of the system.
type Paid struct {
	attend.Report
	Community, Name, Post string
}

// PayColumns lists the columns of the sheet that pay is based on (薪酬依据): days and kinds of work, no score and no sum of money.
var PayColumns = []Column[Paid]{
	{"社区", 16, func(p Paid) any { return p.Community }},
	{"姓名", 12, func(p Paid) any { return p.Name }},
	{"岗位", 30, func(p Paid) any { return p.Post }},
	{"月份", 12, func(p Paid) any { return p.Month.Say() }},
	{"到岗（天）", 10, func(p Paid) any { return p.Count(attend.Here) }},
	{"外勤（天）", 10, func(p Paid) any { return p.Count(attend.Outside) }},
	{"请假（天）", 10, func(p Paid) any { return p.Count(attend.Away) }},
	{"公休（天）", 10, func(p Paid) any { return p.Count(attend.Rest) }},
	{"有说明（天）", 12, func(p Paid) any { return p.Count(attend.Explained) }},
	{"未说明（天）", 12, func(p Paid) any { return p.Count(attend.Unexplained) }},
	{"工作记录", 40, Paid.kinds},
	{"本人确认", 14, Paid.confirmed},
	{"未答复的异议", 14, func(p Paid) any { return p.Open() }},
	{"本人的话", 40, func(p Paid) any { return p.Confirmation.Words }},
}

func (p Paid) kinds() any {
	said := make([]string, len(p.Kinds))
	for i, k := range p.Kinds {
		said[i] = fmt.Sprintf("%s %d", k.Name, k.Lines)
	}
	return strings.Join(said, "，")
}

func (p Paid) confirmed() any {
	if p.Confirmation.At.IsZero() {
		return "未确认"
	}
	return when.DateOf(p.Confirmation.At).String()
}

// Cells returns the row; its texts cannot act as formulas.
func (p Paid) Cells() []any { return cells(PayColumns, p) }

// pay returns the functions for the months of the people of a part. A community of a street that has the summary off has no rows.
func (s *Service) pay(who auth.Actor, at area.Area) written {
	months := func(ctx context.Context, p Part) (all []attend.Report, err error) {
		if p.Area.Kind != area.Community {
			return nil, nil
		}
		for d := when.DateOf(p.From); d.Time().Before(p.To); {
			m := attend.MonthOf(d)
			found, err := s.months.Sheet(ctx, who, p.Community, m)
			if errors.Is(err, policy.ErrOff) && at.ID != p.Community {
				return nil, nil
			}
			if err != nil {
				return nil, err
			}
			all = append(all, found...)
			_, last := m.Days()
			d = last.Next()
		}
		return all, nil
	}
	return written{
		count: func(ctx context.Context, p Part) (int, error) {
			all, err := months(ctx, p)
			return len(all), err
		},
		write: func(ctx context.Context, t *area.Tree, p Part, _ bool, book Book) (int, error) {
			all, err := months(ctx, p)
			if err != nil {
				return 0, err
			}
			for some := range slices.Chunk(all, pages.Size) {
				if err := s.writePaid(ctx, t, some, book); err != nil {
					return 0, err
				}
			}
			return len(all), nil
		},
	}
}

func (s *Service) writePaid(ctx context.Context, t *area.Tree, some []attend.Report, book Book) error {
	people := make([]int64, len(some))
	for i, r := range some {
		people[i] = r.Person
	}
	slices.Sort(people)
	names, err := s.names.Persons(ctx, slices.Compact(people))
	if err != nil {
		return err
	}
	for _, r := range some {
		posts := make([]string, len(r.Posts))
		for i, p := range r.Posts {
			posts[i] = work.Post{Role: p.Role, Area: p.Area}.Say(t)
		}
		row := Paid{r, nameOf(t, r.Community), names[r.Person].Name, strings.Join(slices.Compact(posts), "、")}
		if err := book.Row(row.Cells()); err != nil {
			return fmt.Errorf("write ledger: %w", err)
		}
	}
	return nil
}
