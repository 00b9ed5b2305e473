// Package telesim is a simulated provider of SMS and voice calls. It speaks the wire formats of Aliyun and Tencent Cloud,
// checks signatures and parameters, and can be away, slow or repeat itself. Tests and the demo use it.
package telesim

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// The channels and providers, as in package telecom.
const (
	SMS     = "sms"
	Voice   = "voice"
	Aliyun  = "aliyun"
	Tencent = "tencent"
)

// The accounts of the simulated providers. Their secrets are unchecked outside of the loopback interface.
const (
	AliyunKey     = "LTAIlinlisimulated01"
	AliyunSecret  = "simulatedAliyunSecret0123456789"
	TencentKey    = "AKIDlinlisimulated0123456789"
	TencentSecret = "simulatedTencentSecret012345678"
	Sign          = "邻里"
	App           = "1400006666"
)

// Fault is how the provider behaves.
type Fault string

// The faults.
const (
	Well    Fault = ""        // accepts and answers
	Down    Fault = "down"    // says that it is not available
	Slow    Fault = "slow"    // accepts, and answers after the caller has given up
	Broken  Fault = "broken"  // accepts, then closes the connection without an answer
	Early   Fault = "early"   // its receipt comes before its answer
	Limited Fault = "limited" // refuses for now
	Barred  Fault = "barred"  // refuses the number
	Unpaid  Fault = "unpaid"  // refuses everything until an operator pays
	Garbled Fault = "garbled" // answers something that is no answer
)

// Message is one accepted SMS or call.
type Message struct {
	Provider, Channel string
	Phone             string
	Template          string
	Params            []string          // values; Aliyun's in order of their names
	Named             map[string]string // Aliyun's values by name
	Token             string            // OutId or SessionContext
	ID                string            // BizId, CallId or SerialNo
	At                time.Time
}

// Options configure a Sim.
type Options struct {
	Now      func() time.Time
	Limit    time.Duration           // how long Slow waits before it answers
	Client   *http.Client            // that pushes receipts; nil: one of its own
	Accepted func(Message)           // is told of every accepted message; nil: nobody
	InUse    func(phone string) bool // whether a number exists; nil: every number does
	Every    bool                    // SMS arrive by themselves, calls ring until somebody answers
}

// Sim is the provider.
type Sim struct {
	options Options
	mu      sync.Mutex
	faults  map[string]Fault
	sent    []Message
	asked   int
	to      map[string]string
	last    int
	pushes  sync.WaitGroup
	Bad     []string // requests whose signature or parameters were wrong
	server  *http.Server
	// Templates are the texts by id; nil: every id exists.
	Templates map[string]string
}

// New returns a provider that works well.
func New(o Options) *Sim {
	if o.Limit == 0 {
		o.Limit = 30 * time.Second
	}
	return &Sim{options: o, faults: map[string]Fault{}, to: map[string]string{}}
}

// Start serves on a free port of the loopback interface.
func (s *Sim) Start() (base string, stop func()) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	s.server = &http.Server{Handler: s, ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = s.server.Serve(l) }()
	return "http://" + l.Addr().String(), func() {
		_ = s.server.Close()
		s.pushes.Wait()
	}
}

// Behave sets the fault of a channel.
func (s *Sim) Behave(channel string, f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults[channel] = f
}

// CallTo sets the address for the receipts of a channel.
func (s *Sim) CallTo(channel, address string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.to[channel] = address
}

// Sent returns the accepted messages of a channel in order.
func (s *Sim) Sent(channel string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Message
	for _, m := range s.sent {
		if m.Channel == channel {
			all = append(all, m)
		}
	}
	return all
}

// Text returns the words of a message, if its template is known.
func (s *Sim) Text(m Message) string {
	text := s.Templates[m.Template]
	for name, value := range m.Named {
		text = strings.ReplaceAll(text, "${"+name+"}", value)
	}
	for i, value := range m.Params {
		text = strings.ReplaceAll(text, "{"+strconv.Itoa(i+1)+"}", value)
	}
	return text
}

// Asked returns the number of requests to send, accepted or not.
func (s *Sim) Asked() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked
}

// Wrong returns the requests whose signature or parameters were wrong.
func (s *Sim) Wrong() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string{}, s.Bad...)
}

func (s *Sim) bad(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Bad = append(s.Bad, fmt.Sprintf(format, args...))
}

// ServeHTTP implements http.Handler.
func (s *Sim) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		return
	}
	if r.Header.Get("X-Tc-Action") != "" {
		s.tencent(w, r, body)
		return
	}
	s.aliyun(w, r, body)
}

// accept takes a message and answers as the fault says. ok makes the answer for an accepted message, no the one for a refusal.
func (s *Sim) accept(w http.ResponseWriter, m Message, ok func(Message) any, no func(Fault) (int, any)) {
	s.mu.Lock()
	fault := s.faults[m.Channel]
	if fault == Well && s.options.InUse != nil && !s.options.InUse(m.Phone) {
		fault = Barred
	}
	s.asked++
	if fault == Well || fault == Slow || fault == Broken || fault == Early || fault == Garbled {
		s.last++
		m.ID, m.At = fmt.Sprintf("%s-%s-%06d^%d", m.Provider, m.Channel, s.last, s.options.Now().UnixMilli()), s.options.Now()
		s.sent = append(s.sent, m)
	}
	s.mu.Unlock()
	if m.ID != "" && s.options.Accepted != nil {
		s.options.Accepted(m)
	}
	switch fault {
	case Broken:
		hang(w)
		return
	case Slow:
		time.Sleep(s.options.Limit)
	case Early:
		s.Arrive(m)
	case Garbled:
		w.WriteHeader(http.StatusBadGateway)
		_, _ = w.Write([]byte("<html>Bad Gateway</html>"))
		return
	case Down, Limited, Barred, Unpaid:
		status, answer := no(fault)
		send(w, status, answer)
		return
	case Well:
	}
	send(w, http.StatusOK, ok(m))
	if s.options.Every && m.Channel == SMS && fault == Well {
		s.pushes.Go(func() { s.Arrive(m) })
	}
}

// hang closes the connection without an answer.
func hang(w http.ResponseWriter) {
	if h, ok := w.(http.Hijacker); ok {
		if conn, _, err := h.Hijack(); err == nil {
			_ = conn.Close()
		}
	}
}

func send(w http.ResponseWriter, status int, answer any) {
	text, err := json.Marshal(answer)
	if err != nil {
		panic(err)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(text)
}
