package lab

import (
	"context"
	"time"
)

// A session of the salon has few places and a short waitlist.
const (
	Places = 12
	Waits  = 20
)

const everyDay = 1<<7 - 1 // days of the week

func dayOf(t time.Time) int { return t.Year()*10_000 + int(t.Month())*100 + t.Day() }

var zone = time.FixedZone("UTC+8", 8*3600)

// Salon adds a service to the first community with this many sessions, one at nine each day from tomorrow on, as its line of the timetable
// says; a session and its only period have the same id.
func Salon(ctx context.Context, p *Place, sessions int) error {
	now := time.Now().In(zone)
	rules := `{"Ahead":90,"Hold":30,"Late":15,"WaitMost":20}`
	if err := p.Insert(ctx, "booking_service", "id, community_id, name, kind, area_id, place, about, rules, questions, ended_at",
		[][]any{{1, 1000, "理发", "care", 1000, "二楼", "", rules, "[]", 0}}); err != nil {
		return err
	}
	if err := p.Insert(ctx, "booking_entry", `id, community_id, service_id, from_day, to_day, days, every, nth, begin_min, end_min, step, places, walk_ins,
		providers, host, holidays, ended_at`, [][]any{{1, 1000, 1, dayOf(now), 0, everyDay, 1, 0, 9 * 60, 11 * 60, 0, Places, 0, "", "", 1, 0}}); err != nil {
		return err
	}
	var heads, periods [][]any
	for i := 1; i <= sessions; i++ {
		begin := time.Date(now.Year(), now.Month(), now.Day()+i, 9, 0, 0, 0, zone)
		heads = append(heads, []any{
			i, 1000, 1, 1, dayOf(begin), begin.UnixMilli(), begin.Add(2 * time.Hour).UnixMilli(), 0, "open", "", "", "", 0, 0, Waits, 0, 0,
		})
		periods = append(periods, []any{
			i, i, 1000, 1, begin.UnixMilli(), begin.Add(2 * time.Hour).UnixMilli(), 0, 0, Places, 0, Places, 0, 0, 0, Places,
		})
	}
	if err := p.Insert(ctx, "booking_session", `id, community_id, service_id, entry_id, day, begin_at, end_at, opens_at, state, reason,
		host, providers, waiting, ranks, wait_most, calling, tended_at`, heads); err != nil {
		return err
	}
	return p.Insert(ctx, "booking_period", "id, session_id, community_id, service_id, begin_at, end_at, first, numbered, want, extra, places, taken, held, kept, free", periods)
}
