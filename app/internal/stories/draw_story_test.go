package stories

import (
	"testing"
	"time"
)

const rosterAPI = "/api/v1/staff/roster"

// shape returns an area as the map of this person has it.
func (c *citizen) shape(name string) fields {
	c.w.Helper()
	for _, s := range items(c.does("staff", "GET", "/api/v1/staff/areas/shapes", nil, 200)) {
		if s["name"] == name {
			return s
		}
	}
	c.w.Fatalf("%s has no %s on the map", c.name, name)
	return nil
}

// draws returns the edit that gives an area this boundary, begun with the shape as it is.
func (c *citizen) draws(name, boundary string) fields {
	c.w.Helper()
	s := c.shape(name)
	return fields{"areas": []fields{{"id": s["id"], "mark": s["mark"], "boundary": boundary}}}
}

// triangle lies beside every building of the county.
const triangle = `{"type":"Polygon","coordinates":[[[108.5,34.5],[108.51,34.5],[108.51,34.51],[108.5,34.5]]]}`

// A boundary is drawn by a manager of the area, seen first, and saved as one audited deed over the drawing it began with.
// Buildings that lie outside of it afterwards stay where they belong.
func TestABoundaryIsDrawn(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.staffed()
		clerk, secretary, officer := w.clerk(), w.secretary(), w.officer()
		const grid = "阳光第一网格"
		house := w.areaOf("阳光花园3号楼")
		same(w, "may draw", []any{"change"}, clerk.shape(grid)["can"])
		same(w, "may not draw", []any{}, officer.shape(grid)["can"])
		same(w, "the street draws communities", []any{}, clerk.shape("阳光社区")["can"])

		first, second := clerk.draws(grid, triangle), secretary.draws(grid, triangle)
		shown := clerk.does("staff", "POST", rosterAPI+"/preview", first, 200)
		change := objects(shown["changes"])[0]
		w.wants(change, fields{"title": grid, "deed": "changed"})
		same(w, "nothing is saved by a preview", first["areas"].([]fields)[0]["mark"], clerk.shape(grid)["mark"])

		other := secretary.does("staff", "POST", rosterAPI+"/preview", second, 200)
		first["token"], second["token"] = shown["token"], other["token"]
		clerk.does("staff", "POST", rosterAPI, first, 200)
		same(w, "the drawing of another", "409 roster.drawn", w.code(secretary.login("staff"), "POST", rosterAPI, second))
		same(w, "a preview over it", "409 roster.drawn", w.code(secretary.login("staff"), "POST", rosterAPI+"/preview", second))

		w.later(4 * time.Second) // the territory is cached for three seconds
		drawn := clerk.shape(grid)
		if drawn["mark"] == first["areas"].([]fields)[0]["mark"] || drawn["boundary"] == nil {
			w.Errorf("%v was not drawn", drawn)
		}
		if now := w.areaOf("阳光花园3号楼"); now.Parent != house.Parent || now.Path != house.Path {
			w.Errorf("the building moved to %s", now.Path)
		}
		if n := w.count(`SELECT COUNT(*) FROM audit_record WHERE action = 'roster.changed' AND about = ?`, "area:"+w.id(grid)); n != 1 {
			w.Errorf("%d records of the deed", n)
		}
	})
}

func TestABoundaryThatCannotBe(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.staffed()
		clerk := w.clerk()
		for _, c := range []struct{ boundary, reason string }{
			{`{"type":"Polygon","coordinates":[[[108,34],[109,35],[109,34],[108,35],[108,34]]]}`, "边界自己与自己相交"},
			{`{"type":"Polygon","coordinates":[[[108,34],[109,34],[109,35]]]}`, "边界没有闭合：至少 4 个点，且最后一个点与第一个点相同"},
			{`{"type":"Polygon","coordinates":[[[34,108],[35,108],[35,109],[34,108]]]}`, "边界坐标超出范围，请检查经度是否在前、纬度在后"},
			{`{"type":"Point","coordinates":[108,34]}`, "不是有效的 GeoJSON，请填 Polygon 或 MultiPolygon"},
		} {
			edit := clerk.draws("阳光第一网格", c.boundary)
			shown := clerk.does("staff", "POST", rosterAPI+"/preview", edit, 200)
			problems := objects(shown["problems"])
			if len(problems) != 1 || problems[0]["reason"] != c.reason || shown["token"] != "" {
				w.Errorf("%s: %v", c.reason, shown)
			}
		}
		elsewhere := clerk.draws("阳光第一网格", triangle)
		w.clerkB().does("staff", "POST", rosterAPI+"/preview", elsewhere, 404)
		w.officer().does("staff", "POST", rosterAPI+"/preview", elsewhere, 403)
	})
}
