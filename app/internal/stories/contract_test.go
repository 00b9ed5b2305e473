package stories

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"linli/store/storetest"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"
)

// httpClient is the client of all tests here. It fetches the contract from the first server, and an answer that does
// not match it is an error.
var httpClient = &http.Client{Transport: &contractWatch{answers: map[string]map[int]int{}, codes: map[string]map[string]int{}}}

// contractWatch checks requests and answers against the contract and counts them.
type contractWatch struct {
	mu      sync.Mutex
	doc     *openapi3.T
	router  routers.Router
	answers map[string]map[int]int    // by operation and status
	codes   map[string]map[string]int // by operation and code of an error
	repeats repeats
}

// RoundTrip implements http.RoundTripper.
func (c *contractWatch) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := c.fetch(req); err != nil {
		return nil, fmt.Errorf("contract: %w", err)
	}
	var sent []byte
	if req.Body != nil {
		var err error
		if sent, err = io.ReadAll(req.Body); err != nil {
			return nil, err
		}
		req.Body.Close()
		req = req.Clone(req.Context())
		req.Body = io.NopCloser(bytes.NewReader(sent))
	}
	res, got, err := c.send(req, sent)
	if err != nil {
		return nil, err
	}
	res.Body = io.NopCloser(bytes.NewReader(got))
	if err := c.check(req, sent, res, got); err != nil {
		return nil, fmt.Errorf("contract: %d %s: %w", res.StatusCode, got[:min(len(got), 2000)], err)
	}
	return res, nil
}

// send sends the request; the first time for an operation, it also checks the promise of its idempotency key.
func (c *contractWatch) send(req *http.Request, sent []byte) (*http.Response, []byte, error) {
	if route, _, err := c.router.FindRoute(req); err == nil {
		if key, name := c.repeats.claim(route.Operation, req); key != "" {
			s, err := c.repeats.prove(req, route.Operation, sent, key, name)
			if err != nil {
				err = fmt.Errorf("%s: %w", name, err)
			}
			return s.Response, s.body, err
		}
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return nil, nil, err
	}
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	return res, got, err
}

// fetch loads the contract once.
func (c *contractWatch) fetch(req *http.Request) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.router != nil {
		return nil
	}
	ask, err := http.NewRequestWithContext(req.Context(), http.MethodGet, "http://"+req.URL.Host+"/openapi.json", nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultTransport.RoundTrip(ask)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if c.doc, err = openapi3.NewLoader().LoadFromData(text); err != nil {
		return err
	}
	for _, image := range []string{"image/jpeg", "image/png", "audio/amr"} {
		openapi3filter.RegisterBodyDecoder(image, openapi3filter.FileBodyDecoder)
	}
	openapi3filter.RegisterBodyDecoder("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", openapi3filter.FileBodyDecoder)
	openapi3filter.RegisterBodyDecoder("text/xml", openapi3filter.PlainBodyDecoder)
	openapi3filter.RegisterBodyDecoder("text/html", openapi3filter.PlainBodyDecoder)
	openapi3filter.RegisterBodyDecoder("application/pdf", openapi3filter.FileBodyDecoder)
	c.router, err = legacy.NewRouter(c.doc)
	return err
}

var clearPhone = regexp.MustCompile(`1990000\d{4}`) // all numbers of the roster in tests

// unmasked are the operations that show numbers: an audited one, and boards, whose stewards have agreed.
var unmasked = []string{"revealPhone", "revealCallPhone", "revealBookingPhone", "revealAskerPhone", "getBoard", "getBuildingBoard", "openBoard"}

// check fails on an answer or an accepted request that does not match, an undocumented code, or an unmasked number.
func (c *contractWatch) check(req *http.Request, sent []byte, res *http.Response, got []byte) error {
	route, params, err := c.router.FindRoute(req)
	if res.StatusCode == http.StatusMethodNotAllowed {
		return nil
	}
	if err != nil {
		if res.StatusCode == http.StatusNotFound {
			return nil // an unknown path
		}
		return err
	}
	if res.StatusCode == http.StatusUnsupportedMediaType && bytes.Contains(got, []byte(`"http.encoding"`)) {
		return nil // allowed for all operations
	}
	if clearPhone.Match(got) && !slices.Contains(unmasked, route.Operation.OperationID) {
		return fmt.Errorf("a telephone number in the clear")
	}
	in := &openapi3filter.RequestValidationInput{Request: req, PathParams: params, Route: route, Options: &openapi3filter.Options{
		IncludeResponseStatus: true, AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, SkipSettingDefaults: true,
	}}
	out := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: in, Status: res.StatusCode, Header: res.Header, Options: in.Options,
	}
	if err := openapi3filter.ValidateResponse(req.Context(), out.SetBodyBytes(got)); err != nil {
		return err
	}
	code := ""
	if res.StatusCode < 300 {
		err = checkAccepted(in, sent)
	} else {
		code, err = c.codeOf(route.Operation, got)
	}
	c.count(route.Operation.OperationID, res.StatusCode, code)
	return err
}

// checkAccepted checks an accepted request: the contract must not forbid what the program allows.
func checkAccepted(in *openapi3filter.RequestValidationInput, sent []byte) error {
	req := in.Request.Clone(in.Request.Context())
	in.Request = req
	req.Body = io.NopCloser(bytes.NewReader(sent))
	if req.Header.Get("Content-Type") == "" {
		req.Header.Set("Content-Type", "application/json")
	}
	body := in.Route.Operation.RequestBody
	in.Options.ExcludeRequestBody = body == nil || body.Value.Content.Get("application/json") == nil ||
		strings.HasPrefix(in.Route.Path, "/wx/") || len(sent) == 0 && !body.Value.Required
	return openapi3filter.ValidateRequest(req.Context(), in)
}

// commonCodes are the codes that any operation may answer, as in the head of the contract.
var commonCodes = []string{
	"internal", "system.busy", "auth.login", "auth.denied", "http.idempotency_key", "http.body", "http.too_large", "http.no_route", "http.foreign",
}

// codeOf returns the code of an error, which must be listed in the operation's x-faults.
func (c *contractWatch) codeOf(op *openapi3.Operation, got []byte) (string, error) {
	var said struct {
		Error struct {
			Code      string `json:"code"`
			RequestID string `json:"request_id"`
		} `json:"error"`
	}
	if err := json.Unmarshal(got, &said); err != nil || said.Error.Code == "" {
		return "", nil //nolint:nilerr // plain text for the platform or the load balancer
	}
	if said.Error.RequestID == "" && said.Error.Code != "http.too_large" {
		return "", fmt.Errorf("an error without a request id")
	}
	own, _ := op.Extensions["x-faults"].([]any)
	if !slices.Contains(own, any(said.Error.Code)) && !slices.Contains(commonCodes, said.Error.Code) {
		return "", fmt.Errorf("%s is not in x-faults of %s", said.Error.Code, op.OperationID)
	}
	return said.Error.Code, nil
}

func (c *contractWatch) count(op string, status int, code string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.answers[op] == nil {
		c.answers[op], c.codes[op] = map[int]int{}, map[string]int{}
	}
	c.answers[op][status]++
	if code != "" {
		c.codes[op][code]++
	}
}

// unproven returns the successes and error codes that no answer of this run had.
func (c *contractWatch) unproven() (successes, codes []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.doc == nil {
		return []string{"no request at all"}, nil
	}
	for _, item := range c.doc.Paths.Map() {
		for _, op := range item.Operations() {
			for status := range op.Responses.Map() {
				if status < "300" && c.answers[op.OperationID][int(status[0]-'0')*100+int(status[1]-'0')*10+int(status[2]-'0')] == 0 {
					successes = append(successes, op.OperationID+" "+status)
				}
			}
			own, _ := op.Extensions["x-faults"].([]any)
			for _, code := range own {
				if text, _ := code.(string); c.codes[op.OperationID][text] == 0 {
					codes = append(codes, op.OperationID+" "+text)
				}
			}
		}
	}
	slices.Sort(successes)
	slices.Sort(codes)
	return successes, codes
}

// TestMain fails a run of the whole package in which an operation never succeeded: its answer would be unchecked.
func TestMain(m *testing.M) {
	sideBySide()
	if !served() {
		debug.SetGCPercent(400) // a sixth of the time was the collector's; with both engines and the race detector it takes 9 GB
	}
	code := m.Run()
	if code == 0 && wholePackage() {
		watch, _ := httpClient.Transport.(*contractWatch)
		successes, codes := watch.unproven()
		if testing.Verbose() {
			fmt.Fprintln(os.Stderr, "codes of the contract that no test met:", strings.Join(codes, ", "))
		}
		if missing := watch.repeats.missing(watch.doc); len(missing) > 0 {
			fmt.Fprintln(os.Stderr, "FAIL: writes of which no test proved that a repetition changes nothing:", strings.Join(missing, ", "))
			code = 1
		}
		if len(successes) > 0 {
			fmt.Fprintln(os.Stderr, "FAIL: answers of the contract that no test met:", strings.Join(successes, ", "))
			code = 1
		}
		if d, err := theDeployed(); err != nil || len(d.unmade()) > 0 {
			fmt.Fprintln(os.Stderr, "FAIL: kinds of notices that no story made:", err, d.unmade())
			code = 1
		}
	}
	os.Exit(code)
}

// sideBySide runs more stories in parallel than there are cores, unless a flag sets the number: they mostly wait for a
// lease, a lock or a process. With both engines it is half as many, because the servers need the cores too.
func sideBySide() {
	flag.Parse()
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "test.parallel" })
	if !given {
		_ = flag.Set("test.parallel", strconv.Itoa(storetest.Often(2, 4)*runtime.GOMAXPROCS(0)))
	}
}

// wholePackage reports whether no flag selects tests.
func wholePackage() bool {
	for _, name := range []string{"test.run", "test.skip", "test.list", "test.fuzz", "test.bench"} {
		if f := flag.Lookup(name); f != nil && f.Value.String() != "" {
			return false
		}
	}
	return true
}
