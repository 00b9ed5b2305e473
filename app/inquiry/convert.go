package inquiry

import (
	"context"
	"fmt"
	"strings"

	"linli/app/auth"
	"linli/app/media"
	"linli/app/notify"
	"linli/app/report"
	"linli/app/work"
)

// sayConverted is what the resident reads; the number leads to the report, and the inquiry keeps the words of both sides.
const sayConverted = "您说的事已转为事件办理，编号 %s，进展会告诉您。"

// Convert makes a report of an inquiry whose matter has to be dealt with (转为事件): the resident is its author, what they said is its
// text, their photos stand in both, and d says where it is. The resident is told the number, and the inquiry ends. Faults: ErrMissing, ErrReport, those of
// report.Enter.
func (s *Service) Convert(ctx context.Context, who auth.Actor, id int64, d report.Draft) (Inquiry, error) {
	said, err := s.store.Messages(ctx, id)
	if err != nil {
		return Inquiry{}, err
	}
	return s.change(ctx, who, id, func(now deed, i *Inquiry) error {
		if done, err := now.repeated(ctx, id); err != nil || done {
			return err
		}
		if i.Report != 0 || i.State == Closed {
			return ErrReport
		}
		d.Text = report.Cut(asked(said, i.Title), report.MaxText)
		r, err := s.reports.Within(now.tx).Enter(ctx, who, d, report.Behalf{Person: i.Person, Files: sent(said)})
		if err != nil {
			return err
		}
		i.Report, i.Number, i.Community = r.ID, r.Number, r.Community // where its files are now
		words := fmt.Sprintf(sayConverted, r.Say())
		if err := i.answered(who.Person, now.now); err != nil {
			return err
		}
		notice, err := notify.Post(ctx, now.tx, noticeAnswered.To(i.Person, i.Community, i.about(), now.facts(*i, words)), now.now)
		if err != nil {
			return err
		}
		if err := now.tx.AddMessage(ctx, Message{
			Inquiry: i.ID, Person: who.Person, Staff: true, Text: words, At: now.now, Notice: notice, Request: who.Request,
		}); err != nil {
			return err
		}
		i.close(who.Person, now.now)
		if err := now.record(ctx, *i, "inquiry.convert"); err != nil {
			return err
		}
		return work.Write(ctx, now.tx, now.tree, who, work.Line{
			Community: i.Community, At: now.now, About: i.about(), Deed: work.Answered, Area: i.Community, Served: i.Person,
		})
	})
}

// sent returns the first photos and recordings of the resident, as many as a report takes.
func sent(said []Message) (files []int64) {
	for _, m := range said {
		if !m.Staff {
			files = append(files, m.Files...)
		}
	}
	return files[:min(len(files), media.MostPerReport)]
}

// asked returns what the resident said, or the title of photos and recordings.
func asked(said []Message, title string) string {
	var words []string
	for _, m := range said {
		if !m.Staff && m.Text != "" {
			words = append(words, m.Text)
		}
	}
	if len(words) == 0 {
		return title
	}
	return strings.Join(words, "\n")
}
