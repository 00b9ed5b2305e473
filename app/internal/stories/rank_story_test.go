package stories

import (
	"regexp"
	"slices"
	"testing"

	"linli/app/internal/system"
	"linli/app/ledger"
)

// ranking are words that compare people. A switch may promise that it does not, and a waitlist has an order of its own.
var (
	ranking  = regexp.MustCompile(`排名|排行|名次|倒数|得分|打分|红黑榜|第[一二三四五六七八九十\d]名`)
	unranked = regexp.MustCompile(`不(打分|排名|排行)|候补名次`)
)

// Nobody is put in an order by a measure (国办函〔2026〕12号): no route takes such an order, and no notice, column of a ledger or
// text of the contract speaks of one. The orders of the queries themselves are tested in store.
func TestNobodyIsRanked(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.someone("老王").me("mp") // the first answer loads the contract
		watch, _ := httpClient.Transport.(*contractWatch)
		var orders []string
		for path, item := range watch.doc.Paths.Map() {
			for method, op := range item.Operations() {
				if ranking.MatchString(op.Summary + op.Description) {
					w.Errorf("%s %s: %s", method, path, op.Summary)
				}
				for _, p := range op.Parameters {
					if !slices.Contains([]string{"sort", "order", "by"}, p.Value.Name) {
						continue
					}
					for _, v := range p.Value.Schema.Value.Enum {
						text, _ := v.(string)
						orders = append(orders, text)
					}
				}
			}
		}
		slices.Sort(orders)
		// By time, or by place: tallies lie as the territory does.
		same(w, "orders of lists", []string{"building", "due", "grid", "newest", "oldest", "post"}, slices.Compact(orders))
	})
	for _, k := range system.NoticeKinds() {
		if ranking.MatchString(k.Title + k.Text) {
			t.Errorf("%s: %s", k.Name, k.Text)
		}
	}
	for _, k := range ledger.Kinds {
		for _, h := range k.Sheet().Headings {
			if ranking.MatchString(unranked.ReplaceAllString(h.Title, "")) {
				t.Errorf("%s: %s", k, h.Title)
			}
		}
	}
}
