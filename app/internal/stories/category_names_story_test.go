package stories

import (
	"fmt"
	"strings"
	"testing"
)

// The secretary renames a category and hides another for the community: its residents, the chat and its staff read that; the county,
// other communities and ledgers read the county's. A form that was open with the hidden category is still taken.
func TestACommunityNamesTheCategories(t *testing.T) {
	t.Parallel()
	eachStaffed(t, func(w *world) {
		secretary, clerk, clerkB, centre, wang := w.secretary(), w.clerk(), w.clerkB(), w.centre(), w.named("老王", "阳光花园3号楼")
		ours, theirs := api+"/staff/communities/"+w.id("阳光社区")+"/names", api+"/staff/communities/"+w.id("新园社区")+"/names"
		old := wang.submits("楼下广场舞太吵", "阳光花园3号楼")
		read := clerk.does("staff", "GET", ours, nil, 200)
		same(w, "categories", 17, len(items(read)))
		put := func(names ...fields) fields { return fields{"items": names, "version": read["version"]} }
		noise, parcel := fields{"category": "noise", "name": "扰民的声音"}, fields{"category": "parcel", "hidden": true}
		clerk.refused("staff", "PUT", ours, put(noise), "403 auth.denied")
		secretary.refused("staff", "PUT", theirs, put(noise), "404 area.missing")
		clerkB.refused("staff", "GET", ours, nil, "404 area.missing")
		centre.refused("staff", "PUT", api+"/staff/communities/county/names", put(noise), "404 area.missing")
		for want, names := range map[string][]fields{
			"400 report.category": {{"category": "w0000000000", "name": "别人的"}},
			"400 dispatch.names":  {{"category": "noise", "name": "治安"}},
		} {
			secretary.refused("staff", "PUT", ours, put(names...), want)
		}
		for name, wrong := range map[string]fields{
			"too long": {"category": "noise", "name": strings.Repeat("吵", 13)}, "the last hidden": {"category": "other", "hidden": true},
		} {
			if got := w.code(secretary.login("staff"), "PUT", ours, put(wrong)); got != "400 dispatch.names" {
				w.Errorf("%s: %s", name, got)
			}
		}
		w.request(secretary.login("staff"), "PUT", ours, put(noise, parcel), 204, nil, "Idempotency-Key", "names-1")
		secretary.refused("staff", "PUT", ours, put(parcel), "409 mark.stale")
		w.refused(secretary.login("staff"), "PUT", ours, put(parcel), "409 http.idempotency_key", "Idempotency-Key", "names-1")
		same(w, "audit", 1, w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'dispatch.names'`))

		w.wants(clerk.sees("staff", old), fields{"category": "noise", "category_name": "扰民的声音"})
		w.expect(fmt.Sprint(wang.sees("mp", old)["title"]), "扰民的声音：楼下广场舞")
		offered := func(query string) string {
			return fmt.Sprint(items(wang.does("mp", "GET", api+"/categories"+query, nil, 200)))
		}
		w.expect(offered("?community_id="+w.id("阳光社区")), "扰民的声音")
		w.lacks(offered(""), "扰民的声音")
		w.lacks(offered("?community_id="+w.id("新园社区")), "扰民的声音")
		wang.refused("mp", "GET", api+"/categories?community_id="+w.id("阳光花园3号楼"), nil, "404 area.missing")

		// What is hidden is not guessed there; a form that was open when it was hidden is taken, and so it is elsewhere.
		report := func(place string, more fields) fields {
			in := fields{"text": "快递堆在门口", "area_id": w.id(place)}
			for k, v := range more {
				in[k] = v
			}
			return wang.does("mp", "POST", api+"/reports", in, 201)
		}
		w.wants(report("阳光花园3号楼", nil), fields{"category": "other"})
		w.wants(report("阳光花园3号楼", fields{"category": "parcel"}), fields{"category": "parcel", "category_name": "快递与包裹"})
		w.wants(report("新园小区1号楼", nil), fields{"category": "parcel"})
		w.expect(wang.says("阳光花园3号楼广场舞又太吵"), "1")
		w.expect(wang.says("1"), "已收到")
		w.expect(fmt.Sprint(items(wang.does("mp", "GET", api+"/reports", nil, 200))), "扰民的声音：")

		// The ledger keeps the county's; a name that is given up is the county's again.
		w.forgetExports(clerk)
		text, _ := clerk.exports(fields{"from": "2026-11-01", "to": "2026-11-30", "reason": "月报"})
		w.expect(text, "噪声", "社会治安")
		w.lacks(text, "扰民的声音")
		read = secretary.does("staff", "GET", ours, nil, 200)
		secretary.does("staff", "PUT", ours, put(fields{"category": "noise", "name": "噪声"}), 204)
		w.wants(clerk.sees("staff", old), fields{"category_name": "噪声"})
	})
}
