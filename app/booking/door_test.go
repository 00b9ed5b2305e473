package booking

import (
	"errors"
	"testing"
	"time"

	"linli/app/place"
)

func TestArrivingAtTheDoor(t *testing.T) {
	t.Parallel()
	const here = 7
	there := Service{Name: "理发", Place: "一楼便民厅", PlaceID: 8}
	end := nine.Add(2 * time.Hour)
	for name, c := range map[string]struct {
		service Service
		state   State
		now     time.Time
		want    error
	}{
		"on time":                  {Service{PlaceID: here}, Confirmed, nine, nil},
		"an hour before":           {Service{PlaceID: here}, Confirmed, nine.Add(-DoorBefore), nil},
		"earlier":                  {Service{PlaceID: here}, Confirmed, nine.Add(-DoorBefore - time.Minute), ErrTooSoon},
		"late, the session lasts":  {Service{PlaceID: here}, Confirmed, nine.Add(100 * time.Minute), nil},
		"late, the place was free": {Service{PlaceID: here}, Released, nine.Add(100 * time.Minute), nil},
		"after the session":        {Service{PlaceID: here}, Confirmed, end, ErrOver},
		"another day":              {Service{PlaceID: here}, Confirmed, nine.AddDate(0, 0, 1), ErrNotToday},
		"twice":                    {Service{PlaceID: here}, Arrived, end.Add(time.Hour), nil},
		"called already":           {Service{PlaceID: here}, Called, nine, nil},
		"in the waitlist":          {Service{PlaceID: here}, Waiting, nine, ErrState},
		"an offer":                 {Service{PlaceID: here}, Offered, nine, ErrState},
		"cancelled":                {Service{PlaceID: here}, Cancelled, nine, ErrState},
		"another place":            {there, Confirmed, nine, ErrElsewhere},
		"no place at all":          {Service{}, Confirmed, nine, ErrElsewhere},
	} {
		b := Booking{State: c.state, BeginAt: nine, EndAt: nine.Add(15 * time.Minute)}
		if err := b.AtDoor(c.service, here, end, c.now); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := (Booking{State: Confirmed, BeginAt: nine}).AtDoor(there, here, end, nine); err.Error() == "" || !errors.Is(err, ErrElsewhere) {
		t.Error(err)
	}
}

func TestWhereAServiceTakesPlace(t *testing.T) {
	t.Parallel()
	all := []place.Place{{ID: 3, Community: 1, Area: 1, Name: "活动室"}, {ID: 4, Community: 1, Area: 9, Name: "议事厅"}}
	for name, c := range map[string]struct {
		in, want Service
		err      error
	}{
		"chosen":            {Service{Area: 1, PlaceID: 4, Place: "别处"}, Service{Area: 9, PlaceID: 4, Place: "议事厅"}, nil},
		"by its name":       {Service{Area: 2, Place: "活动室"}, Service{Area: 2, PlaceID: 3, Place: "活动室"}, nil},
		"words":             {Service{Area: 1, Place: "广场东边"}, Service{Area: 1, Place: "广场东边"}, nil},
		"nothing said":      {Service{Area: 1}, Service{Area: 1}, nil},
		"given up":          {Service{Area: 1, PlaceID: 5, Place: "议事厅"}, Service{}, place.ErrMissing},
		"at their own door": {Service{Area: 1, PlaceID: 4, Place: "到您家里", Rules: Rules{Door: true}}, Service{Area: 1, Place: "到您家里", Rules: Rules{Door: true}}, nil},
	} {
		got, err := c.in.takesPlace(all)
		if !errors.Is(err, c.err) || err == nil && (got.Area != c.want.Area || got.PlaceID != c.want.PlaceID || got.Place != c.want.Place) {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
}
