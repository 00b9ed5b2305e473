// Package area is the community's territory (区划): county, street, community, grid, building and unit, and the orgs
// (部门、企事业、物业) that work in it.
package area

import (
	"context"

	"linli/app/fault"
)

// Kind is a level of the tree.
type Kind string

// The kinds, from the top (S001).
const (
	County    Kind = "county"    // 县
	Street    Kind = "street"    // 街道
	Community Kind = "community" // 社区
	Grid      Kind = "grid"      // 网格
	Building  Kind = "building"  // 楼栋
	Unit      Kind = "unit"      // 单元
)

// Kinds lists them from the top; a child's kind stands after its parent's.
var Kinds = []Kind{County, Street, Community, Grid, Building, Unit}

// The faults of this package.
var (
	ErrMissing  = fault.New(fault.Missing, "area.missing", "未找到该地点")
	ErrPosition = fault.New(fault.Invalid, "area.position", "位置坐标无效")
)

// Area is one node of the tree.
type Area struct {
	ID         int64
	Parent     int64 // 0 for the county
	Community  int64 // the community at or above it; the county's id above communities
	Kind       Kind
	Code       string // from the roster; stable across imports
	Name       string // "阳光花园3号楼"
	Aliases    []string
	Path       string  // "/1/4/9/": ids from the county down to this one
	Households int     // as the roster says
	Homes      int     // dwellings of its own in which somebody can live
	Lat, Lng   float64 // GCJ-02; 0, 0 when unknown
	Boundary   string  // GeoJSON Polygon or MultiPolygon in GCJ-02, or ""
	Board      string  // unguessable token of the QR code on its board
}

// Org is a department, company or property manager.
type Org struct {
	ID   int64
	Code string
	Name string
	Kind string // "部门", "企事业单位", "物业"
	Area int64  // where it works
	// Parent is the org that this one belongs to, as a squad at a street to its bureau; 0 none.
	Parent int64
}

// Store reads the territory.
type Store interface {
	// Areas returns every area, parents before children.
	Areas(ctx context.Context) ([]Area, error)
	// Orgs returns every org in order of id.
	Orgs(ctx context.Context) ([]Org, error)
	// AreasVersion returns a number that grows with every change of areas or orgs.
	AreasVersion(ctx context.Context) (int64, error)
}
