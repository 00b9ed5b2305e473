package system

import (
	"context"
	"sync"
	"testing"
)

// A job that waits is queued once, one that is put again while it runs runs once more, and stop waits for what runs.
func TestTheQueueOfOneProcess(t *testing.T) {
	q := (&System{}).newQueue().(*localQueue)
	put := func(id int64) {
		if err := q.put(t.Context(), id); err != nil {
			t.Error(err)
		}
	}
	for range 3 {
		put(1)
	}
	for id := range int64(queueMost + 10) { // more than it holds: the sweeper comes back for them
		put(id)
	}
	if n := len(q.waiting); n != queueMost {
		t.Fatalf("%d wait", n)
	}
	var mu sync.Mutex
	runs := map[int64]int{}
	begun, more, all := make(chan bool), make(chan bool), make(chan bool)
	if err := q.start(t.Context(), func(ctx context.Context, id int64) {
		if _, limited := ctx.Deadline(); !limited {
			t.Error("a job has no timeout")
		}
		mu.Lock()
		runs[id]++
		first, sum := id == 1 && runs[1] == 1, 0
		for _, n := range runs {
			sum += n
		}
		mu.Unlock()
		if first {
			begun <- true
			<-more
		}
		if sum == queueMost+1 {
			close(all)
		}
	}); err != nil {
		t.Fatal(err)
	}
	<-begun
	put(1)
	put(1)
	close(more)
	<-all
	if err := q.stop(); err != nil {
		t.Fatal(err)
	}
	for id, n := range runs {
		if want := map[bool]int{true: 2, false: 1}[id == 1]; n != want {
			t.Errorf("job %d ran %d times", id, n)
		}
	}
	if len(runs) != queueMost || len(q.stages) != 0 {
		t.Errorf("%d jobs ran, %d wait or run", len(runs), len(q.stages))
	}
}
