package ledger

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"linli/app/mediate"
)

func TestMediationsAreCountedByMonthKindAndResult(t *testing.T) {
	got := countMediated("阳光社区", map[string]string{"leak": "漏水", "noise": "噪声"}, []Mediated{
		{"2026-12", "leak", mediate.Settled},
		{"2026-11", "noise", ""},
		{"2026-11", "leak", mediate.Settled},
		{"2026-11", "leak", mediate.Settled},
		{"2026-11", "leak", mediate.Withdrawn},
		{"2026-11", "own", mediate.Failed},
	})
	want := []MediatedCount{
		{"阳光社区", "2026-11", "own", "没有调解成", 1},
		{"阳光社区", "2026-11", "噪声", "还在调解", 1},
		{"阳光社区", "2026-11", "漏水", "已达成协议", 2},
		{"阳光社区", "2026-11", "漏水", "当事人不再调解", 1},
		{"阳光社区", "2026-12", "漏水", "已达成协议", 1},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
