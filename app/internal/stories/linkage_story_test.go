package stories

import (
	"fmt"
	"sync"
	"testing"
	"time"
)

const linkagesAPI = api + "/staff/linkages"

// A unit is stationed in a community, twice at once is once, and what is missing is listed by area.
func TestAUnitIsStationed(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		secretary := w.secretary()
		here, day := w.id("阳光社区"), w.now().Format(time.DateOnly)
		unit := fields{
			"kind": "stationed", "org_id": w.org("自来水公司"), "area_id": here, "from": day,
			"head": "钱局长", "deputy": "孙副局长", "contact": "小李", "team": "党员先锋队 12 人",
		}
		list := func() ([]fields, []fields) {
			got := secretary.does("staff", "GET", linkagesAPI+"?area_id="+here, nil, 200)
			return items(got), objects(got["gaps"])
		}
		_, gaps := list()
		same(w, "kinds that are missing", []any{"stationed", "leader", "street_cadre", "office_cadre", "office_cadre", "community_cadre", "community_cadre"}, pluck(gaps, "kind"))

		token := secretary.login("staff")
		var all sync.WaitGroup
		for range 10 {
			all.Go(func() {
				if got := w.code(token, "POST", linkagesAPI, unit); got != "201" && got != "409 linkage.linked" {
					w.Error(got)
				}
			})
		}
		all.Wait()
		found, gaps := list()
		if len(found) != 1 || len(gaps) != 6 {
			w.Fatalf("%d linkages, %d gaps", len(found), len(gaps))
		}
		w.wants(found[0], fields{"org_name": "自来水公司", "kind_name": "下沉单位", "head": "钱局长", "team": "党员先锋队 12 人", "ended": false})

		// A cadre of the street reads their own, and nobody else's.
		cadre := w.someone("冯科长").binds("staff", "19900000023")
		secretary.does("staff", "POST", linkagesAPI, fields{"kind": "street_cadre", "person_id": cadre.me("staff"), "area_id": here, "from": day}, 201)
		same(w, "their own", []any{"阳光社区"}, pluck(items(cadre.does("staff", "GET", api+"/me/linkages", nil, 200)), "area_name"))
		same(w, "of another street", 0, len(items(w.street2().does("staff", "GET", api+"/me/linkages", nil, 200))))

		// A person tied to an area reads its figures, of that area only and while the tie lasts.
		man := w.orgMan()
		man.refused("staff", "GET", wallAPI+"?area_id="+here, nil, "404 area.missing")
		tie := secretary.does("staff", "POST", linkagesAPI, fields{"kind": "leader", "person_id": man.me("staff"), "area_id": here, "from": day}, 201)
		w.wants(man.does("staff", "GET", wallAPI+"?area_id="+here, nil, 200), fields{"area_id": here})
		w.wants(man.does("staff", "GET", wallAPI, nil, 200), fields{"name": "阳光社区"})
		man.refused("staff", "GET", wallAPI+"?area_id="+w.id("新园社区"), nil, "404 area.missing")
		secretary.does("staff", "POST", fmt.Sprint(linkagesAPI, "/", tie["id"], "/end"), nil, 204) // from tomorrow on
		w.forward(24 * time.Hour)
		man.refused("staff", "GET", wallAPI+"?area_id="+here, nil, "404 area.missing")

		for refusal, in := range map[string]fields{
			"400 linkage.who":   {"kind": "stationed", "org_id": "999999", "area_id": here, "from": day},
			"400 linkage.area":  {"kind": "office_cadre", "person_id": cadre.me("staff"), "area_id": here, "from": day},
			"400 linkage.days":  {"kind": "leader", "person_id": cadre.me("staff"), "area_id": here, "from": day, "to": "2020-01-01"},
			"404 area.missing":  {"kind": "leader", "person_id": cadre.me("staff"), "area_id": w.id("新园社区"), "from": day},
			"400 linkage.kind":  {"kind": "friend", "person_id": cadre.me("staff"), "area_id": here, "from": day},
			"400 linkage.names": {"kind": "stationed", "org_id": w.org("自来水公司"), "area_id": here, "from": day, "contact": "一二三四五六七八九十一二三四五六七八九十一"},
		} {
			secretary.refused("staff", "POST", linkagesAPI, in, refusal)
		}
		w.street2().refused("staff", "GET", linkagesAPI+"?area_id="+here, nil, "404 area.missing")
		id, _ := found[0]["id"].(string)
		w.street2().refused("staff", "POST", linkagesAPI+"/"+id+"/end", nil, "404 linkage.missing")
		for range 2 {
			secretary.does("staff", "POST", linkagesAPI+"/"+id+"/end", nil, 204)
		}
		w.forward(24 * time.Hour)
		found, gaps = list()
		if found[0]["ended"] != true || len(gaps) != 6 {
			w.Errorf("after its end: %v, %d gaps", found[0], len(gaps))
		}
	})
}
