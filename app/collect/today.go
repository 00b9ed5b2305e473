package collect

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/app/auth"
	"linli/app/home"
	"linli/app/when"
)

// mostToday is how many households are on somebody's list of the day: as many as the list has rows.
const mostToday = 301

// Today returns the households that a steward, lead or grid officer has to ask. Where nobody was in today, they ask again tomorrow.
func (s *Service) Today(ctx context.Context, who auth.Actor) ([]home.Row, error) {
	paths := who.Paths(slices.Concat(auth.Stewards, auth.GridStaff)...)
	if len(paths) == 0 {
		return nil, nil
	}
	found, err := s.store.ToCollect(ctx, paths, when.DateOf(s.now()).Time(), mostToday)
	if err != nil {
		return nil, err
	}
	all, err := s.asking(ctx, found)
	if err != nil {
		return nil, err
	}
	rows := make([]home.Row, len(all))
	for i, a := range all {
		rows[i] = a.row()
	}
	return rows, nil
}

func (a Asking) row() home.Row {
	r := home.Row{
		Item: home.Item{Kind: home.Collect, Title: a.Title, Say: a.say(), ID: a.Door.ID, At: a.AgreedAt},
		Area: a.Home.Area, Room: a.Home.Room, Due: a.Until.Next().Time().Add(-time.Second),
	}
	switch {
	case a.Doors:
		r.Taps = append(r.Taps, home.Tap{Do: "confirm", Name: "登记过了"})
	case a.OneTap(a.Known):
		r.Taps = append(r.Taps, home.Tap{Do: "confirm", Name: "没有变化"}, home.Tap{Do: "change", Name: "有变化", Asks: home.Form, Form: a.Form()})
	default:
		r.Taps = append(r.Taps, home.Tap{Do: "change", Name: "填一填", Asks: home.Form, Form: a.Form()})
	}
	r.Taps = append(r.Taps, home.Tap{Do: "absent", Name: "没人在家"}, home.Tap{Do: "refuse", Name: "不愿意"})
	return r
}

// say tells what is known: "3 人，自住".
func (a Asking) say() string {
	var said []string
	for i, q := range a.Questions {
		v := a.Known[i+1]
		switch {
		case v == "":
			continue
		case q.Known == Size:
			v += " 人"
		case q.Known == Contact:
			v = a.sayContact()
		}
		said = append(said, v)
	}
	return strings.Join(said, "，")
}

// Form returns the questions with what is known.
func (a Asking) Form() []home.Field {
	fields := make([]home.Field, len(a.Questions))
	for i, q := range a.Questions {
		fields[i] = home.Field{Key: strconv.Itoa(i + 1), Text: q.Text, Kind: string(q.Kind), Choices: q.Choices, Value: a.Known[i+1]}
	}
	return fields
}

// Waiting returns what the actor's households are asked and have not answered.
func (s *Service) Waiting(ctx context.Context, who auth.Actor) ([]home.Item, error) {
	own, err := s.store.OwnDoors(ctx, who.Person)
	if err != nil {
		return nil, err
	}
	own = slices.DeleteFunc(own, func(d Door) bool { return d.State != Todo && d.State != Absent })
	if len(own) == 0 {
		return nil, nil
	}
	return []home.Item{{Kind: home.Collect, Title: "请核对登记", Say: "在手机上答了，就不用上门问了。", Count: len(own)}}, nil
}
