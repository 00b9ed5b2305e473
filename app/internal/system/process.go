package system

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"linli/app/report"
)

// Process is what every command gets from the outside.
type Process struct {
	Ctx context.Context
	Env []string
	Out io.Writer
	Log io.Writer
	Now func() time.Time

	// ByHand leaves recurring jobs to a test: with a moved clock it would depend on the speed of the machine when they run.
	ByHand bool

	Text report.TextCheck // checks words instead of the platform, unless nil
}

// Tongue returns the language in which this process speaks to the operator.
func (p Process) Tongue() Tongue { return TongueOf(p.Env) }

// Say prints a line of the table.
func (p Process) Say(key string, args ...any) { fmt.Fprintln(p.Out, p.Tongue().Say(key, args...)) }

// WriteNew writes a file that does not exist yet: what somebody has filled in is never overwritten.
func (p Process) WriteNew(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(filepath.Clean(path), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return p.Tongue().Err("import.exists", path)
	}
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}
