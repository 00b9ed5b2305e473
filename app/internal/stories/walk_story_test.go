package stories

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app/ledger"
	"linli/app/wordlist"

	"github.com/getkin/kin-openapi/openapi3"
)

// fixtureRows are the rows whose ids the walk fills in, by the word before the id in a path.
var fixtureRows = map[string]string{
	"communities": `SELECT id FROM area WHERE name = '阳光社区'`, "buildings": `SELECT id FROM area WHERE name = '阳光花园3号楼'`,
	"grids": `SELECT id FROM area WHERE name = '阳光第一网格'`, "areas": `SELECT id FROM area WHERE name IN ('阳光社区', '阳光第一网格', '1单元')`,
	"boards": `SELECT board FROM area WHERE name = '阳光花园3号楼'`, "b": `SELECT board FROM area WHERE name = '阳光花园3号楼'`, "badge": `SELECT token FROM post_badge WHERE token IS NOT NULL`,
	"public": `SELECT id FROM area WHERE name = '阳光社区'`, "residents": `SELECT person_id FROM household_residence`,
	"persons": `SELECT DISTINCT person_id FROM person_posting`, "bookings": `SELECT id FROM booking`, "sessions": `SELECT id FROM booking_session`,
	"bulletins": `SELECT id FROM bulletin`, "publicities": `SELECT id FROM publicity`, "care": `SELECT id FROM care_cared`,
	"households": `SELECT id FROM household`, "campaigns": `SELECT id FROM collect_campaign`, "estates": `SELECT id FROM estate`,
	"inquiries": `SELECT id FROM inquiry`, "linkages": `SELECT id FROM linkage`, "things": `SELECT id FROM loan_thing`, "uses": `SELECT id FROM hall_use`, "media": `SELECT id FROM media_file`,
	"patrols": `SELECT id FROM patrol`, "places": `SELECT id FROM place ORDER BY id`, "reports": `SELECT id FROM report`, "whistles": `SELECT id FROM whistle`,
	"counters": `SELECT id FROM counter`, "errands": `SELECT id FROM errand`, "mediations": `SELECT id FROM mediate_case`, "orders": `SELECT id FROM order_visit`, "visits": `SELECT id FROM order_visit`, "feedback": `SELECT id FROM feedback`, "papers": `SELECT id FROM paper`, "badges": `SELECT id FROM post_badge`, "guide": `SELECT id FROM guide_item`, "versions": `SELECT version FROM guide_version`, "meal-programmes": `SELECT id FROM meal_programme`, "kitchen": `SELECT id FROM meal_programme`, "days": `SELECT '2026-11-24' FROM meal_day`,
	"meal-months": `SELECT '2026-11' FROM meal_day`,
}

// unanswered are the routes that refuse all of the staff, each for its reason.
var unanswered = []string{
	"authorizePage",       // sends a browser to the platform
	"getInquiry",          // is for whom it belongs to
	"listMatters",         // is for delegates
	"listOfferedPapers",   // is of a matter that the query names
	"mediationColleagues", // is for mediators
	"mediationRooms",      // likewise
	"openMedia",           // takes a signed address
	"openMediation",       // is for mediators
	"printMediation",      // likewise
	"signPage",            // is for a page inside of WeChat
	"staffMediations",     // is for mediators
	"staffSystem",         // is for operators
}

// After a day of rounds with a track on, everything that staff can ask, every ledger, notice and line of the log, and every table but
// one is read: nowhere but in the track's own answer, for the walker and their grid lead, stands where somebody walked, and nowhere are
// people put in an order by what they did.
func TestNobodyIsFollowedOrRanked(t *testing.T) {
	t.Parallel()
	eachBranched(t, func(w *world) {
		var log logLines
		w.stop()
		w.log = &log
		w.start()
		way := trace{38.487213, 113.962458}
		round := w.aDayOfRounds(way)
		walk := w.walkFor(way)

		walker := []*citizen{w.officer(), w.lead()}
		for _, who := range []*citizen{w.officer(), w.lead(), w.clerk(), w.secretary(), w.street(), w.centre(), w.orgMan(), w.plumber()} {
			walk.as(who, "staff", slices.Contains(walker, who))
		}
		walk.as(w.steward(), "mp", false)
		own := fmt.Sprint("getTrack of ", round)
		same(w, "who reads the track", []string{own, own}, walk.tracks)
		var silent []string
		for op := range walk.asked {
			if !walk.answered[op] {
				silent = append(silent, op)
			}
		}
		slices.Sort(silent)
		same(w, "routes that gave no answer", unanswered, silent)

		for _, k := range ledger.Kinds {
			walk.exports(k)
		}
		w.settle()
		walk.tables("patrol_position")
		w.stop()
		walk.reads("the log", log.b.String())
		w.start() // the notices are played at the end
		if walk.ranks.lists < 3 {
			w.Errorf("only %d lists have people with numbers", walk.ranks.lists)
		}
		if walk.requests < 1000 {
			w.Errorf("only %d requests", walk.requests)
		}
	})
}

// aDayOfRounds fills the county, lets the officer walk a way with the track on, and returns the round.
func (w *world) aDayOfRounds(way trace) string {
	w.Helper()
	w.secrets()
	w.at("2026-11-23 15:00")
	secretary, officer, lead, clerk := w.secretary(), w.officer(), w.lead(), w.clerk()
	home := w.id("阳光社区")
	for _, key := range []string{"patrol_track", "patrol_minimum", "monthly_summary", "attendance"} {
		secretary.turns(key, map[string]int{"patrol_track": 10, "monthly_summary": 60, "attendance": 60}[key])
	}
	// In no order of people is the order of what they did: the lead, last in the roster, did more than the officer and less than the clerk.
	for who, times := range map[*citizen]int{officer: 2, lead: 9, clerk: 3} {
		for i := range times {
			who.does("staff", "POST", workAPI, fields{"kind": "visit", "area_id": w.id("阳光花园3号楼"), "words": fmt.Sprint("看望老人", i)}, 204)
			w.later(time.Minute)
		}
		who.does("staff", "POST", attendanceAPI, fields{"community_id": home}, 200)
	}
	household, _ := w.elder("陈奶奶", "202", 1940, "alone")
	officer.visits("staff", officer.careOf(household)["id"], "door", "well")
	w.adds(clerk, w.estate("阳光花园", "company", "阳光物业", "阳光花园3号楼"), 201)
	clerk.publishes("阳光社区", "停水通知")
	clerk.guides(minimum(fields{"community_id": home}))
	clerk.makesPublic()
	clerk.does("staff", "POST", whistlesAPI, fields{
		"area_id": w.id("阳光花园3号楼"), "place": "东门外", "words": "夜市占道", "by": w.now().Add(time.Hour),
		"lead_org_id": w.org("综合执法大队"), "helper_org_ids": []string{w.org("阳光物业")},
	}, 201)
	clerk.does("staff", "POST", api+"/staff/badges", fields{"person_id": w.steward().me("mp"), "kind": "badge", "number": "YG-031"}, 201)
	clerk.does("staff", "POST", api+"/staff/places", fields{"community_id": home, "name": "邻里中心", "use": "service"}, 201)
	clerk.does("staff", "POST", campaignsAPI, w.census(), 201)
	clerk.uploads("staff", photo(64, 48))
	secretary.does("staff", "POST", linkagesAPI, fields{"kind": "street_cadre", "person_id": w.street().me("staff"), "area_id": home, "from": w.now().Format(time.DateOnly)}, 201)

	clerk.does("mp", "POST", usesAPI, wish(w.hall("文化活动室", true), "2026-11-25 14:00"), 201)
	lent := clerk.does("mp", "POST", loansAPI, fields{"thing_id": w.lends("爱心雨伞", 2, 3, true)}, 201)
	clerk.does("mp", "POST", loansAPI+"/"+word(lent["id"])+"/return", nil, 200) // and is asked about it
	desk, _ := w.counter(nil)
	clerk.does("staff", "POST", staffCounters+desk+"/tickets", fields{}, 201)
	clerk.does("mp", "POST", mediations, fields{"kind": "leak"}, 201)
	own := clerk.does("mp", "POST", errandsAPI, fields{"words": "给父亲办居住证明"}, 201)
	clerk.handles(own, "take", nil)
	clerk.handles(own, "propose", fields{"powers": []string{"submit"}, "until": "2026-12-01"})
	clerk.hands("mp", fields{"name": "身份证复印件"})

	clerk.does("mp", "POST", ordersAPI, barber("area_id", w.id("1单元")), 201)
	offline := clerk.enters("阳光社区", fields{"name": "陈爷爷", "home_id": w.id("1单元")})
	visit := clerk.does("staff", "POST", staffOrders, barber("person_id", offline["id"]), 201)
	clerk.arranges(visit, "agree", fields{"at": "2026-11-24T09:30:00+08:00", "team": []string{officer.me("staff")}})

	kitchen := w.kitchen("kitchen_id", w.org("阳光物业"))
	for _, name := range []string{"王奶奶", "李奶奶", "赵大爷"} {
		w.eater(kitchen, name, "1单元", "302")
	}
	w.carried(kitchen, officer, "staff")
	w.at("2026-11-23 17:00")
	w.recurs("fix_meals")

	w.at("2026-11-23 19:00")
	secretary.plans(nil)
	officer.scans("阳光花园3号楼", "")
	here := fields{"community_id": home}
	officer.does("staff", "POST", patrolAPI+"/track", here, 204)
	for i := range 6 {
		w.later(20 * time.Second)
		officer.does("staff", "POST", patrolAPI+"/positions", fields{"community_id": home, "positions": []fields{{
			"at": w.now().Format(time.RFC3339), "lat": way.lat + float64(i)*20/111_320, "lng": way.lng, "accuracy": 8,
		}}}, 204)
	}
	for i, in := range []fields{
		{"words": "宣传栏松了", "topic": "facility", "spot": true, "did": "扶正加固"}, {"words": "楼道里堆了纸箱"}, {"words": "裸露电线垂下来", "topic": "public"},
	} {
		in["code"] = w.board("阳光花园3号楼")
		w.request(officer.login("staff"), "POST", patrolAPI+"/finds", in, 201, nil, "Idempotency-Key", fmt.Sprint("walk-", i))
	}
	officer.scans("阳光花园13号楼", "")
	w.wants(officer.does("staff", "POST", patrolAPI+"/close", fields{"words": "13号楼门禁坏了"}, 200), fields{"metres": 100.0})
	same(w, "positions", 6, w.count(`SELECT COUNT(*) FROM patrol_position`))
	for _, job := range []string{"tell_finds", "plan_visits", "close_patrols"} {
		w.recurs(job)
	}
	w.settle()
	return word(objects(officer.patrolDay()["rounds"])[0]["id"])
}

// walk reads everything.
type walk struct {
	*world
	way      trace
	ranks    *ranks
	ids      map[string][]string // by the word before it
	asked    map[string]bool     // operations
	answered map[string]bool
	tracks   []string // answers that have the track
	requests int
}

func (w *world) walkFor(way trace) *walk {
	w.Helper()
	k := &walk{
		world: w, way: way, ids: map[string][]string{}, asked: map[string]bool{}, answered: map[string]bool{},
		ranks: &ranks{people: map[string]bool{}},
	}
	for _, list := range wordlist.Lists {
		k.ids["words"] = append(k.ids["words"], string(list))
	}
	for segment, query := range fixtureRows {
		all := w.column(query)
		if k.ids[segment] = all[:min(2, len(all))]; len(all) == 0 {
			w.Errorf("the fixture has no %s", segment)
		}
	}
	for _, name := range w.column(`SELECT name FROM person WHERE id IN (SELECT person_id FROM person_posting)`) {
		k.ranks.people[name] = true
	}
	for _, p := range items(w.secretary().does("staff", "GET", api+"/staff/work/tallies?by=post&area_id="+w.id("阳光社区"), nil, 200)) {
		k.ranks.people[word(p["name"])] = true // a post is a person
	}
	return k
}

// column returns the first column of a query, newest first.
func (w *world) column(query string) (all []string) {
	w.Helper()
	rows, err := w.records().QueryContext(w.ctx, query)
	w.must(err)
	defer rows.Close()
	for rows.Next() {
		var one string
		w.must(rows.Scan(&one))
		all = append(all, one)
	}
	w.must(rows.Err())
	return all
}

// as asks everything that one person may ask.
func (k *walk) as(who *citizen, account string, walker bool) {
	k.Helper()
	token := who.login(account)
	watch, _ := httpClient.Transport.(*contractWatch)
	paths := watch.doc.Paths.Map()
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		op := paths[path].Get
		if op == nil || strings.HasPrefix(path, "/wx/") {
			continue
		}
		k.asked[op.OperationID] = true
		for _, address := range k.addresses(path, op) {
			status, answer := k.send(token, "GET", address, nil)
			k.requests++
			k.answered[op.OperationID] = k.answered[op.OperationID] || status < 400
			what := fmt.Sprint(who.name, ": GET ", address)
			if op.OperationID == "getTrack" && walker {
				if k.way.in(string(answer)) != "" {
					k.tracks = append(k.tracks, "getTrack of "+strings.Split(address, "/")[4])
				}
				continue
			}
			k.reads(what, string(answer))
			var value any
			if json.Unmarshal(answer, &value) == nil {
				for _, found := range k.ranks.in(value) {
					k.Errorf("%s orders people by %s", what, found)
				}
			}
		}
	}
}

// reads fails on a coordinate and on a word that compares people.
func (k *walk) reads(what, text string) {
	k.Helper()
	if found := k.way.in(text); found != "" {
		i := strings.Index(text, found)
		k.Errorf("%s has %q: …%.200s", what, found, text[max(0, i-80):])
	}
	if found := ranking.FindString(unranked.ReplaceAllString(text, "")); found != "" {
		k.Errorf("%s says %q", what, found)
	}
}

// addresses fills a path and its query in every way that the contract and the fixture allow.
func (k *walk) addresses(path string, op *openapi3.Operation) []string {
	k.Helper()
	parts := strings.Split(path, "/")
	all := []string{""}
	for i, part := range parts[1:] {
		values := []string{part}
		if strings.HasPrefix(part, "{") {
			values = k.ids[parts[i]]
			for _, p := range op.Parameters {
				if p.Value.In == "path" && "{"+p.Value.Name+"}" == part && len(p.Value.Schema.Value.Enum) > 0 {
					values = nil
					for _, v := range p.Value.Schema.Value.Enum {
						values = append(values, fmt.Sprint(v))
					}
				}
			}
			if len(values) == 0 {
				k.Errorf("GET %s: the walk has no value for %s", path, part)
			}
		}
		var longer []string
		for _, head := range all {
			for _, v := range values {
				longer = append(longer, head+"/"+v)
			}
		}
		all = longer
	}
	var addresses []string
	for _, address := range all {
		for _, query := range k.queries(op) {
			addresses = append(addresses, strings.TrimSuffix(address+"?"+query.Encode(), "?"))
		}
	}
	return addresses
}

// queries returns what is required, alone and with each value of each list that a parameter offers.
func (k *walk) queries(op *openapi3.Operation) []url.Values {
	base, day := url.Values{}, k.now().Format(time.DateOnly)
	known := map[string]string{
		"area_id": k.id("阳光社区"), "community_id": k.id("阳光社区"), "building_id": k.id("阳光花园3号楼"), "tag": "alone", "words": "阳光花园3号楼",
		"number": "261123-001", "from": "2026-11-01", "to": day, "mark": k.column(`SELECT door FROM place ORDER BY id`)[0],
	}
	var offered []url.Values
	for _, p := range op.Parameters {
		if p.Value.In != "query" {
			continue
		}
		name, schema := p.Value.Name, p.Value.Schema.Value
		switch {
		case known[name] != "" && (p.Value.Required || name == "words" || strings.HasSuffix(name, "_id")):
			base.Set(name, known[name])
		case name == "person_id":
			offered = append(offered, url.Values{name: {k.officer().me("staff")}})
		case len(schema.Enum) > 0:
			for _, v := range schema.Enum {
				offered = append(offered, url.Values{name: {fmt.Sprint(v)}})
			}
			if p.Value.Required {
				base.Set(name, fmt.Sprint(schema.Enum[0]))
			}
		case p.Value.Required:
			base.Set(name, fmt.Sprint(filler(name, schema, "1", day, 0)))
		}
	}
	all := []url.Values{base}
	for _, more := range offered {
		one := maps.Clone(base)
		maps.Copy(one, more)
		all = append(all, one)
	}
	return all
}

// exports writes a ledger of the year, by whom it is open to.
func (k *walk) exports(kind ledger.Kind) {
	k.Helper()
	who, in := k.secretary(), fields{"from": "2026-11-01", "to": "2026-11-30", "area_id": k.id("阳光社区"), "reason": "年终检查"}
	if kind == ledger.Pay {
		who = k.street()
	}
	k.forgetExports(who)
	status, data := k.send(who.login("staff"), "POST", ledgersAPI+"/"+string(kind), in)
	if status != 200 {
		k.Fatalf("the ledger %s: %d %s", kind, status, data)
	}
	text, lines := readLedger(k, data)
	k.reads("the ledger "+string(kind), text)
	for _, found := range k.ranks.sheet(lines) {
		k.Errorf("the ledger %s orders people by %s", kind, found)
	}
	if len(lines) < 2 {
		k.Errorf("the ledger %s is empty", kind)
	}
}

// tables reads every table but one: notices, jobs, lines of audit and all else that may become an answer.
func (k *walk) tables(but string) {
	k.Helper()
	query := `SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`
	if k.config.MySQL != "" {
		query = `SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY table_name`
	}
	read := 0
	for _, table := range k.column(query) {
		if table == but {
			if k.way.in(k.dump(table)) == "" {
				k.Errorf("%s has no track", table)
			}
			continue
		}
		text := k.dump(table)
		read += len(text)
		if found := k.way.in(text); found != "" {
			k.Errorf("the table %s has %q", table, found)
		}
		if table == "notify_notice" {
			k.reads("notices", text)
		}
	}
	if read < 10_000 {
		k.Errorf("only %d bytes of tables", read)
	}
}

// dump returns the rows of a table as text.
func (k *walk) dump(table string) string {
	k.Helper()
	rows, err := k.records().QueryContext(k.ctx, "SELECT * FROM "+table) //nolint:gosec // names of the schema
	k.must(err)
	defer rows.Close()
	columns, err := rows.Columns()
	k.must(err)
	var b strings.Builder
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		k.must(rows.Scan(into...))
		for i, v := range values {
			if raw, ok := v.([]byte); ok {
				v = string(raw)
			}
			fmt.Fprintf(&b, "%s=%v\n", columns[i], v)
		}
	}
	k.must(rows.Err())
	return b.String()
}
