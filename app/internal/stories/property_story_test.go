package stories

import (
	"testing"

	"linli/app/roster"
)

// A route names the property company of the estate where something happened. The company is looked up when the report comes: after
// the building has changed estate, the next report goes to the other company; one of an estate without a company to the next route.
func TestARouteToThePropertyCompany(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		sheets := staffed()
		sheets[roster.SheetOrgs] = append(sheets[roster.SheetOrgs], []string{"O9", "欣悦物业", "物业", "A"})
		sheets[roster.SheetPersons] = append(sheets[roster.SheetPersons], []string{"P39", "常师傅", "19900000039", "A", "否"})
		sheets[roster.SheetPostings] = append(sheets[roster.SheetPostings], []string{"P39", "部门人员", "A", "O9", "", "", ""})
		w.imports(sheets)
		secretary, wang := w.secretary(), w.follower("老王")
		first := w.adds(secretary, w.estate("阳光小区", "company", "阳光物业", "阳光花园3号楼"), 201)
		other := w.adds(secretary, w.estate("欣悦家园", "company", "欣悦物业"), 201)
		routes := fields{"items": []any{
			rule("小区设施", fields{"kind": "property"}, "categories", []any{"facility"}),
			rule("其他设施", toPost("secretary"), "categories", []any{"facility"}),
		}}
		bad := fields{"items": []any{rule("小区设施", fields{"kind": "property", "org_id": w.org("阳光物业")})}}
		secretary.refused("staff", "PUT", w.routesOf("阳光社区"), bad, "400 report.routes")
		secretary.does("staff", "PUT", w.routesOf("阳光社区"), routes, 204)
		read := items(secretary.does("staff", "GET", w.routesOf("阳光社区"), nil, 200))
		w.wants(read[0], fields{"to_name": "所在小区的物业公司"})

		holder := func(place, want string) string {
			w.Helper()
			id := wang.submits("路灯不亮", place)
			w.wants(wang.sees("mp", id), fields{"holder": want})
			return id
		}
		id := holder("阳光花园3号楼", "阳光物业")
		w.wants(w.plumber().acts(id, "take", nil), fields{"state": "in_hand"})
		holder("阳光花园13号楼", "阳光社区书记") // in no estate

		change := w.estate("欣悦家园", "company", "欣悦物业", "阳光花园3号楼")
		change["version"] = other["version"]
		other = secretary.does("staff", "PUT", estates+"/"+word(other["id"]), change, 200)
		holder("阳光花园3号楼", "欣悦物业")
		w.wants(wang.sees("mp", id), fields{"holder": "阳光物业"}) // what came before stays

		alone := w.estate("欣悦家园", "none", "", "阳光花园3号楼")
		alone["version"] = other["version"]
		secretary.does("staff", "PUT", estates+"/"+word(other["id"]), alone, 200)
		holder("阳光花园3号楼", "阳光社区书记")

		// Tried on past reports, the routes of today count.
		back := w.estate("阳光小区", "company", "阳光物业", "阳光花园3号楼")
		back["version"] = secretary.does("staff", "GET", estates+"/"+word(first["id"]), nil, 200)["version"]
		secretary.does("staff", "PUT", estates+"/"+word(first["id"]), back, 200)
		w.at("2026-12-02 09:00")
		got := items(secretary.does("staff", "POST", w.routesOf("阳光社区")+"/try", routes, 200))
		same(w, "by rule", []any{0.0, 3.0, 1.0}, pluck(got, "reports"))
		same(w, "without a company", []any{0.0, 1.0, 0.0}, pluck(got, "empty"))
	})
}
