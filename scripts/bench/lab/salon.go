package lab

import (
	"context"
	"time"
)

// A session of the salon has few places and a short waitlist.
const (
	Places       = 12
	Waits        = 20
	SessionEvery = 24 * time.Hour
)

// Salon adds a service to the first community with this many sessions, one a day from tomorrow on; a session and its only
// period have the same id.
func Salon(ctx context.Context, p *Place, sessions int) error {
	now := time.Now()
	rules := `{"Ahead":90,"Hold":30,"Late":15,"WaitMost":20}`
	if err := p.Insert(ctx, "booking_service", "id, community_id, name, kind, area_id, place, about, rules, questions, ended_at",
		[][]any{{1, 1000, "理发", "care", 1000, "二楼", "", rules, "[]", 0}}); err != nil {
		return err
	}
	var heads, periods [][]any
	for i := 1; i <= sessions; i++ {
		begin := now.Add(time.Duration(i) * SessionEvery)
		day := begin.Year()*10_000 + int(begin.Month())*100 + begin.Day()
		heads = append(heads, []any{
			i, 1000, 1, 1, day, begin.UnixMilli(), begin.Add(2 * time.Hour).UnixMilli(), 0, "open", "", "", "", 0, 0, Waits, 0, 0,
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
