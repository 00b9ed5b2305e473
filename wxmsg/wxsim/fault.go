package wxsim

import (
	"fmt"
	"net/http"
	"time"
)

// Fault is a failure of an API. With Delay alone the work is done and the answer is late: the caller cannot know whether a
// message was sent.
type Fault struct {
	Status      int           // answer with this HTTP status and Body
	ErrCode     int           // answer with this errcode
	ErrMsg      string        // errmsg of the answer
	Body        string        // answer with this body; a token call may get `{}`
	ContentType string        // of Body; text/html if empty
	Delay       time.Duration // real time before the answer
	Hang        bool          // no answer until the caller ends the request
	Drop        bool          // cut the connection
	After       bool          // do the work first, then fail
	Times       int           // number of calls that fail; 0: all until Clear
}

// Fail makes an API path fail, "*" every path. Faults of one path apply in order.
func (s *Sim) Fail(path string, f Fault) {
	s.mu.Lock()
	defer s.unlock()
	s.faults[path] = append(s.faults[path], &f)
}

// Clear ends all faults, including Down, DeliverCopies, BreakDeliveries and BlockIP.
func (s *Sim) Clear() {
	s.mu.Lock()
	defer s.unlock()
	clear(s.faults)
	s.down, s.copies, s.broken = false, 1, 0
	for _, a := range s.accounts {
		a.ipBlocked = false
	}
}

// Down cuts every API connection without an answer. Pushes go on.
func (s *Sim) Down(down bool) {
	s.mu.Lock()
	defer s.unlock()
	s.down = down
}

// BlockIP removes the caller's address from the account's whitelist (40164) or restores it.
func (s *Sim) BlockIP(kind string, blocked bool) {
	s.mu.Lock()
	defer s.unlock()
	s.account(kind).ipBlocked = blocked
}

// Calls returns the number of requests to a path since New, with failed ones; "*" counts all.
func (s *Sim) Calls(path string) int {
	s.mu.Lock()
	defer s.unlock()
	if path != "*" {
		return s.calls[path]
	}
	n := 0
	for _, c := range s.calls {
		n += c
	}
	return n
}

// takeFault returns the next fault, or nil. mu is held.
func (s *Sim) takeFault(path string) *Fault {
	for _, key := range []string{path, "*"} {
		queue := s.faults[key]
		if len(queue) == 0 {
			continue
		}
		f := *queue[0]
		if f.Times > 0 {
			if queue[0].Times--; queue[0].Times == 0 {
				s.faults[key] = queue[1:]
			}
		}
		return &f
	}
	return nil
}

// before says whether the work is skipped.
func (f *Fault) before() bool {
	return f != nil && !f.After && (f.Status != 0 || f.ErrCode != 0 || f.Body != "" || f.Hang || f.Drop)
}

// strike sends the wrong answer, or only waits; it returns true when the right answer must still be written.
func (f *Fault) strike(s *Sim, w http.ResponseWriter, r *http.Request) bool {
	if f.Hang {
		select {
		case <-r.Context().Done():
		case <-s.ctx.Done():
		}
		drop(w)
	}
	if f.Delay > 0 && !s.pause(r.Context(), f.Delay) {
		drop(w)
	}
	if f.Drop {
		drop(w)
	}
	body, contentType := f.Body, f.ContentType
	switch {
	case f.ErrCode != 0:
		msg := f.ErrMsg
		if msg == "" {
			msg = "simulated error"
		}
		body = fmt.Sprintf(`{"errcode":%d,"errmsg":%s}`, f.ErrCode, quote(msg+" rid: "+rid(s.now())))
		contentType = "application/json; encoding=utf-8"
	case f.Status == 0 && f.Body == "":
		return true
	}
	if contentType == "" {
		contentType = "text/html"
	}
	w.Header().Set("Content-Type", contentType)
	if f.Status != 0 {
		w.WriteHeader(f.Status)
	}
	_, _ = w.Write([]byte(body))
	return false
}
