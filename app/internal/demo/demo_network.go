package demo

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
)

var errNoNetwork = errors.New("这部手机没有网络")

// network takes the network from a telephone, or gives it back.
func (f *demoFront) network(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Person string `json:"person"`
		On     bool   `json:"on"`
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1000)).Decode(&in); err != nil || f.cast.byKey[in.Person] == nil {
		answer(w, nil, errGesture)
		return
	}
	f.mu.Lock()
	f.cut = slices.DeleteFunc(f.cut, func(key string) bool { return key == in.Person })
	if !in.On {
		f.cut = append(f.cut, in.Person)
	}
	all := append([]string{}, f.cut...)
	f.mu.Unlock()
	f.tell(liveEvent{What: "network", Person: in.Person})
	answer(w, map[string]any{"offline": all}, nil)
}

// offline says whether a player's telephone has no network.
func (f *demoFront) offline(p *player) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Contains(f.cut, p.Key)
}

// overTheAir breaks off the requests to the API that come from a telephone without a network. The PC of the same person has its own.
func (f *demoFront) overTheAir(service http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.mu.Lock()
		some := len(f.cut) > 0
		f.mu.Unlock()
		token, login := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if some && login {
			s, err := f.system.Redis.Session(r.Context(), token)
			if err == nil && s.Desk == 0 && slices.ContainsFunc(f.cast.players, func(p *player) bool {
				return f.offline(p) && p.phone.OpenID(string(s.Account)) == s.OpenID
			}) {
				panic(http.ErrAbortHandler)
			}
		}
		service.ServeHTTP(w, r)
	})
}
