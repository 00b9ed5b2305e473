// Package lab runs Linli and other programs as processes of a test county, against a simulated WeChat: for benchmarks, and to see what
// happens when the servers behind them fail.
package lab

import (
	"context"
	"os"
)

// Lab is one run: its folder, its WeChat and its program.
type Lab struct {
	Ctx    context.Context
	Linli  string // path of the program
	Floor  string // path of the bare program; "" without one
	Work   string // temporary files
	Wechat *Wechat

	places, programs int
}

// Open makes the folder and starts the platform.
func (b *Lab) Open(ctx context.Context) (err error) {
	b.Ctx = ctx
	if b.Work, err = os.MkdirTemp("", "linli-lab-"); err != nil {
		return err
	}
	b.Wechat, err = NewWechat()
	return err
}

// Close stops the platform and removes the folder.
func (b *Lab) Close() {
	if b.Wechat != nil {
		b.Wechat.Stop()
	}
	_ = os.RemoveAll(b.Work)
}
