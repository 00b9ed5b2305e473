package stories

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
)

// secret is contained in each text, name and answer of community A that is not for others.
const secret = "暗号"

// intruder is a person without access to community A.
type intruder struct {
	name, token string
	may         bool // is logged in
}

// A stranger and three people of another community send each id of community A in each place of each route that takes
// one, and read nothing of it.
func TestNothingOfAnotherCommunityIsReadable(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.secrets()
		watch, _ := httpClient.Transport.(*contractWatch)
		li := w.someone("老李").lives("新园小区1号楼")
		all := []intruder{
			{"no token", "", false},
			{"a bad token", "garbage", false},
			{"a resident of B", li.login("mp"), true},
			{"a steward of B", w.someone("钱进").binds("mp", "19900000007").login("mp"), true},
			{"a clerk of B", w.clerkB().login("staff"), true},
		}
		before := w.stateOfA()
		asked := 0
		for path, item := range watch.doc.Paths.Map() {
			for method, op := range item.Operations() {
				if slices.Contains(beside, op.OperationID) || strings.HasPrefix(path, "/wx/") {
					continue
				}
				for _, id := range w.idsFor(path, op) {
					for _, who := range all {
						asked++
						w.intrudes(who, method, path, op, id)
					}
				}
			}
		}
		if asked < 2000 {
			w.Errorf("only %d requests", asked)
		}
		same(w, "community A afterwards", before, w.stateOfA())
	})
}

// beside are the operations that are left out: they end the token, or make the intruder a neighbour, which is limited
// and tested with the boards. Pushes of the platform are signed.
var beside = []string{"logout", "closeAccount", "changeMe", "arrive"}

// secrets fills community A with texts that others must not read.
func (w *world) secrets() {
	w.Helper()
	p := w.parlour(5, 1)
	clerk, steward := p.clerk, w.follower("赵红").binds("mp", "19900000003")
	wang := w.someone("老王").binds("mp", "19900000099").lives("1单元")
	wang.does("mp", "PATCH", api+"/me", fields{"name": secret + "王"}, 200)
	shared := wang.shares("路灯不亮"+secret, "阳光花园3号楼")
	open := wang.submits("漏水"+secret, "阳光花园3号楼")
	done := wang.submits("噪音"+secret, "阳光花园3号楼")
	w.alerted()
	for _, id := range []string{open, done} {
		w.takes(clerk, id)
		clerk.acts(id, "note", fields{"words": secret + "内部"})
		clerk.acts(id, "reply", fields{"words": secret + "回复"})
	}
	clerk.acts(open, "ask", fields{"words": secret + "哪一户"})
	clerk.acts(done, "resolve", fields{"outcome": "solved", "words": secret + "修好了"})
	_ = shared
	wang.does("mp", "POST", api+"/complaints", fields{"words": secret + "态度不好"}, 201)
	wang.does("mp", "POST", api+"/buildings/"+w.id("阳光花园3号楼")+"/call", fields{"words": secret + "想买药"}, 201)
	granny := clerk.enters("阳光社区", fields{"name": secret + "奶奶", "phone": "13800138000", "born": 1940})
	clerk.does("staff", "POST", bookingsAPI, fields{
		"session_id": p.today, "person_id": granny["id"], "answers": fields{"well": secret + "腰疼"}, "consent": true,
	}, 201)
	wang.does("mp", "POST", bookingsAPI, fields{"session_id": p.today, "answers": fields{"well": secret}, "consent": true}, 201)
	wang.does("mp", "POST", families, fields{"name": secret + "妈", "born": 1941, "relation": "parent", "home_id": w.id("1单元")}, 201)
	clerk.does("staff", "POST", api+"/staff/templates", fields{"community_id": w.id("阳光社区"), "name": secret + "模板", "text": secret + "您好"}, 201)
	clerk.does("staff", "POST", staffLoans, fields{"thing_id": w.lends("轮椅", 2, 7, false), "name": secret + "奶奶", "phone": "13800138000"}, 201)
	wang.inquires(secret + "低保怎么申请")
	wang.does("mp", "POST", myHouseholds, w.moved("1单元", "101", 3), 201)
	wang.hands("mp", fields{"name": secret + "户口本", "keep": "true"})
	w.settle()
	_ = steward
}

// stateOfA is the state of A as its own people see it.
func (w *world) stateOfA() map[string]any {
	w.Helper()
	state := map[string]any{}
	for _, query := range []string{
		`SELECT COUNT(*) FROM report WHERE text LIKE '%` + secret + `%'`,
		`SELECT COUNT(*) FROM report_event WHERE report_id IN (SELECT id FROM report WHERE text LIKE '%` + secret + `%')`,
		`SELECT SUM(joins) FROM report WHERE text LIKE '%` + secret + `%'`,
		`SELECT COUNT(*) FROM booking WHERE alive = 1 AND service_id IN (SELECT id FROM booking_service WHERE name = '理发')`,
		`SELECT COUNT(*) FROM family_link WHERE name LIKE '%` + secret + `%' AND state = 'asked'`,
		`SELECT COUNT(*) FROM steward_call WHERE words LIKE '%` + secret + `%' AND state = 'waiting'`,
		`SELECT COUNT(*) FROM report_template WHERE text LIKE '%` + secret + `%'`,
		`SELECT COUNT(*) FROM loan WHERE name LIKE '%` + secret + `%' AND state = 'out' AND extended = 0`,
		`SELECT SUM(stock) FROM loan_thing WHERE name = '轮椅' AND ended_at = 0`,
		`SELECT COUNT(*) FROM inquiry WHERE title LIKE '%` + secret + `%' AND state = 'open' AND messages = 1`,
		`SELECT SUM(size) FROM household WHERE state = 'reported'`,
		`SELECT COUNT(*) FROM household_residence WHERE state = 'reported'`,
		`SELECT COUNT(*) FROM household_dwelling WHERE checked_at = 0`,
		`SELECT COUNT(*) FROM paper WHERE name LIKE '%` + secret + `%' AND state = 'here' AND kept = 1`,
		`SELECT COUNT(*) FROM person WHERE name LIKE '%` + secret + `%'`,
	} {
		state[query] = w.count(query)
	}
	return state
}

// idsFor returns the ids to try: small numbers are ids of A's rows of any table; areas are found by name.
func (w *world) idsFor(path string, op *openapi3.Operation) []string {
	if !strings.Contains(path, "{") && !takesID(op) {
		return []string{"1"}
	}
	ids := []string{w.id("阳光社区"), w.id("阳光第一网格"), w.id("阳光花园3号楼"), w.id("1单元")}
	for i := range 8 {
		if id := strconv.Itoa(i + 1); !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

func takesID(op *openapi3.Operation) bool {
	return op.RequestBody != nil ||
		slices.ContainsFunc(op.Parameters, func(p *openapi3.ParameterRef) bool { return strings.HasSuffix(p.Value.Name, "_id") })
}

// intrudes sends one request with the id in each place and checks the answer.
func (w *world) intrudes(who intruder, method, path string, op *openapi3.Operation, id string) {
	w.Helper()
	day := w.now().Format(time.DateOnly)
	address := strings.NewReplacer("{token}", "made-up", "{account}", "oa", "{variant}", "full", "{day}", day).Replace(path)
	for strings.Contains(address, "{") {
		i := strings.Index(address, "{")
		address = address[:i] + id + address[i+strings.Index(address[i:], "}")+1:]
	}
	query := url.Values{}
	for _, p := range op.Parameters {
		if p.Value.In == "query" && (p.Value.Required || strings.HasSuffix(p.Value.Name, "_id")) {
			query.Set(p.Value.Name, fmt.Sprint(filler(p.Value.Name, p.Value.Schema.Value, id, day, 0)))
		}
	}
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	var body any
	if op.RequestBody != nil {
		if media := op.RequestBody.Value.Content.Get("application/json"); media != nil && media.Schema != nil {
			body = filler("", media.Schema.Value, id, day, 0)
		}
	}
	status, answer := w.send(who.token, method, address, body)
	text := string(answer)
	if status >= 500 {
		w.Errorf("%s: %s %s = %d %s", who.name, method, address, status, text)
	}
	if !who.may && op.Extensions["x-roles"] != nil && status != 401 {
		w.Errorf("%s: %s %s = %d", who.name, method, address, status)
	}
	for _, word := range []string{secret, "王芳", "李强", "赵红", "孙伟", "19900000099", "199****0099", "138****8000", "199****0003", "1990000000"} {
		if strings.Contains(text, word) && !strings.Contains(text, "周敏") {
			w.Errorf("%s: %s %s = %d shows %s: %.600s", who.name, method, address, status, word, text)
		}
	}
}

// usual are valid values for parameters that take no id.
var usual = fields{"category": "facility", "source": "call", "phone": "13812345678", "lat": 34.201, "lng": 108.001}

// filler makes a value for a schema, with the id where an id is expected.
func filler(name string, s *openapi3.Schema, id, day string, depth int) any {
	if len(s.AllOf) > 0 {
		return filler(name, s.AllOf[0].Value, id, day, depth)
	}
	if len(s.OneOf) > 0 {
		return filler(name, s.OneOf[0].Value, id, day, depth)
	}
	switch {
	case len(s.Enum) > 0:
		return s.Enum[len(s.Enum)-1]
	case s.Type.Is("object"):
		o := fields{}
		for key, p := range s.Properties {
			if depth < 4 {
				o[key] = filler(key, p.Value, id, day, depth+1)
			}
		}
		return o
	case s.Type.Is("array"):
		if s.Items == nil || depth > 4 {
			return []any{}
		}
		return []any{filler(strings.TrimSuffix(name, "s"), s.Items.Value, id, day, depth+1)}
	case s.Type.Is("boolean"):
		return true
	case usual[name] != nil:
		return usual[name]
	case s.Type.Is("integer"), s.Type.Is("number"):
		if s.Min != nil {
			return *s.Min
		}
		return 1
	case strings.HasSuffix(name, "id") || s.Pattern == `^\d+$`:
		return id
	case s.Format == "date" || name == "day" || name == "from":
		return day
	case s.Format == "date-time" || name == "until":
		return day + "T10:00:00+08:00"
	}
	return "看看"
}
