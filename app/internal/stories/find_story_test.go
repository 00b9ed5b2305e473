package stories

import (
	"testing"
)

// Staff enter what they saw themselves without inventing a caller, and a report of a steward about their building says so.
func TestStaffReportWhatTheySaw(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		officer := w.officer()
		find := fields{"source": "patrol", "text": "楼道里堆了纸箱", "area_id": w.id("阳光花园3号楼")}
		made := officer.does("staff", "POST", api+"/staff/reports", find, 201)
		w.wants(made, fields{"source": "patrol", "state": "submitted"})
		reporter, _ := made["reporter"].(map[string]any)
		same(w, "its author", any(officer.me("staff")), reporter["id"])
		if n := w.count(`SELECT COUNT(*) FROM person WHERE name = ?`, officer.name); n != 1 {
			w.Errorf("%d persons with the name", n)
		}
		same(w, "in the filter", 1, len(items(w.clerk().does("staff", "GET", api+"/staff/reports?list=all&source=patrol", nil, 200))))
		find["area_id"] = w.id("新园小区1号楼")
		officer.refused("staff", "POST", api+"/staff/reports", find, "404 area.missing")
		// A place in words is read; when it cannot be, that is said.
		find["area_id"], find["place"] = "", "阳光花园13号楼门口"
		w.wants(officer.does("staff", "POST", api+"/staff/reports", find, 201), fields{"area_id": w.id("阳光花园13号楼"), "place": "阳光花园13号楼门口"})
		find["place"] = "车棚那里"
		officer.refused("staff", "POST", api+"/staff/reports", find, "400 report.where")
		w.clerk().refused("staff", "POST", api+"/staff/reports", find, "400 report.where")
		find["place"] = "新园小区1号楼"
		officer.refused("staff", "POST", api+"/staff/reports", find, "404 area.missing")
		delete(find, "place")
		officer.refused("staff", "POST", api+"/staff/reports", find, "400 report.place")
		find["source"], find["area_id"] = "counter", w.id("阳光花园3号楼")
		officer.refused("staff", "POST", api+"/staff/reports", find, "400 person.name")

		zhao := w.steward()
		own := zhao.submits("三楼的灯坏了", "阳光花园3号楼")
		elsewhere := zhao.submits("新园的路灯坏了", "新园小区1号楼")
		w.wants(zhao.sees("mp", own), fields{"source": "steward"})
		w.wants(zhao.sees("mp", elsewhere), fields{"source": "app"})
		w.wants(w.someone("老王").sees("mp", w.someone("老王").submits("没有灯", "阳光花园3号楼")), fields{"source": "app"})
	})
}
