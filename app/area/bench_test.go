package area_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app/area/areatest"
)

// BenchmarkRead reads what residents of a county of full size say, and the same sentences without a place as the floor.
// p99-µs is the 99th percentile of one look-up.
func BenchmarkRead(b *testing.B) {
	county := areatest.Make()
	tree := county.Tree()
	var said []string
	for i := 0; i < len(county.Buildings); i += 7 {
		said = append(said, county.Buildings[i].Ways()...)
	}
	said = append(said, strings.Repeat("3号楼的路灯坏了好几天没人管，", 40))
	run := func(b *testing.B, home int64, words func(i int) string) {
		took := make([]time.Duration, 0, b.N)
		for i := range b.N {
			start := time.Now()
			tree.Read(home, words(i))
			took = append(took, time.Since(start))
		}
		slices.Sort(took)
		b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
	}
	b.Run("places", func(b *testing.B) { run(b, 0, func(i int) string { return said[i%len(said)] }) })
	b.Run("floor", func(b *testing.B) { run(b, 0, func(int) string { return "路灯坏了" }) })
}
