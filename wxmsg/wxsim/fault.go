package wxsim

import (
	"fmt"
	"net/http"
	"time"
)

// Fault is something going wrong with an API. Delay alone does the work first and answers late: the caller cannot know
// whether a message went out.
type Fault struct {
	Status      int           // answer with this HTTP status and Body
	ErrCode     int           // answer with this errcode
	ErrMsg      string        // its text
	Body        string        // answer with this garbage; a token call may be given `{}`
	ContentType string        // of Body; text/html if empty
	Delay       time.Duration // real time before the answer
	Hang        bool          // no answer until the caller gives up
	Drop        bool          // cut the connection
	After       bool          // do the work first, then go wrong
	Times       int           // how many calls suffer; 0 means all until Clear
}

// Fail makes an API path go wrong, "*" means every path. Faults of one path are used up in the order given.
func (s *Sim) Fail(path string, f Fault) {
	s.mu.Lock()
	defer s.unlock()
	s.faults[path] = append(s.faults[path], &f)
}

// Clear ends all faults, also Down, DeliverCopies, BreakDeliveries and blocked IPs.
func (s *Sim) Clear() {
	s.mu.Lock()
	defer s.unlock()
	clear(s.faults)
	s.down, s.copies, s.broken = false, 1, 0
	for _, a := range s.accounts {
		a.ipBlocked = false
	}
}

// Down cuts every API connection without an answer. Pushes still come.
func (s *Sim) Down(down bool) {
	s.mu.Lock()
	defer s.unlock()
	s.down = down
}

// BlockIP takes the caller's address off the account's whitelist (40164) or puts it back.
func (s *Sim) BlockIP(kind string, blocked bool) {
	s.mu.Lock()
	defer s.unlock()
	s.account(kind).ipBlocked = blocked
}

// Calls counts the requests to a path since New, failed ones too; "*" counts all.
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

// takeFault must be called with mu held; nil means nothing goes wrong.
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

// before tells whether the work is left undone.
func (f *Fault) before() bool {
	return f != nil && !f.After && (f.Status != 0 || f.ErrCode != 0 || f.Body != "" || f.Hang || f.Drop)
}

// strike answers wrongly, or only waits; it returns true if the right answer is still to be written.
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
