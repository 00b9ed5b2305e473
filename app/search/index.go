package search

import (
	"context"
	"time"
)

// Index is the records of the index.
type Index interface {
	// Indexed returns the id up to which every report is in the index.
	Indexed(ctx context.Context) (int64, error)
	// SetIndexed moves it forward.
	SetIndexed(ctx context.Context, report int64) error
	// Unindexed returns the texts of the next reports after an id.
	Unindexed(ctx context.Context, after int64, most int) ([]Text, error)
	// Again returns texts of reports that came to another place since they were indexed.
	Again(ctx context.Context, most int) ([]Text, error)
	// Done forgets them.
	Done(ctx context.Context, reports []int64) error
	// AddRows adds the bits of rows to the index.
	AddRows(ctx context.Context, rows []Row) error
}

const (
	portion = 5000
	// late is how long after a report with a higher id one may still be committed. Reports so new are indexed once more.
	late = time.Minute
)

// Index puts new reports, and those that came to another place, into the index. A stopped run is continued by the next; after an
// upgrade the first ones index what was there before.
func (s *Service) Index(ctx context.Context) error {
	done, err := s.store.Indexed(ctx)
	if err != nil {
		return err
	}
	for after := done; ; {
		before := done
		texts, err := s.store.Unindexed(ctx, after, portion)
		if err != nil {
			return err
		}
		if err := s.store.AddRows(ctx, rowsOf(texts)); err != nil {
			return err
		}
		for _, t := range texts {
			if after = t.Report; s.now().Sub(t.Submitted) > late {
				done = t.Report
			}
		}
		if done > before {
			if err := s.store.SetIndexed(ctx, done); err != nil {
				return err
			}
		}
		if len(texts) < portion {
			break
		}
	}
	return s.again(ctx)
}

func (s *Service) again(ctx context.Context) error {
	for {
		texts, err := s.store.Again(ctx, portion)
		if err != nil || len(texts) == 0 {
			return err
		}
		if err := s.store.AddRows(ctx, rowsOf(texts)); err != nil {
			return err
		}
		ids := make([]int64, len(texts))
		for i, t := range texts {
			ids[i] = t.Report
		}
		if err := s.store.Done(ctx, ids); err != nil {
			return err
		}
	}
}
