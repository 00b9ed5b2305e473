// Command linli serves the communities of a county inside WeChat.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
)

// commands are what an operator can do (design.md §9).
type commands struct {
	Serve    serveCommand    `cmd:"" help:"${serve}"`
	Demo     demoCommand     `cmd:"" help:"${demo}"`
	Migrate  migrateCommand  `cmd:"" help:"${migrate}"`
	Calendar calendarCommand `cmd:"" help:"${calendar}"`
	Import   importCommand   `cmd:"" help:"${import}"`
	Doctor   doctorCommand   `cmd:"" help:"${doctor}"`
	Places   placesCommand   `cmd:"" help:"${places}"`
	Menu     menuCommand     `cmd:"" help:"${menu}"`
	Keys     keysCommand     `cmd:"" help:"${keys}"`

	Version kong.VersionFlag `help:"${version_}"`
}

// process is what every command gets from the outside.
type process struct {
	ctx context.Context
	env []string
	out io.Writer
	log io.Writer
	now func() time.Time
}

func (p process) tongue() tongue { return tongueOf(p.env) }

// say prints a line of the table.
func (p process) say(key string, args ...any) { fmt.Fprintln(p.out, p.tongue().say(key, args...)) }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	p := process{ctx: ctx, env: os.Environ(), out: os.Stdout, log: os.Stderr, now: time.Now}
	err := run(p, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "linli:", p.tongue().explain(err))
		os.Exit(1)
	}
}

// run parses the arguments and runs the command until it ends or p.ctx does.
func run(p process, args []string) error { return runWith(p, args, os.Exit) }

// runWith is run with what ends the program after help or version was printed.
func runWith(p process, args []string, exit func(int)) error {
	var c commands
	t := p.tongue()
	parser, err := kong.New(&c, kong.Name("linli"), kong.Writers(p.out, p.log), kong.UsageOnError(),
		kong.Description(t.say("help.about")), t.vars(), kong.Help(t.help), kong.Exit(exit))
	if err != nil {
		return err
	}
	chosen, err := parser.Parse(args)
	if err != nil {
		return err
	}
	return chosen.Run(p)
}
