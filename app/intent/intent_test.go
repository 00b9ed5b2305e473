package intent

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRead(t *testing.T) {
	t.Parallel()
	reader := New()
	for said, want := range map[string]Reading{
		"好的。":           {Kind: Yes},
		"１":             {Kind: Choose, N: 1},
		"1️⃣":           {Kind: Choose, N: 1},
		"1 提交":          {Kind: Yes, N: 1},
		"选第二个":          {Kind: Choose, N: 2},
		"就第一个吧":         {Kind: Choose, N: 1},
		"十一":            {Kind: Choose, N: 11},
		"２没解决，灯又灭了":     {Kind: Unsolved, N: 2, Words: "灯又灭了"},
		"261123-1进展":    {Kind: Progress, Number: "261123-001"},
		"26 11 23 001":  {Kind: Number, Number: "261123-001"},
		"二六一一二三杠零零一":    {Kind: Number, Number: "261123-001"},
		"家人码 3d2e 8kq7": {Kind: Family, Code: "3D2E8KQ7"},
		"补充：灯又灭了。":      {Kind: Add, Words: "灯又灭了"},
		"给我妈预约理发":       {Kind: Book, Words: "给我妈 理发"},
		"预约周三理发":        {Kind: Book, Words: "周三 理发"},
		"我想剪个头":         {Kind: Book, Words: "理发"},
		"取消第二个预约":       {Kind: Cancel, N: 2},
		"改到周三":          {Kind: Move, Words: "周三"},
		"借个轮椅":          {Kind: Borrow, Words: "轮椅"},
		"好的，家里着火了":      {Kind: Danger},
		"好的东西都被偷了":      {Kind: Problem},
		"1号楼的灯坏了":       {Kind: Problem},
		"图书室":           {Kind: Other}, // its capability knows the name
		"我不是要取消":        {Kind: Other},
		"修好了？":          {Kind: Progress, Or: Solved},
	} {
		if diff := cmp.Diff(want, reader.Read(said)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", said, diff)
		}
	}
}

// A capability brings words of its own, and they come before the common ones.
func TestACapabilityAddsItsWords(t *testing.T) {
	t.Parallel()
	reader := New(Meaning{Kind: "meal", Says: []string{`<ask>*(订餐|订饭)…`, `订#份饭`}})
	for said, want := range map[string]Reading{
		"嗯，我想订餐 明天中午": {Kind: "meal", Words: "明天中午"},
		"订3份饭吧":       {Kind: "meal", N: 3},
		"订不了饭吗，灯坏了":   {Kind: Problem},
	} {
		if diff := cmp.Diff(want, reader.Read(said)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", said, diff)
		}
	}
}
