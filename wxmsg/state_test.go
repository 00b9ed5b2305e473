package wxmsg

import (
	"testing"
	"time"
)

func TestStateListsClosedAPIs(t *testing.T) {
	now := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	r := rests{until: map[string]rest{}, silent: map[string]int{}}
	r.close("/cgi-bin/message/template/send", now)
	for range silences {
		r.heard("/a", false, now)
	}
	got := r.closed(now)
	if len(got) != 2 || got[0].API != "/a" || got[0].Quota || !got[1].Quota || !got[1].Until.Equal(time.Date(2026, 11, 23, 16, 0, 0, 0, time.UTC)) {
		t.Fatalf("closed: %+v", got)
	}
	if got := r.closed(now.Add(silentRest)); len(got) != 1 {
		t.Fatalf("after the silence: %+v", got)
	}
	if got := r.closed(now.Add(24 * time.Hour)); len(got) != 0 {
		t.Fatalf("the next day: %+v", got)
	}
}
