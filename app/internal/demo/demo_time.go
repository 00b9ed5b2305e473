package demo

import (
	"encoding/json"
	"net/http"
	"time"
)

// demoPatience is how long a jump waits for due jobs; later ones still run in the background.
const demoPatience = 3 * time.Second

// morning moves the clock to half past nine of the next day.
func (f *demoFront) morning(w http.ResponseWriter, r *http.Request) {
	f.jump(w, r, f.clock.tomorrow)
}

// forward moves the clock by so many minutes.
func (f *demoFront) forward(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Minutes int `json:"minutes"`
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1000)).Decode(&in); err != nil {
		answer(w, nil, errDemoJump)
		return
	}
	f.jump(w, r, func() error { return f.clock.forward(time.Duration(in.Minutes) * time.Minute) })
}

// jump moves the clock and runs the due jobs before it answers. Jumps run one after the other, and none begins while
// jobs are running, because leases follow this clock.
func (f *demoFront) jump(w http.ResponseWriter, r *http.Request, move func() error) {
	f.jumping.Lock()
	defer f.jumping.Unlock()
	f.catchUp(r)
	if err := move(); err != nil {
		answer(w, nil, err)
		return
	}
	_, err := f.system.Reports.Sweep(r.Context())
	f.catchUp(r)
	f.tell(liveEvent{What: "clock"})
	answer(w, map[string]any{"now": f.clock.Now()}, err)
}

// catchUp hands due jobs to the workers at once and waits for them, up to a limit.
func (f *demoFront) catchUp(r *http.Request) {
	end := time.NewTimer(demoPatience)
	defer end.Stop()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		f.queue.Sweep(r.Context())
		if due, _, err := f.system.Jobs.Backlog(r.Context()); err != nil || due == 0 {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case <-end.C:
			return
		case <-tick.C:
		}
	}
}
