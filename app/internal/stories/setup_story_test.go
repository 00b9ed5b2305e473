package stories

import (
	"testing"

	"linli/app/roster"
)

// lacks returns what is missing in a community, by check.
func lacks(health fields) map[string]float64 {
	found := map[string]float64{}
	for _, step := range objects(health["steps"]) {
		for _, c := range objects(step["checks"]) {
			if n, _ := c["missing"].(float64); n > 0 {
				found[c["key"].(string)] = n //nolint:forcetypeassert // the contract says so
			}
		}
	}
	return found
}

// A community sees what is missing in five steps, mends it, and may begin.
func TestACommunityIsSetUpInFiveSteps(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		sheets := staffed()
		sheets[roster.SheetAreas] = append(sheets[roster.SheetAreas], []string{"A-9", "A", "楼栋", "向阳小区9号楼", "", "", "", "", ""})
		w.imports(sheets)
		secretary := w.secretary()
		of := func(name string) string { return api + "/staff/communities/" + w.id(name) + "/setup" }
		health := secretary.does("staff", "GET", of("阳光社区"), nil, 200)
		w.wants(health, fields{"ready": false, "community_name": "阳光社区"})
		missing := lacks(health)
		for key, want := range map[string]float64{"outside_grids": 1, "no_households": 1, "no_phones": 2, "no_routes": 1, "no_hours": 1, "no_limits": 1, "no_steps": 1, "unreachable": 4} {
			if missing[key] != want {
				w.Errorf("%s: %v are missing, want %v", key, missing[key], want)
			}
		}
		unbound := items(secretary.does("staff", "GET", desk+"/persons?state=current&bound=no&area_id="+w.id("阳光社区"), nil, 200))
		if missing["unbound"] != float64(len(unbound)) || len(unbound) == 0 {
			w.Errorf("%v have not entered, %d are listed", missing["unbound"], len(unbound))
		}

		// What is mended is counted no more.
		secretary.edits(fields{"areas": []fields{{"id": w.id("向阳小区9号楼"), "parent_id": w.id("阳光第一网格"), "households": 30}}})
		secretary.does("staff", "PUT", api+"/staff/communities/"+w.id("阳光社区")+"/board", fields{"contact_phone": "0379-1234567", "supervision_phone": "12345"}, 200)
		at := api + "/staff/communities/" + w.id("阳光社区")
		decided := secretary.does("staff", "GET", at+"/limits", nil, 200)
		secretary.does("staff", "PUT", at+"/limits", fields{"items": decided["items"]}, 204)
		secretary.does("staff", "PUT", at+"/policies", secretary.does("staff", "GET", at+"/policies", nil, 200), 200)
		secretary.does("staff", "PUT", at+"/hours", fields{"working": "08:30-12:00,14:00-17:30", "resting": ""}, 200)
		missing = lacks(secretary.does("staff", "GET", of("阳光社区"), nil, 200))
		for _, key := range []string{"outside_grids", "no_households", "no_phones", "no_hours", "no_limits", "no_steps"} {
			if missing[key] != 0 {
				w.Errorf("%s is still missing", key)
			}
		}

		// A street counts of one community only; nobody counts of another's.
		street := lacks(w.street().does("staff", "GET", of("阳光社区"), nil, 200))
		if street["unbound"] == 0 || street["no_routes"] != 1 {
			w.Errorf("the street: %v", street)
		}
		secretary.refused("staff", "GET", of("新园社区"), nil, "404 area.missing")
		w.street().refused("staff", "GET", of("新园社区"), nil, "404 area.missing")
		w.officer().refused("staff", "GET", of("阳光社区"), nil, "403 auth.denied")
		secretary.refused("staff", "GET", of("阳光第一网格"), nil, "404 area.missing")
	})
}
