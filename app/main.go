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
	Serve    serveCommand    `cmd:"" help:"Serve the callbacks, the API and the background work."`
	Demo     demoCommand     `cmd:"" help:"Run a small county with a simulated WeChat. Nothing needs to be installed."`
	Migrate  migrateCommand  `cmd:"" help:"Bring the database up to date and stop."`
	Calendar calendarCommand `cmd:"" help:"Show the public holidays and make-up workdays, or load a year of them."`
	Import   importCommand   `cmd:"" help:"Load areas, orgs, persons and postings from an Excel workbook."`
	Doctor   doctorCommand   `cmd:"" help:"Check configuration, database, Redis, storage and WeChat."`
	Places   placesCommand   `cmd:"" help:"Check that the places of every booking session add up."`
	Menu     menuCommand     `cmd:"" help:"Publish the official account's menu."`
	Keys     keysCommand     `cmd:"" help:"Add a new key for encrypting phone numbers; old numbers stay readable."`
}

// process is what every command gets from the outside.
type process struct {
	ctx context.Context
	env []string
	out io.Writer
	log io.Writer
	now func() time.Time
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	p := process{ctx: ctx, env: os.Environ(), out: os.Stdout, log: os.Stderr, now: time.Now}
	err := run(p, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "linli:", err)
		os.Exit(1)
	}
}

// run parses the arguments and runs the command until it ends or p.ctx does.
func run(p process, args []string) error {
	var c commands
	parser, err := kong.New(&c, kong.Name("linli"), kong.Writers(p.out, p.log), kong.UsageOnError(),
		kong.Description("Linli (邻里): community services inside WeChat."))
	if err != nil {
		return err
	}
	chosen, err := parser.Parse(args)
	if err != nil {
		return err
	}
	return chosen.Run(p)
}
