package stories

import (
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// trace is where somebody walked.
type trace struct{ lat, lng float64 }

var (
	decimals = regexp.MustCompile(`\d+[.,]\d{2,}`)
	scaled   = regexp.MustCompile(`\b\d{6,10}\b`)
	degrees  = regexp.MustCompile(`(\d+)\s*[°度]\s*(\d+)`)
)

// in returns the first number of a text that is a coordinate of the trace, "" if none is: as a decimal, rounded, moved by the shift of
// a Chinese map, in parts of a degree, or in degrees and minutes.
func (t trace) in(text string) string {
	near := func(v, within float64) bool { return math.Abs(v-t.lat) < within || math.Abs(v-t.lng) < within }
	for _, m := range decimals.FindAllString(text, -1) {
		if v, err := strconv.ParseFloat(strings.Replace(m, ",", ".", 1), 64); err == nil && near(v, 0.02) {
			return m
		}
	}
	for _, m := range scaled.FindAllString(text, -1) {
		v, _ := strconv.ParseFloat(m, 64)
		for _, scale := range []float64{1e4, 1e5, 1e6, 1e7} {
			if near(v/scale, 0.001) {
				return m
			}
		}
	}
	for _, m := range degrees.FindAllStringSubmatch(text, -1) {
		whole, _ := strconv.ParseFloat(m[1], 64)
		minutes, _ := strconv.ParseFloat(m[2], 64)
		if near(whole+minutes/60, 0.04) {
			return m[0]
		}
	}
	return ""
}

// ranks looks for lists that put people in an order by a measure.
type ranks struct {
	people map[string]bool
	lists  int // with three or more people and a number beside each
}

// in returns the measures by which a value of an answer orders people.
func (r *ranks) in(value any) (found []string) {
	switch v := value.(type) {
	case fields:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			found = append(found, r.in(v[key])...)
		}
	case []any:
		var rows []map[string]float64
		var names []string
		for _, one := range v {
			found = append(found, r.in(one)...)
			if o, ok := one.(fields); ok {
				row := map[string]float64{}
				names, rows = append(names, r.measure("", o, row)), append(rows, row)
			}
		}
		found = append(found, r.order(names, rows)...)
	}
	return found
}

// measure collects the numbers of an object and returns the person whom it names.
func (r *ranks) measure(at string, value any, row map[string]float64) (name string) {
	switch v := value.(type) {
	case fields:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			if n := r.measure(at+"."+key, v[key], row); name == "" {
				name = n
			}
		}
	case []any:
		for i, one := range v { // counts by kind are compared kind by kind
			key := strconv.Itoa(i)
			if o, ok := one.(fields); ok && word(o["kind"]) != "" {
				key = word(o["kind"])
			}
			r.measure(at+"."+key, one, row)
		}
	case float64:
		row[at] = v
	case string:
		if r.people[v] {
			return v
		}
	}
	return name
}

// sheet returns the columns by which a sheet with a heading orders people.
func (r *ranks) sheet(lines [][]string) []string {
	var names []string
	var rows []map[string]float64
	for _, line := range lines[min(1, len(lines)):] {
		name, row := "", map[string]float64{}
		for i, cell := range line {
			if v, err := strconv.ParseFloat(cell, 64); err == nil {
				row[lines[0][i]] = v
			} else if r.people[cell] && name == "" {
				name = cell
			}
		}
		names, rows = append(names, name), append(rows, row)
	}
	return r.order(names, rows)
}

// order returns the measures that only fall or only rise along rows of different people.
func (r *ranks) order(names []string, rows []map[string]float64) (found []string) {
	if len(rows) < 3 || slices.Contains(names, "") || len(slices.Compact(slices.Sorted(slices.Values(names)))) < len(names) {
		return nil
	}
	keys := map[string]bool{}
	for _, row := range rows {
		for key := range row {
			keys[key] = true
		}
	}
	if len(keys) > 0 {
		r.lists++
	}
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		var values []float64
		for _, row := range rows {
			values = append(values, row[key])
		}
		sorted := slices.Sorted(slices.Values(values))
		different := len(slices.Compact(slices.Clone(sorted)))
		falls := slices.Clone(values)
		slices.Reverse(falls)
		if different >= 3 && (slices.Equal(values, sorted) || slices.Equal(falls, sorted)) {
			found = append(found, fmt.Sprint(key, " ", values))
		}
	}
	return found
}

// What the walk looks for is found where somebody puts it.
func TestTheWalkFindsWhatIsPlanted(t *testing.T) {
	t.Parallel()
	way := trace{38.487213, 113.962458}
	for _, planted := range []string{
		`{"lat":38.487213}`, `在38.49附近`, `{"p":[113.96,38]}`, `38487213,`, `"lng":1139625`, `北纬38°29′14″`, `B7: 113.968`, `lat=38,4872`, `38.4913 (GCJ-02)`,
	} {
		if way.in(planted) == "" {
			t.Errorf("not found in %s", planted)
		}
	}
	for _, harmless := range []string{"38分钟", "2026-11-23 09:38", "38.5%", "19900000038", "261123-001", "34.2010", "完成38件，退回49件", `"metres":3848`, "113号96户"} {
		if got := way.in(harmless); got != "" {
			t.Errorf("%q is found in %s", got, harmless)
		}
	}

	three := func(counts ...float64) any {
		var all []any
		for i, name := range []string{"李强", "王芳", "郑组长"} {
			all = append(all, fields{"person": fields{"name": name}, "done": fields{"count": counts[i]}})
		}
		return fields{"items": all}
	}
	r := &ranks{people: map[string]bool{"李强": true, "王芳": true, "郑组长": true}}
	for _, c := range []struct {
		counts []float64
		want   []string
	}{
		{[]float64{9, 4, 1}, []string{".done.count [9 4 1]"}},
		{[]float64{1, 4, 9}, []string{".done.count [1 4 9]"}},
		{[]float64{4, 9, 1}, nil},
		{[]float64{1, 0, 0}, nil},
	} {
		same(t, fmt.Sprint(c.counts), c.want, r.in(three(c.counts...)))
	}
	same(t, "lists", 4, r.lists)
	sheet := [][]string{{"姓名", "件数"}, {"李强", "9"}, {"王芳", "4"}, {"郑组长", "1"}}
	same(t, "a sheet", []string{"件数 [9 4 1]"}, r.sheet(sheet))
	sheet[1], sheet[2] = sheet[2], sheet[1]
	same(t, "a sheet by place", []string(nil), r.sheet(sheet))
	for _, heading := range []string{"本月排名", "名次", "得分", "红黑榜"} {
		if !ranking.MatchString(heading) {
			t.Errorf("%s is no heading of a ranking", heading)
		}
	}
}
