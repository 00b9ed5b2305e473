package demo

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"time"

	"linli/app/internal/system"

	"linli/app/fault"
	"linli/wxmsg/wxsim"
)

// The page's own files.
//
//go:embed page/*.html page/*.css page/*.js
var pageFiles embed.FS

// demoFront is the demo's own HTTP server. It serves the page, the simulated telephones and the state of the platform;
// all other requests go to the real service behind it. Only `linli demo` has it.
type demoFront struct {
	system *system.System
	api    string // address of the service
	sim    *Platform
	clock  *demoClock
	cast   *cast
	server *http.Server
	queue  *system.Worker

	jumping   sync.Mutex // one jump of the clock at a time
	mu        sync.Mutex
	came      int // number of neighbours created for rushes
	tel       *demoTelephone
	weather   string   // state of the platform: well, slow, down or quota
	cut       []string // keys of the players whose telephones have no network
	listeners map[chan liveEvent]bool
}

// liveEvent is an event of the live stream.
type liveEvent struct {
	What   string `json:"what"`             // line, clock, weather or network
	Person string `json:"person,omitempty"` // line, network: the key of the person whose chat or telephone it is
	Kind   string `json:"kind,omitempty"`   // line: as wxsim.Entry
	Text   string `json:"text,omitempty"`   // line: the text
}

// newFront returns a front for the running service. The end of ctx ends the live streams.
func newFront(ctx context.Context, s *system.System, sim *Platform, clock *demoClock, people *cast, r *system.Running) *demoFront {
	f := &demoFront{
		system: s, api: "http://" + r.Address, queue: r.Queue, sim: sim, clock: clock, cast: people, weather: weatherWell, listeners: map[chan liveEvent]bool{},
	}
	behind := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: r.Address})
	behind.Transport = people.line.Transport
	behind.ErrorHandler = func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) }
	mux := http.NewServeMux()
	mux.Handle("/", f.overTheAir(behind))
	mux.Handle("GET /{$}", http.RedirectHandler("/demo", http.StatusFound))
	mux.HandleFunc("GET /demo", f.page)
	mux.HandleFunc("GET /demo/page/{file}", f.page)
	mux.HandleFunc("GET /demo/photos/{name}", f.photo)
	mux.HandleFunc("GET /demo/stage", f.stage)
	mux.HandleFunc("GET /demo/tidings", f.tidings)
	mux.HandleFunc("GET /demo/delivered", f.delivered)
	mux.HandleFunc("GET /demo/people/{key}/chat", f.withPlayer(f.chat))
	mux.HandleFunc("GET /demo/people/{key}/chat/{line}", f.withPlayer(f.picture))
	mux.HandleFunc("POST /demo/people/{key}/{gesture}", f.withPlayer(f.gesture))
	mux.HandleFunc("POST /demo/director/{order}", f.direct)
	mux.HandleFunc("POST /demo/director/morning", f.morning)
	mux.HandleFunc("POST /demo/director/forward", f.forward)
	mux.HandleFunc("POST /demo/director/rush", f.rush)
	mux.HandleFunc("POST /demo/director/network", f.network)
	mux.Handle("GET /metrics", s.Metrics.Admin())
	f.server = &http.Server{
		Handler: mux, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: time.Minute,
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	return f
}

// watch forwards each new line of each chat until the returned function is called.
func (f *demoFront) watch() (stop func()) {
	return f.sim.Watch(func(e wxsim.Event) {
		if p := f.cast.byPhone[e.Person]; p != nil {
			f.tell(liveEvent{What: "line", Person: p.Key, Kind: e.Kind, Text: e.Text})
		}
	})
}

// tell sends an event to each open page; a slow page misses it and fetches again by itself.
func (f *demoFront) tell(t liveEvent) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for l := range f.listeners {
		select {
		case l <- t:
		default:
		}
	}
}

// page serves the page's files; the page itself is at "/".
func (f *demoFront) page(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("file")
	if name == "" {
		name = "index.html"
	}
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("Content-Security-Policy", "default-src 'self'; frame-src 'self'; img-src 'self' blob: data:; style-src 'self' 'unsafe-inline'")
	files, err := fs.Sub(pageFiles, "page")
	if err != nil {
		answer(w, nil, err)
		return
	}
	http.ServeFileFS(w, r, files, name)
}

func (f *demoFront) photo(w http.ResponseWriter, r *http.Request) {
	jpeg, err := photoOf(strings.TrimSuffix(r.PathValue("name"), ".jpg"))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "image/jpeg")
	w.Header().Set("Cache-Control", "max-age=3600")
	_, _ = w.Write(jpeg) // the browser may have gone
}

// tidings is the live stream (server-sent events).
func (f *demoFront) tidings(w http.ResponseWriter, r *http.Request) {
	heard := make(chan liveEvent, 256)
	f.mu.Lock()
	f.listeners[heard] = true
	f.mu.Unlock()
	defer func() {
		f.mu.Lock()
		delete(f.listeners, heard)
		f.mu.Unlock()
	}()
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	out := http.NewResponseController(w)
	beat := time.NewTicker(15 * time.Second)
	defer beat.Stop()
	_, err := io.WriteString(w, "retry: 1000\n\n")
	for err == nil {
		if err = out.Flush(); err != nil {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case <-beat.C:
			_, err = io.WriteString(w, ": still here\n\n")
		case t := <-heard:
			var text []byte
			if text, err = json.Marshal(t); err == nil {
				_, err = fmt.Fprintf(w, "data: %s\n\n", text)
			}
		}
	}
}

func (f *demoFront) withPlayer(do func(http.ResponseWriter, *http.Request, *player)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		p := f.cast.byKey[r.PathValue("key")]
		if p == nil {
			http.NotFound(w, r)
			return
		}
		if err := f.cast.enter(r.Context(), p, f.api); err != nil { // not yet entered in the background
			answer(w, nil, err)
			return
		}
		do(w, r, p)
	}
}

// answer writes a result as JSON, or the problem in words.
func answer(w http.ResponseWriter, value any, err error) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	if err != nil {
		status := http.StatusInternalServerError
		if _, ok := fault.As(err); ok || errors.Is(err, errGesture) || errors.Is(err, errNoNetwork) || errors.Is(err, errDemoJump) || errors.Is(err, errDemoRush) {
			status = http.StatusBadRequest
		}
		w.WriteHeader(status)
		value = map[string]string{"problem": err.Error()}
	}
	_ = json.NewEncoder(w).Encode(value) // the browser may have gone
}
