package roster

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"linli/app/auth"
	"linli/app/fault"
)

// What can go wrong with a preview.
var (
	ErrFile  = fault.New(fault.Invalid, "roster.not_workbook", "这个文件不是能打开的工作簿，请用 EXCEL 或 WPS 另存为 XLSX 格式后再选")
	ErrLarge = fault.New(fault.Invalid, "roster.too_large", "工作簿太大或行数太多，请分成几个文件导入")
	ErrHomes = fault.New(fault.Invalid, "roster.homes", "“房屋、住户”两个工作表请由运维用 linli import 导入；在这里导入，请先删去这两个表或其中的行")
	// ErrStale: a plan no longer does what its preview showed.
	ErrStale = fault.New(fault.Conflict, "roster.stale", "预览之后花名册或文件有了变动，没有导入任何内容，请重新预览后再确认")
)

// Preview is what a plan does, before or after it was applied. With problems it cannot be applied.
type Preview struct {
	Changes  []Change
	Summary  Summary
	Problems []Problem
	Follows  []Follow
	Token    string // proves which changes were shown; "" when there is nothing to apply
}

// source makes a plan for the records as they are.
type source struct {
	read func(records) (Plan, []Problem, error)
	sent any             // what the client sent; a part of the token
	made func() []string // codes that the service chose, which may differ when the plan is applied
	tell bool            // a member who gets a duty is told: somebody at a desk gave it
}

// PreviewSheets says what a workbook would do. Rows that the actor may not write, and rows that are wrong, are problems.
func (s *Service) PreviewSheets(ctx context.Context, who auth.Actor, sheets map[string][][]string) (Preview, error) {
	return s.preview(ctx, who, fromSheets(sheets))
}

// ApplySheets applies a workbook if that does exactly what the preview with this token showed. Fault: ErrStale.
func (s *Service) ApplySheets(ctx context.Context, who auth.Actor, sheets map[string][][]string, token string) (Preview, error) {
	return s.apply(ctx, who, fromSheets(sheets), token)
}

func fromSheets(sheets map[string][][]string) source {
	return source{
		sent: sheets, made: func() []string { return nil },
		read: func(known records) (Plan, []Problem, error) {
			if examples := ExampleRows(sheets); len(examples) > 0 {
				for i := range examples {
					examples[i].Reason = "这是模板里的示例行，请删除"
				}
				return Plan{}, examples, nil
			}
			plan, problems := Parse(sheets)
			return plan, problems, nil
		},
	}
}

func (s *Service) preview(ctx context.Context, who auth.Actor, from source) (p Preview, err error) {
	if err := who.Need(auth.Managers...); err != nil {
		return p, err
	}
	err = s.store.InTx(ctx, func(tx Tx) error {
		dry := &rehearsal{Tx: tx}
		var l *loader
		if p, l, err = s.run(ctx, dry, who, from); err != nil || l == nil {
			return err
		}
		p.Follows, err = l.follows(ctx, dry.moves)
		return err
	})
	return p, err
}

func (s *Service) apply(ctx context.Context, who auth.Actor, from source, token string) (p Preview, err error) {
	if err := who.Need(auth.Managers...); err != nil {
		return p, err
	}
	err = s.store.InTx(ctx, func(tx Tx) error {
		if err := tx.LockRoster(ctx); err != nil {
			return err
		}
		if p, _, err = s.run(ctx, tx, who, from); err != nil {
			return err
		}
		if token == "" || p.Token != token {
			return ErrStale
		}
		return nil
	})
	if err != nil {
		return Preview{}, err
	}
	s.applied()
	return p, nil
}

// run loads the plan in the transaction. The loader is nil when the plan has problems.
func (s *Service) run(ctx context.Context, tx Tx, who auth.Actor, from source) (p Preview, _ *loader, err error) {
	known, err := readRecords(ctx, tx)
	if err != nil {
		return p, nil, err
	}
	plan, problems, err := from.read(known)
	if err != nil || len(problems) > 0 {
		return Preview{Problems: problems}, nil, err
	}
	l := newLoader(tx, who, known, s.now())
	l.party.tell = from.tell
	err = l.load(ctx, plan)
	p = Preview{Changes: l.changes, Summary: l.sum}
	var refused Problems
	if errors.As(err, &refused) {
		return p.refused(refused), nil, nil
	}
	if err != nil {
		return Preview{}, nil, fmt.Errorf("load roster: %w", err)
	}
	if l.sum.Any() {
		p.Token, err = l.token(from)
	}
	return p, l, err
}

// refused leaves out the changes of refused rows: their old cells may be of records that the actor does not see.
func (p Preview) refused(rows Problems) Preview {
	bad := map[Problem]bool{}
	for _, r := range rows {
		bad[Problem{Sheet: r.Sheet, Row: r.Row}] = true
	}
	p.Changes = slices.DeleteFunc(p.Changes, func(c Change) bool { return bad[Problem{Sheet: c.Sheet, Row: c.Row}] })
	p.Problems = rows
	return p
}

// token is a hash of what was sent, of who sent it and of every change: another change of the same records gives another one.
func (l *loader) token(from source) (string, error) {
	shown := make([]Change, 0, len(l.changes))
	for _, c := range l.changes {
		if c.Deed != Same {
			shown = append(shown, c)
		}
	}
	b, err := json.Marshal([]any{l.who.Person, from.sent, shown})
	if err != nil {
		return "", fmt.Errorf("token of a preview: %w", err)
	}
	text := string(b)
	for _, code := range from.made() {
		text = strings.NewReplacer(`"`+code+`"`, `"new"`, "（"+code+"）", "（new）").Replace(text)
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:]), nil
}
