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

// Process holds the inputs and outputs of a command.
type Process struct {
	Ctx context.Context
	Env []string
	Out io.Writer
	Log io.Writer
	Now func() time.Time

	Clock *Clock // the clock behind Now that is compared with those of other processes; nil: Now is right

	// ByHand leaves recurring jobs to a test: with a moved clock it would depend on the speed of the machine when they run.
	ByHand bool

	Text report.TextCheck // replaces the platform's check of texts, unless nil
}

// Tongue returns the language of messages to the operator.
func (p Process) Tongue() Tongue { return TongueOf(p.Env) }

// Say prints the text of a key.
func (p Process) Say(key string, args ...any) { fmt.Fprintln(p.Out, p.Tongue().Say(key, args...)) }

// WriteNew writes a new file. It fails if the file exists, so a form that was filled in is never overwritten.
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
