package main

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"linli/app/internal/demo"
	"linli/app/internal/system"

	"linli/app/when"
)

// `linli import --demo` fills an empty database without WeChat, and refuses one that is not empty.
func TestImportDemo(t *testing.T) {
	t.Parallel()
	p := system.Process{
		Ctx: context.Background(), Env: []string{"LINLI_DATA=" + t.TempDir()}, Log: io.Discard,
		Now: func() time.Time { return time.Date(2026, 11, 23, 23, 0, 0, 0, when.Beijing) }, // at night
	}
	var said strings.Builder
	p.Out = &said
	cfg, err := system.LoadConfig(p.Env)
	if err != nil {
		t.Fatal(err)
	}
	if err := demo.Import(p, cfg, demo.Reports[len(demo.Reports)-5:]); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(said.String(), "随手拍：5 件") {
		t.Errorf("said %q", said.String())
	}
	if err := run(p, []string{"import", "--demo"}); err == nil || !strings.Contains(err.Error(), "empty") {
		t.Errorf("a second import: %v", err)
	}
}
