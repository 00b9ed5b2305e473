package roster

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"linli/app/area"
	"linli/app/fault"
)

// ErrDrawn is returned when a drawing began with another boundary or position than the area has by now.
var ErrDrawn = fault.New(fault.Conflict, "roster.drawn", "这里的边界或位置刚被别人改过，请看过新的再保存")

// Mark is another one after each change of what is drawn of an area: its boundary and its position.
func Mark(a area.Area) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %s %s", degree(a.Lat), degree(a.Lng), a.Boundary))
	return hex.EncodeToString(sum[:8])
}
