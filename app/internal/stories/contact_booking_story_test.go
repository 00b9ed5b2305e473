package stories

import (
	"testing"

	"linli/app/roster"
)

// A contact books a course in the name of their shop. Staff see for whom; the other contact sees it and gives it back; a haircut is for
// a person, and nobody else uses the shop's name.
func TestAContactBooksForAShop(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		sheets := staffed()
		sheets[roster.SheetOrgs] = append(sheets[roster.SheetOrgs], []string{"O8", "老马面馆", "商铺", "A"})
		sheets[roster.SheetPersons] = append(sheets[roster.SheetPersons],
			[]string{"P35", "马老板", "19900000035", "A", "否"}, []string{"P36", "马小妹", "19900000036", "A", "否"})
		sheets[roster.SheetPostings] = append(sheets[roster.SheetPostings],
			[]string{"P35", "单位联系人", "", "O8", "", "", ""}, []string{"P36", "单位联系人", "", "O8", "", "", ""})
		w.imports(sheets)
		clerk, shop, wang := w.clerk(), w.org("老马面馆"), w.named("老王", "阳光花园3号楼")
		boss, sister := w.someone("马老板").binds("mp", "19900000035"), w.someone("马小妹").binds("mp", "19900000036")
		course := clerk.offersAs(fields{"name": "消防课", "kind": "course"}, fields{"days": []int{6, 7}, "to": "2026-12-19", "places": 3})
		cut := clerk.offersAs(fields{"name": "理发", "kind": "care"}, fields{"days": []int{6}, "to": "2026-12-19", "places": 3})
		wish := func(service string) fields {
			return fields{"session_id": w.session("2026-11-28", service), "org_id": shop}
		}

		wang.refused("mp", "POST", bookingsAPI, wish(course), "400 booking.org")
		boss.refused("mp", "POST", bookingsAPI, wish(cut), "400 booking.org")
		other := wish(course)
		other["person_id"] = wang.me("mp")
		boss.refused("mp", "POST", bookingsAPI, other, "400 booking.org")
		got := boss.does("mp", "POST", bookingsAPI, wish(course), 201)
		w.wants(got, fields{"state": "confirmed", "source": "org", "org_name": "老马面馆", "person_name": "马老板"})
		id := word(got["id"])

		board := clerk.does("staff", "GET", api+"/staff/sessions/"+w.session("2026-11-28", course), nil, 200)
		w.wants(objects(board["seated"])[0], fields{"org_name": "老马面馆", "name": "马老板", "source": "org"})
		same(w, "ahead of the other contact", []any{id}, pluck(items(sister.does("mp", "GET", bookingsAPI, nil, 200)), "id"))
		wang.refused("mp", "GET", bookingsAPI+"/"+id, nil, "404 booking.missing")
		moved := sister.does("mp", "POST", bookingsAPI+"/"+id+"/move", fields{"session_id": w.session("2026-11-29", course)}, 200)
		w.wants(moved, fields{"org_name": "老马面馆", "person_name": "马老板", "source": "org"})
		sister.does("mp", "POST", bookingsAPI+"/"+word(moved["id"])+"/cancel", fields{}, 200)
		same(w, "nothing ahead", 0, len(items(boss.does("mp", "GET", bookingsAPI, nil, 200))))
	})
}
