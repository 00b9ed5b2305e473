// Command linli serves the communities of a county inside WeChat.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"linli/app/internal/demo"
	"linli/app/internal/system"

	"github.com/alecthomas/kong"
)

// commands are the commands of an operator (docs/operating.md).
type commands struct {
	Serve    serveCommand    `cmd:"" help:"${serve}"`
	Demo     demo.Command    `cmd:"" help:"${demo}"`
	Migrate  migrateCommand  `cmd:"" help:"${migrate}"`
	Calendar calendarCommand `cmd:"" help:"${calendar}"`
	Import   importCommand   `cmd:"" help:"${import}"`
	Doctor   doctorCommand   `cmd:"" help:"${doctor}"`
	Places   placesCommand   `cmd:"" help:"${places}"`
	Menu     menuCommand     `cmd:"" help:"${menu}"`
	Misreads misreadsCommand `cmd:"" help:"${misreads}"`
	Keys     keysCommand     `cmd:"" help:"${keys}"`

	Version kong.VersionFlag `help:"${version_}"`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	p := system.Process{Ctx: ctx, Env: os.Environ(), Out: os.Stdout, Log: os.Stderr, Now: time.Now}
	err := run(p, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "linli:", p.Tongue().Explain(err))
		os.Exit(1)
	}
}

// run parses the arguments and runs the command until it ends or p.ctx is done.
func run(p system.Process, args []string) error { return runWith(p, args, os.Exit) }

// runWith is run with the function that exits after help or version was printed.
func runWith(p system.Process, args []string, exit func(int)) error {
	var c commands
	t := p.Tongue()
	parser, err := kong.New(&c, kong.Name("linli"), kong.Writers(p.Out, p.Log), kong.UsageOnError(),
		kong.Description(t.Say("help.about")), t.Vars(), kong.Help(t.Help), kong.Exit(exit))
	if err != nil {
		return err
	}
	chosen, err := parser.Parse(args)
	if err != nil {
		return err
	}
	return chosen.Run(p)
}
