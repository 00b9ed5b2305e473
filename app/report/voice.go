package report

import (
	"context"
	"slices"

	"linli/app/auth"
	"linli/app/fault"
	"linli/app/media"
)

// Transcribe writes down what is said in a voice message of the report (听写), or corrects it. The words count as the text of a
// report that has no other, and danger in them makes it urgent. Faults: ErrWords, ErrNotYours, media.ErrMissing for what is no
// voice message of the report.
func (s *Service) Transcribe(ctx context.Context, who auth.Actor, id int64, h Handling) (Report, error) {
	return s.act(ctx, who, id, h, func(d deed) (Event, error) {
		if err := fault.First(d.worker, d.speaks); err != nil {
			return Event{}, err
		}
		all, err := d.tx.FilesOf(d.ctx, id)
		if err != nil {
			return Event{}, err
		}
		if len(d.Files) != 1 || !slices.Contains(all, d.Files[0]) {
			return Event{}, media.ErrMissing
		}
		before, err := d.tx.Transcribe(d.ctx, d.Files[0], media.Said{Words: d.Words, By: who.Person, At: d.now})
		if err != nil || before == d.Words {
			return Event{}, err
		}
		if d.report.Unheard, err = d.tx.CountUnheard(d.ctx, all); err != nil {
			return Event{}, err
		}
		d.report.read(d.rules.In(d.report.Community), before, d.Words)
		return public(DidTranscribe, d.Words), nil
	})
}

// read takes the words of a voice message as the text of a report that was only spoken. before is what was written down first.
func (r *Report) read(known Catalogue, before, words string) {
	if r.Text != "" && r.Text != before {
		return
	}
	r.Text = words
	if r.Category == Other && r.State == Submitted {
		known.sort(r, known.Guess(words))
	}
}
