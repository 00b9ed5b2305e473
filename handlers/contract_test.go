package handlers

import (
	"cmp"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	gocmp "github.com/google/go-cmp/cmp"

	"linli/app/appraisal"
	"linli/app/area"
	"linli/app/audit"
	"linli/app/auth"
	"linli/app/booking"
	"linli/app/desk"
	"linli/app/family"
	"linli/app/fault"
	"linli/app/inquiry"
	"linli/app/ledger"
	"linli/app/press"
	"linli/app/report"
	"linli/app/whistle"
)

func loadContract(t *testing.T) *openapi3.T {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(contractJSON())
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// operation is a line of the route table as the contract writes it.
type operation struct {
	route
	*openapi3.Operation
	name string // "POST /api/v1/reports/{id}/urge"
}

// operations pairs every route with its operation.
func operations(t *testing.T) []operation {
	t.Helper()
	doc := loadContract(t)
	param := regexp.MustCompile(`:(\w+)`)
	var all []operation
	for _, r := range (Config{}).routes() {
		path := param.ReplaceAllString(r.path, "{$1}")
		o := operation{route: r, name: r.method + " " + path}
		if item := doc.Paths.Value(path); item != nil {
			o.Operation = item.GetOperation(r.method)
		}
		if o.Operation == nil {
			t.Errorf("%s is not in the contract", o.name)
			continue
		}
		all = append(all, o)
	}
	return all
}

func TestContractIsValid(t *testing.T) {
	if err := loadContract(t).Validate(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestContractHasEveryRouteAndNoOther(t *testing.T) {
	routed := map[string]bool{}
	for _, o := range operations(t) {
		routed[o.name] = true
	}
	ids := map[string]bool{}
	for path, item := range loadContract(t).Paths.Map() {
		for method, op := range item.Operations() {
			if name := method + " " + path; !routed[name] {
				t.Errorf("%s has no route", name)
			}
			if ids[op.OperationID] {
				t.Errorf("operationId %s twice", op.OperationID)
			}
			ids[op.OperationID] = true
		}
	}
}

func TestContractNamesTheRolesOfTheRoutes(t *testing.T) {
	for _, o := range operations(t) {
		var want []string
		for _, r := range o.roles {
			want = append(want, string(r))
		}
		if diff := gocmp.Diff(sorted(want), sorted(textsOf(o.Extensions["x-roles"]))); diff != "" {
			t.Errorf("%s: roles (-routes +contract)\n%s", o.name, diff)
		}
		if o.Security == nil || (len(*o.Security) == 0) != o.public() {
			t.Errorf("%s: security %v, public %v", o.name, o.Security, o.public())
		}
	}
}

func TestContractDescribesEveryOperation(t *testing.T) {
	chinese := regexp.MustCompile(`\p{Han}`)
	for _, o := range operations(t) {
		if !chinese.MatchString(o.Summary) && !o.public() || len(o.Tags) != 1 || o.OperationID == "" {
			t.Errorf("%s: summary %q, tags %v, operationId %q", o.name, o.Summary, o.Tags, o.OperationID)
		}
		if write := o.method != http.MethodGet && o.entry != open; write != (o.Parameters.GetByInAndName("header", "Idempotency-Key") != nil) {
			t.Errorf("%s: Idempotency-Key", o.name)
		}
	}
}

// Every code of the contract exists, and each status is listed exactly if some code has it.
func TestContractNamesTheFaultsThatExist(t *testing.T) {
	statuses := declaredFaults(t)
	for _, o := range operations(t) {
		if strings.HasPrefix(o.path, "/wx/") || strings.HasPrefix(o.path, "/phone/") || o.path == "/readyz" {
			continue // their callers are the platform and the load balancer
		}
		want := map[string]bool{"500": true, "503": true}
		codes := textsOf(o.Extensions["x-faults"])
		if !o.public() {
			codes = append(codes, "auth.login")
			want["400"] = true // among others for a key that is too long
		}
		if o.Parameters.GetByInAndName("header", "Idempotency-Key") != nil {
			want["400"], want["409"] = true, true // too long, or used for another request
		}
		if len(o.roles) > 0 && !slices.Contains(o.roles, auth.Resident) {
			codes = append(codes, "auth.denied")
		}
		if o.method != http.MethodGet {
			want["413"] = true
		}
		if strings.Contains(o.path, ":id") && !o.public() {
			codes = append(codes, "http.no_route")
		}
		if o.RequestBody != nil && o.path != "/api/v1/media" {
			codes = append(codes, "http.body")
		}
		for _, code := range codes {
			if code == press.ErrOther.Code {
				continue
			}
			status, ok := statuses[code]
			if !ok {
				t.Errorf("%s: no fault %s", o.name, code)
			}
			want[strconv.Itoa(status)] = true
		}
		has := map[string]bool{}
		for status := range o.Responses.Map() {
			if status >= "400" {
				has[status] = true
			}
		}
		if diff := gocmp.Diff(want, has); diff != "" {
			t.Errorf("%s: statuses (-faults +responses)\n%s", o.name, diff)
		}
	}
}

// declaredFaults reads every fault.New of the program: code and status.
func declaredFaults(t *testing.T) map[string]int {
	t.Helper()
	statuses := map[string]int{}
	declared := regexp.MustCompile(`fault\.New\(fault\.(\w+),\s*"([a-z._]+)"`)
	for _, dir := range []string{"../app/*/*.go", "../store/*.go", "../wxmsg/*.go", "*.go"} {
		files, err := filepath.Glob(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range declared.FindAllStringSubmatch(string(text), -1) {
				statuses[m[2]] = statusOf[fault.Kind(strings.ToLower(m[1]))]
			}
		}
	}
	return statuses
}

func TestEveryKindOfFaultHasAStatus(t *testing.T) {
	for _, k := range fault.Kinds {
		if statusOf[k] < 400 {
			t.Errorf("%s has status %d", k, statusOf[k])
		}
	}
}

// Every view has exactly the fields of its schema; exactly the omittable ones are not required there.
func TestContractHasTheFieldsOfTheViews(t *testing.T) {
	views := map[string][]any{
		"Area": {areaView{}}, "Person": {personView{}}, "Posting": {postingView{}}, "File": {fileView{}},
		"ReportDetail": {reportView{}}, "Work": {workView{}}, "Duty": {dutyView{}}, "Reporter": {reporterView{}}, "Event": {eventView{}}, "Review": {reviewView{}},
		"HolderChoice": {holderView{}}, "Template": {templateView{}}, "Alert": {alertView{}}, "Notice": {noticeView{}},
		"Board": {boardView{}}, "EmergencyLine": {lineView{}}, "Keeper": {keeperView{}}, "BoardPhones": {phonesView{}},
		"CallAnswer": {answerView{}}, "Call": {callView{}}, "Paging": {pagingView{}}, "Unreachable": {unreachableView{}},
		"Policies": {policiesView{}}, "Policy": {policyView{}}, "PolicyStep": {policyStepView{}}, "StandIn": {standInView{}},
		"WhistleDetail": {whistleView{}}, "Resident": {residentView{}}, "Colleague": {colleagueView{}}, "AbsenceTimes": {absenceView{}}, "ResidentDetail": {residentDetailView{}},
		"Cared": {caredView{}}, "Carer": {carerView{}}, "Family": {familyView{}}, "Muster": {musterView{}}, "WhistleEvent": {whistleEventView{}},
		"Appraisal": {appraisalView{}}, "Figure": {figureView{}}, "OrgMark": {markView{}}, "Export": {exportView{}},
		"Booking": {bookingView{}}, "ServiceRules": {rulesView{}}, "Question": {questionView{}}, "Service": {serviceView{}},
		"TimetableEntry": {entryView{}}, "Effect": {effectView{}}, "Period": {periodView{}}, "Session": {sessionView{}},
		"Turn": {turnView{}}, "Guest": {guestView{}}, "AnswerLine": {answerLine{}}, "SessionBoard": {sessionBoardView{}},
		"Serving": {servingView{}}, "ToCall": {toCallView{}}, "Usage": {usageView{}},
		"Inquiry": {inquiryView{}}, "InquiryDetail": {inquiryDetailView{}}, "InquiryMessage": {messageView{}},
		"Client": {clientView{}}, "PageSignature": {pageView{}}, "Bulletin": {bulletinView{}}, "Waiting": {waitingView{}},
		"Desk": {deskView{}}, "DeskCode": {deskCodeView{}}, "DeskLogin": {deskLoginView{}}, "System": {systemView{}}, "Unreached": {unreachedView{}}, "Readiness": {readyView{}}, "Hours": {hoursView{}}, "SpecialDay": {dayView{}}, "Error": {errorView{}},
	}
	schemas := loadContract(t).Components.Schemas
	for name, view := range views {
		s := schemas[name].Value
		required, optional := fieldsOf(reflect.TypeOf(view[0]))
		if diff := gocmp.Diff(sorted(required), sorted(s.Required)); diff != "" {
			t.Errorf("%s: required (-view +contract)\n%s", name, diff)
		}
		if diff := gocmp.Diff(sorted(append(required, optional...)), slices.Sorted(maps.Keys(s.Properties))); diff != "" {
			t.Errorf("%s: fields (-view +contract)\n%s", name, diff)
		}
		if s.AdditionalProperties.Has == nil || *s.AdditionalProperties.Has {
			t.Errorf("%s may have other fields", name)
		}
	}
}

func fieldsOf(view reflect.Type) (required, optional []string) {
	for f := range fields(view) {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if options == "omitempty" {
			optional = append(optional, name)
			continue
		}
		required = append(required, name)
	}
	return required, optional
}

// fields yields the fields of a struct and of the structs embedded in it.
func fields(view reflect.Type) func(func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for _, f := range reflect.VisibleFields(view) {
			if !f.Anonymous && !yield(f) {
				return
			}
		}
	}
}

func TestContractListsTheWordsOfTheRules(t *testing.T) {
	schemas := loadContract(t).Components.Schemas
	var figures []string
	for _, n := range appraisal.Names {
		figures = append(figures, n.Name)
	}
	for name, want := range map[string][]string{
		"Relation": plain(family.Relations), "FamilyState": plain(family.States),
		"WhistleState": plain(whistle.States), "MusterState": plain(whistle.MusterStates),
		"WhistleEventKind": plain(whistle.EventKinds), "FigureName": figures,
		"State": plain(report.States), "OwnOption": plain(report.EveryOwnOption), "DutyOption": plain(report.EveryDutyOption), "WorkOption": plain(report.EveryWorkOption), "Role": plain(auth.Roles),
		"LedgerKind": plain(ledger.Kinds), "BookingState": plain(booking.States), "BookingSource": plain(booking.Sources), "ServiceKind": plain(booking.Kinds),
		"InquiryState": plain(inquiry.States), "DeskState": plain(desk.States), "ReadingKind": plain(audit.Readings),
		"AreaKind": plain(area.Kinds), "Account": plain(auth.Accounts),
	} {
		if diff := gocmp.Diff(sorted(want), sorted(textsOf(schemas[name].Value.Enum))); diff != "" {
			t.Errorf("%s (-rules +contract)\n%s", name, diff)
		}
	}
	for _, kind := range textsOf(schemas["EventKind"].Value.Enum) {
		if report.EventKind(kind).Title() == "" {
			t.Errorf("no event is called %q", kind)
		}
	}
}

func TestContractIsServed(t *testing.T) {
	s := New(Config{Now: func() time.Time { return time.Time{} }})
	res, err := s.App().Test(httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/openapi.json", nil), -1)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil || res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != "application/json" {
		t.Fatalf("%d %s: %v", res.StatusCode, res.Header.Get("Content-Type"), err)
	}
	if got, want := doc.Paths.Len(), loadContract(t).Paths.Len(); got != want {
		t.Fatalf("%d paths are served of %d", got, want)
	}
}

func sorted[T cmp.Ordered](all []T) []T {
	all = slices.Sorted(slices.Values(all))
	return all
}

func plain[T ~string](all []T) []string {
	texts := make([]string, len(all))
	for i, v := range all {
		texts[i] = string(v)
	}
	return texts
}

// textsOf returns a list of an extension or enum as texts.
func textsOf(list any) []string {
	all, _ := list.([]any)
	var texts []string
	for _, v := range all {
		text, _ := v.(string)
		texts = append(texts, text)
	}
	return texts
}

// Every write may be refused for a key used by another request.
func TestContractRefusesForeignKeys(t *testing.T) {
	for _, o := range operations(t) {
		if o.Parameters.GetByInAndName("header", "Idempotency-Key") != nil && o.Responses.Value("409") == nil {
			t.Errorf("%s has no 409", o.name)
		}
	}
}
