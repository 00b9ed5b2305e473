package notify

import (
	"context"
	"fmt"

	"linli/app/auth"
	"linli/app/home"
)

// Waiting returns the number of unread notices, with the newest of them.
func (s *Service) Waiting(ctx context.Context, who auth.Actor) ([]home.Item, error) {
	found, unread, err := s.Inbox(ctx, who, 0)
	if err != nil || unread == 0 {
		return nil, err
	}
	item := home.Item{Kind: home.Notice, Title: "未读消息", Say: fmt.Sprintf("您有%d条未读消息。", unread), Count: unread}
	for _, n := range found.Items {
		if n.ReadAt.IsZero() {
			item.ID, item.At, item.Say = n.ID, n.CreatedAt, n.Text()
			break
		}
	}
	return []home.Item{item}, nil
}

// Today returns the residents whom no message reached and whom the actor can tell at the door: of a steward's buildings, or of the
// grid of an officer.
func (s *Service) Today(ctx context.Context, who auth.Actor) ([]home.Row, error) {
	if len(who.Paths(auth.Stewards...)) > 0 {
		doors, err := s.Doors(ctx, who, 0)
		return s.doorRows(ctx, doors.Items, "told", err)
	}
	if len(who.Paths(auth.GridStaff...)) == 0 {
		return nil, nil
	}
	rows, _, err := s.rows(ctx, who)
	if err != nil {
		return nil, err
	}
	rows.Colleagues = nil
	if rows.Empty() {
		return nil, nil
	}
	doors, err := s.unreached(ctx, rows, 0)
	return s.doorRows(ctx, doors.Items, "told_by_staff", err)
}

func (s *Service) doorRows(ctx context.Context, doors []Unreached, do string, err error) ([]home.Row, error) {
	if err != nil || len(doors) == 0 {
		return nil, err
	}
	ids := make([]int64, len(doors))
	for i, d := range doors {
		ids[i] = d.Person
	}
	people, err := s.store.Persons(ctx, ids)
	if err != nil {
		return nil, err
	}
	rows := make([]home.Row, len(doors))
	for i, d := range doors {
		p := people[d.Person]
		rows[i] = home.Row{
			Item:   home.Item{Kind: home.Door, Title: "上门告知" + p.Name, Say: fmt.Sprintf("%d条消息没有送到。", d.Count), ID: d.Newest, Count: d.Count},
			Person: d.Person, Area: p.Home, Taps: []home.Tap{{Do: do, Name: "已告知"}},
		}
	}
	return rows, nil
}
