package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"linli/scripts/bench/lab"
)

// profiled makes a CPU profile of the program for these seconds, during load, and notes its first lines.
func (b *bench) profiled(r *lab.Program, name string, seconds int, load func()) {
	file, trace := filepath.Join(b.keep, name+".pprof"), filepath.Join(b.keep, name+".trace")
	got := make(chan error, 1)
	go func() {
		err := r.Fetch(fmt.Sprintf("/debug/pprof/profile?seconds=%d", seconds), file)
		got <- errors.Join(err, r.Fetch("/debug/pprof/trace?seconds=1", trace))
	}()
	time.Sleep(100 * time.Millisecond)
	load()
	if err := <-got; err != nil {
		b.note("No profile of %s: %v", name, err)
		return
	}
	waits := filepath.Join(b.keep, name+".waits.pprof")
	if out, err := exec.Command("go", "tool", "trace", "-pprof=sync", trace).Output(); err == nil {
		_ = os.WriteFile(waits, out, 0o600) //nolint:errcheck // without the file there is no output
	}
	b.note("Where the time goes, %s: processor time by function, the same with what it calls, and waiting (`%s*`).\n\n```\n%s\n%s\n%s```",
		name, filepath.Join(b.keep, name), top("-flat", "-nodecount=15", b.Linli, file),
		top("-cum", "-nodecount=45", "-focus=linli|asynq|fiber", b.Linli, file),
		top("-cum", "-nodecount=40", "-focus=linli/store|asynq", waits))
}

// top returns the head of a profile by pprof.
func top(args ...string) string {
	var out bytes.Buffer
	cmd := exec.Command("go", append([]string{"tool", "pprof", "-top"}, args...)...)
	cmd.Stdout = &out
	if err := cmd.Run(); err != nil {
		return err.Error() + "\n"
	}
	var lines []string
	for line := range strings.Lines(out.String()) {
		if !strings.HasPrefix(line, "File:") && !strings.HasPrefix(line, "Build ID:") && !strings.HasPrefix(line, "Time:") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}
