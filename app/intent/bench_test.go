package intent

import (
	"strings"
	"testing"

	"linli/app/danger"
	"linli/app/text"
)

// messages are of the usual length, one of each way through the reader.
var messages = []string{"好的。", "１", "阳光花园3号楼2单元楼道灯坏了好几天了没人修", "还没修好，又灭了", "261123-001进展", "可以预约理发吗", "社保卡怎么办", "阳光花园3号楼2单元", "取消我的预约，明天去不成了"}

// BenchmarkRead stands beside its floors: looking for one word, folding the signs, and reading the danger, which is part of it.
func BenchmarkRead(b *testing.B) {
	reader := New()
	for name, read := range map[string]func(string){
		"contains":       func(s string) { _ = strings.Contains(s, "提交") },
		"narrow":         func(s string) { _ = text.Narrow(s) },
		"danger":         func(s string) { _, _ = danger.Read(s) },
		"without danger": func(s string) { _ = reader.read(s) },
		"whole":          func(s string) { _ = reader.Read(s) },
	} {
		b.Run(name, func(b *testing.B) {
			for i := range b.N {
				read(messages[i%len(messages)])
			}
		})
	}
}

func BenchmarkLongMessage(b *testing.B) {
	reader := New()
	long := strings.Repeat("楼道灯坏了好几天了，物业也不管，", 40)[:1800]
	for b.Loop() {
		_ = reader.read(long)
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		_ = build(nil)
	}
}
