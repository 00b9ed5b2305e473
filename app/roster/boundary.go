package roster

import (
	"encoding/json"
	"errors"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/planar"
)

// mostCorners is the most corners of all rings of one boundary.
const mostCorners = 1000

var (
	errShape   = errors.New("不是有效的 GeoJSON，请填 Polygon 或 MultiPolygon")
	errCorners = errors.New("边界的点太多，请简化到 1000 个以内")
	errClosed  = errors.New("边界没有闭合：至少 4 个点，且最后一个点与第一个点相同")
	errRange   = errors.New("边界坐标超出范围，请检查经度是否在前、纬度在后")
	errFlat    = errors.New("边界没有面积")
	errCrossed = errors.New("边界自己与自己相交")
)

// boundary returns the geometry in GeoJSON s in one canonical form. It accepts a geometry, or a feature or collection with
// exactly one.
func boundary(s string) (string, error) {
	var g orb.Geometry
	var kind struct {
		Type string `json:"type"`
	}
	data := []byte(s)
	if err := json.Unmarshal(data, &kind); err != nil {
		return "", errShape
	}
	switch kind.Type {
	case "Polygon", "MultiPolygon":
		x, err := geojson.UnmarshalGeometry(data)
		if err != nil {
			return "", errShape
		}
		g = x.Geometry()
	case "Feature":
		f, err := geojson.UnmarshalFeature(data)
		if err != nil {
			return "", errShape
		}
		g = f.Geometry
	case "FeatureCollection":
		c, err := geojson.UnmarshalFeatureCollection(data)
		if err != nil || len(c.Features) != 1 {
			return "", errShape
		}
		g = c.Features[0].Geometry
	}
	if err := checkShape(g); err != nil {
		return "", err
	}
	b, err := json.Marshal(geojson.NewGeometry(g))
	if err != nil {
		return "", errShape
	}
	return string(b), nil
}

func checkShape(g orb.Geometry) error {
	var polygons []orb.Polygon
	switch g := g.(type) {
	case orb.Polygon:
		polygons = []orb.Polygon{g}
	case orb.MultiPolygon:
		polygons = g
	}
	corners := 0
	for _, p := range polygons {
		for _, ring := range p {
			corners += len(ring)
		}
	}
	switch {
	case corners == 0:
		return errShape
	case corners > mostCorners:
		return errCorners
	}
	for _, p := range polygons {
		if len(p) == 0 {
			return errShape
		}
		for _, ring := range p {
			if err := checkRing(ring); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkRing(r orb.Ring) error {
	if len(r) < 4 || !r.Closed() {
		return errClosed
	}
	for _, p := range r {
		if !(p.Lat() >= minLat && p.Lat() <= maxLat && p.Lon() >= minLng && p.Lon() <= maxLng) {
			return errRange
		}
	}
	if crossed(r) {
		return errCrossed
	}
	if math.Abs(planar.Area(r)) < 1e-12 {
		return errFlat
	}
	return nil
}

// crossed says whether two sides that are not neighbours intersect.
func crossed(r orb.Ring) bool {
	sides := len(r) - 1
	for i := range sides {
		for j := i + 2; j < sides; j++ {
			if i == 0 && j == sides-1 {
				continue
			}
			if meet(r[i], r[i+1], r[j], r[j+1]) {
				return true
			}
		}
	}
	return false
}

func meet(a, b, c, d orb.Point) bool {
	if max(a[0], b[0]) < min(c[0], d[0]) || max(c[0], d[0]) < min(a[0], b[0]) ||
		max(a[1], b[1]) < min(c[1], d[1]) || max(c[1], d[1]) < min(a[1], b[1]) {
		return false
	}
	return side(a, b, c)*side(a, b, d) <= 0 && side(c, d, a)*side(c, d, b) <= 0
}

// side is 1, 0 or -1 as p lies left of, on or right of the line from a to b.
func side(a, b, p orb.Point) int {
	v := (b[0]-a[0])*(p[1]-a[1]) - (b[1]-a[1])*(p[0]-a[0])
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}
