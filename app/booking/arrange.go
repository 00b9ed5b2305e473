package booking

import "context"

// Arrange writes the service of a counter and its hours inside the caller's transaction: line by line in place of those there are, so
// that a day keeps its session. Arranged follows after the commit. Faults: ErrService, ErrEntry, ErrRoom.
func (d *Desk) Arrange(ctx context.Context, tx Tx, s *Service, lines []Entry) error {
	s.Rules.Counter = true
	if err := s.Check(); err != nil {
		return err
	}
	if err := tx.BumpTimetable(ctx); err != nil { // first, because its row lock serialises changes made at the same time
		return err
	}
	if s.ID == 0 {
		if err := tx.AddService(ctx, s); err != nil {
			return err
		}
	} else if err := tx.SaveService(ctx, *s); err != nil {
		return err
	}
	if err := d.needRoom(ctx, tx, *s, lines, nil); err != nil {
		return err
	}
	there, err := tx.EntriesOf(ctx, s.ID)
	if err != nil {
		return err
	}
	for _, e := range lines {
		e.Community, e.Service = s.Community, s.ID
		if err := e.Check(); err != nil {
			return err
		}
		at := firstOf(there, e.Only)
		if at < 0 {
			if err := tx.AddEntry(ctx, &e); err != nil {
				return err
			}
			continue
		}
		e.ID, e.From = there[at].ID, there[at].From
		there = append(there[:at:at], there[at+1:]...)
		if err := tx.SaveEntry(ctx, e); err != nil {
			return err
		}
	}
	for _, e := range there {
		e.EndedAt = d.now()
		if err := tx.SaveEntry(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

func firstOf(all []Entry, only Only) int {
	for i, e := range all {
		if e.Only == only {
			return i
		}
	}
	return -1
}

// Arranged makes the sessions of a counter follow what Arrange wrote.
func (d *Desk) Arranged(ctx context.Context, service int64) (Effect, error) {
	d.catalogue.Forget()
	return d.follow(ctx, service)
}

// needOwn returns ErrCounter for the service of a counter, whose hours are kept with the counter.
func (s Service) needOwn() error {
	if s.Rules.Counter {
		return ErrCounter
	}
	return nil
}
