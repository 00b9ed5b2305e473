package stories

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
)

// repeats proves the promise of the idempotency key for each write of each route. The first keyless writes of an
// operation, on each engine, are sent twice at once with one key, once more, with another body, and to another target.
// The story continues as if it had happened once, and its own checks count that.
type repeats struct {
	mu      sync.Mutex
	engines map[string]string // by address
	proved  map[string]bool   // by operation and engine
	trying  map[string]int    // attempts under way, by operation and engine
	refused map[string]int    // by operation and address
	keys    int
}

// mostTrying is how many attempts of an operation may be under way: one that will be refused must not keep the only
// story whose attempt succeeds from proving it.
const mostTrying = 3

// unrepeatable are the operations that end the token, so that no repetition reaches them.
var unrepeatable = []string{"logout", "closeAccount"}

// serves records the engine of a world.
func (r *repeats) serves(address, engine string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.engines == nil {
		r.engines, r.proved = map[string]string{}, map[string]bool{}
		r.trying, r.refused = map[string]int{}, map[string]int{}
	}
	r.engines[address] = engine
}

// claim returns a key for an attempt of an operation that is not proved yet, or "".
func (r *repeats) claim(op *openapi3.Operation, req *http.Request) (key, name string) {
	if op.Parameters.GetByInAndName("header", "Idempotency-Key") == nil || req.Header.Get("Idempotency-Key") != "" ||
		slices.Contains(unrepeatable, op.OperationID) {
		return "", ""
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	engine := r.engines[req.URL.Host]
	name = op.OperationID + " on " + engine
	if engine == "" || r.proved[name] || r.trying[name] >= mostTrying {
		return "", ""
	}
	r.trying[name]++
	r.keys++
	return fmt.Sprintf("repeat-%d", r.keys), name
}

// atOnce returns how often a write is sent at the same time: once in a story of refusals, because it counts them.
func (r *repeats) atOnce(name, host string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.refused[name+host] > 1 {
		return 1
	}
	return 2
}

// end ends an attempt, which proved the operation unless it was refused.
func (r *repeats) end(name, host string, refused bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.trying[name]--
	if refused {
		r.refused[name+host]++
		return
	}
	r.proved[name] = true
}

// missing returns the writes that were proved on no engine.
func (r *repeats) missing(doc *openapi3.T) []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var names []string
	for _, item := range doc.Paths.Map() {
		for _, op := range item.Operations() {
			proved := slices.Contains(unrepeatable, op.OperationID)
			for _, engine := range r.engines {
				proved = proved || r.proved[op.OperationID+" on "+engine]
			}
			if op.Parameters.GetByInAndName("header", "Idempotency-Key") != nil && !proved {
				names = append(names, op.OperationID)
			}
		}
	}
	slices.Sort(names)
	return names
}

// response is an answer.
type response struct {
	*http.Response
	body []byte
	err  error
}

func (s response) String() string { return fmt.Sprintf("%d %s", s.StatusCode, s.body) }

// sendOnce sends a request with a key.
func sendOnce(req *http.Request, path string, body []byte, key string) response {
	out := req.Clone(req.Context())
	if path != "" {
		out.Method, out.URL.Path, out.URL.RawQuery = http.MethodPost, path, ""
		out.Header.Del("Content-Type") // this body is empty, and no form
	}
	out.Header.Set("Idempotency-Key", key)
	out.Body, out.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	res, err := http.DefaultTransport.RoundTrip(out)
	if err != nil {
		return response{err: err}
	}
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	return response{res, got, err}
}

// prove sends the request as described above and returns the first answer.
func (r *repeats) prove(req *http.Request, op *openapi3.Operation, sent []byte, key, name string) (response, error) {
	all := make([]response, r.atOnce(name, req.URL.Host))
	var group sync.WaitGroup
	for i := range all {
		group.Go(func() { all[i] = sendOnce(req, "", sent, key) })
	}
	group.Wait()
	first, second := all[0], all[len(all)-1]
	if first.err != nil || second.err != nil {
		r.end(name, req.URL.Host, true)
		return first, first.err
	}
	if second.StatusCode < 300 && first.StatusCode >= 300 {
		first, second = second, first
	}
	if first.StatusCode >= 300 {
		r.end(name, req.URL.Host, true)
		return first, nil
	}
	r.end(name, req.URL.Host, false)
	if first.String() != second.String() {
		return first, fmt.Errorf("two at once: %v and %v", first, second)
	}
	if third := sendOnce(req, "", sent, key); third.err != nil || third.String() != first.String() {
		return first, fmt.Errorf("once more: %v, then %v: %w", first, third, third.err)
	}
	if other := sendOnce(req, "", otherBody(sent), key); other.err != nil || !refusesKey(other) {
		return first, fmt.Errorf("another body: %v: %w", other, other.err)
	}
	if op.Extensions["x-roles"] != nil {
		if other := sendOnce(req, "/api/v1/reports/999999/join", nil, key); other.err != nil || !refusesKey(other) {
			return first, fmt.Errorf("another target: %v: %w", other, other.err)
		}
	}
	return first, nil
}

func refusesKey(s response) bool {
	return s.StatusCode == http.StatusConflict && strings.Contains(string(s.body), `"http.idempotency_key"`)
}

// otherBody returns a different body.
func otherBody(sent []byte) []byte {
	if boundary, rest, form := bytes.Cut(sent, []byte("\r\nContent-Disposition: form-data")); form && bytes.HasPrefix(sent, []byte("--")) {
		more := []byte("\r\nContent-Disposition: form-data; name=\"another\"\r\n\r\nbody\r\n")
		return slices.Concat(boundary, more, boundary, []byte("\r\nContent-Disposition: form-data"), rest)
	}
	fields := map[string]any{}
	if len(sent) > 0 && json.Unmarshal(sent, &fields) != nil {
		return append(slices.Clone(sent), 'x')
	}
	fields["another"] = "body"
	text, err := json.Marshal(fields)
	if err != nil {
		panic(err)
	}
	return text
}
